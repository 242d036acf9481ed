"""Is an index sound: every check by hand or against published values, and what it says of what cannot be told."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import worlds
import yaml
from golden_set import SET, gap_of, golden_scores
from small_sets import document

from dts_analysis import dataset, messages
from dts_analysis.analysis import audit, continuity, framework
from dts_analysis.analysis.audit.components import sampling_adequacy
from dts_analysis.errors import DtsError
from dts_analysis.reference import read_criteria

TAI = Path(__file__).parent / "golden/tai_2001"
RAW = Path(__file__).parents[1] / "data/raw"
ODM = Path(__file__).parents[1] / "examples/odm_2023/data/raw"


def index_of(items, pillars, points=10.0, **choices):
    """Return the sheet of an index: `pillars` maps a pillar to its indicators, each out of as many points."""
    rows = [("all", "", None)]
    for pillar, codes in pillars.items():
        rows += [(pillar, "all", None), *((code, pillar, points) for code in codes)]
    table = pd.DataFrame(rows, columns=["code", "parent", "max_points"])
    return audit.sheet(pd.DataFrame(items, dtype=float), table, **choices)


def exactly(matrix, n=23, names=None):
    """Return data whose correlations are exactly those of a matrix."""
    matrix = np.asarray(matrix, float)
    drawn = np.random.default_rng(1).normal(size=(n, len(matrix)))
    alone, _ = np.linalg.qr(drawn - drawn.mean(axis=0))
    return pd.DataFrame(alone @ np.linalg.cholesky(matrix).T * 3 + 5, columns=names)


def alike(r, k):
    return np.full((k, k), r) + np.eye(k) * (1 - r)


def of(table, measure, code=None):
    """Return the rows of a measure, or the one of a code."""
    rows = table[table["measure"] == measure].set_index("code")
    return rows if code is None else rows.loc[code]


# The Handbook's own example


def test_the_technology_achievement_index_as_the_handbook_prints_it():
    matrix = pd.read_csv(TAI / "correlations.csv", index_col=0)
    items = exactly(matrix, names=list(matrix.columns))
    printed, eigen = (pd.read_csv(TAI / f"{name}.csv") for name in ("indicators", "eigenvalues"))
    values, loadings = audit.components(items)
    assert values == pytest.approx(eigen["eigenvalue"].to_numpy(), abs=0.06)
    assert values / values.sum() == pytest.approx(eigen["share"].to_numpy(), abs=0.006)
    for number, name in ((0, "first_loading"), (1, "second_loading")):
        sign = np.sign(loadings[number] @ printed[name].to_numpy())
        assert sign * loadings[number].to_numpy() == pytest.approx(printed[name].to_numpy(), abs=0.03)
    assert audit.cronbach_alpha(items, standardised=True) == pytest.approx(0.70, abs=0.01)
    without = [audit.cronbach_alpha(items.drop(columns=each), standardised=True) for each in items]
    assert without == pytest.approx(printed["alpha_if_deleted"].tolist(), abs=0.01)


# Consistency


@pytest.mark.parametrize("k", [2, 4, 9])
def test_alpha_of_parallel_items_is_what_spearman_and_brown_say(k):
    assert audit.cronbach_alpha(exactly(alike(0.5, k))) == pytest.approx(k * 0.5 / (1 + (k - 1) * 0.5))


def test_alpha_of_items_that_say_the_same_or_nothing_in_common():
    same = pd.DataFrame({"a": [1.0, 2, 4], "b": [1.0, 2, 4]})
    assert audit.cronbach_alpha(same) == pytest.approx(1)
    assert audit.cronbach_alpha(exactly(np.eye(5))) == pytest.approx(0, abs=1e-12)
    assert audit.cronbach_alpha(same.assign(b=[4.0, 1, 2])) < 0


def test_a_pillar_is_judged_by_alpha_and_what_it_would_be_without_each():
    matrix = alike(0.6, 4)
    matrix[3, :3] = matrix[:3, 3] = 0
    index = index_of(
        exactly(matrix, names=list("abcd")).assign(e=[*range(23)], f=1.0), {"p": "abcd", "q": "e", "r": "f"}
    )
    table = audit.consistency(index)
    # sum of all correlations off the diagonal 6 x 0.6 = 3.6: 4/3 x 3.6 / 7.6; without d: 3/2 x 3.6 / 6.6
    assert of(table, "alpha", "p")["value"] == pytest.approx(4 / 3 * 3.6 / 7.6)
    assert of(table, "alpha", "p")["verdict"] == "look"
    gain = of(table, "gain_if_deleted", "d")
    assert (gain["value"], gain["against"]) == (pytest.approx(3 / 2 * 3.6 / 6.6 - 4 / 3 * 3.6 / 7.6), "p")
    assert gain["verdict"] == "look"
    assert of(table, "gain_if_deleted", "a")["verdict"] == "pass"
    assert of(table, "alpha", "q")[["verdict", "why"]].tolist() == ["", "audit_one_indicator"]
    strict = audit.consistency(index, least=0.8, lowest=0.7)
    assert of(strict, "alpha", "p")[["verdict", "pass_from", "fail_below"]].tolist() == ["fail", 0.8, 0.7]


# Dimensions


def test_an_orthogonal_set_has_as_many_dimensions_as_indicators():
    items = exactly(np.eye(4))
    values, loadings = audit.components(items)
    assert values == pytest.approx(np.ones(4))
    assert (loadings**2).sum(axis=1).tolist() == pytest.approx([1] * 4)
    statistic, freedom, p = audit.bartlett(items)
    assert (statistic, freedom, p) == (pytest.approx(0, abs=1e-9), 6, pytest.approx(1))
    table = audit.dimensions(index_of(exactly(np.eye(4), names=list("abcd")), {"p": "abcd"}))
    assert of(table, "bartlett_p", "p")["verdict"] == "look"
    assert of(table, "first_component", "p")["value"] == pytest.approx(0.25)


def test_adequacy_and_sphericity_of_three_alike():
    # Partial correlations of three that correlate by 0.5 are 1/3; det R = 0.5 x 0.5 x 2 = 0.5
    items = exactly(alike(0.5, 3))
    assert audit.kmo(items) == pytest.approx(1 / (1 + (2 / 3) ** 2))
    statistic, freedom, p = audit.bartlett(items)
    assert (statistic, freedom) == (pytest.approx(-(22 - 11 / 6) * np.log(0.5)), 3)
    assert p == pytest.approx(0.00295, abs=1e-4)
    assert sampling_adequacy(alike(0.7, 2)) == pytest.approx(0.5)


def test_a_pillar_of_two_things_says_so():
    matrix = np.kron(np.eye(2), alike(0.8, 3))
    table = audit.dimensions(index_of(exactly(matrix, names=list("abcdef")), {"p": "abcdef"}))
    assert of(table, "above_one", "p")[["value", "verdict"]].tolist() == [2, "look"]
    one = audit.dimensions(index_of(exactly(alike(0.8, 3), names=list("abc")), {"p": "abc"}))
    assert of(one, "above_one", "p")[["value", "verdict"]].tolist() == [1, "pass"]
    assert of(one, "first_component", "p")["value"] == pytest.approx(2.6 / 3)
    assert of(one, "loading")["value"].tolist() == pytest.approx([np.sqrt(2.6 / 3)] * 3)


def test_an_indicator_against_the_rest_fails_and_one_that_never_varies_is_told_apart():
    items = exactly(alike(0.8, 3), names=list("abc"))
    items = items.assign(c=10 - items["c"], d=10.0)
    table = audit.dimensions(index_of(items, {"p": "abcd"}))
    assert of(table, "loading", "c")["verdict"] == "fail"
    assert of(table, "loading", "d")[["verdict", "why"]].tolist() == ["", "audit_constant"]
    assert of(table, "kmo", "p")["value"] > 0.5


def test_fewer_units_than_indicators_bear_no_partial_correlations():
    table = audit.dimensions(
        index_of(exactly(alike(0.5, 4), n=23, names=list("abcd")).head(4), {"p": "abcd"}), fewest=4
    )
    assert of(table, "kmo", "p")[["verdict", "why"]].tolist() == ["", "audit_singular"]
    assert of(table, "first_component", "p")["verdict"] != ""


# Correlations


def test_three_ways_to_correlate():
    # ranks 1 2 3 4 5 and 1 3 2 4 5: one pair of ten crosses; squared differences 2
    items = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [1.0, 3, 2, 4, 9]})
    index = index_of(items, {"p": "ab"})
    found = {each: audit.correlations(index, each)["value"].iloc[0] for each in audit.METHODS}
    assert found["kendall"] == pytest.approx(0.8)
    assert found["spearman"] == pytest.approx(1 - 6 * 2 / (5 * 24))
    assert found["pearson"] == pytest.approx(17 / np.sqrt(10 * 38.8))
    with pytest.raises(DtsError, match="pearson, spearman, kendall"):
        audit.correlations(index, "cosine")


@pytest.mark.parametrize(
    ("r", "verdict"), [(-0.5, "fail"), (-0.2, "look"), (0.2, "look"), (0.5, "pass"), (0.95, "look")]
)
def test_inside_a_pillar_too_little_and_too_much_are_looked_at(r, verdict):
    table = audit.correlations(index_of(exactly([[1, r], [r, 1]], names=["a", "b"]), {"p": "ab"}))
    assert table.iloc[0][["measure", "code", "against", "verdict"]].tolist() == ["inside", "a", "b", verdict]
    assert table["value"].iloc[0] == pytest.approx(r)


def test_pillars_that_pull_apart_or_repeat_each_other_are_looked_at():
    for r, verdict in ((-0.6, "look"), (0.5, "pass"), (0.95, "look")):
        table = audit.correlations(index_of(exactly([[1, r], [r, 1]], names=["a", "b"]), {"p": "a", "q": "b"}))
        assert table[["measure", "code", "against", "verdict"]].to_numpy().tolist() == [
            ["across", "p", "q", verdict]
        ]


def test_an_indicator_closer_to_another_pillar_is_found():
    matrix = np.eye(5)
    for first, second, r in ((0, 1, 0.6), (3, 4, 0.6), (2, 3, 0.7), (2, 4, 0.7), (2, 0, 0.1), (2, 1, 0.1)):
        matrix[first, second] = matrix[second, first] = r
    table = audit.nearest_pillar(index_of(exactly(matrix, names=list("abcde")), {"p": "abc", "q": "de"}))
    row = table.set_index("code").loc["c"]
    # with a + b: 0.2 / sqrt(3.2); with d + e: 1.4 / sqrt(3.2)
    assert row["value"] == pytest.approx((0.2 - 1.4) / np.sqrt(3.2))
    assert row[["against", "verdict"]].tolist() == ["q", "look"]
    assert set(table.set_index("code").loc[["a", "b", "d", "e"], "verdict"]) == {"pass"}


# What the data hold


def test_what_is_there_of_what_applies():
    rows = [("u", "a", 1.0, "answered"), ("u", "b", None, "missing"), ("u", "c", None, "not_applicable"),
            ("v", "a", 1.0, "answered"), ("v", "b", 2.0, "answered"), ("v", "c", 3.0, "answered")]  # fmt: skip
    long = pd.DataFrame(rows, columns=["unit_code", "code", "value", "status"])
    table = pd.DataFrame({"code": ["t", *"abc"], "parent": ["", *"ttt"], "max_points": [None, 5.0, 5.0, 5.0]})
    found = audit.availability(audit.sheet(long, table))
    assert of(found, "of_units")["value"].to_dict() == {"a": 1, "b": 0.5, "c": 1}
    assert of(found, "of_units")["verdict"].to_dict() == {"a": "pass", "b": "fail", "c": "pass"}
    assert of(found, "of_indicators")["value"].to_dict() == {"u": 0.5, "v": 1}
    assert set(audit.availability(audit.sheet(long, table), least=0.5)["verdict"]) == {"pass"}


def test_what_is_the_same_for_most_tells_nobody_apart():
    items = {"a": [0, 0, 0, 5, 7], "b": [10, 10, 10, 10, 2], "c": [1, 2, 3, 4, 5], "d": [3] * 5}
    table = audit.discrimination(index_of(items, {"p": "abcd"}))
    assert of(table, "at_zero")["value"].to_dict() == {"a": 0.6, "b": 0, "c": 0, "d": 0}
    assert of(table, "at_maximum")["value"].to_dict() == {"a": 0, "b": 0.8, "c": 0, "d": 0}
    assert of(table, "one_value")["verdict"].to_dict() == {"a": "look", "b": "look", "c": "pass", "d": "fail"}


def test_skewness_and_kurtosis_are_those_of_a_spreadsheet():
    # The example in the help of both spreadsheet functions: 0.359543071 and -0.151799637
    sample = [3.0, 4, 5, 2, 3, 4, 5, 6, 4, 7]
    far = [1.0] * 8 + [2, 10]
    table = audit.outliers(index_of({"a": sample, "b": far, "c": [4.0] * 10}, {"p": "abc"}))
    assert of(table, "skewness", "a")["value"] == pytest.approx(0.359543071)
    assert of(table, "kurtosis", "a")["value"] == pytest.approx(-0.151799637)
    assert of(table, "kurtosis")["verdict"].to_dict() == {"a": "pass", "b": "look", "c": ""}
    assert of(table, "kurtosis", "c")["why"] == "audit_constant"


# What parts do


def test_a_curve_explains_all_and_noise_nothing():
    rng = np.random.default_rng(3)
    part = rng.uniform(-1, 1, 2000)
    assert audit.correlation_ratio(part, part**2) == pytest.approx(1, abs=0.01)
    assert audit.correlation_ratio(part, rng.normal(size=2000)) < 0.02
    straight = 0.6 * part / part.std() + 0.8 * rng.normal(size=2000)
    assert audit.correlation_ratio(part, straight) == pytest.approx(
        np.corrcoef(part, straight)[0, 1] ** 2, abs=0.01
    )
    assert audit.correlation_ratio(part[:60], part[:60] ** 2) == pytest.approx(1, abs=0.03)


def test_a_part_of_few_values_explains_by_its_means():
    # two groups of ten around 0 and 1, each spread +-0.5: within 20 x 0.25 = 5, all 10; 1 - (5/18) / (10/19)
    part = np.repeat([0.0, 1.0], 10)
    whole = part + np.tile([0.5, -0.5], 10)
    assert audit.correlation_ratio(part, whole) == pytest.approx(1 - (5 / 18) / (10 / 19))
    assert audit.correlation_ratio(part, np.tile([0.5, -0.5], 10)) == 0


@pytest.mark.parametrize("n", [10, 15, 21])
def test_of_few_units_noise_explains_next_to_nothing_and_a_straight_part_what_it_does(n):
    rng = np.random.default_rng(n)
    part, noise = rng.normal(size=(2, 300, n))
    of_noise = [audit.correlation_ratio(*each) for each in zip(part, noise, strict=True)]
    assert np.mean(of_noise) < 0.06
    assert np.median(of_noise) == 0
    straight = 0.5 * part + np.sqrt(0.75) * noise
    found = [audit.correlation_ratio(*each) for each in zip(part, straight, strict=True)]
    assert np.mean(found) == pytest.approx(0.25, abs=0.06)
    assert audit.correlation_ratio(np.arange(float(n)), 2 * np.arange(float(n))) == pytest.approx(1)


@pytest.mark.parametrize(("n", "values"), [(10, 3), (20, 10), (26, 4)])
def test_few_values_that_repeat_explain_nothing_of_noise(n, values):
    rng = np.random.default_rng(n)
    found = [
        audit.correlation_ratio(rng.integers(0, values, n).astype(float), rng.normal(size=n)) for _ in range(300)
    ]
    assert np.mean(found) < 0.06


def test_values_that_hardly_repeat_are_no_groups():
    # of ten units nine values: one group of two would "explain" nearly all
    part = np.array([0.0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
    whole = np.array([1.0, 1.1, 5, 2, 4, 1, 3, 5, 2, 4])
    assert audit.correlation_ratio(part, whole) < 0.3


def test_an_indicator_that_varies_more_does_more_than_it_weighs():
    # equal weights, unrelated, spreads 2 : 1: of the variance 4/5 and 1/5
    items = exactly(np.eye(2), n=400, names=["a", "b"])
    items["b"] = 5 + (items["b"] - 5) / 2
    table = audit.importance(index_of(items, {"p": "ab"}))
    assert of(table, "effective_weight")["value"].tolist() == pytest.approx([0.8, 0.2])
    assert of(table, "importance")["value"].tolist() == pytest.approx([0.8, 0.2], abs=0.03)
    assert table["nominal_weight"].tolist() == [0.5] * 4
    assert of(table, "effective_weight")["verdict"].tolist() == ["pass", "look"]
    alone = audit.importance(index_of(items, {"p": "ab"}), ratio=1.5)
    assert of(alone, "effective_weight")["verdict"].tolist() == ["look", "look"]


def test_an_indicator_that_works_against_its_index_fails():
    items = exactly([[1, -0.9], [-0.9, 1]], n=50, names=["a", "b"])
    items["b"] = 5 + (items["b"] - 5) / 2
    assert of(audit.importance(index_of(items, {"p": "ab"})), "effective_weight", "b")["verdict"] == "fail"


def test_places_without_an_indicator():
    # of 10 each: u 8 2, v 6 6, w 1 9; all: v 12, u and w 10. Without b u v w are 1 2 3, without a 3 2 1
    index = index_of({"a": [8, 6, 1], "b": [2, 6, 9]}, {"p": "ab"})
    table = audit.leave_one_out(index, fewest=3)
    assert of(table, "mean_shift")["value"].to_dict() == pytest.approx(
        {"b": (1 + 1 + 1) / 3, "a": (1 + 1 + 1) / 3}
    )
    assert of(table, "max_shift")["value"].to_dict() == {"a": 1, "b": 1}
    assert set(of(table, "mean_shift")["verdict"]) == {"look"}
    assert set(of(table, "max_shift")["verdict"]) == {""}  # told, not judged
    assert set(of(audit.leave_one_out(index, most=0.4, fewest=3), "mean_shift")["verdict"]) == {"pass"}


def test_what_is_strong_in_one_part_and_weak_in_another():
    # u: 1 and 0.25, 0.625 against 0.5; v: 0.55 twice, alike. Strictly v is ahead
    table = audit.compensation(index_of({"a": [10, 5.5], "b": [2.5, 5.5]}, {"p": "a", "q": "b"}), fewest=2)
    assert table["value"].tolist() == pytest.approx([0.125, 0])
    assert table["verdict"].tolist() == ["look", "pass"]
    assert table["places"].tolist() == [1, -1]


def test_a_pillar_that_repeats_the_whole_adds_nothing():
    rng = np.random.default_rng(5)
    whole = rng.uniform(0, 10, 40)
    index = index_of({"a": whole, "b": 10 * rng.permutation(40) / 39, "c": whole}, {"p": "ac", "q": "b"})
    found = audit.added_value(index).set_index("code")
    assert found.loc["q", "value"] > 0.4
    assert found.loc["p", "value"] < found.loc["q", "value"]
    same = audit.added_value(index_of({"a": whole, "b": whole}, {"p": "a", "q": "b"}))
    assert same[["value", "verdict"]].to_numpy().tolist() == [[0, "look"]] * 2


# The framework, verification, years


def test_what_does_not_hang_together_is_told_without_stopping():
    rows = [("t", "", 3, 100), ("p", "t", 2, 60), ("q", "t", 2, 30), ("a", "p", 1, 60), ("b", "x", 1, 5),
            ("a", "p", 1, 10), ("s", "", 2, None)]  # fmt: skip
    table = audit.framework_sums(pd.DataFrame(rows, columns=["code", "parent", "level", "max_points"]))
    failed = table[table["verdict"] == "fail"]
    assert failed[["measure", "code", "value"]].to_numpy().tolist() == [
        ["roots", "", 1], ["doubled", "a", 1], ["orphan", "b", 1], ["childless", "q", 1], ["childless", "s", 1],
        ["sum_of_points", "t", -10], ["sum_of_points", "p", 10],
    ]  # fmt: skip
    sound = framework.of_criteria_set(read_criteria(RAW / "criteria/ninhbinh_district_2022.yml"))
    assert set(audit.framework_sums(sound)["verdict"]) == {"pass"}


def test_a_set_of_six_levels_is_audited_as_its_tree_stands(tmp_path):
    """The tree of `test_tree`: D holds D1 (A's 10 points) and B's 8, beside it C's 4: 12 of 18, 16 of 22."""
    path = tmp_path / "cay.yml"
    path.write_text(yaml.safe_dump(document(), allow_unicode=True), encoding="utf-8")
    table = framework.of_criteria_set(read_criteria(path))
    assert set(audit.framework_sums(table)["verdict"]) == {"pass"}
    points = {"A-1": [6.0, 0], "A-2": [1.0, 0], "B-1": [5.0, 0], "B-2": [None, 0], "C-1": [4.0, 0]}
    sheet = audit.sheet(pd.DataFrame(points, index=["u", "v"]), table)
    nodes = ["A", "group:D11", "group:D1", "group:D", "set:cay"]
    assert sheet.nodes.loc["u", nodes].tolist() == pytest.approx([0.7, 0.7, 0.7, 12 / 18, 16 / 22])
    assert sheet.pillars == {"A": ["A-1", "A-2"], "B": ["B-1", "B-2"], "C": ["C-1"]}
    assert set(audit.added_value(sheet)["code"]) == {"group:D", "C"}
    whole = audit.audit(pd.DataFrame(points, index=["u", "v"]), table)
    against = whole.loc[whole["check"] == "importance", "against"]
    assert set(against) == {"A", "B", "group:D", "set:cay"}


def test_what_verification_says_of_the_numbers():
    gap = gap_of(golden_scores())
    classes = [each.code for each in SET.class_scheme.classes]
    table = audit.verified(gap, classes, 10, fewest=1).set_index("measure")
    assert table["value"].to_dict() == pytest.approx(
        {"verified_share": 0.8, "bias": -0.19375, "icc": 0.135925}, abs=1e-6
    )
    assert table["verdict"].to_dict() == {"verified_share": "pass", "bias": "look", "icc": "fail"}
    few = audit.verified(gap, classes, 10).set_index("measure")
    assert few["verdict"].to_dict() == {"verified_share": "pass", "bias": "", "icc": ""}
    assert few["why"].to_dict() == {"verified_share": "", "bias": "audit_few_units", "icc": "audit_few_units"}
    nothing = audit.verified(gap.head(0), ["x"], 0)
    assert nothing[["verdict", "why"]].to_numpy().tolist() == [
        ["", "audit_no_values"],
        *[["", "audit_few_units"]] * 2,
    ]


def test_what_two_years_of_the_sample_have_in_common(sample):
    ids = "ninhbinh_district_2021", "ninhbinh_district_2022"
    links = continuity.links(sample.criteria, *ids)
    found = audit.comparability(links, framework.of_criteria_set(sample.criteria[ids[1]])).set_index("measure")
    later = sample.criteria[ids[1]]
    points = sum(later.indicator(code).max_points for code in links.loc[links["points_compare"], "code_to"])
    assert found.loc["points_compare", "value"] == pytest.approx(points / 765)
    assert found.loc["shares_compare", "value"] > found.loc["points_compare", "value"]


# What cannot be told


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({"a": [1.0, 2, 3]}, "items: one indicator alone; expected two or more"),
        ({"a": [1.0, 2, 3], "b": [np.nan] * 3}, "values!b: no value at all"),
        ({"a": [1.0], "b": [2.0]}, "items: 1 unit with all values; expected 3 or more"),
        ({"a": [1.0, 1, 1], "b": [2.0, 2, 2]}, "values!a: every unit has the same value"),
    ],
)
def test_alpha_says_why_it_cannot_be_told(items, words):
    messages.use("en")
    with pytest.raises(DtsError) as refused:
        audit.cronbach_alpha(pd.DataFrame(items))
    assert words.split(";")[0] in str(refused.value)
    assert words.split("expected ")[-1] in str(refused.value)


