"""Who is ahead of whom, and which neighbours cannot be told apart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import stop_if
from .. import asked

if TYPE_CHECKING:
    from .simulation import Draws

LEVEL = 0.95  # how sure it has to be that one unit is ahead of another
_BLOCK = 2**22


def ahead(draws: "Draws", units: Sequence[str] | None = None) -> pd.DataFrame:
    """Return P(A ahead of B): the share of draws in which A's place is better than B's.

    Parameters
    ----------
    draws : Draws
    units : sequence of str, optional
        Which A; all of them unless told.

    Returns
    -------
    DataFrame
        Units A (rows) x all units B (columns). P(A ahead of B), P(B ahead of A) and the share of draws in which
        they tie add up to 1.

    Raises
    ------
    DtsError
        Of units that were not drawn.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> ahead(Obj(units=("a", "b"), ranks=np.array([[1, 2], [1, 1], [1, 2], [2, 1]]))).to_numpy().tolist()
    [[0.0, 0.5], [0.25, 0.0]]
    """
    chosen = list(draws.units if units is None else units)
    stop_if(asked.known_units(chosen, draws.units, "units"))
    rows = pd.Index(draws.units).get_indexer(chosen)
    found = np.empty((len(rows), len(draws.units)))
    ranks = np.ascontiguousarray(draws.ranks.astype(np.int16 if len(draws.units) < 2**15 else np.int32))
    for place, row in enumerate(rows):
        found[place] = np.count_nonzero(ranks[:, row, None] < ranks, axis=0) / len(ranks)
    return pd.DataFrame(found, index=pd.Index(chosen, name="unit_code"), columns=list(draws.units))


def ahead_of_next(draws: "Draws", units: Sequence[str]) -> list[float]:
    """Return P(A ahead of B) of every unit and the one that stands after it; NaN for the last.

    Parameters
    ----------
    draws : Draws
    units : sequence of str
        In the order they stand in.

    Raises
    ------
    DtsError
        Of units that were not drawn.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> ahead_of_next(Obj(units=("a", "b"), ranks=np.array([[1, 2], [1, 1], [1, 2], [2, 1]])), ["a", "b"])
    [0.5, nan]
    """
    stop_if(asked.known_units(units, draws.units, "units"))
    lined = draws.ranks[:, pd.Index(draws.units).get_indexer(list(units))]
    return [*(lined[:, :-1] < lined[:, 1:]).mean(axis=0).tolist(), float("nan")][: len(units)]


def tiers(draws: "Draws", level: float = LEVEL) -> pd.DataFrame:
    """Return each unit's tier: neighbours by place that cannot be told apart.

    Inside a tier no unit is ahead of another in a share of draws of `level` or more. Tiers follow the order of
    places; they are joined from single units upwards, the least distinct neighbours first (complete linkage of
    neighbours), so that tiers of a higher level are made of whole tiers of a lower one. Neighbours in two tiers
    may be hard to tell apart too: it is the ends of what would be one tier that can.

    Parameters
    ----------
    draws : Draws
    level : float
        Above 0.5; a choice to be printed.

    Returns
    -------
    DataFrame
        One row per unit, best first: ``unit_code``, ``official_rank``, ``tier`` (from 1), ``level``.

    Raises
    ------
    DtsError
        Of a level that is no share above 0.5.
    """
    stop_if(asked.shares(0.5, is_open=True, level=level))
    mean, median = draws.ranks.mean(axis=0), np.median(draws.ranks, axis=0)
    order = np.lexsort((np.array(draws.units), mean, median, draws.official))
    table = ahead(draws).to_numpy()[np.ix_(order, order)]
    starts = joined(np.maximum(table, table.T), level)
    return pd.DataFrame(
        {
            "unit_code": pd.array(np.array(draws.units)[order], dtype="str"),
            "official_rank": draws.official[order],
            "tier": np.cumsum(np.isin(np.arange(len(order)), starts)),
            "level": level,
        }
    )


def joined(distance, level):
    """Return where groups of neighbours start when all are joined whose farthest pair is nearer than `level`.

    Examples
    --------
    0 and 1 are near, and so are 1 and 2, but 0 and 2 are far: the nearer pair is joined first.

    >>> joined(np.array([[0.0, 0.6, 1.0], [0.6, 0.0, 0.7], [1.0, 0.7, 0.0]]), 0.95)
    [0, 2]
    """
    starts = list(range(len(distance)))
    ends = [start + 1 for start in starts]
    across = [float(distance[k, k + 1]) for k in range(len(distance) - 1)]
    while across:
        nearest = int(np.argmin(across))
        if across[nearest] >= level:
            break
        ends[nearest] = ends.pop(nearest + 1)
        starts.pop(nearest + 1)
        across.pop(nearest)
        for left in (nearest - 1, nearest):
            if 0 <= left < len(across):
                mine, others = slice(starts[left], ends[left]), slice(starts[left + 1], ends[left + 1])
                across[left] = float(distance[mine, others].max())
    return starts
