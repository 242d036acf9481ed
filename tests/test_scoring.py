"""The law of scoring, against sums worked by hand (golden/every_rule/HOW.md) and against its properties."""

import numpy as np
import pandas as pd
import pytest
from golden_set import BOTH, CASES, CODES, CRITERIA, EVERY_RULE, SET, answers, many, scored, scores_of
from hypothesis import given, settings, strategies as st
from pydantic import TypeAdapter

from dts_analysis import scoring
from dts_analysis.errors import DtsError
from dts_analysis.rules import KINDS, Rule

COUNTING = CASES / "counting"


def totals(scores, basis="claimed", level="total", criteria=CRITERIA):
    """Return the rows of `scoring.totals` of one basis and level."""
    table = scoring.totals(scoring.count(scores, criteria), criteria)
    return table[(table["basis"] == basis) & (table["level"] == level)]


def test_every_rule_gives_what_was_worked_out_by_hand():
    golden = pd.read_csv(EVERY_RULE / "answers.csv")
    table = answers(golden[["indicator_code", "a", "b", "points"]].to_numpy().tolist())
    computed = scoring.score(table, CRITERIA)["computed_points"].to_numpy()
    for row, points in zip(golden.itertuples(), computed, strict=True):
        assert points == pytest.approx(row.points, nan_ok=True, abs=1e-12), f"{row.indicator_code}: {row.why}"


def counting():
    """Return the answers of golden/counting as scores: unit v is classed by conditions, the rest by thresholds."""
    table = pd.read_csv(COUNTING / "answers.csv")
    rows = answers(table[["indicator_code", "a", "b", "claimed"]].to_numpy().tolist())
    names = {"answer_status": "answer_status", "verified_points": "verified", "final_points": "final"}
    sets = table["unit_code"].map({"v": "thu_dieu_kien_2022"}).fillna(SET.id)
    more = {name: table[column] for name, column in names.items()}
    return scoring.score(rows.assign(unit_code=table["unit_code"], criteria_id=sets, **more), BOTH)


def holds(found, name, keys):
    """Hold a table against a golden one: every row of the golden one by its keys, and its columns."""
    wanted = pd.read_csv(COUNTING / f"{name}.csv", keep_default_na=False, dtype="str")
    found = found.astype(dict.fromkeys(keys, "str")).set_index(keys)
    for row in wanted.itertuples(index=False):
        own = found.loc[[tuple(getattr(row, key) for key in keys)]]
        assert len(own) == 1, row
        for column in wanted.columns.difference(keys):
            value, expected = own[column].iloc[0], getattr(row, column)
            if column in ("status", "class_code"):
                assert value == expected, (column, row)
            elif column.startswith("is_"):
                assert str(value) == {"yes": "True", "no": "False", "": "<NA>"}[expected], (column, row)
            else:
                number = float(expected) if expected else np.nan
                assert value == pytest.approx(number, nan_ok=True, abs=1e-12), (column, row)


def test_what_every_answer_counts_for_on_every_basis():
    counted = scoring.count(counting(), BOTH)
    assert set(counted["status"].cat.categories) == set(scoring.STATUS.index)
    unmeasured = [basis for basis in scoring.BASES if basis != "measured"]
    assert counted["basis"].cat.categories.tolist() == unmeasured
    holds(counted, "counted", ["basis", "unit_code", "indicator_code"])
    tables = scoring.totals(counted, BOTH), scoring.class_counts(counted, BOTH)
    holds(tables[0], "totals", ["unit_code", "basis", "level", "node_code"])
    holds(tables[1], "class_counts", ["unit_code", "basis", "level", "node_code", "class_code"])
    grouped = tables[0][tables[0]["level"] == "group"]
    assert set(grouped["unit_code"]) == {"u", "w", "x"}  # v's set has no groups


def test_every_status_is_in_the_golden_under_both_kinds_of_classes():
    counted = pd.read_csv(COUNTING / "counted.csv")
    assert set(counted["status"]) == set(scoring.STATUS.index)
    assert {each.kind for each in (one.class_scheme for one in BOTH.values())} == {"thresholds", "conditions"}


