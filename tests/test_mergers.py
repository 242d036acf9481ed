"""Merged, split, re-used: TP Ninh Bình + Hoa Lư, the reform of July 2025, a code that is another unit."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import reference, scoring, show
from dts_analysis.analysis import mergers
from dts_analysis.errors import DtsError

RAW = Path(__file__).parents[1] / "data" / "raw"
CITY = pd.DataFrame(
    {
        "unit_code": ["369", "374", "373"], "attainment_share": [0.8, 0.6, 0.5],
        "points": [612.0, 300.0, 400.0], "max_points": [765.0, 500.0, 800.0],
    }
)  # fmt: skip
TWICE = "369,374,2025-01-01,merge,1,QĐ,x\n369,374,2025-01-01,merge,1,QĐ,x"
HALF_2025 = ("2024-12-31", "2025-06-30")


def test_the_city_of_hoa_lu_has_two_parts_and_both_ways_are_there(sample):
    tables = (sample.unit_changes, sample.units, ["374", "373"], *HALF_2025)
    mean = mergers.carried(CITY, *tables).set_index("unit_code")
    assert mean.loc["374", ["parts", "n_parts", "how"]].tolist() == ["369 + 374", 2, "mean"]
    assert mean.loc["374", "attainment_share"] == pytest.approx((0.8 + 0.6) / 2)
    assert mean.loc["373", ["attainment_share", "parts", "how"]].tolist() == [0.5, "373", ""]
    summed = mergers.carried(CITY, *tables, how="sum").set_index("unit_code")
    assert summed.loc["374", "attainment_share"] == pytest.approx(912 / 1265)
    assert summed.loc["374", "how"] == "sum"


def test_a_part_without_a_result_is_named(sample):
    with pytest.raises(DtsError, match=r"374 gộp từ 369 \+ 374; không có kết quả của 369"):
        mergers.carried(CITY[1:], sample.unit_changes, sample.units, ["374"], *HALF_2025)


def test_a_reused_code_is_not_the_same_unit(sample):
    totals = pd.DataFrame({"unit_code": ["14464"], "attainment_share": [0.7]})
    with pytest.raises(DtsError, match=r"14464 \(Xã Gia Viễn\) có từ 2025-07-01; .* effective_on = 2025-07-01"):
        mergers.carried(totals, sample.unit_changes, sample.units, ["14464"], "2023-12-31", "2025-12-31")


def test_the_reform_of_july_2025_gives_34_provinces_a_past(sample):
    units = sample.units
    alive = (units["valid_to"] == "") | (units["valid_to"] >= "2024-12-31")
    before = units[(units["level"] == "province") & alive & (units["valid_from"] == "")]
    assert len(before) == 63
    totals = pd.DataFrame({"unit_code": before["unit_code"], "attainment_share": 0.7})
    totals.loc[totals["unit_code"] == "35", "attainment_share"] = 0.4
    after = units[(units["level"] == "province") & (units["valid_to"] == "")]["unit_code"].unique()
    assert len(after) == 34
    carried = mergers.carried(totals, sample.unit_changes, units, list(after), "2024-12-31", "2025-07-01")
    by_code = carried.set_index("unit_code")
    assert len(carried) == 34
    assert carried["n_parts"].sum() == 63
    assert by_code.loc["37", "attainment_share"] == pytest.approx((0.7 + 0.7 + 0.4) / 3)
    assert by_code.loc["01", ["n_parts", "how"]].tolist() == [1, ""]


def test_published_results_of_2024_stay_for_provinces_that_did_not_merge(sample):
    published = sample.published["provinces_dti_totals"]
    hanoi = published[(published["year"] == 2024) & (published["province"] == "Hà Nội")]["dti"].iloc[0]
    totals = pd.DataFrame({"unit_code": ["01"], "attainment_share": [hanoi]})
    carried = mergers.carried(totals, sample.unit_changes, sample.units, ["01"], "2024-12-31", "2025-07-01")
    assert carried["attainment_share"].tolist() == [0.8241]
    with pytest.raises(DtsError, match="31 gộp từ 30 \\+ 31; không có kết quả của 30, 31"):
        mergers.carried(totals, sample.unit_changes, sample.units, ["31"], "2024-12-31", "2025-07-01")


def test_a_split_shares_points_out():
    units = pd.DataFrame(
        {"unit_code": ["1", "2", "3"], "name": list("abc"), "valid_from": ["", "2023-01-01", "2023-01-01"],
         "valid_to": ["2022-12-31", "", ""]}
    )  # fmt: skip
    changes = pd.DataFrame(
        {"old_code": ["1", "1"], "new_code": ["2", "3"], "effective_on": "2023-01-01", "share": [0.25, 0.75]}
    )
    totals = pd.DataFrame({"unit_code": ["1"], "attainment_share": [0.5], "points": [50.0], "max_points": [100.0]})
    carried = mergers.carried(totals, changes, units, ["2", "3"], "2022-12-31", "2023-12-31", how="sum")
    assert carried["attainment_share"].tolist() == [0.5, 0.5]


def test_another_way_is_a_mistake_of_the_caller(sample):
    with pytest.raises(ValueError, match="how 'median'; expected one of"):
        mergers.carried(CITY, sample.unit_changes, sample.units, [], *HALF_2025, how="median")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            TWICE,
            "csv!3: 369 → 374 ngày 2025-01-01 đã có ở dòng 2",
        ),
        ("369,374,2025-01-01,merge,0.5,QĐ,x", "các phần của 369 ngày 2025-01-01 cộng lại được 0,5"),
        ("369,374,2025-01-01,gộp,1,QĐ,x", "kind = «gộp»"),
        ("369,99999999,2025-01-01,merge,1,QĐ,x", "mã «99999999» không có trong units.csv"),
        ("369,374,,merge,1,QĐ,x", r"csv!2: effective_on = «»; cần: 2025-07-01"),
        (
            "369,374,2025-07-01,merge,1,QĐ,x",
            r"csv!2: đơn vị cũ 369 không tồn tại ngày 2025-06-30, ngay trước thay đổi ngày 2025-07-01: Thành phố "
            r"Ninh Bình \(… – 2024-12-31\); .*\n.*đơn vị mới 374 không tồn tại ngày 2025-07-01: Huyện Hoa Lư",
        ),
        (
            "37,37,2025-07-01,merge,1,QĐ,x\n37,374,2024-01-01,split,1,QĐ,x",
            r"csv!3: đơn vị cũ 37 vẫn tồn tại ngày 2024-01-01.* valid_to = 2023-12-31 trong units\.csv",
        ),
        (
            "03980,374,2025-01-01,merge,1,QĐ,x",
            r"csv!2: đơn vị cũ 03980 không tồn tại ngày 2024-12-31.*Phường Mộc Châu \(2025-07-01 – …\)",
        ),
        ("369,03980,2025-01-01,merge,1,QĐ,x", "csv!2: đơn vị mới 03980 không tồn tại ngày 2025-01-01"),
    ],
)
def test_changes_that_overlap_or_do_not_add_up_are_refused(tmp_path, sample, rows, said):
    text = "old_code,new_code,effective_on,kind,share,decision,source\n" + rows + "\n"
    (tmp_path / "unit_changes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError, match=said):
        reference.load_unit_changes(tmp_path, sample.units)


def moved(sample, columns):
    """Return the sample's districts of 2022 as results of the years around the merger of the city of Hoa Lư."""
    totals = scoring.totals(sample.within("37", 2022), "verified").assign(**columns)
    earlier = totals.assign(year=2024)
    return pd.concat([earlier, totals[totals["unit_code"] != "369"].assign(year=2025)], ignore_index=True)


