"""Rules in doubt: worked by hand, and question 113 of the Open Data Maturity 2023 as it was scored."""

import numpy as np
import pandas as pd
import pytest
from golden_set import CRITERIA, SET, answers

from dts_analysis import messages, scoring
from dts_analysis.scoring.doubt import check_rules, rules_in_doubt


def stated(answered, points, basis="claimed", code="B-1"):
    """Scores of units that declared one thing each, with points on a basis; B-1 gives 10, 5, 0 for 1, 2, 3."""
    rows = [(code, value, None, np.nan) for value in answered]
    table = answers(
        rows, unit_code=[f"u{at}" for at in range(len(rows))], declared_text=[f"{v}" for v in answered]
    )
    table = table.astype({"declared_value": float, "verified_points": float})
    return scoring.score(table.assign(**{f"{basis}_points": points}), CRITERIA)


def found(scores):
    table = rules_in_doubt(scores, CRITERIA)
    return table[["basis", "n_differing", "n_units"]].to_numpy().tolist(), table["fits"].tolist()


@pytest.mark.parametrize(
    ("answered", "points", "expected"),
    [
        ([1, 1, 3, 3], [0, 0, 10, 10], ([["claimed", 4, 4]], [{"1": 0, "3": 10}])),
        ([1, 1, 1, 3], [0, 0, 7, 10], ([["claimed", 4, 4]], [{}])),  # who answered alike has other points
        ([1, 1, 3, 3], [0, 0, 0, 0], ([], [])),  # two of four are not most
        ([1, 1, 3], [0, 0, 0], ([], [])),  # and two are not many
        ([1, 2, 3], [0, 0, 5], ([["claimed", 3, 3]], [{}])),  # nobody answered alike: anything would fit
        ([1, 1, 1, None], [0, 0, 0, 9], ([["claimed", 3, 3]], [{"1": 0}])),  # who declared nothing is not compared
        ([1, 1, 1], [10.004, 9.996, 10], ([], [])),  # alike as typed
    ],
)
def test_a_rule_is_in_doubt_where_most_claims_contradict_it(answered, points, expected):
    assert found(stated(answered, points)) == expected


def test_of_verified_points_a_rule_is_in_doubt_only_where_another_one_fits():
    assert found(stated([1, 1, 1, 3], [0, 5, 7, 0], "verified")) == ([], [])
    assert found(stated([1, 1, 1, 3], [0, 0, 0, 10], "verified"))[0] == [["verified", 4, 4]]


def judged(values, points, basis="verified"):
    """Three claims of option 1; judged by value where `values` has one, and in points. B-1 gives 10, 5, 0."""
    rows = [("B-1", 1.0, np.nan, 10.0)] * len(values)
    table = answers(rows, unit_code=[f"u{at}" for at in range(len(rows))], declared_text="1")
    table = table.assign(verified_value=values, verified_total=np.nan, verified_declared=[str(v) for v in values])
    return scoring.score(table.assign(**{f"{basis}_points": points}).astype({"verified_value": float}), CRITERIA)


@pytest.mark.parametrize("basis", ["verified", "final"])
def test_what_was_verified_by_value_is_held_against_that_value_and_not_against_the_declared_one(basis):
    # three units claimed option 1 (10 points); verified as option 3, which gives 0: the rule is right
    assert found(judged([3, 3, 3], [0, 0, 0], basis)) == ([], [])
    # verified as 3 with 10 points: the rule is the other way round for what was verified
    assert found(judged([3, 3, 3], [10, 10, 10], basis)) == ([[basis, 3, 3]], [{"3": 10}])
    # the fourth and fifth were judged in points alone, so nobody knows of which answer: they are not compared
    assert found(judged([3, 3, 3, None, None], [10, 10, 10, 7, 0], basis)) == ([[basis, 3, 3]], [{"3": 10}])
    assert found(judged([3, 3, None, None, None], [0, 0, 0, 0, 0], basis)) == ([], [])
    # where none was judged by value, it is the declared answers that were judged
    assert found(judged([None] * 3, [0, 0, 0], basis)) == ([[basis, 3, 3]], [{"1": 0}])


def test_the_rule_is_said_once_and_the_units_claims_no_more():
    scores = pd.concat([stated([1, 1, 3], [0, 0, 10]), stated([1, 3], [4, 4], code="B-2")], ignore_index=True)
    doubted = rules_in_doubt(scores, CRITERIA)
    (said,) = check_rules(doubted, CRITERIA)
    assert said.where == f"criteria/{SET.id}.yml!indicators.B-1.rule"
    assert said.message == (
        "2.1 Người đứng đầu: điểm tự chấm của 3/3 đơn vị trái với quy tắc. Quy tắc này thì khớp với mọi đơn vị: "
        "«1» 0 điểm; «3» 10 điểm. Cần: quy tắc đúng như quyết định (nghi khi hơn một nửa, từ 3 đơn vị trở lên: "
        "lựa chọn của dự án)"
    )
    codes = [each.indicator_code if hasattr(each, "indicator_code") else each.facts["indicator"]
             for each in scoring.check_points(scores, doubted)]  # fmt: skip
    assert codes == ["B-2", "B-2"]
    assert len(scoring.check_points(scores)) == 5


def test_claims_that_follow_by_rule_contradict_no_rule():
    by_rule = {SET.id: SET.model_copy(update={"form": SET.form.model_copy(update={"claims": "by_rule"})})}
    rows = stated([1, 2, 3], [np.nan] * 3)
    scores = scoring.score(rows.assign(verified_points=[0.0, 5.0, 0.0]), by_rule)
    assert scores["claimed_points"].tolist() == [10, 5, 0]
    assert rules_in_doubt(scores, by_rule).empty
    assert messages.language() == "vi"
