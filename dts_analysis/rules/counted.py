"""Points for each thing counted, up to a cap or down to a floor."""

import math
from typing import Literal, NamedTuple

import numpy as np

from ..messages import say
from .base import Number, RuleKind
from .cells import number, of_count


class _Compiled(NamedTuple):
    each: np.ndarray
    above: np.ndarray
    floor: np.ndarray
    maxima: np.ndarray


class Count(RuleKind):
    """`each` points for every one counted `above` a number, up to the maximum; a penalty goes down to `floor`."""

    kind: Literal["count"]
    each: Number
    above: Number = 0.0
    floor: Number | None = None

    @property
    def reads(self):
        """The number declared."""
        return "value"

    def attainable(self, max_points):
        """Return the maximum where points are given, 0 where they are taken.

        >>> Count(kind="count", each=0.5).attainable(10.0), Count(kind="count", each=-2).attainable(0.0)
        (10.0, 0.0)
        """
        return max_points if self.each > 0 else 0.0

    def least(self, max_points):
        """Return the floor where points are taken.

        >>> Count(kind="count", each=-2, floor=-5).least(0.0), Count(kind="count", each=-2).least(0.0)
        (-5.0, -inf)
        """
        if self.each > 0:
            return 0.0
        return float("-inf") if self.floor is None else self.floor

    @classmethod
    def compiled(cls, rules, maxima):
        """Return what one is worth, from where on, down to where, up to where."""
        floors = [-np.inf if each.floor is None else each.floor for each in rules]
        each, above = (np.array([getattr(rule, name) for rule in rules]) for name in ("each", "above"))
        return _Compiled(each, above, np.array(floors), maxima)

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of what was counted; NaN below 0.

        >>> rules = [Count(kind="count", each=0.5), Count(kind="count", each=-2, above=1, floor=-5)]
        >>> compiled = Count.compiled(rules, np.array([3.0, 0.0]))
        >>> Count.earned(compiled, np.array([0, 0, 1, 1]), np.array([4.0, 9.0, 2.0, 9.0]), None).tolist()
        [2.0, 3.0, -2.0, -5.0]
        """
        counted = np.where(value < 0, np.nan, np.maximum(value - compiled.above[at], 0.0))
        with np.errstate(over="ignore"):
            points = compiled.each[at] * counted
        return np.clip(points, compiled.floor[at], compiled.maxima[at])

    def rungs(self, max_points):
        """Return what whole numbers give, up to the maximum; of a penalty, down to its floor or ten of them.

        >>> Count(kind="count", each=2).rungs(5.0), Count(kind="count", each=-2, floor=-5).rungs(0.0)
        ([0.0, 2.0, 4.0, 5.0], [-5.0, -4.0, -2.0, 0.0])
        """
        least, most = self.least(max_points), self.attainable(max_points)
        least = 10 * self.each if least == float("-inf") else least
        n = math.ceil(round((most - least) / abs(self.each), 9)) if self.each else 0
        return sorted({min(max(number * self.each, least), most) + 0.0 for number in range(n + 1)})

    def least_answer(self, points, max_points):
        """Return how many must be counted, or of a penalty how many at most; NaN where counting brings nothing."""
        if not self.each:
            return np.nan
        number = round(self.above + points / self.each, 9)
        return float(math.ceil(number) if self.each > 0 else math.floor(number))

    def needs(self, points, max_points):
        """Return how many must be counted, or of a penalty how many at most.

        >>> Count(kind="count", each=2).needs(4.0, 5.0), Count(kind="count", each=-2).needs(-2.0, 0.0)
        ('từ 2', 'nhiều nhất 1')
        """
        if not self.each:
            return ""
        words = "condition_from" if self.each > 0 else "rule_at_most"
        return say(words, bound=self.least_answer(points, max_points))

    def formula(self, max_points, cells):
        """Return the points of what was counted, within cap and floor."""
        counted = f"MAX({{}}-{number(self.above)},0)" if self.above else "{}"
        points = f"MIN({number(self.each)}*{counted},{number(max_points)})"
        points = points if self.floor is None else f"MAX({points},{number(self.floor)})"
        return of_count(f"IFERROR({points},{number(max_points if self.each > 0 else self.floor or 0.0)})", cells)

    def words(self, max_points):
        """Return what one is worth, and the cap or floor.

        >>> Count(kind="count", each=0.5).words(10.0)
        'mỗi 1: 0,5 điểm, nhiều nhất 10'
        """
        facts = {"points": float(self.each), "above": float(self.above), "most": float(max_points)}
        said = say("rule_count_above" if self.above else "rule_count", **facts)
        if self.each > 0:
            return said + say("rule_count_most", **facts)
        return said if self.floor is None else said + say("rule_count_floor", least=float(self.floor))

    @property
    def has_thresholds(self):
        """Whether counting begins above 0."""
        return bool(self.above)

    def shape(self, max_points):
        """Return it with what one is worth as a share of the maximum."""
        scale = max_points or 1.0
        floor = None if self.floor is None else round(self.floor / scale, 12)
        return self.model_dump() | {"each": round(self.each / scale, 12), "floor": floor}

    def without_thresholds(self, max_points):
        """Return it without where counting begins."""
        shape = self.shape(max_points)
        del shape["above"]
        return shape
