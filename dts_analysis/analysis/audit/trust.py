"""May the numbers be trusted and compared: what verification left of claims, and what two years have in common."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..agreement import agreement
from .verdicts import FEWEST, Bounds, row, table


def verified(
    gap: pd.DataFrame,
    class_codes: Sequence[str],
    n_claims: int,
    least: float = 0.65,
    bias: float = 0.05,
    good: float = 0.75,
    poor: float = 0.5,
    basis: str = "verified",
    fewest: int = FEWEST,
) -> pd.DataFrame:
    """Return how much was verified, or measured, and how much of the claims stood.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`, all under one criteria set.
    class_codes : sequence of str
        As in `agreement.agreement`.
    n_claims : int
        Answers that apply and were claimed, verified or not.
    least : float
        The share of them that should be verified.
    bias : float
        Mean gap of attainment, to either side, beyond which claims are no stand-in for what was verified.
    good, poor : float
        ICC from the first on passes, below the second fails.
    basis : str
        That of `gap`.
    fewest : int
        Verified units that a verdict on bias and ICC needs: of one they tell its ways, not those of claims.

    Returns
    -------
    DataFrame
        As `verdicts.table`: ``verified_share`` (or ``measured_share``, as the basis is), ``bias``, ``icc``; ``n``
        counts units.

    Source
    ------
    Koo and Li (2016) for the ICC; Bland and Altman (1986) for the bias; `least` and `bias` are our choice.
    """
    found = agreement(gap, class_codes, basis).set_index("measure")
    n = int(found.loc["bias", "n_units"])
    share = len(gap) / n_claims if n_claims else np.nan
    rows = [
        row(f"{basis}_share", "", share, Bounds(pass_from=least), n, why="" if n_claims else "audit_no_values")
    ]
    bounds = {"bias": Bounds(-bias, bias), "icc": Bounds(pass_from=good, fail_below=poor)}
    for measure, held in bounds.items():
        value = found.loc[measure, "value"] if n >= fewest else np.nan
        why = "" if not np.isnan(value) else "audit_few_units" if n < fewest else "audit_constant"
        rows.append(row(measure, "", value, held, n, why=why))
    return table("verification", rows, "Bland and Altman 1986; Koo and Li 2016")


def comparability(
    links: pd.DataFrame, framework: pd.DataFrame, least: float = 0.65, lowest: float = 0.5
) -> pd.DataFrame:
    """Return which part of a year's points may be compared with the year before.

    Parameters
    ----------
    links : DataFrame
        As from `continuity.links`.
    framework : DataFrame
        The later year's, as `framework.tree` takes it.
    least, lowest : float
        Shares of the points: from the first on passes, below the second fails.

    Returns
    -------
    DataFrame
        As `verdicts.table`: ``points_compare`` and ``shares_compare``, the share of the later set's points in
        indicators whose points, or attainment, compare; ``n`` counts indicators.

    Source
    ------
    Our choice; OECD/JRC Handbook (2008), step 1, asks for comparability over time.

    Examples
    --------
    Ten of the 40 points are in an indicator that is new:

    >>> import pandas as pd
    >>> rows = {"code": ["t", "a", "b"], "parent": ["", "t", "t"], "max_points": [None, 30.0, 10.0]}
    >>> links = {"code_to": ["a", "b"], "points_compare": [False, False], "shares_compare": [True, False]}
    >>> comparability(pd.DataFrame(links), pd.DataFrame(rows))[["value", "verdict"]].values.tolist()
    [[0.0, 'fail'], [0.75, 'pass']]
    """
    weight = framework["max_points"] if "max_points" in framework else framework["weight"]
    weight = dict(zip(framework["code"], weight.fillna(0.0), strict=True))
    later = links[links["code_to"].isin(list(weight))]
    points = later["code_to"].map(weight).to_numpy(float)
    bounds, rows = Bounds(pass_from=least, fail_below=lowest), []
    for measure in ("points_compare", "shares_compare"):
        share = points[later[measure].to_numpy(bool)].sum() / points.sum() if points.sum() > 0 else np.nan
        why = "" if points.sum() > 0 else "audit_no_values"
        rows.append(row(measure, "", share, bounds, len(later), why=why))
    return table("comparability", rows, "OECD/JRC 2008, step 1")
