"""The runner's bookkeeping: what is up to date stays to the byte, what is stale is made, nothing forgotten."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import batches
import nbformat
import openpyxl
import psutil
import pytest
from click.testing import CliRunner

from dts_analysis import dataset, messages, reports
from dts_analysis.cli import commands as cli
from dts_analysis.reports.stamp import stamp

HOME = Path(__file__).parents[1]
RAW = HOME / "data" / "raw"
FAULTY = Path(__file__).parent / "faulty"
WARNS = (
    "import sys, warnings; warnings.warn('cẩn thận'); warnings.warn('cẩn thận', stacklevel=1)",
    "print('một dòng cuối', file=sys.stderr); print('kết quả', unit_code)",
)


@pytest.fixture
def books(tmp_path):
    return tmp_path / "notebooks"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "reports"


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("processed")
    dataset.build(RAW, folder)
    return folder


def states(data, books, target, year=2022, **wishes):
    """Return how each report stands, by (unit, notebook)."""
    jobs = reports.plan(data, reports.load_notebooks(books), year, **wishes)
    return {(job.unit_code, job.notebook.name): reports.state(job, target, reports.Options()) for job in jobs}


def test_what_is_up_to_date_is_left_alone_to_the_byte(sample, books, target):
    batches.notebook(books, "a", "print(unit_code)")
    batches.notebook(books, "b", "print(year)")
    first = batches.run(sample, books, target, ("373", "374"))
    assert {row["is_made"] for row in first.values()} == {True}
    before = batches.files(target)
    second = batches.run(sample, books, target, ("373", "374"))
    assert {(row["status"], row["is_made"]) for row in second.values()} == {("done", False)}
    after = batches.files(target)
    for name in set(before) - {"index.html", "2022/index.csv"}:
        assert after[name] == before[name], name
    assert {name: content for name, (content, _) in after.items()} == {
        name: content for name, (content, _) in before.items()
    }


def test_two_forced_runs_give_the_same_bytes(sample, books, target, processed):
    batches.notebook(books, "warns", *WARNS)
    batches.notebook(books, "draws", "import matplotlib.pyplot as plt", "plt.plot([1, 2]); plt.show()", "{1, 2}")
    shutil.copy(HOME / "notebooks" / "pillars.ipynb", books)
    old = nbformat.read(books / "warns.ipynb", as_version=4)  # as editors wrote them before cells had names
    old.nbformat_minor = 4
    for cell in old.cells:
        del cell["id"]
    nbformat.write(old, books / "old.ipynb")
    notebooks = reports.load_notebooks(books)
    jobs = reports.plan(sample, notebooks, 2022, ("373",))
    made = []
    for workers in (1, 2):
        rows = reports.run(
            jobs, sample, notebooks, target, processed, reports.Options(force=True, workers=workers)
        )
        assert {(row["status"], row["is_made"]) for row in rows} == {("done", True)}, rows
        made.append({name: content for name, (content, _) in batches.files(target).items()})
    for name in made[0]:
        if not name.endswith(".csv"):  # the ledger tells how long each took
            assert made[1][name] == made[0][name], name


def test_a_page_tells_of_nothing_but_results_and_warnings_are_in_the_ledger(sample, books, target, tmp_path):
    batches.notebook(books, "warns", *WARNS)
    row = batches.run(sample, books, target, ("373",))["373", "warns"]
    assert row["status"] == "done"
    assert row["error"] == "UserWarning: cẩn thận; một dòng cuối"
    page = (target / "2022/373/warns.html").read_text(encoding="utf-8")
    assert "kết quả 373" in page
    told = page + (target / "2022/373/files/warns.ipynb").read_text(encoding="utf-8")
    for word in ("cẩn thận\\n", "một dòng cuối\\n", str(tmp_path), str(Path.home()), sys.prefix, str(HOME)):
        assert word not in told, word
    assert "processed_dir" not in page
    assert "injected" not in page
    assert "cẩn thận" not in page
    assert re.search(r"\d{4}-\d\d-\d\dT\d\d:|\d\d:\d\d:\d\d", told) is None
    for _ in range(2):  # nor does a call that makes nothing forget them
        (kept,) = reports.read_ledger(target / "2022" / reports.LEDGER)
        assert (kept["error"], kept["seconds"]) == (row["error"], row["seconds"])
        batches.run(sample, books, target, ("373",))


@pytest.fixture(scope="module")
def resent(tmp_path_factory):
    """The sample, in which 374 has sent its form of 2022 again with one point less."""
    raw = tmp_path_factory.mktemp("home") / "raw"
    shutil.copytree(RAW, raw)
    book = openpyxl.load_workbook(raw / "2022/374.xlsx")
    cell = next(cell for cell in _numbers(book) if cell.value >= 2)
    cell.value -= 1
    book.save(raw / "2022/374_nop_lai.xlsx")
    digest = hashlib.sha256((raw / "2022/374_nop_lai.xlsx").read_bytes()).hexdigest()
    row = f"2022/374_nop_lai.xlsx,{digest},374,2022,ninhbinh_district_2022,self,2023-03-01,illustrative,"
    with (raw / "manifest.csv").open("a", encoding="utf-8", newline="") as manifest:
        manifest.write(row + "2022/374.xlsx,\n")
    return dataset.read(raw)


def _numbers(book):
    """The claimed points of a form: the column under its heading."""
    for sheet in book.worksheets:
        for heading in (cell for row in sheet.iter_rows() for cell in row if cell.value == "Điểm tự chấm"):
            for (cell,) in sheet.iter_rows(heading.row + 1, min_col=heading.column, max_col=heading.column):
                if isinstance(cell.value, int | float):
                    yield cell


def test_one_units_new_form_makes_its_reports_and_its_provinces_and_nothing_else(sample, resent, books, target):
    batches.notebook(books, "own", "print(unit_code)")
    batches.notebook(books, "all_below", "print(unit_code)", scope="parent")
    some = ("37", "373", "374")
    for year, units in ((2021, some), (2022, ()), (2022, ("14464",)), (2023, some)):
        notebooks = reports.load_notebooks(books)
        jobs = reports.plan(sample, notebooks, year, units)
        reports.run(jobs, sample, notebooks, target, books.parent / "processed")
    assert set(states(sample, books, target).values()) == {"current"}
    assert set(states(resent, books, target, 2021, units=some).values()) == {"current"}
    assert set(states(resent, books, target, units=("14464",)).values()) == {"current"}
    for year, units in ((2022, ()), (2023, some)):  # a report of a later year tells of the years before
        stands = states(resent, books, target, year, units=units)
        assert stands.pop(("373", "all_below")) == "current"  # its communes are another matter
        assert {key for key, value in stands.items() if value == "stale"} == {("374", "own"), ("37", "all_below")}
        assert {value for key, value in stands.items() if key[0] not in ("374", "37")} == {"before"}

    others = {name: content for name, content in batches.files(target).items() if "/374/" not in name}
    rows = batches.run(resent, books, target, ())
    assert {key for key, row in rows.items() if row["is_made"]} == {("374", "own"), ("37", "all_below")}
    for name, content in batches.files(target).items():
        if name in others and "/37/" not in name and name.endswith(("html", "ipynb")) and name != "index.html":
            assert content == others[name], name
    ledger = {
        row["unit_code"]: row["compared"]
        for row in reports.read_ledger(target / "2022/index.csv")
        if row["notebook"] == "own" or row["unit_code"] == "37"
    }
    assert ledger.pop("14464") == "current"
    assert ledger["37"] == ""
    assert ledger["374"] == "current"
    assert {ledger[code] for code in ("369", "370", "372", "373", "375", "376", "377")} == {"before"}
    said = messages.say("site_compared_before")
    assert (target / "index.html").read_text(encoding="utf-8").count(said) == 7

    rows = batches.run(resent, books, target, (), comparisons=True)
    assert {key[0] for key, row in rows.items() if row["is_made"]} == set(ledger) & {
        "369", "370", "372", "373", "375", "376", "377",
    }  # fmt: skip
    assert {row["compared"] for row in reports.read_ledger(target / "2022/index.csv")} == {"", "current"}
    assert said not in (target / "index.html").read_text(encoding="utf-8")


def test_another_notebook_parameter_language_or_reference_makes_reports_stale(sample, books, target, tmp_path):
    batches.notebook(books, "own", 'basis = "claimed"')
    batches.notebook(books, "other", "2")
    for name in ("own", "other"):
        document = nbformat.read(books / f"{name}.ipynb", as_version=4)
        document.cells[0].source += '\nbasis = "claimed"'
        nbformat.write(document, books / f"{name}.ipynb")
    wishes = {"units": ("373",)}
    batches.run(sample, books, target, ("373",))
    current = {("373", "own"): "current", ("373", "other"): "current"}
    stale = dict.fromkeys(current, "stale")
    assert states(sample, books, target, **wishes) == current

    assert states(sample, books, target, **wishes, parameters={"basis": "computed"}) == stale
    messages.use("en")
    assert states(sample, books, target, **wishes) == stale
    messages.use("vi")

    shutil.copytree(RAW, tmp_path / "raw")
    for name, stands in (
        ("README.md", current),
        ("reasons.yml", stale),
        ("criteria/ninhbinh_commune_2022.yml", stale),
    ):
        path = tmp_path / "raw" / name
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        changed = dataset.read(tmp_path / "raw")
        if name.startswith("criteria"):  # which counts for the units below only
            assert states(changed, books, target, **wishes) == current
        else:
            assert states(changed, books, target, **wishes) == stands, name
        path.write_bytes(content)

    document = nbformat.read(books / "own.ipynb", as_version=4)
    document.cells[1].outputs, document.cells[1].execution_count = [], 7  # not what it does
    nbformat.write(document, books / "own.ipynb")
    assert states(sample, books, target, **wishes) == current
    document.cells[1].source = "3"
    nbformat.write(document, books / "own.ipynb")
    assert states(sample, books, target, **wishes) == current | {("373", "own"): "stale"}


def test_what_failed_is_tried_again(sample, books, target, tmp_path):
    batches.notebook(
        books, "later", f"assert __import__('os').path.exists({str(tmp_path / 'there')!r}), 'chưa có'"
    )
    batches.notebook(books, "sound", "1")
    rows = batches.run(sample, books, target, ("373",))
    assert rows["373", "later"]["error"] == "AssertionError: chưa có"
    (tmp_path / "there").touch()
    rows = batches.run(sample, books, target, ("373",))
    assert {name: (row["status"], row["is_made"], row["error"]) for (_, name), row in rows.items()} == {
        "later": ("done", True, ""), "sound": ("done", False, ""),
    }  # fmt: skip


@pytest.mark.parametrize("lost", ["own.html", "files/own.ipynb"])
def test_half_a_report_is_none(sample, books, target, lost):
    batches.notebook(books, "own", "1")
    batches.run(sample, books, target, ("373",))
    (target / "2022/373" / lost).unlink()
    assert states(sample, books, target, units=("373",)) == {("373", "own"): "missing"}
    assert batches.run(sample, books, target, ("373",))["373", "own"]["is_made"]
    assert (target / "2022/373" / lost).is_file()


@pytest.mark.parametrize("damage", [b"", b"<html>", b"\xff\xfe\x00", None])
def test_a_damaged_page_is_made_anew(sample, books, target, damage):
    batches.notebook(books, "own", "1")
    batches.run(sample, books, target, ("373",))
    page = target / "2022/373/own.html"
    page.write_bytes(page.read_bytes()[:300].replace(b"dts-made-from", b"x\xff") if damage is None else damage)
    assert states(sample, books, target, units=("373",)) == {("373", "own"): "missing"}
    batches.run(sample, books, target, ("373",))
    assert stamp(page).fingerprint


def test_the_ledger_keeps_other_units_rows_and_survives_what_people_do_to_it(sample, books, target):
    batches.notebook(books, "own", "1")
    for unit in ("373", "374"):
        batches.run(sample, books, target, (unit,))
    ledger = target / "2022" / reports.LEDGER
    rows = reports.read_ledger(ledger)
    assert [(row["unit_code"], row["status"]) for row in rows] == [("373", "done"), ("374", "done")]
    text = ledger.read_text(encoding="utf-8-sig")
    for content in (
        text.replace("\n", ",thêm\n").encode("utf-8-sig"),  # a column of someone's own
        text.replace(",", ";").encode("utf-8-sig"),  # as some spreadsheets save it
        text.encode("utf-16"),
        b"\xff\xfe\x00 not text",
        b"",
    ):
        ledger.write_bytes(content)
        batches.run(sample, books, target, ("373",))
        batches.run(sample, books, target, ("374",))
        codes = [row["unit_code"] for row in reports.read_ledger(ledger)]
        assert codes == ["373", "374"], content[:30]


def home(tmp_path):
    """Return a project's root with one unit and no notebook yet."""
    for layer in ("reference", "base/raw"):
        shutil.copytree(FAULTY / layer, tmp_path / "data" / "raw", dirs_exist_ok=True)
    return tmp_path


