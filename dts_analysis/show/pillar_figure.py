"""The attainment of one unit's pillars as bars; of many pillars, groups and what they hold."""

import math
from typing import TYPE_CHECKING

from ..messages import say
from . import text
from .chart import blank, empty, put, share_axis, styled
from .colours import GROUPS, INK, PAPER, of_place
from .names import group_name, judged_mark, pillar_ends
from .nodes import drawn, is_tree
from .pillars import own_rows, peer_rows
from .rows import BAR, room_for, rows
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from .chart import Chart

THIN = 0.6  # of a bar's thickness: one below the bar of its group
OUT = 0.14  # inches from the end of the axis to the shares beside it: a mark may stand there


@styled
def pillar_figure(view: "UnitView", source: str) -> "Chart":
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
        return empty(_why_none(whole, view), source)
    written = [text.share(share) for share in own["attainment_share"]]
    figure, is_grouped = blank(), is_tree(nodes)
    names = [f"{node.name}{judged_mark(row)}" for node, row in zip(nodes, own.to_dict("records"), strict=True)]
    axes, places, _ = rows(
        figure, names, say("attainment_axis"), right=OUT + room_for(written, figure.size, "bold"),
        headings={} if is_grouped else _headings(view.criteria_set),
        bold=[at for at, node in enumerate(nodes) if is_grouped and not node.depth],
    )  # fmt: skip
    low, high = _ends(own["attainment_share"])
    thick = [BAR * (THIN if is_grouped and node.depth else 1) for node in nodes]
    axes.barh(places, own["attainment_share"].fillna(0.0), color=_colours(nodes, view), height=thick)
    if peers["median_share"].notna().any():
        _mark(axes, peers, places)
    for place, said in zip(places, written, strict=True):
        across = {"xycoords": axes.get_yaxis_transform(), "fontweight": "bold"}
        put(axes, (1, place), said, figure.size, (OUT, 0), **across)
    axes.set_xlim(low, high)
    share_axis(axes.xaxis, low, high)
    values = zip([node.name for node in nodes], written, strict=True)
    return figure.finish(_finding(whole, view), source, values)


def _ends(shares):
    """From nothing to all, and further where penalties or bonuses lead there."""
    return min(0.0, math.floor(shares.min() * 10) / 10), max(1.0, math.ceil(shares.max() * 10) / 10)


def _colours(nodes, view):
    if is_tree(nodes):
        return [of_place(GROUPS, node.branch) for node in nodes]
    groups = [each.code for each in view.criteria_set.groups]
    places = [groups.index(each.group) if each.group else 0 for each in view.criteria_set.pillars]
    return [of_place(GROUPS, at) for at in places]


def _mark(axes, peers, places):
    median = {"marker": "|", "markersize": 14, "markeredgewidth": 2.6, "color": INK, "linestyle": "none"}
    best = {"marker": "D", "markersize": 6, "markeredgewidth": 1.3, "color": PAPER, "linestyle": "none"}
    best["markeredgecolor"] = INK
    axes.plot(peers["median_share"], places, zorder=3, **median)
    axes.plot(peers["best_share"], places, zorder=3, **best)
    axes.figure.key([(median | {"markersize": 9}, say("median")), (best, say("best"))])


def _headings(criteria_set):
    """Return the names of groups by the number of the pillar that each starts with."""
    headings, group = {}, ""
    for number, pillar in enumerate(criteria_set.pillars):
        if pillar.group and pillar.group != group:
            group = pillar.group
            headings[number] = group_name(criteria_set, group)
    return headings


def _why_none(own, view):
    """Why no pillar has an attainment."""
    if view.criteria_set.is_without_maximum:
        return "pillars_without_maximum"
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
        key = "pillars_equal" if len(shares) == len(own) else "pillars_equal_maximum"
        return say(key, share=low_share, basis=basis)
    return say("pillars_lowest", low=low, low_share=low_share, high=high, high_share=high_share, basis=basis)
