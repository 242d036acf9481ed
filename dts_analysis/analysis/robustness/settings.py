"""What is chosen in each run: weights, scales, sums and treatments, as its random numbers have it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .sources import FACTORS
from .streams import NOMINAL, Streams


@dataclass(frozen=True)
class Settings:
    """The choices of some runs, one row each.

    Attributes
    ----------
    weights : array of float, runs x nodes
    normalisation, missing, not_applicable : arrays of int
        Places among the choices.
    aggregation : array of int, runs x levels
    threshold : array of float
    verification : array of int
        The draw whose gaps are taken; `NOMINAL` where every answer stands.
    """

    weights: np.ndarray
    normalisation: np.ndarray
    aggregation: np.ndarray
    missing: np.ndarray
    not_applicable: np.ndarray
    threshold: np.ndarray
    verification: np.ndarray

    def __len__(self):
        return len(self.threshold)

    def part(self, at):
        """Return the choices of some of the runs."""
        return Settings(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


def settings(runs, tree, sources, seed):
    """Return the choices of some runs.

    Parameters
    ----------
    runs : array of int, runs x `FACTORS`
        As from `streams.plan`.
    tree : Tree
    sources : Sources
    seed : int

    Returns
    -------
    Settings
    """
    ways = sources.choices(tree)
    middle, low, high = sources.threshold
    noisy = np.flatnonzero(np.isin(tree.level, sources.weight_levels) & (tree.parent >= 0))
    noisy = noisy[np.argsort(np.array(tree.codes)[noisy])]  # by code, however the framework's rows stand

    def drawn(factor, size):
        return uniform(runs[:, FACTORS.index(factor)], factor, size, seed)

    noise = drawn("weights", len(noisy))
    weights = np.tile(tree.weight, (len(runs), 1))
    weights[:, noisy] *= np.where(np.isnan(noise), 1.0, 1.0 + sources.weight_range * (2.0 * noise - 1.0))
    chosen = drawn("aggregation", len(ways))
    threshold = drawn("threshold", 1)[:, 0]
    return Settings(
        weights=weights,
        normalisation=_chosen(drawn("normalisation", 1)[:, 0], sources.normalisation),
        aggregation=np.column_stack([_chosen(chosen[:, each], way) for each, way in enumerate(ways)]),
        missing=_chosen(drawn("missing", 1)[:, 0], sources.missing),
        not_applicable=_chosen(drawn("not_applicable", 1)[:, 0], sources.not_applicable),
        threshold=np.where(np.isnan(threshold), middle, low + (high - low) * threshold),
        verification=runs[:, FACTORS.index("verification")],
    )


def uniform(draws, factor, size, seed):
    """Return numbers between 0 and 1, runs x `size`, of each run's draw; NaN where that is `NOMINAL`."""
    seen, of_run = np.unique(draws, return_inverse=True)
    table, streams = np.full((len(seen), size), np.nan), Streams(seed)
    for row, draw in enumerate(seen):
        if draw != NOMINAL:
            streams.at(draw, factor).random(out=table[row])
    return table[of_run]


def _chosen(numbers, choices):
    """The place of the choice each number falls on; the first where there is none."""
    return np.minimum(np.nan_to_num(numbers) * len(choices), len(choices) - 1).astype(np.int64)


def told(found, tree, sources, draws):
    """Return the choices of runs as two tables for people and for other programs.

    Returns
    -------
    (DataFrame, DataFrame)
        One row per draw: what was chosen by name, ``threshold``, and ``verification``, the draw whose gaps were
        taken (NA where every answer stands); and the weights, a column per node. One row per run in both.
    """
    named = {
        name: np.array(getattr(sources, name), dtype=object)[getattr(found, name)]
        for name in ("normalisation", "missing", "not_applicable")
    }
    for level, ways in enumerate(sources.choices(tree)):
        if level in tree.levels[1:]:
            named[f"aggregation_{level}"] = np.array(ways, dtype=object)[found.aggregation[:, level]]
    index = pd.Index(draws, name="draw")
    named = {name: pd.array(values, dtype="str") for name, values in named.items()}
    gaps = pd.array(np.where(found.verification == NOMINAL, 0, found.verification), dtype="Int64")
    gaps[found.verification == NOMINAL] = pd.NA
    table = pd.DataFrame(named | {"threshold": found.threshold, "verification": gaps}, index=index)
    below = tree.parent >= 0
    weights = pd.DataFrame(found.weights[:, below], index=index, columns=np.array(tree.codes, dtype=object)[below])
    return table, weights
