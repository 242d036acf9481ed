"""What lost points call for: golden/working_group, by hand; suggestions are never counted."""

import pandas as pd
import pytest
from test_scoring import CRITERIA
from test_verification import golden_scores, same

from dts_analysis.analysis import losses, remedies

REASONS = pd.DataFrame(
    {
        "reason_code": ["R01", "R02", "R03", "R99"],
        "removable_by": ["province", "unit", "unit", "unknown"],
        "remedies": [("rollout",), ("direction",), ("training", "communication"), ("coding",)],
        "phrases": [("chưa được triển khai",), ("chưa chủ động",), (), ()],
    }
)
REMEDIES = pd.DataFrame({"remedy_code": ["direction", "communication", "training", "rollout", "coding"]})


def golden_parts(**columns):
    return losses.attributed(losses.losses(golden_scores().assign(**columns), CRITERIA), REASONS)


def test_recommendations_follow_from_reasons_largest_first():
    same(remedies.recommendations(golden_parts(), REASONS, REMEDIES), "recommendations")


def test_structural_and_own_losses_and_the_attainment_over_what_was_rolled_out():
    table = remedies.structural(golden_parts(), CRITERIA).set_index("unit_code")
    assert table.loc["a", ["lost_points", "structural_points", "own_points"]].tolist() == [17, 10, 7]
    assert table.loc["a", "attainment_share"] == pytest.approx(35 / 52)
    assert table.loc["a", "rolled_out_share"] == pytest.approx(25 / 32)
    assert table.loc["b", ["structural_points", "own_points"]].tolist() == [0, 6]


def test_what_the_set_says_was_not_rolled_out_is_structural_without_a_reason():
    one = CRITERIA["thu_quy_tac_2022"]
    closed = tuple(
        each.model_copy(update={"rolled_out": False}) if each.code == "A-3" else each for each in one.indicators
    )
    criteria = {one.id: one.model_copy(update={"indicators": closed})}
    parts = golden_parts(reason_codes="")
    assert remedies.structural(parts, criteria).set_index("unit_code").loc["a", "structural_points"] == 10
    assert remedies.structural(parts, CRITERIA).set_index("unit_code").loc["a", "structural_points"] == 0


def test_the_three_of_the_seed_page_appear_because_of_the_reasons(sample):
    own = sample.scores[(sample.scores["unit_code"] == "373") & (sample.scores["year"] == 2022)]
    parts = losses.attributed(losses.losses(own, sample.criteria), sample.reasons)
    found = remedies.recommendations(parts, sample.reasons, sample.remedies)
    assert {"direction", "communication", "training"} <= set(found["remedy_code"])
    without = losses.attributed(losses.losses(own.assign(reason_codes="R16"), sample.criteria), sample.reasons)
    assert set(remedies.recommendations(without, sample.reasons, sample.remedies)["remedy_code"]) == {"money"}


def test_stated_shares_split_a_loss_as_stated():
    scores = golden_scores().iloc[[4]].assign(reason_codes="R01;R02", reason_shares="0.75;0.25")
    parts = losses.attributed(losses.losses(scores, CRITERIA), REASONS)
    assert parts[["reason_code", "lost_points"]].to_numpy().tolist() == [["R01", 4.5], ["R02", 1.5]]


def test_phrases_suggest_and_are_not_counted():
    scores = golden_scores().assign(explanation="Chỉ số CHƯA ĐƯỢC triển khai đến huyện", reason_codes="")
    lost = losses.losses(scores, CRITERIA)
    found = remedies.suggested(lost, REASONS)
    assert set(found["suggested_code"]) == {"R01"}
    assert len(found) == (lost["lost_points"] > 0).sum()
    assert set(losses.attributed(lost, REASONS)["reason_code"]) == {"R99"}
    coded = losses.losses(scores.assign(reason_codes="R02"), CRITERIA)
    assert remedies.suggested(coded, REASONS).empty


def test_reasons_persist_only_in_years_running_up_to_the_last():
    years = pd.concat(
        [
            golden_parts().assign(year=2021),
            golden_parts(reason_codes="R02").assign(year=2022),
            golden_parts().assign(year=2023),
        ]
    )
    found = remedies.persistent(years).set_index(["unit_code", "reason_code"])["n_years"].to_dict()
    assert found == {("a", "R02"): 3, ("b", "R02"): 3}


def test_a_unit_that_lost_nothing_in_its_last_year_has_no_reason_that_persists():
    whole = golden_scores()
    whole = whole.assign(claimed_points=whole["max_points"])
    last = losses.attributed(losses.losses(whole, CRITERIA), REASONS)
    years = pd.concat([golden_parts().assign(year=2021), golden_parts().assign(year=2022), last.assign(year=2023)])
    assert (last["lost_points"] == 0).all()
    assert remedies.persistent(years).empty
