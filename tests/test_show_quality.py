"""The page of what came in: by cause, and what is asked of each unit."""

import pandas as pd

from dts_analysis import show
from dts_analysis.analysis.causes import causes, causes_by_unit
from dts_analysis.errors import finding, findings_table

NAMES = {"37": "Tỉnh", "001": "Xã Một", "002": "Xã Hai", "003": "Xã Ba"}


def found(kind, where, unit, indicator, /, **facts):
    return finding(kind, where, unit_code=unit, year=2022, indicator=indicator, **facts)


def the_findings():
    many = tuple(f"a.xlsx!T!G{row}" for row in (5, 7, 9))
    own = [
        found("dash_is_blank", many[0], "001", "1.1 Họp", text="-", cells=many),
        found("over_maximum", "b.xlsx!T!G6", "002", "1.2 Ban", points=11.0, least=0.0, max_points=10.0),
        found("over_maximum", "b.xlsx!T!G8", "002", "1.4 Kế hoạch", points=12.0, least=0.0, max_points=10.0),
        found("indicator_absent", "a.xlsx", "001", "1.3 Mạng", code="1.3", name="Mạng"),
    ]
    return findings_table([*own, finding("file_empty", "manifest.csv")])


def test_causes_stand_gravest_first_in_a_row_each_with_units_and_places():
    table = show.findings_by_cause_table(causes(the_findings()), NAMES)
    assert table.index.tolist() == ["lỗi", "lỗi", "cảnh báo", "lưu ý"]
    assert len(table.columns) + 1 <= 7
    over = table.iloc[0]
    assert over["Số chỗ"] == "2"
    assert over["Đơn vị"] == "Xã Hai"
    assert over["Những chỗ đầu"] == "b.xlsx: G6, G8"
    assert over["Những chỗ đầu"].title == "b.xlsx, trang T, ô G6; b.xlsx, trang T, ô G8"
    assert over["Tìm thấy"].startswith("ví dụ 11 điểm")
    assert over["Cần"] == "từ 0 đến 10"
    assert table.iloc[1]["Đơn vị"] == "(không riêng đơn vị nào)"


def test_each_unit_is_asked_with_the_indicators_and_without_notes():
    table = show.to_ask_table(causes_by_unit(the_findings()), NAMES)
    assert table.index.tolist() == ["Xã Hai", "Xã Một"]
    assert table["Chỉ số"].tolist() == ["1.2 Ban; 1.4 Kế hoạch", "1.3 Mạng"]
    assert len(table.columns) + 1 <= 7


def test_a_finding_of_many_cells_does_not_pass_for_one_indicator():
    table = show.to_ask_table(causes_by_unit(the_findings()), NAMES, severities=("info",))
    assert table["Chỉ số"].tolist() == ["1.1 Họp, và ở các dòng khác"]
    assert table["Những chỗ đầu"].tolist() == ["a.xlsx: G5 và 2 nữa"]


def test_what_is_left_out_is_counted_and_where_it_stands_is_said():
    table = show.to_ask_table(causes_by_unit(the_findings()), NAMES, most=1)
    assert len(table) == 1
    assert table.note.startswith("Còn 1 dòng nữa; «dts check --xlsx TỆP»")


def test_where_nothing_was_found_that_is_said():
    nothing = the_findings().head(0)
    assert str(show.findings_by_cause_table(causes(nothing), NAMES)) == "Không có phát hiện nào"
    assert str(show.to_ask_table(causes_by_unit(nothing), NAMES)) == "Không phải hỏi lại đơn vị nào"


def test_missing_units_are_counted_in_the_table_and_named_under_it():
    rows = [("37", "commune", 3, 1, 0, ("002", "003")), ("37", "district", 2, 0, 0, ("001", "002"))]
    columns = ["parent_code", "level", "n_units", "n_received", "n_verified", "missing_codes"]
    table = show.coverage_table(pd.DataFrame(rows, columns=columns), NAMES)
    assert table["Chưa nhận"].tolist() == ["2", "chưa nhận đơn vị nào"]
    assert table.note == "Chưa nhận, Tỉnh: Xã Hai, Xã Ba."
