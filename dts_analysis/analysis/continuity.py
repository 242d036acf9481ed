"""Which indicator and which unit is the same over years: decided here and nowhere else.

An indicator is the same as the one it ``continues``, through however many sets: it keeps its *root*, the first of
that line. A unit is the same as long as one lifetime of its code lasts, and when it is only renamed; equal codes
alone are not equal units.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import reference
from ..scoring import coded, grouped

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet
    from ..reference.indicator import Indicator
    from ..rules import Rule

_MOVED = ("target_moved", "leader_moved")  # the rule measures the same, by another yardstick


def links(criteria: "dict[str, CriteriaSet]", earlier_id: str, later_id: str) -> pd.DataFrame:
    """Return how the indicators of two criteria sets match, and whether their points compare.

    Computed from the rules, not asserted: an indicator's points compare only where both have one root and rule and
    maximum are the same; its attainment compares where only the weight changed, every threshold being the same
    share of the maximum. Where only a target moved, the declared values still compare: what the rule measures is
    the same. A rule that a person applies is its text: rewritten, it is another rule. Where variants by unit type
    changed the rule did; `trends.compare` looks at the one that each unit is under.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id; those between the two are needed where indicators go on through them.
    earlier_id, later_id : str
        The two sets; equal ids match every indicator with itself.

    Returns
    -------
    DataFrame
        One row per indicator of either set: ``code_from``, ``code_to`` ("" where there is none),
        ``why`` (same, reweighted, target_moved, rule_changed, new, dropped), ``measure`` (what the rule
        reads of the declared numbers: share, value, "" for neither), ``points_compare``,
        ``shares_compare``, ``values_compare`` (bool).
    """
    root = _roots(criteria)
    before = {root[earlier_id, each.code]: each for each in criteria[earlier_id].indicators}
    rows = []
    for each in criteria[later_id].indicators:
        old = before.pop(root[later_id, each.code], None)
        found, code = ("new", "") if old is None else (_why_of_all(old, each), old.code)
        rows.append((code, each.code, found, measure(each.rule)))
    rows += [(each.code, "", "dropped", measure(each.rule)) for each in before.values()]
    table = pd.DataFrame(rows, columns=["code_from", "code_to", "why", "measure"])
    return comparing(table)


def comparing(table: pd.DataFrame) -> pd.DataFrame:
    """Return `links` with what compares, by ``why`` and ``measure``.

    Besides what `links` finds of two sets, ``why`` may be leader_moved, as `trends.compare` finds it of two years.
    """
    return table.assign(
        points_compare=table["why"] == "same",
        shares_compare=table["why"].isin(["same", "reweighted"]),
        values_compare=table["why"].isin(["same", "reweighted", *_MOVED]) & (table["measure"] != ""),
    )


def roots(table: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> np.ndarray:
    """Return each row's indicator as a number that stays through every set that continues it.

    Parameters
    ----------
    table : DataFrame
        ``criteria_id`` and ``indicator_code``, as in `scoring.count`.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    array of int
        Aligned to `table`; equal numbers are one indicator.
    """
    root = _roots(criteria)
    numbers = {each: number for number, each in enumerate(dict.fromkeys(root.values()))}
    return _looked_up(table, {key: numbers[each] for key, each in root.items()})


def renumbered(past: pd.DataFrame, criteria: "dict[str, CriteriaSet]", set_ids: Sequence[str]) -> pd.DataFrame:
    """Return past rows under the codes that their indicators bear in later sets.

    A code may pass to another indicator when a set changes. What none of the later sets goes on with bears
    ``set:code``, which is no indicator's code.

    Parameters
    ----------
    past : DataFrame
        ``criteria_id``, ``indicator_code`` and whatever else.
    criteria : dict
        Criteria sets by id.
    set_ids : sequence of str
        The later sets; where two of them have one indicator under two codes, the first one's counts. A row of
        one of these sets keeps its code.

    Returns
    -------
    DataFrame
        `past` with another ``indicator_code``, a category.
    """
    root, later = _roots(criteria), {}
    for name in set_ids:
        for each in criteria[name].indicators:
            later.setdefault(root[name, each.code], each.code)
    borne = {key: later.get(each, f"{key[0]}:{key[1]}") for key, each in root.items()}
    borne |= {(name, each.code): each.code for name in set_ids for each in criteria[name].indicators}
    names = sorted(set(borne.values()))
    place = {name: number for number, name in enumerate(names)}
    found = _looked_up(past, {key: place[code] for key, code in borne.items()})
    return past.assign(indicator_code=pd.Categorical.from_codes(found, names).remove_unused_categories())


def unit_ids(units: pd.DataFrame, lives: pd.DataFrame, changes: pd.DataFrame | None = None) -> pd.Series:
    """Return which unit bore each code in its year, as a text that is equal where the unit is the same.

    Parameters
    ----------
    units : DataFrame
        As from `reference.load_units`.
    lives : DataFrame
        ``unit_code`` and ``year``; any number of rows may be alike.
    changes : DataFrame, optional
        As from `reference.load_unit_changes`: a unit that was only renamed, or only came under another parent,
        and kept its code is the same as before. Without, every lifetime is a unit of its own.

    Returns
    -------
    Series of str
        ``code@valid_from`` of the unit that `reference.units_on` gives (of its first name), aligned to `lives`;
        "" where nobody bore the code in that year.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"], "valid_from": ["", "2025-01-01"],
    ...     "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> unit_ids(units, pd.DataFrame({"unit_code": ["374"] * 4, "year": [2023, 2024, 2025, 2026]})).tolist()
    ['374@', '374@', '374@2025-01-01', '']
    """
    row, distinct = grouped(lives, ["unit_code", "year"])
    distinct = distinct.astype({"unit_code": "str"})
    bearers = reference.units_on(units, distinct)
    borne = bearers["unit_code"] + "@" + bearers["valid_from"]
    before = {} if changes is None else _renamed(units, changes)
    while (later := borne.isin(list(before))).any():
        borne = borne.mask(later, borne.map(before))
    borne.index = pd.MultiIndex.from_frame(bearers[["unit_code", "year"]])
    found = borne.reindex(pd.MultiIndex.from_frame(distinct), fill_value="")
    return pd.Series(found.array.take(row), index=lives.index, dtype="str")


def _renamed(units, changes):
    """The id that a unit had before it got another name or parent, by the one it has since."""
    pairs = changes[["old_code", "new_code", "effective_on"]]
    alone = ~(pairs.duplicated(["old_code", "effective_on"], keep=False)
              | pairs.duplicated(["new_code", "effective_on"], keep=False))  # fmt: skip
    is_name = (changes["kind"] == "rename") & (changes["old_code"] == changes["new_code"])
    rows = changes.loc[alone & is_name & (changes["extent"] == "whole"), ["new_code", "effective_on"]]
    eves = {on: reference.next_day(on, -1) for on in rows["effective_on"].unique()}
    rows = rows.assign(valid_to=rows["effective_on"].map(eves).astype("str")).rename(
        columns={"new_code": "unit_code"}
    )
    old = rows.merge(units[["unit_code", "valid_to", "valid_from", "level"]])
    new = units[["unit_code", "valid_from", "level"]].rename(columns={"valid_from": "effective_on"})
    both = old.merge(new)
    ids = (both["unit_code"] + "@" + both[name] for name in ("effective_on", "valid_from"))
    return dict(zip(*ids, strict=True))


def measure(rule: "Rule") -> str:
    """Return what a rule reads of the declared numbers: share, value, or "" for a choice, a list, nothing."""
    return rule.reads if rule.reads in ("share", "value") else ""


def _roots(criteria):
    """Each indicator's root by set and code; in one set no two have the same, the first one keeps it."""
    root = {}
    for one in _in_turn(criteria):
        taken = set()
        for each in one.indicators:
            name, _, code = each.continues.partition(":")
            found = root.get((name, code))  # a set that is not there continues nothing
            root[one.id, each.code] = (one.id, each.code) if found is None or found in taken else found
            taken.add(root[one.id, each.code])
    return root


