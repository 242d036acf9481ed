"""A call's jobs: what is up to date stays, the rest is made, and the ledger says what became of each."""

import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from tqdm import tqdm

from .. import kernel, messages
from ..dataset.provenance import code as code_digest
from ..errors import DtsError, finding
from ..files import sayable, sweep
from ..messages import say
from .around import around, renew
from .contract import source
from .document_ledger import DOCUMENTS, read_documents
from .ledger import LEDGER, Entries, read_ledger
from .make import Kit
from .outline import Outline
from .site import write_site
from .stamp import is_whole, stamp
from .workers import spread

if TYPE_CHECKING:
    from ..dataset.tables import Dataset

LOCK = ".lock"


@dataclass(frozen=True)
class Options:
    """How reports are made; none of it changes what is in them."""

    workers: int | None = None  # processes; the number of cores unless told
    kernel: str = ""  # a kernel's name; the warm one where it can be had
    force: bool = False  # make all, also what is up to date
    comparisons: bool = False  # make those too whose only old part is the comparison with other units
    cluster: str = ""  # a Dask scheduler's address, or "local"; "" for processes of this machine
    seconds: float = 600.0  # the longest a notebook may take
    memory_megabytes: int = 4096  # the most a warm kernel may take on top of its start
    output_megabytes: int = 32  # the most a notebook may show
    formats: tuple = ("html",)  # beside pages, which are always made: docx, pdf, xlsx
    templates: Path = Path("templates")  # of Word documents: an office's own
    basis: str = ""  # of documents; pages have theirs among their parameters


def state(job: Any, reports: Any, options: Any) -> str:
    """Return how a job stands before it runs.

    Returns
    -------
    str
        ``skip`` (it would say nothing), ``current`` (its report is there, made from just this), ``before``
        (so it is, but the forms of other units, which it is compared with, have changed since), ``stale``
        (made from something else), ``missing`` (not there), ``forced``.
    """
    if job.skip is not None:
        return "skip"
    if options.force:
        return "forced"
    page = reports / f"{job.place}.html"
    found = stamp(page)
    if not is_whole(page, found):
        return "missing"
    if found.fingerprint != job.fingerprint:
        return "stale"
    return "current" if found.comparison == job.comparison else "before"


def is_to_make(stands: Any, options: Any) -> bool:
    """Return whether a report that stands so is made in this call."""
    return stands in ("missing", "stale", "forced") or (stands == "before" and options.comparisons)


def run(
    jobs: Any,
    dataset: "Dataset",
    notebooks: dict[str, Any],
    reports: Path,
    processed: str | Path,
    options: Options | None = None,
) -> Any:
    """Return the ledger's rows of these jobs, having made the reports that were not up to date.

    Parameters
    ----------
    jobs : list of Job
        As from `plan`.
    dataset : Dataset
    notebooks : dict
        As from `load_notebooks`.
    reports, processed : path
        Where reports go; where the notebooks find their data. As from `files.place`.
    options : Options

    Returns
    -------
    list of dict
        One per job, in order: the ledger's columns, and ``is_made``: whether it was made in this call.
        ``status`` is done, failed (``error`` says why; the other jobs went on; an earlier report is taken
        away, unless the new one could not be written) or skipped. Then those of documents in other formats, which
        bear a ``kind`` and no notebook: see `make_documents`.

    Raises
    ------
    DtsError
        Where another call is writing there, or nothing can be written there.
    """
    options = options or Options()
    with _alone(reports):
        sweep(reports)
        entries = Entries(jobs, reports)
        states = [state(job, reports, options) for job in jobs]
        for at, stands in enumerate(states):
            if not is_to_make(stands, options):
                entries.keep(at, stands)
        todo = [at for at, stands in enumerate(states) if is_to_make(stands, options)]
        placed = _placed([jobs[at] for at in todo], entries.rows, dataset, notebooks, reports)
        kit = _kit(notebooks, reports, processed, options)
        try:
            _make_all(placed, kit, options, lambda place, outcome: entries.enter(todo[place], outcome))
            documents = _documents(jobs, dataset, notebooks, reports, processed, options)
        finally:
            sweep(reports)  # of writers that were ended in the middle
            entries.save()
            with sayable(reports / "index.html"):
                for year in sorted({job.year for job in jobs}):
                    renew(reports, _outline(year, reports, dataset, notebooks))
                write_site(reports, dataset, notebooks)
    return entries.rows + documents


