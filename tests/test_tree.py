"""Trees of criteria sets: sums over any depth, caps, floors, bonuses, gates. Worked by hand."""

import numpy as np
import openpyxl
import pandas as pd
import pytest
from filled_forms import need_office, recalculated
from small_sets import GROUPS, INDICATORS

from dts_analysis import intake, office, scoring
from dts_analysis.errors import DtsError


def told(one, claims, verified=None, units=("u",), **columns):
    """The totals of units with these claims by indicator, as a table by basis, unit and node."""
    rows = [(unit, code, points) for unit in units for code, points in claims.items()]
    table = pd.DataFrame(rows, columns=["unit_code", "indicator_code", "claimed_points"])
    table = table.assign(year=2022, criteria_id=one.id, declared_value=np.nan, declared_total=np.nan)
    table["answer_status"] = np.where(table["claimed_points"].isna(), "missing", "answered")
    table["verified_points"] = table["indicator_code"].map(verified or {}).astype(float)
    table = table.assign(final_points=np.nan, **columns).astype({"claimed_points": float})
    scores = scoring.score(table, {one.id: one})
    rows = scoring.totals(scoring.count(scores, {one.id: one}), {one.id: one})
    return rows.astype({"basis": "str"}).set_index(["basis", "unit_code", "node_code"]).sort_index()


def test_every_node_of_six_levels_adds_up_what_it_holds(tree):
    rows = told(tree(), {"A-1": 6, "A-2": 1, "B-1": 5, "B-2": None, "C-1": 4}).loc[("claimed", "u")]
    points = {"A": 7, "D11": 7, "D1": 7, "B": 5, "D": 12, "C": 4, "": 16}
    maxima = {"A": 10, "D11": 10, "D1": 10, "B": 8, "D": 18, "C": 4, "": 22}
    assert rows["points"].to_dict() == points
    assert rows["max_points"].to_dict() == maxima
    assert rows["lost_points"].to_dict() == {code: maxima[code] - points[code] for code in points}
    assert rows["n_upper"].to_dict() == {"A": 1, "D11": 1, "D1": 1, "B": 1, "D": 2, "C": 1, "": 3}
    assert rows["n_missing"].to_dict() == {"A": 0, "D11": 0, "D1": 0, "B": 1, "D": 1, "C": 0, "": 1}
    assert rows["level"].astype("str").to_dict()["D1"] == "group"
    assert rows["passed"].isna().all()


