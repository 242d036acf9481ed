"""What a person reads in a form is what is read, or a finding says what is not."""

from pathlib import Path

import pytest

from dts_analysis import intake, reference
from dts_analysis.errors import DtsError
from dts_analysis.intake import headings
from dts_analysis.intake.form_head import check_head
from dts_analysis.intake.forms import FormReader
from dts_analysis.intake.headings import FIELDS, TABLE, read_table
from dts_analysis.intake.numbers import Formatted
from dts_analysis.intake.rows import IndicatorIndex
from dts_analysis.intake.workbook import Sheet

SET = reference.load_criteria(Path(__file__).parent / "faulty/reference/criteria")["thu_huyen_2022"]
CODES = intake.Codes(frozenset({"R01"}), {}, {})
NAMES = {each.printed_as: each.name_vi for each in SET.indicators}
CLAIMS = {"1.1": 5.0, "1.2": 8.0, "1.10": 10.0, "2.1": 10.0, "2.2": 7.5}
HEADING = ["TT", "Chỉ số", "Điểm tối đa", "Điểm tự chấm"]


def _rows(heading=HEADING, codes=CLAIMS, names=NAMES, claims=CLAIMS, verified=None):
    rows = [list(heading)]
    for printed, code in zip(CLAIMS, codes, strict=True):
        cells = [code, names[printed], 10.0, claims[printed]]
        rows.append(cells + ([verified[printed]] if verified else []))
    return rows


def _read(*sheets, stage="self", own=None):
    """Return claims and verified points by printed code, and the findings."""
    pages = [each if isinstance(each, Sheet) else Sheet("Phiếu", "a.xlsx!Phiếu", each) for each in sheets]
    reader = FormReader(SET, CODES, "001", 2022, stage=stage, headings=own)
    form = reader.read(pages, "a.xlsx", "Huyện Thử")
    printed = {each.code: each.printed_as for each in SET.indicators}
    records = {printed[code]: form.record(code) for code in form.rows}
    claimed = {code: each["claimed_points"] for code, each in records.items()}
    verified = {code: each["verified_points"] for code, each in records.items() if each["verified_points"]}
    return claimed, verified, reader.findings


def _said(findings):
    return [(each.severity, each.code, each.where.rpartition("!")[2]) for each in findings]


def test_the_sound_form_makes_no_finding():
    assert _read(_rows()) == (CLAIMS, {}, [])


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Điểm xã tự chấm",
            "Tự chấm điểm",
            "Điểm tự chấm (điểm)",
            "Kết quả tự chấm",
            "TỰ ĐÁNH GIÁ",
            "Đơn vị tự chấm",
        ),
        *("Điểm huyện chấm", "Số điểm tự đánh giá", "Điểm do đơn vị tự chấm"),
    ],
)
def test_a_column_of_claims_is_known_however_people_write_it(written):
    assert _read(_rows([*HEADING[:3], written])) == (CLAIMS, {}, [])


@pytest.mark.parametrize(
    "written", ["Điểm thẩm định", "Đoàn chấm", "Điểm Sở KHCN thẩm định", "Tổ chấm", "Thẩm tra"]
)
def test_so_is_one_of_verified_points(written):
    rows = _rows([*HEADING, written], verified=CLAIMS)
    assert _read(rows, stage="sheet") == (CLAIMS, CLAIMS, [])


@pytest.mark.parametrize("written", ["Điểm", "Điểm đạt được", "Kết quả"])
def test_in_a_units_own_form_an_open_heading_is_the_claim_and_said_to_be(written):
    claimed, _, findings = _read(_rows([*HEADING[:3], written]))
    assert claimed == CLAIMS
    assert _said(findings) == [("info", "heading_taken", "D1")]
    assert f"«{written}» được đọc là điểm tự chấm" in findings[0].found


