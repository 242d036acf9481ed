"""What lies in a mail folder, and what a spreadsheet makes of inbox.csv: nothing breaks or is guessed."""

import errno
import os
import sys

import pytest
from click.testing import CliRunner
from filelock import FileLock
from inbox import SET, TODAY, answer, form, manifest, questions, receive, small_workspace

from dts_analysis import files
from dts_analysis.cli.commands import dts
from dts_analysis.errors import DtsError
from dts_analysis.workspace.alone import receive_forms
from dts_analysis.workspace.place import LOCK


@pytest.fixture
def place(tmp_path):
    return small_workspace(tmp_path / "w")


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def change(place, edit):
    """Put lines of inbox.csv through `edit`, as a person changes them by hand."""
    lines = place.questions.read_text("utf-8-sig").splitlines()
    place.questions.write_text("\n".join(edit(lines)), encoding="utf-8-sig")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("kind", ["received", "asked"])
def test_a_name_whose_bytes_are_no_letters_is_said_as_far_as_it_can_be(place, mail, kind):
    source = form(mail / "a.xlsx", ["UBND XÃ TÂN LẬP"] if kind == "received" else ())
    os.rename(source, os.fsencode(mail) + b"/phi\xffu\n2.xlsx")
    (found,) = receive(place, mail).values()
    assert (found.kind, found.name) == (kind, "phi\ufffdu 2.xlsx")
    said = [row["note"] for row in manifest(place)] if kind == "received" else list(questions(place))
    assert said == ["tệp nhận: phi\ufffdu 2.xlsx" if kind == "received" else "phi\ufffdu 2.xlsx"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_no_manifest_can_hold_is_not_listed_where_it_lies(place):
    source = form(place.raw / "2025/a.xlsx", ["UBND XÃ TÂN LẬP"])
    os.rename(source, os.fsencode(source.parent) + b"/\xff.xlsx")
    (found,) = receive(place).values()
    assert found.kind == "unreadable"
    assert "tên tệp có ký tự không ghi vào manifest.csv được" in str(found.problem)
    assert manifest(place) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_that_lead_nowhere_and_folders_that_are_links_are_said(place, mail):
    form(mail / "a/Xã Tân Lập.xlsx")
    (mail / "in").mkdir()
    (mail / "in/phiếu").symlink_to(mail / "a")
    (mail / "in/Xã Tân Biên.xlsx").symlink_to(mail / "gone.xlsx")
    found = receive(place, mail / "in")
    assert {name: each.kind for name, each in found.items()} == {
        "phiếu": "unreadable",
        "Xã Tân Biên.xlsx": "unreadable",
    }
    assert "thư mục này là một liên kết" in str(found["phiếu"].problem)


def test_what_was_laid_among_the_waiting_by_hand_is_kept_until_it_is_received(place):
    form(place.waiting / "a.xlsx")
    form(place.waiting / "sau/Xã Tân Biên.xlsx", claimed=(1, 1, 1, 1))
    (place.waiting / "công văn.docx").write_bytes(b"PK")
    found = receive(place)
    assert {name: each.kind for name, each in found.items()} == {
        "a.xlsx": "asked", "Xã Tân Biên.xlsx": "received", "công văn.docx": "passed",
    }  # fmt: skip
    assert sorted(path.name for path in place.waiting.glob("*")) == ["a.xlsx", "công văn.docx", "sau"]
    answer(place, {"a.xlsx": {"đơn vị": "801"}})
    assert receive(place)["a.xlsx"].kind == "received"
    assert [path.name for path in place.waiting.glob("*.*")] == ["công văn.docx"]


def test_a_question_whose_row_was_deleted_is_asked_again_in_the_same_words(place, mail):
    form(mail / "gửi/Tân Lập và Tân Biên/Phiếu.xlsx")
    receive(place, mail)
    (first,) = questions(place).values()
    assert (first["tệp hoặc tiêu đề cột"], "thư mục: «Tân Lập»" in first["vì sao"]) == ("Phiếu.xlsx", True)
    change(place, lambda lines: lines[:1])
    assert receive(place)["Phiếu.xlsx"].kind == "asked"
    assert list(questions(place).values()) == [first]
    place.questions.unlink()
    receive(place)
    assert list(questions(place).values()) == [first]
    answer(place, {"Phiếu.xlsx": {"đơn vị": "801"}})
    receive(place)
    assert manifest(place)[0]["note"] == "tệp nhận: Phiếu.xlsx"
    assert list(place.waiting.iterdir()) == []


def test_a_waiting_copy_without_its_note_keeps_the_name_in_its_row(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    (note,) = place.waiting.glob(".*")
    note.write_text("{", encoding="utf-8")
    assert list(receive(place)) == ["a.xlsx"]
    note.unlink()
    assert list(receive(place)) == ["a.xlsx"]


def test_two_calls_do_not_write_into_one_workspace(place, mail):
    form(mail / "Xã Tân Lập.xlsx")
    with FileLock(place.folder / LOCK):
        with pytest.raises(DtsError, match="một lệnh khác đang nhận phiếu vào đây"):
            receive_forms(place, TODAY, paths=[mail])
        receive_forms(place, TODAY, paths=[mail], is_dry=True)
    assert manifest(place) == []
    receive_forms(place, TODAY, paths=[mail])
    assert len(manifest(place)) == 1


def test_a_province_that_is_none_is_said_before_every_form_is_asked_about(tmp_path, mail):
    form(mail / "Xã Tân Lập.xlsx")
    with pytest.raises(DtsError, match=r'dts.toml: không đọc được \(province = "99" không phải mã tỉnh trong'):
        receive(small_workspace(tmp_path / "w", province="99"), mail)


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of fault there")
def test_a_draft_and_a_heading_that_cannot_be_written_end_in_a_sentence(place, mail, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    form(mail / "Xã Tân Lập.xlsx", verified=(1, 1, 1, 1), headings={"Điểm thẩm định": "Điểm đạt được"})
    receive(place, mail, stage="sheet")
    answer(place, {"Điểm đạt được": {"nghĩa của cột": "thẩm định"}})
    monkeypatch.setattr(files, "write", full)
    with pytest.raises(DtsError, match="hết chỗ trên đĩa"):
        receive(place)
    draft = ["criteria", "draft", SET, "--year", "2026", "--out", str(mail / "x.yml")]
    done = CliRunner().invoke(dts, ["--home", str(place.folder), *draft])
    assert "hết chỗ trên đĩa" in str(done.exception)


@pytest.mark.parametrize("spelled", ["./2025/00801.xlsx", "2025//00801.xlsx", "criteria/../2025/00801.xlsx"])
def test_a_path_of_the_manifest_is_spelled_in_one_way(place, mail, spelled):
    receive(place, form(mail / "Xã Tân Lập.xlsx"))
    table = place.raw / "manifest.csv"
    table.write_text(table.read_text("utf-8").replace("2025/00801.xlsx", spelled), encoding="utf-8")
    with pytest.raises(DtsError, match=f"path = «{spelled}»; cần: 2025/00801.xlsx"):
        receive(place, mail)


def test_rows_of_commas_below_a_manifest_are_passed_over_and_written_over(place, mail):
    receive(place, form(mail / "Xã Tân Lập.xlsx"))
    table = place.raw / "manifest.csv"
    table.write_bytes(table.read_bytes() + b",,,,,,,,,\n" * 2 + b"\n")
    receive(place, form(mail / "Xã Tân Biên.xlsx", claimed=(1, 2, 3, 4)))
    assert [row["unit_code"] for row in manifest(place)] == ["00801", "00802"]


@pytest.mark.parametrize("written", ["15/01/2026", "2026-02-30", "hôm qua"])
def test_the_day_of_receipt_in_the_manifest_is_a_day(place, mail, written):
    receive(place, form(mail / "Xã Tân Lập.xlsx"))
    table = place.raw / "manifest.csv"
    table.write_text(table.read_text("utf-8").replace(TODAY, written), encoding="utf-8")
    with pytest.raises(DtsError, match=rf"manifest.csv!2: received_on = «{written}»; cần: 2022-12-31"):
        receive(place, mail)
    table.write_text(table.read_text("utf-8").replace(written, ""), encoding="utf-8")
    assert receive(place, mail)["Xã Tân Lập.xlsx"].kind == "known"


def test_a_long_answer_is_quoted_in_short(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "x" * 5000}})
    assert len(receive(place)["a.xlsx"].row["why"]) < 500


@pytest.mark.parametrize("year", ["9" * 5000, "20２５", "2025.5"])
def test_a_year_that_is_none_is_not_understood(place, mail, year):
    said = {"criteria_id": SET, "criteria_version": "x", "unit_code": "00802", "year": year, "stage": "self"}
    form(mail / "a.xlsx", identity=said)
    assert receive(place, mail, year=None)["a.xlsx"].row["year"] == "2025"  # as the table says
    form(mail / "b.xlsx", claimed=(1, 1, 1, 1))
    receive(place, mail)
    answer(place, {"b.xlsx": {"đơn vị": "801", "năm": year}})
    assert "ở cột năm" in receive(place)["b.xlsx"].row["why"]


@pytest.mark.parametrize(("written", "kind"), [("không", "received"), ("0", "received"), ("X", "set_aside")])
def test_to_set_aside_is_answered_with_yes_or_no(place, mail, written, kind):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "801", "bỏ qua": written}})
    assert receive(place)["a.xlsx"].kind == kind


