"""What no single field of a criteria set can show: sums, codes and classes that do not fit one another."""

from collections import Counter

from ..errors import finding
from .stages import check_stages

TOLERANCE = 1e-9  # maxima are decimal numbers held in binary: their sums may differ in the last digit


def check_soundness(criteria_set):
    """Return every finding about a criteria set whose fields are each valid.

    ``where`` is the place inside the set, such as ``NT-01``; "" is the set as a whole.
    """
    return [
        *_check_rules(criteria_set),
        *_check_sums(criteria_set),
        *_check_codes(criteria_set),
        *_check_classes(criteria_set.class_scheme),
        *check_stages(criteria_set),
    ]


def _check_rules(criteria_set):
    faults = []
    for each in criteria_set.indicators:
        most = each.rule.attainable(each.max_points)
        if abs(most - each.max_points) > TOLERANCE:
            faults.append(finding("rule_maximum", each.code, most=most, max_points=each.max_points))
        if not each.rule.falls:
            faults.append(finding("tiers_order", each.code))
        if each.max_points == 0 and each.rule.kind in ("ratio", "manual"):
            faults.append(finding("maximum_zero", each.code, rule=each.rule.kind))
    return faults


def _check_sums(criteria_set):
    in_pillars = Counter()
    for each in criteria_set.indicators:
        in_pillars[each.pillar_code] += each.max_points
    faults = [
        finding("pillar_sum", pillar.code, found=found, stated=pillar.max_points)
        for pillar in criteria_set.pillars
        if abs((found := float(in_pillars[pillar.code])) - pillar.max_points) > TOLERANCE
    ]
    found = float(sum(pillar.max_points for pillar in criteria_set.pillars))
    if abs(found - criteria_set.total_points) > TOLERANCE:
        faults.append(finding("total_sum", "", found=found, stated=criteria_set.total_points))
    return faults


def _check_codes(criteria_set):
    pillars, groups = ([each.code for each in some] for some in (criteria_set.pillars, criteria_set.groups))
    codes = [each.code for each in criteria_set.indicators]
    printed = [each.printed_as for each in criteria_set.indicators]
    faults = [
        finding("code_doubled", "", code=code)
        for code in _doubled([*pillars, *codes, *printed, *criteria_set.years]) + _doubled(groups)
    ]
    faults += [
        finding("group_unknown", each.code, group=each.group, known=", ".join(groups) or "—")
        for each in criteria_set.pillars
        if each.group and each.group not in groups
    ]
    faults += [
        finding("code_outside_pillar", each.code, pillars=", ".join(pillars))
        for each in criteria_set.indicators
        if each.pillar_code not in pillars or "-" not in each.code
    ]
    return faults + [
        finding("code_doubled", each.code, code=f"{value:g}")
        for each in criteria_set.indicators
        for value in _doubled(option.value for option in getattr(each.rule, "options", ()))
    ]


def _doubled(codes):
    return [code for code, times in Counter(codes).items() if times > 1]


def _check_classes(scheme):
    faults = [
        finding("code_doubled", "class_scheme", code=c) for c in _doubled(each.code for each in scheme.classes)
    ]
    needed = {"thresholds": ("at_least", "above"), "conditions": ("when",)}[scheme.kind]
    faults += [
        finding("class_without_bound", f"class_scheme.{each.code}", kind=scheme.kind)
        for each in scheme.classes
        if sum(getattr(each, name) is not None for name in ("at_least", "above", "when")) != 1
        or all(getattr(each, name) is None for name in needed)
    ]
    if not faults and not _falls_to_the_end(scheme):
        faults.append(finding("class_order", "class_scheme"))
    return faults


def _falls_to_the_end(scheme):
    """Whether every class can be reached and the last takes what is left: no answer falls between them."""
    if scheme.kind == "conditions":
        conditions = [each.when for each in scheme.classes]
        return conditions[-1] == "otherwise" and len(set(conditions)) == len(conditions)
    bounds = [
        (each.at_least if each.above is None else each.above, each.above is not None) for each in scheme.classes
    ]
    return bounds == sorted(set(bounds), reverse=True) and bounds[-1] == (0.0, False)
