"""A second root: communes straight under a province, made of others a year ago; from the files to the pages."""

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from golden_set import same
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, reports, show
from dts_analysis.analysis import mergers
from dts_analysis.errors import DtsError

HOME = Path(__file__).parents[1]
UNITS = """\
unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source
90,Tỉnh Thử,province,,,,list,,thử
90001,Xã A,commune,90,,2022-12-31,decision,,thử
90002,Xã B,commune,90,,2022-12-31,decision,,thử
90003,Xã C,commune,90,,2022-12-31,decision,,thử
90101,Xã Mới,commune,90,2023-01-01,,decision,,thử
90102,Xã Kia,commune,90,2023-01-01,,decision,,thử
"""
CHANGES = """\
old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source
90001,90101,2023-01-01,merge,whole,1,yes,,thử
90002,90101,2023-01-01,split,part,,yes,,thử
90002,90102,2023-01-01,split,part,,yes,,thử
90003,90102,2023-01-01,merge,whole,1,yes,,thử
"""
SENT = {"90001": "6 6", "90002": "9 9", "90003": "3 3"}


def root(folder, sent=SENT, **more):
    """Return a raw folder of the three old communes in 2022 and the two new ones in 2023."""
    raw = RawFolder(folder, criteria("thu_xa", "commune", [2022, 2023], {"A": [10], "B": [10]}, **more))
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "unit_changes.csv").write_text(CHANGES, encoding="utf-8")
    for code, points in sent.items():
        raw.unit(code, 2022, "thu_xa", points)
    raw.unit("90101", 2023, "thu_xa", "8 8")
    raw.unit("90102", 2023, "thu_xa", "5 4")
    return raw.done()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("merged")
    return dataset.build(root(folder / "raw"), folder / "processed"), folder / "processed"


@pytest.fixture(scope="module")
def page(built):
    """The cells of `year_over_year` of a new commune, run one after the other: what each shows."""
    cells = nbformat.read(HOME / "notebooks" / "year_over_year.ipynb", as_version=4).cells
    names, shown = {}, []
    for cell in (each for each in cells if each.cell_type == "code"):
        *lines, last = cell.source.splitlines()
        exec("\n".join(lines), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"unit_code": "90101", "year": 2023, "processed_dir": str(built[1])}
            continue
        shown.append(eval(last, names))
    return shown


def test_the_past_of_new_communes_is_what_was_worked_out_by_hand(built):
    data, _ = built
    group = data.within("90", 2023)
    past = mergers.past(group.results_before, data.unit_changes, data.units, group.codes, 2023)
    assert past["refused"].tolist() == ["", ""]
    same(past, "merged_communes", "past")


def test_nothing_of_the_register_is_left_open(built):
    assert built[0].findings["code"].tolist() == []


def test_a_new_commune_has_a_year_over_year(built):
    notebooks = reports.load_notebooks(HOME / "notebooks")
    jobs = reports.plan(built[0], notebooks, 2023, names=("year_over_year",))
    assert {job.unit_code: job.skip for job in jobs} == {"90101": None, "90102": None}


def test_the_page_says_what_is_merged_what_is_assumed_and_how_far_that_could_move_it(page):
    text = "\n".join(repr(each) for each in page)
    assert "Theo điểm tự chấm, tỷ lệ đạt năm 2023 là 80,0%, tăng 10,0 điểm phần trăm so với 70,0% năm 2022" in text
    assert (
        "Năm 2022 chưa có đơn vị này: kết quả năm đó là trung bình tỷ lệ đạt của các đơn vị gộp thành nó" in text
    )
    assert "(Xã A + Xã B); không so từng trụ cột, từng chỉ số." in text
    assert "1/2 phần không nguồn nào ghi tỷ lệ chuyển sang: mỗi phần được tính 50,0% đơn vị cũ (lựa chọn" in text
    assert "Tính từ không gì đến tất cả: năm 2022 từ 60,0% đến 75,0%, thay đổi từ +5,0 đến +20,0 điểm" in text
    (row,) = [line for line in text.splitlines() if line.startswith("2022  ")]
    assert "70,0% (60,0% – 75,0%)" in row
    assert row.endswith("gộp từ 2 đơn vị")


