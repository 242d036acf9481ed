"""Forms made in English: no word of Vietnamese where the set has none, computed and read back as any other."""

import re

import openpyxl
import pytest
from filled_forms import Typing, need_office, recalculated
from known_codes import GROUNDS, KNOWN, REASONS
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, intake, messages, office
from dts_analysis.intake.typed_words import ENGLISH, first_words, is_not_applicable, read_word

OF_VIETNAM = re.compile(r"[À-ỹĐđ]")
UNIT = {"unit_code": "373", "name": "Riverside"}
RULE = {
    "A-01": {"kind": "choice", "otherwise": 1, "options": [
        {"label": "Full", "points": 10}, {"label": "Not our task", "counts": "not_applicable"}]},
    "A-02": {"kind": "checklist", "parts": [{"label": "A plan", "points": 6}, {"label": "A budget", "points": 4}]},
    "A-03": {"kind": "ratio"},
}  # fmt: skip
ANSWERS = {"1.2": ("Yes", "No"), "1.3": (3, 4)}  # 6 and 3/4 of 8


@pytest.fixture
def one(tmp_path):
    """A set in English: a choice, a checklist, a share of 8, 5 by hand, and 5 more if the plan is there."""
    document = criteria("english_2022", "district", [2022], {"A": [10, 10, 8], "B": [5]}, rule=RULE)
    for each in (*document["indicators"], *document["pillars"]):
        each["name_en"] = f"Name of {each['code']}"
    document |= {"title": "A set of four"}
    raw = RawFolder(tmp_path / "raw", document)
    return next(iter(dataset.read(raw.done()).criteria.values()))


@pytest.fixture
def blank(one, tmp_path):
    messages.use("en")
    path = tmp_path / "form.xlsx"
    path.write_bytes(office.self_form(one, UNIT, 2022, REASONS))
    return path


def texts(path):
    """Every word of a workbook that a person sees: cells, names of sheets, what cells say once they are chosen."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if sheet.sheet_state == "veryHidden" and sheet.title != "danh_muc":
            continue
        yield sheet.title if sheet.sheet_state == "visible" else ""
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
        for each in sheet.data_validations.dataValidation:
            yield from (str(each.prompt), str(each.error), str(each.formula1))


def test_a_blank_form_has_no_word_of_vietnamese_and_reads_as_blank(one, blank):
    assert [each for each in texts(blank) if OF_VIETNAM.search(each)] == []
    headings = [cell.value for cell in openpyxl.load_workbook(blank).worksheets[0][4]]
    assert headings[:4] == ["Code", "Indicator", "Maximum points", "How points are given"]
    for language in messages.LANGUAGES:
        messages.use(language)
        records, findings = intake.read_form(blank, one, KNOWN, UNIT, 2022)
        assert [each.code for each in findings] == ["claims_none"]
        assert set(records) == {"A-01", "A-02", "A-03", "B-01"}


def test_a_spreadsheet_computes_it_and_its_words_are_read_in_either_language(one, blank, tmp_path):
    need_office()
    typing = Typing(blank)
    typing.type("declared_value", "1.1", "Another answer")
    for below, word in enumerate(ANSWERS["1.2"], 1):
        typing.type("declared_value", "1.2", word, below)
    for field, value in zip(("declared_value", "declared_total"), ANSWERS["1.3"], strict=True):
        typing.type(field, "1.3", value)
    typing.type("claimed_points", "2.1", "Not applicable")
    typing.type("is_unsure", "1.3", "Yes")
    typing.type("reasons", "1.3", typing.book["danh_muc"]["A2"].value)
    (tmp_path / "out").mkdir()
    (path,) = recalculated([typing.save(tmp_path / "filled.xlsx")], tmp_path / "out")
    for language in ("en", "vi"):
        messages.use(language)
        records, findings = intake.read_form(path, one, KNOWN, UNIT, 2022)
        assert {each.code for each in findings} <= {"option_otherwise"}
        assert {code: record["claimed_points"] for code, record in records.items()} == {
            "A-01": 1, "A-02": 6, "A-03": 6, "B-01": None,
        }  # fmt: skip
        assert records["B-01"]["is_not_applicable"]
        assert records["A-03"]["is_unsure"]
        assert records["A-03"]["reason_codes"] == "R02"


def test_a_verification_sheet_is_in_english_too(tmp_path):
    document = criteria("english_2022", "district", [2022], {"A": [10, 10, 8], "B": [5]}, rule=RULE)
    for each in (*document["indicators"], *document["pillars"]):
        each["name_en"] = f"Name of {each['code']}"
    raw = RawFolder(tmp_path / "raw", document)
    raw.unit("373", 2022, "english_2022", "10 6 8 5", "10 6 4 k")
    data = dataset.read(raw.done())
    messages.use("en")
    own = data.scores.assign(ground_code="G02", method="desk", verified_on="2023-06-01")
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(office.verification_form(own, data.criteria["english_2022"], UNIT, 2022, GROUNDS))
    assert [each for each in texts(path) if OF_VIETNAM.search(each)] == []
    for language in ("en", "vi"):
        messages.use(language)
        one = data.criteria["english_2022"]
        records, findings = intake.read_form(path, one, KNOWN, UNIT, 2022, "verification")
        assert findings == []
        assert [records[code]["verified_points"] for code in ("A-01", "A-02", "A-03", "B-01")] == [10, 6, 4, None]
        found = records["A-03"]
        assert (found["ground_code"], found["method"], found["verified_on"]) == ("G02", "desk", "2023-06-01")


def test_every_english_word_of_ours_is_read():
    messages.use("en")
    for field in ("decision", "method"):
        assert {word: read_word(field, word) for word in first_words(field).values()} == {
            word: code for code, word in first_words(field).items()
        }
        assert not OF_VIETNAM.search("".join(first_words(field).values()))
    assert is_not_applicable(ENGLISH["Không áp dụng"])
