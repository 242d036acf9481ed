"""Merged, split, re-used: TP Ninh Bình + Hoa Lư, the reform of July 2025, a code that is another unit."""

from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import reference, scoring
from dts_analysis.analysis import mergers
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"
CITY = pd.DataFrame(
    {
        "unit_code": ["369", "374", "373"], "attainment_share": [0.8, 0.6, 0.5],
        "points": [612.0, 300.0, 400.0], "max_points": [765.0, 500.0, 800.0],
    }
)  # fmt: skip
TWICE = "\n".join(["369,374,2025-01-01,merge,whole,1,,QĐ,x"] * 2)
FORM = {"unit_code": ["14464"], "year": [2025]}
COLUMNS = ["old_code", "new_code", "effective_on", "kind", "extent", "share", "two_sources", "decision", "source"]
REFORM = (2024, 2025)


def register(*lives):
    """Return units of (code, name, valid_from, valid_to)."""
    return pd.DataFrame(lives, columns=["unit_code", "name", "valid_from", "valid_to"])


def changed(*rows):
    """Return changes of (old, new, effective_on, share)."""
    return pd.DataFrame(rows, columns=["old_code", "new_code", "effective_on", "share"])


def results(**shares):
    """Return one result per unit (u1 for unit 1): attained of a maximum of 100."""
    table = pd.DataFrame({"unit_code": [code[1:] for code in shares], "attainment_share": [*shares.values()]})
    return table.assign(points=table["attainment_share"] * 100, max_points=100.0)


def test_the_city_of_hoa_lu_has_two_parts_and_both_ways_are_there(sample):
    tables = (sample.unit_changes, sample.units, ["374", "373"], *REFORM)
    mean = mergers.carried(CITY, *tables).set_index("unit_code")
    assert mean.loc["374", ["parts", "n_parts", "how"]].tolist() == ["369 + 374", 2, "mean"]
    assert mean.loc["374", "attainment_share"] == pytest.approx((0.8 + 0.6) / 2)
    assert mean.loc["373", ["attainment_share", "parts", "how"]].tolist() == [0.5, "373", ""]
    summed = mergers.carried(CITY, *tables, how="sum").set_index("unit_code")
    assert summed.loc["374", "attainment_share"] == pytest.approx(912 / 1265)
    assert summed.loc["374", "how"] == "sum"


def test_a_part_without_a_result_is_named(sample):
    with pytest.raises(DtsError, match=r"374 gộp từ 369 \+ 374; không có kết quả của 369"):
        mergers.carried(CITY[1:], sample.unit_changes, sample.units, ["374"], *REFORM)


def test_a_reused_code_is_not_the_same_unit(sample):
    totals = pd.DataFrame({"unit_code": ["14464"], "attainment_share": [0.7]})
    with pytest.raises(DtsError, match=r"14464 \(Thị trấn Thịnh Vượng\) có từ 2025-01-01; .*new_code = 14464 và"):
        mergers.carried(totals, sample.unit_changes, sample.units, ["14464"], 2023, 2025)
    nothing = sample.unit_changes.head(0)
    with pytest.raises(DtsError, match=r"14464 \(Xã Gia Viễn\) có từ 2025-07-01; .* effective_on = 2025-07-01"):
        mergers.carried(totals, nothing, sample.units, ["14464"], 2023, 2025)


def test_the_reform_of_july_2025_gives_34_provinces_a_past(sample):
    units = sample.units
    alive = (units["valid_to"] == "") | (units["valid_to"] >= "2024-12-31")
    before = units[(units["level"] == "province") & alive & (units["valid_from"] == "")]
    assert len(before) == 63
    totals = pd.DataFrame({"unit_code": before["unit_code"], "attainment_share": 0.7})
    totals.loc[totals["unit_code"] == "35", "attainment_share"] = 0.4
    after = units[(units["level"] == "province") & (units["valid_to"] == "")]["unit_code"].unique()
    assert len(after) == 34
    carried = mergers.carried(totals, sample.unit_changes, units, list(after), *REFORM)
    by_code = carried.set_index("unit_code")
    assert len(carried) == 34
    assert carried["n_parts"].sum() == 63
    assert by_code.loc["37", "attainment_share"] == pytest.approx((0.7 + 0.7 + 0.4) / 3)
    assert by_code.loc["01", ["n_parts", "how"]].tolist() == [1, ""]


