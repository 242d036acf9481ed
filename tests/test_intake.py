"""Reading faithfully: numbers, headings, codes, the 11-column sheet, and that nothing is repaired in silence."""

import csv
import datetime
import io
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from hypothesis import given, strategies as st

from dts_analysis import intake, messages, reference, scoring
from dts_analysis.errors import DtsError
from dts_analysis.intake import headings
from dts_analysis.intake.headers import find_header
from dts_analysis.intake.headings import FIELDS, TABLE, read_table
from dts_analysis.intake.manifest import COLUMNS
from dts_analysis.intake.numbers import Broken, read_number
from dts_analysis.intake.text import clean, fold, masked
from dts_analysis.intake.unit_answers import STATUSES
from dts_analysis.intake.verdicts import _read_ground
from dts_analysis.intake.workbook import read_sheets

NO_CODES = intake.Codes(frozenset(), {}, {})
SHEET = Path(__file__).parent / "golden" / "commune_sheet" / "sheet.csv"


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("511,18", 511.18, ""), ("1.234,5", 1234.5, ""), ("95%", 0.95, ""), ("95,5 %", 0.955, ""),
        ("1 234,5", 1234.5, ""), ("1\u00a0234", 1234, ""), ("12.345.678", 12345678, ""),
        ("1,234,567", 1234567, ""),
        ("1,234.5", 1234.5, ""), ("8.5", 8.5, ""), ("0,5", 0.5, ""), ("−3", -3, ""), ("５", 5, ""),
        ("0.500", 0.5, ""), ("0.125", 0.125, ""), ("0.500,5", None, "number_unreadable"),
        ("5²", None, "number_unreadable"), ("9" * 400, None, "number_unreadable"), ("7\u200b,5", 7.5, ""),
        ("1.234", 1234, "number_ambiguous"), ("-", None, "dash_is_blank"), ("", None, ""), (None, None, ""),
        ("khoảng 5", None, "number_unreadable"), ("1,2,3", None, "number_unreadable"),
        ("5/10", None, "number_unreadable"), (True, None, "number_unreadable"),
        (float("nan"), None, "number_unreadable"), (float("inf"), None, "number_unreadable"),
        (datetime.date(2022, 5, 7), None, "date_for_number"), (Broken("cell_error", "#N/A"), None, "cell_error"),
    ],
)  # fmt: skip
def test_numbers_as_forms_hold_them(cell, value, code):
    number = read_number(cell)
    assert number.value == (pytest.approx(value) if value is not None else None)
    assert number.code == code


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=2))
def test_a_number_written_the_vietnamese_way_reads_as_itself(number):
    written = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))
    assert read_number(written).value == pytest.approx(float(number))


@given(st.text())
def test_no_text_makes_the_reader_stumble(text):
    number = read_number(text)
    assert number.value is None or number.value == number.value
    assert fold(clean(text)) == fold(clean(unicodedata.normalize("NFD", text)))


def test_two_heading_rows_over_merged_cells_are_one_heading():
    rows = [
        ["TT", "Chỉ số", "Số liệu kê khai", "", "Kết quả"],
        ["", "", "(a)", "(b)", "Điểm tự chấm"],
        ["1.1", "Họp", 1, 2, 5],
    ]
    rows[0][4] = "Điểm tự chấm"
    header = find_header(rows)
    assert header.columns == {"code": 0, "name": 1, "declared_value": 2, "declared_total": 3, "claimed_points": 4}
    assert header.first_row == 2


def test_points_may_stand_in_the_second_heading_row_and_columns_may_be_numbered():
    rows = [
        ["TT", "Chỉ số", "Điểm", "", ""],
        ["", "", "Tối đa", "Tự chấm", "Thẩm định"],
        ["(1)", "(2)", "(3)", "(4)", "(5) = (4)/2"],
        ["1.1", "Họp", 10, 5, ""],
    ]
    header = find_header(rows)
    assert header.columns == {"code": 0, "name": 1, "max_points": 2, "claimed_points": 3, "verified_points": 4}
    assert (header.first_row, header.last_row, header.unknown) == (3, 1, {})
    del rows[2]
    assert find_header(rows).first_row == 2


