"""What a cell's number format makes of its number: a date, a duration, a per cent, fewer decimals."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from .numbers import Broken, Formatted

TOLERANCE = 1e-6  # a number shown this close to what it is, is shown as it is
MOST_DIGITS = 15  # Excel keeps no more
MOST_DECIMALS = 10
_PER_CENT = "\x00"  # a per cent sign that is mere text: the number is shown as it is
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_DIGITS = re.compile(r"[0#?](?:[0#?,]*[0#?])?(?:\.([0#?]*))?(,*)|\.([0#?]+)")


def builtin(number):
    """Return the format that a workbook means by a number of the built-in list.

    >>> builtin(9), builtin(0)
    ('0%', 'General')
    """
    return builtin_format_code(number) or "General"


@lru_cache(maxsize=1024)
def reader(code, epoch):
    """Return what makes a cell of a number under this format; None where the number is the cell.

    Parameters
    ----------
    code : str
        The number format as written in the workbook, such as ``0.0%``.
    epoch : datetime
        The workbook's day 0.

    Returns
    -------
    callable or None
        From float to float, `Formatted`, date, time or duration; `Broken` for a date that is none.

    Examples
    --------
    >>> from openpyxl.utils.datetime import WINDOWS_EPOCH
    >>> reader("0%", WINDOWS_EPOCH)(0.8).shown, reader("0.0", WINDOWS_EPOCH)(3.6667).shown
    ('80%', '3,7')
    >>> reader("General", WINDOWS_EPOCH) is None, reader("0.0", WINDOWS_EPOCH)(3.5)
    (True, 3.5)
    """
    if code.casefold() in ("general", "@", ""):
        return None
    if is_date_format(code):
        is_duration = is_timedelta_format(code)
        return lambda number: _date(number, epoch, is_duration)
    return _Shown(code)


def _date(number, epoch, is_duration):
    try:
        return of_day(from_excel(number, epoch, timedelta=is_duration))
    except (OverflowError, ValueError):
        return Broken("cell_error", "#VALUE!")  # Excel shows ####### for it


def of_day(when):
    """Return a date where a point in time is a midnight; anything else as it is.

    >>> of_day(datetime.datetime(2022, 7, 5)), of_day(datetime.time(8, 30))
    (datetime.date(2022, 7, 5), datetime.time(8, 30))
    """
    is_midnight = isinstance(when, datetime.datetime) and when.time() == datetime.time()
    return when.date() if is_midnight else when


class _Shown:
    """A format of digits; a format that holds a condition, a fraction or an exponent leaves the number alone."""

    def __init__(self, code):
        has_condition = re.search(r"\[[<>=]", code)
        sections = _LITERAL.sub(lambda each: _PER_CENT if "%" in each[0] else " ", code).split(";")
        is_plain = not has_condition and not re.search(r"[/Ee]", "".join(sections))
        self.sections = sections if is_plain else []

    def __call__(self, number):
        if not self.sections or abs(number) >= 10**MOST_DIGITS or number != number:
            return number
        at = 1 if number < 0 else 2 if number == 0 else 0
        section = self.sections[at] if at < len(self.sections) else self.sections[0]
        digits = _DIGITS.search(section)
        if digits is None:
            is_shown = section.strip() or (section and number == 0)  # an accountant's zero is a dash
            return number if is_shown else Formatted(number, "otherwise", "")
        shown = _shown(number, digits, "%" in section)
        if _PER_CENT in section:
            return Formatted(number / 100, "percent", f"{getattr(shown, 'shown', f'{number:.12g}')}%")
        return shown


def _shown(number, digits, is_percent):
    decimals = (digits[1] or digits[3] or "")[:MOST_DECIMALS]
    exact = Decimal(repr(number)) * (100 if is_percent else 1) / 1000 ** len((digits[2] or "")[:3])
    rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    if not is_percent and abs(float(rounded) - number) <= TOLERANCE * max(1, abs(number)):
        return number
    text = f"{rounded:,f}" if "," in digits[0].partition(".")[0].rstrip(",") else f"{rounded:f}"
    whole, _, part = text.partition(".")
    kept = len(decimals.rstrip("#"))
    part = part[:kept] + part[kept:].rstrip("0")
    text = whole.replace(",", ".") + (f",{part}" if part else "")
    if is_percent:
        return Formatted(number, "percent", f"{text}%")
    return Formatted(number, "otherwise" if digits[2] else "rounded", text)
