"""Every fault a form can bring, as a folder of its own: the words a person reads, and that nothing is lost."""

import runpy
import shutil
from pathlib import Path

import pytest

from dts_analysis import dataset
from dts_analysis.errors import DtsError

FAULTY = Path(__file__).parent / "faulty"
CASES = sorted(path.parent.name for path in FAULTY.glob("*/expected.txt"))


def _raw(case, home):
    """Lay a case over the sound base; a form its manifest does not list is not there."""
    for layer in ("reference", "base/raw", f"{case}/raw"):
        shutil.copytree(FAULTY / layer, home, dirs_exist_ok=True)
    own = FAULTY / case / "raw" / "manifest.csv"
    if own.is_file() and b"2022/001.xlsx" not in own.read_bytes().replace(b"\0", b""):
        (home / "2022" / "001.xlsx").unlink()
    return home


def _said(raw):
    """Return what `dts check` would print, one line a finding; "!" where it could not go on."""
    try:
        data = dataset.read(raw)
    except DtsError as error:
        return [f"! {each.code} | {each}" for each in error.findings], None
    lines = [
        f"{row.severity} {row.code} | {row.where}: {row.message} → {row.remedy}"
        for row in data.findings.itertuples()
    ]
    return lines, data


@pytest.mark.parametrize("case", CASES)
def test_the_words_of(case, tmp_path):
    lines, _ = _said(_raw(case, tmp_path / "raw"))
    expected = (FAULTY / case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert lines == expected


def test_of_two_rows_for_one_indicator_neither_is_used(tmp_path):
    _, data = _said(_raw("two_rows_one_indicator", tmp_path / "raw"))
    row = data.scores.set_index("indicator_code").loc["A-01"]
    assert row["answer_status"] == "invalid"
    assert row[["claimed_points", "declared_value", "declared_total", "computed_points"]].isna().all()


def test_the_working_group_decides_what_applies(tmp_path):
    _, data = _said(_raw("not_applicable_but_verified", tmp_path / "contradicted"))
    row = data.scores.set_index("indicator_code").loc["A-02"]
    assert (row["answer_status"], row["verified_points"], row["max_points"]) == ("unscored", 3, 10)
    _, data = _said(_raw("verified_as_not_applicable", tmp_path / "confirmed"))
    row = data.scores.set_index("indicator_code").loc["A-01"]
    assert row["answer_status"] == "not_applicable"


UNREAD = [
    "only_a_verification",
    "damaged_workbook",
    "encrypted",
    "empty_file",
    "header_missing",
    "no_row_of_the_set",
]


@pytest.mark.parametrize("case", UNREAD)
def test_where_nothing_of_a_form_is_known_no_answer_is_called_blank(case, tmp_path):
    _, data = _said(_raw(case, tmp_path / "raw"))
    assert data.scores["answer_status"].tolist() == ["unread"] * 5
    assert data.scores["claimed_points"].isna().all()
    total = data.rows("totals", basis="claimed", level="total").iloc[0]
    assert (total["max_points"], total["n_missing"], total["n_unread"]) == (0, 0, 5)


def test_a_form_that_lacks_a_row_was_read(tmp_path):
    _, data = _said(_raw("indicator_row_absent", tmp_path / "raw"))
    status = data.scores.set_index("indicator_code")["answer_status"]
    assert status.to_dict() == dict.fromkeys(status.index, "answered") | {"A-02": "missing"}


def test_what_was_verified_of_an_unread_form_is_kept(tmp_path):
    raw = _raw("a_damaged_form_that_was_verified", tmp_path / "raw")
    rows = _said(raw)[1].scores.set_index("indicator_code")
    assert rows["answer_status"].to_dict() == dict.fromkeys(rows.index, "unread") | {"B-01": "not_applicable"}
    assert (rows.loc["A-01", "verified_points"], rows.loc["A-01", "source"]) == (5, "2022/001.xlsx")
    assert rows.loc["A-01", "verified_source"] == "2022/001_tham_dinh.xlsx!Thẩm định!E2"
    criteria = raw / "criteria" / "thu_huyen_2022.yml"
    text = criteria.read_text(encoding="utf-8").replace("{kind: manual}}", '{kind: manual}, applies_to: ["002"]}')
    criteria.write_text(text, encoding="utf-8")
    assert _said(raw)[1].scores.set_index("indicator_code").loc["A-02", "answer_status"] == "not_applicable"


@pytest.mark.parametrize(("name", "code"), [("a" * 300, "file_listed_absent"), ("\0", "csv_broken")])
def test_a_path_that_no_file_can_have_is_refused(tmp_path, name, code):
    raw = _raw("base", tmp_path / "raw")
    manifest = raw / "manifest.csv"
    text = manifest.read_text(encoding="utf-8").replace("2022/001.xlsx", f"2022/{name}.xlsx")
    manifest.write_text(text, encoding="utf-8")
    (raw / "2022" / "001.xlsx").unlink()
    lines, _ = _said(raw)
    assert [line.split(" | ")[0] for line in lines] == [f"! {code}"]


def test_every_folder_says_what_is_expected():
    assert {path.parent.name for path in FAULTY.glob("*/raw")} == set(CASES)


def test_the_folders_are_what_the_generator_writes(tmp_path):
    runpy.run_path(str(FAULTY / "make.py"))["write"](tmp_path)
    for path in sorted(FAULTY.glob("*/raw/**/*")):
        if path.is_file():
            again = tmp_path / path.relative_to(FAULTY)
            assert again.read_bytes() == path.read_bytes(), path.relative_to(FAULTY)
