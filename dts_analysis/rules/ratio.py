"""A share of the maximum, as large as the share reached."""

from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from ..messages import per_cent, say
from .base import RuleKind
from .cells import number, of_share


class _Compiled(NamedTuple):
    maxima: np.ndarray
    targets: np.ndarray


class Ratio(RuleKind):
    """a/b of the maximum; with a `target`, full points are reached there already."""

    kind: Literal["ratio"]
    target: Annotated[float, Field(strict=True, gt=0, le=1)] = 1.0

    is_worth_its_maximum: ClassVar[bool] = True

    @property
    def reads(self):
        """The share a/b."""
        return "share"

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    @classmethod
    def compiled(cls, rules, maxima):
        """Return maxima and targets."""
        return _Compiled(maxima, np.array([each.target for each in rules]))

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return a/b, up to the target, of the maximum.

        >>> compiled = Ratio.compiled([Ratio(kind="ratio", target=0.5)], np.array([10.0]))
        >>> Ratio.earned(compiled, np.array([0, 0]), np.array([1.0, 3.0]), np.array([4.0, 4.0])).tolist()
        [5.0, 10.0]
        """
        return np.minimum(shares(value, total) / compiled.targets[at], 1.0) * compiled.maxima[at]

    def least_answer(self, points, max_points):
        """Return the share a/b that gives so many points."""
        return round(points / max_points * self.target, 9)

    def needs(self, points, max_points):
        """Return the share a/b that gives so many points.

        >>> Ratio(kind="ratio", target=0.8).needs(7.0, 10.0)
        'từ 56%'
        """
        return say("condition_from", bound=per_cent(self.least_answer(points, max_points)))

    def formula(self, max_points, cells):
        """Return the share up to the target, of the maximum."""
        return of_share(f"MIN({{}}/{number(self.target)},1)*{number(max_points)}", cells)

    def words(self, max_points):
        """Return the target at which all points are reached.

        >>> Ratio(kind="ratio", target=0.8).words(10.0)
        'a/b, đủ 10 điểm từ 80%'
        """
        return say("rule_ratio", points=float(max_points), target=per_cent(self.target))

    @property
    def has_thresholds(self):
        """Whether full points are reached before the whole.

        >>> Ratio(kind="ratio").has_thresholds, Ratio(kind="ratio", target=0.8).has_thresholds
        (False, True)
        """
        return self.target < 1

    def without_thresholds(self, max_points):
        """Return its kind alone."""
        return self.model_dump(exclude={"target"})


def shares(value: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Return a/b; a itself where b is not declared and a is a share already; NaN where b is 0 or a negative.

    >>> shares(np.array([3.0, 0.95, 3.0, 0.0]), np.array([4.0, np.nan, np.nan, 0.0])).tolist()
    [0.75, 0.95, nan, nan]
    """
    alone = np.where((value >= 0) & (value <= 1), value, np.nan)
    countable = (total > 0) & (value >= 0)
    with np.errstate(over="ignore"):  # a whole near 0 makes the share infinite, which earns everything
        quotient = np.divide(value, total, out=np.full(len(value), np.nan), where=countable)
    return np.where(np.isnan(total), alone, quotient)
