"""Completion classes, their counts and how far thresholds may move: tables worked by hand."""

import numpy as np
import pandas as pd
import pytest
from test_scoring import CRITERIA, answers

from dts_analysis import scoring
from dts_analysis.analysis import completion


def scored(claims, statuses="answered"):
    """Return scores of one unit with these claims by indicator."""
    rows = [(code, None, None, points) for code, points in claims.items()]
    table = answers(rows, answer_status=statuses).astype({"declared_value": float})
    return scoring.score(table, CRITERIA)


def test_classes_start_at_their_threshold():
    # shares: 8.4/12 = 0.7, 8.39/12 < 0.7, 20/20, 0/10, 0.01/10
    scores = scored({"A-1": 8.4, "A-2": 0, "A-3": 20, "A-4": 0.01})
    assert completion.classes(scores, CRITERIA).tolist() == ["basically_completed", "not_done", "completed", "low"]
    assert completion.classes(scored({"A-1": 8.39}), CRITERIA).tolist() == ["low"]


def test_what_is_blank_or_does_not_apply_has_no_class():
    scores = scored({"A-1": None, "A-2": None, "A-3": 5}, ["missing", "not_applicable", "answered"])
    assert completion.classes(scores, CRITERIA).tolist() == ["", "", "low"]
    counts = completion.class_counts(scores, CRITERIA).iloc[0]
    assert (counts["n_upper"], counts["n_lower"], counts["n_unclassified"], counts["n_indicators"]) == (0, 1, 1, 2)
    assert counts["completion_share"] == 0


def test_a_pillar_without_any_class_is_nan_complete():
    scores = scored({"A-1": 12, "B-1": None}, ["answered", "missing"])
    counts = completion.class_counts(scores, CRITERIA, by=("unit_code", "pillar_code")).set_index("pillar_code")
    assert counts.loc["A", "completion_share"] == 1
    assert np.isnan(counts.loc["B", "completion_share"])


def test_thresholds_may_move_between_the_shares_on_either_side():
    # shares 0.5, 0.75, 0.9, 1: 0.7 may move within (0.5, 0.75], 1.0 within (0.9, 1.0]
    scores = scored({"A-1": 6, "A-2": 7.5, "A-3": 18, "B-1": 10})
    ranges = completion.threshold_range(scores, CRITERIA).set_index("class_code")
    assert ranges.loc["basically_completed", ["lowest", "highest"]].tolist() == [0.5, 0.75]
    assert ranges.loc["completed", ["lowest", "highest"]].tolist() == [0.9, 1.0]


@pytest.mark.parametrize("moved", [0.5001, 0.6, 0.75])
def test_within_the_range_no_count_changes(moved):
    scores = scored({"A-1": 6, "A-2": 7.5, "A-3": 18, "B-1": 10})
    one = CRITERIA["thu_quy_tac_2022"]
    scheme = one.class_scheme.model_copy(
        update={"classes": tuple(
            each.model_copy(update={"at_least": moved}) if each.at_least == 0.7 else each
            for each in one.class_scheme.classes
        )}
    )  # fmt: skip
    other = {one.id: one.model_copy(update={"class_scheme": scheme})}
    pd.testing.assert_frame_equal(
        completion.class_counts(scores, CRITERIA), completion.class_counts(scores, other)
    )


def test_four_statuses_of_the_2025_sheets_follow_from_two_scores(sample):
    one = sample.criteria["tayninh_commune_2025"]
    cases = [("not_started", 0, 0), ("needs_evidence", 10, 5), ("completed", 10, 10), ("in_progress", 5, 5),
             ("in_progress", 5, 6), ("", 5, None)]  # fmt: skip
    codes = [each.code for each in one.indicators if each.max_points == 10][: len(cases)]
    rows = [(code, None, None, claimed) for code, (_, claimed, _) in zip(codes, cases, strict=True)]
    verified = [verified for _, _, verified in cases]
    table = answers(rows, criteria_id=one.id, year=2025, verified_points=verified)
    table = table.astype({"declared_value": float, "verified_points": float})
    classes = completion.classes(scoring.score(table, {one.id: one}), {one.id: one}, "verified").tolist()
    assert classes == [expected for expected, _, _ in cases]
