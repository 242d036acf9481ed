"""One unit over years: which indicators compare and why, moves and changes; worked by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from test_scoring import SET, answers

from dts_analysis import scoring
from dts_analysis.analysis import trends
from dts_analysis.errors import DtsError


def later_set():
    """Return the golden set as a later year might have it: every kind of change once."""
    changed = {
        "A-1": {"max_points": 24.0},  # re-weighted, rule the same
        "A-2": {"rule": SET.indicator("A-2").rule.model_copy(update={"target": 0.9})},
        "B-1": {"rule": SET.indicator("A-1").rule},  # a choice became a ratio
    }
    indicators = [
        each.model_copy(update={"continues": f"{SET.id}:{each.code}"} | changed.get(each.code, {}))
        for each in SET.indicators
        if each.code != "B-4"
    ]
    indicators.append(SET.indicator("B-4").model_copy(update={"code": "B-9", "continues": ""}))
    return SET.model_copy(update={"id": "thu_quy_tac_2023", "indicators": tuple(indicators), "years": (2023,)})


LATER = later_set()
BOTH = {SET.id: SET, LATER.id: LATER}


def test_what_compares_is_worked_out_from_the_two_sets():
    links = trends.links(BOTH, SET.id, LATER.id).set_index("code_from")
    assert links.loc[["A-1", "A-2", "A-3", "B-1", "B-4"], "why"].tolist() == [
        "reweighted", "target_moved", "same", "rule_changed", "dropped",
    ]  # fmt: skip
    assert links.loc["", "code_to"] == "B-9"
    assert links.loc["", "why"] == "new"
    assert links.loc["A-3", ["points_compare", "shares_compare"]].tolist() == [True, True]
    assert links.loc["A-1", ["points_compare", "shares_compare"]].tolist() == [False, True]
    assert not links.loc[["A-2", "B-1", "B-4", ""], ["points_compare", "shares_compare"]].any(axis=None)


def test_the_same_set_in_two_years_compares_whole():
    links = trends.links(BOTH, SET.id, SET.id)
    assert (links["why"] == "same").all()
    assert (links["code_from"] == links["code_to"]).all()


def test_a_target_moved_and_a_measure_changed_are_two_things():
    tiers = SET.indicator("A-4").rule
    by_value = SET.indicator("A-4").model_copy(
        update={"rule": tiers.model_copy(update={"of": "value"}), "continues": f"{SET.id}:A-4"}
    )
    other = SET.model_copy(update={"id": "khac_2023", "indicators": (by_value,)})
    links = trends.links({SET.id: SET, other.id: other}, SET.id, other.id)
    assert links[links["code_to"] == "A-4"]["why"].tolist() == ["rule_changed"]


def two_years():
    before = answers([("A-1", 6, 12, 6), ("A-3", 1, None, 5), ("B-1", 1, None, 10), ("B-4", None, None, 7)])
    after = answers(
        [("A-1", 3, 4, 18), ("A-3", 4, None, 20), ("B-1", 1, 2, 5), ("B-9", None, None, 9)],
        criteria_id=LATER.id, year=2023,
    )  # fmt: skip
    return tuple(scoring.score(table, BOTH) for table in (before, after))


def test_changes_are_given_only_where_they_mean_something():
    table = trends.compare(*two_years(), BOTH).set_index("code_from")
    assert table.loc["A-3", "change_points"] == 15
    assert np.isnan(table.loc["A-1", "change_points"])
    assert table.loc["A-1", "change_share"] == pytest.approx(0.75 - 0.5)
    assert np.isnan(table.loc["B-1", "change_share"])
    assert table.loc["B-4", ["points_from", "max_points_to"]].tolist() == [7, 0]
    assert table.loc["", ["max_points_from", "points_to"]].tolist() == [0, 9]


def test_where_only_the_target_moved_the_declared_values_compare():
    # 40 of 100, then 54 of 100, while the target rose from 0.8 to 0.9: half of the points, then 60 %
    before = answers([("A-2", 40, 100, 5), ("A-3", 1, None, 5), ("B-1", 1, None, 10)])
    after = answers([("A-2", 54, 100, 6), ("A-3", 4, None, 20), ("B-1", 1, 2, 5)], criteria_id=LATER.id, year=2023)
    table = trends.compare(*(scoring.score(side, BOTH) for side in (before, after)), BOTH).set_index("code_from")
    assert table.loc["A-2", "why"] == "target_moved"
    assert table.loc["A-2", ["declared_from", "declared_to", "measure"]].tolist() == [0.4, 0.54, "share"]
    assert table.loc["A-2", "change_declared"] == pytest.approx(0.14)
    assert np.isnan(table.loc["A-2", "change_share"])
    assert table.loc["A-3", ["declared_from", "declared_to", "measure"]].tolist() == [1, 4, "value"]
    assert np.isnan(table.loc["B-1", "change_declared"])  # a choice that became a ratio


def test_moves_count_only_indicators_whose_shares_compare():
    moves = trends.class_moves(trends.compare(*two_years(), BOTH))
    assert moves.to_numpy().tolist() == [["low", "basically_completed", 1], ["low", "completed", 1]]


def test_a_change_on_the_year_before_needs_the_year_before():
    rows = [("A-1", None, None, points) for points in (3, 6, 12)]
    years = [2020, 2022, 2023]
    scores = scoring.score(answers(rows, year=years).astype({"declared_value": float}), BOTH)
    history = trends.over_years(scores)
    assert history["attainment_share"].tolist() == [0.25, 0.5, 1.0]
    assert history["change_share"].tolist()[2] == 0.5
    assert history["change_share"].isna().tolist() == [True, True, False]


def test_the_sample_says_which_year_is_missing(sample):
    with pytest.raises(DtsError, match=r"không có phiếu năm trước của 373 để so với năm 2021.*có các năm: 2021"):
        sample.pair("373", 2021)


def test_a_code_borne_by_another_unit_before_brings_nothing_along(sample):
    past = sample.history("373", 2023)
    assert sorted(past["year"].unique()) == [2021, 2022, 2023]
    assert set(past["unit_code"]) == set(sample.peers("373", 2023)["unit_code"])
    is_own = sample.units["unit_code"] == "373"
    lives = [
        sample.units[is_own].assign(name="Huyện Khác", valid_to="2021-12-31"),
        sample.units[is_own].assign(valid_from="2022-01-01"),
    ]
    units = pd.concat([sample.units[~is_own], *lives], ignore_index=True)
    born_2022 = dataclasses.replace(sample, units=units)
    past = born_2022.history("373", 2023)
    assert sorted(past.loc[past["unit_code"] == "373", "year"].unique()) == [2022, 2023]
    with pytest.raises(DtsError, match="không có phiếu năm trước của 373 để so với năm 2022"):
        born_2022.pair("373", 2022)


def test_a_year_missing_in_the_middle_is_said_and_not_bridged(sample):
    hole = dataclasses.replace(sample, scores=sample.scores[sample.scores["year"] != 2022])
    with pytest.raises(DtsError, match=r"của 373 để so với năm 2023 \(có các năm: 2021, 2023\)"):
        hole.pair("373", 2023)
