"""Which indicator a row answers: by its printed code, and by its name where a code was damaged."""

from dataclasses import dataclass, field
from functools import lru_cache

from .text import clean, fold

TOTALS = ("tong cong", "tong diem", "tong so diem")


@dataclass
class IndicatorIndex:
    """One criteria set's indicators and pillars, ready to be recognised in a sheet."""

    by_code: dict = field(default_factory=dict)  # folded code -> indicator
    by_number: dict = field(default_factory=dict)  # 1.1 -> every indicator printed 1.1, 1.10, …
    by_name: dict = field(default_factory=dict)  # folded name -> indicators of that name
    pillars: set = field(default_factory=set)  # folded codes and names of pillars

    def __post_init__(self):
        self.recognise = lru_cache(4096, typed=True)(self.recognise)  # forms of one set repeat codes and names

    @classmethod
    def of(cls, criteria_set):
        """Return the index of one criteria set."""
        index = cls()
        for each in criteria_set.indicators:
            index.by_code[each.printed_as.casefold()] = each
            index.by_code[each.code.casefold()] = each
            index.by_name.setdefault(fold(each.name_vi), []).append(each)
            number = _as_number(each.printed_as)
            if number is not None:
                index.by_number.setdefault(number, []).append(each)
        for pillar in criteria_set.pillars:
            index.pillars |= {fold(pillar.name_vi), fold(pillar.printed_as), fold(pillar.code)}
        return index

    def recognise(self, code_cell, name_cell):
        """Return what a row is, the indicator it answers and the finding that makes: `kind` with `resolve`."""
        kind = self.kind(code_cell, name_cell)
        return kind, *(self.resolve(code_cell, name_cell) if kind == "indicator" else (None, ""))

    def resolve(self, code_cell, name_cell):
        """Return the indicator a row answers and the finding that makes, as ``(indicator, code)``.

        The finding is "" where code and name agree. A code cell that holds a number has lost its
        trailing zeros (1.10 became 1.1): the name decides, and where it decides nothing, nobody does.
        """
        named = self.by_name.get(fold(clean(name_cell)), [])
        if isinstance(code_cell, int | float) and not isinstance(code_cell, bool):
            return self._resolve_number(float(code_cell), named)
        coded = self.by_code.get(clean(code_cell).rstrip(". ").casefold())
        if coded is None:
            return (named[0], "code_resolved_by_name") if len(named) == 1 else (None, "indicator_unknown")
        if named and coded not in named:
            return self._resolve_shortened(clean(code_cell), named)
        return coded, ""

    def _resolve_shortened(self, code, named):
        """A sheet that was saved as CSV holds the text 1.1 where 1.10 stood: its name decides."""
        alike = self.by_number.get(_as_number(code), [])
        fitting = [each for each in alike if each in named]
        return (fitting[0], "code_resolved_by_name") if len(fitting) == 1 else (None, "code_name_differ")

    def _resolve_number(self, number, named):
        candidates = self.by_number.get(number, [])
        fitting = [each for each in candidates if each in named]
        if len(fitting) == 1:
            return fitting[0], "" if len(candidates) == 1 else "code_resolved_by_name"
        if len(candidates) == 1 and not named:
            return candidates[0], ""
        if not candidates:
            return (named[0], "code_resolved_by_name") if len(named) == 1 else (None, "indicator_unknown")
        return None, "code_ambiguous" if len(candidates) > 1 else "code_name_differ"

    def kind(self, code_cell, name_cell):
        """Return what a row is: "blank", "total", "pillar" or "indicator"."""
        code, name = fold(clean(code_cell)), fold(clean(name_cell))
        if not code and not name:
            return "blank"
        if clean(code_cell).rstrip(". ").casefold() in self.by_code or name in self.by_name:
            return "indicator"
        if is_total(name) or is_total(code):
            return "total"
        if name in self.pillars or (code in self.pillars and not _is_dotted(code_cell)):
            return "pillar"
        return "indicator"


def is_total(text):
    """Return whether folded text heads a row of totals.

    >>> is_total("tong cong"), is_total("tong dai ho tro")
    (True, False)
    """
    return text == "cong" or text.startswith(TOTALS)


def _as_number(printed):
    try:
        return float(printed)
    except ValueError:
        return None


def _is_dotted(cell):
    return "." in clean(cell).rstrip(". ")
