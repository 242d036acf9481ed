"""Findings by cause, and with the names of units and indicators."""

import pandas as pd

from dts_analysis.analysis.causes import causes, causes_by_unit, named
from dts_analysis.errors import finding, findings_table


def found(kind, where, unit="", /, **facts):
    return finding(kind, where, unit_code=unit, year=2022, **facts)


FINDINGS = findings_table(
    [
        found(
            "dash_is_blank", "a.xlsx!T!G5", "001", text="-", cells=("a.xlsx!T!G5", "a.xlsx!T!G7", "a.xlsx!T!G9")
        ),
        found("column_ignored", "a.xlsx!T!N4", "001", heading="Khác"),
        found("dash_is_blank", "b.xlsx!T!G5", "002", text="-"),
        found("file_empty", "c.xlsx", "003"),
        found("column_ignored", "b.xlsx!T!N4", "002", heading="Khác"),
        found("indicator_absent", "a.xlsx", "001", code="1.1", name="Họp"),
    ]
)


def test_causes_count_places_and_units_gravest_and_most_frequent_first():
    table = causes(FINDINGS, most_cells=1)
    assert table[["severity", "code", "count", "n_findings"]].to_numpy().tolist() == [
        ["error", "file_empty", 1, 1],
        ["warning", "indicator_absent", 1, 1],
        ["info", "dash_is_blank", 4, 2],
        ["info", "column_ignored", 2, 2],
    ]
    assert table["unit_codes"].tolist() == [("003",), ("001",), ("001", "002"), ("001", "002")]
    assert table["cells"].tolist()[2] == ("a.xlsx!T!G5",)


def test_no_findings_have_no_causes():
    assert len(causes(FINDINGS.head(0))) == 0
    assert len(causes_by_unit(FINDINGS.head(0))) == 0


def test_what_concerns_no_single_unit_is_asked_of_none():
    assert set(causes_by_unit(FINDINGS.assign(unit_code=""))["unit_code"]) == set()


def test_a_cause_names_each_of_its_indicators_once():
    told = FINDINGS.assign(indicator=["", "", "1.1 A", "1.1 A", "1.2 B", "1.1 A"])
    assert [each for each in causes(told)["indicators"] if each] == [("1.1 A", "1.2 B"), ("1.1 A",)]


def test_each_unit_is_asked_about_its_own_the_one_with_errors_first():
    asked = causes_by_unit(FINDINGS)
    assert asked[["unit_code", "code", "count"]].to_numpy().tolist() == [
        ["003", "file_empty", 1],
        ["001", "indicator_absent", 1],
        ["001", "dash_is_blank", 3],
        ["001", "column_ignored", 1],
        ["002", "dash_is_blank", 1],
        ["002", "column_ignored", 1],
    ]


def test_a_place_names_its_unit_and_its_indicator(sample):
    row = sample.scores[sample.scores["unit_code"] == "373"].iloc[3]
    table = findings_table(
        [
            found("over_maximum", row["source"], "373", points=11.0, least=0.0, max_points=10.0),
            found("indicator_unknown", "manifest.csv!3", "", code="x", name="y"),
            found("file_empty", "2022/999.xlsx", "999"),
        ]
    )
    said = named(table, sample.scores, sample.criteria, sample.units)
    one = sample.criteria[row["criteria_id"]].indicator(row["indicator_code"])
    assert said["indicator"].tolist() == [f"{one.printed_as} {one.name_vi}", "", ""]
    assert said["unit_name"].tolist() == ["Huyện Gia Viễn", "", "999"]
    assert said["cell"].tolist() == [row["source"].rpartition("!")[2], "3", ""]
    assert isinstance(named(table.head(0), sample.scores, sample.criteria, sample.units), pd.DataFrame)
