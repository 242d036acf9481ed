"""The framework's table checked, and as the arrays that aggregation walks through."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .unsound import check_columns, numbers, unsound_names, unsound_scales

ROOT = -1  # the parent of the root


@dataclass(frozen=True)
class Tree:
    """A framework whose nodes stand children first: the indicators foremost, the root last.

    Attributes
    ----------
    codes : tuple of str
        Every node; the first `n_indicators` are the indicators.
    parent : array of int
        Where each node's parent stands; `ROOT` for the root.
    level : array of int
        1 for indicators; a parent's is above those of its children.
    weight : array of float
        Of each node among its siblings; only the proportions count.
    children : tuple of arrays of int
        Where each node's children stand; none for an indicator.
    direction : array of int
        Per indicator: 1, or -1 where less is better.
    lowest, highest, maximum : array of float
        Per indicator, as the table has them: goalposts, and the points to be had; NaN where it does not say. A
        maximum alone says goalposts of 0 and itself.
    """

    codes: tuple
    parent: np.ndarray
    level: np.ndarray
    weight: np.ndarray
    children: tuple
    direction: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    maximum: np.ndarray

    @property
    def n_indicators(self):
        """How many of the nodes, the first ones, are indicators."""
        return len(self.direction)

    @property
    def indicators(self):
        """The codes of the indicators."""
        return self.codes[: self.n_indicators]

    @property
    def levels(self):
        """The levels there are, from 1; what is above 1 aggregates something."""
        return tuple(int(each) for each in np.unique(self.level))

    def above(self, node):
        """Return where the nodes above one stand, its parent first.

        >>> rows = {"code": ["t", "p", "a"], "parent": ["", "t", "p"], "weight": 1.0}
        >>> each = tree(pd.DataFrame(rows))
        >>> [each.codes[k] for k in each.above(0)]
        ['p', 't']
        """
        found, node = [], self.parent[node]
        while node != ROOT:
            found.append(int(node))
            node = self.parent[node]
        return found


def tree(framework: pd.DataFrame) -> Tree:
    """Return a framework's table as a `Tree`.

    Parameters
    ----------
    framework : DataFrame
        One row per node:

        - ``code`` : text, once each; may start with a digit and hold dots;
        - ``parent`` : another row's code; "" or NA for the root, which is the only one;
        - ``weight`` or ``max_points`` : of the node among its siblings. Where both stand, the first weighs and the
          second is what an indicator's values are out of. ``max_points`` may be left NaN above the indicators: it
          is then what lies below. The root's is not asked for;
        - ``level`` (optional) : 1 for indicators, a parent's above its children's; else the height in the tree;
        - ``direction`` (optional) : 1, or -1 where less is better;
        - ``lowest``, ``highest`` (optional) : an indicator's goalposts.

    Returns
    -------
    Tree

    Raises
    ------
    DtsError
        With every fault: a column that is missing, a code that is no text or stands twice, a parent that has no
        row, no root or several, a circle, a level that contradicts the tree, a node above the indicators without
        children, text for a number, a weight that is negative or missing, a negative maximum, siblings that all
        weigh nothing, a direction other than 1 and -1, goalposts out of order.

    Examples
    --------
    Two indicators under a pillar, one straight under the whole; a pillar is out of what lies below it:

    >>> rows = {"code": ["all", "1", "1.1", "1.2", "2"], "parent": ["", "all", "1", "1", "all"],
    ...     "max_points": [None, None, 20.0, 10.0, 70.0]}
    >>> found = tree(pd.DataFrame(rows))
    >>> found.codes, found.level.tolist(), found.weight.tolist()
    (('1.1', '1.2', '2', '1', 'all'), [1, 1, 1, 2, 3], [20.0, 10.0, 70.0, 30.0, 100.0])
    """
    check_columns(framework)
    table = framework.reset_index(drop=True)
    codes = table["code"].tolist()
    parents = ["" if pd.isna(each) else each for each in table["parent"]]
    stop_if(unsound_names(codes, parents))
    at = {code: row for row, code in enumerate(codes)}
    parent = np.array([at.get(each, ROOT) for each in parents], dtype=np.int64)
    height = _heights(parent)
    stop_if([finding("framework_circle", f"framework!{codes[row]}") for row in np.flatnonzero(height == 0)])
    told = numbers(table)
    level, faults = _levels(told, codes, parent, height)
    is_leaf = height == 1
    weight, unsound = _weights(told, codes, parent, height)
    direction = np.where(np.isnan(told["direction"]), 1.0, told["direction"])
    faults += unsound + unsound_scales(codes, is_leaf, direction, told)
    stop_if(faults)
    order = np.lexsort((np.arange(len(codes)), level))
    place = np.empty(len(codes), dtype=np.int64)
    place[order] = np.arange(len(codes))
    above = np.array([ROOT if parent[row] == ROOT else place[parent[row]] for row in order])
    leaves = order[: is_leaf.sum()]
    maximum = told["max_points"]
    lowest = np.where(np.isnan(told["lowest"]) & ~np.isnan(maximum), 0.0, told["lowest"])
    highest = np.where(np.isnan(told["highest"]), maximum, told["highest"])
    return Tree(
        codes=tuple(codes[row] for row in order),
        parent=above,
        level=level[order],
        weight=weight[order],
        children=tuple(np.flatnonzero(above == each) for each in range(len(order))),
        direction=direction[leaves].astype(np.int64),
        lowest=lowest[leaves],
        highest=highest[leaves],
        maximum=maximum[leaves],
    )


def _heights(parent):
    """Each node's height, 1 for one without children; 0 for what hangs together in a circle."""
    height, waiting = (
        np.zeros(len(parent), dtype=np.int64),
        np.bincount(parent[parent >= 0], minlength=len(parent)),
    )
    ready = list(np.flatnonzero(waiting == 0))
    height[ready] = 1
    while ready:
        row = ready.pop()
        above = parent[row]
        if above == ROOT:
            continue
        waiting[above] -= 1
        height[above] = max(height[above], height[row] + 1)
        if waiting[above] == 0:
            ready.append(above)
    return np.where(waiting > 0, 0, height)