def test_a_heading_of_two_meanings_is_asked_once_and_the_answer_kept(tmp_path):
    rows = _rows([*HEADING, "Điểm đạt được"], verified=CLAIMS)
    claimed, verified, findings = _read(rows, stage="sheet")
    assert (claimed, verified, _said(findings)) == (CLAIMS, {}, [("error", "heading_ambiguous", "E1")])
    assert "có thể là điểm thẩm định hoặc điểm chính thức" in findings[0].found
    headings.remember(tmp_path, "Điểm đạt được", "final_points")
    headings.remember(tmp_path, "ĐIỂM ĐẠT ĐƯỢC", "verified_points")
    assert (tmp_path / "headings.yml").read_text(encoding="utf-8") == "verified_points:\n- ĐIỂM ĐẠT ĐƯỢC\n"
    assert _read(rows, stage="sheet", own=headings.load(tmp_path)) == (CLAIMS, CLAIMS, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims: [Điểm]", "headings.yml: không có trường «claims»"),
        ("- Điểm", "headings.yml: bảng tiêu đề không phải là các trường với danh sách cách viết"),
        ("claimed_points: [7]", "headings.yml!claimed_points: cách viết «7» không có chữ nào"),
        ("a: [", "headings.yml"),
        ("claimed_points: [Chấm]\nfinal_points: [chấm]", "«chấm» có ở hai trường: claimed_points và final_points"),
    ],
)
def test_a_workspaces_own_table_of_headings_is_guarded(tmp_path, text, said):
    (tmp_path / "headings.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DtsError) as raised:
        headings.load(tmp_path)
    assert said in str(raised.value)


def test_the_words_of_the_houses_table_speak_of_fields_there_are():
    table = read_table(TABLE)
    spoken = {field for each in table["phrases"] for field in each}
    assert spoken | {field for fields in table["several"].values() for field in fields} <= set(FIELDS)


def test_points_that_nobody_understands_are_an_error_and_no_answer_counts_as_blank():
    rows = _rows([*HEADING[:3], "Mức phấn đấu"])
    reader = FormReader(SET, CODES, "001", 2022, stage="self")
    form = reader.read([Sheet("Phiếu", "a.xlsx!Phiếu", rows)], "a.xlsx")
    assert form.flags["is_invalid"].all()
    found = _said(reader.findings)
    assert found == [("error", "claims_missing", "A1"), ("error", "column_points_unread", "D1")]
    assert "TT; Chỉ số; Điểm tối đa; Mức phấn đấu" in reader.findings[0].found


def test_no_unit_verifies_itself():
    claimed, verified, findings = _read(_rows([*HEADING, "Điểm thẩm định"], verified=CLAIMS))
    assert (claimed, verified, _said(findings)) == (CLAIMS, {}, [("error", "judged_by_itself", "E1")])
    blank = dict.fromkeys(CLAIMS, "")
    assert _read(_rows([*HEADING, "Điểm thẩm định"], verified=blank)) == (CLAIMS, {}, [])


def test_a_form_in_which_nothing_is_claimed_and_a_verification_without_verified_points_are_errors():
    blank = dict.fromkeys(CLAIMS, "")
    assert _said(_read(_rows(claims=blank))[2]) == [("error", "claims_none", "D2")]
    assert _said(_read(_rows(), stage="verification")[2]) == [("error", "verified_missing", "A1")]


def test_numbers_without_a_heading_and_headings_over_texts_are_told():
    rows = _rows([*HEADING, ""], verified=dict.fromkeys(CLAIMS, 3.0))
    claimed, _, findings = _read(rows)
    assert claimed == CLAIMS
    assert [(each.code, each.count) for each in findings] == [("number_without_heading", 5)]
    assert "(5 ô như vậy: E2, E3, E4, E5, E6)" in findings[0].message
    rows = _rows([*HEADING, "Đoàn chấm"], verified=dict.fromkeys(CLAIMS, "đủ hồ sơ"))
    assert _said(_read(rows, stage="sheet")[2]) == [("warning", "column_without_points", "E1")]


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["I.1", "I.2", "I.10", "II.1", "II.2"], [("code_rewritten", 5)]),
        (["1,1", "1,2", "1,10", "2,1", "2,2"], [("code_rewritten", 5)]),
        (["1.1.", "1.2.", "1.10.", "2.1.", "2.2."], []),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [("code_resolved_by_name", 5)]),
        ([""] * 5, [("code_resolved_by_name", 5)]),
        ([1.1, 1.2, 1.1, 2.1, 2.2], [("code_resolved_by_name", 2)]),
    ],
)
def test_a_habit_of_numbering_is_one_finding_and_no_row_is_lost(codes, found):
    claimed, _, findings = _read(_rows(codes=codes))
    assert (claimed, [(each.code, each.count) for each in findings]) == (CLAIMS, found)