def test_the_page_draws_the_merged_year_and_compares_no_indicator(page):
    titles = [each.title for each in page if isinstance(each, show.Chart)]
    assert titles[0] == (
        "Năm 2023 đạt 80,0%, +10,0 điểm phần trăm so với năm trước (điểm tự chấm), gộp từ các đơn vị cũ"
    )
    assert "Năm trước chưa có đơn vị này; các đơn vị gộp thành nó không so từng chỉ số được" in titles


def test_what_is_merged_is_stated_as_nobodys_fact(page):
    stated = [fact for each in page for fact in getattr(each, "facts", ())]
    assert {(fact["year"], fact["name"]) for fact in stated} >= {
        (2023, "attainment_share"),
        (2023, "change_share"),
    }
    assert all(fact["year"] == 2023 for fact in stated)
    (change,) = {fact["value"] for fact in stated if fact["name"] == "change_share"}
    assert change == pytest.approx(0.1)


def test_the_files_of_the_parts_stand_among_those_the_page_is_made_from(page):
    assert {"2022/90001.csv", "2022/90002.csv", "2023/90101.csv"} < set(page[-1].index)


def test_a_part_that_sent_nothing_is_named_and_nothing_is_merged(tmp_path):
    data = dataset.read(root(tmp_path / "raw", {"90001": "6 6", "90003": "3 3"}))
    with pytest.raises(DtsError, match=r"90101 gộp từ 90001 \+ 90002; không có kết quả của 90002 \(đơn vị ngày"):
        data.about("90101", 2023).before  # noqa: B018
    assert data.about("90101", 2023).history["year"].tolist() == [2023] * len(data.about("90101", 2023).standing)


def test_where_no_part_sent_anything_a_form_is_what_is_missing(tmp_path):
    data = dataset.read(root(tmp_path / "raw", {}))
    with pytest.raises(DtsError, match=r"không có phiếu năm trước của Xã Mới \(90101\)"):
        data.about("90101", 2023).before  # noqa: B018


def test_a_page_is_old_when_a_form_of_a_part_changed(tmp_path):
    notebooks = reports.load_notebooks(HOME / "notebooks")
    first, second = (
        {
            job.unit_code: job.fingerprint
            for job in reports.plan(dataset.read(root(tmp_path / name, sent)), notebooks, 2023, names=("pillars",))
        }
        for name, sent in (("1", SENT), ("2", SENT | {"90003": "4 4"}))
    )
    assert {code: first[code] == second[code] for code in first} == {"90101": True, "90102": False}


def test_a_number_with_its_range_stands_in_the_overview(built):
    data, _ = built
    group = data.within("90", 2023)
    past = mergers.past(group.results_before, data.unit_changes, data.units, group.codes, 2023)
    table = show.carried_table(past, group.names)
    row = table.loc["Xã Kia"]
    assert row["Năm trước, trung bình các phần"] == "50,0% (30,0% – 60,0%)"
    assert row["Thay đổi (điểm phần trăm)"] == "−5,0 (−15,0 – +15,0)"
    assert (
        "được tính 50,0% đơn vị cũ (lựa chọn của dự án); trong ngoặc là kết quả khi tính từ không gì" in table.note
    )


def test_a_past_of_stated_shares_has_no_range(tmp_path):
    folder = root(tmp_path / "raw")
    renamed = CHANGES.replace("split,part,", "split,part,0.5")
    (folder / "unit_changes.csv").write_text(renamed, encoding="utf-8")
    view = dataset.read(folder).about("90101", 2023)
    assert view.merged.n_unstated == 0
    assert view.change("claimed") == pytest.approx(0.1)
    assert pd.isna(view.change("verified"))
