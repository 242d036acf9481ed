"""What a working group verified, given in the form's words: a level, an option, parts, a number; points follow."""

from pathlib import Path

import openpyxl
import pytest

from dts_analysis import intake, messages, reference

HOME = Path(__file__).parents[1]
SET = reference.read_criteria(HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml")
KNOWN = intake.Codes(frozenset(), {}, {})
NAMES = {each.printed_as: each.name_vi for each in SET.indicators}
UNIT = {"unit_code": "001", "name": "Huyện Thử"}


@pytest.fixture(autouse=True)
def _vietnamese():
    yield messages.use("vi")
    messages.use("vi")


def verified(folder, headings, *rows, stage="verification"):
    """Return the records by printed code of a form of these rows (code, then cells), and the findings."""
    book = openpyxl.Workbook()
    book.active.title = "TĐ"
    book.active.append(["TT", "Chỉ số", *headings])
    for code, *cells in rows:
        book.active.append([code, NAMES.get(code, code), *cells])
    book.save(folder / "td.xlsx")
    records, findings = intake.read_form(folder / "td.xlsx", SET, KNOWN, UNIT, 2022, stage=stage)
    printed = {each.code: each.printed_as for each in SET.indicators}
    return {printed[code]: record for code, record in records.items()}, findings


def said(findings):
    return [(each.code, each.where.rpartition("!")[2]) for each in findings]


LEVEL, POINTS, A, B = "Mức thẩm định", "Điểm thẩm định", "Số liệu thẩm định (a)", "Số liệu thẩm định (b)"


@pytest.mark.parametrize(
    ("code", "cell", "points", "words"),
    [
        ("2.1", "cấp phó", 5.0, "Cấp phó"),
        ("2.1", "2 – Cấp phó", 5.0, "Cấp phó"),
        ("2.1", "Không", 0.0, "Không"),
        ("2.2", "Kinh phí; Kế hoạch", 10.0, "Kế hoạch; Kinh phí"),
        ("2.2", "kế hoạch", 6.0, "Kế hoạch"),
        ("3.2", "71 – 90 %", 8.0, "71-90%"),
        ("3.2", "toàn bộ", 10.0, "Tất cả"),
        ("3.2", "câu trả lời khác", 1.0, "Câu trả lời khác"),  # which a verifier says in so many words
        ("3.3", "Một; Hai", 10.0, "Một; Hai"),  # 6 + 5, at most 10
        ("3.5", "Có", -3.0, "Có"),
    ],
)
@pytest.mark.parametrize("heading", [LEVEL, POINTS])
def test_points_follow_from_a_level_in_a_column_of_its_own_or_of_points(
    tmp_path, heading, code, cell, points, words
):
    records, findings = verified(tmp_path, [heading], [code, cell])
    assert said(findings) == []
    record = records[code]
    assert (record["verified_points"], record["final_points"]) == (points, None)
    assert record["verified_declared"] == words
    assert record["verified_source"] == "td.xlsx!TĐ!C2"


def test_a_number_in_the_column_of_points_is_points_and_in_that_of_levels_an_option(tmp_path):
    assert verified(tmp_path, [POINTS], ["2.1", 2])[0]["2.1"]["verified_points"] == 2.0
    record = verified(tmp_path, [LEVEL], ["2.1", 2])[0]["2.1"]
    assert (record["verified_points"], record["verified_declared"]) == (5.0, "Cấp phó")
    assert verified(tmp_path, [LEVEL], ["2.2", "0"])[0]["2.2"]["verified_points"] == 0.0


def test_final_points_may_be_a_level_too(tmp_path):
    records, findings = verified(tmp_path, [POINTS, "Điểm hội đồng"], ["2.1", "Cấp phó", "Không"])
    record = records["2.1"]
    assert (record["verified_points"], record["final_points"], record["verified_declared"]) == (5.0, 0.0, "Không")
    assert said(findings) == []


def test_figures_are_verified_like_levels_and_points_follow(tmp_path):
    rows = [
        ["1.1", 6, 12],
        ["1.3", 3, ""],
        ["1.2", "40%", ""],
        ["2.3", 2, 10],
        ["2.1", "Cấp phó", ""],
        ["3.1", 5, ""],
    ]
    records, findings = verified(tmp_path, [A, B], *rows)
    assert {code: record["verified_points"] for code, record in records.items()} == {
        "1.1": 6.0,  # 6/12 of 12
        "1.3": 15.0,  # three meetings
        "1.2": 5.0,  # 40% of the 80% at which all 10 are reached
        "2.3": 0.0,  # 20% where 30% are asked for
        "2.1": 5.0,
        "3.1": 2.5,  # five times half a point
    }
    assert records["1.1"]["verified_declared"] == "6 | 12"
    assert said(findings) == []


def test_level_and_points_that_agree_as_typed_say_nothing_and_others_are_shown_both(tmp_path):
    rows = [["2.1", "Cấp phó", 5.004], ["2.2", "Kế hoạch", 4], ["1.3", "", 20], ["3.1", "", "Cấp phó"]]
    records, findings = verified(tmp_path, [LEVEL, POINTS], *rows)
    assert [records[code]["verified_points"] for code in ("2.1", "2.2", "1.3", "3.1")] == [5.004, 4.0, 20.0, None]
    assert said(findings) == [("verified_level_differs", "C3"), ("points_unreadable", "D5")]
    assert findings[0].message == (
        "mức thẩm định «Kế hoạch» theo quy tắc được 6 điểm, cột điểm thẩm định ghi 4. Cần: hai cột khớp nhau"
    )
    assert findings[0].remedy == "hỏi người thẩm định; báo cáo theo cột điểm"
    messages.use("en")
    assert findings[0].found == ("the verified level «Kế hoạch» earns 6 points by rule, the verified points say 4")


@pytest.mark.parametrize(
    ("headings", "row", "code", "cell"),
    [
        ([LEVEL], ["2.1", "Phó phòng"], "option_unknown", "C2"),
        ([LEVEL], ["3.2", "tạm được"], "option_unknown", "C2"),  # «any other answer» has a label of its own
        ([LEVEL], ["2.1", "1 – Cấp phó"], "option_ambiguous", "C2"),
        ([LEVEL], ["2.2", "Kế hoạch; Nhân lực"], "option_unknown", "C2"),
        ([LEVEL, POINTS], ["2.4", "Tốt"], "verified_level_without_points", "C2"),  # a person gives the points
        ([LEVEL, POINTS], ["1.3", "Mức 3"], "verified_level_without_points", "C2"),
        ([LEVEL, POINTS], ["1.3", 3], "verified_level_without_points", "C2"),  # a number there may be points
        ([A, B, POINTS], ["2.4", 3, ""], "verified_level_without_points", "C2"),
        ([A, B], ["1.1", 3, 0], "verified_level_without_points", "C2"),
        ([A, B], ["1.1", "nhiều", 4], "number_unreadable", "C2"),
        ([A, B], ["1.3", 3, 4], "verified_level_without_points", "D2"),
        ([LEVEL, A], ["2.1", "Cấp phó", "Không"], "verified_level_without_points", "D2"),
        ([POINTS], ["2.1", "Phó phòng"], "verified_level_unknown", "C2"),
        ([POINTS], ["2.2", "Kế hoạch; Nhân lực"], "verified_level_unknown", "C2"),
        ([POINTS], ["3.2", "tạm được"], "verified_level_unknown", "C2"),
        ([POINTS], ["2.1", "1 – Cấp phó"], "option_ambiguous", "C2"),
        ([POINTS], ["2.4", "Tốt"], "points_unreadable", "C2"),
        ([POINTS], ["2.1", "8,5 điểm"], "verified_level_unknown", "C2"),
        ([LEVEL, POINTS], ["2.1", "Cấp phó", "?"], "verified_level_unknown", "D2"),
    ],
)
def test_a_level_that_gives_no_points_is_a_finding_and_does_not_count(tmp_path, headings, row, code, cell):
    records, findings = verified(tmp_path, headings, row)
    record = records[row[0]]
    is_read = code == "verified_level_without_points" and cell == "D2"
    assert (record["verified_points"] is not None) == is_read
    assert (record["verified_declared"] != "") == is_read
    assert said(findings) == [(code, cell)]


def test_the_words_of_levels_that_give_no_points(tmp_path):
    _, (found,) = verified(tmp_path, [POINTS], ["2.1", "Phó phòng"])
    assert (found.found, found.expected, found.remedy) == (
        "«Phó phòng» không phải số điểm, cũng không phải lựa chọn nào của chỉ số",
        "một số từ 0 đến 10, «Không áp dụng», hoặc một lựa chọn: 1 – Bí thư, Chủ tịch; 2 – Cấp phó; 3 – Không",
        "ghi riêng con số, hoặc nhãn của lựa chọn; đến khi đó ô này không được tính",
    )
    assert found.indicator == "2.1 Người đứng đầu"
    _, (found,) = verified(tmp_path, [LEVEL, POINTS], ["2.4", "Tốt"])
    assert (found.found, found.expected, found.remedy) == (
        "«Tốt» ở cột này không cho ra điểm nào theo quy tắc của chỉ số",
        "mức hay số liệu mà quy tắc tính được điểm; chỉ số do người chấm thì chỉ có điểm",
        "ghi điểm thẩm định; đến khi đó ô này không được tính",
    )


def test_what_does_not_apply_may_be_said_in_the_column_of_levels(tmp_path):
    rows = [
        ["2.1", "Không áp dụng", ""],
        ["2.2", "KAD", 4],
        ["3.3", "Một", "Không áp dụng"],
        ["2.4", "Không áp dụng", ""],
    ]
    records, findings = verified(tmp_path, [LEVEL, POINTS], *rows)
    assert [records[code]["is_verified_out"] for code in ("2.1", "2.2", "3.3", "2.4")] == [True, False, True, True]
    assert said(findings) == [("verified_level_differs", "C3"), ("verified_level_differs", "C4")]
    assert findings[0].found == "mức thẩm định «KAD» theo quy tắc được — điểm, cột điểm thẩm định ghi 4"


def test_levels_without_a_column_of_points_count_and_what_they_cannot_tell_is_an_error(tmp_path):
    rows = [["2.1", "Cấp phó"], ["1.3", ""], ["2.4", ""]]
    records, (found,) = verified(tmp_path, [LEVEL], *rows)
    assert records["2.1"]["verified_points"] == 5.0
    assert (found.code, found.where, found.facts["count"]) == ("verified_points_absent", "td.xlsx!TĐ!A1", 2)
    assert "chỉ mức hay số liệu thẩm định được đọc, 2 chỉ số không ghi được ở đó" in found.found


def test_a_decision_and_its_reason_are_held_against_the_points_that_follow(tmp_path):
    headings = ["Điểm tự chấm", LEVEL, "Kết luận"]
    _, findings = verified(tmp_path, headings, ["2.1", 10, "Cấp phó", "Chấp nhận"])
    assert [each.code for each in findings] == ["decision_contradicts", "cut_without_reason"]


def test_a_units_own_form_holds_no_verified_level(tmp_path):
    records, findings = verified(tmp_path, ["Điểm tự chấm", LEVEL, A], ["2.1", 5, "Cấp phó", ""], stage="self")
    assert records["2.1"]["verified_points"] is None
    assert said(findings) == [("judged_by_itself", "D1")]


@pytest.mark.parametrize("heading", ["Kết quả thẩm định", "Kết quả"])
def test_a_column_of_levels_under_a_heading_of_points_is_read(tmp_path, heading):
    rows = [["2.1", "Cấp phó"], ["2.2", "Kế hoạch"], ["3.5", "Không có"]]
    records, findings = verified(tmp_path, [heading], *rows)
    assert [records[code]["verified_points"] for code in ("2.1", "2.2", "3.5")] == [5.0, 6.0, 0.0]
    assert {each.code for each in findings} <= {"heading_taken"}


def test_headings_of_levels_are_known_in_both_languages(tmp_path):
    for heading in ("Mức độ thẩm định", "Verified level", "verified answer", "Mức do Tổ công tác thẩm định"):
        assert verified(tmp_path, [heading], ["2.1", "Cấp phó"])[0]["2.1"]["verified_points"] == 5.0


def test_a_struck_level_or_one_in_a_broken_cell_does_not_count(tmp_path):
    records, findings = verified(tmp_path, [LEVEL], ["2.1", "#REF!"])
    assert records["2.1"]["verified_points"] is None
    assert [each.severity for each in findings] == ["error"]


@pytest.mark.parametrize(("code", "within"), [("2.4", "0 đến 10"), ("3.3", "-2 đến 10"), ("3.5", "-3 đến 0")])
def test_words_for_points_are_told_the_bounds_that_points_are_held_to(tmp_path, code, within):
    _, (words,) = verified(tmp_path, ["Điểm tự chấm"], [code, "tạm"], stage="self")
    _, (below,) = verified(tmp_path, ["Điểm tự chấm"], [code, -99], stage="self")
    assert words.code == "points_unreadable"
    assert words.expected == f"một số từ {within}, hoặc «Không áp dụng»"
    assert below.expected == f"từ {within}"
