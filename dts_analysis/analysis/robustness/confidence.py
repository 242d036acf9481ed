"""Confidence sets for ranks: which places are compatible with estimates and their standard errors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .. import asked
from .streams import Streams

if TYPE_CHECKING:
    from .simulation import Draws

COVERAGE = 0.95
DRAWS = 1000
FEWEST = 100
_CELLS = 2**22  # of a block's grid of draws x pairs


def standard_errors(draws: "Draws") -> pd.DataFrame:
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


def rank_sets(
    estimates: pd.DataFrame,
    coverage: float = COVERAGE,
    draws: int = DRAWS,
    seed: int = 0,
    units: Sequence[str] | None = None,
) -> pd.DataFrame:
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
    units : sequence of str, optional
        Only the marginal sets of these: what a unit's own page asks for, at once however many units there are.

    Returns
    -------
    DataFrame
        One row per unit in the order given: ``unit_code``, ``estimate``, ``standard_error``, ``rank`` (1 for the
        highest; the better place for ties), ``marginal_low``, ``marginal_high`` and, unless `units` are named,
        ``simultaneous_low``, ``simultaneous_high`` (from 1, both ends in the set; the marginal set lies inside the
        simultaneous one), and ``coverage``.

    Raises
    ------
    DtsError
        Where a column or every row is missing, an estimate or standard error is missing or no number, an error is
        negative, a row has no unit or a unit two rows, `coverage` is not between 0.5 and 1, `draws` are too few,
        `seed` is none, or one of `units` is not there.

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
    _sound(estimates, coverage, draws, seed, units)
    kept = estimates[["unit_code", "estimate", "standard_error"]].reset_index(drop=True)
    value, error = (kept[name].to_numpy(float) for name in ("estimate", "standard_error"))
    deviates = _deviates(kept["unit_code"], draws, seed) * error
    rows = np.arange(len(value)) if units is None else np.flatnonzero(kept["unit_code"].isin(list(units)))
    alone = [_one_refused(value, error, deviates, coverage, row) for row in rows]
    found = kept.iloc[rows].assign(
        rank=1 + (value[None, :] > value[rows, None]).sum(axis=1),
        marginal_low=1 + np.array([below.sum() for _, below in alone], dtype=np.int64),
        marginal_high=len(value) - np.array([above.sum() for above, _ in alone], dtype=np.int64),
    )
    if units is None:
        together = _refused(value, error, deviates, coverage)
        bounds = 1 + together.sum(axis=0), len(value) - together.sum(axis=1)
        found = found.assign(simultaneous_low=bounds[0], simultaneous_high=bounds[1])
    return found.assign(coverage=coverage)


def tau_best(sets: pd.DataFrame, tau: int) -> list[str]:
    """Return the units that may be among the best `tau`: with the coverage of the sets, they hold all that are.

    Parameters
    ----------
    sets : DataFrame
        As from `rank_sets`.
    tau : int

    Returns
    -------
    list of str

    Raises
    ------
    DtsError
        Of marginal sets, which say nothing of several units at once; where `tau` is no whole number from 1.

    Source
    ------
    Mogstad, Romano, Shaikh, Wilhelm (2024): the projection of simultaneous lower bounds.

    >>> tau_best(pd.DataFrame({"unit_code": ["a", "b", "c"], "simultaneous_low": [1, 3, 2]}), 2)
    ['a', 'c']
    """
    faults = [] if "simultaneous_low" in sets else [finding("sets_not_together", "sets")]
    stop_if(faults + asked.counts(tau=tau))
    return sets.loc[sets["simultaneous_low"] <= tau, "unit_code"].tolist()


def _sound(estimates, coverage, draws, seed, asked_for):
    lacking = asked.columns(estimates, ("unit_code", "estimate", "standard_error"), "estimates")
    stop_if(lacking or ([] if len(estimates) else [finding("values_none", "estimates")]))
    numbers = estimates[["estimate", "standard_error"]].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    is_bad = ~np.isfinite(numbers).all(axis=1) | (numbers[:, 1] < 0)
    units = estimates["unit_code"]
    faults = [finding("estimate_unsound", f"estimates!{each}") for each in units[is_bad]]
    faults += [finding("values_unit_twice", f"estimates!{each}") for each in units[units.duplicated()].unique()]
    faults += asked.unit_codes(units, "estimates")
    faults += asked.coverages(0.5, coverage=coverage) + asked.draws(FEWEST, draws=draws) + asked.seeds(seed)
    stop_if(faults + asked.known_units(() if asked_for is None else asked_for, units, "units"))


def _deviates(units, draws, seed):
    """Normal deviates, draws x units; a unit's are the same wherever its row stands."""
    found = np.empty((draws, len(units)))
    order = np.argsort(units.astype("str").to_numpy())
    streams = Streams(seed)
    for draw in range(draws):
        found[draw, order] = streams.at(draw, "confidence").standard_normal(len(units))
    return found


def _apart(value, error, row):
    """How far one unit is above each, over the standard error of the difference; and that error."""
    spread = np.hypot(error[row], error)
    above = value[row] - value
    certain = np.select([above > 0, above < 0], [np.inf, -np.inf], 0.0)
    return np.divide(above, spread, out=certain, where=spread > 0), spread


def _refused(value, error, deviates, coverage):
    """Which "row is not above column" are refused, all of them tested together, step by step."""
    n = len(value)
    test, spread = (np.stack(each) for each in zip(*(_apart(value, error, row) for row in range(n)), strict=True))
    refused, is_noisy = np.zeros((n, n), dtype=bool), (spread > 0) & ~np.eye(n, dtype=bool)
    while True:
        largest = np.full(len(deviates), -np.inf)
        for row in range(n):
            left = np.flatnonzero(is_noisy[row] & ~refused[row])
            for part in np.array_split(left, 1 + len(deviates) * len(left) // _CELLS) if len(left) else ():
                drawn = (deviates[:, row, None] - deviates[:, part]) / spread[row, part]
                np.maximum(largest, drawn.max(axis=1), out=largest)
        found = test > _critical(largest, coverage)
        if (found <= refused).all():
            return refused
        refused |= found


def _one_refused(value, error, deviates, coverage, row):
    """Which units one is refused not to be above, and which are refused not to be above it."""
    test, spread = _apart(value, error, row)
    is_noisy = (spread > 0) & (np.arange(len(value)) != row)
    drawn = (deviates[:, row, None] - deviates) / np.where(spread > 0, spread, 1.0)
    tests, refused = np.stack([test, -test]), np.zeros((2, len(value)), dtype=bool)
    while True:
        above, below = is_noisy & ~refused
        largest = np.maximum(
            np.max(drawn, axis=1, initial=-np.inf, where=above),
            np.max(-drawn, axis=1, initial=-np.inf, where=below),
        )
        found = tests > _critical(largest, coverage)
        if (found <= refused).all():
            return refused
        refused |= found


def _critical(largest, coverage):
    """The smallest of the largest differences that at least so many draws do not exceed; never below 0."""
    place = int(np.ceil(coverage * len(largest) - 1e-9)) - 1
    return max(float(np.sort(largest)[place]), 0.0)
