"""Lost points and their causes: worked by hand, and that they add up exactly whatever the causes."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH, CRITERIA, lost_of, many, scored, scores_of
from hypothesis import given, settings, strategies as st

from dts_analysis import scoring
from dts_analysis.analysis import losses

REASONS = pd.DataFrame({"reason_code": ["R01", "R02", "R99"], "removable_by": ["province", "unit", "unknown"]})
GROUNDS = pd.DataFrame({"ground_code": ["G01", "G04"], "removable_by": ["unit", "province"]})


def parts_of(scores, basis="claimed", criteria=CRITERIA):
    return losses.attributed(lost_of(scores, basis, criteria), REASONS, GROUNDS)


def by_code(parts):
    return parts.groupby("cause_code", observed=True)["lost_points"].sum().to_dict()


def test_lost_is_maximum_minus_points_largest_first():
    lost = lost_of(scored({"A-1": 9, "A-2": 10, "A-3": 0, "A-4": None}, ["answered"] * 3 + ["missing"]))
    assert lost[["indicator_code", "lost_points"]].to_numpy().tolist() == [
        ["A-3", 20], ["A-4", 10], ["A-1", 3], ["A-2", 0],
    ]  # fmt: skip
    assert losses.weak(lost)["indicator_code"].tolist() == ["A-3", "A-4"]


def test_units_years_and_bases_each_have_their_own_order():
    one = scored({"A-1": 9, "A-2": 2}, verified_points=[6.0, 9.0])
    scores = pd.concat([one.assign(unit_code="v"), one.assign(year=2021), one], ignore_index=True)
    lost = losses.losses(scoring.count(scores, CRITERIA, ("claimed", "verified")), scores)
    assert lost[["unit_code", "year", "basis", "indicator_code", "lost_points"]].to_numpy().tolist() == [
        [unit, year, basis, *each]
        for unit, year in (("u", 2021), ("u", 2022), ("v", 2022))
        for basis, each in (
            ("claimed", ["A-2", 8]), ("claimed", ["A-1", 3]), ("verified", ["A-1", 6]), ("verified", ["A-2", 1]),
        )
    ]  # fmt: skip


def test_cells_come_along_by_their_keys_not_by_their_place():
    scores = scored({"A-1": 9, "A-2": 2, "B-1": 0}).assign(source=["c1", "c2", "c3"], explanation=["x", "y", "z"])
    counted = scoring.count(scores, CRITERIA, ("claimed",))
    lost = losses.losses(counted.iloc[[2, 0]], scores.iloc[::-1].astype({"unit_code": "category"}))
    assert lost[["indicator_code", "source", "explanation"]].to_numpy().tolist() == [
        ["B-1", "c3", "z"], ["A-1", "c1", "x"],
    ]  # fmt: skip
    with pytest.raises(ValueError, match="1 rows are not in the table by unit_code, year, criteria_id"):
        losses.losses(counted, scores.iloc[1:])


def test_what_does_not_apply_is_not_read_or_not_judged_lost_nothing():
    statuses = ["not_applicable", "unscored", "answered", "unread"]
    lost = lost_of(scored({"A-1": None, "B-4": None, "A-2": 4, "B-1": None}, statuses))
    assert lost["indicator_code"].tolist() == ["A-2"]


def test_what_is_not_judged_yet_is_not_weak_under_conditions():
    one = "thu_dieu_kien_2022"
    scores = scored({"A-1": 6, "A-2": 10}, verified_points=[None, 8.0], criteria_id=one)
    assert losses.weak(lost_of(scores, "claimed", BOTH)).empty  # nothing can be said of claims alone
    assert lost_of(scores, "claimed", BOTH)["lost_points"].tolist() == [6, 0]
    assert losses.weak(lost_of(scores, "verified", BOTH))["indicator_code"].tolist() == ["A-2"]


@settings(max_examples=40)
@given(many)
def test_weak_and_lost_are_those_of_the_totals(cases):
    scores = scores_of(cases)
    counted = scoring.count(scores, BOTH)
    lost, keys = losses.losses(counted, scores), ["unit_code", "year", "criteria_id", "basis"]
    table = scoring.totals(counted, BOTH).query("level == 'total'").set_index(keys)
    n_weak = losses.weak(lost).groupby(keys, observed=True).size()
    for name in ("points", "max_points", "lost_points"):
        sums = lost.groupby(keys, observed=True)[name].sum()
        assert table.loc[table[name] > 0, name].to_dict() == sums[sums > 0].to_dict()
    assert table.loc[table["n_lower"] > 0, "n_lower"].to_dict() == n_weak.to_dict()


def test_a_loss_is_split_equally_over_its_reasons():
    parts = parts_of(scored({"A-1": 0, "A-2": 4, "A-3": 19}).assign(reason_codes=["R01;R02", "R02", ""]))
    table = losses.by_cause(parts).set_index("cause_code")
    # R01: 12/2 = 6; R02: 12/2 + 6 = 12; R99: 1; of 19 in all
    assert table["lost_points"].to_dict() == {"R02": 12, "R01": 6, "R99": 1}
    assert table["n_indicators"].to_dict() == {"R02": 2, "R01": 1, "R99": 1}
    assert table["cumulative_share"].tolist() == pytest.approx([12 / 19, 18 / 19, 1])
    assert losses.by_party(parts)["removable_by"].tolist() == ["unit", "province", "unknown"]


def test_stated_shares_split_a_loss_as_stated():
    parts = parts_of(scored({"A-1": 6}).assign(reason_codes="R01;R02", reason_shares="0.75;0.25"))
    assert parts[["cause_code", "lost_points"]].to_numpy().tolist() == [["R01", 4.5], ["R02", 1.5]]


@pytest.mark.parametrize(
    ("claimed", "verified", "reasons", "ground", "expected"),
    [
        (
            8,
            0,
            "R01",
            "G01",
            {"R01": 2, "G01": 8},
        ),  # what was not claimed has the reason, what was taken the ground
        (8, 5, "R01;R02", "G04", {"R01": 1, "R02": 1, "G04": 3}),
        (8, 0, "", "G01", {"R99": 2, "G01": 8}),
        (8, 0, "R01", "", {"R01": 2, "": 8}),  # no ground was given: said, not guessed
        (10, 4, "", "G01", {"G01": 6}),  # nothing is left for a reason
        (10, 4, "R01", "G01", {"R01": 0, "G01": 6}),
        (8, 7.996, "R01", "G01", {"R01": 2.004}),  # equal as typed: no cut
        (8, 8, "R01", "G01", {"R01": 2}),
        (4, 6, "R01", "G01", {"R01": 4}),  # raised
        (None, 6, "R01", "G01", {"R01": 4}),  # nothing was claimed, so nothing could be taken
        (10, 10, "", "", {"R99": 0}),
    ],
)
def test_what_verification_took_has_its_ground_and_the_rest_the_reason(
    claimed, verified, reasons, ground, expected
):
    scores = scored({"A-2": claimed}, "missing" if claimed is None else "answered", verified_points=verified)
    scores = scores.assign(reason_codes=reasons, ground_code=ground, final_points=verified)
    for basis in ("verified", "final"):
        parts = parts_of(scores, basis)
        assert by_code(parts) == pytest.approx(expected, abs=1e-12)
        assert parts["lost_points"].sum() == pytest.approx(10 - verified, abs=1e-12)
    claims = by_code(parts_of(scores))
    assert not any(code.startswith("G") or code == "" for code in claims)


def test_who_can_remove_a_cause_is_said_by_its_taxonomy():
    scores = scored({"A-2": 8, "A-4": 8}, verified_points=[5.0, 5.0])
    parts = parts_of(scores.assign(reason_codes="R01", ground_code=["G01", ""]), "verified")
    found = dict(zip(parts["cause_code"], parts["removable_by"], strict=True))
    assert found == {"R01": "province", "G01": "unit", "": "unknown"}


def test_a_code_outside_the_taxonomies_is_refused():
    scores = scored({"A-1": 8}, verified_points=0.0)
    with pytest.raises(ValueError, match=r"codes \['R55'\] are in no taxonomy"):
        parts_of(scores.assign(reason_codes="R55"))
    with pytest.raises(ValueError, match=r"codes \['G77'\] are in no taxonomy"):
        parts_of(scores.assign(ground_code="G77"), "verified")


def test_a_reason_stands_at_every_indicator_that_bears_it_also_where_nothing_was_to_lose():
    # B-5 has no points and is not met; A-4 is at its maximum and bears no cause
    scores = scored({"A-1": 0, "B-5": 0, "A-4": 10}).assign(reason_codes=["R01", "R01", ""], computed_share=0.0)
    weak = losses.weak(lost_of(scores))
    for parts in (parts_of(scores), losses.attributed(weak, REASONS, GROUNDS)):
        (row,) = losses.by_cause(parts).itertuples()
        assert (row.cause_code, row.n_indicators, row.lost_points) == ("R01", len(weak), 12)


def test_weak_indicators_without_points_and_reason_are_counted_as_not_classified():
    parts = parts_of(scored({"B-5": 0, "A-1": 12}).assign(computed_share=0.0))
    (row,) = losses.by_cause(parts).itertuples()
    assert (row.cause_code, row.n_indicators, row.lost_points) == ("R99", 1, 0)
    assert np.isnan(row.lost_share)


def test_bases_are_never_added_up_and_indicators_of_two_sets_are_two():
    both = [scored({"A-2": 8}, verified_points=5.0, criteria_id=each) for each in sorted(BOTH)]
    scores = pd.concat(both).assign(reason_codes="R01", ground_code="G01")
    lost = losses.losses(scoring.count(scores, BOTH, ("claimed", "verified")), scores)
    table = losses.by_cause(losses.attributed(lost, REASONS, GROUNDS))
    assert table[["basis", "cause_code", "lost_points", "n_indicators"]].to_numpy().tolist() == [
        ["claimed", "R01", 4, 2], ["verified", "G01", 6, 2], ["verified", "R01", 4, 2],
    ]  # fmt: skip


REASON_CELLS = [("", ""), ("R01", ""), ("R01;R02;R99", ""), ("R01;R02", "0.75;0.25"), ("R02;R01", "0.1;0.9")]
written = st.fixed_dictionaries(
    {"cell": st.sampled_from(REASON_CELLS), "ground": st.sampled_from(["", "G01", "G04"])}
)


@settings(max_examples=60)
@given(many, st.lists(written, min_size=12, max_size=12))
def test_the_parts_add_up_to_what_was_lost_at_every_level_on_every_basis(cases, cells):
    own = [cell for cell, _ in zip(cells, cases, strict=False)]
    scores = scores_of(cases).assign(
        reason_codes=pd.array([each["cell"][0] for each in own], dtype="str"),
        reason_shares=pd.array([each["cell"][1] for each in own], dtype="str"),
        ground_code=pd.array([each["ground"] for each in own], dtype="str"),
    )
    lost = losses.losses(scoring.count(scores, BOTH), scores)
    parts = losses.attributed(lost, REASONS, GROUNDS)
    assert (parts["lost_points"] >= 0).all()
    for level in (["unit_code", "indicator_code"], ["unit_code", "pillar_code"], ["unit_code"], ["year"]):
        keys = ["basis", *level]
        found, expected = (each.groupby(keys, observed=True)["lost_points"].sum() for each in (parts, lost))
        pd.testing.assert_series_equal(found, expected, check_exact=False, rtol=0, atol=1e-12)
    for by in ((), ("unit_code",), ("unit_code", "pillar_code")):
        shared = losses.by_cause(parts, by)
        assert shared["lost_points"].sum() == pytest.approx(lost["lost_points"].sum(), abs=1e-9)
        last = shared.groupby(["basis", *by], observed=True)["cumulative_share"].last().dropna()
        assert last.tolist() == pytest.approx([1] * len(last))


def test_nothing_lost_gives_an_empty_table():
    parts = parts_of(scored({"A-1": 12}))
    assert parts["lost_points"].tolist() == [0]
    for rows in (parts, parts.head(0)):
        assert losses.by_cause(rows).empty
        assert losses.by_party(rows).empty
    nothing = losses.attributed(lost_of(scored({"A-1": 12})).head(0), REASONS, GROUNDS)
    assert nothing.empty
    assert losses.by_cause(nothing).empty
