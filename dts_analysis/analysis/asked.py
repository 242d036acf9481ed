"""What a caller asks for, held to what makes sense: shares, counts, draws, seeds, columns, units.

Each returns the findings of what is out of order, at the argument's name, so that all are told at once.
"""

from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from ..errors import Finding, finding

LARGEST_SEED = 2**63


def shares(low: float = 0.0, high: float = 1.0, is_open: bool = False, **chosen: Any) -> list[Finding]:
    """Return the findings of numbers that do not lie between two ends.

    Parameters
    ----------
    low, high : float
    is_open : bool
        Whether `low` itself is out of order.
    **chosen
        What was asked for, by name.

    Examples
    --------
    >>> [each.where for each in shares(one=0.3, two=2.0, three="0.3", four=float("nan"), five=0)]
    ['two', 'three', 'four']
    """
    code = "share_above" if is_open else "share_range"
    return [
        finding(code, name, value=_shown(each), low=low, high=high)
        for name, each in chosen.items()
        if not (_is_number(each) and (low < each or (low == each and not is_open)) and each <= high)
    ]


def coverages(low: float = 0.0, **chosen: Any) -> list[Finding]:
    """Return the findings of coverages that are not between an end and 1, both left out.

    >>> [each.where for each in coverages(one=0.9, two=90, three=1.0)]
    ['two', 'three']
    """
    return [
        finding("coverage_range", name, value=_shown(each), low=low)
        for name, each in chosen.items()
        if not (_is_number(each) and low < each < 1)
    ]


def counts(least: int = 1, **chosen: Any) -> list[Finding]:
    """Return the findings of what is no whole number from `least` on.

    >>> [each.where for each in counts(one=3, two=2.5, three=True, four=0, five=np.int64(1))]
    ['two', 'three', 'four']
    """
    return [
        finding("count_range", name, value=_shown(each), least=least)
        for name, each in chosen.items()
        if not is_count(each, least)
    ]


def draws(fewest: int, **chosen: Any) -> list[Finding]:
    """Return the findings of too few draws, or of no whole number of them.

    >>> [each.code for each in draws(100, n=100.5)]
    ['draws_few']
    """
    return [
        finding("draws_few", name, n=str(each), fewest=fewest)
        for name, each in chosen.items()
        if not is_count(each, fewest)
    ]


def seeds(seed: Any) -> list[Finding]:
    """Return the finding of a seed that is no whole number from 0.

    >>> [each.code for each in seeds(-1)], seeds(2)
    (['seed'], [])
    """
    return [] if is_count(seed, 0) and seed < LARGEST_SEED else [finding("seed", "seed", value=repr(seed))]


def is_count(value: Any, least: int = 1) -> bool:
    """Return whether something is a whole number from `least` on."""
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least


def columns(table: pd.DataFrame, names: Iterable[str], where: str) -> list[Finding]:
    """Return the findings of columns that a table lacks."""
    return [finding("table_column_missing", where, column=name) for name in names if name not in table]


def unit_codes(codes: Iterable[Any], where: str) -> list[Finding]:
    """Return the findings of rows that name no unit.

    >>> [each.where for each in unit_codes(["001", None, ""], "values")]
    ['values!2', 'values!3']
    """
    return [
        finding("unit_code_missing", f"{where}!{row}")
        for row, code in enumerate(codes, 1)
        if pd.isna(code) or code == ""
    ]


def known_units(chosen: Iterable[Any], known: Iterable[Any], where: str) -> list[Finding]:
    """Return the findings of units asked for that are not there.

    >>> [each.where for each in known_units(["a", "zz"], ["a", "b"], "units")]
    ['units!zz']
    """
    there = set(known)
    return [finding("unit_not_there", f"{where}!{each}") for each in chosen if each not in there]


def _is_number(value):
    return isinstance(value, Real) and not isinstance(value, bool)


def _shown(value):
    return float(value) if _is_number(value) and np.isfinite(value) else repr(value)
