"""Confidence sets for ranks: what csranks published, two units worked by hand, coverage by simulation."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dts_analysis import messages
from dts_analysis.analysis import robustness
from dts_analysis.errors import DtsError

GOLDEN = Path(__file__).parent / "golden/pisa_2018/math.csv"  # HOW.md beside it


def estimates(values, errors, codes="abcdefghijklmnop"):
    table = pd.DataFrame({"unit_code": list(codes)[: len(values)], "estimate": values})
    return table.assign(standard_error=errors)


def sides(sets, name):
    return list(zip(sets[f"{name}_low"], sets[f"{name}_high"], strict=True))


def test_the_example_of_the_reference_package():
    # csranks, reference page of csranks(): x = seq(1, 3, length = 10), sd = 0.2; of cstaubest(): tau = 3
    sets = robustness.rank_sets(estimates(np.linspace(1, 3, 10), 0.2))
    assert sets["simultaneous_low"].tolist() == [7, 6, 5, 4, 3, 2, 1, 1, 1, 1]
    assert sets["simultaneous_high"].tolist() == [10, 10, 10, 10, 9, 8, 7, 6, 5, 4]
    assert robustness.tau_best(sets, 3) == list("efghij")


def test_pisa_2018_as_published():
    scores = pd.read_csv(GOLDEN)
    sets = robustness.rank_sets(scores).set_index("unit_code", drop=False)
    kingdom = sets.loc["United Kingdom"]
    assert kingdom["rank"] == 13
    assert kingdom["marginal_low"] in (7, 8)
    assert kingdom["marginal_high"] == 23
    best = robustness.tau_best(sets, 5)
    assert len(best) == 12
    looser = robustness.tau_best(robustness.rank_sets(scores, coverage=0.9), 5)
    assert set(best) - set(looser) == {"Sweden"}
    last = sets.loc[["Chile", "Mexico", "Colombia"]]
    assert last["simultaneous_low"].min() > sets.drop(last.index)["simultaneous_high"].max()
    assert all(low <= 7 <= high for low, high in sides(sets.loc[["Germany", "Korea"]], "simultaneous"))


def test_two_units_are_told_apart_by_the_difference_over_its_error():
    # |1 - 0| / sqrt(2 s^2) against 1.96: told apart below s = 0.3608
    for error, expected in ((0.33, [(2, 2), (1, 1)]), (0.39, [(1, 2), (1, 2)])):
        sets = robustness.rank_sets(estimates([0.0, 1.0], error), draws=4000)
        assert sides(sets, "marginal") == expected
        assert sides(sets, "simultaneous") == expected


def test_known_values_have_certain_places_and_ties_share_theirs():
    sets = robustness.rank_sets(estimates([1.0, 3.0, 3.0, 2.0], 0.0))
    assert sets["rank"].tolist() == [4, 1, 1, 3]
    assert sides(sets, "simultaneous") == [(4, 4), (1, 2), (1, 2), (3, 3)]
    assert sides(sets, "marginal") == sides(sets, "simultaneous")


def test_a_known_value_beside_an_uncertain_one():
    sets = robustness.rank_sets(estimates([1.0, 1.2, 5.0], [0.0, 1.0, 0.0]))
    assert sides(sets, "simultaneous") == [(2, 3), (2, 3), (1, 1)]


def test_a_single_unit_is_first():
    assert sides(robustness.rank_sets(estimates([0.5], 0.1)), "marginal") == [(1, 1)]


@pytest.mark.parametrize("seed", range(6))
def test_marginal_sets_lie_inside_simultaneous_ones_and_both_hold_the_estimated_place(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.normal(0, 1, 12), 1)
    sets = robustness.rank_sets(estimates(values, rng.uniform(0, 0.6, 12)), seed=seed, draws=300)
    assert (sets["simultaneous_low"] <= sets["marginal_low"]).all()
    assert (sets["marginal_high"] <= sets["simultaneous_high"]).all()
    assert (sets["marginal_low"] <= sets["rank"]).all()
    assert (sets["rank"] <= sets["marginal_high"]).all()


def test_a_units_own_page_asks_for_its_own_set_only():
    table = estimates(np.linspace(0, 1, 9), np.linspace(0.05, 0.2, 9))
    whole = robustness.rank_sets(table).set_index("unit_code")
    own = robustness.rank_sets(table, units=["c", "h"]).set_index("unit_code")
    pd.testing.assert_frame_equal(own, whole.loc[["c", "h"], own.columns])
    assert "simultaneous_low" not in own


def test_more_coverage_never_narrows_and_the_best_nest():
    table = estimates(np.linspace(0, 1, 9), 0.15)
    less, more = (robustness.rank_sets(table, coverage=each) for each in (0.8, 0.99))
    for name in ("marginal", "simultaneous"):
        assert (more[f"{name}_low"] <= less[f"{name}_low"]).all()
        assert (less[f"{name}_high"] <= more[f"{name}_high"]).all()
    best = [set(robustness.tau_best(less, tau)) for tau in range(1, 10)]
    assert all(few <= more for few, more in pairwise(best))
    assert best[-1] == set("abcdefghi")


def test_the_order_of_rows_changes_nothing():
    table = estimates(np.linspace(0, 1, 12), np.linspace(0.05, 0.3, 12))
    mixed = table.sample(frac=1, random_state=3)
    for seed in range(10):
        sets = robustness.rank_sets(table, draws=100, seed=seed).set_index("unit_code")
        other = robustness.rank_sets(mixed, draws=100, seed=seed).set_index("unit_code")
        pd.testing.assert_frame_equal(sets, other.loc[sets.index])


def test_true_places_are_covered_as_often_as_said():
    rng, n, rounds = np.random.default_rng(5), 6, 200
    truth, error = np.array([0.0, 0.1, 0.4, 0.5, 1.0, 1.1]), np.array([0.1, 0.2, 0.1, 0.3, 0.2, 0.1])
    places = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    covered = np.zeros((rounds, n, 2), dtype=bool)
    for each in range(rounds):
        sets = robustness.rank_sets(estimates(truth + error * rng.normal(size=n), error), 0.9, 200, seed=each)
        for side, name in enumerate(("marginal", "simultaneous")):
            covered[each, :, side] = (sets[f"{name}_low"] <= places) & (places <= sets[f"{name}_high"])
    assert covered[:, :, 0].mean(axis=0).min() >= 0.85  # 0.9 less what 200 rounds may miss it by
    assert covered[:, :, 1].all(axis=1).mean() >= 0.85


@pytest.mark.parametrize(
    ("table", "options", "codes"),
    [
        (estimates([1.0, 2.0], 0.1).head(0), {}, ["values_none"]),
        (estimates([1.0, 2.0], 0.1).drop(columns="estimate"), {}, ["table_column_missing"]),
        (estimates([1.0, 2.0], 0.1), {"seed": -1, "draws": 100.5}, ["draws_few", "seed"]),
        (
            estimates([1.0, 2.0], 0.1),
            {"units": ["a", "zz"], "coverage": 0.5},
            ["coverage_range", "unit_not_there"],
        ),
        (estimates([1.0, 2.0], 0.1).assign(unit_code=["a", None]), {}, ["unit_code_missing"]),
    ],
)
def test_sets_that_nothing_would_come_of_are_refused(table, options, codes):
    with pytest.raises(DtsError) as refused:
        robustness.rank_sets(table, **options)
    assert [each.code for each in refused.value.findings] == codes


def test_units_are_asked_for_by_any_list_of_codes():
    table = estimates([1.0, 2.0], 0.1)
    for units in (["a"], np.array(["a"]), pd.Series(["a"]), ("a",)):
        assert robustness.rank_sets(table, units=units)["unit_code"].tolist() == ["a"]


def test_the_best_are_told_of_all_units_at_once_only():
    alone = robustness.rank_sets(estimates([1.0, 2.0], 0.1), units=["a"])
    with pytest.raises(DtsError) as refused:
        robustness.tau_best(alone, 0)
    assert [each.code for each in refused.value.findings] == ["sets_not_together", "count_range"]


def test_what_is_no_estimate_is_refused_with_its_place():
    messages.use("en")
    table = estimates([1.0, np.nan, 2.0, 3.0], [0.1, 0.1, -0.1, np.inf])
    with pytest.raises(DtsError, match="the standard error from 0 upwards") as refused:
        robustness.rank_sets(table, coverage=95, draws=10)
    where = [each.where for each in refused.value.findings]
    assert where == ["estimates!b", "estimates!c", "estimates!d", "coverage", "draws"]
    with pytest.raises(DtsError, match="several rows"):
        robustness.rank_sets(estimates([1.0, 2.0], 0.1, "aa"))
