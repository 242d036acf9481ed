"""One unit's answers: what its own form says of every indicator, and what the working group made of it."""

import numpy as np

from ..errors import finding
from ..rules import inapplicable
from ..scoring.verdict import is_typed_alike
from .applying import applying
from .habits import collapsed
from .unmet import check_judged, check_unmet

OWN_NUMBERS = ("declared_value", "declared_total", "claimed_points")
JUDGED_NUMBERS = ("verified_points", "final_points", "verified_value", "verified_total")
NUMBERS = (*OWN_NUMBERS, *JUDGED_NUMBERS)
TEXTS = (
    *("declared_text", "reason_codes", "reason_shares", "reason_basis", "explanation", "evidence"),
    *("ground_code", "method", "verified_on", "verifier_note", "source", "verified_source", "verified_declared"),
)
FLAGS = ("is_unsure", "is_verified_out", "is_final_out", "is_out_alone")
STATUSES = ("answered", "invalid", "missing", "not_applicable", "unread", "unscored")
JUDGED = JUDGED_NUMBERS[:2]
JUDGED_TEXTS = ("verified_source", "ground_code", "method", "verified_on", "verifier_note", "verified_declared")
_ANSWERED, _INVALID, _MISSING, _NOT_APPLICABLE, _UNREAD, _UNSCORED = range(len(STATUSES))


def unit_answers(own, judge, before, criteria_set, unit_code, year, path):
    """Return a unit's answers to a criteria set, and the findings of setting its forms side by side.

    Whether an indicator applies by the answer to another is decided here, on each side: for what the unit claims
    by what it declares; for what was verified, and for the final verdict, by the verified answer where there is
    one, else by the declared one. Where points were verified although the declared answer ends an indicator, it
    applies to what is judged, unless the verified answer ends it. What those say who judge last stands over what
    was verified before; what followed from an earlier verified answer falls with it.

    Parameters
    ----------
    own, judge, before : Form or None
        The unit's own form, the last word of those who judge, and what they had verified before a final verdict;
        None where none was received.
    criteria_set : CriteriaSet
        As it stands for the unit: `reference.own_set`.
    unit_code, year
    path : str
        The source of an answer that stands in no cell.

    Returns
    -------
    dict
        One entry an indicator, in the set's order: `NUMBERS` (arrays, NaN where nothing stands), `TEXTS` (lists)
        ``answer_status`` (array of places in `STATUSES`), ``is_unsure`` (array of bool: of its own answer),
        ``is_verified_out`` and ``is_final_out`` (likewise: it does not apply to what is verified, to the verdict)
        and ``is_out_alone`` (it does not apply, whatever the answer to another indicator is).
    findings : list of Finding
    """
    indicators, of_unit = criteria_set.indicators, {"unit_code": unit_code, "year": year}
    mine, judged = _Side(own, indicators), _Side(judge, indicators)
    excluded = np.array([bool(each.applies_to) and unit_code not in each.applies_to for each in indicators])
    numbers = {name: mine.numbers(name) for name in NUMBERS}
    numbers |= {name: _filled(judged.numbers(name), numbers[name]) for name in JUDGED_NUMBERS}
    texts = {name: mine.texts(name) for name in TEXTS}
    if judged.is_read:
        texts |= {name: _over(judged.texts(name), texts[name]) for name in JUDGED_TEXTS}
    points = _filled(*(numbers[name] for name in JUDGED))
    sides = _sides(mine, judged, _Side(before, indicators), numbers, excluded, indicators)
    (verified, _), (last, _) = sides
    is_judged_out, unmet, is_out = last.is_judged_out, last.unmet, last.is_out | last.unmet
    status = _status(mine, is_out, indicators)
    findings = [] if own is not None else [finding("self_form_missing", path, **of_unit)]
    unconfirmed = _unconfirmed(mine, excluded | unmet, indicators)
    findings += collapsed([finding(code, where, **of_unit, **facts) for code, where, facts in unconfirmed])
    faults = _absent(mine, excluded | unmet, indicators, path) + _other_claims(mine, judged)
    findings += [
        finding(code, where, **of_unit, **facts)
        for code, where, facts in _unjudged(judged, is_judged_out, indicators)
    ]
    is_contradicted = last.ended & ~is_judged_out & ~np.isnan(points)
    is_contradicted |= mine.flags("is_not_applicable") & ~is_out
    faults += _check_applies(mine, excluded, unmet, is_out, is_contradicted, points, texts)
    by_unit = inapplicable(indicators, *_answers(numbers, "declared"), excluded | mine.flags("is_not_applicable"))
    faults += check_unmet(indicators, unmet & by_unit & ~excluded, numbers, texts, mine.texts("answer_source"))
    is_left = ~excluded
    for name, (side, answers) in zip(JUDGED, sides, strict=True):
        is_told = side.ends & is_left & ~np.isnan(numbers[name])
        faults += check_judged(indicators, is_told, answers[0], texts)
        is_left = is_left & ~is_told
    faults.sort(key=lambda each: each[0])
    findings += [finding(code, where, **of_unit, **facts) for _, code, where, facts in faults]
    for name, column in numbers.items():
        side = is_out if name in OWN_NUMBERS else is_judged_out
        column[verified.is_judged_out if name == "verified_points" else side] = np.nan
    texts["source"] = [each or path for each in texts["source"]]
    is_unsure = mine.flags("is_unsure") & (status == _ANSWERED)
    flags = {"is_unsure": is_unsure, "is_verified_out": verified.is_judged_out, "is_final_out": is_judged_out}
    flags["is_out_alone"] = last.is_out
    return numbers | texts | flags | {"answer_status": status}, findings


