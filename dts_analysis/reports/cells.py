"""An executed notebook's cells as HTML: each where its tag says, a table with what can be taken along."""

import html
import re
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from ..messages import say
from .rendering import TEMPLATES
from .stamp import FILES

FIRST, FIGURE, METHOD = "headline", "figure", "method"  # cells' tags: see notebooks/README.md
NARROW = "application/vnd.dts.narrow+svg"
RESOURCE = "application/vnd.dataresource+json"
OPTIONS = {"exclude_input": True, "exclude_input_prompt": True, "exclude_output_prompt": True}
OPTIONS |= {"exclude_anchor_links": True}  # a page says itself where its sections begin
ASCII_END = 127  # up to here a number may stand for what a page must not hold as it is
_LETTER = re.compile(r"&#(\d{3,6});")  # headings come with every Vietnamese letter as a number
_TITLE = re.compile(r"\A\s*# .*\n?")
_HEADING = re.compile(r"\s*## ")
_SECTION = re.compile(r"<h2>(.*?)</h2>", re.S)
_TABLE = re.compile(r'<table[^>]* data-name="([^"]*)".*?</figure>', re.S)
_OWN_STYLE = re.compile(
    r'(<figure class="table">\s*)<style>.*?</style>', re.S
)  # for notebooks; a page has its own
_NO_NAME = re.compile(r"[^a-z0-9_-]+")


class Parts(NamedTuple):
    """A page's parts as HTML: the answer and its figure, what follows, the method; sections as (id, heading)."""

    first: str
    body: str
    method: str
    sections: list


class Taken(NamedTuple):
    """A table that can be taken along: its resource, its file's name without ending, and the notebook's."""

    resource: dict
    name: str
    notebook: str  # of the workbook with all its tables too


def parts(document, name):
    """Return an executed notebook's `Parts`, without code, and the tables of it that can be taken along.

    Cells tagged ``headline`` come first, then those tagged ``figure``; those tagged ``method`` last; all others,
    and every cell of a notebook without tags, stay in their order. The title that the first cell begins with is
    left out.

    Parameters
    ----------
    document : NotebookNode
    name : str
        The notebook's.
    """
    taken, groups = [], {FIRST: [], FIGURE: [], METHOD: [], "": []}
    for number, cell in enumerate(document.cells):
        if cell.cell_type == "markdown" or cell.get("outputs"):
            tags = cell.metadata.get("tags", [])
            place = next((tag for tag in (FIRST, FIGURE, METHOD) if tag in tags), "")
            groups[place].append(_shown(cell, number, name, taken))
    first = _html(document, groups[FIRST] + groups[FIGURE])
    body, sections = _in_sections(_html(document, groups[""]))
    return Parts(first, body, _html(document, groups[METHOD]), sections), taken


def resources(data):
    """Return the tables that an output's data hold, as Frictionless resources: one, several, or a package of them.

    >>> resources({RESOURCE: {"name": "a"}}), resources({RESOURCE: [{"name": "a"}]}), resources({})
    ([{'name': 'a'}], [{'name': 'a'}], [])
    """
    held = data.get(RESOURCE, [])
    if isinstance(held, dict):
        held = held.get("resources", [held])
    return [each for each in held if isinstance(each, dict)]


def _shown(cell, number, name, taken):
    """A copy of a cell as it is to be shown; its tables are added to `taken`."""
    cell = nbformat.from_dict(dict(cell))
    if cell.cell_type == "markdown":
        cell.source = _TITLE.sub("", cell.source) if number == 0 else cell.source
        cell.metadata = nbformat.from_dict(
            dict(cell.metadata) | {"begins_section": bool(_HEADING.match(cell.source))}
        )
        return cell
    outputs = []
    for at, output in enumerate(cell.outputs):
        data = output.get("data", {})
        if "text/html" in data:
            own = [_taken(each, name, taken) for each in resources(data)]
            text = _scrolling(_OWN_STYLE.sub(r"\1", data["text/html"]), f"{number}.{at + 1}")
            text = _with_files(text, own)
            output = nbformat.from_dict(dict(output) | {"data": dict(data) | {"text/html": text}})
        outputs.append(output)
    cell.outputs = outputs
    return cell


def _scrolling(text, number):
    """HTML whose table nobody gave a box: in one, which the keyboard reaches too."""
    if "<table" not in text or 'class="scroll"' in text:
        return text
    label = html.escape(say("site_some_table", number=number))
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{text}</div>'


def _taken(resource, notebook, taken):
    table = _NO_NAME.sub("-", str(resource.get("name", "")).lower()).strip("-") or "table"
    names = {each.name for each in taken}
    name = next(
        each
        for each in (f"{notebook}.{table}{suffix}" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
        if each not in names
    )
    taken.append(Taken(resource, name, notebook))
    return taken[-1]


def _with_files(text, own):
    """A cell's HTML with what can be taken along after each table; at its end where tables bear no names."""
    left = {str(each.resource.get("name", "")): each for each in own}

    def linked(match):
        found = left.pop(html.unescape(match[1]), None)
        return match[0] + (_links(found) if found else "")

    text = _TABLE.sub(linked, text)
    return text + "".join(map(_links, left.values()))


def _links(found):
    title = html.escape(str(found.resource.get("title") or found.resource.get("name", "")))
    links = [
        f'<a href="{FILES}/{quote(file)}" download>{program}<span class="unseen"> – {title}</span></a>'
        for file, program in ((f"{found.name}.csv", "CSV"), (f"{found.notebook}.xlsx", "Excel"))
    ]
    return f'<p class="files">{say("site_take_table")}: {" · ".join(links)}</p>'


def _html(document, cells):
    if not cells:
        return ""
    shown = nbformat.from_dict(dict(document) | {"cells": cells})
    return _exporter().from_notebook_node(shown)[0].strip()


def _in_sections(body):
    """A page's body with a name for the beginning of every section, and the sections as (name, heading)."""
    sections = []

    def named(match):
        sections.append((f"s{len(sections) + 1}", _plain(match[1])))
        return f'<h2 id="{sections[-1][0]}">{match[1]}</h2>'

    return _SECTION.sub(named, body), sections


def _plain(text):
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


class _Body(HTMLExporter):
    """nbconvert's body of a page, rendered once: a second pass adds alternative texts, which figures here have."""

    def from_notebook_node(self, nb, resources=None, **kw):
        resources = self._init_resources(resources)
        of_type = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", of_type)
        self.register_filter("highlight_code", Highlight2HTML(parent=self))
        body, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        return _LETTER.sub(_as_letter, body), resources


def _as_letter(found):
    number = int(found[1])
    return chr(number) if number > ASCII_END else found[0]


@cache
def _exporter():
    source = (TEMPLATES / "cells.html.j2").read_text(encoding="utf-8")
    return _Body(template_name="basic", raw_template=source, default_preprocessors=[], **OPTIONS)
