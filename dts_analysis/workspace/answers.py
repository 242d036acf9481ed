"""What a person meant by an answer in inbox.csv: dates, lost zeros, names for codes, words for kinds."""

import datetime
import re

from ..intake.manifest import STAGES
from ..messages import table as messages_table
from ..reference import fold

POINTS = {"claimed_points": "self", "verified_points": "verification", "final_points": "final"}
BOTH = ("ca hai", "ca 2", "both")
YES, NO = ("x", "co", "bo qua", "yes", "1"), ("khong", "no", "0")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?:\s.*)?")


def safe(text):
    """Return text that a spreadsheet takes for text: what could be a formula begins with an apostrophe.

    >>> safe("=1+1.xlsx"), safe("Xã Tân Lập.xlsx")
    ("'=1+1.xlsx", 'Xã Tân Lập.xlsx')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


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
    alike = alike or _named(written, register, year, set(codes))
    return alike[0] if len(alike) == 1 else None


def _named(written, register, year, codes):
    """The units that everything in an answer allows: each name, a code beside it, the region they lie in."""
    mentions = [each for each in register.names(year).in_text(written, is_bare=True) if each.is_exact]
    meant = [allowed for each in mentions if (allowed := codes.intersection(each.codes))]
    alike = sorted(set.intersection(*meant)) if meant else []
    for each in mentions:
        if regions := register.regions.intersection(each.codes):
            alike = [code for code in alike if register.region_of(code, year) in regions]
    return [code for code in alike if not register.is_ended(code, year)] or alike


def stage_answered(written):
    """Return the stage that an answer means, by its key or the words for it; None if none.

    >>> stage_answered("Thẩm định"), stage_answered("sheet"), stage_answered("?")
    ('verification', 'sheet', None)
    """
    words = {
        fold(word): stage for stage in STAGES for word in messages_table()["words"][f"form_kind_{stage}"].values()
    }
    plain = fold(written)
    is_both = plain in BOTH or all(words_of in plain for words_of in ("tu cham", "tham dinh"))
    return plain if plain in STAGES else words.get(plain, "sheet" if is_both else None)


def yes_answered(written):
    """Return whether an answer is yes; None if it is neither yes nor no.

    >>> yes_answered("X"), yes_answered("không"), yes_answered("để xem")
    (True, False, None)
    """
    plain = fold(written)
    return True if plain in YES else False if plain in NO else None


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
