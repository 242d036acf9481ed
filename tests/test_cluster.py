"""The same jobs on a Dask cluster: lost workers, two hosts, a bucket; nothing lost, nothing twice."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest
from batches import executed, notebook
from moto.server import ThreadedMotoServer

from dts_analysis import dataset, files, reports
from dts_analysis.errors import DtsError
from dts_analysis.reports import cluster

HOME = Path(__file__).parents[1]
BUCKET = "s3://dts-test"
_DASK, _PLAIN = ("-m", "dask"), ("--no-dashboard",)


def python(*arguments, namespace="", variables=None, **options):
    """Start Python with arguments, in a network namespace where one is named."""
    inside = ["ip", "netns", "exec", namespace] if namespace else []
    return subprocess.Popen(
        [*inside, sys.executable, *arguments],
        env=os.environ | (variables or {}),
        **{"stderr": subprocess.DEVNULL} | options,
    )


def kill_tree(process):
    """Kill a process and all below it at once, as a host that loses its power would."""
    with contextlib.suppress(psutil.NoSuchProcess):
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for each in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def hosts(count):
    """Yield the network namespaces of `count` hosts and their addresses; one host is this machine as it is."""
    if count == 1:
        yield [("", "127.0.0.1")]
        return
    names = [f"dts{os.getpid()}{letter}" for letter in "ab"]
    addresses = ["10.213.77.1", "10.213.77.2"]
    try:
        for name in names:
            _ip("netns", "add", name)
        _ip("link", "add", names[0], "type", "veth", "peer", "name", names[1])
        for name, address in zip(names, addresses, strict=True):
            _ip("link", "set", name, "netns", name)
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", name)
            _ip("-n", name, "link", "set", name, "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield list(zip(names, addresses, strict=True))
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def possible_hosts():
    """Return 2 where this machine lets namespaces be made, else 1."""
    try:
        with hosts(2):
            return 2
    except (OSError, subprocess.CalledProcessError):
        return 1


def free_port():
    """Return a port that nobody listens at, another run of these tests beside this one neither."""
    with socket.socket() as one:
        one.bind(("", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def running(places, variables=None):
    """Yield a scheduler's address and two workers' processes, one a host where there are two."""
    namespace, address = places[0]
    port = free_port()
    where = f"tcp://{address}:{port}"
    scheduler = python(*_DASK, "scheduler", "--host", address, "--port", str(port), *_PLAIN, namespace=namespace)
    workers = [
        python(
            *_DASK, "worker", where, "--host", at, "--nthreads", "1", *_PLAIN, namespace=name, variables=variables
        )
        for name, at in (places * 2)[:2]
    ]
    try:
        yield where, workers
    finally:
        for process in (*workers, scheduler):
            kill_tree(process)


def home(tmp_path, *sources):
    """Return a project's root with the sample's data and one notebook of these cells."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(HOME / "data" / "raw")
    for name in ("one", "two", "three"):
        notebook(tmp_path / "notebooks", name, *sources)
    return tmp_path


def test_a_lost_worker_loses_no_report(tmp_path):
    folder = home(tmp_path, "import time; time.sleep(0.4); print(unit_code, year)")
    dataset.build(HOME / "data/raw", folder / "data/processed")
    with hosts(possible_hosts()) as places, running(places) as (address, workers):
        options = ["--home", str(folder), "report", "--year", "2022", "--cluster", address]
        caller = python("-m", "dts_analysis.cli", *options, namespace=places[0][0], stdout=PIPE, stderr=PIPE)
        deadline = time.monotonic() + 120
        while len(list(folder.glob("reports/2022/*/*.html"))) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        kill_tree(workers[1])
        said, complained = caller.communicate(timeout=120)
    assert caller.returncode == 0, complained.decode()
    assert "24 báo cáo (24 vừa làm), 0 hỏng" in said.decode()
    rows = reports.read_ledger(folder / "reports/2022/index.csv")
    assert [row["status"] for row in rows] == ["done"] * 24
    pages = sorted(folder.glob("reports/2022/*/*.html"))
    assert len(pages) == 24
    for page in pages:
        assert f"{page.parent.name} 2022" in page.read_text(encoding="utf-8")
        assert executed(page).is_file()
    assert list(folder.glob("reports/**/.*.new")) == []


def test_data_and_reports_lie_in_a_bucket(tmp_path, monkeypatch):
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    try:
        target, processed = files.place(f"{BUCKET}/reports"), files.place(f"{BUCKET}/processed")
        processed.fs.mkdir("dts-test")
        data = dataset.build(HOME / "data/raw", processed)
        assert dataset.is_current(HOME / "data/raw", processed)
        notebooks = reports.load_notebooks(HOME / "notebooks")
        jobs = reports.plan(data, notebooks, 2022, ("373",), ("pillars", "weak_indicators"))
        with hosts(1) as places, running(places, keys) as (address, _):
            options = reports.Options(cluster=address)
            rows = reports.run(jobs, data, notebooks, target, processed, options)
            assert [row["status"] for row in rows] == ["done", "done"], rows
            again = reports.run(jobs, data, notebooks, target, processed, options)
        assert [row["is_made"] for row in again] == [False, False]
        page = (target / "2022/373/pillars.html").read_text(encoding="utf-8")
        assert "511,18/765 (66,8%); 41/72 chỉ số ở mức" in page
        assert BUCKET not in page
        assert {path.name for path in (target / "2022/373").iterdir()} == {
            "files", "pillars.html", "weak_indicators.html",
        }  # fmt: skip
        there = {path.name for path in (target / "2022/373/files").iterdir()}
        assert {"pillars.ipynb", "weak_indicators.ipynb"} <= there
        assert 'href="2022/373/pillars.html"' in (target / "index.html").read_text(encoding="utf-8")
    finally:
        server.stop()


def test_a_cluster_started_here_tells_of_failures(sample, tmp_path):
    folder = home(tmp_path, "assert unit_code != '374', 'hỏng'")
    notebooks = reports.load_notebooks(folder / "notebooks")
    jobs = reports.plan(sample, notebooks, 2022, ("373", "374"), ("one",))
    options = reports.Options(cluster="local", workers=1)
    rows = reports.run(jobs, sample, notebooks, folder / "reports", folder / "data/processed", options)
    assert [(row["status"], row["error"]) for row in rows] == [("done", ""), ("failed", "AssertionError: hỏng")]


def test_a_scheduler_that_does_not_answer_is_named(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    folder = home(tmp_path, "1")
    notebooks = reports.load_notebooks(folder / "notebooks")
    jobs = reports.plan(sample, notebooks, 2022, ("373",), ("one",))
    options = reports.Options(cluster="tcp://127.0.0.1:9")
    with pytest.raises(DtsError, match=r"tcp://127\.0\.0\.1:9.*không trả lời.*dask scheduler"):
        reports.run(jobs, sample, notebooks, folder / "reports", folder / "data/processed", options)


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(cluster, "distributed", None)
    with pytest.raises(DtsError, match=r"chưa cài distributed.*pip install 'dts-analysis\[cluster\]'"):
        next(cluster.spread_over([], None, "local"))
