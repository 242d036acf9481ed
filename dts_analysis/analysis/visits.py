"""Where to check on site: points at risk expected from last year's gaps, and a share of visits drawn at random."""

import numpy as np
import pandas as pd

from ..scoring import coded, grouped
from .trends import links
from .verification import gaps


def cut_rates(past, pillar_weight=20.0):
    """Return how much of a claim verification took away last year, per indicator, shrunk toward its pillar.

    Parameters
    ----------
    past : DataFrame
        Last year's scores, as from `scoring.score`, claimed and verified.
    pillar_weight : float
        How many claimed points of the pillar's mean are mixed into each indicator's own: the fewer
        points were seen, the more the pillar speaks.

    Returns
    -------
    DataFrame
        One row per ``pillar_code`` and ``indicator_code``: ``claimed_points``, ``cut_points`` (>= 0) and
        ``cut_rate`` (0..1) = (cut + w * pillar's rate) / (claimed + w).

    Examples
    --------
    The pillar loses 3 of 30 points (0.1). An indicator that lost 2 of 10 is shrunk from 0.2 toward it:
    (2 + 20 * 0.1) / (10 + 20).

    >>> past = pd.DataFrame({"pillar_code": "A", "indicator_code": ["A1", "A2"], "answer_status": "answered",
    ...     "claimed_points": [10.0, 20.0], "verified_points": [8.0, 19.0]})
    >>> cut_rates(past)["cut_rate"].round(4).tolist()
    [0.1333, 0.075]
    """
    gap = gaps(past)
    cut = (-gap["gap_points"]).clip(lower=0)
    group, table = grouped(gap, ["pillar_code", "indicator_code"])
    table["claimed_points"] = np.bincount(group, gap["claimed_points"], minlength=len(table))
    table["cut_points"] = np.bincount(group, cut, minlength=len(table))
    pillar = table.groupby("pillar_code")[["cut_points", "claimed_points"]].transform("sum")
    rate = (pillar["cut_points"] / pillar["claimed_points"].where(pillar["claimed_points"] > 0)).fillna(0.0)
    shrunk = (table["cut_points"] + pillar_weight * rate) / (table["claimed_points"] + pillar_weight)
    return table.assign(cut_rate=shrunk)


def unit_factors(past, rates, unit_weight=100.0):
    """Return how much more than expected each unit was cut last year, shrunk toward 1.

    Returns
    -------
    Series
        Indexed by ``unit_code``: (real cuts + w * mean rate) / (expected cuts + w * mean rate); 1 for a
        unit cut just as its indicators would have it. `unit_weight` is in claimed points.
    """
    gap = gaps(past)
    rate = _looked_up(gap["indicator_code"], rates.set_index("indicator_code")["cut_rate"])
    group, sums = grouped(gap, ["unit_code"])
    sums["real"] = np.bincount(group, (-gap["gap_points"]).clip(lower=0), minlength=len(sums))
    sums["expected"] = np.bincount(group, rate * gap["claimed_points"], minlength=len(sums))
    sums = sums.set_index("unit_code")
    weight = unit_weight * rates["cut_points"].sum() / max(rates["claimed_points"].sum(), 1.0)
    return (sums["real"] + weight) / (sums["expected"] + weight).where(lambda total: total > 0, 1.0)


def renumbered(past, claims, criteria):
    """Return last year's scores under the codes that their indicators bear this year.

    A code may pass to another indicator when a set changes. What this year's set does not continue bears
    ``set:code`` and is learned from for its pillar only.
    """
    sets, set_names = coded(past["criteria_id"])
    codes, code_names = coded(past["indicator_code"])
    later = list(claims["criteria_id"].unique())
    table = []
    for name in set_names:
        pairs = [links(criteria, name, each) for each in later if each != name]
        moves = {row.code_from: row.code_to for pair in pairs for row in pair.itertuples() if row.code_to}
        kept = dict(zip(code_names, code_names, strict=True)) if name in later else moves
        table += [kept.get(code, f"{name}:{code}") for code in code_names]
    numbers, names = pd.factorize(np.array(table, dtype=object), sort=True)
    found = numbers[sets.astype(np.intp) * len(code_names) + codes] if len(past) else numbers[:0]
    return past.assign(indicator_code=pd.Categorical.from_codes(found, names))


def at_risk(claims, past, criteria, pillar_weight=20.0, unit_weight=100.0):
    """Return the points every claim may lose: claim x its indicator's rate x its unit's factor.

    Parameters
    ----------
    claims : DataFrame
        This year's scores; verified points are not looked at.
    past : DataFrame
        Last year's scores of the same units, claimed and verified.
    criteria : dict
        Criteria sets by id: last year's indicators are followed through ``continues``.

    Returns
    -------
    DataFrame
        `claims` with ``cut_rate`` (an indicator without a past takes the mean rate of its pillar, or of
        all), ``unit_factor`` (1 for a unit without a past) and ``risk_points``; NaN where there is no past
        to learn from.
    """
    past = renumbered(past, claims, criteria)
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
    cut = (-gap["gap_points"]).clip(lower=0)
    total = cut.sum()
    return float(cut[gap[by].isin(chosen)].sum() / total) if total > 0 else float("nan")


def proposal(claims, past, criteria, visits, seed, random_share=0.3, by="unit_code"):
    """Return where to go, from this year's claims and last year's gaps; all drawn at random without a past.

    Parameters
    ----------
    claims, past : DataFrame
        Scores of this year and of the year before (may be empty, or not verified).
    criteria : dict
        Criteria sets by id.
    visits, seed, random_share, by
        As in `propose`.
    """
    risk = at_risk(claims, past, criteria)
    has_past = not gaps(past).empty
    return propose(risk, visits, seed, random_share if has_past else 1.0, by)


def _looked_up(codes, values):
    """Each code's number; NaN where it has none."""
    numbers, names = coded(codes)
    return pd.Series(values.reindex(names).to_numpy(float)[numbers], index=codes.index)
