"""Values measured by systems: read as declared ones, counted, held against claims (the world `measured`)."""

import io
from pathlib import Path

import nbformat
import openpyxl
import pytest
from raw_folder import RawFolder, criteria
from worlds import MEASURED, MEASURED_RULES

from dts_analysis import dataset, intake, messages, office, reports, scoring, show
from dts_analysis.analysis import audit, screening, verification
from dts_analysis.errors import DtsError
from dts_analysis.reports.metadata import spoken

HOME = Path(__file__).parents[1]
HEAD = MEASURED.partition("\n")[0]
YES_OR_NO = [{"label": "Có", "points": 10}, {"label": "Không"}]
SOUND = "2022,measured_2022,373,A-01,5,10,2022-12-31,LGSP,bảng"


@pytest.fixture(scope="module")
def data(world):
    return world("measured")


def points(data, basis, column="points", level="total"):
    rows = data.totals[(data.totals["basis"] == basis) & (data.totals["level"] == level)]
    return dict(zip(rows["unit_code"].astype("str"), rows[column], strict=True))


def test_points_follow_from_the_rule_and_sums_leave_out_what_nobody_measured(data):
    # 373: 5 of 10, tier of 3, «Đang làm», the first part, 0.52 of 20; 370: 0.9 of 10, 0.8 of 20; 369: tier of 4
    found = points(data, "measured")
    assert {code: round(found[code], 9) for code in ("373", "370", "369")} == {"373": 31.4, "370": 25, "369": 10}
    assert found["372"] != found["372"]
    assert points(data, "measured", "max_points") == {"373": 60, "370": 30, "369": 10, "372": 0}
    assert points(data, "measured", "n_unscored") == {"373": 1, "370": 4, "369": 5, "372": 6}
    assert not any(points(data, "measured", "is_complete").values())


def test_incomplete_totals_take_no_place_and_no_page_chooses_them(data):
    rows = data.standings[data.standings["basis"] == "measured"]
    assert rows["rank"].isna().all()
    assert set(data.bases["basis"]) == {"claimed"}
    assert data.about("373", 2022, "measured").basis == "measured"


def test_all_measured_are_ranked_and_still_not_chosen(data):
    # as if systems had measured just what these two claim: 54 and 70
    scores = data.scores.assign(measured_points=data.scores["claimed_points"])
    everyone = data.replaced(scores=scores[scores["unit_code"].isin(["370", "372"])])
    rows = everyone.standings[everyone.standings["basis"] == "measured"].set_index("unit_code")
    assert rows["rank"].to_dict() == {"370": 2, "372": 1}
    assert set(everyone.bases["basis"]) == {"claimed"}


def test_gaps_are_measured_less_claimed_with_both_values_beside(data):
    gap = data.measured_gaps.astype({"unit_code": "str", "indicator_code": "str"})
    own = gap[gap["unit_code"] == "373"].set_index("indicator_code")
    assert own["gap_points"].round(9).to_dict() == {"A-01": -3, "A-02": -5, "A-03": -5, "B-01": -4, "B-03": 0.4}
    assert own.loc["A-01", ["declared_text", "measured_text", "measured_system"]].tolist() == [
        "8 | 10", "5 | 10", "LGSP",
    ]  # fmt: skip
    whole = verification.gap_summary(gap, basis="measured").set_index("unit_code")
    assert whole["gap_points"].round(9).to_dict() == {"369": 10, "370": 1, "373": -16.6}
    assert whole["n_indicators"].to_dict() == {"369": 1, "370": 2, "373": 5}
    assert whole.loc["369", "n_blank_claims"] == 1  # 369 left A-02 blank
    assert data.measured_indicator_gaps.set_index("indicator_code").loc["A-02", "gap_points"] == 5  # -5 + 10


