"""What the causes call for: structural and own losses, recommendations, suggestions, causes that persist."""

import numpy as np
import pandas as pd

from ..reference import fold, shipped_levels
from ..scoring import grouped
from .losses import INDICATOR, NOT_GIVEN, bears

NOT_ROLLED_OUT = "R01"


def structural(parts, criteria, by=("unit_code", "year"), levels=None):
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
        The grouping; bases are never added up.
    levels : Levels, optional
        Says which parties are above; those that come with the package unless told.

    Returns
    -------
    DataFrame
        One row per ``basis`` and group: ``lost_points`` = ``structural_points`` + ``own_points``;
        ``structural_share`` (NaN where nothing was lost); ``attainment_share`` (official, as in
        `scoring.totals`) and ``rolled_out_share`` (points / maximum over indicators without a part coded R01 and
        rolled out); NaN where none of these has points, and under a set with caps or floors, where no sum of
        indicators is the total.
    """
    by = list(dict.fromkeys([*by, "basis"]))
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
        table[f"{name}_share"] = _attainment(group[rows], parts[["points", "max_points"]].iloc[rows], n)
    bounded = [name for name in parts["criteria_id"].unique() if _is_bounded(criteria[name])]
    is_bounded = np.bincount(group, parts["criteria_id"].isin(bounded), minlength=n) > 0
    shares = ["attainment_share", "rolled_out_share"]
    return table.assign(**{name: table[name].mask(is_bounded) for name in shares})


def not_rolled_out(parts, criteria):
    """Return which parts of losses are of what nobody rolled out: the criteria set says so, or the cause R01.

    Parameters as `structural`; the array is aligned to `parts`.
    """
    is_closed = (parts["cause_code"] == NOT_ROLLED_OUT).to_numpy()
    for name in parts["criteria_id"].unique():
        closed = [each.code for each in criteria[name].indicators if not each.rolled_out]
        is_closed = is_closed | ((parts["criteria_id"] == name) & parts["indicator_code"].isin(closed)).to_numpy()
    return is_closed


def _is_bounded(criteria_set):
    """Whether caps or floors part what a set's nodes earn from what their indicators do."""
    return any(node.is_bounded for node in criteria_set.nodes)


def _attainment(group, rows, n):
    """Points / maximum of each group of rows; NaN where none has points."""
    points = rows["points"].to_numpy()
    earned, most = (np.bincount(group, each, minlength=n) for each in (np.nan_to_num(points), rows["max_points"]))
    has_points = np.bincount(group, ~np.isnan(points), minlength=n) > 0
    return np.divide(earned, most, out=np.full(n, np.nan), where=has_points & (most > 0))


def recommendations(parts, reasons, grounds, remedies):
    """Return what helps most: lost points by remedy, the largest first, with who must act.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`.
    reasons, grounds, remedies : DataFrame
        As from `reference.load_reasons`, `load_grounds` and `load_remedies`. A cause with several remedies shares
        its points equally among them; one with none recommends nothing.

    Returns
    -------
    DataFrame
        One row per ``basis``, ``remedy_code`` and ``removable_by``: ``lost_points`` (at most what it would bring
        back), ``n_indicators`` (that bear one of its causes, as `losses.by_cause` counts them), ``cause_codes``
        (text, sorted).
    """
    known = dict(zip(reasons["reason_code"], reasons["remedies"], strict=True))
    known |= dict(zip(grounds["ground_code"], grounds["remedies"], strict=True))
    rows = parts[bears(parts)]
    group, borne = grouped(rows, ["basis", "cause_code", "removable_by", "criteria_id", "indicator_code"])
    borne["lost_points"] = np.bincount(group, rows["lost_points"], minlength=len(borne))
    borne["indicator"] = grouped(borne, ["criteria_id", "indicator_code"])[0]
    options = borne["cause_code"].map(lambda code: list(known.get(code, ())))
    n_options = options.str.len()
    table = borne.assign(remedy_code=options, lost_points=borne["lost_points"] / n_options.where(n_options > 0))
    table = table[n_options > 0].explode("remedy_code")
    groups = table.groupby(["basis", "remedy_code", "removable_by"], observed=True)
    summed = groups.agg(
        lost_points=("lost_points", "sum"),
        n_indicators=("indicator", "nunique"),
        cause_codes=("cause_code", lambda codes: ", ".join(sorted(set(codes)))),
    ).reset_index()
    order = {code: number for number, code in enumerate(remedies["remedy_code"])}
    summed["order"] = summed["remedy_code"].map(order)
    keys, ascending = ["basis", "lost_points", "order"], [True, False, True]
    return summed.sort_values(keys, ascending=ascending, ignore_index=True).drop(columns="order")


def suggested(lost, reasons):
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


def persistent(parts, years=2):
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
