"""Criteria to review against chance, units that stand out against the others; worked by hand."""

import numpy as np
import pandas as pd
import pytest

from dts_analysis.analysis import screening


def cut_in(cuts, judged=8):
    """Return a summary of indicators cut in so many units each."""
    codes = [f"{number:02d}" for number in range(len(cuts))]
    return pd.DataFrame({"indicator_code": codes, "n_indicators": judged, "n_cut": cuts})


def test_an_indicator_is_held_against_the_overall_rate():
    # 20 of 80 cut. P(X >= 7 of 8 at 0.25) = (8 * 3 + 1) / 4^8 = 25/65536; times ten indicators: 0.0038
    table = screening.to_review(cut_in([7, 1, 1, 1, 1, 1, 1, 2, 2, 3]))
    row = table.iloc[0]
    assert table["indicator_code"].tolist() == ["00"]
    assert (row["n_cut"], row["n_judged"], row["overall_share"]) == (7, 8, 0.25)
    assert row["p_value"] == pytest.approx(25 / 65536)
    assert row["adjusted_p"] == pytest.approx(250 / 65536)
    assert screening.to_review(cut_in([7, 1, 1, 1, 1, 1, 1, 2, 2, 3]), level=0.003).empty


def test_five_of_eight_is_what_chance_does_where_three_in_ten_are_cut():
    # P(X >= 5 of 8 at 0.3) = 56 * .3^5 * .7^3 + 28 * .3^6 * .7^2 + 8 * .3^7 * .7 + .3^8 = 0.058: of 72 four
    rng = np.random.default_rng(3)
    drawn = [cut_in(rng.binomial(8, 0.3, 72)) for _ in range(60)]
    assert np.mean([(each["n_cut"] >= 5).sum() for each in drawn]) == pytest.approx(72 * 0.058, abs=0.6)
    assert np.mean([len(screening.to_review(each)) > 0 for each in drawn]) < 0.1
    alike = cut_in([5] * 3 + [2] * 69)
    assert screening.to_review(alike).empty


def test_where_all_are_cut_or_none_there_is_nothing_to_review():
    assert screening.to_review(cut_in([8] * 5)).empty
    assert screening.to_review(cut_in([0] * 5)).empty


def test_one_unit_says_nothing_of_a_criterion():
    assert screening.to_review(cut_in([1] + [0] * 99, judged=1), level=0.5).empty
    two = screening.to_review(cut_in([2] + [0] * 999, judged=2))
    assert two["n_judged"].tolist() == [2]


def test_sets_and_years_have_their_own_rate():
    sharp = cut_in([6, *[1] * 19]).assign(criteria_id="a", year=2022)
    lenient = cut_in([6] * 20).assign(criteria_id="b", year=2022)
    both = screening.to_review(pd.concat([sharp, lenient], ignore_index=True))
    assert both[["criteria_id", "indicator_code"]].to_numpy().tolist() == [["a", "00"]]
    assert both["overall_share"].iloc[0] == pytest.approx(25 / 160)


def outliers_of(cuts):
    return screening.outliers(parts_of([f"{number:02d}" for number in range(len(cuts))], cuts))


def parts_of(units, cuts):
    """Return what was cut of the 10 points that each unit claimed, as `gap_parts` has it."""
    parts = pd.DataFrame(
        {
            "unit_code": units,
            "moved_points": -np.array(cuts, dtype=float),
            "unjudged_points": 0.0,
            "level": "total",
        }
    )
    return parts.assign(year=2022, criteria_id="x", verified_max_points=10.0)


def test_a_unit_is_an_outlier_by_the_robust_z():
    # shares -0.01, -0.02, -0.03, -0.02, -0.30: median -0.02, MAD 0.01; z of the last -0.28 / 0.014826
    table = outliers_of([0.1, 0.2, 0.3, 0.2, 3.0])
    assert table["robust_z"].iloc[-1] == pytest.approx(-0.28 / 0.014826)
    assert table["from_median_share"].iloc[-1] == pytest.approx(-0.28)
    assert table["n_units"].tolist() == [5] * 5
    assert set(table["spread_of"]) == {"median"}
    assert screening.stands_out(table).tolist() == [False] * 4 + [True]
    assert not screening.stands_out(table, threshold=20).any()
    assert not screening.stands_out(table, least_share=0.3).any()


def test_the_one_that_differs_of_six_is_not_lost_where_the_median_deviation_is_nothing():
    # five uncut, one cut by 0.3: mean deviation 0.05; z = -0.3 / (1.2533 * 0.05) = -4.787
    table = outliers_of([0, 0, 0, 0, 0, 3.0])
    assert table["robust_z"].iloc[-1] == pytest.approx(-6 / np.sqrt(np.pi / 2))
    assert set(table["spread_of"]) == {"mean"}
    assert screening.stands_out(table).tolist() == [False] * 5 + [True]


def test_among_units_all_but_alike_a_small_difference_is_not_worth_a_word():
    table = outliers_of([0, 0, 0, 0, 0, 0.09])  # 0.9 % of the maximum
    assert table["robust_z"].iloc[-1] < -4
    assert not screening.stands_out(table).any()
    assert screening.stands_out(outliers_of([0, 0, 0, 0, 0, 0.1])).iloc[-1]


@pytest.mark.parametrize("cuts", [[3.0], [0.0, 9.0], [0, 0.1, 0.2, 9.0]])
def test_too_few_units_have_no_middle_to_lie_away_from(cuts):
    table = outliers_of(cuts)
    assert table["robust_z"].isna().all()
    assert set(table["spread_of"]) == {""}
    assert not screening.stands_out(table).any()
    assert table["n_units"].tolist() == [len(cuts)] * len(cuts)


def test_where_nothing_varies_nobody_is_an_outlier():
    # 0.3 - 0.1 - 0.2 and its like: the spread of equal shares is a rounding error, and not 0
    assert outliers_of([1.0] * 6)["robust_z"].isna().all()
    noisy = outliers_of([1.0, 1.0 + 1e-13, 1.0 - 1e-13, 1.0 + 3e-13, 1.0, 1.0 + 9e-12])
    assert noisy["robust_z"].isna().all()
    assert not screening.stands_out(noisy).any()


def test_groups_are_judged_by_their_own_middle():
    units = ["a1", "a2", "a3", "a4", "a5", "b1"]
    parts = parts_of(units, [0.1, 0.2, 0.3, 0.4, 0.5, 9.0])
    parts["province"] = parts["unit_code"].str[0]
    table = screening.outliers(parts, by=("province",)).set_index("unit_code")
    assert table["n_units"].to_dict() == dict.fromkeys(units[:5], 5) | {"b1": 1}
    assert not screening.stands_out(table).any()
    assert screening.stands_out(screening.outliers(parts).set_index("unit_code")).loc["b1"]
