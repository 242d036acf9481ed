"""A province's first hour: forms as they come, one edit of one table, totals as a person reads them."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dts_analysis import dataset

INBOX = Path(__file__).parent / "golden/inbox_2025"
UNNAMED = {
    "tieu_de_A.xlsx": "25579",
    "tieu_de_B.xlsx": "25585",
    "tieu_de_C.xlsx": "25588",
    "tieu_de_D.xlsx": "25591",
}
UNREADABLE = {  # the printed total less what the other cells add up to, and the cells that hold no points
    "Xã Tân Phú.xlsx": (675 - 610, ["D10", "D11", "D12", "D30", "D33", "D9"]),
    "phan_tram.xlsx": (592.5 - 582.5, ["D10"]),
}


def _dts(*arguments, cwd):
    command = [sys.executable, "-m", "dts_analysis.cli", *arguments]
    root = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": root, "DTS_LANG": "vi"}
    environment.pop("DTS_HOME", None)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def expected():
    with (INBOX / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    """A workspace that received the inbox, and what was asked on the way."""
    folder = tmp_path_factory.mktemp("first_hour")
    asked = ["init", "tay_ninh", "--province", "80", "--criteria", "tayninh_commune_2025"]
    assert _dts(*asked, cwd=folder).returncode == 0
    home = folder / "tay_ninh"
    first = _dts("receive", str(INBOX / "forms"), "--year", "2025", cwd=home)
    with (home / "inbox.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = row["tệp hoặc tiêu đề cột"]
        if name == "Điểm đạt được":
            row["nghĩa của cột"] = "thẩm định"
            continue
        row["loại phiếu"] = "cả hai"
        row["đơn vị"] = UNNAMED.get(name, "")
    with (home / "inbox.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")  # as Excel saves it on a Vietnamese Windows
        writer.writeheader()
        writer.writerows(rows)
    second = _dts("receive", cwd=home)
    return home, rows, first.stdout, second.stdout


@pytest.fixture(scope="module")
def data(received):
    return dataset.read(received[0] / "data/raw")


def test_only_what_no_form_says_is_asked(received):
    _, rows, first, second = received
    asked = {row["tệp hoặc tiêu đề cột"]: row["cần trả lời"] for row in rows}
    sheets = (
        "Phường Tân Ninh - tự đánh giá CĐS 2025.xlsx",
        "Xã Tân Thành.xlsx",
    )  # whose verified points are they?
    assert asked == {
        **dict.fromkeys(sheets, "loại phiếu"),
        **dict.fromkeys(UNNAMED, "đơn vị; loại phiếu"),
        "Điểm đạt được": "nghĩa của cột",
    }
    assert "Nhận 16 tệp, hỏi 6, đã có 0, không nhận 0." in first
    assert "Nhận 6 tệp, hỏi 0, đã có 0, không nhận 0." in second


def test_every_total_is_the_one_a_person_reads_or_a_finding_names_the_cell(expected, data):
    totals = data.scores.groupby("unit_code")[["claimed_points", "verified_points"]].sum()
    for form in expected:
        unit, (lost, cells) = form["unit_code"], UNREADABLE.get(form["file"], (0, []))
        claimed, verified = totals.loc[unit]
        meant = float(form["claimed_total_as_a_person_reads_it"])
        assert claimed == pytest.approx(meant - lost), form["file"]
        assert verified == pytest.approx(float(form["verified_total"] or 0)), form["file"]
        errors = data.findings[(data.findings["unit_code"] == unit) & (data.findings["severity"] == "error")]
        assert sorted(place.rpartition("!")[2] for place in errors["where"]) == cells, form["file"]


def test_no_claim_is_missing_without_an_error(expected, data):
    blank = data.scores[data.scores["claimed_points"].isna()]
    assert set(blank["answer_status"]) == {"invalid"}
    assert len(blank) == sum(len(cells) for _, cells in UNREADABLE.values())


def test_a_habit_makes_three_findings_at_most(expected, data):
    counts = data.findings.groupby("unit_code").size()
    habits = [form["unit_code"] for form in expected if form["file"] not in UNREADABLE]
    assert counts.reindex(habits, fill_value=0).max() <= 3


def test_nobodys_number_is_carried_along(received, data):
    texts = data.scores[["explanation", "evidence", "declared_text", "verifier_note"]].to_numpy().ravel()
    assert not any("0900" in text for text in [*texts, *data.findings["message"]])
    assert "0900" not in received[2] + received[3]
