"""The units right below one in a sentence: what most of them have done, and where they stop."""

import pandas as pd

from ...analysis.rollup import majority_by_pillar, typical
from ...messages import say
from ...reference.nodes import TOTAL
from .. import text
from ..facts import facts
from ..names import group_name, names_of
from ..sides import side_name
from .words import class_words, within


def below_point(group):
    """Return what most units of a group have done, and where they stop, in a sentence, with its facts; or None.

    Parameters
    ----------
    group : GroupView or None
    """
    if group is None or group.n_units < 2:
        return None
    found = [each for each in (_typical(group), _wall(group)) if each]
    if not found:
        return None
    words = "; ".join(line for line, _ in found)
    return say("story_units_below", level=_level(group), said=words), [fact for _, own in found for fact in own]


def _level(group):
    return group.data.levels.of(group.criteria_set.level).name


def _typical(group):
    """The count that more than half of all units share, over all their indicators."""
    for side in dict.fromkeys([group.basis, *group.sides]):
        beside = group if side == group.basis else group.data.within(group.unit_code, group.year, side)
        whole = typical(beside.totals[(beside.totals["level"] == TOTAL).to_numpy()])
        if whole["is_majority"].any():
            (row,) = whole.to_dict("records")
            words = {"units": text.of(row["n_units"], row["n_all"]), "basis": side_name(group, side)}
            words |= {"upper": text.of(row["n_upper"], row["n_indicators"])}
            line = say("story_typical", classes=class_words(group.criteria_set, True), **words)
            rows = whole.assign(unit_code=group.unit_code)
            return line, facts(rows, {"typical_upper": "n_upper", "typical_units": "n_units"})
    return None


def _wall(group):
    """Between which groups of pillars, or pillars, the units stop: the most and the least done of them."""
    nodes, names, noun = _nodes(group.criteria_set)
    counts = group.of_group("indicator_counts")
    counts = counts.assign(node_code=counts["pillar_code"].astype("str").map(nodes))
    rows = majority_by_pillar(counts, node="node_code")
    rows = rows[rows["n_open"] == 0]
    if len(rows) < 2:
        return None
    shares = rows["n_majority"] / rows["n_indicators"]
    high, low = rows.loc[shares.idxmax()], rows.loc[shares.idxmin()]
    if shares.max() == shares.min():
        return None
    words = {"basis": side_name(group), "noun": noun, "high_node": names[high["node_code"]]}
    words |= {"low_node": names[low["node_code"]], "high": _done(high), "low": _done(low)}
    ends = pd.DataFrame([high, low]).assign(unit_code=group.unit_code)
    return say("story_wall", **words), facts(ends, ["n_majority"])


def _nodes(criteria_set):
    """What each pillar stands for here: its group where all have one and there are several, else itself."""
    groups = {each.code: each.group for each in criteria_set.pillars}
    if all(groups.values()) and len(set(groups.values())) > 1:
        return groups, {code: group_name(criteria_set, code) for code in groups.values()}, within(say("group"))
    return {code: code for code in groups}, names_of(criteria_set.pillars), within(say("pillar"))


def _done(row):
    """How many of a node's indicators more than half of the units have done."""
    return text.of(row["n_majority"], row["n_indicators"])