def test_items_that_are_no_numbers_or_stand_twice_are_refused():
    items = exactly(alike(0.5, 3), names=list("abc")).astype(object)
    items.loc[2, "a"], items.loc[3, "b"] = "hai", np.inf
    for measure in (audit.cronbach_alpha, audit.components, audit.kmo):
        with pytest.raises(DtsError) as refused:
            measure(items)
        assert [each.where for each in refused.value.findings] == ["values!2!a", "values!3!b"]
        with pytest.raises(DtsError, match="values!a"):
            measure(items[["a", "a"]])
    with pytest.raises(DtsError, match="12"):
        audit.correlation_ratio(np.arange(12.0), np.arange(11.0))
    with pytest.raises(DtsError, match=r"values!0!part"):
        audit.correlation_ratio(["một", *range(11)], np.arange(12.0))
    with pytest.raises(DtsError, match="parent"):
        audit.framework_sums(pd.DataFrame({"code": ["a"]}))


def test_components_say_why_they_cannot_be_told():
    messages.use("en")
    items = exactly(alike(0.5, 3), names=list("abc"))
    for measure in (audit.components, audit.kmo, audit.bartlett):
        with pytest.raises(DtsError, match="values!c: every unit has the same value"):
            measure(items.assign(c=1.0))
        with pytest.raises(DtsError, match="framework!p: one indicator alone"):
            measure(items[["a"]], "framework!p")
    for measure in (audit.kmo, audit.bartlett):
        with pytest.raises(DtsError, match="4 indicators over 23 units: some follow from the others"):
            measure(items.assign(d=items["a"] + items["b"]))
    with pytest.raises(DtsError, match="values: 5 units with all values"):
        audit.correlation_ratio(np.arange(5.0), np.arange(5.0))


