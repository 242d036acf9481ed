"""Tampering with CSV tables and YAML files, by bytes, by cells, by values; each returns the new bytes, or None."""

import csv
import io

import yaml

from .plain import BOOLS, NUMBER
from .registry import fitting, tampering
from .spellings import JSONS, NASTY, SHAPES, respelled

FOLDER = object()  # a folder in the file's place


def draw(chance, path, place, names=()):
    """Return the name of one way to tamper with a file, and the bytes it then holds."""
    content = place.read_bytes()
    while True:
        name, change = chance.choice(fitting(path, names))
        changed = change(chance, content)
        if changed is not None and changed != content:
            return name, changed


def lay(path, content):
    """Put bytes, nothing or a folder where a file stands."""
    path.unlink()
    if content is FOLDER:
        path.mkdir()
    else:
        path.write_bytes(content)


@tampering()
def cut(chance, content):
    """Cut off somewhere."""
    return content[: chance.randrange(len(content))]


@tampering()
def bit_flipped(chance, content):
    """Flip one bit."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


@tampering()
def piece_gone(chance, content):
    """Lose some bytes in the middle."""
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 40) :]


@tampering()
def replaced_whole(chance, content):
    """Hold something else altogether."""
    return chance.choice([*JSONS, *(each.encode() for each in SHAPES)])


@tampering()
def twice_over(chance, content):
    """Stand twice in itself."""
    return content + content


@tampering()
def a_folder(chance, content):
    """Be a folder."""
    return FOLDER


@tampering()
def in_another_encoding(chance, content):
    """Be saved in another encoding, or with marks."""
    text, name = content.decode(), chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1258", "utf-8-sig", "marks"])
    return ("\ufeff" * 2 + text).encode() if name == "marks" else text.encode(name, "replace")


@tampering()
def other_line_ends(chance, content):
    """End its lines in another way."""
    return content.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b" \n", b"\x0b", "\u2028".encode()]))


def _rows(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _table(rows, delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


@tampering(".csv", weight=6)
def cell_replaced(chance, content):
    """Hold something nasty in a cell."""
    rows = _rows(content)
    row = chance.choice(rows[1:])
    row[chance.randrange(len(row))] = chance.choice(NASTY)
    return _table(rows)


@tampering(".csv", weight=4)
def number_respelled(chance, content):
    """Spell a number otherwise."""
    rows = _rows(content)
    places = [(row, at) for row in rows[1:] for at, text in enumerate(row) if NUMBER.fullmatch(text)]
    if not places:
        return None
    row, at = chance.choice(places)
    row[at] = respelled(chance, row[at])
    return _table(rows)


@tampering(".csv")
def column_changed(chance, content):
    """Lose a column, have it twice, by its name or under another, or two exchanged under their headings."""
    rows, how = _rows(content), chance.choice(["lost", "doubled", "renamed", "added", "exchanged", "nameless"])
    at, other = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
    for number, row in enumerate(rows):
        if how == "lost":
            del row[at]
        elif how in ("doubled", "added"):
            row.append(row[at] if how == "doubled" or number else row[at] + "_2")
        elif how == "exchanged" and number:
            row[at], row[other] = row[other], row[at]
        elif not number:
            row[at] = {"renamed": row[at].upper(), "nameless": ""}.get(how, row[at])
    return _table(rows)


@tampering(".csv")
def row_changed(chance, content):
    """Lose a row, have it twice, or with a cell too many or too few."""
    rows, how = _rows(content), chance.choice(["lost", "doubled", "long", "short", "blank"])
    at = chance.randrange(len(rows))
    rows[at : at + 1] = {
        "lost": [], "doubled": [rows[at]] * 2, "long": [[*rows[at], "x"]], "short": [rows[at][:-1]], "blank": [[]],
    }[how]  # fmt: skip
    return _table(rows)


@tampering(".csv")
def parted_otherwise(chance, content):
    """Part its cells by something else."""
    return _table(_rows(content), chance.choice(";\t|"))


def _scalars(content):
    """The places of a YAML text's scalars: (begin, end)."""
    found, waiting = [], [yaml.compose(content.decode())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            found.append((node.start_mark.index, node.end_mark.index))
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        else:
            waiting += [each for pair in node.value for each in pair]
    return sorted(found)


@tampering(".yml", weight=6)
def scalar_replaced(chance, content):
    """Hold something nasty for a key or a value, bare or in quotes."""
    text, word = content.decode(), chance.choice(NASTY)
    begin, end = chance.choice(_scalars(content))
    written = word if chance.random() < 0.7 else "'" + word.replace("'", "''") + "'"
    return (text[:begin] + written + text[end:]).encode()


@tampering(".yml", weight=5)
def value_respelled(chance, content):
    """Spell a number or a yes otherwise."""
    text = content.decode()
    places = [
        (begin, end)
        for begin, end in _scalars(content)
        if NUMBER.fullmatch(text[begin:end]) or text[begin:end] in BOOLS
    ]
    if not places:
        return None
    begin, end = chance.choice(places)
    old = text[begin:end]
    new = chance.choice(["yes", "1", '"true"', "no", "0", "on"]) if old in BOOLS else respelled(chance, old)
    return (text[:begin] + new + text[end:]).encode()


@tampering(".yml", weight=3)
def value_of_another_shape(chance, content):
    """Hold a list, a mapping or worse where a value stood."""
    text, (begin, end) = content.decode(), chance.choice(_scalars(content))
    return (text[:begin] + chance.choice(SHAPES) + text[end:]).encode()


@tampering(".yml")
def line_changed(chance, content):
    """Lose a line, have it twice, or two exchanged."""
    lines = content.decode().split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.choice(["lost", "doubled", "exchanged", "indented"])
    if how == "exchanged":
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at : at + 1] = {"lost": [], "doubled": [lines[at]] * 2, "indented": [" " + lines[at]]}[how]
    return "\n".join(lines).encode()
