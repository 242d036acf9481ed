"""What mutated forms brought to light, mutator by mutator, each with the smallest form that shows it."""

from collections import defaultdict
from typing import NamedTuple

import pytest

from . import draw
from .lying import outcomes
from .verdict import KINDS, judge


class Case(NamedTuple):
    """One form, what the package made of it and what is wrong with that."""

    form: object
    layout: object
    outcome: object
    faults: list


def cases(seed, family, count, read_raw=None, names=()):
    """Return the `Case` of each form drawn; see `mutations.draw`."""
    return of_forms(draw(seed, family, count, names), read_raw)


def of_forms(forms, read_raw=None):
    """Return the `Case` of each form, all read together."""
    found, layouts = outcomes(forms, read_raw) if read_raw else outcomes(forms)
    rows = zip(forms, layouts, found, strict=True)
    return [Case(form, layout, outcome, judge(form, layout, outcome)) for form, layout, outcome in rows]


def smallest(some):
    """Return the smallest failing case of each mutator (or mix) and kind of fault, the gravest kind first."""
    best, count = {}, defaultdict(int)
    for case in some:
        for kind in {fault.kind for fault in case.faults}:
            key = KINDS.index(kind), "+".join(case.form.done)
            count[key] += 1
            if key not in best or _size(case) < _size(best[key]):
                best[key] = case
    return [(KINDS[kind], name, count[kind, name], best[kind, name]) for kind, name in sorted(best)]


def hold(some, seed, family):
    """Fail the test that calls this with the report, where any of these cases has a fault."""
    if any(case.faults for case in some):
        pytest.fail(text(some, seed, family), pytrace=False)


def text(some, seed, family):
    """Return a report: one paragraph a mutator and kind of fault, with its smallest form."""
    lines = [f"{family}, seed {seed}: {sum(bool(case.faults) for case in some)} of {len(some)} forms fail"]
    for kind, name, count, case in smallest(some):
        fault = next(each for each in case.faults if each.kind == kind)
        lines.append(f"{kind} x{count} {name} ({case.form.stage}, {case.form.criteria_id})")
        lines.append(f"    {fault.path} {fault.place}: meant {_words(fault.meant)}, read {fault.read}")
        lines.append(f"    said: {fault.said or 'nothing'}")
    return "\n".join(lines)


def _size(case):
    return len(case.form.done), len(case.form.rows), len(case.form.columns)


def _words(meant):
    if not isinstance(meant, tuple):
        return meant
    return " or ".join(map(str, meant.readings)) + (f" ({meant.told})" if meant.told else "")
