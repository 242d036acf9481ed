"""What causes say of losses: structural and own ones, codes that explanations hint at, causes that persist."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..reference import fold, shipped_levels
from ..scoring import UNIT, grouped, places, within_bounds
from .losses import INDICATOR, NOT_GIVEN

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet
    from ..reference.level_words import Levels

NOT_ROLLED_OUT = "R01"


def structural(
    parts: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    by: Sequence[str] = ("unit_code", "year"),
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return how much of the loss is structural, and the attainment over what was rolled out.

    Structural is what the unit could not have earned by itself: indicators that the criteria set says are not
    rolled out (``rolled_out: false``), and causes that are R01 or owned by a party above the units. The rest is
    its own, also what verification took away on a ground of the unit's. The attainment over what was rolled out
    stands beside the official one, never in its place.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, over all indicators that count (not only the weak ones).
    criteria : dict
        Criteria sets by id.
    by : sequence of str
        The grouping, of the keys of units: ``unit_code``, ``year``, ``criteria_id``; bases are never added up.
    levels : Levels, optional
        Says which parties are above; those that come with the package unless told.

    Returns
    -------
    DataFrame
        One row per ``basis`` and group: ``lost_points`` = ``structural_points`` + ``own_points``;
        ``structural_share`` (NaN where nothing was lost); ``attainment_share`` (official, as in
        `scoring.totals`) and ``rolled_out_share`` (points / maximum over indicators without a part coded R01 and
        rolled out), both within the set's caps and floors; NaN where none of these has points.

    Raises
    ------
    ValueError
        Where `by` parts what a unit has.
    """
    by = list(dict.fromkeys([*by, "basis"]))
    if not set(by) <= set(UNIT):
        raise ValueError(f"by {by}; expected keys of units: {UNIT}")
    is_closed = not_rolled_out(parts, criteria)
    above = (levels or shipped_levels()).above
    is_structural = is_closed | parts["removable_by"].isin(above).to_numpy()
    group, table = grouped(parts, by)
    lost, n = parts["lost_points"].to_numpy(), len(table)
    table["lost_points"] = np.bincount(group, lost, minlength=n)
    table["structural_points"] = np.bincount(group, np.where(is_structural, lost, 0.0), minlength=n)
    table["own_points"] = np.bincount(group, np.where(is_structural, 0.0, lost), minlength=n)
    table["structural_share"] = table["structural_points"] / table["lost_points"].where(table["lost_points"] > 0)
    indicator, indicators = grouped(parts, ["basis", *INDICATOR])
    one = np.zeros(len(indicators), dtype=np.intp)
    one[indicator] = np.arange(len(parts))  # points and maximum stand in each of its rows: any one will do
    is_open = np.bincount(indicator, is_closed, minlength=len(indicators)) == 0
    for name, rows in (("attainment", one), ("rolled_out", one[is_open])):
        table[f"{name}_share"] = _attainment(parts.iloc[rows], criteria, table, by)
    return table


def not_rolled_out(parts: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> np.ndarray:
    """Return which parts of losses are of what nobody rolled out: the criteria set says so, or the cause R01.

    Parameters as `structural`; the array is aligned to `parts`.
    """
    is_closed = (parts["cause_code"] == NOT_ROLLED_OUT).to_numpy()
    for name in parts["criteria_id"].unique():
        closed = [each.code for each in criteria[name].indicators if not each.rolled_out]
        is_closed = is_closed | ((parts["criteria_id"] == name) & parts["indicator_code"].isin(closed)).to_numpy()
    return is_closed


def _attainment(rows, criteria, table, by):
    """Points / maximum of each group of a table, over rows of indicators; NaN where none has points."""
    units = within_bounds(rows, criteria)
    at, n = places(units, table, by), len(table)
    points = units["points"].to_numpy()
    earned, most = (np.bincount(at, each, minlength=n) for each in (np.nan_to_num(points), units["max_points"]))
    has_points = np.bincount(at, ~np.isnan(points), minlength=n) > 0
    return np.divide(earned, most, out=np.full(n, np.nan), where=has_points & (most > 0))


def suggested(lost: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Return codes that explanations hint at, where the form coded none: to be reviewed, never counted.

    Parameters
    ----------
    lost : DataFrame
        As from `losses.losses`, with ``explanation``.
    reasons : DataFrame
        The taxonomy; a phrase found in an explanation (case and diacritics aside) suggests its reason.

    Returns
    -------
    DataFrame
        One row per uncoded losing indicator and suggestion: the columns of `lost`, ``suggested_code``
        and ``phrase``.
    """
    uncoded = lost[(lost["reason_codes"] == "") & (lost["lost_points"] > 0) & (lost["explanation"] != "")]
    number, texts = pd.factorize(uncoded["explanation"].astype("str"))
    folded = pd.Series([fold(each) for each in texts], dtype="str")
    found = [
        uncoded[hints[number]].assign(suggested_code=code, phrase=phrase)
        for code, phrases in zip(reasons["reason_code"], reasons["phrases"], strict=True)
        for phrase in phrases
        if (hints := folded.str.contains(fold(phrase), regex=False).to_numpy(bool)).any()
    ]
    empty = uncoded.head(0).assign(suggested_code="", phrase="")
    return pd.concat([empty, *found]).drop_duplicates(["basis", *INDICATOR, "suggested_code"])


def persistent(parts: pd.DataFrame, years: int = 2) -> pd.DataFrame:
    """Return the causes of losses that a unit has in several years running, up to the last one.

    A loss for which nobody named a cause (R99, or a cut without a ground) is none that repeats.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, over several years.
    years : int
        How many years running make a cause persistent.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``basis`` and ``cause_code``: ``year`` (the unit's last on this basis),
        ``n_years`` (running, up to it), ``lost_points`` in it; only those of at least `years`, largest loss first.
    """
    unit, running = ["unit_code", "basis"], ["unit_code", "basis", "cause_code"]
    last = parts.groupby(unit, observed=True)["year"].max().rename("last").reset_index()
    named = parts[(parts["lost_points"] > 0) & ~parts["cause_code"].isin(NOT_GIVEN)]
    group, table = grouped(named, [*running, "year"])
    table["lost_points"] = np.bincount(group, named["lost_points"], minlength=len(table))
    table = table.merge(last.astype(dict.fromkeys(unit, "str")), on=unit)
    table = table.sort_values([*running, "year"], ascending=[True, True, True, False])
    table = table[table["last"] - table["year"] == table.groupby(running).cumcount()]
    found = table.groupby(running).agg(
        year=("year", "first"), n_years=("year", "size"), lost_points=("lost_points", "first")
    )
    chosen = found[found["n_years"] >= years].reset_index()
    return chosen.sort_values([*unit, "lost_points"], ascending=[True, True, False], ignore_index=True)
