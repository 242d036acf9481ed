"""The bytes of an .xls as Excel 97 to 2003 saves it: BIFF8 records in a compound file, as few as a table needs."""

import datetime
import struct

from .paper import Cell

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
STATES = {"visible": 0, "hidden": 1, "very hidden": 2}
_SECTOR, _LEAST = 512, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_FIRST_FORMAT, _DAY_0 = 164, datetime.date(1899, 12, 30)
_ZERO = struct.pack("<HBH", 3, 0x1E, 0)  # a formula's tokens: the number 0, whatever it shows


def old_book(pages, merges=()):
    """Return the bytes of an .xls of sheets, each its name, state and cells by place.

    Parameters
    ----------
    pages : list of (str, str, dict)
        A cell is a `paper.Cell` or its value.
    merges : list of (int, int, int, int)
        First row, first column, last row, last column; of every visible sheet.
    """
    looks = {("", False): 0}
    sheets = [_sheet(cells, looks, merges if state == "visible" else ()) for _, state, cells in pages]
    head = _begin(5) + _record(0x42, struct.pack("<H", 1200)) + b"".join(map(_font, (False, True)))
    formats = {look: _FIRST_FORMAT + number for number, (look, _) in enumerate(looks) if look}
    for look, number in formats.items():
        head += _record(0x41E, struct.pack("<H", number) + _text(look, "<H"))
    for look, is_struck in looks:
        head += _record(0xE0, struct.pack("<HHHBBBBIiH", int(is_struck), formats.get(look, 0), 1, *[0] * 7))
    names = [(_text(name, "<B"), STATES[state]) for name, state, _ in pages]
    at = len(head) + sum(len(name) + 10 for name, _ in names) + 4
    for (name, state), sheet in zip(names, sheets, strict=True):
        head += _record(0x85, struct.pack("<IBB", at, state, 0) + name)
        at += len(sheet)
    return _compound(head + _record(0x0A) + b"".join(sheets))


def _record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind):
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 1996, 0, 6))


def _text(text, length):
    return struct.pack(length, len(text.encode("utf-16-le")) // 2) + b"\x01" + text.encode("utf-16-le")


def _font(is_struck):
    return _record(
        0x31, struct.pack("<HHHHHBBBB", 220, 8 * is_struck, 32767, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B")
    )


def _sheet(cells, looks, merges):
    ends = [max((place[axis] for place in cells), default=0) + 1 for axis in (0, 1)]
    data = _begin(0x10) + _record(0x200, struct.pack("<IIHHH", 0, ends[0], 0, ends[1], 0))
    for (row, column), cell in sorted(cells.items()):
        cell = cell if isinstance(cell, Cell) else Cell(cell)
        look = cell.format, cell.is_struck
        place = struct.pack("<HHH", row, column, looks.setdefault(look, len(looks)))
        data += (_formula if cell.formula else _plain)(place, _stored(cell.value))
    if merges:
        ranges = [struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges]
        data += _record(0xE5, struct.pack("<H", len(ranges)) + b"".join(ranges))
    return data + _record(0x0A)


def _stored(value):
    if isinstance(value, datetime.date):
        return float((value - _DAY_0).days)
    return "" if value is None else value


def _plain(place, value):
    if value == "":
        return b""
    if value in ERRORS:
        return _record(0x205, place + bytes((ERRORS[value], 1)))
    if isinstance(value, str):
        return _record(0x204, place + _text(value, "<H"))
    return _record(0x203, place + struct.pack("<d", value))


def _formula(place, value):
    after = b""
    if isinstance(value, float | int):
        result = struct.pack("<d", value)
    elif value in ERRORS:
        result = bytes((2, 0, ERRORS[value], 0, 0, 0, 255, 255))
    else:
        result = bytes((0 if value else 3, 0, 0, 0, 0, 0, 255, 255))
        after = _record(0x207, _text(value, "<H")) if value else b""
    return _record(0x06, place + result + struct.pack("<HI", 0, 0) + _ZERO) + after


def _compound(stream):
    """A compound file with the one stream «Workbook»."""
    stream = stream.ljust(_LEAST, b"\0")
    count = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * _SECTOR // 4 < tables + 1 + count:
        tables += 1
    first = tables + 1
    chain = [_FAT] * tables + [_END] + [*range(first + 1, first + count), _END]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", tables, tables, 0, _LEAST, _END, 0, _END, 0, 0)
    head += struct.pack("<108I", *range(1, tables), *[_FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, first, len(stream))
    entries += (_entry("", 0, _FREE, 0, 0)) * 2
    body = struct.pack(f"<{len(chain)}I", *chain) + entries + stream.ljust(count * _SECTOR, b"\0")
    return head + body


def _entry(name, kind, child, start, size):
    text = (name + "\0").encode("utf-16-le") if name else b""
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text))
        + links
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
