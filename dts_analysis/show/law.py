"""What a criteria set counts by beside points per indicator, in words: passes, gates, caps, floors, bonuses."""

import pandas as pd

from ..messages import named, say
from ..reference.nodes import TOTAL, maxima
from . import text
from .gap_parts import is_some
from .sides import side_name


def law_lines(criteria_set):
    """Return a sentence for everything a set counts by that a reader would not expect; none for most sets."""
    lines = [say("law_in_passes")] if criteria_set.scored_in == "passes" else []
    gates = [node for node in criteria_set.nodes if node.gate]
    lines += [
        say("law_gate", who=_who(criteria_set, node), gate=gate_text(criteria_set, node.gate)) for node in gates
    ]
    lines += [_capped(criteria_set, node) for node in criteria_set.nodes if node.cap is not None]
    lines += [
        say("law_floor", who=_who(criteria_set, node), points=text.maximum(node.floor))
        for node in criteria_set.nodes
        if node.floor is not None
    ]
    return lines + bonus_line(criteria_set)


def _capped(criteria_set, node):
    """What a node earns at most; and what it holds, where that is more."""
    free = [each._replace(cap=None) if each == node else each for each in criteria_set.nodes]
    held = maxima(free, criteria_set.indicators)[node.code]
    words = {"who": _who(criteria_set, node), "points": text.maximum(node.cap), "held": text.maximum(held)}
    return say("law_cap_below" if held > node.cap else "law_cap", **words)


def printer(criteria_set, of_points=text.points):
    """Return what prints an amount under a set: points, or passes, which are whole."""
    return text.count if criteria_set.scored_in == "passes" else of_points


def bonus_line(criteria_set):
    """Return a sentence about a set's bonuses, in a list; an empty one where there is none."""
    bonuses = [each for each in criteria_set.indicators if each.is_bonus]
    most = sum(max(one.max_points for one in each.alternatives) for each in bonuses)
    return [say("law_bonus", count=text.count(len(bonuses)), points=text.maximum(most))] if bonuses else []


def gate_text(criteria_set, gate):
    """Return a gate in words."""
    members = [
        _name(criteria_set, each) if isinstance(each, str) else f"({gate_text(criteria_set, each)})"
        for each in gate.members
    ]
    joined = "; ".join(members)
    return (
        say("gate_all", members=joined) if gate.needed is None else say("gate_some", n=gate.needed, members=joined)
    )


def has_gates(criteria_set):
    """Return whether anything in a set passes or does not."""
    return any(node.gate for node in criteria_set.nodes)


def passed_text(row):
    """Return whether something passes: yes, no, not known, or that nothing it asks for applies.

    Parameters
    ----------
    row : Series or mapping
        ``passed`` and ``n_unclassified``, as of ``dataset.totals``: only what has no class yet can leave it open.
    """
    if pd.isna(row["passed"]):
        return say("status_not_applicable" if row["n_unclassified"] == 0 else "passed_open")
    return say("passed_yes" if row["passed"] else "passed_no")


def passed_texts(rows):
    """Return `passed_text` of every row of a table, in a list."""
    return [passed_text(row) for row in rows[["passed", "n_unclassified"]].to_dict("records")]


def passed_line(view, row):
    """Return whether a unit passes on a basis, and which pillars do not; "" where the set has no gate for it all.

    Parameters
    ----------
    view : UnitView
    row : Series
        Its row of ``standings``.
    """
    if not view.criteria_set.passes:
        return ""
    rows = view.totals[(view.totals["basis"] == row["basis"]).to_numpy() & (view.totals["level"] == "pillar")]
    failed = set(rows.loc[~rows["passed"].fillna(True).astype(bool), "node_code"])
    names = [named(each) for each in view.criteria_set.pillars if each.code in failed]
    key = "headline_passed_failing" if names else "headline_passed"
    words = {"basis": text.begun(side_name(view, row["basis"])), "failing": text.listed(names)}
    return say(key, verdict=passed_text(row), **words)


def bounds_note(view):
    """Return what bonuses added, and what caps took and floors gave, on the page's basis; "" where nothing."""
    total = view.total()
    if total is None:
        return ""
    lines = []
    if total["bonus_points"]:
        lines.append(say("bonus_earned", points=text.points(total["bonus_points"])))
    if total["capped_points"]:
        key = "capped" if total["capped_points"] > 0 else "floored"
        lines.append(say(key, points=text.points(abs(total["capped_points"]))))
    if total["n_unsure"]:
        lines.append(say("unsure", count=text.of(total["n_unsure"], total["n_indicators"])))
    return "\n".join(lines)


def lost_note(rows):
    """Return how far points lie below the maximum, where caps, floors and bonuses make it other than all lost.

    Parameters
    ----------
    rows : DataFrame
        Of ``standings``: of one basis and set.
    """
    left = (rows["max_points"] - rows["points"].fillna(0.0)).sum()
    return both_told("lost_note_bounded", rows["lost_points"].sum(), left)


def both_told(key, alone, total):
    """Return a note that tells a sum of parts, each by itself, and what of it is in the total; "" where equal."""
    return say(key, alone=text.points(alone), total=text.points(total)) if is_some(alone - total) else ""


def _who(criteria_set, node):
    return say("law_unit") if node.level == TOTAL else _name(criteria_set, node.code)


def _name(criteria_set, code):
    holders = {each.code: each for each in (*criteria_set.groups, *criteria_set.pillars)}
    if code in holders:
        return named(holders[code])
    one = criteria_set.indicator(code)
    return f"{one.printed_as} {named(one)}"
