"""What verification made of a claim, and how far two typed numbers may lie apart and still be equal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

TYPING_TOLERANCE = 0.005  # points are typed with two decimals: half of the last digit
DECISIONS = ("accepted", "lowered", "zeroed", "raised")
_BINARY = 1e-9  # 7.5 - 7.495 is 0.005 to whoever typed it, and a little more or less in binary
_NONE, (_ACCEPTED, _LOWERED, _ZEROED, _RAISED) = -1, range(len(DECISIONS))


def is_typed_alike(
    first: "np.ndarray | float | pd.Series", second: "np.ndarray | float | pd.Series"
) -> "np.ndarray | bool | pd.Series":
    """Return whether two numbers are equal as typed: within `TYPING_TOLERANCE`. Numbers or arrays; NaN never is.

    >>> is_typed_alike(7.5, 7.495), is_typed_alike(7.5, 7.49)
    (True, False)
    """
    found = np.abs(np.asarray(first, dtype=float) - second) <= TYPING_TOLERANCE + _BINARY
    return found if np.ndim(found) else bool(found)


def decisions(
    claimed: "np.ndarray | int | pd.Series | Sequence[int]",
    verified: "np.ndarray | int | pd.Series | Sequence[float]",
) -> np.ndarray:
    """Return what verification decided of each claim, as places in `DECISIONS`; -1 where nothing is verified.

    Accepted: equal as typed. Zeroed: lowered to 0. A blank claim claimed nothing: whatever is verified of it was
    raised.

    Parameters
    ----------
    claimed, verified : array of float
        Points; NaN where there are none.

    Examples
    --------
    >>> decided = decisions([5, 5, 5, 5, 5, np.nan], [4.996, 4, 0, 6, np.nan, 2])
    >>> [DECISIONS[each] if each >= 0 else "" for each in decided]
    ['accepted', 'lowered', 'zeroed', 'raised', '', 'raised']
    """
    claimed, verified = (np.asarray(each, dtype=float) for each in (claimed, verified))
    claimed = np.where(np.isnan(claimed), 0.0, claimed)
    lowered = np.where(verified == 0, _ZEROED, _LOWERED)
    found = np.where(verified > claimed, _RAISED, lowered)
    found = np.where(is_typed_alike(claimed, verified), _ACCEPTED, found)
    return np.where(np.isnan(verified), _NONE, found).astype(np.int8)


def decision(claimed: int, verified: int | None) -> str:
    """Return what two numbers of points amount to: one of `DECISIONS`, or "" where one of them is None.

    >>> [decision(5, each) for each in (5, 4, 6, 0, None)]
    ['accepted', 'lowered', 'raised', 'zeroed', '']
    """
    if claimed is None or verified is None:
        return ""
    return DECISIONS[int(decisions(claimed, verified))]


def decision_formula(claimed: str, verified: str, words: dict[str, Any]) -> str:
    """Return `decision` as an Excel formula, blank without both numbers.

    Parameters
    ----------
    claimed, verified : str
        The cells, such as ``D6``.
    words : dict
        What each of `DECISIONS` is called.
    """
    texts = {name: f'"{words[name]}"' for name in DECISIONS}
    lowered = f"IF({verified}=0,{texts['zeroed']},{texts['lowered']})"
    changed = f"IF({verified}>{claimed},{texts['raised']},{lowered})"
    alike = f"ABS({verified}-{claimed})<={TYPING_TOLERANCE + _BINARY!r}"
    both = f"AND(ISNUMBER({claimed}),ISNUMBER({verified}))"
    return f'=IF({both},IF({alike},{texts["accepted"]},{changed}),"")'