def test_the_first_indicator_is_not_taken_for_numbers_of_columns():
    assert find_header([["TT", "Chỉ số", "Điểm tự chấm"], ["1", "AI", 3]]).first_row == 1
    assert find_header([["TT", "Chỉ số", "Điểm tự chấm"], [1, 2, 3], ["1.1", "Họp", 3]]).first_row == 2


def test_every_field_of_the_table_of_headings_is_read_from_it():
    assert list(read_table(TABLE)["spellings"]) == list(FIELDS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'final_points: ["điểm hội đồng"',
            'final_points: ["ĐIỂM  tự-chấm"',
            "headings.yml!final_points: tiêu đề «ĐIỂM  tự-chấm» có ở hai trường: claimed_points và final_points",
        ),
        ('gap: ["chênh', 'code: ["chênh', "headings.yml!14: khóa «code» viết hai lần"),
        ('gap: ["chênh', 'gaps: ["chênh', "headings.yml: không có trường «gaps»"),
        ('gap: ["chênh', 'gaps: ["chênh', "headings.yml!gap: trường «gap» không có cách viết nào"),
        ('person: ["phụ trách"', 'person: ["(*)"', "headings.yml!person: cách viết «(*)» không có chữ nào"),
        ('person: ["phụ trách"', "person: [7", "headings.yml!person: cách viết «7» không có chữ nào"),
    ],
)
def test_the_houses_table_of_headings_guards_itself(tmp_path, old, new, said):
    text = TABLE.read_text(encoding="utf-8")
    (tmp_path / "headings.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DtsError) as raised:
        read_table(tmp_path / "headings.yml")
    assert said in str(raised.value)


def test_a_broken_table_of_headings_stops_the_reading_of_forms(tmp_path, monkeypatch):
    (tmp_path / "headings.yml").write_text("code: []\n", encoding="utf-8")
    monkeypatch.setattr("dts_analysis.intake.headings.TABLE", tmp_path / "headings.yml")
    headings.house.cache_clear()
    try:
        with pytest.raises(DtsError, match=r"headings\.yml!code: trường «code» không có cách viết nào"):
            find_header([["TT", "Chỉ số", "Điểm tự chấm"]])
    finally:
        monkeypatch.undo()
        assert find_header([["TT", "Chỉ số", "Điểm tự chấm"]]).columns["claimed_points"] == 2


def test_telephone_numbers_and_addresses_are_taken_out_and_decisions_left():
    assert masked("Gọi 0912.345.678 hoặc a.b@tinh.gov.vn") == ("Gọi [đã lược] hoặc [đã lược]", True)
    kept = "Quyết định 1726/QĐ-BTTTT ngày 12/10/2020; 0123/KH-UBND"
    assert masked(kept) == (kept, False)


def test_the_careful_road_is_taken_where_the_fast_one_would_lose_a_cell(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["TT", "Điểm tự chấm"])
    book.active.append(["1.1", "=1+1"])
    book.save(tmp_path / "form.xlsx")
    (sheet,) = read_sheets(tmp_path / "form.xlsx", "form.xlsx")
    assert sheet.rows[1][1] == Broken("formula_uncalculated", "=1+1")
    assert sheet.at(1, 1) == "form.xlsx!Sheet!B2"


def test_a_formula_that_gave_an_empty_text_was_calculated(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["TT", "Điểm tự chấm"])
    book.active.append(["1.1", '=IF(A1="","",1)'])
    book.save(tmp_path / "form.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "form.xlsx") as source,
        zipfile.ZipFile(tmp_path / "excel.xlsx", "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b'<c r="B2">', b'<c r="B2" t="str">')  # as Excel writes it
            target.writestr(name, content)
    for name, cell in (("form", Broken("formula_uncalculated", '=IF(A1="","",1)')), ("excel", "")):
        (sheet,) = read_sheets(tmp_path / f"{name}.xlsx", "x")
        assert [*sheet.rows[1], ""][1] == cell


def _package(change):
    """A received form's bytes with its entries changed: `change` takes name and content, None drops the entry."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(Path(__file__).parents[1] / "data/raw/2022/373.xlsx") as source,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return memory.getvalue()


def _flipped():
    content = bytearray(_package(lambda name, content: content))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.getinfo("xl/worksheets/sheet2.xml").header_offset + 100
    content[start : start + 40] = bytes(40)
    return bytes(content)


def _flagged_as_encrypted():
    content = bytearray(_package(lambda name, content: content))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _entries(*names):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return memory.getvalue()


def _half_of_a_sheet(name, content):
    return content[: len(content) // 2] if name.startswith("xl/worksheets/") else content


NO_WORKBOOK = {
    "pdf": (b"%PDF-1.7 x", "(tệp là PDF)"),
    "scan": (b"\xff\xd8\xff\xe0", "(tệp là ảnh chụp hay ảnh quét)"),
    "archive": (b"Rar!\x1a\x07", "(tệp là gói nén)"),
    "rich_text": (b"{\\rtf1", "(tệp là văn bản Word)"),
    "page": (b"\xef\xbb\xbf\n<!DOCTYPE HTML><table>", "(tệp là trang web (HTML) mang đuôi bảng tính)"),
    "xml": (b"<?xml version='1.0'?>", "(tệp là XML"),
    "blank": (bytes(100), "(tệp chỉ có byte 0"),
    "text": ("Mã;Điểm".encode(), "(tệp là chữ thường mang đuôi «.xlsx»"),
    "text_utf16": ("Mã;Điểm".encode("utf-16"), "(tệp là chữ thường mang đuôi «.xlsx»"),
    "neither": (b"\x01\xff\x80", "(nội dung không phải bảng tính, bắt đầu bằng các byte 01 FF 80)"),
    "word": (_entries("word/document.xml"), "(tệp là văn bản Word)"),
    "slides": (_entries("ppt/presentation.xml"), "(tệp là bản trình chiếu PowerPoint)"),
    "zip": (_entries("b.xlsx", "a.xlsx"), "(tệp nén không có trang tính nào, trong đó có: a.xlsx, b.xlsx)"),
    "cut_off": (_entries("xl/worksheets/sheet1.xml")[:-30], "(tệp bị cắt cụt, phần cuối không còn"),
    "flipped": (_flipped(), "(dữ liệu nén bên trong hỏng; thư viện báo: Error -3"),
    "half_a_sheet": (_package(_half_of_a_sheet), "(một phần bên trong tệp thiếu hoặc hỏng; thư viện báo: "),
    "no_texts": (
        _package(lambda name, content: None if name == "xl/sharedStrings.xml" else content),
        "(thiếu phần «xl/sharedStrings.xml» mà tệp tự nhắc tới)",
    ),
}


@pytest.mark.parametrize("name", NO_WORKBOOK)
def test_what_is_no_workbook_is_said_to_be_what_it_is(tmp_path, name):
    content, words = NO_WORKBOOK[name]
    (tmp_path / "form.xlsx").write_bytes(content)
    with pytest.raises(DtsError) as raised:
        read_sheets(tmp_path / "form.xlsx", "form.xlsx")
    (found,) = raised.value.findings
    assert found.code == "not_a_workbook"
    assert words in found.found


def test_what_is_no_workbook_is_said_in_english(tmp_path):
    messages.use("en")
    (tmp_path / "form.xlsx").write_bytes(b"%PDF-1.7")
    with pytest.raises(DtsError, match=r"cannot be opened as a workbook \(the file is a PDF\)"):
        read_sheets(tmp_path / "form.xlsx", "form.xlsx")


def test_a_fault_without_a_sentence_keeps_the_words_of_the_library(tmp_path, monkeypatch):
    def stumble(*_):
        raise OverflowError("date value out of range")

    monkeypatch.setattr("dts_analysis.intake.xlsx.read", stumble)
    (tmp_path / "form.xlsx").write_bytes(_package(lambda name, content: content))
    with pytest.raises(
        DtsError, match=r"một phần bên trong tệp thiếu hoặc hỏng; thư viện báo: date value .* \(OverflowError\)"
    ):
        read_sheets(tmp_path / "form.xlsx", "form.xlsx")


def test_commas_within_quotes_do_not_part_a_forms_cells(tmp_path):
    text = 'TT;"Chỉ số, nội dung,\n tiêu chí, yêu cầu";Điểm tự chấm\n1.1;Họp;"5,5"\n'
    (tmp_path / "form.csv").write_text(text, encoding="utf-8")
    (sheet,) = read_sheets(tmp_path / "form.csv", "form.csv")
    assert sheet.rows[1] == ["1.1", "Họp", "5,5"]


FAR = {
    b'<c r="A47"': [
        b'<c r="AAAAAAAAAAAAAA147"', b'<c\tr="AAAAAAAAAAAAAA147"', b'<c r = "AAAAAAAAAAAAAA147"',
        b'<c r="aaaaaaaaaaaaaa147"', b'<c\nr="A9999999"', b"<c x='1' r='ZZZ147'",
    ],
    b'<row r="47" spans="1:10" ht="60" customHeight="1"><c r="A47"': [b'<row r="4000000000"><c'],
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, many in FAR.items() for new in many])
def test_a_cell_that_would_take_all_memory_is_refused_however_it_is_written(tmp_path, old, new):
    """Read on, each of these makes the reader ask for terabytes, or for rows by the million."""
    content = _package(lambda name, content: content.replace(old, new, 1) if "sheet2" in name else content)
    (tmp_path / "form.xlsx").write_bytes(content)
    with pytest.raises(DtsError, match="ngoài mọi phiếu"):
        read_sheets(tmp_path / "form.xlsx", "form.xlsx")


def test_a_package_with_a_password_says_so(tmp_path):
    (tmp_path / "form.xlsx").write_bytes(_flagged_as_encrypted())
    with pytest.raises(DtsError, match="tệp có mật khẩu"):
        read_sheets(tmp_path / "form.xlsx", "form.xlsx")


def _sheet_as(tmp_path, form):
    if form == "csv":
        path = tmp_path / "sheet.csv"
        path.write_bytes(SHEET.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    elif form == "csv with byte-order mark":
        path = tmp_path / "sheet.csv"
        path.write_bytes(b"\xef\xbb\xbf" + SHEET.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    elif form in ("csv with semicolons", "csv with tabs"):
        path = tmp_path / "sheet.csv"
        with (
            SHEET.open(encoding="utf-8-sig", newline="") as source,
            path.open("w", encoding="utf-8", newline="") as target,
        ):
            delimiter = ";" if form == "csv with semicolons" else "\t"
            csv.writer(target, delimiter=delimiter).writerows(csv.reader(source))
    else:
        path = tmp_path / "sheet.xlsx"
        book = openpyxl.Workbook()
        with SHEET.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                book.active.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize(
    "form", ["csv", "csv with byte-order mark", "csv with semicolons", "csv with tabs", "excel"]
)
def test_the_11_column_sheet_drafts_a_set_and_is_then_read_as_answers(tmp_path, form):
    path = _sheet_as(tmp_path, form)
    drafted = tmp_path / "thu_xa_2025.yml"
    drafted.write_text(intake.draft_criteria(path, "thu_xa_2025"), encoding="utf-8")
    criteria_set = reference.read_criteria(drafted)
    with SHEET.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), len(criteria_set.indicators), len(criteria_set.pillars)) == (62, 62, 6)
    assert criteria_set.total_points == pytest.approx(sum(float(row["Điểm tối đa"]) for row in rows))
    assert [each.printed_as for each in criteria_set.indicators] == [row["Mã"] for row in rows]
    assert "P4-4.10" in [each.code for each in criteria_set.indicators]
    unit = pd.Series({"unit_code": "1", "name": "Xã Thử"})
    records, findings = intake.read_form(path, criteria_set, NO_CODES, unit, 2025)
    assert [each for each in findings if each.severity == "error"] == []
    assert [each.code for each in findings].count("gap_sign_reversed") <= 1
    by_printed = {criteria_set.indicator(code).printed_as: record for code, record in records.items()}
    for row in rows:
        record = by_printed[row["Mã"]]
        assert record["claimed_points"] == pytest.approx(float(row["Tự đánh giá"]))
        assert record["verified_points"] == pytest.approx(float(row["Thẩm định"]))


def test_what_a_draft_cannot_be_made_of_is_said_all_at_once(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá"], [4.1, "Một", "A", 10, 1],
                ["4.2", "Hai", "A", "mười", 1], ["4.2", "Ba", "A", 5, 1]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "bang.xlsx")
    with pytest.raises(DtsError) as error:
        intake.draft_criteria(tmp_path / "bang.xlsx", "x_2025")
    assert [each.code for each in error.value.findings] == [
        "draft_code_number",
        "draft_maximum",
        "indicator_doubled",
    ]
    assert "bang.xlsx!Sheet!A2: mã là số 4,1: Excel có thể đã bỏ số 0 cuối" in str(error.value)
    assert "bang.xlsx!Sheet!D3: điểm tối đa «mười»" in str(error.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Mã", "Chỉ tiêu", "Tự đánh giá"]], "bảng không có cột nhóm"),
        ([["Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá"]], "không có dòng chỉ số nào"),
        ([["a"]], "không trang nào có dòng tiêu đề"),
    ],
)
def test_a_sheet_that_is_no_sheet_of_indicators(tmp_path, rows, said):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "bang.xlsx")
    with pytest.raises(DtsError, match=said):
        intake.draft_criteria(tmp_path / "bang.xlsx", "x_2025")


def test_no_row_of_a_sheet_is_left_out_of_its_draft(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá"], ["I", "Nhóm A", "", "", ""],
                ["1.1", "Một", "A", 10, 1], ["1.2", "Hai", "", 10, 1], ["", "Ba", "A", 10, 1],
                ["1.4)", "Bốn", "A", 10, 1], ["1.5.", "Năm", "A", 10, 1], ["", "Tổng cộng", "", 50, 5],
                ["", "Sáu", "A", "", ""], ["", "Người lập", "", "", ""]):  # fmt: skip
        book.active.append(row)
    book.active.merge_cells("C3:C4")
    book.save(tmp_path / "bang.xlsx")
    with pytest.raises(DtsError, match="ô «nhóm» trống") as error:
        intake.draft_criteria(tmp_path / "bang.xlsx", "x_2025")
    assert [(each.code, each.where) for each in error.value.findings] == [
        ("draft_cell_empty", "bang.xlsx!Sheet!C4"),
        ("draft_cell_empty", "bang.xlsx!Sheet!A5"),
        ("draft_code_odd", "bang.xlsx!Sheet!A6"),
        ("draft_cell_empty", "bang.xlsx!Sheet!A9"),
        ("draft_maximum", "bang.xlsx!Sheet!D9"),
    ]
    assert "mã «1.4)» có ký tự lạ" in str(error.value)


@pytest.mark.parametrize("name", ["Bộ mới", "2025", "", "../x"])
def test_an_id_that_no_set_can_bear_is_refused_before_the_draft(name):
    with pytest.raises(DtsError, match="id không dùng được"):
        intake.draft_criteria(SHEET, name)


@pytest.mark.parametrize(("maxima", "total"), [((0, 0), 2), ((10, 0), 10)])
def test_maxima_of_0_are_drafted_and_a_negative_one_is_refused(tmp_path, maxima, total):
    """All of 0: a set that counts what passes, each as 1. One of 0: a penalty, or what is told without points."""
    path, book = tmp_path / "bang.xlsx", openpyxl.Workbook()
    book.active.append(["Mã", "Chỉ tiêu", "Nhóm", "Điểm tối đa", "Tự đánh giá"])
    for number, most in enumerate(maxima, 1):
        book.active.append([f"1.{number}", f"Chỉ tiêu {number}", "A", most, ""])
    book.save(path)
    (tmp_path / "dat_2025.yml").write_text(intake.draft_criteria(path, "dat_2025"), encoding="utf-8")
    drafted = reference.read_criteria(tmp_path / "dat_2025.yml")
    assert (drafted.scored_in, drafted.total_points) == ("points" if sum(maxima) else "passes", total)
    kinds = [(each.rule.kind, each.undecided) for each in drafted.indicators]
    assert kinds == [("manual", ()), ("target", ("rule",)) if sum(maxima) else ("manual", ())]
    book.active["D2"] = -5
    book.save(path)
    with pytest.raises(DtsError, match="điểm tối đa «-5»; cần: một số từ 0"):
        intake.draft_criteria(path, "dat_2025")


def test_a_draft_is_yaml_a_person_can_go_on_with():
    document = yaml.safe_load(intake.draft_criteria(SHEET, "thu_xa_2025"))
    assert document["class_scheme"]["kind"] == "conditions"
    assert {each["rule"]["kind"] for each in document["indicators"]} == {"manual"}
    assert document["provenance_note"].startswith("Bản phác thảo")


def test_the_law_says_of_every_status_what_it_counts_for():
    assert set(STATUSES) == set(scoring.STATUS.index)


def test_a_manifest_without_rows_is_no_answers(tmp_path):
    (tmp_path / "manifest.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    units = reference.load_units(Path(__file__).parents[1] / "data" / "raw")
    found = intake.read_raw(tmp_path, {}, units, NO_CODES)
    assert (len(found.answers), list(found.answers), found.findings) == (0, intake.ANSWER_COLUMNS, [])
    assert found.answers.dtypes[["claimed_points", "year"]].astype(str).tolist() == ["float64", "int64"]


def test_a_raw_folder_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(DtsError, match=r"manifest\.csv: "):
        intake.read_raw(tmp_path, {}, pd.DataFrame(), NO_CODES)


def test_a_manifest_without_a_column_is_refused(tmp_path):
    (tmp_path / "manifest.csv").write_text("path,sha256\n", encoding="utf-8")
    with pytest.raises(DtsError) as error:
        intake.read_manifest(tmp_path, {}, pd.DataFrame())
    assert {each.code for each in error.value.findings} == {"column_missing"}
    assert len(error.value.findings) == 8


def _form(tmp_path, reason, explanation=""):
    """Return what a one-row form with this reason cell reads as, and its findings."""
    from golden_set import SET

    book = openpyxl.Workbook()
    book.active.append(["TT", "Chỉ số", "Điểm tự chấm", "Nguyên nhân", "Giải trình"])
    book.active.append(["1.1", "Tỷ lệ", 3, reason, explanation])
    book.save(tmp_path / "phieu.xlsx")
    mapping = {fold("Chưa có kinh phí."): "R16"}
    known = intake.Codes(frozenset({"R01", "R02", "R16", "R100"}), {}, mapping)
    records, findings = intake.read_form(
        tmp_path / "phieu.xlsx", SET, known, pd.Series({"unit_code": "1", "name": "Xã Thử"}), 2022
    )
    return records["A-1"], [each.code for each in findings]


def _verification(tmp_path, headings, *rows):
    """Return what the first row of a verification sheet reads as, and the codes of what is found."""
    from golden_set import SET

    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(tmp_path / "tham_dinh.xlsx")
    unit = pd.Series({"unit_code": "1", "name": "Xã Thử"})
    records, findings = intake.read_form(
        tmp_path / "tham_dinh.xlsx", SET, NO_CODES, unit, 2022, stage="verification"
    )
    return records["A-1"], [each.code for each in findings]


@pytest.mark.parametrize(
    ("claimed", "verified", "decided", "codes"),
    [
        (7.5, 7.495, "Chấp nhận", []),
        (7.5, 7.49, "Chấp nhận", ["decision_contradicts", "cut_without_reason"]),
        (7.5, 7.495, "Hạ điểm", ["decision_contradicts"]),
        ("", 0, "Chấp nhận", []),
        ("", 3, "Hạ điểm", []),
    ],
)
def test_a_typed_decision_is_held_against_both_points_or_not_at_all(tmp_path, claimed, verified, decided, codes):
    headings = ["TT", "Chỉ số", "Điểm tự chấm", "Điểm thẩm định", "Kết luận"]
    row = ["1.1", "Tỷ lệ", claimed, verified, decided]
    assert _verification(tmp_path, headings, row)[1] == codes
    del headings[2], row[2]  # a sheet without the claims: nothing to hold the decision against
    record, found = _verification(tmp_path, headings, row)
    assert (record["claimed_points"], record["verified_points"], found) == (None, verified, [])


def test_gaps_maxima_and_totals_are_held_to_the_tolerance_of_typing(tmp_path):
    headings = ["TT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Chênh lệch"]
    rows = [["1.1", "Tỷ lệ", 12.005, 7.5, 7.495, 0], ["", "Tổng cộng", "", 7.505, 7.49, ""]]
    assert _verification(tmp_path, headings, *rows)[1] == []
    rows = [["1.1", "Tỷ lệ", 12.01, 7.5, 7.49, 0], ["", "Tổng cộng", "", 7.51, 7.49, ""]]
    assert _verification(tmp_path, headings, *rows)[1] == [
        "maximum_differs", "cut_without_reason", "total_differs", "gap_contradicts",
    ]  # fmt: skip


def test_stated_shares_of_reasons_are_kept_and_only_if_they_are_whole(tmp_path):
    record, findings = _form(tmp_path, "R01: 62,5%; R02 (37,5%)")
    assert [record["reason_codes"], record["reason_shares"], record["reason_basis"]] == [
        "R01;R02", "0.625;0.375", "form",
    ]  # fmt: skip
    assert findings == []
    record, findings = _form(tmp_path, "R01 60%; R02")
    assert [record["reason_codes"], record["reason_shares"]] == ["R01;R02", ""]
    assert findings == ["reason_shares_sum"]


@pytest.mark.parametrize(
    ("typed", "kept", "unknown"),
    [
        ("R100", "R100", []), ("R101; R01", "R01", ["R101"]), ("R1", "", ["R1"]), ("r1, r001", "", ["R1", "R001"]),
        ("R01: 50%; R101: 50%", "R01", ["R101"]),
    ],
)  # fmt: skip
def test_a_code_of_any_length_is_kept_or_reported_with_its_cell(tmp_path, typed, kept, unknown):
    record, findings = _form(tmp_path, typed)
    assert record["reason_codes"] == kept
    assert findings.count("reason_unknown") == len(unknown)


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("G1", "", [("ground_unknown", "G1")]),
        ("G100", "", [("ground_unknown", "G100")]),
        ("G01; G100", "G01", [("ground_unknown", "G100")]),
        ("G02, G01", "G02", [("ground_doubled", "G02, G01")]),
        ("Tính sai", "G02", []),
        ("Tính đúng", "", [("ground_unknown", "Tính đúng")]),
        ("", "", []),
    ],
)
def test_grounds_are_codes_or_one_label(typed, kept, said):
    grounds = {fold("Không có minh chứng"): "G01", fold("Tính sai"): "G02"}
    ground, faults = _read_ground(typed, grounds)
    assert (ground, [(code, facts["text"]) for code, facts in faults]) == (kept, said)


def test_an_explanation_is_coded_only_by_the_reviewed_mapping(tmp_path):
    assert _form(tmp_path, "", "CHƯA CÓ  kinh phí")[0]["reason_codes"] == "R16"
    assert _form(tmp_path, "", "Chưa có kinh phí.")[0]["reason_basis"] == "mapping"
    assert _form(tmp_path, "", "Chưa có nhiều kinh phí.")[0]["reason_codes"] == ""
    assert _form(tmp_path, "R02", "Chưa có kinh phí.")[0]["reason_codes"] == "R02"


def test_a_mapping_must_be_reviewed_and_use_known_codes(tmp_path):
    reasons = pd.DataFrame({"reason_code": ["R16"]})
    assert reference.load_reason_mapping(tmp_path, reasons) == {}
    path = tmp_path / "reason_mapping.csv"
    path.write_text("explanation,reason_codes,reviewed_on,reviewed_by\nChưa có tiền,R16,2023-02-01,Sở\n", "utf-8")
    assert reference.load_reason_mapping(tmp_path, reasons) == {fold("chưa có tiền"): "R16"}
    path.write_text("explanation,reason_codes,reviewed_on,reviewed_by\nChưa có tiền,R16;R77,,\n", "utf-8")
    with pytest.raises(DtsError) as error:
        reference.load_reason_mapping(tmp_path, reasons)
    assert [each.code for each in error.value.findings] == ["mapping_code_unknown", "mapping_unreviewed"]
    assert "reason_mapping.csv!2: nguyên nhân «R77» không có trong reasons.yml" in str(error.value)
    path.write_text("explanation\nx\n", "utf-8")
    with pytest.raises(DtsError, match="thiếu cột «reason_codes»"):
        reference.load_reason_mapping(tmp_path, reasons)
