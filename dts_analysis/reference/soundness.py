"""What no single field of a criteria set can show: sums, codes and classes that do not fit one another."""

from collections import Counter

from ..errors import finding
from ..rules import TOLERANCE
from .indicator_soundness import check_conditions, check_rule, check_variants
from .nodes import PILLAR, TOTAL, maxima
from .stages import check_stages

SUMS = {True: ("pillar_sum", "pillar_sum_capped"), False: ("total_sum", "total_sum_capped")}  # of a pillar or not


def check_soundness(criteria_set, levels):
    """Return every finding about a criteria set whose fields are each valid, at a level of `levels`.

    ``where`` is the place inside the set, such as ``NT-01``; "" is the set as a whole.
    """
    return [
        *(fault for each in criteria_set.indicators for fault in check_rule(each, each.code)),
        *check_variants(criteria_set.indicators, levels.of(criteria_set.level).kinds),
        *check_conditions(criteria_set.indicators),
        *(_check_tree(criteria_set) or [*_check_sums(criteria_set), *_check_gates(criteria_set)]),
        *_check_codes(criteria_set),
        *_check_classes(criteria_set.class_scheme),
        *check_stages(criteria_set),
    ]


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
    if criteria_set.scored_in == "passes" and (faults := _check_passes(criteria_set)):
        return faults
    stated = {each.code: each.max_points for each in criteria_set.pillars} | {"": criteria_set.total_points}
    found, faults = maxima(criteria_set.nodes, criteria_set.indicators), []
    summed = maxima([node._replace(cap=None) for node in criteria_set.nodes], criteria_set.indicators)
    for node in criteria_set.nodes:
        most = float(found[node.code])
        cap = most if node.cap is None else node.cap
        if node.floor is not None and node.floor > cap:
            faults.append(finding("floor_over_cap", node.code, floor=node.floor, cap=cap))
        if abs(most - stated.get(node.code, most)) > TOLERANCE:  # of a group nothing is stated
            codes = SUMS[node.level == PILLAR]
            facts = {"found": most, "stated": stated[node.code], "summed": float(summed[node.code])}
            faults.append(finding(codes[facts["summed"] > most], node.code, **facts))
    return faults


def _check_passes(criteria_set):
    """What has no place where each indicator counts 1: other maxima, bonuses, caps."""
    if any(each.max_points != 1 for each in criteria_set.indicators):
        return [finding("passes_with_points", "scored_in")]
    bonuses = [(each.code, "is_bonus") for each in criteria_set.indicators if each.is_bonus]
    caps = [(node.code, "cap") for node in criteria_set.nodes if node.cap is not None]
    return [finding("passes_bounded", where, key=key) for where, key in (*bonuses, *caps)]


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
        bonuses = [each.code for each in criteria_set.indicators if each.is_bonus]
        faults += [
            finding("gate_bonus", f"{node.code}.passes".lstrip("."), code=code)
            for code in (gate.codes if gate else [])
            if code in bonuses
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
        for rule in (each.rule, *(one.rule for one in each.variants))
        for value in _doubled(option.value for option in getattr(rule, "options", ()))
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
    if not faults and not scheme.falls_to_the_end:
        faults.append(finding("class_order", "class_scheme"))
    return faults
