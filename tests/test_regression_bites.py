"""The stored notebooks notice a scoring that is off by one per cent: nbval is run on a mutated law."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dts_analysis import dataset

HOME = Path(__file__).parents[1]
MUTATION = """
from dts_analysis import scoring
_counted = scoring.points._counted

def counted(scores, basis):
    status, points, maxima = _counted(scores, basis)
    return status, points * {factor}, maxima

scoring.points._counted = counted
"""


def nbval(tmp_path, factor):
    """Run nbval on one notebook in a Jupyter whose kernels start by changing the law by a factor."""
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mutation.py").write_text(MUTATION.format(factor=factor), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval-lax",
        "--nbval-current-env",
    ]
    return subprocess.run(
        [*command, "notebooks/pillars.ipynb"],
        cwd=HOME,
        env=os.environ | {"IPYTHONDIR": str(tmp_path), "PYTEST_ADDOPTS": "", "PYTEST_XDIST_WORKER": ""},
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture(scope="module", autouse=True)
def _processed():
    if not dataset.is_current(HOME / "data/raw", HOME / "data/processed"):
        dataset.build(HOME / "data/raw", HOME / "data/processed")


def test_one_per_cent_is_noticed(tmp_path):
    done = nbval(tmp_path, 1.01)
    assert done.returncode == 1, done.stdout
    assert "Cell outputs differ" in done.stdout
    assert "511,18" in done.stdout


def test_the_same_law_passes(tmp_path):
    done = nbval(tmp_path, 1.0)
    assert done.returncode == 0, done.stdout
