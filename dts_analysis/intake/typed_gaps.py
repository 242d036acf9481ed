"""The gap a verifier typed, held against the points: verified - claimed, or the other way round."""

from ..scoring.verdict import is_typed_alike
from .numbers import read_number


def check_gaps(records):
    """Return ``(code, where, facts)`` for typed gaps that contradict the points.

    The sign is a convention of the sheet, recognised from its numbers: the one that more rows follow.
    A sheet that follows self - verified is reported once; every row that follows neither, or the other
    sign, is reported with its cell.
    """
    rows = []
    for record in records:
        claimed, verified, row = record["claimed_points"], record["verified_points"], record["row"]
        gap = read_number(row["gap"]).value
        if None not in (claimed, verified, gap):
            rows.append((gap, verified - claimed, row.at("gap")))
    follows = {sign: [is_typed_alike(gap, sign * ours) for gap, ours, _ in rows] for sign in (1, -1)}
    sign = -1 if sum(follows[-1]) > sum(follows[1]) else 1
    found = [
        ("gap_contradicts", where, {"gap": gap, "expected": sign * ours + 0.0})
        for (gap, ours, where), agrees in zip(rows, follows[sign], strict=True)
        if not agrees
    ]
    if sign == -1:
        found.append(("gap_sign_reversed", rows[0][2], {}))
    return found
