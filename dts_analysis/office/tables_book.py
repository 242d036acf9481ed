"""Tables in one workbook: a sheet each to be filtered, its numbers numbers, and a first sheet that lists them."""

import io
import re

from ..files import csv_bytes
from ..messages import say
from .sheets import FONT, line_height, new_book, print_on_a4, put

SHEET_LENGTH = 31  # of a sheet's name, as Excel takes it
WIDEST, NARROWEST, MOST_LOOKED_AT = 48, 9, 200
FORMATS = {
    "points": "#,##0.00",
    "change": "+#,##0.00;−#,##0.00;0.00",
    "share": "0.0%",
    "count": "#,##0",
    "year": "0",
}
CONTENTS = {"book_sheet": 28, "book_title": 40, "book_rows": 9, "book_notes": 90}  # its columns and their widths
_IN_NO_SHEET = re.compile(r"[\[\]:*?/\\']")


def tables_book(resources, title):
    """Return the bytes of an .xlsx that holds tables, a sheet each, after a sheet of contents.

    Parameters
    ----------
    resources : list of dict
        As from `resource`.
    title : str
        Of the whole book.
    """
    file = io.BytesIO()
    book, looks = new_book(file)
    kinds = {
        kind: book.add_format(FONT | {"border": 1, "border_color": "#9A9A9A", "valign": "top", "num_format": each})
        for kind, each in FORMATS.items()
    }
    with book:
        names = _sheet_names([each["title"] for each in resources])
        contents = book.add_worksheet(say("book_contents"))
        for each, name in zip(resources, names, strict=True):
            _write(book.add_worksheet(name), each, looks, kinds)
        _list(contents, title, resources, names, looks)
    return file.getvalue()


def table_csv(resource):
    """Return the bytes of a table as CSV, headed as the table is, numbers unrounded."""
    heads = {field["name"]: field["title"] for field in resource["schema"]["fields"]}
    rows = [{head: row[name] for name, head in heads.items()} for row in resource["data"]]
    return csv_bytes(list(heads.values()), rows)


def _write(sheet, resource, looks, kinds):
    fields, rows = resource["schema"]["fields"], resource["data"]
    widths = [_width(field, rows) for field in fields]
    formats = [kinds.get(field.get("kind"), looks["plain"]) for field in fields]
    for column, (field, width) in enumerate(zip(fields, widths, strict=True)):
        put(sheet, 0, column, field["title"], looks["heading"])
        sheet.set_column(column, column, width)
    sheet.set_row(0, _height([field["title"] for field in fields], widths))
    for number, row in enumerate(rows, 1):
        values = [row[field["name"]] for field in fields]
        for column, (value, look) in enumerate(zip(values, formats, strict=True)):
            put(sheet, number, column, value, look)
        sheet.set_row(number, _height(values, widths))
    sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
    sheet.freeze_panes(1, 1)
    print_on_a4(sheet, 0, resource["title"])


def _list(sheet, title, resources, names, looks):
    """Write the sheet of contents: what each sheet holds, how many rows, and what is said of it."""
    put(sheet, 0, 0, title, looks["title"])
    for column, (key, width) in enumerate(CONTENTS.items()):
        put(sheet, 2, column, say(key), looks["heading"])
        sheet.set_column(column, column, width)
    for row, (each, name) in enumerate(zip(resources, names, strict=True), 3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["plain"], name)
        said = (each["title"], len(each["data"]), "\n".join(each.get("notes", ())))
        for column, value in enumerate(said, 1):
            put(sheet, row, column, value, looks["plain"])
        sheet.set_row(row, _height([name, *said], CONTENTS.values()))
    print_on_a4(sheet, 2, title)


def _sheet_names(titles):
    """Names of sheets from titles: as long as Excel takes them, each once."""
    names = []
    for title in titles:
        name = _IN_NO_SHEET.sub(" ", title)[:SHEET_LENGTH].strip() or "-"
        number = 2
        while name.casefold() in {each.casefold() for each in names}:
            ending = f" {number}"
            name, number = name[: SHEET_LENGTH - len(ending)] + ending, number + 1
        names.append(name)
    return names


def _height(values, widths):
    return line_height([("" if each is None else each, width) for each, width in zip(values, widths, strict=True)])


def _width(field, rows):
    shown = (len(str(row[field["name"]] or "")) for row in rows[:MOST_LOOKED_AT])
    words = max(map(len, field["title"].split()), default=0) + 4  # the filter's arrow
    is_number = field["type"] != "string"
    return min(max(NARROWEST, words, 0 if is_number else max(shown, default=0)), WIDEST)
