"""Bands by a province's own cut-offs."""

import pandas as pd
import pytest

from dts_analysis.analysis import bands
from dts_analysis.errors import DtsError


def test_bands_need_falling_cut_offs():
    table = pd.DataFrame({"attainment_share": [0.8542, 0.669]})
    assert bands.bands(table, pd.Series({"tốt": 0.9, "khá": 0.8})).tolist() == ["khá", ""]
    with pytest.raises(DtsError, match=r"ngưỡng xếp loại không giảm dần: khá 0\.8, tốt 0\.9"):
        bands.bands(table, pd.Series({"khá": 0.8, "tốt": 0.9}))


def test_a_share_at_a_cut_off_is_in_its_band_whatever_its_binary_fraction():
    table = pd.DataFrame({"attainment_share": [0.1 + 0.2 + 0.6 - 1e-16, 0.8999]})
    assert bands.bands(table, pd.Series({"tốt": 0.9})).tolist() == ["tốt", ""]