def test_far_values_and_other_answers_are_listed_with_sign_and_threshold(data):
    found = data.findings[data.findings["code"] == "measured_far"].set_index("where")["message"]
    assert (
        "kê khai 80%, LGSP đo được 50% (đo − kê khai = -30 điểm phần trăm; dòng số đo: measured/lgsp.csv!2)"
        in (found["2022/373.xlsx!Phiếu!F5"])
    )
    assert "lệch không quá 5% số đo (lựa chọn của dự án)" in found["2022/373.xlsx!Phiếu!F5"]
    assert "kê khai 4, LGSP đo được 3 (đo − kê khai = -1;" in found["2022/373.xlsx!Phiếu!F6"]
    other = data.findings[data.findings["code"] == "measured_other"]["message"]
    assert any("kê khai «Có», Cổng DVC ghi nhận «Đang làm»" in each for each in other)
    # 0.75 against 0.8 is 6.25% of 0.8 apart; 0.5 against 0.52 is 3.8%: only a nearer threshold sees that
    codes = [
        [each.code for each in scoring.check_measured(data.scores, data.criteria, far)] for far in (0.03, 0.07)
    ]
    assert [each.count("measured_far") for each in codes] == [4, 2]


def test_the_page_says_what_is_measured_and_by_which_sign(data):
    view = data.about("373", 2022)
    table = show.measured_table(view)
    assert len(table) == 6  # the manual one too, without points
    assert table.iloc[0].tolist()[1:] == ["8 | 10", "5 | 10", "5,00", "−3,00", "2"]
    assert table.iloc[0].iloc[-1].title == "measured/lgsp.csv, dòng 2"
    assert table.iloc[4].tolist()[2:5] == ["họp 3 lần", "—", "—"]
    assert {name: cells[0] for name, cells in table.kept.items()} == {
        "Đo ngày": "31/12/2022", "Hệ thống": "LGSP", "Điểm tự chấm": "8,00",
    }  # fmt: skip
    assert "6/6 chỉ số áp dụng có số đo, 5 tính được điểm từ số đo" in table.note
    assert "Chênh lệch = điểm tính từ số đo − điểm tự chấm" in table.note
    headline = show.gap_headline(view, "measured").splitlines()
    assert headline[0] == (
        "Ở 5/6 chỉ số có điểm tính từ số đo: điểm tự chấm 48,00 → điểm tính từ số đo 31,40 (−16,60 điểm)"
    )
    assert headline[-1] == (  # the 7 claimed of B-02 are not measured
        "5/6 chỉ số có điểm tính từ số đo; 1 chỉ số không có điểm tính từ số đo, "
        "điểm tự chấm 7,00 (cả phiếu 55,00)."
    )
    assert data.about("370", 2022).held_against == "measured"
    assert view.held_against == data.about("372", 2022).held_against == "verified"
    with pytest.raises(DtsError, match="chưa có số đo nào"):
        data.about("372", 2022).gaps_on("measured")


def test_the_head_of_the_page_says_the_sign_of_its_own_basis(data):
    view, sheet = data.about("373", 2022), HOME / "notebooks" / "verification.ipynb"
    for against, words in (
        ("measured", "chênh lệch là điểm tính từ số đo − điểm tự chấm, số âm là thấp hơn"),
        ("verified", "chênh lệch là điểm thẩm định − điểm tự chấm, số âm là bị hạ"),
    ):
        assert words in str(show.about(view, both=against))
    book = nbformat.read(sheet, as_version=4)
    for cell in (*book.cells, *spoken(book, "en").cells):
        assert cell.cell_type == "code" or not {"trừ", "minus"} & set(cell.source.lower().split())


def test_nothing_is_held_against_the_claims_of_a_form_that_nobody_could_read(data):
    scores = data.scores.astype({"answer_status": "str"})
    is_unread = scores["unit_code"] == "370"
    scores.loc[is_unread, ["answer_status", "claimed_points"]] = ["unread", None]
    found = data.replaced(scores=scores)
    assert "370" not in set(found.measured_gaps["unit_code"].astype("str"))
    table = show.measured_table(found.about("370", 2022))
    assert table["Điểm tính từ số đo"].tolist() == ["9,00", "16,00"]
    assert table["Chênh lệch (điểm tính từ số đo − điểm tự chấm)"].tolist() == ["—", "—"]


