"""What counts, summed over the nodes of each criteria set's tree, from the pillars up to the total."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..reference.nodes import TOTAL
from .classes import are_classless
from .groups import grouped
from .passes import passed
from .status import ANSWERED, MISSING, NOT_APPLICABLE, STATUSES
from .tree import Tree

if TYPE_CHECKING:
    import pandas as pd

    from ..reference.criteria import CriteriaSet

UNIT = ["unit_code", "year", "criteria_id", "basis"]
_POINTS = ["points", "max_points", "attainment_share", "lost_points", "bonus_points", "capped_points"]
_TOLD = [*STATUSES[1:-1], "unsure", "upper", "lower", "unclassified"]


def totals(counted: "pd.DataFrame", criteria: "dict[str, CriteriaSet]") -> "pd.DataFrame":
    """Return the sums of what counts, per unit, year, basis and node of the criteria set's tree.

    What a node earns is the sum of what it holds, at most its cap and at least its floor; the node above adds up
    what is left. Its maximum is the sum of the maxima, at most its cap.

    Parameters
    ----------
    counted : DataFrame
        As from `count`.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``, ``basis``, ``level`` (total, group, pillar) and
        ``node_code`` ("" for the total):

        - ``points`` (NaN, not 0, where no answer has any), ``max_points`` (the unit's own applicable maximum),
          ``attainment_share`` (NaN where nothing counts; 0 of a group or pillar left blank by a unit that has
          points elsewhere: its total counts them so; above 1 by a bonus, below 0 by penalties);
        - ``lost_points`` of its indicators, ``bonus_points`` beside their maxima, ``capped_points`` that caps take
          away and, below 0, that floors give: where all is judged and no cap lies below the maxima it holds,
          points = max_points - lost_points + bonus_points - capped_points;
        - ``n_indicators`` (applicable ones; a bonus only while it waits to be judged or read), of these
          ``n_missing``, ``n_invalid``, ``n_unread``, ``n_unscored``; ``n_unsure`` are among the others;
        - ``n_upper``, ``n_lower`` (blanks among them), ``n_unclassified``: together `n_indicators`, less those
          that only take points where classes are thresholds, which never have one;
        - ``completion_share``: n_upper / (n_upper + n_lower); NaN where none is classified;
        - ``is_complete``: every applicable answer is read and judged on this basis, and the unit has points; of
          a wholly blank form nothing is complete, nor is what holds a cell that cannot be read;
        - ``passed``: see `passed`; NA where that is not known yet, or the set has no gates.

    Examples
    --------
    See ``tests/test_tree.py``: a pillar of 10 points with a bonus of 4 and a cap of 12.
    """
    tree = Tree.of(criteria)
    rows = tree.climbed(_of_pillars(counted, criteria), UNIT, _bounded(tree))
    return _told(rows).assign(passed=passed(counted, rows, criteria, UNIT))


def within_bounds(
    rows: "pd.DataFrame", criteria: "dict[str, CriteriaSet]", keys: Sequence[str] = UNIT
) -> "pd.DataFrame":
    """Return the points and the maximum of every unit's total within the caps and floors of its set.

    Parameters
    ----------
    rows : DataFrame
        `keys`, ``pillar_code``, ``points`` (NaN: none), ``max_points``: any number of rows a pillar.
    criteria : dict
        Criteria sets by id.
    keys : sequence of str
        What tells one total from another, ``criteria_id`` among them.

    Returns
    -------
    DataFrame
        One row per `keys`, sorted by them: ``points`` (NaN where no row has any) and ``max_points``.
    """
    group, found = grouped(rows, [*keys, "pillar_code"])
    points = rows["points"].to_numpy(float)
    is_scored, n = ~np.isnan(points), len(found)
    found = found.rename(columns={"pillar_code": "node_code"}).assign(
        points=np.bincount(group, np.where(is_scored, points, 0.0), minlength=n),
        max_points=np.bincount(group, rows["max_points"], minlength=n),
        n_scored=np.bincount(group, is_scored, minlength=n),
        capped_points=0.0,
    )
    tree = Tree.of(criteria)
    nodes = tree.climbed(found, keys, _bounded(tree))
    found = nodes.loc[nodes["level"] == TOTAL, [*keys, "points", "max_points", "n_scored"]]
    found["points"] = found["points"].where(found.pop("n_scored") > 0)
    return found.sort_values(list(keys), ignore_index=True)


def class_counts(counted: "pd.DataFrame", criteria: "dict[str, CriteriaSet]") -> "pd.DataFrame":
    """Return how many answers are in each class, per unit, year, basis and node.

    Parameters as `totals`.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``, ``basis``, ``level``, ``node_code`` and
        ``class_code`` that occurs: ``n_indicators``. Answers without a class have no row.
    """
    classed = counted[counted["class_code"] != ""]
    group, found = grouped(classed, [*UNIT, "pillar_code", "class_code"])
    found["n_indicators"] = np.bincount(group, minlength=len(found))
    found = found.rename(columns={"pillar_code": "node_code"})
    rows = Tree.of(criteria).climbed(found, [*UNIT, "class_code"])
    return rows[[*UNIT, "level", "node_code", "class_code", "n_indicators"]]


def _of_pillars(counted, criteria):
    """The sums of each unit's pillars, as they follow from its answers alone."""
    group, found = grouped(counted, [*UNIT, "pillar_code"])
    n, status = len(found), counted["status"].cat.codes.to_numpy()
    points, maxima, lost = (counted[name].to_numpy() for name in ("points", "max_points", "lost_points"))
    is_bonus, is_scored = counted["is_bonus"].to_numpy(), ~np.isnan(points)
    earned = np.where(is_scored, points, 0.0)
    sums = {"points": earned, "max_points": maxima, "lost_points": np.nan_to_num(lost)}
    sums["bonus_points"] = np.where(is_bonus, earned, 0.0)
    numbers = {"scored": is_scored, "unsure": counted["is_unsure"], "known": counted["is_upper"].notna()}
    numbers["upper"] = counted["is_upper"].to_numpy(bool, na_value=False)
    is_told = ~is_bonus | ((status != ANSWERED) & (status != MISSING))
    numbers["classless"] = are_classless(counted, criteria) & is_told & (status != NOT_APPLICABLE)
    states = np.bincount((group * len(STATUSES) + status)[is_told], minlength=n * len(STATUSES))
    return found.rename(columns={"pillar_code": "node_code"}).assign(
        **{name: np.bincount(group, each, minlength=n) for name, each in sums.items()},
        capped_points=0.0,
        **{f"n_{name}": each for name, each in zip(STATUSES, states.reshape(n, len(STATUSES)).T, strict=True)},
        **{f"n_{name}": np.bincount(group, each, minlength=n).astype(np.int64) for name, each in numbers.items()},
    )


def _bounded(tree):
    """What settles the rows of some nodes: points and maxima within floor and cap, and what that cut."""

    def settled(rows, at):
        earned = rows["points"].to_numpy()
        within = np.where(rows["n_scored"] > 0, np.clip(earned, tree.floor[at], tree.cap[at]), 0.0)
        most = np.minimum(rows["max_points"].to_numpy(), tree.cap[at])
        return rows.assign(points=within, max_points=most, capped_points=rows["capped_points"] + earned - within)

    return settled


def _told(rows):
    """The columns of `totals` from what was added up."""
    points, maxima, n_scored, known = (
        rows[name].to_numpy() for name in ("points", "max_points", "n_scored", "n_known")
    )
    unit, units = grouped(rows, UNIT)
    has_any = np.bincount(unit, n_scored, minlength=len(units))[unit] > 0
    is_judged = (rows[["n_invalid", "n_unread", "n_unscored"]] == 0).all(axis=1).to_numpy()
    is_blank = (rows["n_missing"].to_numpy() > 0) & (maxima > 0)
    is_whole = is_judged & ((n_scored > 0) | is_blank) & has_any
    earned, nothing = np.where(n_scored > 0, points, np.nan), np.full(len(rows), np.nan)
    shares = np.divide(earned, maxima, out=nothing.copy(), where=maxima > 0)
    n_indicators = rows[[f"n_{name}" for name in STATUSES[:-1]]].sum(axis=1)
    rows = rows.assign(
        points=earned,
        attainment_share=np.where(is_whole & (n_scored == 0), 0.0, shares),
        n_indicators=n_indicators,
        n_lower=known - rows["n_upper"],
        n_unclassified=n_indicators - known - rows["n_classless"],
        completion_share=np.divide(rows["n_upper"], known, out=nothing, where=known > 0),
        is_complete=is_whole,
    )
    told = [*_POINTS, "n_indicators", *(f"n_{name}" for name in _TOLD), "completion_share", "is_complete"]
    return rows[[*UNIT, "level", "node_code", *told]]
