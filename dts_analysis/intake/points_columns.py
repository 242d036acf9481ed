"""Which columns of a table hold points: by their headings, by what stands in them, and by the kind of form."""

from dataclasses import dataclass

import numpy as np
from openpyxl.utils import get_column_letter

from ..messages import say
from ..scoring.verdict import is_typed_alike
from .columns import DECLARED, read_numbers
from .headings import JUDGED, POINTS, VERIFIED
from .numbers import read_number
from .text import clean
from .verified_levels import not_sayable, speaks_in_levels
from .years import years_named

OWN_STAGES = ("self", "sheet")  # the forms that hold a unit's claims
_ALLOWED = {"self": POINTS[:1], "verification": JUDGED, "sheet": POINTS}


@dataclass(frozen=True)
class Content:
    """What stands in one column of the rows that answer indicators: the places of filled cells and of numbers."""

    filled: tuple
    numbers: tuple
    within: tuple  # of the numbers, those up to the indicator's maximum

    @property
    def is_points(self):
        """Whether most of what stands there can be points."""
        return 2 * len(self.within) > len(self.filled)


def content(rows, column):
    """Return the `Content` of a column.

    Parameters
    ----------
    rows : Rows
        The rows that answer indicators.
    column : int
    """
    filled, numbers, within = [], [], []
    for at, (number, indicator) in enumerate(zip(rows.numbers, rows.indicators, strict=True)):
        cells = rows.sheet.rows[number]
        cell = cells[column] if column < len(cells) else ""
        if cell in ("", None) or (isinstance(cell, str) and not clean(cell)):
            continue
        filled.append(at)
        value = read_number(cell, most=indicator.max_points).value
        if value is not None:
            numbers.append(at)
            if value <= indicator.max_points:
                within.append(at)
    return Content(tuple(filled), tuple(numbers), tuple(within))


def possible_fields(headings, heading, stage, columns):
    """Return the fields that a heading of several meanings may have in a form of a stage, beside other columns.

    >>> from .headings import house
    >>> possible_fields(house(), "Điểm đạt được", "self", {})
    ['claimed_points']
    >>> possible_fields(house(), "Điểm đạt được", "sheet", {"claimed_points": 3})
    ['verified_points', 'final_points']
    """
    meanings = headings.meanings(heading)
    possible = [name for name in meanings if name in _ALLOWED[stage] and name not in columns]
    return ["claimed_points"] if "claimed_points" in possible else possible


def settle(rows, header, headings, stage, year, claims="typed"):
    """Return the columns that are read, and what is to be said of the others.

    Parameters
    ----------
    rows : Rows
        The rows that answer indicators.
    header : Header
    headings : Headings
    stage : {"self", "verification", "sheet"}
        A unit's own form holds claims and no verdict on itself, a verification verified points, a sheet both.
    year : int
        The year of the form.
    claims : {"typed", "by_rule"}
        Where a claim comes from; by rule a form needs a column of answers instead of one of claims.

    Returns
    -------
    columns : dict
        Field to column, counted from 0.
    faults : list of (code, row, column, facts)
        Each at a cell, counted from 0.
    """
    table = _Table(rows, header, headings)
    table.leave_other_years(year)
    table.drop_texts()
    table.choose_doubled()
    table.decide_open(stage)
    if stage == "self":
        table.refuse_own_verdict()
    table.refuse_exchanged()
    table.demand(stage, claims)
    table.tell_unread()
    return table.columns, table.faults


