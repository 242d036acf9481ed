"""Confidence sets for ranks: which places are compatible with estimates and their standard errors."""

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .streams import Streams

COVERAGE = 0.95
DRAWS = 1000
FEWEST = 100
_CELLS = 2**22  # of a block's grid of draws x pairs


def standard_errors(draws):
    """Return each unit's estimate and standard error over draws of verification error alone.

    Parameters
    ----------
    draws : Draws
        As `simulate` gives it with ``only="verification"``: what is not verified is drawn from the gaps seen.

    Returns
    -------
    DataFrame
        One row per ``unit_code``: ``estimate`` (the mean: what is expected after verification) and
        ``standard_error`` (divisor n - 1; 0 where nothing of the unit is open).
    """
    spread = draws.scores.std(axis=0, ddof=1)
    is_fixed = np.ptp(draws.scores, axis=0) == 0
    return pd.DataFrame(
        {
            "unit_code": pd.array(draws.units, dtype="str"),
            "estimate": np.where(is_fixed, draws.scores[0], draws.scores.mean(axis=0)),
            "standard_error": np.where(is_fixed, 0.0, spread),
        }
    )


def rank_sets(estimates, coverage=COVERAGE, draws=DRAWS, seed=0):
    """Return which places each unit may truly have, each unit for itself and all of them at once.

    Parameters
    ----------
    estimates : DataFrame
        ``unit_code``, ``estimate`` (higher is better) and ``standard_error`` (0 where it is known); estimates of
        different units are taken to be independent and nearly normal.
    coverage : float
        Of the true place by one unit's marginal set; of all true places together by the simultaneous sets.
    draws : int
        Of the normal deviates that critical values come from.
    seed : int

    Returns
    -------
    DataFrame
        One row per unit in the order given: ``unit_code``, ``estimate``, ``standard_error``, ``rank`` (1 for the
        highest; the better place for ties), ``marginal_low``, ``marginal_high``, ``simultaneous_low``,
        ``simultaneous_high`` (from 1, both ends in the set; the marginal set lies inside the simultaneous one) and
        ``coverage``.

    Raises
    ------
    DtsError
        Where an estimate or standard error is missing or no number, an error is negative, a unit stands twice,
        `coverage` is not between 0.5 and 1, or `draws` are too few.

    Notes
    -----
    The time grows with units x units x draws: 3,321 units take minutes.

    Source
    ------
    Mogstad, Romano, Shaikh, Wilhelm (2024), Inference for ranks, Review of Economic Studies 91, 476-518, with
    their stepwise improvement and parametric bootstrap. A unit's place is at least 1 + the number of units
    significantly above it, and at most n - the number significantly below.

    Examples
    --------
    Known values have certain places.

    >>> known = pd.DataFrame({"unit_code": ["a", "b", "c"], "estimate": [1.0, 3.0, 2.0], "standard_error": 0.0})
    >>> found = rank_sets(known)
    >>> found["rank"].tolist(), found["simultaneous_low"].tolist(), found["simultaneous_high"].tolist()
    ([3, 1, 2], [3, 1, 2], [3, 1, 2])
    """
    _sound(estimates, coverage, draws)
    value, error = (estimates[name].to_numpy(float) for name in ("estimate", "standard_error"))
    deviates = _deviates(estimates["unit_code"], draws, seed) * error
    spread = np.sqrt(error[:, None] ** 2 + error[None, :] ** 2)
    above = value[:, None] - value[None, :]  # how far row is above column
    certain = np.select([above > 0, above < 0], [np.inf, -np.inf], 0.0)
    test = np.divide(above, spread, out=certain, where=spread > 0)
    np.fill_diagonal(test, -np.inf)
    together = _rejected(test, deviates, spread, coverage)
    alone = [_one_rejected(test, deviates, spread, coverage, unit) for unit in range(len(value))]
    bounds = {
        "marginal_low": 1 + np.array([below.sum() for _, below in alone], dtype=np.int64),
        "marginal_high": len(value) - np.array([over.sum() for over, _ in alone], dtype=np.int64),
        "simultaneous_low": 1 + together.sum(axis=0),
        "simultaneous_high": len(value) - together.sum(axis=1),
    }
    rank = 1 + (above < 0).sum(axis=1)
    kept = estimates[["unit_code", "estimate", "standard_error"]].reset_index(drop=True)
    return kept.assign(rank=rank, **bounds, coverage=coverage)


