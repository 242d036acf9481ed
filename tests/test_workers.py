"""Faults of every kind: what is finished stays whole, the ledger true, nothing lives on, a call completes it."""

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import batches
import psutil
import pytest
from click.testing import CliRunner
from filelock import FileLock

from dts_analysis import dataset, files, kernel, reports
from dts_analysis.cli import commands as cli
from dts_analysis.errors import DtsError
from dts_analysis.reports import runner

HOME = Path(__file__).parents[1]
UNITS = ("369", "370", "372", "373", "374")
KILLS, LONG = 16, 50
KILL_PARENT = "import multiprocessing, os, signal\nos.kill(multiprocessing.parent_process().pid, signal.SIGKILL)"


@pytest.fixture
def books(tmp_path):
    return tmp_path / "notebooks"


@pytest.fixture
def target(tmp_path):
    return tmp_path / "reports"


@pytest.fixture(autouse=True)
def _nothing_lives_on():
    yield
    assert batches.still_there(forked()) == []


def forked():
    """Return every worker and kernel that this process's fork server has made, whoever asked for it."""
    pid = server_pid()
    return batches.family(pid) if pid else []


def server_pid():
    """Return the number of this process's fork server, None where there is none or it has ended."""
    for each in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("multiprocessing.forkserver" in word for word in each.cmdline()):
                return each.pid
    return None


def made(rows):
    return {name: (row["status"], row["error"]) for (_, name), row in rows.items()}


# --- one bad notebook -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "said", "options"),
    [
        ("raise ValueError('hỏng' * 2**20)", "ValueError: hỏng", {}),
        ("import time; time.sleep(1000)", "quá 2 giây", {"seconds": 2}),
        ("x = bytearray(2**30)", "MemoryError:", {"memory_megabytes": 256}),
        ("import os; os._exit(3)", "kernel chết giữa chừng (hết bộ nhớ, hoặc bị tắt)", {}),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "kernel chết giữa chừng", {}),
        ("for _ in range(100): print('x' * 2**20)", "in ra hơn 32 MB", {}),
        ("while True: print('x' * 1000, flush=True)", "in ra hơn 1 MB", {"output_megabytes": 1, "seconds": 30}),
        ("raise ValueError('x' * 2**26)", "in ra hơn 32 MB", {}),
        ("from IPython.display import HTML; HTML('x' * 2**26)", "in ra hơn 32 MB", {}),
        (KILL_PARENT, "tiến trình làm báo cáo chết giữa chừng (mã -9)", {}),
    ],
)
def test_one_bad_notebook_fails_with_its_reason_and_the_others_go_on(sample, books, target, source, said, options):
    tried = books.parent / "tried"
    batches.notebook(books, "bad", f"open({str(tried)!r}, 'a').write('.')", source)
    for name in ("sound", "well"):
        batches.notebook(books, name, "print(unit_code)", order=2)
    before = psutil.Process().memory_info().rss
    rows = batches.run(sample, books, target, ("373",), workers=2, **options)
    assert psutil.Process().memory_info().rss - before < 100 * 2**20
    status, error = made(rows).pop("bad")
    assert (status, error[: len(said)]) == ("failed", said)
    assert len(error) < 1000
    is_the_machines = said.startswith(("quá", "kernel", "tiến trình"))
    assert len(tried.read_text()) == (2 if is_the_machines else 1)
    assert {name: made(rows)[name] for name in ("sound", "well")} == {"sound": ("done", ""), "well": ("done", "")}
    assert not [name for name in batches.files(target) if "bad" in name]
    assert sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) < 2**20
    batches.assert_whole(target)
    batches.notebook(books, "bad", "1")
    assert batches.run(sample, books, target, ("373",))["373", "bad"]["status"] == "done"


@pytest.mark.parametrize("victim", ["worker", "server"])
def test_what_died_by_chance_is_done_at_the_second_try(sample, books, target, victim):
    once = books.parent / "once"
    kill = KILL_PARENT
    if victim == "server":
        kill = "import os, psutil, signal\nos.kill(psutil.Process().ppid(), signal.SIGKILL)"
    kill = kill.replace(
        "\n", f"\nif not os.path.exists({str(once)!r}):\n    open({str(once)!r}, 'w').close()\n    "
    )
    batches.notebook(books, "bad", kill)
    batches.notebook(books, "slow", "import time; time.sleep(0.3)")
    rows = batches.run(sample, books, target, ("373", "374"), workers=2)
    assert once.exists()
    for row in rows.values():
        assert (row["status"], row["error"]) == ("done", ""), row
    batches.assert_whole(target)


