"""One truth: what the pages state, gathered from the executed notebooks, against each other and against the forms.

Every page of the sample and of other roots is made by the real runner. Two pages that state one fact differently
fail, and so does a fact that differs from what a person adds up from the forms' cells (`cells`, which shares
nothing with the package).
"""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from batches import dead_links
from cells import SAMPLE, sums
from worlds import WORLDS

from dts_analysis import dataset, reports
from dts_analysis.show.facts import KEYS, read_facts
from dts_analysis.show.nodes import MOST
from dts_analysis.show.output import MOST_COLUMNS

HOME = Path(__file__).parents[1]
ROOTS = ("sample", "nothing_verified", "one_verified", "one_pillar", "measured")
FEW = ("80", "25459", "25516", "25522", "25534", "25549", "25552")  # full, partly blank, verified, nothing, blank
CLOSE = 1e-9


@pytest.fixture(scope="module", params=ROOTS)
def made(request, tmp_path_factory):
    """A root's name, its raw folder, its reports and every fact of its pages."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sample":
        raw, year = HOME / "data" / "raw", 2022
    else:
        raw = WORLDS[request.param](folder / "raw")
        year = {"one_pillar": 2024, "measured": 2022}.get(request.param, 2025)
    data = dataset.build(raw, folder / "processed")
    notebooks = reports.load_notebooks(HOME / "notebooks")
    jobs = reports.plan(data, notebooks, year, FEW if request.param.endswith("_verified") else ())
    rows = reports.run(jobs, data, notebooks, folder / "reports", folder / "processed")
    assert [row["error"] for row in rows if row["status"] == "failed"] == []
    pages = sorted((folder / "reports").rglob("*.ipynb"))
    stated = [read_facts(page).assign(page=page.relative_to(folder / "reports").as_posix()) for page in pages]
    return request.param, raw, folder / "reports", pd.concat(stated, ignore_index=True)


def test_every_page_of_points_states_facts(made):
    _, _, reports_at, stated = made
    pages = {page.relative_to(reports_at).as_posix() for page in reports_at.rglob("*.ipynb")}
    assert pages - set(stated["page"]) == set()


def test_every_table_of_a_page_has_a_caption_and_as_many_columns_as_a_screen_shows(made):
    _, _, reports_at, _ = made
    shown = [
        (page.name, found)
        for page in reports_at.rglob("*.ipynb")
        for cell in nbformat.read(page, as_version=4).cells
        for output in cell.get("outputs", [])
        for found in re.findall(r"<table.*?</thead>", output.get("data", {}).get("text/html", ""), re.DOTALL)
    ]
    assert len(shown) > 40
    assert [page for page, table in shown if not re.search(r"<caption>[^<]", table)] == []
    wide = [(page, table) for page, table in shown if table.count('<th scope="col"') > MOST_COLUMNS]
    of_heat_maps = [table for _, table in wide if "Tỷ lệ đạt của từng đơn vị ở từng" in table]
    assert len(wide) == len(of_heat_maps)  # a heat map's numbers stand as it does: a column a pillar
    assert all(table.count('<th scope="col"') <= 1 + MOST for table in of_heat_maps)


def test_no_two_pages_state_one_fact_differently(made):
    _, _, _, stated = made
    numbers = stated[stated["value"].map(lambda value: isinstance(value, int | float))]
    ranges = numbers.astype({"value": float}).groupby(list(KEYS))["value"].agg(["min", "max"])
    apart = ranges[ranges["max"] - ranges["min"] > CLOSE * ranges["max"].abs().clip(lower=1)]
    said = [numbers[(numbers[list(KEYS)] == pd.Series(key, index=KEYS)).all(axis=1)] for key in apart.index]
    assert [table[["page", "name", "value"]].to_numpy().tolist() for table in said] == []


def test_facts_are_stated_by_several_pages(made):
    _, _, _, stated = made
    shared = stated.groupby(list(KEYS))["page"].nunique()
    assert (shared > 1).sum() >= 30


def test_points_are_what_a_person_adds_up_from_the_forms(made):
    root, raw, _, stated = made
    by_hand = sums(raw, SAMPLE if root == "sample" else None)
    points = stated[(stated["name"] == "points") & stated["basis"].isin(["claimed", "verified"])]
    checked = 0
    for fact in points.drop_duplicates(list(KEYS)).itertuples():
        found = by_hand[fact.of_unit, fact.year]
        side = ("claimed", "verified").index(fact.basis)
        if fact.of == "":
            wanted = (found.claimed, found.verified)[side]
        elif fact.of in found.pillars:
            wanted = found.pillars[fact.of][side]
        else:
            continue  # a group of pillars: the sum of what is checked
        assert fact.value == pytest.approx(wanted, abs=1e-6), fact
        checked += 1
    assert checked >= 5


def test_counts_of_blanks_and_of_what_is_not_judged_are_those_of_the_forms(made):
    root, raw, _, stated = made
    by_hand = sums(raw, SAMPLE if root == "sample" else None)
    for fact in stated[(stated["of"] == "") & stated["name"].isin(["n_missing", "n_invalid"])].itertuples():
        found = by_hand[fact.of_unit, fact.year]
        if fact.basis == "claimed":
            wanted = {"n_missing": found.n_blank, "n_invalid": found.n_unusable}[fact.name]
            assert fact.value == wanted, fact
    for fact in stated[(stated["of"] == "") & (stated["name"] == "n_unscored")].itertuples():
        if fact.basis == "verified":
            assert fact.value == by_hand[fact.of_unit, fact.year].n_not_judged, fact


def test_no_link_of_the_site_leads_nowhere(made):
    _, _, reports_at, _ = made
    assert dead_links(reports_at) == []


def test_the_index_says_what_the_pages_say(made):
    root, _, reports_at, stated = made
    page = (reports_at / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r'<th scope="row">.*?<small>(\w+)</small></th>(.*?)</tr>', page, re.DOTALL)
    cell = r'data-basis="(\w+)" data-points="([\d.]+)" data-upper="(\d+)" data-lower="(\d+)"'
    said = [(code, *found) for code, cells in rows for found in re.findall(cell, cells)]
    verified = set() if root == "nothing_verified" else {"verified"}
    assert {basis for _, basis, *_ in said} == {"claimed"} | verified | {root} & {"measured"}
    whole = stated[(stated["of"] == "") & (stated["year"] == stated["year"].max())]
    for code, basis, *numbers in said:
        for name, number in zip(("points", "n_upper", "n_lower"), numbers, strict=True):
            own = whole[(whole["of_unit"] == code) & (whole["basis"] == basis) & (whole["name"] == name)]
            assert set(own["value"].astype(float).round(9)) == {round(float(number), 9)}, (code, basis, name)


def test_kim_son_is_told_alike_everywhere(made):
    root, _, _, stated = made
    if root != "sample":
        return
    own = stated[(stated["of_unit"] == "376") & (stated["year"] == 2022) & (stated["of"] == "")]
    verified = own[(own["name"] == "points") & (own["basis"] == "verified")]
    assert set(verified["value"]) == {423.97}
    assert set(own.loc[(own["name"] == "n_lower") & (own["basis"] == "claimed"), "value"]) == {51}
    assert set(own.loc[own["name"] == "gap_points", "value"]) == {-5.71}
