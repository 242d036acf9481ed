"""The sums a form prints, held against what stands in its rows."""

import numpy as np
from openpyxl.utils.cell import coordinate_to_tuple

from ..scoring.tree import node_points
from ..scoring.verdict import is_typed_alike
from .headings import POINTS
from .numbers import read_number


def check_sums(rows, found, form, criteria_set):
    """Return ``(code, place, facts)`` of printed totals and pillars' sums that are not those of their indicators.

    A total printed outside the table is of the last basis that the table holds.

    Parameters
    ----------
    rows : Rows
        The rows that answer indicators.
    found : TableRows
        Where the table prints its sums.
    form : Form
        The points as read.
    criteria_set : CriteriaSet
    """
    pillars = np.array([each.pillar_code for each in rows.indicators])
    bases = [name for name in POINTS if name in rows.columns]
    faults = []
    for name in bases:
        column = rows.columns[name]
        codes = [each.code for each in rows.indicators]
        sums = node_points(criteria_set, dict(zip(codes, form.numbers[name].tolist(), strict=True)))
        for pillar, number in found.pillars.items():
            within = pillars == pillar
            if not form.flags["is_invalid"][within].any():
                faults += _check_sum("subtotal_differs", rows, (number, column), sums[pillar])
        if found.total is not None:
            faults += _check_sum("total_differs", rows, (found.total, column), sums[""])
    if criteria_set.form.total and bases:
        row, column = coordinate_to_tuple(criteria_set.form.total)
        faults += _check_sum("total_differs", rows, (row - 1, column - 1), sums[""])
    return faults


def _check_sum(code, rows, cell, summed):
    number, column = cell
    cells = rows.sheet.rows[number] if number < len(rows.sheet.rows) else []
    where, faults = rows.sheet.at(number, column), []
    printed = read_number(cells[column] if column < len(cells) else "", rows.decimal)
    if printed.code and printed.code not in ("number_shown_rounded", "number_by_file"):
        faults.append((printed.code, where, {"text": printed.text, "value": printed.value}))
    if printed.value is not None and not is_typed_alike(summed, printed.value):
        faults.append((code, where, {"printed": printed.value, "summed": summed}))
    return faults
