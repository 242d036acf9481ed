"""A call's jobs: what is up to date stays, the rest is made, and the ledger says what became of each."""

import contextlib
import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from .. import kernel, messages
from ..dataset import place, sweep
from ..dataset.provenance import code as code_digest
from ..errors import DtsError, finding
from ..messages import say
from .contract import source
from .ledger import LEDGER, read_ledger, write_ledger
from .make import Kit, Outcome
from .pages import stamp, write_site
from .workers import spread

LOCK = ".lock"
ERROR_LENGTH = 500  # characters: a ledger is read by people
FULL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}  # no other report will fit either
LEDGER_SECONDS = 5.0  # how much of the ledger a killed runner may leave unsaid; the pages themselves tell it anew


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


def standing(job, reports, options):
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
    fingerprint, comparison = stamp(page)
    if not fingerprint or not page.with_suffix(".ipynb").is_file():
        return "missing"
    if fingerprint != job.fingerprint:
        return "stale"
    return "current" if comparison == job.comparison else "before"


def is_to_make(stands, options):
    """Return whether a report that stands so is made in this call."""
    return stands in ("missing", "stale", "forced") or (stands == "before" and options.comparisons)


def run(jobs, dataset, notebooks, reports, processed, options=None):
    """Return the ledger's rows of these jobs, having made the reports that were not up to date.

    Parameters
    ----------
    jobs : list of Job
        As from `plan`.
    dataset : Dataset
    notebooks : dict
        As from `load_notebooks`.
    reports, processed : path
        Where reports go; where the notebooks find their data. As from `dataset.place`.
    options : Options

    Returns
    -------
    list of dict
        One per job, in order: the ledger's columns, and ``is_made``: whether it was made in this call.
        ``status`` is done, failed (``error`` says why; the other jobs went on; an earlier report is taken
        away, unless the new one could not be written) or skipped.

    Raises
    ------
    DtsError
        Where another call is writing there, or nothing can be written there.
    """
    options = options or Options()
    with _alone(reports):
        sweep(reports)
        book = _Book(jobs, reports)
        standings = [standing(job, reports, options) for job in jobs]
        for at, stands in enumerate(standings):
            if not is_to_make(stands, options):
                book.keep(at, stands)
        todo = [at for at, stands in enumerate(standings) if is_to_make(stands, options)]
        kit = _kit(notebooks, reports, processed, options)
        try:
            _make_all(
                [jobs[at] for at in todo], kit, options, lambda place, outcome: book.enter(todo[place], outcome)
            )
        finally:
            book.save()
            with _sayable(reports / "index.html"):
                write_site(reports, dataset, notebooks)
    return book.rows


def _make_all(jobs, kit, options, enter):
    """Make jobs, here or on a cluster, with a bar that says how fast and what is at work."""
    if not jobs:
        return
    running = {}
    with tqdm(total=len(jobs), unit=say("report_unit"), smoothing=0.1) as bar:

        def started(at):
            running[at] = f"{jobs[at].unit_code} {jobs[at].notebook.name}"
            bar.set_postfix_str(", ".join(running.values()))

        for at, outcome in _outcomes(jobs, kit, options, started):
            running.pop(at, None)
            enter(at, outcome)
            bar.update()


def _outcomes(jobs, kit, options, started):
    if options.cluster:
        from .cluster import spread_over

        return spread_over(jobs, kit, options.cluster, options.workers)
    return spread(jobs, kit, options.workers or os.cpu_count() or 1, started)


class _Book:
    """The rows of a call, written to the ledgers of their years now and then, and at the end."""

    def __init__(self, jobs, reports):
        self.jobs, self.reports = jobs, reports
        self.ledgers = {year: reports / str(year) / LEDGER for year in {job.year for job in jobs}}
        self.rows = [None] * len(jobs)
        self.earlier = {
            (row["unit_code"], row["notebook"], row["fingerprint"]): row
            for path in self.ledgers.values()
            for row in read_ledger(path)
        }
        self.saved = time.monotonic()

    def keep(self, at, stands):
        """Enter a job that is not made in this call."""
        job = self.jobs[at]
        if stands == "skip":
            self.rows[at] = _row(job, "skipped", "0.0", str(job.skip)) | {"is_made": False}
            self._withdraw(job)
            return
        told = self.earlier.get((job.unit_code, job.notebook.name, job.fingerprint), {})
        row = _row(job, "done", told.get("seconds", ""), told.get("error", ""), stands)
        self.rows[at] = row | {"is_made": False}

    def enter(self, at, outcome: Outcome):
        """Enter what became of a job; an earlier report stays only of one that could not be written."""
        job = self.jobs[at]
        if outcome.unwritten in FULL:
            raise DtsError(finding("reports_unwritable", job.place, reason=os.strerror(outcome.unwritten)))
        row = _row(job, outcome.status, f"{outcome.seconds:.1f}", outcome.error)
        self.rows[at] = row | {"is_made": True}
        if outcome.status == "failed" and not outcome.unwritten:
            self._withdraw(job)
        if time.monotonic() - self.saved > LEDGER_SECONDS:
            self.save()

    def save(self):
        """Write what is known so far."""
        for year, path in self.ledgers.items():
            known = [row for row in self.rows if row and row["year"] == year]
            with _sayable(path):
                write_ledger(path, [{k: v for k, v in row.items() if k != "is_made"} for row in known])
        self.saved = time.monotonic()

    def _withdraw(self, job):
        """Take an earlier report away; the ledger tells so first, lest a kill in between make it untrue."""
        page = self.reports / f"{job.place}.html"
        with _sayable(page):
            if there := [path for path in (page, page.with_suffix(".ipynb")) if path.is_file()]:
                self.save()
            for path in there:
                path.unlink()


def _row(job, status, seconds, error, stands="current"):
    is_done = status == "done"
    return {
        "year": job.year,
        "unit_code": job.unit_code,
        "unit_name": job.unit_name,
        "notebook": job.notebook.name,
        "status": status,
        "headline": job.headline,
        "seconds": seconds,
        "error": " ".join(error.split())[:ERROR_LENGTH],
        "fingerprint": job.fingerprint if is_done else "",
        "compared": stands if is_done and job.comparison else "",
    }


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
    with _sayable(reports):
        reports.mkdir(parents=True, exist_ok=True)
        lock = FileLock(reports / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise DtsError(finding("reports_busy", reports.name)) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _sayable(path):
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise DtsError(finding("reports_unwritable", place(path).name, reason=reason)) from fault