def test_a_bonus_adds_points_and_no_maximum_up_to_the_cap(tree):
    # A holds 6 and a bonus of 4: its maximum is 6, at most 8 count; 1 of A-1's points is lost.
    one = tree(**{"A-2": {"is_bonus": True}, "A": {"max_points": 6.0, "cap": 8.0}, "set": {"total_points": 18.0}})
    rows = told(one, {"A-1": 5, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": 4}).loc[("claimed", "u")]
    names = ["points", "max_points", "lost_points", "bonus_points", "capped_points", "n_indicators", "n_upper"]
    assert rows.loc["A", names].tolist() == [8, 6, 1, 4, 1, 1, 0]
    assert rows.loc["", names].tolist() == [20, 18, 1, 4, 1, 4, 3]
    assert rows.loc["A", "attainment_share"] == pytest.approx(8 / 6)
    named = rows.loc["", ["max_points", "lost_points", "bonus_points", "capped_points"]]
    assert rows.loc["", "points"] == named.iloc[0] - named.iloc[1] + named.iloc[2] - named.iloc[3]
    blank = told(one, {"A-1": 6, "A-2": None, "B-1": 5, "B-2": 3, "C-1": 4}).loc[("claimed", "u", "")]
    assert blank[["points", "lost_points", "n_missing", "n_lower", "completion_share"]].tolist() == [
        18,
        0,
        0,
        0,
        1,
    ]
    assert blank["is_complete"]


def test_a_bonus_that_is_claimed_waits_for_its_verdict_and_one_that_is_not_does_not(tree):
    one = tree(**{"A-2": {"is_bonus": True}, "A": {"max_points": 6.0}, "set": {"total_points": 18.0}})
    judged = {"A-1": 6, "B-1": 5, "B-2": 3, "C-1": 4}
    rows = told(one, judged | {"A-2": 2}, judged).loc[("verified", "u", "")]
    assert (rows["n_unscored"], rows["is_complete"], rows["n_indicators"]) == (1, False, 5)
    rows = told(one, judged | {"A-2": None}, judged).loc[("verified", "u", "")]
    assert (rows["n_unscored"], rows["is_complete"], rows["n_indicators"]) == (0, True, 4)


def test_a_cap_below_what_it_holds_is_the_maximum(tree):
    one = tree(**{"A": {"max_points": 9.0, "cap": 9.0}, "set": {"total_points": 21.0}})
    rows = told(one, {"A-1": 6, "A-2": 3.5, "B-1": 5, "B-2": 3, "C-1": 4}).loc[("claimed", "u")]
    assert rows.loc["A", ["points", "max_points", "attainment_share", "capped_points"]].tolist() == [9, 9, 1, 0.5]
    assert rows.loc["", ["points", "max_points"]].tolist() == [21, 21]


def test_a_penalty_larger_than_the_total_ends_at_the_floor(tree):
    penalty = {"rule": {"kind": "count", "each": -10}, "max_points": 0.0}
    changes = {"C-1": penalty, "C": {"max_points": 0.0}}
    claims = {"A-1": 6, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": -40}
    free = told(tree(**changes, set={"total_points": 18.0}), claims).loc[("claimed", "u", "")]
    assert free[["points", "lost_points", "capped_points"]].tolist() == [-22, 40, 0]
    floored = told(tree(**changes, set={"total_points": 18.0, "floor": 0.0}), claims).loc[("claimed", "u", "")]
    assert floored[["points", "lost_points", "capped_points", "attainment_share"]].tolist() == [0, 40, -22, 0]


@pytest.mark.parametrize(
    ("claims", "passed"),
    [
        # the unit passes where A passes whole and any of B-1, C does: "2 core, 1 essential"
        ({"A-1": 6, "A-2": 4, "B-1": 0, "B-2": 0, "C-1": 4}, True),
        ({"A-1": 6, "A-2": 4, "B-1": 5, "B-2": 0, "C-1": 0}, True),
        ({"A-1": 6, "A-2": 4, "B-1": 0, "B-2": 3, "C-1": 0}, False),
        ({"A-1": 6, "A-2": None, "B-1": 5, "B-2": 3, "C-1": 4}, False),  # a blank is not done
    ],
)
def test_a_unit_passes_where_its_gate_holds(tree, claims, passed):
    gate = {"all_of": ["D11", {"any_of": ["B-1", "C"]}]}
    rows = told(tree(set={"passes": gate}), claims).loc[("claimed", "u")]
    assert rows.loc["", "passed"] == passed
    assert rows.loc["A", "passed"] == (claims["A-1"] == 6 and claims["A-2"] == 4)  # without a gate: all it holds


def test_what_is_not_known_leaves_a_gate_open_only_while_it_could_decide(tree):
    one = tree(set={"passes": {"at_least": 2, "of": ["A", "B", "C"]}})
    claims = dict(INDICATORS)
    verdicts = {"A-1": 6, "A-2": 4, "B-1": 5}  # A passes, B and C are open
    assert told(one, claims, verdicts).loc[("verified", "u", ""), "passed"] is pd.NA
    assert told(one, claims, verdicts | {"B-2": 3}).loc[
        ("verified", "u", ""), "passed"
    ]  # A and B: C decides nothing
    assert not told(one, claims, {"A-1": 0, "B-1": 0}).loc[("verified", "u", ""), "passed"]  # C alone is not two


def test_what_does_not_apply_is_no_member_of_a_gate(tree):
    one = tree(set={"passes": {"at_least": 3, "of": ["A", "B", "C"]}})
    claims = {"A-1": 6, "A-2": 4, "B-1": 5, "B-2": 3, "C-1": np.nan}
    statuses = ["answered"] * 4 + ["not_applicable"]
    rows = told(one, claims, answer_status=statuses).loc[("claimed", "u")]
    assert rows.loc["", "passed"]
    assert rows.loc["C", "passed"] is pd.NA


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"D": {"group": "D11"}}, r"cay.yml!D: nhóm này nằm trong chính nó.*sửa khóa group"),
        ({"D1": {"group": "X"}}, r"cay.yml!D1: nhóm «X» không có trong groups.*một trong: D, D1, D11"),
        ({"D11": {"code": "B"}, "A": {"group": "B"}}, "B"),
        ({"A": {"cap": 8.0, "floor": 9.0, "max_points": 8.0}, "set": {"total_points": 20.0}}, "sàn 9 cao hơn"),
        ({"A": {"passes": {"all_of": ["B-1"]}}}, r"cay.yml!A.passes: điều kiện nhắc đến mã B-1, không nằm trong"),
        ({"set": {"passes": {"all_of": ["Z"]}}}, r"cay.yml!passes: điều kiện nhắc đến mã Z"),
        ({"set": {"passes": {"all_of": ["A"], "any_of": ["B"]}}}, "cần đúng một trong: all_of, any_of, of cùng"),
        ({"set": {"passes": {"of": ["A"], "at_least": 2}}}, "cần đúng một trong"),
        ({"set": {"passes": {"of": ["A"]}}}, "cần đúng một trong"),
        ({"A": {"cap": 8.0}}, "8.*10 như trụ cột ghi"),
        ({"C-1": {"is_bonus": True, "max_points": 0.0}}, r"cay.yml!C-1: điểm tối đa 0 với quy tắc is_bonus"),
        ({"A": {"floor": 11.0}}, r"cay.yml!A: sàn 11 cao hơn trần 10"),
        ({"set": {"passes": {"of": ["A", "A"], "at_least": 2}}}, "cần đúng một trong"),
        (
            {"A-2": {"applies_if": {"indicator": "C-1", "is": ["KAD"]}},
             "C-1": {"rule": {"kind": "choice", "options": [
                 {"label": "Có", "points": 4}, {"label": "KAD", "counts": "not_applicable"}]}}},
            "A-2.applies_if",
        ),
        (
            {"A-2": {"applies_if": {"indicator": "C-1", "at_least": 5, "below": 2}},
             "C-1": {"rule": {"kind": "count", "each": 1}}},
            "ngưỡng không số nào đạt",
        ),
        ({"set": {"scored_in": "passes"}}, "scored_in là passes mà có chỉ số tối đa khác 1"),
        (
            {"A-2": {"is_bonus": True}, "A": {"max_points": 6.0},
             "set": {"total_points": 18.0, "passes": {"all_of": ["A-2"]}}},
            "điều kiện nhắc đến điểm cộng A-2",
        ),
        (
            {"C-1": {"rule": {"kind": "count", "each": 1, "floor": 9}}},
            r"cay.yml!C-1: sàn 9 cao hơn trần 4",
        ),
        (
            {"C-1": {"rule": {"kind": "choice", "options": [
                {"label": "Có", "points": 4}, {"label": "có", "points": 1}]}}},
            "«có» của lựa chọn thứ 2 cũng gọi lựa chọn thứ 1, «Có»",
        ),
        (
            {"C-1": {"rule": {"kind": "choice", "otherwise": 9, "options": [{"label": "Có", "points": 4}]}}},
            "9.*4",
        ),
    ],
)  # fmt: skip
def test_a_tree_that_cannot_be_is_refused_with_its_place(tree, changes, words):
    with pytest.raises(DtsError, match=words):
        tree(**changes)


