"""One unit over years: which numbers compare, moves and changes; worked by hand."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH_YEARS, LATER, answers

from dts_analysis import scoring
from dts_analysis.analysis import trends
from dts_analysis.errors import DtsError


def scored(rows, **columns):
    return scoring.score(answers(rows, **columns).astype({"declared_value": float}), BOTH_YEARS)


def two_years():
    before = [("A-1", 6, 12, 6), ("A-3", 1, None, 5), ("B-1", 1, None, 10), ("B-4", None, None, 7)]
    after = [("A-1", 3, 4, 18), ("A-3", 4, None, 20), ("B-1", 1, 2, 5), ("B-9", None, None, 9)]
    return scored(before), scored(after, criteria_id=LATER.id, year=2023)


def on(scores, basis="claimed"):
    counted = scoring.count(scores, BOTH_YEARS)
    return counted[counted["basis"] == basis]


def compared(before, after, basis="claimed"):
    return trends.compare(on(before, basis), on(after, basis), before, after, BOTH_YEARS)


def test_changes_are_given_only_where_they_mean_something():
    table = compared(*two_years()).set_index("code_from")
    assert table.loc["A-3", "change_points"] == 15
    assert np.isnan(table.loc["A-1", "change_points"])
    assert table.loc["A-1", "change_share"] == pytest.approx(0.75 - 0.5)
    assert np.isnan(table.loc["B-1", "change_share"])
    assert table.loc["B-4", ["points_from", "max_points_to", "status_to"]].tolist() == [7, 0, ""]
    assert table.loc["", ["max_points_from", "points_to", "status_from"]].tolist() == [0, 9, ""]
    texts = ["status_from", "class_code_to", "pillar_code_from", "basis_to", "criteria_id_to"]
    assert table.loc["A-3", texts].tolist() == ["answered", "completed", "A", "claimed", LATER.id]


def test_where_only_the_target_moved_the_declared_values_compare():
    # 40 of 100, then 54 of 100, while the target rose from 0.8 to 0.9: half of the points, then 60 %
    before = scored([("A-2", 40, 100, 5), ("A-3", 1, None, 5), ("B-1", 1, None, 10)])
    after = scored([("A-2", 54, 100, 6), ("A-3", 4, None, 20), ("B-1", 1, 2, 5)], criteria_id=LATER.id, year=2023)
    table = compared(before, after).set_index("code_from")
    assert table.loc["A-2", "why"] == "target_moved"
    assert table.loc["A-2", ["declared_from", "declared_to", "measure"]].tolist() == [0.4, 0.54, "share"]
    assert table.loc["A-2", "change_declared"] == pytest.approx(0.14)
    assert np.isnan(table.loc["A-2", "change_share"])
    assert table.loc["A-3", ["declared_from", "declared_to", "measure"]].tolist() == [1, 4, "value"]
    assert np.isnan(table.loc["B-1", "change_declared"])  # a choice that became a ratio


def many():
    """Return three units in two years, one with another criteria set before, one in the later year only."""
    before = [answers([("A-3", 1, None, n)], unit_code=f"u{n}") for n in (1, 2)]
    before[1]["criteria_id"] = LATER.id
    after = [
        answers([("A-3", 2, None, 10 + n)], unit_code=f"u{n}", year=2023, criteria_id=LATER.id) for n in (3, 2, 1)
    ]
    return [
        scoring.score(pd.concat(each, ignore_index=True).astype({"declared_value": float}), BOTH_YEARS)
        for each in (before, after)
    ]


def test_many_units_at_once_are_what_each_is_alone_whatever_the_order_of_rows():
    before, after = many()
    whole = compared(before, after)
    assert whole["unit_code"].unique().tolist() == ["u1", "u2"]
    a3 = whole[whole["code_to"] == "A-3"].set_index("unit_code")
    assert a3["change_points"].to_dict() == {"u1": 10, "u2": 10}
    assert a3["change_declared"].to_dict() == {"u1": 1, "u2": 1}
    for code in ("u1", "u2"):
        alone = compared(*(each[each["unit_code"] == code] for each in (before, after)))
        mine = whole[whole["unit_code"] == code].reset_index(drop=True)
        for column in alone:
            assert alone[column].astype("str").tolist() == mine[column].astype("str").tolist(), column
    turned = trends.compare(on(before).iloc[::-1], on(after), before, after.iloc[::-1], BOTH_YEARS)
    pd.testing.assert_frame_equal(
        turned.astype({"unit_code": "str"}).sort_values(["unit_code", "code_to", "code_from"], ignore_index=True),
        whole.astype({"unit_code": "str"}).sort_values(["unit_code", "code_to", "code_from"], ignore_index=True),
    )


def test_declared_numbers_are_those_of_the_rows_year():
    before, after = two_years()
    both = pd.concat([after, before], ignore_index=True)
    table = trends.compare(on(before), on(after), both, both, BOTH_YEARS)
    pd.testing.assert_frame_equal(table, compared(before, after))


def test_without_a_unit_on_both_sides_there_are_no_rows():
    before, after = two_years()
    for pair in ((before.head(0), after), (before.assign(unit_code="v"), after)):
        table = compared(*pair)
        assert table.empty
        assert list(table.columns) == list(compared(before, after).columns)


def test_several_years_or_bases_on_one_side_are_a_mistake_of_the_caller():
    before, after = two_years()
    with pytest.raises(ValueError, match=r"basis \['claimed', 'computed'\]; expected one on each side"):
        trends.compare(scoring.count(before, BOTH_YEARS), on(after), before, after, BOTH_YEARS)
    with pytest.raises(ValueError, match=r"year \[2022, 2023\]; expected one on each side"):
        trends.compare(pd.concat([on(before), on(after)]), on(after), before, after, BOTH_YEARS)


def test_between_two_bases_nothing_compares_but_what_was_declared():
    before, after = two_years()
    table = trends.compare(on(before), on(after, "computed"), before, after, BOTH_YEARS)
    assert [set(table[f"basis_{end}"]) for end in trends.ENDS] == [{"claimed"}, {"computed"}]
    assert not table[["points_compare", "shares_compare"]].any(axis=None)
    assert table[["change_points", "change_share"]].isna().all(axis=None)
    assert table.set_index("code_to").loc["A-3", "change_declared"] == 3
    assert trends.class_moves(table).empty


def test_moves_count_only_indicators_whose_shares_compare():
    moves = trends.class_moves(compared(*two_years()))
    assert moves.to_numpy().tolist() == [["low", "completed", 1], ["low", "basically_completed", 1]]


def test_a_blank_has_no_class_and_moves_nowhere():
    before, after = two_years()
    blank = after["indicator_code"].isin(["A-1"])
    after = after.assign(claimed_points=after["claimed_points"].mask(blank), answer_status="answered")
    assert trends.class_moves(compared(before, after)).to_numpy().tolist() == [["low", "completed", 1]]


def totals_of(claims, **columns):
    parts = [scored([("A-1", None, None, points)], year=year, **columns) for year, points in claims.items()]
    return scoring.totals(scoring.count(pd.concat(parts, ignore_index=True), BOTH_YEARS), BOTH_YEARS)


def test_a_change_on_the_year_before_needs_the_year_before():
    history = trends.over_years(totals_of({2020: 3, 2022: 6, 2023: 12}))
    claimed = history[history["basis"] == "claimed"]
    assert claimed["attainment_share"].tolist() == [0.25, 0.5, 1.0]
    assert claimed["change_share"].tolist()[2] == 0.5
    assert claimed["change_share"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize("level", ["total", "group", "pillar"])
def test_a_change_is_of_one_node_on_one_basis(level):
    later = totals_of({2023: 12}, verified_points=9.0)
    history = trends.over_years(pd.concat([totals_of({2022: 6}), later], ignore_index=True), level)
    change = history.set_index(["basis", "year"])["change_share"]
    assert history["level"].unique().tolist() == [level]
    assert change["claimed", 2023] == 0.5
    assert np.isnan(change["verified", 2023])
    only_verified = later[later["basis"] == "verified"]  # 0.75 verified after 0.5 claimed is no change
    history = trends.over_years(pd.concat([totals_of({2022: 6}), only_verified], ignore_index=True), level)
    assert history["change_share"].isna().all()


def test_a_code_that_passed_to_another_unit_has_no_year_before():
    totals = totals_of({2022: 6, 2023: 12}).assign(unit_id=lambda table: "u@" + table["year"].astype("str"))
    assert trends.over_years(totals, unit="unit_id")["change_share"].isna().all()


def test_the_sample_says_which_year_is_missing(sample):
    with pytest.raises(DtsError, match=r"không có phiếu năm trước của .* \(373\) để so với năm 2021"):
        _ = sample.about("373", 2021).before


def test_a_code_borne_by_another_unit_before_brings_nothing_along(sample):
    assert sample.about("373", 2023).history["year"].unique().tolist() == [2021, 2022, 2023]
    is_own = sample.units["unit_code"] == "373"
    lives = [
        sample.units[is_own].assign(name="Huyện Khác", valid_to="2021-12-31"),
        sample.units[is_own].assign(valid_from="2022-01-01"),
    ]
    born_2022 = sample.replaced(units=pd.concat([sample.units[~is_own], *lives], ignore_index=True))
    assert born_2022.about("373", 2023).history["year"].unique().tolist() == [2022, 2023]
    with pytest.raises(DtsError, match=r"373 \(Huyện Gia Viễn\) có từ 2022-01-01; không có dòng nào cho biết"):
        _ = born_2022.about("373", 2022).before


def test_a_year_missing_in_the_middle_is_said_and_not_bridged(sample):
    hole = sample.replaced(scores=sample.scores[sample.scores["year"] != 2022])
    with pytest.raises(DtsError, match=r"\(373\) để so với năm 2023 \(có các năm: 2021\)"):
        _ = hole.about("373", 2023).before
