"""What verification did to some answers, as the error that the others may still hold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from ..framework import PRESENT

FEWEST = 5  # gaps: an indicator with fewer speaks with those of what it belongs to


@dataclass(frozen=True)
class Verification:
    """What verification may still do to answers that it has not looked at.

    Attributes
    ----------
    gaps : DataFrame
        What it did to those it looked at: ``code`` (indicator) and ``gap_share``, verified - claimed over the
        indicator's goalposts.
    unverified : DataFrame
        The answers it may still change: ``unit_code``, ``code``.
    fewest : int
        An indicator with fewer gaps draws from all those below its parent, and so on upwards.
    """

    gaps: pd.DataFrame
    unverified: pd.DataFrame
    fewest: int = FEWEST


def verification_of(
    gap: pd.DataFrame, values: pd.DataFrame, seen: pd.DataFrame | None = None, fewest: int = FEWEST
) -> Verification:
    """Return the verification error of claims that nobody has verified.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`: what was done to claims of this criteria set, this year's or (followed through
        `continuity.renumbered`) another's. Targets without points, and codes that `values` do not hold, say
        nothing.
    values : DataFrame
        The claims, long, as from `framework.of_counted` of the claimed basis.
    seen : DataFrame, optional
        Which of them were verified and stand in `values` as verified: ``unit_code``, ``indicator_code``; none
        unless told.
    fewest : int
        As in `Verification`.

    Returns
    -------
    Verification

    Examples
    --------
    >>> gap = pd.DataFrame({"indicator_code": "A-1", "gap_points": [-2.0, 0.0], "max_points": 10.0})
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


@dataclass(frozen=True)
class OpenCells:
    """The cells that verification may still change, in the order of their codes, and what gaps they draw from.

    Attributes
    ----------
    unit, indicator : arrays of int
        Where each cell stands.
    gaps : array of float
        Every indicator's pool of gap shares, one after another.
    first, size : arrays of int
        Which part of `gaps` each cell draws from.
    low, high : arrays of float
        Its indicator's goalposts.
    """

    unit: np.ndarray
    indicator: np.ndarray
    gaps: np.ndarray
    first: np.ndarray
    size: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def shaken(self, values, uniform):
        """Return values, draws x units x indicators, with a gap added to every open cell, inside its goalposts.

        Parameters
        ----------
        values : array of float, units x indicators
        uniform : array of float, draws x open cells
            Between 0 and 1: which of its gaps each cell takes; NaN for a draw in which every answer stands.
        """
        found = np.repeat(values[None], len(uniform), axis=0)
        stands = np.isnan(uniform)
        place = np.minimum(np.where(stands, 0.0, uniform) * self.size, self.size - 1).astype(np.int64)
        claim = values[self.unit, self.indicator]
        moved = claim + self.gaps[self.first + place] * (self.high - self.low)
        moved = np.clip(moved, np.minimum(self.low, claim), np.maximum(self.high, claim))
        found[:, self.unit, self.indicator] = np.where(stands, claim, moved)
        return found


def open_cells(verification, tree, grid):
    """Return which cells may still be changed, and what their gaps are drawn from.

    Parameters
    ----------
    verification : Verification
    tree : Tree
    grid : Cells

    Returns
    -------
    OpenCells
        An indicator's gaps are its own, or those below the nearest node above it that has enough of them (below
        the whole, however few).

    Raises
    ------
    DtsError
        Where a gap or an answer is of nothing known, a gap is no number, there is no gap at all though answers are
        open, or an open indicator has no goalposts to measure a gap by.
    """
    gaps, unverified = verification.gaps, verification.unverified
    at = {code: number for number, code in enumerate(tree.indicators)}
    faults = [
        finding("values_indicator_unknown", f"gaps!{each}") for each in gaps["code"].unique() if each not in at
    ]
    rows = pd.Index(grid.units).get_indexer(unverified["unit_code"].astype("str"))
    columns = pd.Index(tree.indicators).get_indexer(unverified["code"].astype("str"))
    is_lost = (rows < 0) | (columns < 0)
    pairs = zip(unverified.loc[is_lost, "unit_code"], unverified.loc[is_lost, "code"], strict=True)
    faults += [finding("unverified_unknown", f"unverified!{unit}!{code}") for unit, code in pairs]
    share = pd.to_numeric(gaps["gap_share"], errors="coerce").to_numpy(float)
    faults += [
        finding("gap_no_number", f"gaps!{gaps['code'].iloc[k]}") for k in np.flatnonzero(~np.isfinite(share))
    ]
    stop_if(faults)
    is_open = np.zeros(grid.state.shape, dtype=bool)
    is_open[rows, columns] = True
    is_open &= grid.state == PRESENT
    opened = np.flatnonzero(is_open.any(axis=0))
    unmeasured = [each for each in opened if not tree.highest[each] - tree.lowest[each] >= 0]
    faults = [finding("gap_no_goalposts", f"framework!{tree.codes[each]}") for each in unmeasured]
    faults += [finding("gaps_none", "gaps", answers=int(is_open.sum()))] if len(opened) and not len(share) else []
    stop_if(faults)
    number = np.array([at[each] for each in gaps["code"]], dtype=np.int64)
    return _laid_out(is_open, opened, number, share, tree, grid.units, verification.fewest)


def _laid_out(is_open, opened, number, share, tree, units, fewest):
    by_code = sorted(opened, key=lambda each: tree.codes[each])
    pools = [_pool(each, number, share, tree, fewest) for each in by_code]
    starts = np.cumsum([0, *map(len, pools)])
    order = np.argsort(np.array(units))
    rows = [order[is_open[order, each]] for each in by_code]
    times = [len(each) for each in rows]
    indicator = np.repeat(np.array(by_code, dtype=np.int64), times)
    return OpenCells(
        unit=np.concatenate([*rows, np.empty(0, dtype=np.int64)]),
        indicator=indicator,
        gaps=np.concatenate([*pools, np.empty(0)]),
        first=np.repeat(starts[:-1], times),
        size=np.repeat(np.diff(starts), times),
        low=tree.lowest[indicator],
        high=tree.highest[indicator],
    )


def _pool(indicator, number, share, tree, fewest):
    for node in (indicator, *tree.above(indicator)):
        below = [each for each in np.unique(number) if each == node or node in tree.above(each)]
        mine = share[np.isin(number, below)]
        if len(mine) >= fewest or node == len(tree.codes) - 1:
            return np.sort(mine)
    return np.sort(share)
