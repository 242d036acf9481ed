"""How far the thresholds of the classes may move: tables worked by hand."""

import pandas as pd
import pytest
from golden_set import BOTH, CRITERIA, scored

from dts_analysis import scoring
from dts_analysis.analysis import completion

CLAIMS = {"A-1": 6, "A-2": 7.5, "A-3": 18, "B-1": 10}  # shares 0.5, 0.75, 0.9, 1


def test_thresholds_may_move_between_the_shares_on_either_side():
    # 0.7 may move within (0.5, 0.75], 1.0 within (0.9, 1.0]
    ranges = completion.threshold_range(scoring.count(scored(CLAIMS), CRITERIA, ("claimed",)), CRITERIA)
    table = ranges.set_index("class_code")
    assert table.loc["basically_completed", ["threshold", "lowest", "highest"]].tolist() == [0.7, 0.5, 0.75]
    assert table.loc["completed", ["threshold", "lowest", "highest"]].tolist() == [1.0, 0.9, 1.0]


def test_every_basis_has_its_own_range_and_conditions_have_none():
    one, other = (scored(CLAIMS, verified_points=[6, 5, 18, 10.0], criteria_id=each) for each in sorted(BOTH))
    counted = scoring.count(pd.concat([one, other]), BOTH, ("claimed", "verified"))
    ranges = completion.threshold_range(counted, BOTH)
    assert set(ranges["criteria_id"]) == set(CRITERIA)
    highest = ranges[ranges["class_code"] == "basically_completed"].set_index("basis")["highest"]
    assert highest.to_dict() == {"claimed": 0.75, "verified": 0.9}
    only = completion.threshold_range(counted[counted["criteria_id"].isin(set(BOTH) - set(CRITERIA))], BOTH)
    assert only.empty
    assert list(only) == list(ranges)


def test_a_unit_without_shares_has_a_range_without_ends():
    counted = scoring.count(scored({"A-1": None}, "missing"), CRITERIA, ("claimed",))
    ranges = completion.threshold_range(counted, CRITERIA)
    assert len(ranges) == 2
    assert ranges[["lowest", "highest"]].isna().all(axis=None)


@pytest.mark.parametrize("moved", [0.5001, 0.6, 0.75])
def test_within_the_range_no_count_changes(moved):
    one = CRITERIA["thu_quy_tac_2022"]
    scheme = one.class_scheme.model_copy(
        update={"classes": tuple(
            each.model_copy(update={"at_least": moved}) if each.at_least == 0.7 else each
            for each in one.class_scheme.classes
        )}
    )  # fmt: skip
    other = {one.id: one.model_copy(update={"class_scheme": scheme})}
    counts = [scoring.class_counts(scoring.count(scored(CLAIMS), each), each) for each in (CRITERIA, other)]
    pd.testing.assert_frame_equal(*counts)
