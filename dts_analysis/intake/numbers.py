"""Numbers as Vietnamese forms hold them: `511,18`, `1.234,5`, `95%`, or a real number in a cell."""

import datetime
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..reference import visible

LONGEST = 80  # of a text that stands where a number belongs, this much is quoted
DASHES = {"-", "–", "—", "−"}
_DECIMAL_COMMA = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+),[0-9]+")
_THOUSAND_DOTS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DECIMAL_DOT = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)\.[0-9]+")
_THOUSAND_COMMAS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){2,}")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")  # one group after one sign: thousands or decimals
_THOUSAND_SPACES = re.compile(r"[+-]?[1-9][0-9]{0,2}([ \u00a0\u2009\u202f][0-9]{3})+(?![0-9\s])")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}  # as typed with an East Asian keyboard


@dataclass(frozen=True)
class Broken:
    """A cell that holds no value although it is not blank: an error, or a formula never calculated."""

    code: str  # the finding it makes: cell_error, formula_uncalculated
    text: str


class Formatted(float):
    """A number whose cell shows something else.

    `kind` is "percent" (0.8 as ``80%``), "rounded" (3.6667 as 3,7) or "otherwise" (1329 as 1, or as nothing).

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


def read_number(cell, decimal="", most=math.inf):
    """Return the number a cell holds.

    The decimal sign is the comma and the dot groups thousands, as Vietnam writes; a dot that cannot
    group (``8.5``, ``0.125``) is a decimal point. One group after one sign (``1.234``, ``1,234``) could be either:
    a reading beyond `most` is out, then the file's own `decimal` sign decides, then Vietnam's way, and it is
    reported: `number_ambiguous`, or `number_by_file` where the file decided. A dash is a blank, and reported. A
    per cent sign divides by 100. White space within a number parts thousands or nothing: ``7 5`` is none.

    Parameters
    ----------
    cell
    decimal : {"", ",", "."}
        The decimal sign of the file's other numbers, as from `decimal_sign`.
    most : float
        The largest number that can stand here.

    Examples
    --------
    >>> [read_number(text).value for text in ("511,18", "1.234,5", "95%", "8.5", "0.125", "38.210", "")]
    [511.18, 1234.5, 0.95, 8.5, 0.125, 38210.0, None]
    >>> [read_number(text).code for text in ("38.210", "khá", "-", "7 5")]
    ['number_ambiguous', 'number_unreadable', 'dash_is_blank', 'number_unreadable']
    >>> read_number("1.592", decimal=".").value, read_number("1.592", most=10).value
    (1.592, 1.592)
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
        if cell.kind == "otherwise":
            return Number(None, code="number_shown_otherwise", text=cell.shown)
        is_percent = cell.kind == "percent"
        return Number(float(cell), is_percent, "" if is_percent else "number_shown_rounded", cell.shown)
    if isinstance(cell, int | float):
        if math.isfinite(cell):
            return Number(float(cell))
        return Number(None, code="number_unreadable", text=str(cell))
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return Number(None, code="date_for_number", text=str(cell))
    return _read_text(visible(str(cell)).strip().translate(_WIDE), decimal, most)


def decimal_sign(cells):
    """Return the decimal sign that the texts among `cells` use: "," or "."; "" where they use none, or both.

    >>> decimal_sign(["8.5", "1.592", 3.0]), decimal_sign(["8,5", "0.125"]), decimal_sign(["1.592"])
    ('.', '', '')
    """
    texts = (visible(cell).strip().removesuffix("%").rstrip() for cell in cells if isinstance(cell, str))
    signs = {_sure_sign(text) for text in texts} - {""}
    return signs.pop() if len(signs) == 1 else ""


def _sure_sign(text):
    if _AMBIGUOUS.fullmatch(text):
        return ""
    if _DECIMAL_COMMA.fullmatch(text) or (_THOUSAND_DOTS.fullmatch(text) and text.count(".") > 1):
        return ","
    return "." if _DECIMAL_DOT.fullmatch(text) or _THOUSAND_COMMAS.fullmatch(text) else ""


@lru_cache(maxsize=65536)  # forms of one set repeat numbers
def _read_text(text, decimal, most):
    if not text:
        return BLANK
    if text in DASHES:
        return Number(None, code="dash_is_blank", text=text)
    is_percent = text.endswith("%")
    digits = text.removesuffix("%").strip().replace("−", "-")
    if _THOUSAND_SPACES.match(digits):
        digits = re.sub(r"\s", "", digits)
    if _AMBIGUOUS.fullmatch(digits):
        return _read_ambiguous(digits, text, is_percent, decimal, most)
    if _WHOLE.fullmatch(digits):
        plain = digits
    elif _DECIMAL_COMMA.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _THOUSAND_DOTS.fullmatch(digits):
        plain = digits.replace(".", "")
    elif _DECIMAL_DOT.fullmatch(digits) or _THOUSAND_COMMAS.fullmatch(digits):
        plain = digits.replace(",", "")
    else:
        return Number(None, code="number_unreadable", text=text[:LONGEST])
    value = _scaled(plain, is_percent)
    if not math.isfinite(value):
        return Number(None, code="number_unreadable", text=text[:LONGEST])
    return Number(value, is_percent)


def _read_ambiguous(digits, text, is_percent, decimal, most):
    """``1.234`` is 1234 or 1.234: what is possible at all, then what the file does, then what Vietnam does."""
    sign = "." if "." in digits else ","
    grouped, parted = (_scaled(digits.replace(sign, way), is_percent) for way in ("", "."))
    if grouped > most:
        return Number(parted, is_percent, "" if sign == "," else "number_by_file", text)
    if decimal:
        return Number(parted if sign == decimal else grouped, is_percent, "number_by_file", text)
    return Number(parted if sign == "," else grouped, is_percent, "number_ambiguous", text)


def _scaled(plain, is_percent):
    return float(f"{plain}e-2") if is_percent else float(plain)
