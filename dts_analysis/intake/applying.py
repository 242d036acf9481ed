"""What does not apply: to what a unit claims, to what was verified, and to the final verdict."""

from typing import NamedTuple

import numpy as np

from ..rules import inapplicable


class Applying(NamedTuple):
    """Arrays of bool over a unit's indicators, as one of those who judge leaves them."""

    ends: np.ndarray  # another's verified answer ends it
    is_out: np.ndarray  # the set, those who judge, or the unit where they did not judge, say so
    unmet: np.ndarray  # the declared answers end it
    ended: np.ndarray  # of each answer the last one there is, verified or declared, ends it
    is_judged_out: np.ndarray  # it does not apply to what is judged


def applying(indicators, declared, verified, points, said_out, excluded, unit_out):
    """Return the `Applying` of a unit's answers.

    Parameters
    ----------
    indicators : sequence of Indicator
        As they stand for the unit.
    declared, verified : pair of array of float
        The a and b of each answer; NaN where nothing is declared, or verified in words or figures.
    points : array of float
        As judged; NaN where nobody judged.
    said_out, excluded, unit_out : array of bool
        What those who judge, the set, and the unit say does not apply.
    """
    ends = inapplicable(indicators, *verified, excluded | said_out)
    is_out = excluded | (said_out & ~ends) | (unit_out & np.isnan(points))
    unmet = ended = inapplicable(indicators, *declared, is_out)
    has_verified = ~np.isnan(verified[0])
    if (has_verified | said_out).any():
        judged = [np.where(has_verified, *both) for both in zip(verified, declared, strict=True)]
        ended = inapplicable(indicators, *judged, is_out | said_out)
    return Applying(ends, is_out, unmet, ended, is_out | said_out | ends | (ended & np.isnan(points)))
