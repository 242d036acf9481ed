"""Targets without points: whether they are met follows from the answer that a basis has, not from points typed."""

import numpy as np
import pandas as pd
import pytest
from small_sets import document

from dts_analysis import reference, scoring

TARGET = {"rule": {"kind": "target", "at_least": 0.3}, "max_points": 0.0}
PENALTY = {"rule": {"kind": "count", "each": -2}, "max_points": 0.0}
CHANGES = {"B-1": TARGET, "C-1": PENALTY, "B": {"max_points": 3.0}, "C": {"max_points": 0.0}}
ONE = reference.CriteriaSet.model_validate(document(**CHANGES, set={"total_points": 13.0}))
CRITERIA = {ONE.id: ONE}


def counted(code, basis="claimed", **columns):
    """The row of one answer on a basis, of a unit that answers nothing else."""
    table = pd.DataFrame({"unit_code": ["u"], "year": 2022, "criteria_id": ONE.id, "indicator_code": code})
    given = {"declared_value": np.nan, "declared_total": np.nan, "answer_status": "answered", "declared_text": ""}
    given |= dict.fromkeys(("claimed_points", "verified_points", "final_points"), np.nan)
    scores = scoring.score(table.assign(**given | columns), CRITERIA)
    rows = scoring.count(scores, CRITERIA)
    (row,) = rows[rows["basis"] == basis].to_dict("records")
    return row


@pytest.mark.parametrize(("declared", "is_met"), [(0.4, True), (0.2, False)])
def test_a_blank_claim_of_a_target_without_points_that_is_answered_is_not_missing(declared, is_met):
    row = counted("B-1", declared_value=declared)
    assert (row["status"], row["points"], row["attainment_share"]) == ("answered", 0.0, float(is_met))
    assert row["is_upper"] is is_met


def test_a_blank_without_an_answer_or_one_that_cannot_be_read_stays_what_it_is():
    assert counted("B-1", answer_status="missing")["status"] == "missing"
    assert counted("B-1", declared_value=0.4, answer_status="invalid")["status"] == "invalid"


def test_a_blank_claim_of_a_penalty_claims_none_where_none_is_taken():
    assert counted("C-1", declared_value=0.0)["status"] == "answered"
    row = counted("C-1", declared_value=2.0)  # 4 points are taken: nobody may leave that blank
    assert (row["status"], counted("C-1", "computed", declared_value=2.0)["points"]) == ("missing", -4.0)
