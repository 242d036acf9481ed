"""The ledger of a year's reports, ``reports/<year>/index.csv``: what was made, what failed and why."""

import csv
import io

from ..files import write

LEDGER = "index.csv"
LEDGER_COLUMNS = [
    "year",
    "unit_code",
    "unit_name",
    "notebook",
    "status",  # done, failed, skipped
    "headline",
    "seconds",  # what the run took that made it, or failed
    "error",  # why it failed or was skipped; what it warned of
    "fingerprint",  # of all it was made from; "" where it was not made
    "compared",  # current; before: other units' forms have changed since it was made; "" where it compares none
]


def read_ledger(path):
    """Return a ledger's rows as dicts of text; none where there is no ledger.

    What a person's spreadsheet made of it, columns of its own or no rows at all, stops no call.
    """
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = [{column: row.get(column) or "" for column in LEDGER_COLUMNS} for row in rows]
    return [row for row in known if row["unit_code"] and row["notebook"]]


def write_ledger(path, rows):
    """Write these rows over those of the same reports, and keep the rest."""
    kept = {(row["unit_code"], row["notebook"]): row for row in read_ledger(path)}
    kept |= {(row["unit_code"], row["notebook"]): row for row in rows}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, LEDGER_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept[key] for key in sorted(kept))
    write(path, text.getvalue().encode("utf-8-sig"))
