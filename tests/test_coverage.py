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
    columns=["unit_code", "year", "kind"],
)


def test_received_verified_and_missing_per_parent():
    table = coverage.coverage(RECEIVED, UNITS, "01", 2022)
    assert table.drop(columns="level").to_numpy().tolist() == [
        ["01", 2, 1, 1, ("003",)],
        ["001", 2, 1, 1, ("00102",)],
    ]


def test_a_unit_that_ended_within_the_year_is_expected_only_if_it_sent_something():
    assert coverage.coverage(RECEIVED, UNITS, "01", 2021)["n_units"].tolist() == [3, 2]  # 002 until 31 December
    ended = UNITS.replace("2021-12-31", "2021-06-30")
    assert coverage.coverage(RECEIVED, ended, "01", 2021).iloc[0].to_dict() == {
        "parent_code": "01",
        "level": "district",
        "n_units": 2,
        "n_received": 1,
        "n_verified": 0,
        "missing_codes": ("001",),
    }
    sent = pd.concat([RECEIVED, pd.DataFrame([("002", 2021, "sheet")], columns=RECEIVED.columns)])
    row = coverage.coverage(sent, ended, "01", 2021).iloc[0]
    assert (row["n_units"], row["n_received"], row["n_verified"]) == (3, 2, 1)
