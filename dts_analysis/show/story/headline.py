"""The sentence a unit's year is remembered by: what it claimed, what was verified, where it stands."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from ...messages import say
from .. import text
from ..facts import facts
from ..names import judged_mark
from ..notes import notice, published_mark
from ..output import Prose, together
from ..sides import side_name
from ..summary import LEFT_OUT, SAID, STATED
from .words import unit_within

if TYPE_CHECKING:
    from ...dataset.unit_view import UnitView

PLACE = ["rank", "n_placed"]


def story_headline(view: "UnitView") -> Any:
    """Return what a unit has on every basis and its place in one sentence; below, what of it was published.

    Set off stands a warning where the data is illustrative or the criteria set a draft.

    Parameters
    ----------
    view : UnitView
    """
    rows = view.standing.set_index("basis", drop=False)
    told = [rows.loc[side] for side in view.sides if side in rows.index]
    marks = [(row, published_mark(view.printed, row, SAID)) for row in told]
    published = [f"{text.begun(side_name(view, row['basis']))}{mark}" for row, mark in marks if mark]
    sides = list(dict.fromkeys([view.basis, *view.sides]))
    rows_told, counts = rows[rows.index.isin(sides)], [name for name in STATED if name.startswith("n_")]
    stated = facts(rows_told, [*counts, *(f"n_{name}" for name in LEFT_OUT)])
    has_points = (rows_told["max_points"] > 0) | view.criteria_set.is_without_maximum
    stated += facts(rows_told[has_points], [name for name in STATED if name not in counts])
    place = facts(rows[rows["rank"].notna().to_numpy()], PLACE)
    said = Prose("\n".join([_sentence(view, told), *published])).stating(stated + place)
    return together(said, notice(view))


def _sentence(view, told):
    subject = {"unit": view.name, "year": view.year}
    if why := _why_none(view, view.total() if view.total() is not None else view.standing.iloc[0]):
        others = [] if why == "points" else [_also(view, row) for row in told]
        return say(f"story_none_{why}", **subject, others="".join(others))
    if not told:
        return say("story_no_points", basis=side_name(view), **subject)
    first, *others = told
    key = "story_claimed" if first["basis"] == "claimed" and not view.criteria_set.stages else "story_named"
    key = "story_in_passes" if view.criteria_set.scored_in == "passes" else key
    words = {"basis": side_name(view, first["basis"]), "reached": _reached(view, first), "share": _share(first)}
    return say(
        key, **subject, **words, others="".join(_also(view, row) for row in others), place=_place(view, told)
    )


def _why_none(view, row):
    """Why a unit has no result on the page's basis; "" where it has one."""
    if not row["n_indicators"]:
        return "apply"
    if row["n_unread"] == row["n_indicators"]:
        return "read"
    if row["n_missing"] == row["n_indicators"]:
        return "filled"
    if row["max_points"] or view.criteria_set.is_without_maximum:
        return ""
    return "points" if row["n_unread"] + row["n_unscored"] < row["n_indicators"] else ""


def _also(view, row):
    key = "story_also_in_passes" if view.criteria_set.scored_in == "passes" else "story_also"
    return say(key, basis=side_name(view, row["basis"]), reached=_reached(view, row), share=_share(row))


def _reached(view, row):
    if view.criteria_set.scored_in == "passes":
        return text.of(row["points"], row["max_points"])
    if view.criteria_set.is_without_maximum:
        return text.points(row["points"])
    return f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"


def _share(row):
    share = "" if pd.isna(row["attainment_share"]) else f" ({text.share(row['attainment_share'])})"
    return share + judged_mark(row)


def _place(view, told):
    """The unit's place on the page's basis, among whom; "" where it takes none, or stands alone."""
    row = view.total()
    if row is None or pd.isna(row["rank"]) or row["n_placed"] < 2:
        return ""
    by = say("story_by", basis=side_name(view)) if told[-1]["basis"] != view.basis else ""
    words = {"rank": text.count(row["rank"]), "placed": text.count(row["n_placed"])}
    words |= {"level": view.data.levels.of(view.level).name, "where": _where(view, row), "by": by}
    n_others = int((view.ranked_with["rank"] == row["rank"]).sum()) - 1
    if n_others:
        return say("story_place_shared", others=text.count(n_others), **words)
    return say("story_place", **words)


def _where(view, row):
    code = row["ranked_in"]
    if not code:
        return ""
    levels = view.data.levels
    name = levels.unit_name(code, view.data.unit(code, view.year)["name"])
    return say("story_where", unit=unit_within(name, levels))
