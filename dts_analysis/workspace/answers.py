"""The answers a person wrote into inbox.csv, as spreadsheets save them: other separators, dates, lost zeros."""

import datetime
import re

from ..errors import DtsError, finding, stop_if
from ..intake.manifest import STAGES
from ..messages import table as messages_table
from ..reference import decode_csv, fold, split_csv, without_quoted

COLUMNS = (
    *("id", "subject", "asked", "why", "hints"),
    *("unit_code", "year", "criteria_id", "stage", "received_on", "meaning", "set_aside"),
)
ANSWERS = COLUMNS[5:]
POINTS = {"claimed_points": "self", "verified_points": "verification", "final_points": "final"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:\s.*)?")
_DECODED = ("utf-8-sig", "utf-16", "cp1258")


def heading(column):
    """Return the words that head a column of inbox.csv, in every language, as a key of the messages."""
    return messages_table()["words"][f"inbox_{column}"]


def safe(text):
    """Return text that a spreadsheet takes for text: what could be a formula begins with an apostrophe.

    >>> safe("=1+1.xlsx"), safe("Xã Tân Lập.xlsx")
    ("'=1+1.xlsx", 'Xã Tân Lập.xlsx')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


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
        Where the file cannot be read, its first column is gone, or a row has more cells than the heading.
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
    found, faults = {}, []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(names) :]):
            faults.append(finding("row_length", f"{path.name}!{number}", found=len(row), expected=len(names)))
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        entry = dict.fromkeys(COLUMNS, "") | {name: _plain(cell) for name, cell in cells.items() if name}
        found[entry["id"]] = entry | {"where": f"{path.name}!{number}"}
    stop_if(faults)
    return found


def _decoded(path):
    content = path.read_bytes()
    encodings = _DECODED[1:2] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _DECODED[::2]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decode_csv(content, path.name)


def _plain(cell):
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def unit_answered(written, register, year, levels=()):
    """Return the code that an answer means: a code, one that lost its zeros, or a name; None if none, or several.

    Parameters
    ----------
    written : str
    register : Register
    year : int
    levels : collection of str
        Which levels may be meant; all where empty.
    """
    bearers = register.bearers(year)
    codes = [code for code, level in bearers["level"].items() if not levels or level in levels]
    text = re.sub(r"[.,]0+$", "", written)
    if text in codes:
        return text
    alike = [code for code in codes if text and code.lstrip("0") == text.lstrip("0")]
    if not alike:
        mentions = register.names(year).in_text(written, is_bare=True)
        alike = [code for each in mentions for code in each.codes if code in codes and each.is_exact]
        alike = [code for code in dict.fromkeys(alike) if not register.is_ended(code, year)] or alike
    return alike[0] if len(set(alike)) == 1 else None


def stage_answered(written):
    """Return the stage that an answer means, by its key or the words for it; None if none.

    >>> stage_answered("Thẩm định"), stage_answered("sheet"), stage_answered("?")
    ('verification', 'sheet', None)
    """
    words = {
        fold(word): stage for stage in STAGES for word in messages_table()["words"][f"form_kind_{stage}"].values()
    }
    plain = fold(written)
    return plain if plain in STAGES else words.get(plain)


def field_answered(written):
    """Return the field of points that an answer about a heading means; None if none.

    >>> field_answered("thẩm định"), field_answered("hội đồng"), field_answered("verified_points")
    ('verified_points', 'final_points', 'verified_points')
    """
    words = messages_table()["words"]
    known = {fold(word): field for field, name in POINTS.items() for word in words[f"form_kind_{name}"].values()}
    return written.strip() if written.strip() in POINTS else known.get(fold(written))


def days_answered(texts):
    """Return dates as ISO text, by the text as it stands; None for what is no date.

    Day and month are told apart by the dates in which only one order is possible; where there are none, the day
    comes first, as Vietnam writes.

    Examples
    --------
    >>> days_answered(["2025-11-25", "5/1/2026"])
    {'2025-11-25': '2025-11-25', '5/1/2026': '2026-01-05'}
    >>> days_answered(["11/25/2025", "5/1/2026"])["5/1/2026"]
    '2026-05-01'
    """
    parted = {text: match.groups() for text in texts if (match := _DAY.fullmatch(text.strip()))}
    short = [list(map(int, parts)) for parts in parted.values() if len(parts[0]) < 4]
    month_first = any(two > 12 for _, two, _ in short) and not any(one > 12 for one, _, _ in short)
    return {text: _day(parted[text], month_first) if text in parted else None for text in texts}


def _day(parts, month_first):
    one, two, three = map(int, parts)
    if len(parts[0]) == 4:
        year, month, day = one, two, three
    else:
        month, day = (one, two) if month_first else (two, one)
        year = three + 2000 if three < 100 else three
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