def test_published_results_of_2024_stay_for_provinces_that_did_not_merge(sample):
    published = sample.published["provinces_dti_totals"]
    hanoi = published[(published["year"] == 2024) & (published["province"] == "Hà Nội")]["dti"].iloc[0]
    totals = pd.DataFrame({"unit_code": ["01"], "attainment_share": [hanoi]})
    carried = mergers.carried(totals, sample.unit_changes, sample.units, ["01"], *REFORM)
    assert carried["attainment_share"].tolist() == [0.8241]
    with pytest.raises(DtsError, match="31 gộp từ 30 \\+ 31; không có kết quả của 30, 31"):
        mergers.carried(totals, sample.unit_changes, sample.units, ["31"], *REFORM)


SPLIT = register(("1", "a", "", "2022-12-31"), ("2", "b", "2023-01-01", ""), ("3", "c", "2023-01-01", ""))


@pytest.mark.parametrize("how", mergers.HOWS)
def test_a_split_shares_points_out(how):
    changes = changed(("1", "2", "2023-01-01", 0.25), ("1", "3", "2023-01-01", 0.75))
    carried = mergers.carried(results(u1=0.5), changes, SPLIT, ["2", "3"], 2022, 2023, how=how)
    assert carried["attainment_share"].tolist() == [0.5, 0.5]
    assert carried["how"].tolist() == ["", ""]


def test_a_hundredth_that_went_over_does_not_weigh_like_a_whole_unit():
    # 2 keeps 99 % of itself, 1 % went to 1 which went over whole: (0.5 * 1 + 0.9 * 0.01) / 1.01
    units = register(
        ("1", "a", "", "2022-12-31"), ("1", "a mới", "2023-01-01", ""), ("2", "b", "", "2022-12-31"),
        ("2", "b mới", "2023-01-01", ""),
    )  # fmt: skip
    rows = [("1", "1", "2023-01-01", 1.0), ("2", "1", "2023-01-01", 0.01), ("2", "2", "2023-01-01", 0.99)]
    both = {
        how: mergers.carried(results(u1=0.5, u2=0.9), changed(*rows), units, ["1", "2"], 2022, 2023, how=how)
        for how in mergers.HOWS
    }
    for table in both.values():
        assert table["attainment_share"].tolist() == pytest.approx([0.509 / 1.01, 0.9])
        assert table["n_parts"].tolist() == [2, 1]


def test_a_part_reached_by_two_paths_counts_once():
    # 1 was halved into 3 and 4, which were merged with 2 in 5 a year later: 1 went over whole, and is one part
    units = register(
        ("1", "a", "", "2022-12-31"), ("2", "b", "", "2023-12-31"), ("3", "c", "2023-01-01", "2023-12-31"),
        ("4", "d", "2023-01-01", "2023-12-31"), ("5", "e", "2024-01-01", ""),
    )  # fmt: skip
    halves = [("1", "3", "2023-01-01", 0.5), ("1", "4", "2023-01-01", 0.5)]
    whole = [(code, "5", "2024-01-01", 1.0) for code in "234"]
    for how in mergers.HOWS:
        (row,) = mergers.carried(
            results(u1=0.8, u2=0.2), changed(*halves, *whole), units, ["5"], 2022, 2024, how=how
        ).itertuples()
        assert row.attainment_share == pytest.approx(0.5)
        assert (row.parts, row.n_parts, row.how) == ("1 + 2", 2, how)


