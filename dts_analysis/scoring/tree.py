"""Sums from the pillars of criteria sets up to the total, over trees of any depth."""

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..reference.nodes import LEVELS
from .groups import coded, grouped

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet


def node_points(criteria_set: "CriteriaSet", points: dict[str, float]) -> dict[str, float]:
    """Return the points of every node of a set's tree, by its code, within floors and caps.

    Parameters
    ----------
    criteria_set : CriteriaSet
    points : dict
        Of its indicators, by code; NaN, or no entry, is nothing earned.

    Examples
    --------
    Two of 4 and 5 points under a pillar that gives at most 8, of a set that gives at most 7:

    >>> from types import SimpleNamespace as Obj
    >>> nodes = [Obj(code=code, above="", bounds=(0.0, cap)) for code, cap in (("A", 8.0), ("", 7.0))]
    >>> one = Obj(nodes=nodes, indicators=[Obj(code=code, pillar_code="A") for code in ("A-1", "A-2")])
    >>> node_points(one, {"A-1": 4.0, "A-2": 5.0})
    {'A': 8.0, '': 7.0}
    """
    held = defaultdict(list)
    for each in criteria_set.indicators:
        held[each.pillar_code].append(points.get(each.code, math.nan))
    found = {}
    for node in criteria_set.nodes:
        earned = [each for each in held[node.code] if not math.isnan(each)]
        floor, cap = node.bounds
        found[node.code] = min(max(math.fsum(earned), floor), cap) if earned else 0.0
        if node.code:
            held[node.above].append(found[node.code] if earned else math.nan)
    return found


class Tree(NamedTuple):
    """The nodes of several criteria sets: arrays by the place of the set, then of the node's code."""

    sets: list
    codes: list  # of the nodes of all sets, the total's "" among them
    above: np.ndarray  # the place of the code it belongs to
    height: np.ndarray  # as of a `Node`
    level: np.ndarray  # place in `LEVELS`
    floor: np.ndarray  # -inf where there is none
    cap: np.ndarray  # inf likewise

    @classmethod
    def of(cls, criteria):
        """Return the trees of criteria sets by id."""
        sets, nodes = list(criteria), [(name, node) for name, one in criteria.items() for node in one.nodes]
        codes = sorted({node.code for _, node in nodes})
        shape = (len(sets), len(codes))
        above, height, level = (np.zeros(shape, dtype=np.intp) for _ in range(3))
        floor, cap = np.full(shape, -np.inf), np.full(shape, np.inf)
        for name, node in nodes:
            at = sets.index(name), codes.index(node.code)
            above[at], height[at], level[at] = codes.index(node.above), node.height, LEVELS.index(node.level)
            floor[at], cap[at] = node.bounds
        return cls(sets, codes, above, height, level, floor, cap)

    def places(self, rows):
        """Return where the nodes of rows stand in the arrays; rows have ``criteria_id`` and ``node_code``."""
        found = []
        for key, known in (("criteria_id", self.sets), ("node_code", self.codes)):
            numbers, names = coded(rows[key])
            found.append(np.array([known.index(each) for each in names], dtype=np.intp)[numbers])
        return tuple(found)

    def climbed(self, rows, keys, settle=None):
        """Return rows of pillars and, added up, those of every node above them.

        Parameters
        ----------
        rows : DataFrame
            `keys` and ``node_code`` of a pillar, which part them; all other columns are numbers.
        keys : sequence of str
            ``criteria_id`` among them.
        settle : callable, optional
            Given the rows of nodes of one height and their places, returns them as they are added up further.

        Returns
        -------
        DataFrame
            As `rows` with ``level`` (a category of `LEVELS`): the total first, then groups, pillars last.
        """
        settle, keys = settle or (lambda rows, at: rows), [*keys, "node_code"]
        numbers, settled = [name for name in rows if name not in keys], []
        for height in range(int(self.height.max(initial=0)) + 1):
            below = pd.concat([self._held(*each, height) for each in settled]) if settled else rows
            group, found = grouped(below, keys)
            sums = {name: np.bincount(group, below[name], minlength=len(found)) for name in numbers}
            found = found.assign(**{name: sums[name].astype(below[name].dtype) for name in numbers})
            at = self.places(found)
            settled.append((settle(found, at), at))
        told = [rows.assign(level=pd.Categorical.from_codes(self.level[at], LEVELS)) for rows, at in settled]
        return pd.concat(told[::-1]).sort_values("level", kind="stable", ignore_index=True)

    def _held(self, rows, at, height):
        """The rows of nodes that nodes of a height hold, under the codes of those."""
        above = self.above[at]
        is_mine = (self.height[at[0], above] == height) & (self.level[at] > 0)
        codes = pd.Categorical.from_codes(above[is_mine], self.codes)
        return rows[is_mine].assign(node_code=codes)
