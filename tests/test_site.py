"""What stands around a page leads where there is something; a year of many units is listed by the units above."""

import re
from pathlib import Path

import batches
import pytest

from dts_analysis import reports
from dts_analysis.reports.ledger import write_ledger
from dts_analysis.reports.site import write_site
from dts_analysis.reports.stamp import stamp

HOME = Path(__file__).parents[1]
AROUND = re.compile(r"<!--around-->(.*)<!--/around-->", re.S)


@pytest.fixture
def books(tmp_path):
    """A folder of notebooks: two of a unit, one of a parent."""
    folder = tmp_path / "notebooks"
    batches.notebook(folder, "own", "print(unit_code)")
    batches.notebook(folder, "summary", "assert unit_code != '374'", order=9)
    batches.notebook(folder, "below", "print(unit_code)", scope="parent")
    return folder


def around(page):
    """What stands around a page."""
    return AROUND.search(page.read_text(encoding="utf-8"))[1]


def test_a_page_has_the_way_back_its_units_other_pages_and_its_neighbours(sample, books, tmp_path):
    target = tmp_path / "reports"
    batches.run(sample, books, target, ("37", "373", "375"))
    text = around(target / "2022/373/own.html")
    assert re.findall(r'href="([^"]*)"', text) == [
        "../../index.html#y2022", "../37/below.html", "../375/own.html", "summary.html", "own.html", "below.html",
    ]  # fmt: skip
    assert 'href="own.html" aria-current="page"' in text
    assert 'rel="next"' in text
    assert 'rel="prev"' not in text
    assert batches.dead_links(target) == []


def test_what_failed_is_no_link_on_any_page(sample, books, tmp_path):
    target = tmp_path / "reports"
    rows = batches.run(sample, books, target, ("373", "374"))
    assert rows["374", "summary"]["status"] == "failed"
    text = around(target / "2022/374/own.html")
    assert "summary.html" not in text.replace("../373/summary.html", "")
    assert '<span class="unmade" title="AssertionError:">summary <small>(hỏng)</small></span>' in text
    assert 'rel="next" href="../374/own.html"' in around(target / "2022/373/summary.html")
    assert batches.dead_links(target) == []


def test_what_stands_around_pages_follows_what_is_made_later(sample, books, tmp_path):
    target = tmp_path / "reports"
    batches.run(sample, books, target, ("373",), ("own",))
    page = target / "2022/373/own.html"
    first, before = stamp(page), around(page)
    assert "374" not in before
    batches.run(sample, books, target, ("374",), ("own",))
    assert 'href="../374/own.html"' in around(page)
    assert stamp(page)[:2] == first[:2]  # it was made from the same, and is not made anew
    at_once = tmp_path / "at_once"
    batches.run(sample, books, at_once, ("373", "374"), ("own",))
    assert (at_once / "2022/373/own.html").read_bytes() == page.read_bytes()


def test_nothing_hidden_and_nothing_stray_is_left_behind(sample, books, tmp_path):
    target = tmp_path / "reports"
    batches.run(sample, books, target, ("373",), ("own",))
    assert sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()) == [
        "2022/373/files/own.ipynb", "2022/373/own.html", "2022/index.csv", "index.html",
    ]  # fmt: skip


def test_a_country_is_listed_by_its_provinces(country):
    target, outline = country
    assert outline.is_large
    assert len(outline.entries) == 3321
    lists = sorted(target.glob("2026/*/index.html"))
    assert len(lists) == len(outline.groups) == 34
    first = (target / "index.html").read_text(encoding="utf-8")
    assert "<tr data-kind" not in first
    assert first.count('/index.html">') == 34
    assert first.count("/pillars.html") == 3321  # in a closed list, for who looks for one by name
    assert len(first.encode()) < 600_000
    ninh_binh = (target / "2026/37/index.html").read_text(encoding="utf-8")
    assert ninh_binh.count("<tr data-kind") == len(outline.groups["37"]) == 129
    assert 'href="../14464/pillars.html"' in ninh_binh


def test_a_year_that_got_smaller_keeps_no_list(country, sample, tmp_path):
    _, outline = country
    rows = [row for entry in outline.groups["37"] for row in entry.reports]
    write_ledger(tmp_path / "2026" / reports.LEDGER, rows)
    (tmp_path / "2026/37").mkdir()
    (tmp_path / "2026/37/index.html").write_text("of an earlier year", encoding="utf-8")
    write_site(tmp_path, sample, outline.notebooks)
    assert not (tmp_path / "2026/37/index.html").exists()
    assert (tmp_path / "index.html").read_text(encoding="utf-8").count("<tr data-kind") == 129
