"""An index worked out once, by the choices as stated: every unit's value at every node."""

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .. import asked
from .aggregation import AGGREGATIONS, FLOOR, aggregated
from .cells import MISSING_TREATMENTS, NOT_APPLICABLE_TREATMENTS, cells, treated
from .normalisation import NORMALISATIONS, THRESHOLD, columns, normalised, unsuited
from .tree import tree


def normalised_values(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    normalisation: str = "share",
    missing: str = "zero",
    not_applicable: str = "shrink",
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Return the indicators on one scale: units x indicators; NaN where a cell is left out.

    Parameters, raises as `index`.
    """
    shape, grid, filled, _, _ = _filled(values, framework, normalisation, missing, not_applicable, threshold)
    found = normalised(filled, shape, normalisation, threshold)
    return pd.DataFrame(found, index=pd.Index(grid.units, name="unit_code"), columns=list(shape.indicators))


def index(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    normalisation: str = "share",
    aggregation: str | dict[int, str] = "arithmetic",
    missing: str = "zero",
    not_applicable: str = "shrink",
    threshold: float = THRESHOLD,
    floor: float = FLOOR,
) -> pd.DataFrame:
    """Return every unit's value at every node of a framework.

    Parameters
    ----------
    values, framework : DataFrame
        As `cells` and `tree` take them.
    normalisation : str
        One of `NORMALISATIONS`.
    aggregation : str or dict
        One of `AGGREGATIONS`, or one per level (2: what indicators are put together to, …); arithmetic at a level
        not told.
    missing, not_applicable : str
        As in `treated`.
    threshold, floor : float
        As in `normalised` and `aggregated`.

    Returns
    -------
    DataFrame
        Units x nodes, children first and the whole last; NaN where all that lies below is left out.

    Raises
    ------
    DtsError
        What `tree` and `cells` raise; a choice that is none of those known; a level where nothing is put together;
        a threshold or a floor that is no share above 0; a share asked of values none of which is above 0.

    Examples
    --------
    4 of 5 points and 10 of 20: 14 of 25.

    >>> rows = {"code": ["t", "1.1", "1.2"], "parent": ["", "t", "t"], "max_points": [None, 5.0, 20.0]}
    >>> index(pd.DataFrame({"1.1": [4.0], "1.2": [10.0]}, index=["u"]), pd.DataFrame(rows)).loc["u"].tolist()
    [0.8, 0.5, 0.56]
    """
    stop_if(asked.shares(is_open=True, floor=floor))
    shape, grid, filled, left_out, keeps = _filled(
        values, framework, normalisation, missing, not_applicable, threshold
    )
    chosen = aggregation if isinstance(aggregation, dict) else dict.fromkeys(shape.levels[1:], aggregation)
    unknown = unknown_choices({f"aggregation {level}": (how, AGGREGATIONS) for level, how in chosen.items()})
    stop_if(unknown + unknown_levels("aggregation", chosen, shape.levels[1:]))
    is_geometric = np.array([chosen.get(level) == "geometric" for level in range(shape.level[-1] + 1)])
    scaled = columns(filled[None], shape, normalisation, threshold)
    nodes = aggregated(shape, scaled, None, is_geometric, left_out, keeps, floor)
    table = np.column_stack([np.broadcast_to(each, (1, len(grid.units)))[0] for each in nodes])
    return pd.DataFrame(table, index=pd.Index(grid.units, name="unit_code"), columns=list(shape.codes))


def unknown_choices(choices):
    """Return the findings of choices, name to (chosen, known), that are none of those known."""
    return [
        finding("choice_unknown", name, value=str(chosen), known=", ".join(known))
        for name, (chosen, known) in choices.items()
        if chosen not in known
    ]


def unknown_levels(name, levels, there):
    """Return the findings of levels, `there` those known, at which there is nothing to choose."""
    return [
        finding("level_unknown", name, level=repr(each), known=", ".join(map(str, there)))
        for each in levels
        if each not in there
    ]


def _filled(values, framework, normalisation, missing, not_applicable, threshold):
    choices = {
        "normalisation": (normalisation, NORMALISATIONS),
        "missing": (missing, MISSING_TREATMENTS),
        "not_applicable": (not_applicable, NOT_APPLICABLE_TREATMENTS),
    }
    stop_if(unknown_choices(choices) + asked.shares(is_open=True, threshold=threshold))
    shape = tree(framework)
    grid = cells(values, shape)
    stop_if(unsuited(grid, shape, normalisation))
    return shape, grid, *treated(grid.values, grid.state, shape, missing, not_applicable)