def test_a_name_counts_however_the_code_fits():
    index = IndicatorIndex.of(SET)
    resolved = {
        case: (getattr(indicator, "printed_as", None), code)
        for case, (indicator, code) in {
            "typed otherwise": index.resolve("1.1", "Tỉ lệ cán bộ được tập huấn năm"),
            "nobody's": index.resolve("1.1", "Số trâu bò của hộ nghèo"),
            "nobody's, code as a number": index.resolve(2.1, "Số trâu bò của hộ nghèo"),
            "another's, slightly edited": index.resolve("1.1", "Số cuộc họp của Ban Chỉ đạo"),
            "no code, slightly edited": index.resolve("", "Số cuộc họp của Ban chỉ đạo"),
        }.items()
    }
    assert resolved == {
        "typed otherwise": ("1.1", ""),
        "nobody's": ("1.1", "name_of_nobody"),
        "nobody's, code as a number": ("2.1", "name_of_nobody"),
        "another's, slightly edited": ("1.10", "code_resolved_by_name"),
        "no code, slightly edited": ("1.10", "code_resolved_by_name"),
    }


def test_names_of_another_set_are_not_counted_by_their_codes():
    names = {code: f"Số trâu bò thôn {code}" for code in CLAIMS}
    claimed, _, findings = _read(_rows(names=names))
    assert claimed == {}
    assert "5 trong 5 dòng mang tên" in next(each for each in findings if each.code == "form_of_another_set").found


def test_what_stands_below_the_table_is_nobodys_business():
    below = [
        ["", "Tổng cộng", 50.0, 40.5],
        [],
        ["", "Người lập biểu", "", "Chủ tịch"],
        ["", "gọi 0900 000 000", "", 9.0],
    ]
    assert _read(_rows() + below) == (CLAIMS, {}, [])
    assert _read(_rows() + below[1:]) == (CLAIMS, {}, [])
    added = [["2.9", "Chỉ số thêm", 10.0, 4.0]]
    assert _said(_read(_rows() + added)[2]) == [("error", "indicator_unknown", "A7")]


def test_a_heading_repeated_on_a_further_page_and_remarks_between_rows_are_passed_over():
    rows = _rows()
    paged = [*rows[:4], HEADING, *rows[4:5], ["", "(Nhóm các chỉ số về hạ tầng)", "", ""], *rows[5:]]
    assert _read(paged) == (CLAIMS, {}, [])


def test_a_table_of_other_columns_is_another_table():
    other = [["Chỉ số", "Điểm tự chấm"], [NAMES["1.1"], 1.0]]
    claimed, _, findings = _read([*other, [], *_rows()])
    assert (claimed, _said(findings)) == (CLAIMS, [("warning", "sheet_contradicts", "D5")])


def _sheet(name, rows, **look):
    return Sheet(name, f"a.xlsx!{name}", rows, **look)


@pytest.mark.parametrize(
    ("other", "look", "why"),
    [
        ("Tự đánh giá", {"is_hidden": True}, "trang bị ẩn"),
        ("Năm 2021", {}, "tên trang là của năm khác"),
    ],
)
def test_the_sheet_is_chosen_by_what_it_is_and_said_why(other, look, why):
    old = _sheet(other, _rows(claims=dict.fromkeys(CLAIMS, 1.0)), **look)
    claimed, _, findings = _read(old, _sheet("Biểu", _rows()))
    assert claimed == CLAIMS
    assert [(each.code, each.where) for each in findings] == [("sheet_passed_over", f"a.xlsx!{other}")]
    assert why in findings[0].found
    assert "đã đọc trang «Biểu»" in findings[0].expected


def test_the_fuller_of_two_sheets_is_read_and_a_sheet_of_another_year_alone_is_an_error():
    blank = _sheet("Tự đánh giá", _rows(claims=dict.fromkeys(CLAIMS, "")))
    claimed, _, findings = _read(blank, _sheet("Bản 2", _rows()))
    assert (claimed, [each.code for each in findings]) == (CLAIMS, ["sheet_passed_over"])
    assert [each.code for each in _read(_sheet("Năm 2021", _rows()))[2]] == ["form_year_differs"]


