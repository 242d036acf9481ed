"""What a plan's page says of units in every state, and what its downloads hold."""

import pytest

from dts_analysis import dataset, show
from dts_analysis.analysis import planning
from dts_analysis.errors import DtsError


def test_the_page_lists_the_first_tasks_and_downloads_have_all(sample):
    unit = sample.about("376", 2022, "claimed")
    made = planning.plan_of(unit, dataset.read_target("rank:1", unit.criteria_set))
    table = show.task_table(unit, made)
    assert len(made.moves) > 20
    assert len(table.resource()["data"]) == len(made.moves)
    assert f"Ở đây là 20 dòng đầu của {len(made.moves)} dòng; tệp tải về (CSV, Excel) có đủ." in repr(table)
    last = table.iloc[-1, 0].split(":")[0]
    for shown in (repr(table), table._repr_html_()):
        assert last not in shown
    assert table._repr_html_().count("<tr") == 21
    # NT-06: 5.11 of 10 claimed, verified at 0 for its evidence; KT-05: 9.84 of 15, likewise
    tasks = table["Việc cần làm"].to_dict()
    printed = [unit.criteria_set.indicator(code).printed_as for code in ("NT-06", "KT-05")]
    assert all("bổ sung minh chứng trước" in tasks[code] for code in printed if code in tasks)
    assert any(code in tasks for code in printed)


def test_solving_prints_nothing(sample, capfd):
    unit = sample.about("373", 2022, "claimed")
    planning.plan_of(unit, dataset.read_target("rank:1", unit.criteria_set))
    assert capfd.readouterr() == ("", "")


def said(unit, target=None):
    """The headline, then what stands under «tasks» and «out of reach», as text."""
    made = planning.plan_of(unit, target)
    return [str(each(unit, made)) for each in (show.plan_headline, show.task_table, show.out_of_reach_table)]


def test_a_target_that_no_task_reaches_is_not_said_to_need_none(world):
    # 700 claimed, place 5 has 724; the other 260 of 960 are not rolled out
    headline, tasks, _ = said(world("one_verified").about("25480", 2025, "claimed"))
    assert headline.startswith("Chưa thể đạt hạng 5: cần 724,00 điểm, đang có 700,00 điểm, còn thiếu 24,00 điểm")
    assert "0 việc" not in headline
    assert tasks.startswith("Không còn chỉ số nào đơn vị tự nâng được")


def test_without_points_on_the_basis_a_form_or_an_indicator_that_applies_each_part_says_so(world):
    data = world("years_apart")
    for unit, words in (
        (world("one_verified").about("25480", 2025, "final"), "Đơn vị này không có điểm chính thức"),
        (data.about("369", 2022, "claimed"), "Chưa nhận hoặc chưa đọc được phiếu của đơn vị"),
        (data.about("374", 2022, "claimed"), "Không chỉ số nào của bộ tiêu chí áp dụng cho đơn vị"),
    ):
        headline, tasks, _ = said(unit)
        assert headline.startswith(words)
        assert tasks == headline
        made = planning.plan_of(unit, planning.Target("points", 5.0))
        assert str(show.effect_table(unit, made)) == headline
        changes = dataset.read_changes(f"{unit.criteria_set.indicators[0].code} = 1", "", unit.criteria_set)
        assert str(show.what_if_tables(unit, planning.what_if_of(unit, changes))) == headline


def test_a_blank_form_lacks_all_points_and_has_no_place_to_rise_from(world):
    headline, *_ = said(world("blank_but_verified").about("369", 2022, "claimed"))  # 0.7 of 70; five tens in reach
    assert "cần 49,00 điểm, còn thiếu 49,00 điểm: 5 việc" in headline
    assert "đưa đơn vị từ chỗ chưa có điểm lên 50,00 điểm" in headline
    headline, *_ = said(world("nothing_verified").about("25552", 2025, "claimed"))
    assert headline.startswith("Phiếu của đơn vị còn để trống nên chưa có hạng")
    assert "points:" not in headline


def test_a_full_score_loses_nothing_anywhere(world):
    headline, tasks, closed = said(world("nothing_verified").about("25459", 2025, "claimed"))  # 960 of 960
    assert headline == tasks == closed == "Đơn vị không mất điểm ở chỉ số nào: không còn gì để nâng."


def test_a_share_of_no_maximum_is_no_target(world):
    unit = world("all_maxima_zero").about("14464", 2022, "claimed")
    headline, *_ = said(unit)
    assert headline.startswith("Đơn vị không mất điểm ở chỉ số nào")
    with pytest.raises(DtsError, match="không có điểm tối đa"):
        said(unit, dataset.read_target("class:completed", unit.criteria_set))


def test_a_target_of_points_is_named_once(world):
    unit = world("two_pillars").about("14464", 2022, "claimed")  # 40 claimed
    headline, *_ = said(unit, planning.Target("points", 41.0))
    assert headline.startswith("Để đạt 41,00 điểm còn thiếu 1,00 điểm: ")
    headline, *_ = said(unit, planning.Target("points", 39.0))
    assert headline.startswith("Đơn vị đã đạt 39,00 điểm: đã có 40,00 điểm.")
