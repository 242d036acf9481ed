"""A unit's nodes beside the median of the compared units, worked by hand."""

import pandas as pd

from dts_analysis.analysis.beside import beside_median


def test_medians_of_other_bases_and_of_one_unit_stand_beside_nothing():
    totals = pd.DataFrame(
        {"node_code": ["", "A", "B"], "basis": "verified", "attainment_share": [0.6, 0.5, float("nan")]}
    )
    peers = pd.DataFrame({
        "node_code": ["", "A", "B", "A"], "basis": ["verified", "verified", "verified", "claimed"],
        "n_units": [8, 1, 8, 8], "median_share": [0.7, 0.5, 0.4, 0.1],
    })  # fmt: skip
    found = beside_median(totals, peers)
    assert found["n_units"].tolist() == [8, 1, 8]
    assert found["gap_share"].round(9).tolist()[0] == -0.1
    assert found[["median_share", "gap_share"]].isna().to_numpy().tolist() == [
        [False] * 2,
        [True] * 2,
        [False, True],
    ]


def test_nobody_compared_is_no_unit():
    totals = pd.DataFrame({"node_code": [""], "basis": "claimed", "attainment_share": [0.6]})
    peers = pd.DataFrame({"node_code": ["A"], "basis": "claimed", "n_units": [3], "median_share": [0.5]})
    found = beside_median(totals, peers)
    assert found["n_units"].tolist() == [0]
    assert found["gap_share"].isna().all()
