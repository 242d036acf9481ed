"""Word, Excel and PDF beside a unit's pages: which are asked for or lie there already, which are made anew."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from tqdm import tqdm

from .. import messages, office
from ..errors import finding
from ..files import csv_bytes, part, sayable, write
from ..messages import say
from .document_ledger import COLUMNS, DOCUMENTS, read_documents
from .document_maker import DocumentJob, DocumentKit
from .fingerprint import Fingerprints, digest
from .outline import FIRST
from .plan import Job
from .stamp import FILES, stamp
from .workers import spread

PAGES = "pages"  # the kind of a unit's PDF
SECONDS = 300.0


def make_documents(jobs, dataset, notebooks, reports, processed, options):
    """Make the documents of the units that reports were made for; return the ledger's rows of those units.

    Made are those of the formats asked for, and those that were made before: nothing old lies beside a new page.

    Parameters
    ----------
    jobs : list of Job
        As from `plan`: those of a call.
    dataset, notebooks, reports, processed, options
        As of `run`.

    Returns
    -------
    list of dict
        The ledger's columns and ``is_made``. ``status`` is done or failed: then the file is not there.
    """
    found = []
    for year in sorted({job.year for job in jobs}):
        known = read_documents(reports, year)
        own = [job for job in jobs if job.year == year]
        wanted = _wanted(own, known, dataset, notebooks, reports, options)
        if wanted or known:
            found += _of_year(year, wanted, {job.unit_code for job in own}, known, reports, processed, options)
    return found


def _wanted(jobs, known, dataset, notebooks, reports, options):
    """The documents of units that are asked for, or lie there: what each is to be made from."""
    marks, found = Fingerprints(dataset), []
    units = {job.unit_code: (job.unit_name, job.year) for job in jobs}
    for code, (name, year) in units.items():
        place, had = f"{year}/{part(code)}/{FILES}", {kind for unit, kind in known if unit == code}
        for kind in office.documents.kinds_of(dataset, code, year):
            if office.documents.KINDS[kind].format in options.formats or kind in had:
                file = f"{place}/{office.documents.file_name(kind, code, name, year)}"
                found.append(_marked(DocumentJob(kind, code, name, year, file, ""), dataset, marks, options))
        pages = _pages(code, year, notebooks, reports) if "pdf" in options.formats or PAGES in had else ()
        if pages:
            file = f"{place}/{say('file_pages')}_{office.unit_file_name(code, name)}_{year}.pdf"
            stamps = [stamp(reports / page)[:2] for page in pages]
            found.append(DocumentJob(PAGES, code, name, year, file, digest([list(pages), stamps]), "", pages))
    return found


def _marked(job, dataset, marks, options):
    """A document's job with its fingerprints: of whom it is about and of whom it names below, and its template."""
    kind = office.documents.KINDS[job.kind]
    template = office.documents.template_of(job.kind, dataset, options.templates) if kind.templates else None
    made_by = hashlib.sha256(template.read_bytes()).hexdigest() if template else ""
    about = ["unit", "parent"] if kind.about == office.documents.UNIT else ["parent"]
    probes = [
        marks.marked(
            Job(
                SimpleNamespace(scope=scope, digest=job.kind, reads=()),
                job.unit_code,
                "",
                job.year,
                {"basis": options.basis},
            )
        )
        for scope in about
    ]
    fingerprint = digest([made_by, *(each.fingerprint for each in probes)])
    return replace(job, fingerprint=fingerprint, comparison=probes[0].comparison)


def _pages(code, year, notebooks, reports):
    """A unit's pages as one reads them: the summary, those about it, those about the units below it."""
    there = [name for name in notebooks if (reports / f"{year}/{part(code)}/{name}.html").is_file()]
    order = {name: (name != FIRST, each.scope == "parent", each.order) for name, each in notebooks.items()}
    return tuple(f"{year}/{part(code)}/{name}.html" for name in sorted(there, key=order.get))


def _of_year(year, wanted, units, known, reports, processed, options):
    kept, todo = _kept(wanted, known, reports, options)
    if (pdf := [job for job in todo if job.pages]) and not office.browser():
        todo = [job for job in todo if not job.pages]
        fault = str(finding("chromium_missing", "pdf", variable=office.BROWSER_VARIABLE))
        kept += [_row(job, "failed", fault) for job in pdf]
    rows = kept + _made(todo, reports, processed, options)
    _withdraw([row for row in known.values() if row["unit_code"] in units], rows, reports)
    others = [row for row in known.values() if row["unit_code"] not in units]
    listed = sorted(others + rows, key=lambda row: (row["unit_code"], row["kind"]))
    path = reports / str(year) / DOCUMENTS
    with sayable(path):
        write(path, csv_bytes(COLUMNS, [{name: row[name] for name in COLUMNS} for row in listed]))
    return rows


def _kept(wanted, known, reports, options):
    """The rows of documents that are up to date, and the jobs of all others."""
    kept, todo = [], []
    for job in wanted:
        row = known.get((job.unit_code, job.kind), {})
        is_there = row.get("file") == job.file and row["status"] == "done" and (reports / job.file).is_file()
        is_same = is_there and row["fingerprint"] == job.fingerprint
        is_compared = is_same and (row["comparison"] == job.comparison or not options.comparisons)
        if is_compared and not options.force:
            kept.append(row | {"is_made": False})
        else:
            todo.append(job)
    return kept, todo


def _made(todo, reports, processed, options):
    if not todo:
        return []
    kit = DocumentKit(
        processed=str(processed.resolve()) if isinstance(processed, Path) else str(processed),
        reports=str(reports.resolve()) if isinstance(reports, Path) else str(reports),
        templates=str(options.templates),
        basis=options.basis,
        language=messages.language(),
        seconds=SECONDS,
    )
    rows = [None] * len(todo)
    with tqdm(total=len(todo), unit=say("report_document"), smoothing=0.1) as bar:
        for at, outcome in spread(todo, kit, options.workers or os.cpu_count() or 1):
            rows[at] = _row(todo[at], outcome.status, outcome.error)
            bar.update()
    return rows


def _row(job, status, error):
    marks = {"fingerprint": job.fingerprint, "comparison": job.comparison} if status == "done" else {}
    row = dict.fromkeys(COLUMNS, "") | {"unit_code": job.unit_code, "kind": job.kind, "file": job.file}
    return row | {"status": status, "error": " ".join(error.split()), "is_made": True} | marks


def _withdraw(known, rows, reports):
    """Take away the files of documents that are there no more, or could not be made anew."""
    done = {row["file"] for row in rows if row["status"] == "done"}
    for file in {row["file"] for row in known} - done:
        path = reports / file
        with sayable(path):
            path.unlink(missing_ok=True)
