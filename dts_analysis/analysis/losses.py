"""Where every lost point went: which indicator, for what reason, and who can remove it."""

import numpy as np
import pandas as pd

from ..reference.reasons import UNCLASSIFIED
from ..scoring import coded, counted, distinct, grouped, ordered
from .completion import classes_of

UNIT_YEAR = ["unit_code", "year"]
# Cells of the form as they were written; a loss keeps them, its parts by reason do not: copying text is slow.
WRITTEN = ["reason_codes", "reason_shares", "declared_text", "explanation", "evidence", "verifier_note"]


def losses(scores, criteria, basis="claimed"):
    """Return the points each indicator lost, the largest loss of a unit first.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`, with ``reason_codes`` and ``source``.
    criteria : dict
        Criteria sets by id.
    basis : {"claimed", "computed", "verified", "final"}
        Which points count.

    Returns
    -------
    DataFrame
        One row per unit, year and indicator that counts: the columns of `scores`, ``basis_status``,
        ``points``, ``attainment_share``, ``class_code``, ``is_upper`` (its class counts as completed)
        and ``lost_points`` = maximum - points. A blank answer lost its whole maximum and says so by its
        status; a target without points lost nothing but keeps its class; what does not apply or is not
        judged yet has no row.
    """
    rows = counted(scores, basis)
    table = scores.drop(columns="max_points").join(rows)
    table["class_code"] = classes_of(scores, criteria, rows["attainment_share"])
    schemes = [criteria[name].class_scheme for name in scores["criteria_id"].unique()]
    uppers = [each.code for scheme in schemes for each in scheme.classes if each.is_upper]
    table["is_upper"] = table["class_code"].isin(uppers)
    table["lost_points"] = table["max_points"] - table["points"].fillna(0.0)
    kept = np.flatnonzero((table["max_points"] > 0) | (table["class_code"] != ""))
    units, years = (coded(table[key])[0][kept] for key in UNIT_YEAR)
    lost, values = pd.factorize(table["lost_points"].to_numpy()[kept])
    largest_first = np.argsort(np.argsort(-values))
    return table.iloc[kept[ordered(units, years, largest_first[lost])]]


def weak(lost):
    """Return the indicators that are not in an upper class, blank ones among them.

    Parameters
    ----------
    lost : DataFrame
        As from `losses`; the order is kept: most points lost first.

    Examples
    --------
    >>> import pandas as pd
    >>> weak(pd.DataFrame({"indicator_code": ["a", "b"], "is_upper": [True, False]}))["indicator_code"].tolist()
    ['b']
    """
    return lost[~lost["is_upper"]]


def attributed(lost, reasons):
    """Return every lost point with one reason: a loss split over its coded reasons, equally or as stated.

    Parameters
    ----------
    lost : DataFrame
        As from `losses`; ``reason_shares`` where the form states how a loss is split.
    reasons : DataFrame
        The taxonomy, as from `reference.load_reasons`.

    Returns
    -------
    DataFrame
        One row per indicator and reason: the columns of `lost` but `WRITTEN`, with ``reason_code``,
        ``removable_by`` (both categories) and ``lost_points`` (its part).
        An indicator without a coded reason stands under R99, not classified; nothing is guessed. The
        parts of an indicator add up to its loss.

    Raises
    ------
    ValueError
        Where a reason code is not in the taxonomy (`intake` leaves none).

    Examples
    --------
    >>> import pandas as pd
    >>> lost = pd.DataFrame({"indicator_code": ["a", "b"], "reason_codes": ["R01;R02", ""],
    ...     "lost_points": [10.0, 4.0]})
    >>> reasons = pd.DataFrame({"reason_code": ["R01", "R02", "R99"],
    ...     "removable_by": ["province", "unit", "unknown"]})
    >>> attributed(lost, reasons)[["reason_code", "lost_points"]].to_numpy().tolist()
    [['R01', 5.0], ['R02', 5.0], ['R99', 4.0]]
    """
    stated = lost["reason_shares"] if "reason_shares" in lost else pd.Series("", index=lost.index)
    codes, code_texts = pd.factorize(lost["reason_codes"].astype("str"))
    shares, share_texts = pd.factorize(stated.astype("str"))
    kinds, seen = pd.factorize(codes * len(share_texts) + shares)
    split = [_split(code_texts[at // len(share_texts)], share_texts[at % len(share_texts)]) for at in seen]
    reason = np.array([code for kind in split for code, _ in kind], dtype=object)
    share = np.array([part for kind in split for _, part in kind])
    widths = np.array([len(kind) for kind in split], dtype=np.intp)
    first = np.cumsum(widths) - widths
    row = np.repeat(np.arange(len(lost)), widths[kinds])
    within = np.arange(len(row)) - np.repeat(np.cumsum(widths[kinds]) - widths[kinds], widths[kinds])
    at = np.repeat(first[kinds], widths[kinds]) + within
    numbers, names = pd.factorize(reason, sort=True)
    removable_by = reasons.set_index("reason_code")["removable_by"].reindex(names)
    if removable_by.isna().any():
        raise ValueError(f"reason codes {list(names[removable_by.isna()])} are not in the taxonomy")
    by, parties = pd.factorize(removable_by, sort=True)
    parts = lost.drop(columns=WRITTEN, errors="ignore").iloc[row]
    return parts.assign(
        lost_points=parts["lost_points"] * share[at],
        reason_code=pd.Categorical.from_codes(numbers[at], names),
        removable_by=pd.Categorical.from_codes(by[numbers[at]], parties),
    )


def _split(codes, shares):
    """One cell's reasons, each with its share of the loss."""
    reasons = (codes or UNCLASSIFIED).split(";")
    stated = [float(share) for share in shares.split(";")] if shares else [1 / len(reasons)] * len(reasons)
    return list(zip(reasons, stated, strict=True))


def by_reason(parts, by=()):
    """Return lost points per reason, the largest first, with shares: the table of a Pareto chart.

    Parameters
    ----------
    parts : DataFrame
        As from `attributed`; rows without a loss count for nothing.
    by : sequence of str
        Further grouping, for instance ``("unit_code",)``.

    Returns
    -------
    DataFrame
        One row per group and ``reason_code``: ``removable_by``, ``n_indicators`` (with a loss),
        ``lost_points``, ``lost_share`` of the group's loss (0..1) and ``cumulative_share``.
    """
    return _shared_out(parts, [*by, "reason_code", "removable_by"], list(by))


def by_party(parts, by=()):
    """Return lost points per party that can remove the reason; columns as `by_reason` without the reason."""
    return _shared_out(parts, [*by, "removable_by"], list(by))


def _shared_out(parts, keys, by):
    losing = parts.loc[parts["lost_points"] > 0, [*keys, "indicator_code", "lost_points"]]
    group, table = grouped(losing, keys)
    table["n_indicators"] = distinct(group, losing["indicator_code"], len(table))
    table["lost_points"] = np.bincount(group, losing["lost_points"], minlength=len(table))
    order = [*by, "lost_points"]
    ascending = [True] * len(by) + [False]
    table = table.sort_values(order, ascending=ascending, kind="stable", ignore_index=True)
    groups = table.groupby(by, observed=True)["lost_points"] if by else table["lost_points"]
    total = groups.transform("sum") if by else groups.sum()
    table["lost_share"] = table["lost_points"] / total
    table["cumulative_share"] = groups.cumsum() / total
    return table