def test_a_penalty_passes_where_nothing_is_taken_and_an_empty_group_is_no_member(tree):
    penalty = {"rule": {"kind": "count", "each": -2}, "max_points": 0.0}
    empty = {"code": "H", "name_vi": "H", "name_en": "H"}
    groups = [{"code": code, "name_vi": code, "name_en": code, "group": above} for code, above in GROUPS] + [empty]
    gate = {"groups": groups, "passes": {"all_of": ["A", "C", "H"]}, "total_points": 18.0}
    one = tree(**{"C-1": penalty, "C": {"max_points": 0.0}, "set": gate})
    claims = {"A-1": 6, "A-2": 4, "B-1": 0, "B-2": 0}
    assert told(one, claims | {"C-1": 0}).loc[("claimed", "u", ""), "passed"]
    assert not told(one, claims | {"C-1": -2}).loc[("claimed", "u", ""), "passed"]


def test_a_floor_gives_nothing_to_what_nobody_answered(tree):
    one = tree(**{"A": {"floor": 5.0}})
    rows = told(one, {"A-1": None, "A-2": None, "B-1": 5, "B-2": 3, "C-1": 2}).loc[("claimed", "u")]
    assert rows.loc["", "points"] == 10
    assert scoring.node_points(one, {"B-1": 5, "B-2": 3, "C-1": 2})[""] == 10


