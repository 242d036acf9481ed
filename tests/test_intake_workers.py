"""Reading in several processes: the same answers as in one, and a file that ends its process is named."""

import multiprocessing
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import psutil
import pytest

from dts_analysis import intake, messages, reference
from dts_analysis.intake import workers
from dts_analysis.intake.reading import Reading, ReceivedUnit
from dts_analysis.intake.text import fold

HOME = Path(__file__).parents[1]
FAULTY = HOME / "tests" / "faulty"
FATAL, UNITS = "Đọc đến đây là hết", ["001", "002", "003", "004", "005"]


class Ending(dict):
    """A mapping of explanations that ends the process which looks one of them up."""

    def get(self, key, default=None):
        if key == fold(FATAL):
            os._exit(1)
        return super().get(key, default)


class Unloadable(dict):
    """A mapping that ends the process which it is sent to."""

    def __reduce__(self):
        return os._exit, (1,)


def _root(home, make, explanations=()):
    """Lay out five units' forms; `explanations` go into the first indicator of those units."""
    shutil.copytree(FAULTY / "reference", home)
    (home / "2022").mkdir()
    units = (home / "units.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{code},Huyện {code},district,01,,,list,,tests" for code in UNITS]
    (home / "units.csv").write_text("\n".join([*units[:2], *rows]) + "\n", encoding="utf-8")
    manifest = []
    for code in UNITS:
        changes = {"1.1": {"text": dict(explanations).get(code, "")}, "1.2": {"points": f"x{code}"}}
        verdict = [["1.1", "Tỷ lệ cán bộ được tập huấn", 10, 5, 5, 0, "Chấp nhận", "", "", "", ""]]
        files = {
            "self": (f"2022/{code}.xlsx", make["workbook"](make["rows_with"](changes))),
            "verification": (f"2022/{code}_tham_dinh.xlsx", make["verification"](verdict)),
        }
        for stage, (path, content) in files.items():
            (home / path).write_bytes(content)
            listed = make["listed"]({path: content}, unit_code=code, stage=stage).splitlines()
            manifest += listed[1:] if manifest else listed
    (home / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def make():
    return runpy.run_path(str(FAULTY / "make.py"))


def _read(raw, number, mapping=None):
    reasons, grounds = reference.load_reasons(raw), reference.load_grounds(raw)
    known = intake.Codes.of(reasons, grounds, mapping)
    return intake.read_raw(
        raw, reference.load_criteria(raw / "criteria"), reference.load_units(raw), known, number
    )


def _assert_same(first, second):
    pd.testing.assert_frame_equal(first.answers, second.answers)
    pd.testing.assert_frame_equal(first.received, second.received)
    assert first.findings == second.findings
    assert [str(each) for each in first.findings] == [str(each) for each in second.findings]


def test_the_sample_reads_the_same_whatever_the_number_of_workers(monkeypatch):
    monkeypatch.setattr(workers, "UNITS_AT_ONCE", 7)
    one, three = (_read(HOME / "data" / "raw", number) for number in (1, 3))
    assert len(one.answers) > 3000
    _assert_same(one, three)
    monkeypatch.setattr(workers, "UNITS_AT_ONCE", 10**6)
    _assert_same(one, _read(HOME / "data" / "raw", 1))


def test_workers_speak_the_language_of_who_started_them(tmp_path, make):
    raw = _root(tmp_path / "raw", make)
    content = b"%PDF-1.7"
    manifest = (raw / "manifest.csv").read_text(encoding="utf-8").splitlines()
    (raw / "2022/003.xlsx").write_bytes(content)
    manifest[5] = make["listed"]({"2022/003.xlsx": content}, unit_code="003").splitlines()[1]
    (raw / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    messages.use("en")
    one, two = (_read(raw, number) for number in (1, 2))
    assert "the file is a PDF" in "\n".join(str(each) for each in two.findings)
    _assert_same(one, two)


def test_a_file_that_ends_the_process_is_named_and_all_others_are_read(tmp_path, make, monkeypatch):
    monkeypatch.setattr(workers, "UNITS_AT_ONCE", 2)
    sound = _read(_root(tmp_path / "sound", make), 1)
    found = _read(_root(tmp_path / "raw", make, {"002": FATAL, "003": FATAL}), 2, Ending(x="R01"))
    fatal = [each for each in found.findings if each.code == "file_ends_reader"]
    assert [(each.where, each.unit_code, each.year) for each in fatal] == [
        ("2022/002.xlsx", "002", 2022),
        ("2022/003.xlsx", "003", 2022),
    ]
    assert "mở tệp này làm chết tiến trình đọc" in str(fatal[0])
    rows = found.answers.set_index(["unit_code", "indicator_code"])
    for code in ("002", "003"):
        assert set(rows.loc[code, "answer_status"]) == {"unread"}
        assert rows.loc[(code, "A-01"), "verified_points"] == 5
    others = ~found.answers["unit_code"].isin(["002", "003"])
    pd.testing.assert_frame_equal(found.answers[others], sound.answers[others], check_categorical=False)
    rest, same = (
        [each for each in read.findings if each.unit_code not in ("002", "003")] for read in (found, sound)
    )
    assert rest == same


def test_where_no_process_stays_up_the_reading_is_done_in_this_one(tmp_path, make):
    raw = _root(tmp_path / "raw", make)
    _assert_same(_read(raw, 1), _read(raw, 2, Unloadable(x="R01")))


def test_few_files_start_no_process_and_many_no_more_than_there_are_cores(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    unit = ReceivedUnit("1", "x", 2022, "x", {"self": "a", "verification": "b"})
    counts = [workers._as_many_as_pay([unit] * number) for number in (0, 1, 499, 500, 750, 10**4)]
    assert counts == [1, 1, 1, 2, 3, workers.MOST_WORKERS]
    monkeypatch.setattr(multiprocessing.current_process(), "_config", {"daemon": True})
    assert workers._as_many_as_pay([unit] * 10**4) == 1
    monkeypatch.undo()
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers._as_many_as_pay([unit] * 10**4) == 1


def test_ctrl_c_is_for_the_process_that_reads_not_for_its_workers():
    with workers._Workers(Reading(HOME, {}, intake.Codes(frozenset(), {}, {})), 1) as child:
        assert child._done([child._begun(signal.getsignal, signal.SIGINT)]) == [signal.SIG_IGN]


READER = """
import os, sys, time
from pathlib import Path
from dts_analysis.intake import Codes, workers
from dts_analysis.intake.reading import Reading
if __name__ == "__main__":
    with workers._Workers(Reading(Path("."), {}, Codes(frozenset(), {}, {})), 2) as several:
        print(*several._done([several._begun(os.getpid) for _ in range(2)]), flush=True)
        time.sleep(600)
"""


def test_workers_end_with_the_process_that_started_them_however_it_ends(tmp_path):
    (tmp_path / "reader.py").write_text(READER, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, tmp_path / "reader.py"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **pipes, text=True, env=environment) as reader:
        pids = {int(pid) for pid in reader.stdout.readline().split()}
        children = [psutil.Process(pid) for pid in pids]
        reader.kill()
    assert len(children) >= 1
    assert psutil.wait_procs(children, timeout=20)[1] == []
    left = Path(tempfile.gettempdir(), f"{workers.FOLDER}{reader.pid}-left")
    left.mkdir()
    with workers._Workers(Reading(HOME, {}, intake.Codes(frozenset(), {}, {})), 1):  # the next call sweeps
        assert not left.exists()