class _Table:
    def __init__(self, rows, header, headings):
        self.rows, self.header, self.headings = rows, header, headings
        self.columns, self.unknown, self.faults = dict(header.columns), dict(header.unknown), []
        self.left = set()  # columns of another year
        self.known = set(header.passed) | set(header.doubled) | set(header.asked)

    def _say(self, code, column, **facts):
        self.faults.append((code, self.header.last_row, column, facts))

    def _words(self, fields):
        return f" {say('or')} ".join(map(self.headings.name, fields))

    def _heading(self, column):
        return self.header.heading(self.rows.sheet.rows, column)

    def leave_other_years(self, year):
        """A column whose heading names another year is not of this form."""
        for column in [*self.header.columns.values(), *self.header.doubled, *self.header.asked]:
            named = years_named(self._heading(column))
            if not named or year in named:
                continue
            self.columns = {name: at for name, at in self.columns.items() if at != column}
            self.known.add(column)
            self.left.add(column)
            self._say("column_of_another_year", column, heading=self._heading(column))

    def drop_texts(self):
        """A heading whose words speak of points, over a column of texts, is not one of points."""
        for name in (*POINTS, "max_points"):
            if name in self.columns and (name in self.header.guessed or self.header.asked):
                held = content(self.rows, self.columns[name])
                is_text = not held.is_points if name in self.header.guessed else not held.numbers
                if held.filled and is_text and not speaks_in_levels(self.rows, name, self.columns[name]):
                    column = self.columns.pop(name)
                    self.known.add(column)
                    self._say(
                        "column_without_points", column, heading=self._heading(column), texts=len(held.filled)
                    )

    def choose_doubled(self):
        """Of two columns that mean the same, the visible one is read, else the first one that holds something."""
        hidden = self.rows.sheet.hidden_columns
        for column, heading in self.header.doubled.items():
            name = self.header.meant[column]
            if column in self.left:
                continue
            if name not in self.columns:
                self.columns[name] = column
                continue
            read = self.columns[name]
            is_one_seen = (read in hidden) != (column in hidden)
            if name in POINTS and not is_one_seen and self._contradict(read, column):
                self.columns.pop(name)
                self.known.add(read)
                self._say("points_doubled", column, heading=self._heading(read), other=heading)
                continue
            is_better = read in hidden if is_one_seen else not content(self.rows, read).filled
            if is_better and content(self.rows, column).filled:
                self.columns[name], read, column = column, column, read
            self.known.add(column)
            self._say("column_doubled", column, heading=heading, read=get_column_letter(read + 1))

    def _contradict(self, column, other):
        """Whether columns that mean the same hold different numbers in a row, or each some the other lacks."""
        first, second = (read_numbers(self.rows.cells_at(at), most=self.rows.maxima)[0] for at in (column, other))
        is_blank = np.isnan(first), np.isnan(second)
        differs = ~is_blank[0] & ~is_blank[1] & ~is_typed_alike(first, second)
        return bool(differs.any() or ((is_blank[0] & ~is_blank[1]).any() and (is_blank[1] & ~is_blank[0]).any()))

    def decide_open(self, stage):
        """What a heading that may mean several things can mean in this form."""
        for column, heading in self.header.asked.items():
            if column in self.left:
                continue
            possible = possible_fields(self.headings, heading, stage, self.columns)
            is_of_levels = len(possible) == 1 and speaks_in_levels(self.rows, possible[0], column)
            if not content(self.rows, column).is_points and not is_of_levels:
                self.unknown[column] = heading
            elif len(possible) == 1:
                self.columns[possible[0]] = column
                self._say("heading_taken", column, heading=heading, field=self._words(possible))
            elif possible:
                self._say("heading_ambiguous", column, heading=heading, fields=self._words(possible))
            else:
                self.known.discard(column)
                self.unknown[column] = heading

    def refuse_own_verdict(self):
        """A unit's own form holds no verdict on itself."""
        for name in (*JUDGED, *VERIFIED):
            column = self.columns.pop(name, None)
            if column is None:
                continue
            self.known.add(column)
            count = len(content(self.rows, column).filled) + len(self.rows.covered(column))
            if count:
                self._say("judged_by_itself", column, heading=self._heading(column), numbers=count)

    def refuse_exchanged(self):
        """Maxima under the heading of claims, and other numbers under that of maxima: nobody claimed these."""
        if not {"claimed_points", "max_points"} <= self.columns.keys():
            return
        printed, claimed = (self._as_maxima(name) for name in ("max_points", "claimed_points"))
        has_maxima = any(read_numbers(self.rows.cells_at(self.columns["max_points"]))[0] > 0)
        if has_maxima and len(claimed) > 1 and 2 * sum(claimed) > len(claimed) and 2 * sum(printed) < len(printed):
            self.known.add(column := self.columns.pop("claimed_points"))
            self._say("columns_exchanged", column, heading=self._heading(column))

    def _as_maxima(self, name):
        """Of each number in a column, whether it is its indicator's maximum."""
        values, _ = read_numbers(self.rows.cells_at(self.columns[name]), most=self.rows.maxima)
        return is_typed_alike(values, self.rows.maxima)[~np.isnan(values)]

    def demand(self, stage, claims):
        """A form without the points it is there for is an error, never "nothing to do"."""
        is_own = stage in OWN_STAGES
        needed = POINTS[:1] if claims == "typed" else DECLARED[:1]
        needed = needed if is_own else (*JUDGED, *VERIFIED)
        texts = filter(None, map(clean, self.rows.sheet.rows[self.header.last_row]))
        if self.rows and not any(name in self.columns for name in needed):
            self._say("claims_missing" if is_own else "verified_missing", 0, seen="; ".join(texts) or "—")
        elif not is_own and (count := not_sayable(self.rows, self.columns)):
            self._say("verified_points_absent", 0, count=count)

    def tell_unread(self):
        """Every other column: points nobody understands, numbers without a heading, the rest."""
        read = self.known | set(self.columns.values())
        width = max((len(self.rows.sheet.rows[number]) for number in self.rows.numbers), default=0)
        ignored = []
        for column in sorted(set(range(width)) | set(self.unknown)):
            if column in read:
                continue
            heading = self.unknown.get(column) or self._heading(column)
            held = content(self.rows, column)
            if not heading:
                if held.numbers:
                    self._tell_bare(column, held)
            elif held.is_points and (self._speaks_of_points(heading) or 2 * len(held.filled) > len(self.rows)):
                self._say("column_points_unread", column, heading=heading, numbers=len(held.numbers))
            elif column in self.unknown:
                ignored.append((column, heading))
        for column, heading in ignored:
            self._say("column_ignored", column, heading=heading)

    def _speaks_of_points(self, heading):
        return self.headings.by_words(heading) in POINTS

    def _tell_bare(self, column, held):
        for at in held.filled:
            self.faults.append(("number_without_heading", self.rows.numbers[at], column, {}))
