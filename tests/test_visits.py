"""Where to check on site: risk worked by hand, a share drawn at random, the same for the same seed."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from golden_set import CRITERIA, SET, children, gap_of, golden_scores, rows_of

from dts_analysis.analysis import visits
from dts_analysis.errors import DtsError


def of_gia_vien(sample):
    """Return the communes' claims of 2023 and the gaps of 2022."""
    return children(sample, "373", 2023), gap_of(children(sample, "373", 2022), sample.criteria)


def test_points_at_risk_are_claim_times_rate_times_factor():
    claims, past = golden_scores(), gap_of(golden_scores())
    rates = visits.cut_rates(past).set_index("indicator_code")["cut_rate"]
    assert rates["A-2"] == pytest.approx(0.944890, abs=1e-6)  # golden/working_group, HOW.md
    factors = visits.unit_factors(past, visits.cut_rates(past))
    assert factors.to_dict() == {"a": 1, "b": 1}
    risk = visits.at_risk(claims, past, CRITERIA)
    row = risk[(risk["unit_code"] == "a") & (risk["indicator_code"] == "A-2")].iloc[0]
    assert row["risk_points"] == pytest.approx(8 * rates["A-2"] * factors["a"])


def test_what_is_new_takes_its_pillars_rate_and_a_new_unit_the_factor_one():
    past = golden_scores()
    claims = past.assign(unit_code="neu", indicator_code=past["indicator_code"].astype("str") + "x")
    risk = visits.at_risk(claims, gap_of(past), CRITERIA)
    assert set(risk["unit_factor"]) == {1.0}
    assert risk["cut_rate"].iloc[0] == pytest.approx(0.386164, abs=1e-6)


def test_a_blank_claim_was_not_cut_and_typing_is_no_cut_either():
    # pillar A: 12 claimed of which 12 stand, 8.005 of which 8.00, and a blank of which 7 were found
    past = gap_of(rows_of([12, 8.005, None, 5], [12, 8.0, 7, 5]))
    rates = visits.cut_rates(past)
    assert rates["cut_points"].tolist() == [0] * 4
    assert rates["claimed_points"].tolist() == [12, 8.005, 0, 5]
    assert visits.unit_factors(past, rates).tolist() == [1]
    assert np.isnan(visits.found_share(past, ["a"]))


def test_what_does_not_apply_risks_nothing():
    claims = golden_scores()
    claims.loc[1, "answer_status"] = "not_applicable"  # unit a, A-2, claimed 8
    risk = visits.at_risk(claims, gap_of(golden_scores()), CRITERIA)
    assert risk["indicator_code"].tolist() == ["A-1", "A-3", "B-1", "A-1", "A-2", "A-3", "B-1"]
    chosen = visits.propose(risk, 2, seed=1).set_index("unit_code")
    assert chosen.loc["a", "claimed_points"] == 12 + 10 + 5


def many(n=20):
    codes = [f"{k:02d}" for k in range(n)]
    return pd.DataFrame({"unit_code": codes, "risk_points": np.arange(n, dtype=float), "claimed_points": 10.0})


def test_some_by_risk_some_at_random_never_twice():
    chosen = visits.propose(many(), 10, seed=1)
    assert chosen["why"].tolist() == ["risk"] * 7 + ["random"] * 3
    assert chosen["unit_code"].tolist()[:3] == ["19", "18", "17"]
    assert chosen["unit_code"].is_unique
    pd.testing.assert_frame_equal(chosen, visits.propose(many(), 10, seed=1))
    others = {tuple(visits.propose(many(), 10, seed=seed)["unit_code"][7:]) for seed in range(20)}
    assert len(others) > 5


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 1.0])
def test_the_random_share_holds_for_few_visits_as_for_many(n, share):
    drawn = [(visits.propose(many(), n, seed, share)["why"] == "random").sum() for seed in range(120)]
    assert set(drawn) <= {int(n * share), int(n * share) + 1}
    assert np.mean(drawn) == pytest.approx(n * share, abs=0.1)
    assert visits.propose(many(), n, 1, share)["unit_code"].nunique() == n


def of_claims(cut, claimed=10.0):
    """Return gaps of units x indicators (rows of `cut`) of one pillar."""
    cut = np.array(cut, float)
    unit, indicator = (each.ravel() for each in np.indices(cut.shape))
    table = pd.DataFrame(
        {"unit_code": [f"u{each}" for each in unit], "indicator_code": [f"i{each}" for each in indicator]}
    )
    return table.assign(pillar_code="A", decision="lowered", claimed_points=claimed, gap_points=-cut.ravel())


def test_units_that_differ_more_than_their_indicators_do_are_believed():
    # u0 cut 8 and 6, u1 0 and 2, of 10: both indicators 0.4. Ratios 2, 1.5 and 0, 0.5 of 4 expected: within
    # 4 * 4 * 0.0625 / 2 = 0.5, between (8 * 2 * 0.75^2 - 0.5) / (16 - 128/16) = 1.0625, z = 8 / (8 + 0.5/1.0625)
    gap = of_claims([[8, 6], [0, 2]])
    rates = visits.cut_rates(gap)
    assert rates["cut_rate"].tolist() == pytest.approx([0.4, 0.4])
    assert rates["credibility"].tolist() == [0, 0]
    factors = visits.unit_factors(gap, rates)
    assert factors.to_dict() == pytest.approx({"u0": 1 + 17 / 18 * 0.75, "u1": 1 - 17 / 18 * 0.75})


