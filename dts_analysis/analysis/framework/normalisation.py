"""Indicators put on one scale, so that they can be added: better is higher, 0 to 1 or near it."""

from typing import TYPE_CHECKING

import numpy as np

from ...errors import finding

if TYPE_CHECKING:
    from .tree import Tree

NORMALISATIONS = ("share", "goalposts", "min_max", "z_score", "rank", "completion")
THRESHOLD = 0.7  # of `completion`: the share of an indicator's goalposts from which on it counts as done
_SPREAD, _MIDDLE = 0.1, 0.5  # of a z-score: 0.5 + 0.1 z, the T-score over 100
_NOISE = 1e-12


def normalised(
    values: np.ndarray, tree: "Tree", method: str = "share", threshold: float | np.ndarray = THRESHOLD
) -> np.ndarray:
    """Return values on the scale of one method.

    Parameters
    ----------
    values : array of float, ... x units x indicators
        As from `treated`: times direction, NaN where left out.
    tree : Tree
    method : str
        - ``share``: the value over the most there is: ``max_points``, else the highest goalpost, else the largest
          value; where less is better 1 - that;
        - ``goalposts``: (x - lowest) / (highest - lowest); where the table has none, those of the values;
        - ``min_max``: (x - smallest) / (largest - smallest) of the units compared;
        - ``z_score``: 0.5 + 0.1 z, z by the standard deviation of the units (divisor n);
        - ``rank``: (mid-rank - 1) / (n - 1) from the worst; what binary fractions alone tell apart ties;
        - ``completion``: 1 where `goalposts` reaches `threshold`, else 0.
    threshold : float or array
        Of `completion`; an array, such as draws x 1, makes as many draws of it.

    Returns
    -------
    array like `values`
        NaN stays. What is alike for every unit is not missing: it stands where its goalposts put it (full marks
        for everybody are 1), without goalposts at 0.5.

    Source
    ------
    OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> from dts_analysis.analysis.framework import tree
    >>> rows = {"code": ["t", "a"], "parent": ["", "t"], "max_points": [None, 10.0]}
    >>> one, grid = tree(pd.DataFrame(rows)), np.array([[2.0], [4.0], [8.0]])
    >>> for method in ("share", "min_max", "rank", "completion"):
    ...     normalised(grid, one, method)[:, 0].round(3).tolist()
    [0.2, 0.4, 0.8]
    [0.0, 0.333, 1.0]
    [0.0, 0.5, 1.0]
    [0.0, 0.0, 1.0]
    """
    return np.stack(columns(values, tree, method, threshold), axis=-1)


def unsuited(grid, tree, method):
    """Return the findings of indicators whose values have no share: some below 0, none above, and no maximum."""
    if method != "share":
        return []
    values = np.where(np.isnan(grid.values), 0.0, grid.values)
    is_bare = np.isnan(tree.maximum) & np.isnan(tree.highest)
    at = np.flatnonzero(is_bare & (values < 0).any(axis=0) & ~(values > 0).any(axis=0))
    return [finding("share_of_negative", f"values!{tree.codes[each]}") for each in at]


def columns(
    values: np.ndarray, tree: "Tree", method: str = "share", threshold: float | np.ndarray = THRESHOLD
) -> list[np.ndarray]:
    """Return what `normalised` returns as one array per indicator, ... x units."""
    parts = (np.ascontiguousarray(values[..., at]) for at in range(tree.n_indicators))
    return [_column(part, tree, at, method, threshold) for at, part in enumerate(parts)]


def _column(values, tree, at, method, threshold):
    if method == "completion":
        share = _column(values, tree, at, "goalposts", threshold)
        return np.where(np.isnan(share), np.nan, (share >= np.asarray(threshold) - 1e-9) * 1.0)
    if method == "share":
        return _share(values, tree, at)
    low, high = np.sort(tree.direction[at] * np.array([tree.lowest[at], tree.highest[at]]))
    has_posts = not np.isnan(low + high)
    if method == "goalposts" and has_posts:
        return _between(values, low, high)
    is_seen = ~np.isnan(values)
    smallest = np.where(is_seen, values, np.inf).min(axis=-1, keepdims=True)
    largest = np.where(is_seen, values, -np.inf).max(axis=-1, keepdims=True)
    noise = _NOISE * np.maximum(np.abs(largest), np.abs(smallest))  # in whatever unit the values are
    is_alike = ~(largest - smallest > noise)
    if method in ("min_max", "goalposts"):
        found = np.divide(values - smallest, largest - smallest, out=np.full_like(values, np.nan), where=~is_alike)
    elif method == "z_score":
        found = _z_score(values, is_seen, is_alike)
    else:
        found = _mid_ranks(values, is_seen, noise)
    if is_alike.any():
        alike = _between(values, low, high) if has_posts else np.where(is_seen, _MIDDLE, np.nan)
        found = np.where(is_alike, alike, found)
    return found


def _share(values, tree, at):
    most = tree.maximum[at] if not np.isnan(tree.maximum[at]) else tree.highest[at]
    raw = values * tree.direction[at]
    if np.isnan(most):
        most = np.where(np.isnan(raw), -np.inf, raw).max(axis=-1, keepdims=True)
    is_some = np.isfinite(most) & (most > 0)
    share = np.divide(raw, most, out=np.where(np.isnan(raw), np.nan, 0.0), where=is_some)
    return share if tree.direction[at] > 0 else 1.0 - share


def _between(values, low, high):
    if high > low:
        return (values - low) / (high - low)
    return np.where(np.isnan(values), np.nan, 0.0)  # out of nothing: it weighs nothing


def _z_score(values, is_seen, is_alike):
    n = np.maximum(is_seen.sum(axis=-1, keepdims=True), 1)
    mean = np.where(is_seen, values, 0.0).sum(axis=-1, keepdims=True) / n
    spread = np.sqrt(np.where(is_seen, (values - mean) ** 2, 0.0).sum(axis=-1, keepdims=True) / n)
    z = np.divide(values - mean, spread, out=np.full_like(values, np.nan), where=~is_alike)
    return _MIDDLE + _SPREAD * z


def _mid_ranks(values, is_seen, noise):
    """Mid-ranks from the worst, 0 to 1, of the values seen; neighbours no farther apart than noise tie."""
    order = np.argsort(values, axis=-1)  # NaN last
    lined = np.take_along_axis(values, order, axis=-1)
    size = values.shape[-1]
    place = np.broadcast_to(np.arange(size), values.shape)
    is_new = np.ones(values.shape, dtype=bool)
    is_new[..., 1:] = ~(lined[..., 1:] - lined[..., :-1] <= noise)
    first = np.maximum.accumulate(np.where(is_new, place, 0), axis=-1)
    ends = np.ones(values.shape, dtype=bool)
    ends[..., :-1] = is_new[..., 1:]
    last = np.minimum.accumulate(np.where(ends, place, size)[..., ::-1], axis=-1)[..., ::-1]
    n = is_seen.sum(axis=-1, keepdims=True)
    found = np.empty(values.shape)
    np.put_along_axis(found, order, (first + last) / 2.0 / np.maximum(n - 1, 1), axis=-1)
    return np.where(is_seen, found, np.nan)
