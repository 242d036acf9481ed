"""Forms received as they lie: every file lands where it belongs, or is asked about; nothing twice or lost."""

import sys
import types

import pytest
from inbox import NAMES, SET, answer, form, manifest, questions, receive, sha256, small_set, small_workspace

from dts_analysis import dataset
from dts_analysis.errors import DtsError
from dts_analysis.workspace.undoing import put_back


@pytest.fixture
def place(tmp_path):
    return small_workspace(tmp_path / "w")


@pytest.fixture
def mail(tmp_path):
    return tmp_path / "mail"


def why(place, name):
    return questions(place)[name]["vì sao"]


@pytest.mark.parametrize(
    ("name", "head", "unit_code"),
    [
        ("Xã Tân Lập.xlsx", (), "00801"),
        ("Bản sao của Biểu tự chấm - TÂN BIÊN (1).xlsx", (), "00802"),
        ("Tan Bien_CDS_2025.xlsx", (), "00802"),
        ("tanbien.xlsx", (), "00802"),
        ("PhieuXaTanLap2025.xlsx", (), "00801"),
        ("phan_tram.xlsx", ["ỦY BAN NHÂN DÂN XÃ HÒA HỘI"], "00807"),  # the register spells Hoà
        ("a.xlsx", ["PHIẾU TỰ ĐÁNH GIÁ CHUYỂN ĐỔI SỐ XÃ TÂN LẬP NĂM 2025"], "00801"),
        ("a.xlsx", [("Tên đơn vị", "Tân Biên")], "00802"),
        ("a.xlsx", [("Đơn vị: UBND xã Tân Biên",)], "00802"),
        ("a.xlsx", [("Mã đơn vị", "00803")], "00803"),
        ("a.xlsx", ["UBND XÃ TÂN BIÊN, HUYỆN TÂN LẬP, TỈNH TÂY NINH"], "00802"),
        ("P. Tân Hòa.xlsx", (), "00804"),
        ("Xã Tân Hới.xlsx", (), "00806"),  # the head's «TAN HOI» would be two
        ("Phường 1.xlsx", (), "00808"),
        ("00805_tu_cham.xlsx", (), "00805"),
        ("Tân Lập/Phiếu tự chấm.xlsx", (), "00801"),
    ],
)
def test_the_unit_is_found_in_head_name_or_folder(place, mail, name, head, unit_code):
    source = form(mail / name, head)
    (outcome,) = receive(place, mail).values()
    assert (outcome.kind, outcome.row["unit_code"]) == ("received", unit_code)
    assert (place.raw / f"2025/{unit_code}.xlsx").read_bytes() == source.read_bytes()
    assert not place.questions.exists()


def test_a_row_of_the_manifest_says_what_was_received_and_the_dataset_reads_it(place, mail):
    source = form(mail / "Xã Tân Lập.xlsx")
    receive(place, source)
    assert manifest(place) == [
        {
            "path": "2025/00801.xlsx", "sha256": sha256(source), "unit_code": "00801", "year": "2025",
            "criteria_id": SET, "stage": "self", "received_on": "2026-01-15", "provenance": "official",
            "replaces": "", "note": "tệp nhận: Xã Tân Lập.xlsx",
        }
    ]  # fmt: skip
    data = dataset.read(place.raw)
    assert data.scores["claimed_points"].sum() == 5 + 6 + 7 + 8
    assert len(data.findings) == 0


