"""The tree of a criteria set: what holds its indicators, what bounds the points there, and when it passes."""

import math
from collections import Counter
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ..rules import Number, Points, Strict

Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9.]+)?$", max_length=40)]
TOTAL, GROUP, PILLAR = LEVELS = ("total", "group", "pillar")  # from the root; below pillars stand indicators


class Gate(Strict):
    """A condition over pillars, groups and indicators by their codes, or over further gates.

    Exactly one of `all_of`, `any_of`, or `of` with how many of them at least. ("3 + 1": all of three core areas
    and any of the essential ones.)
    """

    all_of: "tuple[Code | Gate, ...]" = ()
    any_of: "tuple[Code | Gate, ...]" = ()
    of: "tuple[Code | Gate, ...]" = ()
    at_least: Annotated[int, Field(strict=True, ge=1)] | None = None

    @model_validator(mode="after")
    def _is_one(self):
        n_kinds = sum(map(bool, (self.all_of, self.any_of, self.of)))
        if (
            n_kinds != 1
            or bool(self.of) != (self.at_least is not None)
            or (self.at_least or 1) > len(self.members)
        ):
            raise PydanticCustomError("gate", "exactly one of all_of, any_of, of with at_least")
        plain = [each for each in self.members if isinstance(each, str)]
        if len(set(plain)) < len(plain):
            raise PydanticCustomError("gate", "a code counts once")
        return self

    @property
    def members(self):
        """What it is a condition over: codes and gates."""
        return self.all_of or self.any_of or self.of

    @property
    def needed(self):
        """How many of its members must pass; None for all that apply."""
        return None if self.all_of else self.at_least or 1

    @property
    def codes(self):
        """Every code in it and in its gates, in their order."""
        inside = ([each] if isinstance(each, str) else each.codes for each in self.members)
        return [code for codes in inside for code in codes]


class _Holder(Strict):
    """What holds indicators: its names in the set's own words, and the group it belongs to, "" for none.

    Its points are at most `cap` and at least `floor`; `passes` is when it passes, where the set says so.
    """

    code: Code
    printed_as: str = ""
    name_vi: str
    name_en: str
    group: str = ""
    cap: Number | None = None
    floor: Number | None = None
    passes: Gate | None = None


class Group(_Holder):
    """What several pillars or groups belong to, such as a dimension."""


class Pillar(_Holder):
    """A main index (trụ cột), which holds indicators, and its maximum, in points."""

    printed_as: str
    max_points: Points


class Node(NamedTuple):
    """One node of a set's tree."""

    code: str  # "" of the total
    level: str  # one of `LEVELS`
    above: str  # the code of the node it belongs to; "" of the total, and right below it
    height: int  # 0 of a pillar; of others one more than the highest of what they hold
    floor: float | None
    cap: float | None
    gate: Gate | None

    @property
    def is_bounded(self):
        """Whether its points are anything but the sum of what it holds."""
        return self.floor is not None or self.cap is not None

    @property
    def bounds(self):
        """The fewest and the most points it can have: endless where nothing is said."""
        return (-math.inf if self.floor is None else self.floor), (math.inf if self.cap is None else self.cap)


def counted_in_passes(document):
    """Return a set's document with a maximum of 1 for every indicator, where nothing in it has points.

    Such a set only says what passes: with a target met or not, or a person's verdict, everywhere. The number of
    indicators that pass is then its total; a document of any other kind comes back as it is.

    >>> one = {"code": "A-1", "max_points": 0, "rule": {"kind": "target", "at_least": 1}}
    >>> pillar = {"code": "A", "max_points": 0}
    >>> made = counted_in_passes({"total_points": 0, "pillars": [pillar], "indicators": [one, one]})
    >>> made["total_points"], made["pillars"][0]["max_points"], made["indicators"][0]["max_points"]
    (2.0, 2.0, 1.0)
    >>> counted_in_passes({"total_points": 5})
    {'total_points': 5}
    """
    records = [document.get(key) for key in ("pillars", "indicators")] if isinstance(document, dict) else []
    if not records or not all(
        isinstance(each, list | tuple) and all(map(_is_pointless, each)) for each in records
    ):
        return document
    pillars, indicators = records
    rules = [each.get("rule") for each in indicators]
    variants = [one for each in indicators for one in each.get("variants") or () if isinstance(one, dict)]
    if any(one.get("max_points") for one in variants):
        return document
    rules += [one["rule"] for one in variants if "rule" in one]
    kinds = {each.get("kind") for each in rules if isinstance(each, dict)}
    if document.get("total_points") != 0 or not kinds or kinds - {"target", "manual"}:
        return document
    of_pillar = Counter(str(each.get("code", "")).split("-")[0] for each in indicators)
    return document | {
        "scored_in": "passes",
        "total_points": float(len(indicators)),
        "pillars": [each | {"max_points": float(of_pillar[each.get("code")])} for each in pillars],
        "indicators": [each | {"max_points": 1.0} for each in indicators],
    }


def _is_pointless(record):
    return isinstance(record, dict) and record.get("max_points") == 0


def maxima(nodes, indicators):
    """Return the maximum of every node by its code: the sum of what it holds without bonuses, at most its cap.

    Parameters
    ----------
    nodes : sequence of Node
        What is held before what holds it.
    indicators : sequence of Indicator
    """
    sums = Counter()
    for each in indicators:
        sums[each.pillar_code] += 0.0 if each.is_bonus else each.max_points
    found = {}
    for node in nodes:
        found[node.code] = min(sums[node.code], node.bounds[1])
        if node.level != TOTAL:
            sums[node.above] += found[node.code]
    return found


def nodes(criteria_set):
    """Return every `Node` of a sound criteria set's tree, what is held before what holds it, the total last."""
    held = {each.code: 0 for each in criteria_set.groups}
    above = {each.code: each.group for each in (*criteria_set.groups, *criteria_set.pillars)}
    for pillar in criteria_set.pillars:
        height, code = 1, pillar.group
        while code:
            held[code] = max(held[code], height)
            height, code = height + 1, above[code]
    pillars = [Node(each.code, PILLAR, each.group, 0, *_bounds(each)) for each in criteria_set.pillars]
    groups = [Node(each.code, GROUP, each.group, held[each.code], *_bounds(each)) for each in criteria_set.groups]
    groups.sort(key=lambda node: node.height)
    top = Node("", TOTAL, "", max(held.values(), default=0) + 1, *_bounds(criteria_set))
    return (*pillars, *groups, top)


def _bounds(record):
    return record.floor, record.cap, record.passes