def _answers(numbers, side):
    return [numbers[f"{side}_{part}"] for part in ("value", "total")]


def _sides(mine, judged, before, numbers, excluded, indicators):
    """The `Applying` of what was verified, of the last word, and the verified answers that each goes by."""
    given = indicators, _answers(numbers, "declared")
    unit_out, final = mine.flags("is_not_applicable"), numbers["final_points"]
    seen = [_filled(*(side.numbers(name) for side in (before, mine))) for name in JUDGED_NUMBERS[2:]]
    out, final_out = (
        mine.flags(name) | side.flags(name)
        for name, side in (("is_verified_out", before), ("is_final_out", judged))
    )
    verified = applying(*given, seen, numbers["verified_points"], out, excluded, unit_out)
    if before.form is judged.form and not final_out.any() and np.isnan(final).all():
        return (verified, seen), (verified, seen)
    is_carried = out & ~verified.ends & np.isnan(final)  # what followed from another answer follows anew
    points, last = _filled(final, numbers["verified_points"]), _answers(numbers, "verified")
    return (verified, seen), (applying(*given, last, points, final_out | is_carried, excluded, unit_out), last)


class _Side:
    """A form's columns in the order of the set's indicators; blank where it has no such row, or is none."""

    def __init__(self, form, indicators):
        self.form, rows = form, form.rows if form else {}
        self.is_read = bool(rows)
        self.at = [rows.get(each.code, -1) for each in indicators]
        self.has = np.array(self.at) >= 0

    def numbers(self, name):
        """Return a column of numbers, a copy of its own."""
        if not self.is_read:
            return np.full(len(self.at), np.nan)
        return np.append(self.form.numbers[name], np.nan)[self.at]  # place -1 is the last

    def flags(self, name):
        """Return a column of true and false."""
        if not self.is_read:
            return np.zeros(len(self.at), bool)
        return np.append(self.form.flags[name], False)[self.at]

    def texts(self, name):
        """Return a column of text."""
        if not self.is_read:
            return [""] * len(self.at)
        column = [*self.form.texts[name], ""]
        return [column[at] for at in self.at]


def _filled(first, second):
    """The first numbers, and the second where there are none."""
    return np.where(np.isnan(first), second, first)


def _over(first, second):
    return [mine or other for mine, other in zip(first, second, strict=True)]


def _status(mine, is_out, indicators):
    claimed, declared = mine.numbers("claimed_points"), mine.numbers("declared_value")
    is_manual = np.array([each.rule.kind == "manual" for each in indicators])
    has_text = np.array([bool(text) for text in _over(mine.texts("explanation"), mine.texts("evidence"))])
    is_answered = ~(np.isnan(claimed) & np.isnan(declared))
    status = np.where(is_manual & has_text, _UNSCORED, _MISSING)
    status = np.where(is_answered, _ANSWERED, status)
    status = np.where(mine.flags("is_invalid"), _INVALID, status)
    status = np.where(mine.has, status, _MISSING if mine.is_read else _UNREAD)
    return np.where(is_out, _NOT_APPLICABLE, status).astype(np.int8)


def _absent(mine, excluded, indicators, path):
    if not mine.is_read:
        return []
    return [
        (at, "indicator_absent", path, {"code": indicators[at].printed_as, "name": indicators[at].name_vi})
        for at in np.flatnonzero(~mine.has & ~excluded).tolist()
    ]


def _unjudged(judged, is_out, indicators):
    """The indicators that a verification has no row for: perhaps deleted with what was verified."""
    absent = np.flatnonzero(~judged.has & ~is_out).tolist()
    if not judged.is_read or not absent:
        return []
    where = judged.form.texts["source"][0].rpartition("!")[0]
    codes = ", ".join(indicators[at].printed_as for at in absent)
    return [("verification_rows_absent", where, {"count": len(absent), "codes": codes})]


def _other_claims(mine, judged):
    """The claim a verifier worked on, held against the one in force: a sheet may stem from an earlier form."""
    own, seen = mine.numbers("claimed_points"), judged.numbers("claimed_points")
    differing = np.flatnonzero(~np.isnan(own - seen) & ~is_typed_alike(own, seen)).tolist()
    source = judged.texts("source") if differing else []
    return [
        (at, "claim_differs", source[at], {"claimed": float(own[at]), "seen": float(seen[at])}) for at in differing
    ]


def _unconfirmed(mine, is_settled, indicators):
    """What a unit says does not apply although the set, by this unit or its answers, lets it apply."""
    says_out = mine.flags("is_not_applicable") & ~is_settled
    values = mine.numbers("declared_value")
    return [
        ("not_applicable_claimed", mine.texts("source")[at], {"indicator": indicators[at].printed_name})
        for at in np.flatnonzero(says_out).tolist()
        if indicators[at].rule.marks.get(values[at]) != "not_applicable"
    ]


def _check_applies(mine, excluded, unmet, is_out, is_contradicted, points, texts):
    """What is said not to apply, held against what the other side says."""
    says_out, is_judged = mine.flags("is_not_applicable"), ~np.isnan(points)
    has_points = is_judged | ~np.isnan(mine.numbers("claimed_points"))
    answered = excluded & has_points
    verified = is_out & ~says_out & ~excluded & ~unmet
    faults = []
    for at in np.flatnonzero(answered | is_contradicted | verified).tolist():
        judged_at = texts["verified_source"][at]
        if answered[at]:
            faults.append((at, "not_applicable_answered", texts["source"][at] or judged_at, {}))
        elif is_contradicted[at]:
            faults.append((at, "not_applicable_contradicted", judged_at, {"points": float(points[at])}))
        else:
            faults.append((at, "not_applicable_verified", judged_at, {}))
    return faults