def test_blanks_are_not_done():
    # five at the maximum and five blank are half done, as five at the maximum and five at zero are
    full, rest = dict.fromkeys(["A-1", "A-2", "A-3", "A-4"], 10.0), ["B-1", "B-2", "B-3", "B-4"]
    full |= {"A-1": 12.0, "A-3": 20.0}
    blank = scored(full | dict.fromkeys(rest), ["answered"] * 4 + ["missing"] * 4)
    zero = scored(full | dict.fromkeys(rest, 0.0))
    for scores in (blank, zero):
        (total,) = totals(scores).itertuples()
        assert (total.n_upper, total.n_lower, total.n_unclassified, total.completion_share) == (4, 4, 0, 0.5)


def test_what_is_not_read_leaves_the_denominators():
    (total,) = totals(scored({"A-1": 12, "A-2": None}, ["answered", "unread"])).itertuples()
    assert (total.points, total.max_points, total.attainment_share, total.lost_points) == (12, 12, 1, 0)
    assert (total.n_indicators, total.n_unread, total.n_unclassified, total.completion_share) == (2, 1, 1, 1)
    assert not total.is_complete


def test_conditions_say_nothing_of_claims():
    scores = scored({"A-1": 12, "A-2": None}, ["answered", "missing"], criteria_id="thu_dieu_kien_2022")
    counted = scoring.count(scores, BOTH, ("claimed", "verified"))
    assert counted["is_upper"].isna().all()
    assert (counted["class_code"] == "").all()
    (total,) = totals(scores, criteria=BOTH).itertuples()
    assert (total.n_upper, total.n_lower, total.n_unclassified) == (0, 0, 2)
    assert np.isnan(total.completion_share)


def test_classes_start_at_their_threshold():
    # shares: 8.4/12 = 0.7, 8.39/12 < 0.7, 20/20, 0/10, 0.01/10
    counted = scoring.count(scored({"A-1": 8.4, "A-2": 0, "A-3": 20, "A-4": 0.01}), CRITERIA, ("claimed",))
    assert counted["class_code"].tolist() == ["basically_completed", "not_done", "completed", "low"]
    counted = scoring.count(scored({"A-1": 8.39}), CRITERIA, ("claimed",))
    assert counted["class_code"].tolist() == ["low"]


def test_four_statuses_of_the_2025_sheets_follow_from_two_scores(sample):
    one = sample.criteria["tayninh_commune_2025"]
    cases = [("not_started", 0, 0), ("needs_evidence", 10, 5), ("completed", 10, 10), ("in_progress", 5, 5),
             ("in_progress", 5, 6), ("", 5, None)]  # fmt: skip
    codes = [each.code for each in one.indicators if each.max_points == 10][: len(cases)]
    rows = [(code, None, None, claimed) for code, (_, claimed, _) in zip(codes, cases, strict=True)]
    verified = [verified for _, _, verified in cases]
    table = answers(rows, criteria_id=one.id, year=2025, verified_points=verified)
    scores = scoring.score(table.astype({"declared_value": float, "verified_points": float}), sample.criteria)
    counted = scoring.count(scores, sample.criteria, ("verified",))
    assert counted["class_code"].tolist() == [expected for expected, _, _ in cases]


def test_points_below_zero_leave_the_sums_right():
    scores = scored({"A-1": -3, "A-2": 4, "B-1": None}, ["answered", "answered", "missing"])
    counted = scoring.count(scores, CRITERIA, ("claimed",))
    assert counted["lost_points"].tolist() == [15, 6, 10]
    assert counted["attainment_share"].tolist()[:2] == [-0.25, 0.4]
    assert counted["is_upper"].tolist() == [False, False, False]  # judged and read: not «not classified»
    last = CRITERIA["thu_quy_tac_2022"].class_scheme.classes[-1].code
    assert counted["class_code"].tolist()[0] == last  # it takes what is left, and so do counts by class
    assert counted["class_code"].tolist()[2] == ""  # a blank has none
    (total,) = totals(scores).itertuples()
    assert (total.points, total.max_points, total.lost_points) == (1, 32, 31)
    assert total.attainment_share == 1 / 32
    assert totals(scores, level="pillar")["points"].fillna(0).sum() == 1


def left_of(table):
    """Return how many indicators of the totals are in no class's count and wait for none."""
    total = table[table["level"] == "total"]
    return (total["n_indicators"] - total["n_upper"] - total["n_lower"] - total["n_unclassified"]).sum()


