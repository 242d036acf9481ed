"""The exact decomposition of a change in attainment: worked by hand, and exact for any numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dts_analysis.analysis.decomposition import EFFECTS, decompose, effects, explained
from dts_analysis.analysis.trends import compare
from dts_analysis.errors import DtsError
from dts_analysis.scoring import totals

COLUMNS = ["unit_code", "indicator_code", "max_points_from", "points_from", "max_points_to", "points_to"]

# Worked by hand. Year 0: a 5/10, b 10/10, d 0/20; P0 = 15/40 = 0.375.
# Year 1: a 10/20, b 5/10, n 20/20; P1 = 35/50 = 0.7; mean(P) = 0.5375.
# a: w 0.25 -> 0.4, r 0.5 -> 0.5: performance 0; reweighting (0.5 - 0.5375) * 0.15 = -0.005625
# b: w 0.25 -> 0.2, r 1 -> 0.5: performance 0.225 * -0.5 = -0.1125;
#    reweighting (0.75 - 0.5375) * -0.05 = -0.010625
# d: dropped -0.5 * (0 - 0.5375) = 0.26875;  n: new 0.4 * (1 - 0.5375) = 0.185
# sum: -0.1125 - 0.01625 + 0.26875 + 0.185 = 0.325 = P1 - P0
BY_HAND = pd.DataFrame(
    [
        ["373", "a", 10, 5, 20, 10],
        ["373", "b", 10, 10, 10, 5],
        ["373", "d", 20, 0, 0, np.nan],
        ["373", "n", 0, np.nan, 20, 20],
    ],
    columns=COLUMNS,
)


def test_the_hand_worked_case():
    summed = effects(decompose(BY_HAND)).iloc[0]
    assert summed["performance_share"] == pytest.approx(-0.1125)
    assert summed["reweighting_share"] == pytest.approx(-0.01625)
    assert summed["new_share"] == pytest.approx(0.185)
    assert summed["dropped_share"] == pytest.approx(0.26875)
    assert summed["change_share"] == pytest.approx(0.325)


def test_a_blank_answer_earns_nothing_but_counts():
    blank = BY_HAND.assign(points_from=[5, 10, np.nan, np.nan])
    pd.testing.assert_frame_equal(effects(decompose(blank)), effects(decompose(BY_HAND)))


def test_nothing_counting_in_one_year_has_no_change():
    empty = BY_HAND.assign(max_points_from=0.0)
    assert np.isnan(effects(decompose(empty))["change_share"].iloc[0])


earned = st.one_of(st.none(), st.integers(0, 100))  # per cent of the maximum; none: no points at all
indicator = st.tuples(*[st.integers(0, 400), earned] * 2)


def got(quarters, per_cent):
    return np.nan if per_cent is None else quarters / 4 * per_cent / 100


@given(st.lists(st.tuples(st.sampled_from(["373", "374"]), indicator), min_size=1, max_size=30))
def test_the_parts_add_up_to_the_change_for_any_numbers(drawn):
    rows = [
        [unit, str(number), m0 / 4, got(m0, s0), m1 / 4, got(m1, s1)]
        for number, (unit, (m0, s0, m1, s1)) in enumerate(drawn)
    ]
    pairs = pd.DataFrame(rows, columns=COLUMNS)
    sums = pairs.groupby("unit_code")[COLUMNS[2:]].sum()
    expected = sums["points_to"] / sums["max_points_to"].replace(0, np.nan)
    expected -= sums["points_from"] / sums["max_points_from"].replace(0, np.nan)
    summed = effects(decompose(pairs)).set_index("unit_code")
    pd.testing.assert_series_equal(summed["change_share"], expected, check_names=False, atol=1e-12, rtol=0)
    by_pillar = effects(
        decompose(pairs.assign(pillar_code=pairs["indicator_code"].str[-1])), ["unit_code", "pillar_code"]
    )
    again = by_pillar.groupby("unit_code")["change_share"].sum(min_count=1)
    pd.testing.assert_series_equal(again, expected, check_names=False, atol=1e-12, rtol=0)


def test_every_effect_has_a_column():
    assert {f"{name}_share" for name in EFFECTS} <= set(decompose(BY_HAND).columns)


def test_the_samples_change_is_explained_exactly_for_every_unit_and_pillar(sample):
    scores = sample.scores[sample.scores["criteria_id"].astype("str").str.contains("district")]
    before, after = (scores[scores["year"] == year] for year in (2021, 2022))
    whole = explained(before, after, sample.criteria, "claimed").set_index("unit_code")
    shares = [totals(each, "claimed").set_index("unit_code")["attainment_share"] for each in (before, after)]
    assert whole["change_share"].to_dict() == pytest.approx((shares[1] - shares[0]).to_dict(), abs=1e-12)
    by_pillar = explained(before, after, sample.criteria, "claimed", by=("unit_code", "pillar_code"))
    summed = by_pillar.groupby("unit_code")["change_share"].sum()
    assert summed.to_dict() == pytest.approx(whole["change_share"].to_dict(), abs=1e-12)


def test_two_bases_are_refused_unless_asked_and_then_told_apart(sample):
    before, after = sample.pair("373", 2022)
    with pytest.raises(
        DtsError, match=r"năm trước tính theo điểm tự chấm, năm sau theo điểm thẩm định.*allow_basis_change"
    ):
        explained(before, after, sample.criteria, "claimed", "verified")
    for by in (("unit_code",), ("unit_code", "pillar_code")):
        table = explained(before, after, sample.criteria, "claimed", "verified", True, by)
        real = totals(after, "verified")["attainment_share"][0] - totals(before, "claimed")["attainment_share"][0]
        basis = totals(after, "verified")["attainment_share"][0] - totals(after, "claimed")["attainment_share"][0]
        assert table["change_share"].sum() == pytest.approx(real, abs=1e-12)
        assert table["basis_share"].sum() == pytest.approx(basis, abs=1e-12)
    assert (explained(before, after, sample.criteria, "claimed")["basis_share"] == 0).all()


def test_a_pillar_that_was_dropped_has_no_part_in_a_change_of_basis(sample):
    before, after = sample.pair("373", 2022)
    gone = after["pillar_code"].astype("str") == after["pillar_code"].astype("str").iloc[0]
    by = ("unit_code", "pillar_code")
    table = explained(before, after[~gone], sample.criteria, "claimed", "verified", True, by)
    real = totals(after[~gone], "verified")["attainment_share"][0]
    real -= totals(before, "claimed")["attainment_share"][0]
    assert table["change_share"].notna().all()
    assert table["change_share"].sum() == pytest.approx(real, abs=1e-12)


def test_performance_under_a_changed_rule_or_target_is_told_apart(sample):
    before, after = sample.pair("373", 2022)
    compared = compare(before, after, sample.criteria, "claimed")
    unlike = set(compared.loc[compared["why"].isin(["target_moved", "rule_changed"]), "code_to"])
    parts = decompose(compared)
    by_hand = parts.loc[parts["code_to"].isin(unlike), "performance_share"].sum()
    row = explained(before, after, sample.criteria, "claimed").iloc[0]
    assert len(unlike) > 0
    assert row["unlike_share"] == pytest.approx(by_hand, abs=1e-12)
    assert row["unlike_share"] != 0
    assert row[[f"{name}_share" for name in (*EFFECTS, "basis")]].sum() == pytest.approx(row["change_share"])
