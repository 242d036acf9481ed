"""Points that a person gives."""

from typing import Literal

import numpy as np

from .base import RuleKind


class Manual(RuleKind):
    """A person gives the points; nothing is computed."""

    kind: Literal["manual"]

    @property
    def reads(self):
        """Nothing."""
        return "nothing"

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    @classmethod
    def compiled(cls, rules, maxima):
        """Return nothing: there is nothing to compute."""

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return NaN for every answer."""
        return np.full(len(at), np.nan)

    def formula(self, max_points, cells):
        """Return None: a person gives the points."""

    def words(self, max_points):
        """Return "": the decision's own words say it."""
        return ""
