"""Files of tables opened safely: what a file is gets decided from its bytes, and no cell is lost.

Whatever it is, what comes out is the same: sheets of cells as a person sees them, an error cell and a formula that
was never calculated as `Broken`, a number shown as something else as `Formatted`. Work and memory follow what a
file holds, not the size it declares.
"""

import contextlib
import gc
from typing import TYPE_CHECKING

from ..errors import DtsError, finding
from ..reference import content_of
from . import csv_form, file_kind, ods, old_fonts, xls, xlsx
from .package import MOST_BYTES, Package
from .sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
__all__ = ["Sheet", "read_sheets"]


def read_sheets(path: "Path", where: str) -> list[Sheet]:
    """Return the sheets of a workbook or CSV file.

    Parameters
    ----------
    path : Path
        .xlsx, .xls, .ods or .csv; of a workbook the bytes decide, whatever its name.
    where : str
        How findings name the file.

    Raises
    ------
    DtsError
        Where the file is empty or larger than any form, encrypted, carries macros, holds or would unpack to too
        much, holds a value beyond any form, is binary .xlsb or no workbook.
    """
    content = content_of(path, MOST_BYTES)
    if not content:
        raise DtsError(finding("file_empty", where))
    try:
        with without_collections():
            sheets = _sheets(content, path.suffix.lower(), where)
    except DtsError:
        raise
    except Exception as fault:  # readers raise whatever a damaged file makes them stumble over
        raise DtsError(finding("not_a_workbook", where, reason=file_kind.of_fault(fault))) from fault
    return [old_fonts.converted(sheet) for sheet in sheets]


@contextlib.contextmanager
def without_collections():
    """Keep Python from looking for cycles meanwhile: what is made while reading has none, and is much."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _sheets(content, suffix, where):
    if content.startswith(b"PK"):
        package = Package(content, where)
        return ods.read(package, where) if "content.xml" in package else xlsx.read(package, where)
    if content.startswith(xls.BEGINNINGS) and xls.is_workbook(content):
        return xls.read(content, where)
    if suffix in TEXT_SUFFIXES and not file_kind.is_known(content):
        return [csv_form.read(content, where)]
    raise DtsError(finding("not_a_workbook", where, reason=file_kind.of_content(content, suffix)))
