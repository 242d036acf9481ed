"""Everything an analysis reads: tables of what was received, what it counts for, and what belongs to a group."""

import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from .. import reference
from ..analysis import losses
from ..errors import DtsError, finding
from ..scoring import check_basis
from . import groups
from .among import TogetherView
from .columns import check_table, dictionary
from .group_view import GroupView, RegionView
from .overview import overview, shown
from .store import matching, values_of
from .unit_view import UnitView

if TYPE_CHECKING:
    import pandas as pd

    from ..reference.criteria import CriteriaSet
    from ..reference.level_words import Levels
    from .store import Store

# Table -> the columns its file is sorted by; the first one is what rows are asked for by.
RECEIVED = {
    "scores": ("unit_code", "year"),
    "received": ("unit_code", "year"),
    "units": ("unit_code",),
    "unit_changes": (),
    "reasons": (),
    "grounds": (),
    "remedies": (),
    "findings": ("unit_code",),
}
SORTED_BY = RECEIVED | groups.SORTED_BY


class Dataset:
    """The tables of one build, each read, or worked out, when it is first asked for.

    As received: ``scores`` (the answers and their points), ``received`` (the files in force), ``units``,
    ``unit_changes``, ``reasons``, ``grounds``, ``remedies``, ``findings``; ``criteria`` maps ids to criteria sets,
    ``published`` names to tables, ``levels`` says what units there are and what they are called. Counted from
    these, once: the tables of `groups`.

    Parameters
    ----------
    tables : dict
        Name to table; those as received, where there is no `store`.
    criteria, provenance, inputs, published : dict
    store : Store, optional
        Where tables that are not in `tables` are read from.
    levels : Levels, optional
        Those that come with the package unless told.
    """

    def __init__(
        self,
        tables: "dict[str, pd.DataFrame]",
        criteria: "dict[str, CriteriaSet]",
        provenance: dict[str, Any],
        inputs: dict[str, str] | None = None,
        published: "dict[str, pd.DataFrame] | None" = None,
        store: "Store | None" = None,
        levels: "Levels | None" = None,
    ) -> None:
        self._tables, self._store = dict(tables), store
        self._inputs, self._published = inputs, published
        self.criteria, self.provenance = criteria, provenance
        self.levels = levels or reference.shipped_levels()

    def __getattr__(self, name):
        """Called for tables, and for what nobody has."""
        if name.startswith("_") or name not in SORTED_BY:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name not in self._tables:
            self._tables[name] = self._store.read(name) if self._store else groups.MADE[name](self)
        return self._tables[name]

    def __dir__(self):
        return {*super().__dir__(), *SORTED_BY}

    def __repr__(self):
        return shown(self)

    def _repr_html_(self):
        return shown(self, as_html=True)

    def overview(self) -> "pd.DataFrame":
        """Return units, verification and findings per year and criteria set; see `overview.overview`."""
        return overview(self)

    def dictionary(self, name: str) -> "pd.DataFrame":
        """Return what a table's columns are: type, unit, meaning, what NaN means; see `columns.dictionary`."""
        return dictionary(name)

    def rows(self, name: str, /, columns: Sequence[str] | None = None, **where: Any) -> "pd.DataFrame":
        """Return the rows of a table whose columns hold these values: one, or any of a collection.

        What is stored is read by row groups: a unit's rows cost the same among ten units and among thousands.

        Raises
        ------
        DtsError
            Where there is no such table, column or basis, or a value is of the wrong kind; where the table is
            damaged, or its build was taken away: two others were saved since.
        """
        if name not in SORTED_BY:
            raise DtsError(finding("table_unknown", "rows", value=repr(name), known=", ".join(SORTED_BY)))
        for basis in values_of(where.get("basis", ())):
            check_basis(basis)
        if name in self._tables or self._store is None:
            return matching(getattr(self, name), where, columns)
        return self._store.read(name, where, columns)

    @property
    def inputs(self) -> dict[str, str]:
        """The SHA-256 of every raw file behind this build, by its path."""
        if self._inputs is None:
            self._inputs = self._store.inputs() if self._store else {}
        return self._inputs

    def is_whole(self) -> bool:
        """Return whether every stored file is as it was written."""
        return self._store is None or self._store.sealed.is_whole()

    @property
    def published(self) -> "dict[str, pd.DataFrame]":
        """The tables that authorities published, by name."""
        if self._published is None:
            self._published = self._store.published() if self._store else {}
        return self._published

    def replaced(self, criteria: "dict[str, CriteriaSet] | None" = None, **tables: Any) -> "Dataset":
        """Return the same with other tables as received, or other criteria sets; all else is counted anew.

        Raises
        ------
        DtsError
            Where a table is not as `dictionary` has it.
        """
        for name, table in tables.items():
            check_table(name, table)
        received = {name: getattr(self, name) for name in RECEIVED} | tables
        provenance = self.provenance | {"build": uuid.uuid4().hex[:16]}
        known: dict[str, Any] = {"inputs": self.inputs, "published": self.published, "levels": self.levels}
        return Dataset(received, criteria or self.criteria, provenance, **known)

    def with_thresholds(self, **shares: float) -> "Dataset":
        """Return the same where the classes of every set begin at other shares; all that follows is counted anew.

        Sets without one of these classes, or that class by conditions, stay as they are.

        Raises
        ------
        DtsError
            As `ClassScheme.with_thresholds`, where no set has these classes.
        """
        has = {
            key: {each.code for each in one.class_scheme.classes}
            for key, one in self.criteria.items()
            if one.class_scheme.kind == "thresholds"
        }
        chosen = [key for key, codes in has.items() if shares.keys() <= codes] or list(has or self.criteria)[:1]
        return self.replaced(self.criteria | {key: self.criteria[key].with_thresholds(**shares) for key in chosen})

    def losses(self, view: UnitView | GroupView, **where: Any) -> "pd.DataFrame":
        """Return every lost point of a view's units on its basis with one cause, such as those of one class.

        Parameters
        ----------
        view : UnitView or GroupView
        where
            Column to one value, or to several, as in `rows`: ``class_code="low"``, ``cause_code=["R01", "R02"]``.

        Returns
        -------
        DataFrame
            As from `analysis.losses.attributed`.
        """
        counted = getattr(view, "on_basis", None)
        lost = losses.losses(view.counted if counted is None else counted, view.scores)
        return matching(losses.attributed(lost, self.reasons, self.grounds), where)

    def about(self, unit_code: str, year: int, basis: str = "") -> UnitView:
        """Return what there is to say of one unit in one year; see `UnitView`."""
        return UnitView(self, unit_code, year, basis)

    def holding(self, tables: dict[str, Any]) -> "Dataset":
        """Return a dataset of the same build, sets and levels that holds these tables, ready made."""
        return Dataset(tables, self.criteria, self.provenance, self.inputs, self.published, levels=self.levels)

    def among(
        self, unit_codes: str | Collection[str], year: int, basis: str = "", criteria_id: str = ""
    ) -> TogetherView:
        """Return what there is to say of some units taken together, such as two to compare; see `TogetherView`."""
        return TogetherView(self, unit_codes, year, basis, criteria_id)

    def within(
        self, unit_code: str | Collection[str], year: int, basis: str = "", criteria_id: str = ""
    ) -> GroupView:
        """Return what there is to say of the units directly below one in a year; see `GroupView`.

        Below several, all taken together: see `TogetherView`.
        """
        if not isinstance(unit_code, str) and isinstance(unit_code, Collection):
            return TogetherView(self, unit_code, year, basis, criteria_id, below=True)
        return GroupView(self, unit_code, year, basis, criteria_id)

    def region(self, unit_code: str, year: int) -> RegionView:
        """Return what was received of all units below one in a year; see `RegionView`."""
        return RegionView(self, unit_code, year)

    def below(self, view: UnitView) -> GroupView | None:
        """Return the `GroupView` of the units directly below a view's unit in its year; None where none sent."""
        sent = self.rows("standings", ["unit_code"], parent_code=view.unit_code, year=view.year)
        return None if sent.empty else self.within(view.unit_code, view.year)

    def beside(self, view: UnitView) -> list[UnitView | GroupView]:
        """Return the views that a unit's summary looks at beside it: the units below it, itself the year before.

        Each only where there is something of it: a list of none, one or two.
        """
        has_past = (view.history["year"] == view.year - 1).any()
        found = [self.below(view), view.before if has_past else None]
        return [each for each in found if each is not None]

    def unit(self, unit_code: str, year: int) -> "pd.Series":
        """Return the unit that bore this code in this year, as a row of `units`.

        Raises
        ------
        DtsError
            Where there is no such unit in that year.
        """
        bearers = self.rows("units", unit_code=unit_code)
        return reference.unit_on(self.units if bearers.empty else bearers, unit_code, year)

    def region_name(self, unit_code: str, year: int) -> str:
        """Return the name of the region a unit lies in: the top's own for the top; "" where none is told apart."""
        levels, unit = self.levels, self.unit(unit_code, year)
        while unit["level"] not in (levels.region, levels.top_level) and unit["parent_code"]:
            unit = self.unit(unit["parent_code"], year)
        return unit["name"] if levels.region else ""
