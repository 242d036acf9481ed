"""Where each indicator stands in a form, whether it applies to the unit, and when another's answer ends that."""

from typing import NamedTuple

import numpy as np

from ..reference import Indicator, Pillar
from ..rules import Cells, inapplicable, turns


class Place(NamedTuple):
    """An indicator's row, counted from 0, and whether it applies to the unit at all."""

    indicator: Indicator
    row: int
    applies: bool


class Block(NamedTuple):
    """A pillar's row, its indicators' places below, and its last row."""

    pillar: Pillar
    at: int
    places: list
    last: int


def blocks(criteria_set, unit_code, first):
    """Return the `Block` of each pillar that has indicators, from the row `first` on.

    Parameters
    ----------
    criteria_set : CriteriaSet
        As it stands for the unit: `reference.own_set`.
    unit_code : str
    first : int
    """
    indicators, found = criteria_set.indicators, []
    excluded = np.array([bool(each.applies_to) and unit_code not in each.applies_to for each in indicators])
    nothing = np.full(len(indicators), np.nan)
    excluded |= inapplicable(indicators, nothing, nothing, excluded)
    for pillar in criteria_set.pillars:
        places, row = [], first + 1
        for each, is_out in zip(indicators, excluded.tolist(), strict=True):
            if each.pillar_code == pillar.code:
                places.append(Place(each, row, not is_out))
                row += 1 if is_out else 1 + len(getattr(each.rule, "parts", ()))
        if places:
            found.append(Block(pillar, first, places, row - 1))
            first = row
    return found


def failing(criteria_set, placed, grid, lists):
    """Return the Excel expression that an indicator does not apply, by the code of each that an answer can end.

    Parameters
    ----------
    criteria_set : CriteriaSet
    placed : list of Block
    grid : Grid
    lists : Lists
        What drop-downs offer: the cells that hold options' labels.
    """
    places = {each.indicator.code: each for block in placed for each in block.places}
    found = {}
    for at, other, condition in turns(criteria_set.indicators):
        mine, asked = (places[criteria_set.indicators[number].code] for number in (at, other))
        if not (mine.applies and asked.applies):
            continue
        rule = asked.indicator.rule
        fields = ("declared_value", "declared_total")
        value, total = (grid.cell(field, asked.row) if field in grid else "" for field in fields)
        labels = lists.add([option.label for option in rule.options])[0] if condition.is_of_options else ()
        fails = condition.failing(rule, Cells(value, total, tuple(labels)))
        before = found.get(asked.indicator.code)
        found[mine.indicator.code] = f"OR({before},{fails})" if before else fails
    return found


def asked_words(criteria_set, indicator):
    """Return by what an indicator applies: the other as printed, and what its answer must be; None without one."""
    condition = indicator.applies_if
    if condition is None:
        return None
    other = criteria_set.indicator(condition.indicator)
    return {"other": other.printed_name, "needed": condition.words(other.rule)}
