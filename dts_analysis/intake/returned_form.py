"""A form of our own that came back: do its sums still follow from its rows, as the template's formulas had it?"""

import math

from ..scoring.verdict import is_typed_alike
from .headers import find_header
from .identity_sheet import read_identity
from .numbers import read_number
from .text import clean


def check_subtotals(sheets, criteria_set, index):
    """Return ``(code, where, facts)`` of pillars whose claimed sum is not that of the rows below.

    The cells are locked and computed: where they differ, a row was deleted, a column pasted out of line, or a
    formula typed over. Nothing is said of a form that was not made from our template.

    Parameters
    ----------
    sheets : list of Sheet
    criteria_set : CriteriaSet
    index : IndicatorIndex
        The set's.
    """
    identity = read_identity(sheets)
    if identity is None or identity["stage"] != "self" or identity["criteria_version"] != criteria_set.version:
        return []
    found = next(((sheet, header) for sheet in sheets if (header := find_header(sheet.rows))), None)
    if found is None or not {"code", "name", "claimed_points"} <= found[1].columns.keys():
        return []
    sheet, columns = found[0], found[1].columns
    sums, at = {}, None
    for number in range(found[1].first_row, len(sheet.rows)):
        row = sheet.rows[number] + [""] * (max(columns.values()) + 1 - len(sheet.rows[number]))
        kind = index.kind(row[columns["code"]], row[columns["name"]])
        points = read_number(row[columns["claimed_points"]]).value
        if kind == "pillar":
            at = number
            sums[at] = (clean(row[columns["name"]]), points, [])
        elif kind == "total":
            break
        elif kind == "indicator" and at is not None and points is not None:
            sums[at][2].append(points)
    return [
        (
            "subtotal_differs",
            sheet.at(number, columns["claimed_points"]),
            {"pillar": pillar, "printed": printed or 0.0, "summed": math.fsum(points)},
        )
        for number, (pillar, printed, points) in sums.items()
        if not is_typed_alike(math.fsum(points), printed or 0.0)
    ]
