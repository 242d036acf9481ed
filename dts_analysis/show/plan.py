"""A plan as people read it: what it takes to reach a target, as tasks; what it brings; what stays out of reach."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.planning import EFFORTS, LEAST_SHARE, MOST_TRIED
from ..messages import named, say
from . import text
from .facts import facts
from .law import both_told, printer
from .output import Prose, Table
from .plan_effects import is_alone, parties, switched_lines, why_none
from .sides import side_name

if TYPE_CHECKING:
    from ..analysis.planning.plan import Plan
    from ..dataset.unit_view import UnitView

EFFORT_NAMES = dict(zip(EFFORTS, ("effort_light", "effort_medium", "effort_heavy"), strict=True))
MOST = 20  # tasks on the page; downloads have all


def plan_headline(view: "UnitView", made: "Plan") -> Prose:
    """Return in words what a target takes, whether it is reached, and the place that follows.

    Parameters
    ----------
    view : UnitView
    made : Plan
        As from `planning.plan`, of the unit on the view's basis.
    """
    total = view.total()
    if why := why_none(view, total):
        return Prose(why)
    stated = facts(pd.DataFrame([total]), ["points", "max_points", "n_upper", "n_lower"])
    if made.target is None:
        return Prose(_no_target(view, made, total)).stating(stated)
    words = _amounts(view, made, total["points"])
    if made.is_reached:
        lines = [say("plan_reached_now" if made.moves.empty else "plan_reached", **words)]
    else:
        lines = [say("plan_unreached_at_all" if made.moves.empty else "plan_unreached", **words)]
        lost = made.out_of_reach["lost_points"].sum()
        closed = {"closed": text.count(len(made.out_of_reach)), "lost": _amount(view, lost)}
        closed["table"] = say("caption_out_of_reach")
        lines += [say("plan_closed", **closed)] if lost else []
    lines += switched_lines(view, made, "plan_switched") + _place_lines(view, made)
    return Prose("\n".join(lines)).stating(stated)


def _no_target(view, made, total):
    """Why a plan has no target, and what to do about it."""
    if pd.isna(total["points"]):
        return say("plan_blank")
    if not total["lost_points"]:
        return say("plan_nothing_taken" if view.criteria_set.is_without_maximum else "plan_nothing_lost")
    if pd.isna(made.places["now"]):
        return say("plan_unplaced", basis=side_name(view))
    return say("plan_no_target")


def _amounts(view, made, has):
    """What a headline tells in numbers: a blank has no points, and lacks all that is needed."""
    needed, own = made.needed_points, 0.0 if pd.isna(has) else has
    amounts = {"reached": made.reached_points, "missing": max(needed - own, 0.0)}
    amounts |= {"short": max(needed - made.reached_points, 0.0), "has": own}
    words = {name: _amount(view, value) for name, value in amounts.items()}
    if pd.isna(has) and not made.moves.empty:
        words["has"] = say("plan_no_points")
    is_said = made.target.kind == "points" and made.target.value == needed
    words["needs"] = "" if is_said else say("plan_needed", needed=_amount(view, needed))
    return words | {"target": _target(view, made.target), "tasks": text.count(len(made.moves))}


def task_table(view: "UnitView", made: "Plan") -> Table | Prose:
    """Return the moves of a plan as tasks, the largest gain first: what, who leads, how hard, what it brings."""
    if made.moves.empty:
        return Prose(_no_tasks(view, made))
    shown = made.moves
    indicators = [view.criteria_set.indicator(code) for code in shown["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("task"): [_task(view, each, row) for each, row in zip(indicators, shown.itertuples(), strict=True)],
        say("leads"): [
            _leads(view, each, row.removable_by) for each, row in zip(indicators, shown.itertuples(), strict=True)
        ],
        say("effort"): [say(EFFORT_NAMES[effort]) for effort in shown["effort"]],
        say("points_gained"): shown["gain_points"].map(printer(view.criteria_set, text.change)).tolist(),
    }
    weights = "; ".join(f"{say(EFFORT_NAMES[effort])} {weight:g}" for effort, weight in EFFORTS.items())
    note = say("plan_note", weights=weights, share=text.share(LEAST_SHARE))
    switching = say("plan_note_switching", most=text.count(MOST_TRIED)) if made.has_switching else ""
    note = "\n".join(filter(None, [note, _bounds_note(made), switching]))
    caption = say("caption_tasks" if made.target is not None and made.is_reached else "caption_tasks_open")
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(caption).noted(note).showing(MOST)


def _no_tasks(view, made):
    total = view.total()
    if why := why_none(view, total):
        return why
    if not total["lost_points"]:
        return say("plan_nothing_lost")
    return say("plan_no_tasks") if made.is_reached else say("plan_none_open", table=say("caption_out_of_reach"))


def _bounds_note(made):
    """What leaves with points, and what caps and floors let into the total; "" where the gains are all of it."""
    whole = made.totals[made.totals["level"] == "total"].set_index("is_changed")["points"].fillna(0.0)
    alone, total = made.moves["gain_points"].sum(), whole[True] - whole[False]
    left = 0.0 if made.switched.empty else -made.switched.loc[~made.switched["applies"], "points"].sum()
    lines = [say("plan_note_left", points=text.change(left)) if left else ""]
    return "\n".join(filter(None, [*lines, both_told("plan_note_bounded", alone + left, total)]))


def _amount(view, value):
    if view.criteria_set.scored_in == "passes":
        return say("plan_passes", value=text.count(value))
    return say("plan_points", value=text.points(value))


def _target(view, target):
    if target.kind == "class":
        classes = {each.code: named(each) for each in view.criteria_set.class_scheme.classes}
        return say("target_class", name=classes.get(target.value, target.value))
    written = text.points(target.value) if target.kind == "points" else text.count(target.value)
    return say(f"target_{target.kind}", value=written)


def _place_lines(view, made):
    now, then, moved = (made.places[key] for key in ("now", "then", "moved"))
    if pd.isna(now) or pd.isna(then) or is_alone(view):
        return []
    lines = [say("plan_place", now=text.count(now), then=text.count(then))]
    return lines + ([] if moved == then else [say("plan_place_moved", moved=text.count(moved))])


def _task(view, indicator, row):
    printed = printer(view.criteria_set)
    words = {"name": named(indicator), "now": printed(row.points), "then": printed(row.reached_points)}
    said = say("plan_task", **words)
    said += say("plan_needs", needs=row.needs) if row.needs else ""
    return said + (say("plan_evidence_first") if row.is_evidence_first else "")


def _leads(view, indicator, codes):
    return indicator.lead_agency or parties(view, codes)
