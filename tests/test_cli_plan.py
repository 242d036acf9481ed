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
