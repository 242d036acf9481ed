"""Where each indicator stands in a form, whether it applies to the unit, and when another's answer ends that."""

from typing import NamedTuple

import numpy as np

from ..intake.typed_words import NOT_APPLICABLE, in_form
from ..messages import named, say
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


def never_applying(criteria_set, unit_code):
    """Return of each indicator whether it does not apply to a unit, whatever anybody answers.

    Parameters
    ----------
    criteria_set : CriteriaSet
        As it stands for the unit: `reference.own_set`.
    unit_code : str
    """
    indicators = criteria_set.indicators
    excluded = np.array([bool(each.applies_to) and unit_code not in each.applies_to for each in indicators])
    nothing = np.full(len(indicators), np.nan)
    return excluded | inapplicable(indicators, nothing, nothing, excluded)


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
    excluded = never_applying(criteria_set, unit_code)
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


class Ending(NamedTuple):
    """That an indicator does not apply by what is verified of another: in Excel, and whether it is so."""

    expression: str
    is_now: bool


class Judged(NamedTuple):
    """An indicator in a sheet of those who judge, and what they made of it so far."""

    row: int
    is_excluded: bool  # by the set, for the unit
    points: float  # NaN where none
    chosen: float | None  # the number of an option, or of parts
    is_out: bool  # it does not apply


def ended(criteria_set, judged, grid, lists, filled):
    """Return by code the `Ending` of each indicator that may not apply by what the same sheet says of another.

    Parameters
    ----------
    criteria_set : CriteriaSet
        As it stands for the unit: `reference.own_set`.
    judged : dict
        The `Judged` of each indicator by its code.
    grid : Grid
    lists : Lists
    filled : str
        The field that is filled in.
    """
    found, indicators = {}, criteria_set.indicators
    for at, other, condition in turns(indicators):
        asked, so_far = indicators[other], judged[indicators[other].code]
        if judged[indicators[at].code].is_excluded or so_far.is_excluded:
            continue
        before = found.get(asked.code)
        expression = f'{grid.cell(filled, so_far.row)}="{in_form(NOT_APPLICABLE[0])}"'
        is_now = so_far.is_out or bool(before and before.is_now)
        if condition.is_of_options:
            labels = lists.add([option.label for option in asked.rule.options])[0]
            cells = Cells(grid.cell("verified_declared", so_far.row), "", tuple(labels))
            fails = condition.failing(asked.rule, cells)
            expression = f"OR({expression},{fails})"
            given = np.array([np.nan if so_far.chosen is None else so_far.chosen])
            is_now = is_now or bool(condition.fails(asked.rule, given, given * np.nan)[0])
        found[indicators[at].code] = Ending(expression, is_now)
    return found


def applies_only(criteria_set, indicator):
    """Return in a sentence when an indicator applies, by the answer to which other; "" where by none."""
    condition = indicator.applies_if
    if condition is None:
        return ""
    other = criteria_set.indicator(condition.indicator)
    called = f"{other.printed_as} {named(other)}"
    return say("form_applies_if", other=called, needed=condition.words(other.rule))
