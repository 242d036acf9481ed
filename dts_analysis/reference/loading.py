"""Criteria sets read from YAML, and refused with every fault at once where they are unsound."""

from collections import Counter
from pathlib import Path

from pydantic import ValidationError

from ..errors import DtsError, finding, stop_if
from . import strict_yaml
from .criteria import CriteriaSet
from .rules import attainable, steps_in_order
from .schema import reason

TOLERANCE = 1e-9  # maxima are decimal numbers held in binary: their sums may differ in the last digit


def read_criteria(path):
    """Return the criteria set in one YAML file.

    Raises
    ------
    DtsError
        With every fault of the file: duplicate or unknown keys, missing fields, unknown rules, codes
        outside their pillar, maxima that do not add up.
    """
    path = Path(path)
    document = strict_yaml.read(path)
    if not isinstance(document, dict):
        raise DtsError(finding("yaml_not_keys", path.name))
    try:
        criteria_set = CriteriaSet.model_validate(document)
    except ValidationError as faults:
        raise DtsError(*(_schema_finding(path, document, each) for each in faults.errors())) from None
    stop_if(_check_sums(path, criteria_set) + _check_codes(path, criteria_set))
    return criteria_set


def load_criteria(folder):
    """Return every criteria set of a folder by id, with `continues` checked across the sets.

    Raises
    ------
    DtsError
        With every fault of every file; also for a file that would not be read, such as ``x.yaml``.
    """
    criteria = {}
    others = (path for path in sorted(Path(folder).glob("[!.]*")) if path.suffix != ".yml")
    faults = [finding("criteria_not_yml", path.name) for path in others]
    for path in sorted(Path(folder).glob("*.yml")):
        try:
            criteria_set = read_criteria(path)
        except DtsError as error:
            faults += error.findings
            continue
        if criteria_set.id != path.stem:
            faults.append(finding("criteria_id_differs", path.name, id=criteria_set.id, stem=path.stem))
        criteria[criteria_set.id] = criteria_set
    known = {f"{each.id}:{indicator.code}" for each in criteria.values() for indicator in each.indicators}
    faults += [
        finding("continues_unknown", f"{each.id}.yml!{indicator.code}", target=indicator.continues)
        for each in criteria.values()
        for indicator in each.indicators
        if indicator.continues and indicator.continues not in known
    ]
    stop_if(faults)
    return criteria


def check_applies_to(criteria, units):
    """Return findings for indicators that apply to units nobody knows: they would apply to nobody, in silence.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `load_units`.
    """
    known = set(units["unit_code"])
    return [
        finding("applies_to_unknown", f"{each.id}.yml!{indicator.code}", unit=code)
        for each in criteria.values()
        for indicator in each.indicators
        for code in indicator.applies_to
        if code not in known
    ]


def _schema_finding(path, document, fault):
    *parents, leaf = fault["loc"]
    where = f"{path.name}!{'.'.join(_steps(document, parents))}".rstrip("!")
    kind = fault["type"]
    if kind == "missing":
        return finding("field_missing", where, field=leaf)
    if kind == "extra_forbidden":
        return finding("field_unknown", where, field=leaf)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = fault.get("ctx", {}).get("tag", "")
        expected = "ratio, tiers, choice, checklist, target, manual"
        return finding("rule_unknown", f"{where}.{leaf}", rule=tag, expected=expected)
    return finding("field_invalid", where, field=leaf, value=repr(fault["input"]), reason=reason(fault))


def _steps(document, parents):
    """Name list items by their code where they have one: people look for NT-01, not for item 0."""
    for step in parents:
        document = document[step] if _holds(document, step) else None
        code = document.get("code") if isinstance(document, dict) else None
        yield str(code if isinstance(step, int) and code else step)


def _holds(document, step):
    if isinstance(document, dict):
        return step in document
    return isinstance(document, list) and isinstance(step, int) and step < len(document)


def _check_sums(path, criteria_set):
    faults = []
    in_pillars = Counter()
    for each in criteria_set.indicators:
        in_pillars[each.pillar_code] += each.max_points
        where = f"{path.name}!{each.code}"
        most = attainable(each.rule, each.max_points)
        if abs(most - each.max_points) > TOLERANCE:
            faults.append(finding("rule_maximum", where, most=most, max_points=each.max_points))
        if not steps_in_order(each.rule):
            faults.append(finding("tiers_order", where))
        if each.max_points == 0 and each.rule.kind != "target":
            faults.append(finding("maximum_zero", where, rule=each.rule.kind))
    for pillar in criteria_set.pillars:
        found = float(in_pillars[pillar.code])
        if abs(found - pillar.max_points) > TOLERANCE:
            where = f"{path.name}!{pillar.code}"
            faults.append(finding("pillar_sum", where, found=found, stated=pillar.max_points))
    found = float(sum(pillar.max_points for pillar in criteria_set.pillars))
    if abs(found - criteria_set.total_points) > TOLERANCE:
        faults.append(finding("total_sum", path.name, found=found, stated=criteria_set.total_points))
    return faults


def _check_codes(path, criteria_set):
    pillars = [each.code for each in criteria_set.pillars]
    codes = [each.code for each in criteria_set.indicators]
    printed = [each.printed_as for each in criteria_set.indicators]
    doubled = [c for c, n in (Counter(pillars) + Counter(codes) + Counter(printed)).items() if n > 1]
    faults = [finding("code_doubled", path.name, code=code) for code in doubled]
    faults += [
        finding("code_outside_pillar", f"{path.name}!{each.code}", pillars=", ".join(pillars))
        for each in criteria_set.indicators
        if each.pillar_code not in pillars or "-" not in each.code
    ]
    faults += [
        finding("code_doubled", f"{path.name}!{each.code}", code=f"{value:g}")
        for each in criteria_set.indicators
        for value, n in Counter(option.value for option in getattr(each.rule, "options", ())).items()
        if n > 1
    ]
    return faults + _check_classes(path, criteria_set.class_scheme)


def _check_classes(path, scheme):
    counts = Counter(each.code for each in scheme.classes)
    faults = [finding("code_doubled", f"{path.name}!class_scheme", code=c) for c, n in counts.items() if n > 1]
    needed = {"thresholds": ("at_least", "above"), "conditions": ("when",)}[scheme.kind]
    faults += [
        finding("class_without_bound", f"{path.name}!class_scheme.{each.code}", kind=scheme.kind)
        for each in scheme.classes
        if sum(getattr(each, name) is not None for name in ("at_least", "above", "when")) != 1
        or all(getattr(each, name) is None for name in needed)
    ]
    if not faults and not _falls_to_the_end(scheme):
        faults.append(finding("class_order", f"{path.name}!class_scheme"))
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
