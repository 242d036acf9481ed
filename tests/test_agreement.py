"""Agreement of claims and verification: by hand, against statsmodels; nothing certain where little is known."""

import numpy as np
import pandas as pd
import pytest
from golden_set import SET, children, conditions, gap_of, golden_scores, rows_of
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.inter_rater import cohens_kappa

from dts_analysis.analysis.agreement import MEASURES, agreement
from dts_analysis.errors import DtsError

CLASSES = [each.code for each in SET.class_scheme.classes]


def answers(claimed, verified, n_indicators=1, classes=None):
    """Return gaps of units x indicators, the indicators of a unit beside each other."""
    unit, indicator = np.divmod(np.arange(len(claimed)), n_indicators)
    shares = {"claimed_share": np.array(claimed, float), "verified_share": np.array(verified, float)}
    first, second = classes or ([""] * len(claimed),) * 2
    return pd.DataFrame(
        {"unit_code": unit.astype(str), "indicator_code": indicator.astype(str), "max_points": 10.0, **shares}
    ).assign(class_code_from=first, class_code_to=second)


def measured(gap, codes=CLASSES, **options):
    """Return the measures by name: value, low, high, n."""
    table = agreement(gap, codes, **options).set_index("measure")
    assert tuple(table.index) == MEASURES
    return table


def values(gap, **options):
    return measured(gap, **options)["value"].to_dict()


def by_class(first, second):
    """Return gaps of two raters' classes, "0" the best."""
    return answers(first, second, classes=([str(each) for each in first], [str(each) for each in second]))


def test_bias_and_limits_are_the_mean_gap_and_two_standard_deviations_of_it():
    # gaps 0, -0.1, -0.2, -0.1: mean -0.1, squares around it 0.01 + 0 + 0.01 + 0 over 3: 0.0816497
    found = values(answers([0.5, 0.6, 0.7, 0.9], [0.5, 0.5, 0.5, 0.8]))
    assert found["bias"] == pytest.approx(-0.1)
    assert found["limit_low"] == pytest.approx(-0.1 - 1.959964 * 0.0816497, abs=1e-6)
    assert found["limit_high"] == pytest.approx(-0.1 + 1.959964 * 0.0816497, abs=1e-6)


def test_kappa_of_the_textbook_table():
    # 50 proposals, two readers: 20 both yes, 15 both no, 5 and 10 apart: kappa 0.4 (0.7 seen, 0.5 by chance)
    gap = by_class(np.repeat([0, 0, 1, 1], [20, 5, 10, 15]), np.repeat([0, 1, 0, 1], [20, 5, 10, 15]))
    assert measured(gap, ["0", "1"]).loc["kappa", "value"] == pytest.approx(0.4)


def test_kappa_and_icc_are_what_statsmodels_makes_of_them():
    rng = np.random.default_rng(4)
    first = rng.integers(0, 4, 60)
    second = np.clip(first + rng.integers(-1, 2, 60), 0, 3)
    counted = np.bincount(first * 4 + second, minlength=16).reshape(4, 4)
    found = measured(by_class(first, second), list("0123"))["value"]
    assert found["kappa"] == pytest.approx(cohens_kappa(counted, wt="quadratic").kappa)
    long = pd.DataFrame({"target": [*range(60)] * 2, "rater": [0] * 60 + [1] * 60, "x": [*first, *second]})
    squares = anova_lm(ols("x ~ C(target) + C(rater)", long).fit())
    targets, raters, rest = (squares["sum_sq"] / squares["df"])[["C(target)", "C(rater)", "Residual"]]
    assert found["icc"] == pytest.approx((targets - rest) / (targets + rest + 2 * (raters - rest) / 60))


def test_a_near_miss_is_forgiven_more_than_a_far_one():
    truth, near, far = [0, 1, 2, 3, 1], [0, 1, 2, 3, 0], [0, 1, 2, 3, 3]
    kappas = [measured(by_class(truth, each), list("0123")).loc["kappa", "value"] for each in (near, far)]
    assert kappas[0] > kappas[1]


def test_raters_a_constant_apart_agree_but_for_it():
    # Targets 1.5, 3.5, 5.5 around 3.5: mean squares targets 8, raters 1.5, no rest: 8 / (8 + 2 * 1.5 / 3)
    assert values(answers([1, 3, 5], [2, 4, 6]))["icc"] == pytest.approx(8 / 9)


def test_an_interval_resamples_units_and_indicators():
    # Every unit is cut alike in all its answers: 8 units say as much as 8 answers, not as 160.
    rng = np.random.default_rng(5)
    cut = np.repeat([0, 0, 0, 0, 0.4, 0.4, 0.4, 0.4], 20)
    claimed = rng.uniform(0.5, 1, 160)
    found = measured(answers(claimed, claimed - cut, 20)).loc["bias"]
    assert (found["n"], found["n_units"], found["n_indicators"]) == (160, 8, 20)
    # of 8 units with 0 or 0.4 as likely, 2.5 % of draws have at most one, as many at least seven of the cut ones
    assert found["low"] == pytest.approx(-0.35, abs=0.051)
    assert found["high"] == pytest.approx(-0.05, abs=0.051)
    alone = 1.96 * 0.2 / np.sqrt(160)
    assert found["high"] - found["low"] > 6 * alone


