"""The law of scoring: what a decision prescribes. What we choose ourselves stands in `analysis`."""

from .groups import coded, distinct, grouped, ordered
from .index import weighted_index
from .names import basis_name
from .points import BASES, STATUS, attainment, check_points, counted, pillars, score, totals
from .rules import shares

__all__ = [
    "BASES",
    "STATUS",
    "attainment",
    "basis_name",
    "check_points",
    "coded",
    "counted",
    "distinct",
    "grouped",
    "ordered",
    "pillars",
    "score",
    "shares",
    "totals",
    "weighted_index",
]
