"""Pillar by pillar: points, attainment and completion of one unit beside the units it is compared with."""

import numpy as np
import pandas as pd

from ..messages import say
from . import text
from .chart import GROUP_COLOURS, INK, blank, share_axis, styled, wrapped
from .names import named, names_of
from .output import Table

ROW = 0.44  # inches a bar takes, its label wrapped over two lines


def pillar_table(pillars, unit_code, criteria_set):
    """Return points, maximum and attainment per pillar, beside the compared units' median and best.

    Parameters
    ----------
    pillars : DataFrame
        As from `scoring.pillars`, for the unit and all units compared with it.

    Returns
    -------
    Table
        One row per pillar, in the criteria set's order, as text; its note says who is compared.
    """
    beside = _beside(pillars, unit_code, "attainment_share")
    ordered = _in_order(beside, criteria_set)
    table = pd.DataFrame(
        {
            say("group"): [_group(each) for each in criteria_set.pillars],
            say("points"): ordered["points"].map(text.points).to_numpy(),
            say("maximum"): ordered["max_points"].map(text.maximum).to_numpy(),
            say("attainment"): ordered["attainment_share"].map(text.share).to_numpy(),
            say("median"): ordered["median"].map(text.share).to_numpy(),
            say("best"): ordered["best"].map(text.share).to_numpy(),
        },
        index=_pillar_index(criteria_set),
    )
    return Table(table).noted(say("compared_units", units=pillars["unit_code"].nunique()))


def completion_table(class_counts, unit_code, criteria_set):
    """Return how many indicators of each pillar are in which class, and the share in the upper ones.

    Parameters
    ----------
    class_counts : DataFrame
        As from ``completion.class_counts(…, by=("unit_code", "year", "pillar_code"))``, for the unit
        and all units compared with it.
    """
    beside = _beside(class_counts, unit_code, "completion_share")
    ordered = _in_order(beside, criteria_set)
    columns = {name: ordered[f"n_{code}"] for code, name in names_of(criteria_set.class_scheme.classes).items()}
    if ordered["n_unclassified"].any():
        columns[say("unclassified")] = ordered["n_unclassified"]
    columns[say("indicators")] = ordered["n_indicators"]
    table = {name: column.map(text.count) for name, column in columns.items()}
    table[say("completion")] = ordered["completion_share"].map(text.share)
    table[say("median")] = ordered["median"].map(text.share)
    table[say("best")] = ordered["best"].map(text.share)
    upper = [named(each) for each in criteria_set.class_scheme.classes if each.is_upper]
    shown = pd.DataFrame(table).set_axis(_pillar_index(criteria_set), axis="index")
    return Table(shown).noted(say("completion_note", classes=text.listed(upper)))


@styled
def pillar_figure(pillars, unit_code, criteria_set, source):
    """Return the attainment of every pillar as bars, with the compared units' median and best marked."""
    ordered = _in_order(_beside(pillars, unit_code, "attainment_share"), criteria_set)
    places, headings = _places(criteria_set.pillars)
    figure = blank(1.6 + ROW * (len(places) + len(headings)))
    axes = figure.add_subplot()
    colours = [GROUP_COLOURS[each.group] for each in criteria_set.pillars]
    axes.barh(places, ordered["attainment_share"].fillna(0.0), color=colours, height=0.62)
    marks = {"zorder": 3, "linestyle": "none", "clip_on": False}
    axes.plot(
        ordered["median"], places, marker="|", markersize=17, markeredgewidth=2.6, color=INK,
        label=say("median"), **marks,
    )  # fmt: skip
    axes.plot(
        ordered["best"], places, marker="D", markersize=6.5, color="white", markeredgecolor=INK,
        markeredgewidth=1.3, label=say("best"), **marks,
    )  # fmt: skip
    for place, value in zip(places, ordered["attainment_share"], strict=True):
        axes.text(1.04, place, text.share(value), va="center", ha="left", fontweight="bold")
    for place, heading in headings:
        axes.text(0, place + 0.1, heading, va="center", ha="left", color="#555555", fontsize=9.5)
    axes.set_yticks(places, [wrapped(named(each)) for each in criteria_set.pillars])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(places) + 0.6, -0.5 if headings else -0.6)
    axes.set_xlim(0, 1)
    share_axis(axes.xaxis)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(say("attainment_axis"))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.62 / (ROW * max(places))), ncols=2)
    return figure.finish(_finding(ordered, criteria_set), source)


def _beside(table, unit_code, share):
    """Return the unit's own rows with the median and best `share` of all units of the table."""
    groups = table.groupby("pillar_code")[share]
    own = table[table["unit_code"] == unit_code].set_index("pillar_code")
    return own.assign(median=groups.median(), best=groups.max())


def _in_order(by_pillar, criteria_set):
    return by_pillar.reindex([each.code for each in criteria_set.pillars])


def _pillar_index(criteria_set):
    return pd.Index([named(each) for each in criteria_set.pillars], name=say("pillar"))


def _group(pillar):
    return say(f"group_{pillar.group}") if pillar.group else text.NOTHING


def _places(pillars):
    """Return where each bar stands, and the headings between: a group starts with its own heading."""
    places, headings, row, group = [], [], 0, ""
    for pillar in pillars:
        if pillar.group and pillar.group != group:
            headings.append((row, _group(pillar)))
            row, group = row + 1, pillar.group
        places.append(row)
        row += 1
    return places, headings


def _finding(ordered, criteria_set):
    shares = ordered["attainment_share"]
    if shares.isna().all():
        return say("pillars_unscored")
    names = names_of(criteria_set.pillars)
    low, high = shares.idxmin(), shares.idxmax()
    facts = {"low": names[low], "low_share": text.share(shares[low])}
    if np.isclose(shares[low], shares[high]):
        return say("pillars_equal", share=text.share(shares[low]))
    return say("pillars_lowest", high=names[high], high_share=text.share(shares[high]), **facts)
