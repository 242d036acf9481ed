"""Things done or not, each worth points that add up."""

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from ..messages import say
from .base import TOLERANCE, Number, Points, RuleKind, Strict, in_shares, wide
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

    def begun(self, value):
        """Return the list as it is where some parts are done: see `Begun`."""
        return Begun(self, value)

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


class Begun:
    """A checklist of which some parts are done: what more can be done, of every sum the fewest parts.

    A part that takes points is to be undone.

    Parameters
    ----------
    rule : Checklist
    value : float
        The parts done, as declared; NaN, or what names parts that there are not, is none of them.

    Examples
    --------
    Of 6, 4 and 5 points the first is done: 9 cannot be had any more.

    >>> parts = [{"label": label, "points": points} for label, points in (("a", 6), ("b", 4), ("c", 5))]
    >>> begun = Begun(Checklist(kind="checklist", parts=parts), 1.0)
    >>> begun.rungs(15.0), begun.least_answer(11.0, 15.0), begun.needs(15.0, 15.0)
    ([6.0, 10.0, 11.0, 15.0], 5.0, 'thêm «b», «c»')
    """

    def __init__(self, rule, value):
        is_known = np.isfinite(value) and value == np.floor(value) and 0 <= value < 2 ** len(rule.parts)
        self._rule, self._done = rule, int(value) if is_known else 0
        sums = {sum(part.points for part, is_done in self._parts(self._done) if is_done): self._done}
        for place, (part, is_done) in enumerate(self._parts(self._done)):
            if part.points < 0 if is_done else part.points > 0:
                for points, done in list(sums.items()):
                    self._keep(sums, round(points + abs(part.points), 9), done ^ 1 << place)
        self._ways = {}
        for points, done in sums.items():
            self._keep(self._ways, min(float(points), rule.attainable(0.0)), done)

    def _parts(self, done):
        return [(part, bool(done >> place & 1)) for place, part in enumerate(self._rule.parts)]

    def _keep(self, ways, points, done):
        """Enter parts done for so many points, unless these are had with fewer changes."""
        others = ways.get(points)
        if others is None or (done ^ self._done).bit_count() < (others ^ self._done).bit_count():
            ways[points] = done

    def rungs(self, max_points):
        """Return what can be reached, rising, up to `at_most`."""
        return sorted(self._ways)

    def least_answer(self, points, max_points):
        """Return the parts done for so many points; NaN where no parts give them."""
        enough = [each for each in self._ways if each >= points - TOLERANCE]
        return float(self._ways[min(enough)]) if enough else np.nan

    def needs(self, points, max_points):
        """Return which parts are to be added, or undone, for so many points; where none are, which it takes.

        >>> parts = [{"label": "a", "points": 6}, {"label": "b", "points": 4}]
        >>> Begun(Checklist(kind="checklist", parts=parts), 3.0).needs(10.0, 10.0)
        'đủ «a», «b»'
        """
        then = self.least_answer(points, max_points)
        if np.isnan(then):
            return ""
        if then == self._done:
            labels = [f"«{part.label}»" for part, is_done in self._parts(self._done) if is_done]
            return say("rule_parts_all", parts=", ".join(labels)) if labels else ""
        pairs = zip(self._parts(self._done), self._parts(int(then)), strict=True)
        changed = [(f"«{part.label}»", is_done) for (part, was_done), (_, is_done) in pairs if was_done != is_done]
        kinds = {"rule_parts_more": True, "rule_parts_less": False}
        named = {key: ", ".join(label for label, done in changed if done == kind) for key, kind in kinds.items()}
        return "; ".join(say(key, parts=labels) for key, labels in named.items() if labels)


def parts_formula(cells: Sequence[str], done: str = "1") -> str:
    """Return the numbers of the parts that are done, as a form's declared value writes them: ``1; 3``.

    The text is ``0`` where something is said of a part and none is done, and blank where nothing is said.

    >>> parts_formula(["E8", "E9"])
    'IF(AND(LEN(E8)=0,LEN(E9)=0),"",IF(AND(E8<>1,E9<>1),"0",MID(IF(E8=1,"; 1","")&IF(E9=1,"; 2",""),3,255)))'
    """
    none = ",".join(f"{cell}<>{done}" for cell in cells)
    numbers = "&".join(f'IF({cell}={done},"; {place}","")' for place, cell in enumerate(cells, 1))
    return f'IF({all_blank(cells)},"",IF(AND({none}),"0",MID({numbers},3,255)))'
