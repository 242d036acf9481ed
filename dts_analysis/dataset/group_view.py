"""The units below one in a year: those directly below on a basis, or all of them and what was received."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import reference
from ..analysis.published import added, beside, published_totals
from ..analysis.published_lists import lists_of
from ..analysis.published_others import others
from ..errors import SEVERITIES, DtsError, finding
from .choice import SIDES, View, check, chosen_basis, on_basis, printed_facts, years_of
from .intervals import ranked_with

if TYPE_CHECKING:
    import pandas as pd

    from ..reference.criteria import CriteriaSet
    from .tables import Dataset


class GroupView(View):
    """The units directly below one that answered one criteria set in a year.

    Where they answered several sets, the one that most of them answered; `n_others` tells how many did not.

    Parameters, and what is raised, as `UnitView`; the basis is the best that most of these units have.
    `criteria_id` names another of the sets that they answered.
    """

    def __init__(self, data: "Dataset", unit_code: str, year: int, basis: str = "", criteria_id: str = "") -> None:
        check(unit_code, year, basis)
        self.data, self.unit_code, self.year = data, unit_code, year
        self.unit, self.name = self._above()
        rows = data.rows("standings", parent_code=unit_code, year=year)
        if rows.empty:
            has = years_of(data.rows("standings", parent_code=unit_code))
            raise DtsError(
                finding("nothing_below", "manifest.csv", unit=unit_code, name=self.name, year=year, has=has)
            )
        sizes = rows.drop_duplicates("unit_code")["criteria_id"].astype("str").value_counts()
        largest = sorted(sizes.index[sizes == sizes.max()])[0]
        if criteria_id and criteria_id not in sizes.index:
            known = ", ".join(sorted(sizes.index))
            raise DtsError(finding("set_not_answered", unit_code, id=criteria_id, year=year, known=known))
        largest = criteria_id or largest
        self.criteria_set, self.n_others = data.criteria[largest], int(sizes.sum() - sizes[largest])
        self.standings = rows[rows["criteria_id"] == largest].reset_index(drop=True)
        self.names = dict(zip(self.standings["unit_code"], self.standings["unit_name"], strict=True))
        self.chosen, self.asked = chosen_basis(data, unit_code, largest, year), basis
        self.basis = basis or self.chosen["basis"]

    def _above(self):
        """The unit above these, and its name."""
        unit = self.data.unit(self.unit_code, self.year)
        return unit, self.data.levels.unit_name(self.unit_code, unit["name"])

    @property
    def criteria_sets(self) -> "list[CriteriaSet]":
        """The set, in a list: other views look at several."""
        return [self.criteria_set]

    @property
    def codes(self) -> list[str]:
        """The units' codes, in their order."""
        return list(self.names)

    @property
    def n_units(self) -> int:
        """How many units there are."""
        return len(self.names)

    @cached_property
    def sides(self) -> list[str]:
        """The bases any of the units has points on, in the order they arise."""
        has = set(self.standings.loc[self.standings["points"].notna(), "basis"])
        return [basis for basis in SIDES if basis in has]

    def on(self, basis: str | None = None) -> "pd.DataFrame":
        """Return the units' rows of ``standings`` on a basis; the page's own unless told."""
        return on_basis(self.standings, basis or self.basis)

    def _theirs(self, name, **where):
        return self.data.rows(name, unit_code=self.codes, year=self.year, **where)

    @cached_property
    def scores(self) -> "pd.DataFrame":
        """The units' answers of the year as received, with their points."""
        return self._theirs("scores")

    @cached_property
    def counted(self) -> "pd.DataFrame":
        """What they count for on the page's basis."""
        return self._theirs("counted", basis=self.basis)

    @cached_property
    def totals(self) -> "pd.DataFrame":
        """The units' sums per node on the page's basis."""
        return self._theirs("totals", basis=self.basis)

    @cached_property
    def files(self) -> "pd.DataFrame":
        """The files in force that were received of the units for the year."""
        return self._theirs("received")

    def of_group(self, name: str, basis: str | None = None) -> "pd.DataFrame":
        """Return the rows of a table of groups, such as ``majorities``, on a basis; the page's own unless told."""
        where: dict[str, Any] = {
            "parent_code": self.unit_code,
            "criteria_id": self.criteria_set.id,
            "year": self.year,
        }
        return self.data.rows(name, **where, basis=basis or self.basis)

    @cached_property
    def place_intervals(self) -> "pd.DataFrame":
        """Return how sure the units' places on the page's basis are; see `intervals.place_intervals`."""
        return self._theirs("place_intervals", basis=self.basis)

    @cached_property
    def ranked_units(self) -> Any:
        """The units that these are ranked with, themselves among them, with their doubts: a `robustness.Ranked`.

        None where fewer than three take a place, or their set is no share of maxima.
        """
        placed = self.on()[self.on()["is_placed"]]
        return None if placed.empty else ranked_with(self.data, placed.iloc[0])

    @cached_property
    def gaps_before(self) -> "pd.DataFrame":
        """The same units' verified answers of the year before beside their claims; empty where there are none."""
        return self._of_year("gaps", self.year - 1)

    @cached_property
    def verified_after_verified(self) -> "list[tuple[int, pd.DataFrame, pd.DataFrame, pd.DataFrame]]":
        """Of this year and the last, those verified as was the year before: (year, scores, gaps, gaps before)."""
        years = [
            (year, *(self._of_year("gaps", each) for each in (year, year - 1)))
            for year in (self.year - 1, self.year)
        ]
        return [
            (year, self._of_year("scores", year), gaps, past)
            for year, gaps, past in years
            if len(gaps) and len(past)
        ]

    def _of_year(self, name, year):
        """The same units' rows of another year."""
        lives = self.data.rows("standings", unit_code=self.codes, year=[year])
        now = dict(zip(self.standings["unit_code"], self.standings["unit_id"], strict=True))
        same = lives.loc[lives["unit_id"] == lives["unit_code"].map(now), "unit_code"].unique()
        return self.data.rows(name, unit_code=list(same), year=year)

    @cached_property
    def results_before(self) -> "pd.DataFrame":
        """Every unit's results of this year and the one before, on the page's basis: also of units that merged."""
        columns = ["unit_code", "year", "points", "max_points", "attainment_share"]
        return self.data.rows("standings", columns, year=[self.year - 1, self.year], basis=self.basis)

    @cached_property
    def printed(self) -> "pd.DataFrame":
        """What authorities published of these units in the year, as facts; see ``published/facts.csv``."""
        return printed_facts(self.data, self.unit_code, self.year)

    @cached_property
    def _printed_lists(self):
        """What authorities published, in lists of the units of the year, and where these units stand in it."""
        levels = self.data.levels
        printed = lists_of(published_totals(self.data.published, levels), self.data.units, self.year, levels)
        is_top = self.unit["level"] == levels.top_level
        region = None if is_top else self.data.region_name(self.unit_code, self.year)
        return printed, {
            "year": self.year,
            "region": region,
            "parent": None if is_top else self.name,
            "levels": levels,
        }

    @cached_property
    def published(self) -> "pd.DataFrame":
        """What authorities published of these units, and of others that sent no form; see `published.beside`."""
        printed, where = self._printed_lists
        judged = self.on("verified")
        own = self.on("claimed") if judged.empty else judged
        listed = added(own, printed, self.names, level=self.criteria_set.level, **where)
        columns = ["unit_code", "is_published", "points", "max_points", "attainment_share"]
        columns += ["published_points", "published_decimals", "published_rank", "n_units_ranked"]
        columns += ["source", "is_disputed", "agrees"]
        return beside(listed, printed, self.names, **where)[columns]

    @cached_property
    def others_published(self) -> "pd.DataFrame":
        """What authorities published of units of other levels right below this one; see `others`."""
        printed, where = self._printed_lists
        below = reference.units_below(self.data.units, self.unit_code, self.year)
        return others(printed, below, level=self.criteria_set.level, **where)


