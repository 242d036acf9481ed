"""Tables of the units below one for a workbook: their ranking, their pillars, what was found in their forms."""

import pandas as pd

from ..analysis import causes
from ..messages import named, say
from ..show.names import judged_mark
from ..show.notes import NOTICES, basis_note, illustrative, judged_note
from ..show.sides import side_name
from ..show.text import begun
from .findings_book import findings_tables
from .resources import resource

COUNTS = ("n_indicators", "n_upper", "n_lower", "n_missing", "n_unscored")


def group_tables(view):
    """Return the data resources of the workbook of the units directly below one: ranking, pillars, causes.

    Parameters
    ----------
    view : GroupView
    """
    return [ranking(view), by_pillar(view)]


def quality_tables(region):
    """Return the data resources of what was found in the forms of all units below one: by unit, by cause, each.

    Parameters
    ----------
    region : RegionView
    """
    data = region.data
    return findings_tables(causes.named(region.findings, region.scores, data.criteria, data.units), data)


def ranking(view):
    """Return a row for every unit: its place, its points on every basis, its attainment and how that moved.

    Who takes no place says why in the column of notes.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.on().sort_values(["rank", "unit_code"], kind="stable", na_position="last")
    rows = rows.assign(
        rank=rows["rank"].where(rows["n_placed"] > 1), note=[_note(row) for row in rows.to_dict("records")]
    )
    fields = {"rank": (say("rank"), "count"), "unit_code": (say("book_unit_code"), "text")}
    fields |= {"unit_name": (say("unit"), "text")}
    for side in dict.fromkeys([view.basis, *view.sides]):
        points = view.on(side).set_index("unit_code")["points"]
        rows[f"{side}_points"] = rows["unit_code"].map(points)
        fields[f"{side}_points"] = begun(side_name(view, side)), "points"
    fields |= {
        "max_points": (say("maximum"), "points"),
        "attainment_share": (say("attainment"), "share"),
        "change_share": (say("book_change_share"), "share_change"),
        **{name: (say(f"book_{name}"), "count") for name in COUNTS},
        "band": (say("band"), "text"),
        "note": (say("book_note"), "text"),
    }
    if rows["band"].fillna("").eq("").all():
        del fields["band"]
    return resource(say("book_ranking", basis=side_name(view)), rows, fields, _notes(view))


def by_pillar(view):
    """Return a row for every unit and pillar on the page's basis: points, maximum, attainment."""
    pillars = {each.code: named(each) for each in view.criteria_set.pillars}
    rows = view.totals[view.totals["node_code"].isin(list(pillars)).to_numpy()]
    rows = rows.assign(
        unit_name=rows["unit_code"].astype(object).map(view.names),
        pillar=rows["node_code"].astype(object).map(pillars),
    )
    fields = {
        "unit_code": (say("book_unit_code"), "text"),
        "unit_name": (say("unit"), "text"),
        "pillar": (say("pillar"), "text"),
        "points": (begun(side_name(view)), "points"),
        "max_points": (say("maximum"), "points"),
        "attainment_share": (say("attainment"), "share"),
        **{name: (say(f"book_{name}"), "count") for name in COUNTS},
    }
    return resource(say("book_pillars", basis=side_name(view)), rows, fields, _notes(view))


def _note(row):
    if row["n_unread"] == row["n_indicators"] > 0:
        return say("form_unread")
    return say("unranked") if row["is_complete"] and pd.isna(row["rank"]) else judged_mark(row).strip(" ()")


def _notes(view):
    made_up = illustrative(view)
    whose = say("book_of", unit=view.name, year=view.year, set=view.criteria_set.title)
    return [whose, basis_note(view), judged_note(view), *([say(NOTICES[made_up])] if made_up else [])]
