"""Self against verified: golden/working_group (HOW.md), and blank claims."""

import numpy as np
import pandas as pd
import pytest
from golden_set import CRITERIA, WORKING_GROUP, conditions, gap_of, golden_scores, rows_of
from hypothesis import given, settings, strategies as st

from dts_analysis import scoring
from dts_analysis.analysis import screening, verification
from dts_analysis.analysis.gap_parts import gap_parts

BY_INDICATOR = ("criteria_id", "year", "indicator_code")


def expected(name):
    """Return a golden table; blank text is blank, not missing."""
    table = pd.read_csv(WORKING_GROUP / f"{name}.csv", keep_default_na=False)
    return table


def same(found, name):
    """Compare a table with a golden one, whatever the types of its text."""
    wanted = expected(name)
    found = found[list(wanted.columns)].reset_index(drop=True)
    texts = found.select_dtypes(exclude="number").columns
    found = found.astype(dict.fromkeys(texts, "str"))
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, check_exact=False, rtol=1e-12)


def test_gaps_both_ways_with_their_sign():
    gap = gap_of(golden_scores())
    assert gap["gap_points"].tolist() == [0, -8, -5, 5, 0, -10, 0, 0]
    assert gap["decision"].tolist() == [
        "accepted", "zeroed", "lowered", "raised", "accepted", "zeroed", "accepted", "accepted",
    ]  # fmt: skip
    same(verification.gap_summary(gap), "gap_summary")


def test_a_blank_claim_that_was_verified_is_a_raise_and_gaps_add_up_to_the_totals():
    # 12 + 8 + blank + 5 = 25 claimed, 9 + 0 + 7 + 5 = 21 verified: -4; without the blank it would be 25 -> 14, -11
    scores = rows_of([12, 8, None, 5], [9, 0, 7, 5])
    counted = scoring.count(scores, CRITERIA)
    gap = verification.gaps(counted, scores)
    assert gap["claimed_points"].tolist()[:2] == [12, 8]
    assert np.isnan(gap["claimed_points"].iloc[2])
    assert gap["is_blank_claim"].tolist() == [False, False, True, False]
    assert gap["decision"].tolist() == ["lowered", "zeroed", "raised", "accepted"]
    whole = verification.gap_summary(gap).iloc[0]
    assert whole[["claimed_points", "verified_points", "gap_points"]].tolist() == [25, 21, -4]
    assert whole[["cut_points", "zeroed_points", "raised_points"]].tolist() == [-11, -8, 7]
    assert whole[["n_indicators", "n_blank_claims", "n_cut", "n_raised"]].tolist() == [4, 1, 2, 1]
    totals = scoring.totals(counted, CRITERIA)
    total = totals[totals["level"] == "total"].set_index("basis")["points"]
    assert [total["claimed"], total["verified"]] == [25, 21]


def test_all_claims_of_a_group_blank_claimed_nothing_known():
    gap = gap_of(rows_of([12, 8, None, None], [9, 0, 7, 5]))
    table = verification.gap_summary(gap, ("indicator_code",)).set_index("indicator_code")
    assert np.isnan(table.loc["A-3", "claimed_points"])
    assert table.loc["A-3", ["verified_points", "gap_points"]].tolist() == [7, 7]


def test_kim_son_says_what_the_province_says(sample):
    scores = sample.scores[(sample.scores["unit_code"] == "376") & (sample.scores["year"] == 2022)]
    row = verification.gap_summary(gap_of(scores, sample.criteria)).iloc[0]
    points = row[["claimed_points", "verified_points", "gap_points"]].astype(float).round(2)
    assert points.tolist() == [429.68, 423.97, -5.71]
    assert row["n_blank_claims"] == 2


@pytest.mark.parametrize(("level", "by"), [("total", ()), ("pillar", ("pillar_code",))])
def test_every_fully_verified_units_gap_is_the_difference_of_its_totals(sample, level, by):
    counted = scoring.count(sample.scores, sample.criteria)
    totals = (
        scoring.totals(counted, sample.criteria)
        .query("level == @level")
        .rename(columns={"node_code": "pillar_code"})
    )
    keys = ["unit_code", "year", *by]
    claimed, verified = (totals[totals["basis"] == basis].set_index(keys) for basis in ("claimed", "verified"))
    whole = verified[verified["is_complete"]]
    gap = verification.gap_summary(verification.gaps(counted, sample.scores), keys).set_index(keys)
    assert len(whole) > 30
    for points, side in (("claimed_points", claimed), ("verified_points", verified)):
        wanted = side.loc[whole.index, "points"].fillna(0.0)
        np.testing.assert_allclose(gap.loc[whole.index, points].fillna(0.0), wanted, rtol=0, atol=1e-9)


POINTS = st.one_of(st.none(), st.integers(0, 2000).map(lambda number: number / 200))


