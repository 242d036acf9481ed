"""A blank self-assessment form goes out, is filled in, calculated by a spreadsheet, and read without a finding."""

from pathlib import Path

import filled_forms
import numpy as np
import openpyxl
import pandas as pd
import pytest
from filled_forms import Typing, answer, need_office, recalculated
from known_codes import KNOWN, REASONS

from dts_analysis import intake, reference, rules, scoring
from dts_analysis.intake.identity_sheet import KEYS, read_identity
from dts_analysis.intake.workbook import read_sheets
from dts_analysis.office import self_form
from dts_analysis.office.self_form import WIDTHS, form_fields
from dts_analysis.office.sheets import heading

HOME = Path(__file__).parents[1]
GOLDEN = HOME / "tests/golden/every_rule"
EVERY_RULE = reference.read_criteria(GOLDEN / "thu_quy_tac_2022.yml")
UNIT = {"unit_code": "001", "name": "Huyện Thử"}
BLANK = ["claims_none"]  # what is said of a form that nothing is filled into
SETS = reference.load_criteria(HOME / "data/raw/criteria")


def blank(folder, criteria_set=EVERY_RULE, unit=UNIT, name="phieu.xlsx"):
    path = folder / name
    path.write_bytes(self_form(criteria_set, unit, criteria_set.years[0], REASONS))
    return path


def read(path, criteria_set=EVERY_RULE, unit=UNIT, year=None):
    return intake.read_form(path, criteria_set, KNOWN, unit, year or criteria_set.years[0])


def codes(findings):
    return sorted({each.code for each in findings})


def opened(folder):
    return openpyxl.load_workbook(blank(folder))


@pytest.mark.parametrize("criteria_set", [EVERY_RULE, *SETS.values()], ids=lambda each: each.id)
def test_a_blank_form_reads_as_blank_and_says_so_alone(tmp_path, criteria_set):
    records, findings = read(blank(tmp_path, criteria_set), criteria_set)
    assert codes(findings) == BLANK
    assert set(records) == {each.code for each in criteria_set.indicators}
    assert {record["claimed_points"] for record in records.values()} == {None}


def test_the_same_content_makes_the_same_bytes(tmp_path):
    assert blank(tmp_path).read_bytes() == blank(tmp_path).read_bytes()


def test_it_says_whose_it_is_in_a_sheet_nobody_sees(tmp_path):
    path = blank(tmp_path)
    identity = read_identity(read_sheets(path, path.name))
    values = ("thu_quy_tac_2022", EVERY_RULE.version, "001", 2022, "self")
    assert identity == dict(zip(KEYS, values, strict=True))
    book = openpyxl.load_workbook(path)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["Tự đánh giá", "Hướng dẫn"]
    assert {sheet.sheet_state for sheet in book if sheet.title in ("dts", "danh_muc")} == {"veryHidden"}


def test_only_cells_to_fill_are_unlocked_and_there_is_no_password(tmp_path):
    page = opened(tmp_path).worksheets[0]
    assert page.protection.sheet
    assert page.protection.password is None
    typing = Typing(blank(tmp_path))
    open_fields = {
        each.printed_as: {
            field for field in form_fields(EVERY_RULE) if not typing.cell(field, each.printed_as).protection.locked
        }
        for each in EVERY_RULE.indicators
    }
    always = {"claimed_points", "is_unsure", "reasons", "explanation", "evidence"}
    both = always | {"declared_value", "declared_total"}
    assert open_fields["1.1"] == open_fields["1.4"] == open_fields["2.3"] == both
    assert open_fields["1.3"] == open_fields["2.1"] == both - {"declared_total"}
    assert open_fields["2.2"] == open_fields["2.4"] == always
    assert [typing.cell("declared_value", "2.2", below).protection.locked for below in (1, 2, 3)] == [
        False,
        False,
        False,
    ]


