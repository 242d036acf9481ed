"""Why the attainment moved between two years: what was done, what the set changed, and what merely did not count.

The decomposition of Griliches and Regev (1995) with entry and exit; indicators stand for their plants, maxima for
their shares of the market. What counts in one year only without the set's doing is parted from it.

With m = an indicator's maximum where it counts, r = its attainment, P = sum of m*r over sum of m, means over both
years barred. An indicator that both sets have may count in one year only: it does not apply in the other
(*applicability*), or nobody judged or read it there (*judgement*). What is left without those, the kept, has in
each year an attainment Q of its own, and weights w = m / sum of m over the kept:

    performance     mean(w) * change(r)                 where it counts in both years
    reweighting     (mean(r) - mean(Q)) * change(w)     likewise; also where a maximum rose from 0 or fell to it
    new             w1 * (r1 - mean(Q))                 only the later set has it
    dropped        -w0 * (r0 - mean(Q))                 only the earlier set has it
    applicability,  m1 / sum(m1) * (r1 - Q1)            counts in the later year only
    judgement      -m0 / sum(m0) * (r0 - Q0)            counts in the earlier year only

The first four add up to the change of Q, the next two to Q0 - P0 and P1 - Q1: all together to the change of P,
exactly. Points beside the maxima, of bonuses and penalties, are the *adjustment*: the change of their sum over the
sum of m. What caps take and floors give belongs to no indicator (`bounded_part`). Two years under one set have no
re-weighting, nothing new and nothing dropped, whatever counts.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..errors import DtsError, finding
from ..scoring import basis_name, grouped
from .trends import ENDS

EFFECTS = ("performance", "reweighting", "new", "dropped", "applicability", "judgement", "adjustment")
_PERFORMANCE, _REWEIGHTING, _NEW, _DROPPED, _APPLICABILITY, _JUDGEMENT, _ = range(len(EFFECTS))
_UNJUDGED = ("unscored", "unread", "")  # "": the set has it, and the unit has no such row


def decompose(pairs: pd.DataFrame, by: Sequence[str] = ("unit_code",)) -> pd.DataFrame:
    """Return what each indicator contributed to the change of its group's attainment.

    Parameters
    ----------
    pairs : DataFrame
        One row per indicator of a group, matched over the two years, as from `trends.compare`: the columns of
        `by` and, for each end (``_from``, ``_to``), ``code`` ("" where that year's set has no such indicator),
        ``status``, ``max_points`` (0 where it does not count in that year) and ``points`` (NaN counts as nothing
        earned where the maximum counts).
    by : sequence of str
        What makes a group: every group's weights sum to 1.

    Returns
    -------
    DataFrame
        `pairs` with ``<effect>_share`` for each of `EFFECTS`: contributions to the change of the attainment
        share, signed, 0 where an effect does not apply. NaN where nothing counts in one of the years. Their sum
        over a group is the group's change. Where nothing but what counts in one year only is left of a year, all
        is held against the mean of both years' attainment.

    Source
    ------
    Griliches and Regev (1995), "Firm productivity in Israeli industry", J. of Econometrics 65: weights and means
    of both years, centred on mean(Q) so that an indicator of average attainment neither helps nor harms by being
    added (entry), dropped (exit) or re-weighted.

    Examples
    --------
    10 of 20 points (50 %) become 15 of 20 (75 %): all of it performance.

    >>> pairs = pd.DataFrame({"unit_code": ["373"], "max_points_from": [20.0], "max_points_to": [20.0],
    ...     "points_from": [10.0], "points_to": [15.0], "code_from": "A-1", "code_to": "A-1",
    ...     "status_from": "answered", "status_to": "answered"})
    >>> decompose(pairs)[["performance_share", "reweighting_share"]].to_numpy().tolist()
    [[0.25, 0.0]]
    """
    group, found = grouped(pairs, list(by))
    effect = _effects(pairs)
    before, after = years = [_Year(pairs, end, group, len(found), effect < _APPLICABILITY) for end in ENDS]
    centres = [(before.kept_share + after.kept_share) / 2, (before.share + after.share) / 2]
    has_kept = ~np.isnan(centres[0])
    for year in years:
        year.weigh(np.where(has_kept, *centres), has_kept)
    is_on_both = before.counts & after.counts
    once = np.where(is_on_both, 0.0, after.held - before.held)
    parts = {name: np.where(effect == number, once, 0.0) for number, name in enumerate(EFFECTS)}
    weight = (before.weights + after.weights) / 2
    beyond = (before.beyond + after.beyond) / 2
    parts["performance"] += np.where(is_on_both, weight * (after.ratios - before.ratios), 0.0)
    parts["reweighting"] += np.where(is_on_both, beyond * (after.weights - before.weights), 0.0)
    parts["adjustment"] = after.beside - before.beside
    is_known = ~np.isnan(centres[1])[group]
    return pairs.assign(**{f"{name}_share": np.where(is_known, part, np.nan) for name, part in parts.items()})


class _Year:
    """One year of `pairs`: maxima, attainment and weight of every indicator, and those of its group."""

    def __init__(self, pairs, end, group, n_groups, is_kept):
        self.group, self.is_kept = group, is_kept
        self.maxima = np.nan_to_num(pairs[f"max_points_{end}"].to_numpy(float))
        self.counts = self.maxima > 0
        earned = np.nan_to_num(pairs[f"points_{end}"].to_numpy(float))
        points = np.where(self.counts, earned, 0.0)
        self.ratios = np.divide(points, self.maxima, out=np.zeros(len(points)), where=self.counts)
        self.maximum, self.share = _sums(group, self.maxima, points, n_groups)
        total = self.maximum[group]
        self.beside = np.divide(earned - points, total, out=np.zeros(len(points)), where=total > 0)
        self.kept_maximum, self.kept_share = _sums(group, self.maxima * is_kept, points * is_kept, n_groups)

    def weigh(self, centre, has_kept):
        """Give every indicator its weight, and how far it lies beyond what it is held against."""
        among_kept = self.is_kept & has_kept[self.group]
        total = np.where(among_kept, self.kept_maximum[self.group], self.maximum[self.group])
        self.weights = np.divide(self.maxima, total, out=np.zeros(len(total)), where=total > 0)
        of_year = np.where(has_kept, self.kept_share, centre)
        self.beyond = self.ratios - np.where(self.is_kept, centre[self.group], of_year[self.group])
        self.held = self.weights * self.beyond


def _sums(group, maxima, points, n_groups):
    """The maximum of each group and what was attained of it; NaN where nothing counts."""
    total, earned = (np.bincount(group, values, minlength=n_groups) for values in (maxima, points))
    return total, np.divide(earned, total, out=np.full(n_groups, np.nan), where=total > 0)


def _effects(pairs):
    """The place in `EFFECTS` of what an indicator's contribution is named if it counts in one year only."""
    has = [(pairs[f"code_{end}"].astype("str") != "").to_numpy() for end in ENDS]
    status = [pairs[f"status_{end}"] for end in ENDS]
    is_out = np.logical_or(*((each == "not_applicable").to_numpy() for each in status))
    is_unjudged = np.logical_or(*(each.isin(_UNJUDGED).to_numpy() for each in status))
    common = np.where(is_out, _APPLICABILITY, np.where(is_unjudged, _JUDGEMENT, _REWEIGHTING))
    return np.where(has[0] & has[1], common, np.where(has[1], _NEW, _DROPPED))


def effects(contributions: pd.DataFrame, by: Sequence[str] = ("unit_code",)) -> pd.DataFrame:
    """Return the effects summed per group: a waterfall's steps.

    Parameters
    ----------
    contributions : DataFrame
        As from `decompose`.
    by : sequence of str
        The grouping to sum over, for instance unit, or unit and pillar.

    Returns
    -------
    DataFrame
        One row per group: ``<effect>_share`` for each of `EFFECTS` and ``change_share``, their sum (share,
        signed).

    Examples
    --------
    >>> pairs = pd.DataFrame({"unit_code": "a", "code_from": ["A-1", ""], "code_to": ["A-1", "A-2"],
    ...     "status_from": ["answered", ""], "status_to": "answered", "max_points_from": [10.0, 0.0],
    ...     "max_points_to": [10.0, 10.0], "points_from": [5.0, None], "points_to": [5.0, 10.0]})
    >>> effects(decompose(pairs))["change_share"].round(12).tolist()
    [0.25]
    """
    columns = [f"{name}_share" for name in EFFECTS]
    summed = contributions.groupby(list(by), observed=True)[columns].sum(min_count=1).reset_index()
    return summed.assign(change_share=summed[columns].sum(axis=1, min_count=len(columns)))


def explained(
    compared: pd.DataFrame, by: Sequence[str] = ("unit_code",), rebased: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return why the attainment of units moved between two years, summed per group.

    Parameters
    ----------
    compared : DataFrame
        As from `trends.compare`, both sides on one basis.
    by : sequence of str
        ``("unit_code",)``, or ``("unit_code", "pillar_code")``: contributions of each pillar to the unit's
        change (a dropped indicator counts for the pillar it had).
    rebased : DataFrame, optional
        The later year's rows on another basis, as from `scoring.count`: the change then ends there, and what
        changing the basis did is told apart.

    Returns
    -------
    DataFrame
        One row per group: ``<effect>_share`` for each of `EFFECTS`, ``basis_share`` (what changing the basis did
        in the later year; 0 where it did not change) and ``change_share``, the sum of them all.
        ``unlike_share`` is the part of the performance, not another effect, on indicators whose rule or target
        changed, or whose points hang on a leader who moved: it is no measure of doing better or worse.
        ``led_share`` is what of it is by leaders.

    Raises
    ------
    DtsError
        Where the two sides of `compared` are on two bases.
    """
    bases = {end: compared[f"basis_{end}"].astype("str") for end in ENDS}
    mixed = compared[(bases["from"] != bases["to"]).to_numpy()].head(1)
    if len(mixed):
        before, after = (basis_name(bases[end][mixed.index[0]]) for end in ENDS)
        raise DtsError(finding("basis_differs", "basis", before=before, after=after))
    parts = decompose(compared)
    if "pillar_code" in by:
        pillar = parts["pillar_code_to"].astype("str")
        parts["pillar_code"] = pillar.where(pillar != "", parts["pillar_code_from"].astype("str"))
    parts["unlike_share"] = parts["performance_share"].where(~parts["shares_compare"], 0.0)
    parts["led_share"] = parts["unlike_share"].where(parts["why"] == "leader_moved", 0.0)
    apart, keys = ["unlike_share", "led_share"], [parts[name] for name in by]
    summed = parts[apart].groupby(keys, observed=True).sum(min_count=1)
    told = {name: summed[name].to_numpy() for name in apart}
    table = effects(parts, by).assign(**told).astype(dict.fromkeys(by, "str"))
    table.insert(len(by) + len(EFFECTS), "basis_share", 0.0)
    if rebased is not None:
        shift = _basis_effect(parts, rebased, list(by))
        index = pd.MultiIndex.from_frame(table[list(by)]) if len(by) > 1 else pd.Index(table[by[0]])
        table["basis_share"] = shift.reindex(index, fill_value=0.0).to_numpy()  # absent later: nothing to shift
        table["change_share"] += table["basis_share"]
    return table


def _basis_effect(parts, rebased, by):
    """What another basis does to the later attainment: each group's points over its unit's maximum, new - old."""
    shares = []
    for rows, end in ((parts[parts["status_to"] != ""], "_to"), (rebased, "")):
        unit_maxima = rows[f"max_points{end}"].groupby(rows["unit_code"], observed=True).transform("sum")
        points = rows[f"points{end}"].fillna(0.0) / unit_maxima.where(unit_maxima > 0)
        keys = [rows[key].astype("str") for key in by]
        shares.append(points.groupby(keys if len(keys) > 1 else keys[0]).sum(min_count=1))
    return shares[1] - shares[0]


def bounded_part(explained: pd.DataFrame, change_share: float) -> float:
    """Return what caps and floors did to a unit's change: what the sum of its indicators' parts leaves of it.

    Parameters
    ----------
    explained : DataFrame
        As from `explained`, of one unit, by unit or by pillar.
    change_share : float
        How the unit's attainment moved, as its totals have it.

    Examples
    --------
    The parts add up to 0.25, a cap let the unit rise by 0.2 only:

    >>> bounded_part(pd.DataFrame({"change_share": [0.15, 0.1]}), 0.2)
    -0.05
    """
    left = change_share - explained["change_share"].sum()
    return 0.0 if abs(left) < 1e-9 or np.isnan(left) else round(float(left), 12)
