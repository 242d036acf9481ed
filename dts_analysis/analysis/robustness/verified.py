"""What verification did to some answers, as the error that the others may still hold."""

import pandas as pd

from .sources import FEWEST, Verification


def verification_of(gap, values, seen=None, fewest=FEWEST):
    """Return the verification error of claims that nobody has verified.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`: what was done to claims of this criteria set, this year's or (followed through
        `continuity.renumbered`) another's. Targets without points, and codes that `values` do not hold, say nothing.
    values : DataFrame
        The claims, long, as from `framework.of_counted` of the claimed basis.
    seen : DataFrame, optional
        Which of them were verified and stand in `values` as verified: ``unit_code``, ``indicator_code``; none unless
        told.
    fewest : int
        As in `Verification`.

    Returns
    -------
    Verification

    Examples
    --------
    >>> gap = pd.DataFrame({"indicator_code": ["A-1", "A-1"], "gap_points": [-2.0, 0.0], "max_points": [10.0, 10.0]})
    >>> values = pd.DataFrame({"unit_code": ["u", "u"], "code": ["A-1", "A-2"], "value": [5.0, None],
    ...     "status": ["answered", "missing"]})
    >>> found = verification_of(gap, values)
    >>> found.gaps["gap_share"].tolist(), found.unverified.to_numpy().tolist()
    ([-0.2, 0.0], [['u', 'A-1']])
    """
    code, most = gap["indicator_code"].astype("str"), gap["max_points"].astype(float)
    is_told = code.isin(values["code"]) & (most > 0)
    gaps = pd.DataFrame({"code": code, "gap_share": gap["gap_points"].astype(float) / most})[is_told]
    still = values.loc[values["status"] == "answered", ["unit_code", "code"]]
    if seen is not None:
        keys = pd.MultiIndex.from_arrays([seen["unit_code"].astype("str"), seen["indicator_code"].astype("str")])
        still = still[~pd.MultiIndex.from_frame(still).isin(keys)]
    return Verification(gaps.reset_index(drop=True), still.reset_index(drop=True), fewest)