@pytest.mark.parametrize(
    ("typed", "others", "read", "code"),
    [
        ("1.592", {"1.2": "8.5"}, 1.592, "number_by_file"),
        ("1.592", {}, 1.592, "number_by_file"),
        ("1,592", {}, 1.592, ""),
        ("1,592", {"1.2": "8.5"}, 1.592, ""),
        (Formatted(0.8, "percent", "80%"), {}, None, "percent_for_points"),
        (Formatted(11 / 3, "rounded", "3,7"), {}, 11 / 3, "number_shown_rounded"),
        ("7 5", {}, None, "points_unreadable"),
        ("0 57", {}, None, "points_unreadable"),
        ("1\n2", {}, None, "points_unreadable"),
        ("8 điểm", {}, None, "points_unreadable"),
    ],
)
def test_a_number_is_what_a_person_reads_or_a_finding(typed, others, read, code):
    claimed, _, findings = _read(_rows(claims=CLAIMS | {"1.1": typed} | others))
    assert claimed["1.1"] == read
    assert [each.code for each in findings] == ([code] if code else [])


def test_a_number_struck_out_merged_away_or_hidden_is_told():
    look = {"struck": frozenset({(1, 3)}), "merged": (((2, 2), (2, 3)),), "hidden_rows": frozenset({4, 5})}
    claimed, _, findings = _read(_sheet("Tự đánh giá", _rows(claims=CLAIMS | {"1.2": ""}), **look))
    assert (claimed["1.1"], claimed["1.2"]) == (None, None)
    codes = {each.code: each.count for each in findings}
    assert codes == {"number_struck": 1, "cell_merged": 1, "rows_hidden": 2}


def test_a_pillars_printed_sum_and_a_printed_maximum_are_held_against_the_rows():
    pillar = ["I", "NHẬN THỨC SỐ", 30.0, 20.0]
    rows = _rows()
    rows[1][2] = "mười"
    found = _said(_read([rows[0], pillar, *rows[1:]])[2])
    assert found == [("warning", "maximum_unreadable", "C3"), ("warning", "subtotal_differs", "D2")]


def test_numbers_have_four_decimals_at_most_and_a_finding_names_its_indicator():
    rows = _rows(claims=CLAIMS | {"1.1": 31 / 3})
    (found,) = _read(rows)[2]
    assert found.found == "10,3333 điểm vượt điểm tối đa 10"
    assert found.indicator == "1.1 Tỷ lệ cán bộ được tập huấn"


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ([["Tên đơn vị: Huyện Nho Quan"]], ["form_unit_differs"]),
        ([["UBND huyện:", "Nho Quan"]], ["form_unit_differs"]),
        ([["UBND huyện:", "Thử"]], []),
        ([["ỦY BAN NHÂN DÂN HUYỆN THỬ"], ["BẢNG TỰ ĐÁNH GIÁ NĂM 2022"]], []),
        ([["ỦY BAN NHÂN DÂN TỈNH NINH BÌNH"], ["ỦY BAN NHÂN DÂN\nHUYỆN THỬ"]], []),
        ([["UBND XÃ GIA PHÚ"], ["BẢNG TỰ ĐÁNH GIÁ NĂM 2021"]], ["form_unit_differs", "form_year_differs"]),
        ([["(Kèm theo Công văn số 12 ngày 3/1/2023)"]], []),
    ],
)
def test_a_head_that_names_another_unit_or_year_is_told(head, codes):
    sheet = Sheet("Phiếu", "a.xlsx!Phiếu", head)
    assert [code for code, _, _ in check_head(sheet, len(head), "001", "Huyện Thử", 2022)] == codes


def test_of_two_columns_of_codes_the_sets_own_is_read():
    rows = [["STT", "Mã", "Chỉ số", "Điểm tự chấm"]]
    rows += [[at, code, "", CLAIMS[code]] for at, code in enumerate(CLAIMS, 1)]
    assert _read(rows) == (CLAIMS, {}, [])


def test_two_columns_of_claims_that_contradict_are_both_left_unread():
    claimed, _, findings = _read(_rows([*HEADING, "Tự chấm"], verified=dict.fromkeys(CLAIMS, 1.0)))
    assert set(claimed.values()) == {None}
    assert _said(findings) == [("error", "points_doubled", "E1"), ("error", "claims_missing", "A1")]
    assert _said(_read(_rows([*HEADING, "Tự chấm"], verified=CLAIMS))[2]) == [("warning", "column_doubled", "E1")]


