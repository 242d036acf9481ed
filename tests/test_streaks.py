"""Years running on one side, followed through changed sets; points to the next class. By hand."""

import pandas as pd
import pytest
from test_scoring import SET, answers
from test_trends import BOTH, LATER

from dts_analysis import scoring, show
from dts_analysis.analysis import streaks


def years(*claims):
    """Return one indicator (A-3, maximum 20) claimed in years from 2021 on, the last under the later set."""
    parts = []
    for number, points in enumerate(claims):
        last = number == len(claims) - 1
        one = LATER.id if last else SET.id
        parts.append(answers([("A-3", None, None, points)], year=2021 + number, criteria_id=one))
    return scoring.score(pd.concat(parts, ignore_index=True).astype({"declared_value": float}), BOTH)


def test_years_running_below_through_a_changed_set():
    found = streaks.streaks(years(20, 5, 5, 10), BOTH)
    assert found[["class_code", "is_upper", "n_years"]].to_numpy().tolist() == [["low", False, 3]]


def test_a_change_of_side_starts_anew():
    assert streaks.streaks(years(5, 5, 20), BOTH)["n_years"].tolist() == [1]
    assert streaks.streaks(years(20, 15, 20), BOTH)["n_years"].tolist() == [3]


def test_a_missing_year_ends_the_streak():
    scores = years(5, 5, 5)
    assert streaks.streaks(scores[scores["year"] != 2022], BOTH)["n_years"].tolist() == [1]


def test_points_to_the_next_class():
    # A-1 of 12: 6 points lie 2.4 below 0.7 * 12; A-3 of 20: 15 points lie 5 below 20; a blank lies at 0
    rows = [("A-1", None, None, 6), ("A-3", None, None, 15), ("A-4", None, None, None), ("B-1", None, None, 10)]
    table = answers(rows, answer_status=["answered", "answered", "missing", "answered"])
    near = streaks.next_class(scoring.score(table.astype({"declared_value": float}), BOTH), BOTH)
    near = near.set_index("indicator_code")
    assert near["missing_points"].to_dict() == pytest.approx({"A-1": 2.4, "A-3": 5, "A-4": 7})
    assert near["next_code"].to_dict() == {
        "A-1": "basically_completed",
        "A-3": "completed",
        "A-4": "basically_completed",
    }


def test_conditions_have_no_steps(sample):
    one = sample.criteria["tayninh_commune_2025"]
    code = one.indicators[0].code
    table = answers([(code, None, None, 1)], criteria_id=one.id).astype({"declared_value": float})
    near = streaks.next_class(scoring.score(table, sample.criteria), sample.criteria)
    assert near.empty
    assert "xếp mức theo điều kiện, không theo ngưỡng" in str(show.next_class_table(near, one, near))
