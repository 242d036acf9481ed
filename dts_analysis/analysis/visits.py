"""Where to check on site: points at risk expected from last year's gaps, a share drawn at random; does it help."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..errors import stop_if
from ..reference import CriteriaSet
from ..scoring import coded, grouped
from . import asked
from .continuity import renumbered
from .credibility import believed, ratios
from .verification import cuts


def cut_rates(gap: pd.DataFrame) -> pd.DataFrame:
    """Return how much of a claim verification took away, per indicator, shrunk toward its pillar.

    How far is estimated: the more an indicator's rate varies between units, and the less indicators of a pillar
    differ beyond that, the more its pillar speaks for it.

    Parameters
    ----------
    gap : DataFrame
        Last year's, as from `verification.gaps`.

    Returns
    -------
    DataFrame
        One row per ``pillar_code`` and ``indicator_code``: ``claimed_points``, ``cut_points`` (>= 0; equal as
        typed is no cut), ``credibility`` z (0..1; 0 where nothing was claimed, or one unit alone was seen of every
        indicator), ``pillar_rate`` and ``cut_rate`` = z x (cut / claimed) + (1 - z) x pillar_rate.

    Source
    ------
    Buehlmann and Straub (1970), empirical credibility with claimed points for volumes, as in Buehlmann and Gisler
    (2005), chapter 4; variances pooled over the pillars.

    Examples
    --------
    Rates of 0.6 and 0.8 of A1, 0 and 0.2 of A2, ten points each. Within 0.4/2 = 0.2; between, (3.6 - 0.2) / 20 =
    0.17; z = 20 / (20 + 0.2/0.17) = 17/18, toward 0.4.

    >>> gap = pd.DataFrame({"pillar_code": "A", "indicator_code": ["A1", "A1", "A2", "A2"], "decision": "lowered",
    ...     "unit_code": ["u", "v"] * 2, "claimed_points": 10.0, "gap_points": [-6.0, -8.0, 0.0, -2.0]})
    >>> cut_rates(gap)["cut_rate"].round(4).tolist()
    [0.6833, 0.1167]
    """
    indicator, table = grouped(gap, ["pillar_code", "indicator_code"])
    cut, claimed = cuts(gap), gap["claimed_points"].fillna(0.0).to_numpy(float)
    pillar, _ = grouped(table, ["pillar_code"])
    rate, credibility = believed(cut, claimed, indicator, pillar)
    claims = np.bincount(indicator, claimed, minlength=len(table))
    weight = np.where(np.bincount(pillar, credibility)[pillar] > 0, credibility, claims)
    mean = ratios(np.bincount(pillar, weight * rate), np.bincount(pillar, weight))[pillar]
    return table.assign(
        claimed_points=claims,
        cut_points=np.bincount(indicator, cut, minlength=len(table)),
        credibility=credibility,
        pillar_rate=mean,
        cut_rate=credibility * rate + (1 - credibility) * mean,
    )


def unit_factors(gap: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    """Return how much more than expected each unit was cut, shrunk toward 1 as far as units do not differ.

    Parameters
    ----------
    gap : DataFrame
        Last year's, as from `verification.gaps`.
    rates : DataFrame
        As from `cut_rates` of the same gaps.

    Returns
    -------
    Series
        Indexed by ``unit_code``: z x (real / expected cuts) + (1 - z), z as in `cut_rates` with expected cuts for
        volumes; 1 for a unit cut just as its indicators would have it, and where nobody was cut.
    """
    rate = _looked_up(gap["indicator_code"], rates.set_index("indicator_code")["cut_rate"])
    unit, units = grouped(gap, ["unit_code"])
    expected = (rate * gap["claimed_points"]).fillna(0.0).to_numpy(float)
    ratio, credibility = believed(cuts(gap), expected, unit, np.zeros(len(units), dtype=np.intp))
    return pd.Series(credibility * ratio + 1 - credibility, index=pd.Index(units["unit_code"], name="unit_code"))


def at_risk(claims: pd.DataFrame, past_gap: pd.DataFrame, criteria: dict[str, CriteriaSet]) -> pd.DataFrame:
    """Return the points every claim may lose: claim x its indicator's rate x its unit's factor.

    Parameters
    ----------
    claims : DataFrame
        This year's scores, as from `scoring.score`; verified points are not looked at.
    past_gap : DataFrame
        Last year's gaps of the same units, as from `verification.gaps`; may be empty.
    criteria : dict
        Criteria sets by id: last year's indicators are followed through ``continues``.

    Returns
    -------
    DataFrame
        The rows of `claims` that apply, with ``cut_rate`` (an indicator without a past takes the rate of its
        pillar, or of all), ``unit_factor`` (1 for a unit without a past) and ``risk_points``; NaN where there is
        no past to learn from.
    """
    claims = claims[claims["answer_status"] != "not_applicable"]
    past = renumbered(past_gap, criteria, claims["criteria_id"].unique())
    rates = cut_rates(past)
    overall = (
        rates["cut_points"].sum() / rates["claimed_points"].sum() if rates["claimed_points"].any() else np.nan
    )
    seen = rates[rates["claimed_points"] > 0]
    rate = _looked_up(claims["indicator_code"], seen.set_index("indicator_code")["cut_rate"])
    of_pillar = seen.drop_duplicates("pillar_code").set_index("pillar_code")["pillar_rate"]
    rate = rate.fillna(_looked_up(claims["pillar_code"], of_pillar)).fillna(overall)
    factor = _looked_up(claims["unit_code"], unit_factors(past, rates)).fillna(1.0)
    risk = claims["claimed_points"].fillna(0.0) * rate * factor
    return claims.assign(cut_rate=rate, unit_factor=factor, risk_points=risk)


def propose(
    risk: pd.DataFrame, visits: int, seed: int, random_share: float = 0.3, by: str = "unit_code"
) -> pd.DataFrame:
    """Return where to go: the places with most points at risk, and some drawn at random.

    The random ones keep next year's estimate honest: places never looked at would otherwise never be
    found wrong, and the same ones would be visited every year.

    Parameters
    ----------
    risk : DataFrame
        As from `at_risk`.
    visits : int
        How many places in all; fewer where there are fewer that claim anything.
    seed : int
        Of the draw; printed with the proposal, so that it can be checked.
    random_share : float
        The share of visits drawn at random among the rest. Where it is no whole number of visits, whether one more
        is drawn is itself drawn: over the seeds the share holds, for one visit as for many.
    by : {"unit_code", "indicator_code"}
        What is visited.

    Returns
    -------
    DataFrame
        One row per chosen place: ``risk_points``, ``claimed_points``, ``why`` (risk, random), largest risk
        first, the drawn ones last.

    Raises
    ------
    DtsError
        Of visits that are no whole number from 0, a random share that is none, a seed that is none.

    Examples
    --------
    >>> risk = pd.DataFrame({"unit_code": ["a", "b", "c"], "risk_points": [1.0, 5.0, 3.0], "claimed_points": 10.0})
    >>> propose(risk, 1, seed=1, random_share=0)[["unit_code", "why"]].to_numpy().tolist()
    [['b', 'risk']]
    """
    stop_if(
        asked.counts(0, visits=visits)
        + asked.shares(random_share=random_share)
        + asked.seeds(seed)
        + asked.columns(risk, (by, "risk_points", "claimed_points"), "risk")
    )
    places, rng = _places(risk, by), np.random.default_rng(seed)
    visits = min(visits, len(places))
    n_random = int(visits * random_share + rng.random())
    chosen, rest = places.head(visits - n_random), places.iloc[visits - n_random :]
    drawn = rest.iloc[rng.permutation(len(rest))[:n_random]]
    return pd.concat([chosen.assign(why="risk"), drawn.assign(why="random")], ignore_index=True)


def _places(risk, by):
    """The places that claim anything, the one with most points at risk first."""
    places = risk.groupby(by, observed=True)[["risk_points", "claimed_points"]].sum(min_count=1).reset_index()
    places = places[places["claimed_points"] > 0]
    return places.sort_values("risk_points", ascending=False, kind="stable", ignore_index=True)


def found_share(gap: pd.DataFrame, chosen: pd.Series, by: str = "unit_code") -> float:
    """Return which share of all points cut would have been found at the chosen places (NaN: nothing was cut)."""
    cut = cuts(gap)
    total = cut.sum()
    return float(cut[gap[by].isin(chosen)].sum() / total) if total > 0 else float("nan")


def tried(
    years: Sequence[tuple[Any, ...]], criteria: dict[str, CriteriaSet], visits: int, by: str = "unit_code"
) -> pd.DataFrame:
    """Return how much the proposal would have found in verified years, beside two ways that learn nothing.

    Parameters
    ----------
    years : sequence of (year, claims, gap, past_gap)
        Years that were verified, as was the year before: scores, gaps, and the gaps of the year before.
    criteria, visits, by
        As in `at_risk` and `propose`; nothing is drawn at random.

    Returns
    -------
    DataFrame
        One row per year: ``year``, ``n_visits``, ``n_places`` and, of all points cut, what share would have been
        found ``by_risk``, ``by_claims`` (at the places that claimed most: what anybody can do without a past) and
        ``by_chance`` (n_visits / n_places, on average); ``beats_claims``. Years without a cut have no row.
    """
    stop_if(asked.counts(0, visits=visits))
    rows = []
    for year, claims, gap, past_gap in years:
        places = _places(at_risk(claims, past_gap, criteria), by)
        n = min(visits, len(places))
        largest = places.sort_values("claimed_points", ascending=False, kind="stable")
        by_risk, by_claims = (found_share(gap, each[by].head(n), by) for each in (places, largest))
        by_chance = n / len(places) if len(places) else np.nan
        rows.append([year, n, len(places), by_risk, by_claims, by_chance, by_risk > by_claims])
    columns = ["year", "n_visits", "n_places", "by_risk", "by_claims", "by_chance", "beats_claims"]
    return pd.DataFrame(rows, columns=columns).dropna(ignore_index=True)


def proposal(
    claims: pd.DataFrame,
    past_gap: pd.DataFrame,
    criteria: dict[str, CriteriaSet],
    visits: int,
    seed: int,
    random_share: float = 0.3,
    by: str = "unit_code",
) -> pd.DataFrame:
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
