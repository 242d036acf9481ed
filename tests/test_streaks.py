"""Years running on one side, followed through changed sets; points to the next class. By hand."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH_YEARS, LATER, SET, answers

from dts_analysis import scoring
from dts_analysis.analysis import streaks


def counted(*parts):
    table = pd.concat(parts, ignore_index=True).astype({"declared_value": float})
    return scoring.count(scoring.score(table, BOTH_YEARS), BOTH_YEARS)


def years(*claims, **columns):
    """Return one indicator (A-3, maximum 20) claimed in years from 2021 on, the last under the later set."""
    parts = []
    for number, points in enumerate(claims):
        last = number == len(claims) - 1
        one = LATER.id if last else SET.id
        parts.append(answers([("A-3", None, None, points)], year=2021 + number, criteria_id=one, **columns))
    return counted(*parts)


def claimed(table):
    return table[table["basis"] == "claimed"]


def test_years_running_below_through_a_changed_set():
    found = claimed(streaks.streaks(years(20, 5, 5, 10), BOTH_YEARS))
    assert found[["class_code", "is_upper", "n_years"]].to_numpy().tolist() == [["low", False, 3]]


def test_a_change_of_side_starts_anew():
    assert claimed(streaks.streaks(years(5, 5, 20), BOTH_YEARS))["n_years"].tolist() == [1]
    assert claimed(streaks.streaks(years(20, 15, 20), BOTH_YEARS))["n_years"].tolist() == [3]


def test_a_missing_year_ends_the_streak():
    rows = years(5, 5, 5)
    assert claimed(streaks.streaks(rows[rows["year"] != 2022], BOTH_YEARS))["n_years"].tolist() == [1]


def test_a_blank_is_not_done_and_goes_on_what_is_not_classified_ends_the_streak_or_has_none():
    blank = years(5, None, 5)
    assert claimed(streaks.streaks(blank, BOTH_YEARS))["n_years"].tolist() == [3]
    last = claimed(streaks.streaks(years(5, 5, None), BOTH_YEARS))
    assert last[["class_code", "is_upper", "n_years"]].to_numpy().tolist() == [["", False, 3]]
    unjudged = years(5, 5, 5)
    unjudged.loc[unjudged["year"] == 2022, "is_upper"] = pd.NA
    assert claimed(streaks.streaks(unjudged, BOTH_YEARS))["n_years"].tolist() == [1]
    unjudged.loc[unjudged["year"] == 2023, "is_upper"] = pd.NA
    assert streaks.streaks(unjudged, BOTH_YEARS).empty  # and not last year's streak as if it were this year's


def test_each_basis_and_each_unit_has_its_own_streak():
    rows = pd.concat(
        [years(5, 5, 5, verified_points=20.0), years(5, 20, 5, unit_code="v", verified_points=5.0)],
        ignore_index=True,
    )
    found = streaks.streaks(rows, BOTH_YEARS).set_index(["unit_code", "basis"])["n_years"]
    assert found.to_dict() == {
        ("u", "claimed"): 3,
        ("u", "verified"): 3,
        ("v", "claimed"): 1,
        ("v", "verified"): 3,
    }
    shuffled = streaks.streaks(rows.sample(frac=1, random_state=1), BOTH_YEARS).set_index(["unit_code", "basis"])
    assert shuffled["n_years"].to_dict() == found.to_dict()


def test_a_code_that_passed_to_another_unit_starts_anew():
    rows = years(5, 5, 5)
    rows["unit_id"] = np.where(rows["year"] < 2022, "u@", "u@2022-01-01")
    found = claimed(streaks.streaks(rows, BOTH_YEARS, unit="unit_id"))
    assert found[["year", "n_years"]].to_numpy().tolist() == [[2021, 1], [2023, 2]]  # the old unit's last year too


def test_points_to_the_next_class():
    # A-1 of 12: 6 points lie 2.4 below 0.7 * 12; A-3 of 20: 15 points lie 5 below 20; a blank lies at 0
    rows = [("A-1", None, None, 6), ("A-3", None, None, 15), ("A-4", None, None, None), ("B-1", None, None, 10)]
    near = claimed(streaks.next_class(counted(answers(rows)), BOTH_YEARS)).set_index("indicator_code")
    assert near["missing_points"].to_dict() == pytest.approx({"A-1": 2.4, "A-3": 5, "A-4": 7})
    assert near["class_code"].to_dict() == {"A-1": "low", "A-3": "basically_completed", "A-4": ""}
    assert near["next_code"].to_dict() == {
        "A-1": "basically_completed",
        "A-3": "completed",
        "A-4": "basically_completed",
    }


def test_each_basis_has_its_own_distance_and_what_counts_nothing_has_none():
    rows = [("A-1", None, None, 6), ("A-3", None, None, 5), ("B-5", 10, 100, 0), ("A-2", None, None, None)]
    status = ["answered", "answered", "answered", "not_applicable"]
    near = streaks.next_class(
        counted(answers(rows, answer_status=status, verified_points=[9, np.nan, 0, 0])), BOTH_YEARS
    )
    found = near[near["basis"] != "computed"].set_index(["basis", "indicator_code"])["missing_points"]
    # B-5 has maximum 0: not met, and no points away from anything; A-3 is not verified yet; A-2 does not apply
    assert found.to_dict() == pytest.approx(
        {("claimed", "A-1"): 2.4, ("claimed", "A-3"): 9, ("verified", "A-1"): 3}
    )


def test_conditions_have_no_steps(sample):
    one = sample.criteria["tayninh_commune_2025"]
    rows = answers([(one.indicators[0].code, None, None, 1)], criteria_id=one.id).astype({"declared_value": float})
    found = scoring.count(scoring.score(rows.assign(verified_points=1.0), sample.criteria), sample.criteria)
    assert streaks.next_class(found, sample.criteria).empty
