"""What every answer counts for on every basis, and the sums of that: the only place where numbers are counted."""

import numpy as np
import pandas as pd

from .classes import classes, has_sides
from .groups import coded, grouped
from .status import ANSWERED, BASES, NOT_APPLICABLE, STATUS, STATUSES, statuses

UNIT = ["unit_code", "year", "criteria_id", "basis"]
LEVELS = ("total", "group", "pillar")  # of a criteria set's tree, from its root; the next one are its indicators
_OWN = ["unit_code", "year", "criteria_id", "indicator_code"]
_SHARE = {"measured": "measured_share"}  # what says whether a target without points is met


def count(scores, criteria, bases=BASES):
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
        `scores` within each basis, with ``group_code`` ("" where the set has no groups) and ``pillar_code``:

        - ``status``: a key of `STATUS`: what the answer is on this basis;
        - ``points``: NaN where there are none; ``max_points``: 0 where it does not count;
        - ``attainment_share``: points / maximum; for a target without points 1 or 0, whether it is met; NaN
          where there is nothing to divide;
        - ``class_code``: "" where it has none; a blank has none, and is not done;
        - ``is_upper``: boolean: the class counts as done; False also for a blank and below 0; NA where it is not
          classified: not judged, not read, not applicable, or the set gives no classes on this basis;
        - ``lost_points``: maximum - points, a blank lost all of it; NaN where the answer does not count.
    """
    has = [basis for basis in bases if f"{basis}_points" in scores]  # of nothing measured there is no column
    chosen = [basis for basis in has if basis == "claimed" or scores[f"{basis}_points"].notna().any()]
    path = _path(scores, criteria)
    tables = [_on_basis(scores, path, criteria, basis, chosen) for basis in chosen]
    return pd.concat(tables, ignore_index=True)


def _on_basis(scores, path, criteria, basis, bases):
    status = statuses(scores, basis)
    counts = {name: STATUS[name].to_numpy()[status] for name in STATUS}
    maxima = scores["max_points"].to_numpy(float) * counts["counts_max"]
    points = np.where(counts["counts_points"], scores[f"{basis}_points"].to_numpy(float), np.nan)
    met = np.where(status == ANSWERED, scores[_SHARE.get(basis, "computed_share")].to_numpy(float), np.nan)
    shares = np.divide(points, maxima, out=met, where=maxima > 0)
    place, labels, uppers = classes(scores, criteria, basis, points, shares)
    has_side = (place > 0) | (status != ANSWERED) | (shares < 0)  # no class starts below 0: that is not done
    is_known = counts["is_known"] & has_sides(scores, criteria, basis) & has_side
    lost = np.where(counts["counts_max"], maxima - np.where(np.isnan(points), 0.0, points), np.nan)
    number = np.full(len(scores), bases.index(basis), dtype=np.int8)
    return path.assign(
        basis=pd.Categorical.from_codes(number, bases),
        status=pd.Categorical.from_codes(status, STATUSES),
        points=points,
        max_points=maxima,
        attainment_share=shares,
        class_code=pd.Categorical.from_codes(place, labels),
        is_upper=pd.arrays.BooleanArray(uppers[place], ~is_known),
        lost_points=lost,
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


def totals(counted):
    """Return the sums of what counts, per unit, year, basis and node of the criteria set's tree.

    Parameters
    ----------
    counted : DataFrame
        As from `count`.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``, ``basis``, ``level`` (total, group, pillar) and
        ``node_code`` ("" for the total):

        - ``points`` (NaN, not 0, where no answer has any), ``max_points`` (the unit's own applicable maximum),
          ``attainment_share`` (NaN where nothing counts; 0 of a group or pillar left blank by a unit that has
          points elsewhere: its total counts them so), ``lost_points``;
        - ``n_indicators`` (applicable ones), of these ``n_missing``, ``n_invalid``, ``n_unread``, ``n_unscored``;
        - ``n_upper``, ``n_lower`` (blanks among them), ``n_unclassified``: together `n_indicators`;
        - ``completion_share``: n_upper / (n_upper + n_lower); NaN where none is classified;
        - ``is_complete``: every applicable answer is read and judged on this basis, and the unit has points; of
          a wholly blank form nothing is complete, nor is what holds a cell that cannot be read.
    """
    unit, found = grouped(counted, UNIT)
    is_answered = counted["status"].cat.codes.to_numpy() == ANSWERED
    has_any = np.bincount(unit, is_answered, minlength=len(found)) > 0
    counted = counted.assign(has_any=has_any[unit])
    nodes = {"total": [], "group": ["group_code"], "pillar": ["pillar_code"]}
    tables = [_summed(counted, level, keys) for level, keys in nodes.items()]
    return pd.concat(tables, ignore_index=True)


def _summed(counted, level, keys):
    if level == "group":
        counted = counted[counted["group_code"] != ""]
    group, found = grouped(counted, [*UNIT, *keys])
    n = len(found)
    status = counted["status"].cat.codes.to_numpy()
    n_states = np.bincount(group * len(STATUSES) + status, minlength=n * len(STATUSES)).reshape(n, len(STATUSES))
    points, maxima, lost = (counted[name].to_numpy() for name in ("points", "max_points", "lost_points"))
    sums = [np.bincount(group, np.nan_to_num(each), minlength=n) for each in (points, maxima, lost)]
    earned = np.where(n_states[:, ANSWERED] > 0, sums[0], np.nan)
    n_indicators = n_states.sum(axis=1) - n_states[:, NOT_APPLICABLE]
    is_upper, is_known = counted["is_upper"].to_numpy(bool, na_value=False), counted["is_upper"].notna().to_numpy()
    upper, known = (np.bincount(group, each, minlength=n).astype(np.int64) for each in (is_upper, is_known))
    numbers = {f"n_{name}": n_states[:, STATUSES.index(name)] for name in STATUSES[1:-1]}
    code = found.pop(keys[0]).astype("str") if keys else pd.Series("", index=found.index, dtype="str")
    is_judged = numbers["n_invalid"] + numbers["n_unread"] + numbers["n_unscored"] == 0
    has_points = n_states[:, ANSWERED] > 0
    is_blank = (numbers["n_missing"] > 0) & (sums[1] > 0)
    is_whole = is_judged & (has_points | is_blank) & (np.bincount(group, counted["has_any"], minlength=n) > 0)
    shares = np.divide(earned, sums[1], out=np.full(n, np.nan), where=sums[1] > 0)
    return found.assign(
        level=pd.Categorical.from_codes(np.full(n, LEVELS.index(level), dtype=np.int8), LEVELS),
        node_code=code,
        points=earned,
        max_points=sums[1],
        attainment_share=np.where(is_whole & ~has_points, 0.0, shares),
        lost_points=sums[2],
        n_indicators=n_indicators,
        **numbers,
        n_upper=upper,
        n_lower=known - upper,
        n_unclassified=n_indicators - known,
        completion_share=np.divide(upper, known, out=np.full(n, np.nan), where=known > 0),
        is_complete=is_whole,
    )


def class_counts(counted):
    """Return how many answers are in each class, per unit, year, basis and node.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``, ``basis``, ``level``, ``node_code`` and
        ``class_code`` that occurs: ``n_indicators``. Answers without a class have no row.
    """
    classed = counted[counted["class_code"] != ""]
    tables = []
    for level, keys in {"total": [], "group": ["group_code"], "pillar": ["pillar_code"]}.items():
        rows = classed[classed["group_code"] != ""] if level == "group" else classed
        group, found = grouped(rows, [*UNIT, *keys, "class_code"])
        code = found.pop(keys[0]).astype("str") if keys else pd.Series("", index=found.index, dtype="str")
        number = np.full(len(found), LEVELS.index(level), dtype=np.int8)
        found.insert(4, "level", pd.Categorical.from_codes(number, LEVELS))
        found.insert(5, "node_code", code)
        tables.append(found.assign(n_indicators=np.bincount(group, minlength=len(found))))
    return pd.concat(tables, ignore_index=True)
