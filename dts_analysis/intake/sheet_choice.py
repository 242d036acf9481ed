"""Which table of a file is the form: chosen by what it is, and said where there was a choice."""

from dataclasses import dataclass

from ..messages import say
from .headers import find_tables
from .points_columns import content
from .table_rows import TableRows, find_rows
from .text import fold
from .years import years_named


@dataclass(frozen=True)
class Table:
    """A table of a sheet: its heading and its rows."""

    sheet: object
    header: object
    found: TableRows
    rows: object  # `Rows`: those of `found` that answer indicators

    @property
    def place(self):
        """Where it starts."""
        return self.sheet.at(self.header.top, min(self.header.columns.values()))


def find_all(sheets, headings, index):
    """Return every `Table` of a file's sheets."""
    return [
        Table(sheet, header, found, found.answering(sheet, header.columns))
        for sheet in sheets
        for header in find_tables(sheet.rows, headings)
        for found in [find_rows(sheet, header, index)]
    ]


def choose(tables, wanted, year):
    """Return the table that is the form, and what is to be said of the others.

    Visible goes before hidden, the asked year before another one, filled before blank; then the sheet named as the
    set's form, then the one that answers more indicators, then the fuller, then the first.

    Parameters
    ----------
    tables : list of Table
        At least one.
    wanted : str
        The name of the set's sheet.
    year : int
        The year asked for.

    Returns
    -------
    chosen : Table
    faults : list of (code, where, facts)
    """

    def rank(table):
        filled = _filled(table)
        is_other = _is_of_another(table, year)
        is_named = fold(table.sheet.name) == fold(wanted)
        return table.sheet.is_hidden, is_other, not filled, not is_named, -len(table.rows), -filled

    chosen, *others = sorted(tables, key=rank)
    faults = [_passed_over(other, chosen, year) for other in others if other.rows]
    if _is_of_another(chosen, year):
        found = ", ".join(str(each) for each in sorted(years_named(chosen.sheet.name)))
        faults.append(("form_year_differs", chosen.sheet.where, {"found": found, "listed": year}))
    return chosen, faults


def _is_of_another(table, year):
    named = years_named(table.sheet.name)
    return bool(named) and year not in named


def _filled(table):
    """How many numbers stand in columns that are, or may be, of points."""
    taken = {table.header.columns.get(name) for name in ("code", "name", "max_points")}
    width = max((len(table.sheet.rows[number]) for number in table.rows.numbers), default=0)
    held = (content(table.rows, column) for column in range(width) if column not in taken)
    return sum(len(each.within) for each in held if each.is_points)


def _passed_over(table, chosen, year):
    why = ""
    if table.sheet.is_hidden and not chosen.sheet.is_hidden:
        why = "why_hidden"
    elif _is_of_another(table, year) and not _is_of_another(chosen, year):
        why = "why_other_year"
    elif not _filled(table):
        why = "why_blank"
    where = table.sheet.where if table.sheet is not chosen.sheet else table.place
    if why:
        return "sheet_passed_over", where, {"why": say(why), "name": chosen.sheet.name}
    return "sheet_ignored", where, {"name": chosen.sheet.name}
