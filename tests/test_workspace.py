"""A workspace made, found, and worked in from the command line, also while it is empty."""

import contextlib
import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import called
import pytest
from inbox import answer, form, small_workspace

from dts_analysis import workspace
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError
from dts_analysis.intake.manifest import REFERENCE
from dts_analysis.workspace import making
from dts_analysis.workspace.taking import raw_path

HOME = Path(__file__).parents[1]
SET = "tayninh_commune_2025"
BIN = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace of one's own, to be looked at only."""
    folder = tmp_path_factory.mktemp("own") / "w"
    return making.make(folder, "80", [SET])


class Said:
    """What `dts` printed and how it ended, called here in a folder."""

    def __init__(self, cwd, *arguments):
        out, err = io.StringIO(), io.StringIO()
        was, given = os.getcwd(), sys.argv
        try:
            os.chdir(cwd)
            sys.argv = ["dts", *arguments]
            with (
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
                pytest.raises(SystemExit) as end,
            ):
                cli.main()
        finally:
            os.chdir(was)
            sys.argv = given
        self.returncode, self.stdout, self.stderr = end.value.code or 0, out.getvalue(), err.getvalue()


def dts(*arguments, cwd):
    return Said(cwd, *arguments)


def below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_workspace_holds_facts_and_notebooks_and_nothing_of_the_demonstration(made):
    files = below(made.workspace.folder)
    assert files == sorted(made.written)
    assert [path for path in files if "/2022/" in path or "/2023/" in path] == []
    of_sets = [f"data/raw/criteria/{name}" for name in ("criteria.schema.json", f"{SET}.yml")]
    assert [path for path in files if "criteria/" in path] == of_sets
    assert "data/raw/units.csv" in files
    assert {path for path in files if path.startswith("notebooks/")} == {
        f"notebooks/{path.name}" for path in (HOME / "notebooks").glob("[!.]*.*")
    }
    manifest = (made.workspace.raw / "manifest.csv").read_text(encoding="utf-8")
    assert manifest == "path,sha256,unit_code,year,criteria_id,stage,received_on,provenance,replaces,note\n"
    guide = (made.workspace.folder / "HUONG_DAN.txt").read_bytes().decode("utf-8-sig")
    assert "dts receive --year 2025\r\n" in guide
    assert made.workspace.inbox.is_dir()
    assert made.workspace.region == "80"


def test_its_notebooks_carry_no_output_of_the_demonstration(made):
    for path in made.workspace.notebooks.glob("*.ipynb"):
        assert '"output_type"' not in path.read_text(encoding="utf-8"), path.name


def test_published_tables_come_along_where_they_name_the_province(made):
    published = {path.name for path in (made.workspace.raw / "published").glob("*.csv")}
    assert "communes_published.csv" in published
    assert "giavien_facts.csv" not in published


def test_making_it_again_adds_what_is_missing_and_writes_over_nothing(tmp_path):
    folder = tmp_path / "w"
    making.make(folder, "Tây Ninh")
    (folder / "data/raw/reasons.yml").write_text("của tôi", encoding="utf-8")
    again = making.make(folder, criteria=["ninhbinh_district_2022"])
    assert (folder / "data/raw/reasons.yml").read_text(encoding="utf-8") == "của tôi"
    assert again.criteria == ["ninhbinh_district_2021", "ninhbinh_district_2022"]  # which the latter continues
    assert again.workspace.region == "80"
    assert {path.split("/")[2] for path in again.written} == {"criteria"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"region": "Tay Nin"}, "không có tỉnh nào là «Tay Nin».*80 Tỉnh Tây Ninh"),
        (
            {"criteria": ["la_2025"]},
            "không có bộ tiêu chí «la_2025» đi kèm; cần: một trong: ninhbinh_commune_2022",
        ),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_is_written(tmp_path, given, words):
    with pytest.raises(DtsError, match=words):
        making.make(tmp_path / "w", **given)
    assert not (tmp_path / "w").exists()


