"""``dts plan`` as a person meets it: what it prints, the workbook it writes, what it refuses."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from dts_analysis import dataset
from dts_analysis.analysis import planning
from dts_analysis.cli import commands as cli

HOME = Path(__file__).parents[1]
ASKED = ["plan", "--unit", "373", "--year", "2022", "--target", "rank:3"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A workspace with the project's own raw data, built once."""
    folder = tmp_path_factory.mktemp("plan")
    shutil.copytree(HOME / "data/raw", folder / "data/raw")
    (folder / "notebooks").mkdir()
    assert called(folder, "build").exit_code == 0
    return folder


def called(home, *arguments):
    return CliRunner().invoke(cli.dts, ["--lang", "vi", "--home", str(home), *map(str, arguments)])


def test_it_says_what_a_target_takes_and_lists_the_tasks(home):
    said = called(home, *ASKED)
    assert said.exit_code == 0
    assert "Để đạt hạng 3 cần 518,92 điểm" in said.output  # what Nho Quan, third, was verified at
    assert "Hạng hiện nay 6; sau khi làm xong, các đơn vị khác giữ nguyên: hạng 3." in said.output
    assert "Việc cần làm" in said.output


def test_its_workbook_holds_the_moves_to_the_last_digit_and_is_never_written_over(home, tmp_path):
    book = tmp_path / "ke_hoach.xlsx"
    said = called(home, *ASKED, "--xlsx", book)
    assert said.exit_code == 0
    assert str(book) in said.output
    unit = dataset.load(home / "data/processed").about("373", 2022)
    gains = planning.plan_of(unit, planning.Target("rank", 3.0)).moves["gain_points"]
    cells = {
        cell.value
        for sheet in openpyxl.load_workbook(book).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float | int)
    }
    assert all(any(abs(gain - cell) < 1e-12 for cell in cells) for gain in gains)
    assert len(gains) > 1
    before = book.read_bytes()
    assert called(home, *ASKED, "--xlsx", book).exit_code == 2
    assert book.read_bytes() == before


def test_its_workbook_says_on_its_first_sheet_what_the_page_says(home, tmp_path):
    book = tmp_path / "p.xlsx"
    asked = ["plan", "--unit", "376", "--year", "2022", "--basis", "claimed", "--target", "rank:1"]
    said = called(home, *asked, "--xlsx", book)
    contents, *sheets = openpyxl.load_workbook(book).worksheets
    lines = [str(row[0].value) for row in contents.iter_rows()]
    assert any(line.startswith("Để đạt hạng 1 cần 642,84 điểm, còn thiếu 213,16 điểm: 42 việc") for line in lines)
    assert any(line.startswith("Nếu các đơn vị khác thay đổi thêm một lần") for line in lines)
    assert sheets[0].max_row == 3 + 42  # title, way back, heading, then every task
    assert "Ở đây là 20 dòng đầu của 42 dòng" in said.output


def test_what_if_is_asked_as_in_the_notebook(home):
    said = called(home, *ASKED, "--new-points", "1.1 = 5", "--new-answers", "2.3 = 9/10")
    assert said.exit_code == 0
    assert "Từng chỉ số được thử đổi" in said.output
    assert "Kết quả hiện nay và nếu đổi như vậy" in said.output


def test_a_place_that_is_no_folder_names_the_option(home, tmp_path):
    said = called(home, *ASKED, "--xlsx", tmp_path / "không có" / "a.xlsx")
    assert said.exit_code == 2
    assert "chọn nơi khác sau --xlsx" in said.output


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--target", "600"), "mục tiêu «600»; cần: points:600"),
        (("--target", "class:tuyệt"), "không có xếp loại hay mức «tuyệt»"),
        (("--basis", "thẩm định"), "không có căn cứ 'thẩm định'"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(home, asked, words):
    said = called(home, "plan", "--unit", "373", "--year", "2022", *asked)
    assert said.exception is not None
    assert words in str(said.exception)
