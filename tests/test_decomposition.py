"""The exact decomposition of a change in attainment: worked by hand, and exact for any numbers."""

import numpy as np
import pandas as pd
import pytest
from golden_set import SET, answers
from hypothesis import given, strategies as st

from dts_analysis import scoring
from dts_analysis.analysis import continuity
from dts_analysis.analysis.decomposition import EFFECTS, decompose, effects, explained
from dts_analysis.analysis.trends import compare
from dts_analysis.errors import DtsError

SHARES = [f"{name}_share" for name in EFFECTS]
NUMBERS = ["max_points_from", "points_from", "max_points_to", "points_to"]
COLUMNS = ["unit_code", "indicator_code", *NUMBERS]


def matched(rows):
    """Return pairs of (unit, indicator, m0, points0, m1, points1), all answered where their maximum is a number.

    A maximum of NaN: that year's set has no such indicator.
    """
    table = pd.DataFrame(rows, columns=COLUMNS)
    for end in ("from", "to"):
        has = table[f"max_points_{end}"].notna()
        table[f"code_{end}"] = table["indicator_code"].where(has, "")
        table[f"status_{end}"] = pd.Series("answered", index=table.index).where(has, "")
    return table


# Worked by hand. Year 0: a 5/10, b 10/10, d 0/20; P0 = 15/40 = 0.375.
# Year 1: a 10/20, b 5/10, n 20/20; P1 = 35/50 = 0.7; mean(P) = 0.5375.
# a: w 0.25 -> 0.4, r 0.5 -> 0.5: performance 0; reweighting (0.5 - 0.5375) * 0.15 = -0.005625
# b: w 0.25 -> 0.2, r 1 -> 0.5: performance 0.225 * -0.5 = -0.1125;
#    reweighting (0.75 - 0.5375) * -0.05 = -0.010625
# d: dropped -0.5 * (0 - 0.5375) = 0.26875;  n: new 0.4 * (1 - 0.5375) = 0.185
# sum: -0.1125 - 0.01625 + 0.26875 + 0.185 = 0.325 = P1 - P0
BY_HAND = matched(
    [
        ["373", "a", 10, 5, 20, 10],
        ["373", "b", 10, 10, 10, 5],
        ["373", "d", 20, 0, np.nan, np.nan],
        ["373", "n", np.nan, np.nan, 20, 20],
    ]
)


def test_the_hand_worked_case():
    summed = effects(decompose(BY_HAND)).iloc[0]
    wanted = {"performance": -0.1125, "reweighting": -0.01625, "new": 0.185, "dropped": 0.26875}
    wanted |= {"applicability": 0, "judgement": 0, "adjustment": 0}
    assert summed[SHARES].to_dict() == pytest.approx({f"{name}_share": value for name, value in wanted.items()})
    assert summed["change_share"] == pytest.approx(0.325)


def test_effects_stand_in_the_order_in_which_they_are_told():
    assert EFFECTS == ("performance", "reweighting", "new", "dropped", "applicability", "judgement", "adjustment")
    assert [name for name in decompose(BY_HAND) if name not in BY_HAND] == SHARES
    assert list(effects(decompose(BY_HAND)).columns) == ["unit_code", *SHARES, "change_share"]


def test_a_penalty_and_a_bonus_are_told_apart_from_what_was_done():
    """By hand: 10 of 20 and a penalty of 2 (40 %) become 10 of 20 and a bonus of 3 (65 %): 3/20 + 2/20."""
    pairs = matched(
        [["373", "a", 20, 10, 20, 10], ["373", "p", 0, -2, 0, 0], ["373", "b", 0, 0, 0, 3]],
    )
    summed = effects(decompose(pairs)).iloc[0]
    assert summed["adjustment_share"] == pytest.approx(0.25)
    assert summed["change_share"] == pytest.approx(0.25)


def test_a_blank_answer_earns_nothing_but_counts():
    blank = BY_HAND.assign(points_from=[5, 10, np.nan, np.nan])
    pd.testing.assert_frame_equal(effects(decompose(blank)), effects(decompose(BY_HAND)))


