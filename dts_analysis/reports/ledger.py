"""The ledger of a year's reports, ``reports/<year>/index.csv``: what was made, what failed and why."""

import csv
import os
from pathlib import Path

LEDGER = "index.csv"
LEDGER_COLUMNS = ["year", "unit_code", "unit_name", "notebook", "status", "headline", "seconds", "error"]


def read_ledger(path):
    """Return a ledger's rows as dicts of text; none where there is no ledger."""
    if not Path(path).is_file():
        return []
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_ledger(path, rows):
    """Write these rows over those of the same reports, and keep the rest; scratch file, then move."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {(row["unit_code"], row["notebook"]): row for row in read_ledger(path)}
    kept |= {(row["unit_code"], row["notebook"]): row for row in rows}
    scratch = path.with_name(f".{path.name}.new")
    with scratch.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, LEDGER_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept[key] for key in sorted(kept))
    os.replace(scratch, path)
