"""A verification form in which levels are chosen: a spreadsheet computes the points, and both are read back."""

import datetime
import hashlib
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from filled_forms import Typing, need_office, recalculated

from dts_analysis import dataset, intake, office, reference, show

HOME = Path(__file__).parents[1]
GOLDEN = HOME / "tests/golden/every_rule"
SET = reference.read_criteria(GOLDEN / "thu_quy_tac_2022.yml")
UNIT = {"unit_code": "001", "name": "Huyện Thử"}
GROUNDS = reference.load_grounds(HOME / "data/raw")
KNOWN = intake.Codes.of(reference.load_reasons(HOME / "data/raw"), GROUNDS)
NAN = float("nan")
BLANK = {"verified_points": NAN, "answer_status": "answered", "verified_declared": ""}
BLANK |= dict.fromkeys(("ground_code", "method", "verified_on", "verifier_note"), "")


def form(folder, criteria_set=SET, **verified):
    """Write a verification form in which these were verified so far: by code, points and words."""
    scores = [
        BLANK | {"indicator_code": each.code, "claimed_points": each.max_points}
        for each in criteria_set.indicators
    ]
    for row in scores:
        points, words = verified.get(row["indicator_code"].replace("-", "_"), (NAN, ""))
        row |= {"verified_points": points, "verified_declared": words}
    path = folder / "tham_dinh.xlsx"
    path.write_bytes(office.verification_form(pd.DataFrame(scores), criteria_set, UNIT, 2022, GROUNDS))
    return path


def read(path):
    records, findings = intake.read_form(path, SET, KNOWN, UNIT, 2022, stage="verification")
    return {code: (each["verified_points"], each["verified_declared"]) for code, each in records.items()}, findings


def test_a_set_without_choices_has_no_column_for_them(tmp_path):
    one = reference.read_criteria(HOME / "data/raw/criteria/tayninh_commune_2025.yml")
    page = openpyxl.load_workbook(form(tmp_path, one)).worksheets[0]
    assert {each.rule.reads for each in one.indicators} & {"option", "parts"} == set()
    assert [cell.value for cell in page[5]] == [
        *("TT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Chênh lệch", "Kết luận", "Căn cứ"),
        *("Hình thức kiểm tra", "Ngày thẩm định", "Lý do điều chỉnh"),
    ]


def test_a_level_is_chosen_from_the_options_and_a_blank_form_reads_as_not_judged(tmp_path):
    path = form(tmp_path)
    records, findings = read(path)
    assert set(records.values()) == {(None, "")}
    assert findings == []
    typing = Typing(path)
    heads = [cell.value for cell in typing.page[5]]
    assert heads[3:7] == ["Cách tính điểm", "Điểm tự chấm", "Mức thẩm định", "Điểm thẩm định"]
    cell = typing.cell("verified_declared", "2.1")
    (listed,) = [each for each in typing.page.data_validations.dataValidation if cell.coordinate in each.sqref]
    assert (listed.type, listed.formula1) == ("list", "danh_muc!$A$1:$A$3")
    assert typing.cell("rule_text", "2.2", 1).value == "– Kế hoạch"
    locked = {
        code: typing.cell("verified_declared", code).protection.locked for code in ("1.1", "2.1", "2.2", "2.4")
    }
    assert locked == {"1.1": True, "2.1": False, "2.2": True, "2.4": True}


def test_a_spreadsheet_computes_points_of_chosen_levels_unless_they_are_typed_over(tmp_path):
    need_office()
    typing = Typing(form(tmp_path))
    for code, label in (("2.1", "Cấp phó"), ("3.2", "Tất cả"), ("3.5", "Có")):
        typing.type("verified_declared", code, label)
    for code, marks in (("2.2", ("Có", "Không")), ("3.3", ("Có", "Có", "Có"))):
        for below, mark in enumerate(marks, 1):
            typing.type("verified_declared", code, mark, below)
    typing.type("verified_points", "3.5", -1)
    typing.type("verified_points", "1.1", 7.5)
    for code in ("2.1", "2.2", "3.3", "3.5"):
        typing.type("verifier_note", code, "Chưa có văn bản kèm theo")
        typing.type("verified_on", code, datetime.date(2022, 11, 1))
    (tmp_path / "out").mkdir()
    (path,) = recalculated([typing.save(tmp_path / "dien.xlsx")], tmp_path / "out")
    records, findings = read(path)
    assert {code: each for code, each in records.items() if each != (None, "")} == {
        "A-1": (7.5, ""),
        "B-1": (5.0, "Cấp phó"),
        "B-2": (6.0, "Kế hoạch"),
        "C-2": (10.0, "Tất cả"),
        "C-3": (9.0, "Một; Hai; Trừ"),  # 6 + 5 - 2
        "C-5": (-1.0, ""),
    }
    cut = [each for each in findings if each.code != "cut_without_reason"]
    assert [each.code for each in cut] == ["verified_level_differs"]
    assert cut[0].found == "mức thẩm định «Có» theo quy tắc được -3 điểm, cột điểm thẩm định ghi -1"
    shown = Typing(path)
    shown.page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    assert shown.cell("decision", "2.1").value == "Hạ điểm"


