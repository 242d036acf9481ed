"""What many tests share: the sample as built from data/raw, once a process."""

from pathlib import Path

import pytest

from dts_analysis import dataset, kernel, messages

HOME = Path(__file__).parents[1]
collect_ignore = [] if kernel.available() else ["test_kernel.py"]  # without fork there are stock kernels only


@pytest.fixture(scope="session")
def sample():
    """The dataset of data/raw, read but not saved."""
    return dataset.read(HOME / "data" / "raw")


@pytest.fixture(autouse=True)
def _vietnamese():
    messages.use("vi")
    yield
    messages.use("vi")
