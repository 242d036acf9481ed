"""The site's index: both sides of every unit, places only of who is all judged, findings of the year alone."""

import html
import re
from pathlib import Path

import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, messages, reports
from dts_analysis.reports.ledger import write_ledger
from dts_analysis.reports.site import write_site

HOME = Path(__file__).parents[1]
YEAR = re.compile(r'<h2 id="y(\d{4})">[^<]*</h2>\s*<p class="found">([^<]*)</p>(.*?)</table>', re.S)
UNIT = re.compile(r'<th scope="row">.*?<small>(\w+)</small></th>(.*?)</tr>', re.S)
CELL = re.compile(r'<td class="number[^"]*"([^>]*)>(.*?)</td>', re.S)
STATED = re.compile(r"data-basis=.*")


@pytest.fixture
def index(tmp_path):
    """Write the index of all reports of some years as skipped ones, and read it back.

    Returned are, by year, the line on findings and the cells of every unit's row by its code: claimed, verified,
    place, change where anybody has one, findings; each what it states of a basis, and the words.
    """
    notebooks = reports.load_notebooks(HOME / "notebooks")

    def write_and_read(data, *years):
        for year in years:
            rows = [
                {
                    "year": year,
                    "unit_code": job.unit_code,
                    "unit_name": job.unit_name,
                    "notebook": job.notebook.name,
                }
                | {"status": "skipped", "seconds": "0.0", "error": "thử"}
                for job in reports.plan(data, notebooks, year)
            ]
            write_ledger(tmp_path / str(year) / reports.LEDGER, rows)
        write_site(tmp_path, data, notebooks)
        page = (tmp_path / "index.html").read_text(encoding="utf-8")
        return {int(year): (said, _units(table)) for year, said, table in YEAR.findall(page)}

    return write_and_read


def _units(table):
    return {
        code: [(_stated(attributes), _words(said)) for attributes, said in cells]
        for code, rest in UNIT.findall(table)
        for cells in [CELL.findall(rest)]
    }


def _stated(attributes):
    found = STATED.search(attributes)
    return found.group() if found else ""


def _words(said):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", said)).split())


def words(units):
    """Return what a reader reads of every unit's points and place."""
    return {code: tuple(said for _, said in cells[:-1]) for code, cells in units.items()}


def test_claimed_and_verified_stand_side_by_side(world, index):
    (_, units) = index(world("one_verified"), 2025)[2025]
    side_by_side, of_one = words(units), units["25534"]
    assert side_by_side["25534"][:2] == ("776,00/960 · chưa xếp mức", "530,00/960 · đạt 5/62 · yếu 57/62")
    assert [stated for stated, _ in of_one[:3]] == [
        'data-basis="claimed" data-points="776.0" data-upper="0" data-lower="0"',
        'data-basis="verified" data-points="530.0" data-upper="5" data-lower="57"',
        "",
    ]
    assert side_by_side["25459"][:2] == ("960,00/960 · chưa xếp mức", "—")
    assert "80" not in side_by_side  # the province sent nothing itself
    assert units["25459"][1][0] == ""


def test_what_is_not_there_is_said_as_such(world, index):
    units = words(index(world("unreadable_form"), 2025)[2025][1])
    unread = "chưa nhận hoặc chưa đọc được phiếu của đơn vị"
    assert units["25480"] == units["25486"] == (unread, "—", "")
    blank = words(index(world("nothing_verified"), 2025)[2025][1])["25552"]
    assert blank == ("—/960 · chưa xếp mức", "—", "")
    assert words(index(world("all_maxima_zero"), 2022)[2022][1])["14464"][0].startswith("không tính điểm · ")


def test_places_go_to_who_is_judged_on_everything(world, index):
    """By hand: 370 has 56 of 70 verified points, 372 has 38, 369 has 7; 373 is not judged on 2.3."""
    units = words(index(world("blank_but_verified"), 2022)[2022][1])
    places = {code: place for code, (_, _, place) in units.items()}
    assert places == {
        "369": "3/3 (điểm thẩm định)", "370": "1/3 (điểm thẩm định)", "372": "2/3 (điểm thẩm định)",
        "373": "",
    }  # fmt: skip
    assert units["373"][1] == "28,00/50 · đạt 2/5 · yếu 3/5 (mới chấm 5/6)"  # the verifier judged 2.4 out


def test_the_first_by_the_few_that_were_judged_is_not_placed_before_the_others(world, index):
    """One district has 10 of 10 with nine answers not judged: places go by claims, which all have."""
    units = words(index(world("partly_verified"), 2022)[2022][1])
    assert {place.partition("/")[2] for code, (_, _, place) in units.items() if code != "01"} == {
        "10 (điểm tự chấm)"
    }
    assert units["001"][1] == "10,00/10 · đạt 1/1 · yếu 0/1 (mới chấm 1/10)"
    assert units["002"][1] == "80,00/100 · đạt 8/10 · yếu 2/10"


def test_final_points_stand_beside_them_where_anybody_has_any(world, index):
    scores = world("one_unit").scores
    final = world("one_unit").replaced(scores=scores.assign(final_points=scores["verified_points"] - 1))
    (cells,) = (cells for code, cells in words(index(final, 2022)[2022][1]).items() if code == "373")
    assert [said.strip() for said in cells] == [
        "35,00/50 · đạt 1/3 · yếu 2/3", "24,00/50 · đạt 1/3 · yếu 2/3", "21,00/50 · đạt 1/3 · yếu 2/3", "",
    ]  # fmt: skip


def test_one_alone_is_not_placed(world, index):
    assert words(index(world("one_unit"), 2022)[2022][1])["373"][2] == ""


def test_findings_are_those_of_the_year_alone(tmp_path, index):
    raw = RawFolder(tmp_path / "raw", criteria("two_years", "district", [2021, 2022], {"A": [10, 10, 10]}))
    raw.unit("373", 2021, "two_years", "11 5 5")  # one error
    raw.unit("373", 2022, "two_years", "11 12 5", reasons={"A-03": "R77"})  # two errors, one warning
    raw.unit("374", 2022, "two_years", "13 5 5")  # one error
    data = dataset.read(raw.done())
    assert data.findings["code"].value_counts().to_dict() == {"over_maximum": 4, "reason_unknown": 1}
    said = {year: line for year, (line, _) in index(data, 2021, 2022).items()}
    assert said[2021].startswith("Trong phiếu năm 2021: 1 lỗi, 0 cảnh báo, 0 lưu ý;")
    assert said[2022].startswith("Trong phiếu năm 2022: 3 lỗi, 1 cảnh báo, 0 lưu ý;")


def test_the_index_in_english(world, index):
    messages.use("en")
    units = words(index(world("partly_verified"), 2022)[2022][1])
    assert units["001"] == (
        "100.00/100 · upper 10/10 · lower 0/10", "10.00/10 · upper 1/1 · lower 0/1 (1/10 judged)",
        "1/10 (claimed points)",
    )  # fmt: skip
