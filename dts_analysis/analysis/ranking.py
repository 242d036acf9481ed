"""Places: who stands where, at the precision that was published; and which basis pages show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..scoring import grouped, half_up
from .bands import bands

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

NOISE = 1e-12  # shares closer than this are equal: what is left of dividing binary fractions


def best_basis(totals: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return which basis a set's pages show in a year unless asked for another: the best that most units have.

    Parameters
    ----------
    totals : DataFrame
        Rows of the whole, as from `scoring.totals`, of all bases.
    by : sequence of str
        Further columns that part the units, such as the unit above them.

    Returns
    -------
    DataFrame
        One row per group, ``criteria_id`` and ``year``: ``basis`` (final, else verified, where more than half of
        the units are complete on it; else claimed), ``n_units``, and of these the complete ones: ``n_final``,
        ``n_verified``, ``n_claimed``.

    Examples
    --------
    Three units claimed, two of them are verified:

    >>> totals = pd.DataFrame({"criteria_id": "x", "year": 2022, "level": "total", "is_complete": True,
    ...     "basis": ["claimed"] * 3 + ["verified"] * 2})
    >>> best_basis(totals)[["basis", "n_units", "n_verified"]].to_numpy().tolist()
    [['verified', 3, 2]]
    """
    whole = totals[totals["level"] == "total"] if "level" in totals else totals
    group, table = grouped(whole, [*by, "criteria_id", "year"])
    is_complete, basis = whole["is_complete"].to_numpy(bool), whole["basis"].astype("str").to_numpy()

    def number(flags):
        return np.bincount(group[flags], minlength=len(table)).astype(np.int64)

    n_units = number(basis == "claimed")
    have = {name: number(is_complete & (basis == name)) for name in ("final", "verified", "claimed")}
    best = np.select(
        [2 * have[name] > n_units for name in ("final", "verified")], ["final", "verified"], "claimed"
    )
    numbers = {f"n_{name}": values for name, values in have.items()}
    return table.assign(basis=pd.array(best, "str"), n_units=n_units, **numbers)


def ranks(
    totals: pd.DataFrame, precision: int = 2, by: Sequence[str] = ("year", "criteria_id"), score: str = "points"
) -> pd.Series:
    """Return each unit's place under competition ranking (1-2-2-4).

    Parameters
    ----------
    totals : DataFrame
        One row per unit, as from `scoring.totals`; needed are `score`, ``max_points`` and `by`.
    precision : int
        Decimals of the published score: units equal at that precision tie.
    by : sequence of str
        Units are compared inside these groups only: one year and one criteria set.
    score : str
        The column of points compared. Where the maxima inside a group differ (some indicators do not
        apply to every unit), points are first put on the largest maximum of the group.

    Returns
    -------
    Series of Int64
        Places from 1; NA for a unit without points.

    Source
    ------
    Ties as in the provincial index of 2022: two provinces at 15, the next at 17.

    Examples
    --------
    >>> table = pd.DataFrame({"year": 2022, "criteria_id": "x", "points": [50.0, 61.234, 61.231, None],
    ...     "max_points": 100.0})
    >>> ranks(table).tolist()
    [3, 1, 1, <NA>]
    """
    return _ranks(placed_shares(totals, precision, by, score), totals, by)


def _ranks(shares, totals, by):
    groups = [totals[key] for key in by]
    return shares.groupby(groups, observed=True).rank(method="min", ascending=False).astype("Int64")


def placed_shares(
    totals: pd.DataFrame, precision: int = 2, by: Sequence[str] = ("year", "criteria_id"), score: str = "points"
) -> pd.Series:
    """Return the share of its maximum that each unit is placed by: attainment at the published precision.

    Parameters as `ranks`. Not for printing or adding up: `attainment_share` is what a unit attained.
    """
    groups = [totals[key] for key in by]
    largest = totals["max_points"].groupby(groups, observed=True).transform("max")
    maximum = totals["max_points"].where(totals["max_points"] > 0)
    shown = half_up(totals[score] / maximum * largest, precision)
    return shown / largest


def ranked(totals: pd.DataFrame, criteria: "dict[str, CriteriaSet]", by: Sequence[str] = ()) -> pd.DataFrame:
    """Return totals with ``rank``, each criteria set ranked by its own rule.

    A unit takes a place where all of it is judged: who is not ``is_complete`` stands apart, whatever the points.

    Parameters
    ----------
    totals : DataFrame
        The rows of level total, as from `scoring.totals`, of the units that are compared.
    criteria : dict
        Criteria sets by id; their ``ranking`` says what ties, who is scored but not ranked, and the bands.
    by : sequence of str
        Columns that keep units apart, such as their district or province; years, sets and bases are apart anyway.

    Returns
    -------
    DataFrame
        `totals` plus ``rank`` (Int64; NA for a unit that takes no place: not all judged, without points or
        unranked), ``is_placed``, ``n_placed`` and ``n_units`` (units in its group that take a place; all of them),
        ``placed_share`` (what the place is by, the points where the set has no maximum; NaN without a place),
        ``band`` ("" where the set has no bands, or not all is judged) and ``band_issuer`` (whose cut-offs they
        are; "" likewise).

    Examples
    --------
    Ten of ten points with the rest not judged beat nobody:

    >>> from types import SimpleNamespace as Obj
    >>> one = Obj(ranking=Obj(precision=2, unranked=[], bands=[]), is_without_maximum=False)
    >>> totals = pd.DataFrame({"unit_code": ["a", "b"], "year": 2022, "criteria_id": "x", "points": [10.0, 80.0],
    ...     "max_points": [10.0, 100.0], "attainment_share": [1.0, 0.8], "is_complete": [False, True]})
    >>> ranked(totals, {"x": one})[["rank", "n_placed", "n_units"]].to_numpy().tolist()
    [[<NA>, 1, 2], [1, 1, 2]]
    """
    keys = list(dict.fromkeys(["year", "criteria_id", *(["basis"] if "basis" in totals else []), *by]))
    sets = totals["criteria_id"].astype("str").to_numpy()
    is_complete, units = totals["is_complete"].to_numpy(bool), totals["unit_code"].astype("str")
    shares, places = np.full(len(totals), np.nan), pd.array([pd.NA] * len(totals), "Int64")
    band, issuer = (np.full(len(totals), "", dtype=object) for _ in range(2))
    for name in pd.unique(sets):
        rule = criteria[name].ranking
        at = np.flatnonzero((sets == name) & is_complete)
        if rule.bands:
            band[at] = bands(totals.iloc[at], pd.Series({each.name: each.at_least for each in rule.bands}))
            issuer[sets == name] = criteria[name].issuer
        at = at[~units.iloc[at].isin(rule.unranked).to_numpy()]
        if criteria[name].is_without_maximum:
            shares[at] = half_up(totals["points"].iloc[at], rule.precision)
        else:
            shares[at] = placed_shares(totals.iloc[at], rule.precision, keys)
    is_placed = ~np.isnan(shares)
    placed = totals[is_placed]
    places[is_placed] = _ranks(pd.Series(shares[is_placed], index=placed.index), placed, keys).array
    group, groups = grouped(totals, keys)
    return totals.assign(
        rank=places,
        is_placed=is_placed,
        n_placed=np.bincount(group[is_placed], minlength=len(groups))[group],
        n_units=np.bincount(group, minlength=len(groups))[group],
        placed_share=shares,
        band=pd.array(band, "str"),
        band_issuer=pd.array(issuer, "str"),
    )
