"""Where to check on site: points at risk expected from last year's gaps, and a share of visits drawn at random."""

import numpy as np
import pandas as pd

from ..scoring import coded, grouped
from .continuity import renumbered
from .verification import cuts


def cut_rates(gap, pillar_weight=20.0):
    """Return how much of a claim verification took away, per indicator, shrunk toward its pillar.

    Parameters
    ----------
    gap : DataFrame
        Last year's, as from `verification.gaps`.
    pillar_weight : float
        How many claimed points of the pillar's mean are mixed into each indicator's own: the fewer
        points were seen, the more the pillar speaks.

    Returns
    -------
    DataFrame
        One row per ``pillar_code`` and ``indicator_code``: ``claimed_points``, ``cut_points`` (>= 0; equal as
        typed is no cut) and ``cut_rate`` (0..1) = (cut + w * pillar's rate) / (claimed + w).

    Examples
    --------
    The pillar loses 3 of 30 points (0.1). An indicator that lost 2 of 10 is shrunk from 0.2 toward it:
    (2 + 20 * 0.1) / (10 + 20).

    >>> gap = pd.DataFrame({"pillar_code": "A", "indicator_code": ["A1", "A2"], "decision": "lowered",
    ...     "claimed_points": [10.0, 20.0], "gap_points": [-2.0, -1.0]})
    >>> cut_rates(gap)["cut_rate"].round(4).tolist()
    [0.1333, 0.075]
    """
    group, table = grouped(gap, ["pillar_code", "indicator_code"])
    table["claimed_points"] = np.bincount(group, gap["claimed_points"].fillna(0.0), minlength=len(table))
    table["cut_points"] = np.bincount(group, cuts(gap), minlength=len(table))
    pillar = table.groupby("pillar_code")[["cut_points", "claimed_points"]].transform("sum")
    rate = (pillar["cut_points"] / pillar["claimed_points"].where(pillar["claimed_points"] > 0)).fillna(0.0)
    shrunk = (table["cut_points"] + pillar_weight * rate) / (table["claimed_points"] + pillar_weight)
    return table.assign(cut_rate=shrunk)


def unit_factors(gap, rates, unit_weight=100.0):
    """Return how much more than expected each unit was cut, shrunk toward 1.

    Parameters
    ----------
    gap : DataFrame
        Last year's, as from `verification.gaps`.
    rates : DataFrame
        As from `cut_rates` of the same gaps.
    unit_weight : float
        How many claimed points, cut at the mean rate, are mixed in.

    Returns
    -------
    Series
        Indexed by ``unit_code``: (real cuts + w * mean rate) / (expected cuts + w * mean rate); 1 for a
        unit cut just as its indicators would have it, and where nobody was cut.
    """
    rate = _looked_up(gap["indicator_code"], rates.set_index("indicator_code")["cut_rate"])
    group, sums = grouped(gap, ["unit_code"])
    sums["real"] = np.bincount(group, cuts(gap), minlength=len(sums))
    expected = (rate * gap["claimed_points"]).fillna(0.0)
    sums["expected"] = np.bincount(group, expected, minlength=len(sums))
    sums = sums.set_index("unit_code")
    weight = unit_weight * rates["cut_points"].sum() / max(rates["claimed_points"].sum(), 1.0)
    expected = sums["expected"] + weight
    return ((sums["real"] + weight) / expected).where(expected > 0, 1.0)


