"""Measures of agreement against published values."""

import numpy as np
import pytest
from test_scoring import SET
from test_verification import children, conditions, gap_of, golden_scores, rows_of

from dts_analysis.analysis import agreement

CLASSES = [each.code for each in SET.class_scheme.classes]


def test_kappa_of_the_textbook_table():
    # 50 proposals, two readers: 20 both yes, 15 both no, 5 and 10 apart: kappa 0.4 (0.7 seen, 0.5 by chance)
    first = np.repeat([0, 0, 1, 1], [20, 5, 10, 15])
    second = np.repeat([0, 1, 0, 1], [20, 5, 10, 15])
    found = agreement.kappa_of(first, second, 2)
    assert found["kappa"] == pytest.approx(0.4)
    assert found["low"] < 0.4 < found["high"]
    assert np.isnan(agreement.kappa_of(first * 0, second * 0, 2)["kappa"])


def test_weights_forgive_a_near_miss_more_than_a_far_one():
    near, far = np.array([0, 1, 2, 3, 0]), np.array([0, 1, 2, 3, 3])
    truth = np.array([0, 1, 2, 3, 1])
    assert agreement.kappa_of(truth, near, 4)["kappa"] > agreement.kappa_of(truth, far, 4)["kappa"]


def test_icc_of_shrout_and_fleiss_with_its_published_interval():
    # Shrout and Fleiss 1979, table 2: ICC(2,1) 0.29; interval 0.019 to 0.761 as R's psych prints it
    judges = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    found = agreement.icc(judges.astype(float))
    assert found["icc"] == pytest.approx(0.2898, abs=5e-5)
    assert (found["low"], found["high"]) == (pytest.approx(0.0188, abs=5e-4), pytest.approx(0.7611, abs=5e-4))


def test_icc_of_raters_who_agree_is_one_and_of_nothing_is_nan():
    assert agreement.icc(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]]))["icc"] == pytest.approx(1)
    assert np.isnan(agreement.icc(np.ones((3, 2)))["icc"])


def test_agreement_on_the_sample_is_high_and_has_its_interval(sample):
    gap = gap_of(children(sample, "37", 2022), sample.criteria)
    codes = [each.code for each in sample.criteria["ninhbinh_district_2022"].class_scheme.classes]
    for found, key in ((agreement.class_kappa(gap, codes), "kappa"), (agreement.attainment_icc(gap), "icc")):
        assert 0.5 < found["low"] < found[key] < found["high"] <= 1


def test_classes_that_look_at_both_scores_cannot_agree_with_themselves(sample):
    # The claims lost 18 of 81 points; under conditions there is one class for both, and kappa was 1.00
    criteria = conditions(sample)
    gap = gap_of(golden_scores(), criteria)
    found = agreement.class_kappa(gap, [each.code for each in criteria[SET.id].class_scheme.classes])
    assert found["n"] == 0
    assert np.isnan([found[name] for name in ("kappa", "low", "high")]).all()
    assert agreement.attainment_icc(gap)["icc"] == pytest.approx(0.135925, abs=1e-6)


def test_blank_claims_are_no_rating():
    gap = gap_of(rows_of([12, 8, None, 5], [9, 0, 20, 5]))
    assert agreement.class_kappa(gap, CLASSES)["n"] == 3
    assert agreement.attainment_icc(gap)["n"] == 3


def test_one_answer_is_no_agreement():
    gap = gap_of(golden_scores()).iloc[[1]]
    assert np.isnan(agreement.class_kappa(gap, CLASSES)["kappa"])
    assert np.isnan(agreement.attainment_icc(gap)["icc"])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("second", [0.5, 1.0])
def test_raters_who_tell_no_target_apart_measure_nothing(second):
    ratings = np.array([[0.1 + 0.2, second], [0.3, second], [0.6 - 0.3, second]])
    found = agreement.icc(ratings)
    assert found["n"] == 3
    assert np.isnan([found[name] for name in ("icc", "low", "high")]).all()


def test_raters_a_constant_apart_agree_but_not_with_certainty():
    # Targets 1.5, 3.5, 5.5 around 3.5: MS targets 8; judges 3 * 2 * 0.25 = 1.5; nothing is left over.
    # ICC(2,1) = 8 / (8 + 2 * 1.5 / 3) = 8/9; two judges leave their own spread all but unknown.
    found = agreement.icc(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    assert found["icc"] == pytest.approx(8 / 9)
    assert found["low"] < 0.1 < 0.99 < found["high"] <= 1


def test_perfect_agreement_survives_binary_fractions():
    shares = np.array([0.1, 0.7, 0.3, 1 / 3, 0.2, 0.9])
    found = agreement.icc(np.column_stack([shares, shares]))
    assert [found["icc"], found["low"], found["high"]] == pytest.approx([1, 1, 1])