def test_what_a_cell_takes_is_listed_or_limited_in_the_words_of_findings(tmp_path):
    page = opened(tmp_path).worksheets[0]
    limits = {str(each.sqref): each for each in page.data_validations.dataValidation}
    typing = Typing(blank(tmp_path))
    claim, part = typing.cell("claimed_points", "2.4"), typing.cell("declared_value", "2.2", 1)
    assert limits[claim.coordinate].error == "Ô này cần: điểm từ 0 đến 10, hoặc «Không áp dụng»."
    assert limits[part.coordinate].formula1 == '"Có,Không"'
    chosen = limits[typing.cell("declared_value", "2.1").coordinate]
    assert (chosen.type, chosen.errorStyle) == ("list", "stop" if chosen.errorStyle else None)
    reasons = limits[typing.cell("reasons", "1.1").coordinate]
    assert reasons.errorStyle == "information"
    assert all(len(each.prompt or "") <= 255 and len(each.error or "") <= 255 for each in limits.values())


BOTH = "(a) và (b), tỷ lệ là a/b"


@pytest.mark.parametrize("code", ["1.1", "1.2", "1.3", "1.4", "2.3", "3.1", "4.1", "4.2"])
def test_a_share_asks_for_both_figures_in_its_row_and_at_both_cells_with_the_rule(tmp_path, code):
    typing = Typing(blank(tmp_path))
    prompts = {str(each.sqref): each.prompt for each in typing.page.data_validations.dataValidation}
    one = next(each for each in EVERY_RULE.indicators if each.printed_as == code)
    is_share = one.rule.reads == "share"
    asked = [prompts[typing.cell("declared_value", code).coordinate]]
    asked += [prompts[typing.cell("declared_total", code).coordinate]] if is_share else []
    assert len({*asked}) == 1
    assert (BOTH in asked[0]) == (BOTH in typing.cell("rule_text", code).value) == is_share
    assert EVERY_RULE.rule_words(one) in asked[0]  # none is cut
    assert ("tính ngay" in asked[0]) != one.rule.is_relative  # points beside a leader are computed later


def test_it_prints_on_a4_and_fits_a_small_screen(tmp_path):
    page = opened(tmp_path).worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "C5"
    assert WIDTHS["code"] + WIDTHS["name"] <= 40  # of some 140 characters that 1,024 pixels show
    fields = list(WIDTHS)
    assert sum(WIDTHS[field] for field in fields[: fields.index("is_unsure") + 1]) <= 140


def test_headings_come_from_the_one_table(tmp_path):
    page = opened(tmp_path).worksheets[0]
    assert [cell.value for cell in page[4]] == [heading(field) for field in form_fields(EVERY_RULE)]


def test_an_all_manual_set_has_no_columns_for_figures():
    fields = form_fields(SETS["tayninh_commune_2025"])
    assert not {"declared_value", "declared_total", "computed_points"} & set(fields)


def test_an_indicator_of_other_units_stands_there_locked(tmp_path):
    own = [
        each.model_copy(update={"applies_to": ("777",)} if each.code == "A-1" else {})
        for each in EVERY_RULE.indicators
    ]
    other = EVERY_RULE.model_copy(update={"indicators": tuple(own)})
    typing = Typing(blank(tmp_path, other))
    assert typing.cell("claimed_points", "1.1").protection.locked
    assert typing.cell("rule_text", "1.1").value.startswith("Không áp dụng cho đơn vị này.")
    assert openpyxl.load_workbook(typing.path, data_only=True).worksheets[0]["C2"].value == "Đã điền 0/15 chỉ số"
    assert codes(read(tmp_path / "phieu.xlsx", other)[1]) == BLANK


GOLDEN_ROWS = pd.read_csv(GOLDEN / "answers.csv")


def applies(indicator, unit_code):
    return not indicator.applies_to or unit_code in indicator.applies_to


