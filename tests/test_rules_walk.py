"""Every kind of rule goes the whole way: blank form, filled in, points, page, next year's set compared with it.

The kinds are those there are: a new one fails here until the golden set has an indicator of it, and `NEXT` says
what next year makes of that.
"""

import copy
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml
from click.testing import CliRunner
from filled_forms import Typing, answer, need_office
from inbox import receive_filled, small_workspace

from dts_analysis import dataset, reference, scoring
from dts_analysis.analysis import trends
from dts_analysis.cli import commands as cli
from dts_analysis.office import self_form
from dts_analysis.reference.next_year import draft_next
from dts_analysis.rules import KINDS

HOME = Path(__file__).parents[1]
GOLDEN = HOME / "tests/golden/every_rule/thu_quy_tac_2022.yml"
SET_ID, NEXT_ID, UNITS = "thu_quy_tac_2022", "thu_quy_tac_2023", ("00801", "00802")
SAME, MOVED, WEIGHED, OTHER, LED = "same", "target_moved", "reweighted", "rule_changed", "leader_moved"
NEXT = {  # what next year says of an indicator: keys of its rule, its maximum, and why it compares or not
    "A-1": ({}, 12, SAME),
    "A-2": ({"target": 0.9}, 10, MOVED),
    "A-3": ({"tiers": [(4, 40), (3, 30), (2, 20), (1, 10)]}, 40, WEIGHED),
    "A-4": ({"tiers": [(0.6, 10), (0.2, 4)]}, 10, MOVED),
    "B-1": ({"options": [20, 10, 0]}, 20, WEIGHED),
    "B-2": ({}, 10, SAME),
    "B-3": ({"at_least": 0.5}, 10, MOVED),
    "B-4": ({}, 10, SAME),
    "B-5": ({"of": "value"}, 0, OTHER),
    "C-1": ({"each": 0.25}, 5, WEIGHED),
    "C-2": ({"otherwise": 2}, 10, OTHER),
    "C-3": ({"at_most": 9}, 9, OTHER),
    "C-4": ({"above": 2}, 0, MOVED),
    "C-5": ({}, 0, SAME),
    "D-1": ({"target": 0.5}, 10, MOVED),
    "D-2": ({}, 20, LED),  # re-weighted too: the leader counted 4, then 5, both beyond the target of 3
}


def next_year(text):
    """Return next year's set, as a file holds it: the draft with what `NEXT` says."""
    document = yaml.safe_load(text)
    for each in document["indicators"]:
        keys, maximum, _ = NEXT[each["code"]]
        keys = copy.deepcopy(keys)
        if "tiers" in keys:
            keys["tiers"] = [{"at_least": bound, "points": points} for bound, points in keys["tiers"]]
        if "options" in keys:
            points = keys.pop("options")
            for option, gain in zip(each["rule"]["options"], points, strict=True):
                option["points"] = gain
        each["rule"] |= keys
        each["max_points"] = maximum
    for pillar in document["pillars"]:
        own = [maximum for code, (_, maximum, _) in NEXT.items() if code.startswith(pillar["code"])]
        pillar["max_points"] = sum(own)
    document["total_points"] = sum(maximum for _, maximum, _ in NEXT.values())
    return document


def test_the_golden_set_has_every_kind_of_rule_there_is():
    one = reference.read_criteria(GOLDEN)
    assert {each.rule.kind for each in one.indicators} == set(KINDS)
    assert {each.code for each in one.indicators} == set(NEXT)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A workspace with two years' sets, and the forms of two units in each as a spreadsheet calculated them."""
    need_office()
    folder = tmp_path_factory.mktemp("walk")
    document = yaml.safe_load(GOLDEN.read_text(encoding="utf-8")) | {"level": "commune", "years": [2022]}
    made = small_workspace(folder / "place", document)
    shutil.copytree(HOME / "notebooks", made.folder / "notebooks")
    sets = made.raw / "criteria"
    later = next_year(draft_next(sets, reference.load_criteria(sets), SET_ID, 2023))
    (sets / f"{NEXT_ID}.yml").write_text(yaml.safe_dump(later, allow_unicode=True), encoding="utf-8")
    units, reasons, filled = reference.load_units(made.raw), reference.load_reasons(made.raw), []
    for one in reference.load_criteria(sets).values():
        for number, code in enumerate(UNITS):
            path = folder / f"{code}_{one.years[0]}.xlsx"
            path.write_bytes(self_form(one, reference.unit_on(units, code, one.years[0]), one.years[0], reasons))
            typing = Typing(path)
            for at, each in enumerate(one.indicators):
                answer(typing, each, at + number + one.years[0] % 2)
            filled.append(typing.save(path))
    receive_filled(made, filled, folder)
    return made


@pytest.fixture(scope="module")
def data(place):
    return dataset.read(place.raw)


def test_forms_of_every_kind_come_back_without_a_finding_and_with_the_points_they_show(data):
    assert set(data.findings["code"]) == {"criteria_undecided"}
    scores = data.scores
    assert len(scores) == 4 * len(NEXT)
    has_rule = scores["rule_kind"] != "manual"
    assert scores.loc[has_rule, "computed_points"].notna().all()
    assert scoring.is_typed_alike(scores["claimed_points"], scores["computed_points"])[has_rule].all()
    assert scores["claimed_points"].notna().all()


def test_next_year_compares_each_kind_by_what_became_of_its_rule(data):
    sides = [
        data.counted[(data.counted["year"] == year) & (data.counted["basis"] == "claimed")]
        for year in (2022, 2023)
    ]
    compared = trends.compare(*sides, data.scores, data.scores, data.criteria)
    for code in NEXT:
        rows = compared[compared["code_to"] == code]
        why = NEXT[code][2]
        assert set(rows["why"]) == {why}, code
        earned = {
            (row.unit_code, row.year): row.claimed_points
            for row in data.scores[data.scores["indicator_code"] == code].itertuples()
        }
        for row in rows.itertuples():
            change = earned[row.unit_code, 2023] - earned[row.unit_code, 2022]
            assert row.change_points == (
                pytest.approx(change) if why == SAME else pytest.approx(np.nan, nan_ok=True)
            )
        measured = rows["measure"].iloc[0] in ("share", "value")
        assert rows["change_declared"].notna().all() == (measured and why != OTHER), code


def test_every_kind_stands_on_the_pages(place, data):
    arguments = ["--home", str(place.folder), "report", "--year", "2023", "--unit", UNITS[0]]
    done = CliRunner().invoke(cli.dts, [*arguments, "--notebook", "pillars", "--notebook", "year_over_year"])
    assert done.exit_code == 0, done.output
    pages = {name: place.folder / f"reports/2023/{UNITS[0]}/{name}.html" for name in ("pillars", "year_over_year")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    assert "Trụ cột" in texts["pillars"] or "trụ cột" in texts["pillars"]
    for code in NEXT:
        assert data.criteria[NEXT_ID].indicator(code).name_vi in texts["year_over_year"], code