def at_risk(claims, past_gap, criteria, pillar_weight=20.0, unit_weight=100.0):
    """Return the points every claim may lose: claim x its indicator's rate x its unit's factor.

    Parameters
    ----------
    claims : DataFrame
        This year's scores, as from `scoring.score`; verified points are not looked at.
    past_gap : DataFrame
        Last year's gaps of the same units, as from `verification.gaps`; may be empty.
    criteria : dict
        Criteria sets by id: last year's indicators are followed through ``continues``.
    pillar_weight, unit_weight
        As in `cut_rates` and `unit_factors`.

    Returns
    -------
    DataFrame
        The rows of `claims` that apply, with ``cut_rate`` (an indicator without a past takes the mean rate of its
        pillar, or of all), ``unit_factor`` (1 for a unit without a past) and ``risk_points``; NaN where there is
        no past to learn from.
    """
    claims = claims[claims["answer_status"] != "not_applicable"]
    past = renumbered(past_gap, criteria, claims["criteria_id"].unique())
    rates = cut_rates(past, pillar_weight)
    overall = rates["cut_points"].sum() / rates["claimed_points"].sum() if len(rates) else np.nan
    pillar = rates.groupby("pillar_code")[["cut_points", "claimed_points"]].sum()
    pillar_rate = pillar["cut_points"] / pillar["claimed_points"].where(pillar["claimed_points"] > 0)
    rate = _looked_up(claims["indicator_code"], rates.set_index("indicator_code")["cut_rate"])
    rate = rate.fillna(_looked_up(claims["pillar_code"], pillar_rate)).fillna(overall)
    factor = _looked_up(claims["unit_code"], unit_factors(past, rates, unit_weight)).fillna(1.0)
    risk = claims["claimed_points"].fillna(0.0) * rate * factor
    return claims.assign(cut_rate=rate, unit_factor=factor, risk_points=risk)


def propose(risk, visits, seed, random_share=0.3, by="unit_code"):
    """Return where to go: the places with most points at risk, and some drawn at random.

    The random ones keep next year's estimate honest: places never looked at would otherwise never be
    found wrong, and the same ones would be visited every year.

    Parameters
    ----------
    risk : DataFrame
        As from `at_risk`.
    visits : int
        How many places in all; fewer where there are fewer.
    seed : int
        Of the draw; printed with the proposal, so that it can be checked.
    random_share : float
        The share of visits drawn at random among the rest, rounded half up; at least one of two or more.
    by : {"unit_code", "indicator_code"}
        What is visited.

    Returns
    -------
    DataFrame
        One row per chosen place: ``risk_points``, ``claimed_points``, ``why`` (risk, random), largest risk
        first, the drawn ones last.

    Examples
    --------
    >>> risk = pd.DataFrame({"unit_code": ["a", "b", "c"], "risk_points": [1.0, 5.0, 3.0], "claimed_points": 10.0})
    >>> propose(risk, 1, seed=1)[["unit_code", "why"]].to_numpy().tolist()
    [['b', 'risk']]
    """
    sums = risk.groupby(by, observed=True)[["risk_points", "claimed_points"]]
    places = sums.sum(min_count=1).reset_index()
    places = places.sort_values("risk_points", ascending=False, kind="stable", ignore_index=True)
    visits = min(visits, len(places))
    n_random = min(int(visits * random_share + 0.5), visits)
    n_random = max(n_random, 1) if visits > 1 and random_share > 0 else n_random
    chosen, rest = places.head(visits - n_random), places.iloc[visits - n_random :]
    drawn = rest.iloc[np.random.default_rng(seed).permutation(len(rest))[:n_random]]
    return pd.concat([chosen.assign(why="risk"), drawn.assign(why="random")], ignore_index=True)


def found_share(gap, chosen, by="unit_code"):
    """Return which share of all points cut would have been found at the chosen places (NaN: nothing was cut)."""
    cut = cuts(gap)
    total = cut.sum()
    return float(cut[gap[by].isin(chosen)].sum() / total) if total > 0 else float("nan")


def proposal(claims, past_gap, criteria, visits, seed, random_share=0.3, by="unit_code"):
    """Return where to go, from this year's claims and last year's gaps; all drawn at random without a past.

    Parameters
    ----------
    claims, past_gap, criteria
        As in `at_risk`.
    visits, seed, random_share, by
        As in `propose`.
    """
    risk = at_risk(claims, past_gap, criteria)
    return propose(risk, visits, seed, random_share if len(past_gap) else 1.0, by)


def _looked_up(codes, values):
    """Each code's number; NaN where it has none."""
    numbers, names = coded(codes)
    return pd.Series(values.reindex(names).to_numpy(float)[numbers], index=codes.index)
