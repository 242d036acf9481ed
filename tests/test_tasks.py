"""What losses call for as tasks: each once, whose it is, what it could bring at most; worked by hand."""

import pandas as pd
from golden_set import CRITERIA, GROUNDS, REASONS, lost_of, scored

from dts_analysis import dataset, scoring
from dts_analysis.analysis import losses
from dts_analysis.analysis.tasks import tasks

MORE = pd.DataFrame(
    {
        "reason_code": ["R06", "R11"],
        "removable_by": ["unit", "citizens"],
        "remedies": [("training",), ("communication",)],
        "phrases": [(), ()],
    }
)
KNOWN = pd.concat([REASONS, MORE], ignore_index=True)


def tasks_of(scores, basis="claimed", criteria=CRITERIA):
    parts = losses.attributed(lost_of(scores, basis), KNOWN, GROUNDS)
    return tasks(parts, KNOWN, GROUNDS, criteria)


def test_causes_that_share_a_remedy_are_one_task_and_nothing_is_split():
    # A-1 lost 8 of 12 for R03 (training, communication), A-2 lost 4 of 10 for R06 (training): one task of 12
    scores = scored({"A-1": 4, "A-2": 6, "B-1": 0}).assign(reason_codes=["R03", "R06", "R02"])
    found = tasks_of(scores)
    assert found["remedy_codes"].tolist() == [("communication", "training"), ("direction",)]
    assert found["lost_points"].tolist() == [12, 10]
    assert found["indicator_codes"].iloc[0] == ("A-1", "A-2")
    assert found["cause_codes"].tolist() == [("R03", "R06"), ("R02",)]
    assert not found["is_above"].any()


def test_what_citizens_must_overcome_is_the_units_task_and_what_those_above_must_do_stands_last():
    scores = scored({"A-1": 9, "A-2": 0}).assign(reason_codes=["R11", "R01"])
    found = tasks_of(scores)
    assert found["remedy_codes"].tolist() == [("communication",), ("rollout",)]
    assert found["is_above"].tolist() == [False, True]
    assert found["removable_by"].tolist() == [("citizens",), ("province",)]


def test_what_the_set_says_is_not_rolled_out_is_nobodys_below_whatever_its_cause():
    one = CRITERIA["thu_quy_tac_2022"]
    closed = tuple(
        each.model_copy(update={"rolled_out": False}) if each.code == "A-1" else each for each in one.indicators
    )
    criteria = CRITERIA | {one.id: one.model_copy(update={"indicators": closed})}
    scores = scored({"A-1": 2, "A-2": 9}).assign(reason_codes=["R02", "R02"])
    found = tasks_of(scores, criteria=criteria)
    assert found[["remedy_codes", "indicator_codes", "is_above"]].to_numpy().tolist() == [
        [("direction",), ("A-2",), False],
        [("rollout",), ("A-1",), True],
    ]


def test_evidence_comes_before_other_work_where_it_was_what_a_claim_lacked():
    # 8 of 12 claimed, 2 verified for want of evidence; A-2: 8 of 10 claimed, 2 verified on no ground
    scores = scored({"A-1": 8, "A-2": 8}, verified_points=[2.0, 2.0])
    scores = scores.assign(reason_codes="R02", ground_code=["G01", ""])
    found = tasks_of(scores, "verified")
    assert found["remedy_codes"].tolist() == [("direction",), ("evidence",)]
    assert found["evidence_first"].tolist() == [("A-1", "A-2"), ("A-1",)]
    assert found["lost_points"].tolist() == [6, 6]  # 4 and 2 that were never claimed; 6 cut for want of evidence
    wrong = tasks_of(scores.assign(ground_code="G06"), "verified")
    assert wrong["evidence_first"].tolist() == [()] * len(wrong)


def test_a_cause_with_several_remedies_is_one_task_and_one_without_is_none():
    scores = scored({"A-2": 8, "A-4": 8, "B-1": 6}, verified_points=[5.0, 8.0, 6.0])
    scores = scores.assign(reason_codes=["R02", "R03", "R02"], ground_code=["G09", "", ""])
    found = tasks_of(scores, "verified").set_index("remedy_codes")
    assert found["lost_points"].to_dict() == {("direction",): 6, ("communication", "training"): 2}  # G09's 3: none
    assert found.loc[[("direction",)], ["n_indicators", "cause_codes"]].to_numpy().tolist() == [[2, ("R02",)]]
    parts = losses.attributed(lost_of(scores, "verified"), KNOWN, GROUNDS)
    assert tasks(parts.head(0), KNOWN, GROUNDS, CRITERIA).empty


def test_one_task_of_several_causes_counts_an_indicator_once():
    scores = scored({"A-2": 8}, verified_points=3.0).assign(reason_codes="R02", ground_code="G06")
    parts = losses.attributed(lost_of(scores, "verified"), KNOWN, GROUNDS).assign(removable_by="unit")
    (row,) = tasks(parts, KNOWN, GROUNDS, CRITERIA).itertuples()
    assert (row.remedy_codes, row.lost_points, row.n_indicators) == (("direction",), 7, 1)
    assert row.cause_codes == ("G06", "R02")


def test_the_three_of_the_seed_page_are_called_for_because_of_the_reasons(sample):
    own = sample.scores[(sample.scores["unit_code"] == "373") & (sample.scores["year"] == 2022)]
    grounds = sample.grounds.assign(removable_by="unit", remedies=[("evidence",)] * len(sample.grounds))

    def called_for(scores):
        lost = losses.losses(scoring.count(scores, sample.criteria, ("claimed",)), scores)
        parts = losses.attributed(lost, sample.reasons, grounds)
        found = tasks(parts, sample.reasons, grounds, sample.criteria, sample.levels)
        return {code for codes in found["remedy_codes"] for code in codes}

    assert {"direction", "communication", "training"} <= called_for(own)
    assert called_for(own.assign(reason_codes="R16")) == {"money", "rollout"}


def test_no_reason_and_a_ground_without_a_remedy_call_for_nothing():
    scores = scored({"A-1": 8}, verified_points=2.0).assign(reason_codes="", ground_code="G09")
    found = tasks_of(scores, "verified")
    assert found.empty
    assert found["lost_points"].sum() == 0


def test_remedies_read_from_a_stored_build_are_the_same(sample, tmp_path):
    dataset.save(sample, tmp_path)
    stored = dataset.load(tmp_path)
    found = []
    for data in (sample, stored):
        unit = data.about("373", 2022)
        parts = losses.attributed(losses.losses(unit.on_basis, unit.scores), data.reasons, data.grounds)
        found.append(tasks(parts, data.reasons, data.grounds, data.criteria, data.levels))
    pd.testing.assert_frame_equal(*found)
