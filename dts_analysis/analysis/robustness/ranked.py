"""The units that are ranked together, with the doubts that pages ask about: every page draws the same."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ...errors import DtsError
from ..continuity import renumbered
from ..framework import of_counted, of_criteria_set, tree
from .confidence import rank_sets, standard_errors
from .pairs import LEVEL, tiers
from .places import intervals, place_shares
from .sensitivity import sobol
from .simulation import Draws, one_at_a_time, simulate
from .sources import Sources, usual
from .verified import FEWEST as FEWEST_GAPS, verification_of

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet

FEWEST_UNITS = 3  # that take a place: of two there is little to say
DRAWS, SEED, COVERAGE = 1000, 0, 0.9
SOBOL_BASE = 1000
MOST_TOGETHER = 300  # units whose places are told all at once: the time grows with their square


@dataclass(frozen=True)
class Ranked:
    """Units ranked together, and what may be otherwise about their places.

    Attributes
    ----------
    values, framework : DataFrame
        As from `framework.of_counted` and `framework.of_criteria_set`.
    sources : Sources
        As from `usual`.
    official : Series
        Unit to the place it has.
    n_gaps : int
        Verified answers that the verification error is drawn from; 0 where it is not in doubt.
    """

    values: pd.DataFrame
    framework: pd.DataFrame
    sources: Sources
    official: pd.Series
    n_gaps: int = 0

    @property
    def _index(self) -> tuple[pd.DataFrame, pd.DataFrame, Sources]:
        return self.values, self.framework, self.sources

    @cached_property
    def draws(self) -> Draws:
        """`DRAWS` draws of all that may be otherwise."""
        return simulate(*self._index, n=DRAWS, seed=SEED, official=self.official)

    def intervals(self):
        """Return a row per unit: `places.intervals`, its ``tier``, and what all this was drawn from.

        Returns
        -------
        DataFrame
            ``unit_code``, ``official_rank``, ``low_rank``, ``high_rank``, ``median_rank``, ``coverage``,
            ``is_alarm``, ``tier`` and ``tier_level``; alike for all: ``n_ranked``, ``n_draws``, ``seed``,
            ``sources`` (factors, joined by ";") and ``n_gaps``.
        """
        columns = ["unit_code", "official_rank", "low_rank", "high_rank", "median_rank", "coverage", "is_alarm"]
        found = intervals(self.draws, COVERAGE)[columns]
        tier = tiers(self.draws).set_index("unit_code")["tier"]
        return found.astype({"official_rank": "int64", "low_rank": "int64", "high_rank": "int64"}).assign(
            median_rank=found["median_rank"].astype("int64"),
            tier=found["unit_code"].map(tier).astype("int64"),
            tier_level=LEVEL,
            n_ranked=len(found),
            n_draws=DRAWS,
            seed=SEED,
            sources=pd.array([";".join(self.sources.active)] * len(found), "str"),
            n_gaps=self.n_gaps,
        )

    def among_best(self, k):
        """Return each unit's probability of being among the best `k`: see `place_shares`.

        Raises
        ------
        DtsError
            Where `k` is no whole number from 1.
        """
        return place_shares(self.draws, [k])[k]

    def one_at_a_time(self):
        """Return how far each source alone moves the places; see `one_at_a_time`."""
        return one_at_a_time(*self._index, n=DRAWS, seed=SEED, official=self.official)

    def sobol(self, n=SOBOL_BASE):
        """Return each source's share in how far places move; see `sobol`."""
        return sobol(*self._index, n=n, seed=SEED, official=self.official)

    def rank_sets(self, units=None):
        """Return the places compatible with what verification may still change; None where it changes nothing.

        Of more than `MOST_TOGETHER` units only the marginal sets, of `units`.
        """
        if "verification" not in self.sources.active:
            return None
        draws = simulate(*self._index, n=DRAWS, seed=SEED, only="verification", official=self.official)
        units = units if len(self.official) > MOST_TOGETHER else None
        return rank_sets(standard_errors(draws), seed=SEED, units=units)


def ranked(
    criteria_set: "CriteriaSet", standings: pd.DataFrame, counted: pd.DataFrame, gap: pd.DataFrame
) -> Ranked | None:
    """Return units that are ranked together, with the usual sources of doubt.

    Parameters
    ----------
    criteria_set : CriteriaSet
    standings : DataFrame
        ``unit_code``, ``basis`` and ``rank`` of the units that take a place, on one basis.
    counted : DataFrame
        Rows of `scoring.count` of these units on that basis; others are passed over.
    gap : DataFrame
        What verification did, as from `observed_gaps`. On the claimed basis every claim may still move by such a
        gap: the verified ones stand there as claimed too. On other bases nothing is left to be verified.

    Returns
    -------
    Ranked or None
        None of fewer than `FEWEST_UNITS` units; of a set that is no share of maxima (`of_criteria_set` refuses
        it), or that counts passes: nobody chose weights there; where a unit that takes a place answered nothing
        that gives points.
    """
    if len(standings) < FEWEST_UNITS or criteria_set.scored_in == "passes":
        return None
    try:
        framework = of_criteria_set(criteria_set)
    except DtsError:
        return None
    official = standings.set_index(standings["unit_code"].astype("str"))["rank"]
    values, _ = of_counted(counted[counted["unit_code"].isin(official.index)], framework)
    if set(values.loc[values["status"] == "answered", "unit_code"]) != set(official.index):
        return None
    has_gaps = standings["basis"].iloc[0] == "claimed" and len(gap) >= FEWEST_GAPS
    verification = verification_of(gap, values) if has_gaps else None
    n_gaps = len(verification.gaps) if verification else 0
    verification = verification if n_gaps >= FEWEST_GAPS else None
    sources = usual(tree(framework), verification)
    return Ranked(values, framework, sources, official, n_gaps if verification else 0)


def observed_gaps(
    gap: pd.DataFrame, criteria: "dict[str, CriteriaSet]", criteria_id: str, year: int
) -> pd.DataFrame:
    """Return what verification did to claims of a set: in the year, else in the last one before that has any.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`, of the units whose verification speaks for those in doubt.
    criteria : dict
        Criteria sets by id.
    criteria_id : str
    year : int

    Returns
    -------
    DataFrame
        Rows of `gap`, under the codes of this set: of sets that it goes on with, followed through `renumbered`.

    Examples
    --------
    >>> gap = pd.DataFrame({"criteria_id": "x", "year": [2022, 2022, 2023], "indicator_code": ["A", "B", "A"],
    ...     "gap_points": [-1.0, 0.0, -2.0], "max_points": 10.0})
    >>> observed_gaps(gap, {}, "x", 2023)["gap_points"].tolist()
    [-2.0]
    """
    own = gap[(gap["criteria_id"] == criteria_id) & (gap["year"] == year)]
    past = gap[gap["year"] < year]
    if len(own) or past.empty:
        return own
    past = renumbered(past, criteria, [criteria_id])
    codes = [each.code for each in criteria[criteria_id].indicators]
    past = past[past["indicator_code"].isin(codes)]
    return past[past["year"] == past["year"].max()]
