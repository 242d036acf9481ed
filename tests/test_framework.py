"""A composite index in two flat tables: worked by hand, faults told at once, the law of points as one case."""

import numpy as np
import pandas as pd
import pytest

from dts_analysis import messages
from dts_analysis.analysis import framework
from dts_analysis.errors import DtsError


def points_table():
    """Two groups: 1 with 1.1 (10) and 1.2 (30), 2 with 2.1 (60); all = 100."""
    return pd.DataFrame(
        {
            "code": ["all", "1", "2", "1.1", "1.2", "2.1"],
            "parent": ["", "all", "all", "1", "1", "2"],
            "level": [3, 2, 2, 1, 1, 1],
            "max_points": [None, None, None, 10.0, 30.0, 60.0],
        }
    )


def points(rows):
    return pd.DataFrame(rows, columns=["1.1", "1.2", "2.1"], index=list("uvw")[: len(rows)], dtype=float)


def long(rows):
    return pd.DataFrame(rows, columns=["unit_code", "code", "value", "status"])


def test_points_over_the_maximum_at_every_node():
    found = framework.index(points([[5, 30, 30], [10, 0, 60]]), points_table())
    # u: 1 = 35/40, 2 = 30/60, all = 65/100; v: 1 = 10/40, 2 = 1, all = 70/100
    assert found.loc["u", ["1", "2", "all"]].tolist() == pytest.approx([0.875, 0.5, 0.65])
    assert found.loc["v", ["1", "2", "all"]].tolist() == pytest.approx([0.25, 1.0, 0.7])
    assert list(found.columns) == ["1.1", "1.2", "2.1", "1", "2", "all"]


def test_what_does_not_apply_shrinks_the_units_own_maximum_up_to_the_whole():
    rows = [("u", "1.1", 5, "answered"), ("u", "1.2", None, "not_applicable"), ("u", "2.1", 15, "answered")]
    of = {
        how: framework.index(long(rows), points_table(), not_applicable=how).loc["u", "all"]
        for how in framework.NOT_APPLICABLE_TREATMENTS
    }
    assert of["shrink"] == pytest.approx(20 / 70)  # 5 + 15 of 10 + 60
    assert of["share"] == pytest.approx((40 * 0.5 + 60 * 0.25) / 100)  # group 1 keeps its 40
    assert of["zero"] == pytest.approx(20 / 100)
    assert of["full"] == pytest.approx(50 / 100)
    assert of["mean"] == pytest.approx(20 / 100)  # nobody has it: as 0


def test_a_blank_counts_as_nothing_and_may_be_doubted():
    values = points([[5, None, 15], [10, 15, 60]])
    of = {how: framework.index(values, points_table(), missing=how) for how in framework.MISSING_TREATMENTS}
    assert {how: each.loc["u", "all"] for how, each in of.items()} == pytest.approx(
        {"zero": 20 / 100, "shrink": 20 / 70, "share": 0.4 * 0.5 + 0.6 * 0.25, "mean": (5 + 15 + 15) / 100}
    )
    assert all(each.loc["v", "all"] == pytest.approx(0.85) for each in of.values())


def test_a_pillar_that_does_not_apply_at_all_leaves_the_rest():
    rows = [
        ("u", "1.1", None, "not_applicable"),
        ("u", "1.2", None, "not_applicable"),
        ("u", "2.1", 30, "answered"),
    ]
    for how in ("shrink", "share"):
        found = framework.index(long(rows), points_table(), not_applicable=how).loc["u"]
        assert np.isnan(found["1"])
        assert found["all"] == pytest.approx(0.5)
    none = [("u", code, None, "not_applicable") for code in ("1.1", "1.2", "2.1")]
    assert np.isnan(framework.index(long(none), points_table()).loc["u", "all"])


def test_a_geometric_mean_at_one_level_and_the_floor():
    values = points([[10, 30, 15], [0, 0, 60]])
    found = framework.index(values, points_table(), aggregation={3: "geometric"})
    assert found.loc["u", "all"] == pytest.approx(1**0.4 * 0.25**0.6)
    assert found.loc["v", "all"] == pytest.approx(0.01**0.4)
    both = framework.index(values, points_table(), aggregation="geometric")
    assert both.loc["v", "1"] == pytest.approx(0.01)


