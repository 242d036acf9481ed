"""What a year's reports are about: every unit with its pages in reading order, under the unit above it."""

from dataclasses import dataclass
from functools import cached_property

from .. import reference
from ..messages import say

FIRST = "summary"  # a notebook of this name comes before all others of its unit
MANY = 300  # units that the first page lists for a year; beyond, a page per unit above


@dataclass(frozen=True)
class Entry:
    """One unit of a year and its reports: the ledger's rows, in reading order."""

    unit_code: str
    unit_name: str
    parent_code: str
    level: str
    reports: tuple
    is_above: bool  # all its reports are about the units below it

    @cached_property
    def done(self):
        """The names of the notebooks whose pages are there."""
        return [row["notebook"] for row in self.reports if row["status"] == "done"]


class Outline:
    """The units of one year that have reports, made or not, and the units above them.

    Parameters
    ----------
    year : int
    rows : iterable of dict
        Of the year's ledger; what became of each report.
    dataset : Dataset
    notebooks : dict
        As from `load_notebooks`; reports of others are not known.
    """

    def __init__(self, year, rows, dataset, notebooks):
        self.year, self.notebooks = year, notebooks
        known = reference.units_in(dataset.units, year).set_index("unit_code")
        self._parents, self._names, self._levels = known["parent_code"].to_dict(), known["name"], dataset.levels
        self._level_of = known["level"].to_dict()
        order = sorted(notebooks, key=lambda name: _place(notebooks[name]))
        by_unit = {}
        for row in rows:
            if row["notebook"] in notebooks:
                by_unit.setdefault(row["unit_code"], []).append(row)
        self.entries = {
            code: self._entry(code, sorted(by_unit[code], key=lambda row: order.index(row["notebook"])))
            for code in sorted(by_unit)
        }

    def _entry(self, code, rows):
        is_above = all(self.notebooks[row["notebook"]].scope == "parent" for row in rows)
        level = self._level_of.get(code, "")
        return Entry(code, rows[0]["unit_name"], self._parents.get(code, ""), level, tuple(rows), is_above)

    @cached_property
    def above(self):
        """The entries that are about the units below them alone."""
        return [each for each in self.entries.values() if each.is_above]

    @cached_property
    def without_list(self):
        """Of those, the ones that no page of their own lists the units of."""
        return [each for each in self.above if not (self.is_large and each.unit_code in self.groups)]

    @cached_property
    def groups(self):
        """The other entries, by the code of the unit above them."""
        found = {}
        for each in self.entries.values():
            if not each.is_above:
                found.setdefault(each.parent_code, []).append(each)
        return found

    @cached_property
    def beside(self):
        """Every entry's neighbours: those of its kind under the same unit that have a page, itself among them."""
        found = {}
        for each in self.entries.values():
            found.setdefault((each.parent_code, each.is_above), []).append(each)
        return found

    @cached_property
    def is_large(self):
        """Whether the first page lists the units above, and each of these has a page that lists its own."""
        return sum(map(len, self.groups.values())) > MANY

    def name(self, code):
        """Return the name of a unit, with a report or without."""
        if code in self.entries:
            return self.entries[code].unit_name
        return self._levels.unit_name(code, self._names.get(code, code))

    def title(self, entry, row):
        """Return what a report is called among its unit's: one about the units below says so."""
        book, below = self.notebooks[row["notebook"]], say("site_below")
        is_told = book.scope == "unit" or entry.is_above or below in book.title.lower()
        return book.title if is_told else f"{book.title} ({below})"


def _place(notebook):
    return notebook.name != FIRST, notebook.scope == "parent", notebook.order, notebook.name
