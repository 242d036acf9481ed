"""Bands (xếp loại): what a province calls a result, by its own cut-offs."""

import numpy as np
import pandas as pd

from ..errors import DtsError, finding


def bands(totals: pd.DataFrame, cut_offs: pd.Series) -> pd.Series:
    """Return each unit's band (xếp loại) by a province's own cut-offs.

    Parameters
    ----------
    totals : DataFrame
        With ``attainment_share``.
    cut_offs : Series
        Band to the lowest share (0..1) it starts at, best band first. They are the province's own: bands
        of two provinces do not compare: one list is of one set, and so of one issuer.

    Returns
    -------
    Series of str
        Aligned to `totals`; "" below the last cut-off and where there is no share.

    Raises
    ------
    DtsError
        Where the cut-offs do not fall from band to band.

    Examples
    --------
    >>> table = pd.DataFrame({"attainment_share": [0.95, 0.8, 0.1, None]})
    >>> bands(table, pd.Series({"tốt": 0.9, "khá": 0.7})).tolist()
    ['tốt', 'khá', '', '']
    """
    if cut_offs.empty:
        return pd.Series("", index=totals.index, dtype="str")
    if not cut_offs.is_monotonic_decreasing or cut_offs.duplicated().any():
        listed = ", ".join(f"{name} {share:g}" for name, share in cut_offs.items())
        raise DtsError(finding("bands_order", "cut_offs", listed=listed))
    share = totals["attainment_share"]
    fits = [share >= lowest - 1e-9 for lowest in cut_offs]
    return pd.Series(np.select(fits, list(cut_offs.index), default=""), index=totals.index, dtype="str")
