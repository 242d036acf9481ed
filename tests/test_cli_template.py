"""`dts template`: forms for units by code or by area, and what cannot be made said in a sentence."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dts_analysis.cli import commands as cli

TESTS = Path(__file__).parent
COMMUNES = "00101,Xã Một,commune,001,,,list,,tests\n00102,Xã Hai,commune,001,,2022-06-30,list,,tests\n"
DISTRICTS = "003,Huyện Bạn,district,01,,,list,,tests\n"


@pytest.fixture
def home(tmp_path):
    """A project with two sets for districts in 2022, one of them also for 2023, and one form that was received."""
    raw = tmp_path / "data/raw"
    for layer in ("reference", "base/raw"):
        shutil.copytree(TESTS / "faulty" / layer, raw, dirs_exist_ok=True)
    shutil.copy(TESTS / "golden/every_rule/thu_quy_tac_2022.yml", raw / "criteria")
    with (raw / "units.csv").open("a", encoding="utf-8") as file:
        file.write(COMMUNES + DISTRICTS)
    return tmp_path


def template(home, *arguments, into="mau"):
    out = str(home / into)
    return CliRunner().invoke(cli.dts, ["--home", str(home), "template", *arguments, "--out", out])


def written(home):
    return sorted(path.name for path in (home / "mau").iterdir())


def test_a_form_for_every_unit_of_the_sets_level_that_stands_at_the_end_of_the_year(home):
    done = template(home, "--year", "2023", "--all-units", "--below", "01")
    assert written(home) == ["001_huyen_thu_2023.xlsx", "003_huyen_ban_2023.xlsx"]
    assert done.output.splitlines()[-1].startswith("Đã viết 2 phiếu trắng vào ")


def test_all_units_of_a_workspace_are_those_of_its_province(home):
    with (home / "data/raw/units.csv").open("a", encoding="utf-8") as file:
        file.write("09,Tỉnh Xa,province,,,,list,,tests\n091,Huyện Xa,district,09,,,list,,tests\n")
    (home / "dts.toml").write_text('province = "01"\n', encoding="utf-8")
    template(home, "--year", "2023", "--all-units")
    assert written(home) == ["001_huyen_thu_2023.xlsx", "003_huyen_ban_2023.xlsx"]
    template(home, "--year", "2023", "--all-units", "--below", "00", into="ca_nuoc")
    assert "091_huyen_xa_2023.xlsx" in {path.name for path in (home / "ca_nuoc").iterdir()}


MERGED = """\
02,Tỉnh Xưa,province,,,2025-06-30,list,,tests
021,Huyện Xưa,district,02,,2025-06-30,list,,tests
03,Tỉnh Mới,province,,2025-07-01,,list,,tests
"""


def test_a_code_is_the_province_that_bore_it_in_the_year_and_who_joined_later_is_named(home):
    with (home / "data/raw/units.csv").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    with (home / "data/raw/unit_changes.csv").open("a", encoding="utf-8") as file:
        file.write("".join(f"02,{new},2025-07-01,merge,part,0.5,,thử,thử\n" for new in ("01", "03")))
    (home / "dts.toml").write_text('province = "01"\n', encoding="utf-8")
    done = template(home, "--year", "2023", "--all-units")
    assert written(home) == ["001_huyen_thu_2023.xlsx", "003_huyen_ban_2023.xlsx"]
    assert "1 đơn vị thuộc 02 Tỉnh Xưa, nơi sau này nhập vào 01, không có trong đó" in done.output
    assert "--below 02" in done.output
    (home / "dts.toml").write_text('province = "03"\n', encoding="utf-8")  # nobody bore that code then
    done = template(home, "--year", "2023", "--all-units", into="moi")
    assert [path.name for path in (home / "moi").iterdir()] == ["021_huyen_xua_2023.xlsx"]
    assert "nhập vào" not in done.output


def test_where_there_is_no_set_that_is_said(home):
    shutil.rmtree(home / "data/raw/criteria")
    (home / "data/raw/criteria").mkdir()
    done = template(home, "--year", "2022", "--all-units")
    assert "data/raw/criteria: chưa có bộ tiêu chí nào" in str(done.exception)


def test_a_form_for_the_units_that_are_named_is_never_written_over(home):
    command = ("--year", "2022", "--criteria", "thu_huyen_2022", "--unit", "001", "--unit", "001")
    assert template(home, *command).exit_code == 0
    assert written(home) == ["001_huyen_thu_2022.xlsx"]
    before = (home / "mau/001_huyen_thu_2022.xlsx").read_bytes()
    again = template(home, *command, "--unit", "003")
    assert "tệp đã có; cần: tên tệp chưa có; không tệp nào bị ghi đè" in str(again.exception)
    assert written(home) == ["001_huyen_thu_2022.xlsx"]
    assert (home / "mau/001_huyen_thu_2022.xlsx").read_bytes() == before


def test_no_form_is_written_among_what_was_received(home):
    done = template(home, "--year", "2022", "--criteria", "thu_huyen_2022", "--unit", "001", into="data/raw/mau")
    assert "nơi ghi nằm trong data/raw" in str(done.exception)
    assert not (home / "data/raw/mau").exists()


@pytest.mark.parametrize("whom", [["--unit", "001"], ["--all-units"], ["--all-units", "--below", "01"]])
def test_a_verification_sheet_for_who_has_claimed(home, whom):
    done = template(home, "--year", "2022", "--stage", "verify", *whom)
    assert "điền các ô màu vàng" in done.output
    assert written(home) == ["001_huyen_thu_2022_tham_dinh.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unit", "99x", "--unit", "98x"], "không có đơn vị mã «98x»"),
        (
            ["--unit", "00101", "--criteria", "thu_huyen_2022"],
            "Xã Một thuộc cấp commune; cần: đơn vị cấp d",
        ),
        (
            ["--year", "2024", "--unit", "001", "--criteria", "thu_huyen_2022"],
            "không dùng cho năm 2024; cần: ",
        ),
        (["--unit", "001", "--criteria", "nothing"], "Không có bộ tiêu chí «nothing»; có: thu_huyen_2022"),
        (["--all-units"], "Năm 2022: ghi bộ tiêu chí sau --criteria, một trong: thu_huyen_2022, thu_quy_tac_2022"),
        (["--all-units", "--unit", "001"], "Ghi --unit MÃ (lặp lại được), hoặc --all-units"),
        (["--unit", "001", "--below", "01"], "Ghi --unit MÃ (lặp lại được), hoặc --all-units"),
        (["--all-units", "--below", "77", "--criteria", "thu_huyen_2022"], "không có đơn vị mã «77»"),
        (
            ["--all-units", "--below", "001", "--criteria", "thu_huyen_2022"],
            "không có đơn vị nào để làm phiếu (s",
        ),
        (["--stage", "verify", "--unit", "003"], "không có phiếu của 003 năm 2022"),
        (["--stage", "verify", "--all-units", "--below", "003"], "không có đơn vị nào để làm phiếu (verify)"),
        (
            ["--stage", "verify", "--unit", "001", "--criteria", "thu_quy_tac_2022"],
            "theo bộ thu_huyen_2022; cần:",
        ),
    ],
)
def test_what_cannot_be_made_is_said(home, arguments, said):
    done = template(home, "--year", "2022", *arguments)
    assert done.exit_code != 0
    assert said in f"{done.output}{done.exception}"
    assert not (home / "mau").exists()
