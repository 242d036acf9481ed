"""Every draw's own random numbers: found by seed, draw and factor, whichever block or process asks for them."""

import numpy as np

from .sources import FACTORS

NOMINAL = -1  # the draw in which nothing is otherwise
_PURPOSES = (*FACTORS, "confidence", "resampling")


def stream(seed, draw, purpose):
    """Return the generator of one factor, or another purpose, in one draw.

    A counter-based generator (Philox 4x64; Salmon and others 2011): seed and draw are its key, the purpose is
    the counter's highest word, so that no two of them ever share a number.

    >>> stream(7, 3, "weights").random() == stream(7, 3, "weights").random() != stream(7, 4, "weights").random()
    True
    """
    key = np.array([seed, draw], dtype=np.uint64)
    counter = np.array([0, 0, 0, _PURPOSES.index(purpose)], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


def plan(draws, factors):
    """Return a table of runs, draws x `FACTORS`: the draw that each factor takes its numbers from, or `NOMINAL`.

    >>> plan(range(2), ["missing"])[:, FACTORS.index("missing")].tolist(), plan(range(2), [])[:, 0].tolist()
    ([0, 1], [-1, -1])
    """
    numbers = np.asarray(draws, dtype=np.int64)
    table = np.full((len(numbers), len(FACTORS)), NOMINAL, dtype=np.int64)
    for factor in factors:
        table[:, FACTORS.index(factor)] = numbers
    return table