BOUNDED = {
    "A-2": {"is_bonus": True},
    "A": {"max_points": 6.0, "cap": 8.0},
    "D": {"cap": 12.0},
    "set": {"total_points": 16.0},
}


def test_the_points_of_one_form_are_those_of_the_totals(tree):
    one, claims = tree(**BOUNDED), {"A-1": 5, "A-2": 4, "B-1": 5, "B-2": 2.5, "C-1": 4}
    rows = told(one, claims).loc[("claimed", "u")]
    assert scoring.node_points(one, claims) == rows["points"].to_dict()
    assert rows["points"].to_dict() == {"A": 8, "D11": 8, "D1": 8, "B": 7.5, "D": 12, "C": 4, "": 16}


def test_a_form_computes_the_totals_it_will_be_held_to(tree, tmp_path):
    """The sums a spreadsheet makes of claims typed into the blank form of a set with bounds; and read back."""
    need_office()
    one, claims = tree(**BOUNDED), {"A-1": 5, "A-2": 4, "B-1": 5, "B-2": 2.5, "C-1": 4}
    unit = pd.Series({"unit_code": "373", "name": "Huyện Gia Viễn"})
    reasons = pd.DataFrame({"reason_code": ["R05"], "label_vi": ["Thiếu người"]})
    path = tmp_path / "mau.xlsx"
    path.write_bytes(office.self_form(one, unit, 2022, reasons))
    book = openpyxl.load_workbook(path)
    form = book.worksheets[0]
    column = next(cell.column for cell in form[4] if cell.value == "Điểm tự chấm")
    for row in form.iter_rows():
        code = str(row[0].value or "").replace(".", "-")
        if code in claims:
            row[column - 1].value = claims[code]
    book.save(path)
    (tmp_path / "back").mkdir()
    (back,) = recalculated([path], tmp_path / "back")
    sheet = openpyxl.load_workbook(back, data_only=True).worksheets[0]
    sums = {str(row[0].value or row[1].value): row[column - 1].value for row in sheet.iter_rows(min_row=5)}
    assert (sums["A"], sums["B"], sums["C"], sums["Tổng cộng"]) == (8, 7.5, 4, 16)
    known = intake.Codes(frozenset({"R05"}), {}, {})
    _, findings = intake.read_form(back, one, known, unit, 2022, stage="self")
    assert [each.code for each in findings if each.code in ("subtotal_differs", "total_differs")] == []
