"""A composite index in two flat tables: what was measured, and the tree that adds it up, of any depth.

``values`` is units x indicators: wide (the index holds ``unit_code``, a column per indicator, NaN = blank), or
long (``unit_code``, ``code``, ``value``, and where it matters ``status``: answered, missing, not_applicable).
``framework`` has a row per node, the root's with no parent: ``code``, ``parent``, ``weight`` or ``max_points``,
and what is known of ``level`` (1 = indicators), ``direction`` (1, or -1 where less is better), ``lowest`` and
``highest`` (goalposts). A criteria set is one case, any other published index another.
"""

from .aggregation import AGGREGATIONS, FLOOR, aggregated
from .cells import ABSENT, BLANK, MISSING_TREATMENTS, NOT_APPLICABLE_TREATMENTS, PRESENT, Cells, cells, treated
from .criteria import of_counted, of_criteria_set
from .index import index, normalised_values
from .normalisation import NORMALISATIONS, THRESHOLD, columns, normalised
from .tree import Tree, tree

__all__ = [
    "ABSENT",
    "AGGREGATIONS",
    "BLANK",
    "FLOOR",
    "MISSING_TREATMENTS",
    "NORMALISATIONS",
    "NOT_APPLICABLE_TREATMENTS",
    "PRESENT",
    "THRESHOLD",
    "Cells",
    "Tree",
    "aggregated",
    "cells",
    "columns",
    "index",
    "normalised",
    "normalised_values",
    "of_counted",
    "of_criteria_set",
    "treated",
    "tree",
]
