"""The ledger of a year's reports, ``reports/<year>/index.csv``: what was made, what failed and why."""

import csv
import errno
import io
import os
import time
from typing import TYPE_CHECKING, Any

from ..errors import DtsError, finding
from ..files import csv_bytes, sayable, unplain, why_unwritten, write
from .stamp import FILES, stamp

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "index.csv"
ERROR_LENGTH = 500  # characters: a ledger is read by people
FULL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}  # no other report will fit either
SAVE_SECONDS = 5.0  # how much of the ledger a killed runner may leave unsaid; the pages themselves tell it anew
LEDGER_COLUMNS = [
    "year",
    "unit_code",
    "unit_name",
    "notebook",
    "status",  # done, failed, skipped
    "seconds",  # what the run took that made it, or failed
    "error",  # why it failed or was skipped; what it warned of
    "fingerprint",  # of all it was made from; "" where it was not made
    "compared",  # current; before: other units' forms have changed since it was made; "" where it compares none
]


def read_ledger(path: "Path") -> list[dict[str, Any]]:
    """Return a ledger's rows as dicts of text; none where there is no ledger.

    What a person's spreadsheet made of it, columns of its own or no rows at all, stops no call.
    """
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = [{column: unplain(row.get(column) or "") for column in LEDGER_COLUMNS} for row in rows]
    return [row for row in known if row["unit_code"] and row["notebook"]]


def write_ledger(path, rows):
    """Write these rows over those of the same reports, and keep the rest."""
    kept = {(row["unit_code"], row["notebook"]): row for row in read_ledger(path)}
    kept |= {(row["unit_code"], row["notebook"]): row for row in rows}
    write(path, csv_bytes(LEDGER_COLUMNS, [kept[key] for key in sorted(kept)]))


class Entries:
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

    def enter(self, at, outcome):
        """Enter what became of a job; an earlier report stays only of one that could not be written."""
        job = self.jobs[at]
        if outcome.unwritten in FULL:
            fault = OSError(outcome.unwritten, os.strerror(outcome.unwritten))
            raise DtsError(finding("place_unwritable", job.place, reason=why_unwritten(fault)))
        row = _row(job, outcome.status, f"{outcome.seconds:.1f}", outcome.error)
        self.rows[at] = row | {"is_made": True}
        if outcome.status == "failed" and not outcome.unwritten:
            self._withdraw(job)
        if time.monotonic() - self.saved > SAVE_SECONDS:
            self.save()

    def save(self):
        """Write what is known so far."""
        for year, path in self.ledgers.items():
            known = [row for row in self.rows if row and row["year"] == year]
            with sayable(path):
                write_ledger(path, [{k: v for k, v in row.items() if k != "is_made"} for row in known])
        self.saved = time.monotonic()

    def _withdraw(self, job):
        """Take an earlier report away; the ledger tells so first, lest a kill in between make it untrue."""
        page = self.reports / f"{job.place}.html"
        with sayable(page):
            if not page.is_file():
                return
            self.save()
            files = [page.parent / FILES / name for name in stamp(page).files]
            for path in (page, *files):
                path.unlink(missing_ok=True)


def _row(job, status, seconds, error, stands="current"):
    is_done = status == "done"
    return {
        "year": job.year,
        "unit_code": job.unit_code,
        "unit_name": job.unit_name,
        "notebook": job.notebook.name,
        "status": status,
        "seconds": seconds,
        "error": " ".join(error.split())[:ERROR_LENGTH],
        "fingerprint": job.fingerprint if is_done else "",
        "compared": stands if is_done and job.comparison else "",
    }
