"""Sets from elsewhere run as data only, from the blank template to pages: with points, without, with a penalty."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from filled_forms import Typing, answer, need_office, recalculated
from inbox import receive, small_workspace

from dts_analysis import dataset, reference

HOME = Path(__file__).parents[1]
SETS = sorted((HOME / "tests/golden/trial_sets").glob("*.yml"))
UNITS = ("00801", "00802")


def dts(place, *arguments):
    """Run the command in a workspace; return what it said."""
    command = [sys.executable, "-m", "dts_analysis.cli", "--home", str(place.folder), *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(HOME)}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A workspace for each set, with the forms of two units filled in by rule and received."""
    need_office()
    folder, made, filled = tmp_path_factory.mktemp("trial_sets"), {}, {}
    for path in SETS:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) | {"level": "commune"}  # as our two units are
        place = made[path.stem] = small_workspace(folder / path.stem, document)
        shutil.copytree(HOME / "notebooks", place.folder / "notebooks")
        one, out = reference.read_criteria(place.raw / "criteria" / path.name), folder / f"{path.stem}_blank"
        dts(place, "template", "--year", one.years[0], "--unit", UNITS[0], "--unit", UNITS[1], "--out", out)
        for number, form in enumerate(sorted(out.glob("*.xlsx"))):
            typing = Typing(form)
            for at, each in enumerate(one.indicators):
                answer(typing, each, at + number)
            filled[path.stem, number] = typing.save(folder / f"{path.stem}_{number}.xlsx")
    (folder / "back").mkdir()
    back = dict(zip(filled, recalculated(list(filled.values()), folder / "back"), strict=True))
    for (name, _), path in back.items():
        receive(made[name], path, year=None)
    return made


@pytest.mark.parametrize("name", [path.stem for path in SETS])
def test_a_set_from_elsewhere_runs_from_template_to_pages(places, name):
    place = places[name]
    data = dataset.read(place.raw)
    (one,) = data.criteria.values()
    assert set(data.received["unit_code"]) == set(UNITS)
    assert len(data.scores) == len(UNITS) * len(one.indicators)
    assert data.findings["code"].tolist() == []
    scores = data.scores
    has_rule = scores["rule_kind"] != "manual"
    assert np.allclose(scores["claimed_points"][has_rule], scores["computed_points"][has_rule], atol=0.0051)
    least = [one.indicator(code).least_points for code in scores["indicator_code"]]
    assert ((scores["claimed_points"] >= least) & (scores["claimed_points"] <= scores["max_points"] + 1e-9)).all()
    year = str(one.years[0])
    dts(place, "report", "--year", year, "--unit", UNITS[0], "--notebook", "pillars")
    assert (place.folder / "reports" / year / UNITS[0] / "pillars.html").is_file()


def test_a_penalty_takes_from_the_total_and_a_maximum_of_nothing_gives_nothing(places):
    totals = {}
    for name in ("ceuk_neg", "ceuk_zero"):
        data = dataset.read(places[name].raw)
        sums = data.totals[(data.totals["level"] == "total") & (data.totals["basis"] == "claimed")]
        totals[name] = (
            sums.set_index("unit_code")["points"],
            data.scores.set_index(["unit_code", "indicator_code"]),
        )
    (taken, scores), (free, _) = totals["ceuk_neg"], totals["ceuk_zero"]
    penalties = scores["claimed_points"].xs("T-20", level="indicator_code")
    assert sorted(penalties) == [-3, 0]
    assert (taken == free + penalties.reindex(taken.index)).all()
