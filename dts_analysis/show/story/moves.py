"""What changed on the year before, in sentences: attainment and place, and the pillars that moved most."""

import pandas as pd

from ...analysis.rank_moves import PARTS
from ...analysis.trends import over_years
from ...messages import say
from ...scoring import half_up
from .. import text
from ..facts import facts
from ..names import few, names_of
from ..sides import side_name

CHANGE = ["attainment_share", "change_share"]


def year_points(view):
    """Return what changed on the year before, as sentences with their facts: none, one or two.

    Parameters
    ----------
    view : UnitView
    """
    sides = dict.fromkeys([view.compared_basis, *view.sides])
    is_whole = {side: view.is_complete(side) and view.is_complete(side, view.year - 1) for side in sides}
    sides = [side for side in sides if is_whole[side] and pd.notna(view.change(side))]
    if not sides:
        return []
    first, *others = sides
    said = {"basis": side_name(view, first), "moved": _moved(view, first, is_from=True), "before": view.year - 1}
    also = [say("story_year_also", basis=side_name(view, side), moved=_moved(view, side)) for side in others]
    line = say("story_year", rank=_rank(view, first), others="".join(also), **said)
    rows = view.history[view.history["basis"].isin(sides) & (view.history["year"] == view.year)]
    found = [(line, facts(rows, CHANGE) + facts(_placed(view, first), ["rank_before"]))]
    return found + ([] if view.merged else _pillars(view))


def _moved(view, side, is_from=False):
    """How attainment moved on a basis, from where to where if `is_from`; what prints as nothing is none."""
    rows = view.history[view.history["basis"] == side].set_index("year")["attainment_share"]
    change = view.change(side)
    words = {"change": text.percentage_points(change), "after": text.share(rows[view.year])}
    words["before"] = text.share(rows[view.year - 1])
    if half_up(abs(change) * 100, 1) == 0:
        return say("story_moved_none")
    moved = say("story_rose" if change > 0 else "story_fell", change=words.pop("change"))
    return moved + (say("story_rose_from" if change > 0 else "story_fell_from", **words) if is_from else "")


def _placed(view, side):
    rows = view.standing[view.standing["basis"] == side]
    return rows[rows["rank_before"].notna() & (rows["n_compared"] > 1)]


def _rank(view, side):
    """How the place moved among the units that have one in both years; "" where there are none to compare."""
    rows = _placed(view, side)
    if rows.empty:
        return ""
    row = rows.iloc[0]
    after = row["rank_before"] - sum(row[f"{name}_places"] for name in PARTS)
    words = {"before": text.count(row["rank_before"]), "after": text.count(after)}
    is_all = row["n_compared"] == row["n_placed"]  # then the place is the one the headline tells
    words["among"] = "" if is_all else say("story_rank_among", units=text.count(row["n_compared"]))
    way = "same" if after == row["rank_before"] else "up" if after < row["rank_before"] else "down"
    return say(f"story_rank_{way}", **words)


def _pillars(view):
    """The pillars that rose and fell most, where there are several in both years."""
    history = over_years(view.rows_of_years("totals", view.compared_basis), level="pillar")
    rows = history[(history["year"] == view.year) & history["change_share"].notna()]
    rows = rows[rows["node_code"].isin([each.code for each in view.criteria_set.pillars])]
    changes = rows.set_index(rows["node_code"].astype("str"))["change_share"]
    if len(changes) < 2:
        return []
    names = names_of(view.criteria_set.pillars)
    printed = changes.map(lambda change: half_up(change * 100, 1))
    ends = {"rose": printed.max(), "fell": printed.min()}
    parts = []
    for way, end in ends.items():
        if end and (end > 0) == (way == "rose"):
            alike = printed.index[printed == end]
            change = text.percentage_points(changes[alike[0]])
            if len(alike) == len(printed):
                parts.append(say(f"story_all_{way}", change=change))
            else:
                pillars = few([names[code] for code in alike], "n_pillars")
                parts.append(say(f"story_most_{way}", pillar=pillars, change=change))
    if not parts:
        return []
    return [(say("story_most", moved=", ".join(parts), before=view.year - 1), facts(rows, ["change_share"]))]