def never_classed(counted):
    """Return how many answers that apply are to what only takes points: a bonus is no indicator of the totals."""
    of_none = scoring.are_classless(counted, BOTH) & ~counted["is_bonus"]
    return (of_none & (counted["status"] != "not_applicable")).sum()


@settings(max_examples=15)
@given(many)
def test_the_nodes_of_a_level_add_up_to_the_total(cases):
    counted = scoring.count(scores_of(cases), BOTH)
    table = scoring.totals(counted, BOTH)
    keys = ["unit_code", "year", "criteria_id", "basis"]
    sums = [each for each in table if each.startswith("n_") or each in ("points", "max_points", "lost_points")]
    total = table[table["level"] == "total"].set_index(keys)[sums].fillna(0).sort_index()
    for level, sets in (("pillar", BOTH), ("group", CRITERIA)):
        nodes = table[(table["level"] == level)].groupby(keys)[sums].sum().sort_index()
        expected = total[total.index.get_level_values("criteria_id").isin(list(sets))]
        pd.testing.assert_frame_equal(nodes, expected, check_dtype=False, check_index_type=False)
    assert left_of(table) == never_classed(counted)
    assert (table["points"].fillna(0) + table["lost_points"] == table["max_points"]).all()
    shares = pd.concat([table["attainment_share"], table["completion_share"], counted["attainment_share"]])
    assert shares.dropna().between(0, 1).all()
    assert len(counted) == len(cases) * counted["basis"].nunique()


@settings(max_examples=20)
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_count(cases, random):
    other = list(cases)
    random.shuffle(other)
    one, two = (scoring.count(scores_of(each), BOTH) for each in (cases, other))
    pd.testing.assert_frame_equal(scoring.totals(one, BOTH), scoring.totals(two, BOTH))
    pd.testing.assert_frame_equal(scoring.class_counts(one, BOTH), scoring.class_counts(two, BOTH))
    keys = ["basis", "unit_code", "year", "criteria_id", "indicator_code"]
    one, two = (each.sort_values(keys, ignore_index=True) for each in (one, two))
    pd.testing.assert_frame_equal(one, two)


@settings(max_examples=20)
@given(many)
def test_classes_add_up_to_those_that_have_one_and_the_upper_ones_to_what_is_done(cases):
    counted = scoring.count(scores_of(cases), BOTH)
    classes, table = scoring.class_counts(counted, BOTH), scoring.totals(counted, BOTH)
    uppers = {each.code for one in BOTH.values() for each in one.class_scheme.classes if each.is_upper}
    keys = ["unit_code", "year", "criteria_id", "basis", "level", "node_code"]
    done = classes[classes["class_code"].isin(uppers)].groupby(keys, observed=True)["n_indicators"].sum()
    found = table.set_index(keys)["n_upper"]
    assert found[found > 0].to_dict() == done.to_dict()
    assert classes.loc[classes["level"] == "total", "n_indicators"].sum() == (counted["class_code"] != "").sum()


@settings(max_examples=15)
@given(many)
def test_sums_hold_below_zero_too(cases):
    counted = scoring.count(scores_of(cases, sign=-1.0), BOTH)
    table = scoring.totals(counted, BOTH)
    assert (table["points"].fillna(0) + table["lost_points"] == table["max_points"]).all()
    assert left_of(table) == never_classed(counted)


TEN = {"at_least": 4, "points": 10}, {"at_least": 1, "points": 5}
WORTH = {  # per kind: its fields, a, b, points of 10
    "ratio": ({}, 1, 2, 5),
    "tiers": ({"tiers": TEN}, 1, None, 5),
    "choice": ({"options": [{"value": 1, "label": "a", "points": 10}, {"value": 2, "label": "b", "points": 5}]}, 2,
               None, 5),
    "checklist": ({"parts": [{"label": "a", "points": 5}, {"label": "b", "points": 5}]}, 1, None, 5),
    "target": ({"at_least": 0.5}, 1, 2, 10),
    "count": ({"each": 2.5}, 2, None, 5),
    "relative": ({"target": 0.5, "at_target": 0.4}, 1, 2, 4),
    "manual": ({}, 1, 2, np.nan),
}  # fmt: skip


def of_one_rule(rule):
    """Return criteria with one indicator of 10 points under this rule, and an answer table to it."""
    one = SET.indicator("A-2").model_copy(update={"rule": rule})
    return {SET.id: SET.model_copy(update={"indicators": (one,)})}


