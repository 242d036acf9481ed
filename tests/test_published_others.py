"""Units of other levels beside those compared: a province's departments, the country's ministries."""

import re

import pandas as pd

from dts_analysis import dataset, reference, show
from dts_analysis.analysis.published import published_totals
from dts_analysis.analysis.published_lists import lists_of
from dts_analysis.analysis.published_others import others
from dts_analysis.dataset.tables import RECEIVED

HEADING = "year,province,unit,level,score,max_score,rank,n_units_ranked,parent,source"
ROWS = """\
2022,Ninh Bình,Sở Hai,department,80.5,100,2,,,https://a.vn
2022,Ninh Bình,Sở Một,department,90,100,1,,,https://a.vn
2022,Tỉnh Ninh Bình,Sở Ba,department,,100,3,,,https://a.vn
2021,Ninh Bình,Sở Một,department,85.25,100,4,20,,https://b.vn
2022,Ninh Bình,Xã Gia Vân,commune,300,500,1,,Huyện Gia Viễn,https://c.vn
2022,Hà Nội,Sở Xa,department,70,100,1,,,https://d.vn
2022,Ninh Bình,TP Tam Điệp,district,1,2,1,,,https://d.vn
"""


def with_published(sample, folder, text):
    """Return the sample with one published table beside its own."""
    (folder / "published").mkdir()
    (folder / "published/so.csv").write_text(text, encoding="utf-8")
    tables, found = reference.load_published(folder)
    assert found == []
    received = {name: getattr(sample, name) for name in RECEIVED}
    return dataset.Dataset(received, sample.criteria, sample.provenance, sample.inputs, sample.published | tables)


def test_a_provinces_departments_stand_on_its_page_with_their_source_and_the_year_before(sample, tmp_path):
    data = with_published(sample, tmp_path, f"{HEADING}\n{ROWS}")
    table = show.published_table(data.within("37", 2022))
    assert table["Đơn vị"].tolist() == ["Sở Một", "Sở Hai", "Sở Ba"]
    assert table.index.tolist() == ["1", "2", "3"]
    assert table["Điểm công bố"].tolist() == ["90,0/100", "80,5/100", "—"]
    assert table["Tỷ lệ đạt"].tolist() == ["90,0%", "80,5%", "—"]
    assert table["Năm 2021"].tolist() == ["85,25 · hạng 4/20 [2]", "—", "—"]
    assert table["Thay đổi (điểm phần trăm)"].tolist() == ["+4,8", "—", "—"]
    assert set(table["Nguồn"]) == {"[1]"}
    assert table.note.endswith("[1] https://a.vn\n[2] https://b.vn")
    assert "như trang nguồn in; điểm công bố là điểm đã thẩm định" in table.note


def test_communes_stand_in_their_districts_ranking_and_nowhere_else(sample, tmp_path):
    data = with_published(sample, tmp_path, f"{HEADING}\n{ROWS}")
    group = data.within("373", 2022)
    assert group.others_published.empty
    printed = group.published.set_index("unit_code")["published_rank"].dropna()
    assert printed.tolist() == [1]
    assert group.names[printed.index[0]] == "Xã Gia Vân"


def test_the_samples_pages_say_that_nothing_else_was_published(sample):
    said = str(show.published_table(sample.within("37", 2022)))
    assert said.startswith("Không có số đã công bố nào của đơn vị trực thuộc khác cấp")


def of(sample, code, year, region, level):
    printed = lists_of(published_totals(sample.published), sample.units, year)
    below = reference.units_below(sample.units, code, year)
    return others(printed, below, year, region, region, level)


def test_the_embedded_departments_and_ministries_are_told(sample):
    rows = of(sample, "25", 2025, "Tỉnh Phú Thọ", "commune")
    assert rows["points"].tolist() == [885.58, 883.72, 848.14, 721.35]
    assert rows["published_rank"].tolist() == [1, 2, 3, pd.NA]  # the last one's page prints no number
    rows = of(sample, "00", 2021, None, "province")
    assert rows.groupby("among").size().tolist() == [5, 5]
    first = rows.set_index("unit_name").loc["Bộ Tài chính"]
    assert (first["points"], first["points_before"], first["n_units_ranked"]) == (0.6321, 0.4944, 17)


def test_a_unit_of_the_register_is_linked_by_name_within_its_province_and_year(sample, tmp_path):
    heading = "year,province,unit,level,score,max_score,rank,source"
    rows = "2022,Ninh Bình,TX Tam Điệp,district,1,2,1,a\n2022,Ninh Bình,H. Gia Viễn,district,1,2,2,a\n"
    data = with_published(sample, tmp_path, f"{heading}\n{rows}")
    own = published_totals({"so": data.published["so"]})
    below = reference.units_below(sample.units, "37", 2022)
    found = others(own, below, 2022, "Ninh Bình", "Ninh Bình", "commune").set_index("published_rank")
    assert found.loc[2, ["unit_code", "unit_name"]].tolist() == ["373", "Huyện Gia Viễn"]
    assert found.loc[1, ["unit_code", "unit_name"]].tolist() == ["", "TX Tam Điệp"]  # it is a city there


def test_a_year_known_by_a_place_alone_is_told_under_a_units_years(sample, tmp_path):
    rows = "2020,Ninh Bình,Huyện Gia Viễn,district,,,5,8,,https://e.vn\n"
    rows += "2019,Ninh Bình,Huyện Gia Viễn,district,400,,4,8,,https://e.vn\n"
    view = with_published(sample, tmp_path, f"{HEADING}\n{rows}").about("373", 2022)
    note = show.years_table(view, view.with_published).note
    assert "Năm 2020, số đã công bố: — · hạng 5/8 – https://e.vn" in note
    assert "Năm 2019, số đã công bố: 400 · hạng 4/8 – https://e.vn" in note


def test_a_unit_with_a_published_place_only_keeps_it_in_the_ranking(sample, tmp_path):
    rows = "2022,Ninh Bình,Huyện Một,district,,765,9,,,https://e.vn\n"
    rows += "2022,Ninh Bình,Huyện Hai,district,1,765,8,,,https://e.vn\n"
    table = show.ranking_table(with_published(sample, tmp_path, f"{HEADING}\n{rows}").within("37", 2022))
    last = table[table["Đơn vị"].str.contains("số đã công bố")]
    assert last["Đã công bố"].tolist() == ["1 · hạng 8 [2]", "— · hạng 9 [2]"]


def test_sources_that_differ_are_said_where_the_number_would_stand(sample, tmp_path):
    rows = "2022,Ninh Bình,TP. Ninh Bình,district,500,765,1,,,https://e.vn\n"
    table = show.ranking_table(with_published(sample, tmp_path, f"{HEADING}\n{rows}").within("37", 2022))
    row = table[table["Đơn vị"] == "Thành phố Ninh Bình"].iloc[0]
    assert row["Đã công bố"] == "các nguồn nêu khác nhau [1]"
    assert re.search(r"\[1\] https://\S+ · https://e\.vn", table.note)  # both pages
    assert "[2] https://sonoivu.ninhbinh.gov.vn/" in table.note  # the other places: from one of them alone
