"""What was verified in the form's words: a level, an option, parts or figures; and the points that follow."""

import numpy as np

from ..messages import number_text
from ..scoring.verdict import is_typed_alike
from .asked_again import asks_again
from .declared import read_chosen, read_declared
from .headings import JUDGED, VERIFIED
from .numbers import Broken, read_number
from .text import clean, masked
from .typed_words import NOT_APPLICABLE, is_not_applicable

LEVEL, VALUE, TOTAL = VERIFIED
_CHOSEN = ("option", "parts")  # what a rule reads, of which a cell may name one
_WITHOUT = "verified_level_without_points"


class VerifiedLevels:
    """The verified levels of a form's rows.

    ``words`` are those of the form (of an option its label, of parts theirs, else as typed; also where they say
    that it does not apply), "" where no level counts; ``values`` and ``totals`` are the a and b of these answers,
    NaN where there are none; ``fields`` maps a row to the field of the cell that its points follow from, where no
    points are typed.

    Parameters
    ----------
    rows : Rows
    earned : callable
        ``earned(indicators, values, totals)`` returns the points of answers, NaN where there are none.
    """

    def __init__(self, rows, earned):
        self.rows, self._earned = rows, earned
        self.words, self.fields = [""] * len(rows), {}
        self.values, self.totals = np.full(len(rows), np.nan), np.full(len(rows), np.nan)

    def typed(self, field):
        """Return the points by row of what stands in words in a column of points, and the faults.

        NaN stands for words that name nothing, or several things. Only who verifies may choose instead of
        counting; of claims a level counts alone («Mức 3»), and is told.
        """
        values, faults = {}, []
        for row, cell in self.rows.filled(field):
            rule = self.rows.indicators[row].rule
            is_words = isinstance(cell, str) and read_number(cell).code == "number_unreadable"
            if rule.reads not in _CHOSEN or not is_words or is_not_applicable(cell) or asks_again(cell):
                continue
            value, code, facts = read_chosen(rule, cell)
            if field not in JUDGED:
                if not code and rule.reads == "option" and rule.is_of_levels and value not in rule.marks:
                    values[row] = value
                continue
            values[row] = value
            self._say(row, "" if code else rule.said(value), (np.nan if code else value, np.nan))
            if code:
                code = "verified_level_unknown" if code == "option_unknown" else code
                faults.append((row, code, field, facts | self.rows.limits(row)))
        points = self._points({row: (value, np.nan) for row, value in values.items()})
        if field not in JUDGED:
            faults = [
                (row, "claim_level_read", field, self._level(row, values[row], points[row])) for row in points
            ]
        return points, faults

    def _level(self, row, value, points):
        text = clean(self.rows.cells("claimed_points")[row])
        return {"text": text, "level": self.rows.indicators[row].rule.said(value), "points": points}

    def settle(self, points, is_out, is_invalid, main, asked=()):
        """Fill in the points of those who judge that follow from columns of levels and figures; return the faults.

        Points that are typed count, and a level that gives others is a fault.

        Parameters
        ----------
        points : array of float
            As read; NaN where none are typed.
        is_out : array of bool
            Where the indicator does not apply: this may be said in place of a level too.
        is_invalid : array of bool
            Where something stands that cannot be points: no level stands in for it.
        main : str
            The column of these points.
        asked : list of int
            The rows where a form of ours asks there to look again: a level stands in for that, parts do not.
        """
        is_invalid[asked] = [self.rows.indicators[row].rule.reads == "parts" for row in asked]
        filled = {row for field in VERIFIED for row, cell in self.rows.filled(field) if _is_said(cell)}
        read, faults = {}, []
        for row in sorted(filled):
            read[row], found = self._read(row)
            faults += [(row, code, field, facts) for code, field, facts in found]
        read = {row: each for row, each in read.items() if each}
        gained = self._points({row: numbers for row, (_, _, numbers) in read.items() if numbers})
        for row, (field, text, numbers) in read.items():
            stated = (
                NOT_APPLICABLE[0] if is_out[row] else "" if np.isnan(points[row]) else number_text(points[row])
            )
            given = gained.get(row, np.nan)
            if numbers and np.isnan(given):
                faults.append((row, _WITHOUT, field, {"text": text}))
            elif stated and not self._agrees(numbers, given, points[row], is_out[row]):
                facts = {"text": text, "given": number_text(given) if numbers else "—", "stated": stated}
                faults.append((row, "verified_level_differs", field, facts))
            elif not is_invalid[row]:
                self._take(row, read[row], given, points, is_out)
        told = {row for row, *_ in faults} | set(np.flatnonzero(is_out | ~np.isnan(points)).tolist())
        return faults + [(row, "form_asks_again", main, self.rows.limits(row)) for row in asked if row not in told]

    @staticmethod
    def _agrees(numbers, given, points, is_out):
        """Whether a level and the points beside it say the same: so many, or that the indicator does not apply."""
        return bool(is_out) if not numbers else not is_out and is_typed_alike(given, points)

    def _take(self, row, read, given, points, is_out):
        field, text, numbers = read
        if not numbers:
            is_out[row], self.words[row] = True, text
            return
        self._say(row, text, numbers)
        if np.isnan(points[row]):
            points[row], self.fields[row] = given, field

    def _say(self, row, words, numbers):
        self.words[row] = words
        self.values[row], self.totals[row] = numbers

    def _read(self, row):
        """``(field, words, (a, b))`` of a row, None for the numbers where it does not apply, and the faults.

        Nothing is read where a cell is at fault; one that the rule has no use for is a fault beside what is read.
        """
        rule = self.rows.indicators[row].rule
        cells = {field: self.rows.cells(field)[row] for field in VERIFIED}
        said = [field for field in VERIFIED if _is_said(cells[field])]
        broken = [(each.code, field, {"text": each.text, "value": None}) for field, each in cells.items()
                  if isinstance(each, Broken)]  # fmt: skip
        struck = [field for field in said if row in self.rows.struck(field)]
        broken += [("number_struck", field, {"text": clean(cells[field])}) for field in struck]
        if broken:
            return None, broken
        used, read, faults = self._by_rule(rule, cells, said)
        left = [field for field in said if field not in used]
        return read, faults + [(_WITHOUT, field, {"text": clean(cells[field])}) for field in left]

    def _by_rule(self, rule, cells, said):
        """The fields that a rule uses, what is read of them, and the faults."""
        first = said[0]
        if rule.reads in _CHOSEN and first != TOTAL:
            value, code, facts = read_chosen(rule, cells[first])
            if not code:
                numbers = None if rule.marks.get(value) == "not_applicable" else (value, np.nan)
                return [first], (first, rule.said(value) or clean(cells[first]), numbers), []
            if not is_not_applicable(cells[first]):
                return [first], None, [(code, first, facts)]
        if is_not_applicable(cells[first]):
            return [first], (first, clean(cells[first]), None), []
        if rule.reads not in ("share", "value"):
            return [], None, []
        used = {"declared_value": VALUE} | ({"declared_total": TOTAL} if rule.reads == "share" else {})
        typed = {name: cells[used[name]] if name in used else "" for name in ("declared_value", "declared_total")}
        value, total, text, found = read_declared(rule, typed, self.rows.decimal)
        faults = [(code, used[name], facts) for code, name, facts in found]
        numbers = (value, np.nan if total is None else total)
        return [*used.values()], None if value is None else (VALUE, masked(text)[0], numbers), faults

    def _points(self, values):
        """The points of (a, b) by row."""
        if not values:
            return {}
        indicators = [self.rows.indicators[row] for row in values]
        points = self._earned(
            indicators, *(np.array(each, dtype=float) for each in zip(*values.values(), strict=True))
        )
        return dict(zip(values, points.tolist(), strict=True))


def speaks_in_levels(rows, field, column):
    """Return whether a column of a verifier's points holds words instead, most of which name an option or a part.

    Parameters
    ----------
    rows : Rows
    field : str
        What the column's heading says it holds.
    column : int
        Counted from 0.
    """
    if field not in JUDGED:
        return False
    cells = [(each.rule, cell) for each, cell in zip(rows.indicators, rows.cells_at(column), strict=True)]
    filled = [(rule, cell) for rule, cell in cells if _is_said(cell)]
    named = [
        rule.reads in _CHOSEN and read_number(cell).value is None and not read_chosen(rule, cell)[1]
        for rule, cell in filled
    ]
    return 2 * sum(named) > len(filled)


def not_sayable(rows, columns):
    """Return of how many rows a verification without a column of points has no column to say anything.

    Parameters
    ----------
    rows : Rows
    columns : dict
        Field to column.
    """
    if any(name in columns for name in JUDGED):
        return 0
    sayable = {"share", "value"} if VALUE in columns else set()
    sayable |= set(_CHOSEN) if {LEVEL, VALUE} & columns.keys() else set()
    return sum(each.rule.reads not in sayable for each in rows.indicators)


def _is_said(cell):
    return isinstance(cell, Broken) or bool(clean(cell))
