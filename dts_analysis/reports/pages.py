"""A job's page, which a browser opens from a folder, and what can be taken along; nothing comes from outside."""

import copy
import json
from typing import NamedTuple

from .around import digest
from .cells import NARROW, RESOURCE, parts
from .rendering import template


class Page(NamedTuple):
    """A page's text, and the files it vouches for: their content by name."""

    text: str
    files: dict


def page(document, job):
    """Return an executed notebook as a `Page`: prose and results, without code; it bears the job's fingerprints.

    What can be taken along: every table as CSV with its numbers unrounded, all of them in one workbook, a sheet
    each, and the notebook itself, without what stands in the page or beside it: figures drawn for a phone, the
    tables' data, and what a program without HTML would show in place of HTML.
    """
    name = job.notebook.name
    found, tables = parts(document, name)
    files = {f"{name}.ipynb": _written(document)}
    book = f"{name}.xlsx" if tables else ""
    if tables:
        files |= _files(tables, book, job)
    text = template("page.html.j2").render(
        job=job,
        parts=found,
        files=list(files),
        book=book,
        notebook=f"{name}.ipynb",
        around_digest=digest(job.around),
    )
    return Page(text, files)


def _files(tables, book, job):
    from .. import office  # only a page with tables needs what writes them

    title = f"{job.notebook.title} – {job.unit_name} {job.year}"
    files = {book: office.tables_book([each.resource for each in tables], title)}
    for each in tables:
        files[f"{each.name}.csv"] = office.table_csv(each.resource)
    return files


def _written(document):
    """A notebook's bytes, as small as they can be."""
    kept = copy.deepcopy(document)
    for cell in kept.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            needless = {NARROW} | ({RESOURCE, "text/plain"} if "text/html" in data else set())
            for held in (data, output.get("metadata", {})):
                for mime in needless & set(held):
                    del held[mime]
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
