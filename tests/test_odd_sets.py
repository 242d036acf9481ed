"""What odd sets once did wrong: levels beside what is none, leaders of two ways, groups of groups."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from raw_folder import RawFolder, criteria

from dts_analysis import dataset, scoring, show
from dts_analysis.analysis import completion, losses, planning, rollup, visits
from dts_analysis.intake.declared import read_chosen
from dts_analysis.intake.marks import read_marks
from dts_analysis.intake.rows import IndicatorIndex
from dts_analysis.rules import Choice

OPTIONS = [
    {"label": "Mức 3", "points": 10}, {"label": "Mức 2", "points": 5}, {"label": "Mức 1", "points": 2},
    {"label": "Không áp dụng", "counts": "not_applicable"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "value"), [("1", 1), ("3", 3), ("Mức độ 2", 2), ("III", 3), ("Không áp dụng", 4)]
)
def test_levels_are_called_by_their_numbers_beside_an_option_that_is_none(typed, value):
    rule = Choice(kind="choice", options=OPTIONS)
    assert read_chosen(rule, typed)[0] == value
    assert rule.attainable(10.0) == 10


RELATIVE = {"C-1": {"rule": {"kind": "relative", "of": "value", "target": 2}}}


def test_one_form_alone_gives_no_points_beside_others(tree):
    one = tree(**RELATIVE)
    points = IndicatorIndex.of(one).earned([one.indicator("C-1")], np.array([5.0]), np.array([np.nan]))
    assert np.isnan(points).all()


def test_a_share_and_a_number_lead_nobody_on_the_others_way(tree):
    """Communes at 0.9 and 0.7 of a target of 0.4, a ward counting 200: the first commune leads its own kind."""
    rule = {"kind": "relative", "of": "share", "target": 0.4}
    variant = {"applies_to": ["w"], "rule": {"kind": "relative", "of": "value", "target": 50}}
    one = tree(**{"C-1": {"rule": rule, "variants": [variant]}})
    table = pd.DataFrame({"unit_code": ["a", "b", "w"], "declared_value": [0.9, 0.7, 200.0]})
    table = table.assign(year=2022, criteria_id=one.id, indicator_code="C-1", declared_total=np.nan)
    table = table.assign(claimed_points=np.nan, answer_status="answered")
    points = scoring.score(table, {one.id: one})["computed_points"]
    assert points.tolist() == pytest.approx([4, 2 + 2 * 0.3 / 0.5, 4])


def test_the_innermost_of_nested_groups_are_told_of(tmp_path):
    one = criteria("long_2022", "commune", [2022], {"A": [10, 10], "B": [10], "C": [5]})
    one["groups"] = [{"code": code, "name_vi": f"Nhóm {code}", "name_en": code, "group": above}
                     for code, above in (("D", ""), ("D1", "D"), ("E", ""))]  # fmt: skip
    for pillar, group in zip(one["pillars"], ("D1", "E", ""), strict=True):
        pillar["group"] = group
    raw = RawFolder(tmp_path / "raw", one)
    for unit in ("14464", "14467"):
        raw.unit(unit, 2022, "long_2022", "10 5 10 5")
    group = dataset.read(raw.done()).within("373", 2022)
    lines = str(show.rollup_headline(group)).removeprefix("Điểm tự chấm – ").split(". ")
    assert [line.split(":")[0] for line in lines] == ["Nhóm D › Nhóm D1", "Nhóm E", "Trụ cột C"]
    assert lines[-1] == "Trụ cột C: 2/2 đơn vị có đúng 1/1 chỉ số ở mức đạt"  # which stands in no group
    told = show.group_table(group, completion.threshold_range(group.counted, group.data.criteria))
    assert list(told) == ["Nhóm D › Nhóm D1", "Nhóm E", "Trụ cột C"]
    assert told["Trụ cột C"].tolist() == ["1/1", "1/1"]
    sums = group.data.totals.query("level == 'total' and basis == 'claimed'")
    assert [sum(each.whole for each in row) for row in told.to_numpy()] == sums["n_indicators"].tolist()
    of_pillars = show.majority_table(group, rollup.majority_by_pillar(group.of_group("indicator_counts")))
    assert of_pillars["Nhóm"].tolist() == ["Nhóm D › Nhóm D1", "Nhóm E", "—"]
    assert list(show.pillar_table(group.data.about("14464", 2022)).index) == [
        "Nhóm D", "– Nhóm D1", "– – Trụ cột A", "Nhóm E", "– Trụ cột B", "Trụ cột C",
    ]  # fmt: skip


class Row(list):
    """One row of a form, of which a single cell is read."""

    indicators = (SimpleNamespace(rule=Choice(kind="choice", options=OPTIONS)),)

    def __init__(self, typed):
        super().__init__([typed])

    def filled(self, field):
        """The row's one cell, where something stands in it."""
        return [(0, self[0])] if self[0] else []


@pytest.mark.parametrize(
    ("typed", "is_unsure", "codes"),
    [("Có", True, []), ("✓", True, []), ("-", False, []), ("Không", False, []), ("", False, []),
     ("hỏi lại", False, ["unsure_word_unknown"])],
)  # fmt: skip
def test_a_sign_in_the_column_of_what_is_not_sure_is_the_sign_it_is(typed, is_unsure, codes):
    _, found, faults = read_marks(Row(typed), [np.nan], np.array([np.nan]))
    assert (found.tolist(), [code for _, code, *_ in faults]) == ([is_unsure], codes)


