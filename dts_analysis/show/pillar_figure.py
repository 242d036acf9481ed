"""The attainment of one unit's pillars as bars; of many pillars, groups and what they hold."""

import math

from ..messages import say
from . import text
from .chart import GROUP_COLOURS, INK, blank, empty, rows_height, share_axis, styled, wrapped
from .names import group_name, judged_mark, pillar_ends
from .nodes import drawn, is_tree
from .pillars import own_rows, peer_rows
from .sides import side_name

ROW = 0.44  # inches a bar takes, its label wrapped over two lines
THICK, THIN = 0.62, 0.36  # of a row: a bar, and one below the bar of its group


@styled
def pillar_figure(view, source):
    """Return the attainment of every pillar as bars, with the compared units' median and best marked.

    Of many pillars the bar of each group stands before those of what it holds.

    Parameters
    ----------
    view : UnitView
    """
    nodes = drawn(view.criteria_set)
    codes = [node.code for node in nodes]
    own, peers, whole = own_rows(view, codes=codes), peer_rows(view, codes), own_rows(view)
    if whole["attainment_share"].isna().all():
        return empty(_why_none(whole), source)
    places, headings = (list(range(len(nodes))), []) if is_tree(nodes) else _places(view.criteria_set)
    names = [wrapped(node.name) for node in nodes]
    figure = blank(1.0 + rows_height(names, ROW) + ROW * len(headings))
    axes = figure.add_subplot()
    low, high = _ends(own["attainment_share"])
    axes.barh(places, own["attainment_share"].fillna(0.0), color=_colours(nodes, view), height=_heights(nodes))
    if peers["median_share"].notna().any():
        _mark(axes, peers, places)
    beside = high + 0.05 * (high - low)
    for place, row in zip(places, own.itertuples(), strict=True):
        axes.text(beside, place, text.share(row.attainment_share), va="center", ha="left", fontweight="bold")
        axes.text(beside, place + 0.42, judged_mark(row).strip(), va="center", ha="left", fontsize=8)
    for place, heading in headings:
        axes.text(0, place + 0.1, heading, va="center", ha="left", color="#555555", fontsize=9.5)
    axes.set_yticks(places, names)
    for node, label in zip(nodes, axes.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if is_tree(nodes) and not node.depth else "normal")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(places) + 0.6, -0.5 if headings else -0.6)
    axes.set_xlim(low, high)
    share_axis(axes.xaxis, 0.2 if high - low <= 2 else round((high - low) / 5, 1))
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(say("attainment_axis"))
    return figure.finish(_finding(whole, view), source)


def _ends(shares):
    """From nothing to all, and further where penalties or bonuses lead there."""
    return min(0.0, math.floor(shares.min() * 10) / 10), max(1.0, math.ceil(shares.max() * 10) / 10)


def _colours(nodes, view):
    if is_tree(nodes):
        return [GROUP_COLOURS[node.branch % len(GROUP_COLOURS)] for node in nodes]
    groups = [each.code for each in view.criteria_set.groups]
    places = [groups.index(each.group) if each.group else 0 for each in view.criteria_set.pillars]
    return [GROUP_COLOURS[at % len(GROUP_COLOURS)] for at in places]


def _heights(nodes):
    return [THIN if is_tree(nodes) and node.depth else THICK for node in nodes]


def _mark(axes, peers, places):
    marks = {"zorder": 3, "linestyle": "none", "clip_on": False}
    axes.plot(
        peers["median_share"], places, marker="|", markersize=17, markeredgewidth=2.6, color=INK,
        label=say("median"), **marks,
    )  # fmt: skip
    axes.plot(
        peers["best_share"], places, marker="D", markersize=6.5, color="white", markeredgecolor=INK,
        markeredgewidth=1.3, label=say("best"), **marks,
    )  # fmt: skip
    axes.figure.key()


def _places(criteria_set):
    """Return where each bar stands, and the headings between: a group starts with its own heading."""
    places, headings, row, group = [], [], 0, ""
    for pillar in criteria_set.pillars:
        if pillar.group and pillar.group != group:
            headings.append((row, group_name(criteria_set, pillar.group)))
            row, group = row + 1, pillar.group
        places.append(row)
        row += 1
    return places, headings


def _why_none(own):
    """Why no pillar has an attainment."""
    if own["n_unread"].sum() and (own["n_unread"] == own["n_indicators"]).all():
        return "pillars_unread"
    is_judged = own["n_unread"].sum() + own["n_unscored"].sum() < own["n_indicators"].sum()
    return "pillars_pointless" if is_judged and not own["max_points"].any() else "pillars_unscored"


def _finding(own, view):
    shares, basis = own["attainment_share"].dropna(), side_name(view)
    n_open, n = (own[["n_unread", "n_unscored"]].sum().sum(), own["n_indicators"].sum())
    if n_open:
        return say("pillars_partly", judged=text.of(n - n_open, n), basis=basis)
    if own["n_invalid"].any():
        return say("pillars_unreadable", count=text.count(own["n_invalid"].sum()), basis=basis)
    (low, low_share), (high, high_share) = pillar_ends(shares, view.criteria_set, text.share)
    if len(shares) == 1:
        return say("pillars_one", pillar=low, share=low_share, basis=basis)
    if low_share == high_share:
        return say("pillars_equal", share=low_share, basis=basis)
    return say("pillars_lowest", low=low, low_share=low_share, high=high, high_share=high_share, basis=basis)