def test_a_part_may_come_by_one_path_and_stay_by_another():
    # 1 gives half of itself to 2 in March, and 2 takes in the rest of it in September
    units = register(("1", "a", "", "2023-08-31"), ("2", "b", "", "2023-02-28"), ("2", "b mới", "2023-03-01", ""))
    rows = [("1", "2", "2023-03-01", 0.5), ("1", "1", "2023-03-01", 0.5), ("2", "2", "2023-03-01", 1.0)]
    rows += [("1", "2", "2023-09-01", 1.0)]
    (row,) = mergers.carried(results(u1=0.8, u2=0.2), changed(*rows), units, ["2"], 2022, 2023).itertuples()
    assert (row.attainment_share, row.parts) == (pytest.approx(0.5), "1 + 2")


def test_each_unit_is_taken_on_the_last_day_it_lived_whatever_became_of_the_others():
    # In 2023 unit 1 lives until June and goes over into 2 in July; its own results are looked at on its last day.
    units = register(("1", "a", "", "2023-06-30"), ("2", "b", "", "2023-06-30"), ("2", "b mới", "2023-07-01", ""))
    rows = [("1", "2", "2023-07-01", 1.0), ("2", "2", "2023-07-01", 1.0)]
    table = mergers.carried(results(u1=0.8, u2=0.2), changed(*rows), units, ["1", "2"], 2022, 2023)
    assert table[["unit_code", "parts"]].to_numpy().tolist() == [["1", "1"], ["2", "1 + 2"]]
    assert table["attainment_share"].tolist() == pytest.approx([0.8, 0.5])


def test_a_code_that_ended_unexplained_is_no_part_of_the_unit_that_bears_it_next():
    units = register(("1", "a", "", "2023-06-30"), ("2", "b", "", "2023-06-30"), ("1", "mới", "2023-07-01", ""))
    (row,) = mergers.carried(
        results(u1=0.8, u2=0.2), changed(("2", "1", "2023-07-01", 1.0)), units, ["1"], 2022, 2023
    ).itertuples()
    assert (row.attainment_share, row.parts) == (0.2, "2")


def test_a_part_born_since_of_which_nothing_is_known_is_no_old_unit_of_its_code():
    # 1 ended in January; another unit bore its code from February and went over into 5 in June, with 2
    units = register(
        ("1", "cũ", "", "2023-01-31"), ("1", "mới", "2023-02-01", "2023-05-31"), ("2", "b", "", "2023-05-31"),
        ("5", "c", "2023-06-01", ""),
    )  # fmt: skip
    rows = [("1", "5", "2023-06-01", 1.0), ("2", "5", "2023-06-01", 1.0)]
    (row,) = mergers.past(
        pd.concat([results(u1=0.8, u2=0.2).assign(year=2022), results(u5=0.6).assign(year=2023)]),
        changed(*rows), units, ["5"], 2023,
    ).itertuples()  # fmt: skip
    assert pd.isna(row.mean_share)
    assert row.refused_code == "change_missing"
    assert "1 (mới) có từ 2023-02-01; không có dòng nào cho biết nó từ đâu mà ra" in row.refused
    whole = changed(*rows, ("1", "1", "2023-02-01", 1.0))
    (row,) = mergers.carried(results(u1=0.8, u2=0.2), whole, units, ["5"], 2022, 2023).itertuples()
    assert (row.attainment_share, row.parts) == (pytest.approx(0.5), "1 + 2")


def test_taking_in_another_unit_does_not_say_where_a_new_one_came_from():
    units = register(("1", "a", "", "2023-05-31"), ("2", "mới", "2023-02-01", ""))
    with pytest.raises(DtsError, match=r"2 \(mới\) có từ 2023-02-01; .*new_code = 2 và effective_on = 2023-02-01"):
        mergers.carried(results(u1=0.8), changed(("1", "2", "2023-06-01", 1.0)), units, ["2"], 2022, 2023)


def test_what_ended_within_the_earlier_year_has_no_result_of_its_own():
    units = register(
        ("1", "a", "", "2022-06-30"), ("2", "b", "2022-07-01", "2022-12-31"), ("3", "c", "2023-01-01", "")
    )
    rows = [("1", "2", "2022-07-01", 1.0), ("2", "3", "2023-01-01", 1.0)]
    (row,) = mergers.carried(results(u1=0.1, u2=0.7), changed(*rows), units, ["3"], 2022, 2023).itertuples()
    assert (row.attainment_share, row.parts) == (0.7, "2")


