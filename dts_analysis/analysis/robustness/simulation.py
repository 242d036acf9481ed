"""The Monte Carlo run: many draws of what may be otherwise, each told so that it can be done again elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .. import asked
from .places import official_places, row_ranks, shifts
from .runs import model, scores
from .settings import told
from .sources import FACTORS
from .streams import plan

if TYPE_CHECKING:
    from .sources import Sources

FEWEST = 100  # draws: fewer leave less than five on either side of a 90 % interval


@dataclass(frozen=True)
class Draws:
    """What the places did.

    Attributes
    ----------
    units : tuple of str
    official : array of int
        Each unit's place by the choices in force, or the published one.
    index_value : array of float
        Each unit's value of the whole by the choices in force.
    scores : array of float, draws x units
    ranks : array of int, draws x units
    parameters : DataFrame
        One row per draw: the choices by name, ``threshold``, and ``verification``: the draw whose gaps were taken,
        for `drawn_values` (NA where every answer stands).
    weights : DataFrame
        One row per draw: the weight of every node below the root.
    seed : int
    factors : tuple of str
        What was drawn.
    """

    units: tuple
    official: np.ndarray
    index_value: np.ndarray
    scores: np.ndarray
    ranks: np.ndarray
    parameters: pd.DataFrame
    weights: pd.DataFrame
    seed: int
    factors: tuple


def simulate(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    sources: "Sources",
    n: int | Sequence[int] = 1000,
    seed: int = 0,
    only: str | Sequence[str] | None = None,
    block: int | None = None,
    official: pd.Series | None = None,
) -> Draws:
    """Return the places of every unit in many draws of what may be otherwise.

    Parameters
    ----------
    values, framework : DataFrame
        As `framework.cells` and `framework.tree` take them.
    sources : Sources
    n : int or range
        How many draws, or which: parts that are worked out apart are those of the whole.
    seed : int
        From 0; equal seeds give equal draws, whatever the block.
    only : str or sequence of str, optional
        Which of `FACTORS` are drawn, the others being as they are in force; all active ones unless told.
    block : int, optional
        How many draws at once; changes nothing but time and memory.
    official : Series, optional
        Unit to published place, where it is not the one that the choices in force give.

    Returns
    -------
    Draws

    Raises
    ------
    DtsError
        What `tree`, `cells` and `sources` are refused for; fewer than `FEWEST` draws; a factor that is not in
        doubt; a unit without an official place, or with two; a block that is no whole number from 1.

    Examples
    --------
    One indicator only: whatever it weighs, the places stay.

    >>> from dts_analysis.analysis.robustness import Sources
    >>> framework = pd.DataFrame({"code": ["t", "a"], "parent": ["", "t"], "max_points": [None, 10.0]})
    >>> values = pd.DataFrame({"a": [3.0, 9.0, 3.0]}, index=["u", "v", "w"])
    >>> draws = simulate(values, framework, Sources(weight_levels=(1,)), n=100)
    >>> draws.official.tolist(), np.unique(draws.ranks, axis=0).tolist()
    ([2, 1, 2], [[2, 1, 2]])
    """
    numbers = n if isinstance(n, range) else range(_enough(n))
    stop_if([] if len(numbers) and min(numbers) >= 0 else asked.draws(1, n=n))
    of = model(values, framework, sources, seed)
    factors = _factors(sources, only)
    nominal = scores(of, of.settings(plan([0], [])))[0]
    chosen = of.settings(plan(numbers, factors))
    found = scores(of, chosen, block)
    table, weights = told(chosen, of.tree, sources, list(numbers))
    return Draws(
        units=of.grid.units,
        official=official_places(official, of.grid.units, row_ranks(nominal[None])[0]),
        index_value=nominal,
        scores=found,
        ranks=row_ranks(found),
        parameters=table,
        weights=weights,
        seed=of.seed,
        factors=factors,
    )


def one_at_a_time(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    sources: "Sources",
    n: int | Sequence[int] = 1000,
    seed: int = 0,
    block: int | None = None,
    within: Sequence[int] = (2, 5, 10),
    official: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how far each factor alone moves the places, and all of them together.

    Parameters, raises as `simulate`.

    Returns
    -------
    DataFrame
        One row per active factor and one for ``all``: ``factor`` and what `shifts` tells.
    """
    rows = []
    for name in (*sources.active, "all"):
        only = None if name == "all" else name
        draws = simulate(values, framework, sources, n, seed, only, block, official)
        rows.append({"factor": name} | shifts(draws, within))
    return pd.DataFrame(rows)


def drawn_values(
    values: pd.DataFrame, framework: pd.DataFrame, sources: "Sources", seed: int, draw: int
) -> pd.DataFrame:
    """Return the values as one draw of verification error has them, units x indicators: what a replay starts from.

    Parameters, raises as `simulate`; `draw` as in ``Draws.parameters["verification"]``.
    """
    stop_if(asked.counts(0, draw=draw))
    of = model(values, framework, sources, seed)
    found = of.values([draw])[0]
    index = pd.Index(of.grid.units, name="unit_code")
    return pd.DataFrame(found, index=index, columns=list(of.tree.indicators))


def _enough(n):
    stop_if(asked.draws(FEWEST, n=n))
    return int(n)


def _factors(sources, only):
    if only is None:
        return sources.active
    chosen = tuple(only) if isinstance(only, list | tuple | set) else (only,)
    known = ", ".join(sources.active) or "—"
    stop_if(
        [finding("factor_unknown", "only", factor=str(c), known=known) for c in chosen if c not in sources.active]
    )
    return tuple(name for name in FACTORS if name in chosen)
