"""Headings matched through a table of synonyms, over one or two rows."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .text import clean, fold

POINTS = ("claimed_points", "verified_points", "final_points")
LOOK_DOWN = 40  # rows in which a heading is looked for


@dataclass(frozen=True)
class Header:
    """Where a table starts and which column holds which field."""

    first_row: int  # of the data, counted from 0
    columns: dict  # field -> column, counted from 0
    unknown: dict  # column -> heading that no synonym fits
    doubled: dict  # column -> field that an earlier column holds already


@cache
def synonyms():
    """Return the field that each folded heading means."""
    table = yaml.safe_load(Path(__file__).with_name("headers.yml").read_text(encoding="utf-8"))
    return {fold(spelling): field for field, spellings in table.items() for spelling in spellings}


def find_header(rows):
    """Return the `Header` of a sheet's rows, or None where no row looks like one.

    A heading names the indicators (code or name) and at least one kind of points. A second heading row
    below merged cells is taken with it.

    Examples
    --------
    >>> header = find_header([["PHIẾU TỰ CHẤM"], ["TT", "Chỉ số", "ĐIỂM  tự\\nchấm"], ["1.1", "Họp", 5.0]])
    >>> header.first_row, header.columns
    (2, {'code': 0, 'name': 1, 'claimed_points': 2})
    """
    for number, row in enumerate(rows[:LOOK_DOWN]):
        named = _named(row)
        fields = set(named.values())
        if not fields & {"code", "name"} or not fields & set(POINTS):
            continue
        below = _named(rows[number + 1]) if number + 1 < len(rows) else {}
        below = {column: field for column, field in below.items() if field not in fields}
        is_two_rows = bool(below) and not _holds_data(rows[number + 1], named)
        return _header(rows, number, named | below if is_two_rows else named, is_two_rows)
    return None


def _header(rows, number, named, is_two_rows):
    columns, doubled = {}, {}
    for column in sorted(named):
        if named[column] in columns:
            doubled[column] = named[column]
        else:
            columns[named[column]] = column
    unknown = {
        column: clean(cell)
        for column, cell in enumerate(rows[number])
        if clean(cell) and column not in named and not (is_two_rows and _spans(rows[number], column, named))
    }
    return Header(number + (2 if is_two_rows else 1), columns, unknown, doubled)


def _spans(row, column, named):
    """A merged heading stands over its parts: its cell or the blank ones right of it are named below."""
    right = column + 1
    while right < len(row) and not clean(row[right]):
        right += 1
    return any(at in named for at in range(column, right))


def _holds_data(row, named):
    return any(
        clean(row[column]) for column, field in named.items() if field in ("code", "name") and column < len(row)
    )


def _named(row):
    return {
        column: synonyms()[fold(clean(cell))]
        for column, cell in enumerate(row)
        if isinstance(cell, str) and fold(clean(cell)) in synonyms()
    }
