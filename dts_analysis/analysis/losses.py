"""Where every lost point went: which indicator, for what cause, and who can remove it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..reference.reasons import UNCLASSIFIED
from ..scoring import DECISIONS, coded, decisions, distinct, grouped, ordered, places
from ..scoring.status import JUDGED

INDICATOR = ["unit_code", "year", "criteria_id", "indicator_code"]
# Cells of the form as they were written; a loss keeps them, its parts by cause do not: copying text is slow.
CELLS = [
    *("claimed_points", "rule_kind", "declared_text", "reason_codes", "reason_shares", "explanation"),
    *("evidence", "ground_code", "verifier_note", "source", "verified_source"),
]
NO_GROUND = ""  # who verified gave none
NOT_GIVEN = (UNCLASSIFIED, NO_GROUND)  # stand for a cause that nobody named
_CUT = [DECISIONS.index("lowered"), DECISIONS.index("zeroed")]


def losses(counted: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return the points each indicator lost, the largest loss of a unit first.

    Parameters
    ----------
    counted : DataFrame
        As from `scoring.count`; any of its rows.
    scores : DataFrame
        As from `scoring.score`, with the answers of `counted`; only `CELLS` that it has come along.

    Returns
    -------
    DataFrame
        One row per unit, year, basis and indicator that counts: the columns of `counted` and `CELLS`. A blank
        answer lost its whole maximum and says so by its status; a target without points lost nothing but keeps
        its class; what does not apply, is not read or not judged yet has no row. By unit, year and basis these
        rows add up to ``points``, ``max_points`` and ``lost_points`` of `scoring.totals`.

    Raises
    ------
    ValueError
        Where `scores` lacks an answer, or has one twice.
    """
    lost = counted["lost_points"].to_numpy()
    kept = np.flatnonzero(~np.isnan(lost))
    keys = [coded(counted[key])[0][kept] for key in ("unit_code", "year", "basis")]
    numbers, values = pd.factorize(lost[kept])
    largest_first = np.argsort(np.argsort(-values))
    table = counted.iloc[kept[ordered(*keys, largest_first[numbers])]].reset_index(drop=True)
    at = places(table, scores, INDICATOR)
    return table.assign(**{name: scores[name].array.take(at) for name in CELLS if name in scores})


