"""Every draw's own random numbers: found by seed, draw and purpose, whichever block or process asks for them."""

from collections.abc import Sequence

import numpy as np

from .sources import FACTORS

NOMINAL = -1  # the draw in which nothing is otherwise
_PURPOSES = (*FACTORS, "confidence", "resampling")


class Streams:
    """The random numbers of a seed: those of every draw and purpose apart.

    A counter-based generator (Philox 4x64; Salmon and others 2011): seed and draw are its key, the purpose is the
    counter's highest word, so that no two streams share a number. ``numpy.random.Philox(key=[seed, draw],
    counter=[0, 0, 0, purpose])`` gives the same.

    >>> streams = Streams(7)
    >>> first, again = (float(streams.at(3, "weights").random()) for _ in range(2))
    >>> first == again != float(streams.at(4, "weights").random())
    True
    """

    def __init__(self, seed):
        self._bits = np.random.Philox(key=np.array([seed, 0], dtype=np.uint64))
        self._random = np.random.Generator(self._bits)
        self._state = self._bits.state

    def at(self, draw, purpose):
        """Return the generator at the start of a stream; it serves until another is asked for."""
        self._state["state"]["key"][1] = draw
        self._state["state"]["counter"][:] = (0, 0, 0, _PURPOSES.index(purpose))
        self._bits.state = self._state  # a fifth of the time that another generator would take
        return self._random


def plan(draws: Sequence[int], factors: Sequence[str]) -> np.ndarray:
    """Return a table of runs, draws x `FACTORS`: the draw that each factor takes its numbers from, or `NOMINAL`.

    >>> plan(range(2), ["missing"])[:, FACTORS.index("missing")].tolist(), plan(range(2), [])[:, 0].tolist()
    ([0, 1], [-1, -1])
    """
    numbers = np.asarray(draws, dtype=np.int64)
    table = np.full((len(numbers), len(FACTORS)), NOMINAL, dtype=np.int64)
    for factor in factors:
        table[:, FACTORS.index(factor)] = numbers
    return table
