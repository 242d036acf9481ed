"""Places, against published ones; who takes none; and which basis most units have."""

from itertools import permutations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dts_analysis import scoring
from dts_analysis.analysis import ranking
from dts_analysis.analysis.rank_moves import rank_moves

PLAIN = {"x": SimpleNamespace(ranking=SimpleNamespace(precision=2, unranked=[], bands=[]))}


def totals(points, maximum=100.0, **columns):
    """Return totals of units a, b, c, …, all of them judged."""
    table = pd.DataFrame({"points": points, "max_points": maximum})
    table = table.assign(unit_code=[chr(97 + number) for number in range(len(table))], is_complete=True)
    table["attainment_share"] = table["points"] / table["max_points"]
    return table.assign(**({"year": 2022, "criteria_id": "x"} | columns))


def test_two_provinces_at_15_and_the_next_at_17_as_published_for_2022(sample):
    published = sample.published["provinces_dti_totals"]
    of_year = published[(published["year"] == 2022) & (published["rank"] == 15)]
    assert of_year["province"].tolist() == ["Thanh Hóa", "Yên Bái"]
    above = [0.70 - 0.005 * place for place in range(14)]
    places = ranking.ranks(totals([*above, 0.6000, 0.6000, 0.5999], 1.0), precision=4).tolist()
    assert places == [*range(1, 15), 15, 15, 17]


def test_units_equal_at_the_published_precision_tie_and_the_next_place_is_left_out():
    assert ranking.ranks(totals([61.234, 61.231, 50.0, 70.0])).tolist() == [2, 2, 4, 1]
    assert ranking.ranks(totals([61.234, 61.231, 50.0, 70.0]), precision=3).tolist() == [2, 3, 4, 1]


def test_a_hundredth_apart_share_no_place():
    assert ranking.ranks(totals([100.00, 100.01])).tolist() == [2, 1]
    assert ranking.ranks(totals([100.004, 100.01], 765.0)).tolist() == [2, 1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 76500), min_size=2, max_size=8), st.sampled_from([100.0, 765.0, 960.0]))
def test_units_share_a_place_where_their_points_print_alike_and_nowhere_else(numbers, maximum):
    points = np.array(numbers) / 1000 + 0.005
    places = ranking.ranks(totals(points, maximum)).to_numpy(int)
    printed = [f"{scoring.half_up(each, 2):.2f}" for each in points]
    for one in range(len(points)):
        for other in range(one):
            assert (places[one] == places[other]) == (printed[one] == printed[other])


def test_half_is_rounded_up_as_published_scores_are():
    assert ranking.ranks(totals([0.125, 0.13]), precision=2).tolist() == [1, 1]
    assert ranking.ranks(totals([0.124, 0.13]), precision=2).tolist() == [2, 1]


def test_a_smaller_applicable_maximum_is_compared_by_share():
    # 50 of 90 is 0.556, 52 of 100 is 0.52: the one with fewer points but fewer to earn is first
    assert ranking.ranks(totals([50.0, 52.0], [90.0, 100.0])).tolist() == [1, 2]


def test_years_and_sets_are_ranked_apart_and_units_without_points_not_at_all():
    table = totals([50.0, 60.0, 55.0, None], year=[2022, 2023, 2022, 2022])
    assert ranking.ranks(table).tolist() == [2, 1, 1, pd.NA]


def test_ranked_uses_each_sets_own_precision(sample):
    table = totals([61.234, 61.231], criteria_id="ninhbinh_district_2022")
    assert ranking.ranked(table, sample.criteria)["rank"].tolist() == [1, 1]
    assert ranking.ranked(table.head(0), sample.criteria)["rank"].tolist() == []


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


def test_the_maximum_of_a_unit_that_takes_no_place_moves_nobody():
    # on the 1000 of the unit apart, 61.2349 of 100 and 61.2351 would print 612.35 both
    table = totals([61.2349, 61.2351, 1000.0], [100.0, 100.0, 1000.0], is_complete=[True, True, False])
    assert ranking.ranked(table, PLAIN)["rank"].tolist() == [2, 1, pd.NA]


def test_one_judged_unit_is_first_of_one():
    found = ranking.ranked(totals([50.0, 60.0], is_complete=[True, False]), PLAIN)
    assert found[["rank", "n_placed", "n_units"]].to_numpy().tolist() == [[1, 1, 2], [pd.NA, 1, 2]]


def test_a_set_without_points_places_nobody():
    found = ranking.ranked(totals([0.0, 0.0], 0.0), PLAIN)
    assert found["rank"].isna().all()
    assert found["n_placed"].tolist() == [0, 0]


