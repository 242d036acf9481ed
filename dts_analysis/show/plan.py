"""A plan as people read it: what it takes to reach a target, as tasks; what it brings; what stays out of reach."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..analysis.planning import EFFORTS, LEAST_SHARE, MOST_TRIED
from ..messages import named, say
from . import text
from .facts import facts
from .law import both_told, printer
from .names import names_of, party_name
from .output import Prose, Table, together
from .sides import side_name

if TYPE_CHECKING:
    from ..analysis.planning.plan import Plan, Supposed
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
    if total is None or (pd.isna(total["points"]) and view.basis != "claimed"):
        return Prose(say("basis_absent", basis=side_name(view)))
    stated = facts(pd.DataFrame([total]), ["points", "max_points", "n_upper", "n_lower"])
    if made.target is None:
        is_whole = view.criteria_set.is_without_maximum
        return Prose(say("plan_nothing_taken" if is_whole else "plan_no_target")).stating(stated)
    needed, has = made.needed_points, total["points"]
    amounts = {"needed": needed, "has": has, "reached": made.reached_points}
    amounts |= {"missing": max(needed - has, 0.0), "short": max(needed - made.reached_points, 0.0)}
    words = {name: _amount(view, value) for name, value in amounts.items()}
    words |= {"target": _target(view, made.target), "tasks": text.count(len(made.moves))}
    if made.is_reached:
        lines = [say("plan_reached_now" if made.moves.empty else "plan_reached", **words)]
    else:
        lines = [say("plan_unreached", **words)]
        lost = made.out_of_reach["lost_points"].sum()
        closed = {"closed": text.count(len(made.out_of_reach)), "lost": _amount(view, lost)}
        lines += [say("plan_closed", **closed)] if lost else []
    lines += _switched_lines(view, made, "plan_switched") + _place_lines(made)
    return Prose("\n".join(lines)).stating(stated)


def task_table(view: "UnitView", made: "Plan") -> Table | Prose:
    """Return the moves of a plan as tasks, the largest gain first: what, who leads, how hard, what it brings."""
    if made.moves.empty:
        return Prose(say("plan_no_tasks"))
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


def _bounds_note(made):
    """What leaves with points, and what caps and floors let into the total; "" where the gains are all of it."""
    whole = made.totals[made.totals["level"] == "total"].set_index("is_changed")["points"].fillna(0.0)
    alone, total = made.moves["gain_points"].sum(), whole[True] - whole[False]
    left = 0.0 if made.switched.empty else -made.switched.loc[~made.switched["applies"], "points"].sum()
    lines = [say("plan_note_left", points=text.change(left)) if left else ""]
    return "\n".join(filter(None, [*lines, both_told("plan_note_bounded", alone + left, total)]))


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
    for line in _switched_lines(view, supposed, "what_if_switched"):
        effects = effects.noted(line)
    return together(table, effects)


def _effects(view, made, then, caption):
    whole = made.totals[made.totals["level"] == "total"].set_index("is_changed")
    if whole.empty:
        return Prose(say("basis_absent", basis=side_name(view)))
    ends = [whole.loc[is_changed] for is_changed in (False, True)]
    rows = {
        say("points"): [printer(view.criteria_set)(end["points"]) for end in ends],
        say("attainment"): [text.share(end["attainment_share"]) for end in ends],
        say("upper_indicators"): [text.count(end["n_upper"]) for end in ends],
        say("lower_indicators"): [text.count(end["n_lower"]) for end in ends],
        say("rank"): [text.count(made.places[end]) for end in ("now", "then")],
    }
    table = pd.DataFrame(rows.values(), index=list(rows), columns=[say("plan_now"), then])
    table = Table(table.rename_axis(say("what"))).captioned(caption)
    return table.noted(say("plan_effect_note", basis=side_name(view)))


def out_of_reach_table(view: "UnitView", made: "Plan") -> Table | Prose:
    """Return the indicators a unit cannot raise by itself, why, and who would have to act."""
    if made.out_of_reach.empty:
        return Prose(say("plan_all_open"))
    indicators = [view.criteria_set.indicator(code) for code in made.out_of_reach["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("lost"): made.out_of_reach["lost_points"].map(printer(view.criteria_set)).tolist(),
        say("plan_why"): [say(f"plan_{why}") for why in made.out_of_reach["why"]],
        say("who_can_act"): [_parties(view, each) for each in made.out_of_reach["removable_by"]],
    }
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_out_of_reach"))


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


def _switched_lines(view, made, key):
    """What starts or stops to apply, in one sentence; none where nothing does."""
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


def _place_lines(made):
    now, then, moved = (made.places[key] for key in ("now", "then", "moved"))
    if pd.isna(now) or pd.isna(then):
        return []
    lines = [say("plan_place", now=text.count(now), then=text.count(then))]
    return lines + ([] if moved == then else [say("plan_place_moved", moved=text.count(moved))])


def _task(view, indicator, row):
    printed = printer(view.criteria_set)
    words = {"name": named(indicator), "now": printed(row.points), "then": printed(row.reached_points)}
    said = say("plan_task", **words)
    said += say("plan_needs", needs=row.needs) if row.needs else ""
    return said + (say("plan_evidence_first") if row.is_evidence_first else "")


def _leads(view, indicator, parties):
    return indicator.lead_agency or _parties(view, parties)


def _parties(view, codes):
    return text.listed([party_name(view.data.levels, code) for code in codes.split(";") if code])