def test_a_plan_says_what_floors_keep_of_the_gains_of_its_tasks(tmp_path):
    """4 of 10 and 5 x -10 stand at a floor of 0: to 10 points it takes +6 and +50, of which 10 reach the total."""
    rule = {"A-02": {"kind": "count", "each": -10, "floor": -200}}
    one = criteria("san_2022", "commune", [2022], {"A": [10, 0]}, rule=rule) | {"floor": 0}
    raw = RawFolder(tmp_path / "raw", one)
    raw.unit("14464", 2022, "san_2022", "4 -50", declared="- 5")
    raw.unit("14467", 2022, "san_2022", "4 0", declared="- 0")
    data = dataset.read(raw.done())
    low, high = (data.about(code, 2022) for code in ("14464", "14467"))
    table = show.task_table(low, planning.plan_of(low, planning.Target("points", 10.0)))
    assert table["Điểm tăng thêm"].tolist() == ["+50,00", "+6,00"]
    assert "cộng lại 56,00 điểm, trong đó trần và sàn để 10,00 điểm vào tổng" in table.note
    assert (
        "trần" not in show.task_table(high, planning.plan_of(high, planning.Target("points", 10.0))).note
    )  # +6 is +6


def test_a_cap_below_the_sum_of_what_it_holds_is_told_once_with_both_numbers(tmp_path):
    """Two of 20 under a cap of 30, two of 10 under one of 25: the first takes 10, the second nothing."""
    one = criteria("tran_2022", "district", [2022], {"A": [20, 20], "B": [10, 10]})
    for pillar, cap in zip(one["pillars"], (30, 25), strict=True):
        pillar |= {"cap": cap, "max_points": min(pillar["max_points"], cap)}
    raw = RawFolder(tmp_path / "raw", one | {"total_points": 50})
    raw.unit("373", 2022, "tran_2022", "20 20 10 10")
    view = dataset.read(raw.done()).about("373", 2022)
    assert [line for line in str(show.about(view)).splitlines() if "nhiều nhất" in line] == [
        "Trụ cột A được nhiều nhất 30 điểm; các phần bên trong cộng lại được tới 40 điểm, phần vượt không tính.",
        "Trụ cột B được nhiều nhất 25 điểm.",
    ]


@pytest.fixture(scope="module")
def bounded(tmp_path_factory):
    """A of 10, B of 10 with 5 more as a bonus, C takes down to -4: worked by hand.

    373 claims 10, 10, none and -6: 20 - 4 = 16; 370 10, 4, none, -6: 10, of which it lost 6 + 6; 372 10 + 15 + 0.
    """
    rule = {"C-01": {"kind": "count", "each": -2}}
    one = criteria(
        "san_2022", "district", [2022], {"A": [10], "B": [10, 5], "C": [0]}, rule=rule, is_bonus={"B-02": True}
    )
    one["total_points"], one["pillars"][1]["max_points"], one["pillars"][2]["floor"] = 20, 10, -4
    raw = RawFolder(tmp_path_factory.mktemp("san") / "raw", one)
    for unit, claims, counted in (("373", "10 10 - -6", 3), ("370", "10 4 - -6", 3), ("372", "10 10 5 0", 0)):
        raw.unit(unit, 2022, "san_2022", claims, declared=f"- - - {counted}")
    return dataset.read(raw.done())


def test_losses_before_caps_and_floors_are_told_beside_what_the_total_lacks(bounded):
    view, group = bounded.about("370", 2022), bounded.within("37", 2022)
    lost = losses.losses(view.on_basis, view.scores)
    note = show.weak_table(view, losses.weak(lost)).note
    assert "cộng mọi chỉ số là 12,00 điểm; tổng điểm kém điểm tối đa 10,00 điểm." in note
    # 373 lost 6 and lacks 4, 370 12 and 10, 372 nothing and has 5 more than its maximum
    note = show.cause_table(
        group.of_group("causes"), bounded, of_unit="parent_code", note=show.judged_note(group)
    ).note
    assert "cộng mọi chỉ số là 18,00 điểm; tổng điểm kém điểm tối đa 9,00 điểm." in note


def test_a_unit_to_visit_stands_with_its_total(bounded):
    view = bounded.within("37", 2022)
    chosen = visits.proposal(view.scores, bounded.gaps.head(0), bounded.criteria, 3, seed=1)
    table = show.visit_table(view, chosen, 1, visits.tried([], bounded.criteria, 3))
    named = {bounded.unit(code, 2022)["name"]: code for code in ("373", "370", "372")}
    shown = {named[name]: points for name, points in table["Tự chấm"].items()}
    assert shown == {"373": "16,00", "370": "10,00", "372": "25,00"}


def test_a_penalty_is_no_pillar_that_attains_and_all_of_it_is_no_weakness(bounded):
    whole, more = bounded.about("373", 2022), bounded.about("372", 2022)
    points = show.story_points(whole, bounded.causes.head(0)).splitlines()
    assert "Mọi trụ cột có điểm tối đa cùng đạt 100,0%." in points
    assert show.pillar_figure(whole, "x").title == "Mọi trụ cột có điểm tối đa cùng đạt 100,0% (điểm tự chấm)"
    points = str(show.story_points(more, bounded.causes.head(0)))
    assert "Mạnh nhất là Trụ cột B" in points
    assert "150,0%" in points
    assert "Yếu nhất" not in points
