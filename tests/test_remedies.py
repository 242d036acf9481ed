"""What lost points call for: worked by hand; suggestions are never counted. Goldens: golden/lost_points."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH, CRITERIA, GROUNDS, REASONS, lost_of, many, scored, scores_of
from hypothesis import given, settings

from dts_analysis import scoring
from dts_analysis.analysis import losses, remedies
from dts_analysis.analysis.tasks import tasks


def parts_of(scores, basis="claimed"):
    return losses.attributed(lost_of(scores, basis), REASONS, GROUNDS)


def test_a_claim_not_rolled_out_that_lacked_evidence_is_not_all_structural():
    # of 10 points 8 were claimed and none verified: 2 were out of reach, 8 the unit could not show
    scores = scored({"A-2": 8, "B-1": 5}, verified_points=[0.0, 5.0])
    parts = parts_of(scores.assign(reason_codes=["R01", "R02"], ground_code=["G01", ""]), "verified")
    (row,) = remedies.structural(parts, CRITERIA).itertuples()
    assert (row.lost_points, row.structural_points, row.own_points) == (15, 2, 13)
    found = tasks(parts, REASONS, GROUNDS, CRITERIA).set_index("remedy_codes")["lost_points"].to_dict()
    assert found == {("evidence",): 8, ("direction",): 5, ("rollout",): 2}


def test_a_ground_above_the_unit_is_structural():
    scores = scored({"A-2": 8}, verified_points=3.0).assign(reason_codes="R02", ground_code="G06")
    (row,) = remedies.structural(parts_of(scores, "verified"), CRITERIA).itertuples()
    assert (row.structural_points, row.own_points) == (5, 2)


def test_what_the_set_says_was_not_rolled_out_is_structural_without_a_reason():
    one = CRITERIA["thu_quy_tac_2022"]
    closed = tuple(
        each.model_copy(update={"rolled_out": False}) if each.code == "A-3" else each for each in one.indicators
    )
    criteria = {one.id: one.model_copy(update={"indicators": closed})}
    parts = parts_of(scored({"A-3": 10, "A-2": 7}))
    (row,) = remedies.structural(parts, criteria).itertuples()
    assert (row.structural_points, row.own_points, row.rolled_out_share) == (10, 3, 0.7)
    (row,) = remedies.structural(parts, CRITERIA).itertuples()
    assert (row.structural_points, row.own_points, row.rolled_out_share) == (0, 13, 17 / 30)


def test_losses_of_many_units_are_split_as_one():
    units = {"u": {"A-2": 8, "A-4": 4}, "v": {"A-2": 6, "A-4": 6}}
    scores = pd.concat([scored(claims).assign(unit_code=unit) for unit, claims in units.items()])
    parts = parts_of(scores.assign(reason_codes=["R01", "", "R01", ""]))
    (row,) = remedies.structural(parts, CRITERIA, by=()).itertuples()
    assert (row.lost_points, row.structural_points) == (16, 6)
    assert (row.attainment_share, row.rolled_out_share) == (0.6, 0.5)


@settings(max_examples=40)
@given(many)
def test_losses_and_attainment_are_those_of_the_totals(cases):
    scores = scores_of(cases).assign(reason_codes="R01", reason_shares="", ground_code="")
    counted = scoring.count(scores, BOTH)
    parts = losses.attributed(losses.losses(counted, scores), REASONS, GROUNDS)
    keys = ["unit_code", "year", "criteria_id", "basis"]
    table = remedies.structural(parts, BOTH, keys).set_index(keys)
    total = scoring.totals(counted, BOTH).query("level == 'total'").set_index(keys).loc[table.index]
    np.testing.assert_allclose(table["lost_points"], total["lost_points"], atol=1e-12)
    np.testing.assert_allclose(table["attainment_share"], total["attainment_share"], atol=1e-12)
    np.testing.assert_allclose(table["structural_points"] + table["own_points"], table["lost_points"], atol=1e-12)


def test_phrases_suggest_and_are_not_counted():
    scores = scored({"A-1": 9, "A-2": 10, "B-1": 0}, verified_points=[6.0, 10.0, 0.0])
    scores = scores.assign(explanation="Chỉ số CHƯA ĐƯỢC triển khai đến huyện", reason_codes="", ground_code="")
    both = losses.losses(scoring.count(scores, CRITERIA, ("claimed", "verified")), scores)
    for basis in ("claimed", "verified"):
        lost = both[both["basis"] == basis]
        found = remedies.suggested(lost, REASONS)
        assert set(found["suggested_code"]) == {"R01"}
        assert found["indicator_code"].tolist() == ["B-1", "A-1"]
        assert not losses.attributed(lost, REASONS, GROUNDS)["cause_code"].isin(["R01", "R02"]).any()
    assert len(remedies.suggested(both, REASONS)) == 4
    assert remedies.suggested(lost_of(scores.assign(reason_codes="R02")), REASONS).empty
    assert remedies.suggested(lost_of(scores).head(0), REASONS).empty


def over_years(**years):
    """Return the parts of one unit's A-2, 8 of 10 claimed and 5 verified, with (reasons, ground) by year."""
    tables = [
        scored({"A-2": 8}, year=int(year[1:]), verified_points=5.0).assign(
            reason_codes=reasons, ground_code=ground
        )
        for year, (reasons, ground) in years.items()
    ]
    scores = pd.concat(tables)
    lost = losses.losses(scoring.count(scores, CRITERIA, ("claimed", "verified")), scores)
    return losses.attributed(lost, REASONS, GROUNDS)


def persisting(parts):
    found = remedies.persistent(parts)
    return {(row.basis, row.cause_code): row.n_years for row in found.itertuples()}


def test_causes_persist_only_in_years_running_up_to_the_last():
    parts = over_years(y2021=("R01;R02", "G01"), y2022=("R02", "G01"), y2023=("R01;R02", "G01"))
    assert persisting(parts) == {("claimed", "R02"): 3, ("verified", "R02"): 3, ("verified", "G01"): 3}
    gap = over_years(y2020=("R02", "G01"), y2022=("R02", "G01"))
    assert persisting(gap) == {}


def test_no_reason_given_is_no_reason_that_repeats():
    assert persisting(over_years(y2021=("", ""), y2022=("", ""))) == {}
    assert persisting(over_years(y2021=("R99", "G01"), y2022=("R99", ""))) == {}


def test_a_unit_that_lost_nothing_in_its_last_year_has_no_cause_that_persists():
    years = over_years(y2021=("R02", ""), y2022=("R02", ""))
    whole = parts_of(scored({"A-2": 10}, year=2023).assign(reason_codes="R02"))
    assert (whole["lost_points"] == 0).all()
    assert persisting(years[years["basis"] == "claimed"]) == {("claimed", "R02"): 2}
    assert persisting(pd.concat([years[years["basis"] == "claimed"], whole])) == {}
    assert remedies.persistent(years.head(0)).empty


@pytest.mark.parametrize("years", [2, 3])
def test_how_many_years_make_a_cause_persistent_is_the_callers_choice(years):
    parts = over_years(y2021=("R02", ""), y2022=("R02", ""))
    assert remedies.persistent(parts, years).empty == (years == 3)