def test_every_kind_of_rule_there_is_gives_points():
    assert set(KINDS) == set(WORTH)
    for kind, (fields, a, b, points) in WORTH.items():
        criteria = of_one_rule(TypeAdapter(Rule).validate_python({"kind": kind} | fields))
        scores = scoring.score(answers([("A-2", a, b, None)]).astype({"declared_value": float}), criteria)
        assert scores["computed_points"].iloc[0] == pytest.approx(points, nan_ok=True), kind


def test_blank_zero_not_applicable_and_not_judged_are_four_things():
    rows = [("A-1", 3, 4, 9), ("A-2", 0, 5, 0), ("A-3", None, None, None), ("B-1", None, None, None),
            ("B-4", None, None, None)]  # fmt: skip
    statuses = ["answered", "answered", "missing", "not_applicable", "unscored"]
    (total,) = totals(scoring.score(answers(rows, answer_status=statuses), CRITERIA)).itertuples()
    # 9 + 0 of 12 + 10 + 20: the blank counts its 20, what does not apply and is not judged count nothing
    assert (total.points, total.max_points) == (9, 42)
    assert total.attainment_share == pytest.approx(9 / 42)
    assert (total.n_indicators, total.n_missing, total.n_invalid, total.n_unscored) == (4, 1, 0, 1)


def test_a_pillar_nobody_filled_in_has_no_points_and_attains_nothing_of_its_maximum():
    rows = [("A-1", 3, 4, 9), ("B-1", None, None, None)]
    table = answers(rows, answer_status=["answered", "missing"])
    pillars = totals(scoring.score(table, CRITERIA), level="pillar").set_index("node_code")
    assert pillars.loc["A", "attainment_share"] == 0.75
    assert np.isnan(pillars.loc["B", "points"])
    assert pillars.loc["B", "attainment_share"] == 0
    assert pillars.loc["B", "max_points"] == 10


def test_of_a_form_that_is_blank_as_a_whole_no_pillar_attains_zero():
    rows = [("A-1", None, None, None), ("B-1", None, None, None)]
    table = totals(scoring.score(answers(rows, answer_status="missing"), CRITERIA), level="pillar")
    assert table[["points", "attainment_share"]].isna().all(axis=None)
    assert not table["is_complete"].any()


def test_each_basis_reads_its_own_points():
    table = answers([("A-1", 3, 4, 10)], verified_points=8.0, final_points=7.0)
    scores = scoring.score(table, CRITERIA).assign(measured_points=6.0, measured_share=0.5)
    assert [totals(scores, basis)["points"].iloc[0] for basis in scoring.BASES] == [10, 9, 6, 8, 7]
    counted = scoring.count(scores, CRITERIA, ("computed", "verified"))
    assert counted["basis"].astype("str").tolist() == ["computed", "verified"]


def test_a_basis_nobody_has_points_on_is_not_there_but_the_claims_always_are():
    scores = scoring.score(answers([("B-4", None, None, None)], answer_status="missing"), CRITERIA)
    (total,) = scoring.totals(scoring.count(scores, CRITERIA), CRITERIA).query("level == 'total'").itertuples()
    assert (total.basis, total.n_missing, total.max_points) == ("claimed", 1, 10)
    assert np.isnan(total.points)


def test_answers_to_unknown_indicators_are_all_named():
    with pytest.raises(DtsError) as error:
        scoring.score(answers([("A-1", 1, 1, 1), ("Z-1", 1, 1, 1), ("Z-2", 1, 1, 1)]), CRITERIA)
    assert [each.where for each in error.value.findings] == ["thu_quy_tac_2022:Z-1", "thu_quy_tac_2022:Z-2"]
    assert "cho một chỉ số không có" in str(error.value)


def test_a_difference_of_half_a_hundredth_is_typing_and_more_is_a_finding():
    rows = [("A-1", 3, 4, 9.005), ("A-1", 3, 4, 9.006), ("B-4", None, None, 7)]
    found = scoring.check_points(scoring.score(answers(rows), CRITERIA))
    assert [each.code for each in found] == ["points_differ"]
    assert found[0].found == "A-1: điểm tự chấm 9,006, tính theo quy tắc được 9 (điểm tự chấm − tính lại = 0,006)"
    assert found[0].where == "f!s!A1"


