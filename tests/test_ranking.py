"""Places, against published ones; who takes none; and which basis most units have."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from small_sets import PLAIN, totals

from dts_analysis import scoring
from dts_analysis.analysis import ranking


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


@settings(max_examples=40)
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


@settings(max_examples=40)
@given(GROUPS)
def test_groups_ranked_at_once_are_as_each_alone(rows):
    points, is_complete, group, basis = zip(*rows, strict=True) if rows else ([], [], [], [])
    table = totals(np.array(points, float) / 100, is_complete=np.array(is_complete, bool), basis=list(basis))
    table = table.assign(group=list(group)).astype({"basis": "str", "group": "str"})
    whole = ranking.ranked(table, PLAIN, by=("group",))
    for _, part in whole.groupby(["group", "basis"]):
        alone = ranking.ranked(table.loc[part.index], PLAIN)
        pd.testing.assert_frame_equal(part[alone.columns], alone)


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
    whole = scoring.totals(scoring.count(sample.scores, sample.criteria), sample.criteria)
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