def test_a_part_without_an_attainment_leaves_none():
    units = register(("1", "a", "", "2022-12-31"), ("2", "b", "", "2022-12-31"), ("3", "c", "2023-01-01", ""))
    rows = changed(("1", "3", "2023-01-01", 1.0), ("2", "3", "2023-01-01", 1.0))
    for how in mergers.HOWS:
        table = mergers.carried(results(u1=0.8, u2=float("nan")), rows, units, ["3"], 2022, 2023, how=how)
        assert table["attainment_share"].isna().all()


def test_several_results_of_one_unit_are_a_mistake_of_the_caller():
    twice = pd.concat([results(u1=0.5), results(u1=0.6)])
    with pytest.raises(ValueError, match="unit '1' has several results; expected one level and one basis"):
        mergers.carried(twice, changed(), SPLIT, ["1"], 2021, 2022)


def test_another_way_is_a_mistake_of_the_caller(sample):
    with pytest.raises(ValueError, match="how 'median'; expected one of"):
        mergers.carried(CITY, sample.unit_changes, sample.units, [], *REFORM, how="median")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (TWICE, "csv!3: 369 → 374 ngày 2025-01-01 đã có ở dòng 2"),
        (
            "369,374,2025-01-01,merge,part,0.5,,QĐ,x",
            "các phần của 369 ngày 2025-01-01 cộng lại được 0,5; cần: 1, hoặc ít hơn 1 nếu còn phần không rõ",
        ),
        (
            "369,374,2025-01-01,merge,whole,1,,QĐ,x\n369,370,2025-01-01,split,part,,,QĐ,x",
            "các phần của 369 ngày 2025-01-01 cộng lại được 1; cần: 1, hoặc ít hơn 1",
        ),
        (
            "369,374,2025-01-01,merge,whole,,,QĐ,x",
            r"csv!2: extent = «whole», share = «»; cần: whole với share = 1",
        ),
        ("369,374,2025-01-01,merge,part,1,,QĐ,x", "csv!2: extent = «part», share = «1»"),
        ("369,374,2025-01-01,merge,,1,,QĐ,x", "csv!2: extent = «», share = «1»"),
        ("369,,2025-01-01,abolish,whole,1,,QĐ,x", "csv!2: extent = «whole», share = «1»"),
        ("369,374,2025-01-01,gộp,whole,1,,QĐ,x", "kind = «gộp»"),
        (
            "369,37301,2025-01-01,merge,whole,1,,QĐ,x",
            "mã «37301» không có trong units.csv; .*gần nhất: 373 Huyện Gia Viễn",
        ),
        ("369,374,,merge,whole,1,,QĐ,x", r"csv!2: effective_on = «»; cần: 2025-07-01"),
        (
            "369,374,2025-07-01,merge,whole,1,,QĐ,x",
            r"csv!2: đơn vị mới 374 không tồn tại ngày 2025-07-01: Huyện Hoa Lư",
        ),
        (
            "37,37,2025-07-01,merge,whole,1,,QĐ,x\n37,374,2024-01-01,split,whole,1,,QĐ,x",
            r"csv!3: đơn vị cũ 37 vẫn tồn tại ngày 2024-01-01.* valid_to = 2023-12-31 trong units\.csv",
        ),
        (
            "369,03980,2025-01-01,merge,whole,1,,QĐ,x",
            r"csv!2: đơn vị mới 03980 không tồn tại ngày 2025-01-01: Phường Mộc Châu \(2025-07-01 – …\)",
        ),
    ],
)
def test_changes_that_overlap_or_do_not_add_up_are_refused(tmp_path, sample, rows, said):
    (tmp_path / "unit_changes.csv").write_text(f"{','.join(COLUMNS)}\n{rows}\n", encoding="utf-8")
    with pytest.raises(DtsError, match=said):
        reference.load_unit_changes(tmp_path, sample.units)


