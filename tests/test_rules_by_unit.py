"""Unit types, answers that decide whether another one applies, and the leader: from a set's few keys to points."""

import io
import itertools
from pathlib import Path

import formulas
import numpy as np
import openpyxl
import pandas as pd
import pytest
from filled_forms import Typing, need_office
from inbox import receive_filled, small_workspace
from pydantic import ValidationError
from schedula import EMPTY
from small_sets import IF_YES, RULES, VARIANTS, as_set, several

from dts_analysis import dataset, reference, reports, scoring, show
from dts_analysis.analysis import trends
from dts_analysis.intake.declared import read_declared
from dts_analysis.office import self_form, verification_form
from dts_analysis.rules import OTHER_ANSWER, Cells, Choice, Condition, Count, Ratio, Relative, inapplicable

HOME = Path(__file__).parents[1]
COMMUNE, WARD = "00801", "00804"  # a Xã and a Phường of one province


def faults(document):
    """Return the findings with which a set is refused."""
    with pytest.raises(ValidationError) as raised:
        as_set(document)
    return raised.value.errors()[0]["ctx"]["findings"]


def test_a_set_as_it_stands_for_a_unit_has_its_own_maxima_and_rules():
    one = as_set()
    commune, ward = (reference.own_set(one, *unit) for unit in ((COMMUNE, "Xã Tân Lập"), (WARD, "Phường Tân Hòa")))
    assert commune is one
    assert (ward.indicator("A-02").max_points, ward.pillar("A").max_points, ward.total_points) == (14, 44, 44)
    assert ward.indicator("A-02").rule.tiers[0].at_least == 8
    assert one.total_points == 40


def test_a_name_that_only_begins_with_the_letters_of_a_kind_is_not_of_it():
    words = several(variants={"A-02": [{"applies_to": ["Xã"], "max_points": 5, "rule": {"kind": "manual"}}]})
    units = [("1", "Xãm Lập"), ("2", "XÃ  Lập"), ("3", "Thị xã Lập")]
    assert [reference.own_set(as_set(words), *unit).total_points for unit in units] == [40, 35, 40]


def test_a_unit_named_by_code_and_one_by_kind_do_not_share_a_set():
    one = as_set(several(applies_to={"A-01": ["Phường", COMMUNE]}))
    units = [(COMMUNE, "Xã Tân Lập"), (WARD, "Phường Tân Hòa"), ("00802", "Xã Tân Biên")]
    own = {reference.ways(one, *unit): reference.own_set(one, *unit) for unit in units}
    words = [own[reference.ways(one, *unit)].indicator("A-01").applies_to for unit in units]
    assert [not each or unit[0] in each for each, unit in zip(words, units, strict=True)] == [True, True, False]


def test_the_version_of_a_form_moves_with_a_variant_and_a_condition():
    moved = several(variants={"A-02": [VARIANTS[0] | {"applies_to": ["Phường"]}]})
    asked = several(applies_if={"A-03": {"indicator": "A-01", "is": ["Không"]}})
    assert len({as_set(each).version for each in (several(), moved, asked)}) == 3
    plain = several(variants={}, applies_if={})
    assert as_set(plain).version == as_set(plain | {"title": "Khác"}).version


def test_a_set_goes_through_json_unchanged():
    one = as_set()
    assert reference.CriteriaSet.model_validate_json(one.model_dump_json()) == one
    assert '"is":["Có"]' in one.model_dump_json()


