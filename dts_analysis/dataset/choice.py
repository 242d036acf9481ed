"""What views share: how rows of one basis, and the basis itself, are chosen; refusals of what nobody has."""

from numbers import Integral

import pandas as pd

from ..errors import DtsError, finding
from ..scoring import check_basis

SIDES = ("claimed", "measured", "verified", "final")  # what stands side by side wherever a unit has it


class View:
    """What a cell shows of a view: what it is, of whom, of which year, on which basis."""

    def __repr__(self):
        whole = (f"{self.name} ({self.unit_code})", str(self.year), self.basis)
        return f"{type(self).__name__}: {', '.join(filter(None, whole))}"


def check(unit_code, year, basis):
    """Refuse a code that is no text, a year that is no whole number, and a basis that is none."""
    if not isinstance(unit_code, str):
        raise DtsError(finding("unit_code_not_text", "unit_code", value=repr(unit_code)))
    if not isinstance(year, Integral) or isinstance(year, bool):
        raise DtsError(finding("year_not_number", "year", value=repr(year)))
    if basis != "":
        check_basis(basis)


def chosen_basis(data, parent_code, criteria_id, year):
    """Return the row of ``bases`` of the units under one parent: what pages show, and how many units have it."""
    found = data.rows("bases", parent_code=parent_code, criteria_id=criteria_id, year=year)
    return found.iloc[0]


def on_basis(table, basis):
    """Return a table's rows of one basis; raises as `scoring.check_basis`."""
    return table[(table["basis"] == check_basis(basis)).to_numpy()].reset_index(drop=True)


def years_of(rows):
    """Return the years of some rows as a reader is told them."""
    return ", ".join(str(each) for each in sorted(rows["year"].unique())) or "—"


def printed_facts(data, unit_code, year):
    """Return the facts that authorities published of a unit, or of those below it, in a year."""
    columns = ["unit_code", "year", "basis", "name", "of", "value", "source"]
    printed = data.published.get("facts", pd.DataFrame(columns=columns))
    return printed[(printed["unit_code"] == unit_code) & (printed["year"] == year)]