def test_the_identity_cells_of_our_own_template_say_it_all(place, mail):
    said = {"criteria_id": SET, "criteria_version": "x", "unit_code": "00802", "year": 2025, "stage": "self"}
    form(mail / "gửi lại.xlsx", identity=said)
    receive(place, mail, year=None)
    assert manifest(place)[0]["unit_code"] == "00802"


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("a.xlsx", (), "Không thấy đơn vị trong tệp, tên tệp hay tên thư mục."),
        ("Xã Tân Lập.xlsx", ["UBND XÃ TÂN BIÊN"], "đầu phiếu: «XÃ TÂN BIÊN» → 00802 Xã Tân Biên (Tỉnh Tây Ninh); "
         "tên tệp: «Xã Tân Lập» → 00801 Xã Tân Lập (Tỉnh Tây Ninh)"),
        ("Tan Hoa.xlsx", (), "Có nhiều khả năng cho đơn vị: tên tệp: «Tan Hoa» → 00803 "),
        ("Tan Hoi.xlsx", (), "Có nhiều khả năng cho đơn vị: tên tệp: «Tan Hoi» → 00805 "),
        ("Xã Tân Biển.xlsx", (), "Chỉ gần giống"),
        ("Xã Trà Vong.xlsx", (), "đơn vị đã hết trong năm đó"),
        (
            "Tân Hòa Tây.xlsx",  # of the other province, and not Tân Hòa
            (),
            "nơi khác hoặc cấp khác với phiếu (đơn vị): tên tệp: «Tân Hòa Tây» → 00102 Xã Tân Hòa Tây",
        ),
        ("Tân Lập - Tân Biên.xlsx", (), "Mâu thuẫn về đơn vị"),
        ("Xã Tân Lập 2024.xlsx", (), "Mâu thuẫn về năm: lệnh gọi: 2025; tên tệp: 2024"),
        ("Xã Tân Lập.xlsx", ["BẢNG TỰ ĐÁNH GIÁ NĂM 2024"], "lệnh gọi: 2025; đầu phiếu: 2024; "),
    ],
)  # fmt: skip
def test_what_cannot_be_told_or_contradicts_itself_is_asked_and_waits(place, mail, name, head, words):
    source = form(mail / name, head)
    (outcome,) = receive(place, mail).values()
    assert outcome.kind == "asked"
    assert words in why(place, name)
    assert manifest(place) == []
    (copy,) = place.waiting.glob("tep-*")
    assert copy.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (["BẢNG TỰ ĐÁNH GIÁ NĂM 2025", "(Kèm theo Công văn số 12/UBND ngày 05/01/2026)"], "received"),
        (["Tân Lập, ngày 05 tháng 01 năm 2026"], "received"),
        (["BẢNG TỰ ĐÁNH GIÁ NĂM 2026"], "asked"),
    ],
)
def test_the_year_of_a_date_is_not_the_year_assessed(place, mail, head, kind):
    form(mail / "Xã Tân Lập.xlsx", head)
    assert receive(place, mail)["Xã Tân Lập.xlsx"].kind == kind


@pytest.mark.parametrize(
    ("head", "verified", "claimed", "stage"),
    [
        (["BẢNG TỰ ĐÁNH GIÁ"], (), (1, 2, 3, 4), "self"),
        ([], (), (1, 2, 3, 4), "self"),
        (["KẾT QUẢ THẨM ĐỊNH NĂM 2025"], (1, 2, 3, 4), (1, 2, 3, 4), "verification"),
        (["BẢNG TỰ ĐÁNH GIÁ VÀ THẨM ĐỊNH"], (1, 2, 3, 4), (1, 2, 3, 4), "sheet"),
        (["BẢNG TỰ ĐÁNH GIÁ"], (1, 2, 3, 4), (1, 2, 3, 4), None),  # a unit cannot verify itself
        ([], (1, 2, 3, 4), (1, 2, 3, 4), None),
        ([], (1, 2, 3, 4), (None, None, None, None), "verification"),
    ],
)
def test_the_stage_follows_title_and_filled_columns(place, mail, head, verified, claimed, stage):
    form(mail / "Xã Tân Lập.xlsx", head, claimed, verified)
    outcome = receive(place, mail)["Xã Tân Lập.xlsx"]
    assert outcome.row.get("stage") == stage or (stage is None and outcome.kind == "asked")
    if stage is None:
        assert "Cột «Điểm thẩm định» do Tổ công tác ghi: trả lời «tự chấm và thẩm định»" in why(
            place, "Xã Tân Lập.xlsx"
        )
        assert receive(place, mail, stage="sheet")["Xã Tân Lập.xlsx"].row["stage"] == "sheet"


