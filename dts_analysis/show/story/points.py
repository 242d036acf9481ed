"""The main points of a unit's year, each in one sentence: what is done, strong, weak, why, and what moved."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from ...analysis.beside import beside_median
from ...analysis.losses import NOT_GIVEN
from ...messages import say
from ...reference.nodes import PILLAR
from ...rules import TOLERANCE
from ...scoring import HELD_AGAINST, half_up
from .. import text
from ..facts import facts
from ..gap_parts import STATED, beside_gaps, open_line, parts_of
from ..law import passed_line
from ..names import few, localized_column, names_of
from ..nodes import taken_in
from ..output import Prose
from ..sides import later_side, said, side_name
from .below import below_point
from .moves import year_points
from .words import Sentences, amount, class_words, within

if TYPE_CHECKING:
    from ...dataset.group_view import GroupView
    from ...dataset.unit_view import UnitView

MOST_NAMED = 3  # nodes that print alike
NOUNS = {"pillar": "n_pillars", "group": "n_groups"}  # what is counted, where they are many
MOST_CAUSES = ("one", "two", "three")


def story_points(view: "UnitView", causes: pd.DataFrame, below: "GroupView | None" = None) -> Prose:
    """Return the main points of a unit's year, strengths and weaknesses, one sentence each.

    Parameters
    ----------
    view : UnitView
    causes : DataFrame
        As from `losses.by_cause`, of the unit's weak indicators.
    below : GroupView, optional
        The units right below it, as from ``Dataset.below``.

    Returns
    -------
    Sentences, or Prose that says that there is nothing to say
    """
    strong, weak = _split(_ends(view))
    points = [
        *_passes(view), _classes(view), *strong, *weak, _causes(view, causes), _verified(view),
        below_point(below), *year_points(view),
    ]  # fmt: skip
    return _sentences(points) or Prose(say("story_nothing"))


def story_parts(view: Any, causes: Any, below: Any = None) -> Any:
    """Return the same sentences by what a report says first and last; takes as `story_points`.

    Returns
    -------
    dict of Sentences
        ``results``, ``shortcomings``, ``causes``; None where there is nothing to say.
    """
    strong, weak = _split(_ends(view))
    parts = {
        "results": [*_passes(view), _classes(view), *strong, below_point(below), *year_points(view)],
        "shortcomings": [*weak, _verified(view)],
        "causes": [_causes(view, causes)],
    }
    return {name: _sentences(points) for name, points in parts.items()}


def _split(ends):
    return ends[:1], ends[1:]


def _sentences(points):
    points = [each for each in points if each]
    if not points:
        return None
    return Sentences("\n".join(line for line, _ in points)).stating([fact for _, own in points for fact in own])


def _passes(view):
    rows = [row for side in view.sides if (row := view.total(side)) is not None]
    return [(line, []) for row in rows if (line := passed_line(view, row))]


def _classes(view):
    """How many indicators are in upper and in lower classes, on every basis that classifies any."""
    rows = [view.total(side) for side in view.sides]
    rows = [row for row in rows if row["n_upper"] + row["n_lower"]]
    if not rows or view.criteria_set.scored_in == "passes":
        return None
    first, *others = [_counted(view, row) for row in rows]
    first |= {f"{name}_classes": class_words(view.criteria_set, name == "upper") for name in ("upper", "lower")}
    line = say("story_classes", others="".join(say("story_classes_also", **each) for each in others), **first)
    return line, facts(pd.DataFrame(rows), ["n_upper", "n_lower"])


def _counted(view, row):
    known = row["n_upper"] + row["n_lower"]
    upper, lower = (text.of(row[name], known) for name in ("n_upper", "n_lower"))
    return {"upper": upper, "lower": lower, "basis": side_name(view, row["basis"])}


def nodes_beside(view):
    """Return the nodes that one can take in beside the compared units' median, on the page's basis; their names.

    Rows come in the criteria set's order; those without an attainment are left out. See `beside.beside_median`.
    """
    nodes = {node.code: node.name for node in taken_in(view.criteria_set)}
    own = view.totals[(view.totals["basis"] == view.basis).to_numpy() & view.totals["node_code"].isin(nodes)]
    rows = beside_median(own, view.peers).set_index("node_code", drop=False)
    rows = rows.loc[[code for code in nodes if code in rows.index]]
    return rows[rows["attainment_share"].notna()], nodes


def noun_key(rows):
    """Return the message that names nodes: pillars, or groups of them."""
    return "pillar" if (rows["level"] == PILLAR).all() else "group"


def noun_of(rows):
    """Return what nodes are called within a sentence."""
    return within(say(noun_key(rows)))


def _ends(view):
    """The strongest and the weakest node, and those that lie farthest above and below the median."""
    rows, names = nodes_beside(view)
    if len(rows) < 2:
        return []
    shares = rows["attainment_share"].map(text.share).map(str)
    if len(set(shares)) == 1:
        key = "story_all_alike" if len(rows) == len(names) else "story_all_alike_maximum"
        return [(say(key, noun=noun_of(rows), share=shares.iloc[0]), _stated(rows))]
    ends = (
        (1, ("story_strongest", "story_far_above", "story_far_above_too")),
        (-1, ("story_weakest", "story_far_below", "story_far_below_too")),
    )
    told = ends if rows["attainment_share"].min() < 1 - TOLERANCE else ends[:1]  # of all of it nothing is weakest
    by = say("story_by", basis=side_name(view)) if later_side(view) else ""
    lines = [_end(rows, shares, names, sign, *keys, by=by) for sign, keys in told]
    return [(line, _stated(rows[[share in line for share in shares]])) for line in lines]


def _stated(rows):
    """The facts of nodes whose attainment a sentence tells."""
    beside = rows[rows["median_share"].notna()]
    return facts(rows, ["attainment_share"]) + facts(beside, ["median_share"], of_unit="criteria_id")


def _end(rows, shares, names, sign, key, far_key, too_key, by):
    """The strongest node, or with the sign -1 the weakest, in words: all that print alike together."""
    alike = rows[(shares == shares[(sign * rows["attainment_share"]).idxmax()]).to_numpy()]
    attained = say("story_attain" if len(alike) == 1 else "story_attain_alike", share=shares[alike.index[0]])
    line = say(key, node=_called(rows, [names[code] for code in alike.index]), attained=attained, by=by)
    if len(alike) == 1 and pd.notna(alike["median_share"].iloc[0]):
        one = alike.iloc[0]
        words = {"units": text.count(one["n_units"]), "median": text.share(one["median_share"])}
        line += say("story_median", **words)
    gaps = (sign * rows["gap_share"]).dropna()
    if len(gaps) and gaps.max() > 0:
        codes = farthest(gaps)
        chosen = too_key if list(alike.index) == codes else far_key
        far = {} if chosen == too_key else {"node": few([names[code] for code in codes], NOUNS[noun_key(rows)])}
        line += say(chosen, gap=text.percentage_points(gaps.max()), **far)
    return f"{line}."


def farthest(gaps):
    """Return the codes of nodes that lie farthest above a median, as printed: several where they print alike."""
    printed = gaps.map(lambda gap: half_up(gap * 100, 1))
    return list(printed.index[printed == printed.max()])


def _called(rows, names):
    """Nodes by their names, after the word for them where they do not begin with it; many by how many they are."""
    noun = noun_of(rows)
    if len(names) > MOST_NAMED:
        return say(NOUNS[noun_key(rows)], count=text.count(len(names)))
    listed = text.listed(names)
    return listed if within(listed).startswith(noun) else say("story_node", noun=noun, names=listed)


def _causes(view, causes):
    """The largest causes that somebody gave, in words, with their points."""
    given = causes[(causes["lost_points"] > 0) & ~causes["cause_code"].isin(NOT_GIVEN)].head(len(MOST_CAUSES))
    if given.empty:
        return None
    called = _cause_names(view.data)
    listed = "; ".join(
        say("story_cause", cause=called[row.cause_code], lost=amount(view.criteria_set, row.lost_points))
        for row in given.itertuples()
    )
    rows = given.assign(unit_code=view.unit_code, year=view.year)
    stated = facts(rows, {"weak_lost_by_cause": "lost_points"}, of="cause_code")
    return say(f"story_causes_{MOST_CAUSES[len(given) - 1]}", causes=listed), stated


def _cause_names(data):
    """What causes are called within a sentence; grounds say whose they are."""
    reasons = localized_column(data.reasons.set_index("reason_code"), "label").map(within)
    grounds = localized_column(data.grounds.set_index("ground_code"), "label").map(within)
    return dict(reasons) | {code: say("story_ground", ground=label) for code, label in grounds.items()}


def _verified(view):
    """What was cut of the claims and what was raised, where most, and what else lies between both totals."""
    against = next((basis for basis in HELD_AGAINST if basis in view.sides), None)
    if against is None or "claimed" not in view.sides:
        return None
    if not view.total(against)["max_points"] and not view.criteria_set.is_without_maximum:
        return None
    rows, of = parts_of(view, against), (view.criteria_set, against)
    row, stated = rows.loc[""], facts(rows.loc[[""]], STATED)
    beside = beside_gaps(row, *of)
    beside = say("story_gap_beside", parts="; ".join(beside)) if beside else ""
    left = open_line(row, *of)
    beside += f"; {left}" if left else ""
    if not row["n_cut"] + row["n_raised"]:
        return said("story_gap_none", *of, n=text.count(row["n_judged"] - row["n_added"]), beside=beside), stated
    parts = [
        said(f"story_{way}", *of, points=amount(view.criteria_set, abs(row[f"{way}_points"])), n=text.count(n))
        for way in ("cut", "raised")
        if (n := row[f"n_{way}"])
    ]
    most = _cut_most(view, rows["cut_points"], of)
    return said("story_gap", *of, parts=text.listed(parts), most=most, beside=beside), stated


def _cut_most(view, cuts, of):
    """The pillar that was cut most; "" where not several were cut, or none stands out."""
    names = names_of(view.criteria_set.pillars)
    cuts = cuts[list(names)]
    if (cuts < 0).sum() < 2 or (cuts == cuts.min()).sum() > 1:
        return ""
    return said("story_cut_most", *of, pillar=names[cuts.idxmin()], points=amount(view.criteria_set, -cuts.min()))
