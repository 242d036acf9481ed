"""The law of scoring, against sums worked by hand (golden/every_rule/HOW.md) and against its properties."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dts_analysis import reference, scoring
from dts_analysis.errors import DtsError

GOLDEN = Path(__file__).parent / "golden" / "every_rule"
SET = reference.read_criteria(GOLDEN / "thu_quy_tac_2022.yml")
CRITERIA = {SET.id: SET}
CODES = [each.code for each in SET.indicators]


def answers(rows, **columns):
    """Return an answers table from (indicator, a, b, claimed) rows."""
    table = pd.DataFrame(rows, columns=["indicator_code", "declared_value", "declared_total", "claimed_points"])
    defaults = {"unit_code": "u", "year": 2022, "criteria_id": SET.id, "answer_status": "answered"}
    defaults |= {"verified_points": np.nan, "final_points": np.nan, "source": "f!s!A1"}
    return table.assign(**(defaults | columns)).astype({"declared_total": float, "claimed_points": float})


def test_every_rule_gives_what_was_worked_out_by_hand():
    golden = pd.read_csv(GOLDEN / "answers.csv")
    table = answers(golden[["indicator_code", "a", "b", "points"]].to_numpy().tolist())
    computed = scoring.score(table, CRITERIA)["computed_points"].to_numpy()
    for row, points in zip(golden.itertuples(), computed, strict=True):
        assert points == pytest.approx(row.points, nan_ok=True, abs=1e-12), f"{row.indicator_code}: {row.why}"


def test_blank_zero_not_applicable_and_not_judged_are_four_things():
    rows = [("A-1", 3, 4, 9), ("A-2", 0, 5, 0), ("A-3", None, None, None), ("B-1", None, None, None),
            ("B-4", None, None, None)]  # fmt: skip
    statuses = ["answered", "answered", "missing", "not_applicable", "unscored"]
    scores = scoring.score(answers(rows, answer_status=statuses), CRITERIA)
    total = scoring.totals(scores, "claimed").iloc[0]
    # 9 + 0 of 12 + 10 + 20: the blank counts its 20, what does not apply and is not judged count nothing
    assert (total["points"], total["max_points"]) == (9, 42)
    assert total["attainment_share"] == pytest.approx(9 / 42)
    assert [total[name] for name in ("n_indicators", "n_missing", "n_invalid", "n_unscored")] == [4, 1, 0, 1]


def test_an_invalid_claim_counts_its_maximum_and_no_points():
    scores = scoring.score(answers([("A-1", 3, 4, None)], answer_status="invalid"), CRITERIA)
    total = scoring.totals(scores, "claimed").iloc[0]
    assert np.isnan(total["points"])
    assert (total["max_points"], total["n_invalid"], total["n_missing"]) == (12, 1, 0)


def test_a_pillar_nobody_filled_in_has_no_points_and_not_zero():
    rows = [("A-1", 3, 4, 9), ("B-1", None, None, None)]
    table = answers(rows, answer_status=["answered", "missing"])
    pillars = scoring.pillars(scoring.score(table, CRITERIA), "claimed").set_index("pillar_code")
    assert pillars.loc["A", "attainment_share"] == 0.75
    assert np.isnan(pillars.loc["B", "points"])
    assert np.isnan(pillars.loc["B", "attainment_share"])
    assert pillars.loc["B", "max_points"] == 10


def test_each_basis_reads_its_own_points():
    table = answers([("A-1", 3, 4, 10)], verified_points=8.0, final_points=7.0)
    scores = scoring.score(table, CRITERIA)
    points = [scoring.totals(scores, basis)["points"].iloc[0] for basis in scoring.BASES]
    assert points == [10, 9, 8, 7]
    assert [scoring.totals(scores, basis)["basis"].iloc[0] for basis in scoring.BASES] == list(scoring.BASES)


def test_nobody_verified_yet_is_neither_earned_nor_lost():
    total = scoring.totals(scoring.score(answers([("A-1", 3, 4, 9)]), CRITERIA), "verified").iloc[0]
    assert np.isnan(total["points"])
    assert (total["max_points"], total["n_unscored"]) == (0, 1)


def test_a_target_without_points_is_attained_or_not():
    scores = scoring.score(answers([("B-5", 40, 100, 0), ("B-5", 10, 100, 0)]), CRITERIA)
    assert scoring.counted(scores, "claimed")["attainment_share"].tolist() == [1.0, 0.0]


def test_an_unknown_basis_is_a_mistake_of_the_caller():
    scores = scoring.score(answers([("A-1", 3, 4, 9)]), CRITERIA)
    with pytest.raises(ValueError, match="basis 'self'; expected one of"):
        scoring.totals(scores, "self")


def test_answers_to_unknown_indicators_are_all_named():
    with pytest.raises(DtsError) as error:
        scoring.score(answers([("A-1", 1, 1, 1), ("Z-1", 1, 1, 1), ("Z-2", 1, 1, 1)]), CRITERIA)
    assert [each.where for each in error.value.findings] == ["thu_quy_tac_2022:Z-1", "thu_quy_tac_2022:Z-2"]
    assert "cho một chỉ số không có" in str(error.value)


def test_a_difference_of_half_a_hundredth_is_typing_and_more_is_a_finding():
    rows = [("A-1", 3, 4, 9.005), ("A-1", 3, 4, 9.006), ("B-4", None, None, 7)]
    found = scoring.check_points(scoring.score(answers(rows), CRITERIA))
    assert [each.code for each in found] == ["points_differ"]
    assert found[0].found == "A-1: tự chấm 9,006 điểm, tính theo quy tắc được 9 (tự chấm − tính lại = 0,006)"
    assert found[0].where == "f!s!A1"


numbers = st.one_of(st.none(), st.floats(0, 200, allow_nan=False), st.integers(0, 8))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CODES), numbers, numbers)
def test_points_stay_between_zero_and_the_maximum(code, a, b):
    score = scoring.score(answers([(code, a, b, None)]).astype({"declared_value": float}), CRITERIA).iloc[0]
    points = score["computed_points"]
    assert np.isnan(points) or 0 <= points <= score["max_points"] + 1e-12


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["A-1", "A-2", "A-3", "A-4", "B-3"]), st.floats(0, 100), st.floats(0, 100))
def test_more_never_earns_less_under_a_monotone_rule(code, one, other):
    rows = [(code, low, 100, None) for low in sorted((one, other))]
    points = scoring.score(answers(rows), CRITERIA)["computed_points"].to_numpy()
    assert points[0] <= points[1] + 1e-12


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    golden = pd.read_csv(GOLDEN / "answers.csv")
    table = answers(golden[["indicator_code", "a", "b", "points"]].to_numpy().tolist())
    order = list(range(len(table)))
    random.shuffle(order)
    straight = scoring.score(table, CRITERIA)["computed_points"]
    shuffled = scoring.score(table.iloc[order], CRITERIA)["computed_points"].sort_index()
    pd.testing.assert_series_equal(straight, shuffled)
    sums = [scoring.pillars(scoring.score(rows, CRITERIA), "claimed") for rows in (table, table.iloc[order])]
    pd.testing.assert_frame_equal(*sums)


def test_no_answers_give_no_totals():
    scores = scoring.score(answers([]), CRITERIA)
    assert scoring.totals(scores, "claimed").empty
    assert scoring.check_points(scores) == []


def test_attainment_alone_is_the_column_of_the_table():
    scores = scoring.score(answers([("A-1", 3, 4, 9), ("B-5", 40, 100, 0), ("A-1", None, None, None)]), CRITERIA)
    for basis in ("claimed", "computed", "verified"):
        whole = scoring.counted(scores, basis)["attainment_share"].to_numpy()
        np.testing.assert_array_equal(scoring.attainment(scores, basis), whole)


def test_a_part_over_its_whole_is_found_under_every_rule_that_looks_at_shares():
    rows = [("A-1", 5, 4, None), ("B-5", 5, 4, 0), ("B-5", 5, 0, 0), ("B-5", 4, 5, 0)]
    found = scoring.check_points(scoring.score(answers(rows), CRITERIA))
    assert [each.code for each in found] == ["share_over_one", "share_over_one", "denominator_zero"]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**33), st.integers(0, 70_000)), max_size=40),
    st.permutations([0, 1, 2]),
)
def test_rows_are_ordered_as_by_sorting(rows, turn):
    keys = [np.array([row[at] for row in rows], dtype=np.int64) for at in turn]
    assert scoring.ordered(*keys).tolist() == np.lexsort(keys[::-1]).tolist()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=40))
def test_distinct_values_of_groups_are_counted_as_pandas_does(rows):
    table = pd.DataFrame(rows, columns=["group", "value"]).astype({"group": "int64"})
    found = scoring.distinct(table["group"].to_numpy(), table["value"], 6)
    assert found.tolist() == table.groupby("group")["value"].nunique().reindex(range(6), fill_value=0).tolist()