class RegionView(View):
    """All units below one in a year, of whatever level and set, and the unit itself: what was received of them.

    Raises
    ------
    DtsError
        Where the code is no text, or nothing was received from any of these units for that year.
    """

    basis = ""  # it looks at forms, not at points

    def __init__(self, data: "Dataset", unit_code: str, year: int) -> None:
        check(unit_code, year, "")
        self.data, self.unit_code, self.year = data, unit_code, year
        unit = data.unit(unit_code, year)
        self.name = data.levels.unit_name(unit_code, unit["name"])
        below = reference.units_below(data.units, unit_code, year)
        self.names = {unit_code: self.name} | dict(zip(below["unit_code"], below["name"], strict=True))
        files = data.rows("received", unit_code=list(self.names))
        self.files = files[files["year"] == year]
        if self.files.empty:
            raise DtsError(
                finding(
                    "nothing_below", "manifest.csv", unit=unit_code, name=self.name, year=year, has=years_of(files)
                )
            )

    @property
    def criteria_sets(self) -> "list[CriteriaSet]":
        """The sets these units answered."""
        return [self.data.criteria[name] for name in sorted(self.files["criteria_id"].unique())]

    @property
    def n_units(self) -> int:
        """How many units sent a form."""
        return self.files["unit_code"].nunique()

    @cached_property
    def findings(self) -> "pd.DataFrame":
        """What was found in these units' forms of the year, and what concerns no single unit; gravest first."""
        found = self.data.rows("findings", unit_code=["", *self.names])
        found = found[found["year"].isna() | (found["year"] == self.year)]
        gravity = found["severity"].map({name: place for place, name in enumerate(SEVERITIES)})
        return found.loc[gravity.sort_values(kind="stable").index].reset_index(drop=True)

    @cached_property
    def scores(self) -> "pd.DataFrame":
        """These units' answers of the year: whose and of which indicator, and the cells they were read from."""
        columns = ["unit_code", "year", "criteria_id", "indicator_code", "source", "verified_source"]
        return self.data.rows("scores", columns, unit_code=list(self.names), year=self.year)
