"""How far claims and verification agree: how much is cut, within what limits; then kappa and the ICC.

Answers are not independent: those of one unit share its honesty, those of one indicator its clarity. Intervals
therefore resample units and indicators both. The verifier saw the claim, or the answers it follows from, so kappa
and ICC say how much of it stood, not what a second, blind assessment would have found.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from ..errors import finding, stop_if
from ..scoring import coded
from . import asked

MEASURES = ("bias", "limit_low", "limit_high", "kappa", "icc")
DRAWS, SEED = 2000, 1979
FEWEST = 5  # units, and indicators: fewer cannot be resampled to any effect
ROUNDING = 1e-12  # numbers closer than this are equal
_BLOCK = 100  # draws at once, which bounds the memory


def agreement(
    gap: pd.DataFrame,
    class_codes: Sequence[str],
    basis: str = "verified",
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = 0.95,
    fewest: int = FEWEST,
) -> pd.DataFrame:
    """Return how far claims and a verification, or what was measured, agree, measure by measure, with intervals.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`, all under one criteria set.
    class_codes : sequence of str
        The set's classes, in the order of its scheme.
    basis : str
        What claims are held against: that of `gap`.
    draws, seed : int
        Of the resampling.
    confidence : float
        Of the intervals, and how many of the gaps the limits are to hold were they normal.
    fewest : int
        Units and indicators that an interval needs.

    Returns
    -------
    DataFrame
        One row per measure of `MEASURES`:

        - ``value``: bias is the mean of verified - claimed attainment (share of the maximum, signed), the limits
          lie 1.96 standard deviations of it to both sides; kappa with quadratic weights and the ICC are 1 where
          all agree, 0 as by chance. NaN where the answers do not tell: one answer has no limits; a rater who never
          varies has neither kappa nor ICC; claims without a class (a scheme of conditions) have no kappa;
        - ``low``, ``high``: the interval; NaN where it would pretend: of fewer than `fewest` units or indicators,
          where one draw in twenty has no value, where all draws agree (nothing was ever cut, say);
        - ``n``, ``n_units``, ``n_indicators``: answers looked at, blank claims apart; ``draws``, ``seed``.

    Raises
    ------
    DtsError
        Where a unit has several rows of an indicator; of draws, a seed or a confidence that are none.

    Source
    ------
    Limits: Bland and Altman (1986). Kappa: Cohen (1968). ICC(A,1), two-way, absolute agreement, one rating: McGraw
    and Wong (1996), case 2A; Shrout and Fleiss (1979) call it ICC(2,1). Intervals: percentiles of the two-way
    ("pigeonhole") bootstrap, Owen (2007), which errs on the wide side.

    Examples
    --------
    Two claims of half the maximum, one cut to 0.4 and one to 0.3:

    >>> gap = pd.DataFrame({"unit_code": ["u", "v"], "indicator_code": "A", "max_points": 10.0,
    ...     "claimed_share": 0.5, "verified_share": [0.4, 0.3], "class_code_from": "", "class_code_to": "low"})
    >>> agreement(gap, ["low"]).set_index("measure")["value"].round(4).tolist()
    [-0.15, -0.2886, -0.0114, nan, nan]
    """
    stop_if(asked.columns(gap, ("unit_code", "indicator_code", "claimed_share", f"{basis}_share"), "gap"))
    twice = gap.loc[gap.duplicated(["unit_code", "indicator_code"]), ["unit_code", "indicator_code"]]
    keys = twice.drop_duplicates().itertuples(index=False, name=None)
    faults = [finding("values_cell_twice", f"gap!{unit}!{code}") for unit, code in keys]
    faults += asked.counts(draws=draws, fewest=fewest) + asked.seeds(seed)
    stop_if(faults + asked.coverages(confidence=confidence))
    rows = {}
    for cells, measured in _parts(gap, class_codes, basis, stats.norm.ppf((1 + confidence) / 2)):
        is_enough = min(cells.n_units, cells.n_indicators) >= fewest
        drawn = measured(cells.resampled(draws, seed)) if is_enough else {}
        size = {"n": cells.n, "n_units": cells.n_units, "n_indicators": cells.n_indicators}
        for name, (value,) in measured(cells.sums()).items():
            ends = _interval(drawn[name], confidence) if is_enough and value == value else (np.nan, np.nan)
            rows[name] = {"measure": name, "value": float(value), "low": ends[0], "high": ends[1]} | size
    return pd.DataFrame([rows[name] for name in MEASURES]).assign(draws=draws, seed=seed)


def _interval(drawn, confidence):
    """The percentiles of the draws; NaN where they say nothing."""
    known = drawn[~np.isnan(drawn)]
    if len(known) < 0.95 * len(drawn) or np.ptp(known) <= ROUNDING:
        return np.nan, np.nan
    return tuple(float(each) for each in np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2]))


def _parts(gap, class_codes, basis, bounds):
    """The answers with shares, then those with classes, each with what is measured of their sums."""
    shares = gap[["claimed_share", f"{basis}_share"]].to_numpy(float)
    has_shares = (gap["max_points"] > 0).to_numpy() & ~np.isnan(shares).any(axis=1)
    mean, change = shares.mean(axis=1), shares[:, 1] - shares[:, 0]
    columns = np.column_stack([np.ones(len(gap)), change, change**2, mean, mean**2, mean * change])
    yield _Cells(gap, columns, has_shares), lambda sums: _limits(sums, bounds) | {"icc": _icc(sums)}
    numbers = []
    for end in ("from", "to"):
        codes, names = coded(gap[f"class_code_{end}"])
        numbers.append(pd.Index(class_codes).get_indexer(names)[codes])
    first, second = numbers
    margins = [side[:, None] == np.arange(len(class_codes)) for side in numbers]
    classes = np.column_stack([(first - second) ** 2, *margins]).astype(float)
    has_classes = (first >= 0) & (second >= 0)
    yield _Cells(gap, classes, has_classes), lambda sums: {"kappa": _kappa(sums, len(class_codes))}


class _Cells:
    """Numbers per answer, laid out as units x indicators so that resampling is weighing."""

    def __init__(self, gap, columns, is_used):
        units, indicators = (
            pd.factorize(gap.loc[is_used, name], sort=True) for name in ("unit_code", "indicator_code")
        )
        self.n, self.n_units, self.n_indicators = int(is_used.sum()), len(units[1]), len(indicators[1])
        self.grid = np.zeros((self.n_units, self.n_indicators, columns.shape[1]))
        self.grid[units[0], indicators[0]] = columns[is_used]

    def sums(self):
        """Return the sum of every column, as one draw."""
        return self.grid.sum(axis=(0, 1))[None]

    def resampled(self, draws, seed):
        """Return the sums of every draw: units and indicators, each drawn as many times as there are."""
        rng, found = np.random.default_rng(seed), []
        flat = self.grid.reshape(self.n_units, -1)
        for size in np.diff([*range(0, draws, _BLOCK), draws]):
            units, indicators = (_drawn(rng, size, n) for n in (self.n_units, self.n_indicators))
            by_indicator = (units @ flat).reshape(size, self.n_indicators, -1)
            found.append(np.einsum("di,dic->dc", indicators, by_indicator))
        return np.concatenate(found)


def _drawn(rng, draws, n):
    """How often each of n is drawn, in every draw of n with replacement."""
    picked = rng.integers(0, n, (draws, n)) + n * np.arange(draws)[:, None]
    return np.bincount(picked.ravel(), minlength=draws * n).reshape(draws, n).astype(float)


def _limits(sums, bounds):
    n, change, squares = sums.T[:3]
    bias = _over(change, n)
    spread = np.sqrt(np.maximum(_over(squares - n * bias**2, n - 1), 0.0))
    return {"bias": bias, "limit_low": bias - bounds * spread, "limit_high": bias + bounds * spread}


def _icc(sums):
    n, change, squares, mean, mean_squares, product = sums.T
    bias = _over(change, n)
    targets, rest = 2 * (mean_squares - _over(mean**2, n)), (squares - n * bias**2) / 2
    both = product - _over(mean * change, n)
    raters = [targets / 2 + rest / 2 + side * both for side in (-1, 1)]  # sums of squares of either rater
    varies = np.minimum(*raters) > ROUNDING * np.maximum(n, 1)
    targets, rest = _over(targets, n - 1), _over(rest, n - 1)
    value = _over(targets - rest, targets + rest + _over(n * bias**2 - 2 * rest, n))
    return np.where(varies, np.clip(value, -1, 1), np.nan)  # of few opposed answers the estimate passes -1


def _kappa(sums, n_classes):
    """1 - weighted disagreement over what the margins make of it by chance."""
    first, second = sums[:, 1 : n_classes + 1], sums[:, n_classes + 1 :]
    n, place = first.sum(axis=1), np.arange(n_classes)
    weights = (place[:, None] - place) ** 2
    by_chance = _over(np.einsum("da,ab,db->d", first, weights, second), n)
    varies = (np.maximum(first.max(axis=1, initial=0), second.max(axis=1, initial=0)) < n) & (n > 1)
    return np.where(varies, 1 - _over(sums[:, 0], by_chance), np.nan)


def _over(top, bottom):
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)
