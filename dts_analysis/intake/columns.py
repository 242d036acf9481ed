"""A form's rows as columns of cells, read a column at a time; every fault with its row and field."""

import math
from functools import cached_property

import numpy as np

from ..scoring.verdict import is_typed_alike
from .declared import read_declared
from .headings import POINTS
from .numbers import decimal_sign, read_number
from .text import clean, fold, masked
from .typed_words import is_not_applicable

DECLARED = ("declared_value", "declared_total")
NUMERIC = (*POINTS, *DECLARED, "max_points", "gap")


class Rows:
    """The rows of a sheet that answer indicators.

    Parameters
    ----------
    sheet : Sheet
    columns : dict
        Field to column, counted from 0.
    numbers : list of int
        The rows' numbers in the sheet, counted from 0.
    indicators : list of Indicator
        What each of them answers.
    """

    def __init__(self, sheet, columns, numbers, indicators):
        self.sheet, self.columns, self.numbers, self.indicators = sheet, columns, numbers, indicators

    def __len__(self):
        return len(self.numbers)

    def __contains__(self, field):
        return field in self.columns

    @cached_property
    def maxima(self):
        """The maximum of each row's indicator."""
        return np.array([each.max_points for each in self.indicators], dtype=float)

    @cached_property
    def minima(self):
        """The fewest points of each row's indicator."""
        return np.array([each.least_points for each in self.indicators], dtype=float)

    def limits(self, row):
        """Return what a row's points are held to, as facts of a finding: ``least`` and ``max_points``."""
        return {"least": float(self.minima[row]), "max_points": float(self.maxima[row])}

    @cached_property
    def decimal(self):
        """The decimal sign that the numbers typed as text use: "," or "."; "" where none is sure."""
        return decimal_sign(
            [cell for name in NUMERIC for cell in self.cells(name) if cell and isinstance(cell, str)]
        )

    def cells(self, field):
        """Return a field's cells; blanks where the sheet has no such column or the row ends before it."""
        if field not in self.columns:
            return [""] * len(self)
        return self.cells_at(self.columns[field])

    def cells_at(self, at):
        """Return the cells of a column of the sheet, counted from 0."""
        rows = self.sheet.rows
        return [cells[at] if at < len(cells) else "" for cells in map(rows.__getitem__, self.numbers)]

    def label(self, row):
        """Return a row's indicator as printed, such as "1.3 Tỷ lệ hộ gia đình"."""
        return self.indicators[row].printed_name

    def filled(self, field):
        """Return row and cell of every row that has something in a field."""
        return [(row, cell) for row, cell in enumerate(self.cells(field)) if cell != ""] if field in self else []

    def covered(self, column):
        """Return the rows whose cell of a column, counted from 0, is merged away, and what it is merged with."""
        return [
            (row, (top, left))
            for (top, left), (bottom, right) in self.sheet.merged
            if left <= column <= right
            for row, number in enumerate(self.numbers)
            if top <= number <= bottom and (number, column) != (top, left)
        ]

    def struck(self, field):
        """Return the rows whose cell of a field is filled and struck out."""
        if field not in self.columns or not self.sheet.struck:
            return []
        column, cells = self.columns[field], self.cells(field)
        struck = ((row, number) for row, number in enumerate(self.numbers) if clean(cells[row]))
        return [row for row, number in struck if (number, column) in self.sheet.struck]

    def at(self, field, row):
        """Return the place of a field's cell, such as ``2022/373.xlsx!Tự đánh giá!G12``."""
        return self.sheet.at(self.numbers[row], self.columns.get(field, 0))

    def places(self, field):
        """Return the places of all cells of a field."""
        return self.sheet.places(self.numbers, self.columns.get(field, 0))


def read_numbers(cells, decimal="", most=None):
    """Return the numbers of a column as an array, NaN where there are none, and the cells to be talked about.

    `decimal` is the file's decimal sign and `most` the largest number each cell can hold; see `read_number`.

    >>> read_numbers([8.5, "", "95%"])
    (array([8.5 ,  nan, 0.95]), [(2, Number(value=0.95, is_percent=True, code='', text=''))])
    """
    if all(type(cell) is float for cell in cells):
        values = np.array(cells, dtype=float)
        if np.isfinite(values).all():
            return values, []
    values, remarkable = np.full(len(cells), np.nan), []
    for row, cell in enumerate(cells):
        number = read_number(cell, decimal, math.inf if most is None else most[row])
        if number.value is not None:
            values[row] = number.value
        if number.code or number.is_percent:
            remarkable.append((row, number))
    return values, remarkable


