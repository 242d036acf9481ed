"""What the reasons call for: structural and own losses, recommendations, suggestions, reasons that persist."""

import numpy as np
import pandas as pd

from ..reference import fold
from ..scoring import grouped

ABOVE = ("province", "ministry")  # who owns a structural loss
NOT_ROLLED_OUT = "R01"


def structural(parts, criteria, by=("unit_code", "year")):
    """Return how much of the loss is structural, and the attainment over what was rolled out.

    Structural is what the unit could not have earned by itself: indicators not rolled out (R01, or
    ``rolled_out: false`` in the criteria set) and reasons owned by province or ministry. The rest is
    its own. The attainment over what was rolled out stands beside the official one, never in its place.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, over all indicators that count (not only the weak ones).
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        One row per group: ``lost_points`` = ``structural_points`` + ``own_points``;
        ``structural_share`` (NaN where nothing was lost); ``attainment_share`` (official) and
        ``rolled_out_share`` (points / maximum over indicators without a part coded R01 and rolled out).
    """
    is_closed = parts["reason_code"] == NOT_ROLLED_OUT
    for name in parts["criteria_id"].unique():
        closed = [each.code for each in criteria[name].indicators if not each.rolled_out]
        is_closed |= (parts["criteria_id"] == name) & parts["indicator_code"].isin(closed)
    is_structural = is_closed | parts["removable_by"].isin(ABOVE)
    group, table = grouped(parts, list(by))
    lost, n = parts["lost_points"].to_numpy(), len(table)
    table["lost_points"] = np.bincount(group, lost, minlength=n)
    table["structural_points"] = np.bincount(group, np.where(is_structural, lost, 0.0), minlength=n)
    table["own_points"] = np.bincount(group, np.where(is_structural, 0.0, lost), minlength=n)
    table["structural_share"] = table["structural_points"] / table["lost_points"].where(table["lost_points"] > 0)
    indicator, indicators = grouped(parts, [*by, "criteria_id", "indicator_code"])
    one = np.zeros(len(indicators), dtype=np.intp)
    one[indicator] = np.arange(len(parts))  # points and maximum stand in each of its rows: any one will do
    is_open = np.bincount(indicator, is_closed, minlength=len(indicators)) == 0
    of, points, maxima = group[one], *(parts[name].to_numpy()[one] for name in ("points", "max_points"))
    for name, counts in (("attainment", np.ones(len(one), dtype=bool)), ("rolled_out", is_open)):
        earned = np.bincount(of, np.where(counts, np.nan_to_num(points), 0.0), minlength=n)
        most = np.bincount(of, np.where(counts, maxima, 0.0), minlength=n)
        table[f"{name}_share"] = np.divide(earned, most, out=np.full(n, np.nan), where=most > 0)
    return table


def recommendations(parts, reasons, remedies):
    """Return what helps most: lost points by remedy, the largest first, with who must act.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`.
    reasons, remedies : DataFrame
        As from `reference.load_reasons` and `load_remedies`. A reason with several remedies shares
        its points equally among them.

    Returns
    -------
    DataFrame
        One row per ``remedy_code`` and ``removable_by``: ``lost_points`` (at most what it would bring
        back), ``n_indicators``, ``reason_codes`` (text, sorted).
    """
    known = reasons.set_index("reason_code")["remedies"].map(list)
    keys = ["reason_code", "removable_by", "criteria_id", "indicator_code"]
    group, losing = grouped(parts, keys)
    losing["lost_points"] = np.bincount(group, parts["lost_points"], minlength=len(losing))
    losing = losing[losing["lost_points"] > 0]
    options = losing["reason_code"].map(known)
    table = losing.assign(remedy_code=options, lost_points=losing["lost_points"] / options.str.len())
    table = table.explode("remedy_code")
    groups = table.groupby(["remedy_code", "removable_by"], observed=True)
    summed = groups.agg(
        lost_points=("lost_points", "sum"),
        n_indicators=("indicator_code", "nunique"),
        reason_codes=("reason_code", lambda codes: ", ".join(sorted(set(codes)))),
    ).reset_index()
    order = {code: number for number, code in enumerate(remedies["remedy_code"])}
    summed["order"] = summed["remedy_code"].map(order)
    summed = summed.sort_values(["lost_points", "order"], ascending=[False, True], ignore_index=True)
    return summed.drop(columns="order")


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
    folded = uncoded["explanation"].astype("str").map(fold)
    found = [
        uncoded[folded.str.contains(fold(phrase), regex=False)].assign(suggested_code=code, phrase=phrase)
        for code, phrases in zip(reasons["reason_code"], reasons["phrases"], strict=True)
        for phrase in phrases
    ]
    empty = uncoded.head(0).assign(suggested_code="", phrase="")
    return pd.concat([empty, *found]).drop_duplicates(["unit_code", "year", "indicator_code", "suggested_code"])


def persistent(parts, years=2):
    """Return the reasons a unit gives in several years running, up to the last one.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, over several years.
    years : int
        How many years running make a reason persistent.

    Returns
    -------
    DataFrame
        One row per ``unit_code`` and ``reason_code``: ``n_years`` (running, up to the unit's last year),
        ``lost_points`` in the last year; only those of at least `years`, largest loss first.
    """
    group, table = grouped(parts, ["unit_code", "reason_code", "year"])
    table["lost_points"] = np.bincount(group, parts["lost_points"], minlength=len(table))
    table = table[table["lost_points"] > 0]
    table = table.sort_values(["unit_code", "reason_code", "year"], ascending=[True, True, False])
    last = table["unit_code"].map(parts.groupby("unit_code", observed=True)["year"].max()).astype("int64")
    groups = table.groupby(["unit_code", "reason_code"], observed=True)
    behind = last - table["year"]
    is_running = behind == groups.cumcount()
    counts = table[is_running].groupby(["unit_code", "reason_code"], observed=True)
    running = counts.agg(n_years=("year", "size"), lost_points=("lost_points", "first")).reset_index()
    chosen = running[running["n_years"] >= years]
    return chosen.sort_values(["unit_code", "lost_points"], ascending=[True, False], ignore_index=True)
