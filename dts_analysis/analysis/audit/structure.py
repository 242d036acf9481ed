"""Is the framework itself in order: does every row hang somewhere, do points add up."""

import numpy as np
import pandas as pd

from ...errors import stop_if
from ..framework.unsound import missing_columns
from .verdicts import Bounds, row, table

SOURCE = "OECD/JRC 2008, step 1"
_NONE = Bounds(pass_to=0, fail_above=0)


def framework_sums(framework: pd.DataFrame, tolerance: float = 0.005) -> pd.DataFrame:
    """Return where a framework does not hang together: codes, parents, sums of points.

    Parameters
    ----------
    framework : DataFrame
        As `framework.tree` takes it; it may be faulty.
    tolerance : float
        Points by which a sum may miss what stands above it.

    Returns
    -------
    DataFrame
        As `verdicts.table`. ``doubled`` (rows of a code beyond the first), ``orphan`` (its parent has no row),
        ``childless`` (above level 1, where ``level`` is given, with nothing below), ``roots`` (rows without a
        parent beyond the first), all of which should be 0; per node with its own ``max_points``,
        ``sum_of_points``: what lies right below it less itself.

    Raises
    ------
    DtsError
        Only where there is no column ``code`` or ``parent``.

    Examples
    --------
    Ten points above, nine below:

    >>> rows = {"code": ["t", "a", "b"], "parent": ["", "t", "t"], "max_points": [10.0, 5.0, 4.0]}
    >>> framework_sums(pd.DataFrame(rows)).query("verdict == 'fail'")[["measure", "code", "value"]].values.tolist()
    [['sum_of_points', 't', -1.0]]
    """
    stop_if(missing_columns(framework, ("code", "parent")))
    codes = framework["code"].astype("str")
    parents = framework["parent"].fillna("").astype("str")
    counted = codes.value_counts()
    is_root = (parents == "").to_numpy()
    rows = [row("roots", "", max(is_root.sum(), 1) - 1 if is_root.any() else 1, _NONE, len(codes))]
    rows += [row("doubled", code, counted[code] - 1, _NONE, len(codes)) for code in counted.index]
    is_orphan = ~is_root & ~parents.isin(set(codes)).to_numpy()
    rows += [row("orphan", each, flag, _NONE, len(codes), against=parent)
             for each, parent, flag in zip(codes, parents, is_orphan, strict=True)]  # fmt: skip
    if "level" in framework:
        level = pd.to_numeric(framework["level"], errors="coerce")
        above = codes[(level > 1).to_numpy()]
        rows += [row("childless", each, each not in set(parents), _NONE, len(codes)) for each in above]
    if "max_points" in framework:
        points = pd.to_numeric(framework["max_points"], errors="coerce").to_numpy(float, na_value=np.nan)
        below = pd.Series(points).groupby(parents.to_numpy()).sum(min_count=1)
        bounds = Bounds(-tolerance, tolerance, -tolerance, tolerance)
        for code, own in zip(codes, points, strict=True):
            if code in below.index and not np.isnan(own + below[code]):
                rows.append(row("sum_of_points", code, below[code] - own, bounds, len(codes)))
    return table("framework", rows, SOURCE)