def weak(lost: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators that are not done, blank ones among them: as many as ``n_lower`` of `scoring.totals`.

    Parameters
    ----------
    lost : DataFrame
        As from `losses`; the order is kept: most points lost first.

    Examples
    --------
    >>> is_upper = pd.array([True, False, None], dtype="boolean")
    >>> weak(pd.DataFrame({"indicator_code": ["a", "b", "c"], "is_upper": is_upper}))["indicator_code"].tolist()
    ['b']
    """
    return lost[_is_lower(lost)]


def attributed(lost: pd.DataFrame, reasons: pd.DataFrame, grounds: pd.DataFrame) -> pd.DataFrame:
    """Return every lost point with one cause: what verification took away, and what the unit lost by itself.

    On the claimed and computed basis a loss has the unit's reasons, split equally or as the form states. On the
    verified and final basis what was taken away from the claim (as `scoring.decisions` says; a claim equal as
    typed lost nothing) has the ground of who verified, and only the rest the unit's reasons.

    Parameters
    ----------
    lost : DataFrame
        As from `losses`.
    reasons, grounds : DataFrame
        The taxonomies, as from `reference.load_reasons` and `load_grounds`: who can remove each cause.

    Returns
    -------
    DataFrame
        One row per basis, indicator and cause: the columns of `lost` but `CELLS`, with ``cause_code`` (a reason's
        or a ground's), ``removable_by`` (both categories) and ``lost_points`` (its part). A loss nobody gave a
        reason for stands under R99, a cut without a ground under "" and is removable by "unknown": nothing is
        guessed. The parts of an indicator add up to its loss; one that lost nothing has one or several parts of 0.

    Raises
    ------
    ValueError
        Where a code is in no taxonomy (`intake` leaves none).

    Examples
    --------
    Of 10 points 8 were claimed and none verified: 2 by the unit's reason, 8 by the ground.

    >>> lost = pd.DataFrame({"indicator_code": ["a", "b", "a"], "basis": ["claimed", "claimed", "verified"],
    ...     "claimed_points": [8.0, 6.0, 8.0], "points": [8.0, 6.0, 0.0], "lost_points": [2.0, 4.0, 10.0],
    ...     "reason_codes": ["R01", "R01;R02", "R01"], "reason_shares": "", "ground_code": ["", "", "G01"]})
    >>> reasons = pd.DataFrame({"reason_code": ["R01", "R02"], "removable_by": ["province", "unit"]})
    >>> grounds = pd.DataFrame({"ground_code": ["G01"], "removable_by": ["unit"]})
    >>> attributed(lost, reasons, grounds)[["indicator_code", "cause_code", "lost_points"]].to_numpy().tolist()
    [['a', 'R01', 2.0], ['b', 'R01', 2.0], ['b', 'R02', 2.0], ['a', 'R01', 2.0], ['a', 'G01', 8.0]]
    """
    cut = _cuts(lost)
    rest = lost["lost_points"].to_numpy() - cut
    row, reason, of_reason, share = _by_reasons(lost)
    is_named = of_reason != UNCLASSIFIED
    is_part = is_named[reason] | (rest[row] != 0) | (cut[row] == 0)  # a cut may leave nothing to give a reason for
    row, reason, share = row[is_part], reason[is_part], share[is_part]
    at = np.flatnonzero(cut)
    ground, of_ground = coded(lost["ground_code"].iloc[at]) if len(at) else (reason[:0], [])
    causes = sorted({*of_reason, *of_ground})
    where = [np.array([causes.index(code) for code in codes], dtype=np.int16) for codes in (of_reason, of_ground)]
    order = np.argsort(np.concatenate([row, at]), kind="stable")
    cause = np.concatenate([where[0][reason], where[1][ground]])[order]
    party, parties = pd.factorize(_parties(causes, reasons, grounds), sort=True)
    parts = lost.drop(columns=CELLS, errors="ignore").iloc[np.concatenate([row, at])[order]]
    return parts.assign(
        lost_points=np.concatenate([rest[row] * share, cut[at]])[order],
        cause_code=pd.Categorical.from_codes(cause, causes),
        removable_by=pd.Categorical.from_codes(party[cause], parties),
    )


def by_cause(parts: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return lost points per cause, the largest first, with shares: the table of a Pareto chart.

    Parameters
    ----------
    parts : DataFrame
        As from `attributed`.
    by : sequence of str
        Further grouping, for instance ``("unit_code",)``; bases are never added up.

    Returns
    -------
    DataFrame
        One row per ``basis``, group and ``cause_code``: ``removable_by``, ``n_indicators`` (that bear the cause,
        also without a loss; R99 and "" bear only those that are weak or lost points), ``lost_points``,
        ``lost_share`` of the group's loss (0..1; NaN where it lost nothing) and ``cumulative_share``.
    """
    return _shared_out(parts, ["cause_code", "removable_by"], by)


def by_party(parts: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return lost points per party that can remove the cause; columns as `by_cause` without the cause."""
    return _shared_out(parts, ["removable_by"], by)


def bears(parts: pd.DataFrame) -> pd.Series:
    """Return which parts stand for a cause: a coded one, or none that was named for a loss or a weak indicator."""
    return ~parts["cause_code"].isin(NOT_GIVEN) | (parts["lost_points"] != 0) | _is_lower(parts)


def _is_lower(rows):
    return ~rows["is_upper"].to_numpy(bool, na_value=True)


def _cuts(lost):
    """What verification took away of each claim, never more than was lost; 0 on the other bases."""
    cut, at = np.zeros(len(lost)), np.flatnonzero(lost["basis"].isin(JUDGED))
    if len(at):
        claimed, points, most = (lost[name].to_numpy()[at] for name in ("claimed_points", "points", "lost_points"))
        taken = np.minimum(np.nan_to_num(claimed) - points, np.maximum(most, 0.0))
        cut[at] = np.where(np.isin(decisions(claimed, points), _CUT), taken, 0.0)
    return cut


def _by_reasons(lost):
    """Every reason of every loss: its row, its place in the codes, these, and its share of the loss.

    The few distinct cells are split, not the many rows.
    """
    stated = lost["reason_shares"] if "reason_shares" in lost else pd.Series("", index=lost.index)
    codes, code_texts = pd.factorize(lost["reason_codes"].astype("str"))
    shares, share_texts = pd.factorize(stated.astype("str"))
    kinds, seen = pd.factorize(codes * len(share_texts) + shares)
    split = [_split(code_texts[at // len(share_texts)], share_texts[at % len(share_texts)]) for at in seen]
    reason, names = pd.factorize(np.array([code for kind in split for code, _ in kind], dtype=object))
    share = np.array([part for kind in split for _, part in kind])
    widths = np.array([len(kind) for kind in split], dtype=np.intp)
    first = np.cumsum(widths) - widths
    row = np.repeat(np.arange(len(lost)), widths[kinds])
    within = np.arange(len(row)) - np.repeat(np.cumsum(widths[kinds]) - widths[kinds], widths[kinds])
    at = np.repeat(first[kinds], widths[kinds]) + within
    return row, reason[at], names, share[at]


def _split(codes, shares):
    """One cell's reasons, each with its share of the loss."""
    reasons = (codes or UNCLASSIFIED).split(";")
    stated = [float(share) for share in shares.split(";")] if shares else [1 / len(reasons)] * len(reasons)
    return list(zip(reasons, stated, strict=True))


def _parties(codes, reasons, grounds):
    """Who can remove each cause, by the taxonomy it is in."""
    known = dict(zip(reasons["reason_code"], reasons["removable_by"], strict=True))
    known |= dict(zip(grounds["ground_code"], grounds["removable_by"], strict=True)) | {NO_GROUND: "unknown"}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(f"codes {unknown} are in no taxonomy of reasons or grounds")
    return np.array([known[code] for code in codes], dtype=object)


def _shared_out(parts, causes, by):
    by = list(dict.fromkeys(["basis", *by]))
    rows = parts[bears(parts)]
    group, table = grouped(rows, [*by, *causes])
    indicator = pd.Series(grouped(rows, ["criteria_id", "indicator_code"])[0])
    table["n_indicators"] = distinct(group, indicator, len(table))
    table["lost_points"] = np.bincount(group, rows["lost_points"], minlength=len(table))
    ascending = [True] * len(by) + [False]
    table = table.sort_values([*by, "lost_points"], ascending=ascending, kind="stable", ignore_index=True)
    groups = table.groupby(by, observed=True)["lost_points"]
    total = groups.transform("sum")
    total = total.where(total > 0)
    return table.assign(lost_share=table["lost_points"] / total, cumulative_share=groups.cumsum() / total)
