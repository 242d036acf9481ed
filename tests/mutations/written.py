"""A form written into a file, and where its parts came to lie."""

import contextlib
import datetime
import io
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from .old_book import old_book
from .packed import EMPTY, NEVER, open_document, settled
from .paper import Cell

_MADE = datetime.datetime(2023, 1, 10)


@dataclass
class Layout:
    """Where things lie, counted from 0."""

    sheet: str
    headings: range  # the rows of the heading
    rows: dict  # Row -> row
    columns: dict  # Column -> column
    last: int  # row of the table

    def rows_of(self, code):
        """Return the rows in which a person sees an indicator."""
        return {number for row, number in self.rows.items() if code in row.concerns}

    def columns_of(self, field):
        """Return the columns that hold a field, or claim to («claimed again»)."""
        return {number for column, number in self.columns.items() if column.field.partition(" ")[0] == field}


def write(form):
    """Return the bytes of a form's file, and its `Layout`."""
    grid, layout = _grid(form)
    if form.suffix == ".xlsx":
        content = _xlsx(form, grid, layout)
    elif form.suffix == ".csv":
        content = _csv(form, grid)
    elif form.suffix == ".xls":
        merges = [_corners(layout, *merge) for merge in form.merges]
        content = old_book(_pages(form, grid), [each for each in merges if None not in each])
    else:
        content = open_document(_pages(form, grid))
    if form.suffix == ".xlsx" and any(isinstance(each, Cell) and each.formula for each in grid.values()):
        content = settled(content)
    for change in form.repack:
        content = change(content)
    return content, layout


def _grid(form):
    """Cells by (row, column), and the layout."""
    grid = {}
    for number, values in enumerate(form.head):
        grid |= {(number, form.left + at): value for at, value in enumerate(values)}
    top = len(form.head)
    columns = {column: form.left + at for at, column in enumerate(form.columns)}
    is_double = any(column.top for column in form.columns)
    headings = range(top, top + 1 + is_double)
    for column, at in columns.items():
        grid[top, at] = column.top or column.heading
        if column.top:
            grid[top + 1, at] = column.heading
    for column, left in zip(form.columns[1:], form.columns, strict=False):
        if column.top and column.top == left.top:
            grid[top, columns[column]] = ""  # merged with the one before
    at = headings.stop
    if form.numbers_columns:
        grid |= {(at, place): f"({number})" for number, place in enumerate(columns.values(), 1)}
        at += 1
    at += form.gap
    rows = {}
    for row in form.rows:
        rows[row] = at
        grid |= {
            (at, place): row.cells[column.field] for column, place in columns.items() if column.field in row.cells
        }
        grid |= {(at, place): each for place, each in row.cells.items() if isinstance(place, int)}
        at += 1
    for number, values in enumerate(form.tail, at):
        grid |= {(number, form.left + place): value for place, value in enumerate(values)}
    right = max(columns.values()) + 1
    grid |= {(rows[row], right + step): value for row, step, value in form.beside if row in rows}
    return {place: each for place, each in grid.items() if each != ""}, Layout(
        "" if form.suffix == ".csv" else form.sheet, headings, rows, columns, at - 1
    )


def _xlsx(form, grid, layout):
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"default_date_format": "dd/mm/yyyy", "nan_inf_to_errors": True})
    book.set_properties({"created": _MADE})
    for page in form.before:
        _page(book, page)
    sheet = book.add_worksheet(form.sheet)
    for area in form.far:
        _far(sheet, book, area)
    for merge in form.merges:
        _merge(sheet, layout, *merge)
    for (row, column), cell in grid.items():
        _cell(book, sheet, row, column, cell if isinstance(cell, Cell) else Cell(cell), form)
    for row, number in layout.rows.items():
        if row.is_hidden:
            sheet.set_row(number, None, None, {"hidden": True})
    for column, number in layout.columns.items():
        if column.is_hidden:
            sheet.set_column(number, number, None, None, {"hidden": True})
    if any(page.state != "visible" for page in form.before):
        sheet.activate()
        sheet.set_first_sheet()
    for page in form.after:
        _page(book, page)
    book.close()
    return memory.getvalue()


def _merge(sheet, layout, first, left, last, right):
    """Merge cells, where their columns are there and no other merge is in the way."""
    corners = _corners(layout, first, left, last, right)
    if None not in corners:
        with contextlib.suppress(OverlappingRange):
            sheet.merge_range(*corners, "")


def _corners(layout, first, left, last, right):
    return [_row(layout, first), _at(layout, left), _row(layout, last), _at(layout, right)]


def _row(layout, row):
    return row if isinstance(row, int) else layout.rows.get(row)


def _at(layout, column):
    if isinstance(column, str):
        return min(layout.columns_of(column), default=None)
    return layout.columns.get(column)


def _cell(book, sheet, row, column, cell, form=None):
    format = book.add_format({"num_format": cell.format or "General", "font_strikeout": cell.is_struck})
    font, respell = (form.font, form.respell) if form else ("", str)
    look = format if cell.format or cell.is_struck or font else None
    if font:
        format.set_font_name(font)
    if cell.rich:
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format()
        parts = [part for text, is_struck in cell.rich for part in (struck if is_struck else plain, text)]
        sheet.write_rich_string(row, column, *parts)
    elif cell.formula:
        shown = {None: NEVER, "": EMPTY}.get(cell.value, cell.value)
        sheet.write_formula(row, column, cell.formula, look, shown)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, respell(cell.value), look)
    else:
        sheet.write(row, column, cell.value, look)
    if cell.comment:
        sheet.write_comment(row, column, cell.comment)


def _page(book, page):
    sheet = book.add_worksheet(page.name)
    for number, row in enumerate(page.rows):
        for column, value in enumerate(row):
            cell = value if isinstance(value, Cell) else Cell(value)
            if cell.value != "":
                _cell(book, sheet, number, column, cell)
    if page.state == "hidden":
        sheet.hide()
    elif page.state == "very hidden":
        sheet.very_hidden()


def _pages(form, grid):
    """The sheets as (name, state, cells by place)."""

    def cells(page):
        return {(row, column): each for row, line in enumerate(page.rows) for column, each in enumerate(line)}

    before, after = (
        [(page.name, page.state, cells(page)) for page in pages] for pages in (form.before, form.after)
    )
    return [*before, (form.sheet, "visible", grid), *after]


def _far(sheet, book, area):
    grey = book.add_format({"bg_color": "#EEEEEE"})
    first, last, columns = area
    for row in (first, last) if last - first > 5000 else range(first, last + 1):
        for column in range(columns):
            sheet.write_blank(row, column, None, grey)


def text_of(value):
    """Return what a cell shows in a CSV file.

    >>> text_of(8.5), text_of(10.0), text_of("I")
    ('8,5', '10', 'I')
    """
    value = value.value if isinstance(value, Cell) else value
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.10g}".replace(".", ",")
    return "" if value is None else str(value)


def _csv(form, grid):
    style = form.csv
    width = max(column for _, column in grid) + 1
    lines = [style.first_line] if style.first_line else []
    for row in range(max(row for row, _ in grid) + 1):
        texts = [form.respell(text_of(grid.get((row, column), ""))) for column in range(width)]
        lines.append(style.delimiter.join(_quoted(text, style) for text in texts))
    text = style.line_end.join([*lines, ""])
    return text.encode(style.encoding) if isinstance(style.encoding, str) else style.encoding(text)


def _quoted(text, style):
    is_needed = style.delimiter in text or '"' in text or "\n" in text
    return '"' + text.replace('"', '""') + '"' if style.is_quoted and is_needed else text
