"""How one criteria set differs from another, in lines: what holds for a whole set, its tree, its indicators."""

from ..analysis import continuity
from ..messages import named, number_text, say
from ..reference.nodes import maxima
from . import text
from .names import group_name
from .set_words import bounds, node_line, node_name, whole_lines


def change_lines(criteria, earlier_id, later_id, levels):
    """Return whatever differs between two sets, a line each, and how many indicators stay the same.

    Titles, decisions, years and sources differ by nature and are not told. A pillar or group of the same name is
    the same whatever its code; of the same code it is the same that was renamed.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id; see `analysis.continuity.links`.
    earlier_id, later_id : str
    levels : Levels
    """
    earlier, later = criteria[earlier_id], criteria[later_id]
    return [*_whole(earlier, later, levels), *_nodes(earlier, later), *_indicators(criteria, earlier_id, later_id)]


def _whole(earlier, later, levels):
    """What holds for all of a set, where it differs."""
    before, after = (whole_lines(each, levels) for each in (earlier, later))
    for key in before:
        if before[key] != after[key]:
            yield say("set_was", what=_one(before[key]))
            yield say("set_is", what=_one(after[key]))


def _nodes(earlier, later):
    """Pillars and groups: changed, new, dropped."""
    left, sets = _records(earlier), (earlier, later)
    pairs = _pairs(left, _records(later))
    codes = {old.code: new.code for old, new in pairs}
    most = [maxima(each.nodes, each.indicators) for each in sets]
    binds = [{node.code: bounds(each, node) for node in each.nodes} for each in sets]
    for old, new in pairs:
        names, head = [node_name(each) for each in (old, new)], node_name(new)
        if names[0] != names[1]:
            yield say(
                "node_renumbered" if named(old) == named(new) else "node_renamed", before=names[0], after=head
            )
        worth = [text.maximum(points[each.code]) for points, each in zip(most, (old, new), strict=True)]
        if worth[0] != worth[1] and "passes" not in {each.scored_in for each in sets}:
            yield say("node_reweighted", name=head, before=worth[0], after=worth[1])
        if codes.get(old.group, "") != new.group:
            groups = [
                group_name(one, each.group) or text.NOTHING for one, each in zip(sets, (old, new), strict=True)
            ]
            yield say("node_moved", name=head, before=groups[0], after=groups[1])
        bound = [_one(lines[each.code]) for lines, each in zip(binds, (old, new), strict=True)]
        if bound[0] != bound[1]:
            yield say("node_rebound", name=head, before=bound[0], after=bound[1])
    paired = {new.code for _, new in pairs}
    for key, one, known in (("why_new", later, paired), ("why_dropped", earlier, codes)):
        yield from (f"{say(key)}: {node_line(one, each)}" for each in _records(one) if each.code not in known)


def _records(criteria_set):
    return [*criteria_set.groups, *criteria_set.pillars]


def _pairs(before, after):
    """The groups and pillars that are the same ones, in the later set's order: by name, else by code."""
    found, left = {}, list(before)
    for key in ("name_vi", "code"):
        for new in after:
            same = (old for old in left if type(old) is type(new) and getattr(old, key) == getattr(new, key))
            old = next(same, None)
            if new.code not in found and old is not None:
                found[new.code] = old
                left.remove(old)
    return [(found[new.code], new) for new in after if new.code in found]


def _indicators(criteria, earlier_id, later_id):
    table, sets = continuity.links(criteria, earlier_id, later_id), (criteria[earlier_id], criteria[later_id])
    for row in table[table["why"] != "same"].itertuples():
        sides = zip(sets, (row.code_from, row.code_to), strict=True)
        found = [each.indicator(code) for each, code in sides if code]
        shown = (f"{one.printed_as} {named(one)} ({number_text(one.max_points)})" for one in found)
        yield f"{say(f'why_{row.why}')}: {' → '.join(shown)}"
    yield say("indicators_same", count=int((table["why"] == "same").sum()))


def _one(lines):
    return "; ".join(each.rstrip(".") for each in lines) or text.NOTHING
