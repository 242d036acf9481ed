"""What a unit can raise: each indicator to each step above it, what that takes; and what it cannot raise."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...reference import shipped_levels
from ...rules import TOLERANCE
from ...scoring import JUDGED, answer_side, answers_on
from ..losses import attributed, losses
from ..remedies import not_rolled_out
from ..tasks import unsupported
from .what_if import recounted

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet
    from ...reference.level_words import Levels

EFFORTS = {1: 1.0, 2: 2.0, 3: 3.0}  # what a light, a medium and a heavy piece of work weigh against one another
LEAST_SHARE = 0.5  # of an effort: to begin at all; the rest goes with how much of the maximum is gained
USUAL = 2  # the effort of causes of which nobody says any
OUTSIDE = ("not_rolled_out", "others", "not_judged")
MOVES = [
    *("indicator_code", "points", "reached_points", "gain_points", "class_code", "reached_class", "needs"),
    *("effort", "cost", "removable_by", "is_evidence_first", "declared_value", "declared_total"),
]


def moves(
    scores: pd.DataFrame,
    counted: pd.DataFrame,
    parts: pd.DataFrame,
    criteria_set: "CriteriaSet",
    reasons: pd.DataFrame,
    grounds: pd.DataFrame,
    efforts: pd.Series | None = None,
    weights: dict[str, float] | None = None,
    least_share: float = LEAST_SHARE,
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return what a unit can raise: one row per indicator and step above what it has.

    The steps are those that the indicator's rule can give; of a rule that can give any points, those at which a
    class of the set begins, and the most. A claim that verification cut is a step of its own.

    Parameters
    ----------
    scores : DataFrame
        The unit's answers of a year, as from `scoring.score`.
    counted : DataFrame
        The same answers on one basis, as from `scoring.count`.
    parts : DataFrame
        What they lost on it by cause, as from `losses.attributed`.
    criteria_set : CriteriaSet
    reasons, grounds : DataFrame
        As from `reference.load_reasons` and `load_grounds`: the effort of each cause, and what a cut asks for.
    efforts : Series, optional
        A unit's own efforts by indicator, as from `reference.read_efforts`; they come before those of causes.
    weights : dict, optional
        What efforts weigh: `EFFORTS` unless told.
    least_share : float
        Of an effort, what beginning takes (0..1).
    levels : Levels, optional
        Says which parties are above; those that come with the package unless told.

    Returns
    -------
    DataFrame
        ``indicator_code``, ``points`` (now; 0 for a blank), ``reached_points``, ``gain_points`` (> 0),
        ``class_code`` and ``reached_class``, ``needs`` (what must be declared, in words; "" where a person judges
        it), ``effort`` (1..3, the heaviest of its causes), ``cost`` (weight * (least_share + (1 - least_share) *
        gain / maximum)), ``removable_by`` (parties, parted by ;), ``is_evidence_first``: what was claimed was cut
        for what was shown, or nobody said why; ``declared_value``, ``declared_total``: the answer that gives so
        much, a share out of 1; NaN where the answer there is does already, or no rule tells.

    Source
    ------
    Ours: efforts and their weights are judgements, and printed where they decide. The steps follow from the rules
    as issued.
    """
    rows = _open_rows(scores, counted, parts, criteria_set, levels)
    rows = rows[rows["why"] == ""].reset_index(drop=True)
    basis = counted["basis"].astype("str").iloc[0] if len(counted) else "claimed"
    cut = unsupported(parts, grounds) if basis in JUDGED else cut_claims(scores, criteria_set, reasons, grounds)
    rows["is_evidence_first"] = rows["indicator_code"].isin(cut)
    rows["cut_points"] = rows["claimed_points"].where(rows["is_evidence_first"] & (basis in JUDGED))
    rows["given_points"] = rows["indicator_code"].map(_given_points(scores, basis))
    codes = scores["indicator_code"].astype("str")
    rows["answer"] = rows["indicator_code"].map(dict(zip(codes, answers_on(scores, basis)[0], strict=True)))
    steps = [_steps(row, criteria_set) for row in rows.to_dict("records")]
    table = rows.loc[rows.index.repeat(list(map(len, steps)))].reset_index(drop=True)
    steps = [step for each in steps for step in each]
    table["reached_points"] = np.array([points for points, *_ in steps], dtype=float)
    table["needs"] = pd.array([needs for _, needs, _ in steps], "str")
    table["declared_value"] = np.array([answer for *_, answer in steps], dtype=float)
    table["gain_points"] = table["reached_points"] - table["points"]
    table["effort"] = _efforts(table["indicator_code"], parts, reasons, grounds, efforts)
    share = table["gain_points"] / table["span"].where(table["span"] > 0, 1.0)
    table["cost"] = table["effort"].map(weights or EFFORTS) * (least_share + (1 - least_share) * share)
    places = codes.reset_index(drop=True)
    on_share = np.array([each.rule.reads == "share" for each in table["under"]], dtype=bool)
    table["declared_total"] = np.where(on_share & table["declared_value"].notna(), 1.0, np.nan)
    at = pd.Series(places.index, index=places)[table["indicator_code"]].to_numpy(dtype=np.intp)
    if table.empty:
        return table.assign(reached_class="")[MOVES]
    reached = recounted(scores.iloc[at], {criteria_set.id: criteria_set}, basis, table["reached_points"])
    return table.assign(reached_class=reached["class_code"].astype("str"))[MOVES]


