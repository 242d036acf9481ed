"""Published tables of any level, known by their columns; what is not understood is a finding with its place."""

import pandas as pd
import pytest
import yaml
from other_levels import SCHOOLS, UNION

from dts_analysis import dataset, messages, reference
from dts_analysis.analysis.published import beside, earlier, of_years, published_totals
from dts_analysis.errors import DtsError
from dts_analysis.reference.published_shapes import any_level

HEADING = "year,province,unit,level,score,max_score,rank,n_units_ranked,source"
ROWS = """\
2025,Thử,Sở Một,department,90.5,100,1,3,trang
2025,Thử,Sở Hai,department,,100,2,3,trang
2025,Thử,Xã Ba,commune,70,,1,,trang
2024,,Bộ Bốn,ministry,0.5,1,,17,trang
"""


def read(folder, text=f"{HEADING}\n{ROWS}", name="bat_ky.csv", levels=None):
    """Return the tables and findings of a raw folder with one published file, and levels where they are given."""
    path = folder / "published" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if levels:
        (folder / "levels.yml").write_text(yaml.safe_dump(levels, allow_unicode=True), encoding="utf-8")
    tables, found = reference.load_published(folder)
    for language in ("en", "vi"):
        messages.use(language)
        assert all(len(str(each)) < 1500 for each in found)
    return tables, found


def said(found):
    return str(DtsError(*found)) if found else ""


def test_a_table_of_any_level_is_known_by_its_columns_whatever_the_file_is_called(tmp_path):
    tables, found = read(
        tmp_path, b"\xef\xbb\xbf" + f"{HEADING}\n{ROWS}".replace("\n", "\r\n").encode(), "Sở 2025.CSV"
    )
    assert found == []
    rows = published_totals(tables)
    assert rows["level"].tolist() == ["department", "department", "commune", "ministry"]
    assert rows["region"].tolist() == ["Thử", "Thử", "Thử", ""]
    assert rows["published_rank"].tolist() == [1, 2, 1, pd.NA]  # a blank score keeps its place, as printed
    assert rows["points"].isna().tolist() == [False, True, False, False]
    assert rows["max_points"].tolist()[::3] == [100, 1]
    assert rows["where"].tolist()[0] == "Sở 2025.CSV!2"


def test_optional_columns_and_a_column_called_region_are_taken(tmp_path):
    text = (
        "year,region,parent,unit,unit_code,level,score,max_score,rank,among,source\n2025,Thử,Huyện A,Xã B,00007,"
    )
    tables, found = read(tmp_path, text + "commune,1,2,1,vùng núi,trang\n")
    (row,) = published_totals(tables).itertuples()
    assert (found, row.region, row.parent, row.unit_code, row.among) == ([], "Thử", "Huyện A", "00007", "vùng núi")


