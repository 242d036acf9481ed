"""A page from an executed notebook: tags decide the order, tables are taken along, nothing of code is shown."""

import base64
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import tagged_page

from dts_analysis import messages, office, reports
from dts_analysis.reports.cells import parts
from dts_analysis.reports.pages import page

HOME = Path(__file__).parents[1]


@pytest.fixture
def job(sample):
    """A job of the sample: pillars of 373."""
    notebooks = reports.load_notebooks(HOME / "notebooks")
    (found,) = reports.plan(sample, notebooks, 2022, ("373",), ("pillars",))
    return found


@pytest.fixture
def written(monkeypatch):
    """What `office` was asked to write, in place of writing it."""
    asked = []

    def csv(resource):
        return f"csv {resource['name']}".encode()

    def book(resources, title):
        asked.append((title, [each["name"] for each in resources]))
        return " ".join(["book", *(each["name"] for each in resources)]).encode()

    monkeypatch.setattr(office, "table_csv", csv, raising=False)
    monkeypatch.setattr(office, "tables_book", book, raising=False)
    return asked


def in_order(text, *words):
    """Whether words stand in a text in this order."""
    places = [text.index(word) for word in words]
    return places == sorted(places)


def test_the_answer_comes_first_then_its_figure_and_the_method_last(job, written):
    text = page(tagged_page.document(), job).text
    assert in_order(
        text,
        "<h1>Trụ cột và mức hoàn thành</h1>",
        tagged_page.ANSWER,
        'alt="Điểm theo trụ cột: xem bảng"',
        "Trong trang này",
        "Mở đầu.",
        '<h2 id="s1">Yếu ở đâu</h2>',
        '<h2 id="s2">Ai xử lý</h2>',
        '<details class="method"',
        "Kappa có trọng số.",
        "Ngưỡng là lựa chọn.",
    )
    assert "Tên khác" not in text  # the title is the page's own
    assert "secret_code" not in text
    assert text.count("<style") == 1  # a table's own is for who reads the notebook
    assert re.findall(r'<li><a href="#(\w+)">([^<]*)</a>', text) == [
        ("s1", "Yếu ở đâu"), ("s2", "Ai xử lý"), ("method", "Phương pháp"),
    ]  # fmt: skip


def test_a_notebook_without_tags_keeps_its_order(job):
    cells = [nbformat.v4.new_markdown_cell(text) for text in ("# Tên\n\nMở đầu.", "## Một", "## Hai")]
    text = page(nbformat.v4.new_notebook(cells=cells), job).text
    assert in_order(text, "<h1>", "Mở đầu.", ">Một</h2>", ">Hai</h2>")
    assert "<details" not in text
    assert 'class="first"' not in text


def test_a_figure_is_shown_in_the_width_of_the_screen(job, written):
    text = page(tagged_page.document(), job).text
    (narrow, wide) = re.findall(r'="data:image/svg\+xml;base64,([^"]*)"', text)
    assert "hẹp" in base64.b64decode(narrow).decode()
    assert "rộng" in base64.b64decode(wide).decode()
    assert '<source media="(max-width: 600px)"' in text


def test_every_table_can_be_taken_along_alone_and_with_the_others(job, written):
    made = page(tagged_page.document(), job)
    assert set(made.files) == {
        "pillars.ipynb", "pillars.xlsx", "pillars.weak-indicators.csv", "pillars.party.csv",
    }  # fmt: skip
    assert made.files["pillars.party.csv"] == b"csv party"
    assert made.files["pillars.xlsx"] == b"book weak-indicators party"
    assert written[0] == (
        "Trụ cột và mức hoàn thành – Huyện Gia Viễn 2022",
        ["weak-indicators", "party"],
    )
    for name in made.files:
        assert f'href="files/{name}"' in made.text
    after = made.text.split("</figure>")
    (behind,) = (after[n + 1] for n, each in enumerate(after) if 'data-name="party"' in each)
    assert behind.lstrip().startswith('<p class="files">Tải bảng: <a href="files/pillars.party.csv"')


def test_the_notebook_taken_along_says_nothing_that_its_page_or_a_file_beside_it_says_again(job, written):
    made = page(tagged_page.document(), job)
    kept = nbformat.reads(made.files["pillars.ipynb"].decode(), as_version=4)
    nbformat.validate(kept)
    shown = [sorted(output["data"]) for cell in kept.cells for output in cell.get("outputs", [])]
    assert shown == [["text/html"]] * 4 + [["image/svg+xml", "text/plain"]]
    assert "csv weak-indicators" in made.files["pillars.weak-indicators.csv"].decode()


def test_tables_of_one_name_do_not_overwrite_one_another(job):
    cells = [tagged_page._code([], tagged_page.SMALL) for _ in range(2)]
    _, taken = parts(nbformat.v4.new_notebook(cells=cells), "a")
    assert [each.name for each in taken] == ["a.party", "a.party-2"]


def test_a_tables_name_leads_nowhere_else():
    resource = {"name": "../../x\n", "title": "<b>"}
    data = {"text/html": "<table></table>", "text/plain": "", tagged_page.RESOURCE: resource}
    found, taken = parts(nbformat.v4.new_notebook(cells=[tagged_page._code([], data)]), "a")
    assert [each.name for each in taken] == ["a.x"]
    assert "&lt;b&gt;" in found.body
    assert 'role="region" tabindex="0" aria-label="Bảng 0.1"' in found.body


def test_a_unit_s_name_cannot_end_the_style_it_stands_in(job):
    text = page(nbformat.v4.new_notebook(), replace(job, unit_name='x"</style><script>')).text
    assert text.count("<script") == 1
    assert '"x\\22 \\3c \\2f style\\3e \\3c script\\3e ' in text


def test_a_page_in_english(job, written):
    messages.use("en")
    text = page(tagged_page.document(), job).text
    assert '<html lang="en">' in text
    assert "Download the table" in text
    assert ">Method</h2>" in text