def golden_form(number, folder):
    """A form that holds the golden's answer of this number to every indicator that has so many."""
    typing, expected = Typing(blank(folder)), {}
    for code, rows in GOLDEN_ROWS.groupby("indicator_code"):
        one = EVERY_RULE.indicator(code)
        if number >= len(rows) or one.rule.kind == "manual" or one.rule.is_relative:
            continue
        row = rows.iloc[number]
        if one.rule.kind == "checklist":
            if row.a not in range(2 ** len(one.rule.parts)):
                continue  # the form has no way to say it
            for part in range(len(one.rule.parts)):
                typing.type(
                    "declared_value", one.printed_as, "Có" if int(row.a) >> part & 1 else "Không", part + 1
                )
        else:
            for field, value in (("declared_value", row.a), ("declared_total", row.b)):
                if not np.isnan(value):
                    typing.type(field, one.printed_as, float(value))
        expected[one.printed_as] = row.points
    return typing.save(folder / f"golden_{number}.xlsx"), expected


@pytest.fixture(scope="module")
def returned(tmp_path_factory):
    """Filled forms as a spreadsheet gives them back: by name the path and what was typed."""
    need_office()
    folder = tmp_path_factory.mktemp("forms")
    forms = {}
    for number in range(GOLDEN_ROWS["indicator_code"].value_counts().max()):
        forms[f"golden_{number}"] = golden_form(number, folder)
    units = {"tayninh_commune_2025": ("25456", "25459", "25465")}
    for each in SETS.values():
        for unit_code in units.get(each.id, ("001",)):
            name = f"{each.id}_{unit_code}"
            typing = Typing(blank(folder, each, UNIT | {"unit_code": unit_code}))
            typed = {
                one.code: answer(typing, one, at + len(forms))
                for at, one in enumerate(each.indicators)
                if applies(one, unit_code)
            }
            for one in each.indicators[:2]:
                typing.type("is_unsure", one.printed_as, "Có")
                typing.type("reasons", one.printed_as, typing.book["danh_muc"]["A2"].value)
                typing.type("explanation", one.printed_as, "- đang chờ văn bản, @sở")
            forms[name] = (typing.save(folder / f"{name}.xlsx"), typed)
    out = tmp_path_factory.mktemp("returned")
    paths = recalculated([path for path, _ in forms.values()], out)
    return {name: (path, forms[name][1]) for name, path in zip(forms, paths, strict=True)}


def test_a_spreadsheet_computes_the_points_worked_by_hand(returned):
    checked = 0
    for name, (path, expected) in returned.items():
        if not name.startswith("golden_"):
            continue
        book = openpyxl.load_workbook(path, data_only=True)
        typing = Typing(path)
        typing.page = book.worksheets[0]
        for code, points in expected.items():
            shown = typing.cell("computed_points", code).value
            assert (np.nan if shown in (None, "") else shown) == pytest.approx(points, abs=1e-9, nan_ok=True), (
                name,
                code,
            )
            checked += 1
    assert checked >= 28


@pytest.mark.parametrize("set_id", SETS)
def test_a_filled_form_reads_without_a_finding_and_scores_what_it_shows(returned, set_id):
    criteria_set, seen = SETS[set_id], 0
    for name, (path, typed) in returned.items():
        if not name.startswith(set_id):
            continue
        unit = UNIT | {"unit_code": name.rpartition("_")[2]}
        records, findings = read(path, criteria_set, unit)
        assert findings == []
        of_form = {"criteria_id": set_id, "unit_code": unit["unit_code"], "year": 2022, "source": ""}
        of_form["answer_status"] = "answered"
        answers = pd.DataFrame([of_form | {"indicator_code": code, **each} for code, each in records.items()])
        scores = scoring.score(answers.astype({"declared_value": float, "declared_total": float}), SETS)
        assert scoring.check_points(scores) == []
        for row in scores.itertuples():
            if row.indicator_code not in typed:
                assert np.isnan(row.claimed_points)
            elif typed[row.indicator_code] is not None:
                assert row.claimed_points == typed[row.indicator_code]
            else:
                assert scoring.is_typed_alike(row.claimed_points, row.computed_points)
        first = scores.iloc[0]
        assert (first["reason_codes"], first["explanation"]) == ("R02", "- đang chờ văn bản, @sở")
        total = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        unsure = scores["claimed_points"].head(2).sum()
        told = f"{scores['claimed_points'].sum():.2f}".rstrip("0").rstrip(".")
        column = "C3"
        assert total["C2"].value == f"Đã điền {len(typed)}/{len(typed)} chỉ số"
        assert total[column].value.startswith(f"Tạm tính {told}/")
        assert total[column].value.endswith(f"{unsure:.4g} điểm còn chưa chắc")
        seen += 1
    assert seen == (3 if set_id == "tayninh_commune_2025" else 1)


