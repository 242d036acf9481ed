"""The stored notebooks notice a count that is off by one per cent: nbval is run on data built by a mutated law."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dts_analysis import dataset, scoring
from dts_analysis.scoring import BASES

HOME = Path(__file__).parents[1]
COMMAND = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]


@pytest.fixture
def nbval(sample, tmp_path, monkeypatch):
    """What runs nbval on a copy of one notebook, beside data whose points were multiplied when counted."""
    count = scoring.count

    def run(factor):
        points = [f"{basis}_points" for basis in BASES]
        monkeypatch.setattr(
            scoring,
            "count",
            lambda scores, criteria: count(scores.assign(**scores[points] * factor), criteria),
        )
        dataset.save(sample.replaced(), tmp_path / "data" / "processed")
        (tmp_path / "notebooks").mkdir()
        shutil.copy(HOME / "notebooks" / "pillars.ipynb", tmp_path / "notebooks")
        found = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH", "")]))
        return subprocess.run(
            [sys.executable, *COMMAND, "notebooks/pillars.ipynb"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": found, "PYTEST_ADDOPTS": "", "PYTEST_XDIST_WORKER": ""},
            capture_output=True,
            text=True,
            timeout=240,
        )

    return run


def test_one_per_cent_is_noticed(nbval):
    done = nbval(1.01)
    assert done.returncode == 1, done.stdout
    assert "Cell outputs differ" in done.stdout
    assert "'value': 511.18" in done.stdout  # the facts are compared too, and first


def test_the_same_law_passes(nbval):
    done = nbval(1.0)
    assert done.returncode == 0, done.stdout
