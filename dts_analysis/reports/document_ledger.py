"""The ledger of a year's documents in other formats, ``reports/<year>/documents.csv``: what lies there."""

import csv
import io

from ..files import unplain

DOCUMENTS = "documents.csv"
COLUMNS = ["unit_code", "kind", "file", "status", "error", "fingerprint", "comparison"]


def read_documents(reports, year):
    """Return what a year's ledger says of documents, as dicts of text by unit code and kind.

    Parameters
    ----------
    reports : path
        As from `files.place`.
    year : int
    """
    path = reports / str(year) / DOCUMENTS
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    known = [{column: unplain(row.get(column) or "") for column in COLUMNS} for row in rows]
    return {(row["unit_code"], row["kind"]): row for row in known if row["unit_code"] and row["kind"]}