def test_how_far_claims_and_measured_values_agree_says_both_sides_and_no_verification(data):
    """Of 373 -3/10 -5/10 -5/10 -4/10 0.4/20, of 370 0 and 1/20; what 369 left blank claimed nothing: -1.63/7."""
    found = data.measured_agreement.set_index("measure")
    assert found.loc["bias", "value"] == pytest.approx(-1.63 / 7)
    assert found.loc["bias", ["n", "n_units", "n_indicators"]].tolist() == [7, 2, 5]
    assert found[["low", "high"]].isna().all(axis=None)  # of two units nothing can be drawn
    view = data.about("373", 2022)
    of = view.criteria_set, "measured"
    to_review = screening.to_review(view.of_set("indicator_gaps", "measured"))
    outliers = view.of_set("outliers", "measured")
    assert outliers.set_index("unit_code")["moved_share"].to_dict() == pytest.approx(
        {"369": 1, "370": 1 / 30, "373": -16.6 / 60}
    )
    gap = data.measured_gaps
    audited = audit.verified(gap, [], 14, basis="measured", fewest=2).set_index("measure")["value"]
    assert audited[["measured_share", "bias"]].tolist() == pytest.approx([8 / 14, -1.63 / 7])
    for language, sign in (
        ("vi", "điểm tính từ số đo − điểm tự chấm"), ("en", "points by measured values − claimed points"),
    ):  # fmt: skip
        messages.use(language)
        tables = [
            show.agreement_table(view.of_set("agreement", "measured"), *of),
            show.outlier_table(view, outliers, 3.5, 0.01, "measured"),
            show.review_table(to_review, *of[:1], 0.05, of[1]),
        ]
        words = "\n".join(f"{each}\n{getattr(each, 'note', '')}" for each in tables)
        assert f"= {sign}" in words
        assert "thẩm định" not in words
        assert "verif" not in words.casefold()
        assert "đã thấy" not in words  # a system has seen no claim


def test_what_applies_by_measured_values_is_shown_and_counted_on_every_table(tmp_path):
    """«Không» is declared and «Có» measured, then 9 of 10: 10 + 9 of what applies; 7 are not measured."""
    rule = {"A-01": MEASURED_RULES["A-03"] | {"options": YES_OR_NO}, "A-02": {"kind": "ratio"}}
    condition = {"A-02": {"indicator": "A-01", "is": ["Có"]}}
    one = criteria("do_2022", "district", [2022], {"A": [10, 10], "B": [10]}, rule=rule, applies_if=condition)
    writer = RawFolder(tmp_path / "raw", one)
    writer.unit("373", 2022, "do_2022", "0 - 7", declared="Không - -")
    (writer.folder / "measured").mkdir()
    rows = [f"2022,do_2022,373,{each},2022-12-31,LGSP,bảng" for each in ("A-01,Có,", "A-02,9,10")]
    (writer.folder / "measured" / "so.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    view = dataset.read(writer.done()).about("373", 2022)
    table = show.measured_table(view)
    assert table["Điểm tính từ số đo"].tolist() == ["10,00", "9,00"]
    assert "2/3 chỉ số áp dụng có số đo, 2 tính được điểm từ số đo" in table.note
    headline = show.gap_headline(view, "measured").splitlines()
    assert headline[0] == (
        "Ở 2/3 chỉ số có điểm tính từ số đo: điểm tự chấm 0,00 → điểm tính từ số đo 19,00 (+19,00 điểm)"
    )
    assert headline[-2:] == [
        "2/3 chỉ số có điểm tính từ số đo; 1 chỉ số không có điểm tính từ số đo, "
        "điểm tự chấm 7,00 (cả phiếu 7,00).",
        "+19,00 điểm gồm: +10,00 ở các chỉ số khác nhau; +9,00 ở 1 chỉ số chỉ áp dụng theo điểm tính từ số đo.",
    ]
    apart = show.outlier_table(view, view.of_set("outliers", "measured"), 3.5, 0.01, "measured")
    named = "Chênh lệch (điểm tính từ số đo − điểm tự chấm), không kể chỉ số chưa có điểm tính từ số đo"
    assert apart[named].tolist() == ["+19,00"]  # of which −7 are B-01's, so that 12 are left
    assert show.gap_pillar_table(view, "measured").columns[2] == "Chênh lệch (điểm tính từ số đo − điểm tự chấm)"


def test_the_verifiers_form_shows_it_and_fills_in_nothing(data, tmp_path):
    view, unit = data.about("370", 2022), data.unit("370", 2022)
    content = office.verification_form(view.scores, view.criteria_set, unit, 2022, data.grounds)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=5, values_only=True))
    at = [rows[0].index(name) for name in ("Số đo của hệ thống", "Điểm tự chấm", "Điểm thẩm định")]
    assert at == sorted(at)
    assert [rows[1][column] for column in at] == ["90% → 9 điểm", 9, None]
    assert [rows[2][column] for column in at] == [None, 5, None]
    (tmp_path / "form.xlsx").write_bytes(content)
    known = intake.Codes.of(data.reasons, data.grounds)
    form = tmp_path / "form.xlsx"
    records, found = intake.read_form(form, view.criteria_set, known, unit, 2022, stage="verification")
    assert found == []
    assert {each["verified_points"] for each in records.values()} == {None}


