"""Lost points and their reasons: worked by hand, and that they add up exactly whatever the reasons."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_completion import scored
from test_scoring import CRITERIA, answers

from dts_analysis import scoring
from dts_analysis.analysis import losses

REASONS = pd.DataFrame({"reason_code": ["R01", "R02", "R99"], "removable_by": ["province", "unit", "unknown"]})


def lost_of(claims, reasons, statuses="answered"):
    scores = scored(claims, statuses).assign(reason_codes=reasons)
    return losses.losses(scores, CRITERIA)


def test_lost_is_maximum_minus_points_largest_first():
    lost = lost_of({"A-1": 9, "A-2": 10, "A-3": 0, "A-4": None}, "", ["answered"] * 3 + ["missing"])
    assert lost[["indicator_code", "lost_points"]].to_numpy().tolist() == [
        ["A-3", 20], ["A-4", 10], ["A-1", 3], ["A-2", 0],
    ]  # fmt: skip
    assert losses.weak(lost)["indicator_code"].tolist() == ["A-3", "A-4"]


def test_what_does_not_apply_or_is_not_judged_lost_nothing():
    lost = lost_of({"A-1": None, "B-4": None, "A-2": 4}, "", ["not_applicable", "unscored", "answered"])
    assert lost["indicator_code"].tolist() == ["A-2"]


def test_a_loss_is_split_equally_over_its_reasons():
    lost = lost_of({"A-1": 0, "A-2": 4, "A-3": 19}, ["R01;R02", "R02", ""])
    parts = losses.attributed(lost, REASONS)
    table = losses.by_reason(parts).set_index("reason_code")
    # R01: 12/2 = 6; R02: 12/2 + 6 = 12; R99: 1; of 19 in all
    assert table["lost_points"].to_dict() == {"R02": 12, "R01": 6, "R99": 1}
    assert table["n_indicators"].to_dict() == {"R02": 2, "R01": 1, "R99": 1}
    assert table["cumulative_share"].tolist() == pytest.approx([12 / 19, 18 / 19, 1])
    assert losses.by_party(parts)["removable_by"].tolist() == ["unit", "province", "unknown"]


def test_a_reason_outside_the_taxonomy_is_refused():
    with pytest.raises(ValueError, match=r"\['R55'\] are not in the taxonomy"):
        losses.attributed(lost_of({"A-1": 0}, "R55"), REASONS)


REASON_CELLS = [("", ""), ("R01", ""), ("R01;R02;R99", ""), ("R01;R02", "0.75;0.25"), ("R02;R01", "0.1;0.9")]
answered = st.tuples(
    st.sampled_from(["u", "v"]),
    st.sampled_from(["A-2", "A-4", "B-1"]),
    st.floats(0, 10),
    st.sampled_from(REASON_CELLS),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(answered, min_size=1, max_size=6, unique_by=lambda each: each[:2]))
def test_attributed_and_unclassified_add_up_to_what_was_lost_at_every_level(cases):
    table = answers([(code, None, None, points) for _, code, points, _ in cases])
    table = table.assign(
        unit_code=[unit for unit, *_ in cases],
        reason_codes=[codes for *_, (codes, _) in cases],
        reason_shares=[shares for *_, (_, shares) in cases],
    )
    scores = scoring.score(table.astype({"declared_value": float}), CRITERIA)
    lost = losses.losses(scores, CRITERIA)
    parts = losses.attributed(lost, REASONS)
    for level in (["unit_code", "indicator_code"], ["unit_code", "pillar_code"], ["unit_code"], ["year"]):
        found, expected = (each.groupby(level, observed=True)["lost_points"].sum() for each in (parts, lost))
        pd.testing.assert_series_equal(found, expected, check_exact=False, rtol=0, atol=1e-12)
    for by in ((), ("unit_code",), ("unit_code", "pillar_code")):
        assert losses.by_reason(parts, by)["lost_points"].sum() == pytest.approx(
            lost["lost_points"].sum(), abs=1e-9
        )


def test_nothing_lost_gives_an_empty_table():
    assert losses.by_reason(losses.attributed(lost_of({"A-1": 12}, ""), REASONS)).empty
