"""Many units rolled up: how many are upper in each indicator, and what is weak in most of them."""

import numpy as np
import pandas as pd

from ..scoring import coded, counted, grouped
from .completion import class_counts, classes_of

MAJORITY = 0.5
GROUPS = ("foundation", "activity", "")


def with_group(scores, criteria):
    """Return scores with ``group``: foundation or activity as the criteria set says, "" where it has none."""
    pillar, codes = coded(scores["pillar_code"])
    group = np.full(len(scores), GROUPS.index(""), dtype=np.int8)
    for name in scores["criteria_id"].unique():
        mine = (scores["criteria_id"] == name).to_numpy()
        groups = {each.code: GROUPS.index(each.group) for each in criteria[name].pillars}
        of_code = np.array([groups.get(code, GROUPS.index("")) for code in codes], dtype=np.int8)
        group[mine] = of_code[pillar[mine]]
    return scores.assign(group=pd.Categorical.from_codes(group, GROUPS))


def group_counts(scores, criteria, basis="claimed"):
    """Return each unit's class counts by group of pillars; columns as `completion.class_counts`."""
    return class_counts(with_group(scores, criteria), criteria, basis, by=("unit_code", "year", "group"))


def typical(counts):
    """Return the counts most units have, per group: the sentence "most communes have 25 of 50".

    Parameters
    ----------
    counts : DataFrame
        As from `group_counts`.

    Returns
    -------
    DataFrame
        One row per ``group``: ``n_upper`` and ``n_indicators`` that most often occur together,
        ``n_units`` that have just these, ``n_all`` units, and ``is_majority`` (more than half).
    """
    rows = []
    for group in [each for each in GROUPS if (counts["group"] == each).any()]:
        table = counts[counts["group"] == group]
        pairs = table.groupby(["n_upper", "n_indicators"]).size()
        (upper, indicators), units = pairs.idxmax(), int(pairs.max())
        rows.append([group, upper, indicators, units, len(table), units > MAJORITY * len(table)])
    columns = ["group", "n_upper", "n_indicators", "n_units", "n_all", "is_majority"]
    return pd.DataFrame(rows, columns=columns)


def by_indicator(scores, criteria, basis="claimed"):
    """Return, per indicator, in how many of the units it is upper, lower or without a class.

    Returns
    -------
    DataFrame
        One row per ``criteria_id``, ``pillar_code`` and ``indicator_code``: ``n_upper``, ``n_lower``,
        ``n_unclassified``, ``n_units`` (where it applies), ``upper_share`` (of those with a class; NaN
        where none has) and ``median_share`` (median attainment), weakest first.
    """
    schemes = [criteria[name].class_scheme for name in scores["criteria_id"].unique()]
    uppers = {each.code for scheme in schemes for each in scheme.classes if each.is_upper}
    rows = counted(scores, basis)
    code = classes_of(scores, criteria, rows["attainment_share"])
    is_upper, applies = code.isin(uppers), rows["basis_status"] != "not_applicable"
    flags = {
        "n_upper": is_upper,
        "n_lower": (code != "") & ~is_upper,
        "n_unclassified": (code == "") & applies,
        "n_units": applies,
    }
    names = ["criteria_id", "pillar_code", "indicator_code"]
    group, table = grouped(scores, names)
    for name, flag in flags.items():
        table[name] = np.bincount(group[flag.to_numpy()], minlength=len(table))
    judged = table["n_upper"] + table["n_lower"]
    table["upper_share"] = table["n_upper"] / judged.where(judged > 0)
    table["median_share"] = rows["attainment_share"].groupby(group).median()
    table = table.astype(dict.fromkeys(names, "str")).sort_values(names, kind="stable")
    return table.sort_values(["upper_share", "median_share"], kind="stable", ignore_index=True)


def majority_by_pillar(indicators):
    """Return, per pillar, how many indicators are upper in most units.

    Parameters
    ----------
    indicators : DataFrame
        As from `by_indicator`.

    Returns
    -------
    DataFrame
        One row per ``pillar_code``: ``n_majority`` (upper in more than half of the units) and
        ``n_indicators``.
    """
    is_most = (indicators["upper_share"] > MAJORITY).groupby(indicators["pillar_code"])
    return is_most.agg(n_majority="sum", n_indicators="size").reset_index()


def weakest(pillars, most=3):
    """Return the weakest units in each pillar.

    Parameters
    ----------
    pillars : DataFrame
        As from `scoring.pillars`.
    most : int
        How many per pillar; units equal to the last one come along.

    Returns
    -------
    DataFrame
        Rows of `pillars` with ``place`` (1 = weakest, ties share), by pillar and place.
    """
    place = pillars.groupby("pillar_code", observed=True)["attainment_share"].rank(method="min")
    table = pillars.assign(place=place)[place <= most]
    return table.sort_values(["pillar_code", "place", "unit_code"], kind="stable", ignore_index=True)


def weak_in_most(indicators):
    """Return the indicators that are lower in more than half of the units: a matter for the level above."""
    return indicators[indicators["upper_share"] < 1 - MAJORITY]
