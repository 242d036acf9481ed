"""Steps by a count or by a share: several, or one that is reached or not."""

from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from ..messages import per_cent, say
from .base import TOLERANCE, Number, Points, RuleKind, Strict, in_shares, wide
from .cells import number, of_count, of_share
from .ratio import shares


class _Compiled(NamedTuple):
    on_share: np.ndarray  # bool: held against a/b instead of a
    bounds: np.ndarray  # wide: rising
    points: np.ndarray  # wide: earned from each bound on


class _Steps(RuleKind):
    """What rules of steps share; ``steps`` are (bound, points), the highest first."""

    of: Literal["value", "share"]

    @property
    def reads(self):
        """The share or the value, as `of` says."""
        return self.of

    @classmethod
    def compiled(cls, rules, maxima):
        """Return bounds and points of every rule, rising."""
        steps = [each.steps(most)[::-1] for each, most in zip(rules, maxima, strict=True)]
        return _Compiled(
            np.array([each.of == "share" for each in rules], dtype=bool),
            *(wide([[pair[side] for pair in each] for each in steps]) for side in (0, 1)),
        )

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of the highest step reached; below the last one nothing.

        >>> rule = Tiers(kind="tiers", tiers=[{"at_least": 4, "points": 20}, {"at_least": 2, "points": 10}])
        >>> compiled = Tiers.compiled([rule], np.array([20.0]))
        >>> Tiers.earned(compiled, np.zeros(3, int), np.array([4.0, 3.0, 1.0]), np.full(3, np.nan)).tolist()
        [20.0, 10.0, 0.0]
        """
        counted = np.where(value < 0, np.nan, value)
        measure = np.where(compiled.on_share[at], shares(value, total), counted)
        earned = np.where(np.isnan(measure), np.nan, 0.0)
        for bounds, points in zip(compiled.bounds.T, compiled.points.T, strict=True):
            earned = np.where(measure >= bounds[at] - TOLERANCE, points[at], earned)
        return earned

    def rungs(self, max_points):
        """Return 0 and the points of every step.

        >>> Tiers(kind="tiers", tiers=[{"at_least": 4, "points": 20}, {"at_least": 2, "points": 10}]).rungs(20.0)
        [0.0, 10.0, 20.0]
        """
        return sorted({0.0, *(float(gain) for _, gain in self.steps(max_points))})

    def least_answer(self, points, max_points):
        """Return the lowest bound that gives so many points."""
        reaching = [bound for bound, gain in self.steps(max_points) if gain >= points - TOLERANCE]
        return min(reaching, default=np.nan)

    def needs(self, points, max_points):
        """Return the lowest bound that gives so many points.

        >>> Target(kind="target", of="share", at_least=0.5).needs(10.0, 10.0)
        'từ 50%'
        """
        bound = self.least_answer(points, max_points)
        if np.isnan(bound):
            return ""
        return say("condition_from", bound=per_cent(bound) if self.of == "share" else bound)

    def formula(self, max_points, cells):
        """Return the points of the highest step reached.

        >>> from .cells import Cells
        >>> Target(kind="target", of="value", at_least=3).formula(10.0, Cells("E7"))
        'IF(ISNUMBER(E7),IF(E7<0,"",IF(E7>=2.999999999,10,0)),"")'
        """
        points = "0"
        for bound, gain in reversed(self.steps(max_points)):
            gain = number(gain if max_points > 0 else 0.0)
            points = f"IF({{}}>={number(bound - TOLERANCE)},{gain},{points})"
        return (of_share if self.of == "share" else of_count)(points, cells)

    def words(self, max_points):
        """Return every step.

        >>> Target(kind="target", of="share", at_least=0.5).words(10.0)
        'từ 50%: 10 điểm'
        """
        steps = [
            (per_cent(bound) if self.of == "share" else bound, gain) for bound, gain in self.steps(max_points)
        ]
        return "; ".join(say("rule_step", bound=bound, points=float(gain)) for bound, gain in steps)

    @property
    def thresholds(self):
        """Where each step begins, the highest first."""
        return tuple(bound for bound, _ in self.steps(0.0))

    @property
    def has_thresholds(self):
        """Yes: its steps."""
        return True


class Tier(Strict):
    """From `at_least` upwards the answer earns `points`."""

    at_least: Number
    points: Points


class Tiers(_Steps):
    """Steps by count or by share, the highest first; below the last step nothing."""

    kind: Literal["tiers"]
    of: Literal["value", "share"] = "value"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def steps(self, max_points):
        """Return (bound, points) of every step, the highest first."""
        return [(each.at_least, each.points) for each in self.tiers]

    def attainable(self, max_points):
        """Return the points of the best step, whatever the maximum.

        >>> Tiers(kind="tiers", tiers=[{"at_least": 4, "points": 20}]).attainable(25.0)
        20.0
        """
        return max(tier.points for tier in self.tiers)

    @property
    def falls(self):
        """Whether the highest step comes first and earns most, and so on down.

        >>> Tiers(kind="tiers", tiers=[{"at_least": 1, "points": 5}, {"at_least": 4, "points": 20}]).falls
        False
        """
        pairs = zip(self.tiers, self.tiers[1:], strict=False)
        return all(a.at_least > b.at_least and a.points > b.points for a, b in pairs)

    def shape(self, max_points):
        """Return it with the points of each step as a share of the maximum."""
        return (shape := self.model_dump()) | {"tiers": in_shares(shape["tiers"], max_points)}

    def without_thresholds(self, max_points):
        """Return what each step is worth, not where it begins."""
        shape = self.shape(max_points)
        return shape | {"tiers": [step["points"] for step in shape["tiers"]]}


class Target(_Steps):
    """Full points once the value or share is at least `at_least`, else none; also without points."""

    kind: Literal["target"]
    of: Literal["value", "share"] = "share"
    at_least: Number

    is_worth_its_maximum: ClassVar[bool] = True

    def steps(self, max_points):
        """Return its one step."""
        return [(self.at_least, max_points)]

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    def words(self, max_points):
        """Return from where on it is met, and what that gives; without a maximum, that it passes.

        >>> Target(kind="target", of="share", at_least=0.5).words(0.0)
        'từ 50%: đạt'
        """
        bound = per_cent(self.at_least) if self.of == "share" else self.at_least
        return super().words(max_points) if max_points > 0 else say("rule_step_passes", bound=bound)

    def without_thresholds(self, max_points):
        """Return what it reads."""
        return self.model_dump(exclude={"at_least"})
