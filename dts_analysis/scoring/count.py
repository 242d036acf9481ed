"""What every answer counts for on every basis: the only place where that is decided."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .classes import among, are_classless, classes, has_sides
from .groups import coded
from .status import ANSWERED, BASES, FROM_OUTSIDE, JUDGED, MISSING, STATUS, STATUSES, UNSCORED, points_on, statuses

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

_OWN = ["unit_code", "year", "criteria_id", "indicator_code"]
_SHARE = {"measured": "measured_share"} | dict.fromkeys(JUDGED, "verified_share")  # whether a target is met


def count(scores: pd.DataFrame, criteria: "dict[str, CriteriaSet]", bases: Sequence[str] = BASES) -> pd.DataFrame:
    """Return what every answer counts for on every basis that anybody has points on.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    criteria : dict
        Criteria sets by id.
    bases : sequence of str
        Which bases; the claimed one is always told, also where nobody claimed anything.

    Returns
    -------
    DataFrame
        One row per ``basis``, ``unit_code``, ``year``, ``criteria_id`` and ``indicator_code``, in the order of
        `scores` within each basis, with ``group_code`` (of the nearest group; "" without one) and ``pillar_code``:

        - ``status``: a key of `STATUS`: what the answer is on this basis;
        - ``points``: NaN where there are none; ``max_points``: 0 where it does not count, and of a bonus;
        - ``attainment_share``: points / maximum (a bonus: of what it gives at most); for a target without points
          1 or 0, whether the answer meets it: the measured one, the verified one where there is any, the unit's
          own; NaN where there is nothing to divide;
        - ``class_code``: "" where it has none; a blank has none, and is not done; below 0 it is the last;
        - ``is_upper``: boolean: the class counts as done; False also for a blank; NA where it is not
          classified: not judged, not read, not applicable, never classified (`CriteriaSet.classless`), or the set
          gives no classes on this basis;
        - ``lost_points``: maximum - points, a blank lost all of it, of a bonus nothing is lost; NaN where the
          answer does not count;
        - ``is_bonus``: it adds points and no maximum; it has no class, and is neither done nor not;
        - ``is_unsure``: who claimed these points is not sure of them.
    """
    has = [basis for basis in bases if f"{basis}_points" in scores]  # of nothing measured there is no column
    chosen = [basis for basis in has if basis == "claimed" or scores[f"{basis}_points"].notna().any()]
    path, is_bonus = _path(scores, criteria), _is_bonus(scores, criteria)
    tables = [_on_basis(scores, path, is_bonus, criteria, basis, chosen) for basis in chosen]
    return pd.concat(tables, ignore_index=True)


def _on_basis(scores, path, is_bonus, criteria, basis, bases):
    status = _settled(statuses(scores, basis), scores, is_bonus)
    counts = {name: STATUS[name].to_numpy()[status] for name in STATUS}
    most = scores["max_points"].to_numpy(float) * counts["counts_max"]
    points = np.where(counts["counts_points"], points_on(scores, basis), np.nan)
    share = _SHARE.get(basis, "computed_share")
    met = scores[share if share in scores else "computed_share"].to_numpy(float)
    met = np.where(status == ANSWERED, met, np.nan)
    shares = np.divide(points, most, out=met, where=most > 0)
    place, labels, uppers = classes(scores, criteria, basis, points, shares)
    place = np.where(is_bonus, 0, place)
    has_side = (place > 0) | (status != ANSWERED)
    is_known = (
        counts["is_known"] & has_sides(scores, criteria, basis) & has_side & ~are_classless(scores, criteria)
    )
    lost = np.where(counts["counts_max"], most - np.where(np.isnan(points), 0.0, points), np.nan)
    number = np.full(len(scores), bases.index(basis), dtype=np.int8)
    return path.assign(
        basis=pd.Categorical.from_codes(number, bases),
        status=pd.Categorical.from_codes(status, STATUSES),
        points=points,
        max_points=np.where(is_bonus, 0.0, most),
        attainment_share=shares,
        class_code=pd.Categorical.from_codes(place, labels),
        is_upper=pd.arrays.BooleanArray(uppers[place], ~is_known),
        lost_points=np.where(is_bonus, lost * 0.0, lost),
        is_bonus=is_bonus,
        is_unsure=_is_unsure(scores) & (status == ANSWERED) & (basis not in FROM_OUTSIDE),
    )


def _is_unsure(scores):
    return scores["is_unsure"].to_numpy(bool) if "is_unsure" in scores else np.zeros(len(scores), dtype=bool)


def _settled(status, scores, is_bonus):
    """A bonus that nobody claims is not waiting for a verdict: it is blank on every basis."""
    is_unclaimed = is_bonus & ~(scores["claimed_points"].to_numpy(float) > 0)
    return np.where(is_unclaimed & (status == UNSCORED), np.int8(MISSING), status)


def _is_bonus(scores, criteria):
    return among(
        scores, {name: {each.code for each in one.indicators if each.is_bonus} for name, one in criteria.items()}
    )


def _path(scores, criteria):
    """Each answer's keys and the nodes above it."""
    sets, names = coded(scores["criteria_id"])
    pillars, codes = coded(scores["pillar_code"])
    trees = [criteria[name].tree() for name in names]
    groups = [dict(zip(tree["pillar_code"], tree["group_code"], strict=True)) for tree in trees]
    labels = sorted({"", *(group for of_set in groups for group in of_set.values())})
    grid = np.array([[labels.index(of_set.get(code, "")) for code in codes] for of_set in groups], dtype=np.int8)
    number = grid[sets, pillars] if len(scores) else np.empty(0, dtype=np.int8)
    table = scores[_OWN].reset_index(drop=True)
    return table.assign(
        group_code=pd.Categorical.from_codes(number, labels),
        pillar_code=scores["pillar_code"].array,
    )
