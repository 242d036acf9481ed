"""From indicators up the tree: weighted means, arithmetic or geometric, level by level; many draws at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .tree import Tree

AGGREGATIONS = ("arithmetic", "geometric")
FLOOR = 0.01  # what a value below it counts as in a geometric mean, which a single 0 would make 0


def aggregated(
    tree: "Tree",
    columns: Sequence[np.ndarray],
    weights: np.ndarray | None = None,
    is_geometric: np.ndarray | None = None,
    left_out: np.ndarray | None = None,
    keeps_weight: np.ndarray | None = None,
    floor: float = FLOOR,
) -> list[np.ndarray]:
    """Return every node's value, for many draws at once.

    Parameters
    ----------
    tree : Tree
    columns : sequence of arrays of float
        One per indicator, draws x units (or 1 x units, alike for every draw): normalised values; NaN is left out.
    weights : array of float, draws x nodes, optional
        The tree's own unless given; only proportions among siblings count.
    is_geometric : array of bool, per level (0, 1, ..., the root's), optional
        Whether what stands at a level is the geometric mean of what lies below it; arithmetic unless told.
    left_out, keeps_weight : arrays of bool, units x indicators, optional
        As from `treated`; without them a NaN is left out and keeps no weight.
    floor : float
        Values below it count as it in a geometric mean.

    Returns
    -------
    list of arrays of float, draws x units
        One per node in the tree's order; NaN where all that lies below is left out.

    Notes
    -----
    A node is sum(w p x) / sum(w p) of its children, p being what of a child is there. A child left out whose
    weight the siblings take leaves its parent whole; one left out with its weight makes it as much lighter:
    sum(w p) / sum(w). With maximum points for weights that is the unit's points over its own applicable maximum.

    Examples
    --------
    Means of 0.25 and 1: arithmetic 0.625, geometric 0.5.

    >>> import pandas as pd
    >>> from dts_analysis.analysis.framework import tree
    >>> rows = {"code": ["t", "a", "b"], "parent": ["", "t", "t"], "weight": 1.0}
    >>> two, columns = tree(pd.DataFrame(rows)), [np.array([[0.25]]), np.array([[1.0]])]
    >>> for is_geometric in ([0, 0, 0], [0, 0, 1]):
    ...     float(aggregated(two, columns, is_geometric=is_geometric)[-1][0, 0])
    0.625
    0.5
    """
    weights = tree.weight[None, :] if weights is None else weights
    geometric = (
        np.zeros(tree.level[-1] + 1, dtype=bool) if is_geometric is None else np.asarray(is_geometric, bool)
    )
    values, present, carried = [], [], []
    for at, each in enumerate(columns):
        is_out = np.isnan(each) if left_out is None else left_out[None, :, at]
        values.append(each)
        present.append(~is_out * 1.0 if is_out.any() else None)  # None: there for every unit
        kept = is_out & (False if keeps_weight is None else keeps_weight[None, :, at])
        carried.append((~is_out | kept) * 1.0 if (is_out & ~kept).any() else None)
    for node in range(tree.n_indicators, len(tree.codes)):
        below = tree.children[node]
        shares = [weights[:, child, None] for child in below]
        parts = [values[child] for child in below]
        if geometric[tree.level[node]]:
            parts = [np.log(np.maximum(part, floor)) for part in parts]
        mean, is_whole = _mean(parts, shares, [present[child] for child in below])
        values.append(np.exp(mean) if geometric[tree.level[node]] else mean)
        lighter = _share(shares, [carried[child] for child in below])
        carried.append(lighter)
        present.append(
            lighter if is_whole is None else np.where(is_whole, 1.0 if lighter is None else lighter, 0.0)
        )
    return values


def _mean(parts, weights, present):
    """The weighted mean of what is present, and where anything is; None: everywhere. Sums in one order, always."""
    top, bottom, is_partial = 0.0, 0.0, any(each is not None for each in present)
    for part, weight, there in zip(parts, weights, present, strict=True):
        if there is None:
            top, bottom = top + weight * part, bottom + weight
        else:
            part = np.where(there > 0, part, 0.0)
            top, bottom = top + weight * there * part, bottom + weight * there
    if not is_partial:
        return top / bottom, None
    is_some = np.broadcast_to(bottom > 0, np.shape(top))
    mean = np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=is_some)
    return mean, None if is_some.all() else is_some


def _share(weights, carried):
    """What of a node's weight is carried up; None where all of it is."""
    if all(each is None for each in carried):
        return None
    total = sum(weights)
    kept = sum(weight * (1.0 if each is None else each) for weight, each in zip(weights, carried, strict=True))
    return np.where(total > 0, kept / np.where(total > 0, total, 1.0), 0.0)
