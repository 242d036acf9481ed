"""The binary workbooks of Excel 97 to 2003 (.xls), whatever they are named: olefile unpacks, xlrd reads."""

import io

import olefile
import xlrd
from olefile.olefile import OleFileError
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from ..errors import DtsError, finding
from .cell_formats import reader as format_reader
from .numbers import Broken
from .package import MOST_BYTES
from .sheet import Budget, SheetMaker

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS = (OLE2, b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")  # BIFF 2-5
MOST_OLD_BYTES = MOST_BYTES // 4  # a cell takes fewer bytes here than in XML
_ENCRYPTED, _MACROS, _WORKBOOKS = "EncryptedPackage", "_VBA_PROJECT_CUR", ("Workbook", "Book")


def read(content, where):
    """Return the sheets of an .xls file's bytes.

    Such a file does not tell a formula that was never calculated from one that gave an empty text.

    Raises
    ------
    DtsError
        Where it has a password, carries macros or is too large, or where a value stands beyond any form.
    XLRDError, OleFileError, and whatever else these libraries raise
        Where it is no such workbook, or is damaged.
    """
    if len(content) > MOST_OLD_BYTES:
        size, limit = round(len(content) / 2**20), MOST_OLD_BYTES // 2**20
        raise DtsError(finding("file_too_large", where, size=size, limit=limit))
    if content.startswith(OLE2):
        content = _unpacked(content, where)
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as fault:
        if "encrypted" in str(fault):
            raise DtsError(finding("file_encrypted", where)) from None
        raise
    budget = Budget(where)
    return [_sheet(book, page, where, budget) for page in book.sheets()]


def is_workbook(content):
    """Return whether a file of this kind of container holds a workbook.

    Raises
    ------
    OleFileError
        Where the container is damaged.
    """
    if not content.startswith(OLE2):
        return True
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        return any(container.exists(name) for name in (*_WORKBOOKS, _ENCRYPTED))


def _unpacked(content, where):
    """The workbook within its container, which xlrd would follow round a ring of sectors until memory ends."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        if container.exists(_ENCRYPTED):
            raise DtsError(finding("file_encrypted", where))
        if container.exists(_MACROS):
            raise DtsError(finding("file_with_macros", where))
        entry = next(each for name in _WORKBOOKS for each in container.root.kids if each.name == name)
        stream = container.openstream(entry.name).read()
        is_small = entry.size < container.minisectorcutoff
        table = container.minifat if is_small else container.fat
        bytes_each = container.minisectorsize if is_small else container.sectorsize
        if len(stream) != entry.size or not _is_chain(table, entry.isectStart, -(-entry.size // bytes_each)):
            raise OleFileError(f"{entry.name}: {len(stream)} / {entry.size}")
        return stream


def _is_chain(table, sector, length):
    """Whether sectors follow one another to an end, each once, at least as many as there must be."""
    met = set()
    while sector < len(table) and sector not in met:
        met.add(sector)
        sector = table[sector]
    return len(met) >= length and sector == olefile.ENDOFCHAIN


def _sheet(book, page, where, budget):
    maker = SheetMaker(page.name, where, budget)
    maker.is_hidden = page.visibility > 0
    maker.hidden_rows = {row for row, about in page.rowinfo_map.items() if about.hidden or about.height == 0}
    maker.commented = set(page.cell_note_map)
    for column, about in page.colinfo_map.items():
        if about.hidden or about.width == 0:
            maker.hide_columns(column, column)
    for top, bottom, left, right in page.merged_cells:  # its ends lie beyond
        maker.merge((top, left), (bottom - 1, right - 1))
    for row in range(page.nrows):
        for column in range(page.row_len(row)):
            value = _value(book, page, row, column)
            if value is None or value == "":
                continue
            maker.put(row, column, value)
            if _is_struck(book, page, row, column):
                maker.struck.add((row, column))
    return maker.made()


def _value(book, page, row, column):
    kind, value = page.cell_type(row, column), page.cell_value(row, column)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = book.xf_list[page.cell_xf_index(row, column)]
        about = book.format_map.get(style.format_key)
        of_format = format_reader(about.format_str if about else "", MAC_EPOCH if book.datemode else WINDOWS_EPOCH)
        return of_format(value) if of_format else value
    if kind == xlrd.XL_CELL_ERROR:
        return Broken("cell_error", xlrd.error_text_from_code.get(value, "#VALUE!"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return value if kind == xlrd.XL_CELL_TEXT else None


def _is_struck(book, page, row, column):
    fonts, known = [book.xf_list[page.cell_xf_index(row, column)].font_index], book.font_list
    parts = [font for _, font in page.rich_text_runlist_map.get((row, column), ()) if font < len(known)]
    is_raised = any(known[font].escapement for font in parts)  # as the number of a footnote is
    return is_raised or any(known[font].struck_out for font in fonts + parts if font < len(known))
