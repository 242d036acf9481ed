"""One document made into one file, by a process that has loaded the data: the same on one machine and on many."""

import time
from dataclasses import dataclass
from pathlib import Path

from .. import dataset, messages, office
from ..errors import DtsError
from ..files import place, why_unwritten, write
from ..messages import say
from .make import NotWritten, Outcome


@dataclass(frozen=True)
class DocumentJob:
    """One document to be made: of which kind, of whom, where below ``reports/``, from what."""

    kind: str
    unit_code: str
    unit_name: str
    year: int
    file: str  # its place below ``reports/``
    fingerprint: str
    comparison: str = ""  # of the forms it is set beside, as of a `Job`
    pages: tuple = ()  # of a PDF: those it prints, below ``reports/``

    @property
    def place(self):
        """Where it goes: what a bar and a log call it."""
        return self.file


@dataclass(frozen=True)
class DocumentKit:
    """What a process needs to make any document of a call."""

    processed: str
    reports: str
    templates: str  # the folder of an office's own
    basis: str
    language: str
    seconds: float  # the longest one may take

    def maker(self):
        """Return what makes the documents in a process."""
        return DocumentMaker(self)


class DocumentMaker:
    """Makes documents one after another."""

    is_spent = False

    def __init__(self, kit):
        self.kit, self._data = kit, None
        messages.use(kit.language)

    def make(self, job, is_last=False):
        """Return the `Outcome` of a job; where it is done, its file is there, whole."""
        start = time.perf_counter()
        try:
            self._make(job)
        except Exception as fault:  # one document's fault, whatever it is, must not stop the others
            unwritten = (fault.__cause__.errno or -1) if isinstance(fault, NotWritten) else 0
            return Outcome("failed", time.perf_counter() - start, _sentence(fault), unwritten=unwritten)
        return Outcome("done", time.perf_counter() - start)

    def close(self):
        """Nothing is left to be ended."""

    def _make(self, job):
        reports = place(self.kit.reports)
        made = self._pdf(reports, job) if job.pages else self._document(job)
        try:
            write(reports / job.file, made)
        except OSError as fault:
            raise NotWritten from fault

    def _pdf(self, reports, job):
        return office.pages_pdf([(reports / page).read_text(encoding="utf-8") for page in job.pages])

    def _document(self, job):
        self._data = self._data or dataset.load(self.kit.processed)
        about = (job.unit_code, job.year, Path(self.kit.templates), self.kit.basis)
        return office.documents.content(job.kind, self._data, *about)


def _sentence(fault):
    if isinstance(fault, NotWritten):
        return say("report_unwritten", reason=why_unwritten(fault.__cause__))
    if isinstance(fault, DtsError):
        return str(fault)
    return f"{type(fault).__name__}: {fault}".partition("\n")[0]
