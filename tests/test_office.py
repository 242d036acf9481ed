"""A verification sheet goes out and comes back: every verified point, ground, method, date and note."""

import openpyxl
import pytest

from dts_analysis import intake, office

KEPT = ("verified_points", "ground_code", "method", "verified_on", "verifier_note")


def sheet(sample, tmp_path, unit_code="373", year=2022, **changes):
    scores = sample.scores[(sample.scores["unit_code"] == unit_code) & (sample.scores["year"] == year)]
    path = tmp_path / "tham_dinh.xlsx"
    unit, one = sample.unit(unit_code, year), sample.criteria_set(unit_code, year)
    office.write_verification(path, scores.assign(**changes), one, unit, year, sample.grounds)
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
    assert page["F6"].value.startswith("=IF(AND(ISNUMBER(D6)")
    assert page["G6"].value.startswith('=IF(F6=""')
    lists = [each.formula1 for each in page.data_validations.dataValidation]
    assert any("Không có minh chứng" in each for each in lists)


def test_an_existing_file_is_not_touched(sample, tmp_path):
    path, *_ = sheet(sample, tmp_path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        sheet(sample, tmp_path)
    assert path.read_bytes() == before


def test_the_same_content_makes_the_same_bytes(sample, tmp_path):
    (tmp_path / "b").mkdir()
    assert sheet(sample, tmp_path)[0].read_bytes() == sheet(sample, tmp_path / "b")[0].read_bytes()
