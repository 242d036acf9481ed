"""Units by pillars: a heat map, and how far the units lie apart in each pillar."""

import numpy as np
import seaborn as sns

from ..messages import say
from ..reference.nodes import PILLAR
from . import text
from .chart import BLUE, INK, blank, empty, rows_height, share_axis, styled, wrapped
from .names import named, pillar_ends
from .nodes import MOST, in_order, taken_in
from .sides import side_name

# Rows of a heat map: so many in full height, so many with a number in each cell; all with the unit's name.
MOST_HIGH, MOST_NUMBERED = 40, 70


@styled
def heatmap_figure(view, source):
    """Return units by pillars, each cell its attainment, the first-placed unit on top.

    Where pillars are too many to be taken in at once, the level above them stands first, with its numbers.

    Parameters
    ----------
    view : GroupView
        A node that is not judged whole leaves its cell empty.
    """
    pillars = [node for node in in_order(view.criteria_set) if node.level == PILLAR]
    wide = _by_node(view, pillars)
    if wide.isna().all(axis=None):
        return empty(_why_none(view), source)
    above = taken_in(view.criteria_set)
    maps = [pillars] if above == pillars else [above, pillars]
    heads = [_head(nodes) for nodes in maps]
    body = max((0.38 if len(wide) <= MOST_HIGH else 0.17) * len(wide), 1.4)
    figure = blank(sum(heads) + (0.5 + body) * len(maps))
    for number, nodes in enumerate(maps, 1):
        _draw_map(figure.add_subplot(len(maps), 1, number), view, _by_node(view, nodes), nodes, body)
    return figure.finish(_weakest_pillar(view, wide), source)


def _head(nodes):
    """The height of the names above a heat map, in inches."""
    return 0.07 * max(len(node.name) for node in nodes) if len(nodes) > 3 else 0.5


def _draw_map(axes, view, wide, nodes, body):
    size = 9 if len(wide) <= MOST_HIGH else 7.5
    is_narrow, is_upright = len(nodes) > 3, len(nodes) > MOST
    is_numbered = len(wide) <= MOST_NUMBERED and not is_upright
    aslant = {"rotation": 60, "ha": "left", "rotation_mode": "anchor"}
    turned = {"rotation": 90} if is_upright else aslant if is_narrow else {}
    names = [node.name if is_narrow else wrapped(node.name) for node in nodes]
    sns.heatmap(
        wide, vmin=0, vmax=1, cmap="cividis", fmt="", ax=axes,
        annot=wide.mul(100).map(text.count) if is_numbered else False,
        linewidths=1 if size == 9 else 0.5, annot_kws={"fontsize": size, "in_layout": False},
        cbar_kws={"label": say("attainment_axis"), "anchor": (0, 1), "shrink": min(1, 3 / body)},
        xticklabels=False, yticklabels=False,
    )  # fmt: skip
    share_axis(axes.collections[0].colorbar.ax.yaxis)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.set_xticks(np.arange(len(names)) + 0.5, names, **turned)
    axes.set_yticks(np.arange(len(wide)) + 0.5, [view.names[code] for code in wide.index], fontsize=size)
    axes.set(xlabel="", ylabel="")


@styled
def spread_figure(view, source):
    """Return how far the units lie apart in each pillar: a box, and every unit as a dot.

    Parameters
    ----------
    view : GroupView
    """
    rows = _judged(view)
    if rows.empty or view.n_units < 2:
        return empty("one_unit" if view.n_units == 1 else _why_none(view), source)
    groups = rows.groupby("node_code")["attainment_share"]
    width = (groups.max() - groups.min()).where(groups.size() > 1)
    if width.isna().all():
        return empty("spread_few", source)
    order = [each.code for each in view.criteria_set.pillars]
    shared = {"data": rows, "x": "attainment_share", "y": "node_code", "order": order}
    names = [wrapped(named(each)) for each in view.criteria_set.pillars]
    figure = blank(1.0 + rows_height(names, 0.46))
    axes = figure.add_subplot()
    sns.boxplot(**shared, ax=axes, color="#DCE9F5", width=0.6, fliersize=0, linecolor=INK, linewidth=1)
    sns.stripplot(**shared, ax=axes, color=BLUE, size=5, jitter=False, alpha=0.75)
    axes.set_yticks(range(len(order)), names)
    axes.set_xlim(-0.02, 1.02)
    share_axis(axes.xaxis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set(xlabel=say("attainment_axis"), ylabel="")
    (_, least), (pillar, most) = pillar_ends(width, view.criteria_set, text.share_change)
    words = {"pillar": pillar, "width": str(most).lstrip("+"), "basis": side_name(view)}
    key = "spread_one" if width.count() == 1 else "spread_equal" if least == most else "spread_title"
    return figure.finish(say(key, **words), source)


def _by_node(view, nodes):
    rows = _judged(view, [node.code for node in nodes])
    wide = rows.astype({"unit_code": "str"}).pivot(
        index="unit_code", columns="node_code", values="attainment_share"
    )
    ordered = view.on().sort_values(["rank", "attainment_share"], ascending=[True, False], na_position="last")
    return wide.reindex(index=ordered["unit_code"], columns=[node.code for node in nodes])


def _weakest_pillar(view, wide):
    """Which pillar is weakest in the middle of the units; of one unit, or one pillar, no median."""
    basis = side_name(view)
    middle = wide.median().where(wide.count() > 1).dropna()
    if middle.empty:
        return say("heatmap_one", basis=basis)
    (pillar, median), (_, highest) = pillar_ends(middle, view.criteria_set, text.share)
    key = "heatmap_one_pillar" if len(middle) == 1 else "heatmap_equal" if median == highest else "heatmap_title"
    return say(key, pillar=pillar, median=median, basis=basis)


def _judged(view, codes=None):
    """The units' pillars, or nodes of these codes, that are judged whole and give points."""
    codes = codes or [each.code for each in view.criteria_set.pillars]
    rows = view.totals[view.totals["node_code"].isin(codes).to_numpy()]
    return rows[rows["is_complete"] & rows["attainment_share"].notna()]


def _why_none(view):
    """Why no pillar of any unit has an attainment."""
    rows = view.totals
    is_pointless = rows["is_complete"].any() and not rows.loc[rows["is_complete"], "max_points"].any()
    return "pillars_pointless" if is_pointless else "pillars_unscored"
