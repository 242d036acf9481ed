"""What a check finds, as rows of one kind: value, the thresholds it was held against, verdict, source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...rules import TOLERANCE

FEWEST = 5  # units: of fewer nothing is said of how units differ, our choice
VERDICTS = ("pass", "look", "fail", "")
COLUMNS = ["check", "measure", "code", "against", "value", "pass_from", "pass_to", "fail_below", "fail_above"]
COLUMNS += ["verdict", "n", "why", "source"]


@dataclass(frozen=True)
class Bounds:
    """Thresholds of a value: it passes inside the first two, fails beyond the others, and is looked at between."""

    pass_from: float = -np.inf
    pass_to: float = np.inf
    fail_below: float = -np.inf
    fail_above: float = np.inf

    def verdict(self, value):
        """Return the verdict on a value; "" for NaN, which nobody can judge.

        A threshold missed by no more than binary fractions can tell is met.

        >>> alpha = Bounds(pass_from=0.7, fail_below=0.6)
        >>> [alpha.verdict(each) for each in (0.8, 0.65, 0.3, float("nan"))]
        ['pass', 'look', 'fail', '']
        >>> alpha.verdict(0.7 - 1e-16), alpha.verdict(0.6 - 1e-16)
        ('pass', 'look')
        """
        if np.isnan(value):
            return ""
        if value < self.fail_below - TOLERANCE or value > self.fail_above + TOLERANCE:
            return "fail"
        return "pass" if self.pass_from - TOLERANCE <= value <= self.pass_to + TOLERANCE else "look"


def row(measure, code, value, bounds, n, *, against="", why="", verdict=None):
    """Return one finding of a check, as a dict.

    Parameters
    ----------
    measure, code, against : str
        What was measured, at which node or unit, and beside which other one.
    value : float
        NaN where it cannot be told; `why` then is the code of the finding that says so.
    bounds : Bounds
    n : int
        Units that were looked at.
    verdict : str, optional
        Where it does not follow from this value alone.
    """
    value = float(value)
    said = bounds.verdict(value) if verdict is None else verdict
    found = {"measure": measure, "code": str(code), "against": str(against), "value": value}
    return found | vars(bounds) | {"verdict": said, "n": int(n), "why": why}


def table(check: str, rows: "Sequence[dict[str, Any]]", source: str) -> pd.DataFrame:
    """Return the rows of a check as a table.

    Returns
    -------
    DataFrame
        `COLUMNS`: ``check``, ``measure``, ``code``, ``against``, ``value``; ``pass_from`` and ``pass_to``,
        ``fail_below`` and ``fail_above`` (infinite: not asked for); ``verdict`` (pass, look, fail; "" where
        nothing can be told, and ``why``, the code of a finding, says what is in the way; or nothing is judged);
        ``n`` units; ``source``.
    """
    found = pd.DataFrame(rows, columns=[each for each in COLUMNS if each not in ("check", "source")])
    texts = dict.fromkeys(("measure", "code", "against", "verdict", "why"), "str")
    return found.astype(texts).assign(check=check, source=source)[COLUMNS]
