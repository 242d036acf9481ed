"""What every kind of rule says of itself, once: its schema, its points, its formula, its words, what it reads."""

from abc import ABC, abstractmethod
from typing import Annotated, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ..messages import say

Points = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
TOLERANCE = 1e-9  # of decimal numbers held in binary: 8.4 of 12 reaches 0.7, sums may differ in the last digit


class Strict(BaseModel):
    """A record that knows all its keys: an unknown one is a typing mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleKind(Strict, ABC):
    """What each shape says of itself; one that leaves something out cannot be made.

    A rule reads at most two declared numbers, *a* (``declared_value``) and *b* (``declared_total``). `reads` says
    what of them: their ``share``, the ``value`` of a alone, the ``option`` chosen, the ``parts`` that are done, or
    ``nothing``, where a person gives the points.
    """

    is_worth_its_maximum: ClassVar[bool] = False  # it has no points of its own: without a maximum, met or not
    is_relative: ClassVar[bool] = False  # its points hang on what others declare: no unit can compute its own

    @property
    @abstractmethod
    def reads(self):
        """One of ``share``, ``value``, ``option``, ``parts``, ``nothing``."""

    @property
    def marks(self):
        """What a declared value says beside points, by the value: ``not_applicable``, ``unsure``."""
        return {}

    @abstractmethod
    def attainable(self, max_points):
        """Return the most points the rule can give, to be held against the indicator's maximum."""

    def least(self, max_points):
        """Return the fewest points it can give: below 0 where it takes some, -inf where nothing ends that."""
        return 0.0

    @classmethod
    @abstractmethod
    def compiled(cls, rules, maxima):
        """Return what `earned` needs of these rules of this kind and their maxima (array), in their order."""

    @classmethod
    @abstractmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of answers, NaN where they have none.

        Parameters
        ----------
        compiled
            As from `compiled`.
        at : array of int
            The place of each answer's rule in it.
        value, total : array of float
            Declared a and b; NaN where nothing is declared.
        """

    @classmethod
    def earned_among(cls, compiled, at, value, total, peers):
        """Return the points of answers beside those of their peers; most kinds look at each answer alone.

        ``peers`` are numbers, equal where answers are held against one another; all else as in `earned`.
        """
        return cls.earned(compiled, at, value, total)

    def begun(self, value):
        """Return what to ask `rungs`, `least_answer` and `needs` of where so much is declared: itself, mostly.

        Where things done add up, what is done stays done, and only what is added is named.
        """
        return self

    def rungs(self, max_points):
        """Return the points it can give, rising; None where it can give any up to the maximum."""

    def least_answer(self, points, max_points):
        """Return the number that must be declared for so many points, of a share a/b; NaN where none gives them.

        Of a penalty it is the most that may be declared.
        """
        return np.nan

    def needs(self, points, max_points):
        """Return in words what must be declared for so many points; "" where nothing declared gives them."""
        return ""

    @classmethod
    def leading(cls, compiled, at, value, total, peers):
        """Return what the leader of each answer's peers declares; NaN where no points hang on a leader."""
        return np.full(len(at), np.nan)

    @abstractmethod
    def formula(self, max_points, cells):
        """Return the points as an Excel expression, "" where `earned` gives NaN.

        None where no form can compute them: a person gives them, or they hang on what others declare.

        Parameters
        ----------
        max_points : float
        cells : Cells
        """

    @abstractmethod
    def words(self, max_points):
        """Return in a line how points are given, "" where a person gives them."""

    def in_full(self, max_points):
        """Return `words` line by line, with what a form shows beside them; who judges where no rule does."""
        return [self.words(max_points) or say("rule_manual")]

    def said(self, value):
        """Return what a declared number chooses, in the form's words; "" where the rule reads no such choice."""
        return ""

    @property
    def falls(self):
        """Whether its steps fall strictly, in threshold and in points; a shape without steps has none to rise."""
        return True

    @property
    def thresholds(self):
        """The numbers that steps begin at, the highest first; a shape without steps has none."""
        return ()

    @property
    def has_thresholds(self):
        """Whether it holds a number that an issuer sets anew from year to year: a target, a step."""
        return False

    def shape(self, max_points):
        """Return it as plain data, points as shares of the maximum: what stays when only a weight moves."""
        return self.model_dump()

    def without_thresholds(self, max_points):
        """Return its `shape` without its thresholds: what stays when only a target moves."""
        return self.shape(max_points)


def in_shares(records, max_points):
    """Return records with their points as shares of a maximum.

    >>> in_shares([{"at_least": 1.0, "points": 5.0}], 20.0)
    [{'at_least': 1.0, 'points': 0.25}]
    """
    return [each | {"points": round(each["points"] / (max_points or 1.0), 12)} for each in records]


def wide(rows):
    """Return rows of numbers of different lengths as one array, padded with NaN.

    >>> wide([[1.0], [2.0, 3.0]]).tolist()
    [[1.0, nan], [2.0, 3.0]]
    """
    width = max(map(len, rows), default=0)
    padded = np.full((len(rows), width), np.nan)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return padded
