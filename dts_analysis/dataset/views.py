"""What a notebook asks for: one unit in one year, or the units directly below one, on a basis that is chosen and said."""

from functools import cached_property

from ..errors import DtsError, finding
from ..scoring import BASES

SIDES = ("claimed", "verified", "final")  # what stands side by side wherever a unit has it


class UnitView:
    """One unit in one year: its own rows, and the rows of the groups it is compared with.

    Parameters
    ----------
    data : Dataset
    unit_code : str
    year : int
    basis : str
        Which points count; "" for the best that most units under its parent have, where this unit has it whole,
        and its claims otherwise.

    Raises
    ------
    DtsError
        Where the code is no text, nothing was received from the unit for that year, or there is no such basis.
    """

    def __init__(self, data, unit_code, year, basis=""):
        _check(unit_code, basis)
        self.data, self.unit_code, self.year = data, unit_code, year
        rows = data.rows("standings", unit_code=unit_code)
        self.standing = rows[rows["year"] == year]
        if self.standing.empty:
            data.unit(unit_code, year)
            raise DtsError(finding("unit_not_received", "manifest.csv", unit=unit_code, year=year, has=_years(rows)))
        first = self.standing.iloc[0]
        same = rows["unit_id"] == first["unit_id"]  # a code that another unit bore brings nothing along
        self.history = rows[same & (rows["year"] <= year)].sort_values("year", kind="stable", ignore_index=True)
        self.name, self.parent_code, self.level = first["unit_name"], first["parent_code"], first["unit_level"]
        self.criteria_set = data.criteria[first["criteria_id"]]
        self.chosen, self.asked = _bases(data, self.parent_code, self.criteria_set.id, year), basis
        best = self.chosen["basis"]
        self.basis = basis or (best if self.is_complete(best) else "claimed")

    def is_complete(self, basis, year=None):
        """Return whether every applicable answer of the unit is judged on a basis, in this year or another."""
        rows = self.history[(self.history["basis"] == basis) & (self.history["year"] == (year or self.year))]
        return bool(rows["is_complete"].any())

    @cached_property
    def sides(self):
        """The bases the unit has points on this year, in the order they arise."""
        has = self.standing.loc[self.standing["points"].notna(), "basis"]
        return [basis for basis in SIDES if basis in set(has)]

    def total(self, basis=None):
        """Return the unit's row of ``standings`` on a basis; the page's own unless told; None where it has none."""
        rows = self.standing[self.standing["basis"] == (basis or self.basis)]
        return None if rows.empty else rows.iloc[0]

    def _own(self, name):
        return self.data.rows(name, unit_code=self.unit_code, year=self.year)

    @cached_property
    def scores(self):
        """The unit's answers of the year as received, with their points."""
        return self._own("scores")

    @cached_property
    def counted(self):
        """What they count for on every basis; see `scoring.count`."""
        return self._own("counted")

    @property
    def on_basis(self):
        """What they count for on the page's basis."""
        return _of(self.counted, self.basis)

    @cached_property
    def totals(self):
        """The unit's sums per basis and node; see `scoring.totals`."""
        return self._own("totals")

    @cached_property
    def class_counts(self):
        """How many answers are in each class per basis and node; see `scoring.class_counts`."""
        return self._own("class_counts")

    @cached_property
    def gaps(self):
        """The unit's verified answers beside its claims; see `verification.gaps`.

        Raises
        ------
        DtsError
            Where nothing of the unit was verified.
        """
        gaps = self._own("gaps")
        if gaps.empty:
            raise DtsError(
                finding("verification_missing", "manifest.csv", unit=self.unit_code, name=self.name, year=self.year)
            )
        return gaps

    @cached_property
    def peers(self):
        """How all units under the same set did in the year, per basis and node; see `groups.peers`."""
        return self.of_set("peers")

    def of_set(self, name):
        """Return the rows of a group table for the unit's set and year: ``indicator_gaps``, ``agreement``."""
        return self.data.rows(name, criteria_id=self.criteria_set.id, year=self.year)

    @cached_property
    def files(self):
        """The files in force that were received of the unit for the year."""
        return self._own("received")

    def rows_of_years(self, name, basis=None):
        """Return the unit's rows of a table over the years up to this one, on one basis where it has bases."""
        rows = self.data.rows(name, unit_code=self.unit_code)
        rows = rows[rows["year"].isin(self.history["year"].unique())]
        return rows if basis is None else _of(rows, basis)

    @cached_property
    def before(self):
        """The same unit in the year before, on the basis both years have: see `compared_basis`.

        Raises
        ------
        DtsError
            Where nothing was received of it for that year, or another unit bore the code.
        """
        if (self.history["year"] == self.year - 1).any():
            return UnitView(self.data, self.unit_code, self.year - 1, self.compared_basis)
        has = _years(self.history[self.history["year"] < self.year])
        raise DtsError(
            finding("year_before_missing", "manifest.csv", unit=self.unit_code, name=self.name, year=self.year, has=has)
        )

    @cached_property
    def compared_basis(self):
        """The basis two years are compared on: the page's, where the year before has it whole too; else claims."""
        return self.basis if self.is_complete(self.basis, self.year - 1) else "claimed"

    @cached_property
    def province(self):
        """The name of the province the unit lies in."""
        return self.data.province(self.unit_code, self.year)


