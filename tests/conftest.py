"""What many tests share: the sample as built from data/raw, and the worlds, each read once a process."""

import os
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
import small_sets
import worlds
import yaml
from hypothesis import settings

from dts_analysis import dataset, kernel, messages, reference, reports
from dts_analysis.reports.ledger import write_ledger
from dts_analysis.reports.outline import Outline
from dts_analysis.reports.site import write_site

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


@pytest.fixture(scope="session")
def country(sample, tmp_path_factory):
    """The lists of a year in which all 3,321 communes have a report."""
    target = tmp_path_factory.mktemp("country")
    units = reference.units_in(sample.units, 2026)
    communes = units[units["level"] == "commune"]
    rows = [
        {"year": 2026, "unit_code": code, "unit_name": name, "notebook": "pillars", "status": "done"}
        | {"seconds": "0.3", "error": "", "fingerprint": "", "compared": ""}
        for code, name in zip(communes["unit_code"], communes["name"], strict=True)
    ]
    write_ledger(target / "2026" / reports.LEDGER, rows)
    notebooks = reports.load_notebooks(HOME / "notebooks")
    write_site(target, sample, notebooks)
    return target, Outline(2026, rows, sample, notebooks)


@pytest.fixture
def tree(tmp_path):
    """A function that reads a set of that tree with changes."""

    def read(**changes):
        path = tmp_path / "cay.yml"
        path.write_text(yaml.safe_dump(small_sets.document(**changes), allow_unicode=True), encoding="utf-8")
        return reference.read_criteria(path)

    return read


@pytest.fixture(autouse=True, scope="session")
def _no_power_cut():
    """Files are not forced onto the disk, which takes a test as long as its work; no test outlives the machine."""
    with mock.patch.object(os, "fsync", return_value=None):
        yield


@pytest.fixture(autouse=True)
def _vietnamese():
    messages.use("vi")
    yield
    messages.use("vi")
