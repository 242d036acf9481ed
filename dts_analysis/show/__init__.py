"""Figures and formatted tables: the only plotter, the only rounder.

Every function takes tables made by `scoring` and `analysis` and returns something a notebook cell can
end with: `Prose`, a `Table` of finished text, or a `Chart` whose title says what it finds.
"""

from ..scoring import basis_name
from .change import carried_table, rank_move_text, waterfall_figure
from .chart import empty_chart
from .headline import headline, headline_text
from .names import unit_names
from .notes import about, class_table, classes_note, provenance, source_line
from .output import Chart, Notice, Prose, Table
from .overview import heatmap_figure, rank_moves_table, ranking_headline, ranking_table, spread_figure
from .pillars import completion_table, pillar_figure, pillar_table
from .quality import coverage_table, findings_by_unit_table, findings_figure, findings_list, quality_headline
from .remedies import (
    next_class_table,
    party_table,
    persistent_table,
    recommendation_table,
    structural_table,
    suggestion_table,
)
from .rollup import (
    group_table,
    majority_indicator_table,
    majority_table,
    rollup_headline,
    weak_in_most_table,
    weakest_table,
)
from .verification import (
    agreement_table,
    evidence_table,
    gap_figure,
    gap_headline,
    gap_pillar_table,
    gap_table,
    grounds_table,
    indicator_names,
    standing_table,
    transition_table,
    unclear_table,
    visit_table,
)
from .weak import reason_figure, reason_table, weak_headline, weak_table
from .years import (
    changes_table,
    moves_table,
    not_compared_table,
    pillar_years_figure,
    pillar_years_table,
    years_figure,
    years_headline,
    years_table,
)

__all__ = [
    "Chart",
    "Notice",
    "Prose",
    "Table",
    "about",
    "agreement_table",
    "basis_name",
    "carried_table",
    "changes_table",
    "class_table",
    "classes_note",
    "completion_table",
    "coverage_table",
    "empty_chart",
    "evidence_table",
    "findings_by_unit_table",
    "findings_figure",
    "findings_list",
    "gap_figure",
    "gap_headline",
    "gap_pillar_table",
    "gap_table",
    "grounds_table",
    "group_table",
    "headline",
    "headline_text",
    "heatmap_figure",
    "indicator_names",
    "majority_indicator_table",
    "majority_table",
    "moves_table",
    "next_class_table",
    "not_compared_table",
    "party_table",
    "persistent_table",
    "pillar_figure",
    "pillar_table",
    "pillar_years_figure",
    "pillar_years_table",
    "provenance",
    "quality_headline",
    "rank_move_text",
    "rank_moves_table",
    "ranking_headline",
    "ranking_table",
    "reason_figure",
    "reason_table",
    "recommendation_table",
    "rollup_headline",
    "source_line",
    "spread_figure",
    "standing_table",
    "structural_table",
    "suggestion_table",
    "transition_table",
    "unclear_table",
    "unit_names",
    "visit_table",
    "waterfall_figure",
    "weak_headline",
    "weak_in_most_table",
    "weak_table",
    "weakest_table",
    "years_figure",
    "years_headline",
    "years_table",
]
