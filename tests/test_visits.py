"""Where to check on site: risk worked by hand, a share drawn at random, the same for the same seed."""

import numpy as np
import pandas as pd
import pytest
from test_verification import golden_scores

from dts_analysis.analysis import verification, visits


def test_points_at_risk_are_claim_times_rate_times_factor():
    past = golden_scores()
    rates = visits.cut_rates(past).set_index("indicator_code")["cut_rate"]
    # pillar A: cuts 8+10+5 = 23 of 66 claimed; A-2 cut 18 of 18: (18 + 20 * 23/66) / (18 + 20)
    assert rates["A-2"] == pytest.approx((18 + 20 * 23 / 66) / 38)
    factors = visits.unit_factors(past, visits.cut_rates(past))
    assert factors.round(4).to_dict() == {"a": 1.0823, "b": 0.9398}  # golden/working_group, HOW.md
    risk = visits.at_risk(past, past)
    row = risk[(risk["unit_code"] == "a") & (risk["indicator_code"] == "A-2")].iloc[0]
    assert row["risk_points"] == pytest.approx(8 * rates["A-2"] * factors["a"])


def test_what_is_new_takes_its_pillars_rate_and_a_new_unit_the_factor_one():
    past = golden_scores()
    claims = past.assign(unit_code="neu", indicator_code=past["indicator_code"].astype("str") + "x")
    risk = visits.at_risk(claims, past)
    assert set(risk["unit_factor"]) == {1.0}
    assert risk["cut_rate"].iloc[0] == pytest.approx(23 / 66)


def many(n=20):
    codes = [f"{k:02d}" for k in range(n)]
    return pd.DataFrame({"unit_code": codes, "risk_points": np.arange(n, dtype=float), "claimed_points": 10.0})


def test_some_by_risk_some_at_random_never_twice():
    chosen = visits.propose(many(), 6, seed=1)
    assert chosen["why"].tolist() == ["risk"] * 4 + ["random"] * 2
    assert chosen["unit_code"].tolist()[:4] == ["19", "18", "17", "16"]
    assert chosen["unit_code"].is_unique
    pd.testing.assert_frame_equal(chosen, visits.propose(many(), 6, seed=1))
    others = {tuple(visits.propose(many(), 6, seed=seed)["unit_code"][4:]) for seed in range(20)}
    assert len(others) > 5


def test_more_visits_than_places_visits_all():
    assert len(visits.propose(many(3), 10, seed=1)) == 3


def test_without_a_past_all_are_drawn_and_no_risk_is_made_up(sample):
    claims = sample.within("373", 2022)
    chosen = visits.proposal(claims, sample.within_before("373", 2022), 3, seed=5)
    assert set(chosen["why"]) == {"random"}
    assert chosen["risk_points"].isna().all()


def test_with_a_past_the_highest_risk_comes_first(sample):
    claims, past = sample.within("373", 2023), sample.within_before("373", 2023)
    chosen = visits.proposal(claims, past, 5, seed=5)
    assert chosen["why"].tolist() == ["risk", "risk", "risk", "random", "random"]
    by_indicator = visits.proposal(claims, past, 3, seed=5, by="indicator_code")
    assert by_indicator["indicator_code"].is_unique
    gap = verification.gaps(claims)
    assert 0 <= visits.found_share(gap, chosen["unit_code"]) <= 1
    assert visits.found_share(gap, claims["unit_code"].unique()) == pytest.approx(1)
