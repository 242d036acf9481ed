"""When units are there: lifetimes that overlap, parents that are not there, changes that lifetimes deny."""

import datetime

import numpy as np
import pandas as pd

from ..errors import finding

FIRST_DAY, LAST_DAY = 0, datetime.date.max.toordinal()
_LINE = 10**7  # days from one code's line of days to the next


class Lifetimes:
    """When each code of a register is borne, whoever bears it.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`: ``unit_code``, ``valid_from`` and ``valid_to``.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"],
    ...     "valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> lifetimes = Lifetimes(units)
    >>> codes = lifetimes.numbers(pd.Series(["374", "374", "375"]))
    >>> days = day_numbers(pd.Series(["2025-06-30", "2025-07-01", "2025-06-30"]))
    >>> lifetimes.cover(codes, days - 365, days).tolist()
    [True, False, False]
    """

    def __init__(self, units):
        self.own, codes = pd.factorize(units["unit_code"], sort=True)
        self.first = day_numbers(units["valid_from"], FIRST_DAY)
        self.last = day_numbers(units["valid_to"], LAST_DAY)
        self._codes = pd.Index(codes)
        starts = self.own * _LINE + self.first
        self._order = np.argsort(starts, kind="stable")
        self._starts = np.append(-2 * _LINE, starts[self._order])
        ends = (self.own * _LINE + self.last)[self._order]
        self._ends = np.maximum.accumulate(np.append(-2 * _LINE, ends))
        breaks = self._starts[1:] > self._ends[:-1] + 1
        self._span_starts = self._starts[np.append(True, breaks)]
        self._span_ends = self._ends[np.append(breaks, True)]

    def numbers(self, codes):
        """Return each code's number among the register's codes; -1 where nobody ever bears it."""
        return self._codes.get_indexer(codes)

    def cover(self, numbers, first, last):
        """Return whether each code, by its number, is borne on every day from `first` to `last`."""
        at = np.searchsorted(self._span_starts, numbers * _LINE + first, side="right") - 1
        return self._span_ends[at] >= numbers * _LINE + last

    def overlapping(self):
        """Return the positions of units that begin while another one bears their code."""
        return self._order[self._starts[1:] <= self._ends[:-1]]


def day_numbers(days, blank=FIRST_DAY):
    """Return ISO dates as numbers of days, `blank` where nothing stands.

    >>> day_numbers(pd.Series(["2025-01-01", "2024-12-31", ""]), blank=0).tolist()
    [739252, 739251, 0]
    """
    at, texts = pd.factorize(days)
    numbers = [datetime.date.fromisoformat(text).toordinal() if text else blank for text in texts]
    return np.array(numbers, dtype="int64")[at]


def told(units):
    """Return each unit's name and lifetime as a reader is told them."""
    starts, ends = (units[name].replace("", "…") for name in ("valid_from", "valid_to"))
    return units["name"] + " (" + starts + " – " + ends + ")"


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
    faults += [
        finding("parent_unknown", _place(row), parent=parent)
        for row, parent in zip(at, units["parent_code"].iloc[at], strict=True)
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


def check_changes(changes, units, where):
    """Return findings where a change says that a unit ended or began, and its lifetime says it did not."""
    lifetimes = Lifetimes(units)
    on = day_numbers(changes["effective_on"])
    old, new = (lifetimes.numbers(changes[column]) for column in ("old_code", "new_code"))
    stood, stands = lifetimes.cover(old, on - 1, on - 1), lifetimes.cover(old, on, on)
    goes_on = pd.MultiIndex.from_frame(changes[["old_code", "effective_on"]]).isin(
        pd.MultiIndex.from_frame(changes[["new_code", "effective_on"]])
    )
    wrong = {
        ("change_old_absent", "old_code"): (old >= 0) & ~stood,
        ("change_old_stays", "old_code"): stood & stands & ~goes_on,
        ("change_new_absent", "new_code"): (new >= 0) & ~lifetimes.cover(new, on, on),
    }
    found = []
    for (code, column), at in wrong.items():
        for row, change in zip(np.flatnonzero(at), changes[at].itertuples(), strict=True):
            unit, eve = getattr(change, column), datetime.date.fromordinal(on[row] - 1).isoformat()
            lives = ", ".join(told(units[units["unit_code"] == unit]))
            facts = {"unit": unit, "on": change.effective_on, "eve": eve, "lifetimes": lives}
            found.append(finding(code, where[row], **facts))
    return found
