"""The stored notebooks notice a law that is off by one per cent: nbval is run on what a mutated law counts.

That they pass under the law as it is, the run of nbval over all of them shows.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dts_analysis import dataset, scoring

HOME = Path(__file__).parents[1]


@pytest.fixture
def nbval(sample, tmp_path, monkeypatch):
    """Run nbval on one notebook whose data were counted by a law that is off by a factor."""
    law = scoring.count

    def counted(scores, criteria):
        found = law(scores, criteria)
        return found.assign(points=found["points"] * counted.factor)

    def run(factor):
        counted.factor = factor
        monkeypatch.setattr(scoring, "count", counted)
        dataset.save(sample.replaced(), tmp_path / "data/processed")
        (tmp_path / "notebooks").mkdir()
        shutil.copy(HOME / "notebooks/pillars.ipynb", tmp_path / "notebooks")
        nbval_alone = ["-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *nbval_alone, "notebooks/pillars.ipynb"],
            cwd=tmp_path,
            env=os.environ | {"PYTEST_ADDOPTS": "", "PYTEST_XDIST_WORKER": "", "PYTHONPATH": str(HOME)},
            capture_output=True,
            text=True,
            timeout=240,
        )

    return run


def test_one_per_cent_is_noticed(nbval):
    done = nbval(1.01)
    assert done.returncode == 1, done.stdout
    assert "Cell outputs differ" in done.stdout
    assert "511.18" in done.stdout