def test_an_answer_to_setting_aside_that_is_neither_is_asked_again(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "801", "bỏ qua": "để xem"}})
    assert "Không hiểu câu trả lời «để xem» ở cột bỏ qua." in receive(place)["a.xlsx"].row["why"]
    assert manifest(place) == []


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (
            lambda rows: [rows[0].replace("đơn vị", "mã ĐV"), *rows[1:]],
            "cột «mã ĐV» không phải cột của tệp này",
        ),
        (
            lambda rows: [rows[0].replace("năm", "đơn vị"), *rows[1:]],
            "có hai cột «đơn vị»",
        ),
        (lambda rows: [*rows, rows[1].replace("801", "802")], r"dòng này và dòng 2 trả lời khác nhau"),
        (lambda rows: [*rows, ",,,,,803,,,,,,"], "có câu trả lời, nhưng mã dòng «»"),
        (lambda rows: [rows[0], rows[1].replace("tep-", "")], "có câu trả lời, nhưng mã dòng «"),
    ],
)
def test_answers_that_would_be_passed_over_are_said(place, mail, edit, words):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "801"}}, delimiter=",")
    change(place, edit)
    before = place.questions.read_bytes()
    with pytest.raises(DtsError, match=words):
        receive(place)
    assert (manifest(place), place.questions.read_bytes()) == ([], before)