def test_a_verification_sheet_lies_beside_the_units_own_form(place, mail):
    form(mail / "Xã Tân Lập.xlsx")
    form(mail / "tham dinh Tan Lap.xlsx", (), verified=(1, 2, 3, 4))
    receive(place, mail)
    assert {(row["path"], row["stage"], row["replaces"]) for row in manifest(place)} == {
        ("2025/00801.xlsx", "self", ""),
        ("2025/00801_tham_dinh.xlsx", "verification", ""),
    }


def test_the_set_is_told_by_the_shape_of_the_table(tmp_path, mail):
    other = ["Tên khác thứ nhất", "Tên khác thứ hai", "Tên khác thứ ba"]
    place = small_workspace(tmp_path / "w", small_set(), small_set("thu_khac_2025", names=other))
    form(mail / "Xã Tân Lập.xlsx")
    form(mail / "Xã Tân Biên.xlsx", names=other)
    rows = {name: each.row["criteria_id"] for name, each in receive(place, mail).items()}
    assert rows == {"Xã Tân Lập.xlsx": SET, "Xã Tân Biên.xlsx": "thu_khac_2025"}


def test_a_form_of_last_years_set_is_asked_about_not_taken_for_this_years(tmp_path, mail):
    place = small_workspace(tmp_path / "w", small_set(), small_set("thu_xa_2024", 2024, maximum=20))
    form(mail / "Xã Tân Lập.xlsx", maximum=20)
    assert receive(place, mail)["Xã Tân Lập.xlsx"].kind == "asked"
    assert why(place, "Xã Tân Lập.xlsx").startswith("Mâu thuẫn về năm: lệnh gọi: 2025; bảng điểm: 2024")
    form(mail / "Xã Tân Biên.xlsx", maximum=10)
    assert receive(place, mail)["Xã Tân Biên.xlsx"].kind == "received"


def test_a_set_named_by_the_call_is_held_against_the_table(tmp_path, mail):
    other = small_set("thu_khac_2025", names=["Tên khác thứ nhất", "Tên khác thứ hai"])
    place = small_workspace(tmp_path / "w", small_set(), other)
    form(mail / "Xã Tân Lập.xlsx")
    receive(place, mail, criteria=("thu_khac_2025",))
    assert "lệnh gọi: thu_khac_2025; bảng điểm: «100%» → thu_xa_2025" in why(place, "Xã Tân Lập.xlsx")
    with pytest.raises(DtsError, match="không có bộ tiêu chí «la» trong data/raw/criteria"):
        receive(place, mail, criteria=("la",))


def test_a_table_like_no_set_is_asked_about_where_a_unit_is_named_and_passed_over_where_none_is(place, mail):
    form(mail / "Xã Tân Lập.xlsx", names=["một việc", "việc khác", "việc nữa", "hết"])
    (mail / "danh sách.csv").write_text("stt;ghi chú\n1;x\n", encoding="utf-8")
    (mail / "Xã Tân Biên - công văn.csv").write_text("số;ngày\n12;x\n", encoding="utf-8")
    (mail / "Xã Tân Lập (đóng dấu).pdf").write_bytes(b"%PDF-1.7")
    (mail / "Thumbs.db").write_bytes(b"x")
    found = receive(place, mail)
    assert {name: each.kind for name, each in found.items()} == {
        "Xã Tân Lập.xlsx": "asked", "danh sách.csv": "passed", "Xã Tân Biên - công văn.csv": "asked",
        "Xã Tân Lập (đóng dấu).pdf": "passed",
    }  # fmt: skip
    assert "Bảng không giống bộ tiêu chí nào" in why(place, "Xã Tân Lập.xlsx")
    assert "không có dòng nào của bộ tiêu chí nào" in why(place, "Xã Tân Biên - công văn.csv")
    assert "xin đơn vị gửi bảng tính" in str(found["Xã Tân Lập (đóng dấu).pdf"].problem)
    assert "không có dòng nào của bộ tiêu chí nào, cũng không ghi tên đơn vị" in str(
        found["danh sách.csv"].problem
    )


