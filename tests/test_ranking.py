"""Places, against published ones."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dts_analysis import show
from dts_analysis.analysis import ranking
from dts_analysis.errors import DtsError


def totals(points, maximum=100.0, **columns):
    return pd.DataFrame({"points": points, "max_points": maximum}).assign(
        **({"year": 2022, "criteria_id": "x"} | columns)
    )


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
    table = totals([61.234, 61.231], criteria_id="ninhbinh_district_2022", unit_code=["a", "b"])
    assert ranking.ranked(table, sample.criteria)["rank"].tolist() == [1, 1]
    assert ranking.ranked(table.head(0), sample.criteria)["rank"].tolist() == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_own_and_others_places_add_up_to_the_change_of_place(pairs):
    units = [str(number) for number in range(len(pairs))]
    sides = [pd.DataFrame({"unit_code": units, "attainment_share": side}) for side in zip(*pairs, strict=True)]
    moves = ranking.rank_moves(*sides)
    assert (moves["own_places"] + moves["others_places"] == moves["rank_from"] - moves["rank_to"]).all()
    unchanged = moves["change_share"] == 0
    assert (moves.loc[unchanged, "own_places"] == 0).all()


def test_a_province_that_rose_in_score_and_fell_in_place_is_a_relative_decline():
    # Ninh Bình rose from 0.5064 to 0.6214 in 2022 and fell from 6th to 21st; here among four
    before = pd.DataFrame({"unit_code": list("nabc"), "attainment_share": [0.5064, 0.49, 0.48, 0.47]})
    after = pd.DataFrame({"unit_code": list("nabc"), "attainment_share": [0.6214, 0.65, 0.64, 0.63]})
    row = ranking.rank_moves(before, after).iloc[0]
    assert [row["rank_from"], row["rank_to"], row["own_places"], row["others_places"]] == [1, 4, 0, -3]
    assert row["is_relative_decline"]


def test_units_of_one_year_only_have_no_move():
    before = pd.DataFrame({"unit_code": ["a"], "attainment_share": [0.5]})
    after = pd.DataFrame({"unit_code": ["b"], "attainment_share": [0.5]})
    assert ranking.rank_moves(before, after).empty


def test_bands_need_falling_cut_offs_and_stay_in_their_province():
    table = pd.DataFrame({"attainment_share": [0.8542, 0.669]})
    assert ranking.bands(table, pd.Series({"tốt": 0.9, "khá": 0.8})).tolist() == ["khá", ""]
    with pytest.raises(DtsError, match=r"ngưỡng xếp loại không giảm dần: khá 0\.8, tốt 0\.9"):
        ranking.bands(table, pd.Series({"khá": 0.8, "tốt": 0.9}))
    assert ranking.check_bands(["Quảng Nam"] * 3) == []
    (found,) = ranking.check_bands(["Quảng Nam", "Tây Ninh"])
    assert "so xếp loại của nhiều tỉnh: Quảng Nam, Tây Ninh" in found.message


def test_scored_but_unranked_units_take_no_place_and_bands_come_from_the_set(sample):
    one = sample.criteria["ninhbinh_district_2022"]
    bands = [{"name": "tốt", "at_least": 0.6}, {"name": "khá", "at_least": 0.5}]
    rule = one.ranking.model_validate(one.ranking.model_dump() | {"unranked": ["b"], "bands": bands})
    criteria = {one.id: one.model_copy(update={"ranking": rule})}
    table = totals([70.0, 65.0, 55.0], criteria_id=one.id).assign(unit_code=list("abc"))
    table = table.assign(attainment_share=table["points"] / table["max_points"])
    found = ranking.ranked(table, criteria)
    assert found["rank"].tolist() == [1, pd.NA, 2]
    assert found["band"].tolist() == ["tốt", "tốt", "khá"]


def test_where_bands_of_two_provinces_stand_side_by_side_the_reader_is_warned(sample):
    bands = [{"name": "tốt", "at_least": 0.6}, {"name": "khá", "at_least": 0.5}]
    ids = ["ninhbinh_commune_2022", "tayninh_commune_2025"]
    criteria = {}
    for one in (sample.criteria[each] for each in ids):
        rule = one.ranking.model_validate(one.ranking.model_dump() | {"bands": bands})
        criteria[one.id] = one.model_copy(update={"ranking": rule})
    table = totals([70.0, 55.0], criteria_id=ids).assign(
        unit_code=["a", "b"], attainment_share=[0.7, 0.55], n_missing=0, n_unscored=0, is_published=False
    )
    nothing = {"published_points": float("nan"), "published_rank": pd.NA, "source": "", "agrees": pd.NA}
    found = ranking.ranked(table, criteria).assign(**nothing)
    assert found["band_issuer"].tolist() == ["UBND tỉnh Ninh Bình", "UBND tỉnh Tây Ninh"]
    names, one = {"a": "A", "b": "B"}, criteria[ids[0]]
    shown = show.ranking_table(found, names, one)
    assert "so xếp loại của nhiều tỉnh: UBND tỉnh Ninh Bình, UBND tỉnh Tây Ninh" in shown.note
    assert "so tỷ lệ đạt; 85,42% là khá ở tỉnh này" in shown.note
    alone = show.ranking_table(found.head(1), names, one)
    assert "Xếp loại theo ngưỡng của UBND tỉnh Ninh Bình." in alone.note
    assert "nhiều tỉnh" not in alone.note
    unbanded = ranking.ranked(table, sample.criteria).assign(**nothing)
    assert unbanded["band_issuer"].tolist() == ["", ""]
    assert "ếp loại" not in show.ranking_table(unbanded, names, one).note


def test_places_move_by_the_precision_that_places_are_given_by(sample):
    codes = {"unit_code": list("abc"), "criteria_id": "ninhbinh_district_2022"}
    before = totals([61.234, 61.231, 50.0], year=2021, **codes)
    after = totals([61.231, 61.234, 62.0], year=2022, **codes)
    sides = [
        ranking.ranked(each.assign(attainment_share=each["points"] / 100), sample.criteria)
        for each in (before, after)
    ]
    moves = ranking.rank_moves(*sides)
    assert moves["rank_from"].tolist() == sides[0]["rank"].tolist() == [1, 1, 3]
    assert moves["rank_to"].tolist() == sides[1]["rank"].tolist() == [2, 2, 1]
    assert moves["own_places"].tolist() == [0, 0, 2]
    assert moves["change_share"].tolist() == pytest.approx([-0.00003, 0.00003, 0.12])  # not rounded


def test_a_unit_that_is_not_ranked_takes_no_place_in_a_move_either(sample):
    one = sample.criteria["ninhbinh_district_2022"]
    rule = one.ranking.model_validate(one.ranking.model_dump() | {"unranked": ["b"]})
    criteria = {one.id: one.model_copy(update={"ranking": rule})}
    table = totals([70.0, 65.0, 55.0], criteria_id=one.id).assign(unit_code=list("abc"))
    table = ranking.ranked(table.assign(attainment_share=table["points"] / table["max_points"]), criteria)
    moves = ranking.rank_moves(table, table)
    assert moves["unit_code"].tolist() == ["a", "c"]
    assert moves["rank_to"].tolist() == [1, 2]
