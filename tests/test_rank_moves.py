"""Why places moved: parts that add up, whatever the order, units compared as they are published."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from small_sets import PLAIN, by_every_order, totals

from dts_analysis.analysis import ranking
from dts_analysis.analysis.rank_moves import rank_moves


def test_who_is_not_all_judged_takes_no_place_and_stands_apart():
    # 10 of 10 with nine indicators not judged does not beat 80 of 100
    table = totals([10.0, 80.0, 70.0, None], [10.0, 100.0, 100.0, 100.0], is_complete=[False, True, True, False])
    found = ranking.ranked(table, PLAIN)
    assert found["rank"].tolist() == [pd.NA, 1, 2, pd.NA]
    assert found["is_placed"].tolist() == [False, True, True, False]
    assert found["n_placed"].tolist() == [2] * 4
    assert found["n_units"].tolist() == [4] * 4
    assert found["placed_share"].isna().tolist() == [True, False, False, True]
    moves = rank_moves(found, found)
    assert moves["unit_code"].tolist() == ["b", "c"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_own_and_others_places_add_up_to_the_change_of_place(pairs):
    units = [str(number) for number in range(len(pairs))]
    sides = [pd.DataFrame({"unit_code": units, "attainment_share": side}) for side in zip(*pairs, strict=True)]
    moves = rank_moves(*sides)
    assert (moves["own_places"] + moves["others_places"] == moves["rank_from"] - moves["rank_to"]).all()
    unchanged = moves["change_share"] == 0
    assert (moves.loc[unchanged, "own_places"] == 0).all()


def test_a_province_that_rose_in_score_and_fell_in_place_is_a_relative_decline():
    # Ninh Bình rose from 0.5064 to 0.6214 in 2022 and fell from 6th to 21st; here among four
    before = pd.DataFrame({"unit_code": list("nabc"), "attainment_share": [0.5064, 0.49, 0.48, 0.47]})
    after = pd.DataFrame({"unit_code": list("nabc"), "attainment_share": [0.6214, 0.65, 0.64, 0.63]})
    row = rank_moves(before, after).iloc[0]
    assert [row["rank_from"], row["rank_to"], row["own_places"], row["others_places"]] == [1, 4, 0, -3]
    assert row["is_relative_decline"]


@pytest.mark.parametrize("noise", [5.6e-17, 2e-16])
def test_what_is_left_of_adding_fractions_is_no_rise_and_no_change_of_place(noise):
    before = pd.DataFrame({"unit_code": list("abc"), "attainment_share": [0.3, 0.3, 0.2]})
    after = pd.DataFrame({"unit_code": list("abc"), "attainment_share": [0.3 + noise, 0.3 - noise, 0.4]})
    moves = rank_moves(before, after)
    assert moves["rank_from"].tolist() == [1, 1, 3]
    assert moves["rank_to"].tolist() == [2, 2, 1]
    assert moves["change_share"].tolist()[:2] == [0, 0]
    assert moves["own_places"].tolist()[:2] == [0, 0]
    assert not moves["is_relative_decline"].any()


def test_the_same_share_of_another_maximum_is_no_rise():
    # a third of 765 and of 100 is published as 255.00 and 33.33; in binary they are 5.6e-17 apart
    before = ranking.ranked(totals([255.0, 10.0], 765.0), PLAIN)
    after = ranking.ranked(totals([100 / 3, 90.0]), PLAIN)
    assert after["attainment_share"][0] > before["attainment_share"][0]
    moves = rank_moves(before, after).set_index("unit_code")
    assert moves.loc["a", ["rank_from", "rank_to", "change_share"]].tolist() == [1, 2, 0]
    assert not moves.loc["a", "is_relative_decline"]


def test_units_of_one_year_only_have_no_move():
    before = pd.DataFrame({"unit_code": ["a"], "attainment_share": [0.5]})
    after = pd.DataFrame({"unit_code": ["b"], "attainment_share": [0.5]})
    assert rank_moves(before, after).empty


def test_a_unit_under_another_criteria_set_is_not_compared():
    before = totals([50.0, 60.0, 70.0])
    after = totals([50.0, 60.0, 70.0], criteria_id=["x", "x", "y"])
    moves = rank_moves(before, after)
    assert moves["rank_from"].tolist() == [2, 1, 1]
    assert moves["n_units"].tolist() == [2, 2, 1]


def test_claims_are_not_moved_to_verified_points():
    before = totals([50.0, 60.0], basis="claimed")
    after = totals([40.0, 70.0, 60.0, 50.0], basis=["claimed", "claimed", "verified", "verified"])
    after["unit_code"] = list("abab")
    moves = rank_moves(before, after)
    assert moves["basis"].tolist() == ["claimed", "claimed"]
    assert moves["change_share"].tolist() == pytest.approx([-0.1, 0.1])


def moved(old, new, of_set):
    """Return the moves of units with these shares, and what the criteria set made of the change."""
    units = [f"u{number}" for number in range(len(old))]
    before = pd.DataFrame({"unit_code": units, "attainment_share": np.array(old, float)})
    after = before.assign(attainment_share=np.array(new, float), criteria_share=np.array(of_set, float))
    return rank_moves(before, after)


def test_what_the_criteria_set_did_to_everybody_is_nobodys_doing():
    # the second was overtaken only because the set now asks for what the first has
    parts = moved([0.5, 0.6], [0.7, 0.6], [0.2, 0])[["own_places", "others_places", "criteria_places"]]
    assert parts.to_numpy().tolist() == [[0, 0, 1], [0, 0, -1]]


def test_the_parts_of_a_move_are_means_over_six_orders():
    # .50 and .60 become .70 and .66; the set gave the first .12, of which alone it would have passed (.62).
    # u0: its own .08 passes nobody first (.58), nor after the other's .06 (.58 < .66); after the set it is first
    # already, after both it comes from .62 to .70 past .66. So own is 1 in the two orders where it comes last. The
    # other's .06 sends it down after the set alone (one order: set, other, own). The set: first +1, after own +1
    # (two orders: own, set, other; other and own before it), after the other 0 (other, set, own).
    parts = moved([0.5, 0.6], [0.7, 0.66], [0.12, 0])[["own_places", "others_places", "criteria_places"]]
    assert parts.iloc[0].tolist() == pytest.approx([2 / 6, -1 / 6, 5 / 6])


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=7))
def test_the_parts_are_what_six_orders_walked_one_by_one_give(rows):
    old, new, of_set = (np.array(each) / 40 for each in zip(*rows, strict=True))
    parts = moved(old, new, of_set - 0.5)[["own_places", "others_places", "criteria_places"]].to_numpy()
    for unit in range(len(rows)):
        assert parts[unit] == pytest.approx(by_every_order(old, new, of_set - 0.5, unit))


def test_a_set_whose_part_is_not_known_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="criteria_share is not known"):
        moved([0.5, 0.6], [0.7, 0.6], [0.2, np.nan])


SHARES = st.integers(0, 40).map(lambda number: number / 40)


@settings(max_examples=40)
@given(st.lists(st.tuples(SHARES, SHARES, st.sampled_from("pqr")), max_size=14))
def test_moves_of_many_groups_at_once_are_as_each_alone(rows):
    old, new, group = zip(*rows, strict=True) if rows else ([], [], [])
    units = [f"u{number}" for number in range(len(rows))]
    before = pd.DataFrame({"unit_code": units, "attainment_share": np.array(old, float)})
    after = pd.DataFrame({"unit_code": units, "attainment_share": np.array(new, float), "group": list(group)})
    whole = rank_moves(before, after, by=("group",))
    assert len(whole) == len(rows)
    for name, part in whole.groupby("group"):
        alone = rank_moves(before, after[after["group"] == name])
        pd.testing.assert_frame_equal(part[alone.columns].reset_index(drop=True), alone)
        own = [row for row in rows if row[2] == name]
        for number, ((was, now, _), row) in enumerate(zip(own, part.itertuples(), strict=True)):
            others = own[:number] + own[number + 1 :]
            first, last = (
                sum(other[year] > was for other in others) - sum(other[year] > now for other in others)
                for year in (0, 1)
            )
            assert row.own_places == (first + last) / 2
            assert row.others_places == row.rank_from - row.rank_to - row.own_places
            assert row.criteria_places == 0


def test_places_move_by_the_precision_that_places_are_given_by(sample):
    before = totals([61.234, 61.231, 50.0], year=2021, criteria_id="ninhbinh_district_2022")
    after = totals([61.231, 61.234, 62.0], year=2022, criteria_id="ninhbinh_district_2022")
    sides = [ranking.ranked(each, sample.criteria) for each in (before, after)]
    moves = rank_moves(*sides)
    assert moves["rank_from"].tolist() == sides[0]["rank"].tolist() == [1, 1, 3]
    assert moves["rank_to"].tolist() == sides[1]["rank"].tolist() == [2, 2, 1]
    assert moves["own_places"].tolist() == [0, 0, 2]
    assert moves["change_share"].tolist() == pytest.approx([0, 0, 0.12])  # 61.23 was published in both years
    assert not moves["is_relative_decline"].any()  # b did not rise


def test_a_unit_that_is_not_ranked_takes_no_place_in_a_move_either(sample):
    one = sample.criteria["ninhbinh_district_2022"]
    rule = one.ranking.model_validate(one.ranking.model_dump() | {"unranked": ["b"]})
    criteria = {one.id: one.model_copy(update={"ranking": rule})}
    table = ranking.ranked(totals([70.0, 65.0, 55.0], criteria_id=one.id), criteria)
    moves = rank_moves(table, table)
    assert moves["unit_code"].tolist() == ["a", "c"]
    assert moves["rank_to"].tolist() == [1, 2]