def test_what_cannot_be_opened_is_placed_by_its_name_and_the_problem_is_said(place, mail):
    mail.mkdir()
    (mail / "Xã Tân Lập.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (mail / "bang.xlsx").write_bytes(b"PK\x03\x04 cut off too")
    (mail / "rong.xlsx").write_bytes(b"")
    found = receive(place, mail)
    assert found["Xã Tân Lập.xlsx"].row["path"] == "2025/00801.xlsx"
    assert found["Xã Tân Lập.xlsx"].seen.problem.code == "not_a_workbook"
    assert "Chưa đọc được tệp: không mở được như một bảng tính" in why(place, "bang.xlsx")
    assert "tệp rỗng (0 byte)" in str(found["rong.xlsx"].problem)


def test_nothing_is_received_twice_and_the_same_content_of_another_unit_is_said(place, mail):
    source = form(mail / "Xã Tân Lập.xlsx")
    receive(place, mail)
    copy = mail / "Xã Tân Biên.xlsx"
    copy.write_bytes(source.read_bytes())
    found = receive(place, mail, today="2026-02-01")
    assert len(manifest(place)) == 1
    (outcome,) = found.values()
    assert outcome.kind == "known"
    words = (
        "tên tệp nói «Xã Tân Biên», nhưng đúng nội dung này đã nhận ngày 2026-01-15 là phiếu của 00801 Xã Tân Lập"
    )
    assert words in str(outcome.problem)


def test_one_content_under_two_units_names_is_asked(place, mail):
    source = form(mail / "Xã Tân Biên.xlsx")
    (mail / "Xã Tân Lập.xlsx").write_bytes(source.read_bytes())
    receive(place, mail)
    assert "Cùng một nội dung dưới nhiều tên: Xã Tân Biên.xlsx, Xã Tân Lập.xlsx" in why(place, "Xã Tân Biên.xlsx")
    assert manifest(place) == []


def test_a_unit_sends_again_and_the_earlier_file_stays(place, mail):
    first = form(mail / "Xã Tân Lập.xlsx")
    kept = first.read_bytes()
    receive(place, mail)
    form(mail / "Xã Tân Lập.xlsx", claimed=(9, 9, 9, 9))
    receive(place, mail, today="2026-02-01")
    earlier, later = manifest(place)
    assert (later["path"], later["replaces"], later["received_on"]) == (
        "2025/00801_lan_2.xlsx", "2025/00801.xlsx", "2026-02-01",
    )  # fmt: skip
    assert (place.raw / earlier["path"]).read_bytes() == kept
    assert dataset.read(place.raw).scores["claimed_points"].sum() == 36


def test_an_earlier_time_that_comes_after_a_later_one_is_asked(place, mail):
    form(mail / "Xã Tân Lập lần 2.xlsx")
    receive(place, mail)
    form(mail / "Xã Tân Lập lần 1.xlsx", claimed=(1, 1, 1, 1))
    receive(place, mail)
    assert "Tên tệp nói là lần nộp trước của tệp đã nhận" in why(place, "Xã Tân Lập lần 1.xlsx")
    answer(place, {"Xã Tân Lập lần 1.xlsx": {"đơn vị": "801"}})
    receive(place)
    assert manifest(place)[1]["replaces"] == "2025/00801.xlsx"


def test_two_files_of_one_unit_are_ordered_by_their_names_or_asked(place, mail):
    form(mail / "Xã Tân Lập lần 2.xlsx", claimed=(9, 9, 9, 9))
    form(mail / "Xã Tân Lập lần 1.xlsx")
    receive(place, mail)
    assert [(row["path"], row["replaces"]) for row in manifest(place)] == [
        ("2025/00801.xlsx", ""), ("2025/00801_lan_2.xlsx", "2025/00801.xlsx"),
    ]  # fmt: skip
    assert dataset.read(place.raw).scores["claimed_points"].sum() == 36
    form(mail / "Xã Tân Biên.xlsx", claimed=(1, 1, 1, 1))
    form(mail / "Xã Tân Biên (sửa).xlsx", claimed=(2, 2, 2, 2))
    receive(place, mail)
    assert "Hai tệp của cùng một đơn vị trong lần nhận này: Xã Tân Biên.xlsx" in why(
        place, "Xã Tân Biên (sửa).xlsx"
    )
    days = {"Xã Tân Biên.xlsx": {"ngày nhận": "5/1/2026"}, "Xã Tân Biên (sửa).xlsx": {"ngày nhận": "14/1/2026"}}
    answer(place, days)
    receive(place)
    later = next(row for row in manifest(place) if row["note"].endswith("(sửa).xlsx"))
    assert (later["replaces"], later["received_on"]) == ("2025/00802.xlsx", "2026-01-14")


def test_answers_come_back_as_a_spreadsheet_saves_them(place, mail):
    for name in ("a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"):
        form(mail / name, claimed=(1, 2, 3, ord(name[0]) % 7))
    receive(place, mail)
    answers = {
        "a.xlsx": {"đơn vị": "801", "ngày nhận": "11/1/2026"},  # 00801 without its zeros
        "b.xlsx": {"đơn vị": "Tân Biên"},
        "c.xlsx": {"đơn vị": "803.0", "năm": "2025.0", "loại phiếu": "Tự chấm"},
        "d.xlsx": {"bỏ qua": "x"},
    }
    answer(place, answers, "\t", "utf-16")
    found = receive(place, year=None)
    assert {name: each.kind for name, each in found.items()} == {
        "a.xlsx": "received", "b.xlsx": "received", "c.xlsx": "received", "d.xlsx": "set_aside",
    }  # fmt: skip
    rows = {row["note"][-6:]: (row["unit_code"], row["received_on"]) for row in manifest(place)}
    assert rows == {
        "a.xlsx": ("00801", "2026-01-11"), "b.xlsx": ("00802", "2026-01-15"), "c.xlsx": ("00803", "2026-01-15"),
    }  # fmt: skip
    assert list(questions(place)) == ["d.xlsx"]
    assert list(place.waiting.iterdir()) == []
    assert receive(place, mail)["d.xlsx"].kind == "set_aside"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"đơn vị": "99999"}, "Không hiểu câu trả lời «99999» ở cột đơn vị."),
        (
            {"đơn vị": "Tân Hòa"},
            "Không hiểu câu trả lời «Tân Hòa» ở cột đơn vị.",
        ),  # a commune and a ward
        ({"đơn vị": "801", "loại phiếu": "?"}, "Không hiểu câu trả lời «?» ở cột loại phiếu."),
        (
            {"đơn vị": "801", "ngày nhận": "hôm qua"},
            "Không hiểu câu trả lời «hôm qua» ở cột ngày nhận.",
        ),
        (
            {"đơn vị": "801", "ngày nhận": "2027-01-01"},
            "Không hiểu câu trả lời «2027-01-01» ở cột ngày nhận.",
        ),
        (
            {"đơn vị": "801", "bộ tiêu chí": "khác"},
            "Không hiểu câu trả lời «khác» ở cột bộ tiêu chí.",
        ),
        (
            {"đơn vị": "801", "năm": "2024"},
            "Không dùng được cho năm: năm 2024 với bộ tiêu chí thu_xa_2025",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_again(place, mail, cells, words):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": cells})
    assert receive(place)["a.xlsx"].kind == "asked"
    assert words in why(place, "a.xlsx")
    assert manifest(place) == []


def test_questions_not_met_this_time_stay(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    (copy,) = place.waiting.glob("tep-*")
    copy.rename(mail / "moved away.xlsx")
    receive(place, form(mail / "sub/Xã Tân Lập.xlsx", claimed=(1, 1, 1, 1)))
    assert list(questions(place)) == ["a.xlsx"]


def test_a_table_of_questions_that_lost_its_ids_is_refused(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    place.questions.write_text("tệp;mã đơn vị\na.xlsx;801\n", encoding="utf-8")
    with pytest.raises(DtsError, match="không có cột «mã dòng"):
        receive(place)


def test_the_table_of_questions_is_parted_as_this_machines_excel_expects(place, mail, monkeypatch):
    class Key:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    registry = types.ModuleType("winreg")
    registry.HKEY_CURRENT_USER = 1
    registry.OpenKey = lambda *_: Key()
    registry.QueryValueEx = lambda *_: (";", 1)
    monkeypatch.setitem(sys.modules, "winreg", registry)
    form(mail / "a.xlsx")
    receive(place, mail)
    content = place.questions.read_bytes()
    assert content.startswith("\ufeffmã dòng (giữ nguyên);tệp hoặc tiêu đề cột;".encode())
    place.questions.write_bytes(content.replace(b";;2025;", b";801;2025;"))
    assert receive(place)["a.xlsx"].row["unit_code"] == "00801"


def test_a_dry_run_writes_nothing(place, mail):
    form(mail / "a.xlsx")
    form(mail / "Xã Tân Lập.xlsx", claimed=(1, 1, 1, 1))
    before = sorted(place.folder.rglob("*"))
    found = receive(place, mail, is_dry=True)
    assert {name: each.kind for name, each in found.items()} == {"a.xlsx": "asked", "Xã Tân Lập.xlsx": "received"}
    assert sorted(place.folder.rglob("*")) == before
    assert manifest(place) == []


def test_a_file_that_lies_in_the_raw_folder_unlisted_is_received_where_it_lies(place):
    form(place.raw / "2025/00802.xlsx")
    with pytest.raises(
        DtsError, match=r"2025/00802\.xlsx: tệp chưa có trong manifest\.csv.*gọi dts receive để nhận"
    ):
        dataset.read(place.raw)
    assert receive(place, year=None)["00802.xlsx"].kind == "in_place"
    assert [row["path"] for row in manifest(place)] == ["2025/00802.xlsx"]
    assert dataset.read(place.raw).scores["claimed_points"].sum() == 26


def test_a_changed_file_says_since_when_and_what_to_do(place, mail):
    receive(place, form(mail / "Xã Tân Lập.xlsx"))
    form(place.raw / "2025/00801.xlsx", claimed=(9, 9, 9, 9))
    words = r"đã khác so với khi nhận ngày 2026-01-15.*khôi phục tệp gốc.*nếu là bản nộp lại"
    with pytest.raises(DtsError, match=words):
        receive(place, mail)


def test_names_that_could_be_formulas_stay_text_and_come_back(place, mail):
    form(mail / "=HYPERLINK(1).xlsx")
    receive(place, mail)
    assert list(questions(place)) == ["'=HYPERLINK(1).xlsx"]
    answer(place, {"'=HYPERLINK(1).xlsx": {"đơn vị": "801"}})
    receive(place)
    (row,) = manifest(place)
    assert (row["path"], row["note"]) == ("2025/00801.xlsx", "tệp nhận: =HYPERLINK(1).xlsx")


def test_a_number_to_call_in_a_files_name_is_not_carried_on(place, mail):
    receive(place, form(mail / "Xã Tân Lập 0912345678.xlsx"))
    assert manifest(place)[0]["note"] == "tệp nhận: Xã Tân Lập [đã lược].xlsx"


def test_without_a_province_two_units_of_one_name_are_asked(tmp_path, mail):
    place = small_workspace(tmp_path / "w", province="")
    form(mail / "Xã Tân Lập.xlsx")
    receive(place, mail)
    hints = questions(place)["Xã Tân Lập.xlsx"]["gợi ý"]
    assert hints == ("đơn vị: 00101 Xã Tân Lập (Tỉnh Ninh Bình); đơn vị: 00801 Xã Tân Lập (Tỉnh Tây Ninh)")


def test_a_file_and_its_set_beside_another_sets_file_of_the_unit(tmp_path, mail):
    other = ["Tên khác thứ nhất", "Tên khác thứ hai", "Tên khác thứ ba"]
    place = small_workspace(tmp_path / "w", small_set(), small_set("thu_khac_2025", names=other))
    receive(place, form(mail / "Xã Tân Lập.xlsx"))
    receive(place, form(mail / "thẩm định Xã Tân Lập.xlsx", verified=(1, 2, 3, 4), names=[*other, NAMES[0]]))
    assert "theo bộ tiêu chí khác trong năm: 2025/00801.xlsx: thu_xa_2025" in why(
        place, "thẩm định Xã Tân Lập.xlsx"
    )


def test_a_heading_with_two_meanings_is_asked_once_and_the_answer_remembered(place, mail):
    asked = {"Điểm thẩm định": "Điểm đạt được"}
    form(mail / "Xã Tân Lập.xlsx", verified=(1, 2, 3, 4), headings=asked)
    form(mail / "Xã Tân Biên.xlsx", verified=(1, 1, 1, 1), headings=asked)
    receive(place, mail, stage="sheet")
    assert "có thể là điểm tự chấm, điểm thẩm định hay điểm hội đồng" in why(place, "Điểm đạt được")
    assert len(manifest(place)) == 2
    assert "heading_ambiguous" in set(dataset.read(place.raw).findings["code"])
    answer(place, {"Điểm đạt được": {"nghĩa của cột": "?"}})
    receive(place, mail)
    assert list(questions(place)) == ["Điểm đạt được"]
    answer(place, {"Điểm đạt được": {"nghĩa của cột": "thẩm định"}})
    receive(place)
    assert not place.questions.exists()
    read = dataset.read(place.raw)
    assert read.scores["verified_points"].sum() == 1 + 2 + 3 + 4 + 4
    assert set(read.findings["code"]) == {"cut_without_reason"}  # the form has no place for a reason


def test_a_heading_that_the_table_decides_is_not_asked(place, mail):
    form(mail / "Xã Tân Lập.xlsx", headings={"Điểm tự chấm": "Điểm đạt được"})
    assert receive(place, mail)["Xã Tân Lập.xlsx"].row["stage"] == "self"
    assert not place.questions.exists()


def test_what_is_not_there_is_a_sentence(place):
    with pytest.raises(DtsError, match="không có tệp hay thư mục này"):
        receive(place, place.folder / "khong_co")


OPEN = {"Điểm thẩm định": "Điểm đạt được"}


def test_whose_points_they_are_is_asked_by_the_columns_name_with_every_answer_to_choose(place, mail):
    form(mail / "Xã Tân Lập.xlsx", verified=(1, 1, 1, 1), headings=OPEN)
    receive(place, mail)
    row = questions(place)["Xã Tân Lập.xlsx"]
    assert row["vì sao"].startswith("Có nhiều khả năng cho loại phiếu: bảng điểm: tự chấm, thẩm định, tự chấm và")
    assert "Cột «Điểm đạt được» do Tổ công tác ghi: trả lời «tự chấm và thẩm định»" in row["vì sao"]
    assert row["gợi ý"] == "loại phiếu: tự chấm; loại phiếu: thẩm định; loại phiếu: tự chấm và thẩm định"


@pytest.mark.parametrize(
    ("stage", "meaning", "points", "said"),
    [  # the claims are 5, 6, 7, 8, what stands under «Điểm đạt được» 1, 1, 1, 1
        ("loại phiếu: tự chấm và thẩm định", "thẩm định", (26, 4), []),
        ("cả hai", "nghĩa của cột: Thẩm định", (26, 4), []),
        ("tự chấm", "thẩm định", (26, 0), ["judged_by_itself"]),
        ("tự chấm và thẩm định", "tự chấm", (0, 0), ["claims_missing", "points_doubled"]),
        ("tự chấm", "tự chấm", (0, 0), ["claims_missing", "points_doubled"]),
        ("thẩm định", "tự chấm", (0, 0), ["points_doubled", "verified_missing"]),
        ("tự chấm", "", (26, 0), ["column_points_unread"]),
    ],
)
def test_answers_that_contradict_each_other_or_the_table_end_in_an_error(
    place, mail, stage, meaning, points, said
):
    form(mail / "Xã Tân Lập.xlsx", verified=(1, 1, 1, 1), headings=OPEN)
    receive(place, mail)
    answer(place, {"Xã Tân Lập.xlsx": {"loại phiếu": stage}, "Điểm đạt được": {"nghĩa của cột": meaning}})
    assert receive(place)["Xã Tân Lập.xlsx"].kind == "received"
    assert not place.questions.exists()
    data = dataset.read(place.raw)
    scores = data.scores[["claimed_points", "verified_points"]].sum() if len(data.scores) else (0, 0)
    assert tuple(scores) == points
    findings = data.findings
    assert sorted(findings.loc[findings["severity"] == "error", "code"]) == said


def test_what_was_set_aside_and_is_wanted_after_all_is_said_to_be_gone(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"bỏ qua": "x"}})
    assert receive(place)["a.xlsx"].kind == "set_aside"
    assert receive(place) == {}
    answer(place, {"a.xlsx": {"bỏ qua": "", "đơn vị": "801"}})
    (outcome,) = receive(place).values()
    assert str(outcome.problem).startswith(
        "a.xlsx: có dòng trong inbox.csv nhưng tệp không còn ở inbox hay nơi chờ"
    )
    assert receive(place, mail)["a.xlsx"].row["unit_code"] == "00801"
    assert not place.questions.exists()


def test_a_heading_answered_in_other_words_is_said_until_it_is_understood(place, mail):
    form(mail / "Xã Tân Lập.xlsx", verified=(1, 1, 1, 1), headings=OPEN)
    receive(place, mail, stage="sheet")
    answer(place, {"Điểm đạt được": {"nghĩa của cột": "thẩm định hoặc hội đồng"}})
    for _ in range(2):
        receive(place)
        row = questions(place)["Điểm đạt được"]
        said = "Không hiểu câu trả lời «thẩm định hoặc hội đồng» ở cột nghĩa của cột. Tiêu đề «Điểm đạt được»"
        assert row["vì sao"].startswith(said)


def test_a_file_received_as_anothers_is_taken_back_and_what_it_replaced_counts_again(place, mail):
    form(mail / "Xã Tân Biên.xlsx", claimed=(1, 1, 1, 1))
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "Tân Biên"}})
    wrong = receive(place)["a.xlsx"].row
    assert (wrong["path"], wrong["replaces"]) == ("2025/00802_lan_2.xlsx", "2025/00802.xlsx")
    with pytest.raises(DtsError, match=r"đã được thay bằng 2025/00802_lan_2\.xlsx"):
        put_back(place, "2025/00802.xlsx")
    content = (place.raw / wrong["path"]).read_bytes()
    back = put_back(place, wrong["path"])
    assert (back, back.read_bytes()) == (place.inbox / "a.xlsx", content)
    assert [row["path"] for row in manifest(place)] == ["2025/00802.xlsx"]
    assert dataset.read(place.raw).scores["claimed_points"].sum() == 4
    assert receive(place)["a.xlsx"].kind == "asked"
    with pytest.raises(DtsError, match=r"manifest\.csv không có tệp này"):
        put_back(place, "../inbox.csv")


def test_a_form_of_a_unit_that_ended_within_the_year_is_asked_about(place, mail):
    said = {"criteria_id": SET, "unit_code": "00809", "year": "2025", "stage": "self"}
    form(mail / "x.xlsx", identity=said)
    assert receive(place, mail)["x.xlsx"].kind == "asked"
    assert "Đơn vị này đã hết trong năm đó" in why(place, "x.xlsx")
    answer(place, {"x.xlsx": {"đơn vị": "00809"}})
    assert receive(place)["x.xlsx"].row["unit_code"] == "00809"
