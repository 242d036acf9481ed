"""Which indicator a row answers: by its printed code, and by its name where a code was damaged."""

import datetime
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
from openpyxl.utils.cell import coordinate_to_tuple
from rapidfuzz import fuzz, process

from ..rules import compile_rules
from .text import clean, fold

TOTALS = ("tong cong", "tong diem", "tong so diem")
SAME = 85  # names of which this per cent of the letters agree are one name, typed twice
KIN = 75  # below this they are two names
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_CODE = re.compile(r"([ivxl]{1,6})((\.\d+)+)")
_COMMA_CODE = re.compile(r"\d+(,\d+)+")


@dataclass
class IndicatorIndex:
    """One criteria set's indicators and pillars, ready to be recognised in a sheet."""

    by_code: dict = field(default_factory=dict)  # folded code -> indicator
    by_number: dict = field(default_factory=dict)  # 1.1 -> every indicator printed 1.1, 1.10, …
    by_name: dict = field(default_factory=dict)  # folded name -> indicators of that name
    pillars: dict = field(default_factory=dict)  # folded codes and names of pillars -> pillar code
    criteria_set: object = None
    passed: set = field(default_factory=set)  # folded names of groups, and of rows that earn nothing
    sums: set = field(default_factory=set)  # cells of sums outside the rows, counted from 0

    def __post_init__(self):
        self.recognise = lru_cache(4096, typed=True)(self.recognise)  # forms of one set repeat codes and names
        self._alike = lru_cache(4096)(self._alike)

    @classmethod
    def of(cls, criteria_set):
        """Return the index of one criteria set."""
        index = cls(criteria_set=criteria_set)
        for each in criteria_set.indicators:
            index.by_code[each.printed_as.casefold()] = each
            index.by_code[each.code.casefold()] = each
            for name in _names(each):
                index.by_name.setdefault(name, []).append(each)
            number = _as_number(each.printed_as)
            if number is not None:
                index.by_number.setdefault(number, []).append(each)
        for pillar in criteria_set.pillars:
            spelled = {fold(pillar.printed_as), fold(pillar.code), *_names(pillar, is_coded=True)}
            index.pillars |= dict.fromkeys(spelled, pillar.code)
        for group in criteria_set.groups:
            index.passed |= _names(group, is_coded=True)
        form = criteria_set.form
        index.passed |= set(map(fold, form.unscored))
        cells = map(coordinate_to_tuple, filter(None, (form.total, *form.other_sums)))
        index.sums |= {(row - 1, column - 1) for row, column in cells}
        return index

    @cached_property
    def _rules(self):
        return compile_rules({self.criteria_set.id: self.criteria_set})

    def earned(self, indicators, values, totals):
        """Return the points that rules give for declared a and b, as `scoring.score` has them; NaN where none.

        One form alone has no points under a rule that holds units against one another.
        """
        row = [self._rules.position[self.criteria_set.id, each.code] for each in indicators]
        points = self._rules.earned(np.array(row, dtype=np.intp), values, totals)[0]
        return np.where([each.rule.is_relative for each in indicators], np.nan, points)

    def recognise(self, code_cell, name_cell):
        """Return what a row is, the indicator it answers and the finding that makes: `kind` with `resolve`."""
        kind = self.kind(code_cell, name_cell)
        return kind, *(self.resolve(code_cell, name_cell) if kind == "indicator" else (None, ""))

    def resolve(self, code_cell, name_cell):
        """Return the indicator a row answers and the finding that makes, as ``(indicator, code)``.

        The finding is "" where code and name agree; a name agrees that is the indicator's own but for some
        letters. A code cell that holds a number has lost its trailing zeros (1.10 became 1.1): the name decides,
        and where it decides nothing, nobody does. A name that is nobody's is reported, whatever the code.
        """
        name = fold(clean(name_cell))
        named = self.by_name.get(name) or self._alike(name)
        if isinstance(code_cell, datetime.date):
            return self._by_name_alone(named)
        if isinstance(code_cell, int | float) and not isinstance(code_cell, bool):
            return self._resolve_number(float(code_cell), name, named)
        code = clean(code_cell)
        coded, said = self.by_code.get(plain_code(code)), ""
        if coded is None:
            coded, said = self.by_code.get(_rewritten(code)), "code_rewritten"
        if coded is None:
            return self._by_name_alone(named)
        if named and coded not in named:
            return self._resolve_shortened(code, named)
        return coded, said if named or not name or _is_kin(name, coded) else "name_of_nobody"

    def _by_name_alone(self, named):
        return (named[0], "code_resolved_by_name") if len(named) == 1 else (None, "indicator_unknown")

    def _alike(self, name):
        """The indicators whose name this one is but for some letters: of the best one alone."""
        found = process.extract(name, list(self.by_name), scorer=fuzz.ratio, limit=2, score_cutoff=SAME)
        if not name or not found or (len(found) == 2 and found[0][1] - found[1][1] < 1):
            return []
        return self.by_name[found[0][0]]

    def _resolve_shortened(self, code, named):
        """A sheet that was saved as CSV holds the text 1.1 where 1.10 stood: its name decides."""
        alike = self.by_number.get(_as_number(_rewritten(code)), [])
        fitting = [each for each in alike if each in named]
        return (fitting[0], "code_resolved_by_name") if len(fitting) == 1 else (None, "code_name_differ")

    def _resolve_number(self, number, name, named):
        candidates = self.by_number.get(number, [])
        fitting = [each for each in candidates if each in named]
        if len(fitting) == 1:
            return fitting[0], "" if len(candidates) == 1 else "code_resolved_by_name"
        if len(candidates) == 1 and not named:
            return candidates[0], "" if not name or _is_kin(name, candidates[0]) else "name_of_nobody"
        if not candidates:
            return self._by_name_alone(named)
        return None, "code_ambiguous" if len(candidates) > 1 else "code_name_differ"

    def is_code(self, cell):
        """Return whether a cell holds an indicator's code as issued."""
        return isinstance(cell, str) and plain_code(clean(cell)) in self.by_code

    def is_name(self, cell):
        """Return whether a cell holds an indicator's name as issued."""
        return isinstance(cell, str) and fold(clean(cell)) in self.by_name

    def kind(self, code_cell, name_cell):
        """Return what a row is: "blank", "total", "pillar", "passed" or "indicator"."""
        code, name = fold(clean(code_cell)), fold(clean(name_cell))
        if not code and not name:
            return "blank"
        if name in self.passed:
            return "passed"
        if plain_code(clean(code_cell)) in self.by_code or name in self.by_name:
            return "indicator"
        if is_total(name) or is_total(code):
            return "total"
        if name in self.pillars or (code in self.pillars and not self._alike(name) and not _is_dotted(code_cell)):
            return "pillar"
        return "indicator"

    def pillar(self, code_cell, name_cell):
        """Return the code of the pillar that a row heads, "" where it heads none."""
        return self.pillars.get(fold(clean(name_cell))) or self.pillars.get(fold(clean(code_cell)), "")


