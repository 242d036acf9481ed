"""How far few observations may be believed: at the ends, where nothing has to be estimated."""

import numpy as np
import pytest

from dts_analysis.analysis.credibility import believed, ratios


def test_risks_that_do_not_differ_are_not_believed_and_surely_different_ones_wholly():
    risk, collective, volume = np.array([0, 0, 1, 1]), np.zeros(2, dtype=int), np.full(4, 10.0)
    mean, z = believed(np.array([2.0, 6, 6, 2]), volume, risk, collective)
    assert (mean.tolist(), z.tolist()) == ([0.4, 0.4], [0, 0])
    mean, z = believed(np.array([2.0, 2, 6, 6]), volume, risk, collective)
    assert (mean.tolist(), z.tolist()) == ([0.2, 0.6], [1, 1])


def test_what_has_no_volume_says_nothing():
    mean, z = believed(np.array([2.0, 5]), np.array([10.0, 0]), np.array([0, 1]), np.zeros(2, dtype=int))
    assert (mean.tolist(), z.tolist()) == ([pytest.approx(0.2), 0], [0, 0])
    assert ratios(np.array([1.0, 1]), np.array([2.0, 0])).tolist() == [0.5, 0]
