"""Which table of a file is the form: chosen by what it is, and said where there was a choice."""

import re
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from ..messages import say
from ..scoring.verdict import is_typed_alike
from .columns import read_numbers
from .form_head import names_unit, read_head
from .headers import find_tables
from .headings import POINTS, VERIFIED
from .numbers import read_number
from .points_columns import content
from .table_rows import TableRows, find_rows
from .text import fold
from .years import years_named

_COPY = re.compile(r"( \(\d+\)|_\d+)$")  # what Excel and LibreOffice add to a copy's name


@dataclass(frozen=True)
class Table:
    """A table of a sheet: its heading and its rows."""

    sheet: object
    header: object
    found: TableRows
    rows: object  # `Rows`: those of `found` that answer indicators

    @property
    def place(self):
        """Where it starts."""
        return self.sheet.at(self.header.top, min(self.header.columns.values()))


def find_all(sheets, headings, index):
    """Return every `Table` of a file's sheets."""
    return [
        table
        for sheet in sheets
        for header in find_tables(sheet.rows, headings)
        for table in _parted(sheet, _with_names(sheet, _with_codes(sheet, header, index), index), index)
    ]


def _with_codes(sheet, header, index):
    """Of two columns of codes, such as «STT» and «Mã», the one in which more of the set's codes stand."""
    if "code" not in header.columns or not header.doubled:
        return header
    first, rows = header.columns["code"], sheet.rows[header.first_row : header.stop]
    hits = {
        at: sum(at < len(cells) and index.is_code(cells[at]) for cells in rows) for at in (first, *header.doubled)
    }
    best = max(hits, key=hits.get)
    if hits[best] <= hits[first]:
        return header
    doubled = {at: heading for at, heading in header.doubled.items() if at != best}
    return replace(
        header, columns=header.columns | {"code": best}, doubled=doubled, passed=header.passed | {first}
    )


def _with_names(sheet, header, index):
    """A heading that names no column of indicators' names, with the column in which most of them stand."""
    if "name" in header.columns:
        return header
    taken, found = set(header.columns.values()), Counter()
    for cells in sheet.rows[header.first_row : header.stop]:
        found.update(at for at, cell in enumerate(cells) if at not in taken and index.is_name(cell))
    if not found:
        return header
    ((column, _),) = found.most_common(1)
    unknown = {at: heading for at, heading in header.unknown.items() if at != column}
    return replace(header, columns=header.columns | {"name": column}, unknown=unknown)


def _parted(sheet, header, index):
    """A table; two, where below a heading that is repeated the same indicators are answered again."""
    found = find_rows(sheet, header, index)
    again = [number for number in header.repeated if number < found.again_at] if found.doubled else []
    if not again:
        return [Table(sheet, header, found, found.answering(sheet, header.columns))]
    top = last = max(again)
    while top - 1 in header.repeated:
        top -= 1
    upper = replace(header, stop=top, repeated=frozenset(each for each in header.repeated if each < top))
    lower = replace(
        header, top=top, last_row=last, first_row=last + 1,
        repeated=frozenset(each for each in header.repeated if each > last),
    )  # fmt: skip
    return _parted(sheet, upper, index) + _parted(sheet, lower, index)


def choose(tables, wanted, year, unit_code="", unit_name="", kinds=None):
    """Return the table that is the form, and what is to be said of the others.

    Visible goes before hidden; where one names the asked unit, other units' tables come after it; then the
    asked year before another one, filled before blank; then the sheet named as the set's form, a sheet before its
    copy «… (2)», the one that answers more indicators, the fuller, the first.

    Parameters
    ----------
    tables : list of Table
        At least one.
    wanted : str
        The name of the set's sheet.
    year : int
        The year asked for.
    unit_code, unit_name : str, optional
        The unit asked for.
    kinds : Kinds, optional
        Of units, before their names, as in `form_head`.

    Returns
    -------
    chosen : Table
    faults : list of (code, where, facts)
    """
    others = _of_other_units(tables, unit_code, unit_name, kinds) if len(tables) > 1 else {}
    names = {each.sheet.name for each in tables}

    def rank(table):
        filled, is_named = _filled(table), fold(table.sheet.name) == fold(wanted)
        is_other, is_copy = bool(_other_years(table, year)), _is_copy(table.sheet.name, names)
        return (
            table.sheet.is_hidden,
            id(table) in others,
            is_other,
            not filled,
            not is_named,
            is_copy,
            -len(table.rows),
            -filled,
        )

    chosen, *rest = sorted(tables, key=rank) if len(tables) > 1 else tables
    faults = [
        ("sheet_of_another_unit", others[id(each)].where, {"found": others[id(each)].text, "listed": unit_name})
        if id(each) in others and id(chosen) not in others
        else _passed_over(each, chosen, year)
        for each in rest
        if each.rows or _filled(each)
    ]
    if chosen.sheet.is_hidden:
        faults.append(("sheet_hidden_read", chosen.sheet.where, {}))
    named = years_named(chosen.sheet.name)
    if named and year not in named:
        found = ", ".join(str(each) for each in sorted(named))
        faults.append(("form_year_differs", chosen.sheet.where, {"found": found, "listed": year}))
    return chosen, faults


