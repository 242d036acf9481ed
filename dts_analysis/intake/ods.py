"""OpenDocument spreadsheets (.ods): what each cell holds and shows; a repeated blank cell counts for nothing."""

import datetime
import re

from ..errors import DtsError, finding
from .cell_formats import of_day
from .numbers import Broken, Formatted
from .ods_text import SPACES, is_struck, named, paragraphs, struck_styles
from .sheet import MOST_COLUMNS, MOST_ROWS, Budget, SheetMaker

_OFFICE, _TABLE, _STYLE = SPACES["office"], SPACES["table"], SPACES["style"]
_ERROR_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_MANIFEST, _PACKED = "META-INF/manifest.xml", "encrypted-package"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROW, _COLUMN = f"{_TABLE}table-row", f"{_TABLE}table-column"
_GROUPS = {
    f"{_TABLE}{name}"
    for name in (
        *("table-row-group", "table-rows", "table-header-rows"),
        *("table-column-group", "table-columns", "table-header-columns"),
    )
}
_HIDDEN = ("collapse", "filter")
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?)?")
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d{3}")
_SHOWN_NUMBER = re.compile(r"\d[\d.,\s]*(E[+-]?\d+)?")
_TOLERANCE = 1e-6  # a number shown this close to what it is, is shown as it is


def read(package, where):
    """Return the sheets of an OpenDocument spreadsheet's package.

    Raises
    ------
    DtsError
        Where it has a password, a value stands beyond any form, or it holds more than any form does.
    BrokenPart, ParseError, BadZipFile
        Where its content is missing or broken.
    """
    if _PACKED in package or (_MANIFEST in package and _is_encrypted(package.root(_MANIFEST))):
        raise DtsError(finding("file_encrypted", where))
    root, budget, sheets = package.root("content.xml"), Budget(where), []
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(each.get(f"{_TABLE}display") == "false" for each in style)
    }
    struck = struck_styles(root)
    for table in root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        maker = SheetMaker(table.get(f"{_TABLE}name", ""), where, budget)
        maker.is_hidden = table.get(f"{_TABLE}style-name") in hidden
        _read_columns(table, maker)
        _read_rows(table, maker, struck)
        sheets.append(maker.made())
    return sheets


def _is_encrypted(manifest):
    return any(each.tag.endswith("}encryption-data") for each in manifest.iter())


def _within(element, wanted):
    """The wanted elements of a table, those within its groups too."""
    open_groups = [iter(element)]
    while open_groups:
        child = next(open_groups[-1], None)
        if child is None:
            open_groups.pop()
        elif child.tag == wanted:
            yield child
        elif child.tag in _GROUPS:
            open_groups.append(iter(child))


def _repeats(element, what):
    written = element.get(f"{_TABLE}number-{what}", "1")
    return max(1, int(written[:9])) if written.isascii() and written.isdecimal() else 1


def _read_columns(table, maker):
    column = 0
    for each in _within(table, _COLUMN):
        after = column + _repeats(each, "columns-repeated")
        if each.get(f"{_TABLE}visibility") in _HIDDEN:
            maker.hide_columns(column, after - 1)
        column = after


def _read_rows(table, maker, struck):
    row = 0
    for each in _within(table, _ROW):
        after, cells = row + _repeats(each, "rows-repeated"), _cells(each, struck)
        if each.get(f"{_TABLE}visibility") in _HIDDEN:
            maker.hidden_rows.update(range(row, min(after, MOST_ROWS)))
        for number in range(row, after) if cells else ():
            for cell in cells:
                _put(cell, number, maker)
        row = after


def _cells(row, struck):
    """What stands in a row: (column, how often, value, rows and columns spanned, has a comment, is struck out)."""
    found, column = [], 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times, value = _repeats(cell, "columns-repeated"), _value(cell)
        spans = _repeats(cell, "rows-spanned"), _repeats(cell, "columns-spanned")
        is_commented = any(child.tag == f"{_OFFICE}annotation" for child in cell)
        if value != "" or spans != (1, 1) or is_commented:
            found.append((column, times, value, spans, is_commented, value != "" and is_struck(cell, struck)))
        column += times
    return found


def _put(cell, row, maker):
    column, times, value, (rows, columns), is_commented, is_struck_out = cell
    if value != "":
        for at in range(column, column + times):
            maker.put(row, at, value)
    if (rows, columns) != (1, 1):
        maker.merge((row, column), (row + rows - 1, column + columns - 1))
    if is_commented:
        maker.commented.add((row, column))
    if is_struck_out:
        maker.struck.update((row, at) for at in range(column, min(column + times, MOST_COLUMNS)))


def _value(cell):
    """The value of a cell; "" where it is blank."""
    kind, text = cell.get(f"{_OFFICE}value-type"), paragraphs(cell)
    formula = cell.get(f"{_TABLE}formula")
    if cell.get(_ERROR_KIND) == "error" or (formula and _ERROR.fullmatch(text)):
        return Broken("cell_error", text[:80] or "#VALUE!")
    if kind in ("float", "percentage", "currency"):
        return _number(cell.get(f"{_OFFICE}value", ""), kind, text)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value", ""))
    if formula and kind is None and not text:
        return Broken("formula_uncalculated", named(formula)[:80])
    return cell.get(f"{_OFFICE}string-value") or text


def _number(written, kind, text):
    try:
        number = float(written.replace("_", "?"))  # Python reads 1_000, no spreadsheet does
    except ValueError:
        return Broken("cell_error", written[:80])
    if kind == "percentage":
        return Formatted(number, "percent", text or f"{number * 100:g}%")
    shown, tolerance = _SHOWN_NUMBER.search(text), _TOLERANCE * max(1, abs(number))
    if not shown or any(abs(each - abs(number)) <= tolerance for each in _readings(shown[0])):
        return number
    return Formatted(number, "rounded", text)


def _readings(text):
    """What a number may mean whose decimal sign is the comma, or the point."""
    text = "".join(text.split())
    for plain in (text.replace(".", "").replace(",", "."), text.replace(",", "")):
        try:
            yield float(plain)
        except ValueError:
            continue


def _date(written):
    try:
        return of_day(datetime.datetime.fromisoformat(written))
    except ValueError:
        return Broken("cell_error", written[:80])


def _time(written):
    found = _DURATION.fullmatch(written)
    if not found:
        return Broken("cell_error", written[:80])
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    duration = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if found[1] or duration >= datetime.timedelta(days=1):
        return -duration if found[1] else duration
    return (datetime.datetime.min + duration).time()
