"""The tables worked out once a build: on small worlds by hand; on all of them and the sample what adds up."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import worlds
from raw_folder import RawFolder, criteria
from small_sets import by_every_order

from dts_analysis import dataset
from dts_analysis.analysis import decomposition, trends
from dts_analysis.analysis.agreement import MEASURES
from dts_analysis.dataset import groups

EVERYWHERE = [*worlds.WORLDS, "sample"]
UNIT = ["unit_code", "year", "criteria_id", "basis"]


@pytest.fixture(params=EVERYWHERE)
def anywhere(request, world):
    """Every world in turn, and the sample."""
    return request.getfixturevalue("sample") if request.param == "sample" else world(request.param)


def listed(table, columns, index="unit_code", **where):
    """{index: values}: a number alone for one column, a tuple for several; missing values as None."""
    columns = columns.split()
    for name, value in where.items():
        table = table[table[name].astype("str") == str(value)]
    cells = table[columns].astype(object).where(table[columns].notna(), None)
    cells = [
        tuple(round(each, 9) if isinstance(each, float) else each for each in row) for row in cells.to_numpy()
    ]
    keys = table[index.split()].astype("str")
    keys = keys.iloc[:, 0] if keys.shape[1] == 1 else keys.apply(tuple, axis=1)
    assert keys.is_unique
    return dict(zip(keys, [each[0] if len(columns) == 1 else each for each in cells], strict=True))


def with_ranking(data, criteria_id, **changes):
    """The same data under the same set with other keys of its ranking."""
    one = data.criteria[criteria_id]
    rule = one.ranking.model_copy(update=changes)
    return data.replaced(criteria=data.criteria | {criteria_id: one.model_copy(update={"ranking": rule})})


# Standings


def test_a_unit_stands_where_it_stood_and_what_is_not_all_judged_takes_no_place(world):
    rows = world("partly_verified").standings
    columns = "points rank is_placed n_placed n_units"
    claimed = listed(rows, columns, basis="claimed")
    assert claimed["002"] == (95, 2, True, 10, 10)
    assert {code: found[1] for code, found in claimed.items()} == {
        "001": 1, "002": 2, "007": 3, "003": 4, "005": 5, "006": 6, "004": 7, "008": 7, "009": 9, "016": 10,
    }  # fmt: skip
    verified = listed(rows, columns, basis="verified")
    assert verified["001"] == (10, None, False, 1, 10)  # ten of ten, nine not judged
    assert verified["002"] == (80, 1, True, 1, 10)
    assert verified["005"] == (None, None, False, 1, 10)
    assert set(rows["unit_id"]) == {f"{code}@" for code in claimed}
    assert set(rows["parent_code"]) == set(rows["ranked_in"]) == {"01"}
    assert listed(rows, "unit_name unit_level", basis="claimed")["001"] == ("Quận Ba Đình", "district")


def test_change_and_places_are_on_the_same_units_year_before_on_the_same_basis(world):
    rows = world("renewed").standings
    columns = "change_share rank rank_before n_compared own_places others_places is_relative_decline"
    # .66 .50 .75 .70 became .75 .60 .80 .80. Alone, 369 would have risen to the .75 of 372, two up; after the
    # others its .66 and its .75 are third. 372 is first alone, and after the others would be second with .75; 373
    # rises one alone, two (from .70 behind .75) after. The new set moved nobody
    assert listed(rows, columns, year=2023, basis="claimed") == {
        "369": (0.09, 3, 3, 4, 1, -1, False),
        "370": (0.1, 4, 4, 4, 0, 0, False),
        "372": (0.05, 1, 1, 4, 0.5, -0.5, False),
        "373": (0.1, 1, 2, 4, 1.5, -0.5, False),
    }
    # 31/50 25/50 28/40 21/40 became 30/40, 12 of the 20 judged, nothing, 32/50: two are compared, among themselves
    # .62 .525 became .75 .64: 373 alone passes the .62, 369 after it takes the first place back
    assert listed(rows, columns, year=2023, basis="verified") == {
        "369": (0.13, 1, 1, 2, 0.5, -0.5, False),
        "370": (0.1, None, None, None, None, None, None),
        "372": (None, None, None, None, None, None, None),
        "373": (0.115, 2, 2, 2, 0.5, -0.5, False),
    }
    first = rows[rows["year"] == 2022]
    assert first[columns.replace("rank ", "").split()].isna().all(axis=None)
    assert rows["is_relative_decline"].dtype == "boolean"


def test_the_others_places_and_ones_own_make_the_move(world):
    scores = world("one_pillar").scores.copy()
    # 15 16 5 became 17 20 16
    for code, points in (("369", (10, 7)), ("370", (10, 10)), ("372", (8, 8))):
        at = (scores["unit_code"] == code) & (scores["year"] == 2024)
        scores.loc[at, "claimed_points"] = points
    rows = world("one_pillar").replaced(scores=scores).standings
    columns = "rank_before rank own_places others_places is_relative_decline"
    assert listed(rows, columns, year=2024, basis="claimed") == {
        "369": (2, 2, 1, -1, False),  # 17 beats the 16 that 370 had; among 20 and 16 it beats one, 15 none
        "370": (1, 1, 0.5, -0.5, False),  # first alone; among 17 and 16 from second with 16
        "372": (3, 3, 1, -1, False),  # two up to the 16 that 370 had, none among 17 and 20
    }


def test_a_score_that_rises_while_the_place_falls_is_a_relative_decline(world):
    scores = world("one_pillar").scores.copy()
    for code, points in (("369", (8, 9)), ("370", (9, 9)), ("372", (10, 10))):
        at = (scores["unit_code"] == code) & (scores["year"] == 2024)
        scores.loc[at, "claimed_points"] = points
    rows = world("one_pillar").replaced(scores=scores).standings
    # 15 16 5 became 17 18 20
    columns = "rank_before rank own_places others_places is_relative_decline"
    assert listed(rows, columns, year=2024, basis="claimed") == {
        "369": (2, 3, 0.5, -1.5, True),  # 17 is one up among 16 and 5, none among 18 and 20
        "370": (1, 2, 0.5, -1.5, True),  # none among 15 and 5, one up (from 16) among 17 and 20
        "372": (3, 1, 2, 0, False),
    }


def test_a_bonus_that_only_the_later_set_has_is_the_sets_doing(tmp_path):
    """5 and 6 of 10 stay; the later set adds a bonus, of which the first gets 4: .5 and .6 became .9 and .6."""
    after = criteria("cong_2023", "district", [2023], {"A": [10, 5]}, is_bonus={"A-02": True},
                     continues={"A-01": "cong_2022:A-01"})  # fmt: skip
    after["total_points"] = after["pillars"][0]["max_points"] = 10
    raw = RawFolder(tmp_path / "raw", criteria("cong_2022", "district", [2022], {"A": [10]}), after)
    for code, before, later in (("369", "5", "5 4"), ("370", "6", "6 0")):
        raw.unit(code, 2022, "cong_2022", before)
        raw.unit(code, 2023, "cong_2023", later)
    rows = dataset.read(raw.done()).standings
    columns = "change_share rank_before rank own_places others_places criteria_places"
    assert listed(rows, columns, year=2023, basis="claimed") == {
        "369": (0.4, 2, 1, 0, 0, 1),
        "370": (0, 1, 2, 0, 0, -1),
    }


def test_why_places_moved_on_the_sample_is_what_walking_every_order_gives(sample):
    rows = sample.standings[(sample.standings["parent_code"] == "37") & (sample.standings["basis"] == "verified")]
    old, new = (rows[rows["year"] == year].set_index("unit_code").sort_index() for year in (2021, 2022))
    of_set = []
    for code in new.index:
        unit = sample.about(code, 2022)
        ends = unit.before.on_basis, unit.on_basis
        compared = trends.compare(*ends, unit.before.scores, unit.scores, sample.criteria)
        effects = decomposition.explained(compared).iloc[0]
        of_set.append(effects["change_share"] - effects[["performance_share", "applicability_share"]].sum())
    shares = [each["placed_share"].to_numpy() for each in (old, new)]
    parts = new[["own_places", "others_places", "criteria_places"]].to_numpy()
    for number in range(8):
        assert parts[number] == pytest.approx(by_every_order(*shares, of_set, number))
    assert np.abs(parts[:, 2]).sum() > 0


@pytest.mark.parametrize(
    ("group", "ranked_in", "places"),
    [
        ("parent", {"373", "372"}, {"14464": 1, "14467": 2, "14470": 3, "14383": 1, "14386": 1, "14389": 3}),
        ("province", {"37"}, {"14464": 1, "14383": 2, "14386": 2, "14467": 4, "14470": 5, "14389": 6}),
        ("country", {"00"}, {"14464": 1, "14383": 2, "14386": 2, "14467": 4, "14470": 5, "14389": 6}),
    ],
)
def test_a_unit_is_ranked_with_whom_its_criteria_set_says(world, group, ranked_in, places):
    rows = with_ranking(world("communes_of_districts"), "communes_2022", group=group).standings
    assert set(rows["ranked_in"]) == ranked_in
    assert listed(rows, "rank", basis="claimed") == places  # 50 35 20 · 40 40 15
    assert set(rows["parent_code"]) == {"373", "372"}


def test_units_of_two_provinces_are_ranked_apart_by_province_and_together_in_the_country(tmp_path):
    raw = RawFolder(tmp_path / "raw", criteria("two_2022", "commune", [2022], {"A": [10]}, group="province"))
    for code, points in (("14464", "7"), ("14383", "9"), ("25459", "8")):  # Ninh Bình, Ninh Bình, Tây Ninh
        raw.unit(code, 2022, "two_2022", points)
    data = dataset.read(raw.done())
    assert listed(data.standings, "ranked_in rank n_units") == {
        "14383": ("37", 1, 2), "14464": ("37", 2, 2), "25459": ("72", 1, 1),
    }  # fmt: skip
    country = with_ranking(data, "two_2022", group="country")
    assert listed(country.standings, "ranked_in rank n_units") == {
        "14383": ("00", 1, 3), "25459": ("00", 2, 3), "14464": ("00", 3, 3),
    }  # fmt: skip


def test_places_move_among_those_a_unit_is_ranked_with(tmp_path):
    raw = RawFolder(tmp_path / "raw", criteria("two", "commune", [2022, 2023], {"A": [10]}))
    for code, before, after in (
        ("14464", "5", "6"),
        ("14467", "7", "8"),
        ("14383", "6", "9"),
        ("14386", "8", "7"),
    ):
        raw.unit(code, 2022, "two", before)
        raw.unit(code, 2023, "two", after)
    data = dataset.read(raw.done())
    columns = "rank_before rank n_compared own_places others_places"
    assert listed(data.standings, columns, year=2023) == {
        "14464": (2, 2, 2, 0, 0), "14467": (1, 1, 2, 0, 0),  # of one district
        "14383": (2, 1, 2, 1, 0), "14386": (1, 2, 2, 0, -1),  # of another: 9 passes the 8 of last year
    }  # fmt: skip
    country = with_ranking(data, "two", group="country")
    assert listed(country.standings, "rank_before rank n_compared", year=2023) == {
        "14464": (4, 4, 4), "14467": (2, 2, 4), "14383": (3, 1, 4), "14386": (1, 3, 4),
    }  # fmt: skip


@pytest.mark.parametrize("group", ["parent", "province", "country"])
def test_provinces_are_ranked_with_one_another_whatever_the_set_says(world, group):
    rows = with_ranking(world("provinces"), "provinces_2022", group=group).standings
    assert set(rows["ranked_in"]) == set(rows["parent_code"]) == {"00"}
    claimed = listed(rows, "rank n_units", basis="claimed")
    assert {code: claimed[code] for code in ("01", "37", "96")} == {"01": (63, 63), "37": (39, 63), "96": (1, 63)}


def test_a_unit_without_points_or_a_maximum_takes_no_place(world):
    unread = listed(world("unreadable_form").standings, "points rank n_unread is_complete", basis="claimed")
    assert unread["25480"] == unread["25486"] == (None, None, 62, False)
    assert unread["25489"] == (650, 2, 0, True)
    zero = listed(world("all_maxima_zero").standings, "points max_points rank n_placed", basis="claimed")
    assert zero == dict.fromkeys(("14464", "14467", "14470"), (0, 0, None, 0))


@pytest.fixture(scope="module")
def hoa_lu(tmp_path_factory):
    """374 is the district of Hoa Lư until 2024, and the city made of it in 2025; 373 stays itself."""
    raw = RawFolder(
        tmp_path_factory.mktemp("hoa_lu") / "raw", criteria("lu", "district", [2024, 2025], {"A": [10]})
    )
    for code, year, points in (("373", 2024, "5"), ("374", 2024, "4"), ("373", 2025, "6"), ("374", 2025, "8")):
        raw.unit(code, year, "lu", points, points)
    return dataset.read(raw.done())


def test_a_code_that_another_unit_bore_has_no_year_before(hoa_lu):
    columns = "unit_id unit_name change_share rank_before n_compared"
    assert listed(hoa_lu.standings, columns, "unit_code year", basis="claimed") == {
        ("373", "2024"): ("373@", "Huyện Gia Viễn", None, None, None),
        ("374", "2024"): ("374@", "Huyện Hoa Lư", None, None, None),
        ("373", "2025"): ("373@", "Huyện Gia Viễn", 0.1, 1, 1),  # among those that are in both: itself
        ("374", "2025"): ("374@2025-01-01", "Thành phố Hoa Lư", None, None, None),
    }


def test_a_folder_without_a_form_has_tables_without_rows(tmp_path):
    data = dataset.read(RawFolder(tmp_path / "raw", criteria("x_2022", "district", [2022], {"A": [10]})).done())
    dataset.save(data, tmp_path / "processed")
    loaded = dataset.load(tmp_path / "processed")
    for name in groups.MADE:
        assert getattr(loaded, name).columns.tolist() == getattr(data, name).columns.tolist()
        assert getattr(data, name).empty


# The basis pages show


@pytest.mark.parametrize(
    ("name", "where", "found"),
    [
        ("nothing_verified", {}, ("claimed", 15, 0, 0, 14)),  # one of them left everything blank
        ("one_verified", {}, ("claimed", 15, 0, 1, 14)),
        ("partly_verified", {}, ("claimed", 10, 0, 1, 10)),
        ("provinces", {}, ("verified", 63, 0, 63, 63)),
        ("communes_of_districts", {"parent_code": "373"}, ("verified", 3, 0, 3, 3)),
        ("communes_of_districts", {"parent_code": "372"}, ("claimed", 3, 0, 1, 3)),
        ("blank_but_verified", {}, ("verified", 4, 0, 3, 3)),  # 373 not judged on one; 369 claimed nothing
        ("renewed", {"year": 2022}, ("verified", 4, 0, 4, 4)),
        ("renewed", {"year": 2023}, ("claimed", 4, 0, 2, 4)),  # half is not most
    ],
)
def test_the_basis_is_the_best_that_most_units_have_whole(world, name, where, found):
    rows = listed(world(name).bases, "basis n_units n_final n_verified n_claimed", "parent_code", **where)
    assert list(rows.values()) == [found]


def test_final_points_go_before_verified_ones_where_most_units_have_them(world):
    data = world("one_pillar")
    scores = data.scores[data.scores["year"] == 2023].reset_index(drop=True)
    everyone = scores.assign(final_points=scores["verified_points"])
    columns = "basis n_units n_final n_verified n_claimed"
    assert list(listed(data.replaced(scores=everyone).bases, columns, "year").values()) == [("final", 3, 3, 3, 3)]
    alone = everyone.assign(final_points=everyone["final_points"].where(everyone["unit_code"] == "369"))
    assert list(listed(data.replaced(scores=alone).bases, columns, "year").values()) == [("verified", 3, 1, 3, 3)]


# Peers


def test_peers_are_only_those_who_are_judged_in_all_of_it(world):
    rows = world("partly_verified").peers
    columns = "n_units lower_share median_share upper_share best_share median_completion best_completion"
    assert listed(rows, columns, "level node_code", basis="verified") == {
        ("total", ""): (1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8),  # 002 alone; the ten of ten of 001 are nobody's best
        ("pillar", "A"): (3, 0.86, 1, 1, 1, 1, 1),  # 002 and 004 have all 50, 003 has 36
        ("pillar", "B"): (1, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6),
    }
    # 100 95 90 80 70 60 50 50 40 0: quartiles between the third and fourth from either end
    assert listed(rows, columns, "level", basis="claimed", level="total") == {
        "total": (10, 0.5, 0.65, 0.875, 1, 0.7, 1)  # 10 9 10 10 10 5 5 0 0 0 of ten are done
    }


def test_peers_of_units_without_a_maximum_have_no_middle(world):
    rows = world("all_maxima_zero").peers
    found = listed(
        rows, "n_units median_share best_share median_completion", "level", basis="claimed", level="total"
    )
    # 4 of 6 done, as the answers say; of the second also beside the blank claims; the third answered two, met one
    assert found == {"total": (3, None, None, pytest.approx(4 / 6))}


def test_a_unit_to_which_a_pillar_does_not_apply_is_none_of_those_compared_there():
    totals = pd.DataFrame(
        {"unit_code": list("abcd"), "criteria_id": "x", "year": 2022, "basis": "claimed", "level": "pillar",
         "node_code": "A", "is_complete": True, "attainment_share": [0.2, 0.4, 0.9, None],
         "completion_share": [0.0, 0.5, 1.0, None]}
    )  # fmt: skip
    (row,) = groups.peers(SimpleNamespace(totals=totals)).itertuples()
    assert (row.n_units, row.median_share, row.best_share) == (3, 0.4, 0.9)


# Claims against verification


def test_gaps_of_an_indicator_in_all_units(world):
    rows = world("one_pillar").indicator_gaps
    columns = (
        "claimed_points verified_points gap_points cut_points raised_points n_indicators n_blank_claims n_cut"
    )
    assert listed(rows, columns, "indicator_code", year=2023) == {
        "A-01": (23, 23, 0, 0, 0, 3, 0, 0),
        "A-02": (13, 14, 1, -1, 2, 3, 1, 1),  # 5 8 and a blank became 4 8 2
    }


def test_outliers_are_told_by_how_far_they_lie_from_the_middle(world):
    rows = world("one_pillar").outliers
    # -1, 0 and 2 of 20: the middle is 0; three units are too few to lie apart
    columns = "moved_share from_median_share n_units robust_z"
    assert listed(rows, columns, year=2023) == {
        "369": (-0.05, -0.05, 3, None), "370": (0, 0, 3, None), "372": (0.1, 0.1, 3, None),
    }  # fmt: skip


@pytest.mark.parametrize(("name", "year", "n"), [("one_verified", 2025, 62), ("two_pillars", 2023, 12)])
def test_where_claims_have_no_class_there_is_no_kappa(world, name, year, n):
    found = listed(world(name).agreement, "value low high n", "measure", year=year)
    assert found["kappa"] == (None, None, None, 0)
    assert [found[measure][3] for measure in ("bias", "limit_low", "limit_high", "icc")] == [n] * 4
    assert found["icc"][0] < 1
    assert {each[1:3] for each in found.values()} == {(None, None)}  # one unit, and four


def test_agreement_is_told_per_set_and_year_where_something_was_verified(world):
    assert world("nothing_verified").agreement.empty
    assert world("nothing_verified").agreement.dtypes.astype("str").tolist() == (
        world("renewed").agreement.dtypes.astype("str").tolist()
    )
    # of 20 answers each year two and one do not apply, and eight of 2023 are not judged
    rows = listed(world("renewed").agreement, "n", "criteria_id measure")
    assert rows == {("first_2022", name): 18 for name in MEASURES} | {
        ("first_2023", name): 11 for name in MEASURES
    }


# What the units under one parent have in common


def test_what_most_have_done_is_said_of_all_and_of_one_never(world):
    rows = world("partly_verified").majorities  # without groups of pillars: of the whole
    columns = "n_upper n_indicators n_units is_tied n_classified n_all is_majority"
    assert listed(rows, columns, "basis") == {
        "claimed": (10, 10, 4, False, 10, 10, False),  # 001 003 005 007 have ten, three none, two five, one nine
        "verified": (None, None, 1, False, 1, 10, False),
    }
    assert listed(world("provinces").majorities, columns, "basis") == {
        "claimed": (2, 3, 48, False, 63, 63, True),  # n of 70 is done from n = 49 on: 48 have two, 15 three
        "verified": (
            2,
            3,
            31,
            False,
            63,
            63,
            False,
        ),  # 25 odd n below 51 and 6 even ones above; 25 have one, 7 three
    }


def test_an_indicator_is_counted_over_the_units_where_it_applies(world):
    rows = world("partly_verified").indicator_counts
    columns = "n_upper n_lower n_unclassified n_units upper_share is_upper_in_most is_lower_in_most"
    verified = listed(rows, columns, "indicator_code", basis="verified")
    assert verified["B-01"] == (1, 2, 7, 10, round(1 / 3, 9), None, None)  # 10 0 0; seven could decide it
    assert verified["B-05"] == (0, 1, 9, 10, 0, None, None)
    claimed = listed(rows, columns, "indicator_code", basis="claimed")
    assert claimed["A-01"] == (7, 3, 0, 10, 0.7, True, False)
    assert claimed["B-01"] == (5, 5, 0, 10, 0.5, False, False)  # 001 002 003 005 007; the blank of 008 is not done
    applied = listed(world("renewed").indicator_counts, "n_units", "year indicator_code", basis="claimed")
    assert (applied["2022", "B-03"], applied["2023", "A-02"], applied["2023", "A-01"]) == (2, 3, 4)


def test_units_under_two_parents_are_counted_apart(world):
    rows = world("communes_of_districts").indicator_counts
    found = listed(rows, "n_upper n_lower n_units", "parent_code", indicator_code="A-02", basis="claimed")
    assert found == {"373": (2, 1, 3), "372": (2, 1, 3)}  # 10 10 and a blank; 10 10 5
    verified = listed(rows, "n_upper n_unclassified", "parent_code", indicator_code="B-02", basis="verified")
    assert verified == {"373": (1, 0), "372": (0, 2)}  # 5 10 5 of ten; ten zeroed, two not verified


def test_lost_points_have_causes_and_parties_under_each_parent(world):
    data = world("partly_verified")
    columns = "n_indicators lost_points lost_share"
    assert listed(data.causes, columns, "cause_code", basis="claimed") == {"R99": (10, 365, 1)}
    # of 002 the last two zeroed: 15 cut, 5 not claimed; of 003 eights: 2 each not claimed, 4 and 8 cut; 40 of 004
    assert listed(data.causes, columns, "cause_code", basis="verified") == {
        "R99": (10, 57, round(57 / 84, 9)), "G01": (3, 23, round(23 / 84, 9)), "G02": (1, 4, round(4 / 84, 9)),
    }  # fmt: skip
    # the unit can show evidence: B-04 and B-05 of 002, A-05 and B-01 of 003
    assert listed(data.parties, columns, "removable_by", basis="verified") == {
        "unknown": (10, 57, round(57 / 84, 9)), "unit": (4, 27, round(27 / 84, 9)),
    }  # fmt: skip
    # B is R06 of all: 30 - 30, 30 - 20, 30 - 10; of A-01 5 and A-02 10, no reason given
    of_gia_vien = listed(
        world("communes_of_districts").causes, "lost_points", "cause_code", basis="claimed", parent_code="373"
    )
    assert of_gia_vien == {"R06": 30, "R99": 15}


# What adds up


def test_totals_are_the_sums_of_what_is_counted(anywhere):
    counted = anywhere.counted.astype(dict.fromkeys([*UNIT, "group_code", "pillar_code"], "str"))
    nodes = {"total": [], "group": ["group_code"], "pillar": ["pillar_code"]}
    for level, keys in nodes.items():
        rows = counted[counted["group_code"] != ""] if level == "group" else counted
        rows = rows.assign(
            is_upper=rows["is_upper"].fillna(False).astype(int),
            is_known=rows["is_upper"].notna().astype(int),
            applies=(rows["status"] != "not_applicable").astype(int),
        )
        columns = ["points", "max_points", "lost_points", "is_upper", "is_known", "applies"]
        sums = rows.groupby([*UNIT, *keys])[columns].sum(min_count=0)
        found = anywhere.totals[anywhere.totals["level"] == level].astype(dict.fromkeys(UNIT, "str"))
        found = found.set_index([*UNIT, *(["node_code"] if keys else [])]).reindex(sums.index)
        assert len(found) == (anywhere.totals["level"] == level).sum()
        for own, other in (("points", "points"), ("max_points", "max_points"), ("lost_points", "lost_points")):
            np.testing.assert_allclose(found[own].fillna(0), sums[other], atol=1e-9)
        assert (found["n_upper"] == sums["is_upper"]).all()
        assert (found["n_upper"] + found["n_lower"] == sums["is_known"]).all()
        assert (found["n_indicators"] == sums["applies"]).all()


def test_standings_are_the_totals(anywhere):
    rows, totals = anywhere.standings, anywhere.totals[anywhere.totals["level"] == "total"]
    shared = [name for name in totals if name not in ("level", "node_code")]
    assert set(shared) <= set(rows)
    own = rows[shared].astype(dict.fromkeys(UNIT, "str")).sort_values(UNIT, ignore_index=True)
    other = totals[shared].astype(dict.fromkeys(UNIT, "str")).sort_values(UNIT, ignore_index=True)
    pd.testing.assert_frame_equal(own, other)
    assert rows[["unit_name", "unit_level", "parent_code", "unit_id", "ranked_in"]].notna().all(axis=None)


def test_gaps_add_up_to_what_verification_made_of_the_totals(anywhere):
    rows = anywhere.standings
    sides = {
        basis: rows[rows["basis"] == basis].set_index(["unit_code", "year"]) for basis in ("claimed", "verified")
    }
    whole = sides["verified"][sides["verified"]["is_complete"]]
    claimed = sides["claimed"]["points"].reindex(whole.index).fillna(0.0)
    gaps = anywhere.gaps.astype({"unit_code": "str"}).groupby(["unit_code", "year"])["gap_points"].sum()
    np.testing.assert_allclose(gaps.reindex(whole.index), whole["points"] - claimed, atol=1e-9)


def test_what_units_lost_is_what_their_parents_causes_and_parties_add_up_to(anywhere):
    keys = ["parent_code", "criteria_id", "year", "basis"]
    lost = anywhere.standings.groupby(keys)["lost_points"].sum()
    for table in (anywhere.causes, anywhere.parties):
        found = table.astype(dict.fromkeys(["parent_code", "criteria_id", "basis"], "str"))
        found = found.groupby(keys)["lost_points"].sum()
        assert set(found.index) <= set(lost.index)
        np.testing.assert_allclose(found.reindex(lost.index, fill_value=0.0), lost, atol=1e-9)


def test_what_units_have_done_is_what_their_parents_indicators_add_up_to(anywhere):
    keys, numbers = ["parent_code", "criteria_id", "year", "basis"], ["n_upper", "n_lower", "n_unclassified"]
    done = anywhere.standings.groupby(keys)[numbers].sum()
    found = anywhere.indicator_counts.astype(dict.fromkeys(["parent_code", "criteria_id", "basis"], "str"))
    pd.testing.assert_frame_equal(found.groupby(keys)[numbers].sum(), done)


def test_every_group_has_its_basis_and_whoever_is_placed_is_complete(anywhere):
    rows = anywhere.standings
    keys = ["parent_code", "criteria_id", "year"]
    wanted = set(rows[keys].itertuples(index=False, name=None))
    found = list(anywhere.bases.astype({"criteria_id": "str"})[keys].itertuples(index=False, name=None))
    assert sorted(found) == sorted(wanted)
    assert rows.loc[rows["is_placed"], "is_complete"].all()
    for one, other in itertools.pairwise(("final", "verified", "claimed")):
        assert (anywhere.bases[f"n_{one}"] <= anywhere.bases["n_units"]).all()
        is_best = anywhere.bases["basis"] == one
        assert (2 * anywhere.bases.loc[is_best, f"n_{one}"] > anywhere.bases.loc[is_best, "n_units"]).all(), other
