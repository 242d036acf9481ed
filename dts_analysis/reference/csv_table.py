"""CSV tables read as text: every fault of the file at once, each with its row; nothing is guessed or cut off."""

import csv
import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import DtsError, finding, stop_if
from ..messages import say
from . import unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from ..errors import Finding

MOST_BYTES = 64 * 2**20
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_COUNT = re.compile(r"[0-9]{1,12}")
_YEAR = re.compile(r"20[0-9]{2}")
_CODE = re.compile(r"[0-9A-Za-z_-]{1,40}")
_QUOTED = re.compile(r'"[^"]*"')


def read_table(path: "Path", columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows of a CSV file, every cell as text, "" where nothing stands.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        Columns that must be there.

    Raises
    ------
    DtsError
        Where the file is absent, empty, not UTF-8, no CSV, or parted by anything but commas; a column is
        missing or there twice; a row holds nothing and others follow, or has more or fewer cells than the heading.
    """
    text = decode_csv(content_of(path, MOST_BYTES), path.name).replace("\r\n", "\n").replace("\r", "\n")
    separator = _foreign_separator(text)
    if separator:
        raise DtsError(finding("csv_separator", f"{path.name}!1", separator=separator))
    rows = [row if any(map(str.strip, row)) else [] for row in split_csv(text, path.name)]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise DtsError(finding("table_empty", path.name))
    heading = rows[0]
    twice = {name: None for at, name in enumerate(heading) if name in heading[:at]}
    stop_if(
        [finding("column_missing", path.name, column=name) for name in columns if heading and name not in heading]
        + [finding("heading_doubled", f"{path.name}!1", column=name) for name in twice]
        + [_uneven(f"{path.name}!{at}", row, heading) for at, row in enumerate(rows, 1) if not _fits(row, heading)]
    )
    return pd.DataFrame(rows[1:], columns=heading, dtype="str")


def content_of(path: "Path", most: int) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    DtsError
        Where there is none, a folder stands there, or it has more than `most` bytes.
    """
    if not path.is_file():
        raise DtsError(finding("folder_for_file" if path.is_dir() else "file_missing", path.name))
    size = path.stat().st_size
    if size > most:
        raise DtsError(finding("file_vast", path.name, size=size >> 20, most=most >> 20))
    return path.read_bytes()


def _fits(row, heading):
    return row and len(row) == len(heading or row)


def _uneven(where, row, heading):
    if not row:
        return finding("row_blank", where)
    return finding("row_length", where, found=len(row), expected=len(heading))


def decode_csv(content: bytes, where: str) -> str:
    """Return the text of a CSV file's bytes; `where` is how findings name the file.

    Raises
    ------
    DtsError
        Where the bytes are not UTF-8, or one is NUL; with its line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        cause = unreadable.of_encoding(fault)
        raise DtsError(finding("csv_encoding", cause.where(where), reason=cause.reason)) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DtsError(finding("csv_broken", f"{where}!{line}", reason=say("cause_nul")))
    return text


def split_csv(text: str, where: str, delimiter: str = ",") -> list[list[str]]:
    """Return the rows of a CSV text as lists of cells.

    Raises
    ------
    DtsError
        Where a quote does not close, or a cell is too long; with the line where that row begins.
    """
    reader, rows, first_line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [], 1
    try:
        for row in reader:
            rows.append(row)
            first_line = reader.line_num + 1
    except csv.Error as fault:
        cause = unreadable.of_csv(fault, first_line, reader.line_num)
        raise DtsError(finding("csv_broken", cause.where(where), reason=cause.reason)) from None
    return rows


def without_quoted(text: str) -> str:
    """Return a CSV text without what stands in quotes: what is left of its commas parts cells.

    >>> without_quoted('a;"b, c"')
    'a;""'
    """
    return _QUOTED.sub('""', text)


def _foreign_separator(text):
    """What parts the cells of the heading where that is no comma, as it is shown; "" where it is one."""
    heading = next(filter(str.strip, without_quoted(text).split("\n")), "")
    foreign = max(";\t", key=heading.count)
    if heading.count(foreign) <= heading.count(","):
        return ""
    return say("tab_key") if foreign == "\t" else foreign


def check_words(table: pd.DataFrame, name: str, column: str, is_right: Any, expected: str) -> "list[Finding]":
    """Return findings for the cells of a column that hold something and are not right.

    `is_right` takes a cell's text; `expected` says what would be.
    """
    wrong_words = [text for text in table[column].unique() if text and not is_right(text)]
    wrong = table[table[column].isin(wrong_words)]
    return [
        finding("table_word", f"{name}!{at + 2}", column=column, value=value, expected=expected)
        for at, value in wrong[column].items()
    ]


def check_filled(table: pd.DataFrame, name: str, columns: Sequence[str], expected: str) -> "list[Finding]":
    """Return findings for the cells of columns that hold nothing."""
    return [
        finding("table_word", f"{name}!{at + 2}", column=column, value="", expected=expected)
        for column in columns
        for at in table.index[table[column] == ""]
    ]


def is_number(text: str) -> bool:
    """Return whether text is a decimal number with a point, in the digits 0 to 9 and nothing else.

    >>> [is_number(text) for text in ("0.5", "0,5", "inf", "1_000", "１２", "1e3")]
    [True, False, False, False, False, False]
    """
    return bool(_NUMBER.fullmatch(text))


def is_count(text):
    """Return whether text is a whole number of something, in the digits 0 to 9.

    >>> is_count("63"), is_count("63.5"), is_count("-1")
    (True, False, False)
    """
    return bool(_COUNT.fullmatch(text))


def is_code(text: str) -> bool:
    """Return whether text can be a unit's code: it becomes the name of a folder, and of nothing outside it.

    >>> is_code("00373"), is_code("../373"), is_code("３７３")
    (True, False, False)
    """
    return bool(_CODE.fullmatch(text))


def is_year(text: str) -> bool:
    """Return whether text is a year of this century, in the digits 0 to 9.

    >>> is_year("2022"), is_year("2022.5"), is_year("20２２")
    (True, False, False)
    """
    return bool(_YEAR.fullmatch(text))


def is_date(text: str) -> bool:
    """Return whether text is an ISO date of the last century, this one or the next.

    >>> [is_date(text) for text in ("2025-07-01", "01/07/2025", "9999-12-31")]
    [True, False, False]
    """
    try:
        return datetime.date.fromisoformat(text).isoformat() == text and "1900" <= text[:4] < "2200"
    except ValueError:
        return False
