"""Do weights do what they say: what each part does to the index, beside what it nominally weighs."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import DtsError, finding, stop_if
from .sheet import constant, is_constant, no_numbers, refuse_few
from .verdicts import Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet

MEASURABLE = 10  # units that a correlation ratio needs
FEWEST = 20  # and a verdict: of ten, four in ten parts that do what they weigh would be looked at
FEW_VALUES = 10  # up to so many different values are groups, and no curve is laid through them
DIGITS = 9  # of a part's range: what lies closer is one value
REPEATED = 2  # units to a value, on average: else values are no groups
MOST_POINTS = 150  # more are first put together with their neighbours
SMALLEST = 1e-12  # a share left over that is nothing
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
        0..1, less what chance would explain: 1 - variance left / variance, each over its degrees of freedom. By a
        local line with the trace of its smoother for degrees of freedom, or, where the part has few values, which
        repeat, by their means (epsilon squared); unless the corrected criterion of Akaike, which also chooses how
        local, takes a level line. Unrelated numbers give 0 in most cases, 0.04 on average of 10 units as of 21.

    Raises
    ------
    DtsError
        Of fewer than ten units; of as many numbers as do not belong together, or of what is no number.

    Source
    ------
    Paruolo, Saisana and Saltelli (2013), "Ratings and rankings: voodoo or science?", J. R. Statist. Soc. A 176,
    equation 3, by a local linear kernel as there; Kelley (1935) for epsilon squared; Hurvich, Simonoff and Tsai
    (1998), J. R. Statist. Soc. B 60, for the criterion: of few units cross-validation takes noise for a curve.

    Examples
    --------
    A whole that is the part squared, around 0: no correlation, and all of the variance.

    >>> part = np.linspace(-1, 1, 41)
    >>> round(correlation_ratio(part, part**2), 2)
    1.0
    """
    if len(part) != len(whole):
        raise DtsError(finding("lengths_differ", where, first=len(part), second=len(whole)))
    both = pd.DataFrame({"part": np.asarray(part), "whole": np.asarray(whole)})
    stop_if(no_numbers(both))
    part, whole = both.to_numpy(float).T
    known = ~np.isnan(part + whole)
    part, whole = part[known], whole[known]
    n = len(part)
    refuse_few(n, MEASURABLE, where)
    if is_constant(whole) or is_constant(part):
        return np.nan if is_constant(whole) else 0.0
    part = np.round((part - part.min()) / np.ptp(part), DIGITS)
    places, at, repeats = np.unique(part, return_inverse=True, return_counts=True)
    times = repeats.astype(float)
    means = np.bincount(at, whole) / times
    total, within = whole.var() * n, ((whole - means[at]) ** 2).sum()
    are_groups = len(places) <= min(FEW_VALUES, n / REPEATED)
    if len(places) > MOST_POINTS:
        bins = (np.cumsum(repeats) - repeats) * MOST_POINTS // repeats.sum()
        counts = np.bincount(bins, times)
        filled = counts > 0
        places, means = (np.bincount(bins, times * each)[filled] / counts[filled] for each in (places, means))
        times = counts[filled]
        within = total - (times * (means - whole.mean()) ** 2).sum()
    curves = [np.eye(len(places))] if are_groups else _local_lines(places, times)
    best = 4 / (n - 3), total, n - 1.0  # a level line: everything is left, and one number was chosen
    for smoother in curves:
        used = np.trace(smoother)
        if n - used - 2 >= 1:
            left = within + (times * (means - smoother @ means) ** 2).sum()
            criterion = np.log(max(left / total, SMALLEST)) + 2 * (used + 1) / (n - used - 2)
            best = min(best, (criterion, left, n - used))
    return _less_chance(*best[1:], total, n)


def _less_chance(left, freedom, total, n):
    """The share explained, what is left and all of it each over its degrees of freedom."""
    return float(np.clip(1 - left / freedom / (total / (n - 1)), 0, 1))


def _local_lines(places, times):
    """The smoothers that lay a line through each place's neighbours, one of every width."""
    away = places[None, :] - places[:, None]
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
        yield np.where(is_alone, kernel / flat, line)


def importance(sheet: "Sheet", ratio: float = 2.0, fewest: int = FEWEST) -> pd.DataFrame:
    """Return what every part of a node does to it, beside its nominal weight.

    Parameters
    ----------
    sheet : Sheet
    ratio : float
        A part is looked at that does more than `ratio` times what it weighs, or less than a `ratio`-th.
    fewest : int
        Units that a verdict needs.

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
        n, alike = int(whole.notna().sum()), set(constant(parts))
        untold = np.full(len(weights), np.nan), "audit_few_units"
        found = {
            "effective_weight": _effective(parts, whole, weights) if n >= fewest else untold,
            "importance": _importances(parts, whole) if n >= fewest else untold,
        }
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
    if is_constant(whole):
        return np.full(len(weights), np.nan), "audit_constant"
    return np.array([parts[code].cov(whole) for code in parts]) * weights / whole.var(), ""


def _importances(parts, whole):
    try:
        ratios = pd.Series([correlation_ratio(parts[code], whole) for code in parts])
    except DtsError as refused:
        return np.full(parts.shape[1], np.nan), refused.findings[0].code
    total = ratios.sum()
    why = "audit_constant" if is_constant(whole) else "audit_few_units"  # no part was seen to do anything
    return (ratios / total).to_numpy(), "" if total > 0 else why
