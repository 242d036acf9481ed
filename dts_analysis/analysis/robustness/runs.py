"""The index worked out for many runs at once, in blocks of bounded memory."""

from dataclasses import dataclass

import numpy as np

from ...errors import finding, stop_if
from .. import asked
from ..framework import ABSENT, BLANK, PRESENT, Cells, Tree, aggregated, cells, columns, treated, tree
from ..framework.normalisation import unsuited
from .settings import settings, uniform
from .sources import Sources, check
from .streams import NOMINAL
from .verified import OpenCells, open_cells

MEMORY = 48 * 2**20  # bytes that a block's grids may take


@dataclass(frozen=True)
class Model:
    """An index with what may be otherwise about it, checked and ready to run.

    `open_cells` are None where verification is not in doubt.
    """

    tree: Tree
    grid: Cells
    sources: Sources
    seed: int
    open_cells: OpenCells | None

    def settings(self, runs):
        """Return the choices of some runs, as from `streams.plan`."""
        return settings(runs, self.tree, self.sources, self.seed)

    def values(self, draws):
        """Return the values of some draws of verification error, draws x units x indicators."""
        if self.open_cells is None:
            return np.repeat(self.grid.values[None], len(draws), axis=0)
        numbers = uniform(np.asarray(draws), "verification", len(self.open_cells.unit), self.seed)
        return self.open_cells.shaken(self.grid.values, numbers)


def model(values, framework, sources, seed):
    """Return a `Model` of two flat tables and what may be otherwise.

    Raises
    ------
    DtsError
        What `tree`, `cells`, `check` and `open_cells` raise; a unit without any value that weighs; a seed that is
        no whole number from 0.
    """
    shape = tree(framework)
    grid = cells(values, shape)
    check(sources, shape)
    faults = asked.seeds(seed) + [each for how in sources.normalisation for each in unsuited(grid, shape, how)]
    weighs = shape.weight[: shape.n_indicators] > 0
    bare = np.flatnonzero(~((grid.state == PRESENT) & weighs).any(axis=1))
    stop_if(faults + [finding("unit_without_values", f"values!{grid.units[each]}") for each in bare])
    still = None if sources.verification is None else open_cells(sources.verification, shape, grid)
    return Model(shape, grid, sources, int(seed), still)


def scores(of, chosen, block=None):
    """Return every unit's value of the whole in every run.

    Parameters
    ----------
    of : Model
    chosen : Settings
        Of the runs.
    block : int, optional
        How many runs at once; so many as `MEMORY` allows unless told. Changes nothing but time and memory.

    Returns
    -------
    array of float, runs x units
    """
    stop_if([] if block is None else asked.counts(block=block))
    found = np.empty((len(chosen), len(of.grid.units)))
    size = block or _block(of, chosen)
    for start in range(0, len(chosen), size):
        part = slice(start, start + size)
        found[part] = _of_block(of, chosen.part(part))
    return found


def _block(of, chosen):
    nodes = len(of.tree.codes) - of.tree.n_indicators + 4
    if (chosen.verification != NOMINAL).any():
        nodes += 8 * of.tree.n_indicators
    elif "completion" in of.sources.normalisation:
        nodes += of.tree.n_indicators
    return max(1, int(MEMORY // (8 * nodes * len(of.grid.units))))


def _of_block(of, chosen):
    """Runs that differ in numbers only are worked out together: same scale, sums and treatments."""
    is_shaken, state = chosen.verification != NOMINAL, of.grid.state
    treatments = [  # of cells that are nowhere none matters
        chosen.missing * (state == BLANK).any(),
        chosen.not_applicable * (state == ABSENT).any(),
    ]
    kinds = np.column_stack([chosen.normalisation, *treatments, is_shaken, chosen.aggregation])
    seen, kind = np.unique(kinds, axis=0, return_inverse=True)
    found = np.empty((len(kinds), len(of.grid.units)))
    for number in range(len(seen)):
        at = np.flatnonzero(kind.ravel() == number)
        found[at] = _alike(of, chosen.part(at), is_shaken[at[0]])
    return found


def _alike(of, chosen, is_shaken):
    sources, shape = of.sources, of.tree
    method = sources.normalisation[chosen.normalisation[0]]
    ways = sources.missing[chosen.missing[0]], sources.not_applicable[chosen.not_applicable[0]]
    raw = of.values(chosen.verification) if is_shaken else of.grid.values[None]
    filled, left_out, keeps = treated(raw, of.grid.state, shape, *ways)
    scaled = columns(filled, shape, method, chosen.threshold[:, None])
    levels = zip(sources.choices(shape), chosen.aggregation[0], strict=True)
    is_geometric = np.array([names[way] == "geometric" for names, way in levels])
    return aggregated(shape, scaled, chosen.weights, is_geometric, left_out, keeps, sources.floor)[-1]