def _in_turn(criteria):
    """The sets, each after those it continues."""
    seen, order = set(), []

    def visit(one):
        seen.add(one.id)
        for name in dict.fromkeys(each.continues.partition(":")[0] for each in one.indicators):
            if name in criteria and name not in seen:
                visit(criteria[name])
        order.append(one)

    for one in criteria.values():
        if one.id not in seen:
            visit(one)
    return order


def _looked_up(table, numbers):
    """Each row's number, by its set and indicator."""
    sets, set_names = coded(table["criteria_id"])
    codes, code_names = coded(table["indicator_code"])
    grid = [[numbers.get((name, code), -1) for code in code_names] for name in set_names]
    return np.array(grid, dtype=np.intp).reshape(len(set_names), len(code_names))[sets, codes]


def _why_of_all(earlier, later):
    return why(earlier, later) if earlier.variants == later.variants else "rule_changed"


def why(earlier: "Indicator", later: "Indicator") -> str:
    """Return why two indicators of one line compare or not: same, reweighted, target_moved, rule_changed."""
    if earlier.rule.kind == later.rule.kind == "manual" and _told(earlier) != _told(later):
        return "rule_changed"
    if earlier.rule == later.rule and earlier.max_points == later.max_points:
        return "same"
    old, new = (each.rule.shape(each.max_points) for each in (earlier, later))
    if old == new:
        return "reweighted"
    old, new = (each.rule.without_thresholds(each.max_points) for each in (earlier, later))
    return "target_moved" if old == new else "rule_changed"


def _told(indicator):
    """The words of a rule that a person applies; its maximum may move in them as it does in the set."""
    words = " ".join(indicator.rule_text.split()).casefold()
    most = f"{indicator.max_points:.12g}".replace(".", "[.,]")
    return re.sub(rf"(?<![\d.,]){most}(?![.,]?\d)", "…", words)
