"""Indicators that differ by unit type, or apply by another's answer: what does not fit together in them."""

from ..errors import finding
from .folding import fold

TOLERANCE = 1e-9  # maxima are decimal numbers held in binary: their sums may differ in the last digit


def check_variants(indicators):
    """Return findings for variants that change nothing, or name somebody whom an earlier one names."""
    faults = []
    for each in indicators:
        named = {}
        for number, variant in enumerate(each.variants):
            where, own = f"{each.code}.variants.{number}", each.under(variant)
            if (own.max_points, own.rule) == (each.max_points, each.rule):
                faults.append(finding("variant_idle", where, words=", ".join(variant.applies_to)))
            for word in variant.applies_to:
                if fold(word) in named:
                    faults.append(finding("variant_doubled", where, word=word, other=named[fold(word)]))
                named.setdefault(fold(word), where)
            faults += check_rule(own, where)
    return faults


def check_rule(indicator, where):
    """Return findings for a rule that does not fit its maximum, or whose steps do not fall."""
    rule, stated, faults = indicator.rule, indicator.max_points, []
    most = rule.attainable(stated)
    if abs(most - stated) > TOLERANCE:
        faults.append(finding("rule_maximum", where, most=most, max_points=stated))
    if rule.kind == "count" and rule.floor is not None and rule.floor > stated:
        faults.append(finding("floor_over_cap", where, floor=rule.floor, cap=stated))
    labels = [each.label for each in (*getattr(rule, "options", ()), *getattr(rule, "parts", ()))]
    seen = [fold(each) for each in labels]
    doubled = [each for at, each in enumerate(labels) if seen[at] in seen[:at] and labels[at] != ""]
    faults += [finding("code_doubled", where, code=each) for each in doubled]
    if not rule.falls:
        faults.append(finding("tiers_order", where))
    if stated == 0 and (rule.kind in ("ratio", "relative", "manual") or indicator.is_bonus):
        faults.append(finding("maximum_zero", where, rule="is_bonus" if indicator.is_bonus else rule.kind))
    return faults


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
