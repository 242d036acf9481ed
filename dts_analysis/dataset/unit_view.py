"""One unit in one year: its own rows, and those of the groups it is compared with."""

from functools import cached_property
from typing import Any

import pandas as pd

from ..analysis.published import earlier, of_years, published_totals
from ..analysis.published_lists import lists_of
from ..errors import DtsError, finding, stop_if
from ..reference import CriteriaSet
from ..scoring import HELD_AGAINST
from .choice import SIDES, View, check, chosen_basis, on_basis, printed_facts, years_of
from .groups import of_gaps
from .past_view import merged_past


class UnitView(View):
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

    def __init__(self, data: Any, unit_code: str, year: int, basis: str = "") -> None:
        check(unit_code, year, basis)
        self.data, self.unit_code, self.year = data, unit_code, year
        rows = data.rows("standings", unit_code=unit_code)
        self.standing = rows[rows["year"] == year]
        if self.standing.empty:
            data.unit(unit_code, year)
            raise DtsError(
                finding("unit_not_received", "manifest.csv", unit=unit_code, year=year, has=years_of(rows))
            )
        first = self.standing.iloc[0]
        same = rows["unit_id"] == first["unit_id"]  # a code that another unit bore brings nothing along
        self._own_years = rows[same & (rows["year"] <= year)].sort_values("year", kind="stable", ignore_index=True)
        self.name, self.parent_code, self.level = first["unit_name"], first["parent_code"], first["unit_level"]
        self.criteria_set = data.criteria[first["criteria_id"]]
        self.chosen, self.asked = chosen_basis(data, self.parent_code, self.criteria_set.id, year), basis
        best = self.chosen["basis"]
        self.basis = basis or (best if self.is_complete(best) else "claimed")

    def is_complete(self, basis: str, year: int | None = None) -> bool:
        """Return whether every applicable answer of the unit is judged on a basis, in this year or another."""
        rows = self.standing if year is None else self.history[self.history["year"] == year]
        return bool(on_basis(rows, basis)["is_complete"].any())

    @cached_property
    def _past(self):
        had = (self._own_years["year"] == self.year - 1).any()
        return (None, None) if had else merged_past(self)

    @property
    def merged(self) -> Any:
        """What the unit was made of since the year before, a `MergedPast`; None where it was there, or none is."""
        return self._past[0]

    @cached_property
    def history(self) -> pd.DataFrame:
        """The unit's rows of ``standings`` up to this year; a new one's begin with its parts' year, merged."""
        if self.merged is None:
            return self._own_years
        own, before = self._own_years, self.merged.history(self.standing)
        shares = own["basis"].map(before.set_index("basis")["attainment_share"])
        change = (own["attainment_share"] - shares).where(own["year"] == self.year)
        own = own.assign(change_share=own["change_share"].fillna(change))
        return pd.concat([own, before]).sort_values("year", kind="stable", ignore_index=True)

    def change(self, basis: str) -> float:
        """Return how attainment moved on the year before, on a basis; NaN where one of both is not known."""
        rows = on_basis(self.history[self.history["year"] == self.year], basis)
        return rows["change_share"].iloc[0] if len(rows) else float("nan")

    @cached_property
    def sides(self) -> list[str]:
        """The bases the unit has points on this year, in the order they arise."""
        has = self.standing.loc[self.standing["points"].notna(), "basis"]
        return [basis for basis in SIDES if basis in set(has)]

    def total(self, basis: str | None = None) -> Any:
        """Return the unit's row of ``standings`` on a basis, the page's unless told; None where it has none."""
        rows = on_basis(self.standing, basis or self.basis)
        return None if rows.empty else rows.iloc[0]

    def _own(self, name):
        return self.data.rows(name, unit_code=self.unit_code, year=self.year)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The unit's answers of the year as received, with their points."""
        return self._own("scores")

    @cached_property
    def counted(self) -> pd.DataFrame:
        """What they count for on every basis; see `scoring.count`."""
        return self._own("counted")

    @property
    def on_basis(self) -> pd.DataFrame:
        """What they count for on the page's basis."""
        return self.on(self.basis)

    def on(self, basis: str) -> pd.DataFrame:
        """Return what they count for on a basis."""
        return on_basis(self.counted, basis)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The unit's sums per basis and node; see `scoring.totals`."""
        return self._own("totals")

    @cached_property
    def class_counts(self) -> pd.DataFrame:
        """How many answers are in each class per basis and node; see `scoring.class_counts`."""
        return self._own("class_counts")

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The unit's verified answers beside its claims; see `gaps_on`."""
        return self.gaps_on("verified")

    @property
    def held_against(self) -> str:
        """What its claims are held against: ``measured`` where there is nothing else, else ``verified``."""
        return next((each for each in HELD_AGAINST if not self.any_gaps_on(each).empty), HELD_AGAINST[0])

    def any_gaps_on(self, basis: str, name: str = "gaps") -> pd.DataFrame:
        """Return its rows of a table of gaps, or of their parts, on a basis; none where nothing was looked at."""
        return self._own(of_gaps(name, basis))

    def gaps_on(self, basis: str) -> pd.DataFrame:
        """Return the unit's answers that were verified, or measured, beside its claims; see `verification.gaps`.

        Raises
        ------
        DtsError
            Where nothing of the unit was verified, or measured.
        """
        gaps = self.any_gaps_on(basis)
        if gaps.empty:
            code = "verification_missing" if basis == "verified" else "measured_missing"
            facts = {"unit": self.unit_code, "name": self.name, "year": self.year}
            raise DtsError(finding(code, "manifest.csv" if basis == "verified" else "measured", **facts))
        return gaps

    @property
    def criteria_sets(self) -> list[CriteriaSet]:
        """The set, in a list: other views look at several."""
        return [self.criteria_set]

    @cached_property
    def peers(self) -> pd.DataFrame:
        """How all units under the same set did in the year, per basis and node; see `groups.peers`."""
        return self.of_set("peers")

    @cached_property
    def ranked_with(self) -> pd.DataFrame:
        """The rows of ``standings`` of all units it is ranked with on the page's basis, its own among them."""
        rows = self.data.rows("standings", criteria_id=self.criteria_set.id, year=self.year, basis=self.basis)
        return rows[rows["ranked_in"] == self.standing["ranked_in"].iloc[0]].reset_index(drop=True)

    @property
    def place_interval(self) -> pd.Series | None:
        """How sure its place on the page's basis is, a row of ``place_intervals``; None where it has none."""
        found = on_basis(self._own("place_intervals"), self.basis)
        return None if found.empty else found.iloc[0]

    @cached_property
    def peers_of_years(self) -> pd.DataFrame:
        """The same for the unit's years up to this one, each under the set it had then, on the compared basis."""
        lives = self.history.drop_duplicates("year")[["criteria_id", "year"]]
        where = {name: list(lives[name].unique()) for name in lives}
        return self.data.rows("peers", **where, basis=self.compared_basis).merge(lives, on=list(lives))

    def of_set(self, name: str, basis: str = "verified") -> pd.DataFrame:
        """Return a table's rows of the unit's set and year: ``indicator_gaps``, ``agreement``, ``outliers``.

        These tables hold claims against verification; with the basis ``measured`` against measured values.
        """
        return self.data.rows(of_gaps(name, basis), criteria_id=self.criteria_set.id, year=self.year)

    @cached_property
    def files(self) -> pd.DataFrame:
        """The files in force that were received of the unit for the year."""
        return self._own("received")

    def rows_of_years(self, name: str, basis: str | None = None) -> pd.DataFrame:
        """Return the unit's rows of a table over the years up to this one, on one basis where it has bases."""
        rows = self.data.rows(name, unit_code=self.unit_code)
        rows = rows[rows["year"].isin(self._own_years["year"].unique())]
        return rows if basis is None else on_basis(rows, basis)

    @cached_property
    def before(self) -> "UnitView":
        """The same unit in the year before, on the basis both years have: see `compared_basis`.

        Of a unit that was made of others since, what it was `merged` from.

        Raises
        ------
        DtsError
            Where nothing was received of it for that year, or of one of the parts it was made of since; where no
            row says what it was made of.
        """
        if (self._own_years["year"] == self.year - 1).any():
            return UnitView(self.data, self.unit_code, self.year - 1, self.compared_basis)
        past, fault = self._past
        if past or fault:
            stop_if([fault] if fault else [])
            return past
        has = years_of(self.history[self.history["year"] < self.year])
        raise DtsError(
            finding(
                "year_before_missing", "manifest.csv", unit=self.unit_code, name=self.name, year=self.year, has=has
            )
        )

    @cached_property
    def compared_basis(self) -> str:
        """The basis two years are compared on: the page's, where the year before has it whole too; else claims."""
        return self.basis if self.is_complete(self.basis, self.year - 1) else "claimed"

    @cached_property
    def printed(self) -> pd.DataFrame:
        """What authorities published of the unit in the year, as facts; see ``published/facts.csv``."""
        return printed_facts(self.data, self.unit_code, self.year)

    @cached_property
    def _published_as(self):
        """What authorities published, in lists of the units of the year, and where this unit stands in it."""
        levels = self.data.levels
        printed = lists_of(published_totals(self.data.published, levels), self.data.units, self.year, levels)
        place = {"region": self.data.region_name(self.unit_code, self.year), "level": self.level, "levels": levels}
        return (printed, self.unit_code, self.name), place

    @cached_property
    def with_published(self) -> pd.DataFrame:
        """The unit's history on the compared basis with the published totals of years it sent no form in."""
        printed, place = self._published_as
        return earlier(on_basis(self.history, self.compared_basis), *printed, **place)

    @cached_property
    def published_years(self) -> pd.DataFrame:
        """What was published of the unit for years up to this one that it sent no form in; a row a year."""
        printed, place = self._published_as
        rows = of_years(*printed, **place)
        return rows[(rows["year"] <= self.year) & ~rows["year"].isin(self.history["year"])]
