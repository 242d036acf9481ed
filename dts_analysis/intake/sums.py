"""The sums a form prints, held against what stands in its rows."""

import math

import numpy as np
from openpyxl.utils.cell import coordinate_to_tuple

from ..scoring.verdict import is_typed_alike
from .headings import POINTS
from .numbers import read_number


def check_sums(rows, found, form, total_cell=None):
    """Return ``(code, place, facts)`` of printed totals and pillars' sums that are not those of their indicators.

    Parameters
    ----------
    rows : Rows
        The rows that answer indicators.
    found : TableRows
        Where the table prints its sums.
    form : Form
        The points as read.
    total_cell : str, optional
        The cell, such as ``I2``, of a total printed outside the table: of the last basis that the table holds.
    """
    pillars = np.array([each.pillar_code for each in rows.indicators])
    bases = [name for name in POINTS if name in rows.columns]
    faults = []
    for name in bases:
        points, column = form.numbers[name], rows.columns[name]
        for pillar, number in found.pillars.items():
            within = pillars == pillar
            if not form.flags["is_invalid"][within].any():
                faults += _check_sum("subtotal_differs", rows, (number, column), points[within])
        if found.total is not None:
            faults += _check_sum("total_differs", rows, (found.total, column), points)
    if total_cell and bases:
        row, column = coordinate_to_tuple(total_cell)
        faults += _check_sum("total_differs", rows, (row - 1, column - 1), form.numbers[bases[-1]])
    return faults


def _check_sum(code, rows, cell, points):
    number, column = cell
    cells = rows.sheet.rows[number] if number < len(rows.sheet.rows) else []
    where, faults = rows.sheet.at(number, column), []
    printed = read_number(cells[column] if column < len(cells) else "", rows.decimal)
    if printed.code and printed.code not in ("number_shown_rounded", "number_by_file"):
        faults.append((printed.code, where, {"text": printed.text, "value": printed.value}))
    summed = math.fsum(points[~np.isnan(points)])
    if printed.value is not None and not is_typed_alike(summed, printed.value):
        faults.append((code, where, {"printed": printed.value, "summed": summed}))
    return faults
