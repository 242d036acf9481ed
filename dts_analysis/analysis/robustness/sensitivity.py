"""Which source of doubt moves the places: first-order and total indices, with what they are worth."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import DtsError, finding, stop_if
from ...messages import say
from .. import asked
from .places import official_places, row_ranks
from .runs import model, scores
from .sources import FACTORS
from .streams import Streams, plan

if TYPE_CHECKING:
    from .sources import Sources

WIDEST = 0.2  # an interval of a total index wider than this says nothing about the order
FEWEST = 64
RESAMPLES = 500


def sobol(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    sources: "Sources",
    n: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
    block: int | None = None,
    official: pd.Series | None = None,
    widest: float = WIDEST,
) -> pd.DataFrame:
    """Return how much of the variance of the mean rank shift each factor makes, alone and with the others.

    Parameters
    ----------
    values, framework, sources, seed, block, official
        As in `simulate`.
    n : int
        The base sample; n x (active factors + 2) runs are made.
    coverage : float
        Of the intervals, by resampling the base sample `RESAMPLES` times.
    widest : float
        As in `withheld`.

    Returns
    -------
    DataFrame
        One row per active factor: ``factor``, ``first_order``, ``first_low``, ``first_high``, ``total``,
        ``total_low``, ``total_high``, ``order`` and ``needed_n`` (as in `withheld`), ``n``, ``n_runs``. NaN where
        nothing moves. Estimates of small indices may lie a little below 0.

    Raises
    ------
    DtsError
        As `simulate`; a base sample below `FEWEST`; a coverage that is not between 0 and 1; nothing in doubt.

    Source
    ------
    Saltelli and others (2010), Comput. Phys. Commun. 181, 259-270: design A, B, AB_i and Table 2 (e), (f), the
    estimators of Jansen (1999). A factor of several numbers (weights, aggregation, verification) is taken whole.
    """
    faults = asked.draws(FEWEST, n=n) + asked.coverages(coverage=coverage)
    stop_if(faults + asked.shares(is_open=True, widest=widest))
    of = model(values, framework, sources, seed)
    factors = sources.active
    if not factors:
        raise DtsError(finding("factors_none", "sources"))
    places = row_ranks(scores(of, of.settings(plan([0], []))))[0]
    reference = official_places(official, of.grid.units, places)
    moved = []
    for runs in _design(n, factors):  # one after another: the places of one fit into memory
        ranks = row_ranks(scores(of, of.settings(runs), block))
        moved.append(np.abs(ranks - reference).mean(axis=1))
    outputs = np.array(moved)
    table = jansen(outputs[0], outputs[1], outputs[2:], seed, coverage)
    table.insert(0, "factor", pd.array(factors, dtype="str"))
    return withheld(table, n, widest).assign(n=n, n_runs=outputs.size)


def _design(n, factors):
    """The runs of two samples, and of the first with one factor after another taken from the second."""
    first, second = plan(range(n), factors), plan(range(n, 2 * n), factors)
    yield from (first, second)
    for name in factors:
        column = FACTORS.index(name)
        mixed = first.copy()
        mixed[:, column] = second[:, column]
        yield mixed


def jansen(
    a: np.ndarray, b: np.ndarray, ab: np.ndarray, seed: int = 0, coverage: float = 0.95, resamples: int = RESAMPLES
) -> pd.DataFrame:
    """Return Sobol indices with bootstrap intervals from the outputs of a Saltelli design.

    Parameters
    ----------
    a, b : array of float, n
        Outputs at the points of two independent samples.
    ab : array of float, factors x n
        Outputs at the points of the first with one factor at a time taken from the second.
    seed : int
    coverage : float
    resamples : int

    Returns
    -------
    DataFrame
        One row per factor: ``first_order`` = 1 - mean((b - ab)^2) / 2V, ``total`` = mean((a - ab)^2) / 2V, V the
        variance of a and b together, and the ends of their percentile intervals. NaN where V is 0.

    Source
    ------
    Saltelli and others (2010), Table 2, (e) and (f).

    Examples
    --------
    y = x1 over 0 and 1, a second factor that does nothing:

    >>> a, b = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
    >>> jansen(a, b, np.array([b, a]))[["first_order", "total"]].to_numpy().tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    stop_if(asked.seeds(seed) + asked.coverages(coverage=coverage) + asked.counts(resamples=resamples))
    ab, n = np.asarray(ab, dtype=float), len(a)
    if not len(b) == ab.shape[-1] == n:
        raise DtsError(
            finding("lengths_differ", "a, b, ab", first=n, second=len(b) if len(b) != n else ab.shape[-1])
        )
    again = Streams(seed).at(0, "resampling").multinomial(n, np.full(n, 1.0 / n), size=resamples)
    weights = np.concatenate([np.ones((1, n)), again]) / n
    both = weights @ (a + b) / 2.0
    variance = weights @ (a**2 + b**2) / 2.0 - both**2
    is_some = variance > 1e-12 * max(float(np.max(np.abs([a, b]))) ** 2, 1e-300)
    variance = np.where(is_some, variance, np.nan)[:, None]
    first = 1.0 - weights @ ((b - ab) ** 2).T / 2.0 / variance
    total = weights @ ((a - ab) ** 2).T / 2.0 / variance
    tail = (1.0 - coverage) / 2.0
    found = {}
    for name, short, values in (("first_order", "first", first), ("total", "total", total)):
        known = values[1:][is_some[1:]]
        ends = np.quantile(known, [tail, 1.0 - tail], axis=0) if is_some[0] else np.full((2, len(ab)), np.nan)
        found |= {name: values[0], f"{short}_low": ends[0], f"{short}_high": ends[1]}
    return pd.DataFrame(found)


