"""Units taken together as an analyst asks for them: some by name, or all below several others.

Everything that belongs to a group is worked out for these units as if one unit stood right above them: medians,
places, majorities, causes. Places are among them, not those of their own provinces.
"""

from ..errors import DtsError, stop_if
from ..messages import say
from . import groups
from .choice import check
from .group_view import GroupView

TOGETHER = "*"  # the code of what stands above them: no unit bears it
MOST_NAMED = 3
OF_UNITS = ("scores", "received", "counted", "totals", "class_counts", "gaps", "measured_gaps")


class TogetherView(GroupView):
    """Units taken together in a year; see `GroupView`, whose parameters follow.

    Parameters
    ----------
    data : Dataset
    unit_codes : sequence of str
        These units; with `below` all units right below these, that sent a form.

    Raises
    ------
    DtsError
        Where a code is none of the year, or nothing was received: all of them at once.
    """

    def __init__(self, data, unit_codes, year, basis="", criteria_id="", below=False):
        asked_for = [unit_codes] if isinstance(unit_codes, str) else unit_codes
        self.asked_for = list(dict.fromkeys(asked_for))
        views = self._views(data, year, basis, below)
        codes = [code for view in views for code in getattr(view, "codes", [view.unit_code])]
        names = [view.name for view in views]
        self.called = ", ".join(names) if len(names) <= MOST_NAMED else say("units_together", count=len(names))
        super().__init__(_alone(data, codes), TOGETHER, year, basis, criteria_id)

    def _views(self, data, year, basis, below):
        look, found, faults = (data.within if below else data.about), [], []
        for code in self.asked_for:
            check(code, year, basis)
            try:
                found.append(look(code, year))
            except DtsError as error:
                faults += error.findings
        stop_if(faults)
        return found

    def _above(self):
        return {"level": self.data.levels.top_level}, self.called

    def __repr__(self):
        return super().__repr__().replace(f" ({TOGETHER})", "")


def _alone(data, codes):
    """A dataset of these units alone, which all stand right below one, and are ranked together."""
    rows = {name: data.rows(name, unit_code=codes) for name in OF_UNITS}
    of_all = ("units", "unit_changes", "reasons", "grounds", "remedies", "findings")
    alone = data.holding(rows | {name: getattr(data, name) for name in of_all})
    own = data.rows("standings", unit_code=codes)
    lives = own[["unit_code", "year", "basis", "unit_name", "unit_level", "unit_id"]]
    whole = alone.totals[alone.totals["level"] == "total"].drop(columns=["level", "node_code"])
    whole = whole.astype(dict.fromkeys(["unit_code", "criteria_id", "basis"], "str"))
    rows["standings"] = groups.with_places(
        alone,
        whole.merge(lives, on=["unit_code", "year", "basis"]).assign(parent_code=TOGETHER, ranked_in=TOGETHER),
    )
    return alone.holding({name: getattr(alone, name) for name in of_all} | rows)
