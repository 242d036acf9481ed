"""A form of ours that comes back as another unit's, or changed where it was locked: each is one sentence."""

from pathlib import Path

import pytest
from filled_forms import Typing, need_office, recalculated

from dts_analysis import intake, reference
from dts_analysis.intake.forms import FormReader
from dts_analysis.intake.identity_sheet import check_identity, identity_rows, read_identity
from dts_analysis.intake.reading import read_file
from dts_analysis.intake.unit_answers import unit_answers
from dts_analysis.intake.workbook import Sheet, read_sheets
from dts_analysis.office import self_form

HOME = Path(__file__).parents[1]
SET = reference.read_criteria(HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml")
REASONS, GROUNDS = (load(HOME / "data/raw") for load in (reference.load_reasons, reference.load_grounds))
KNOWN = intake.Codes.of(REASONS, GROUNDS)
UNIT = {"unit_code": "001", "name": "Huyện Thử"}


@pytest.fixture
def path(tmp_path):
    """A blank form of the unit."""
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(self_form(SET, UNIT, 2022, REASONS))
    return path


def read(path, criteria_set=SET, unit=UNIT, year=2022, stage="self"):
    reader = FormReader(criteria_set, KNOWN, unit["unit_code"], year, stage=stage)
    return read_file(path, path.name, reader, unit["name"]), reader.findings


def test_a_workbook_of_somebody_else_has_no_identity(path):
    assert read_identity([]) is None
    assert read_identity([Sheet("dts", "a!dts", [["something", "else"], []])]) is None


def test_what_the_template_writes_is_what_is_read():
    rows = [list(pair) for pair in identity_rows(SET, "001", 2022, "self")]
    expected = {"criteria_id": SET.id, "criteria_version": SET.version, "unit_code": "001", "year": 2022}
    assert read_identity([Sheet("dts", "a!dts", rows)]) == expected | {"stage": "self"}


@pytest.mark.parametrize(
    ("differs", "code", "said"),
    [
        ({"unit": {"unit_code": "002", "name": "Huyện Khác"}}, "unit", "có mã 001. Cần: mẫu phát cho Huyện"),
        ({"year": 2023}, "year", "đây là mẫu phiếu của năm 2022. Cần: mẫu của năm 2023"),
        ({"stage": "verification"}, "stage", "đây là mẫu của bước «self». Cần: mẫu của bước «verification»"),
        ({"criteria_set": SET.model_copy(update={"id": "bo_khac"})}, "set", "mẫu phiếu của bộ tiêu chí thu_quy"),
    ],
)  # fmt: skip
def test_a_form_made_for_another_is_said_once_and_not_read(path, differs, code, said):
    form, findings = read(path, **differs)
    assert [each.code for each in findings] == [f"identity_of_another_{code}"]
    assert said in findings[0].message
    assert form.rows == {}


def test_a_form_of_an_earlier_version_of_the_set_is_said_and_read(path):
    changed = SET.indicators[0].model_copy(update={"rule": SET.indicator("A-2").rule})
    later = SET.model_copy(update={"indicators": (changed, *SET.indicators[1:])})
    assert later.version != SET.version
    form, findings = read(path, later)
    assert "identity_of_another_version" in [each.code for each in findings]
    assert len(form.rows) == len(SET.indicators)


def test_words_that_no_form_prints_leave_the_version_as_it_is():
    assert SET.model_copy(update={"provenance_note": "khác"}).version == SET.version


def test_a_hidden_sheet_with_a_row_missing_is_said():
    rows = [["criteria_id", SET.id], ["unit_code", "001"], ["year", "hai nghìn"]]
    found = check_identity([Sheet("dts", "a!dts", rows)], SET, "001", "Huyện Thử", 2022, "self")
    assert [(code, facts["missing"]) for code, _, facts in found] == [
        ("identity_incomplete", "criteria_version, year, stage")
    ]


def test_the_bytes_of_a_returned_identity_are_those_of_the_hidden_sheet(path):
    assert read_identity(read_sheets(path, path.name))["unit_code"] == "001"


def fill(typing):
    for code, value in (("1.3", 4), ("2.4", 5)):
        typing.type("declared_value" if code == "1.3" else "claimed_points", code, value)


def deleted_row(typing):
    typing.page.delete_rows(typing.rows["2.4"])


def pasted_column(typing):
    for number, code in enumerate(("1.1", "1.2", "1.3"), 1):
        typing.cell("claimed_points", code).value = number
    typing.page.cell(typing.rows["I"], typing.cell("claimed_points", "1.1").column).value = 5


def second_column_of_claims(typing):
    typing.page.cell(typing.head, 14).value = "Điểm tự chấm"


def other_name(typing):
    typing.cell("name", "1.1").value = "Chấm tay"


def other_maximum(typing):
    typing.cell("max_points", "1.1").value = 20


def other_code(typing):
    typing.cell("code", "1.1").value = "9.9"
    typing.cell("name", "1.1").value = "Việc khác"


TAMPERED = {
    deleted_row: ("indicator_absent", ""),
    pasted_column: ("subtotal_differs", "H5"),
    second_column_of_claims: ("column_doubled", "N4"),
    other_name: ("code_name_differ", "A6"),
    other_maximum: ("maximum_differs", "C6"),
    other_code: ("indicator_unknown", "A6"),
}


@pytest.fixture(scope="module")
def tampered(tmp_path_factory):
    """Forms changed where they were locked, as a spreadsheet gives them back."""
    need_office()
    folder, out = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("back")
    blank, paths = folder / "phieu.xlsx", []
    blank.write_bytes(self_form(SET, UNIT, 2022, REASONS))
    for change in TAMPERED:
        typing = Typing(blank)
        fill(typing)
        change(typing)
        paths.append(typing.save(folder / f"{change.__name__}.xlsx"))
    return dict(zip(TAMPERED, recalculated(paths, out), strict=True))


@pytest.mark.parametrize("change", TAMPERED)
def test_a_form_changed_where_it_was_locked_is_said_at_its_cell(tampered, change):
    form, findings = read(tampered[change])
    code, cell = TAMPERED[change]
    if change is deleted_row:
        _, said = unit_answers(form, None, None, SET, "001", 2022, "a.xlsx")
        assert [each.facts["code"] for each in said] == ["2.4"]
        return
    assert [each.where.rpartition("!")[2] for each in findings if each.code == code] == [cell]
