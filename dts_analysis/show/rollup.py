"""A parent's units rolled up, as people read it."""

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.rollup import parts
from ..messages import named, say
from . import text
from .facts import facts
from .names import few, group_name
from .notes import classes_note, published_mark
from .output import Prose, Table
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView


def rollup_headline(view: "GroupView") -> Prose:
    """Return the finding in words: what most units have done, per part of the criteria set (`rollup.parts`).

    Parameters
    ----------
    view : GroupView
    """
    order = _parts(view.criteria_set)
    if not order:
        return Prose(say("classless_all"))
    lines, stated = [], []
    for side in dict.fromkeys([view.basis, *view.sides]):
        rows = view.of_group("majorities", side)
        rows = rows[rows["node_code"].isin(order)]
        if side != view.basis and not rows["n_classified"].any():
            continue
        rows = rows.sort_values("node_code", key=lambda codes: codes.map(order.index), kind="stable")
        said = ((_mark(view, row, side), _typical_line(view, row, side)) for row in rows.itertuples())
        found = [". ".join(line for _, line in alike) + mark for mark, alike in groupby(said, itemgetter(0))]
        found = found or [say("basis_nobody", basis=side_name(view, side))]
        lines += [say("rollup_basis", basis=text.begun(side_name(view, side)), found=found[0]), *found[1:]]
        named_ones = rows[rows["is_majority"].astype(bool)]
        stated += facts(
            named_ones, {"typical_upper": "n_upper", "typical_units": "n_units"}, of_unit="parent_code"
        )
    return Prose("\n".join(lines)).stating(stated)


def group_table(view: "GroupView", ranges: pd.DataFrame) -> Table | Prose:
    """Return each unit's indicators in upper classes by part of the set, with what bounds the classes.

    Parameters
    ----------
    view : GroupView
    ranges : DataFrame
        As from `completion.threshold_range`, of all these units.
    """
    rows = view.totals
    if rows.empty:
        return Prose(say("basis_nobody", basis=side_name(view)))
    order = _parts(view.criteria_set)
    if not order:
        return Prose(say("classless_all"))
    rows = rows[rows["node_code"].isin(order)]
    reached = [_of_unit(row) for row in rows.itertuples()]
    wide = rows.assign(reached=reached, unit_code=rows["unit_code"].astype("str"))
    wide = wide.pivot(index="unit_code", columns="node_code", values="reached")
    table = wide[[code for code in order if code in wide]]
    table = table.set_axis([_node(view, code) for code in table], axis="columns")
    table = table.set_axis(table.index.map(view.names).rename(say("unit")), axis="index")
    stated = facts(rows, ["n_upper", "n_lower"])
    table = Table(table).captioned(say("caption_groups")).fitted(*reversed(table.columns))
    return table.noted(classes_note(view.criteria_set, ranges)).stating(stated)


def majority_table(view: "GroupView", majority: pd.DataFrame) -> Table | Prose:
    """Return how many indicators of each pillar are upper in most units; as from `rollup.majority_by_pillar`."""
    if majority.empty:
        return Prose(say("basis_nobody", basis=side_name(view)))
    if view.n_units < 2:
        return Prose(say("one_unit"))
    by_pillar = majority.set_index(majority["pillar_code"].astype("str"))
    by_pillar = by_pillar.reindex([each.code for each in view.criteria_set.pillars])
    by_pillar = by_pillar[["n_majority", "n_open", "n_indicators"]].fillna(0)
    told = by_pillar["n_indicators"] - by_pillar["n_open"]
    counts = zip(by_pillar["n_majority"], told, strict=True)
    said = [text.of(*each) if each[1] else say("not_told") for each in counts]
    shown = [words if n else text.NOTHING for words, n in zip(said, by_pillar["n_indicators"], strict=True)]
    columns = {say("majority"): shown}
    if by_pillar["n_open"].any():
        columns[say("not_told").capitalize()] = [text.count(n) for n in by_pillar["n_open"]]
    names = pd.Index([named(each) for each in view.criteria_set.pillars], name=say("pillar"))
    table = pd.DataFrame(columns, index=names)
    if any(each.group for each in view.criteria_set.pillars):
        groups = (group_name(view.criteria_set, each.group) for each in view.criteria_set.pillars)
        table.insert(0, say("group"), [group or text.NOTHING for group in groups])
    return Table(table).captioned(say("caption_majority")).noted(_majority_note(view))


def weakest_table(view: "GroupView", weakest: pd.DataFrame) -> Table | Prose:
    """Return the weakest units of each pillar in one line a pillar; as from `rollup.weakest`."""
    if view.n_units < 2:
        return Prose(say("one_unit"))
    if weakest.empty:
        return Prose(say("weakest_none"))
    rows = [[named(each), _weakest_line(view, weakest, each.code)] for each in view.criteria_set.pillars]
    columns = [say("pillar"), say("weakest_units")]
    table = Table(pd.DataFrame(rows, columns=columns).set_index(columns[0])).captioned(say("caption_weakest"))
    return table.noted(say("weakest_note"))


def majority_indicator_table(view: "GroupView", indicators: pd.DataFrame) -> Table | Prose:
    """Return, for every indicator in the set's order, in how many units it is upper (`rollup.by_indicator`)."""
    if indicators.empty:
        return Prose(say("basis_nobody", basis=side_name(view)))
    order = {each.code: place for place, each in enumerate(view.criteria_set.indicators)}
    ordered = indicators.sort_values("indicator_code", key=lambda codes: codes.map(order), kind="stable")
    table = _indicators(view, ordered)
    table.captioned(say("caption_majority_indicators"))
    if view.n_units < 2:
        return table
    table[say("is_most")] = ordered["is_upper_in_most"].map(_said, na_action=None).tolist()
    return table.noted(_majority_note(view))


