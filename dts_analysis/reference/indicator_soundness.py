"""Indicators that differ by unit type, or apply by another's answer: what does not fit together in them."""

from ..errors import finding
from ..rules import TOLERANCE
from .folding import fold, fold_signed, visible


def check_variants(indicators, kinds):
    """Return findings for variants that change nothing, name somebody whom an earlier one names, or nobody at all.

    Parameters
    ----------
    indicators : sequence of Indicator
    kinds : collection of str
        Of units, by the words that names begin with; any other word is a unit's code.
    """
    kinds = {fold(each) for each in kinds}
    faults = []
    for each in indicators:
        named = {}
        for number, variant in enumerate(each.variants):
            where, own = f"{each.code}.variants.{number}", each.under(variant)
            if (own.max_points, own.rule) == (each.max_points, each.rule):
                faults.append(finding("variant_idle", where, words=", ".join(variant.applies_to)))
            if each.applies_to and not may_meet(each.applies_to, variant.applies_to, kinds):
                facts = {"words": ", ".join(variant.applies_to), "own": ", ".join(each.applies_to)}
                faults.append(finding("variant_unused", where, **facts))
            for word in variant.applies_to:
                if fold(word) in named:
                    faults.append(finding("variant_doubled", where, word=word, other=named[fold(word)]))
                named.setdefault(fold(word), where)
            faults += check_rule(own, where)
    return faults


def may_meet(words, others, kinds):
    """Return whether a unit may be named by one of some words and by one of others: a code may be of any kind."""
    pairs = [sorted((fold(one), fold(other)), key=len) for one in words for other in others]
    return any((short in kinds) != (long in kinds) or f"{long} ".startswith(f"{short} ") for short, long in pairs)


def check_rule(indicator, where):
    """Return findings for a rule that does not fit its maximum, or whose steps do not fall."""
    rule, stated, faults = indicator.rule, indicator.max_points, []
    most = rule.attainable(stated)
    if abs(most - stated) > TOLERANCE:
        faults.append(finding("rule_maximum", where, most=most, max_points=stated))
    if rule.kind == "count" and rule.floor is not None and rule.floor > stated:
        faults.append(finding("floor_over_cap", where, floor=rule.floor, cap=stated))
    faults += _check_labels((*getattr(rule, "options", ()), *getattr(rule, "parts", ())), where)
    if rule.reads == "share":
        faults += _check_shares(rule.thresholds, where)
    if not rule.falls:
        faults.append(finding("tiers_order", where))
    if stated == 0 and (rule.kind in ("ratio", "relative", "manual") or indicator.is_bonus):
        faults.append(finding("maximum_zero", where, rule="is_bonus" if indicator.is_bonus else rule.kind))
    return faults


def _check_labels(named, where):
    """Findings for what nobody could choose by its words: a blank, or a spelling that names another as well."""
    faults, meant = [], {}
    for number, each in enumerate(named, 1):
        for label in (each.label, *getattr(each, "also", ())):
            if not visible(label).strip():
                faults.append(finding("label_blank", where, number=number))
                continue
            at, other = meant.setdefault(fold_signed(label) or label.strip(), (number, each.label))
            if at != number:
                faults.append(finding("label_doubled", where, label=label, number=number, at=at, other=other))
    return faults


def _check_shares(bounds, where):
    """Findings for bounds of shares beyond the whole: most are per cents."""
    return [
        finding("threshold_over_one", where, bound=float(each), share=each / 100)
        for each in bounds
        if each is not None and each > 1
    ]


def check_conditions(indicators):
    """Return findings for conditions that nobody's answer could meet, or that lead back to where they stand."""
    known = {each.code: each for each in indicators}
    return [
        fault
        for each in indicators
        if each.applies_if is not None
        for fault in _check_condition(each, known.get(each.applies_if.indicator), known)
    ]


def _check_condition(indicator, other, known):
    where, condition = f"{indicator.code}.applies_if", indicator.applies_if
    if other is None:
        return [finding("condition_unknown", where, code=condition.indicator)]
    faults = [] if condition.is_whole else [finding("condition_bounds", where)]
    circle = _circle(indicator, known)
    if circle:
        faults.append(finding("condition_circle", where, circle=" → ".join(circle)))
    rules = [each.rule for each in other.alternatives]
    refusing = next((rule for rule in rules if condition.is_whole and not condition.can_ask(rule)), None)
    if refusing:
        asked = "is" if condition.is_of_options else "at_least, below"
        return [*faults, finding("condition_rule", where, code=other.code, rule=refusing.kind, asked=asked)]
    if any(rule.reads == "share" for rule in rules):
        faults += _check_shares((condition.at_least, condition.below), where)
    for rule in rules if condition.is_of_options else []:
        labels = [option.label for option in rule.options if option.counts != "not_applicable"]
        strange = [label for label in condition.is_ if label not in labels]
        if strange:
            facts = {"labels": ", ".join(strange), "options": "; ".join(labels), "code": other.code}
            return [*faults, finding("condition_label", where, **facts)]
    return faults


def _circle(indicator, known):
    """The codes from an indicator along what each asks back to it; none where that comes to an end elsewhere."""
    codes, one = [indicator.code], indicator
    while one is not None and one.applies_if is not None:
        codes.append(one.applies_if.indicator)
        if codes[-1] == indicator.code:
            return codes
        if codes[-1] in codes[:-1]:
            return []
        one = known.get(codes[-1])
    return []