def test_a_tree_of_any_depth_with_indicators_at_any_height():
    table = pd.DataFrame(
        {
            "code": ["a", "b", "c", "d", "x", "y", "z"],
            "parent": ["", "a", "b", "c", "d", "b", "a"],
            "weight": [None, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        }
    )
    found = framework.tree(table)
    assert found.codes == ("x", "y", "z", "d", "c", "b", "a")
    assert found.level.tolist() == [1, 1, 1, 2, 3, 4, 5]
    values = pd.DataFrame({"x": [0.2], "y": [0.4], "z": [1.0]}, index=["u"])
    goal = table.assign(lowest=0.0, highest=1.0)
    assert framework.index(values, goal, "goalposts").loc["u", "a"] == pytest.approx((3 * 0.3 + 1) / 4)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("share", [1 - 2 / 8, 1 - 4 / 8, 0.0]),
        ("min_max", [1.0, 2 / 3, 0.0]),
        ("rank", [1.0, 0.5, 0.0]),
        # mean 14/3, deviations -8/3, -2/3, 10/3; variance (64 + 4 + 100)/27
        ("z_score", [0.5 - 0.1 * d / np.sqrt(168 / 27) for d in (-8 / 3, -2 / 3, 10 / 3)]),
    ],
)
def test_less_is_better_on_every_scale(method, expected):
    table = pd.DataFrame({"code": ["t", "a"], "parent": [None, "t"], "weight": 1.0, "direction": [None, -1]})
    found = framework.index(pd.DataFrame({"a": [2.0, 4.0, 8.0]}), table, method)
    assert found["t"].tolist() == pytest.approx(expected)


def test_goalposts_of_an_indicator_where_less_is_better():
    table = pd.DataFrame(
        {"code": ["t", "a"], "parent": ["", "t"], "weight": 1.0, "direction": -1, "lowest": 1.0, "highest": 5.0}
    )
    values = pd.DataFrame({"a": [1.0, 2.0, None]}, index=list("uvw"))
    assert framework.index(values, table, "goalposts")["t"].tolist() == [1.0, 0.75, 0.0]


def test_ties_share_their_mid_rank():
    table = pd.DataFrame({"code": ["t", "a"], "parent": ["", "t"], "weight": 1.0})
    values = pd.DataFrame({"a": [1.0, 3.0, 3.0, 7.0, np.nan]}, index=list("uvwxy"))
    found = framework.normalised_values(values, table, "rank", missing="shrink")["a"]
    assert found.tolist()[:4] == pytest.approx([0, 0.5, 0.5, 1])
    assert np.isnan(found["y"])


@pytest.mark.parametrize("unit", [1.0, 10.0, 1e-6, 1e9, 1e-15])
@pytest.mark.parametrize("direction", [1, -1])
def test_ranks_are_the_same_in_any_unit(unit, direction):
    """0.3 and 0.1 + 0.2 differ in the last bit, times ten they do not: a tie in both."""
    table = pd.DataFrame({"code": ["t", "a"], "parent": ["", "t"], "weight": 1.0, "direction": direction})
    values = pd.DataFrame({"a": np.array([0.3, 0.1 + 0.2, 0.5, np.nan]) * unit}, index=list("uvwx"))
    found = framework.normalised_values(values, table, "rank", missing="shrink")["a"]
    assert found.tolist()[:3] == ([0.25, 0.25, 1] if direction > 0 else [0.75, 0.75, 0])


@pytest.mark.parametrize("method", framework.NORMALISATIONS)
def test_a_constant_indicator_and_a_single_unit_stay_in(method):
    full = framework.index(points([[10, 30, 60]]), points_table(), method)
    assert full.loc["u"].tolist() == [1.0] * 6
    alike = framework.index(points([[10, 0, 1], [10, 30, 2], [10, 3, 5]]), points_table(), method)
    assert alike["1.1"].tolist() == [1.0] * 3
    assert alike.notna().all().all()


def test_what_weighs_nothing_takes_no_part_even_out_of_nothing():
    table = points_table().assign(max_points=[None, None, None, 10.0, 0.0, 60.0])
    found = framework.index(points([[5, 0, 30]]), table)
    assert found.loc["u", "all"] == pytest.approx(0.5)


def faulty(**changes):
    return points_table().assign(**changes)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (points_table().drop(columns=["code", "max_points"]), ["framework_column_missing"] * 2),
        (points_table().head(0), ["framework_root"]),
        (faulty(code=["all", "1", "2", 1.1, "1.2", ""]), ["framework_code_no_text"] * 2),
        (faulty(code=["all", "1", "2", "1.1", "1.1", "2.1"]), ["framework_code_twice"]),
        (faulty(parent=["", "all", "all", "1", "9", "2"]), ["framework_parent_unknown"]),
        (faulty(parent=["", "all", "", "1", "1", "2"]), ["framework_root"]),
        (faulty(parent=["", "2", "1", "1", "1", "2"]), ["framework_circle"] * 2),
        (faulty(level=[3, 2, 2.5, 0, 1, 1]), ["framework_level"] * 2),
        (faulty(level=[2, 2, 1, 1, 1, 1]), ["framework_level_order"] * 2),
        (faulty(parent=["", "all", "all", "1", "1", "1"], weight=1.0), ["framework_childless"]),
        (faulty(max_points=[None, None, None, -10.0, 30.0, None]), ["framework_weight"] * 2),
        (faulty(max_points=[None, None, None, 0.0, 0.0, 60.0]), ["framework_weights_zero"]),
        (faulty(direction=[None, None, None, 1, 0, 2]), ["framework_direction"] * 2),
        (faulty(lowest=[None, None, None, 20.0, 0.0, 0.0]), ["framework_goalposts"]),
        (faulty(direction=[None, None, None, "thấp", 1, 1]), ["framework_no_number"]),
        (faulty(lowest=["", None, None, 0, "không", np.inf]), ["framework_no_number"] * 2),
        (faulty(max_points=[None, None, None, -10.0, 30.0, None], weight=1.0), ["framework_weight"]),
    ],
)
def test_every_fault_of_a_framework_is_told_at_once(table, codes):
    with pytest.raises(DtsError) as refused:
        framework.tree(table)
    assert [each.code for each in refused.value.findings] == codes


