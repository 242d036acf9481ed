"""What many tests share: the sample as built from data/raw, once a process."""

from pathlib import Path

import pytest

from dts_analysis import dataset, kernel, messages

HOME = Path(__file__).parents[1]
collect_ignore = []
if kernel.available():
    from dts_analysis.kernel import server

    server._preload.append("dts_analysis.reports.preload")  # as `dts report` has it, whichever test starts it
else:  # there are stock kernels only
    collect_ignore += ["test_kernel.py", "test_run.py", "test_workers.py"]


@pytest.fixture(scope="session")
def sample():
    """The dataset of data/raw, read but not saved."""
    return dataset.read(HOME / "data" / "raw")


@pytest.fixture(autouse=True)
def _vietnamese():
    messages.use("vi")
    yield
    messages.use("vi")
