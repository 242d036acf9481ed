"""Numbers as Vietnamese forms hold them: `511,18`, `1.234,5`, `95%`, or a real number in a cell."""

import datetime
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from ..reference import visible

LONGEST = 80  # of a text that stands where a number belongs, this much is quoted
DASHES = {"-", "–", "—", "−"}
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+),\d+")
_THOUSAND_DOTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_DECIMAL_DOT = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)\.\d+")
_THOUSAND_COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}){2,}")
_WHOLE = re.compile(r"[+-]?\d+")


@dataclass(frozen=True)
class Broken:
    """A cell that holds no value although it is not blank: an error, or a formula never calculated."""

    code: str  # the finding it makes: cell_error, formula_uncalculated
    text: str


class Formatted(float):
    """A number whose cell shows something else: `kind` is "percent" (0.8 as ``80%``) or "rounded" (3.6667 as 3,7).

    >>> cell = Formatted(0.8, "percent", "80%")
    >>> cell == 0.8, cell.kind, cell.shown
    (True, 'percent', '80%')
    """

    def __new__(cls, value, kind, shown):
        cell = super().__new__(cls, value)
        cell.kind, cell.shown = kind, shown
        return cell


class Number(NamedTuple):
    """A cell read as a number; `value` is None where it holds none, `code` names the finding it makes."""

    value: float | None
    is_percent: bool = False
    code: str = ""
    text: str = ""


BLANK = Number(None)


def read_number(cell):
    """Return the number a cell holds.

    The decimal sign is the comma and the dot groups thousands, as Vietnam writes; a dot that cannot
    group (``8.5``, ``0.125``) is a decimal point. One group after one dot (``1.234``) could be either: it is read
    as 1234 and reported (`number_ambiguous`). A dash is a blank, and reported. A per cent sign divides
    by 100.

    Examples
    --------
    >>> [read_number(text).value for text in ("511,18", "1.234,5", "95%", "8.5", "0.125", "38.210", "")]
    [511.18, 1234.5, 0.95, 8.5, 0.125, 38210.0, None]
    >>> read_number("38.210").code, read_number("khá").code, read_number("-").code
    ('number_ambiguous', 'number_unreadable', 'dash_is_blank')
    """
    if type(cell) is float and math.isfinite(cell):
        return Number(cell)
    if cell is None or cell == "":
        return BLANK
    if isinstance(cell, Broken):
        return Number(None, code=cell.code, text=cell.text)
    if isinstance(cell, bool):
        return Number(None, code="number_unreadable", text=str(cell))
    if isinstance(cell, Formatted) and math.isfinite(cell):
        return Number(float(cell), is_percent=cell.kind == "percent", text=cell.shown)
    if isinstance(cell, int | float):
        if math.isfinite(cell):
            return Number(float(cell))
        return Number(None, code="number_unreadable", text=str(cell))
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return Number(None, code="date_for_number", text=str(cell))
    return _read_text(visible(str(cell)).strip())


def _read_text(text):
    if not text:
        return BLANK
    if text in DASHES:
        return Number(None, code="dash_is_blank", text=text)
    is_percent = text.endswith("%")
    digits = re.sub(r"\s", "", text.removesuffix("%")).replace("−", "-")
    if _WHOLE.fullmatch(digits):
        plain = digits
    elif _DECIMAL_COMMA.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _THOUSAND_DOTS.fullmatch(digits):
        plain = digits.replace(".", "")
        if digits.count(".") == 1:
            return Number(_scaled(plain, is_percent), is_percent, "number_ambiguous", text)
    elif _DECIMAL_DOT.fullmatch(digits) or _THOUSAND_COMMAS.fullmatch(digits):
        plain = digits.replace(",", "")
    else:
        return Number(None, code="number_unreadable", text=text[:LONGEST])
    value = _scaled(plain, is_percent)
    if not math.isfinite(value):
        return Number(None, code="number_unreadable", text=text[:LONGEST])
    return Number(value, is_percent)


def _scaled(plain, is_percent):
    return float(f"{plain}e-2") if is_percent else float(plain)