def test_a_dry_run_lists_and_makes_nothing(tmp_path):
    folder = home(tmp_path)
    batches.notebook(folder / "notebooks", "own", "1")
    batches.notebook(folder / "notebooks", "two_years", "1", needs=("year_before",))

    def dts(*more):
        done = CliRunner().invoke(cli.dts, ["--home", str(folder), "report", "--year", "2022", *more])
        assert done.exit_code == 0, done.output
        return done.output.splitlines()[-3:]

    said = dts("--dry-run")
    assert [line.partition(": ")[0] for line in said] == [
        "2022/001/own",
        "2022/001/two_years",
        "Sẽ làm 1 trong 2 báo cáo.",
    ]
    assert said[0].endswith(messages.say("stands_missing"))
    assert not (folder / "reports").exists()
    dts()
    assert (folder / "reports/2022/001/own.html").is_file()
    before = batches.files(folder / "reports")
    said = dts("--dry-run")
    assert said[0].endswith(messages.say("stands_current"))
    assert said[2] == "Sẽ làm 0 trong 2 báo cáo."
    assert dts("--dry-run", "--force")[2] == "Sẽ làm 1 trong 2 báo cáo."
    assert batches.files(folder / "reports") == before


def started(folder, *arguments):
    """Start `dts report` as a person would at a terminal: in a process group of its own."""
    command = [sys.executable, "-m", "dts_analysis.cli", "--home", str(folder), "report", "--year", "2022"]
    environment = {key: value for key, value in os.environ.items() if key != "DTS_LANG"}
    return subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        start_new_session=True, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whatever this process was started with
    )  # fmt: skip


