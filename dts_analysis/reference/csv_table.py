"""CSV tables read as text: every fault of the file at once, each with its row; nothing is guessed or cut off."""

import csv
import datetime
import io

import pandas as pd

from ..errors import DtsError, finding, stop_if


def read_table(path, columns=()):
    """Return the rows of a CSV file, every cell as text, "" where nothing stands.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        Columns that must be there.

    Raises
    ------
    DtsError
        Where the file is absent, not UTF-8, or no CSV; a column is missing; a row has more or fewer cells
        than the heading.
    """
    if not path.is_file():
        raise DtsError(finding("file_missing", path.name))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DtsError(finding("csv_encoding", path.name)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading, *rows = [row for row in reader if row] or [[]]
    except csv.Error as fault:
        raise DtsError(finding("csv_broken", f"{path.name}!{reader.line_num}", reason=str(fault))) from None
    stop_if([finding("column_missing", path.name, column=name) for name in columns if name not in heading])
    stop_if(
        [
            finding("row_length", f"{path.name}!{number}", found=len(row), expected=len(heading))
            for number, row in enumerate(rows, 2)
            if len(row) != len(heading)
        ]
    )
    return pd.DataFrame(rows, columns=heading, dtype="str")


def check_words(table, name, column, is_right, expected):
    """Return findings for the cells of a column that hold something and are not right.

    `is_right` takes a cell's text; `expected` says what would be.
    """
    wrong_words = [text for text in table[column].unique() if text and not is_right(text)]
    wrong = table[table[column].isin(wrong_words)]
    return [
        finding("table_word", f"{name}!{at + 2}", column=column, value=value, expected=expected)
        for at, value in wrong[column].items()
    ]


def is_number(text):
    """Return whether text is a finite decimal number with a point.

    >>> is_number("0.5"), is_number("0,5"), is_number("inf")
    (True, False, False)
    """
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def is_date(text):
    """Return whether text is an ISO date.

    >>> is_date("2025-07-01"), is_date("01/07/2025")
    (True, False)
    """
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