def test_bases_years_and_groups_are_ranked_apart():
    table = totals([50.0, 60.0, 70.0, 80.0, 90.0, 40.0], basis=["claimed"] * 4 + ["verified"] * 2)
    table["district"] = ["d", "d", "e", "e", "d", "d"]
    assert ranking.ranked(table, PLAIN)["rank"].tolist() == [4, 3, 2, 1, 1, 2]
    found = ranking.ranked(table, PLAIN, by=("district",))
    assert found["rank"].tolist() == [2, 1, 2, 1, 1, 2]
    assert found["n_placed"].tolist() == [2] * 6


GROUPS = st.lists(
    st.tuples(
        st.integers(0, 5000), st.booleans(), st.sampled_from("pq"), st.sampled_from(["claimed", "verified"])
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_groups_ranked_at_once_are_as_each_alone(rows):
    points, is_complete, group, basis = zip(*rows, strict=True) if rows else ([], [], [], [])
    table = totals(np.array(points, float) / 100, is_complete=np.array(is_complete, bool), basis=list(basis))
    table = table.assign(group=list(group)).astype({"basis": "str", "group": "str"})
    whole = ranking.ranked(table, PLAIN, by=("group",))
    for _, part in whole.groupby(["group", "basis"]):
        alone = ranking.ranked(table.loc[part.index], PLAIN)
        pd.testing.assert_frame_equal(part[alone.columns], alone)


@settings(max_examples=40, deadline=None)
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


def by_every_order(old, new, of_set, unit):
    """Return the parts of one unit's move, one change after the other in each order."""
    totals = np.zeros(3)
    for order in permutations(range(3)):
        done = set()
        for each in order:
            up = []
            for now in (done, done | {each}):
                scores = [
                    was + (part if 2 in now else 0) + (is_now - was - part if who in now else 0)
                    for number, (was, is_now, part) in enumerate(zip(old, new, of_set, strict=True))
                    for who in [0 if number == unit else 1]
                ]
                up.append(sum(round(other, 9) > round(scores[unit], 9) for other in scores))
            totals[each] += up[0] - up[1]
            done = done | {each}
    return totals / 6


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
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


def of_basis(final, verified, units=4):
    """Return totals of units of which so many have final and verified points, in full."""
    rows = (
        [("claimed", 1.0)] * units
        + [("verified", each) for each in verified]
        + [("final", each) for each in final]
    )
    table = pd.DataFrame(rows, columns=["basis", "is_complete"])
    table = table.assign(is_complete=table["is_complete"] == 1.0, criteria_id="x", year=2022, level="total")
    return pd.concat([table, table.assign(level="pillar")], ignore_index=True)


@pytest.mark.parametrize(
    ("final", "verified", "basis"),
    [
        ([], [], "claimed"),
        ([], [1], "claimed"),
        ([], [1, 1], "claimed"),  # half is not most
        ([], [1, 1, 1], "verified"),
        ([], [1, 1, 0, 0], "claimed"),  # two of four are verified in part only
        ([1, 1], [1, 1, 1], "verified"),
        ([1, 1, 1], [1, 1, 1], "final"),
    ],
)
def test_pages_show_the_best_basis_that_more_than_half_of_the_units_have_in_full(final, verified, basis):
    row = ranking.best_basis(of_basis(final, verified)).iloc[0]
    assert row["basis"] == basis
    counts = [4, sum(final), sum(verified), 4]
    assert row[["n_units", "n_final", "n_verified", "n_claimed"]].tolist() == counts


def test_each_set_and_year_has_its_own_basis(sample):
    whole = scoring.totals(scoring.count(sample.scores, sample.criteria))
    found = ranking.best_basis(whole).set_index(["criteria_id", "year"])
    assert found.loc[("ninhbinh_district_2022", 2022), ["basis", "n_units", "n_verified"]].tolist() == [
        "verified", 8, 8,
    ]  # fmt: skip
    assert (found["n_units"] >= found[["n_final", "n_verified", "n_claimed"]].max(axis=1)).all()
    assert ranking.best_basis(whole.head(0)).empty


def test_scored_but_unranked_units_take_no_place_and_bands_come_from_the_set(sample):
    one = sample.criteria["ninhbinh_district_2022"]
    bands = [{"name": "tốt", "at_least": 0.6}, {"name": "khá", "at_least": 0.5}]
    rule = one.ranking.model_validate(one.ranking.model_dump() | {"unranked": ["b"], "bands": bands})
    criteria = {one.id: one.model_copy(update={"ranking": rule})}
    complete = [True, True, True, False]
    found = ranking.ranked(totals([70.0, 65.0, 55.0, 99.0], criteria_id=one.id, is_complete=complete), criteria)
    assert found["rank"].tolist() == [1, pd.NA, 2, pd.NA]
    assert found["band"].tolist() == ["tốt", "tốt", "khá", ""]  # no band for what is judged in part
    assert found["n_placed"].tolist() == [2] * 4


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
