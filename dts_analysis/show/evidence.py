"""What stands without evidence, and where to check on site."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import named, say
from . import text
from .facts import facts
from .gap_parts import is_some
from .names import names_of
from .output import Prose, Table
from .sides import said
from .typed import Cell

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView
    from ..dataset.unit_view import UnitView


def evidence_table(view: "UnitView", summary: pd.DataFrame, registered: pd.DataFrame) -> Table | Prose:
    """Return one unit's claims without evidence or on evidence of another year.

    Parameters
    ----------
    view : UnitView
    summary, registered : DataFrame
        As from `evidence.register_summary` and `evidence.register`, of the unit.
    """
    if summary.empty:
        return Prose(say("evidence_no_claims"))
    row = summary.iloc[0]
    note = _note(view, row)
    stated = facts(summary.assign(basis="claimed"), ["n_without", "without_points"])
    listed = registered[~registered["has_evidence"] | registered["is_outside"]]
    if listed.empty:
        return Prose(note).stating(stated)
    indicators = [view.criteria_set.indicator(code) for code in listed["indicator_code"]]
    why = listed["has_evidence"].map({True: say("evidence_outside"), False: say("evidence_none")})
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        said("claimed", view.criteria_set): listed["claimed_points"].map(text.points).tolist(),
        say("evidence"): why.tolist(),
        say("cell"): list(map(Cell, listed["source"])),
    }
    table = Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_evidence"))
    return table.noted(note).stating(stated)


def _note(view, row):
    """How much of the claims that need evidence has none; and the claimed total, where that is another number."""
    words = {"without": text.of(row["n_without"], row["n_claimed"]), "points": text.points(row["without_points"])}
    note = say("evidence_note", claimed=text.points(row["claimed_points"]), **words)
    return " ".join(filter(None, [note, claimed_total(view, row["claimed_points"])]))


def claimed_total(view: "UnitView", claimed: float) -> str:
    """Return a sentence with a unit's claimed total where claims that need evidence add up to another number."""
    points = view.total("claimed")["points"]
    return say("evidence_total", total=text.points(points)) if is_some(points - claimed) else ""


def visit_table(
    view: "GroupView", proposed: pd.DataFrame, seed: int, tried: pd.DataFrame, by: str = "unit_code"
) -> Table | Prose:
    """Return where to check on site and why, and whether that way found more than the largest claims would have.

    Parameters
    ----------
    view : GroupView
    proposed : DataFrame
        As from `visits.proposal`.
    seed : int
    tried : DataFrame
        As from `visits.tried`, of the same kind of places.
    by : {"unit_code", "indicator_code"}
        What is visited.
    """
    if proposed.empty:
        return Prose(say("visit_none"))
    of, is_unit = view.criteria_set, by == "unit_code"
    names = view.names if is_unit else _indicator_names(of)
    claimed = proposed["claimed_points"]
    if is_unit:  # its total, within caps and floors, as everywhere else
        claimed = proposed[by].astype("str").map(view.on("claimed").set_index("unit_code")["points"])
    rows = {
        say("unit" if is_unit else "indicator"): proposed[by].astype("str").map(names),
        said("claimed", of): claimed.map(text.points),
        say("at_risk"): proposed["risk_points"].map(text.points),
        say("why_chosen"): [say(f"visit_{why}") for why in proposed["why"]],
    }
    table = pd.DataFrame(rows)
    notes = [said("visit_note", of, seed=seed), *(_tried(row, of, is_unit) for row in tried.itertuples())]
    if tried.empty:
        notes.append(said("visit_not_tried", of))
    caption = say("caption_visit_units" if is_unit else "caption_visit_indicators")
    return Table(table.set_index(table.columns[0])).captioned(caption).noted("\n".join(notes))


def _tried(row, criteria_set, is_unit):
    words = {name: text.share(getattr(row, name)) for name in ("by_risk", "by_claims", "by_chance")}
    words["what"] = say("visit_of_units" if is_unit else "visit_of_indicators")
    words |= {"year": row.year, "visits": text.of(row.n_visits, row.n_places)}
    return said("visit_tried" if row.beats_claims else "visit_beaten", criteria_set, **words)


def _indicator_names(criteria_set):
    """A dict from indicator code to "printed code name"."""
    names = names_of(criteria_set.indicators)
    return {each.code: f"{each.printed_as} {names[each.code]}" for each in criteria_set.indicators}
