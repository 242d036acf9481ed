"""Words for what an audit finds: whom it is about, how its numbers are printed, which sentence says it."""

from typing import NamedTuple

import numpy as np

from ..messages import named, say, shortened
from . import text

CHECKS = (  # in the order that they are told in
    "framework", "availability", "discrimination", "outliers", "correlation_pearson", "nearest_pillar",
    "consistency", "dimensions", "importance", "leave_one_out", "compensation", "added_value", "verification",
    "comparability",
)  # fmt: skip
SHARES = {"of_units", "of_indicators", "at_zero", "at_maximum", "one_value", "first_component", "share_apart"}
SHARES |= {"verified_share", "points_compare", "shares_compare", "bias", "arithmetic_less_geometric"}
SHARES |= {"effective_weight", "importance"}
COUNTS = {"roots", "doubled", "orphan", "childless", "above_one", "max_shift"}
NEEDED = {"verification": "bias"}  # what a check has to have told before it is called sound
LISTED = [  # what the table of what to look at lists: pairs, which are many, and what repeats another apart
    "sum_of_points", "doubled", "orphan", "childless", "of_units", "of_indicators", "one_value", "at_zero",
    "at_maximum", "skewness", "own_less_other", "loading", "gain_if_deleted", "effective_weight", "importance",
    "mean_shift", "alpha", "first_component", "above_one", "kmo", "share_apart", "arithmetic_less_geometric",
    "verified_share", "bias", "icc", "points_compare", "shares_compare", "across",
]  # fmt: skip


class Sentence(NamedTuple):
    """How a finding is said: of which measure, which verdicts and side of the threshold, and what follows.

    `advice` is the code of what it means for the next set, "" for nothing; `names` whether examples are given.
    """

    key: str
    measure: str
    advice: str = ""
    verdicts: tuple = ("look", "fail")
    side: str = ""  # low: below what passes; high: above it; "": either
    among: str = ""  # pillars, indicators: only these
    names: bool = True

    @property
    def low(self):
        """Whether the smallest values are the ones that matter most."""
        return self.side == "low"

    def of(self, rows, audited):
        """Return which rows are of what is spoken of."""
        if not self.among:
            return np.ones(len(rows), dtype=bool)
        return (rows["code"].isin(list(audited.pillars)) == (self.among == "pillars")).to_numpy()

    def picks(self, rows, audited):
        """Return which rows the sentence speaks of."""
        sides = {"low": rows["value"] < rows["pass_from"], "high": rows["value"] > rows["pass_to"]}
        return self.of(rows, audited) & (sides[self.side].to_numpy() if self.side else True)


SENTENCES = (
    Sentence("framework_sum", "sum_of_points", "framework"),
    Sentence("framework_doubled", "doubled", "framework"),
    Sentence("framework_orphan", "orphan", "framework"),
    Sentence("of_units", "of_units", "availability"),
    Sentence("of_indicators", "of_indicators", "availability"),
    Sentence("one_value", "one_value", "one_value", ("fail",)),
    Sentence("at_zero", "at_zero", "at_zero", ("look",)),
    Sentence("at_maximum", "at_maximum", "at_maximum", ("look",)),
    Sentence("outliers", "skewness", "", ("look",)),
    Sentence("inside_against", "inside", "against", ("fail",), "low"),
    Sentence("inside_repeats", "inside", "repeats", ("look",), "high"),
    Sentence("inside_weak", "inside", "", ("look",), "low", names=False),
    Sentence("across_repeats", "across", "repeats", ("look",), "high"),
    Sentence("across_against", "across", "against", ("look",), "low"),
    Sentence("own_less_other", "own_less_other", "nearest", ("look",), "low"),
    Sentence("alpha", "alpha", "consistency", side="low"),
    Sentence("gain_if_deleted", "gain_if_deleted", "", side="high"),
    Sentence("above_one", "above_one", "", side="high"),
    Sentence("loading", "loading", "against", ("fail",), "low"),
    Sentence("pulls_back", "effective_weight", "weights", ("fail",), "low"),
    Sentence("importance_high", "importance", "weights", ("look",), "high", "pillars"),
    Sentence("importance_low", "importance", "weights", ("look",), "low", "pillars"),
    Sentence("mean_shift", "mean_shift", "hangs", side="high"),
    Sentence("compensation", "arithmetic_less_geometric", "compensation", side="high"),
    Sentence("share_apart", "share_apart", "repeats", side="low"),
    Sentence("verified_share", "verified_share", "verify_more", side="low"),
    Sentence("bias", "bias", "verify_alike"),
    Sentence("icc", "icc", "verify_alike", side="low"),
    Sentence("shares_compare", "shares_compare", "comparability", side="low"),
)


def subject(group, code, against="", measure=""):
    """Return what a row is about: an indicator by its printed code and name, a pillar, a group, a unit, or all."""
    one = group.criteria_set
    indicators = {each.code: f"{each.printed_as} {named(each)}" for each in one.indicators}
    nodes = {each.code: named(each) for each in one.pillars}
    nodes |= {f"group:{each.code}": named(each) for each in one.groups}
    known = group.names | nodes | indicators
    if measure in ("inside", "across"):
        return f"{known.get(code, code)} – {known.get(against, against)}"
    return known.get(code, say("audit_whole"))


def item(group, row):
    """Return what a sentence names: the subject, shortened, its number in brackets; pairs by codes alone."""
    shown, what = value(row.measure, row.value), shortened(subject(group, row.code, row.against, row.measure))
    if row.measure == "inside":
        printed = {each.code: each.printed_as for each in group.criteria_set.indicators}
        return f"{printed[row.code]} – {printed[row.against]} [{shown}]"
    if row.measure == "own_less_other" and row.against:
        return say("audit_nearer", what=what, other=shortened(subject(group, row.against)), value=shown)
    return f"{what} [{shown}]"


def value(measure, number):
    """Return a check's number as people read it."""
    if measure in SHARES:
        return text.share(number)
    if measure in COUNTS:
        return text.count(number)
    return text.probability(number) if measure == "bartlett_p" else text.ratio(number)


def held(row):
    """Return the thresholds of a row in words.

    >>> from types import SimpleNamespace as Obj
    >>> held(Obj(measure="alpha", pass_from=0.7, pass_to=np.inf, fail_below=0.6, fail_above=np.inf))
    'đạt: ≥ 0,70; không đạt: < 0,60'
    """
    ends = [None if np.isinf(each) else value(row.measure, each) for each in
            (row.pass_from, row.pass_to, row.fail_below, row.fail_above)]  # fmt: skip
    low, high, below, above = ends
    passes = f"{low} … {high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
    beyond = "=" if row.measure in ("at_zero", "at_maximum", "one_value") else ">"  # all units: nothing is above
    fails = [*([f"< {below}"] if below else []), *([f"{beyond} {above}"] if above else [])]
    said = [say("held_pass", bounds=passes)] if passes else []
    said += [say("held_fail", bounds=", ".join(fails))] if fails else []
    return "; ".join(said) or text.NOTHING
