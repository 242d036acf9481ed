"""Things done or not, each worth points that add up."""

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from ..messages import say
from .base import Number, Points, RuleKind, Strict, in_shares, wide
from .cells import all_blank, number


class Part(Strict):
    """One thing on a checklist and what it adds."""

    label: str
    points: Number


class _Compiled(NamedTuple):
    points: np.ndarray  # wide: of each part
    most: np.ndarray


class Checklist(RuleKind):
    """Parts that add up, to `at_most` points where that is said; the declared value is a bit set.

    Part i (from 1) is 2**(i-1).
    """

    kind: Literal["checklist"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2, max_length=32)]
    at_most: Points | None = None

    @property
    def reads(self):
        """The parts that are done."""
        return "parts"

    def attainable(self, max_points):
        """Return the points of all parts that add any, up to `at_most`, whatever the maximum."""
        total = sum(part.points for part in self.parts if part.points > 0)
        return total if self.at_most is None else min(total, self.at_most)

    def least(self, max_points):
        """Return the points of the parts that take some."""
        return float(sum(part.points for part in self.parts if part.points < 0))

    @classmethod
    def compiled(cls, rules, maxima):
        """Return the parts' points, and how many may be reached."""
        most = [np.inf if each.at_most is None else each.at_most for each in rules]
        return _Compiled(wide([[part.points for part in each.parts] for each in rules]), np.array(most))

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the sum of the parts that are done; NaN for a part that does not exist.

        >>> parts = [{"label": "a", "points": 6}, {"label": "b", "points": 4}]
        >>> compiled = Checklist.compiled([Checklist(kind="checklist", parts=parts)], np.array([10.0]))
        >>> Checklist.earned(compiled, np.zeros(3, int), np.array([0.0, 3.0, 4.0]), np.full(3, np.nan)).tolist()
        [0.0, 10.0, nan]
        """
        whole = np.isfinite(value) & (value >= 0) & (value == np.floor(value))
        bits = np.where(whole, value, 0).astype(np.int64)
        earned = np.zeros(len(at))
        for part, points in enumerate(compiled.points.T):
            has = (bits >> part) & 1 == 1
            earned = np.where(has, earned + points[at], earned)  # a part beyond the list adds NaN
        is_known = whole & (bits >> compiled.points.shape[1] == 0)
        return np.where(is_known, np.minimum(earned, compiled.most[at]), np.nan)

    def rungs(self, max_points):
        """Return what parts can add up to, up to `at_most`.

        >>> parts = [{"label": "a", "points": 6}, {"label": "b", "points": 4}]
        >>> Checklist(kind="checklist", parts=parts, at_most=8).rungs(8.0)
        [0.0, 4.0, 6.0, 8.0]
        """
        sums = {0.0}
        for part in self.parts:
            sums |= {round(each + part.points, 9) for each in sums}
        most = self.attainable(max_points)
        return sorted({min(each, most) for each in sums})

    def formula(self, max_points, cells):
        """Return the sum of the parts whose cells say that they are done."""
        gains = [number(part.points) for part in self.parts]
        sums = "+".join(
            f"IF({cell}={cells.done},{gain},0)" for cell, gain in zip(cells.labels, gains, strict=True)
        )
        if self.at_most is not None:
            sums = f"MIN({sums},{number(self.at_most)})"
        return f'IF({all_blank(cells.labels)},"",{sums})'

    def words(self, max_points):
        """Return that parts add up; each says its own points."""
        return say("rule_parts")

    def in_full(self, max_points):
        """Return that parts add up, then each with its points, and how many may be reached.

        >>> parts = [{"label": "a", "points": 6}, {"label": "b", "points": 4}]
        >>> Checklist(kind="checklist", parts=parts, at_most=8).in_full(10.0)
        ['cộng điểm các phần đã làm, nhiều nhất 8', '– a: 6 điểm', '– b: 4 điểm']
        """
        most = "" if self.at_most is None else say("rule_count_most", most=float(self.at_most))
        parts = [say("rule_option", label=f"– {each.label}", points=float(each.points)) for each in self.parts]
        return [say("rule_parts_add") + most, *parts]

    def said(self, value):
        """Return the labels of the parts done, as a form may hold them: parted by semicolons; "" for none.

        >>> parts = [{"label": "a", "points": 6}, {"label": "b", "points": 4}]
        >>> Checklist(kind="checklist", parts=parts).said(3.0)
        'a; b'
        """
        bits = int(value) if np.isfinite(value) else 0
        return "; ".join(part.label for place, part in enumerate(self.parts) if bits >> place & 1)

    def shape(self, max_points):
        """Return it with the points of each part as a share of the maximum."""
        shape = self.model_dump() | {"parts": in_shares(self.model_dump()["parts"], max_points)}
        most = shape["at_most"]
        return shape | {"at_most": most and round(most / (max_points or 1.0), 12)}


def parts_formula(cells: Sequence[str], done: str = "1") -> str:
    """Return the numbers of the parts that are done, as a form's declared value writes them: ``1; 3``.

    The text is ``0`` where something is said of a part and none is done, and blank where nothing is said.

    >>> parts_formula(["E8", "E9"])
    'IF(AND(LEN(E8)=0,LEN(E9)=0),"",IF(AND(E8<>1,E9<>1),"0",MID(IF(E8=1,"; 1","")&IF(E9=1,"; 2",""),3,255)))'
    """
    none = ",".join(f"{cell}<>{done}" for cell in cells)
    numbers = "&".join(f'IF({cell}={done},"; {place}","")' for place, cell in enumerate(cells, 1))
    return f'IF({all_blank(cells)},"",IF(AND({none}),"0",MID({numbers},3,255)))'