def weak_in_most_table(view: "GroupView", indicators: pd.DataFrame) -> Table | Prose:
    """Return the indicators that are weak in most units, the weakest first; as from `rollup.weak_in_most`."""
    if indicators.empty:
        return Prose(say("weak_in_most_none", basis=side_name(view)))
    table = _indicators(view, indicators)
    found = [view.criteria_set.indicator(code) for code in indicators["indicator_code"]]
    table[say("rolled_out")] = [say("said_yes") if each.rolled_out else say("said_no") for each in found]
    return table.captioned(say("caption_weak_in_most")).noted(say("weak_in_most_note"))


def _parts(criteria_set):
    """The nodes that a roll-up counts by, but those where no indicator ever has a class."""
    classed = {each.pillar_code for each in criteria_set.indicators if each.code not in criteria_set.classless}
    groups = {each.code: each.group for each in criteria_set.pillars}
    has = {*classed, *(groups[code] for code in classed), *([""] if classed else [])}
    return [code for code in parts(criteria_set) if code in has]


def _majority_note(view):
    """How most is counted, over whom; and how many indicators are in no class whatever their answers."""
    note = say("majority_note", units=text.count(view.n_units), basis=side_name(view))
    left = len(view.criteria_set.classless)
    return f"{note} {say('classless_note', count=text.count(left))}" if left else note


def _mark(view, row, side):
    said = pd.Series({"typical_upper": row.n_upper, "basis": side, "node_code": row.node_code})
    return published_mark(view.printed, said, ["typical_upper"]) if row.is_majority else ""


def _typical_line(view, row, side):
    words = {"group": _node(view, row.node_code), "basis": side_name(view, side), "all": text.count(row.n_all)}
    words |= {"units": text.of(row.n_units, row.n_all), "classified": text.of(row.n_classified, row.n_all)}
    if row.n_classified == 0:
        return say("typical_unclassified", **words)
    if row.n_all == 1:
        return say("typical_one", **words)
    if row.n_classified == 1:
        return say("typical_single", **words)
    if row.is_tied:
        return say("typical_none", **words, **_ends(view, row, side))
    key = "typical_majority" if row.is_majority else "typical_minority"
    return say(key, upper=text.of(row.n_upper, row.n_indicators), **words)


def _ends(view, row, side):
    """The least and the most indicators in upper classes that a unit classified in full has."""
    own = view.data.rows("totals", unit_code=view.codes, year=view.year, basis=side)
    own = own[(own["node_code"] == row.node_code) & (own["n_unclassified"] == 0)]
    ends = own.loc[[own["n_upper"].idxmin(), own["n_upper"].idxmax()]]
    return dict(zip(("least", "most"), map(_reached, ends.itertuples()), strict=True))


def _of_unit(row):
    """What a unit has reached; how many of its indicators are not classified, where some are and some are not."""
    if row.n_unread == row.n_indicators > 0:
        return say("form_unread")
    is_partly = row.n_unclassified and row.n_upper + row.n_lower
    return _reached(row) + (say("unclassified_of", count=text.count(row.n_unclassified)) if is_partly else "")


def _reached(row):
    """Of the indicators, or units, that are classified how many are upper, where any is."""
    known = row.n_upper + row.n_lower
    return text.of(row.n_upper, known) if known else say("not_classified")


def _weakest_line(view, weakest, pillar):
    """The weakest units of a pillar, worst first, none of the best among them; or that all are alike."""
    mine = weakest[(weakest["node_code"] == pillar).to_numpy()]
    if mine.empty:
        return text.NOTHING
    is_own = (view.totals["level"] == "pillar").to_numpy() & (view.totals["node_code"] == pillar).to_numpy()
    rows = view.totals[is_own & view.totals["is_complete"].to_numpy()]
    shares = rows["attainment_share"].dropna()
    best, printed = text.share(shares.max()), mine["attainment_share"].map(text.share)
    if text.share(shares.min()) == best:
        return say("weakest_equal", units=text.count(len(shares)), share=best)
    below = mine[(printed != best).to_numpy()].groupby(printed, sort=False)["unit_code"]
    return text.listed(f"{few(codes.map(view.names), 'n_units', 5)} ({share})" for share, codes in below)


def _said(is_most):
    return say("not_told") if pd.isna(is_most) else say("said_yes" if is_most else "said_no")


def _indicators(view, indicators):
    found = [view.criteria_set.indicator(code) for code in indicators["indicator_code"]]
    pillars = {each.code: named(each) for each in view.criteria_set.pillars}
    rows = {
        say("code"): [each.printed_as for each in found],
        say("indicator"): [named(each) for each in found],
        say("pillar"): [pillars[each.pillar_code] for each in found],
        say("upper_units"): [_reached(row) for row in indicators.itertuples()],
        say("median_attainment"): indicators["median_share"].map(text.share).tolist(),
    }
    if indicators["n_unclassified"].any():
        rows[say("unclassified")] = indicators["n_unclassified"].map(text.count).tolist()
    return Table(pd.DataFrame(rows).set_index(say("code")))


def _node(view, code):
    if not code:
        return say("group_all")
    pillars = {each.code: named(each) for each in view.criteria_set.pillars}
    return pillars.get(code) or group_name(view.criteria_set, code)