def test_the_estimated_shrinkage_is_that_which_made_the_numbers():
    # rates of 2000 indicators spread by 0.05 around 0.5, observations of them by 0.1: z = 4 / (4 + 0.1^2/0.05^2)
    rng = np.random.default_rng(2)
    rates = 0.5 + rng.normal(0, 0.05, 2000) + rng.normal(0, 0.1, (4, 2000))
    found = visits.cut_rates(of_claims(rates * 10))
    assert found["credibility"].tolist() == pytest.approx([0.5] * 2000, abs=0.03)


def test_one_unit_alone_cannot_say_what_is_chance_so_the_pillar_speaks():
    found = visits.cut_rates(of_claims([[8, 0, 1]]))
    assert found["credibility"].tolist() == [0] * 3
    assert found["cut_rate"].tolist() == pytest.approx([0.3] * 3)


def test_where_every_unit_is_cut_alike_the_indicator_speaks():
    found = visits.cut_rates(of_claims([[8, 0, 1]] * 3))
    assert found["cut_rate"].tolist() == pytest.approx([0.8, 0, 0.1])


def test_the_proposal_is_held_against_going_where_most_is_claimed():
    # i0 is always cut by half, i1 never; u1 claims most, but in i1
    past = of_claims([[5, 0]] * 3)
    claims = past.assign(claimed_points=[8.0, 2, 2, 10, 4, 4], criteria_id="x", answer_status="answered")
    gap = claims.assign(gap_points=[-4.0, 0, -1, 0, -2, 0])
    indicators = [SimpleNamespace(code=f"i{each}", continues="") for each in range(2)]
    criteria = {"x": SimpleNamespace(id="x", indicators=indicators)}
    past = past.assign(criteria_id="x")
    (row,) = visits.tried([(2023, claims, gap, past)], criteria, 1).to_dict("records")
    assert [row["by_risk"], row["by_claims"], row["by_chance"]] == pytest.approx([4 / 7, 1 / 7, 1 / 3])
    assert row["beats_claims"]
    assert visits.tried([(2023, claims, gap.assign(decision="accepted"), past)], criteria, 1).empty
    assert visits.tried([], criteria, 1).empty


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"visits": -1, "seed": 1}, ["visits"]),
        ({"visits": 2, "seed": 1, "random_share": 2.0}, ["random_share"]),
        ({"visits": 2, "seed": 1, "by": "pillar"}, ["risk"]),
        ({"visits": 2.5, "seed": -1, "random_share": np.nan}, ["visits", "random_share", "seed"]),
    ],
)
def test_visits_that_cannot_be_made_are_refused(options, where):
    with pytest.raises(DtsError) as refused:
        visits.propose(many(), **options)
    assert [each.where for each in refused.value.findings] == where


def test_where_nothing_is_claimed_there_is_nothing_to_check():
    idle = many(6).assign(claimed_points=[0.0, 10, 0, 10, 10, 0])
    assert set(visits.propose(idle, 6, seed=1)["unit_code"]) == {"01", "03", "04"}


def test_more_visits_than_places_visits_all():
    assert len(visits.propose(many(3), 10, seed=1)) == 3


def test_without_a_past_all_are_drawn_and_no_risk_is_made_up(sample):
    claims, past = of_gia_vien(sample)
    chosen = visits.proposal(claims, past.head(0), sample.criteria, 3, seed=5)
    assert set(chosen["why"]) == {"random"}
    assert chosen["risk_points"].isna().all()


def test_with_a_past_the_highest_risk_comes_first(sample):
    claims, past = of_gia_vien(sample)
    chosen = visits.proposal(claims, past, sample.criteria, 5, seed=5)
    assert set(chosen["why"]) == {"risk", "random"}
    assert chosen["risk_points"].head(3).is_monotonic_decreasing
    by_indicator = visits.proposal(claims, past, sample.criteria, 3, seed=5, by="indicator_code")
    assert by_indicator["indicator_code"].is_unique
    gap = gap_of(claims, sample.criteria)
    assert 0 <= visits.found_share(gap, chosen["unit_code"]) <= 1
    assert visits.found_share(gap, claims["unit_code"].unique()) == pytest.approx(1)


def test_a_code_that_passed_to_another_indicator_brings_no_past_along():
    # In the later set changed codes: what bears A-3 now was A-2, cut whole; B-9 continues nothing.
    past = golden_scores()
    continued = {"A-2": f"{SET.id}:A-3", "A-3": f"{SET.id}:A-2", "A-1": f"{SET.id}:A-1", "B-1": ""}
    indicators = tuple(SET.indicator(code).model_copy(update={"continues": by}) for code, by in continued.items())
    later = SET.model_copy(update={"id": "sau_2023", "indicators": indicators})
    claims = past.assign(criteria_id=later.id, year=2023)
    criteria, gap = {SET.id: SET, later.id: later}, gap_of(past)
    risk = visits.at_risk(claims, gap, criteria).set_index(["unit_code", "indicator_code"])
    rates = visits.cut_rates(gap).set_index("indicator_code")["cut_rate"]
    assert risk.loc[("a", "A-3"), "cut_rate"] == pytest.approx(rates["A-2"])
    assert risk.loc[("a", "A-2"), "cut_rate"] == pytest.approx(rates["A-3"])
    assert risk.loc[("a", "A-1"), "cut_rate"] == pytest.approx(rates["A-1"])
    assert risk.loc[("a", "B-1"), "cut_rate"] == 0  # its pillar's


def test_the_sample_learns_through_renumbered_codes(sample):
    claims, past = of_gia_vien(sample)
    risk = visits.at_risk(claims, past, sample.criteria)
    rate = risk.drop_duplicates("indicator_code").set_index("indicator_code")["cut_rate"]
    of_2022 = visits.cut_rates(past).set_index("indicator_code")["cut_rate"]
    assert rate["XH-03"] == pytest.approx(of_2022["XH-02"])