@settings(max_examples=40)
@given(st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=8))
def test_what_was_decided_is_what_scoring_says_of_two_typed_numbers(pairs):
    claimed, verified = zip(*pairs, strict=True)
    scores = rows_of(claimed, verified, [f"u{number}" for number in range(len(pairs))])
    gap = gap_of(scores).set_index("unit_code")
    said = {unit: scoring.decision(0 if pair[0] is None else pair[0], pair[1])
            for unit, pair in zip(scores["unit_code"], pairs, strict=True) if pair[1] is not None}  # fmt: skip
    assert gap["decision"].astype("str").to_dict() == said


def test_a_difference_of_half_a_hundredth_is_typing():
    # 7.5 - 7.495 is 0.005 to whoever typed it, and a little more in binary
    gap = gap_of(rows_of([5.0, 7.5, 7.495, 5.0], [5.005, 7.495, 7.5, 4.99]))
    assert gap["decision"].tolist() == ["accepted", "accepted", "accepted", "lowered"]
    assert verification.cuts(gap).round(9).tolist() == [0, 0, 0, 0.01]


def test_what_was_not_verified_or_does_not_apply_has_no_gap():
    scores = golden_scores()
    scores.loc[0, "verified_points"] = np.nan
    scores["answer_status"] = ["answered", "not_applicable", *["answered"] * 6]
    assert len(gap_of(scores)) == 6


def by_indicator(gap):
    """Return gaps per indicator of a set and year."""
    return verification.gap_summary(gap, ("criteria_id", "year", "indicator_code"))


def test_where_nothing_is_verified_every_table_is_empty():
    counted = scoring.count(golden_scores().assign(verified_points=np.nan), CRITERIA)
    gap = verification.gaps(counted, golden_scores())
    parts = gap_parts(counted, scoring.totals(counted, CRITERIA), gap, CRITERIA)
    tables = [gap, verification.gap_summary(gap), verification.grounds_by_decision(gap)]
    tables += [verification.transitions(gap), screening.to_review(by_indicator(gap)), screening.outliers(parts)]
    assert [len(table) for table in tables] == [0] * 6


def test_the_order_of_rows_changes_nothing():
    scores = golden_scores()
    counted = scoring.count(scores, CRITERIA)
    shuffled = verification.gaps(counted.iloc[::-1], scores.sample(frac=1, random_state=1))
    straight = verification.gaps(counted, scores)
    keys = ["unit_code", "indicator_code"]
    sides = [each.sort_values(keys, ignore_index=True) for each in (straight, shuffled)]
    pd.testing.assert_frame_equal(*sides)


def test_verified_answers_without_their_claims_are_a_mistake_of_the_caller():
    scores = golden_scores()
    counted = scoring.count(scores, CRITERIA)
    with pytest.raises(ValueError, match="verified answers without their claimed rows"):
        verification.gaps(counted[counted["basis"] == "verified"], scores)


def test_decisions_by_grounds_and_moves_between_classes():
    gap = gap_of(golden_scores())
    same(verification.grounds_by_decision(gap), "grounds")
    same(verification.transitions(gap), "transitions")
    by_unit = verification.transitions(gap, ("unit_code",))
    assert by_unit.groupby("unit_code")["n_indicators"].sum().to_dict() == {"a": 4, "b": 4}
    grounds = verification.grounds_by_decision(gap, ("unit_code",))
    assert grounds[grounds["unit_code"] == "b"][["ground_code", "gap_points"]].to_numpy().tolist() == [
        ["G01", -10]
    ]


def test_a_blank_claim_has_no_class_to_move_from_and_is_not_done():
    gap = gap_of(rows_of([12, 8, None, 5], [9, 0, 20, 5]))
    assert gap["class_code_from"].astype("str").tolist() == ["completed", "basically_completed", "", "low"]
    assert gap["is_upper_from"].tolist() == [True, True, False, False]
    assert gap["is_upper_to"].tolist() == [True, False, True, False]
    assert verification.transitions(gap)["n_indicators"].sum() == 3


def test_claims_alone_have_no_class_under_conditions_and_so_none_moves(sample):
    gap = gap_of(golden_scores(), conditions(sample))
    assert (gap["class_code_from"] == "").all()
    assert gap["is_upper_from"].isna().all()
    assert gap["class_code_to"].astype("str").tolist()[:3] == ["completed", "needs_evidence", "needs_evidence"]
    assert verification.transitions(gap).empty


def test_of_a_claim_that_nobody_has_read_there_is_no_gap():
    keys = {"unit_code": "u", "year": 2022, "criteria_id": "x", "group_code": "", "pillar_code": "A"}
    counted = pd.DataFrame({
        "indicator_code": ["A1", "A2"] * 2, "basis": ["claimed"] * 2 + ["verified"] * 2,
        "status": ["unread", "missing", "answered", "answered"], "points": [None, None, 4.0, 2.0],
        "max_points": 10.0, "attainment_share": [None, None, 0.4, 0.2], "class_code": ["", "", "low", "low"],
        "is_upper": pd.array([None, False, False, False], "boolean"),
    }).assign(**keys)  # fmt: skip
    scores = pd.DataFrame({"indicator_code": ["A1", "A2"]}).assign(**keys, **dict.fromkeys(verification.CELLS, ""))
    found = verification.gaps(counted, scores)
    assert found[["indicator_code", "gap_points"]].to_numpy().tolist() == [["A2", 2.0]]