def test_without_measured_files_nothing_is_added(sample):
    assert not [name for name in sample.scores if name.startswith("measured")]
    assert "measured" not in set(sample.counted["basis"])
    assert sample.measured_gaps.empty
    view = sample.about("373", 2022)
    assert show.measured_table(view) is None
    content = office.verification_form(
        view.scores, view.criteria_set, sample.unit("373", 2022), 2022, sample.grounds
    )
    headings = next(
        openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=5, values_only=True)
    )
    assert "Số đo của hệ thống" not in headings


FAULTS = {
    "unknown set": ("measured_2022", "khong_co", "table_word", "criteria_id = «khong_co». Cần: measured_2022"),
    "unknown unit": (",373,", ",999,", "unit_unknown", "không có đơn vị mã «999»"),
    "another level": (",373,", ",14464,", "measured_level", "đơn vị 14464 thuộc cấp commune"),
    "unknown indicator": ("A-01", "A-99", "measured_indicator_unknown", "không có chỉ số mã «A-99»"),
    "another year": ("2022,m", "2021,m", "measured_year", "không áp dụng cho năm 2021"),
    "no year": ("2022,m", "22,m", "table_word", "year = «22»"),
    "no day": ("2022-12-31", "31/12/2022", "table_word", "measured_on = «31/12/2022»"),
    "too early": ("2022-12-31", "2021-12-31", "measured_day", "từ 2022-01-01 đến 2023-03-31 (sau năm đó 3 tháng"),
    "too late": ("2022-12-31", "2023-04-01", "measured_day", "đo ngày 2023-04-01"),
    "nothing measured": (",5,10,", ",,10,", "table_word", "value = «»"),
    "no system": ("LGSP", "", "table_word", "system = «»"),
    "negative": (",5,10,", ",-5,10,", "measured_unclear", "-5 là số âm; số đo này không được dùng"),
    "no number": (",5,10,", ",năm,10,", "measured_unclear", "«năm» không phải là số; số đo này không được dùng"),
    "no option": ("A-01,5,10", "A-03,Có lẽ,", "measured_unclear", "«Có lẽ» không phải lựa chọn nào"),
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    """A folder with one district's form, into which each test puts measured values."""
    pillars = {"A": [10, 10, 10], "B": [10, 10, 20]}
    folder = tmp_path_factory.mktemp("faults") / "raw"
    writer = RawFolder(folder, criteria("measured_2022", "district", [2022], pillars, rule=MEASURED_RULES))
    writer.unit("373", 2022, "measured_2022", "8 10 10 10 7 10", declared="8/10 4 1 1;2 - 10/20")
    (folder / "measured").mkdir()
    return writer.done()


def read(raw, text, name="so.csv"):
    for path in (raw / "measured").iterdir():
        path.unlink()
    (raw / "measured" / name).write_text(text, encoding="utf-8")
    return dataset.read(raw)


def said(found, code):
    return [row.message for row in found.findings.itertuples() if row.code == code]


@pytest.mark.parametrize("name", FAULTS)
def test_a_row_that_cannot_be_used_is_said_with_its_place_and_left_out(raw, name):
    old, new, code, words = FAULTS[name]
    found = read(raw, f"{HEAD}\n{SOUND.replace(old, new)}\n2022,measured_2022,373,A-02,3,,2022-12-31,LGSP,bảng\n")
    rows = found.findings[found.findings["code"] == code]
    assert rows["where"].tolist() == ["measured/so.csv!2"]
    assert words in rows["message"].iloc[0]
    assert rows["remedy"].iloc[0]
    assert found.scores["measured_points"].dropna().tolist() == [5]  # the sound row stays


def test_two_rows_of_a_day_are_nobodys_and_the_latest_day_counts(raw):
    later = SOUND.replace(",5,10,2022-12-31", ",6,10,2023-01-31")
    found = read(raw, f"{HEAD}\n{SOUND}\n{later}\n")
    assert found.scores["measured_points"].dropna().tolist() == [6]
    assert "1 dòng có số đo của ngày sau" in said(found, "measured_earlier")[0]
    found = read(raw, f"{HEAD}\n{SOUND}\n{SOUND.replace(',5,', ',6,')}\n")
    assert "measured_points" not in found.scores
    assert "measured/so.csv!2, measured/so.csv!3" in said(found, "measured_doubled")[0]


def test_what_stands_beside_no_answer_is_said(raw):
    found = read(raw, f"{HEAD}\n{SOUND.replace(',373,', ',370,')}\n{SOUND}\n")
    assert "1 số đo của 370 năm 2022, đơn vị chưa có phiếu nào" in said(found, "measured_without_form")[0]
    out = found.scores.assign(answer_status="not_applicable")
    table, _ = intake.read_measured(raw, found.criteria, found.units)
    scores, beside = scoring.with_measured(out, table, found.criteria)
    assert scores["measured_points"].isna().all()
    assert [each.code for each in beside] == ["measured_without_form", "measured_not_applicable"]


def test_a_number_with_a_point_is_no_thousands_and_a_comma_is_read_as_in_forms(raw):
    for written, points_of in (("0.125", 1.25), ('"0,125"', 1.25), ("12.5%", 1.25), ("1.25,10.0", 1.25)):
        row = SOUND.replace(",5,10,", f",{written}," + ("" if ",10.0" in written else ","))
        found = read(raw, f"{HEAD}\n{row}\n")
        assert found.scores["measured_points"].dropna().tolist() == [points_of], written


def test_a_file_that_is_no_table_stops_all_and_one_that_is_no_csv_is_said(raw):
    with pytest.raises(DtsError, match=r"so\.csv"):
        read(raw, "year;criteria_id\n")
    found = read(raw, f"{HEAD}\n{SOUND}\n", "so.xlsx")
    assert said(found, "measured_not_csv")
    assert "measured_points" not in found.scores


def test_personal_data_is_not_carried_on(raw):
    found = read(raw, f"{HEAD}\n{SOUND.replace('bảng', 'gọi 0912 345 678')}\n")
    assert said(found, "personal_data_masked")
    assert "0912" not in "".join(found.scores["measured_origin"])


def test_a_page_is_made_again_when_a_measured_value_changed(raw):
    notebooks = reports.load_notebooks(HOME / "notebooks")
    marks = [
        {job.fingerprint for job in reports.plan(read(raw, f"{HEAD}\n{row}\n"), notebooks, 2022, units=["373"])}
        for row in (SOUND, SOUND, SOUND.replace(",5,", ",6,"))
    ]
    assert marks[0] == marks[1]
    assert not marks[0] & marks[2]


CONDITION = {"A-02": {"indicator": "A-01", "is": ["Có"]}, "A-03": {"indicator": "A-02", "at_least": 0.5}}
CONDITION_ROWS = """\
2022,hoi_2022,373,A-01,Chưa,,2022-12-31,LGSP,bảng
2022,hoi_2022,373,A-02,8,10,2022-12-31,LGSP,bảng
2022,hoi_2022,370,A-01,Có,,2022-12-31,LGSP,bảng
2022,hoi_2022,370,A-02,4,10,2022-12-31,LGSP,bảng
2022,hoi_2022,372,A-02,5,10,2022-12-31,LGSP,bảng
2022,hoi_2022,369,A-02,9,10,2022-12-31,LGSP,bảng
"""


@pytest.fixture(scope="module")
def conditional(tmp_path_factory):
    """A choice; a ratio if that is «Có»; a tier from half of that ratio on: 10 points each."""
    rules = {"A-01": MEASURED_RULES["A-03"], "A-02": {"kind": "ratio"}, "A-03": MEASURED_RULES["A-02"]}
    one = criteria("hoi_2022", "district", [2022], {"A": [10, 10, 10]}, rule=rules, applies_if=CONDITION)
    raw = RawFolder(tmp_path_factory.mktemp("hoi") / "raw", one)
    for code, claimed, declared in (
        ("373", "10 5 10", "1 5/10 4"), ("370", "0 - -", "3 - -"), ("372", "0 - -", "3 - -"),
        ("369", "10 10 k", "1 10/10 -"),
    ):  # fmt: skip
        raw.unit(code, 2022, "hoi_2022", claimed, declared=declared)
    (raw.folder / "measured").mkdir()
    (raw.folder / "measured" / "so.csv").write_text(f"{HEAD}\n{CONDITION_ROWS}", encoding="utf-8")
    return dataset.read(raw.done())


def test_a_condition_goes_by_the_measured_answer_where_there_is_one_else_by_the_declared_one(conditional):
    """373 claims «Có», measured «Chưa»: A-02 and so A-03 end. 370 claims «Chưa», measured «Có»: A-02 applies and
    gives 4, below the half that A-03 asks for. 372 declared «Chưa» and nothing else of A-01 is known: A-02 ends by
    that. 369 says A-03 does not apply, which no condition brings back.
    """
    rows = conditional.counted.astype({"unit_code": "str", "indicator_code": "str", "status": "str"})
    rows = rows[rows["basis"] == "measured"].set_index(["unit_code", "indicator_code"])["status"]
    out, open_ = "not_applicable", "unscored"
    assert {code: rows[code].tolist() for code in ("373", "370", "372", "369")} == {
        "373": ["answered", out, out], "370": ["answered", "answered", out], "372": [open_, out, out],
        "369": [open_, "answered", out],
    }  # fmt: skip
    assert points(conditional, "measured", "max_points") == {"373": 10, "370": 20, "372": 0, "369": 10}
    assert {code: each for code, each in points(conditional, "measured").items() if each == each} == {
        "373": 0, "370": 14, "369": 9,
    }  # fmt: skip
    assert points(conditional, "claimed", "max_points") == {"373": 30, "370": 10, "372": 10, "369": 20}
    assert points(conditional, "measured", "is_complete")["370"]


def test_what_was_measured_of_what_so_does_not_apply_is_said_and_not_compared(conditional):
    found = conditional.findings[conditional.findings["code"].isin(("measured_unmet", "measured_not_applicable"))]
    assert found[["unit_code", "where"]].to_numpy().tolist() == [
        ["373", "measured/so.csv!3"], ["372", "measured/so.csv!6"],
    ]  # fmt: skip
    assert "«8 | 10» ở chỉ số A-02, trong khi chỉ số A-01 đo được «Chưa»" in found["message"].iloc[0]
    assert "được ghi là không áp dụng" in found["message"].iloc[1]
    far = conditional.findings[conditional.findings["code"].isin(("measured_far", "measured_other"))]
    assert far["unit_code"].tolist() == ["369", "370", "373"]  # 9 of 10; «Có»; «Chưa», and not 8 beside 5