def _documents(jobs, dataset, notebooks, reports, processed, options):
    """Make what is asked for beside pages, or lies there beside them."""
    years = {job.year for job in jobs}
    if set(options.formats) == {"html"} and not any((reports / str(year) / DOCUMENTS).is_file() for year in years):
        return []
    from .documents import make_documents  # loads what writes office files

    return make_documents(jobs, dataset, notebooks, reports, processed, options)


def _placed(jobs, known, dataset, notebooks, reports):
    """Jobs with what will stand around their pages if all of them are made; what fails is put right at the end."""
    found = []
    for year in sorted({job.year for job in jobs}):
        own = [job for job in jobs if job.year == year]
        rows = [row for row in known if row and row["year"] == year]
        rows += [
            {"unit_code": job.unit_code, "unit_name": job.unit_name, "notebook": job.notebook.name}
            | {"status": "done", "error": ""}
            for job in own
        ]
        texts = around(_outline(year, reports, dataset, notebooks, rows), read_documents(reports, year))
        found += [replace(job, around=texts[job.unit_code, job.notebook.name]) for job in own]
    return found


def _outline(year, reports, dataset, notebooks, more=()):
    """The outline of a year as its ledger has it, with `more` rows over those of the same reports."""
    rows = [*read_ledger(reports / str(year) / LEDGER), *more]
    latest = {(row["unit_code"], row["notebook"]): row for row in rows}
    return Outline(year, latest.values(), dataset, notebooks)


def _make_all(jobs, kit, options, enter):
    """Make jobs, here or on a cluster, with a bar that says how fast and what is at work."""
    if not jobs:
        return
    running = {}
    with tqdm(total=len(jobs), unit=say("report_unit"), smoothing=0.1) as bar:

        def started(at):
            running[at] = f"{jobs[at].unit_code} {jobs[at].notebook.name}"
            bar.set_postfix_str(", ".join(running.values()))

        with contextlib.closing(_outcomes(jobs, kit, options, started)) as outcomes:  # its workers end here
            for at, outcome in outcomes:
                running.pop(at, None)
                enter(at, outcome)
                bar.update()


def _outcomes(jobs, kit, options, started):
    if options.cluster:
        from .cluster import spread_over

        return spread_over(jobs, kit, options.cluster, options.workers)
    return spread(jobs, kit, options.workers or os.cpu_count() or 1, started)


def _kit(notebooks, reports, processed, options):
    home = next(iter(notebooks.values())).path.parent.resolve()
    seen = os.path.relpath(processed, home) if isinstance(processed, Path) else str(processed)
    if options.cluster and isinstance(processed, Path):
        seen = processed.resolve()  # a worker's host may have the share, and not the notebooks' folder
    return Kit(
        sources={name: source(each) for name, each in notebooks.items()},
        home=str(home),
        processed=Path(seen).as_posix() if "://" not in str(seen) else seen,
        reports=str(reports.resolve()) if isinstance(reports, Path) else str(reports),
        kernel=options.kernel or kernel.best(),
        language=messages.language(),
        code=code_digest(),
        seconds=options.seconds,
        memory_megabytes=options.memory_megabytes,
        output_megabytes=options.output_megabytes,
    )


@contextlib.contextmanager
def _alone(reports):
    """Hold the target of a call; a folder's lock goes with the process that holds it, however that ends."""
    if not isinstance(reports, Path):
        yield
        return
    with sayable(reports):
        reports.mkdir(parents=True, exist_ok=True)
        path = reports / LOCK
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise DtsError(finding("reports_busy", reports.name)) from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # some systems let go of it first, and take it away themselves
            path.unlink()  # while it is held: whoever waits for a file that is gone tries again
        lock.release()
