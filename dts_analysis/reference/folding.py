"""Text to match by: what stays of a spelling when case, diacritics and punctuation are put aside."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def fold(text):
    """Return text to match by: no case, no diacritics, no punctuation, single spaces.

    >>> fold("ĐIỂM\\n Tự-chấm (*)")
    'diem tu cham'
    """
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
