"""Do weights do what they say: what each part does to the index, beside what it nominally weighs."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import DtsError
from .sheet import constant, refuse_few
from .verdicts import Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet

FEWEST = 10
FEW_VALUES = 10  # up to so many different values are groups, and no curve is laid through them
MOST_POINTS = 150  # more are first put together with their neighbours
WIDTHS = np.geomspace(0.02, 2.0, 12)  # of the kernel, as shares of the range


def correlation_ratio(part: np.ndarray, whole: np.ndarray, where: str = "values") -> float:
    """Return which share of the whole's variance the expectation given one part explains: Pearson's eta squared.

    Unlike a squared correlation it sees any dependence, straight or curved.

    Parameters
    ----------
    part, whole : array of float
        One number per unit; units with both take part.

    Returns
    -------
    float
        0..1. Where the part has few different values, by their means, less what chance would explain (epsilon
        squared); else by a local line, whose width generalised cross-validation chooses.

    Raises
    ------
    DtsError
        Of fewer than ten units.

    Source
    ------
    Paruolo, Saisana and Saltelli (2013), "Ratings and rankings: voodoo or science?", J. R. Statist. Soc. A 176,
    equation 3, by a local linear kernel as there; Kelley (1935) for epsilon squared.

    Examples
    --------
    A whole that is the part squared, around 0: no correlation, and all of the variance.

    >>> part = np.linspace(-1, 1, 41)
    >>> round(correlation_ratio(part, part**2), 2)
    1.0
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    known = ~np.isnan(part + whole)
    part, whole = part[known], whole[known]
    refuse_few(len(part), FEWEST, where)
    total = whole.var()
    if total == 0 or np.ptp(part) == 0:
        return np.nan if total == 0 else 0.0
    places, at, times = np.unique(part, return_inverse=True, return_counts=True)
    means = np.bincount(at, whole) / times
    if len(places) <= FEW_VALUES:
        left = ((whole - means[at]) ** 2).sum() / max(len(whole) - len(places), 1)
        return float(np.clip(1 - left / (total * len(whole) / (len(whole) - 1)), 0, 1))
    if len(places) > MOST_POINTS:
        bins = (np.cumsum(times) - times) * MOST_POINTS // times.sum()
        counts = np.bincount(bins, times)
        filled = counts > 0
        places, means = (np.bincount(bins, times * each)[filled] / counts[filled] for each in (places, means))
        times = counts[filled]
    expected = _local_line(places / np.ptp(places), means, times)
    explained = np.average((expected - np.average(expected, weights=times)) ** 2, weights=times)
    return float(np.clip(explained / total, 0, 1))


def _local_line(places, means, times):
    """Means smoothed by a line through each one's neighbours, of the width that foresees the others best."""
    away, best = places[None, :] - places[:, None], (np.inf, means)
    for width in WIDTHS:
        kernel = np.exp(-0.5 * (away / width) ** 2) * times
        flat, tilt, bend = (
            kernel.sum(axis=1, keepdims=True),
            (kernel * away).sum(axis=1, keepdims=True),
            (kernel * away**2).sum(axis=1, keepdims=True),
        )
        lean = flat * bend - tilt**2
        is_alone = lean <= 1e-9 * flat * bend
        line = kernel * (bend - away * tilt) / np.where(is_alone, 1.0, lean)
        smoother = np.where(is_alone, kernel / flat, line)
        freedom = len(places) - np.trace(smoother)
        if freedom < 1:
            continue
        fitted = smoother @ means
        error = (times * (means - fitted) ** 2).sum() / freedom**2
        best = min(best, (error, fitted), key=lambda each: each[0])
    return best[1]


def importance(sheet: "Sheet", ratio: float = 2.0) -> pd.DataFrame:
    """Return what every part of a node does to it, beside its nominal weight.

    Parameters
    ----------
    sheet : Sheet
    ratio : float
        A part is looked at that does more than `ratio` times what it weighs, or less than a `ratio`-th.

    Returns
    -------
    DataFrame
        As `verdicts.table`, ``against`` the node above, and ``nominal_weight`` (share among siblings), per part of
        every node with two or more: ``effective_weight`` (weight x covariance with the node / variance of the
        node; they sum to 1 where everything applies to all; a negative one fails) and ``importance`` (correlation
        ratio over the sum of the siblings').

    Source
    ------
    Paruolo, Saisana and Saltelli (2013), sections 2 and 3: to be held against nominal weights, importances are
    brought to the sum 1. Effective weights: Stanley and Wang (1968).
    """
    rows, nominal = [], []
    for at in range(sheet.tree.n_indicators, len(sheet.tree.codes)):
        children = sheet.tree.children[at]
        if len(children) < 2:
            continue
        weights = sheet.tree.weight[children] / sheet.tree.weight[children].sum()
        parts, whole = sheet.nodes.iloc[:, children], sheet.nodes.iloc[:, at]
        found = {"effective_weight": _effective(parts, whole, weights), "importance": _importances(parts, whole)}
        n, alike = int(whole.notna().sum()), set(constant(parts))
        for measure, (values, why) in found.items():
            for code, value, weight in zip(parts, values, weights, strict=True):
                lowest = 0.0 if measure == "effective_weight" else -np.inf
                bounds = Bounds(weight / ratio, weight * ratio, fail_below=lowest)
                value, reason = (np.nan, "audit_constant") if not why and code in alike else (value, why)
                rows.append(row(measure, code, value, bounds, n, against=sheet.tree.codes[at], why=reason))
                nominal.append(weight)
    found = table("importance", rows, "Paruolo, Saisana and Saltelli 2013")
    return found.assign(nominal_weight=np.array(nominal, float))


def _effective(parts, whole, weights):
    """Shares of the whole's variance that covariances with it add up to, and why there are none."""
    if whole.notna().sum() < FEWEST:
        return np.full(len(weights), np.nan), "audit_few_units"
    variance = whole.var()
    if not variance > 0:
        return np.full(len(weights), np.nan), "audit_constant"
    return np.array([parts[code].cov(whole) for code in parts]) * weights / variance, ""


def _importances(parts, whole):
    try:
        ratios = pd.Series([correlation_ratio(parts[code], whole) for code in parts])
    except DtsError as refused:
        return np.full(parts.shape[1], np.nan), refused.findings[0].code
    total = ratios.sum()
    return (ratios / total).to_numpy(), "" if total > 0 else "audit_constant"
