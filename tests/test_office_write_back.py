"""Findings given back: marked copies, a letter and a list for every unit, an Excel file; the received stays."""

import hashlib
import shutil
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError, finding, findings_table
from dts_analysis.messages import table
from dts_analysis.office import findings_book, write_back
from dts_analysis.office.letters import NOT_ASKED, SHIPPED, ask, asked, letter
from dts_analysis.office.marked_copy import marked_copy
from dts_analysis.office.word import TEMPLATES
from dts_analysis.reference import shipped_levels

HOUSE = SimpleNamespace(stages=())  # a set that names no stage
FAULTY = Path(__file__).parent / "faulty"
SELF, MARKED = "2022/001_huyen_thu/cong_van.docx", "2022/001_huyen_thu/001_danh_dau.xlsx"


def home(tmp_path, *layers):
    """Return a project's root whose data/raw holds these layers of the faulty folders."""
    for layer in ("reference", *layers):
        source = FAULTY / layer / "raw" if (FAULTY / layer / "raw").is_dir() else FAULTY / layer
        shutil.copytree(source, tmp_path / "data" / "raw", dirs_exist_ok=True)
    return tmp_path


def check(folder, *arguments):
    return CliRunner().invoke(cli.dts, ["--home", str(folder), "check", *map(str, arguments)])


def annotated(tmp_path, *layers):
    """Return the folder that `dts check --annotate` wrote for a project of these layers."""
    folder, out = home(tmp_path, "base", *layers), tmp_path / "gui_lai"
    result = check(folder, "--annotate", out)
    assert result.exit_code in (0, 1), (result.output, result.exception)
    return out