def tau_best(sets, tau):
    """Return the units that may be among the best `tau`: with the coverage of the sets, they hold all that are.

    Parameters
    ----------
    sets : DataFrame
        As from `rank_sets`.
    tau : int

    Returns
    -------
    list of str

    Source
    ------
    Mogstad, Romano, Shaikh, Wilhelm (2024): the projection of simultaneous lower bounds.

    >>> tau_best(pd.DataFrame({"unit_code": ["a", "b", "c"], "simultaneous_low": [1, 3, 2]}), 2)
    ['a', 'c']
    """
    return sets.loc[sets["simultaneous_low"] <= tau, "unit_code"].tolist()


def _sound(estimates, coverage, draws):
    numbers = estimates[["estimate", "standard_error"]].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    is_bad = ~np.isfinite(numbers).all(axis=1) | (numbers[:, 1] < 0)
    units = estimates["unit_code"]
    faults = [finding("estimate_unsound", f"estimates!{each}") for each in units[is_bad]]
    faults += [finding("values_unit_twice", f"estimates!{each}") for each in units[units.duplicated()].unique()]
    if not 0.5 < coverage < 1:
        faults.append(finding("coverage_range", "coverage", value=float(coverage)))
    if draws < FEWEST:
        faults.append(finding("draws_few", "draws", n=str(draws), fewest=FEWEST))
    stop_if(faults)


def _deviates(units, draws, seed):
    """Normal deviates, draws x units; a unit's are the same wherever its row stands."""
    found = np.empty((draws, len(units)))
    order = np.argsort(units.astype("str").to_numpy())
    streams = Streams(seed)
    for draw in range(draws):
        found[draw, order] = streams.at(draw, "confidence").standard_normal(len(units))
    return found


def _rejected(test, deviates, spread, coverage):
    """Which "row is not above column" are refused, all of them tested together, step by step."""
    refused = np.zeros(test.shape, dtype=bool)
    is_noisy = spread > 0
    while True:
        largest = np.full(len(deviates), -np.inf)
        left = ~refused & is_noisy
        np.fill_diagonal(left, False)
        for row in np.flatnonzero(left.any(axis=1)):
            columns = np.flatnonzero(left[row])
            for part in np.array_split(columns, 1 + deviates.shape[0] * len(columns) // _CELLS):
                apart = (deviates[:, row, None] - deviates[:, part]) / spread[row, part]
                np.maximum(largest, apart.max(axis=1), out=largest)
        found = test > _critical(largest, coverage)
        if (found <= refused).all():
            return refused
        refused |= found


def _one_rejected(test, deviates, spread, coverage, unit):
    """Which units one is refused not to be above, and which are refused not to be above it."""
    others = np.arange(len(test)) != unit
    safe = np.where(spread[unit] > 0, spread[unit], 1.0)
    apart = (deviates[:, unit, None] - deviates) / safe
    is_noisy = others & (spread[unit] > 0)
    refused = np.zeros((2, len(test)), dtype=bool)
    tests = np.stack([test[unit], test[:, unit]])
    while True:
        left = ~refused & is_noisy
        over = np.where(left[0], apart, -np.inf).max(axis=1)
        below = np.where(left[1], -apart, -np.inf).max(axis=1)
        found = (tests > _critical(np.maximum(over, below), coverage)) & others
        if (found <= refused).all():
            return refused
        refused |= found


def _critical(largest, coverage):
    """The smallest of the largest differences that at least so many draws do not exceed; never below 0."""
    place = int(np.ceil(coverage * len(largest) - 1e-9)) - 1
    return max(float(np.sort(largest)[place]), 0.0)