def test_columns_and_rows_may_go_where_nothing_was_answered_in_them(place, mail):
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": "801"}}, delimiter=",")
    change(
        place, lambda rows: [rows[0].replace("gợi ý", "").replace("bỏ qua", ""), rows[1], rows[1], ",,,,,,,,,,,"]
    )
    assert receive(place)["a.xlsx"].row["unit_code"] == "00801"


@pytest.mark.parametrize(
    ("written", "unit_code"),
    [
        ("Xã Tân Lập, tỉnh Ninh Bình", "00101"),
        ("Xã Tân Lập (Tỉnh Tây Ninh)", "00801"),
        ("Tân Lập", None),
        ("Xã Tân Biên, tỉnh Ninh Bình", None),
        ("00801 Xã Tân Lập, tỉnh Ninh Bình", None),
    ],
)
def test_a_province_in_an_answer_counts(tmp_path, mail, written, unit_code):
    place = small_workspace(tmp_path / "w", province="")
    form(mail / "a.xlsx")
    receive(place, mail)
    answer(place, {"a.xlsx": {"đơn vị": written}})
    receive(place)
    assert [row["unit_code"] for row in manifest(place)] == ([unit_code] if unit_code else [])


def test_the_meaning_of_a_heading_that_was_written_over_is_asked_again(place, mail):
    form(mail / "Xã Tân Lập.xlsx", verified=(1, 1, 1, 1), headings={"Điểm thẩm định": "Điểm đạt được"})
    receive(place, mail, stage="sheet")
    answer(place, {"Điểm đạt được": {"nghĩa của cột": "thẩm định"}}, delimiter=",")
    change(place, lambda rows: [row.replace(",Điểm đạt được,", ",Điểm khác,") for row in rows])
    with pytest.raises(DtsError, match="tiêu đề «Điểm khác» không phải tiêu đề đã hỏi"):
        receive(place)
    assert not (place.raw / "headings.yml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_devices_pipes_and_vast_files_are_named_and_not_opened(place, mail):
    mail.mkdir(exist_ok=True)
    os.mkfifo(mail / "ong.xlsx")
    (mail / "may.csv").symlink_to("/dev/zero")
    with (mail / "lon.xlsx").open("wb") as file:
        file.truncate(2**31)
    said = {name: str(each.problem) for name, each in receive(place, mail).items()}
    assert "đây không phải tệp thường" in said["may.csv"]
    assert "lon.xlsx: tệp 2048 MB" in said["lon.xlsx"]
    assert not place.waiting.exists() or not any(place.waiting.iterdir())


def test_scratch_files_of_a_killed_call_are_swept_by_the_next(place, mail):
    left = place.raw / "2025/.00801.xlsx.0a1b2c3d.new"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a form")
    form(mail / "Xã Tân Lập.xlsx")
    receive(place, mail)
    assert not left.exists()


def test_a_workspace_whose_making_was_cut_short_is_gone_on_with(tmp_path, monkeypatch):
    from dts_analysis.workspace import making

    made, writes = tmp_path / "w", []

    def cut(path, content, write=files.write):
        if len(writes) == 3:
            raise KeyboardInterrupt
        writes.append(path)
        write(path, content)

    monkeypatch.setattr(files, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        making.make(made, "80", ["tayninh_commune_2025"])
    monkeypatch.undo()
    again = making.make(made, "80", ["tayninh_commune_2025"])
    assert (again.workspace.raw / "manifest.csv").is_file()
