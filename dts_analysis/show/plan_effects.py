"""What a plan, or a supposition, brings: the unit's sums and place now and then; and what stays out of reach."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..messages import named, say
from . import text
from .law import printer
from .names import names_of, party_name
from .output import Prose, Table, together
from .sides import side_name

if TYPE_CHECKING:
    from ..analysis.planning.plan import Plan, Supposed
    from ..dataset.unit_view import UnitView


def effect_table(view: "UnitView", made: "Plan") -> Table | Prose:
    """Return the unit's sums as they are and as the plan would make them."""
    return _effects(view, made, say("plan_then"), say("caption_effect"))


def what_if_tables(view: "UnitView", supposed: "Supposed | None") -> Any:
    """Return what changes of a unit's answers bring: of each its points and class, then the sums and the place.

    Parameters
    ----------
    view : UnitView
    supposed : Supposed, optional
        As from `planning.what_if_of`; without one, how to suppose anything.
    """
    if supposed is None:
        return Prose(say("what_if_none"))
    if supposed.totals.empty:
        return Prose(why_none(view, view.total()))
    changes, printed = supposed.changes, printer(view.criteria_set)
    indicators = [view.criteria_set.indicator(code) for code in changes["indicator_code"]]
    classes = names_of(view.criteria_set.class_scheme.classes)
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("plan_now"): changes["points"].map(printed).tolist(),
        say("what_if_then"): changes["reached_points"].map(printed).tolist(),
        say("class_now"): changes["class_code"].map(lambda code: classes.get(code, text.NOTHING)).tolist(),
        say("class_then"): changes["reached_class"].map(lambda code: classes.get(code, text.NOTHING)).tolist(),
    }
    table = Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_what_if"))
    effects = _effects(view, supposed, say("what_if_then"), say("caption_what_if_effect"))
    for line in switched_lines(view, supposed, "what_if_switched"):
        effects = effects.noted(line)
    return together(table, effects)


def is_alone(view: "UnitView") -> bool:
    """Return whether a unit takes its place among no others: one unit alone is no first."""
    total = view.total()
    return total is not None and total["n_placed"] == 1


def _effects(view, made, then, caption):
    whole = made.totals[made.totals["level"] == "total"].set_index("is_changed")
    if whole.empty:
        return Prose(why_none(view, view.total()))
    ends = [whole.loc[is_changed] for is_changed in (False, True)]
    rows = {
        say("points"): [printer(view.criteria_set)(end["points"]) for end in ends],
        say("attainment"): [text.share(end["attainment_share"]) for end in ends],
        say("upper_indicators"): [text.count(end["n_upper"]) for end in ends],
        say("lower_indicators"): [text.count(end["n_lower"]) for end in ends],
    }
    if not is_alone(view):
        rows[say("rank")] = [text.count(made.places[end]) for end in ("now", "then")]
    table = pd.DataFrame(rows.values(), index=list(rows), columns=[say("plan_now"), then])
    table = Table(table.rename_axis(say("what"))).captioned(caption)
    return table.noted(say("plan_effect_note", basis=side_name(view)))


def out_of_reach_table(view: "UnitView", made: "Plan") -> Table | Prose:
    """Return the indicators a unit cannot raise by itself, why, and who would have to act."""
    if made.out_of_reach.empty:
        total = view.total()
        is_whole = total is not None and not total["lost_points"]
        return Prose(why_none(view, total) or say("plan_nothing_lost" if is_whole else "plan_all_open"))
    indicators = [view.criteria_set.indicator(code) for code in made.out_of_reach["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("lost"): made.out_of_reach["lost_points"].map(printer(view.criteria_set)).tolist(),
        say("plan_why"): [say(f"plan_{why}") for why in made.out_of_reach["why"]],
        say("who_can_act"): [parties(view, each) for each in made.out_of_reach["removable_by"]],
    }
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_out_of_reach"))


def switched_lines(view, made, key):
    """Return what starts or stops to apply, in one sentence; none where nothing does."""
    if made.switched.empty:
        return []
    printed = [view.criteria_set.indicator(code).printed_as for code in made.switched["indicator_code"]]
    codes, applies = pd.Series(printed), made.switched["applies"].astype(bool)
    has_points = made.switched["points"].fillna(0.0) != 0
    kinds = {"in": applies & has_points, "blank": applies & ~has_points, "out": ~applies}
    changes = [
        say(f"switched_{kind}", n=text.count(mine.sum()), codes=text.listed(codes[mine].tolist()))
        for kind, mine in kinds.items()
        if mine.any()
    ]
    return [say(key, changes="; ".join(changes))]


def why_none(view, total):
    """Return why there is nothing to plan by, in a sentence; "" where there is."""
    if total is None or (pd.isna(total["points"]) and view.basis != "claimed"):
        return say("basis_absent", basis=side_name(view))
    if not total["n_indicators"]:
        return say("plan_none_applies")
    return say("plan_unread") if total["n_unread"] == total["n_indicators"] else ""


def parties(view, codes):
    """Return who can act, by name."""
    return text.listed([party_name(view.data.levels, code) for code in codes.split(";") if code])
