"""What no single field of a criteria set can show: sums, codes and classes that do not fit one another."""

from collections import Counter

from ..errors import finding
from .nodes import PILLAR, TOTAL

TOLERANCE = 1e-9  # maxima are decimal numbers held in binary: their sums may differ in the last digit


def check_soundness(criteria_set):
    """Return every finding about a criteria set whose fields are each valid.

    ``where`` is the place inside the set, such as ``NT-01``; "" is the set as a whole.
    """
    return [
        *_check_rules(criteria_set),
        *(_check_tree(criteria_set) or [*_check_sums(criteria_set), *_check_gates(criteria_set)]),
        *_check_codes(criteria_set),
        *_check_classes(criteria_set.class_scheme),
    ]


def _check_rules(criteria_set):
    faults = []
    for each in criteria_set.indicators:
        most = each.rule.attainable(each.max_points)
        if abs(most - each.max_points) > TOLERANCE:
            faults.append(finding("rule_maximum", each.code, most=most, max_points=each.max_points))
        if not each.rule.falls:
            faults.append(finding("tiers_order", each.code))
        if each.max_points == 0 and (each.rule.kind in ("ratio", "manual") or each.is_bonus):
            faults.append(finding("maximum_zero", each.code, rule="is_bonus" if each.is_bonus else each.rule.kind))
    return faults


def _check_tree(criteria_set):
    """Groups that are not there, or hold themselves: without a tree there are no sums."""
    above = {each.code: each.group for each in criteria_set.groups}
    known = ", ".join(above) or "—"
    faults = [
        finding("group_unknown", each.code, group=each.group, known=known)
        for each in (*criteria_set.groups, *criteria_set.pillars)
        if each.group and each.group not in above
    ]
    for code in above:
        passed, at = {code}, above[code]
        while at in above and at not in passed:
            passed.add(at)
            at = above[at]
        if at == code:
            faults.append(finding("group_in_itself", code))
    return faults


def _check_sums(criteria_set):
    """Maxima as stated, held against the sums of what is held: bonuses apart, up to the caps."""
    stated_sums = {each.code: each.max_points for each in criteria_set.pillars} | {"": criteria_set.total_points}
    sums = Counter()
    for each in criteria_set.indicators:
        sums[each.pillar_code] += 0.0 if each.is_bonus else each.max_points
    faults = []
    for node in criteria_set.nodes:
        cap, floor = node.cap, node.floor
        if cap is not None and floor is not None and floor > cap:
            faults.append(finding("floor_over_cap", node.code, floor=floor, cap=cap))
        found = float(sums[node.code]) if cap is None else min(float(sums[node.code]), cap)
        stated = stated_sums.get(node.code, found)  # of a group nothing is stated
        if abs(found - stated) > TOLERANCE:
            code = "pillar_sum" if node.level == PILLAR else "total_sum"
            faults.append(finding(code, node.code, found=found, stated=stated))
        if node.level != TOTAL:
            sums[node.above] += stated
    return faults


def _check_gates(criteria_set):
    """Gates over what their node does not hold: nothing passes by what stands elsewhere, or by itself."""
    held = {node.code: set() for node in criteria_set.nodes}
    for each in criteria_set.indicators:
        held.setdefault(each.pillar_code, set()).add(each.code)
    faults = []
    for node in criteria_set.nodes:
        gate = node.gate
        faults += [
            finding("gate_code_unknown", f"{node.code}.passes".lstrip("."), code=code)
            for code in (gate.codes if gate else [])
            if code not in held[node.code]
        ]
        if node.level != TOTAL:
            held[node.above] |= {node.code, *held[node.code]}
    return faults


def _check_codes(criteria_set):
    pillars, groups = ([each.code for each in some] for some in (criteria_set.pillars, criteria_set.groups))
    codes = [each.code for each in criteria_set.indicators]
    printed = [each.printed_as for each in criteria_set.indicators]
    faults = [
        finding("code_doubled", "", code=code)
        for code in _doubled([*pillars, *codes, *printed, *criteria_set.years]) + _doubled([*pillars, *groups])
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
