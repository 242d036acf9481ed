"""What a typed answer chooses among options: by their words, number, level, or the range that a per cent is in."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ..reference import fold, visible
from ..reference.folding import dashed, fold_signed
from ..rules import level_of, levels_of
from .numbers import Formatted, read_number
from .ranges import Range, read_range
from .text import clean

UNKNOWN, AMBIGUOUS = "option_unknown", "option_ambiguous"
_LEVEL_WORDS = {"muc", "muc do", "cap", "cap do", "level"}
_NUMBERED = re.compile(r"\(?(\d{1,2})\s*[.):–—-]+\s*(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Named:
    """What can be chosen: the number that stands for it, and how it may be written."""

    value: float
    label: str
    also: tuple = ()


@dataclass(frozen=True)
class Choices:
    """Several things to choose from, ready to be recognised in what was typed."""

    named: tuple
    apart: frozenset = frozenset()  # values of what is no level among levels, such as «Không áp dụng»

    @cached_property
    def _words(self):
        """Two tables of spellings: as they stand but for case, spaces and dashes, and folded."""
        tables = {}, {}
        for each in self.named:
            for written in (each.label, *each.also):
                for table, spelled in zip(tables, (_tidy(written), fold_signed(written)), strict=True):
                    table.setdefault(spelled, set()).add(each.value)
        return tables

    @cached_property
    def _levels(self):
        """The word they are called by, and by each level's number its option's; of none "" and {}."""
        named = [each for each in self.named if each.value not in self.apart]
        word, numbers = levels_of([each.label for each in named]) or ("", []) if named else ("", [])
        return fold(word), {number: {each.value} for number, each in zip(numbers, named, strict=False)}

    @cached_property
    def _ranges(self):
        found = [(read_range(text), each.value) for each in self.named for text in (each.label, *each.also)]
        return [(found, value) for found, value in found if found]

    @cached_property
    def _values(self):
        return {each.value: {each.value} for each in self.named}

    def by_words(self, text):
        """Return the values of what is so called: in the first way of reading that knows any."""
        if found := self._words[0].get(_tidy(text)):
            return found
        return self._words[1].get(fold_signed(text), set())

    def by_number_and_words(self, text):
        """Return what «2 – Có» means: several where number and words differ, none where either is unknown."""
        parted = _NUMBERED.fullmatch(text.strip())
        named = self.by_words(parted[2]) if parted else set()
        numbered = self.by_number(float(parted[1])) if named else set()
        return (named & numbered or named | numbered) if numbered else set()

    def read(self, cell):
        """Return the values of all that a cell may mean: none where nothing fits, several where it is not clear.

        Parameters
        ----------
        cell
            As read from a sheet. A number is an option's own, or its level; one that is shown as a per cent, or
            typed with the sign, is a share, which options that are ranges may hold.
        """
        if isinstance(cell, Formatted) and cell.kind != "rounded":
            cell = f"{cell * 100:.10g}%" if cell.kind == "percent" else cell.shown
        number = read_number(cell)
        if number.value is not None and not number.is_percent:
            return self._by_bare_number(number.value, clean(cell))
        text = clean(cell)
        ways = (self.by_words, self.by_number_and_words, self._by_level, self._by_range)
        return next(filter(None, (way(text) for way in ways)), set())

    def by_number(self, number):
        """Return the values of what bears a number, of its own or in its name."""
        return self._values.get(number, set()) | self._levels[1].get(number, set())

    def _by_bare_number(self, number, text):
        """A number alone is an option's, a level, a label or lies in a range of numbers: whatever it may be."""
        alone = Range(number, number, False, False, False)
        held = {value for each, value in self._ranges if not each.is_percent and each.holds(alone)}
        return self.by_number(number) | self.by_words(text) | held

    def _by_level(self, text):
        word, number, rest = level_of(_tidy(text)) or ("", None, "")
        word, (own, levels) = fold(word), self._levels
        is_called_so = word in ("", own) or (word in _LEVEL_WORDS and own in {"", *_LEVEL_WORDS})
        return levels.get(number, set()) if is_called_so and not rest else set()

    def _by_range(self, text):
        typed = read_range(text)
        if typed is None:
            return set()
        return {
            value
            for each, value in self._ranges
            if each.holds(typed) and (each.is_percent or not typed.is_percent)
        }


def _tidy(text):
    return unicodedata.normalize("NFC", dashed(" ".join(visible(text).casefold().split()))).rstrip(" .;,")