@pytest.mark.parametrize("when", ["at work", "at once"])
def test_ctrl_c_stops_cleanly_and_the_next_call_goes_on(tmp_path, when):
    folder, go = home(tmp_path), tmp_path / "go"
    slow = f"import os, time\nopen({str(tmp_path)!r} + f'/at_{{os.getpid()}}', 'w').close()\n"
    slow += f"for _ in range(1200):\n    if os.path.exists({str(go)!r}): break\n    time.sleep(0.05)"
    for name in ("slow_1", "slow_2"):
        batches.notebook(folder / "notebooks", name, slow, order=2)
    batches.notebook(folder / "notebooks", "quick", "1")
    runner = started(folder, "--workers", "2")
    try:
        if when == "at work":
            batches.until(lambda: len(list(tmp_path.glob("at_*"))) == 2)
        else:
            while "Chạy" not in runner.stdout.readline():
                assert runner.poll() is None, runner.stderr.read()
        family = batches.family(runner.pid)
        assert family
        os.killpg(runner.pid, signal.SIGINT)
        _, stderr = runner.communicate(timeout=60)
    finally:
        runner.kill()
    assert runner.returncode == 130, stderr
    assert stderr.splitlines()[-1] == messages.say("cli_interrupted")
    assert "Traceback" not in stderr
    assert batches.still_there(family) == []
    batches.assert_whole(folder / "reports")
    if when == "at work":
        assert (folder / "reports/2022/001/quick.html").is_file()
    go.touch()
    again = started(folder, "--workers", "2")
    _, stderr = again.communicate(timeout=100)
    assert again.returncode == 0, stderr
    assert len(list((folder / "reports").rglob("*.html"))) == 4
    assert not psutil.pid_exists(runner.pid)
