from .agreement import (
    agreement_table as agreement_table,
    outlier_table as outlier_table,
    review_table as review_table,
)
from .audit import (
    audit_checks_table as audit_checks_table,
    audit_headline as audit_headline,
    audit_looks as audit_looks,
    audit_next as audit_next,
    audit_pillar_table as audit_pillar_table,
    audit_sound as audit_sound,
    audit_statistics_table as audit_statistics_table,
    audit_verdict_table as audit_verdict_table,
)
from .change import (
    carried_table as carried_table,
    rank_move_text as rank_move_text,
    waterfall_figure as waterfall_figure,
)
from .chart import Chart as Chart, empty_chart as empty_chart
from .compared import (
    changes_table as changes_table,
    moves_table as moves_table,
    not_compared_table as not_compared_table,
)
from .evidence import evidence_table as evidence_table, visit_table as visit_table
from .facts import facts as facts, read_facts as read_facts
from .measured import measured_table as measured_table
from .names import judged_mark as judged_mark
from .notes import (
    about as about,
    class_table as class_table,
    classes_note as classes_note,
    judged_note as judged_note,
    notice as notice,
    provenance as provenance,
    source_line as source_line,
)
from .output import Notice as Notice, Prose as Prose, Table as Table, together as together
from .overview import (
    rank_moves_table as rank_moves_table,
    ranking_headline as ranking_headline,
    ranking_table as ranking_table,
)
from .pillar_figure import pillar_figure as pillar_figure
from .pillar_years import pillar_years_figure as pillar_years_figure, pillar_years_table as pillar_years_table
from .pillars import completion_table as completion_table, pillar_table as pillar_table
from .plan import (
    plan_headline as plan_headline,
    task_table as task_table,
)
from .plan_effects import (
    effect_table as effect_table,
    out_of_reach_table as out_of_reach_table,
    what_if_tables as what_if_tables,
)
from .published import published_table as published_table
from .quality import (
    coverage_table as coverage_table,
    findings_by_cause_table as findings_by_cause_table,
    findings_by_unit_table as findings_by_unit_table,
    findings_figure as findings_figure,
    quality_headline as quality_headline,
    to_ask_table as to_ask_table,
)
from .remedies import (
    next_class_table as next_class_table,
    party_table as party_table,
    persistent_table as persistent_table,
    structural_table as structural_table,
    suggestion_table as suggestion_table,
)
from .rollup import (
    group_table as group_table,
    majority_indicator_table as majority_indicator_table,
    majority_table as majority_table,
    rollup_headline as rollup_headline,
    weak_in_most_table as weak_in_most_table,
    weakest_table as weakest_table,
)
from .side_by_side import lost_table as lost_table, side_by_side_table as side_by_side_table
from .sides import basis_name as basis_name
from .story.doubts import story_doubts as story_doubts
from .story.figure import story_figure as story_figure
from .story.headline import story_headline as story_headline
from .story.points import story_parts as story_parts, story_points as story_points
from .story.tasks import story_tasks as story_tasks
from .summary import headline as headline, reached_text as reached_text
from .sure import (
    sure_headline as sure_headline,
    sure_line as sure_line,
    sure_table as sure_table,
)
from .sure_doubts import (
    moved_table as moved_table,
    rank_sets_table as rank_sets_table,
    sensitivity_table as sensitivity_table,
)
from .sure_figure import place_figure as place_figure
from .units_by_pillar import (
    heatmap_figure as heatmap_figure,
    heatmap_table as heatmap_table,
    spread_figure as spread_figure,
)
from .verification import (
    gap_figure as gap_figure,
    gap_headline as gap_headline,
    gap_pillar_table as gap_pillar_table,
    gap_table as gap_table,
    grounds_table as grounds_table,
    transition_table as transition_table,
)
from .weak import (
    cause_figure as cause_figure,
    cause_table as cause_table,
    weak_headline as weak_headline,
    weak_table as weak_table,
)
from .years import years_figure as years_figure, years_headline as years_headline, years_table as years_table
