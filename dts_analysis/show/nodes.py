"""Which nodes of a criteria set's tree a page draws: a level that one can take in, and how the next one opens."""

from typing import NamedTuple

from ..messages import named
from ..reference.nodes import GROUP, PILLAR

MOST, MOST_ROWS = 12, 40  # members of a level that can be taken in at once; rows of one figure


class Drawn(NamedTuple):
    """A node as a page draws it."""

    code: str
    level: str
    name: str
    depth: int  # 0 right below the total
    branch: int  # which node right below the total it belongs to


def listed(criteria_set):
    """Return the nodes that a unit's tables list: the pillars, where one can take them in.

    Of many in groups, or in groups of groups, every group stands before what it holds.
    """
    is_deep = any(each.group for each in criteria_set.groups)
    is_many = len(criteria_set.pillars) > MOST and bool(criteria_set.groups)
    return [node for node in in_order(criteria_set) if is_deep or is_many or node.level == PILLAR]


def is_tree(nodes):
    """Return whether groups stand among the nodes of a list."""
    return any(node.level == GROUP for node in nodes)


def drawn(criteria_set):
    """Return the nodes that a unit's figure draws: those of its tables, or of a great many the groups alone."""
    found = listed(criteria_set)
    groups = [node for node in found if node.level == GROUP]
    return groups if groups and len(found) > MOST_ROWS else found


def taken_in(criteria_set):
    """Return the nodes of the lowest level that can be taken in at once: the pillars if few, else groups of them.

    A level is what lies equally deep, and what ends above that; without groups it is the pillars, however many.
    """
    found = in_order(criteria_set)
    for depth in range(max(node.depth for node in found), 0, -1):
        level = [node for node in found if node.depth == depth or (node.depth < depth and node.level == PILLAR)]
        if len(level) <= MOST:
            return level
    return [node for node in found if node.depth == 0]


def in_order(criteria_set):
    """Return every node below the total, each group before what it holds, as the set's pillars come in order."""
    records = {each.code: each for each in (*criteria_set.groups, *criteria_set.pillars)}
    held = {"": []} | {code: [] for code in records}
    for pillar in criteria_set.pillars:
        code = pillar.code
        while code:
            above = records[code].group
            held[above] += [code] if code not in held[above] else []
            code = above
    found = []

    def walk(code, depth, branch):
        level = GROUP if held[code] else PILLAR
        found.append(Drawn(code, level, named(records[code]), depth, branch))
        for each in held[code]:
            walk(each, depth + 1, branch)

    for branch, code in enumerate(held[""]):
        walk(code, 0, branch)
    return found
