"""Figures and formatted tables: the only plotter, the only rounder.

Every function takes tables made by `scoring` and `analysis` and returns something a notebook cell can
end with: `Prose`, a `Table` of finished text, or a `Chart` whose title says what it finds.

A name is imported when it is first used: whoever plans reports needs no plotting library.
"""

import lazy_loader

from ..scoring import basis_name

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "agreement": ["agreement_table", "outlier_table", "review_table"],
        "audit": [
            "audit_checks_table",
            "audit_headline",
            "audit_looks",
            "audit_next",
            "audit_pillar_table",
            "audit_sound",
            "audit_statistics_table",
            "audit_verdict_table",
        ],
        "change": ["carried_table", "rank_move_text", "waterfall_figure"],
        "chart": ["Chart", "empty_chart"],
        "compared": ["changes_table", "moves_table", "not_compared_table"],
        "evidence": ["evidence_table", "visit_table"],
        "facts": ["facts", "read_facts"],
        "measured": ["measured_table"],
        "names": ["judged_mark"],
        "notes": ["about", "class_table", "classes_note", "judged_note", "notice", "provenance", "source_line"],
        "output": ["Notice", "Prose", "Table", "together"],
        "overview": ["rank_moves_table", "ranking_headline", "ranking_table"],
        "pillar_figure": ["pillar_figure"],
        "pillar_years": ["pillar_years_figure", "pillar_years_table"],
        "pillars": ["completion_table", "pillar_table"],
        "plan": ["effect_table", "out_of_reach_table", "plan_headline", "task_table", "what_if_tables"],
        "published": ["published_table"],
        "quality": [
            "coverage_table",
            "findings_by_cause_table",
            "findings_by_unit_table",
            "findings_figure",
            "quality_headline",
            "to_ask_table",
        ],
        "remedies": [
            "next_class_table",
            "party_table",
            "persistent_table",
            "structural_table",
            "suggestion_table",
        ],
        "rollup": [
            "group_table",
            "majority_indicator_table",
            "majority_table",
            "rollup_headline",
            "weak_in_most_table",
            "weakest_table",
        ],
        "story.doubts": ["story_doubts"],
        "story.figure": ["story_figure"],
        "story.headline": ["story_headline"],
        "story.points": ["story_parts", "story_points"],
        "story.tasks": ["story_tasks"],
        "summary": ["headline", "reached_text"],
        "sure": [
            "moved_table",
            "rank_sets_table",
            "sensitivity_table",
            "sure_headline",
            "sure_line",
            "sure_table",
        ],
        "sure_figure": ["place_figure"],
        "units_by_pillar": ["heatmap_figure", "heatmap_table", "spread_figure"],
        "verification": [
            "gap_figure",
            "gap_headline",
            "gap_pillar_table",
            "gap_table",
            "grounds_table",
            "transition_table",
        ],
        "weak": ["cause_figure", "cause_table", "weak_headline", "weak_table"],
        "years": ["years_figure", "years_headline", "years_table"],
    },
)
__all__ += ["basis_name"]
