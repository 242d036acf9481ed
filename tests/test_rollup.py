"""Many units rolled up: by hand on golden/working_group, and what was published of Gia Viễn's communes."""

from test_scoring import CRITERIA
from test_verification import golden_scores

from dts_analysis import scoring
from dts_analysis.analysis import rollup


def test_in_how_many_units_an_indicator_is_upper():
    # claimed shares a: 1, 0.8, 0.5, 0.5; b: 0.5, 1, 1, 1
    table = rollup.by_indicator(golden_scores(), CRITERIA).set_index("indicator_code")
    assert table["n_upper"].to_dict() == {"A-1": 1, "A-2": 2, "A-3": 1, "B-1": 1}
    assert table.loc["A-2", ["upper_share", "median_share"]].tolist() == [1.0, 0.9]
    assert rollup.majority_by_pillar(table.reset_index())["n_majority"].tolist() == [1, 0]
    assert rollup.weak_in_most(table.reset_index()).empty
    verified = rollup.by_indicator(golden_scores(), CRITERIA, "verified")
    assert rollup.weak_in_most(verified)["indicator_code"].tolist() == ["A-2"]


def test_the_weakest_of_each_pillar_with_ties():
    pillars = scoring.pillars(golden_scores(), "claimed")
    weakest = rollup.weakest(pillars, most=1)
    # A: a 30/42, b 36/42; B: a 5/10, b 10/10
    assert weakest[["pillar_code", "unit_code"]].to_numpy().tolist() == [["A", "a"], ["B", "a"]]
    tied = pillars.assign(attainment_share=0.5)
    assert len(rollup.weakest(tied, most=1)) == 4


def test_most_communes_of_gia_vien_as_published(sample):
    communes = sample.within("373", 2022)
    typical = rollup.typical(rollup.group_counts(communes, sample.criteria)).set_index("group")
    assert typical.loc["foundation", ["n_upper", "n_indicators", "is_majority"]].tolist() == [25, 25, True]
    assert typical.loc["activity", ["n_upper", "n_indicators", "is_majority"]].tolist() == [0, 25, True]
    assert list(typical.index) == ["foundation", "activity"]


def test_six_pillars_without_groups_roll_up_unchanged(sample):
    one = sample.criteria["tayninh_commune_2025"]
    rows = [(unit, each.code, each.max_points) for unit in ("x", "y") for each in one.indicators]
    import numpy as np
    import pandas as pd

    table = pd.DataFrame(rows, columns=["unit_code", "indicator_code", "claimed_points"]).assign(
        year=2025, criteria_id=one.id, answer_status="answered", declared_value=np.nan, declared_total=np.nan,
    )  # fmt: skip
    table = table.assign(verified_points=table["claimed_points"], final_points=np.nan)
    scores = scoring.score(table, sample.criteria)
    typical = rollup.typical(rollup.group_counts(scores, sample.criteria, "verified"))
    assert typical[["group", "n_upper", "n_indicators"]].to_numpy().tolist() == [["", 62, 62]]
    assert len(rollup.majority_by_pillar(rollup.by_indicator(scores, sample.criteria, "verified"))) == 6
