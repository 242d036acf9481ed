"""What the draws say of places: intervals, probabilities, how far they move, and that in words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...errors import DtsError, finding, stop_if
from ...messages import per_cent, say
from .. import asked
from ..ranking import NOISE

if TYPE_CHECKING:
    from .simulation import Draws


def row_ranks(scores: np.ndarray) -> np.ndarray:
    """Return competition ranks (1-2-2-4) inside every row, the highest first, NaN last; within `NOISE` is a tie.

    >>> row_ranks(np.array([[0.5, 0.9, 0.5, 0.1]])).tolist()
    [[2, 1, 2, 4]]
    """
    scores = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-scores, axis=1)
    lined = np.take_along_axis(scores, order, axis=1)
    place = np.broadcast_to(np.arange(scores.shape[1], dtype=np.int32), scores.shape)
    is_new = np.ones(scores.shape, dtype=bool)
    is_new[:, 1:] = lined[:, 1:] < lined[:, :-1] - NOISE
    first = np.maximum.accumulate(np.where(is_new, place, 0), axis=1)
    found = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(found, order, first + 1, axis=1)
    return found


def intervals(draws: "Draws", coverage: float = 0.9, best: int | Sequence[int] = ()) -> pd.DataFrame:
    """Return where each unit's place lies in the draws.

    Parameters
    ----------
    draws : Draws
    coverage : float
        Of the interval, the middle of the draws: 0.9 runs from the 5th to the 95th hundredth.
    best : int or sequence of int
        For which k the probability of being among the best k is told.

    Returns
    -------
    DataFrame
        One row per ``unit_code``: ``index_value``, ``official_rank``, ``median_rank``, ``mean_rank``,
        ``low_rank`` and ``high_rank`` (places that a draw gave, not points between them), ``coverage``,
        ``p_rank_<k>`` (share of draws at place k or better; 1 for k from the number of units on), and
        ``is_alarm``: the official place lies outside the interval.

    Raises
    ------
    DtsError
        Of a coverage that is not between 0 and 1; of one of `best` that is no whole number from 1.

    Source
    ------
    Saisana, Saltelli, Tarantola (2005), J. R. Statist. Soc. A 168, 307-323, section 3.
    """
    best = list(best) if isinstance(best, Sequence) else [best]
    stop_if(asked.coverages(coverage=coverage) + _unsound_best(best))
    tail = (1.0 - coverage) / 2.0
    low, median, high = _quantiles(draws.ranks, (tail, 0.5, 1.0 - tail))
    table = pd.DataFrame(
        {
            "unit_code": pd.array(draws.units, dtype="str"),
            "index_value": draws.index_value,
            "official_rank": draws.official,
            "median_rank": median,
            "mean_rank": draws.ranks.mean(axis=0),
            "low_rank": low,
            "high_rank": high,
            "coverage": coverage,
        }
    )
    shares = place_shares(draws, best)
    table = table.assign(**{f"p_rank_{k}": shares[k].to_numpy() for k in best})
    return table.assign(is_alarm=(draws.official < low) | (draws.official > high))


def official_places(official, units, ranks):
    """Return the published place of each unit, `ranks` where none are given; raises for a unit without one."""
    if official is None:
        return ranks
    if not isinstance(official, pd.Series):
        raise DtsError(finding("official_no_places", "official", value=repr(official)))
    twice = official.index[official.index.duplicated()].unique()
    stop_if([finding("values_unit_twice", f"official!{each}") for each in twice])
    places = pd.to_numeric(official.rename(index=str).reindex(list(units)), errors="coerce")
    missing = [unit for unit, place in zip(units, places, strict=True) if pd.isna(place)]
    faults = [finding("official_missing", f"official!{unit}") for unit in missing]
    broken = {f"official!{unit}": place for unit, place in zip(units, places, strict=True) if place % 1 > 0}
    stop_if(faults + asked.counts(**broken))
    return places.to_numpy(np.int64)


def _quantiles(ranks, shares):
    """The smallest place that at least so large a share of draws is at or above, per unit."""
    lined, n = np.sort(ranks, axis=0), len(ranks)
    return [lined[min(max(int(np.ceil(n * share - NOISE)) - 1, 0), n - 1)] for share in shares]


def place_shares(draws: "Draws", best: Sequence[int]) -> pd.DataFrame:
    """Return P(rank <= k): the share of draws in which each unit is at place k or better, units x `best`.

    The last place of all has probability 1: with ties units share the better place. Raises `DtsError` of one of
    `best` that is no whole number from 1.
    """
    stop_if(_unsound_best(best))
    index = pd.Index(draws.units, name="unit_code")
    return pd.DataFrame({k: (draws.ranks <= k).mean(axis=0) for k in best}, index=index)


def _unsound_best(best):
    return [finding("best_range", "best", value=repr(k)) for k in best if not asked.is_count(k)]


def shifts(draws: "Draws", within: int | Sequence[int] = (2, 5, 10)) -> dict[str, float]:
    """Return how far places move from the official ones.

    Returns
    -------
    dict
        ``mean_rank_shift``: |place - official| averaged over units and draws; ``largest_shift`` of any unit in any
        draw; ``share_within_<k>`` of units and draws that move at most k places.

    Source
    ------
    Saisana, Saltelli, Tarantola (2005), eq. 3: the average shift in rank, here averaged over draws too.
    """
    within = within if isinstance(within, Sequence) else [within]
    stop_if([each for k in within for each in asked.counts(0, within=k)])
    moved = np.abs(draws.ranks - draws.official)
    shares = {f"share_within_{k}": float((moved <= k).mean()) for k in within}
    return {"mean_rank_shift": float(moved.mean()), "largest_shift": int(moved.max())} | shares


def in_words(row: "Mapping[str, Any]") -> str:
    """Return a unit's place and how sure it is as officials say it, in the current language.

    Parameters
    ----------
    row : mapping
        Of `intervals`.

    Examples
    --------
    >>> from dts_analysis import messages
    >>> _ = messages.use("vi")
    >>> in_words({"official_rank": 12, "low_rank": 9, "high_rank": 17, "coverage": 0.9})
    'hạng 12, có thể từ 9 đến 17 (90% các phương án)'
    """
    official, low, high = (int(row[f"{name}_rank"]) for name in ("official", "low", "high"))
    values = {"official": official, "low": low, "high": high, "coverage": per_cent(row["coverage"])}
    if official < low or official > high:
        return say("place_alarm", **values)
    return say("place_sure", **values) if low == high else say("place_between", **values)
