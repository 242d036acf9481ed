"""Excel forms out, findings back to whom they concern: the only writer of office files."""

from .findings_book import findings_book
from .self_form import self_form
from .tables_book import table_csv, tables_book
from .verification import verification_form
from .write_back import unit_file_name, write_back

__all__ = [
    "findings_book", "self_form", "table_csv", "tables_book", "unit_file_name", "verification_form", "write_back",
]  # fmt: skip