def _is_copy(name, names):
    return bool(_COPY.search(name)) and _COPY.sub("", name) in names


def _of_other_units(tables, unit_code, unit_name, kinds):
    """Where some table's head or sheet names the unit: what heads say of others, by the id of the table."""
    said = {
        id(each): [it for it in read_head(each.sheet, each.header.top, kinds)[0] if it.is_labelled]
        for each in tables
    }
    texts = {id(each): [each.sheet.name, *(it.text for it in said[id(each)])] for each in tables}
    own = {at for at, each in texts.items() if any(names_unit(text, unit_code, unit_name, kinds) for text in each)}
    return {at: each[0] for at, each in said.items() if each and at not in own} if own else {}


def _other_years(table, year):
    """The years that a sheet's name, or else its title, names where the asked one is not among them."""
    named = years_named(table.sheet.name)
    if not named:
        _, said = read_head(table.sheet, table.header.top)
        named = {each for title in said for each in years_named(title.text)}
    return named if year not in named else set()


def _filled(table):
    """How many numbers stand in the columns that are, or may be, of points."""
    columns, rows = table.header.columns, table.sheet.rows[table.header.first_row : table.header.stop]
    if table.rows:
        rows = [table.sheet.rows[number] for number in table.rows.numbers]
    known = {column for name, column in columns.items() if name in (*POINTS, *VERIFIED)} | set(table.header.asked)
    width = max(map(len, rows), default=0)
    others = set(range(width)) - set(columns.values()) - known
    held = known | {column for column in others if content(table.rows, column).is_points}
    cells = (each[column] for each in rows for column in held if column < len(each))
    return sum(bool(number.code) or number.value is not None for number in map(read_number, cells))


def _passed_over(table, chosen, year):
    where = table.sheet.where if table.sheet is not chosen.sheet else table.place
    name = chosen.sheet.name
    if table.sheet.is_hidden and not chosen.sheet.is_hidden:
        return "sheet_passed_over", where, {"why": say("why_hidden"), "name": name}
    if _filled(table) and not _filled(chosen):
        return "sheet_filled_passed_over", where, {"name": name}
    if _other_years(table, year) and not _other_years(chosen, year):
        return "sheet_passed_over", where, {"why": say("why_other_year"), "name": name}
    if not _filled(table):
        return "sheet_passed_over", where, {"why": say("why_blank"), "name": name}
    if not table.rows:
        return "sheet_unread", where, {"name": name}
    others = {each.code for each in table.rows.indicators} - {each.code for each in chosen.rows.indicators}
    if others:
        return "sheet_continues", where, {"count": len(others), "name": name}
    differing = _differing(table, chosen)
    if differing:
        facts = {"count": len(differing), "name": name, "other": table.sheet.name}
        return "sheet_contradicts", differing[0], facts | {"cells": differing}
    return "sheet_ignored", where, {"name": name}


def _differing(table, chosen):
    """The places in the chosen table whose points are others than this one's of the same indicator."""
    places = []
    for name in POINTS:
        if name in table.rows and name in chosen.rows:
            points, ours = (_points(each.rows, name) for each in (table, chosen))
            places += [
                chosen.rows.at(name, row)
                for row, (code, value) in enumerate(ours.items())
                if not np.isnan(value - points.get(code, np.nan)) and not is_typed_alike(value, points[code])
            ]
    return places


def _points(rows, name):
    values, _ = read_numbers(rows.cells(name), rows.decimal, rows.maxima)
    return dict(zip((each.code for each in rows.indicators), values.tolist(), strict=True))
