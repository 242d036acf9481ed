"""Criteria sets read from YAML, and refused with every fault at once where they are unsound."""

from pathlib import Path

from pydantic import ValidationError

from ..errors import DtsError, finding, stop_if
from . import strict_yaml
from .criteria import CriteriaSet
from .nearest import nearest_units
from .schema import findings_of


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
        return CriteriaSet.model_validate(document)
    except ValidationError as error:
        raise DtsError(*findings_of(error, document, path.name)) from None


def load_criteria(folder):
    """Return every criteria set of a folder by id, with `continues` checked across the sets.

    Raises
    ------
    DtsError
        With every fault of every file; also for a file that would not be read, such as ``x.yaml``, an indicator
        that continues nothing known or the same as another one, and a set that continues an older one past that of
        the year before.
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
    faults += _check_continues(criteria)
    stop_if(faults)
    return criteria


def _check_continues(criteria):
    known = {f"{each.id}:{indicator.code}" for each in criteria.values() for indicator in each.indicators}
    unknown = [
        finding("continues_unknown", f"{each.id}.yml!{indicator.code}", target=indicator.continues)
        for each in criteria.values()
        for indicator in each.indicators
        if indicator.continues and indicator.continues not in known
    ]
    return unknown + _check_continued_twice(criteria) + _check_years_skipped(criteria)


def _check_continued_twice(criteria):
    """A finding for each indicator that several of one set continue: its past cannot be that of all of them."""
    found = []
    for each in criteria.values():
        codes = {}
        for indicator in each.indicators:
            codes.setdefault(indicator.continues, []).append(indicator.code)
        found += [
            finding("continues_doubled", f"{each.id}.yml!{doubled[1]}", target=target, codes=", ".join(doubled))
            for target, doubled in codes.items()
            if target and len(doubled) > 1
        ]
    return found


def _check_years_skipped(criteria):
    """A finding for each set that continues older sets only, though there is one of the year before.

    That is what is left when last year's file is copied and its `continues` are not.
    """
    continued = {
        each.id: {indicator.continues.split(":")[0] for indicator in each.indicators} & criteria.keys()
        for each in criteria.values()
    }
    found = []
    for each in criteria.values():
        older, before = continued[each.id], min(each.years) - 1
        between = [
            other.id
            for other in criteria.values()
            if other.level == each.level and before in other.years
            if other.issuer == each.issuer or older & continued[other.id]
        ]
        if older and between and all(max(criteria[one].years) < before for one in older):
            facts = {"older": ", ".join(sorted(older)), "between": ", ".join(between), "before": before}
            found.append(finding("continues_skips_year", f"{each.id}.yml", **facts))
    return found


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
    unknown = [
        (f"{each.id}.yml!{indicator.code}", code)
        for each in criteria.values()
        for indicator in each.indicators
        for code in indicator.applies_to
        if code not in known
    ]
    near = nearest_units(units, [code for _, code in unknown])
    return [finding("applies_to_unknown", where, unit=code, near=near[code]) for where, code in unknown]