def test_words_pasted_past_the_list_show_no_points_and_are_findings(tmp_path):
    need_office()
    typing = Typing(form(tmp_path))
    typing.type("verified_declared", "2.1", "Phó phòng")
    typing.type("verified_declared", "3.2", "tạm được")  # «any other answer» has a label of its own
    typing.type("verified_declared", "2.2", "có rồi", 1)
    (tmp_path / "out").mkdir()
    (path,) = recalculated([typing.save(tmp_path / "dien.xlsx")], tmp_path / "out")
    records, findings = read(path)
    assert set(records.values()) == {(None, "")}
    told = sorted((each.code, each.indicator[:3]) for each in findings)
    assert told == [
        ("form_asks_again", "2.2"), ("option_unknown", "2.1"), ("option_unknown", "3.2"), ("part_blank", "2.2"),
    ]  # fmt: skip
    assert all(each.severity == "error" for each in findings if each.code != "part_blank")


def test_any_other_answer_and_one_spelt_otherwise_are_verified_by_their_level(tmp_path):
    """3.2 gives any other answer 1 point; what a formula does not know by its spelling a reader may."""
    need_office()
    other, spelt = Typing(form(tmp_path)), Typing(form(tmp_path))
    offered = {cell.value for row in other.book["danh_muc"].iter_rows() for cell in row}
    assert "Câu trả lời khác" in offered
    other.type("verified_declared", "3.2", "Câu trả lời khác")
    spelt.type("verified_declared", "3.2", "80%")
    (tmp_path / "out").mkdir()
    paths = recalculated(
        [other.save(tmp_path / "khac.xlsx"), spelt.save(tmp_path / "viet.xlsx")], tmp_path / "out"
    )
    shown = [openpyxl.load_workbook(path, data_only=True).worksheets[0] for path in paths]
    at = other.cell("verified_points", "3.2").coordinate
    assert [page[at].value for page in shown] == [1, "xem lại"]
    found = [read(path) for path in paths]
    assert [records["C-2"] for records, _ in found] == [(1.0, "Câu trả lời khác"), (8.0, "71-90%")]
    assert {each.code for _, findings in found for each in findings} == {"cut_without_reason"}
    again = Typing(form(tmp_path, C_2=(1.0, "Câu trả lời khác")))
    assert again.cell("verified_declared", "3.2").value == "Câu trả lời khác"


@pytest.mark.parametrize(
    ("so_far", "expected"),
    [
        ((5.0, "Cấp phó"), (5.0, "Cấp phó")),
        ((4.0, "Cấp phó"), (4.0, "")),  # other points count, not the level
        ((5.0, ""), (5.0, "")),
        ((5.0, "Phó phòng"), (5.0, "")),
    ],
)
def test_what_was_verified_so_far_comes_back_as_level_or_points(tmp_path, so_far, expected):
    records, findings = read(form(tmp_path, B_1=so_far, B_2=(6.0, "Kế hoạch"), C_3=(9.0, "Một; Hai; Trừ")))
    assert records["B-1"] == expected
    assert (records["B-2"], records["C-3"]) == ((6.0, "Kế hoạch"), (9.0, "Một; Hai; Trừ"))
    assert {each.code for each in findings} == {"cut_without_reason"}


def test_a_page_says_the_levels_beside_the_points_that_follow(tmp_path):
    raw = tmp_path / "raw"
    unit = "unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source"
    unit += "\n37,Tỉnh Thử,province,,,,list,,thử\n001,Huyện Thử,district,37,,,list,,thử\n"
    (raw / "2022").mkdir(parents=True)
    (raw / "criteria").mkdir()
    shutil.copy(GOLDEN / "thu_quy_tac_2022.yml", raw / "criteria")
    for table in ("reasons.yml", "grounds.yml", "remedies.yml"):
        shutil.copy(HOME / "data/raw" / table, raw)
    changes = "old_code,new_code,effective_on,kind,extent,share,two_sources,decision,source\n"
    (raw / "unit_changes.csv").write_text(changes, encoding="utf-8")
    (raw / "units.csv").write_text(unit, encoding="utf-8")
    manifest = ["path,sha256,unit_code,year,criteria_id,stage,received_on,provenance,replaces,note"]
    for name, stage, *rows in (
        ("001", "self", ["TT", "Chỉ số", "Số thực hiện (a)", "Điểm tự chấm"], ["2.1", "Người đứng đầu", 1, 10]),
        (
            "002",
            "verification",
            ["TT", "Chỉ số", "Mức thẩm định", "Điểm thẩm định"],
            ["2.1", "Người đứng đầu", "Cấp phó"],
        ),
    ):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(raw / f"2022/{name}.xlsx")
        digest = hashlib.sha256((raw / f"2022/{name}.xlsx").read_bytes()).hexdigest()
        manifest.append(f"2022/{name}.xlsx,{digest},001,2022,thu_quy_tac_2022,{stage},2023-01-10,illustrative,,")
    (raw / "manifest.csv").write_text("\n".join([*manifest, ""]), encoding="utf-8")
    data = dataset.read(raw)
    assert str(data.scores["verified_declared"].dtype) == "category"
    shown = show.gap_table(data.about("001", 2022), data.grounds).loc["2.1"]
    assert "10,00 (Bí thư, Chủ tịch)" in shown.tolist()
    assert "5,00 (Cấp phó)" in shown.tolist()
