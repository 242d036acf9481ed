"""How sure a place is: what else it might be if weights, scales, sums, treatments or verification were otherwise.

An index in two flat tables (`analysis.framework`) is worked out again and again with stated choices drawn anew;
what its places do is told as intervals, probabilities, tiers, confidence sets, and each choice's share in it.
"""

from .confidence import rank_sets, standard_errors, tau_best
from .pairs import ahead, ahead_of_next, tiers
from .places import in_words, intervals, place_shares, row_ranks, shifts
from .ranked import DRAWS, FEWEST_UNITS, Ranked, observed_gaps, ranked
from .sensitivity import WIDEST, jansen, order_in_words, sobol, withheld
from .simulation import Draws, drawn_values, one_at_a_time, simulate
from .sources import FACTORS, Sources, usual
from .verified import Verification, verification_of

__all__ = [
    "DRAWS",
    "FACTORS",
    "FEWEST_UNITS",
    "WIDEST",
    "Draws",
    "Ranked",
    "Sources",
    "Verification",
    "ahead",
    "ahead_of_next",
    "drawn_values",
    "in_words",
    "intervals",
    "jansen",
    "observed_gaps",
    "one_at_a_time",
    "order_in_words",
    "place_shares",
    "rank_sets",
    "ranked",
    "row_ranks",
    "shifts",
    "simulate",
    "sobol",
    "standard_errors",
    "tau_best",
    "tiers",
    "usual",
    "verification_of",
    "withheld",
]
