"""A form as CSV, in the encodings that Excel writes; a row with more cells than the heading is not trusted."""

import codecs
import re
import unicodedata

from ..errors import DtsError, finding
from ..reference import decode_csv, split_csv, unreadable, without_quoted
from . import old_fonts
from .headers import find_header
from .headings import POINTS
from .numbers import LONGEST, Broken
from .sheet import Sheet

DELIMITERS = ",;\t"
TEXTS = ("explanation", "evidence", "reasons", "verifier_note")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # as Excel heads a file whose separator it should know
_LOST = re.compile(r"(?<=\w)\?(?=\w)|(?<!\w)\?(?=\w)")  # as a program writes a letter that its encoding lacks
MOST_LOST = 50  # one such mark in so many characters is no question
_DIGITS = re.compile(r"\s*\d+\s*")


def read(content, where):
    """Return the sheet of a CSV file's bytes; how it was decoded stands in its notes.

    UTF-8, UTF-16 with or without its mark, Windows-1258, and the bytes of the fonts TCVN3 and VNI are known.

    Raises
    ------
    DtsError
        Where the bytes are of no encoding that is known, or are no CSV.
    """
    text, encoding = _decoded(content, where)
    delimiter = _delimiter(text)
    rows = split_csv(text, where, delimiter)
    notes = [("csv_decoded", where, {"encoding": encoding})] if encoding else []
    if len(_LOST.findall(text)) * MOST_LOST > len(text):
        notes.append(("letters_lost", where, {"text": next(filter(_LOST.search, text.split()))[:LONGEST]}))
    _distrust_split_rows(rows, delimiter)
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet("", where, rows, notes=tuple(notes))


def _decoded(content, where):
    """The text, and the name of its encoding where that is not UTF-8."""
    utf_16 = _of_utf_16(content)
    if utf_16:
        try:
            return decode_csv(content.decode(utf_16).removeprefix("\ufeff").encode(), where), "UTF-16"
        except UnicodeError as fault:
            raise DtsError(finding("csv_encoding", where, reason=unreadable.unknown(fault))) from None
    try:
        return decode_csv(content, where), ""
    except DtsError as not_utf_8:
        if not_utf_8.findings[0].code != "csv_encoding" or b"\0" in content:
            raise
        try:
            text = unicodedata.normalize("NFC", content.decode("cp1258"))
        except UnicodeDecodeError:
            text = ""
        if old_fonts.share_of_syllables(text) >= old_fonts.SHARE and not old_fonts.recognise([text]):
            return text, "Windows-1258"
        text = content.decode("latin-1")  # the bytes of an old font are those of western letters
        if old_fonts.recognise(re.split(r"[,;\t\r\n]", text)):
            return text, ""
        raise


def _of_utf_16(content):
    """The form of UTF-16 that bytes are in, known by its mark or, without one, by where the zeros stand."""
    if content.startswith(unreadable.UTF_16):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    start = content[:4096]
    if len(content) % 2 or start.count(0) * 5 < len(start):
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""


def _delimiter(text):
    stated = _SEPARATOR.match(text)
    if stated:
        return stated[1]
    lines = without_quoted(text).splitlines()
    header = next((line for line in lines if max(map(line.count, DELIMITERS)) > 1), "")  # a title has none
    return max(DELIMITERS, key=header.count)


def _distrust_split_rows(rows, delimiter):
    """Break the points of every row that was parted within a number (``8,5`` without quotes) or a text.

    Each of its cells could belong to the column before, so only what stands for code and name is kept: a name
    that was parted is nobody's, and the code decides. Such a row has more cells than the heading, or, where it
    leaves out blank cells at its end, digits for a text beside its points.
    """
    header = find_header(rows)
    if header is None:
        return
    width, columns = len(rows[header.last_row]), header.columns
    points = [columns[name] for name in POINTS if name in columns] + list(header.asked)
    kept = [columns[name] for name in ("code", "name") if name in columns]
    beside = [columns[name] for name in TEXTS if columns.get(name, 0) - 1 in points]
    for number in range(header.first_row, len(rows)):
        cells = rows[number]
        is_split = any(at < len(cells) and all(map(_DIGITS.fullmatch, cells[at - 1 : at + 1])) for at in beside)
        if len(cells) > width or is_split:
            broken = Broken("row_cells_surplus", delimiter.join(cells[max(kept) + 1 :])[:LONGEST])
            rows[number] = [cells[at] if at in kept else broken if at in points else "" for at in range(width)]
