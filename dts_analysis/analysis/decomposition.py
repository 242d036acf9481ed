"""Why the attainment moved between two years: performance, re-weighting, new and dropped indicators.

With weights w = maximum / total maximum, ratios r = attainment, P = sum of w*r, means over both years
barred, common indicators C, new N and dropped D:

    performance   sum over C of mean(w) * change(r)
    reweighting   sum over C of (mean(r) - mean(P)) * change(w)
    new           sum over N of w1 * (r1 - mean(P))
    dropped     - sum over D of w0 * (r0 - mean(P))

The four add up to the change of P exactly: the mean(P) terms cancel because each year's weights sum to 1.
"""

import numpy as np
import pandas as pd

from ..errors import DtsError, finding
from ..scoring import basis_name, counted
from .trends import compare

EFFECTS = ("performance", "reweighting", "new", "dropped")


def decompose(pairs, by=("unit_code",)):
    """Return what each indicator contributed to the change of its group's attainment.

    Parameters
    ----------
    pairs : DataFrame
        One row per indicator of a group, matched over the two years: the columns of `by`,
        ``max_points_from``, ``max_points_to`` (0 or NaN where the indicator does not count in that
        year), ``points_from``, ``points_to`` (NaN counts as nothing earned where the maximum counts).
    by : sequence of str
        What makes a group: every group's weights sum to 1.

    Returns
    -------
    DataFrame
        `pairs` with ``performance_share``, ``reweighting_share``, ``new_share``, ``dropped_share``:
        contributions to the change of the attainment share, signed, 0 where an effect does not apply.
        NaN where nothing counts in one of the years. Their sum over a group is the group's change.

    Source
    ------
    The midpoint (Marshall-Edgeworth) decomposition of a weighted mean, centred on mean(P) so that an
    indicator of average attainment neither helps nor harms by being added, dropped or re-weighted.

    Examples
    --------
    10 of 20 points (50 %) become 15 of 20 (75 %): all of it performance.

    >>> pairs = pd.DataFrame({"unit_code": ["373"], "max_points_from": [20.0], "max_points_to": [20.0],
    ...     "points_from": [10.0], "points_to": [15.0]})
    >>> decompose(pairs)[["performance_share", "reweighting_share"]].to_numpy().tolist()
    [[0.25, 0.0]]
    """
    keys = [pairs[name] for name in by]
    year = {}
    for end in ("from", "to"):
        maxima = pairs[f"max_points_{end}"].fillna(0.0)
        points = pairs[f"points_{end}"].fillna(0.0).where(maxima > 0, 0.0)
        total = maxima.groupby(keys, observed=True).transform("sum").replace(0.0, np.nan)
        group_share = points.groupby(keys, observed=True).transform("sum") / total
        weight = maxima / total
        ratio = (points / maxima.where(maxima > 0)).fillna(0.0)
        year[end] = {"weight": weight, "ratio": ratio, "share": group_share, "counts": maxima > 0}
    w0, r0, p0, in0 = year["from"].values()
    w1, r1, p1, in1 = year["to"].values()
    centre = (p0 + p1) / 2
    known = (p0 + p1).notna()
    effects = {
        "performance": ((w0 + w1) / 2 * (r1 - r0)).where(in0 & in1, 0.0),
        "reweighting": (((r0 + r1) / 2 - centre) * (w1 - w0)).where(in0 & in1, 0.0),
        "new": (w1 * (r1 - centre)).where(~in0 & in1, 0.0),
        "dropped": (-w0 * (r0 - centre)).where(in0 & ~in1, 0.0),
    }
    return pairs.assign(**{f"{name}_share": effect.where(known) for name, effect in effects.items()})