UNSOUND = {
    "nothing changes": ({"A-02": [{"applies_to": ["Phường"]}]}, "A-02.variants.0", "variant_idle",
                        "biến thể cho Phường không khác gì chính chỉ số"),
    "said again": ({"A-02": [{"applies_to": ["Xã"], "max_points": 10}]}, "A-02.variants.0", "variant_idle", "Xã"),
    "one kind twice": ({"A-02": [*VARIANTS, VARIANTS[0] | {"applies_to": ["phường"]}]}, "A-02.variants.1",
                       "variant_doubled", "biến thể này cũng ghi «phường» như A-02.variants.0"),
    "a maximum alone": ({"A-02": [{"applies_to": ["Xã"], "max_points": 12}]}, "A-02.variants.0", "rule_maximum",
                        "quy tắc cho nhiều nhất 10 điểm"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSOUND)
def test_a_variant_that_cannot_be_meant_is_refused(case):
    variants, where, code, words = UNSOUND[case]
    found = [each for each in faults(several(variants=variants)) if each.code == code]
    assert [each.where for each in found] == [where]
    assert words in found[0].found


def ask(indicator="A-01", **of):
    return {"A-03": {"indicator": indicator} | of}


ODD_CONDITIONS = {
    "unknown": (ask("Z-9", at_least=1), "condition_unknown", "điều kiện theo chỉ số «Z-9» không có"),
    "itself": (ask("A-03", at_least=0.5), "condition_circle", "điều kiện đi vòng: A-03 → A-03"),
    "circle": (ask("A-02", at_least=1) | {"A-02": {"indicator": "A-03", "below": 1}}, "condition_circle",
               "điều kiện đi vòng: A-02 → A-03 → A-02"),
    "no label": (ask(**{"is": ["Có", "có"]}), "condition_label", "«có» không phải lựa chọn nào của A-01"),
    "a number of words": (ask(at_least=1), "condition_rule", "điều kiện at_least, below theo A-01"),
    "words of a number": (ask("A-02", **{"is": ["4"]}), "condition_rule", "mà quy tắc của nó là tiers"),
    "nothing": (ask(), "condition_bounds", "điều kiện không ghi cần gì"),
    "both": (ask(at_least=1, **{"is": ["Có"]}), "condition_bounds", "ghi cả lựa chọn lẫn ngưỡng"),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD_CONDITIONS)
def test_a_condition_that_cannot_be_met_is_refused_with_its_place(case):
    condition, code, words = ODD_CONDITIONS[case]
    found = faults(several(applies_if=condition))
    assert {each.code for each in found} == {code}
    assert words in found[0].found
    assert found[0].where.endswith(".applies_if")


def test_a_condition_must_fit_every_variant_of_what_it_asks():
    variants = {"A-01": [{"applies_to": ["Phường"], "rule": {"kind": "manual"}}]}
    (found,) = faults(several(variants=variants))
    assert (found.code, found.facts["rule"]) == ("condition_rule", "manual")


def test_a_target_beyond_the_whole_is_refused():
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Relative(kind="relative", target=1.5)
    assert Relative(kind="relative", of="value", target=1.5).target == 1.5


def test_conditions_follow_one_another_and_a_blank_decides_nothing():
    chain = several(applies_if={"A-03": IF_YES, "A-04": {"indicator": "A-03", "at_least": 0.5}})
    nan = np.nan
    value = np.array([[1, 0, 0.6, 1], [1, 0, 0.4, 1], [2, 0, 0.6, 1], [nan, 0, nan, 1], [1, 0, 0.5, 1]])
    out = inapplicable(as_set(chain).indicators, value, value * nan, np.zeros(value.shape, bool))
    assert out[:, 2:].tolist() == [[False, False], [False, True], [True, True], [False, False], [False, False]]
    alone = inapplicable(as_set(chain).indicators, value[2], value[2] * nan, np.zeros(4, bool))
    assert alone.tolist() == out[2].tolist()


def test_bounds_hold_from_the_lower_on_and_below_the_upper():
    rule = as_set().indicator("A-02").rule
    between = Condition(indicator="A-02", at_least=2, below=4)
    fails = between.fails(rule, np.array([1.0, 2.0, 3.9, 4.0, np.nan]), np.full(5, np.nan))
    assert fails.tolist() == [True, False, False, True, False]
    assert between.words(rule) == "từ 2, dưới 4"


# What four communes of one province and one of another declare: A-01, then a or a/b of the others.
TYPED = {
    "00801": ("Có", 4, (3, 4), (1, 5)),
    "00802": ("Không", 2, (1, 2), (2, 5)),  # A-03 does not apply: what is typed there is told and does not count
    "00804": ("Có", 4, (1, 1), (7, 10)),
    "00808": (None, 8, (1, 2), (1, 1)),  # a blank decides nothing
    "00101": ("Có", 0, (1, 1), (1, 2)),
}
# By hand. The leaders have 100 % in one province, 50 % in the other; 4 meetings are 10 of 10, or 7 of a ward's 14.
POINTS = {
    "00801": [10, 10, 7.5, 2.5],
    "00802": [0, 5, np.nan, 5],
    "00804": [10, 7, 10, 7.5],
    "00808": [np.nan, 14, 5, 10],
    "00101": [10, 0, 10, 10],
}
MAXIMA = {"00801": 40, "00802": 30, "00804": 44, "00808": 44, "00101": 40}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A workspace with the forms of `TYPED` as a spreadsheet calculated them."""
    need_office()
    folder = tmp_path_factory.mktemp("by_unit")
    made = small_workspace(folder / "place", several(), province="")
    units, reasons = reference.load_units(made.raw), reference.load_reasons(made.raw)
    one, filled = reference.load_criteria(made.raw / "criteria")["thu_2025"], []
    for code, answers in TYPED.items():
        path = folder / f"{code}.xlsx"
        path.write_bytes(self_form(one, reference.unit_on(units, code, 2025), 2025, reasons))
        typing = Typing(path)
        for number, answer in enumerate(answers, 1):
            fields = zip(("declared_value", "declared_total"), np.atleast_1d(answer).tolist(), strict=False)
            for field, value in fields:
                if value is not None:
                    typing.type(field, f"1.{number}", value)
        filled.append(typing.save(path))
    receive_filled(made, filled, folder)
    return made


@pytest.fixture(scope="module")
def data(place):
    return dataset.read(place.raw)


def test_every_unit_is_scored_by_its_own_rules(data):
    scores = data.scores.sort_values("indicator_code")
    for code, points in POINTS.items():
        own = scores[scores["unit_code"] == code]
        assert own["computed_points"].tolist() == pytest.approx(points, nan_ok=True), code
        assert own["claimed_points"].tolist() == pytest.approx(points, nan_ok=True), code
    assert scores[scores["indicator_code"] == "A-02"].set_index("unit_code")["variant"].to_dict() == {
        "00101": 0, "00801": 0, "00802": 0, "00804": 1, "00808": 1,
    }  # fmt: skip
    total = data.totals[(data.totals["level"] == "total") & (data.totals["basis"] == "claimed")]
    assert total.set_index("unit_code")["max_points"].to_dict() == MAXIMA


def test_what_stands_in_a_row_that_does_not_apply_is_told_with_its_cell_and_nothing_else_is(data):
    (found,) = data.findings.itertuples()
    assert (found.code, found.severity, found.unit_code) == ("condition_answered", "warning", "00802")
    assert found.where.endswith("!E8")  # what is declared: nothing is claimed beside it
    assert found.message.startswith("có trả lời, trong khi 1.1 Chỉ số thử A thứ 1 là «Không» nên chỉ số này không")
    status = data.scores.set_index(["unit_code", "indicator_code"])["answer_status"]
    assert (status["00802", "A-03"], status["00808", "A-03"]) == ("not_applicable", "answered")


def test_a_form_shows_the_units_own_maximum_and_rule_and_says_where_a_row_ends_to_apply(place):
    path = {each.name[:5]: each for each in place.raw.glob("2025/*.xlsx")}
    ward, commune = (Typing(path[code]) for code in ("00804", "00802"))
    assert [each.cell("max_points", "1.2").value for each in (ward, commune)] == [14, 10]
    assert ward.cell("rule_text", "1.2").value == "từ 8: 14 điểm; từ 4: 7 điểm"
    assert "/44 điểm" in openpyxl.load_workbook(ward.path, data_only=True).worksheets[0]["C3"].value
    assert commune.cell("rule_text", "1.3").value.startswith("Chỉ áp dụng khi 1.1 Chỉ số thử A thứ 1: «Có».\na/b")
    assert commune.cell("claimed_points", "1.4").protection.locked
    page = openpyxl.load_workbook(path["00802"], data_only=True).worksheets[0]
    assert page[commune.cell("computed_points", "1.3").coordinate].value == "Không áp dụng"
    assert page[commune.cell("claimed_points", "1.3").coordinate].value in (None, "")
    assert page["C2"].value == "Đã điền 3/3 chỉ số"


def test_a_verification_sheet_prints_the_units_own_maximum(data):
    unit = data.unit(WARD, 2025)
    scores = data.scores[data.scores["unit_code"] == WARD]
    made = verification_form(scores, data.criteria["thu_2025"], unit, 2025, data.grounds)
    page = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [page.cell(row, 3).value for row in range(6, 10)] == [10, 14, 10, 10]


def test_a_form_of_another_variant_is_known_by_its_version(place, tmp_path):
    one = reference.load_criteria(place.raw / "criteria")["thu_2025"]
    kinds = [reference.own_set(one, "00804", name).version for name in ("Xã Tân Hòa", "Phường Tân Hòa")]
    assert len(set(kinds)) == 2


def test_a_claim_typed_beside_the_leader_is_told_and_the_rule_stands(data):
    received = data.scores.assign(claimed_points=9.0)
    scores = scoring.score(received, data.criteria, data.units, data.levels)
    found = scoring.check_relative_claims(received, scores)
    assert {each.code for each in found} == {"relative_claimed"}
    assert [each.unit_code for each in found] == ["00101", "00801", "00802", "00804", "00808"]
    relative = scores["rule_kind"] == "relative"
    assert scores.loc[relative, "claimed_points"].tolist() == scores.loc[relative, "computed_points"].tolist()
    codes = {each.indicator for each in scoring.check_points(scores) if each.code == "points_differ"}
    assert "A-04" not in codes


def test_without_units_all_of_a_set_and_year_are_ranked_together(data):
    scores = scoring.score(data.scores, data.criteria).set_index(["unit_code", "indicator_code"])
    assert scores.loc[("00101", "A-04"), "computed_points"] == pytest.approx(5 + 5 * 0.1 / 0.6)
    assert scores.loc[("00804", "A-02"), "variant"] == 0


def test_a_kind_that_is_none_is_refused_before_a_form_is_read_or_made(place, tmp_path):
    units, levels = reference.load_units(place.raw), reference.load_levels(place.raw)
    wrong = as_set(several(variants={"A-02": [VARIANTS[0] | {"applies_to": ["Phuờng 1", "Huyện"]}]}))
    found = reference.check_applies_to({"thu_2025": wrong}, units, levels)
    assert [(each.where, each.facts["unit"]) for each in found] == [
        ("thu_2025.yml!A-02.variants.0", "Phuờng 1"),
        ("thu_2025.yml!A-02.variants.0", "Huyện"),
    ]
    assert "một trong: Xã, Phường, Thị trấn, Đặc khu" in found[1].expected


def test_a_unit_that_became_a_ward_is_not_compared_under_another_rule():
    before, after = several(), several(applies_if={}) | {"id": "thu_2026", "years": [2026]}
    for each in after["indicators"]:
        each["continues"] = f"thu_2025:{each['code']}"
    sets = {each.id: each for each in (as_set(before), as_set(after))}
    names = {"1": ("Xã A", "Xã A"), "2": ("Xã B", "Phường B"), "3": ("Phường C", "Phường C")}
    rows = [(code, year, f"thu_{year}", 4.0) for code in names for year in (2025, 2026)]
    table = pd.DataFrame(rows, columns=["unit_code", "year", "criteria_id", "declared_value"])
    table = table.assign(indicator_code="A-02", declared_total=np.nan, answer_status="answered")
    for name in ("claimed", "verified", "final"):
        table[f"{name}_points"] = np.nan
    life = {"level": "commune", "parent_code": "80", "valid_from": "", "valid_to": ""}
    units = [
        {"unit_code": code, "name": name} | life | {"valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31"}
        for code, both in names.items()
        for year, name in zip((2025, 2026), both, strict=True)
    ]
    scores = scoring.score(table, sets, pd.DataFrame(units), reference.shipped_levels())
    assert scores["computed_points"].tolist() == [10, 10, 10, 7, 7, 7]
    counted = scoring.count(scores, sets, ("computed",))
    counted = counted[counted["basis"] == "computed"]
    compared = trends.compare(
        counted[counted["year"] == 2025], counted[counted["year"] == 2026], scores, scores, sets
    )
    found = compared[compared["code_to"] == "A-02"].set_index("unit_code")
    assert found["why"].to_dict() == {"1": "same", "2": "target_moved", "3": "same"}
    assert found["change_points"].isna().to_dict() == {"1": False, "2": True, "3": False}


LOOSE = Choice(kind="choice", otherwise=1, options=[{"label": "Tất cả", "also": ["Hết"], "points": 10, "value": 0},
                                                    {"label": "Nửa", "points": 5, "value": 1}])  # fmt: skip
STRICT = Choice(kind="choice", options=LOOSE.options)
SHARE, VALUE = Ratio(kind="ratio"), Count(kind="count", each=1)
ASKED = [
    (STRICT, {"is": ["Tất cả"]}), (STRICT, {"is": ["Tất cả", "Nửa"]}), (LOOSE, {"is": ["Tất cả"]}),
    (SHARE, {"at_least": 0.5}), (SHARE, {"at_least": 0.3, "below": 0.5}), (VALUE, {"below": 3}),
    (VALUE, {"at_least": 1, "below": 3}),
]  # fmt: skip
CELLS = ["", 0, 1, 2, 3, 0.5, -1, "Tất cả", "hết", "Nửa", "khác", OTHER_ANSWER]


@pytest.mark.filterwarnings("ignore:.*with a literal:SyntaxWarning")
@pytest.mark.parametrize(("rule", "asked"), ASKED, ids=str)
def test_a_form_ends_a_row_where_the_reader_does(rule, asked):
    condition = Condition.model_validate({"indicator": "A-01"} | asked)
    labels = tuple(f'"{each.label}"' for each in getattr(rule, "options", ()))
    expression = condition.failing(rule, Cells("E7", "F7", labels))
    function = formulas.Parser().ast(f"={expression}")[1].compile()
    for value, total in itertools.product(CELLS, ["", 0, 1, 4] if rule is SHARE else [""]):
        cells = {"E7": value, "F7": total}
        typed = {name: EMPTY if cell == "" else cell for name, cell in cells.items()}
        ends = bool(np.ravel(function(*(typed[name] for name in function.inputs)))[0])
        if rule is LOOSE and value not in (*CELLS[:4], "Tất cả", "hết", "Nửa", OTHER_ANSWER):
            assert not ends  # the form asks to look again: it may be an option spelt otherwise
            continue
        read = read_declared(rule, {"declared_value": value, "declared_total": total})[:2]
        a, b = (np.array([np.nan if each is None else each], dtype=float) for each in read)
        assert ends == condition.fails(rule, a, b).item(), (value, total)


def fingerprint(data, received):
    """The fingerprint of one commune's page, where these files were received."""
    shelf = reports.look_over(HOME / "notebooks")
    jobs = reports.plan(data.replaced(received=received), shelf.chosen(["pillars"]), 2025, ["00801"], ["pillars"])
    return jobs[0].fingerprint


def test_a_page_is_made_anew_when_a_form_comes_in_that_its_points_are_held_against(data):
    others = data.received[data.received["unit_code"] != "00808"]
    assert fingerprint(data, data.received) != fingerprint(data, others)
    alone = data.replaced(criteria={"thu_2025": as_set(several(rule=RULES | {"A-04": {"kind": "ratio"}}))})
    assert fingerprint(alone, alone.received) == fingerprint(alone, others)


def test_a_page_says_that_points_follow_from_all_forms_received(data):
    said = str(show.about(data.about("00801", 2025)))
    assert "có chỉ số so với đơn vị dẫn đầu của nhóm: điểm ấy tính từ mọi phiếu đã nhận" in said