def test_the_interval_of_the_mean_has_the_variance_that_theory_gives_it():
    # Owen 2007: of x = a(unit) + b(indicator), means of 30 and 40 drawn anew: var a / 30 + var b / 40
    rng = np.random.default_rng(6)
    unit, indicator = rng.normal(0, 0.04, 30), rng.normal(0, 0.03, 40)
    change = (unit[:, None] + indicator).ravel()
    found = measured(answers(np.full(1200, 0.5), 0.5 + change, 40), draws=8000).loc["bias"]
    spread = np.sqrt(unit.var() / 30 + indicator.var() / 40)
    assert (found["high"] - found["low"]) / (2 * 1.96) == pytest.approx(spread, rel=0.03)


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_rows():
    rng = np.random.default_rng(7)
    gap = answers(*rng.uniform(0, 1, (2, 60)), 10)
    first, other = agreement(gap, CLASSES), agreement(gap.sample(frac=1, random_state=1), CLASSES)
    pd.testing.assert_frame_equal(first, other, rtol=1e-9)
    again = agreement(gap, CLASSES, seed=8)
    assert (again["value"] == first["value"])[:3].all()
    assert (again["low"] != first["low"])[:3].all()


@pytest.mark.filterwarnings("error")
def test_one_answer_says_nothing_but_its_own_gap():
    table = measured(answers([0.5], [0.4], classes=(["low"], ["low"])))
    assert table.loc["bias", "value"] == pytest.approx(-0.1)
    assert table["value"].drop("bias").isna().all()
    assert table[["low", "high"]].isna().all(axis=None)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("second", [0.5, 1.0])
def test_a_rater_who_never_varies_neither_agrees_nor_disagrees(second):
    verified = np.tile([0.1 + 0.2, 0.3, 0.6 - 0.3], 12)
    classes = (["low"] * 36, ["low", "completed"] * 18)
    table = measured(answers(verified, np.full(36, second), 6, classes))
    assert table.loc[["kappa", "icc"], ["value", "low", "high"]].isna().all(axis=None)


def test_where_nothing_was_cut_nothing_is_certain_of_the_rest():
    shares = np.tile([0.1, 0.7, 0.3, 1 / 3, 0.2, 0.9], 6)
    classes = [["low", "basically_completed"] * 18] * 2
    table = measured(answers(shares, shares, 6, classes))
    assert table["value"].tolist() == pytest.approx([0, 0, 0, 1, 1])
    assert table[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("units", "indicators"), [(1, 40), (4, 40), (40, 4)])
def test_few_units_or_indicators_have_no_interval(units, indicators):
    rng = np.random.default_rng(8)
    gap = answers(*rng.uniform(0, 1, (2, units * indicators)), indicators)
    table = measured(gap)
    assert table["value"].drop("kappa").notna().all()
    assert table[["low", "high"]].isna().all(axis=None)
    assert measured(gap, fewest=min(units, indicators)).loc["bias", "low"] < 0


def test_no_interval_leaves_what_is_possible():
    rng = np.random.default_rng(9)
    claimed = rng.uniform(0, 1, 60)
    table = measured(answers(claimed, 1 - claimed, 10))
    assert table.loc["icc", ["low", "value", "high"]].between(-1, 1).all()


def test_agreement_on_the_sample_has_the_width_that_an_auditor_found(sample):
    # Recomputed apart from this code by resampling rows: kappa 0.76 to 0.94, ICC 0.69 to 0.92; independent answers
    # would have said 0.82 to 0.92 and 0.78 to 0.86
    gap = gap_of(children(sample, "37", 2022), sample.criteria)
    table = measured(gap, [each.code for each in sample.criteria["ninhbinh_district_2022"].class_scheme.classes])
    ends = table[["low", "high"]]
    assert ends.loc["kappa"].tolist() == pytest.approx([0.76, 0.94], abs=0.015)
    assert ends.loc["icc"].tolist() == pytest.approx([0.69, 0.92], abs=0.015)
    assert (ends["low"] < table["value"]).all()
    assert (table["value"] < ends["high"]).all()


def test_classes_that_look_at_both_scores_cannot_agree_with_themselves(sample):
    # The claims lost 18 of 81 points; under conditions there is one class for both, and kappa was 1.00
    criteria = conditions(sample)
    table = measured(
        gap_of(golden_scores(), criteria), [each.code for each in criteria[SET.id].class_scheme.classes]
    )
    assert table.loc["kappa", "n"] == 0
    assert table.loc["kappa", ["value", "low", "high"]].isna().all()
    assert table.loc["icc", "value"] == pytest.approx(0.135925, abs=1e-6)


def test_an_answer_that_stands_twice_and_numbers_that_are_none_are_refused():
    gap = pd.DataFrame({"unit_code": "u", "indicator_code": ["A", "A", "B"], "max_points": 10.0})
    gap = gap.assign(claimed_share=0.5, verified_share=[0.4, 0.1, 0.5], class_code_from="", class_code_to="")
    with pytest.raises(DtsError) as refused:
        agreement(gap, ["x"], confidence=95, draws=0)
    assert [each.where for each in refused.value.findings] == ["gap!u!A", "draws", "confidence"]
    with pytest.raises(DtsError, match="final_share"):
        agreement(gap, ["x"], "final")


def test_blank_claims_are_no_rating():
    table = measured(gap_of(rows_of([12, 8, None, 5], [9, 0, 20, 5])))
    assert table["n"].tolist() == [3] * 5
