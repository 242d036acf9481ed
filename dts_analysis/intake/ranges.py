"""Ranges in words: «71-90%», «từ 90% trở lên», «dưới 10%»; which of them a typed number or range lies within."""

import math
import re
import unicodedata
from typing import NamedTuple

from ..reference import visible

_NUMBER = r"([0-9]+(?:[.,][0-9]+)?) ?(%?)"
_BELOW = r"(?:<|duoi|nho hon|it hon|less than|fewer than|below|under)"
_ABOVE = r"(?:>|tren|lon hon|nhieu hon|more than|over|above)"
_TO = rf"(?:(?:tu|from) )?{_NUMBER} ?(?:-|den|toi|to) ?"
_SHAPES = (  # pattern, whether the lower and the upper bound are left out; None where there is none
    (re.compile(rf"{_TO}{_NUMBER}"), False, False),
    (re.compile(rf"{_TO}{_BELOW} ?{_NUMBER}"), False, True),
    (re.compile(rf"{_BELOW} ?{_NUMBER}"), None, True),
    (re.compile(rf"(?:<=|≤|khong qua|toi da|den|at most|up to) ?{_NUMBER}"), None, False),
    (re.compile(rf"{_ABOVE} ?{_NUMBER}"), True, None),
    (re.compile(rf"(?:>=|≥|tu|it nhat|toi thieu|at least|from) ?{_NUMBER}(?: tro len)?"), False, None),
    (re.compile(rf"{_NUMBER} ?(?:tro len|or more|and more|and above|\+)"), False, None),
)
_ALONE = re.compile(_NUMBER)


class Range(NamedTuple):
    """From `low` to `high`, without a bound that is left out; `is_percent` where one of them bears the sign."""

    low: float
    high: float
    leaves_low: bool
    leaves_high: bool
    is_percent: bool

    def holds(self, other):
        """Return whether all of another range lies within."""
        low = (self.low, self.leaves_low) <= (other.low, other.leaves_low)
        return low and (other.high, not other.leaves_high) <= (self.high, not self.leaves_high)


def read_range(text):
    """Return the `Range` that a text says, a number alone being one of no width; None where it says none.

    >>> read_range("71 – 90 %")
    Range(low=71.0, high=90.0, leaves_low=False, leaves_high=False, is_percent=True)
    >>> read_range("dưới 10%").holds(read_range("9,9%")), read_range("dưới 10%").holds(read_range("10%"))
    (True, False)
    >>> read_range("4 cuộc họp")
    """
    plain = _plain(text)
    if alone := _ALONE.fullmatch(plain):
        return _range(alone.groups() * 2, False, False)
    for pattern, leaves_low, leaves_high in _SHAPES:
        if found := pattern.fullmatch(plain):
            return _range(found.groups(), leaves_low, leaves_high)
    return None


def _range(groups, leaves_low, leaves_high):
    first, second = (float(each.replace(",", ".")) for each in (groups[0], groups[-2]))
    low, high = -math.inf if leaves_low is None else first, math.inf if leaves_high is None else second
    return Range(low, high, bool(leaves_low), bool(leaves_high), "%" in groups[1::2])


def _plain(text):
    """A text without case, diacritics and needless spaces, every dash the same."""
    parted = unicodedata.normalize("NFD", visible(text).casefold().replace("đ", "d"))
    plain = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(re.sub("[‐-―−]", "-", plain).split()).rstrip(" .;,")
