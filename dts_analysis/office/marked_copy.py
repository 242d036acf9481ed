"""A copy of a received workbook in which every finding is a coloured cell and a comment; the original stays."""

import io
import re
import warnings
import zipfile

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink

from ..errors import SEVERITIES, DtsError
from ..intake import read_sheets
from ..intake.numbers import Broken
from ..messages import say
from ..messages.personal import masked
from .packages import undated
from .sheets import line_height

_NO_TITLE, _NO_XML = re.compile(r"[\\/*?:\[\]]"), re.compile("[\ud800-\udfff\ufffe\uffff]")
COLOURS = {"error": "F8CBAD", "warning": "FFE699", "info": "DDEBF7"}
COLUMNS = ("number", "severity", "sheet", "cell", "indicator", "message", "remedy")
WIDTHS = (6, 11, 18, 12, 40, 70, 50)
LARGEST = 24 * 2**20  # bytes a package may unpack to and still be copied with its looks
COMMENT_WIDTH, COMMENT_LINE, COMMENT_LETTERS = 360, 17, 52  # pixels, pixels, letters a line
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    SyntaxError,  # of XML
    zipfile.BadZipFile,
    InvalidFileException,
)


def marked_copy(path, where, findings, unit_name, year):
    """Return the bytes of an .xlsx: the workbook at `path`, its findings marked, and a sheet of them in front.

    What is no .xlsx, or cannot be copied with its looks, is written anew from the rows that `intake` read; of a
    file that cannot be opened there is the sheet in front alone.

    Parameters
    ----------
    path : Path
    where : str
        How findings name the file.
    findings : DataFrame
        Those of this file, as from `analysis.causes.named`, the gravest first.
    unit_name : str
    year : int
    """
    book, names = _opened(path, where)
    front = book.create_sheet(say("mark_sheet"), 0)
    targets = [_mark(book, names, row) for row in findings.itertuples()]
    _write_front(front, where, findings, targets, unit_name, year, is_open=bool(names))
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is front
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return undated(file.getvalue())


def _opened(path, where):
    """A workbook to be marked and its sheets by the names that findings use; none where it cannot be opened."""
    try:
        sheets = read_sheets(path, where)
    except DtsError:
        return _empty(), {}
    try:
        with zipfile.ZipFile(path) as package:
            is_small = sum(each.file_size for each in package.infolist()) <= LARGEST
        with warnings.catch_warnings(action="ignore"):  # of parts it leaves out: the copy is to be read, not kept
            book = openpyxl.load_workbook(path) if is_small else None
    except UNREADABLE:
        book = None
    if book is None:
        return _from_rows(sheets)
    return book, {masked(sheet.title)[0]: sheet for sheet in book.worksheets}  # as findings name them


def _empty():
    book = openpyxl.Workbook()
    book.remove(book.active)
    return book


def _from_rows(sheets):
    book, names = _empty(), {}
    for each in sheets:
        page = book.create_sheet(_NO_TITLE.sub("_", each.name)[:31] or say("mark_table"))
        names[each.name] = page
        for number, row in enumerate(each.rows, 1):
            for column, value in enumerate(row, 1):
                _put(page.cell(number, column), value)
    return book, names


def _put(cell, value):
    """Write a value that was read; text stays text, whatever it begins with."""
    if isinstance(value, Broken):
        value = value.text
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = _NO_XML.sub("", ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
    else:
        cell.value = float(value) if isinstance(value, float) else value


def _mark(book, names, row):
    """Mark every cell of a finding; return the place of the first as a link names it, "" where it has none."""
    page = names.get(row.sheet)
    cells = row.cells.split() or [row.cell]
    if page is None or not row.cell[:1].isalpha():
        return ""
    said = say("mark_comment", severity=say(f"severity_{row.severity}"), message=row.message, remedy=row.remedy)
    for name in cells:
        _mark_cell(page, name, said, row.severity)
    quoted = page.title.replace("'", "''")
    return f"'{quoted}'!{cells[0]}"


def _mark_cell(page, name, said, severity):
    cell = page[name]
    if isinstance(cell, MergedCell):
        cell = next(page.cell(each.min_row, each.min_col) for each in page.merged_cells.ranges if name in each)
    texts = [cell.comment.text] if cell.comment else []
    if not any(COLOURS[grave] in str(cell.fill.start_color.rgb) for grave in SEVERITIES):
        cell.fill = PatternFill("solid", start_color=COLOURS[severity])
    text = "\n\n".join([*texts, said])
    lines = sum(1 + len(part) // COMMENT_LETTERS for part in text.split("\n"))
    height = COMMENT_LINE * (lines + 1)
    cell.comment = Comment(text, say("mark_author"), width=COMMENT_WIDTH, height=height)


def _write_front(page, where, findings, targets, unit_name, year, is_open):
    counts = {name: int((findings["severity"] == name).sum()) for name in SEVERITIES}
    told = say("mark_told", file=where, **counts) if is_open else say("mark_unread")
    _put(page["A1"], say("mark_title", unit=unit_name, year=year))
    _put(page["A2"], told)
    page["A1"].font = Font(bold=True, size=13)
    for column, (field, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), 1):
        head = page.cell(4, column)
        _put(head, say("mark_number") if field == "number" else say(f"book_{field}"))
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="E8E3D3")
        page.column_dimensions[head.column_letter].width = width
    pairs = zip(findings.itertuples(), targets, strict=True)
    for number, (row, target) in enumerate(pairs, 1):
        places = row.cells.replace(" ", ", ") or row.cell
        values = (
            number,
            say(f"severity_{row.severity}"),
            row.sheet,
            places,
            row.indicator,
            row.message,
            row.remedy,
        )
        for column, value in enumerate(values, 1):
            cell = page.cell(4 + number, column)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[4 + number].height = line_height(zip(values, WIDTHS, strict=True))
        page.cell(4 + number, 2).fill = PatternFill("solid", start_color=COLOURS[row.severity])
        if target:
            link = page.cell(4 + number, 4)
            link.hyperlink = Hyperlink(ref=link.coordinate, location=target)
            link.font = Font(color="0563C1", underline="single")
    page.freeze_panes = "A5"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
