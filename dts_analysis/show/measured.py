"""Measured values beside declared ones, as people read them. The gap is measured - claimed and says so."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import named, say
from . import text
from .facts import facts
from .output import Table
from .sides import said, side_words
from .typed import Cell

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView


def measured_files(*views):
    """Return the files of measured values beside the answers of views: their paths below the raw folder."""
    tables = [view.scores["measured_source"] for view in views if "measured_source" in view.scores]
    places = {place for column in tables for place in column.unique() if place}
    return sorted({place.rpartition("!")[0] for place in places})


def measured_table(view: "UnitView", shown_on: str = "") -> Table | None:
    """Return what systems measured of a unit beside what it declared, one row per indicator measured.

    Parameters
    ----------
    view : UnitView
    shown_on : str
        The basis that the page holds claims against: with ``measured`` the table stands there already.

    Returns
    -------
    Table or None
        Of what applies by the unit's own answers or by the measured ones: declared and measured value as they were
        written; claims, the points the rule makes of the measured value
        ("—" where a person gives the points) and the gap, measured - claimed, as `verification.gaps` has it ("—"
        also where nobody knows what was claimed); system, day and row. Its note says how many of the indicators
        that apply by measured values are measured. None where nothing was.
    """
    scores = view.scores
    if shown_on == "measured" or "measured_text" not in scores or (scores["measured_text"] == "").all():
        return None
    applies = ~scores["is_measured_out"]
    is_either, is_measured = applies | (scores["answer_status"] != "not_applicable"), scores["measured_text"] != ""
    rows, of = scores[is_measured & is_either], (view.criteria_set, "measured")
    indicators = [view.criteria_set.indicator(code) for code in rows["indicator_code"]]
    points, held = rows["measured_points"], view.any_gaps_on("measured").set_index("indicator_code")
    gaps = held["gap_points"].reindex(rows["indicator_code"].astype("str"))
    columns = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("declared_value"): rows["declared_text"].replace("", text.NOTHING).tolist(),
        say("measured_value"): rows["measured_text"].tolist(),
        said("claimed", *of): rows["claimed_points"].map(text.points).tolist(),
        say("measured_points"): points.map(text.points).tolist(),
        said("gap", *of): gaps.map(text.change).tolist(),
        say("measured_by"): rows["measured_system"].tolist(),
        say("measured_on"): rows["measured_on"].map(text.date).tolist(),
        say("measured_row"): list(map(Cell, rows["measured_source"])),
    }
    n_measured, n_scored = int((is_measured & applies).sum()), int(points.notna().sum())
    words = {"measured": text.of(n_measured, int(applies.sum())), "scored": text.count(n_scored)}
    note = say("measured_note", **words, **{key: side_words(*of)[key] for key in ("claims", "verdicts")})
    stated = pd.DataFrame({"unit_code": [view.unit_code], "year": view.year, "basis": "measured"})
    stated = facts(stated.assign(n_measured=n_measured, n_scored=n_scored), ["n_measured", "n_scored"])
    table = Table(pd.DataFrame(columns).set_index(say("code"))).captioned(say("caption_measured"))
    return table.fitted(say("measured_on"), say("measured_by"), said("claimed", *of)).noted(note).stating(stated)