def test_nothing_counting_in_one_year_has_no_change():
    empty = BY_HAND.assign(max_points_from=0.0)
    assert effects(decompose(empty))[[*SHARES, "change_share"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("status", "effect"),
    [("not_applicable", "applicability"), ("unscored", "judgement"), ("unread", "judgement"), ("", "judgement")],
)
@pytest.mark.parametrize("end", ["from", "to"])
def test_what_both_sets_have_and_one_year_does_not_count_is_neither_new_nor_dropped(status, effect, end):
    # The year in which it counts: a 5/10, x 10/10, together 0.75; the other one: a 5/10 alone, 0.5.
    # x is held against what is left of its year: 0.5 * (1 - 0.5) = 0.25, gained or lost.
    pairs = matched([["u", "a", 10, 5, 10, 5], ["u", "x", 10, 10, 10, 10]])
    pairs.loc[1, [f"max_points_{end}", f"points_{end}", f"status_{end}"]] = [0, np.nan, status]
    row = effects(decompose(pairs)).iloc[0]
    sign = 1 if end == "from" else -1
    assert row[SHARES].to_dict() == pytest.approx(
        {name: sign * 0.25 if name == f"{effect}_share" else 0 for name in SHARES}
    )


def test_a_maximum_that_rose_from_zero_is_a_weight_and_nothing_new():
    # P0 = 0.5, P1 = 15/20 = 0.75, mean 0.625; x: 0.5 * (1 - 0.625) = 0.1875; a: (0.5 - 0.625) * -0.5 = 0.0625
    row = effects(decompose(matched([["u", "a", 10, 5, 10, 5], ["u", "x", 0, 0, 10, 10]]))).iloc[0]
    assert row["reweighting_share"] == pytest.approx(0.25)
    assert row["change_share"] == pytest.approx(0.25)


earned = st.one_of(st.none(), st.integers(0, 100))  # per cent of the maximum; none: no points at all
# the set has no such indicator, it does not apply, nobody judged or read it, its maximum is 0, it counts
state = st.sampled_from(["no code", "not_applicable", "unscored", "unread", "", "zero", *["counts"] * 4])
side = st.tuples(state, st.integers(1, 400), earned)
cases = st.lists(st.tuples(st.sampled_from(["373", "374"]), side, side), min_size=1, max_size=30)


def drawn_pairs(drawn):
    """Return pairs of drawn (unit, earlier side, later side)."""
    rows = []
    for number, (unit, *sides) in enumerate(drawn):
        row = {"unit_code": unit, "indicator_code": str(number)}
        for end, (kind, quarters, per_cent) in zip(("from", "to"), sides, strict=True):
            counts = kind == "counts"
            row[f"code_{end}"] = "" if kind == "no code" else str(number)
            row[f"status_{end}"] = {"counts": "answered", "zero": "answered", "no code": ""}.get(kind, kind)
            row[f"max_points_{end}"] = quarters / 4 if counts else 0.0
            got = counts and per_cent is not None
            row[f"points_{end}"] = quarters / 4 * per_cent / 100 if got else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


@given(cases)
def test_the_parts_add_up_to_the_change_for_any_numbers(drawn):
    pairs = drawn_pairs(drawn)
    sums = pairs.groupby("unit_code")[NUMBERS].sum()
    expected = sums["points_to"] / sums["max_points_to"].replace(0, np.nan)
    expected -= sums["points_from"] / sums["max_points_from"].replace(0, np.nan)
    parts = decompose(pairs)
    summed = effects(parts).set_index("unit_code")
    pd.testing.assert_series_equal(summed["change_share"], expected, check_names=False, atol=1e-12, rtol=0)
    by_pillar = effects(parts.assign(pillar_code=pairs["indicator_code"].str[-1]), ["unit_code", "pillar_code"])
    again = by_pillar.groupby("unit_code")["change_share"].sum(min_count=1)
    pd.testing.assert_series_equal(again, expected, check_names=False, atol=1e-12, rtol=0)


@given(cases)
def test_every_contribution_has_the_name_of_its_cause(drawn):
    pairs = drawn_pairs(drawn)
    parts = decompose(pairs).fillna(dict.fromkeys(SHARES, 0.0))
    touched = {name: parts[f"{name}_share"] != 0 for name in EFFECTS}
    has = [pairs[f"code_{end}"] != "" for end in ("from", "to")]
    is_out = (pairs[["status_from", "status_to"]] == "not_applicable").any(axis=1)
    is_unjudged = pairs[["status_from", "status_to"]].isin(["unscored", "unread", ""]).any(axis=1)
    assert not (touched["new"] & (has[0] | ~has[1])).any()
    assert not (touched["dropped"] & (has[1] | ~has[0])).any()
    assert not (touched["applicability"] & ~(has[0] & has[1] & is_out)).any()
    assert not (touched["judgement"] & ~(has[0] & has[1] & is_unjudged)).any()
    counts = (pairs[["max_points_from", "max_points_to"]] > 0).all(axis=1)
    assert not (touched["performance"] & ~counts).any()


@given(cases)
def test_turned_round_in_time_every_effect_turns_its_sign(drawn):
    forth = effects(decompose(drawn_pairs(drawn))).set_index("unit_code")
    back = effects(decompose(drawn_pairs([(unit, after, before) for unit, before, after in drawn])))
    turned = {"new_share": "dropped_share", "dropped_share": "new_share"}
    back = -back.rename(columns=turned).set_index("unit_code")[forth.columns]
    pd.testing.assert_frame_equal(forth, back, atol=1e-12, rtol=0)


@given(cases)
def test_two_years_under_one_set_have_nothing_new_dropped_or_reweighted_whatever_counts(drawn):
    drawn = [
        (unit, (kind0, points, got0), (kind1, points, got1))
        for unit, (kind0, points, got0), (kind1, _, got1) in drawn
    ]
    drawn = [each for each in drawn if not {"no code", "zero"} & {each[1][0], each[2][0]}]
    pairs = drawn_pairs(drawn) if drawn else BY_HAND.head(0)
    known = decompose(pairs).dropna(subset=SHARES)
    np.testing.assert_allclose(known[["reweighting_share", "new_share", "dropped_share"]], 0, atol=1e-12)


def sides(sample, basis="claimed", years=(2021, 2022), scores=None):
    """Return what `compare` takes, of the sample's districts."""
    scores = sample.scores if scores is None else scores
    scores = scores[scores["criteria_id"].astype("str").str.contains("district")]
    pair = [scores[scores["year"] == year] for year in years]
    counted = [scoring.count(each, sample.criteria) for each in pair]
    return [*(each[each["basis"] == basis] for each in counted), *pair]


def attained(counted, criteria):
    totals = scoring.totals(counted, criteria)
    return totals[totals["level"] == "total"].set_index("unit_code")["attainment_share"]


@pytest.mark.parametrize("basis", ["claimed", "computed", "verified"])
@pytest.mark.parametrize("years", [(2021, 2022), (2022, 2023)])
def test_the_samples_change_is_explained_exactly_for_every_unit_and_pillar(sample, basis, years):
    both = sides(sample, basis, years)
    compared = compare(*both, sample.criteria)
    whole = explained(compared).set_index("unit_code")
    change = attained(both[1], sample.criteria) - attained(both[0], sample.criteria)
    assert whole["change_share"].to_dict() == pytest.approx(change.to_dict(), abs=1e-12)
    by_pillar = explained(compared, ("unit_code", "pillar_code")).groupby("unit_code")
    assert by_pillar["change_share"].sum().to_dict() == pytest.approx(change.to_dict(), abs=1e-12)
    for name in EFFECTS:
        summed = by_pillar[f"{name}_share"].sum()
        assert summed.to_dict() == pytest.approx(whole[f"{name}_share"].to_dict(), abs=1e-12)


def test_hiding_half_of_the_verified_points_makes_no_indicator_new_or_dropped(sample):
    both = sides(sample, "verified")
    hidden = sample.scores.copy()
    rows = np.flatnonzero(hidden["year"] == 2022)[::2]
    hidden.iloc[rows, hidden.columns.get_loc("verified_points")] = np.nan
    before = explained(compare(*both, sample.criteria)).set_index("unit_code")
    after = explained(compare(*sides(sample, "verified", scores=hidden), sample.criteria)).set_index("unit_code")
    assert (before["judgement_share"] == 0).all()
    assert (after["judgement_share"] != 0).all()
    twice = [both[1], both[1], both[3], both[3]]  # one year beside itself, half of it hidden
    seen = sides(sample, "verified", (2022, 2022), hidden)
    row = explained(compare(twice[0], seen[1], twice[2], seen[3], sample.criteria)).set_index("unit_code")
    np.testing.assert_allclose(row[[name for name in SHARES if name != "judgement_share"]], 0, atol=1e-12)
    change = attained(seen[1], sample.criteria) - attained(both[1], sample.criteria)
    assert row["judgement_share"].to_dict() == pytest.approx(change.to_dict(), abs=1e-12)


def test_what_did_not_apply_and_is_answered_now_is_not_printed_as_a_new_indicator(sample):
    compared = compare(*sides(sample, "claimed", (2022, 2023)), sample.criteria)
    parts = decompose(compared)
    is_out = (parts["status_from"] == "not_applicable") | (parts["status_to"] == "not_applicable")
    counts = (parts[["max_points_from", "max_points_to"]] > 0).any(axis=1)
    once = parts[is_out & counts & (parts["code_from"] != "") & (parts["code_to"] != "")]
    assert once["unit_code"].astype("str").tolist() == ["377"]
    assert (once[["new_share", "dropped_share"]] == 0).all(axis=None)
    row = explained(compared).set_index("unit_code")["applicability_share"]
    assert row.index[row != 0].tolist() == ["377"]
    assert row["377"] == once["applicability_share"].item()


def test_two_bases_are_refused_and_a_change_of_basis_is_told_apart(sample):
    claimed, verified = sides(sample, "claimed"), sides(sample, "verified")
    mixed = compare(claimed[0], verified[1], *claimed[2:], sample.criteria)
    with pytest.raises(DtsError, match=r"năm trước tính theo điểm tự chấm, năm sau theo điểm thẩm định.*rebased"):
        explained(mixed)
    compared = compare(*claimed, sample.criteria)
    assert (explained(compared)["basis_share"] == 0).all()
    for by in (("unit_code",), ("unit_code", "pillar_code")):
        table = explained(compared, by, rebased=verified[1]).groupby("unit_code")
        real = attained(verified[1], sample.criteria) - attained(claimed[0], sample.criteria)
        basis = attained(verified[1], sample.criteria) - attained(claimed[1], sample.criteria)
        assert table["change_share"].sum().to_dict() == pytest.approx(real.to_dict(), abs=1e-12)
        assert table["basis_share"].sum().to_dict() == pytest.approx(basis.to_dict(), abs=1e-12)


def test_a_pillar_that_was_dropped_has_no_part_in_a_change_of_basis(sample):
    claimed, verified = sides(sample, "claimed"), sides(sample, "verified")
    gone = claimed[1]["pillar_code"].astype("str") == claimed[1]["pillar_code"].astype("str").iloc[0]
    later = [each[~gone.to_numpy()] for each in (claimed[1], verified[1])]
    compared = compare(claimed[0], later[0], *claimed[2:], sample.criteria)
    table = explained(compared, ("unit_code", "pillar_code"), rebased=later[1])
    assert table["change_share"].notna().all()
    real = (attained(later[1], sample.criteria) - attained(claimed[0], sample.criteria)).to_dict()
    assert table.groupby("unit_code")["change_share"].sum().to_dict() == pytest.approx(real, abs=1e-12)


def test_performance_under_a_changed_rule_or_target_is_told_apart(sample):
    compared = compare(*sides(sample), sample.criteria)
    unlike = set(compared.loc[compared["why"].isin(["target_moved", "rule_changed"]), "code_to"])
    parts = decompose(compared)
    by_hand = parts[parts["code_to"].isin(unlike)].groupby("unit_code", observed=True)["performance_share"].sum()
    table = explained(compared).set_index("unit_code")
    assert len(unlike) > 0
    assert table["unlike_share"].to_dict() == pytest.approx(by_hand.to_dict(), abs=1e-12)
    assert (table["unlike_share"] != 0).all()
    summed = table[[*SHARES, "basis_share"]].sum(axis=1)
    assert summed.to_dict() == pytest.approx(table["change_share"].to_dict())


def test_a_manual_rule_that_was_rewritten_is_performance_on_something_else():
    old = SET.indicator("B-4").model_copy(update={"rule_text": "Chấm theo kế hoạch."})
    new = old.model_copy(update={"rule_text": "Chấm theo kết quả.", "continues": "truoc:B-4"})
    kept = SET.indicator("A-1")
    sets = {
        "truoc": SET.model_copy(update={"id": "truoc", "indicators": (old, kept)}),
        "sau": SET.model_copy(
            update={"id": "sau", "indicators": (new, kept.model_copy(update={"continues": "truoc:A-1"}))}
        ),
    }
    assert continuity.links(sets, "truoc", "sau")["why"].tolist() == ["rule_changed", "same"]
    pair = [
        scoring.score(
            answers([("B-4", None, None, points), ("A-1", None, None, 6)], criteria_id=name, year=year).astype(
                {"declared_value": float}
            ),
            sets,
        )
        for name, year, points in (("truoc", 2022, 2), ("sau", 2023, 7))
    ]
    counted = [scoring.count(each, sets, ("claimed",)) for each in pair]
    (row,) = explained(compare(*counted, *pair, sets)).itertuples()
    assert row.unlike_share == pytest.approx(row.performance_share) == pytest.approx(5 / 22)
