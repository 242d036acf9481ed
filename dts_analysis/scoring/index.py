"""The provincial index as published: a weighted sum of pillar indices."""

from typing import TYPE_CHECKING

from ..errors import finding, stop_if

if TYPE_CHECKING:
    import pandas as pd


def weighted_index(pillar_shares: "pd.DataFrame", weights: "pd.Series") -> "pd.Series":
    """Return the index each row's pillar indices amount to.

    Parameters
    ----------
    pillar_shares : DataFrame
        One column per pillar, shares 0..1.
    weights : Series
        Pillar to weight; the weights sum to 1.

    Returns
    -------
    Series
        The index, 0..1; NaN where a pillar is missing.

    Raises
    ------
    DtsError
        Where a pillar has no column, or the weights do not sum to 1.

    Source
    ------
    The frame of 922/QĐ-BTTTT: 0.1 for each of the five foundation pillars, 0.2 for digital government,
    0.15 for digital economy and for digital society (``published/index_weights.csv``); it reproduces
    the five published rows of 2022 within 0.0001.

    Examples
    --------
    >>> import pandas as pd
    >>> shares = pd.DataFrame({"a": [1.0, 0.5], "b": [0.0, 1.0]})
    >>> weighted_index(shares, pd.Series({"a": 0.75, "b": 0.25})).tolist()
    [0.75, 0.625]
    """
    faults = [finding("index_pillar_missing", name) for name in weights.index if name not in pillar_shares]
    total = float(weights.sum())
    if abs(total - 1) > 1e-9:
        faults.append(finding("index_weights_sum", "index_weights.csv", total=total))
    stop_if(faults)
    return (pillar_shares[list(weights.index)] * weights).sum(axis=1, skipna=False)