def test_a_fault_says_where_what_is_expected_and_what_to_do():
    messages.use("en")
    with pytest.raises(DtsError) as refused:
        framework.tree(faulty(max_points=[None, None, None, 0.0, 0.0, 60.0]))
    assert str(refused.value).startswith("framework!1")
    assert "everything below it weighs 0: 1.1, 1.2" in str(refused.value)
    assert "at least one weight above 0" in str(refused.value)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (points([]), ["values_none"]),
        (points([[1, 2, 3]] * 2).set_axis(["u", "u"]), ["values_unit_twice"]),
        (
            points([[1, 2, 3]]).drop(columns="1.2").assign(other=1.0),
            ["values_indicator_missing", "values_indicator_unknown"],
        ),
        (points([[1, 2, np.inf]]), ["values_no_number"]),
        (points([[1, 2, 3]]).astype(object).replace(2.0, "hai"), ["values_no_number"]),
        (long([("u", "1.1", 1.0, "unscored")]), ["values_status"]),
        (long([(None, "1.1", 1.0, "answered")]), ["unit_code_missing"]),
        (points([[1, 2, 3]] * 2).set_axis(["u", np.nan]), ["unit_code_missing"]),
        (long([("u", "1.1", 1.0, "answered")] * 2), ["values_cell_twice"]),
    ],
)
def test_every_fault_of_the_values_is_told(values, codes):
    with pytest.raises(DtsError) as refused:
        framework.index(values, points_table())
    assert [each.code for each in refused.value.findings] == codes


def test_a_column_of_nothing_is_refused_only_where_nothing_says_what_a_blank_is_worth():
    values = points([[1, None, 3], [2, None, 3]])
    assert framework.index(values, points_table())["1.2"].tolist() == [0.0, 0.0]
    weighted = points_table().rename(columns={"max_points": "weight"}).fillna({"weight": 1.0})
    with pytest.raises(DtsError, match=r"values!1\.2"):
        framework.index(values, weighted)


def test_a_choice_of_another_name_is_refused():
    messages.use("en")
    with pytest.raises(DtsError) as refused:
        framework.index(points([[1, 2, 3]]), points_table(), "minmax", missing="drop")
    assert [each.where for each in refused.value.findings] == ["normalisation", "missing"]
    with pytest.raises(DtsError, match="one of: arithmetic, geometric"):
        framework.index(points([[1, 2, 3]]), points_table(), aggregation={3: "harmonic"})


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        ({"aggregation": {"2": "geometric"}}, ["level_unknown"]),
        ({"aggregation": {7: "geometric", 1: "arithmetic"}}, ["level_unknown"] * 2),
        ({"threshold": 5, "normalisation": "completion"}, ["share_above"]),
        ({"floor": 0, "aggregation": "geometric"}, ["share_above"]),
    ],
)
def test_a_choice_that_nothing_would_come_of_is_refused(choices, codes):
    with pytest.raises(DtsError) as refused:
        framework.index(points([[1, 2, 3]]), points_table(), **choices)
    assert [each.code for each in refused.value.findings] == codes


def test_a_share_of_values_below_nothing_is_refused():
    table = pd.DataFrame({"code": ["t", "a", "b"], "parent": ["", "t", "t"], "weight": 1.0})
    values = pd.DataFrame({"a": [-1.0, -2.0], "b": [1.0, -2.0]}, index=list("uv"))
    with pytest.raises(DtsError) as refused:
        framework.index(values, table)
    assert [each.where for each in refused.value.findings] == ["values!a"]
    assert framework.index(values, table, "min_max").loc["u", "a"] == 1
    stated = table.assign(lowest=-2.0, highest=2.0)
    assert framework.index(values, stated)["a"].tolist() == [-0.5, -1.0]  # a share of 2, below nothing


def test_the_order_of_rows_and_the_scale_of_weights_change_nothing():
    rng = np.random.default_rng(1)
    values = points(rng.uniform(0, 10, (3, 3)))
    table = points_table()
    first = framework.index(values, table, "min_max", "geometric")
    other = table.sample(frac=1, random_state=2)
    other["weight"] = other["max_points"].fillna(other["code"].map({"1": 40.0, "2": 60.0})) * 7
    mixed = framework.index(values.iloc[::-1, ::-1], other, "min_max", "geometric")
    pd.testing.assert_frame_equal(first, mixed.loc[first.index, first.columns])
