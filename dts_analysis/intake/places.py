"""Which cell of a row holds its answer, and which ones are merged away."""

import numpy as np

from .columns import DECLARED
from .headings import POINTS, VERIFIED


def answer_places(rows, claimed, places):
    """Return the cell that holds each answer: the claim's; of what is declared without one the first figure's.

    Parameters
    ----------
    rows : Rows
    claimed : array of float
        NaN where nothing is claimed.
    places : list of str
        Of the claims' cells.
    """
    places = list(places)
    for name in reversed(DECLARED):
        for row, _ in rows.filled(name):
            if np.isnan(claimed[row]):
                places[row] = rows.at(name, row)
    return places


def merged_cells(rows):
    """Return faults where a cell of numbers is merged away: its number stands in the first one, it looks blank."""
    fields = [name for name in (*POINTS, *DECLARED, *VERIFIED) if name in rows]
    return [
        (row, "cell_merged", name, {"first": rows.sheet.at(*first)})
        for name in fields
        for row, first in rows.covered(rows.columns[name])
    ]
