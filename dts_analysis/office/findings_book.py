"""Findings as an Excel file: by cause, and one by one, to be filtered and passed on."""

import io

import pandas as pd

from ..messages import say
from .sheets import line_height, new_book, print_on_a4, put

CAUSES = {
    "severity": 10,
    "code": 22,
    "count": 8,
    "n_units": 8,
    "units": 34,
    "cells": 34,
    "message": 60,
    "remedy": 50,
}
DETAILS = {
    **{"severity": 10, "unit_name": 24, "unit_code": 9, "year": 8, "indicator": 34, "message": 60, "remedy": 50},
    **{"file": 22, "sheet": 16, "cell": 8, "count": 8, "cells": 20, "code": 22},
}


def findings_book(causes, findings):
    """Return the bytes of an .xlsx with a sheet of causes and one of findings; numbers are numbers.

    Parameters
    ----------
    causes : DataFrame
        As from `analysis.causes.causes`.
    findings : DataFrame
        As from `analysis.causes.named`.
    """
    file = io.BytesIO()
    book, looks = new_book(file)
    names = dict(zip(findings["unit_code"], findings["unit_name"], strict=True))
    by_cause = causes.assign(
        n_units=causes["unit_codes"].map(len),
        units=causes["unit_codes"].map(lambda codes: ", ".join(names[code] for code in codes)),
        cells=causes["cells"].map("\n".join),
    )
    with book:
        _write(book, looks, say("book_causes"), by_cause, CAUSES)
        _write(book, looks, say("book_findings"), findings, DETAILS)
    return file.getvalue()


def _write(book, looks, name, table, widths):
    sheet = book.add_worksheet(name)
    for column, (field, width) in enumerate(widths.items()):
        sheet.set_column(column, column, width)
        put(sheet, 0, column, say(f"book_{field}"), looks["heading"])
    for number, row in enumerate(table[list(widths)].to_dict("records"), 1):
        for column, (field, value) in enumerate(row.items()):
            shown = say(f"severity_{value}") if field == "severity" else value
            put(sheet, number, column, None if pd.isna(shown) else shown, looks["plain"])
        sheet.set_row(number, line_height(zip(row.values(), widths.values(), strict=True)))
    sheet.autofilter(0, 0, max(len(table), 1), len(widths) - 1)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet, 0, name)
