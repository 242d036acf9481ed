"""Sets from elsewhere and odd shapes run as data only, from the blank template to pages."""

import shutil
from pathlib import Path

import called
import numpy as np
import pytest
import trial_sets
from filled_forms import Typing, answer, need_office, recalculated
from inbox import receive, small_workspace

from dts_analysis import dataset, reference

HOME = Path(__file__).parents[1]
SETS = trial_sets.documents()
UNITS = ("00801", "00802")


def dts(place, *arguments):
    """Run the command in a workspace; return what it said."""
    done = called.dts("--home", place.folder, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A workspace for each set, with the forms of two units filled in by rule and received."""
    need_office()
    folder, made, filled = tmp_path_factory.mktemp("trial_sets"), {}, {}
    for name, document in SETS.items():
        place = made[name] = small_workspace(
            folder / name, document | {"level": "commune"}
        )  # as our two units are
        shutil.copytree(HOME / "notebooks", place.folder / "notebooks")
        one, out = reference.read_criteria(place.raw / "criteria" / f"{name}.yml"), folder / f"{name}_blank"
        dts(place, "template", "--year", one.years[0], "--unit", UNITS[0], "--unit", UNITS[1], "--out", out)
        for number, form in enumerate(sorted(out.glob("*.xlsx"))):
            typing = Typing(form)
            for at, each in enumerate(one.indicators):
                answer(typing, each, at + number)
            filled[name, number] = typing.save(folder / f"{name}_{number}.xlsx")
    (folder / "back").mkdir()
    back = dict(zip(filled, recalculated(list(filled.values()), folder / "back"), strict=True))
    for (name, _), path in back.items():
        receive(made[name], path, year=None)
    return made


@pytest.mark.parametrize("name", SETS)
def test_a_set_from_elsewhere_runs_from_template_to_pages(places, name):
    place = places[name]
    data = dataset.read(place.raw)
    (one,) = data.criteria.values()
    assert set(data.received["unit_code"]) == set(UNITS)
    assert len(data.scores) == len(UNITS) * len(one.indicators)
    assert data.findings["code"].tolist() == []
    scores = data.scores
    has_rule = scores["rule_kind"] != "manual"
    claimed, computed = (scores[f"{side}_points"][has_rule] for side in ("claimed", "computed"))
    assert np.allclose(claimed, computed, atol=0.0051, equal_nan=True)
    least = np.array([one.indicator(code).least_points for code in scores["indicator_code"]])
    claimed = scores["claimed_points"].dropna()
    assert ((claimed >= least[claimed.index]) & (claimed <= scores["max_points"][claimed.index] + 1e-9)).all()
    year = str(one.years[0])
    dts(place, "report", "--year", year, "--unit", UNITS[0], "--notebook", "pillars")
    page = (place.folder / "reports" / year / UNITS[0] / "pillars.html").read_text(encoding="utf-8")
    assert "Traceback" not in page
    assert all(each.name_vi in page for each in one.pillars)


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


def test_odd_shapes_count_as_worked_out_by_hand(places):
    """The first unit of `odd_deep` answers A-01 yes (4), A-02 1 (a bonus of 1): 5, at the cap; B-01 «Không rõ»."""
    data = dataset.read(places["odd_deep"].raw)
    rows = data.totals[data.totals["basis"] == "claimed"].set_index(["unit_code", "node_code"])
    first = rows.loc[UNITS[0]]
    assert first.loc["A", ["points", "max_points", "bonus_points", "capped_points"]].tolist() == [5, 4, 1, 0]
    assert first.loc["D11", "points"] == first.loc["D1", "points"] == 5
    assert first.loc["B", ["points", "max_points", "n_unsure"]].tolist() == [4.5, 10, 1]
    assert first.loc["C", ["max_points", "n_indicators"]].tolist() == [4, 1]
    totals = dataset.read(places["odd_penalty"].raw).totals
    totals = totals[(totals["level"] == "total") & (totals["basis"] == "claimed")].set_index("unit_code")
    assert totals["points"].tolist() == [0, 0]
    assert (totals["capped_points"] < 0).all()
    many = dataset.read(places["odd_400"].raw).totals
    assert set(many.loc[many["level"] == "total", "max_points"]) == {800}
    passes = dataset.read(places["sglgb_2024"].raw).standings
    assert set(passes["max_points"]) == {84}
    assert passes["passed"].notna().all()
