"""Units beside one another: lifetimes of one code that overlap, parents that are not there or lead back."""

import numpy as np

from ..errors import finding
from .lifetimes import Lifetimes, told
from .nearest import nearest_units


def check_units(units):
    """Return findings where two lifetimes of one code overlap, or a parent is not there or not above.

    A parent's code is borne on every day of its unit's life, by one unit or by several in turn. With that, a
    parent can be looked up on any day and in any year, and no unit is above itself in any of them.
    """
    lifetimes = Lifetimes(units)
    parents = lifetimes.numbers(units["parent_code"])
    at = lifetimes.overlapping()
    faults = [
        finding("lifetimes_overlap", _place(row), unit=unit.unit_code, valid_from=unit.valid_from or "—")
        for row, unit in zip(at, units.iloc[at].itertuples(), strict=True)
    ]
    at = np.flatnonzero((parents < 0) & (units["parent_code"] != ""))
    unknown = units["parent_code"].iloc[at]
    near = nearest_units(units, unknown.unique())
    faults += [
        finding("parent_unknown", _place(row), parent=parent, near=near[parent])
        for row, parent in zip(at, unknown, strict=True)
    ]
    at = np.flatnonzero((parents >= 0) & ~lifetimes.cover(parents, lifetimes.first, lifetimes.last))
    return faults + _absent_parents(units, lifetimes, parents, at) + _parent_rings(units, lifetimes, parents)


def _absent_parents(units, lifetimes, parents, at):
    if not at.size:
        return []
    bearers = units[np.isin(lifetimes.own, parents[at])]
    by_code = told(bearers).groupby(bearers["unit_code"]).agg(", ".join)
    children = units.iloc[at]
    return [
        finding("parent_absent", _place(row), parent=parent, unit=unit, lifetimes=by_code[parent])
        for row, parent, unit in zip(at, children["parent_code"], told(children), strict=True)
    ]


def _parent_rings(units, lifetimes, parents):
    """A finding for each ring of units that are above one another on one day, at the first of their rows."""
    own, left = lifetimes.own, np.flatnonzero(parents >= 0)
    while not (kept := np.isin(parents[left], own[left]) & np.isin(own[left], parents[left])).all():
        left = left[kept]
    rings = {}
    for day in np.unique(lifetimes.first[left]):
        alive = left[(lifetimes.first[left] <= day) & (lifetimes.last[left] >= day)]
        bearers = dict(zip(own[alive], alive, strict=True))
        for codes in _rings(dict(zip(own[alive], parents[alive], strict=True))):
            rows = [int(bearers[code]) for code in codes]
            lowest = rows.index(min(rows))
            rings.setdefault(frozenset(rows), rows[lowest:] + rows[:lowest])
    found = []
    for rows in sorted(rings.values()):
        ring = " → ".join(units["unit_code"].iloc[[*rows, rows[0]]])
        lines = ", ".join(str(row + 2) for row in sorted(rows))
        found.append(finding("parent_ring", _place(rows[0]), ring=ring, rows=lines))
    return found


def _rings(above):
    """Each ring that going up leads round in, as a list of codes; `above` maps codes to their parents."""
    seen = set()
    for code in above:
        path = []
        while code in above and code not in seen:
            seen.add(code)
            path.append(code)
            code = above[code]
        if code in path:
            yield path[path.index(code) :]


def _place(row):
    return f"units.csv!{row + 2}"