# --- kill -9 at any moment --------------------------------------------------------------------------------


class Calls:
    """Calls of the runner in processes of their own, over few cheap jobs that are always made anew."""

    def __init__(self, sample, folder, chance):
        books, self.target, self.chance = folder / "notebooks", folder / "reports", chance
        batches.notebook(books, "a", "print(unit_code)")
        batches.notebook(books, "b", "print('x' * 2**20)")
        self.sample, self.notebooks = sample, reports.load_notebooks(books)
        self.jobs = reports.plan(sample, self.notebooks, 2022, UNITS)
        self.given = (sample, self.notebooks, self.jobs, self.target, folder / "processed")

    def start(self):
        return kernel.start(batches.call, *self.given, reports.Options(force=True, workers=2))

    def kill_the_runner(self):
        process = self.start()
        process.join(self.chance.uniform(0.2, 1.8))
        process.kill()
        process.join()
        time.sleep(0.1)
        if server_pid() is None:  # killed while it asked; see below
            kernel.warm_up()
        self.check()

    def kill_what_it_started(self, times):
        process = self.start()
        asked, itself = server_pid(), psutil.Process(process.pid)
        for _ in range(times):
            time.sleep(self.chance.uniform(0.05, 0.3))
            others = [each for each in forked() if each.pid != process.pid]
            if others:
                with contextlib.suppress(psutil.NoSuchProcess):
                    self.chance.choice(sorted(others, key=lambda each: each.pid)).kill()
        process.join(60)
        assert batches.still_there([itself], within=60) == []  # without its server it is told dead, and works on
        if process.exitcode != 0:  # a client killed while it asks takes Python's fork server, here ours, with it
            batches.until(lambda: server_pid() != asked, within=5)
            kernel.warm_up()
        self.check()
        statuses = {row["status"] for row in reports.read_ledger(self.target / "2022/index.csv")}
        assert statuses <= {"done", "failed"}

    def check(self):
        assert batches.still_there(forked()) == []
        if self.target.exists():
            batches.assert_whole(self.target)

    def complete(self):
        rows = reports.run(self.jobs, self.sample, self.notebooks, self.target, self.given[-1])
        assert {row["status"] for row in rows} == {"done"}
        batches.assert_whole(self.target)
        assert len(list(self.target.glob("2022/*/*.html"))) == len(self.jobs) == 10
        assert [path.name for path in self.target.rglob(".*") if path.name != runner.LOCK] == []
        listed = reports.read_ledger(self.target / "2022/index.csv")
        assert [row["status"] for row in listed] == ["done"] * 10
        again = reports.run(self.jobs, self.sample, self.notebooks, self.target, self.given[-1])
        assert not any(row["is_made"] for row in again)