def is_total(text):
    """Return whether folded text heads a row of totals.

    >>> is_total("tong cong"), is_total("tong dai ho tro")
    (True, False)
    """
    return text in ("cong", "tong", "total") or text.startswith(TOTALS)


def plain_code(text):
    """Return a code without what a typist puts after it, to look it up by.

    >>> plain_code("A-01."), plain_code("1.10")
    ('a-01', '1.10')
    """
    return text.rstrip(". )").casefold()


def _rewritten(text):
    """A code as the set prints it: `I.1` is 1.1, and so is `1,1`."""
    code = plain_code(text).replace(" ", "")
    roman = _ROMAN_CODE.fullmatch(code)
    if roman:
        digits = [_ROMAN[letter] for letter in roman.group(1)]
        signed = (-each if each < after else each for each, after in zip(digits, [*digits[1:], 0], strict=True))
        return f"{sum(signed)}{roman.group(2)}"
    return code.replace(",", ".") if _COMMA_CODE.fullmatch(code) else code


def _names(record, is_coded=False):
    """What an indicator, pillar or group is called in either language, folded; after its code too."""
    names = {fold(each) for each in (record.name_vi, record.name_en) if each}
    return names | {fold(f"{record.printed_as} {each}") for each in names} if is_coded else names


def _is_kin(name, indicator):
    return any(fuzz.ratio(name, own) >= KIN or fuzz.token_set_ratio(name, own) >= 95 for own in _names(indicator))


def _as_number(printed):
    try:
        return float(printed)
    except ValueError:
        return None


def _is_dotted(cell):
    return "." in clean(cell).rstrip(". ")
