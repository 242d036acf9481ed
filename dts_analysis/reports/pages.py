"""A job's page, which a browser opens from a folder, and what can be taken along; nothing comes from outside."""

from typing import NamedTuple

import nbformat

from .around import digest
from .cells import parts
from .rendering import template


class Page(NamedTuple):
    """A page's text, and the files it vouches for: their content by name."""

    text: str
    files: dict


def page(document, job):
    """Return an executed notebook as a `Page`: prose and results, without code; it bears the job's fingerprints.

    What can be taken along: every table as CSV and Excel with its numbers unrounded, all of them in one workbook,
    and the notebook itself.
    """
    name = job.notebook.name
    found, tables = parts(document, name)
    files = {f"{name}.ipynb": nbformat.writes(document).encode()}
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
        files[f"{each.name}.xlsx"] = office.tables_book([each.resource], title)
    return files