EVERY = {each.printed_as: each.code for each in EVERY_RULE.indicators}
# What was pasted past the limits of a cell, and reads as nothing there: no claim is made without a word.
PASTED = {
    "1.1": ("declared_value", ["3"]), "1.2": ("declared_total", ["7,5"]), "1.3": ("declared_value", ["4 cuộc"]),
    "2.1": ("declared_value", ["Cấp phó "]), "2.2": ("declared_value", ["", "Có", "đã có"]),
    "2.5": ("declared_value", [-1]),
}  # fmt: skip


def test_a_figure_the_form_cannot_compute_leaves_no_claim_blank_in_silence(tmp_path):
    need_office()
    typing = Typing(blank(tmp_path))
    typing.type("declared_total", "1.1", 4)
    typing.type("declared_value", "1.2", 3)
    typing.type("declared_value", "1.4", 5)  # its whole is still to come
    typing.type("declared_value", "2.3", 0.5)
    for code, (field, pasted) in PASTED.items():
        for below, text in enumerate(pasted):
            if text:
                typing.type(field, code, text, below)
    (tmp_path / "back").mkdir()
    (path,) = recalculated([typing.save(tmp_path / "phieu.xlsx")], tmp_path / "back")
    page = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    shown = {code: page[typing.cell("claimed_points", code).coordinate].value for code in (*PASTED, "1.4", "2.3")}
    assert shown == dict.fromkeys(PASTED, "xem lại") | {"1.4": None, "2.3": 10}
    assert page["C2"].value == "Đã điền 1/16 chỉ số"
    records, findings = read(path)
    told = {place.rpartition("!")[2]: each for each in findings for place in each.places}
    told = {code: told[typing.cell("claimed_points", code).coordinate] for code in PASTED}
    assert {code: each.code for code, each in told.items()} == dict.fromkeys(PASTED, "form_asks_again") | {
        "2.1": "claim_follows_answer"
    }
    claimed = {code: records[EVERY[code]]["claimed_points"] for code in PASTED}
    assert claimed == dict.fromkeys(PASTED) | {"2.1": 5}
    assert told["2.1"].found == "biểu mẫu không tính được điểm từ «Cấp phó», được hiểu là «Cấp phó»: 5 điểm"