def test_the_past_of_whoever_changed_stands_beside_this_year_both_ways(sample):
    totals = moved(sample, {})
    share = totals[totals["year"] == 2024].set_index("unit_code")["attainment_share"]
    points = totals[totals["year"] == 2024].set_index("unit_code")["points"]
    past = mergers.past(totals, sample.unit_changes, sample.units, ["374", "373"], 2025)
    (row,) = past.itertuples()
    assert [row.unit_code, row.parts, row.refused] == ["374", "Thành phố Ninh Bình + Huyện Hoa Lư", ""]
    assert row.mean_share == pytest.approx((share["369"] + share["374"]) / 2)
    assert row.sum_share == pytest.approx((points["369"] + points["374"]) / (765 + 765))
    assert row.change_share == pytest.approx(share["374"] - (share["369"] + share["374"]) / 2)
    assert mergers.past(totals, sample.unit_changes, sample.units, ["373"], 2025).empty
    assert "trung bình các phần" in show.carried_table(past, {"374": "Thành phố Hoa Lư"}).note


def test_a_past_without_a_mapping_is_refused_with_the_row_that_is_missing(sample):
    totals, nothing = moved(sample, {}), sample.unit_changes.head(0)
    (row,) = mergers.past(totals, nothing, sample.units, ["374", "373"], 2025).itertuples()
    assert pd.isna(row.mean_share)
    assert "một dòng có new_code = 374 và effective_on = 2025-01-01" in row.refused
    table = show.carried_table(mergers.past(totals, nothing, sample.units, ["374"], 2025), {"374": "TP. Hoa Lư"})
    assert "new_code = 374" in table.iloc[0, -1]
    born = dataclasses.replace(
        sample, unit_changes=nothing, scores=moved_scores(sample), received=received(sample)
    )
    with pytest.raises(DtsError, match="một dòng có new_code = 374 và effective_on = 2025-01-01"):
        born.pair("374", 2025)


def moved_scores(sample):
    own = sample.scores[(sample.scores["unit_code"] == "374") & (sample.scores["year"] == 2022)]
    return pd.concat([own.assign(year=2024), own.assign(year=2025)], ignore_index=True)


def received(sample):
    own = sample.received[(sample.received["unit_code"] == "374") & (sample.received["year"] == 2022)]
    return pd.concat([own.assign(year=2024), own.assign(year=2025)], ignore_index=True)


def test_a_unit_that_is_gone_on_the_day_is_named_not_left_out(sample):
    with pytest.raises(DtsError, match="đơn vị 374 không còn ngày 2025-12-31"):
        mergers.carried(CITY, sample.unit_changes, sample.units, ["374"], "2024-12-31", "2025-12-31")


def test_a_year_is_looked_at_on_the_last_day_its_units_lived(sample):
    assert mergers.span(sample.units, ["374"], 2025) == ("2024-12-31", "2025-06-30")
    assert mergers.span(sample.units, ["14464"], 2025) == ("2024-12-31", "2025-12-31")  # borne by two that year
    assert mergers.span(sample.units, ["373"], 2022) == ("2021-12-31", "2022-12-31")
    totals = pd.DataFrame(
        {"unit_code": ["14464"], "attainment_share": [0.7], "points": [7.0], "max_points": [10.0]}
    )
    totals = pd.concat([totals.assign(year=2024), totals.assign(year=2025)], ignore_index=True)
    (row,) = mergers.past(totals, sample.unit_changes, sample.units, ["14464"], 2025).itertuples()
    assert "new_code = 14464 và effective_on = 2025-07-01" in row.refused
