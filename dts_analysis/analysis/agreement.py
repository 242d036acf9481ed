"""How far claims and verification agree: kappa on classes, intraclass correlation on attainment."""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa

from ..scoring import coded

ROUNDING = 1e-12  # numbers closer than this are equal


def class_kappa(gap, class_codes, weights="quadratic", confidence=0.95):
    """Return the weighted kappa between the classes by claimed and by verified points.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`, all under one criteria set.
    class_codes : sequence of str
        The set's classes, in the order of its scheme.
    weights : {"linear", "quadratic"}
        How a disagreement grows with the distance between classes.
    confidence : float
        Of the interval.

    Returns
    -------
    dict
        As `kappa_of`; ``n`` counts the answers with a class on both sides. A set that gives claims no class (its
        scheme is of conditions) has none, and no agreement to measure.

    Source
    ------
    Cohen (1968), weighted kappa; interval by Fleiss, Cohen and Everitt (1969), as in statsmodels.

    Examples
    --------
    >>> gap = pd.DataFrame({"class_code_from": ["done", "not"], "class_code_to": ["done", "not"]})
    >>> class_kappa(gap, ["done", "not"])["kappa"]
    1.0
    >>> class_kappa(gap.assign(class_code_from=""), ["done", "not"])["n"]
    0
    """
    sides = []
    for end in ("from", "to"):
        numbers, names = coded(gap[f"class_code_{end}"])
        sides.append(pd.Index(class_codes).get_indexer(names)[numbers])
    is_judged = (sides[0] >= 0) & (sides[1] >= 0)
    return kappa_of(sides[0][is_judged], sides[1][is_judged], len(class_codes), weights, confidence)


def kappa_of(first, second, n_classes, weights="quadratic", confidence=0.95):
    """Return the weighted kappa of two raters' class numbers (0 .. n_classes - 1); see `class_kappa`.

    Returns
    -------
    dict
        ``kappa`` (1 = agree, 0 = as by chance, may be negative), ``low``, ``high``, ``n``. NaN where
        fewer than two classes occur, or fewer than two answers.

    Examples
    --------
    Two raters who always agree:

    >>> kappa_of(np.array([0, 1, 1, 0]), np.array([0, 1, 1, 0]), 2)["kappa"]
    1.0
    """
    table = np.bincount(first * n_classes + second, minlength=n_classes**2).reshape(n_classes, n_classes)
    missing = {"kappa": np.nan, "low": np.nan, "high": np.nan, "n": len(first)}
    if len(first) < 2 or len(np.union1d(first, second)) < 2:
        return missing
    with np.errstate(invalid="ignore"):  # a z value, which nobody asks for, of two classes in few answers
        found = cohens_kappa(table, wt=weights)
    margin = stats.norm.ppf((1 + confidence) / 2) * found.std_kappa
    return missing | {
        "kappa": float(found.kappa),
        "low": float(found.kappa - margin),
        "high": float(min(found.kappa + margin, 1.0)),
    }


def attainment_icc(gap, confidence=0.95, basis="verified"):
    """Return the intraclass correlation between claimed and verified attainment, absolute agreement.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`; indicators without a maximum and blank claims are left out.
    basis : str
        That of `gap`.

    Returns
    -------
    dict
        As `icc`.
    """
    shares = gap.loc[gap["max_points"] > 0, ["claimed_share", f"{basis}_share"]]
    return icc(shares.dropna().to_numpy(float), confidence)


def icc(ratings, confidence=0.95):
    """Return ICC(2,1): two-way random effects, absolute agreement, one rating.

    Parameters
    ----------
    ratings : array of float, targets x raters
        Complete.
    confidence : float
        Of the interval.

    Returns
    -------
    dict
        ``icc`` (at most 1), ``low``, ``high``, ``n`` (targets); NaN with fewer than two targets, or
        where no rater tells the targets apart.

    Source
    ------
    Shrout and Fleiss (1979), case 2; interval as McGraw and Wong (1996), table 7. The F distribution is
    SciPy's: the packages that offer the whole are under a licence this project cannot take on.

    Examples
    --------
    The six targets and four judges of Shrout and Fleiss, table 2; they print 0.29 in table 4:

    >>> judges = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> round(icc(judges)["icc"], 2)
    0.29
    """
    n, k = ratings.shape
    found = {"icc": np.nan, "low": np.nan, "high": np.nan, "n": n}
    if n < 2 or np.ptp(ratings, axis=0).max() <= ROUNDING:
        return found
    mean, rows, columns = ratings.mean(), ratings.mean(axis=1), ratings.mean(axis=0)
    targets = k * ((rows - mean) ** 2).sum() / (n - 1)
    judges = n * ((columns - mean) ** 2).sum() / (k - 1)
    rest = ((ratings - rows[:, None] - columns + mean) ** 2).sum() / ((n - 1) * (k - 1))
    value = (targets - rest) / (targets + (k - 1) * rest + k * (judges - rest) / n)
    if value > 1 - ROUNDING:
        return found | {"icc": 1.0, "low": 1.0, "high": 1.0}
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    freedom = (a * judges + b * rest) ** 2 / ((a * judges) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    tail = (1 + confidence) / 2
    upper, lower = stats.f.ppf(tail, n - 1, freedom), stats.f.ppf(tail, freedom, n - 1)
    shared = k * judges + (k * n - k - n) * rest
    low = n * (targets - upper * rest) / (upper * shared + n * targets)
    high = n * (lower * targets - rest) / (shared + n * lower * targets)
    return found | {"icc": float(value), "low": float(low), "high": float(high)}
