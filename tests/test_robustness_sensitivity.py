"""Sobol indices: Ishigami's function by its analytic values, one factor alone, and orders that are not known."""

import numpy as np
import pandas as pd
import pytest
from small_sets import four_units, pillars

from dts_analysis import messages
from dts_analysis.analysis import robustness
from dts_analysis.errors import DtsError


def ishigami(points):
    """Return sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x uniform between -pi and pi."""
    x = np.pi * (2 * points - 1)
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def design(n, seed=1):
    rng = np.random.default_rng(seed)
    a, b = rng.random((2, 3, n))
    mixed = [np.where(np.arange(3)[:, None] == each, b, a) for each in range(3)]
    return a, b, mixed


def test_ishigamis_function():
    a, b, mixed = design(1 << 14)
    found = robustness.jansen(ishigami(a), ishigami(b), [ishigami(each) for each in mixed])
    # Ishigami, Homma (1990): V1 = (1 + 0.1 pi^4 / 5)^2 / 2, V2 = 49 / 8, V13 = 0.01 pi^8 (1/18 - 1/50)
    parts = np.array([(1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)])
    one, two, both = parts / parts.sum()
    assert found["first_order"].to_numpy() == pytest.approx([one, two, 0.0], abs=0.03)
    assert found["total"].to_numpy() == pytest.approx([one + both, two, both], abs=0.03)
    for name, short, truth in (
        ("first_order", "first", [one, two, 0.0]),
        ("total", "total", [one + both, two, both]),
    ):
        assert (found[f"{short}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{short}_high"]).all()
        assert (np.abs(found[name] - truth) < (found[f"{short}_high"] - found[f"{short}_low"])).all()
    told = robustness.withheld(found, 1 << 14)
    assert told["order"].tolist() == [1, 2, 3]
    assert told["needed_n"].isna().all()


def test_total_indices_are_those_of_salib():
    # Made with SALib 1.6.0, which nothing here needs otherwise. To make them again, in an environment that has it:
    #     a, b, mixed = design(512)  # of seed 1
    #     outputs = np.column_stack([ishigami(a), *(ishigami(each) for each in mixed), ishigami(b)]).ravel()
    #     problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * 3}
    #     SALib.analyze.sobol.analyze(problem, outputs, calc_second_order=False, seed=1)["ST"].tolist()
    # 2,560 outputs; its seed moves intervals alone. Its first-order estimator is another one: 0.08 apart
    a, b, mixed = design(512)
    found = robustness.jansen(ishigami(a), ishigami(b), [ishigami(each) for each in mixed])
    expected = [0.5939692829720682, 0.4617797814916654, 0.25909488342783804]
    assert found["total"].to_numpy() == pytest.approx(expected, rel=1e-9)
    assert found["first_order"].to_numpy() == pytest.approx([0.3455, 0.4465, 0.0053], abs=0.08)


def test_wide_intervals_withhold_the_order_and_say_how_many_are_needed():
    a, b, mixed = design(100)
    found = robustness.withheld(robustness.jansen(ishigami(a), ishigami(b), [ishigami(m) for m in mixed]), 100)
    assert found["order"].isna().all()
    widest = max((found[f"{each}_high"] - found[f"{each}_low"]).max() for each in ("first", "total"))
    assert found["needed_n"].tolist() == [int(np.ceil(100 * (widest / 0.2) ** 2))] * 3
    needed = int(found["needed_n"].iloc[0])
    a, b, mixed = design(2 * needed)
    again = robustness.withheld(
        robustness.jansen(ishigami(a), ishigami(b), [ishigami(m) for m in mixed]), 2 * needed
    )
    assert again["order"].notna().all()


def test_more_points_narrow_the_intervals():
    width = {}
    for n in (256, 4096):
        a, b, mixed = design(n)
        found = robustness.jansen(ishigami(a), ishigami(b), [ishigami(each) for each in mixed])
        width[n] = (found["total_high"] - found["total_low"]).max()
    assert width[256] / width[4096] == pytest.approx(4, rel=0.5)  # the root of 16


def test_one_factor_alone_makes_all_of_it():
    sources = robustness.Sources(aggregation={3: ("arithmetic", "geometric")})
    found = robustness.sobol(four_units(), pillars(), sources, n=200).iloc[0]
    assert found["factor"] == "aggregation"
    assert found["total"] == pytest.approx(1.0, abs=0.25)  # (a - b)^2 / 2V, V of both
    assert found["first_order"] == 1.0  # b and ab are the same runs
    assert found["n_runs"] == 600


def test_of_two_factors_the_one_that_moves_nothing_has_nothing():
    weights = robustness.Sources(weight_levels=(1,), aggregation={3: ("arithmetic", "geometric")})
    # one indicator in each pillar: its weight there changes nothing
    found = robustness.sobol(four_units(), pillars(), weights, n=200).set_index("factor")
    assert found.loc["weights", ["first_order", "total"]].tolist() == pytest.approx([0.0, 0.0], abs=0.2)
    assert found.loc["weights", "total"] == 0.0
    assert found.loc["aggregation", "total"] > 0.8


def test_a_coverage_that_is_none_is_refused():
    with pytest.raises(DtsError, match="coverage"):
        robustness.jansen(np.arange(4.0), np.arange(4.0), np.zeros((1, 4)), coverage=95)
    with pytest.raises(DtsError, match="a, b, ab"):
        robustness.jansen(np.arange(4.0), np.arange(4.0), np.zeros((1, 3)))


def test_nothing_moves_means_nothing_to_part():
    messages.use("en")
    same = pd.DataFrame({"a1": [0.1, 0.9], "b1": [0.1, 0.9]}, index=["u", "v"])
    found = robustness.sobol(same, pillars(), robustness.Sources(weight_levels=(2,)), n=64)
    columns = ["first_order", "total", "total_low", "total_high", "order", "needed_n"]
    assert found[columns].isna().all().all()
    with pytest.raises(DtsError, match="nothing is in doubt"):
        robustness.sobol(same, pillars(), robustness.Sources(), n=64)
    with pytest.raises(DtsError, match="a whole number of at least 64"):
        robustness.sobol(same, pillars(), robustness.Sources(weight_levels=(2,)), n=10)


def test_blocks_and_the_order_of_tables_change_no_index():
    sources = robustness.Sources(weight_levels=(2,), normalisation=("share", "rank"))
    first = robustness.sobol(four_units(), pillars(), sources, n=100)
    pd.testing.assert_frame_equal(first, robustness.sobol(four_units(), pillars(), sources, n=100, block=7))
    mixed = robustness.sobol(four_units().iloc[::-1, ::-1], pillars().iloc[::-1], sources, n=100)
    pd.testing.assert_frame_equal(first, mixed)