def test_a_folder_of_something_else_and_the_demonstration_itself_are_refused(tmp_path):
    (tmp_path / "thư riêng.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DtsError, match="nơi này đã có thứ khác"):
        making.make(tmp_path)
    with pytest.raises(DtsError, match="đây là chính dự án minh họa"):
        making.make(HOME)


def test_the_nearest_workspace_above_is_found_and_the_project_counts_as_one(tmp_path):
    place = small_workspace(tmp_path / "w")
    assert workspace.find(place.inbox).folder == place.folder
    assert workspace.find(HOME / "notebooks").folder == HOME
    assert workspace.find(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("province = 80\n", "province = 80"),
        ("province =\n", "không đọc được"),
        (f"province = {'[' * 5000}", "không đọc được"),
        (f"province = {'9' * 5000}", "không đọc được"),
    ],
)
def test_a_marker_that_cannot_be_read_is_a_sentence(tmp_path, text, words):
    place = small_workspace(tmp_path)
    (tmp_path / "dts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError, match=words):
        assert place.region


def test_names_become_paths_through_one_gate():
    with pytest.raises(DtsError, match=r"«\.\./x» không dùng được làm tên tệp"):
        raw_path(2025, "../x", "self", ".xlsx", ())
    assert raw_path(2025, "00801", "self", ".xlsx/../..", ()) == "2025/00801"
    assert raw_path(2025, "00801", "self", ".xlsx", {"2025/00801"}) == "2025/00801_lan_2.xlsx"


def test_an_empty_workspace_is_worked_in_without_a_traceback(tmp_path, monkeypatch):
    monkeypatch.delenv("DTS_HOME", raising=False)
    folder = small_workspace(tmp_path / "w").folder
    checked = dts("check", cwd=folder / "inbox")
    assert (checked.returncode, checked.stdout.splitlines()[0][:20]) == (0, "Chưa nhận phiếu nào.")
    reported = dts("report", "--year", "2025", cwd=folder)
    assert (reported.returncode, "Chưa nhận phiếu nào." in reported.stderr) == (2, True)
    assert "Nhận 0 tệp, hỏi 0" in dts("receive", cwd=folder).stdout
    (folder / "data/raw/criteria/thu_xa_2025.yml").unlink()
    for command in ("check", "build", "receive"):
        done = dts(command, cwd=folder)
        assert (done.returncode, "chưa có bộ tiêu chí nào" in done.stderr) == (2, True), command


def test_where_there_is_no_workspace_a_sentence_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.delenv("DTS_HOME", raising=False)
    done = dts("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "không có không gian làm việc nào ở đây" in done.stderr
    monkeypatch.setenv("DTS_HOME", str(tmp_path / "khong_co"))
    assert "DTS_HOME chỉ một thư mục không có" in dts("check", cwd=tmp_path).stderr
    monkeypatch.setenv("DTS_HOME", str(small_workspace(tmp_path / "w").folder))
    assert dts("check", cwd=tmp_path).returncode == 0


def test_receive_says_what_it_did_and_where_to_answer(tmp_path, monkeypatch):
    place = small_workspace(tmp_path / "w")
    form(place.inbox / "Xã Tân Lập.xlsx")
    form(place.inbox / "khong ten.xlsx", claimed=(1, 1, 1, 1))
    form(tmp_path / "Xã Tân Lập.xlsx", claimed=(2, 2, 2, 2))
    preview = dts("receive", "--year", "2025", "--dry-run", cwd=place.folder).stdout.splitlines()
    assert preview[-1] == "Chỉ xem trước: chưa ghi gì."
    said = dts("receive", "--year", "2025", cwd=place.folder).stdout.splitlines()
    assert said[0] == (
        "Xã Tân Lập.xlsx → 2025/00801.xlsx: 00801 Xã Tân Lập (Tỉnh Tây Ninh), năm 2025, thu_xa_2025, tự chấm "
        "(đơn vị theo tên tệp)"
    )
    assert said[1].startswith("khong ten.xlsx: cần hỏi. Không thấy đơn vị")
    assert said[2] == "Nhận 1 tệp, hỏi 1, đã có 0, không nhận 0."
    assert said[3].startswith(f"Mở {place.questions} bằng Excel")
    assert list(place.waiting.glob("*")) == []  # it lies in the inbox as it is
    answer(place, {"khong ten.xlsx": {"đơn vị": "00802"}})
    said = dts("receive", "../Xã Tân Lập.xlsx", "inbox", "--year", "2025", cwd=place.folder).stdout.splitlines()
    assert "  thay cho 2025/00801.xlsx; tệp cũ vẫn giữ" in said
    assert "Xã Tân Lập.xlsx: đã nhận ngày" in "\n".join(said)
    assert said[-1] == "Nhận 2 tệp, hỏi 0, đã có 1, không nhận 0."
    english = dts("--lang", "en", "receive", cwd=place.folder).stdout.splitlines()
    assert english[-1] == "0 files received, 0 asked about, 2 known, 0 not received."


def test_the_wheel_ships_every_reference_file_there_is():
    hatch = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    shipped = hatch["build"]["targets"]["wheel"]["force-include"]
    there = {f"data/raw/{name}" for name in REFERENCE - {"manifest.csv"} if (HOME / "data/raw" / name).is_file()}
    assert set(shipped) == there | {"notebooks", "data/raw/criteria", "data/raw/published"}
    assert set(shipped.values()) == {f"dts_analysis/workspace/shipped/{path}" for path in shipped}


def test_an_installed_wheel_needs_no_repository(tmp_path):
    """`dts init`, `receive`, `report` in an empty environment, from the wheel alone."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():
        pytest.skip("uv is not beside this Python")

    def run(*command, cwd=tmp_path):
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    python, own = tmp_path / "env" / BIN / "python", tmp_path / "w"
    run(uv, "build", "--wheel", "--out-dir", tmp_path / "dist", HOME)
    locked = ("export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", "--project", HOME)
    (tmp_path / "constraints.txt").write_text(run(uv, *locked), encoding="utf-8")
    run(uv, "venv", "--python", sys.executable, tmp_path / "env")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(uv, "pip", "install", "--python", python, "--constraints", tmp_path / "constraints.txt", wheel)
    where = run(python, "-I", "-c", "import dts_analysis; print(dts_analysis.__file__)")
    assert str(HOME) not in where
    command = (python, "-I", "-m", "dts_analysis.cli")
    run(*command, "init", own, "--province", "80", "--criteria", SET)
    names = [each.name_vi for each in workspace_set(own).indicators]
    for name in ("Xã Tân Lập.xlsx", "Phường Tân Ninh.xlsx"):
        form(tmp_path / "thư" / name, claimed=[len(name) % 3] * len(names), names=names)
    assert "Nhận 2 tệp, hỏi 0" in run(*command, "receive", "../thư", "--year", "2025", cwd=own)
    pages = run(*command, "report", "--year", "2025", "--unit", "25489", "--notebook", "pillars", cwd=own)
    assert pages.splitlines()[-1].startswith("1 báo cáo (1 vừa làm), 0 hỏng")
    assert (own / "reports/2025/25489/pillars.html").is_file()


def workspace_set(folder):
    """The criteria set that a workspace was made with."""
    from dts_analysis import reference

    return reference.read_criteria(folder / f"data/raw/criteria/{SET}.yml")


def test_init_gives_the_word_templates_that_an_office_edits(tmp_path):
    done = called.dts("init", tmp_path / "moi", "--region", "72")
    assert done.returncode == 0, done.stderr
    given = {path.name for path in (tmp_path / "moi/templates").glob("*.docx")}
    assert len(given) >= 3
    (tmp_path / "moi/templates" / sorted(given)[0]).write_bytes(b"edited")
    called.dts("init", tmp_path / "moi", "--region", "72")
    assert (tmp_path / "moi/templates" / sorted(given)[0]).read_bytes() == b"edited"
