"""Everything an analysis reads, and the slices of it that notebooks ask for."""

from dataclasses import dataclass, fields

import pandas as pd

from .. import reference
from ..analysis import mergers
from ..errors import DtsError, finding
from ..intake import ANSWER_COLUMNS


@dataclass(frozen=True)
class Dataset:
    """Everything an analysis reads. One attribute a table; `criteria` maps ids to criteria sets."""

    scores: pd.DataFrame  # the answers and their points
    received: pd.DataFrame
    units: pd.DataFrame
    unit_changes: pd.DataFrame
    reasons: pd.DataFrame
    grounds: pd.DataFrame
    remedies: pd.DataFrame
    findings: pd.DataFrame
    criteria: dict
    published: dict
    provenance: dict

    @classmethod
    def unread(cls, **readers):
        """Return a dataset whose attributes are what `readers` return, each called when first asked for."""
        dataset = object.__new__(cls)
        object.__setattr__(dataset, "_readers", readers)
        return dataset

    def __getattr__(self, name):
        """Called for what is not there yet."""
        reader = vars(self).get("_readers", {}).pop(name, None)
        if reader is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        object.__setattr__(self, name, reader())
        return vars(self)[name]

    def __dir__(self):
        """What a person is offered who types ``data.``: also what is not read yet."""
        return {*super().__dir__(), *(field.name for field in fields(self))}

    @property
    def answers(self):
        """The answers as received: `scores` without what was added to them."""
        return self.scores[ANSWER_COLUMNS]

    def unit(self, unit_code, year):
        """Return the unit that bore this code in this year, as a row of `units`.

        Raises
        ------
        DtsError
            Where there is no such unit in that year.
        """
        return reference.unit_on(self.units, unit_code, year)

    def province(self, unit_code, year):
        """Return the name of the province a unit lies in; the country's where it lies in none."""
        unit = self.unit(unit_code, year)
        while unit["level"] != "province" and unit["parent_code"]:
            unit = self.unit(unit["parent_code"], year)
        return unit["name"]

    def criteria_set(self, unit_code, year):
        """Return the criteria set a unit answered in a year.

        Raises
        ------
        DtsError
            Where nothing was received from the unit for that year; lists what there is. Where the code
            is a number: 1 is not 001.
        """
        if not isinstance(unit_code, str):
            raise DtsError(finding("unit_code_not_text", "unit_code", value=repr(unit_code)))
        years = self.received.loc[self.received["unit_code"] == unit_code]
        of_year = years.loc[years["year"] == year, "criteria_id"]
        if of_year.empty:
            has = ", ".join(str(each) for each in sorted(years["year"].unique())) or "—"
            raise DtsError(finding("unit_not_received", "manifest.csv", unit=unit_code, year=year, has=has))
        return self.criteria[of_year.iloc[0]]

    def peers(self, unit_code, year):
        """Return the scores of all units under the same criteria set in a year, the unit's own among them."""
        return self.scores[self._is_peer(unit_code, year)]

    def _is_peer(self, unit_code, year):
        criteria_id = self.criteria_set(unit_code, year).id
        return (self.scores["criteria_id"] == criteria_id) & (self.scores["year"] == year)

    def ranked_with(self, unit_code, year):
        """Return the codes of the units a unit is ranked with, its own among them, as its criteria set says.

        Those of the same parent, of the same province, or of the whole country.
        """
        codes = sorted(self.scores.loc[self._is_peer(unit_code, year), "unit_code"].unique())
        group = self.criteria_set(unit_code, year).ranking.group
        if group == "country":
            return codes
        parents = reference.parents(self.units, year).replace(reference.COUNTRY, "")
        above = pd.Series(codes, index=codes).map(parents)
        while group == "province" and above.map(parents).fillna("").any():
            above = above.map(parents).fillna("").where(lambda higher: higher != "", above)
        return list(above.index[above == above[unit_code]])

    def history(self, unit_code, year):
        """Return the scores of a unit and its peers in every received year up to this one.

        A code that another unit bore in an earlier year brings nothing along: equal codes are not equal
        units.
        """
        return self._past(self.scores.loc[self._is_peer(unit_code, year), "unit_code"].unique(), year)

    def _past(self, codes, year):
        keys = self.scores[["unit_code", "year"]].reset_index(drop=True)
        keys = keys[keys["unit_code"].isin(codes) & (keys["year"] <= year)]
        lives = keys.drop_duplicates()
        rows = keys.reset_index(names="row").merge(lives[self._same(lives, year)])["row"]
        return self.scores.iloc[rows].reset_index(drop=True)

    def _same(self, lives, year):
        """Whether each code was borne in its year by the unit, in one lifetime, that bears it in `year`."""
        lifetimes = self.units.assign(lifetime=range(len(self.units)))
        then, now = (reference.units_on(lifetimes, each) for each in (lives, lives.assign(year=year)))
        same = then[then["lifetime"].isin(now["lifetime"])]
        kept = pd.MultiIndex.from_frame(same[["unit_code", "year"]])
        return pd.MultiIndex.from_frame(lives.astype({"unit_code": "str"})).isin(kept)

    def pair(self, unit_code, year):
        """Return a unit's scores in the year before and in this year.

        Raises
        ------
        DtsError
            Where one of the two was not received, or another unit bore the code in the year before; names the
            row of ``unit_changes.csv`` that is missing, if one is.
        """
        self.criteria_set(unit_code, year)
        own = self._past([unit_code], year)
        before, after = (own[own["year"] == each] for each in (year - 1, year))
        if before.empty:
            has = ", ".join(str(each) for each in sorted(own["year"].unique()))
            days = mergers.span(self.units, [unit_code], year)
            unmapped = mergers.check_mapped(self.unit_changes, self.units, [unit_code], *days)
            missing = finding("year_before_missing", "manifest.csv", unit=unit_code, year=year, has=has)
            raise DtsError(*unmapped, missing)
        return before, after

    def verified(self, unit_code, year):
        """Return the scores of a unit in a year, verified.

        Raises
        ------
        DtsError
            Where nothing was received, or nothing verified.
        """
        peers = self.peers(unit_code, year)
        own = peers[peers["unit_code"] == unit_code]
        if own["verified_points"].isna().all():
            raise DtsError(finding("verification_missing", "manifest.csv", unit=unit_code, year=year))
        return own

    def ready(self, year):
        """Return the codes of a year's units by what can be said of them.

        ``year_before``: those that `pair` returns scores for; ``verified``: those that `verified` does.
        """
        lives = self.scores.loc[
            self.scores["year"].isin([year - 1, year]), ["unit_code", "year"]
        ].drop_duplicates()
        lives = lives[self._same(lives, year)]
        before, now = (set(lives.loc[lives["year"] == each, "unit_code"]) for each in (year - 1, year))
        has = (self.scores["year"] == year) & self.scores["verified_points"].notna()
        return {"year_before": before & now, "verified": set(self.scores.loc[has, "unit_code"].unique())}

    def within_before(self, unit_code, year):
        """Return the scores, in the year before, of the units that `within` returns for this year.

        Empty where none of them sent a form then; a code that another unit bore brings nothing along.
        """
        codes = self.within(unit_code, year)["unit_code"].unique()
        before = pd.DataFrame({"unit_code": codes, "year": year - 1})
        same = before.loc[self._same(before, year), "unit_code"]
        return self.scores[self.scores["unit_code"].isin(same) & (self.scores["year"] == year - 1)]

    def within(self, unit_code, year):
        """Return the scores of a year's units directly below a unit, such as a province's districts."""
        sent = self.received.loc[self.received["year"] == year, ["unit_code", "year"]].drop_duplicates()
        standing = reference.units_on(self.units, sent)
        children = standing.loc[standing["parent_code"] == unit_code, "unit_code"]
        if children.empty:
            has = ", ".join(str(each) for each in sorted(self.received["year"].unique()))
            raise DtsError(finding("unit_not_received", "manifest.csv", unit=unit_code, year=year, has=has))
        return self.scores[self.scores["unit_code"].isin(children) & (self.scores["year"] == year)]

    def below(self, unit_code, year):
        """Return the scores of all of a year's units below a unit, whatever the depth; raises as `within`."""
        codes = reference.units_below(self.units, unit_code, year)["unit_code"]
        scores = self.scores[self.scores["unit_code"].isin(codes) & (self.scores["year"] == year)]
        return scores if len(scores) else self.within(unit_code, year)
