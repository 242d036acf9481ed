"""What many tests share: the sample as built from data/raw, and the worlds, each read once a process."""

from functools import cache
from pathlib import Path

import pytest
import worlds
from hypothesis import settings

from dts_analysis import dataset, kernel, messages

settings.register_profile("shared", deadline=None)  # machines are shared: a slow example is no fault
settings.load_profile("shared")
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


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """What gives the dataset of one of `worlds` by its name, read but not saved."""

    @cache
    def read(name):
        return dataset.read(worlds.WORLDS[name](tmp_path_factory.mktemp("world") / "raw"))

    return read


@pytest.fixture(autouse=True)
def _vietnamese():
    messages.use("vi")
    yield
    messages.use("vi")
