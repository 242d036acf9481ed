"""Text to match by: what stays of a spelling when case, diacritics and punctuation are put aside."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphen, zero-width, direction marks


def visible(text):
    """Return text without the characters that nobody sees: they come along when text is pasted.

    >>> visible("1.10\u200b")
    '1.10'
    """
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=65536)
def fold(text):
    """Return text to match by: no case, no diacritics, no punctuation, single spaces.

    >>> fold("ĐIỂM\\n Tự-chấm (*)")
    'diem tu cham'
    """
    plain = unicodedata.normalize("NFD", visible(text).casefold().replace("đ", "d"))
    letters = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
