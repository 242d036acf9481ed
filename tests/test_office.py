"""A verification sheet goes out and comes back: every verified point, ground, method, date and note."""

import math
import re

import openpyxl
import pytest

from dts_analysis import intake, office
from dts_analysis.intake.identity_sheet import read_identity
from dts_analysis.intake.typed_words import first_words, read_word
from dts_analysis.intake.workbook import read_sheets
from dts_analysis.scoring.verdict import DECISIONS

KEPT = ("verified_points", "ground_code", "method", "verified_on", "verifier_note")


def sheet(sample, tmp_path, unit_code="373", year=2022, **changes):
    scores = sample.scores[(sample.scores["unit_code"] == unit_code) & (sample.scores["year"] == year)]
    path = tmp_path / "tham_dinh.xlsx"
    unit, one = sample.unit(unit_code, year), sample.about(unit_code, year).criteria_set
    path.write_bytes(office.verification_form(scores.assign(**changes), one, unit, year, sample.grounds))
    return path, scores, one, unit


def read(sample, path, one, unit, year=2022):
    return intake.read_form(path, one, intake.Codes.of(sample.reasons, sample.grounds), unit, year)


@pytest.mark.parametrize("unit_code", ["373", "377", "14500"])
def test_what_was_verified_comes_back(sample, tmp_path, unit_code):
    path, scores, one, unit = sheet(sample, tmp_path, unit_code)
    records, findings = read(sample, path, one, unit)
    assert {each.severity for each in findings} <= {"warning", "info"}
    for row in scores.itertuples():
        record = records[row.indicator_code]
        if row.answer_status == "not_applicable":
            assert record["is_not_applicable"]
            continue
        assert [record[name] for name in KEPT] == [getattr(row, name) for name in KEPT]
        assert record["claimed_points"] == row.claimed_points


def test_an_unfilled_sheet_reads_as_not_yet_judged(sample, tmp_path):
    blank = {
        "verified_points": float("nan"),
        "ground_code": "",
        "method": "",
        "verified_on": "",
        "verifier_note": "",
    }
    path, _, one, unit = sheet(sample, tmp_path, **blank)
    records, findings = read(sample, path, one, unit)
    assert findings == []
    assert {record["verified_points"] for record in records.values()} == {None}


def test_gap_and_decision_are_formulas_and_grounds_a_list(sample, tmp_path):
    path, *_ = sheet(sample, tmp_path)
    page = openpyxl.load_workbook(path)["Thẩm định"]
    assert page["H6"].value.startswith("=IF(AND(ISNUMBER(E6)")
    lists = [each.formula1 for each in page.data_validations.dataValidation]
    offered = openpyxl.load_workbook(path)["danh_muc"]
    (column,) = [cell.column_letter for cell in offered[1] if cell.value == "Không có minh chứng"]
    assert f"danh_muc!${column}$1:${column}$7" in [each.lstrip("=") for each in lists if each]


def calculated(formula, cells):
    """What a spreadsheet makes of a formula of IF, AND, ISNUMBER and ABS; a blank cell is NaN here."""
    words = {
        "IF": lambda holds, so, otherwise: so if holds else otherwise,
        "AND": lambda *parts: all(parts),
        "ISNUMBER": lambda cell: not math.isnan(cell),
        "ABS": abs,
    }
    python = re.sub(r"(?<![<>=])=(?!=)", "==", formula.removeprefix("="))
    return eval(python, {"__builtins__": {}}, words | cells)


@pytest.mark.parametrize(
    ("claimed", "verified", "word"),
    [
        (7.5, 7.495, "Chấp nhận"), (7.5, 7.505, "Chấp nhận"), (7.5, 7.49, "Hạ điểm"), (7.5, 7.51, "Nâng điểm"),
        (7.5, 0, "Không điểm"), (0, 0, "Chấp nhận"), (0.004, 0, "Chấp nhận"), (0, 2, "Nâng điểm"),
        (math.nan, 3, ""), (7.5, math.nan, ""), (math.nan, math.nan, ""),
    ],
)  # fmt: skip
def test_a_recalculated_decision_is_the_one_intake_holds_the_points_against(
    sample, tmp_path, claimed, verified, word
):
    points = {"claimed_points": claimed, "verified_points": verified, "answer_status": "answered"}
    path, _, one, unit = sheet(sample, tmp_path, **points)
    page = openpyxl.load_workbook(path)["Thẩm định"]
    shown = openpyxl.load_workbook(path, data_only=True)["Thẩm định"]
    for row in (6, max(cell.row for cell in page["A"] if cell.value)):
        formula = page[f"I{row}"].value
        assert calculated(formula, {f"E{row}": claimed, f"G{row}": verified}) == word
        assert (shown[f"I{row}"].value or "").strip() == word
    _, findings = read(sample, path, one, unit)
    assert not {each.code for each in findings} & {"decision_contradicts", "gap_contradicts", "total_differs"}


def test_the_words_we_write_are_words_we_read():
    assert set(first_words("decision")) == set(DECISIONS)
    for field in ("decision", "method"):
        assert {code: read_word(field, word) for code, word in first_words(field).items()} == {
            code: code for code in first_words(field)
        }


def test_it_says_whose_verification_it_is_and_locks_what_the_unit_claimed(sample, tmp_path):
    path, *_ = sheet(sample, tmp_path)
    identity = read_identity(read_sheets(path, path.name))
    assert (identity["unit_code"], identity["year"], identity["stage"]) == ("373", 2022, "verification")
    page = openpyxl.load_workbook(path)["Thẩm định"]
    assert page.protection.sheet
    assert [page[f"{column}6"].protection.locked for column in "ABCDEFGHIJKLM"] == [True] * 6 + [
        *(False, True, True),
        *[False] * 4,
    ]


def test_the_same_content_makes_the_same_bytes(sample, tmp_path):
    (tmp_path / "b").mkdir()
    assert sheet(sample, tmp_path)[0].read_bytes() == sheet(sample, tmp_path / "b")[0].read_bytes()
