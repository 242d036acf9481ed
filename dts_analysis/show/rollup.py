"""A parent's units rolled up, as people read it."""

import pandas as pd

from ..analysis.rollup import GROUPS, MAJORITY
from ..messages import say
from . import text
from .names import named
from .notes import classes_note
from .output import Prose, Table


def rollup_headline(typical):
    """Return the finding in words: what most units have done, per group of pillars.

    Parameters
    ----------
    typical : DataFrame
        As from `rollup.typical`.
    """
    lines = []
    for row in typical.itertuples():
        facts = {"group": _group(row.group), "units": text.of(row.n_units, row.n_all)}
        facts["upper"] = text.of(row.n_upper, row.n_indicators)
        lines.append(say("typical_majority" if row.is_majority else "typical_minority", **facts))
    return Prose("\n".join(lines))


def group_table(counts, names, criteria_set, ranges):
    """Return each unit's indicators in upper classes by group, with what bounds the classes.

    Parameters
    ----------
    counts : DataFrame
        As from `rollup.group_counts`.
    ranges : DataFrame
        As from `completion.threshold_range`, of all these units.
    """
    reached = [text.of(row.n_upper, row.n_indicators) for row in counts.itertuples()]
    wide = counts.assign(reached=reached).pivot(index="unit_code", columns="group", values="reached")
    wide = wide[[group for group in GROUPS if group in wide]]
    wide = wide.set_axis([_group(group) for group in wide], axis="columns")
    table = wide.set_axis(wide.index.astype("str").map(names).rename(say("unit")), axis="index")
    return Table(table).noted(classes_note(criteria_set, ranges))


def majority_table(majority, criteria_set):
    """Return how many indicators of each pillar are upper in most units."""
    by_pillar = majority.set_index("pillar_code").reindex([each.code for each in criteria_set.pillars])
    table = pd.DataFrame(
        {
            say("group"): [_group(each.group) for each in criteria_set.pillars],
            say("majority"): [text.of(row.n_majority, row.n_indicators) for row in by_pillar.itertuples()],
        },
        index=pd.Index([named(each) for each in criteria_set.pillars], name=say("pillar")),
    )
    return Table(table)


def weakest_table(weakest, names, criteria_set):
    """Return the weakest units of each pillar in one line a pillar; as from `rollup.weakest`."""
    rows = []
    for each in criteria_set.pillars:
        mine = weakest[weakest["pillar_code"] == each.code]
        listed = [f"{names[row.unit_code]} ({text.share(row.attainment_share)})" for row in mine.itertuples()]
        rows.append([named(each), text.listed(listed)])
    columns = [say("pillar"), say("weakest_units")]
    return Table(pd.DataFrame(rows, columns=columns).set_index(columns[0])).noted(say("weakest_note"))


def majority_indicator_table(indicators, criteria_set):
    """Return, for every indicator in the set's order, in how many units it is upper (`rollup.by_indicator`)."""
    order = {each.code: place for place, each in enumerate(criteria_set.indicators)}
    ordered = indicators.sort_values("indicator_code", key=lambda codes: codes.map(order), kind="stable")
    most = [say("said_yes") if share > MAJORITY else say("said_no") for share in ordered["upper_share"]]
    table = _indicators(ordered, criteria_set)
    table[say("is_most")] = most
    return table


def weak_in_most_table(indicators, criteria_set):
    """Return the indicators that are weak in most units, the weakest first; as from `rollup.weak_in_most`."""
    table = _indicators(indicators, criteria_set)
    found = [criteria_set.indicator(code) for code in indicators["indicator_code"]]
    table[say("rolled_out")] = [say("said_yes") if each.rolled_out else say("said_no") for each in found]
    return table.noted(say("weak_in_most_note"))


def _indicators(indicators, criteria_set):
    found = [criteria_set.indicator(code) for code in indicators["indicator_code"]]
    pillars = {each.code: named(each) for each in criteria_set.pillars}
    rows = {
        say("code"): [each.printed_as for each in found],
        say("indicator"): [named(each) for each in found],
        say("pillar"): [pillars[each.pillar_code] for each in found],
        say("upper_units"): [text.of(row.n_upper, row.n_upper + row.n_lower) for row in indicators.itertuples()],
        say("median_attainment"): indicators["median_share"].map(text.share).tolist(),
    }
    return Table(pd.DataFrame(rows).set_index(say("code")))


def _group(group):
    return say(f"group_{group}") if group else say("group_all")
