"""One of several answers, in the form's own words."""

from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field, model_validator

from ..messages import say
from .base import Number, RuleKind, Strict, in_shares, wide
from .cells import number, text
from .levels import levels_of


class Option(Strict):
    """One answer to choose: its label, other spellings of it, and its points, below 0 for a penalty.

    `value` is the number that stands for it, in a form and in what is stored; where a set gives none, the number
    that it is called by («Mức 3»), or its place from 1.
    """

    value: Number
    label: str
    also: tuple[str, ...] = ()
    points: Number


class _Compiled(NamedTuple):
    values: np.ndarray  # wide
    points: np.ndarray  # wide
    otherwise: np.ndarray


class Choice(RuleKind):
    """Exactly one of several options; `otherwise` is what any other answer earns, without it that is a fault."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    otherwise: Number | None = None

    @property
    def reads(self):
        """The option chosen."""
        return "option"

    @model_validator(mode="before")
    @classmethod
    def _number_options(cls, given):
        options = given.get("options") if isinstance(given, dict) else None
        if not isinstance(options, list | tuple) or not all(isinstance(each, dict) for each in options):
            return given
        called = levels_of([str(each.get("label", "")) for each in options])
        values = called[1] if called else range(1, len(options) + 1)
        return given | {"options": [{"value": at} | each for at, each in zip(values, options, strict=True)]}

    @property
    def other_value(self):
        """The number that stands for every other answer: one beyond the options'."""
        return max(option.value for option in self.options) + 1

    def attainable(self, max_points):
        """Return the points of the best answer, whatever the maximum."""
        return max(option.points for option in self.options)

    def least(self, max_points):
        """Return the points of the worst answer, 0 where none takes any."""
        return min(0.0, self.otherwise or 0.0, *(option.points for option in self.options))

    @classmethod
    def compiled(cls, rules, maxima):
        """Return the options' values and points, and what other answers earn."""
        return _Compiled(
            *(wide([[getattr(o, name) for o in each.options] for each in rules]) for name in ("value", "points")),
            np.array([np.nan if each.otherwise is None else each.otherwise for each in rules]),
        )

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of the option chosen.

        >>> options = [{"label": "Yes", "points": 30}, {"label": "Not applicable", "points": 30}]
        >>> rule = Choice(kind="choice", options=options, otherwise=0)
        >>> compiled = Choice.compiled([rule], np.array([30.0]))
        >>> Choice.earned(compiled, np.zeros(3, int), np.array([1.0, 3.0, np.nan]), np.full(3, np.nan)).tolist()
        [30.0, 0.0, nan]
        """
        earned = np.where(np.isnan(value), np.nan, compiled.otherwise[at])
        for values, points in zip(compiled.values.T, compiled.points.T, strict=True):
            earned = np.where(value == values[at], points[at], earned)
        return earned

    def formula(self, max_points, cells):
        """Return the points of the option whose value or label, in any spelling, is chosen."""
        labels = cells.labels or [None] * len(self.options)
        points = '""' if self.otherwise is None else number(self.otherwise)
        for option, label in reversed(list(zip(self.options, labels, strict=True))):
            meant = [number(option.value), *([label] if label else []), *map(text, option.also)]
            chosen = [f"{cells.value}={each}" for each in meant]
            chosen = f"OR({','.join(chosen)})" if len(chosen) > 1 else chosen[0]
            points = f"IF({chosen},{number(option.points)},{points})"
        return f'IF(LEN({cells.value})=0,"",{points})'

    def words(self, max_points):
        """Return every option and its points."""
        return "; ".join(say("rule_option", label=each.label, points=each.points) for each in self.options)

    def said(self, value):
        """Return the label of the option that a number stands for, "" where it stands for none."""
        return next((each.label for each in self.options if each.value == value), "")

    def shape(self, max_points):
        """Return it with the points of each option as a share of the maximum."""
        return (shape := self.model_dump()) | {"options": in_shares(shape["options"], max_points)}
