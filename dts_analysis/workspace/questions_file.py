"""inbox.csv as spreadsheets give it back: other separators, encodings, columns moved, rows copied or changed."""

import hashlib
import re

from ..errors import DtsError, finding, stop_if
from ..messages import table as messages_table
from ..reference import decode_csv, fold, split_csv, without_quoted
from .answers import FORMULA

COLUMNS = (
    *("id", "subject", "asked", "why", "hints"),
    *("unit_code", "year", "criteria_id", "stage", "received_on", "meaning", "set_aside"),
)
ANSWERS = COLUMNS[5:]
_DECODED = ("utf-8-sig", "utf-16", "cp1258")
_ID = re.compile(r"(tep|cot)-[0-9a-f]{12}")


def file_id(sha256):
    """Return the name of a file's row: letters first, so that no spreadsheet takes it for a number.

    >>> file_id("12e4567890abcdef")
    'tep-12e4567890ab'
    """
    return f"tep-{sha256[:12]}"


def heading_id(heading):
    """Return the name of a heading's row; headings that differ in case or spaces only share it."""
    return f"cot-{hashlib.sha256(fold(heading).encode()).hexdigest()[:12]}"


def heading(column):
    """Return the words that head a column of inbox.csv, in every language, as a key of the messages."""
    return messages_table()["words"][f"inbox_{column}"]


def list_separator():
    """Return what parts the cells of a CSV file that this machine's Excel opens as a table.

    On Windows the list separator of the regional settings: a semicolon where the decimal sign is a comma, as in
    Vietnam. Elsewhere a comma; LibreOffice asks.

    >>> list_separator() in (",", ";")
    True
    """
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\International") as key:
            found, _ = winreg.QueryValueEx(key, "sList")
    except (ImportError, OSError):
        return ","
    return found if found in (",", ";", "\t") else ","


def read_questions(path):
    """Return the rows of inbox.csv by their id, each a dict of `COLUMNS`, text as it stands; {} without the file.

    Parameters
    ----------
    path : Path
        Parted by commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1258: however it was saved.

    Raises
    ------
    DtsError
        Where the file cannot be read, its first column is gone, or answers would be passed over: more cells than
        the heading has, unknown columns or one twice, rows whose id was changed or that contradict each other.
    """
    if not path.is_file():
        return {}
    text = _decoded(path)
    first = next(iter(without_quoted(text).splitlines()), "")
    rows = split_csv(text.replace("\r\n", "\n"), path.name, max(",;\t", key=first.count))
    known = {fold(word): column for column in COLUMNS for word in heading(column).values()}
    names = [known.get(fold(cell), "") for cell in rows[0]] if rows else []
    if "id" not in names:
        raise DtsError(finding("inbox_without_ids", path.name, column=heading("id")["vi"]))
    found, faults = {}, _check_columns(rows, names, path.name)
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(names) :]):
            faults.append(finding("row_length", f"{path.name}!{number}", found=len(row), expected=len(names)))
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        entry = dict.fromkeys(COLUMNS, "") | {name: _plain(cell, name) for name, cell in cells.items() if name}
        entry["where"] = f"{path.name}!{number}"
        faults += _check_row(entry, found)
        if _ID.fullmatch(entry["id"]):
            found.setdefault(entry["id"], entry)
    stop_if(faults)
    return found


def _check_columns(rows, names, where):
    """What stands in columns of which nobody knows what they are, or which of two counts."""
    faults, where = [], f"{where}!1"
    for at, heading_cell in enumerate(rows[0]):
        if not names[at] and any(row[at].strip() for row in rows[1:] if at < len(row)):
            answers = ", ".join(heading(column)["vi"] for column in ANSWERS)
            faults.append(finding("inbox_column_unknown", where, column=heading_cell.strip(), known=answers))
    doubled = dict.fromkeys(name for name in names if name and names.count(name) > 1)
    return faults + [finding("inbox_column_doubled", where, column=heading(name)["vi"]) for name in doubled]


def _check_row(entry, before):
    """What is wrong with a row that answers something: whose it is, or that another one answers otherwise."""
    if not any(entry[name] for name in ANSWERS):
        return []
    if not _ID.fullmatch(entry["id"]):
        return [finding("inbox_row_unknown", entry["where"], id=entry["id"])]
    other = before.get(entry["id"])
    if other and any(other[name] != entry[name] for name in ANSWERS):
        return [finding("inbox_row_twice", entry["where"], row=other["where"].rpartition("!")[2])]
    if entry["id"].startswith("cot-") and entry["meaning"] and heading_id(entry["subject"]) != entry["id"]:
        return [finding("inbox_heading_changed", entry["where"], heading=entry["subject"])]
    return []


def _decoded(path):
    content = path.read_bytes()
    encodings = _DECODED[1:2] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _DECODED[::2]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decode_csv(content, path.name)


def _plain(cell, column):
    """A cell's text without what only guards it: an apostrophe before a formula, a hint's «loại phiếu:»."""
    text = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
    named, colon, answer = text.partition(":")
    is_hint = colon and column in ANSWERS and fold(named) in map(fold, heading(column).values())
    return answer.strip() if is_hint else text
