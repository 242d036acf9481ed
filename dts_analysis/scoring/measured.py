"""Measured values in the scores: what the rules make of them, and where they lie far from what was declared."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import finding
from ..messages import number_text, per_cent, say
from ..rules import NOT_APPLICABLE, shares
from .applying import measured_out
from .points import score

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

FAR_APART = 0.05
KEYS = ["unit_code", "year", "criteria_id", "indicator_code"]
TEXTS = ("measured_text", "measured_on", "measured_system", "measured_origin", "measured_source")
_DISCRETE = ("option", "parts")  # another one is another answer, however near its number


def with_measured(
    scores: pd.DataFrame, measured: pd.DataFrame, criteria: "dict[str, CriteriaSet]", **more: Any
) -> tuple[pd.DataFrame, list[Any]]:
    """Return scores with what systems measured of each answer, and the points its rule makes of that.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    measured : DataFrame
        As from `intake.read_measured`: at most one row per answer.
    criteria : dict
        Criteria sets by id.
    more
        What else `score` was given.

    Returns
    -------
    scores : DataFrame
        Where nothing was measured the scores as they are. Else with ``measured_value`` and ``measured_total`` (NaN
        where none), `TEXTS` ("" where none), ``is_measured_out`` (it does not apply on this basis:
        `measured_out`), ``measured_points`` (by the law of ``computed_points``: NaN where nothing was measured or
        the rule is manual, and where the indicator does not apply) and ``measured_share``.
    findings : list of Finding
        ``measured_without_form``: once a unit and year without answers; ``measured_not_applicable``: measured of
        what does not apply to the unit, unless the measured answer is an option that says so; ``measured_unmet``:
        of what does not by another measured answer.
    """
    if measured.empty:
        return scores, []
    known = pd.MultiIndex.from_frame(scores[KEYS].astype({key: "str" for key in KEYS if key != "year"}))
    found = known.get_indexer(pd.MultiIndex.from_frame(measured[KEYS]))
    rows, at = measured[found >= 0], found[found >= 0]
    columns = {name: np.full(len(scores), np.nan) for name in ("measured_value", "measured_total")}
    columns |= {name: np.full(len(scores), "", dtype=object) for name in TEXTS}
    for name, column in columns.items():
        column[at] = rows[name].to_numpy()
    values = {part: columns[f"measured_{part}"] for part in ("value", "total")}
    columns["is_measured_out"] = measured_out(scores, values, criteria)
    is_out = columns["is_measured_out"][at]
    counted = at[~is_out]
    read = {f"declared_{part}": values[part][counted] for part in values}
    earned = score(scores.iloc[counted].assign(**read), criteria, **more)
    for name, source in (("measured_points", "computed_points"), ("measured_share", "computed_share")):
        columns[name] = np.full(len(scores), np.nan)
        columns[name][counted] = earned[source].to_numpy(float)
    columns |= {name: pd.array(columns[name], "str") for name in TEXTS}
    scores = scores.assign(**columns)
    out = scores.iloc[at[is_out]]
    is_said = (out["answer_status"] == "not_applicable").to_numpy()
    marks = [
        rule.marks.get(value) for rule, value in zip(_rules(out, criteria), out["measured_value"], strict=True)
    ]
    is_told = ~is_said | (np.array(marks, dtype=object) != "not_applicable")
    texts = dict(zip(zip(*(rows[key] for key in KEYS), strict=True), rows["measured_text"], strict=True))
    return scores, _without_form(measured[found < 0]) + _out(
        rows[is_out][is_told], is_said[is_told], criteria, texts
    )


def _without_form(rows):
    return [
        finding(
            "measured_without_form", own["measured_source"].iloc[0], unit_code=code, year=int(year), count=len(own)
        )
        for (code, year), own in rows.groupby(["unit_code", "year"])
    ]


def _out(rows, is_said, criteria, texts):
    """What was measured of indicators that do not apply: said so, or ended by what was measured of another one."""
    found = []
    for row, is_known in zip(rows.itertuples(), is_said, strict=True):
        facts = {"code": row.indicator_code, "system": row.measured_system, "text": row.measured_text}
        facts |= {"unit_code": row.unit_code, "year": int(row.year)}
        if not is_known:
            other = criteria[row.criteria_id].indicator(row.indicator_code).applies_if.indicator
            answer = texts.get((row.unit_code, row.year, row.criteria_id, other)) or NOT_APPLICABLE
            facts |= {"other": other, "answer": answer}
        code = "measured_not_applicable" if is_known else "measured_unmet"
        found.append(finding(code, row.measured_source, **facts))
    return found


def check_measured(
    scores: pd.DataFrame, criteria: "dict[str, CriteriaSet]", far_apart: float = FAR_APART
) -> list[Any]:
    """Return a finding for each answer whose declared value lies far from the measured one.

    Parameters
    ----------
    scores : DataFrame
        As from `with_measured`; nothing is found in scores without measured values.
    criteria : dict
        Criteria sets by id.
    far_apart : float
        Far is more than this share of the measured value; a choice of ours, said in the finding.

    Returns
    -------
    list of Finding
        ``measured_far``: two numbers, or two shares, and measured - declared; ``measured_other``: another option,
        or other parts, however near. Nothing is said where either side is blank.
    """
    if "measured_value" not in scores:
        return []
    is_out = scores["is_measured_out"] | (scores["answer_status"] == "not_applicable")
    rows = scores[scores["measured_value"].notna() & ~is_out]
    rules = _rules(rows, criteria)
    kind = np.array([rule.reads for rule in rules], dtype=object)
    declared, measured = (compared(rows, side, kind == "share") for side in ("declared", "measured"))
    is_discrete, apart = np.isin(kind, _DISCRETE), np.abs(measured - declared)
    is_far = np.where(is_discrete, apart > 0, apart > far_apart * np.abs(measured) + 1e-12)
    far = rows[is_far].itertuples(), declared[is_far], measured[is_far], np.array(rules, dtype=object)[is_far]
    return [_apart(*each, far_apart) for each in zip(*far, strict=True)]


def _rules(rows, criteria):
    """The rule that each row's answer is judged by."""
    indicators = {(key, each.code): each for key, one in criteria.items() for each in one.indicators}
    keys = zip(rows["criteria_id"], rows["indicator_code"], strict=True)
    variants = rows["variant"] if "variant" in rows else [0] * len(rows)
    return [indicators[key].alternatives[number].rule for key, number in zip(keys, variants, strict=True)]


