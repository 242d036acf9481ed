"""Part of the points for a target, the rest by how near one comes to the leader."""

from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field, field_validator
from pydantic_core import PydanticKnownError

from ..messages import per_cent, say
from .base import RuleKind
from .ratio import shares


class _Compiled(NamedTuple):
    on_share: np.ndarray  # bool: of a/b, at most 1, instead of a
    targets: np.ndarray
    at_target: np.ndarray
    maxima: np.ndarray


class Relative(RuleKind):
    """Up to the target a part of the maximum in proportion, from there on the rest by the distance to the leader.

    With x what a unit declares (`of` share: a/b, at most 1), T the `target`, L the most that anybody among its
    peers declares, h = `at_target` and M the maximum::

        x <= T:  M * h * x / T
        x >  T:  M * (h + (1 - h) * (x - T) / (L - T))

    The leader has M where it is above the target. Where nobody is, reaching the target gives M * h and nobody has
    more. Peers are the units that declare the same indicator in one year and are ranked together, the unit itself
    among them.

    Worked by hand: M = 10, T = 40 %, h = 0.5 and shares of 20, 40, 70 and 100 %. Two are within the target:
    10 * 0.5 * 0.2 / 0.4 = 2.5 and 10 * 0.5 = 5. The leader has 10; 70 % is half of the way from 40 to 100 %, and
    so earns 5 + 5 / 2 = 7.5.
    """

    kind: Literal["relative"]
    of: Literal["value", "share"] = "share"
    target: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
    at_target: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.5

    is_relative: ClassVar[bool] = True

    @field_validator("target")
    @classmethod
    def _is_reachable(cls, target, info):
        if info.data.get("of") == "share" and target > 1:
            raise PydanticKnownError("less_than_equal", {"le": 1.0})
        return target

    @property
    def reads(self):
        """The share or the value, as `of` says."""
        return self.of

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    @classmethod
    def compiled(cls, rules, maxima):
        """Return what is measured, targets, what they are worth, maxima."""
        targets, at_target = (
            np.array([getattr(each, name) for each in rules]) for name in ("target", "at_target")
        )
        return _Compiled(np.array([each.of == "share" for each in rules], dtype=bool), targets, at_target, maxima)

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of answers to one and the same indicator that are all one another's peers."""
        return cls.earned_among(compiled, at, value, total, np.zeros(len(at), dtype=np.intp))

    @classmethod
    def earned_among(cls, compiled, at, value, total, peers):
        """Return the points beside one's peers; NaN where nothing is declared. Who declares nothing leads nobody.

        The example of the class, and two units of another group whose leader stays below the target:

        >>> compiled = Relative.compiled([Relative(kind="relative", target=0.4)], np.array([10.0]))
        >>> shares, peers = np.array([0.2, 0.4, 0.7, 1.0, 0.1, 0.2]), np.array([0, 0, 0, 0, 1, 1])
        >>> at, nothing = np.zeros(6, int), np.full(6, np.nan)
        >>> Relative.earned_among(compiled, at, shares, nothing, peers).round(9).tolist()
        [2.5, 5.0, 7.5, 10.0, 1.25, 2.5]
        """
        measure = cls._measure(compiled, at, value, total)
        target, part = compiled.targets[at], compiled.at_target[at]
        way = np.nan_to_num(cls.leading(compiled, at, value, total, peers), nan=-np.inf) - target
        beyond = np.divide(measure - target, way, out=np.zeros(len(at)), where=way > 0)
        earned = part * np.minimum(measure / target, 1.0) + (1 - part) * np.maximum(beyond, 0.0)
        return earned * compiled.maxima[at]

    @classmethod
    def leading(cls, compiled, at, value, total, peers):
        """Return the most that anybody among each answer's peers declares; NaN where nobody declares anything."""
        leaders = np.full(peers.max(initial=-1) + 1, np.nan)
        np.fmax.at(leaders, peers, cls._measure(compiled, at, value, total))
        return leaders[peers]

    @staticmethod
    def _measure(compiled, at, value, total):
        counted = np.where(value < 0, np.nan, value)
        return np.where(compiled.on_share[at], np.minimum(shares(value, total), 1.0), counted)

    def formula(self, max_points, cells):
        """Return None: no form knows what others declare."""

    def words(self, max_points):
        """Return what the target is worth, and how the rest is given.

        >>> Relative(kind="relative", target=0.4).words(10.0)
        'đạt 40%: 5 điểm, chưa đạt thì theo tỷ lệ; vượt thì thêm theo mức gần đơn vị dẫn đầu, đơn vị ấy 10 điểm'
        """
        target = per_cent(self.target) if self.of == "share" else self.target
        return say("rule_relative", target=target, points=self.at_target * max_points, most=float(max_points))

    @property
    def has_thresholds(self):
        """Yes: its target."""
        return True

    def without_thresholds(self, max_points):
        """Return it without its target."""
        return self.model_dump(exclude={"target"})