def words(path):
    """All text of a Word file."""
    document = docx.Document(path)
    cells = [cell.text for each in document.tables for row in each.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def named_findings(*findings):
    rows = findings_table(findings)
    places = [each.split("!") for each in rows["where"]]
    columns = {
        name: [each[at] if at < len(each) else "" for each in places]
        for at, name in enumerate(("file", "sheet", "cell"))
    }
    return rows.assign(unit_name="Xã Thử", indicator="", **columns)  # fmt: skip


def test_a_finding_is_a_coloured_cell_with_a_comment_and_the_received_file_stays(tmp_path):
    received = FAULTY / "points_out_of_range/raw/2022/001.xlsx"
    before = hashlib.sha256(received.read_bytes()).digest()
    book = openpyxl.load_workbook(annotated(tmp_path, "points_out_of_range") / MARKED)
    assert hashlib.sha256((tmp_path / "data/raw/2022/001.xlsx").read_bytes()).digest() == before
    cell = book["Tự đánh giá"]["F7"]
    assert cell.fill.start_color.rgb == "00F8CBAD"
    assert cell.comment.text.startswith("lỗi: 11 điểm vượt điểm tối đa 10. Cần: từ 0 đến 10. Cách")
    assert cell.value == 11
    front = book.worksheets[0]
    assert (front.title, book.active.title) == ("Cần sửa", "Cần sửa")
    assert front["A1"].value == "Huyện Thử – phiếu năm 2022: những chỗ cần xem lại"
    assert front["A2"].value.startswith(
        "Bản sao có đánh dấu của tệp «2022/001.xlsx»: 2 lỗi (đỏ), 1 cảnh báo (vàng)"
    )
    assert [cell.value for cell in front[5]][1:5] == ["lỗi", "Tự đánh giá", "F7", "1.1 Tỷ lệ cán bộ được tập huấn"]
    assert front["D5"].hyperlink.location == "'Tự đánh giá'!F7"


def test_a_csv_is_copied_from_its_rows_and_its_text_stays_text(tmp_path):
    path = tmp_path / "phieu.csv"
    path.write_text("TT,Chỉ số,Điểm tự chấm\n1.1,=1+1,khá\n", encoding="utf-8")
    found = named_findings(finding("number_unreadable", "phieu.csv!!C2", text="khá", value=None))
    (tmp_path / "a.xlsx").write_bytes(marked_copy(path, "phieu.csv", found, "Xã Thử", 2022))
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Bảng"]
    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
    assert page["C2"].comment.text.startswith("lỗi: «khá» không phải là số")


def test_every_cell_of_a_habit_is_marked_and_two_findings_share_a_comment(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "T"
    for row in range(1, 6):
        book.active.append([row, "-"])
    book.active["B5"].comment = openpyxl.comments.Comment("của đơn vị", "x")
    book.active.merge_cells("B3:B4")
    book.save(tmp_path / "p.xlsx")
    places = tuple(f"p.xlsx!T!B{row}" for row in (1, 2, 4, 5))
    found = named_findings(
        finding("number_unreadable", "p.xlsx!T!B1", text="-", value=None),
        finding("dash_is_blank", places[0], cells=places, text="-"),
    )
    content = marked_copy(tmp_path / "p.xlsx", "p.xlsx", found, "Xã Thử", 2022)
    assert content == marked_copy(tmp_path / "p.xlsx", "p.xlsx", found, "Xã Thử", 2022)
    (tmp_path / "a.xlsx").write_bytes(content)
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["T"]
    assert page["B1"].comment.text.count("lỗi: ") == page["B1"].comment.text.count("lưu ý: ") == 1
    assert [page[name].fill.start_color.rgb[2:] for name in ("B1", "B2", "B3")] == ["F8CBAD", "DDEBF7", "DDEBF7"]
    assert page["B5"].comment.text.startswith("của đơn vị\n\nlưu ý: ")


def test_of_a_file_that_cannot_be_opened_there_is_the_list_alone(tmp_path):
    book = openpyxl.load_workbook(annotated(tmp_path, "damaged_workbook") / MARKED)
    assert book.sheetnames == ["Cần sửa"]
    assert book.active["A2"].value == "Tệp không mở được nên bản sao này chỉ có danh sách."


def test_a_letter_asks_a_unit_by_cause_and_names_cell_and_indicator(tmp_path):
    out = annotated(tmp_path, "points_out_of_range")
    said = words(out / SELF)
    assert "Kính gửi: Ủy ban nhân dân huyện Thử." in said
    assert "còn 3 chỗ cần sửa hoặc xác nhận, trong đó 2 chỗ làm cho điểm chưa được tính" in said
    assert "Ghi điểm không vượt điểm tối đa của chỉ số (1 chỗ)" in said
    assert "– Ô F7 – 1.1 Tỷ lệ cán bộ được tập huấn: 11 điểm vượt điểm tối đa 10. Cần: từ 0 đến 10" in said
    listed = openpyxl.load_workbook(out / "2022/001_huyen_thu/can_sua.xlsx").active
    assert [cell.value for cell in listed[4]][1:4] == [
        "Ghi điểm không vượt điểm tối đa của chỉ số",
        "Tự đánh giá",
        "F7",
    ]
    assert listed.auto_filter.ref == "A3:H6"


def test_what_the_working_group_is_to_mend_is_marked_and_not_asked_of_the_unit(tmp_path):
    out = annotated(tmp_path, "verdicts_that_contradict")
    assert (out / "2022/001_huyen_thu/001_tham_dinh_danh_dau.xlsx").is_file()
    assert not (out / SELF).exists()


def test_an_office_edits_the_template_of_its_letters(tmp_path):
    out = annotated(tmp_path, "points_out_of_range")
    own = docx.Document(out / "mau_cong_van.docx")
    own.paragraphs[-1].add_run(" Người theo dõi: Phòng Văn hóa.")
    shutil.rmtree(out / "2022")
    own.save(out / "mau_cong_van.docx")
    assert check(tmp_path, "--annotate", out).exit_code == 1
    assert "Người theo dõi: Phòng Văn hóa." in words(out / SELF)


@pytest.mark.parametrize("mark", ["{{ unit_name", "{% if %}", ""])
def test_a_template_that_cannot_be_filled_in_is_a_sentence(tmp_path, mark):
    path = tmp_path / "mau_cong_van.docx"
    own = docx.Document(TEMPLATES / SHIPPED)
    own.paragraphs[-1].add_run(mark)
    own.save(path)
    if not mark:
        path.write_bytes(b"khong phai Word")
    with pytest.raises(DtsError, match=r"^mau_cong_van\.docx: mẫu Word không dùng được \("):
        letter(path, "Xã Thử", 2022, "Bộ", [])


def test_a_template_that_cannot_be_used_stops_all_of_it(tmp_path):
    out = tmp_path / "gui_lai"
    out.mkdir()
    (out / "mau_cong_van.docx").write_bytes(b"khong phai Word")
    said = check(home(tmp_path, "base", "points_out_of_range"), "--annotate", out).exception
    assert "mẫu Word không dùng được (" in str(said)
    assert [path.name for path in out.iterdir()] == ["mau_cong_van.docx"]


def test_nothing_is_written_over(tmp_path):
    out = annotated(tmp_path, "points_out_of_range")
    before = (out / SELF).read_bytes()
    said = str(check(tmp_path, "--annotate", out).exception)
    assert said.count("tệp đã có; ") == 3
    assert (out / SELF).read_bytes() == before


def test_the_same_findings_make_the_same_letter_byte_for_byte():
    found = [
        finding("over_maximum", f"a.xlsx!T!F{row}", points=11.0, least=0.0, max_points=10.0)
        for row in range(7, 21)
    ]
    groups = asked(named_findings(*found), HOUSE)
    once, again = (letter(TEMPLATES / SHIPPED, "Xã Thử", 2022, "Bộ <A & B>", groups) for _ in range(2))
    assert once == again


def test_a_letter_counts_places_takes_any_name_and_says_what_it_leaves_to_the_list(tmp_path):
    found = [
        finding("over_maximum", f"a.xlsx!T!F{row}", points=11.0, least=0.0, max_points=10.0)
        for row in range(7, 21)
    ]
    (tmp_path / "a.docx").write_bytes(
        letter(TEMPLATES / SHIPPED, "Xã <Thử> & Bạn", 2022, "Bộ", asked(named_findings(*found), HOUSE))
    )
    said = words(tmp_path / "a.docx")
    assert "còn 14 chỗ cần sửa hoặc xác nhận, trong đó 14 chỗ" in said
    assert "Xã <Thử> & Bạn" in said
    assert "và 2 chỗ khác, xem tệp kèm theo" in said


def test_what_is_asked_is_of_a_finding_there_is_and_notes_ask_nothing():
    listed = {key.removeprefix("ask_") for key in table()["words"] if key.startswith("ask_")}
    assert listed <= set(table()["findings"])
    assert ask("draft_id", "đổi id sau --id", HOUSE) == "Đổi id sau --id"
    assert asked(named_findings(finding("dash_is_blank", "a.xlsx!T!F7", text="-")), HOUSE) == []
    cut = finding("cut_without_reason", "a.xlsx!T!F7", claimed=5.0, verified=2.0)
    assert asked(named_findings(cut), HOUSE) == []
    assert set(table()["findings"]) >= NOT_ASKED


def test_the_excel_file_of_findings_holds_numbers_and_filters(tmp_path):
    found = named_findings(
        finding(
            "over_maximum", "a.xlsx!T!F7", unit_code="001", year=2022, points=11.0, least=0.0, max_points=10.0
        ),
        finding("dash_is_blank", "a.xlsx!T!F8", unit_code="001", year=2022, text="=1+1"),
        finding("file_unlisted", "b.xlsx"),
    )
    received = pd.DataFrame({"unit_code": ["001"], "year": [2022], "criteria_id": ["bo"]})
    data = SimpleNamespace(received=received, criteria={"bo": SimpleNamespace(stages=())})
    (tmp_path / "a.xlsx").write_bytes(findings_book(found, data, "Phát hiện"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    by_unit, by_cause, one_by_one = book["Theo đơn vị"], book["Theo nguyên nhân"], book["Từng chỗ"]
    # a unit's own, by cause; what concerns no unit is asked of none
    assert [[cell.value for cell in row][:4] for row in by_unit.iter_rows(min_row=4)] == [
        ["Xã Thử", "001", "lỗi", "Ghi điểm không vượt điểm tối đa của chỉ số"],
        ["Xã Thử", "001", "lưu ý", by_unit["D5"].value],
    ]
    found_and_expected = [cell.value for cell in by_unit[4]][5:7]
    assert found_and_expected == ["11 điểm vượt điểm tối đa 10", "từ 0 đến 10"]
    assert [cell.value for cell in by_cause[4]][:5] == ["lỗi", "over_maximum", 1, 1, "Xã Thử"]
    assert (one_by_one["D4"].value, one_by_one["C4"].value) == (2022, "001")
    assert (one_by_one["D5"].value, one_by_one["D6"].value) == (None, 2022)
    assert {cell.data_type for row in one_by_one.iter_rows() for cell in row} <= {"s", "n"}
    assert one_by_one.auto_filter.ref == "A3:N6"


def test_nothing_is_given_back_into_the_raw_folder(tmp_path):
    folder = home(tmp_path, "base", "points_out_of_range")
    for option in ("--annotate", "--xlsx"):
        assert "nơi ghi nằm trong data/raw" in str(check(folder, option, folder / "data/raw/ra").exception)
    assert not (folder / "data/raw/ra").exists()


def test_two_files_of_one_name_have_a_marked_copy_each(tmp_path):
    (tmp_path / "a.csv").write_text("TT,Chỉ số,Điểm tự chấm\n1.1,Họp,khá\n", encoding="utf-8")
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "a.csv", tmp_path / "b/a.csv")
    paths = ["a.csv", "b/a.csv"]
    found = [
        finding("number_unreadable", f"{path}!!C2", unit_code="001", year=2022, text="khá", value=None)
        for path in paths
    ]
    one = SimpleNamespace(title="Bộ", level="commune", stages=())
    received = pd.DataFrame({"path": paths, "criteria_id": "bo", "kind": "self"})
    data = SimpleNamespace(received=received, criteria={"bo": one}, levels=shipped_levels())
    done = write_back(tmp_path, data, named_findings(*found), tmp_path / "ra")
    assert done == {"copies": 2, "letters": 1}
    names = sorted(path.name for path in (tmp_path / "ra/2022/001_xa_thu").iterdir())
    assert names == ["a_2_danh_dau.xlsx", "a_danh_dau.xlsx", "can_sua.xlsx", "cong_van.docx"]


def test_check_lists_errors_one_by_one_and_all_else_by_cause(tmp_path):
    folder = home(tmp_path, "base", "points_out_of_range")
    lines = check(folder).output.splitlines()
    assert [line.split("]")[0] for line in lines[:-1]] == [
        "lỗi [over_maximum",
        "lỗi [points_negative",
        "cảnh báo [total_differs",
    ]
    assert "] 1 chỗ, 1 đơn vị (Huyện Thử): 2022/001.xlsx!Tự đánh giá!" in lines[2]
    assert check(folder, "--errors").output.splitlines()[-1] == "2 lỗi, 0 cảnh báo, 0 lưu ý."
    assert check(folder, "--year", "2021").output.splitlines() == ["0 lỗi, 0 cảnh báo, 0 lưu ý."]
    assert "không có đơn vị mã «999»" in str(check(folder, "--unit", "999").exception)
    assert check(folder, "--unit", "001", "--year", "2022").exit_code == 1


def test_check_writes_an_excel_file_and_never_over_one(tmp_path):
    folder, out = home(tmp_path, "base", "points_out_of_range"), tmp_path / "f.xlsx"
    assert f"Đã ghi {out}." in check(folder, "--xlsx", out).output
    assert len(openpyxl.load_workbook(out).sheetnames) == 4
    again = check(folder, "--xlsx", out)
    assert (again.exit_code, "không ghi đè" in again.output) == (2, True)