def compared(rows, side, is_share):
    """Return the number that a side is compared by: of a rule that reads a share a/b, of any other a; NaN without.

    >>> rows = pd.DataFrame({"declared_value": [8.0, 3.0], "declared_total": [10.0, None]})
    >>> compared(rows, "declared", np.array([True, False])).tolist()
    [0.8, 3.0]
    """
    value, total = (rows[f"{side}_{part}"].to_numpy(float) for part in ("value", "total"))
    return np.where(is_share, shares(value, total), value)


def _apart(row, declared, measured, rule, far_apart):
    facts = {"system": row.measured_system, "place": row.measured_source, "indicator": row.indicator_code}
    facts |= {"unit_code": row.unit_code, "year": int(row.year)}
    if rule.reads in _DISCRETE:
        sides = ("declared", declared), ("measured", measured)
        words = {side: _label(rule, value) or getattr(row, f"{side}_text") for side, value in sides}
        return finding("measured_other", row.source, **words, **facts)
    words = {"declared": declared, "measured": measured, "difference": measured - declared}
    if rule.reads == "share":
        words = {"declared": per_cent(declared), "measured": per_cent(measured)}
        words["difference"] = say("points_of_per_cent", points=number_text((measured - declared) * 100))
    return finding("measured_far", row.source, **words, far=per_cent(far_apart), **facts)


def _label(rule, value):
    """What an option's number stands for; "" where the rule has no such option."""
    return next((each.label for each in getattr(rule, "options", ()) if each.value == value), "")