def test_an_old_unit_that_is_not_there_is_a_finding_and_no_past_is_told_of_what_it_went_into(tmp_path, sample):
    """14464 in 2025 of 369, of one that ended six months before, and of a code nobody ever bore."""
    rows = "\n".join(f"{old},14464,2025-07-01,merge,whole,1,,,x" for old in ("369", "03980", "9999", "14464"))
    (tmp_path / "unit_changes.csv").write_text(f"{','.join(COLUMNS)}\n{rows}\n", encoding="utf-8")
    changes = reference.load_unit_changes(tmp_path, sample.units)
    (found, *others) = reference.check_register(sample.units, changes, pd.DataFrame(FORM))
    assert (found.code, found.severity, found.cells) == (
        "change_old_unknown", "warning", tuple(f"unit_changes.csv!{row}" for row in (2, 3, 4))
    )  # fmt: skip
    assert found.where == "unit_changes.csv!2"
    assert found.found.startswith(
        "đơn vị cũ của thay đổi ngày 2025-07-01 không tồn tại ngày 2025-06-30, không kể được quá khứ của đơn vị "
        "mới: 369, 03980, 9999"
    )
    assert found.expected == "đơn vị có trong units.csv đến hết ngày 2025-06-30"
    assert [each.code for each in others] == [
        "unit_fate_unknown",
        "unit_origin_unknown",
    ]  # of Thị trấn Me, at the end of 2024
    totals = pd.DataFrame({"unit_code": ["369", "14464", "03980", "9999"], "attainment_share": 0.7})
    said = (
        r"14464 \(Thị trấn Thịnh Vượng\) có từ 2025-01-01; (.|\n)*không có kết quả của 03980, 369, 9999 \(đơn vị"
    )
    with pytest.raises(DtsError, match=said):
        mergers.carried(totals, changes, sample.units, ["14464"], *REFORM)


def test_what_the_register_leaves_open_is_told_once_per_habit_and_only_to_whom_it_concerns(sample):
    everything = reference.check_register(sample.units, sample.unit_changes)
    assert [(each.code, each.facts["on"], each.count) for each in everything] == [
        ("change_old_unknown", "2025-07-01", 11),
        ("change_one_source", "2025-07-01", 20),
        ("unit_fate_unknown", "2025-01-01", 1140),
        ("unit_fate_unknown", "2025-07-01", 28),
        ("unit_origin_unknown", "2025-01-01", 585),
    ]
    own = pd.DataFrame({"unit_code": ["14464", "373"], "year": 2023})
    assert reference.check_register(sample.units, sample.unit_changes, own) == []
    fate, origin = reference.check_register(sample.units, sample.unit_changes, own.assign(year=2025))
    assert "14464; cần: mỗi đơn vị hết có dòng với effective_on = 2025-01-01" in str(fate)
    assert "không dòng nào trong unit_changes.csv nói từ đâu mà ra: 14464" in str(origin)
    assert reference.check_register(sample.units, sample.unit_changes, own.head(0)) == []


def moved(sample):
    """Return the sample's districts of 2022 as results of the years around the merger of the city of Hoa Lư."""
    scores = sample.scores[
        (sample.scores["year"] == 2022) & (sample.scores["criteria_id"] == "ninhbinh_district_2022")
    ]
    totals = scoring.totals(scoring.count(scores, sample.criteria, ("claimed", "verified")), sample.criteria)
    totals = totals[(totals["level"] == "total") & (totals["basis"] == "verified")]
    return pd.concat(
        [totals.assign(year=2024), totals[totals["unit_code"] != "369"].assign(year=2025)], ignore_index=True
    )