def test_a_word_for_the_claim_beside_its_points_is_no_column_of_points():
    rows = _rows([*HEADING[:3], "Tự đánh giá", "Điểm"], claims=dict.fromkeys(CLAIMS, "Đạt"), verified=CLAIMS)
    claimed, _, findings = _read(rows)
    assert claimed == CLAIMS
    assert [each.code for each in findings] == ["column_without_points", "heading_taken"]


def _parted(last, final):
    """Three rows of headings: claims are parted into last year's, a draft and final ones."""
    rows = [["TT", "Chỉ số", "Điểm", "", "", ""], ["", "", "Điểm tối đa", "Xã chấm", "", ""]]
    rows.append(["", "", "", *last])
    for printed, code in zip(CLAIMS, CLAIMS, strict=True):
        rows.append([code, NAMES[printed], 10.0, 1.0, 2.0, final[printed]])
    return rows


def test_a_third_row_of_headings_parts_the_claims_and_the_visible_ones_of_this_year_are_read():
    page = _sheet(
        "Phiếu", _parted(["Năm 2021", "Lần 1 (nháp)", "Chính thức"], CLAIMS), hidden_columns=frozenset({4})
    )
    claimed, _, findings = _read(page)
    assert claimed == CLAIMS
    assert _said(findings) == [
        ("info", "column_of_another_year", "D3"), ("warning", "column_doubled", "E3"),
    ]  # fmt: skip


def test_parts_of_the_claims_that_contradict_each_other_in_sight_are_both_refused():
    claimed, _, findings = _read(_parted(["Năm 2021", "Lần 1", "Lần 2"], CLAIMS))
    assert set(claimed.values()) == {None}
    assert ("error", "points_doubled", "F3") in _said(findings)


def test_a_unit_of_measure_below_a_heading_parts_nothing():
    rows = _rows()
    claimed, _, findings = _read([rows[0], ["", "", "(điểm)", "(điểm)"], *rows[1:]])
    assert (claimed, findings) == (CLAIMS, [])


def test_two_columns_of_claims_that_share_out_the_rows_are_both_refused():
    rows = [[*HEADING, "Điểm tự chấm"]]
    for number, (code, points) in enumerate(CLAIMS.items()):
        rows.append([code, NAMES[code], 10.0, *((points, "") if number % 2 else ("", points))])
    claimed, _, findings = _read(rows)
    assert set(claimed.values()) == {None}
    assert ("error", "points_doubled", "E1") in _said(findings)


def test_codes_of_reasons_among_the_explanations_are_reasons_and_words_stay_words():
    rows = [
        [*row, text]
        for row, text in zip(_rows(), ["Giải trình", "R01", "R01; đang chờ", "", "r01.", "R77"], strict=True)
    ]
    reader = FormReader(SET, CODES, "001", 2022, stage="self")
    form = reader.read([Sheet("Phiếu", "a.xlsx!Phiếu", rows)], "a.xlsx", "Huyện Thử")
    records = [form.record(code) for code in form.rows]
    assert [each["reason_codes"] for each in records] == ["R01", "", "", "R01", ""]
    assert [each["explanation"] for each in records] == ["", "R01; đang chờ", "", "", "R77"]
    assert [(each.code, each.cells) for each in reader.findings] == [
        ("reason_explained", ("a.xlsx!Phiếu!E2", "a.xlsx!Phiếu!E5")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["Điểm tự chấm quý I", "Tỷ lệ điểm tự chấm (%)", "Điểm trừ tự chấm", "Kế hoạch điểm tự chấm", "Hạng tự chấm",
     "Điểm tự chấm dự kiến", "Điểm mất (tự chấm)", "Điểm tự chấm thang 100", "Điểm tự chấm (hệ số 2)"],
)  # fmt: skip
def test_a_heading_that_says_these_are_other_points_is_an_error(written):
    claimed, _, findings = _read(_rows([*HEADING[:3], written]))
    assert set(claimed.values()) == {None}
    assert {each.severity for each in findings} == {"error"}


def test_the_claims_of_the_period_before_are_not_this_ones():
    rows = [[*row, 1.0] for row in _rows([*HEADING[:3], "Điểm đề nghị"])]
    rows[0][4] = "Điểm tự chấm kỳ trước"
    assert _read(rows) == (CLAIMS, {}, [])
