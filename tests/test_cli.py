"""`dts` as a person meets it: what it prints, its exit status, never a traceback for a fault in data."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from batches import notebook
from called import dts
from click.testing import CliRunner
from raw_folder import RawFolder, criteria
from worlds import WORLDS

from dts_analysis import messages
from dts_analysis.cli import commands as cli

HOME = Path(__file__).parents[1]
FAULTY = Path(__file__).parent / "faulty"


def home(tmp_path, *layers):
    """Return a project's root whose data/raw holds these layers of the faulty folders."""
    for layer in ("reference", *layers):
        shutil.copytree(FAULTY / layer, tmp_path / "data" / "raw", dirs_exist_ok=True)
    return tmp_path


def test_check_of_sound_data_exits_0(tmp_path):
    done = dts("--home", home(tmp_path, "base/raw"), "check")
    assert (done.returncode, done.stdout) == (0, "0 lỗi, 0 cảnh báo, 0 lưu ý.\n")


def test_check_lists_everything_and_exits_1_where_there_are_errors(tmp_path):
    done = dts("--home", home(tmp_path, "base/raw", "points_out_of_range/raw"), "check")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    place = "2022/001.xlsx!Tự đánh giá!F7 (Huyện Thử, 1.1 Tỷ lệ cán bộ được tập huấn)"
    assert lines[0].startswith(f"lỗi [over_maximum] {place}: 11 điểm vượt điểm tối đa 10. ")
    assert lines[-1] == "2 lỗi, 1 cảnh báo, 0 lưu ý."


def test_warnings_alone_exit_0(tmp_path):
    assert dts("--home", home(tmp_path, "base/raw", "reason_unknown/raw"), "check").returncode == 0


@pytest.mark.parametrize("command", [["check"], ["build"], ["report", "--year", "2022"]])
def test_what_cannot_go_on_exits_2_with_every_fault(tmp_path, command):
    done = dts("--home", home(tmp_path, "base/raw", "manifest_words/raw"), *command)
    assert done.returncode == 2
    assert done.stderr.count("manifest.csv!2: ") == 3
    assert done.stderr.splitlines()[-1] == "Không thể đi tiếp: 3 chỗ phải sửa trước."


def test_faults_in_english(tmp_path):
    done = dts("--lang", "en", "--home", home(tmp_path, "base/raw", "tampered_file/raw"), "check")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "Cannot go on: 1 thing to mend first."


def test_an_unsound_criteria_set_is_a_sentence(tmp_path):
    folder = home(tmp_path, "base/raw")
    path = folder / "data/raw/criteria/thu_huyen_2022.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("total_points: 50", "total_points: 51"), "utf-8")
    done = dts("--home", folder, "check")
    assert done.returncode == 2
    assert "thu_huyen_2022.yml" in done.stderr
    assert "51" in done.stderr


def test_build_says_what_was_read(tmp_path):
    done = dts("--home", home(tmp_path, "base/raw"), "build")
    assert done.returncode == 0
    assert "Đã đọc 1 phiếu của 1 đơn vị, 5 câu trả lời" in done.stdout
    assert (tmp_path / "data/processed/findings.csv").is_file()


def test_report_builds_runs_and_says_where_to_look(tmp_path):
    folder = home(tmp_path, "base/raw")
    shutil.copytree(HOME / "notebooks", folder / "notebooks")
    done = dts("--home", folder, "report", "--year", "2022", "--unit", "001", "--notebook", "pillars")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith(
        "1 báo cáo (1 vừa làm), 0 hỏng, 0 không làm; 0 phát hiện trong phiếu năm 2022."
    )
    assert (folder / "reports/2022/001/pillars.html").is_file()
    broken = folder / "notebooks/pillars.ipynb"
    broken.write_text(broken.read_text(encoding="utf-8").replace("show.pillar_table(", "show.no_table("), "utf-8")
    done = dts("--home", folder, "report", "--year", "2022", "--unit", "001", "--notebook", "pillars")
    assert done.returncode == 1
    assert "001 pillars: AttributeError: No dts_analysis.show attribute no_table" in done.stderr
    assert not (folder / "reports/2022/001/pillars.html").exists()


def whole(folder, world):
    """Return a project's root whose data/raw is one of the worlds, with the project's notebooks."""
    (folder / "data").mkdir()
    WORLDS[world](folder / "data/raw")
    shutil.copytree(HOME / "notebooks", folder / "notebooks")
    return folder


def given(page):
    """Return what a report's notebook was given."""
    cells = nbformat.read(page, as_version=4).cells
    return next(cell.source for cell in cells if "injected-parameters" in cell.metadata.get("tags", []))


def test_report_gives_the_basis_to_the_notebooks_that_take_one(tmp_path):
    folder = whole(tmp_path, "one_unit")
    done = dts("--home", folder, "report", "--year", "2022", "--basis", "verified")
    assert done.returncode == 0, done.stderr
    assert "9 báo cáo (9 vừa làm), 0 hỏng, 1 không làm; 0 phát hiện trong phiếu năm 2022." in done.stdout
    pages = {page.stem: given(page) for page in (folder / "reports").rglob("*.ipynb")}
    takes = {name for name, source in pages.items() if 'basis = "verified"' in source}
    assert takes == {"summary", "pillars", "weak_indicators", "plan", "overview", "audit", "communes"}
    assert pages.keys() - takes == {"verification", "data_quality"}
    again = dts("--home", folder, "report", "--year", "2022", "--basis", "verified")
    assert "9 báo cáo (0 vừa làm)" in again.stdout


