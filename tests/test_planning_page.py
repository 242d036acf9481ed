"""What a plan's page says of units in every state, and what its downloads hold."""

from dts_analysis import dataset, show
from dts_analysis.analysis import planning


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
