"""Text to match by: what stays of a spelling when case, diacritics and punctuation are put aside."""

import re
import unicodedata
from functools import lru_cache

_SIGNS = (  # what `fold` would drop and options may differ by, as words that no label holds
    (re.compile(r"<=|≤"), " qle "),
    (re.compile(r">=|≥"), " qge "),
    (re.compile("<"), " qlt "),
    (re.compile(">"), " qgt "),
    (re.compile("="), " qeq "),
    (re.compile(r"(?<=[\w%+])\+(?!\s*\w)"), " qplus "),  # A+, 90%+
    (re.compile(r"(?<=\b[a-z])-(?!\s*\w)|^\s*-(?=\s*\d)"), " qminus "),  # A-, -5
    (re.compile(r"(?<=\d)[.,](?=\d)"), " qpoint "),
    (re.compile(r"(?<=[\d%])\s*-\s*(?=\d)"), " qto "),
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # soft hyphen, zero-width, direction marks


def visible(text: str) -> str:
    """Return text without the characters that nobody sees: they come along when text is pasted.

    >>> visible("1.10\u200b")
    '1.10'
    """
    return _INVISIBLE.sub("", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return text to match by: no case, no diacritics, no punctuation, single spaces.

    >>> fold("ĐIỂM\\n Tự-chấm (*)")
    'diem tu cham'
    """
    plain = unicodedata.normalize("NFD", visible(text).casefold().replace("đ", "d"))
    letters = (" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def dashed(text):
    """Return text with every dash as the plain one."""
    return re.sub("[‐-―−]", "-", text)


@lru_cache(maxsize=65536)  # forms of one set repeat answers
def fold_signed(text):
    """Return a text to match by, as `fold` has it, that keeps the signs by which options differ.

    >>> fold_signed("71–90 %") == fold_signed("71 - 90%"), fold_signed("> 50") == fold_signed("< 50")
    (True, False)
    """
    text = dashed(visible(text).casefold())
    for sign, word in _SIGNS:
        text = sign.sub(word, text)
    return fold(text)