def cut_claims(
    scores: pd.DataFrame, criteria_set: "CriteriaSet", reasons: pd.DataFrame, grounds: pd.DataFrame
) -> set[str]:
    """Return the indicators whose claims were cut for what was shown, or for no reason that anybody gave.

    What was decided last of an indicator counts: the final points, else the verified ones. Parameters as `moves`.
    """
    found, decided = set(), set()
    for basis in reversed(JUDGED):
        rows = scores[~scores["indicator_code"].isin(decided) & scores[f"{basis}_points"].notna()]
        if len(rows):
            counted = recounted(rows, {criteria_set.id: criteria_set}, basis)
            found |= unsupported(attributed(losses(counted, rows), reasons, grounds), grounds)
            decided |= set(rows["indicator_code"])
    return found


def out_of_reach(
    scores: pd.DataFrame,
    counted: pd.DataFrame,
    parts: pd.DataFrame,
    criteria_set: "CriteriaSet",
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return what a unit cannot raise by itself, the largest loss first; parameters as `moves`.

    Returns
    -------
    DataFrame
        ``indicator_code``, ``lost_points`` (NaN where nobody knows), ``why`` (``not_rolled_out``; ``others``:
        every cause is owned by a party above; ``not_judged``: nobody judged or read it yet) and ``removable_by``.
    """
    rows = _open_rows(scores, counted, parts, criteria_set, levels)
    closed = rows[rows["why"] != ""].sort_values("lost_points", ascending=False, kind="stable", ignore_index=True)
    return closed[["indicator_code", "lost_points", "why", "removable_by"]]


def _open_rows(scores, counted, parts, criteria_set, levels):
    """Every answer that could earn more, with what it has, its span, and why the unit cannot raise it itself."""
    own = scores.set_index(scores["indicator_code"].astype("str"))
    rows = counted[counted["status"] != "not_applicable"].astype({"indicator_code": "str", "class_code": "str"})
    rows = rows[["indicator_code", "status", "points", "class_code", "lost_points"]].set_index("indicator_code")
    rows = rows.join(own[["variant", "claimed_points"]])
    indicators = {each.code: each.alternatives for each in criteria_set.indicators}
    under = [indicators[code][variant] for code, variant in rows["variant"].items()]
    most = np.array([each.rule.attainable(each.max_points) for each in under])
    earned = rows["points"].fillna(0.0)
    of = parts.astype({"indicator_code": "str", "removable_by": "str"})
    closed = set(of.loc[not_rolled_out(of, {criteria_set.id: criteria_set}), "indicator_code"])
    parties = of.groupby("indicator_code")["removable_by"].agg(lambda each: ";".join(dict.fromkeys(each)))
    above = set((levels or shipped_levels()).above)
    removable = parties.reindex(rows.index).fillna("")
    why = np.select(
        [
            rows["status"].isin(("unscored", "unread")).to_numpy(),
            np.array(rows.index.isin(closed), dtype=bool),
            np.array([bool(each) and set(each.split(";")) <= above for each in removable], dtype=bool),
        ],
        [OUTSIDE[2], OUTSIDE[0], OUTSIDE[1]],
        "",
    )
    table = rows.assign(
        points=earned,
        most=most,
        span=[each.max_points or most_ - points for each, most_, points in zip(under, most, earned, strict=True)],
        why=why,
        removable_by=removable,
        under=pd.Series(under, index=rows.index, dtype=object),
    )
    return table[(table["most"] > table["points"] + TOLERANCE) | (table["why"] == "not_judged")].reset_index()


def _steps(row, criteria_set):
    """The points above what an answer has, each with what it needs, in words and as an answer, rising."""
    each, most = row["under"], row["most"]
    rule = each.rule.begun(row["answer"])
    rungs = rule.rungs(each.max_points)
    if rungs is None:
        bounds = [one.at_least for one in criteria_set.class_scheme.classes if one.at_least is not None]
        rungs = [bound * each.max_points for bound in bounds]
    every = [*rungs, most, row["cut_points"]]
    reached = sorted({float(points) for points in every if row["points"] + TOLERANCE < points <= most})
    answers = [
        np.nan if row["given_points"] >= points - TOLERANCE else rule.least_answer(points, each.max_points)
        for points in reached
    ]
    needs = [rule.needs(points, each.max_points) for points in reached]
    return list(zip(reached, needs, answers, strict=True))


def _given_points(scores, basis):
    """What the rule gives for the answer that counts on a basis, by indicator; NaN where it gives nothing."""
    by_rule = {"verified": "verified_rule_points", "measured": "measured_points"}
    given = scores["computed_points"].astype(float)
    if (seen := by_rule.get(answer_side(scores, basis))) in scores:
        given = scores[seen].astype(float).fillna(given)
    return dict(zip(scores["indicator_code"].astype("str"), given, strict=True))


def _efforts(codes, parts, reasons, grounds, own):
    """The effort of each indicator: the unit's own; else the heaviest of its causes."""
    known = dict(zip(reasons["reason_code"], reasons["effort"], strict=True))
    known |= dict(zip(grounds["ground_code"], grounds["effort"], strict=True))
    of_parts = pd.to_numeric(parts["cause_code"].astype("str").map(known)).fillna(USUAL)
    heaviest = of_parts.groupby(parts["indicator_code"].astype("str")).max()
    found = codes.map(heaviest).fillna(USUAL)
    return (found if own is None else codes.map(own).fillna(found)).astype("int64")
