"""An indicator that applies by the answer to another: its schema, what it decides, its Excel expression, words."""

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import ConfigDict, Field

from ..messages import number_text, per_cent, say
from .base import TOLERANCE, Number, Strict
from .cells import number, of_count, of_share
from .ratio import shares


class Condition(Strict):
    """What another indicator's answer must be: one of some options, or a number within bounds."""

    model_config = ConfigDict(serialize_by_alias=True)

    indicator: str
    is_: Annotated[tuple[str, ...], Field(alias="is")] = ()
    at_least: Number | None = None
    below: Number | None = None

    @property
    def is_of_options(self):
        """Whether it names options; else it sets bounds."""
        return bool(self.is_)

    @property
    def is_whole(self):
        """Whether it says either which options, or which bounds, and a number lies within these."""
        low, high = self._bounds
        return self.is_of_options == (self.at_least is None and self.below is None) and low < high

    def can_ask(self, rule):
        """Return whether an answer under a rule can be what it asks for, whatever its options are."""
        return rule.reads == "option" if self.is_of_options else rule.reads in ("share", "value")

    def fails(self, rule, value, total):
        """Return where an answer under a rule is given and is not what it must be; a blank decides nothing.

        >>> from .choice import Choice
        >>> rule = Choice(kind="choice", options=[{"label": "Có", "points": 1}, {"label": "Không", "points": 0}])
        >>> one = Condition.model_validate({"indicator": "A-1", "is": ["Có"]})
        >>> one.fails(rule, np.array([1.0, 2.0, np.nan]), np.full(3, np.nan)).tolist()
        [False, True, False]
        """
        if self.is_of_options:
            accepted = [option.value for option in rule.options if option.label in self.is_]
            return ~np.isnan(value) & ~np.isin(value, accepted)
        measure = shares(value, total) if rule.reads == "share" else np.where(value < 0, np.nan, value)
        low, high = self._bounds
        return (measure < low) | (measure >= high)

    @property
    def _bounds(self):
        low = -np.inf if self.at_least is None else self.at_least
        return low - TOLERANCE, (np.inf if self.below is None else self.below) - TOLERANCE

    def failing(self, rule, cells):
        """Return `fails` as an Excel expression over the cells of the other answer."""
        if self.is_of_options:
            chosen = zip(rule.options, rule.chosen(cells), strict=True)
            others = [each for option, each in chosen if option.label not in self.is_] + rule.other_chosen(cells)
            return f"AND(LEN({cells.value})>0,OR({','.join(others) or 'FALSE'}))"
        bounds = zip(("{}>=", "{}<"), self._bounds, strict=True)
        within = ",".join(f"{sign}{number(bound)}" for sign, bound in bounds if np.isfinite(bound))
        measured = (of_share if rule.reads == "share" else of_count)(f"IF(AND({within}),0,1)", cells)
        return f"({measured})=1"

    def words(self, rule):
        """Return in words what the other answer must be.

        >>> from .counted import Count
        >>> Condition(indicator="A-1", at_least=3).words(Count(kind="count", each=1))
        'từ 3'
        """
        if self.is_of_options:
            return f" {say('or')} ".join(f"«{label}»" for label in self.is_)
        shown = per_cent if rule.reads == "share" else number_text
        bounds = {"from": self.at_least, "below": self.below}
        said = (say(f"condition_{name}", bound=shown(each)) for name, each in bounds.items() if each is not None)
        return ", ".join(said)


def turns(indicators: Sequence[Any]) -> list[Any]:
    """Return ``(at, other, condition)`` of every condition, places among the indicators, each after what it asks.

    Indicators must name one another without a circle.
    """
    place = {each.code: at for at, each in enumerate(indicators)}
    found, taken = [], set()

    def take(at):
        one = indicators[at].applies_if
        if one is None or at in taken:
            return
        taken.add(at)
        take(place[one.indicator])
        found.append((at, place[one.indicator], one))

    for at in range(len(indicators)):
        take(at)
    return found


def inapplicable(
    indicators: Sequence[Any], value: np.ndarray, total: np.ndarray, is_out: np.ndarray
) -> np.ndarray:
    """Return where indicators do not apply by another's answer, or because that other does not apply itself.

    Parameters
    ----------
    indicators : sequence of Indicator
    value, total : array of float
        Declared a and b of one unit, or a row for each of many; NaN, nothing declared, decides nothing.
    is_out : array of bool
        What does not apply for other reasons.

    Returns
    -------
    array of bool
        Of the shape of `is_out`; what was out already is not told again, unless a condition says it too.
    """
    found, out = np.zeros(np.shape(is_out), bool), np.array(is_out, bool)
    for at, other, condition in turns(indicators):
        answer = (np.atleast_1d(each[..., other]) for each in (value, total))
        fails = condition.fails(indicators[other].rule, *answer).reshape(found[..., at].shape)
        found[..., at] = fails | out[..., other]
        out[..., at] |= found[..., at]
    return found
