"""What an answer is on each basis, and what each status counts for: one table, for both sides of a comparison."""

import numpy as np
import pandas as pd

from .groups import coded

BASES = ("claimed", "computed", "measured", "verified", "final")
JUDGED = ("verified", "final")  # what others decided; claimed and computed follow from what the unit itself wrote
HELD_AGAINST = ("verified", "measured")  # what pages hold claims against, the first where there is any
FROM_OUTSIDE = ("measured", *JUDGED)  # where it is silent nobody has looked yet

STATUS = pd.DataFrame(
    [
        ("answered", True, True, True),
        ("missing", True, False, True),  # blank: its maximum counts, nothing was earned, and it is not done
        ("invalid", True, False, True),  # cannot be read: as blank, until the cell is mended
        ("unread", False, False, False),  # no form, or none that could be read: nothing is known
        ("unscored", False, False, False),  # nobody has judged yet: neither earned nor lost
        ("not_applicable", False, False, False),  # shrinks this unit's own maximum
    ],
    columns=["status", "counts_max", "counts_points", "is_known"],
).set_index("status")
STATUSES = list(STATUS.index)
ANSWERED, MISSING, INVALID, UNREAD, UNSCORED, NOT_APPLICABLE = range(len(STATUSES))


def points_on(scores, basis):
    """Return the points that count on a basis, NaN where there are none.

    Where the answer is given and earns or takes nothing of a maximum of 0, as of a target without points, a blank
    claim claims that nothing.

    >>> scores = pd.DataFrame({"claimed_points": None, "answer_status": ["answered", "missing", "answered"],
    ...     "max_points": [0.0, 0.0, 5.0], "computed_points": [0.0, None, 0.0]})
    >>> points_on(scores, "claimed").tolist()
    [0.0, nan, nan]
    """
    points = scores[f"{basis}_points"].to_numpy(float)
    if basis != "claimed" or "computed_points" not in scores:
        return points
    is_nothing = (scores["max_points"].to_numpy(float) == 0) & (scores["computed_points"].to_numpy(float) == 0)
    is_left = np.isnan(points) & is_nothing & (scores["answer_status"] == "answered").to_numpy()
    return np.where(is_left, 0.0, points)


def statuses(scores, basis):
    """Return what each answer is on a basis, as places in `STATUS`.

    Without points (`points_on`) an answer is on the claimed basis what it is in the form; on the computed one
    blank, or not judged where a person gives the points; on the measured, verified and final one not judged. What
    does not apply has no other status; who judges, or a condition over another answer, may end it on one basis
    only (``is_verified_out`` and ``is_final_out``, as `intake` has them, ``is_measured_out``, as `with_measured`
    does; without these columns as in the form).

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    basis : str
        One of `BASES`.

    Examples
    --------
    >>> scores = pd.DataFrame({"answer_status": ["answered", "missing", "answered"], "rule_kind": "manual",
    ...     "claimed_points": [5.0, np.nan, np.nan], "verified_points": [np.nan, 2.0, np.nan]})
    >>> [[STATUSES[each] for each in statuses(scores, basis)] for basis in ("claimed", "verified")]
    [['answered', 'missing', 'missing'], ['unscored', 'answered', 'unscored']]
    """
    seen, names = coded(scores["answer_status"])
    typed = np.array([STATUSES.index(name) for name in names], dtype=np.int8).take(seen)
    if basis in FROM_OUTSIDE:
        without = np.int8(UNSCORED)
    elif basis == "claimed":
        without = np.where(typed == ANSWERED, np.int8(MISSING), typed)
    else:
        is_manual = (scores["rule_kind"] == "manual").to_numpy()
        without = np.where(is_manual, np.int8(UNSCORED), np.int8(MISSING))
        without = np.where(typed == UNREAD, typed, without)
    status = np.where(np.isnan(points_on(scores, basis)), without, np.int8(ANSWERED))
    is_out = typed == NOT_APPLICABLE
    if basis in FROM_OUTSIDE and f"is_{basis}_out" in scores:
        is_out = scores[f"is_{basis}_out"].to_numpy(bool)
    return np.where(is_out, np.int8(NOT_APPLICABLE), status)