def test_kill_9_at_any_moment_leaves_only_whole_reports(sample, tmp_path):
    kernel.warm_up()
    calls = Calls(sample, tmp_path, random.Random(20221031))
    for _ in range(KILLS // 2):
        calls.kill_the_runner()
    calls.complete()
    for _ in range(KILLS // 8):
        calls.kill_what_it_started(4)
    calls.complete()


@pytest.mark.long
def test_kill_9_fifty_times(sample, tmp_path):
    """Left out of the suite for its length; run it with ``pytest -m long tests/test_workers.py``."""
    kernel.warm_up()
    calls = Calls(sample, tmp_path, random.Random(7))
    for number in range(LONG // 5):
        for _ in range(3):
            calls.kill_the_runner()
        calls.kill_what_it_started(2)
        if number % 3 == 0:
            calls.complete()
    calls.complete()


def home(folder, *sources):
    """Return a project's root with one unit and a notebook for each source."""
    for layer in ("reference", "base/raw"):
        shutil.copytree(HOME / "tests/faulty" / layer, folder / "data" / "raw", dirs_exist_ok=True)
    for number, source in enumerate(sources):
        batches.notebook(folder / "notebooks", f"n{number}", source)
    return folder


def dts(folder, *arguments, **options):
    """Start the installed command as a person would."""
    environment = {key: value for key, value in os.environ.items() if key != "DTS_LANG"}
    command = [sys.executable, "-m", "dts_analysis.cli", "--home", str(folder), *arguments]
    return subprocess.Popen(
        command, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # fmt: skip


def test_kill_9_of_the_command_ends_all_its_processes_and_frees_its_target(tmp_path):
    go = tmp_path / "go"
    wait = f"import os, time\nopen({str(tmp_path)!r} + f'/at_{{os.getpid()}}', 'w').close()\n"
    wait += f"for _ in range(1200):\n    if os.path.exists({str(go)!r}): break\n    time.sleep(0.05)"
    folder = home(tmp_path, wait, "print(unit_code)")
    started = dts(folder, "report", "--year", "2022", "--workers", "2")
    batches.until(lambda: list(tmp_path.glob("at_*")) and (folder / "reports/2022/001/n1.html").is_file())
    family = batches.family(started.pid)
    assert len(family) >= 4  # fork server, workers, kernels

    status, said = command(folder, folder / "reports")  # another call on the same target
    assert status == 2
    assert "reports: một lệnh khác đang ghi báo cáo vào đây" in said
    assert started.poll() is None

    started.kill()
    started.communicate(timeout=60)
    assert batches.still_there(family) == []
    batches.assert_whole(folder / "reports")
    go.touch()
    status, said = command(folder, folder / "reports")
    assert status == 0, said
    assert "2 báo cáo (1 vừa làm)" in said
    batches.assert_whole(folder / "reports")


def test_a_second_runner_is_refused_and_changes_nothing(sample, books, target):
    batches.notebook(books, "a", "1")
    batches.run(sample, books, target, ("373",))
    before = batches.files(target)
    with (
        FileLock(target / runner.LOCK),
        pytest.raises(DtsError, match="reports: một lệnh khác đang ghi báo cáo vào đây; cần: mỗi lúc một lệnh"),
    ):
        batches.run(sample, books, target, ("373",), force=True)
    assert batches.files(target) == before
    assert batches.run(sample, books, target, ("373",), force=True)["373", "a"]["is_made"]


# --- a target that takes nothing ---------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(read_only=False, size="1m"):
    """Give a folder on a disk of its own of `size`, or None where this machine mounts none for us."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        try:
            done = subprocess.run(mount, capture_output=True, check=False)
        except FileNotFoundError:
            done = None
        if done is None or done.returncode:
            yield None
            return
        try:
            (Path(folder) / "reports").mkdir()
            if read_only:
                subprocess.run(["mount", "-o", "remount,ro", folder], capture_output=True, check=True)
            yield Path(folder) / "reports"
        finally:
            subprocess.run(["umount", "-l", folder], capture_output=True, check=True)


def can_mount():
    with small_disk() as disk:
        return disk is not None


def full(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_where_nothing_can_be_written_a_sentence_says_so_and_what_was_there_stays(
    sample, books, target, monkeypatch, step
):
    batches.notebook(books, "a", "1")
    batches.run(sample, books, target, ("373",))
    before = batches.files(target)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)  # in this process: the ledger and the index
        with pytest.raises(DtsError, match=r"không ghi được \(hết chỗ trên đĩa, hoặc hết hạn mức\)"):
            batches.run(sample, books, target, ("373",))
    assert batches.files(target) == before
    batches.run(sample, books, target, ("373",))


def test_the_index_alone_that_cannot_be_written_is_a_sentence_too(sample, books, target, monkeypatch):
    batches.notebook(books, "a", "1")
    monkeypatch.setattr(runner, "write_site", full)
    with pytest.raises(DtsError, match=r"index\.html: không ghi được"):
        batches.run(sample, books, target, ("373",))
    batches.assert_whole(target)


@pytest.mark.parametrize(
    ("errors", "words"), [(errno.ENOSPC, "hết chỗ trên đĩa"), (errno.EACCES, "không có quyền ghi ở đây")]
)
def test_a_worker_that_cannot_write_leaves_the_earlier_report(sample, books, target, monkeypatch, errors, words):
    batches.notebook(books, "a", "1")
    batches.notebook(books, "b", "1")
    batches.run(sample, books, target, ("373",))
    before = batches.files(target)

    def spread(jobs, kit, workers, started):  # in this process, so that its writing can be made to fail
        from dts_analysis.reports import make

        maker, real = make.Maker(kit), make.write

        def failing(path, content):
            if "/a." in path.as_posix():
                raise OSError(errors, os.strerror(errors))
            real(path, content)

        try:
            with monkeypatch.context() as patch:
                patch.setattr(make, "write", failing)
                patch.setattr(files, "write", failing)
                for at, job in enumerate(jobs):
                    yield at, maker.make(job)
        finally:
            maker.close()

    monkeypatch.setattr(runner, "spread", spread)
    if errors == errno.ENOSPC:  # nothing more will fit: no use in going on
        with pytest.raises(DtsError, match=f"không ghi được .{words}"):
            batches.run(sample, books, target, ("373",), force=True)
    else:  # one page that its reader holds open, say, stops nobody else
        rows = batches.run(sample, books, target, ("373",), force=True)
        assert made(rows) == {
            "a": ("failed", f"không ghi được báo cáo: {words}"), "b": ("done", ""),
        }  # fmt: skip
    after = batches.files(target)
    for name in ("2022/373/a.html", "2022/373/files/a.ipynb"):
        assert after[name] == before[name]
    batches.assert_whole(target)
    monkeypatch.undo()
    rows = batches.run(sample, books, target, ("373",))
    assert {row["status"] for row in rows.values()} == {"done"}


def command(folder, target, *more):
    """Run `dts report` in this process; return status and what it said."""
    arguments = ["--home", str(folder), "--reports", str(target), "report", "--year", "2022", *more]
    done = CliRunner().invoke(cli.dts, arguments)
    if isinstance(done.exception, DtsError):  # which `main` says, and ends with 2
        return 2, str(done.exception)
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("size", ["100k", "500k"] if can_mount() else [])
def test_a_full_disk_leaves_whole_reports_and_the_next_call_completes(sample, tmp_path, size):
    books = tmp_path / "notebooks"
    batches.notebook(books, "a", "print('x' * 20_000)")
    batches.notebook(books, "b", "print('x' * 200_000)")
    with small_disk(size=size) as target:
        for _ in range(2):
            with pytest.raises(DtsError, match=r"không ghi được \(hết chỗ trên đĩa, hoặc hết hạn mức\)"):
                batches.run(sample, books, target, UNITS, workers=2)
            batches.assert_whole(target)
            assert list(target.rglob(".*.new")) == []
        subprocess.run(["mount", "-o", "remount,size=20m", target.parent], check=True)
        rows = batches.run(sample, books, target, UNITS, workers=2)
        assert {row["status"] for row in rows.values()} == {"done"}
        batches.assert_whole(target)


@pytest.mark.parametrize("where", ["proc", "file", *(["read-only disk"] if can_mount() else [])])
def test_a_target_that_cannot_be_written_exits_2_in_words(tmp_path, where):
    folder = home(tmp_path, "1")
    (tmp_path / "file").touch()
    words = {"proc": "không tạo được thư mục ở đây", "file": "một tệp đứng ở chỗ cần là thư mục"}
    with small_disk(read_only=True) if where == "read-only disk" else contextlib.nullcontext() as disk:
        target = {"proc": Path("/proc/reports"), "file": tmp_path / "file" / "reports"}.get(where, disk)
        if where == "proc":  # as a person would see it
            started = dts(folder, "--reports", str(target), "report", "--year", "2022")
            stdout, stderr = started.communicate(timeout=60)
            assert started.returncode == 2, stderr
            assert "Traceback" not in stdout + stderr
        else:
            status, stderr = command(folder, target)
            assert status == 2
        assert f"reports: không ghi được ({words.get(where, 'nơi này chỉ đọc được')})" in stderr


# --- the same results, at the same cost ----------------------------------------------------------------------


def test_the_stock_kernel_makes_the_same_pages(sample, tmp_path):
    dataset.build(HOME / "data/raw", tmp_path / "processed")
    notebooks = reports.load_notebooks(HOME / "notebooks")
    jobs = reports.plan(sample, notebooks, 2022, ("373",), ("pillars",))
    pages = []
    for name in (kernel.best(), kernel.STOCK):
        target = tmp_path / name
        options = reports.Options(kernel=name)
        (row,) = reports.run(jobs, sample, notebooks, target, tmp_path / "processed", options)
        assert row["status"] == "done", row["error"]
        pages.append((target / "2022/373/pillars.html").read_bytes())
    assert pages[0] == pages[1]


def test_the_runners_memory_stays_flat(sample, books, target):
    for name in ("a", "b", "c"):
        batches.notebook(books, name, "print('x' * 2**20)")
    own = psutil.Process()
    batches.run(sample, books, target, UNITS, force=True, workers=2)
    before = own.memory_info().rss
    batches.run(sample, books, target, UNITS, force=True, workers=2)
    assert own.memory_info().rss - before < 15 * 2**20  # 15 more reports of 2 MB each


def test_a_signal_for_a_runner_is_not_lost(sample, books, target):
    """What holds interrupts back while it forks gives them back."""
    kernel.warm_up()
    kernel.start(time.sleep, 0).join()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
