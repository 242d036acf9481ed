"""Numbers beside a blank cell of points, in a column that holds none: points, perhaps, that nobody counts."""

from .numbers import Broken, read_number
from .text import clean

BASIS = {"self": "claimed_points", "sheet": "claimed_points", "verification": "verified_points"}  # of each stage
_OF_WORDS = (
    *("rule_text", "is_unsure", "reasons", "explanation", "evidence", "decision", "ground", "method"),
    *("verifier_note", "gap"),
)
_OF_RULES = {  # what rules read for which a number there is the answer itself
    "computed_points": ("share", "value", "option", "parts"),
    "declared_total": ("share",),
}


def numbers_beside(rows, basis, is_out, name):
    """Return the faults of numbers that may be points and stand in another column than those of a blank cell.

    Parameters
    ----------
    rows : Rows
    basis : str
        The field of the points.
    is_out : array of bool
        Where the indicator does not apply.
    name : str
        What the points are called.

    Returns
    -------
    list of (row, code, field, facts)
    """
    if basis not in rows:
        return []
    blank = [row for row, cell in enumerate(rows.cells(basis)) if not isinstance(cell, Broken) and not clean(cell)]
    blank = [row for row in blank if not is_out[row]]
    faults = []
    for field in (*_OF_WORDS, *_OF_RULES):
        cells, reading = rows.cells(field), _OF_RULES.get(field, ())
        for row in blank:
            number = read_number(cells[row], rows.decimal, rows.maxima[row])
            is_read = rows.indicators[row].rule.reads in reading
            if not is_read and number.value is not None and rows.minima[row] <= number.value <= rows.maxima[row]:
                facts = {"value": number.value, "field": name}
                faults.append((row, "number_beside_points", field, facts))
    return faults