def test_the_past_of_whoever_changed_stands_beside_this_year_both_ways(sample):
    totals = moved(sample)
    share = totals[totals["year"] == 2024].set_index("unit_code")["attainment_share"]
    points = totals[totals["year"] == 2024].set_index("unit_code")["points"]
    past = mergers.past(totals, sample.unit_changes, sample.units, ["374", "373"], 2025)
    (row,) = past.itertuples()
    assert [row.unit_code, row.parts] == ["374", "Thành phố Ninh Bình + Huyện Hoa Lư"]
    assert [row.refused, row.refused_code] == ["", ""]
    assert row.mean_share == pytest.approx((share["369"] + share["374"]) / 2)
    assert row.sum_share == pytest.approx((points["369"] + points["374"]) / (765 + 765))
    assert row.change_share == pytest.approx(share["374"] - (share["369"] + share["374"]) / 2)
    assert mergers.past(totals, sample.unit_changes, sample.units, ["373"], 2025).empty


def test_a_past_without_a_mapping_is_refused_with_the_row_that_is_missing(sample):
    nothing = sample.unit_changes.head(0)
    (row,) = mergers.past(moved(sample), nothing, sample.units, ["374", "373"], 2025).itertuples()
    assert pd.isna(row.mean_share)
    assert row.refused_code == "change_missing"
    assert "một dòng có new_code = 374 và effective_on = 2025-01-01" in row.refused
    known, codes = {"369", "374"}, ["374", "373"]
    assert mergers.check_past(known, nothing, sample.units, codes, 2025)["374"].message == row.refused
    assert mergers.check_past(known, sample.unit_changes, sample.units, codes, 2025) == {"374": None}
    found = mergers.check_past({"374"}, sample.unit_changes, sample.units, codes, 2025)["374"]
    assert (found.code, found.facts["n_known"]) == ("part_missing", 1)
    assert mergers.check_past(known, sample.unit_changes, sample.units, ["373"], 2025) == {}
    assert mergers.check_past({"373"}, sample.unit_changes, sample.units, codes, 2025) == {}


def test_a_past_with_a_part_missing_is_refused_beside_others_that_are_told(sample):
    totals = moved(sample)
    totals = totals[(totals["unit_code"] != "369") | (totals["year"] != 2024)]
    (row,) = mergers.past(totals, sample.unit_changes, sample.units, ["374"], 2025).itertuples()
    assert row.refused_code == "part_missing"
    assert "374 gộp từ 369 + 374; không có kết quả của 369" in row.refused


def test_pasts_of_many_are_refused_in_codes_that_can_be_counted(sample):
    units = sample.units
    communes = units[(units["level"] == "commune") & (units["valid_from"] == "2025-07-01")]["unit_code"].unique()
    totals = pd.DataFrame({"unit_code": ["14464"], "attainment_share": 0.7, "points": 7.0, "max_points": 10.0})
    totals = pd.concat([totals.assign(year=2024), totals.assign(year=2025)], ignore_index=True)
    past = mergers.past(totals, sample.unit_changes, units, communes, 2025)
    # 357 have a part that is first seen in the list of January 2025, and no row says of what it was made
    assert past["refused_code"].value_counts().to_dict() == {"part_missing": 3321 - 357, "change_missing": 357}
    assert past["unit_code"].tolist() == list(communes)


def test_a_unit_that_is_gone_in_the_year_is_named_not_left_out(sample):
    with pytest.raises(DtsError, match="năm 2026 không đơn vị nào mang mã 374"):
        mergers.carried(CITY, sample.unit_changes, sample.units, ["374"], 2024, 2026)


def test_a_code_borne_by_two_in_one_year_means_the_later_one(sample):
    totals = pd.DataFrame({"unit_code": ["14464"], "attainment_share": 0.7, "points": 7.0, "max_points": 10.0})
    totals = pd.concat([totals.assign(year=2024), totals.assign(year=2025)], ignore_index=True)
    (row,) = mergers.past(totals, sample.unit_changes.head(0), sample.units, ["14464"], 2025).itertuples()
    assert "new_code = 14464 và effective_on = 2025-07-01" in row.refused
    town = changed(("14464", "14464", "2025-01-01", 1.0))  # says where the town came from, not the commune
    (row,) = mergers.past(totals, town, sample.units, ["14464"], 2025).itertuples()
    assert row.refused_code == "change_missing"
