"""Forms out, findings back to whom they concern, documents as offices pass them on: Excel, Word, PDF."""

from . import documents
from .export import export
from .findings_book import findings_book
from .pdf import VARIABLE as BROWSER_VARIABLE, browser, pages_pdf
from .self_form import self_form
from .tables_book import table_csv, tables_book
from .verification import verification_form
from .write_back import unit_file_name, write_back

__all__ = [
    "BROWSER_VARIABLE",
    "browser",
    "documents",
    "export",
    "findings_book",
    "pages_pdf",
    "self_form",
    "table_csv",
    "tables_book",
    "unit_file_name",
    "verification_form",
    "write_back",
]
