"""Text cells: one Unicode form, a folded form to match by (`fold`), and no personal data carried on."""

import re
import unicodedata
from functools import lru_cache

from ..reference import fold, visible
from .numbers import Broken

_PHONE = re.compile(r"(?<![\d/.-])(?:\+84|0)(?:[\s.-]?\d){9,10}(?![\d/])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MASK = "[đã lược]"
__all__ = ["clean", "fold", "masked"]


def clean(cell):
    """Return a cell's text in NFC, without spaces around it or unseen characters; "" for a blank or broken cell.

    >>> clean(" Nhận thức ") == unicodedata.normalize("NFC", "Nhận thức")
    True
    """
    if isinstance(cell, str):
        return _clean_text(cell)
    if cell is None or isinstance(cell, Broken):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


@lru_cache(maxsize=65536)  # forms of one set repeat codes, names and rules
def _clean_text(text):
    return unicodedata.normalize("NFC", visible(text)).replace("\r\n", "\n").strip()


def masked(text):
    """Return text with telephone numbers and e-mail addresses taken out, and whether there were any.

    >>> masked("Kế hoạch 12/KH-UBND; gọi 0912 345 678")
    ('Kế hoạch 12/KH-UBND; gọi [đã lược]', True)
    """
    hidden = _PHONE.sub(MASK, text)
    if "@" in hidden:
        hidden = _EMAIL.sub(MASK, hidden)
    return hidden, hidden != text
