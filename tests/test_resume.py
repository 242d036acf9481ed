"""Resume under fire: whatever a killed call left, the next one makes exactly what is missing, and counts it."""

import os
import random
import re
import shutil
import subprocess
import sys
import time

import batches
import pytest
from inbox import form, receive, small_workspace

from dts_analysis.reports.stamp import stamp

UNITS = {"00801": "Xã Tân Lập", "00802": "Xã Tân Biên", "00804": "Phường Tân Hòa", "00805": "Xã Tân Hội"}
BOOKS = 3  # notebooks of one unit each
REPORT = ("report", "--year", "2025", "--workers", "2", *(f"--unit={code}" for code in UNITS))


@pytest.fixture
def place(tmp_path):
    """A workspace with forms of some communes and a few quick notebooks."""
    made = small_workspace(tmp_path / "w")
    for points, name in enumerate(UNITS.values()):
        form(tmp_path / "mail" / f"{name}.xlsx", claimed=(points, 1, 1, 1))
    receive(made, tmp_path / "mail")
    for number in range(BOOKS):
        batches.notebook(made.folder / "notebooks", f"n{number}", "print(unit_code, 'x' * 20_000)")
    return made


def started(place):
    command = [sys.executable, "-m", "dts_analysis.cli", "--home", str(place.folder), *REPORT]
    environment = {key: value for key, value in os.environ.items() if key != "DTS_LANG"}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    return subprocess.Popen(command, env=environment, **streams)


def whole(place):
    """Return the fingerprint of every report that is there whole, by its place."""
    pages = (place.folder / "reports").glob("2025/*/n*.html")
    made = {path.relative_to(place.folder / "reports").as_posix(): stamp(path)[0] for path in pages}
    return {page: fingerprint for page, fingerprint in made.items() if fingerprint}


def killed(place, chance, begun):
    """Start a call and kill it at some moment after `begun()` has come about, or it ended by itself."""
    call = started(place)
    while not begun() and call.poll() is None:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.4))
    call.kill()
    call.communicate(timeout=60)
    batches.assert_whole(place.folder / "reports")


def counted(place):
    """Call again to the end; return how many reports it says it has made, of how many."""
    call = started(place)
    said, warned = call.communicate(timeout=300)
    assert call.returncode == 0, warned
    batches.assert_whole(place.folder / "reports")
    total, made = re.search(r"(\d+) báo cáo \((\d+) vừa làm\), 0 hỏng", said).groups()
    return int(made), int(total)


def first_made_under_fire(place, chance, kills=2):
    total = BOOKS * len(UNITS)
    shutil.rmtree(place.folder / "reports", ignore_errors=True)
    for _ in range(kills):
        there = len(whole(place))
        killed(place, chance, lambda there=there: len(whole(place)) > there)
    there = len(whole(place))
    assert there > 0
    assert counted(place) == (total - there, total)
    return there < total


def made_anew_under_fire(place, chance, mail, points):
    """One commune sends again; its reports are what is missing, those of the others stay as they are."""
    before, total = whole(place), BOOKS * len(UNITS)
    form(mail / "Xã Tân Biên.xlsx", claimed=(points, 6, 7, 8))
    receive(place, mail, today=f"2026-02-{points:02}")
    killed(place, chance, lambda: whole(place) != before)
    new = {page for page, fingerprint in whole(place).items() if fingerprint != before[page]}
    assert counted(place) == (BOOKS - len(new), total)
    after = whole(place)
    assert {page for page in after if after[page] != before[page]} == {
        f"2025/00802/n{n}.html" for n in range(BOOKS)
    }
    return len(new) < BOOKS


@pytest.mark.long
def test_the_call_after_a_kill_makes_exactly_what_is_missing(place, tmp_path):
    chance = random.Random(20221109)
    first_made_under_fire(place, chance, kills=1)
    made_anew_under_fire(place, chance, tmp_path / "again", 1)
    assert counted(place) == (0, BOOKS * len(UNITS))


@pytest.mark.long
def test_many_kills_while_reports_are_made_first_and_anew(place, tmp_path):
    chance, cut_short = random.Random(9), 0
    for points in range(1, 9):
        cut_short += first_made_under_fire(place, chance)
        cut_short += made_anew_under_fire(place, chance, tmp_path / f"again_{points}", points)
    assert cut_short > 8
