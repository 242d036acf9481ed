"""Many units rolled up: worked by hand (golden/communes too), and what was published of Gia Viễn's communes."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH, CRITERIA, scored

from dts_analysis import scoring
from dts_analysis.analysis import rollup

FULL = {"A-1": 12.0, "A-2": 10.0, "B-1": 0.0}  # foundation 2 of 2, activity 0 of 1


def counted_of(units, **columns):
    """Return the counted answers of units, each with its points by indicator, claimed and verified alike."""
    tables = [
        scored(claims, verified_points=list(claims.values()), **columns).assign(unit_code=unit)
        for unit, claims in units.items()
    ]
    return scoring.count(pd.concat(tables, ignore_index=True), BOTH, ("claimed", "verified"))


def on(table, basis="claimed"):
    return table[table["basis"] == basis]


def usual(counted, basis="claimed", criteria=BOTH, **options):
    return on(rollup.typical(scoring.totals(counted, criteria), criteria, **options), basis).set_index("node_code")


def test_the_usual_count_is_what_most_units_have():
    table = usual(counted_of({"a": FULL, "b": FULL, "c": FULL | {"A-1": 3.0}}))
    assert list(table.index) == ["activity", "foundation"]
    columns = ["n_upper", "n_indicators", "n_units", "n_classified", "n_all", "is_majority", "is_tied"]
    assert table.loc["foundation", columns].tolist() == [2, 2, 2, 3, 3, True, False]
    assert table.loc["activity", columns].tolist() == [0, 1, 3, 3, 3, True, False]


def test_a_majority_is_one_of_all_units_not_of_those_that_were_read():
    three = [scored(FULL).assign(unit_code=unit) for unit in "abc"]
    unread = [scored(dict.fromkeys(FULL), "unread").assign(unit_code=unit) for unit in "def"]
    for scores, is_majority in ((pd.concat(three + unread), False), (pd.concat(three + unread[:2]), True)):
        row = usual(scoring.count(scores, CRITERIA, ("claimed",))).loc["foundation"]
        assert (row["n_upper"], row["n_units"], row["n_classified"]) == (2, 3, 3)
        assert row["is_majority"] == is_majority


def test_of_tied_counts_none_is_the_usual_one():
    units = {name: FULL | {"A-1": points} for name, points in zip("abcd", [12.0, 12.0, 3.0, 3.0], strict=True)}
    row = usual(counted_of(units)).loc["foundation"]
    assert (row["n_units"], row["n_all"], row["is_tied"], row["is_majority"]) == (2, 4, True, False)
    assert row["n_upper"] is pd.NA
    assert row["n_indicators"] is pd.NA


def test_one_unit_is_no_majority_and_its_count_is_no_usual_one():
    row = usual(counted_of({"a": FULL})).loc["foundation"]
    assert (row["n_units"], row["n_all"], row["is_majority"]) == (1, 1, False)
    assert row["n_upper"] is pd.NA


@pytest.mark.parametrize("criteria_id", sorted(BOTH))
def test_with_one_unit_verified_of_many_nothing_is_said_of_most(criteria_id):
    units = {name: FULL if name == "a" else dict.fromkeys(FULL, None) for name in "abcde"}
    tables = [
        scored(FULL, verified_points=list(points.values()), criteria_id=criteria_id).assign(unit_code=unit)
        for unit, points in units.items()
    ]
    counted = scoring.count(pd.concat(tables, ignore_index=True), BOTH, ("claimed", "verified"))
    for row in usual(counted, "verified").itertuples():
        assert (row.n_units, row.n_classified, row.n_all, row.is_majority) == (1, 1, 5, False)
        assert row.n_upper is pd.NA
    indicators = on(rollup.by_indicator(counted), "verified")
    assert indicators[["n_unclassified", "n_units"]].to_numpy().tolist() == [[4, 5]] * 3
    assert indicators["is_upper_in_most"].isna().all()
    assert rollup.weak_in_most(indicators).empty
    assert rollup.majority_by_pillar(indicators)[["n_majority", "n_open", "n_indicators"]].to_numpy().tolist() == [
        [0, 2, 2], [0, 1, 1],
    ]  # fmt: skip
    assert rollup.weakest(scoring.totals(counted, BOTH)).query("basis == 'verified'").empty


def test_claims_under_conditions_are_not_counted_as_none_done():
    counted = counted_of({"a": FULL, "b": FULL}, criteria_id="thu_dieu_kien_2022")
    (row,) = usual(counted).itertuples()
    assert (row.Index, row.n_units, row.n_classified, row.n_all, row.is_majority) == ("", 0, 0, 2, False)
    assert row.n_upper is pd.NA
    indicators = on(rollup.by_indicator(counted))
    assert indicators["upper_share"].isna().all()
    assert indicators["is_upper_in_most"].isna().all()
    (row,) = usual(counted, "verified").itertuples()  # at the maximum, B-1 not started
    assert (row.n_upper, row.n_indicators, row.n_units, row.is_majority) == (2, 3, 2, True)


def test_in_how_many_units_an_indicator_is_upper():
    # shares a: 1, 0.8, 0.5, 0.5; b: 0.5, 1, 1, 1; c: A-1 blank, B-1 not applicable
    a, b = {"A-1": 12, "A-2": 8, "A-3": 10, "B-1": 5}, {"A-1": 6, "A-2": 10, "A-3": 20, "B-1": 10}
    c = scored(
        {"A-1": None, "A-2": 9, "A-3": 20, "B-1": None}, ["missing", "answered", "answered", "not_applicable"]
    )
    scores = pd.concat([scored(a), scored(b).assign(unit_code="v"), c.assign(unit_code="w")], ignore_index=True)
    table = rollup.by_indicator(scoring.count(scores, CRITERIA, ("claimed",))).set_index("indicator_code")
    assert list(table.index) == ["A-1", "B-1", "A-3", "A-2"]  # the weakest first
    assert table["n_upper"].to_dict() == {"A-1": 1, "A-2": 3, "A-3": 2, "B-1": 1}
    assert table["n_lower"].to_dict() == {"A-1": 2, "A-2": 0, "A-3": 1, "B-1": 1}
    assert table["n_units"].to_dict() == {"A-1": 3, "A-2": 3, "A-3": 3, "B-1": 2}
    assert table.loc["A-2", ["upper_share", "median_share"]].tolist() == [1.0, 0.9]
    assert table.loc["A-1", "upper_share"] == pytest.approx(1 / 3)
    assert rollup.weak_in_most(table.reset_index())["indicator_code"].tolist() == ["A-1"]
    majority = rollup.majority_by_pillar(table.reset_index()).set_index("pillar_code")
    assert majority[["n_majority", "n_open", "n_indicators"]].to_numpy().tolist() == [[2, 0, 3], [0, 0, 1]]


@pytest.mark.parametrize(
    ("done", "not_done", "open_", "expected"),
    [(3, 2, 0, True), (3, 0, 2, True), (2, 3, 0, False), (2, 0, 3, None), (1, 3, 1, False), (1, 2, 2, None),
     (2, 2, 0, False), (2, 1, 1, None), (1, 0, 0, None), (0, 1, 0, None)],
)  # fmt: skip
def test_most_units_are_more_than_half_of_all_and_those_not_judged_may_still_decide(
    done, not_done, open_, expected
):
    verified = [10.0] * done + [0.0] * not_done + [None] * open_
    tables = [
        scored({"A-2": 10}, verified_points=each).assign(unit_code=str(n)) for n, each in enumerate(verified)
    ]
    scores = pd.concat(tables, ignore_index=True)
    (row,) = rollup.by_indicator(scoring.count(scores, CRITERIA, ("verified",))).itertuples()
    assert str(row.is_upper_in_most) == str(pd.NA if expected is None else expected)


def test_years_sets_and_bases_are_never_added_up():
    one = scored(FULL, verified_points=[12.0, 10.0, 0.0])
    other = one.assign(criteria_id="thu_dieu_kien_2022")
    both = pd.concat([one, one.assign(year=2023), other], ignore_index=True)
    both = pd.concat([both, both.assign(unit_code="v")], ignore_index=True)
    counted = scoring.count(both, BOTH, ("claimed", "verified"))
    assert set(rollup.by_indicator(counted)["n_units"]) == {2}
    table = rollup.typical(scoring.totals(counted, BOTH), BOTH)
    assert set(table["n_all"]) == {2}
    assert len(table) == 2 * (2 + 2 + 1)  # two groups in two years, none in the other set, on two bases
    assert set(rollup.weakest(scoring.totals(counted, BOTH))["n_all"]) == {2}


def test_more_keys_part_the_units():
    counted = counted_of({"a": FULL, "b": FULL, "c": FULL | {"A-1": 3.0}, "d": FULL | {"A-1": 3.0}})
    parent = {"a": "p", "b": "p", "c": "q", "d": "q"}
    counted = counted.assign(parent_code=counted["unit_code"].map(parent))
    totals = scoring.totals(counted, BOTH)
    totals = totals.assign(parent_code=totals["unit_code"].map(parent))
    table = on(rollup.typical(totals, BOTH, by=("parent_code",)))
    assert table["n_upper"].tolist() == [0, 2, 0, 1]
    assert set(table["n_all"]) == {2}
    indicators = rollup.by_indicator(counted, by=("parent_code",))
    majority = on(rollup.majority_by_pillar(indicators, by=("parent_code",)))
    assert majority[["parent_code", "pillar_code", "n_majority"]].to_numpy().tolist() == [
        ["p", "A", 2], ["p", "B", 0], ["q", "A", 1], ["q", "B", 0],
    ]  # fmt: skip
    assert len(on(rollup.weakest(totals, by=("parent_code",)))) == 8
    again = ("parent_code", "criteria_id", "year", "basis")  # keys that always part them may be named
    found = rollup.typical(totals, BOTH, by=again)
    assert list(found)[:5] == [*again, "node_code"]
    pd.testing.assert_frame_equal(on(found)[list(table)].reset_index(drop=True), table.reset_index(drop=True))


def test_the_weakest_of_each_pillar_with_ties():
    units = {"a": {"A-1": 6, "B-1": 5}, "b": {"A-1": 9, "B-1": 10}, "c": {"A-1": 12, "B-1": 5}}
    totals = scoring.totals(counted_of(units), BOTH)
    weakest = on(rollup.weakest(totals, most=1))
    assert weakest[["node_code", "unit_code", "place", "n_placed"]].to_numpy().tolist() == [
        ["A", "a", 1, 3], ["B", "a", 1, 3], ["B", "c", 1, 3],
    ]  # fmt: skip
    dust = totals.assign(attainment_share=np.where(totals["unit_code"] == "a", 0.3, 0.1 + 0.2))
    assert len(on(rollup.weakest(dust, most=1))) == 6


def test_who_is_not_judged_in_all_of_a_pillar_has_no_place_there():
    # b is verified in A-2 alone, at 0: it is not the weakest in A, it is not known yet
    points = {"a": [12.0, 5.0, 0.0], "b": [None, 0.0, 5.0], "c": [6.0, 6.0, 5.0]}
    scores = pd.concat(
        [scored(FULL, verified_points=each).assign(unit_code=unit) for unit, each in points.items()]
    )
    weakest = on(rollup.weakest(scoring.totals(scoring.count(scores, CRITERIA), CRITERIA)), "verified")
    rows = weakest[weakest["node_code"] == "A"]
    assert rows[["unit_code", "place", "n_placed", "n_all"]].to_numpy().tolist() == [
        ["c", 1, 2, 3],
        ["a", 2, 2, 3],
    ]
    assert weakest.loc[weakest["node_code"] == "B", "n_placed"].tolist() == [3, 3, 3]


def test_nothing_gives_empty_tables():
    counted = counted_of({"a": FULL}).head(0)
    totals = scoring.totals(counted, BOTH)
    indicators = rollup.by_indicator(counted)
    tables = [
        rollup.typical(totals, BOTH),
        indicators,
        rollup.majority_by_pillar(indicators),
        rollup.weakest(totals),
    ]
    assert [len(each) for each in tables] == [0, 0, 0, 0]


def test_most_communes_of_gia_vien_as_published(sample):
    communes = sample.units.loc[sample.units["parent_code"] == "373", "unit_code"]
    scores = sample.scores[sample.scores["unit_code"].isin(communes) & (sample.scores["year"] == 2022)]
    table = usual(scoring.count(scores, sample.criteria, ("claimed",)), criteria=sample.criteria)
    assert set(table["n_all"]) == {21}
    assert table.loc["foundation", ["n_upper", "n_indicators", "is_majority"]].tolist() == [25, 25, True]
    assert table.loc["activity", ["n_upper", "n_indicators", "is_majority"]].tolist() == [0, 25, True]
    assert list(table.index) == ["activity", "foundation"]


def test_six_pillars_without_groups_roll_up_unchanged(sample):
    one = sample.criteria["tayninh_commune_2025"]
    rows = [(unit, each.code, each.max_points) for unit in ("x", "y") for each in one.indicators]
    table = pd.DataFrame(rows, columns=["unit_code", "indicator_code", "claimed_points"]).assign(
        year=2025, criteria_id=one.id, answer_status="answered", declared_value=np.nan, declared_total=np.nan,
    )  # fmt: skip
    table = table.assign(verified_points=table["claimed_points"], final_points=np.nan)
    counted = scoring.count(scoring.score(table, sample.criteria), sample.criteria)
    typical = on(rollup.typical(scoring.totals(counted, sample.criteria), sample.criteria), "verified")
    assert typical[["node_code", "n_upper", "n_indicators"]].to_numpy().tolist() == [["", 62, 62]]
    assert len(on(rollup.majority_by_pillar(rollup.by_indicator(counted)), "verified")) == 6
