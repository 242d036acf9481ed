"""The gap a verifier typed, held against the points: verified - claimed, or the other way round."""

import numpy as np

from ..scoring.verdict import is_typed_alike
from .columns import read_numbers


def check_gaps(rows, claimed, verified):
    """Return ``(code, where, facts)`` for typed gaps that contradict the points.

    The sign is a convention of the sheet, recognised from its numbers: the one that more rows follow.
    A sheet that follows self - verified is reported once; every row that follows neither, or the other
    sign, is reported with its cell.

    Parameters
    ----------
    rows : Rows
    claimed, verified : array of float
        Points as read; NaN where there are none.
    """
    if "gap" not in rows:
        return []
    typed, _ = read_numbers(rows.cells("gap"))
    ours = verified - claimed
    at = np.flatnonzero(~np.isnan(typed - ours))
    typed, ours = typed[at], ours[at]
    follows = {sign: is_typed_alike(typed, sign * ours) for sign in (1, -1)}
    sign = -1 if np.sum(follows[-1]) > np.sum(follows[1]) else 1
    found = [
        ("gap_contradicts", rows.at("gap", row), {"gap": float(gap), "expected": float(sign * expected) + 0.0})
        for row, gap, expected, agrees in zip(at.tolist(), typed, ours, follows[sign], strict=True)
        if not agrees
    ]
    if sign == -1:
        found.append(("gap_sign_reversed", rows.at("gap", int(at[0])), {}))
    return found