def untold(found):
    return set(found.loc[found["value"].isna(), "why"])


def test_one_unit_has_no_fault_and_no_proof():
    found = audit.audit(pd.DataFrame({"a": [5.0], "b": [2.0]}, index=["u"]), pd.DataFrame(
        {"code": ["t", "p", "a", "b"], "parent": ["", "t", "p", "p"], "max_points": [None, None, 10.0, 10.0]}
    ))  # fmt: skip
    assert "" not in untold(found)
    assert (found["verdict"] == "").sum() == found["value"].isna().sum()
    assert set(found.loc[found["verdict"] != "", "check"]) == {"framework", "availability"}
    assert untold(found) == {"audit_few_units"}


@pytest.mark.parametrize("n", [1, 2, 4])
def test_of_fewer_units_than_stated_nothing_is_said_of_how_they_differ(n):
    items = pd.DataFrame(np.random.default_rng(2).uniform(0, 10, (n, 4)), columns=list("abcd"))
    index = index_of(items, {"p": "ab", "q": "cd"})
    for check in audit.CHECKS[1:]:  # availability alone looks at every cell for itself
        assert set(check(index)["verdict"]) <= {""}, check
        assert untold(check(index)) == {"audit_few_units"}, check


def test_what_one_indicator_gains_the_other_loses_has_no_alpha_and_no_weight():
    """Five communes, 1…5 and 5…1 of 10: every sum is 6, of 0.1…0.5 and 0.5…0.1 with noise in the last digit."""
    up = [1.0, 2, 3, 4, 5]
    index = index_of({"a": up, "b": up[::-1]}, {"p": "ab"})
    alpha = of(audit.consistency(index), "alpha", "p")
    assert alpha[["verdict", "why"]].tolist() == ["", "audit_constant"]
    assert np.isnan(alpha["value"])
    messages.use("en")
    with pytest.raises(DtsError, match="every unit has the same value"):
        audit.cronbach_alpha(pd.DataFrame({"a": up, "b": up[::-1]}))
    noisy = {"a": np.tile(up, 5), "b": 6 - np.tile(up, 5)}
    found = audit.importance(index_of(noisy, {"p": "ab"}))
    assert set(found["why"]) == {"audit_constant"}
    nearest = audit.nearest_pillar(index_of(noisy | {"c": np.arange(25) / 3}, {"p": "ab", "q": "c"}))
    assert nearest.set_index("code").loc["c", "why"] == "audit_one_indicator"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", sorted(set(worlds.WORLDS) - {"all_maxima_zero"}))