def test_report_refuses_the_basis_for_a_notebook_that_is_named_and_takes_none(tmp_path):
    folder = whole(tmp_path, "one_unit")
    done = dts("--home", folder, "report", "--year", "2022", "--basis", "verified", "--notebook", "verification")
    assert done.returncode == 2
    assert "verification.ipynb: tham số lạ «basis»" in done.stderr
    assert done.stderr.splitlines()[-1] == "Không thể đi tiếp: 1 chỗ phải sửa trước."
    assert not (folder / "reports").exists()


def test_report_says_how_to_reach_units_further_below(tmp_path):
    folder = whole(tmp_path, "communes_of_districts")
    done = dts("--home", folder, "report", "--year", "2022", "--unit", "37")
    assert done.returncode == 2
    assert "dùng --below 37" in done.stderr
    for more in ((), ("--below", "37")):
        listed = dts("--home", folder, "report", "--year", "2022", "--dry-run", *more).stdout.splitlines()
        assert listed[-1] == "Sẽ làm 36 trong 44 báo cáo."  # no year before for six, no verification for two
        assert listed[-45].startswith("2022/372/overview: ")


def test_the_last_line_counts_the_findings_of_the_year(tmp_path):
    raw = RawFolder(tmp_path / "data/raw", criteria("two_years", "district", [2021, 2022], {"A": [10, 10]}))
    raw.unit("373", 2021, "two_years", "11 5")
    raw.unit("373", 2022, "two_years", "11 12", reasons={"A-01": "R77"})
    raw.done()
    notebook(tmp_path / "notebooks", "own", "1")
    for year, count in (("2021", 1), ("2022", 3)):
        done = dts("--home", tmp_path, "report", "--year", year)
        assert f"; {count} phát hiện trong phiếu năm {year}. Mở " in done.stdout.splitlines()[-1]


def test_report_refuses_a_unit_that_sent_nothing():
    done = dts("--home", HOME, "report", "--year", "2022", "--unit", "001")
    assert done.returncode == 2
    assert "không có phiếu của 001 năm 2022" in done.stderr


def invoke(*arguments):
    result = CliRunner().invoke(cli.dts, ["--home", str(HOME), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_criteria_list_show_and_diff():
    listed = invoke("criteria", "list").output
    assert "ninhbinh_district_2022: " in listed
    assert "8 trụ cột, 72 chỉ số, 765 điểm" in listed
    shown = invoke("criteria", "show", "ninhbinh_district_2022").output
    assert "I Nhận thức số — 80" in shown
    differing = invoke("criteria", "diff", "ninhbinh_district_2021", "ninhbinh_district_2022").output
    assert (
        "đổi điểm tối đa (vẫn so được tỷ lệ): 1.1 Ban Chỉ đạo chuyển đổi số cấp huyện họp trong năm (15)"
        in differing
    )
    assert differing.splitlines()[-1] == "58 chỉ số giữ nguyên."


def test_an_unknown_set_is_named_with_those_there_are():
    result = invoke("criteria", "show", "nothing")
    assert result.exit_code == 2
    assert "Không có bộ tiêu chí «nothing»; có: ninhbinh_commune_2022" in result.output


def test_criteria_import_prints_or_writes_and_never_over_a_file(tmp_path):
    sheet = str(Path(__file__).parent / "golden/commune_sheet/sheet.csv")
    assert "id: moi_2025" in invoke("criteria", "import", sheet, "--id", "moi_2025").output
    out = tmp_path / "moi_2025.yml"
    assert "Đã phác thảo" in invoke("criteria", "import", sheet, "--id", "moi_2025", "--out", str(out)).output
    written = out.read_bytes()
    again = invoke("criteria", "import", sheet, "--id", "khac_2025", "--out", str(out))
    assert again.exit_code == 2
    assert "đã có; không ghi đè" in again.output
    assert out.read_bytes() == written


def test_the_command_line_starts_without_the_heavy_rooms():
    heavy = ("papermill", "matplotlib", "seaborn", "ipywidgets", "jupyterlab")
    code = f"import sys, dts_analysis.cli.commands; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_language_can_be_chosen():
    assert "Illustrative" not in messages.say("illustrative_short")
    assert invoke("--lang", "en", "criteria", "list").output.count("pillars") == 6


def test_a_place_that_is_not_there_is_said(tmp_path):
    out, sheet = str(tmp_path / "khong" / "co.yml"), str(HOME / "tests/golden/commune_sheet/sheet.csv")
    result = invoke("criteria", "import", sheet, "--id", "moi_2025", "--out", out)
    assert (result.exit_code, "Không có thư mục" in result.output) == (2, True)


@pytest.mark.parametrize("command", [["check"], ["build"]])
def test_ctrl_c_while_forms_are_read_ends_in_a_sentence(monkeypatch, capsys, command):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.sys, "argv", ["dts", *command])
    monkeypatch.setattr("dts_analysis.dataset.read", stop)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err.strip() == messages.say("cli_interrupted")


def test_a_wrong_option_is_said_and_exits_2():
    done = dts("report")
    assert done.returncode == 2
    assert "--year" in done.stderr


def test_check_of_a_unit_that_is_not_there_is_refused():
    done = dts("--home", HOME, "check", "--unit", "37e", "--unit", "373")
    assert done.returncode == 2
    assert "--unit: không có đơn vị mã «37e»" in done.stderr
