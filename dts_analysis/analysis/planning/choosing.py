"""Which moves to choose where some of them switch what applies: each combination of these by what it leads to."""

import itertools
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...rules import turns
from ...scoring import node_points, totals
from .solver import least_effort
from .supposing import supposed, switched
from .what_if import recounted

MOST_TRIED = 64  # combinations of moves that switch what applies; fewer moves come first


class Chosen(NamedTuple):
    """Moves, whether they reach the target, how many points it takes on the maximum that they lead to."""

    moves: pd.DataFrame
    is_reached: bool
    needed: float
    has_switching: bool


def chosen_moves(scores, criteria_set, basis, moves_of, needed_of):
    """Return the moves of least effort that reach a target; where none do, those that come nearest: `Chosen`.

    A move whose answer makes other indicators start or stop to apply changes the maximum too, and what can be
    raised. Of such moves every combination is tried, at most `MOST_TRIED`: what it leads to is counted, and the
    rest is chosen beside it by `least_effort`.

    Parameters
    ----------
    scores : DataFrame
        The unit's answers of a year, as from `scoring.score`.
    criteria_set : CriteriaSet
    basis : str
    moves_of : callable
        ``moves_of(scores, counted)`` returns what can be raised, as `moves` does.
    needed_of : callable
        ``needed_of(max_points)`` returns the points that the target takes of a maximum; NaN without a target: then
        all that switches nothing is chosen.
    """
    criteria = {criteria_set.id: criteria_set}
    whole = _Standing(scores, criteria, basis)
    open_moves = moves_of(whole.scores, whole.counted)
    is_switching = whole.switching(open_moves)
    best, best_key = None, (1,)
    combinations = _combinations(open_moves[is_switching])
    for taken in itertools.islice(combinations, MOST_TRIED):
        cost = taken["cost"].sum()
        if best_key < (0, cost):
            continue
        then = whole.after(taken) if len(taken) else whole
        if then.is_out(taken["indicator_code"]):  # of two steps one ends what the other raises
            continue
        rest = moves_of(then.scores, then.counted) if len(taken) else open_moves
        is_free = ~rest["indicator_code"].isin(taken["indicator_code"]).to_numpy()
        rest = rest[is_free & ~(then.switching(rest) if len(taken) else is_switching)]
        needed = needed_of(then.max_points)
        found = None if np.isnan(needed) else least_effort(rest, criteria_set, then.points, needed)
        chosen = rest[_highest(rest) if found is None else found]
        reached = node_points(criteria_set, then.points | _reached(chosen))[""]
        key = (0, cost + chosen["cost"].sum(), -reached) if found is not None else (1, needed - reached, -reached)
        if best is None or key < best_key:
            moves = pd.concat([taken, chosen], ignore_index=True) if len(taken) else chosen
            best, best_key = Chosen(moves, found is not None, needed, bool(is_switching.any())), key
        if np.isnan(needed):
            break
    return best


class _Standing:
    """A unit's answers, as they are or supposed, and what they count for on a basis."""

    def __init__(self, scores, criteria, basis):
        self.scores, self._law = scores.reset_index(drop=True), (criteria, basis)
        self.counted = recounted(self.scores, *self._law)
        self._places = {code: at for at, code in enumerate(self.scores["indicator_code"].astype("str"))}

    @property
    def points(self):
        return dict(zip(self.counted["indicator_code"].astype("str"), self.counted["points"], strict=True))

    @property
    def max_points(self):
        sums = totals(self.counted, self._law[0])
        return float(sums.loc[sums["level"] == "total", "max_points"].iloc[0])

    def is_out(self, codes):
        status = self.counted["status"].iloc[self._at(codes)]
        return bool((status == "not_applicable").any())

    def _at(self, codes):
        return [self._places[code] for code in codes.astype("str")]

    def after(self, moves):
        answers = tuple(moves[f"declared_{part}"].to_numpy(float) for part in ("value", "total"))
        at, reached = self._at(moves["indicator_code"]), moves["reached_points"].to_numpy(float)
        return _Standing(supposed(self.scores, *self._law, at, reached, answers), *self._law)

    def switching(self, moves):
        """Return which moves, each by itself, make an indicator start or stop to apply."""
        (criteria_set,) = self._law[0].values()
        asked = {criteria_set.indicators[other].code for _, other, _ in turns(criteria_set.indicators)}
        found = np.zeros(len(moves), dtype=bool)
        for at in np.flatnonzero(moves["indicator_code"].isin(asked) & moves["declared_value"].notna()):
            found[at] = len(switched(self.counted, self.after(moves.iloc[[at]]).counted)) > 0
        return found


def _combinations(moves):
    """Every choice of at most one move of each indicator, fewer moves first."""
    by = [rows for _, rows in moves.groupby("indicator_code", sort=False)]
    for n in range(len(by) + 1):
        for some in itertools.combinations(by, n):
            for rows in itertools.product(*(range(len(each)) for each in some)):
                picked = [each.iloc[[row]] for each, row in zip(some, rows, strict=True)]
                yield pd.concat(picked) if picked else moves.iloc[:0]


def _highest(moves):
    return (
        moves["reached_points"] == moves.groupby("indicator_code")["reached_points"].transform("max")
    ).to_numpy()


def _reached(moves):
    return dict(zip(moves["indicator_code"], moves["reached_points"], strict=True))