def test_every_root_is_audited(world, name):
    data = world(name)
    for key, rows in data.counted.groupby(["criteria_id", "year", "basis"], observed=True):
        table = framework.of_criteria_set(data.criteria[key[0]])
        values, _ = framework.of_counted(rows, table)
        if values.empty:
            continue
        found = audit.audit(values, table)
        assert "" not in untold(found), key
        judged = found[found["measure"] != "max_shift"]
        assert (judged.loc[judged["value"].notna(), "verdict"] != "").all()


def test_the_open_data_maturity_of_26_countries_is_audited():
    data = dataset.read(ODM)
    (one,) = data.criteria.values()
    table = framework.of_criteria_set(one)
    rows = data.counted[data.counted["basis"] == data.bases["basis"].iloc[0]]
    values, _ = framework.of_counted(rows, table)
    found = audit.audit(values, table)
    assert "" not in untold(found)
    assert of(found[found["check"] == "consistency"], "alpha")["n"].max() > 20
    assert set(found["verdict"]) >= {"pass", "look"}


def test_the_order_of_units_and_indicators_changes_nothing():
    items = exactly(alike(0.4, 4), names=list("abcd"))
    pillars = {"p": "ab", "q": "cd"}
    first = index_of(items, pillars)
    other = index_of(items.sample(frac=1, random_state=1), {"q": "dc", "p": "ba"})
    for check in (audit.outliers, audit.consistency, audit.dimensions, audit.importance, audit.leave_one_out):
        sides = [
            check(each).sort_values(["measure", "code", "against"], ignore_index=True) for each in (first, other)
        ]
        pd.testing.assert_frame_equal(*sides)
