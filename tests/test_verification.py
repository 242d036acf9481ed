"""Self against verified: golden/working_group (HOW.md), and units that stand out."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_scoring import CRITERIA, SET

from dts_analysis import scoring
from dts_analysis.analysis import verification

GOLDEN = Path(__file__).parent / "golden" / "working_group"


def golden_scores():
    """Return the golden answers as scores."""
    texts = ("unit_code", "indicator_code", "ground_code", "reason_codes", "evidence")
    table = pd.read_csv(GOLDEN / "answers.csv", dtype=dict.fromkeys(texts, str), keep_default_na=False)
    for column in ("claimed_points", "verified_points"):
        table[column] = table[column].astype(float)
    defaults = {"year": 2022, "criteria_id": SET.id, "answer_status": "answered", "final_points": np.nan}
    defaults |= {"declared_value": np.nan, "declared_total": np.nan, "source": "f!s!A1", "explanation": ""}
    return scoring.score(table.assign(**defaults), CRITERIA)


def expected(name):
    """Return a golden table; blank text is blank, not missing."""
    table = pd.read_csv(GOLDEN / f"{name}.csv", keep_default_na=False)
    return table


def same(found, name):
    """Compare a table with a golden one, whatever the types of its text."""
    wanted = expected(name)
    found = found[list(wanted.columns)].reset_index(drop=True)
    texts = found.select_dtypes(exclude="number").columns
    found = found.astype(dict.fromkeys(texts, "str"))
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, check_exact=False, rtol=1e-12)


def test_gaps_both_ways_with_their_sign():
    gap = verification.gaps(golden_scores())
    assert gap["gap_points"].tolist() == [0, -8, -5, 5, 0, -10, 0, 0]
    assert gap["decision"].tolist() == [
        "accepted", "zeroed", "lowered", "raised", "accepted", "zeroed", "accepted", "accepted",
    ]  # fmt: skip
    same(verification.gap_summary(gap), "gap_summary")


def test_a_difference_of_half_a_hundredth_is_typing():
    scores = golden_scores().assign(claimed_points=5.0, verified_points=5.005)
    assert set(verification.gaps(scores)["decision"]) == {"accepted"}


def test_what_was_not_verified_or_does_not_apply_has_no_gap():
    scores = golden_scores()
    scores.loc[0, "verified_points"] = np.nan
    scores["answer_status"] = ["answered", "not_applicable", *["answered"] * 6]
    assert len(verification.gaps(scores)) == 6


def test_decisions_by_grounds_and_moves_between_classes():
    gap = verification.gaps(golden_scores())
    same(verification.grounds_by_decision(gap), "grounds")
    same(verification.transitions(gap, CRITERIA), "transitions")


def test_cut_in_more_than_half_of_the_units_is_an_unclear_criterion():
    gap = verification.gaps(golden_scores())
    assert verification.unclear(gap)["indicator_code"].tolist() == ["A-2"]
    assert verification.unclear(gap, share=0.4)["indicator_code"].tolist() == ["A-2", "A-3"]


def test_a_unit_stands_out_by_the_robust_z():
    # gap shares -0.01, -0.02, -0.03, -0.02, -0.30: median -0.02, MAD 0.01; z of the last -0.28 / 0.014826
    cuts = [0.1, 0.2, 0.3, 0.2, 3.0]
    rows = golden_scores().iloc[[1] * 5].assign(unit_code=list("abcde"), claimed_points=10.0)
    rows = rows.assign(verified_points=[10 - cut for cut in cuts]).reset_index(drop=True)
    table = verification.standing_out(verification.gaps(rows))
    assert table["robust_z"].iloc[-1] == pytest.approx(-0.28 / 0.014826)
    assert table["stands_out"].tolist() == [False] * 4 + [True]
    assert not verification.standing_out(verification.gaps(rows), threshold=20)["stands_out"].any()


def test_where_nothing_varies_nobody_stands_out():
    rows = golden_scores().iloc[[1] * 3].assign(unit_code=list("abc"), claimed_points=10.0, verified_points=9.0)
    table = verification.standing_out(verification.gaps(rows.reset_index(drop=True)))
    assert table["robust_z"].isna().all()
    assert not table["stands_out"].any()
