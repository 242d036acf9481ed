"""The law of scoring: what a decision prescribes, and what every answer counts for."""

from ..reference.nodes import LEVELS
from .applying import answer_side, answers_on, out_alone, out_by_answers
from .classes import are_classless
from .count import count
from .doubt import check_rules, rules_in_doubt
from .groups import coded, distinct, grouped, ordered, places
from .index import weighted_index
from .measured import FAR_APART, check_measured, with_measured
from .names import basis_name, check_basis, common_name, side_names
from .own_rules import check_relative_claims
from .points import check_points, score
from .precision import half_up
from .status import BASES, HELD_AGAINST, JUDGED, STATUS
from .sums import UNIT, class_counts, totals, within_bounds
from .tree import Tree, node_points
from .verdict import DECISIONS, decision, decision_formula, decisions, is_typed_alike

__all__ = [
    "BASES",
    "DECISIONS",
    "FAR_APART",
    "HELD_AGAINST",
    "JUDGED",
    "LEVELS",
    "STATUS",
    "UNIT",
    "Tree",
    "answer_side",
    "answers_on",
    "are_classless",
    "basis_name",
    "check_basis",
    "check_measured",
    "check_points",
    "check_relative_claims",
    "check_rules",
    "class_counts",
    "coded",
    "common_name",
    "count",
    "decision",
    "decision_formula",
    "decisions",
    "distinct",
    "grouped",
    "half_up",
    "is_typed_alike",
    "node_points",
    "ordered",
    "out_alone",
    "out_by_answers",
    "places",
    "rules_in_doubt",
    "score",
    "side_names",
    "totals",
    "weighted_index",
    "with_measured",
    "within_bounds",
]