numbers = st.one_of(st.none(), st.floats(0, 200, allow_nan=False), st.integers(0, 8))


@settings(max_examples=200)
@given(st.sampled_from(CODES), numbers, numbers)
def test_points_stay_between_the_least_there_can_be_and_the_maximum(code, a, b):
    score = scoring.score(answers([(code, a, b, None)]).astype({"declared_value": float}), CRITERIA).iloc[0]
    points = score["computed_points"]
    least = SET.indicator(code).least_points
    assert np.isnan(points) or least <= points <= score["max_points"] + 1e-12


@settings(max_examples=200)
@given(st.sampled_from(["A-1", "A-2", "A-3", "A-4", "B-3"]), st.floats(0, 100), st.floats(0, 100))
def test_more_never_earns_less_under_a_monotone_rule(code, one, other):
    rows = [(code, low, 100, None) for low in sorted((one, other))]
    points = scoring.score(answers(rows), CRITERIA)["computed_points"].to_numpy()
    assert points[0] <= points[1] + 1e-12


@settings(max_examples=50)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(random):
    golden = pd.read_csv(EVERY_RULE / "answers.csv")
    table = answers(golden[["indicator_code", "a", "b", "points"]].to_numpy().tolist())
    order = list(range(len(table)))
    random.shuffle(order)
    straight = scoring.score(table, CRITERIA)["computed_points"]
    shuffled = scoring.score(table.iloc[order], CRITERIA)["computed_points"].sort_index()
    pd.testing.assert_series_equal(straight, shuffled)


def test_no_answers_give_no_totals():
    scores = scoring.score(answers([]), CRITERIA)
    counted = scoring.count(scores, CRITERIA)
    assert scoring.totals(counted, BOTH).empty
    assert scoring.class_counts(counted, BOTH).empty
    assert scoring.check_points(scores) == []


def test_a_part_over_its_whole_is_found_under_every_rule_that_looks_at_shares():
    rows = [("A-1", 5, 4, None), ("B-5", 5, 4, 0), ("B-5", 5, 0, 0), ("B-5", 4, 5, 0)]
    found = scoring.check_points(scoring.score(answers(rows), CRITERIA))
    assert [each.code for each in found] == [
        "claim_unfilled", "share_over_one", "share_over_one", "denominator_zero"
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**33), st.integers(0, 70_000)), max_size=40),
    st.permutations([0, 1, 2]),
)
def test_rows_are_ordered_as_by_sorting(rows, turn):
    keys = [np.array([row[at] for row in rows], dtype=np.int64) for at in turn]
    assert scoring.ordered(*keys).tolist() == np.lexsort(keys[::-1]).tolist()


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=40))
def test_distinct_values_of_groups_are_counted_as_pandas_does(rows):
    table = pd.DataFrame(rows, columns=["group", "value"]).astype({"group": "int64"})
    found = scoring.distinct(table["group"].to_numpy(), table["value"], 6)
    assert found.tolist() == table.groupby("group")["value"].nunique().reindex(range(6), fill_value=0).tolist()


def test_places_of_rows_are_found_by_their_keys_whatever_their_types():
    table = pd.DataFrame({"unit": pd.Categorical(["b", "a", "a"]), "year": [1, 1, 2]})
    rows = pd.DataFrame({"unit": ["a", "b", "a"], "year": [2, 1, 1]}, index=[7, 8, 9])
    assert scoring.places(rows, table, ["unit", "year"]).tolist() == [2, 0, 1]
    with pytest.raises(ValueError, match="2 rows are not in the table by unit, year"):
        scoring.places(rows.assign(year=[2, 1, 3], unit="b"), table, ["unit", "year"])
    with pytest.raises(ValueError, match="1 rows of the table repeat unit"):
        scoring.places(rows, table, ["unit"])


@pytest.mark.parametrize("keys", [([0, 0], [65535, 3], [0, 0]), ([1, 0], [0, 65535], [1, 1]), ([0], [0], [0])])
def test_rows_are_put_in_the_order_that_lexsort_gives_at_the_edge_of_a_digit(keys):
    arrays = [np.array(key) for key in keys]
    assert scoring.ordered(*arrays).tolist() == np.lexsort(arrays[::-1]).tolist()