def test_any_other_answer_is_chosen_from_the_list_and_counts_as_the_rule_says(tmp_path):
    need_office()
    options = [{"label": "91-100%", "points": 10}, {"label": "71-90%", "points": 7}]
    rule = rules.Choice(kind="choice", otherwise=2, options=options)
    own = [each.model_copy(update={"rule": rule} if each.code == "B-1" else {}) for each in EVERY_RULE.indicators]
    bands = EVERY_RULE.model_copy(update={"indicators": tuple(own)})
    typing = Typing(blank(tmp_path, bands))
    cell = typing.cell("declared_value", "2.1")
    limits = {str(each.sqref): each for each in typing.page.data_validations.dataValidation}
    sheet, cells = limits[cell.coordinate].formula1.replace("$", "").split("!")
    offered = [row[0].value for row in typing.book[sheet][cells]]
    assert offered == ["91-100%", "71-90%", "Câu trả lời khác"]
    shown = {}
    for number, answer_typed in enumerate(("Câu trả lời khác", "80%", "chưa rõ")):
        typing.type("declared_value", "2.1", answer_typed)
        (tmp_path / str(number)).mkdir()
        (path,) = recalculated([typing.save(tmp_path / "tra_lai.xlsx")], tmp_path / str(number))
        records, findings = read(path, bands)
        value = openpyxl.load_workbook(path, data_only=True).worksheets[0][
            typing.cell("claimed_points", "2.1").coordinate
        ]
        numbers = (records["B-1"][name] for name in ("declared_value", "claimed_points"))
        shown[answer_typed] = value.value, *numbers, codes(findings)
    assert shown == {
        "Câu trả lời khác": (2, rule.other_value, 2, []),
        "80%": ("xem lại", 2.0, 7, ["claim_follows_answer"]),
        "chưa rõ": ("xem lại", rule.other_value, None, ["form_asks_again", "option_otherwise"]),
    }


@pytest.mark.parametrize(
    ("answers", "blanks"),
    [(["Có", ""], [2]), (["", "Không"], [1]), (["Có", "Không"], []), (["", ""], []), (["Có"] * 2, [])],
)
def test_a_part_left_blank_beside_an_answered_one_is_named(tmp_path, answers, blanks):
    typing = Typing(blank(tmp_path))
    typing.type("claimed_points", "2.2", 6)
    for below, text in enumerate(answers, 1):
        if text:
            typing.type("declared_value", "2.2", text, below)
    _, findings = read(typing.save(tmp_path / "tra_lai.xlsx"))
    told = [each for each in findings if each.code == "part_blank"]
    cells = [typing.cell("declared_value", "2.2", below).coordinate for below in blanks]
    assert [each.where.rpartition("!")[2] for each in told] == cells
    labels = [EVERY_RULE.indicator("B-2").rule.parts[below - 1].label for below in blanks]
    assert [each.facts["part"] for each in told] == labels
    assert all(each.severity == "warning" and each.indicator.startswith("2.2 ") for each in told)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("", "Tự đánh giá"), ("Biểu [1]/2", "Biểu  1  2"), ("DTS", "Tự đánh giá"), ("hướng dẫn", "Tự đánh giá"),
        ("x" * 40, "x" * 31),
    ],
)  # fmt: skip
def test_whatever_a_set_calls_its_sheet_the_form_opens(tmp_path, wanted, name):
    form = EVERY_RULE.form.model_copy(update={"sheet": wanted})
    path = blank(tmp_path, EVERY_RULE.model_copy(update={"form": form}))
    assert openpyxl.load_workbook(path).sheetnames[0] == name


def test_texts_of_a_set_that_begin_as_formulas_stay_texts(tmp_path):
    first = EVERY_RULE.indicators[0].model_copy(update={"name_vi": "=1+1", "rule_text": "@SUM(A1)"})
    criteria_set = EVERY_RULE.model_copy(update={"indicators": (first, *EVERY_RULE.indicators[1:])})
    page = openpyxl.load_workbook(blank(tmp_path, criteria_set, UNIT | {"name": "-Huyện"})).worksheets[0]
    assert [(page[cell].value, page[cell].data_type) for cell in ("B6", "D6", "B2")] == [
        ("=1+1", "s"),
        ("@SUM(A1)\nGhi (a) và (b), tỷ lệ là a/b.", "s"),
        ("-Huyện", "s"),
    ]


def test_where_a_spreadsheet_has_to_be_there_its_absence_fails_the_test(monkeypatch):
    monkeypatch.setattr(filled_forms, "SOFFICE", None)
    monkeypatch.setenv(filled_forms.REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="there is no soffice"):
        need_office()
    monkeypatch.delenv(filled_forms.REQUIRED)
    with pytest.raises(pytest.skip.Exception):
        need_office()