def _levels(told, codes, parent, height):
    if "level" not in told:
        return height, []
    level = told["level"]
    faults = []
    for row, code in enumerate(codes):
        where, above = f"framework!{code}", parent[row]
        if not level[row] >= 1 or level[row] % 1:
            faults.append(finding("framework_level", where, level=float(level[row])))
        elif height[row] == 1 and level[row] > 1:
            faults.append(finding("framework_childless", where, level=float(level[row])))
        elif above != ROOT and not level[above] > level[row]:
            facts = {"level": float(level[row]), "parent": codes[above], "above": float(level[above])}
            faults.append(finding("framework_level_order", where, **facts))
    return (level if not faults else height).astype(np.int64), faults


def _weights(told, codes, parent, height):
    """Each node's weight (of points what lies below, where it has none of its own), and what is wrong with it."""
    weight = told["weight" if "weight" in told else "max_points"].copy()
    if "weight" not in told:
        for row in np.argsort(height, kind="stable"):
            if height[row] > 1 and np.isnan(weight[row]):
                weight[row] = np.nansum(weight[parent == row])
    weight = np.where((parent == ROOT) & np.isnan(weight), 1.0, weight)
    is_bad = ~np.isfinite(weight) | (weight < 0)
    faults = [
        finding("framework_weight", f"framework!{codes[row]}", weight=float(weight[row]))
        for row in np.flatnonzero(is_bad)
    ]
    for row in np.flatnonzero(height > 1):
        if not is_bad[parent == row].any() and weight[parent == row].sum() == 0:
            below = ", ".join(codes[each] for each in np.flatnonzero(parent == row))
            faults.append(finding("framework_weights_zero", f"framework!{codes[row]}", children=below))
    return weight, faults
