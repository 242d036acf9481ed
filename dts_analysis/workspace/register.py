"""What a workspace knows before a form comes in: its criteria sets, and the units that may send."""

from functools import cache

import pandas as pd

from .. import reference
from ..errors import DtsError, finding, stop_if
from ..intake import headings
from ..intake.manifest import STAGES
from ..messages import say
from ..reference import fold
from ..reference.stages import codes_of, stage_name, turn_of
from .answers import stage_answered
from .place import MARKER
from .set_shapes import SetShapes
from .unit_names import UnitNames


class Register:
    """The sets and units of one workspace.

    Raises
    ------
    DtsError
        Where the reference files are unsound, the workspace's region is none, or there is no criteria set yet.
    """

    def __init__(self, workspace):
        self.levels = reference.load_levels(workspace.raw)
        self.criteria = reference.load_criteria(workspace.raw / "criteria", self.levels)
        stop_if([] if self.criteria else [finding("criteria_none", "data/raw/criteria")])
        self.units = reference.load_units(workspace.raw, self.levels)
        self.region = workspace.region
        self.regions = frozenset(self.units.loc[self.units["level"] == self.levels.region, "unit_code"])
        if self.region and self.region not in self.regions:
            key = self.levels.region
            reason = say("marker_region", key=key, region=self.region, level=self.levels.of(key).name)
            raise DtsError(finding("marker_unreadable", MARKER, key=key, reason=reason))
        self._before = self._merged_into(workspace) if self.region else ()
        self.shapes = SetShapes(self.criteria)
        self.headings = headings.load(workspace.raw)
        for each in self.criteria.values():
            self.headings = headings.named_by(self.headings, each)
        self.bearers, self.names = cache(self._bearers), cache(self._names)

    def _merged_into(self, workspace):
        """The region's code and those of the regions that became part of it."""
        changes = reference.load_unit_changes(workspace.raw, self.units)
        found = [self.region]
        for code in found:  # which grows meanwhile
            old = changes.loc[changes["new_code"] == code, "old_code"]
            found += [each for each in old if each not in found and each in self.regions]
        return tuple(found)

    def _bearers(self, year):
        """The units of a year that may send a form to a set of the workspace, by their codes."""
        levels = {each.level for each in self.criteria.values()}
        everyone = self._within(self._before, year) if self.region else reference.units_in(self.units, year)
        return everyone[everyone["level"].isin(levels)].set_index("unit_code", drop=False)

    def _within(self, codes, year):
        """The units of a year that bear these codes or lie below one that does."""
        everyone = reference.units_in(self.units, year)
        below = [reference.units_below(self.units, code, year) for code in codes]
        return pd.concat([everyone[everyone["unit_code"].isin(codes)], *below]).drop_duplicates("unit_code")

    def standing(self, year, level):
        """Return the units of a level at the end of a year, and those of regions that joined later.

        Returns
        -------
        own : DataFrame
            Those of whoever bore the region's code that year; all that joined later where nobody did. Of the
            whole register in a workspace without a region.
        joined : dict
            Of each region that became part of the workspace's after that year, the units left out of `own`.
        """
        everyone = self.bearers(year)
        everyone = everyone[(everyone["level"] == level) & ~everyone["is_ended"]]
        borne = self._within(self._before[:1], year)["unit_code"]
        if borne.empty:
            return everyone, {}
        is_own = everyone["unit_code"].isin(borne)
        others = everyone[~is_own]
        joined = {
            code: others["unit_code"].isin(self._within([code], year)["unit_code"]) for code in self._before[1:]
        }
        return everyone[is_own], {code: others[is_in] for code, is_in in joined.items() if is_in.any()}

    def _names(self, year):
        """The `UnitNames` of a year."""
        return UnitNames(reference.units_in(self.units, year), self.bearers(year).index, self.levels)

    def is_ended(self, code, year):
        """Return whether a unit had ended before the last day of the year."""
        return bool(self.bearers(year)["is_ended"].get(code, False))

    def level(self, code, year):
        """Return the level of a unit that may send; "" of any other."""
        return self.bearers(year)["level"].get(code, "")

    def parent(self, code, year):
        """Return the code of the unit above one that may send; "" of any other."""
        return self.bearers(year)["parent_code"].get(code, "")

    def region_of(self, code, year):
        """Return the code of the region a unit lies in; "" of none."""
        above = reference.units_in(self.units, year).drop_duplicates("unit_code", keep="last")
        above = above.set_index("unit_code")["parent_code"]
        while code and code not in self.regions:
            code = above.get(code, "")
        return code

    def shown(self, code, year):
        """Return a unit as a reader is told it: code, name, and what it lies in."""
        everyone = self.units[self.units["unit_code"] == code]
        if everyone.empty:
            return code
        stood = everyone[reference.stood(everyone, f"{year}-01-01", f"{year}-12-31")]
        unit = (stood if len(stood) else everyone).iloc[-1]
        above = self.units.loc[self.units["unit_code"] == unit["parent_code"], "name"]
        return f"{code} {unit['name']}" + (f" ({above.iloc[-1]})" if len(above) else "")

    def stage_word(self, code):
        """Return what a stage is called: by the house where it is its own, else by the set that names it."""
        if code in STAGES:
            return say(f"form_kind_{code}")
        return next((name for each in self.criteria.values() if (name := stage_name(each, code))), code)

    def stage_meant(self, written):
        """Return the stage that an answer means: a code, or its name, of a set or of the house; None if none."""
        own = [stage for each in self.criteria.values() for stage in each.stages]
        plain = fold(written)
        named = (stage.code for stage in own if plain in {stage.code, fold(stage.name_vi), fold(stage.name_en)})
        return next(named, None) or stage_answered(written)

    def unknown_stage(self, stage):
        """Return a finding where a call names a stage that neither the house nor a set has."""
        known = dict.fromkeys([*STAGES, *(code for each in self.criteria.values() for code in codes_of(each))])
        if not stage or stage in known:
            return []
        return [finding("stage_not_here", "--stage", stage=stage, known=", ".join(known))]

    def turn(self, criteria_id, stage):
        """Return the stage whose turn a file of a set takes; see `stages.turn_of`."""
        return turn_of(self.criteria[criteria_id], stage)

    def sets_of(self, year=None, level=""):
        """Return the ids of the sets of a year and a level, where these are known."""
        return tuple(
            each.id
            for each in self.criteria.values()
            if (year is None or year in each.years) and (not level or each.level == level)
        )
