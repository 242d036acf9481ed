"""Findings and the one error: four parts in one order, all faults at once."""

import pandas as pd
import pytest

from dts_analysis import messages
from dts_analysis.errors import FINDING_COLUMNS, DtsError, finding, findings_table, stop_if


def _two():
    return [
        finding("unit_unknown", "units.csv", unit="9", near=""),
        finding("pillar_sum", "a.yml!NT", found=9.5, stated=10.0),
    ]


def test_a_sentence_has_place_found_expected_remedy_in_this_order():
    text = str(_two()[1])
    order = ["a.yml!NT", "9,5", "10", "đối chiếu với phụ lục"]
    positions = [text.index(part) for part in order]
    assert positions == sorted(positions)


def test_english_stands_beside_vietnamese():
    messages.use("en")
    try:
        assert "expected: 10 as the pillar states. To do: compare" in str(_two()[1])
    finally:
        messages.use("vi")


def test_one_error_tells_all_faults():
    with pytest.raises(DtsError, match="không có đơn vị mã «9»") as raised:
        stop_if(_two())
    assert len(raised.value.findings) == 2
    assert str(raised.value).count("\n") == 1


def test_no_fault_no_stop():
    assert stop_if([]) is None


def test_the_table_puts_the_gravest_first_and_keeps_the_order_otherwise(monkeypatch):
    grades = {"unit_unknown": "info", "pillar_sum": "error", "total_sum": "error"}
    monkeypatch.setattr(messages, "severity", grades.get)
    total = finding("total_sum", "b.yml", unit_code="373", year=2022, found=1.0, stated=2.0)
    table = findings_table([*_two(), total])
    assert table["code"].tolist() == ["pillar_sum", "total_sum", "unit_unknown"]
    assert table["year"].tolist()[1] == 2022
    assert table["year"].isna().tolist() == [True, False, True]


def test_no_findings_make_an_empty_table_with_all_columns():
    table = findings_table([])
    assert table.empty
    assert list(table.columns) == FINDING_COLUMNS
    assert pd.api.types.is_integer_dtype(table["year"])


def test_a_habit_is_one_row_with_all_its_cells():
    cells = [f"2025/a.xlsx!Tự chấm!A{row}" for row in (5, 6, 9)]
    habit = finding("dash_is_blank", cells[0], text="-", cells=cells)
    row = findings_table([habit, _two()[0]]).set_index("code").loc["dash_is_blank"]
    assert (row["where"], row["count"], row["cells"]) == (cells[0], 3, "A5 A6 A9")
    assert findings_table([_two()[0]])["count"].tolist() == [1]