def effects(contributions, by=("unit_code",)):
    """Return the four effects summed per group: a waterfall's steps.

    Parameters
    ----------
    contributions : DataFrame
        As from `decompose`.
    by : sequence of str
        The grouping to sum over, for instance unit, or unit and pillar.

    Returns
    -------
    DataFrame
        One row per group: the four ``*_share`` columns and ``change_share``, their sum (share, signed).

    Examples
    --------
    >>> pairs = pd.DataFrame({"unit_code": ["a", "a"], "max_points_from": [10.0, 0.0],
    ...     "max_points_to": [10.0, 10.0], "points_from": [5.0, None], "points_to": [5.0, 10.0]})
    >>> effects(decompose(pairs))["change_share"].round(12).tolist()
    [0.25]
    """
    columns = [f"{name}_share" for name in EFFECTS]
    summed = contributions.groupby(list(by), observed=True)[columns].sum(min_count=1).reset_index()
    return summed.assign(change_share=summed[columns].sum(axis=1, min_count=len(columns)))


def explained(
    scores_from, scores_to, criteria, basis_from, basis_to=None, allow_basis_change=False, by=("unit_code",)
):
    """Return why the attainment of units moved between two years, summed per group.

    Parameters
    ----------
    scores_from, scores_to : DataFrame
        Scores of the earlier and the later year, as from `scoring.score`.
    criteria : dict
        Criteria sets by id.
    basis_from, basis_to : {"claimed", "computed", "verified", "final"}
        Which points count in either year; `basis_to` is `basis_from` unless told.
    allow_basis_change : bool
        Whether two different bases may be compared, their difference told apart.
    by : sequence of str
        ``("unit_code",)``, or ``("unit_code", "pillar_code")``: contributions of each pillar to the unit's
        change (a dropped indicator counts for the pillar it had).

    Returns
    -------
    DataFrame
        One row per group: the four ``*_share`` effects, ``basis_share`` (what changing the basis did in
        the later year; 0 where it did not change) and ``change_share``, the sum of the five.
        ``unlike_share`` is the part of the performance, not a sixth, on indicators whose rule or target
        changed: it is no measure of doing better or worse.

    Raises
    ------
    DtsError
        Where the bases differ and that was not allowed.
    """
    basis_to = basis_to or basis_from
    if basis_to != basis_from and not allow_basis_change:
        words = {"before": basis_name(basis_from), "after": basis_name(basis_to)}
        raise DtsError(finding("basis_differs", "basis", **words))
    parts = decompose(compare(scores_from, scores_to, criteria, basis_from))
    if "pillar_code" in by:
        pillar = parts["pillar_code_to"].astype("str")
        parts["pillar_code"] = pillar.where(pillar != "", parts["pillar_code_from"].astype("str"))
    unlike = parts["performance_share"].where(~parts["shares_compare"], 0.0)
    unlike = unlike.groupby([parts[name] for name in by], observed=True).sum(min_count=1)
    table = effects(parts, by).assign(unlike_share=unlike.to_numpy()).astype(dict.fromkeys(by, "str"))
    table.insert(len(by) + len(EFFECTS), "basis_share", 0.0)
    if basis_to != basis_from:
        shift = _basis_effect(scores_to, basis_from, basis_to, list(by))
        index = pd.MultiIndex.from_frame(table[list(by)]) if len(by) > 1 else pd.Index(table[by[0]])
        table["basis_share"] = shift.reindex(index, fill_value=0.0).to_numpy()  # absent later: nothing to shift
        table["change_share"] += table["basis_share"]
    return table


def _basis_effect(scores, old, new, by):
    """What another basis does to the attainment: each group's points over its unit's maximum, new - old."""
    shares = []
    for basis in (old, new):
        rows = counted(scores, basis)
        unit_maxima = rows["max_points"].groupby(scores["unit_code"], observed=True).transform("sum")
        points = rows["points"].fillna(0.0) / unit_maxima.where(unit_maxima > 0)
        keys = [scores[key].astype("str") for key in by]
        shares.append(points.groupby(keys if len(keys) > 1 else keys[0]).sum(min_count=1))
    return shares[1] - shares[0]