def read_points(rows, field, spoken=None):
    """Return a column of points and what they are not.

    Parameters
    ----------
    rows : Rows
    field : str
    spoken : dict, optional
        The points of rows that hold words which stand for points; NaN where they stand for none.

    Returns
    -------
    points : array of float
        NaN where no usable points stand.
    is_out : array of bool
        Where the cell says that the indicator does not apply.
    is_invalid : array of bool
        Where something stands that cannot be points.
    faults : list of (row, code, field, facts)
    """
    cells = rows.cells(field)
    points, remarkable = read_numbers(cells, rows.decimal, rows.maxima)
    is_out, is_invalid, faults = np.zeros(len(rows), bool), np.zeros(len(rows), bool), []
    for row, number in remarkable:
        if row in (spoken or {}):
            points[row], is_invalid[row] = spoken[row], np.isnan(spoken[row])
            continue
        if number.code == "number_unreadable" and is_not_applicable(cells[row]):
            is_out[row] = True
            continue
        if number.code:
            code = "points_unreadable" if number.code == "number_unreadable" else number.code
            faults.append((row, code, field, {"text": number.text, "value": number.value} | rows.limits(row)))
        if number.is_percent:
            faults.append((row, "percent_for_points", field, {"text": number.text or clean(cells[row])}))
            points[row] = np.nan
        is_invalid[row] = np.isnan(points[row]) and number.code != "dash_is_blank"
    for row in rows.struck(field):
        faults.append((row, "number_struck", field, {"text": clean(cells[row])}))
        is_invalid[row], points[row] = True, np.nan
    wrong = np.flatnonzero((points < rows.minima - 1e-9) | (points > rows.maxima + 1e-9))
    for row in wrong.tolist():
        code = "under_minimum" if rows.minima[row] else "points_negative"
        code = "over_maximum" if points[row] > rows.maxima[row] else code
        faults.append((row, code, field, {"points": float(points[row])} | rows.limits(row)))
    is_invalid[wrong], points[wrong] = True, np.nan
    return points, is_out, is_invalid, faults


def is_pointless(rows, scored_in):
    """Return where a form prints a maximum of 0 in a set that counts passes: a 0 for points says nothing there."""
    printed, _ = read_numbers(rows.cells("max_points"), rows.decimal, rows.maxima)
    return (printed == 0) & (scored_in == "passes")


def check_maxima(rows, pointless):
    """Return faults where the form prints another maximum than the set states, or none that can be read.

    Of `pointless` rows (`is_pointless`) none is.
    """
    printed, remarkable = read_numbers(rows.cells("max_points"), rows.decimal, rows.maxima)
    printed = np.where(pointless, np.nan, printed)
    unreadable = [
        (row, "maximum_unreadable", "max_points", {"text": number.text, "max_points": float(rows.maxima[row])})
        for row, number in remarkable
        if number.value is None
    ]
    differing = np.flatnonzero(~np.isnan(printed) & ~is_typed_alike(printed, rows.maxima))
    return unreadable + [
        (row, "maximum_differs", "max_points", {"printed": float(printed[row]), "max_points": float(stated)})
        for row, stated in zip(differing.tolist(), rows.maxima[differing], strict=True)
    ]


def read_declared_columns(rows, prompts=()):
    """Return declared values, totals and texts without personal data, and the faults; see `read_declared`.

    A text that begins as one of `prompts` was put there by whoever made the form: nobody has answered yet.
    """
    prompts = tuple(map(fold, prompts))
    values, totals = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    texts, faults = [""] * len(rows), []
    cells = [dict(rows.filled(name)) for name in DECLARED]
    for row in sorted(cells[0].keys() | cells[1].keys()):
        both = {name: column.get(row, "") for name, column in zip(DECLARED, cells, strict=True)}
        if prompts and fold(clean(both["declared_value"])).startswith(prompts):
            faults.append((row, "prompt_left", "declared_value", {"text": clean(both["declared_value"])}))
            both["declared_value"] = ""
        value, total, text, found = read_declared(rows.indicators[row].rule, both, rows.decimal)
        texts[row], has_personal_data = masked(text)
        values[row] = np.nan if value is None else value
        totals[row] = np.nan if total is None else total
        faults += [(row, code, field, facts) for code, field, facts in found]
        if has_personal_data:
            told = [name for name in DECLARED if masked(clean(both[name]))[1]]
            faults += [(row, "personal_data_masked", name, {}) for name in told]
    return values, totals, texts, faults


def read_texts(rows, field):
    """Return a column of text without personal data, and the faults."""
    texts, faults = [""] * len(rows), []
    for row, cell in rows.filled(field):
        texts[row], has_personal_data = masked(clean(cell))
        if has_personal_data:
            faults.append((row, "personal_data_masked", field, {}))
    return texts, faults
