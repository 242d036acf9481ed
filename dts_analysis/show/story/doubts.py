"""What is not certain about a unit's numbers: what they leave out, what they rest on, how far they could move."""

from typing import TYPE_CHECKING

import pandas as pd

from ...analysis.evidence import register, register_summary
from ...analysis.losses import NOT_GIVEN
from ...errors import SEVERITIES
from ...messages import named, say
from .. import text
from ..evidence import claimed_total
from ..facts import facts
from ..merged import merged_lines
from ..notes import illustrative
from ..output import Prose
from ..sides import later_side, side_name
from ..summary import left_out_lines
from ..sure import place_told
from .words import Sentences, amount

if TYPE_CHECKING:
    from ...dataset.unit_view import UnitView


def story_doubts(view: "UnitView", causes: pd.DataFrame, ranges: pd.DataFrame) -> Prose:
    """Return what is not certain, one sentence each; that there is nothing of the kind, where there is not.

    Parameters
    ----------
    view : UnitView
    causes : DataFrame
        As from `losses.by_cause`, of the unit's weak indicators.
    ranges : DataFrame
        As from `completion.threshold_range`, of the unit on the page's basis.
    """
    total = view.total()
    counted = [] if total is None else left_out_lines(view)
    told = [
        _unverified(view),
        _partly(view),
        _later(view),
        *((line, []) for line in counted),
        _uncoded(view, causes),
    ]
    told += [_findings(view), place_told(view), _threshold(view, ranges)]
    told += [*((line, []) for line in _merged(view)), _made_up(view)]
    told = [each for each in told if each]
    if not told:
        return Prose(say("story_no_doubts"))
    return Sentences("\n".join(line for line, _ in told)).stating([fact for _, own in told for fact in own])


def _unverified(view):
    """That nobody has judged the claims, and how much of them stands without evidence."""
    if view.sides != ["claimed"]:
        return None
    summary = register_summary(register(view.scores)).assign(basis="claimed")
    line, stated = say("story_unverified"), []
    if len(summary) and summary["n_without"].iloc[0]:
        row = summary.iloc[0]
        words = {"points": amount(view.criteria_set, row["without_points"])}
        words |= {} if _is_in_passes(view) else {"n": text.count(row["n_without"])}
        line = say("story_unsupported_passes" if _is_in_passes(view) else "story_unsupported", **words)
        line = " ".join(filter(None, [line, claimed_total(view, row["claimed_points"])]))
        stated = facts(summary, ["n_without", "without_points"])
    return line, stated


def _partly(view):
    """How many answers another basis than the page's has anything to say of, where that is not all."""
    for side in view.sides:
        row = view.total(side)
        if side not in ("claimed", view.basis) and not row["is_complete"]:
            judged = text.of(row["n_indicators"] - row["n_unscored"] - row["n_unread"], row["n_indicators"])
            words = {"side": text.begun(side_name(view, side)), "judged": judged, "basis": side_name(view)}
            return say("story_partly", **words), facts(pd.DataFrame([row]), ["n_unscored"])
    return None


def _later(view):
    """That the page goes by what most units have, where this one has been judged whole since."""
    side = later_side(view)
    if not side or not view.total(side)["is_complete"]:
        return None
    gap = view.total(side)["points"] - view.total()["points"]
    words = {"basis": side_name(view), "side": side_name(view, side), "gap": text.change(gap)}
    return say("story_later", **words), []


def _uncoded(view, causes):
    lost = causes.loc[causes["cause_code"].isin(NOT_GIVEN), "lost_points"].sum()
    key = "story_uncoded_passes" if _is_in_passes(view) else "story_uncoded"
    return (say(key, lost=amount(view.criteria_set, lost)), []) if lost > 0 else None


def _is_in_passes(view):
    return view.criteria_set.scored_in == "passes"


def _findings(view):
    """How many findings the unit's own forms of the year made, by how grave they are."""
    rows = view.data.rows("findings", unit_code=[view.unit_code])
    counts = rows.loc[rows["year"] == view.year, "severity"].value_counts()
    numbers = {name: int(counts.get(name, 0)) for name in SEVERITIES}
    said = [say(f"story_found_{name}", n=text.count(n)) for name, n in numbers.items() if n]
    if not said:
        return None
    row = pd.DataFrame([{"unit_code": view.unit_code, "year": view.year} | numbers])
    stated = facts(row, {f"form_{name}": name for name in numbers})
    return say("story_findings", year=view.year, counts=text.listed(said)), stated


def _threshold(view, ranges):
    """How far the line between both sides could move for no count to change, where classes go by thresholds."""
    scheme, total = view.criteria_set.class_scheme, view.total()
    starts = [each for each in scheme.classes if each.is_upper and each.at_least is not None]
    if scheme.kind != "thresholds" or not starts or total is None or not total["n_upper"] + total["n_lower"]:
        return None
    last = min(starts, key=lambda each: each.at_least)
    own = ranges[(ranges["class_code"] == last.code).to_numpy()]
    if own.empty or own[["lowest", "highest"]].isna().any(axis=None):
        return None
    row = own.iloc[0]
    words = {name: text.share(row[name]) for name in ("threshold", "lowest", "highest")}
    return say("story_threshold", name=named(last), **words), []


def _merged(view):
    return merged_lines(view, [view.compared_basis]) if view.merged else []


def _made_up(view):
    made_up = illustrative(view)
    return (say(f"story_{made_up}"), []) if made_up else None
