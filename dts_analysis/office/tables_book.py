"""Tables as data to take along: CSV, and a workbook of typed cells that filters, sorts and prints.

They are made from the resources that `show.Table` hands over, whose numbers are not rounded; a workbook shows
fewer digits than its cells hold: sixteen, one more than Excel counts by.
"""

import csv
import datetime
import io
import re
from typing import Any

from ..messages import say
from .sheets import FONT, LOOKS, line_height, new_book, print_on_a4, put

NUMBERS = {
    "points": "#,##0.00",
    "share": "0.0%",
    "change": "+#,##0.00;−#,##0.00;0.00",
    "percentage_points": "+0.0;−0.0;0.0",
    "places": "+0.##;−0.##;0",
    "count": "#,##0",
    "ratio": "0.00;−0.00;0.00",
    "probability": "0.000",
    "date": "dd/mm/yyyy",
}  # by kind of a field; others as they are
HEADING, FIRST = 2, 3  # rows: title and way back stand above
NARROWEST, WIDEST, SAMPLE = 9, 60, 200  # letters; rows that tell how wide a column is
LONGEST_NAME, LONGEST_TEXT = 31, 32767  # what Excel takes
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def table_csv(resource: dict[str, Any]) -> bytes:
    """Return a table as the bytes of a CSV file: UTF-8 as Excel knows it, unrounded numbers, nothing for nothing.

    A text that a spreadsheet would take for a formula stands after an apostrophe.

    Parameters
    ----------
    resource : dict
        As from `show.Table.resource`.

    Examples
    --------
    >>> fields = [{"name": "unit", "title": "Đơn vị"}, {"name": "points", "title": "Điểm"}]
    >>> rows = [{"unit": "=1+1", "points": 511.183}, {"unit": "Gia Viễn", "points": None}]
    >>> table_csv({"schema": {"fields": fields}, "data": rows}).decode("utf-8-sig").splitlines()
    ['Đơn vị,Điểm', "'=1+1,511.183", 'Gia Viễn,']
    """
    file = io.StringIO()
    writer = csv.writer(file)
    fields = resource["schema"]["fields"]
    writer.writerow([_inert(each["title"]) for each in fields])
    writer.writerows([_inert(row[each["name"]]) for each in fields] for row in resource["data"])
    return file.getvalue().encode("utf-8-sig")


def tables_book(resources: Any, title: str, said: Any = ()) -> bytes:
    """Return tables as the bytes of an .xlsx: a sheet of contents with their notes, then a sheet a table.

    The same tables make the same bytes.

    Parameters
    ----------
    resources : sequence of dict
        As from `show.Table.resource`.
    title : str
        What the workbook is called, on its first sheet.
    said : sequence of str
        Sentences that belong to the tables; they stand below the contents.
    """
    file = io.BytesIO()
    book, looks = new_book(file)
    looks |= {
        kind: book.add_format(FONT | LOOKS["plain"] | {"num_format": each}) for kind, each in NUMBERS.items()
    }
    looks["link"] = book.get_default_url_format()
    resources = list(resources)
    names = _sheet_names([each["title"] or each["name"] for each in resources], say("book_contents"))
    with book:
        _write_contents(book, looks, resources, names, title, said)
        for each, name in zip(resources, names, strict=True):
            _write_table(book.add_worksheet(name), looks, each)
    return file.getvalue()


def _write_contents(book, looks, resources, names, title, sentences):
    sheet = book.add_worksheet(say("book_contents"))
    put(sheet, 0, 0, title, looks["title"])
    widths = (34, 52, 9, 80)
    for column, (key, width) in enumerate(zip(("sheet", "table", "rows", "notes"), widths, strict=True)):
        sheet.set_column(column, column, width)
        put(sheet, HEADING, column, say(f"book_{key}"), looks["heading"])
    for row, (each, name) in enumerate(zip(resources, names, strict=True), FIRST):
        _link(sheet, row, name, name, looks["link"])
        said = (each["title"], len(each["data"]), each.get("description", ""))
        for column, value in enumerate(said, 1):
            put(sheet, row, column, value, looks["plain"])
        sheet.set_row(row, line_height(zip((name, *said), widths, strict=True)))
    for row, sentence in enumerate(sentences, FIRST + len(names) + 1):
        sheet.merge_range(row, 0, row, len(widths) - 1, "", looks["plain"])
        put(sheet, row, 0, sentence, looks["plain"])
        sheet.set_row(row, line_height([(sentence, sum(widths))]))
    print_on_a4(sheet, HEADING, title)


def _write_table(sheet, looks, resource):
    fields, rows = resource["schema"]["fields"], resource["data"]
    put(sheet, 0, 0, resource["title"], looks["title"])
    _link(sheet, 1, say("book_contents"), say("book_back"), looks["link"])
    widths = [_width(field, [row[field["name"]] for row in rows]) for field in fields]
    for row, cells in enumerate(rows, FIRST):  # a text over several lines is seen whole in every spreadsheet
        texts = [(cells[field["name"]], width) for field, width in zip(fields, widths, strict=True)]
        texts = [(words, width) for words, width in texts if isinstance(words, str)]
        sheet.set_row(row, line_height(texts) if texts else None)
    for column, (field, width) in enumerate(zip(fields, widths, strict=True)):
        values, look = [row[field["name"]] for row in rows], looks.get(field.get("kind"), looks["plain"])
        sheet.set_column(column, column, width)
        put(sheet, HEADING, column, field["title"], looks["heading"])
        for row, value in enumerate(values, FIRST):
            put(sheet, row, column, _typed(value, field), look)
    sheet.autofilter(HEADING, 0, HEADING + max(len(rows), 1), max(len(fields) - 1, 0))
    sheet.freeze_panes(FIRST, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes such as «1.10»
    print_on_a4(sheet, HEADING, resource["title"])


def _link(sheet, row, to, words, look):
    quoted = to.replace("'", "''")
    sheet.write_url(row, 0, f"internal:'{quoted}'!A1", look, words)


def _typed(value, field):
    if value is not None and field["type"] == "date":
        return datetime.date.fromisoformat(value)
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def _width(field, values):
    """How many letters a column takes: numbers and words as long as they are, long texts over lines."""
    words = max([len(word) for word in field["title"].split()], default=0)
    shown = [len(str(value)) if isinstance(value, str) else 10 for value in values[:SAMPLE] if value is not None]
    return min(max([NARROWEST, words + 2, *(length + 2 for length in shown)]), WIDEST)


def _sheet_names(titles, contents):
    """Names of sheets as Excel takes them, each once, whatever the case of its letters.

    >>> _sheet_names(["Chỉ số yếu: 31/72", "Chỉ số yếu: 31/72", "x" * 40], "Mục lục")
    ['Chỉ số yếu 31 72', 'Chỉ số yếu 31 72 2', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    taken, found = {contents.lower()}, []
    for title in titles:
        plain = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip("'") or "_"
        name, number = plain[:LONGEST_NAME].strip(" '"), 2
        while name.lower() in taken:
            name, number = f"{plain[: LONGEST_NAME - 4].strip()} {number}", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


def _inert(value):
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return repr(value) if isinstance(value, float) else value
