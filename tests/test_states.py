"""Every page of every world is made, says nothing false in its state, and cuts no label."""

import re
from functools import cache
from pathlib import Path

import drawn
import pytest
import walk
from worlds import WORLDS

from dts_analysis import dataset
from dts_analysis.errors import DtsError
from dts_analysis.scoring import BASES
from dts_analysis.show import text

HOME = Path(__file__).parents[1]
ROOTS = ("sample", *WORLDS)
FEW = ("80", "25459", "25516", "25534", "25552")  # full, in part blank, verified, blank
WALKED = {  # of these roots, where units differ in their numbers only
    "sample": ("37", "373"),
    "one_pillar": ("37", "369"),
    "years_apart": ("37", "369", "372", "374"),
    "blank_but_verified": ("37", "373", "369"),
    "nothing_verified": FEW,
    "one_verified": ("80", "25534"),
    "partly_verified": ("01", "001", "002", "004", "008"),
    "provinces": ("00", "01", "48"),
    "renewed": ("37", "370", "372"),
    "two_pillars": ("372", "14464", "14470"),
    "communes_of_districts": ("37", "372", "14470", "14386"),
    "unreadable_form": ("80", "25459", "25480"),
}
NONSENSE = re.compile(r"\bnan\b|None|NaT|<NA>|\binf\b|—/—|\b0/0\b|\d/—|\(—\)|trên —|đến —|Empty |\{\w*\}|mất 0,00")
WRITTEN = {"points": text.points, "attainment_share": text.share}


@pytest.fixture(scope="module")
def stored(world, sample, tmp_path_factory):
    """What gives where a root is saved, and the jobs of its pages that are walked, by the root's name."""

    @cache
    def saved(name):
        data, processed = sample if name == "sample" else world(name), tmp_path_factory.mktemp(name)
        dataset.save(data, processed)
        years = sorted(data.standings["year"].unique())[-2 if name == "sample" else 0 :]
        jobs = [job for year in years for job in walk.jobs(dataset.load(processed), int(year))]
        return processed, _some(jobs, name)

    return saved


@pytest.fixture(scope="module")
def walked(stored):
    """What gives everything that the pages of a root show, by the root's name."""

    @cache
    def walk_through(name):
        processed, jobs = stored(name)
        return [shown for job in jobs for shown in _page(job, processed)]

    return walk_through


def _some(jobs, name):
    """The jobs of the units that are walked: all, or a few of many that are alike."""
    return [job for job in jobs if job.unit_code in WALKED.get(name, [job.unit_code])]


def _page(job, processed):
    """What a page shows; one that is not planned refuses, and shows nothing but what it is about."""
    if job.skip is None:
        return list(walk.page(job.notebook.name, job.unit_code, job.year, processed))
    with pytest.raises(DtsError):
        list(walk.page(job.notebook.name, job.unit_code, job.year, processed))
    return []


@pytest.mark.parametrize("root", ROOTS)
def test_every_page_that_is_planned_is_made_and_no_other(walked, root):
    assert len({each.place for each in walked(root)}) >= 3


@pytest.mark.parametrize("root", ROOTS)
def test_no_page_shows_a_number_that_is_none_or_a_table_without_rows(walked, root):
    found = {(each.place, each.source): each.text for each in walked(root) if NONSENSE.search(each.text)}
    assert found == {}


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("root", ["partly_verified", "nothing_verified", "all_maxima_zero", "years_apart"])
def test_every_basis_may_be_asked_for_whoever_has_it(stored, root, basis):
    processed, jobs = stored(root)
    asked = {job.notebook.name: job for job in jobs if job.skip is None and "basis" in job.notebook.parameters}
    for job in asked.values():
        for each in walk.page(job.notebook.name, job.unit_code, job.year, processed, basis=basis):
            assert not NONSENSE.search(each.text), (each.place, each.source, each.text)


@pytest.mark.parametrize("root", ROOTS)
def test_in_no_figure_is_a_label_cut_or_under_another(walked, root):
    first = {each.kind: each for each in reversed(walked(root)) if each.is_chart}
    assert len(first) >= 5
    found = {(each.place, kind): faults for kind, each in first.items() if (faults := drawn.faults(each.value))}
    assert found == {}


@pytest.mark.parametrize("root", ROOTS)
def test_what_a_page_states_as_a_fact_it_prints_half_up(walked, root):
    pages = {}
    for each in walked(root):
        pages.setdefault(each.place, []).append(each)
    silent = {place.rpartition("/")[2] for place in pages}
    for place, shown in pages.items():
        said = "\n".join(each.text for each in shown)
        stated = [fact for each in shown for fact in getattr(each.value, "facts", ())]
        if stated:
            silent.discard(place.rpartition("/")[2])
        numbers = {}
        for fact in stated:
            if fact["name"] in WRITTEN:
                of = (fact["of_unit"], fact["year"], fact["basis"], fact["of"])
                numbers.setdefault(of, []).append(str(WRITTEN[fact["name"]](fact["value"])))
        assert [of for of, forms in numbers.items() if not any(str(form) in said for form in forms)] == [], place
    said_nothing = {"audit"} if root == "all_maxima_zero" else set()  # of an index without points nothing is told
    assert (
        silent == said_nothing
    )  # a page without a number has no fact; a notebook whose pages all have none is at fault
