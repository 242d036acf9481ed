"""The rows of a table: which answer an indicator, where the table ends, what its totals and subtotals say."""

import re
from dataclasses import dataclass, field

from .columns import Rows
from .headings import POINTS
from .numbers import read_number
from .text import clean

_DIGIT, _COLUMN_NUMBER = re.compile(r"\d|#"), re.compile(r"[(\[]\d{1,2}[)\]]")
QUOTED = 80  # of a name, this much is quoted


@dataclass
class TableRows:
    """A table's rows: those that answer an indicator, and what else is known of the others."""

    numbers: list = field(default_factory=list)  # rows of the sheet, counted from 0
    indicators: list = field(default_factory=list)  # what each answers
    doubled: set = field(default_factory=set)  # codes of indicators that stand twice
    again_at: int = 0  # the first row that answers an indicator again
    total: int | None = None  # the row of the printed total
    pillars: dict = field(default_factory=dict)  # pillar code -> row that heads it
    foreign: int = 0  # rows whose name contradicts their code
    said: list = field(default_factory=list)  # (row, code, field, facts)

    def answering(self, sheet, columns):
        """Return the `Rows` that answer indicators, of a sheet read in these columns."""
        return Rows(sheet, columns, self.numbers, self.indicators)


def find_rows(sheet, header, index):
    """Return the `TableRows` of a sheet.

    A table ends with its last row that answers an indicator or holds a total; rows with points that follow
    it without a blank row between are still the table's. What stands below is not read and not reported.

    Parameters
    ----------
    sheet : Sheet
    header : Header
    index : IndicatorIndex
    """
    found, places = TableRows(), {}
    every = Rows(sheet, header.columns, range(header.first_row, header.stop or len(sheet.rows)), [])
    rows = [
        (number, code, name, *index.recognise(code, name))
        for number, code, name in zip(every.numbers, every.cells("code"), every.cells("name"), strict=True)
        if number not in header.repeated
    ]
    end = _last(rows, sheet, header)
    for number, code, name, kind, indicator, fault in rows:
        if number > end:
            break
        if kind == "blank":
            found.said += _stray_points(sheet, number, header, index.sums)
        elif kind == "total":
            found.total = number
        elif kind == "pillar":
            found.pillars[index.pillar(code, name)] = number
        if kind == "indicator":
            _take(found, places, sheet, header, (number, code, name, indicator, fault))
    return found


def _take(found, places, sheet, header, row):
    number, code, name, indicator, fault = row
    if indicator is None and not clean(code) and not _points_in(sheet, number, header):
        return  # a remark between the rows
    found.foreign += fault in ("name_of_nobody", "code_name_differ")
    if fault:
        facts = {"code": clean(code) or "—", "name": clean(name)[:QUOTED]}
        facts["resolved"] = getattr(indicator, "printed_as", "")
        found.said.append((number, fault, "code", facts))
    if indicator is None:
        return
    if indicator.code in places:
        found.doubled.add(indicator.code)
        found.again_at = found.again_at or number
        other = sheet.at(places[indicator.code], header.columns.get("code", 0))
        cells = (sheet.at(number, header.columns.get("code", 0)), other)
        facts = {"code": indicator.printed_as, "other": other, "cells": cells}
        found.said.append((number, "indicator_doubled", "code", facts))
        return
    places[indicator.code] = number
    found.numbers.append(number)
    found.indicators.append(indicator)


def _last(rows, sheet, header):
    """The last row of the table."""
    known = [number for number, _, _, kind, indicator, _ in rows if indicator is not None or kind == "total"]
    end = known[-1] if known else len(sheet.rows)
    has_total = any(kind == "total" and number == end for number, *_, kind, _, _ in rows)
    for number, *_ in rows:
        if number == end + 1 and not has_total and _points_in(sheet, number, header):
            end = number
    return end


def _points_in(sheet, number, header):
    """What is typed as points in a row, as (field, Number); in columns too that only may be of points."""
    columns = {name: column for name, column in header.columns.items() if name in POINTS}
    columns |= {str(column): column for column in (*header.asked, *header.doubled)}
    row = Rows(sheet, columns, [number], [])
    read = ((name, read_number(row.cells(name)[0])) for name in row.columns)
    return [(name, each) for name, each in read if each.value is not None or (name in POINTS and _is_odd(each))]


def _is_odd(number):
    """Whether what cannot be read was meant as points: not a unit of measure, nor a column's number."""
    if isinstance(number.text, str) and (not _DIGIT.search(number.text) or _COLUMN_NUMBER.fullmatch(number.text)):
        return False
    return bool(number.code)


def _stray_points(sheet, number, header, sums):
    """Points in a row without code and name belong to an indicator that nobody can tell."""
    return [
        (number, "points_without_indicator", name, {"points": each.text if each.value is None else each.value})
        for name, each in _points_in(sheet, number, header)
        if each.code != "dash_is_blank" and (number, header.columns.get(name)) not in sums
    ]
