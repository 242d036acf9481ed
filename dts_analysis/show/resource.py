"""A table as data: a Frictionless resource, whose numbers are not rounded. CSV and Excel are made from it."""

import re
import unicodedata

from ..messages import say
from .typed import Explained, Typed

MIME = "application/vnd.dataresource+json"
NOTHING = "—"
WHOLES = {"count": ("whole_count", "count")}  # what the second number of a pair is called; of others, a maximum
MOST_LETTERS = 60  # of a name: it becomes a file's
_TYPES = {"count": "integer", "date": "date", "text": "string", "cell": "string"}
_APART = re.compile(r"[^a-z0-9]+")


def slug(words):
    """Return a name for programs and files: Latin letters, digits and hyphens.

    >>> slug("Chỉ số yếu, và ô trong phiếu (2022)"), slug("Đà Nẵng")
    ('chi-so-yeu-va-o-trong-phieu-2022', 'da-nang')
    """
    parted = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    plain = "".join(each for each in parted if not unicodedata.combining(each))
    return _APART.sub("-", plain)[:MOST_LETTERS].strip("-")


def resource(heads, columns, caption, name, notes):
    """Return a table as a Frictionless tabular data resource: plain values by field, None for nothing.

    A pair such as «41/72» becomes two fields. What a column of numbers says in words - a mark after a number, a
    reason for none - stands in a field of its own beside it. Fields also bear the ``kind`` of their numbers.

    Parameters
    ----------
    heads, columns, caption, name, notes
        As in `markup.table_html`.

    Examples
    --------
    >>> from .text import of
    >>> columns = [["1", "2", "3"], [of(4, 5) + " (mới chấm)", "chưa xếp mức", "—"]]
    >>> found = resource(["Mã", "Đạt"], columns, "Bảng", "bang", [])
    >>> [(each["name"], each["type"]) for each in found["schema"]["fields"]]
    [('ma', 'string'), ('dat', 'integer'), ('dat-tren-tong', 'integer'), ('dat-ghi-chu', 'string')]
    >>> [list(row.values()) for row in found["data"]]
    [['1', 4, 5, '(mới chấm)'], ['2', None, None, 'chưa xếp mức'], ['3', None, None, None]]
    """
    fields, values = [], []
    for head, cells in zip(heads, columns, strict=True):
        for title, kind, of_rows in _parts(str(head), list(cells)):
            fields.append({"name": _unused(slug(title) or "cot", fields), "title": title, **_typed(kind, of_rows)})
            values.append(of_rows)
    names = [each["name"] for each in fields]
    data = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    found = {"profile": "tabular-data-resource", "name": name, "title": caption, "description": "\n".join(notes)}
    return found | {"schema": {"fields": fields, "missingValues": [""]}, "data": data}


def _parts(title, cells):
    """The fields that a column becomes: title, kind and values of each."""
    typed = [each for each in cells if _is_typed(each)]
    if not typed:
        return [(title, "text", [_words(each) for each in cells]), *_below(cells)]
    kinds = {each.kind for each in typed if each.value is not None} or {typed[0].kind}
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    found = [(title, kind, [_plain(each.value) if _is_typed(each) else None for each in cells])]
    wholes = [_plain(getattr(each, "whole", None)) for each in cells]
    if any(each is not None for each in wholes):
        words, of_kind = WHOLES.get(kind, ("whole_points", "maximum"))
        found.append((say(words, title=title), of_kind, wholes))
    said = [_said(each) for each in cells]
    return found + ([(say("column_note", title=title), "text", said)] if any(said) else [])


def _is_typed(cell):
    return isinstance(cell, Typed) and cell.kind != "text"


def _below(cells):
    """The field of the smaller words of a column, where it has any."""
    explained = [each for each in cells if isinstance(each, Explained) and each.below]
    words = [_words(getattr(each, "below", "")) for each in cells]
    return [(explained[0].called, "text", words)] if explained else []


def _said(cell):
    """What a cell of a column of numbers says in words."""
    if not _is_typed(cell):
        return _words(cell)
    return cell.more.strip() or None


def _words(cell):
    words = str(cell)
    return None if words in (NOTHING, "") else words


def _typed(kind, values):
    found = _TYPES.get(kind, "number")
    if found == "integer" and not all(isinstance(each, int) for each in values if each is not None):
        found = "number"
    return {"type": found} | ({} if found == "string" else {"kind": kind})


def _plain(value):
    """A number as JSON holds it, whole ones without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _unused(name, fields):
    taken, found, number = {each["name"] for each in fields}, name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
