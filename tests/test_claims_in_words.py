"""Claims that are no numbers: a level typed for its points, and forms whose claims follow by rule."""

import openpyxl
import pytest
from raw_folder import criteria

from dts_analysis import intake, messages, reference

LEVELS = {"kind": "choice", "options": [
    {"label": "Mức 3", "points": 10}, {"label": "Mức 2", "points": 6}, {"label": "Mức 1", "points": 1},
    {"label": "Không thuộc nhiệm vụ", "counts": "not_applicable"}, {"label": "Không rõ", "counts": "unsure"},
]}  # fmt: skip
YES = {"kind": "choice", "options": [{"label": "Có", "points": 10}, {"label": "Chưa", "points": 0}]}
TIERS = {"kind": "tiers", "tiers": [{"at_least": 4, "points": 10}]}


def a_set(**changes):
    document = criteria("thu_2022", "district", [2022], {"A": [10, 10, 10]},
                        rule={"A-01": LEVELS, "A-02": YES, "A-03": TIERS})  # fmt: skip
    return reference.CriteriaSet.model_validate(document | changes)


def read(folder, *rows, one=None, headings=("Số thực hiện (a)", "Điểm tự chấm"), stage="self"):
    """The records by code and the findings of a form of these rows: code, then cells."""
    one, book = one or a_set(), openpyxl.Workbook()
    book.active.append(["TT", "Chỉ số", *headings])
    for code, *cells in rows:
        book.active.append([one.indicator(code).printed_as, one.indicator(code).name_vi, *cells])
    book.save(folder / "phieu.xlsx")
    known = intake.Codes(frozenset(), {}, {})
    return intake.read_form(
        folder / "phieu.xlsx", one, known, {"unit_code": "001", "name": "Huyện Thử"}, 2022, stage=stage
    )


@pytest.mark.parametrize(("typed", "points"), [("Mức 3", 10), ("mức 2", 6), ("MỨC ĐỘ 1", 1), ("III", 10)])
def test_a_level_typed_for_its_points_is_read_and_told(tmp_path, typed, points):
    records, (found,) = read(tmp_path, ["A-01", "", typed], ["A-02", "Có", 10])
    assert (records["A-01"]["claimed_points"], records["A-01"]["is_invalid"]) == (points, False)
    assert (found.code, found.severity, found.where) == ("claim_level_read", "warning", "phieu.xlsx!Sheet!D2")
    level = {10: "Mức 3", 6: "Mức 2", 1: "Mức 1"}[points]
    assert found.found == f"cột điểm tự chấm ghi «{typed}», được hiểu là «{level}»: {points} điểm"
    messages.use("en")
    worth = "1 point" if points == 1 else f"{points} points"
    assert found.found == f"the column of claimed points says «{typed}», read as «{level}»: {worth}"
    messages.use("vi")


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("A-01", "Mức 4"),  # there is none
        ("A-01", "tốt"),
        ("A-01", "Không rõ"),  # says something beside points
        ("A-01", "Không thuộc nhiệm vụ"),
        ("A-02", "Chưa"),  # no level: an answer, which stands in the column of answers
        ("A-03", "Mức 3"),  # a rule that knows no levels
    ],
)
def test_words_that_name_no_level_are_no_points(tmp_path, code, typed):
    records, (found,) = read(tmp_path, [code, "", typed])
    assert (records[code]["claimed_points"], records[code]["is_invalid"]) == (None, True)
    assert found.code == "points_unreadable"


def test_a_number_in_the_column_of_points_is_points_whatever_the_levels(tmp_path):
    records, found = read(tmp_path, ["A-01", "Mức 2", 3])
    assert (records["A-01"]["claimed_points"], found) == (3, [])


def test_a_verifier_sees_the_level_that_was_claimed_as_its_points(tmp_path):
    headings = ("Điểm tự chấm", "Điểm thẩm định")
    records, found = read(tmp_path, ["A-01", "Mức 3", "Mức 2"], headings=headings, stage="verification")
    assert (records["A-01"]["claimed_points"], records["A-01"]["verified_points"]) == (10, 6)
    assert "claim_level_read" in {each.code for each in found}


def test_claims_that_follow_by_rule_need_not_be_typed(tmp_path):
    rows = [["A-01", "Mức 2", ""], ["A-02", "Có", ""], ["A-03", 4, ""]]
    assert [each.code for each in read(tmp_path, *rows)[1]] == ["claims_none"]
    by_rule = a_set(form={"claims": "by_rule"})
    records, found = read(tmp_path, *rows, one=by_rule)
    assert found == []
    assert [each["is_invalid"] for each in records.values()] == [False] * 3
