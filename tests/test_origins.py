"""What a unit of later was made of where nobody says how much: a range from none to all, worked by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from dts_analysis.analysis import mergers, origins

NEW = ("9", "z", "2023-01-01", "")
UNSAID = float("nan")


def register(*lives):
    """Return units of (code, name, valid_from, valid_to); old ones, given as a text of codes, end with 2022."""
    old = [(code, code, "", "2022-12-31") for code in lives[0]]
    return pd.DataFrame([*old, *lives[1:]], columns=["unit_code", "name", "valid_from", "valid_to"])


def changed(*rows, on="2023-01-01"):
    """Return changes of (old, new, share), all of one day."""
    table = pd.DataFrame(rows, columns=["old_code", "new_code", "share"])
    return table.assign(effective_on=on)


def results(points, maximum=100.0):
    """Return one result per unit: points by code, of a maximum."""
    table = pd.DataFrame({"unit_code": list(points), "points": list(points.values()), "max_points": maximum})
    return table.assign(attainment_share=table["points"] / table["max_points"])


def one(points, changes, units, **choices):
    """Return the single row that `mergers.carried` gives of unit 9."""
    (row,) = mergers.carried(results(points), changes, units, ["9"], 2022, 2023, **choices).itertuples()
    return row


def test_a_whole_unit_and_a_part_of_another_by_hand():
    # 1 (60 %) whole, 2 (90 %) in part: (0.6 + 0.5 * 0.9) / 1.5 = 0.7; none of 2: 0.6; all of it: 1.5 / 2 = 0.75
    changes = changed(("1", "9", 1.0), ("2", "9", UNSAID))
    row = one({"1": 60.0, "2": 90.0}, changes, register("12", NEW))
    assert row.attainment_share == pytest.approx(0.7)
    assert (row.low_share, row.high_share) == (pytest.approx(0.6), pytest.approx(0.75))
    assert (row.parts, row.n_parts, row.n_unstated) == ("1 + 2", 2, 1)


def test_the_assumption_is_an_argument_and_the_range_does_not_depend_on_it():
    changes = changed(("1", "9", 1.0), ("2", "9", UNSAID))
    quarter, whole = (one({"1": 60.0, "2": 90.0}, changes, register("12", NEW), unstated=u) for u in (0.25, 1.0))
    assert quarter.attainment_share == pytest.approx((0.6 + 0.25 * 0.9) / 1.25)
    assert whole.attainment_share == pytest.approx(0.75)
    assert (quarter.low_share, quarter.high_share) == (whole.low_share, whole.high_share)


@pytest.mark.parametrize("unstated", [0, -0.5, 1.5, UNSAID])
def test_an_assumption_that_is_no_part_is_a_mistake_of_the_caller(unstated):
    with pytest.raises(ValueError, match="expected a part above 0 and up to 1"):
        one({"1": 60.0}, changed(("1", "9", 1.0)), register("1", NEW), unstated=unstated)


def test_nothing_but_parts_lies_between_the_worst_and_the_best_of_them():
    # 40 %, 80 % and 60 %, each in part: half of each is their mean, 60 %; at the ends stands one of them alone
    changes = changed(*((code, "9", UNSAID) for code in "123"))
    row = one({"1": 40.0, "2": 80.0, "3": 60.0}, changes, register("123", NEW))
    assert row.attainment_share == pytest.approx(0.6)
    assert (row.low_share, row.high_share) == (pytest.approx(0.4), pytest.approx(0.8))


def test_the_end_of_a_range_may_lie_between_the_parts():
    # 1 (50 %) whole; 2 (90 %) and 3 (80 %) in part: the most is (0.5 + 0.9 + 0.8) / 3, more than (0.5 + 0.9) / 2
    changes = changed(("1", "9", 1.0), ("2", "9", UNSAID), ("3", "9", UNSAID))
    row = one({"1": 50.0, "2": 90.0, "3": 80.0}, changes, register("123", NEW))
    assert row.high_share == pytest.approx(2.2 / 3)
    assert row.low_share == pytest.approx(0.5)


def test_stated_shares_leave_no_range():
    changes = changed(("1", "9", 1.0), ("2", "9", 0.25), ("2", "8", 0.75))
    row = one({"1": 60.0, "2": 90.0}, changes, register("12", NEW, ("8", "y", "2023-01-01", "")))
    assert row.attainment_share == row.low_share == row.high_share == pytest.approx(0.825 / 1.25)
    assert row.n_unstated == 0


def test_a_part_of_a_part_lies_between_none_and_what_was_left_of_it():
    # half of 1 is stated to have gone into 5 in March, an unstated part of 5 into 9 in June: 0 to 0.5 of 1
    units = register(
        "12", ("5", "e", "2023-03-01", "2023-05-31"), ("6", "f", "2023-03-01", ""), ("9", "z", "2023-06-01", "")
    ).assign(valid_to=["2023-02-28", "2023-05-31", "2023-05-31", "", ""])
    changes = pd.concat(
        [
            changed(("1", "5", 0.5), ("1", "6", 0.5), on="2023-03-01"),
            changed(("5", "9", UNSAID), ("2", "9", 1.0), on="2023-06-01"),
        ],
        ignore_index=True,
    )
    pairs, faults = origins.parts({"1", "2"}, changes, units, ["9"], 2022, 2023)
    assert faults == {}
    assert pairs.set_index("old_code")[origins.WEIGHTS].loc["1"].tolist() == [0.25, 0.0, 0.5]
    row = one({"1": 80.0, "2": 20.0}, changes, units)
    assert (row.low_share, row.high_share) == (pytest.approx(0.2), pytest.approx((0.2 + 0.4) / 1.5))


def test_points_summed_have_a_range_of_their_own():
    # 60 of 100 whole, 180 of 200 in part: (60 + 90) / 200; none: 0.6; all: 240 / 300
    changes = changed(("1", "9", 1.0), ("2", "9", UNSAID))
    both = pd.concat([results({"1": 60.0}), results({"2": 180.0}, 200.0)])
    (row,) = mergers.carried(both, changes, register("12", NEW), ["9"], 2022, 2023, how="sum").itertuples()
    assert [row.attainment_share, row.low_share, row.high_share] == pytest.approx([0.75, 0.6, 0.8])


@given(st.lists(st.tuples(st.integers(0, 100), st.sampled_from([1.0, 0.3, UNSAID])), min_size=1, max_size=5))
def test_no_counting_of_the_unstated_parts_leaves_the_range(drawn):
    """Against every corner: each unstated part at none and at all of itself."""
    codes = [str(number) for number in range(1, len(drawn) + 1)]
    changes = changed(*((code, "9", share) for code, (_, share) in zip(codes, drawn, strict=True)))
    points = dict(zip(codes, (float(each) for each, _ in drawn), strict=True))
    row = one(points, changes, register(codes, NEW))
    choices = [(share,) if share == share else (0.0, 1.0) for _, share in drawn]
    found = [
        np.dot(weights, list(points.values())) / 100 / sum(weights)
        for weights in product(*choices)
        if sum(weights)
    ]
    assert [row.low_share, row.high_share] == pytest.approx([min(found), max(found)])
    assert row.low_share - 1e-12 <= row.attainment_share <= row.high_share + 1e-12
