"""Rounding as published scores are: half up. Ties and printed numbers are rounded here and nowhere else."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

NUDGE = 1e-6  # of the last digit: lifts 0.125, typed as a binary fraction just below it, to where a person sees it


def half_up(values: "float | pd.Series | np.ndarray", decimals: int) -> float | np.ndarray:
    """Return numbers rounded to so many decimals, halves away from zero; NaN stays.

    >>> half_up(100.005, 2), half_up(-0.125, 2), half_up(2.5, 0)
    (100.01, -0.13, 3.0)
    """
    values, scale = np.asarray(values, dtype=float), 10.0**decimals
    found = np.copysign(np.floor(np.abs(values) * scale + 0.5 + NUDGE) / scale, values) + 0.0
    return found if found.ndim else float(found)
