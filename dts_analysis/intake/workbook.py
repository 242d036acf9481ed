"""Workbooks opened safely: what a file is gets decided before it is read, and no cell is lost.

The fast road is calamine. It reads an error cell, and a formula that was never calculated, as a blank;
so the sheets' XML is searched for either first, and a workbook that has one takes the careful road
through openpyxl, where such cells come out as `Broken`. Of .xls, .xlsb and .ods only calamine reads the
cells, so there an error would pass for a blank: they are refused, to be saved as .xlsx.
"""

import io
import re
import zipfile
from dataclasses import dataclass

import openpyxl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from ..errors import DtsError, finding
from ..reference import decode_csv, split_csv, without_quoted
from . import file_kind
from .numbers import Broken

MOST_BYTES = 64 * 2**20  # a form of a few hundred rows unpacks to well under one megabyte
MOST_RATIO = 500
LAST_CELL = "ZZ9999"  # a value further out would make an array of billions of cells
DELIMITERS = ",;\t"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_ENTRY = 1  # this bit among a zip entry's flags
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BINARY_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin")
_ERROR_CELL = re.compile(rb""" t=["']e["']""")  # as any writer may quote it, under any namespace prefix
# A pattern that begins with a letter, and looks back after it, is searched for several times faster.
_UNCALCULATED = re.compile(
    rb"f(?<=[<:]f)(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</(?:\w+:)?c>)"
)
_FAR_CELL = re.compile(rb"""r(?<=\sr)\s*=\s*["']([A-Za-z]{1,3}\d{5,}|[A-Za-z]{3,}\d+)["'][^>]*(?<!/)>""")
_FAR_ROW = re.compile(  # whose first cell does not say where it stands
    rb"""row(?<=[<:]row)\s(?:[^>]*\s)?r\s*=\s*["'](\d{5,})["'][^>]*>\s*<(?:\w+:)?c(?![^>]*\sr\s*=)[\s>]"""
)


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells, the first row being row 1; `where` is its file and name.

    `merged` holds the merged ranges as ((row, column), (row, column)), counted from 0, both ends within; so are
    `hidden_rows`, `hidden_columns`, and the (row, column) of `commented` and `struck` cells. `notes` are what is
    to be said of how it was read, as (code, where, facts).
    """

    name: str
    where: str
    rows: list
    merged: tuple = ()
    is_hidden: bool = False
    hidden_rows: frozenset = frozenset()
    hidden_columns: frozenset = frozenset()
    commented: frozenset = frozenset()
    struck: frozenset = frozenset()
    notes: tuple = ()

    def at(self, row, column):
        """Return the place of a cell (both counted from 0), such as ``2022/373.xlsx!Tự đánh giá!G12``."""
        return f"{self.where}!{get_column_letter(column + 1)}{row + 1}"

    def places(self, rows, column):
        """Return the places of one column's cells in these rows, as `at` does for one."""
        start = f"{self.where}!{get_column_letter(column + 1)}"
        return [f"{start}{row + 1}" for row in rows]


def read_sheets(path, where):
    """Return the sheets of a workbook or CSV file.

    Parameters
    ----------
    path : Path
    where : str
        How findings name the file.

    Raises
    ------
    DtsError
        Where the file is empty, encrypted, carries macros, would unpack to too much, is of a format that
        hides error cells, or is no workbook.
    """
    content = path.read_bytes()
    if not content:
        raise DtsError(finding("file_empty", where))
    try:
        if content.startswith(b"PK"):
            return _from_zip(content, path, where)
        if content.startswith(OLE2):
            code = "file_encrypted" if _ENCRYPTED in content else "file_old_format"
            raise DtsError(finding(code, where))
        if path.suffix.lower() == ".csv":
            return [_csv_sheet(content, where)]
    except DtsError:
        raise
    except Exception as fault:  # readers raise whatever a damaged file makes them stumble over
        raise DtsError(finding("not_a_workbook", where, reason=file_kind.of_fault(fault))) from fault
    reason = file_kind.of_content(content, path.suffix)
    raise DtsError(finding("not_a_workbook", where, reason=reason))


def _from_zip(content, path, where):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MOST_BYTES or size > MOST_RATIO * len(content):
            megabytes = MOST_BYTES // 2**20
            raise DtsError(finding("file_too_large", where, size=round(size / 2**20), limit=megabytes))
        if any(entry.flag_bits & ENCRYPTED_ENTRY for entry in entries):
            raise DtsError(finding("file_encrypted", where))
        names = [entry.filename for entry in entries]
        if path.suffix.lower() == ".xlsm" or any(name.endswith("vbaProject.bin") for name in names):
            raise DtsError(finding("file_with_macros", where))
        if "content.xml" in names or any(_BINARY_SHEET.fullmatch(name) for name in names):
            raise DtsError(finding("file_old_format", where))
        sheets = [package.read(name) for name in names if _SHEET.fullmatch(name)]
    if not sheets:
        raise DtsError(finding("not_a_workbook", where, reason=file_kind.of_package(names)))
    far = next((found for xml in sheets if (found := _FAR_CELL.search(xml) or _FAR_ROW.search(xml))), None)
    if far:
        raise DtsError(finding("cell_too_far", where, cell=far.group(1).decode(), last=LAST_CELL))
    if any(_ERROR_CELL.search(xml) or _UNCALCULATED.search(xml) for xml in sheets):
        return _careful(content, where)
    return _fast(content, where)


def _fast(content, where):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        rows, merged = sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ())
        sheets.append(Sheet(name, f"{where}!{name}", rows, merged))
    return sheets


def _careful(content, where):
    values, formulas = (
        openpyxl.load_workbook(io.BytesIO(content), data_only=data_only) for data_only in (True, False)
    )
    sheets = []
    for shown, typed in zip(values.worksheets, formulas.worksheets, strict=True):
        rows = [
            [_careful_cell(value, formula) for value, formula in zip(*pair, strict=True)]
            for pair in zip(shown.iter_rows(), typed.iter_rows(), strict=True)
        ]
        bounds = [each.bounds for each in shown.merged_cells.ranges]
        merged = tuple(((top - 1, left - 1), (bottom - 1, right - 1)) for left, top, right, bottom in bounds)
        sheets.append(Sheet(shown.title, f"{where}!{shown.title}", rows, merged))
    return sheets


def _careful_cell(value, formula):
    if value.data_type == "e":
        return Broken("cell_error", str(value.value))
    if value.value is None and formula.data_type == "f" and value.data_type != "str":  # that one gave ""
        return Broken("formula_uncalculated", str(formula.value))
    return "" if value.value is None else value.value


def _csv_sheet(content, where):
    text = decode_csv(content, where)
    lines = without_quoted(text).splitlines()
    header = next((line for line in lines if max(map(line.count, DELIMITERS)) > 1), "")  # a title has none
    return Sheet("", where, split_csv(text, where, max(DELIMITERS, key=header.count)))