def withheld(indices: pd.DataFrame, n: int, widest: float = WIDEST) -> pd.DataFrame:
    """Return the indices with the order of factors, or without where they are not known well enough.

    Parameters
    ----------
    indices : DataFrame
        As from `jansen`.
    n : int
        The base sample they come from.
    widest : float
        The widest interval of a first-order or total index that an order may be read from.

    Returns
    -------
    DataFrame
        `indices` with ``order`` (1 for the largest total index; NA for all where any interval is wider than
        `widest`, or nothing moves) and ``needed_n``: the base sample that would narrow the widest interval so far,
        widths shrinking with the root of n; NA where the order is told or nothing moves.

    Examples
    --------
    An interval of 0.4 at 500 has to be halved: four times as many.

    >>> of = pd.DataFrame({"total": [0.7, 0.2], "total_low": [0.5, 0.15], "total_high": [0.9, 0.25],
    ...     "first_low": 0.1, "first_high": 0.2})
    >>> withheld(of, 500)[["order", "needed_n"]].to_numpy().tolist()
    [[<NA>, 2000], [<NA>, 2000]]
    """
    widths = [indices[f"{name}_high"] - indices[f"{name}_low"] for name in ("first", "total")]
    width = float(np.max(widths))
    order, needed = pd.array([pd.NA] * len(indices), "Int64"), pd.NA
    if width <= widest:
        order = indices["total"].rank(method="min", ascending=False).astype("Int64").array
    elif np.isfinite(width):
        needed = int(np.ceil(n * (width / widest) ** 2 - 1e-9))
    return indices.assign(order=order, needed_n=pd.array([needed] * len(indices), "Int64"))


def order_in_words(indices: pd.DataFrame) -> str:
    """Return which factor moves the places most, or that this is not known yet, in the current language.

    Parameters
    ----------
    indices : DataFrame
        As from `sobol`.

    Examples
    --------
    >>> from dts_analysis import messages
    >>> _ = messages.use("vi")
    >>> table = pd.DataFrame({"factor": ["weights", "missing"], "total": [0.2, 0.7], "needed_n": pd.NA})
    >>> order_in_words(table.assign(order=[2, 1]))
    'điều làm đổi hạng nhiều nhất, xếp từ lớn: cách tính chỗ để trống, trọng số'
    >>> order_in_words(table.assign(order=pd.NA, needed_n=2000))
    'chưa xếp được thứ tự các điều làm đổi hạng: cần mẫu 2000 lần thử'
    """
    if indices["needed_n"].notna().any():
        return say("order_withheld", needed=int(indices["needed_n"].iloc[0]))
    if indices["order"].isna().any():
        return say("order_nothing")
    names = [say(f"factor_{name}") for name in indices.sort_values("order", kind="stable")["factor"]]
    return say("order_told", factors=", ".join(names))
