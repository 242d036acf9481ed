"""What a caller asks for, held to what makes sense: each at its name, in a sentence that says what is expected."""

import numpy as np
import pandas as pd
import pytest

from dts_analysis import messages
from dts_analysis.analysis import asked, robustness
from dts_analysis.errors import DtsError, stop_if


@pytest.mark.parametrize("value", [0, 0.0, 1, 0.5, np.float64(0.3), np.int64(1)])
def test_a_share_is_a_number_from_nothing_to_all(value):
    assert asked.shares(share=value) == []


@pytest.mark.parametrize("value", [-0.1, 1.1, 95, np.nan, np.inf, "0.5", None, True])
def test_what_is_no_share_is_told_with_what_is_expected(value):
    for language, said in (("vi", "một số từ 0 đến 1"), ("en", "a number from 0 to 1")):
        messages.use(language)
        (found,) = asked.shares(share=value)
        assert said in str(found)
        assert str(found).startswith("share: ")


def test_ends_are_in_or_out_as_asked():
    assert [each.where for each in asked.shares(is_open=True, a=0.0, b=1.0)] == ["a"]
    assert [each.where for each in asked.coverages(0.5, a=0.5, b=0.51, c=1.0)] == ["a", "c"]


@pytest.mark.parametrize("value", [2.0, "3", None, True, -1, np.nan])
def test_what_is_no_whole_number_is_told(value):
    assert [each.code for each in asked.counts(0, n=value)] == ["count_range"]
    assert [each.code for each in asked.draws(100, n=value)] == ["draws_few"]
    assert [each.code for each in asked.seeds(value)] == ["seed"]


def test_a_seed_that_no_stream_takes_is_told():
    assert (len(asked.seeds(2**63)), len(asked.seeds(2**63 - 1))) == (1, 0)


def three(ranks):
    """Draws of three units."""
    table = pd.DataFrame({"a": [3.0, 2.0, 1.0]}, index=list("uvw"))
    framework = pd.DataFrame({"code": ["t", "a"], "parent": ["", "t"], "max_points": [None, 10.0]})
    return robustness.simulate(table, framework, robustness.Sources(), n=ranks)


@pytest.mark.parametrize("coverage", [90, 2, 0, 1, -0.5, "0.9"])
def test_an_interval_of_no_coverage_is_refused(coverage):
    with pytest.raises(DtsError, match="coverage: "):
        robustness.intervals(three(100), coverage)


def test_among_how_many_best_is_one_number_or_several_and_no_text():
    draws = three(100)
    assert robustness.intervals(draws, best=2)["p_rank_2"].tolist() == [1, 1, 0]
    for best in ("a", ("a",), [0], 2.5):
        with pytest.raises(DtsError, match="best: "):
            robustness.intervals(draws, best=best)


def test_what_has_one_way_may_be_told_as_one():
    one = robustness.Sources(threshold=0.7, weight_levels=1, aggregation={2: "geometric"}, normalisation="rank")
    assert (one.threshold, one.weight_levels, one.aggregation) == ((0.7,) * 3, (1,), {2: ("geometric",)})
    assert one.active == ("weights",)


def test_nothing_out_of_order_stops_nobody():
    stop_if(asked.known_units("ab", "abc", "units") + asked.columns(pd.DataFrame({"x": []}), ["x"], "table"))