def test_the_shape_of_a_levels_own_table_is_known_under_another_name_too(tmp_path):
    text = "year,province,district,verified_score,max_score,rank,source\n2024,Thử,Huyện A,9,10,1,trang\n"
    tables, found = read(tmp_path, text, "huyen_2024.csv")
    (row,) = published_totals(tables).itertuples()
    assert (found, row.level, row.unit_name, row.points) == ([], "district", "Huyện A", 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year,province,unit,level,score,rank\n2025,Thử,Sở A,department,1,1\n",
         "các cột: year, province, unit, level, score, rank; cần: bảng kết quả có các cột year, province, level, "
         "unit, score, max_score, rank, source (thiếu: max_score, source)"),
        ("năm,sở,điểm\n2025,Sở A,1\n", "các cột: năm, sở, điểm"),
        ("Year,Province,Unit,LEVEL,Score, max_score,Rank ,Source\n2025,Thử,Sở A,department,1,2,1,trang\n",
         "score, max_score, rank, source (thiếu: year, province, level, unit, score, max_score, rank, source)"),
        ("year,province,dti,rank,source\n2025,Thử,0.5,1,trang\n", "(thiếu: n_units_ranked)"),
        (HEADING.replace("level,", "level,level,") + "\n", "published/bat_ky.csv!1: hai cột cùng tên «level»"),
        ("KẾT QUẢ,,,\n" + HEADING + "\n" + ROWS, "published/bat_ky.csv!1: hai cột cùng tên «»"),
        (HEADING.replace(",", ";") + "\n" + ROWS.replace(",", ";"), "published/bat_ky.csv!1: "),
        (HEADING + "\n\n" + ROWS, "published/bat_ky.csv!2: dòng trống giữa bảng"),
        (HEADING.encode("utf-16"), "published/bat_ky.csv: tệp CSV không phải UTF-8"),
        ("", "published/bat_ky.csv: tệp rỗng"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_understood_says_what_is_there_and_what_to_do(tmp_path, text, words):
    tables, found = read(tmp_path, text)
    assert words in said(found)
    assert len(published_totals(tables)) == 0


def test_what_is_no_csv_table_is_not_passed_over(tmp_path):
    (tmp_path / "published" / "cu").mkdir(parents=True)
    for name in ("so.xlsx", "README.md", ".nhap.csv"):
        (tmp_path / "published" / name).write_bytes(b"x")
    _, found = read(tmp_path)
    assert [(each.code, each.where) for each in found] == [
        ("published_not_csv", "published/cu"), ("published_not_csv", "published/so.xlsx"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("90.5", '"90,5"', "!2: score = «90,5»; cần: 587.41"),
        ("100,1,3", "100,=1,3", "!2: rank = «=1»; cần: 12 (danh sách xếp bao nhiêu đơn vị ghi ở n_units_ranked)"),
        ("100,1,3", "100,1/3,3", "!2: rank = «1/3»; cần: 12 (danh sách"),
        ("100,1,3", "100,0,3", "!2: rank = «0»"),
        (
            "Sở Một,department",
            "Sở Một,sở",
            "!2: level = «sở»; cần: một cấp trong levels.yml: ministry, province, dep",
        ),
        ("Sở Một", "", "!2: unit = «»; cần: một tên ở mọi dòng (ô gộp"),
        ("2025,Thử,Sở Một", "2025,,Sở Một", "!2: province = «»"),
        ("1,3,trang", "1,3,", "!2: source = «»; cần: trang hay văn bản đã công bố"),
        ("2025,Thử,Sở Một", "25,Thử,Sở Một", "!2: year = «25»"),
    ],
)
def test_a_row_that_is_not_understood_is_left_out_and_said_and_the_others_are_taken(tmp_path, old, new, words):
    tables, found = read(tmp_path, f"{HEADING}\n{ROWS.replace(old, new, 1)}")
    assert "published/bat_ky.csv" + words in said(found)
    assert "dòng này không được dùng ở đâu" in said(found)
    assert published_totals(tables)["where"].tolist() == [f"bat_ky.csv!{row}" for row in (3, 4, 5)]


def test_a_habit_of_a_whole_table_is_one_finding(tmp_path):
    rows = "".join(f'2025,Thử,Sở {k},department,"{k},5",100,{k},,trang\n' for k in range(1, 400))
    _, (found,) = read(tmp_path, f"{HEADING}\n{rows}")
    assert found.count == 399
    assert "score = «1,5» (399 ô như vậy: 2, 3, 4," in found.found


def test_a_heading_that_stands_again_is_one_finding(tmp_path):
    tables, (found,) = read(tmp_path, f"{HEADING}\n{ROWS}{HEADING}\n{ROWS.replace('2024', '2023')}{HEADING}\n")
    assert (found.code, found.where, found.count) == ("published_heading_again", "published/bat_ky.csv!6", 2)
    assert "dòng tiêu đề lặp lại giữa bảng" in str(found)
    assert len(published_totals(tables)) == 8


def test_merged_cells_of_a_spreadsheet_are_one_finding(tmp_path):
    rows = "".join(f"2025,{'Thử' if k == 1 else ''},Sở {k},department,1,2,{k},,trang\n" for k in range(1, 6))
    tables, (found,) = read(tmp_path, f"{HEADING}\n{rows}")
    assert (found.where, found.count) == ("published/bat_ky.csv!3", 4)
    assert len(published_totals(tables)) == 1


def test_a_score_above_its_maximum_and_a_place_beyond_the_last_are_said_and_kept_as_printed(tmp_path):
    text = ROWS.replace("90.5,100,1,3", "3331.01,1000,4,3")
    tables, found = read(tmp_path, f"{HEADING}\n{text}")
    assert [each.code for each in found] == ["published_above_maximum", "published_beyond_last"]
    assert "Sở Một: score = 3.331,01" in said(found) or "Sở Một: score = 3331,01" in said(found)
    assert "Sở Một: hạng 4 trong 3 đơn vị" in said(found)
    row = published_totals(tables).iloc[0]
    assert (row["points"], row["published_rank"]) == (3331.01, 4)
    assert pd.isna(row["max_points"])  # no attainment beyond all there is


def test_a_code_nobody_knows_is_said_and_the_result_stays_under_its_printed_name(tmp_path, sample):
    heading = HEADING.replace("unit,", "unit,unit_code,", 1)
    rows = "2022,Ninh Bình,Huyện Gia Viễn cũ,373,district,500,765,4,,trang\n"
    rows += "2022,Ninh Bình,Huyện Lạ,0373,district,400,765,5,,trang\n"
    tables, found = read(tmp_path, f"{heading}\n{rows}")
    assert found == []
    (unknown,) = reference.check_published_units(tables, sample.units)
    assert (unknown.code, unknown.where) == ("published_unit_unknown", "published/bat_ky.csv!3")
    group = sample.within("37", 2022)
    both = beside(group.on("verified"), published_totals(tables), group.names, 2022, "Ninh Bình").set_index(
        "unit_code"
    )
    assert both.loc["373", "published_rank"] == 4  # by its code, whatever name was printed
    assert both["published_rank"].notna().sum() == 1


LEVELS = [
    (UNION, "year,unit,level,score,max_score,rank,source\n2024,France,country,30,40,1,e.eu\n", "FR"),
    (
        SCHOOLS,
        "year,region,unit,level,score,max_score,rank,source\n2023,North,School Ada,school,30,40,1,e.org\n",
        "S1",
    ),
]


@pytest.mark.parametrize(("levels", "text", "code"), LEVELS)
def test_levels_are_the_workspaces_own(tmp_path, levels, text, code):
    tables, found = read(tmp_path, text, levels=levels)
    own = reference.load_levels(tmp_path)
    assert found == []
    assert len(published_totals(tables, own)) == 1
    _, found = read(tmp_path, text.replace(levels["levels"][-1]["code"] + ",30", "commune,30"), levels=levels)
    assert "level = «commune»; cần: một cấp trong levels.yml: " in said(found)
    assert ("province" in any_level(own).columns) is False


def test_the_country_of_another_example_is_found_by_name_or_code(tmp_path):
    levels = yaml.safe_load(
        (reference.SHIPPED.parents[2] / "examples/odm_2023/data/raw/levels.yml").read_text(encoding="utf-8")
    )
    heading = "year,unit,unit_code,level,score,max_score,rank,n_units_ranked,source"
    rows = (
        "2022,Austria,,country,2100,2540,9,35,data.europa.eu\n2021,Österreich,AT,country,,,12,34,data.europa.eu\n"
    )
    tables, found = read(tmp_path, f"{heading}\n{rows}", levels=levels)
    own = reference.load_levels(tmp_path)
    assert found == []
    totals = published_totals(tables, own)
    place = {"region": "", "level": "country", "levels": own}
    years = of_years(totals.assign(n_units_ranked=pd.NA), "AT", "Austria", **place)
    assert years[["year", "published_rank"]].to_numpy().tolist() == [[2021, 12], [2022, 9]]
    history = pd.DataFrame(
        {"unit_code": ["AT"], "year": [2023], "points": [2200.0], "max_points": [2540.0],
         "attainment_share": [2200 / 2540], "change_share": [float("nan")]}
    )  # fmt: skip
    with_past = earlier(history, totals[totals["year"] == 2022], "AT", "Austria", **place)
    assert with_past["year"].tolist() == [2022, 2023]
    assert with_past["change_share"].iloc[1] == pytest.approx(100 / 2540)


def test_check_shows_what_of_published_is_not_understood_and_the_build_goes_on(tmp_path):
    """A table of departments that nobody can place is no longer passed over in silence."""
    from tampering import root

    raw = root.make(tmp_path / "raw")
    (raw / "published" / "so.csv").write_text("Sở,Điểm\nSở A,9\n", encoding="utf-8")
    (row,) = dataset.read(raw, workers=1).findings.itertuples()
    assert (row.severity, row.code, row.where) == ("warning", "published_unknown", "published/so.csv")
    assert row.remedy.startswith("đặt lại tên cột")