class GroupView:
    """The units directly below one that answered one criteria set in a year.

    Where they answered several sets, the one that most of them answered; `n_others` tells how many did not.

    Parameters, and what is raised, as `UnitView`; the basis is the best that most of these units have.
    """

    def __init__(self, data, unit_code, year, basis=""):
        _check(unit_code, basis)
        self.data, self.unit_code, self.year = data, unit_code, year
        self.unit = data.unit(unit_code, year)
        self.name = self.unit["name"]
        rows = data.rows("standings", parent_code=unit_code, year=year)
        if rows.empty:
            has = _years(data.rows("standings", parent_code=unit_code))
            raise DtsError(finding("nothing_below", "manifest.csv", unit=unit_code, name=self.name, year=year, has=has))
        sizes = rows.drop_duplicates("unit_code")["criteria_id"].astype("str").value_counts()
        largest = sorted(sizes.index[sizes == sizes.max()])[0]
        self.criteria_set, self.n_others = data.criteria[largest], int(sizes.sum() - sizes[largest])
        self.standings = rows[rows["criteria_id"] == largest].reset_index(drop=True)
        self.names = dict(zip(self.standings["unit_code"], self.standings["unit_name"], strict=True))
        self.chosen, self.asked = _bases(data, unit_code, largest, year), basis
        self.basis = basis or self.chosen["basis"]

    @property
    def codes(self):
        """The units' codes, in their order."""
        return list(self.names)

    @property
    def n_units(self):
        """How many units there are."""
        return len(self.names)

    @cached_property
    def sides(self):
        """The bases any of the units has points on, in the order they arise."""
        has = set(self.standings.loc[self.standings["points"].notna(), "basis"])
        return [basis for basis in SIDES if basis in has]

    def on(self, basis=None):
        """Return the units' rows of ``standings`` on a basis; the page's own unless told."""
        return _of(self.standings, basis or self.basis)

    def _theirs(self, name, **where):
        return self.data.rows(name, unit_code=self.codes, year=self.year, **where)

    @cached_property
    def scores(self):
        """The units' answers of the year as received, with their points."""
        return self._theirs("scores")

    @cached_property
    def counted(self):
        """What they count for on the page's basis."""
        return self._theirs("counted", basis=self.basis)

    @cached_property
    def totals(self):
        """The units' sums per node on the page's basis."""
        return self._theirs("totals", basis=self.basis)

    @cached_property
    def files(self):
        """The files in force that were received of the units for the year."""
        return self._theirs("received")

    def of_group(self, name, basis=None):
        """Return the rows of a table of groups, such as ``majorities``, on a basis; the page's own unless told."""
        where = {"parent_code": self.unit_code, "criteria_id": self.criteria_set.id, "year": self.year}
        return self.data.rows(name, **where, basis=basis or self.basis)

    @cached_property
    def gaps_before(self):
        """The same units' verified answers of the year before beside their claims; empty where there are none."""
        lives = self.data.rows("standings", unit_code=self.codes, year=[self.year - 1])
        now = dict(zip(self.standings["unit_code"], self.standings["unit_id"], strict=True))
        same = lives.loc[lives["unit_id"] == lives["unit_code"].map(now), "unit_code"].unique()
        return self.data.rows("gaps", unit_code=list(same), year=self.year - 1)

    @cached_property
    def province(self):
        """The name of the province the units lie in; the country's, where they are provinces."""
        return self.data.province(self.unit_code, self.year)


def _check(unit_code, basis):
    if not isinstance(unit_code, str):
        raise DtsError(finding("unit_code_not_text", "unit_code", value=repr(unit_code)))
    if basis and basis not in BASES:
        raise DtsError(finding("basis_unknown", "basis", value=repr(basis), known=", ".join(BASES)))


def _bases(data, parent_code, criteria_id, year):
    found = data.rows("bases", parent_code=parent_code, criteria_id=criteria_id, year=year)
    return found.iloc[0]


def _of(table, basis):
    return table[(table["basis"] == basis).to_numpy()].reset_index(drop=True)


def _years(rows):
    return ", ".join(str(each) for each in sorted(rows["year"].unique())) or "—"
