"""What was received and what is missing: a province of two districts, by hand."""

import pandas as pd

from dts_analysis.analysis import coverage

UNITS = pd.DataFrame(
    [
        ("01", "province", "", "", ""),
        ("001", "district", "01", "", ""),
        ("002", "district", "01", "", "2021-12-31"),
        ("003", "district", "01", "", ""),
        ("00101", "commune", "001", "", ""),
        ("00102", "commune", "001", "", ""),
    ],
    columns=["unit_code", "level", "parent_code", "valid_from", "valid_to"],
)
RECEIVED = pd.DataFrame(
    [("001", 2022, "self"), ("001", 2022, "verification"), ("00101", 2022, "sheet"), ("003", 2021, "self")],
    columns=["unit_code", "year", "stage"],
)


def test_units_below_are_those_alive_at_the_end_of_the_year():
    assert coverage.below(UNITS, "01", 2022)["unit_code"].tolist() == ["001", "003", "00101", "00102"]
    assert "002" in coverage.below(UNITS, "01", 2020)["unit_code"].tolist()
    assert coverage.below(UNITS, "00102", 2022).empty


def test_received_verified_and_missing_per_parent():
    table = coverage.coverage(RECEIVED, UNITS, "01", 2022)
    assert table.drop(columns="level").to_numpy().tolist() == [
        ["01", 2, 1, 1, ("003",)],
        ["001", 2, 1, 1, ("00102",)],
    ]


def test_findings_of_other_places_and_years_stay_out():
    findings = pd.DataFrame(
        {
            "unit_code": ["001", "", "009", "003"],
            "year": pd.array([2022, None, 2022, 2021], "Int64"),
            "severity": "error",
        }
    )
    kept = coverage.findings_below(findings, UNITS, "01", 2022)
    assert kept["unit_code"].tolist() == ["001", ""]
    assert coverage.findings_by_unit(kept)["n_error"].tolist() == [1, 1]
