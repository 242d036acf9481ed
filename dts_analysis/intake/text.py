"""Text cells: one Unicode form, a folded form to match by (`fold`), and no personal data carried on."""

import unicodedata
from functools import lru_cache

from ..messages.personal import masked
from ..reference import fold, visible
from .numbers import Broken

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
