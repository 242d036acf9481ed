"""Units by pillars: a heat map and its numbers, and how far the units lie apart in each pillar."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import seaborn as sns

from ..messages import named, say
from ..reference.nodes import PILLAR
from . import text
from .cells import draw_cells
from .chart import blank, empty, share_axis, styled
from .colours import BOX, INK, UNIT
from .facts import facts
from .names import pillar_ends
from .nodes import in_order, taken_in
from .output import Prose, Table
from .rows import BAR, label_ends, rows
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView
    from .chart import Chart


@styled
def heatmap_figure(view: "GroupView", source: str) -> "Chart":
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
    figure = blank()
    units = [view.names[code] for code in wide.index]
    for nodes in [pillars] if above == pillars else [above, pillars]:
        draw_cells(figure, units, _by_node(view, nodes), nodes)
    middle = wide.median()
    values = [(node.name, text.share(middle[node.code])) for node in pillars]
    return figure.finish(_weakest_pillar(view, wide), source, values)


def heatmap_table(view: "GroupView") -> Table | Prose:
    """Return the numbers of the heat map: units by pillars, in its order, each cell an attainment.

    Where the heat map has a level of nodes above the pillars the table shows that; downloads hold the pillars too.

    Parameters
    ----------
    view : GroupView
        A node that is not judged whole has no number.
    """
    pillars = [node for node in in_order(view.criteria_set) if node.level == PILLAR]
    shown = taken_in(view.criteria_set)
    wide = _by_node(view, pillars)
    if wide.isna().all(axis=None):
        return Prose(say(_why_none(view)))
    kept = [node for node in pillars if node not in shown]
    names = pd.Index([view.names[code] for code in wide.index], name=say("unit"))
    table = Table(_written(view, shown).set_index(names)).captioned(say("caption_heatmap", basis=side_name(view)))
    judged = _judged(view, [node.code for node in (*shown, *kept)])
    table = table.stating(facts(judged, ["attainment_share"]))
    return table.keeping(_written(view, kept)) if kept else table


@styled
def spread_figure(view: "GroupView", source: str) -> "Chart":
    """Return how far the units lie apart in each pillar: a box, and every unit as a stroke.

    Parameters
    ----------
    view : GroupView
    """
    judged = _judged(view)
    if judged.empty or view.n_units < 2:
        return empty("one_unit" if view.n_units == 1 else _why_none(view), source)
    groups = judged.groupby("node_code")["attainment_share"]
    width = (groups.max() - groups.min()).where(groups.size() > 1)
    if width.isna().all():
        return empty("spread_few", source)
    pillars = view.criteria_set.pillars
    low, high = (ends.reindex([each.code for each in pillars]) for ends in (groups.min(), groups.max()))
    figure = blank()
    names = [named(each) for each in pillars]
    drawn = rows(figure, names, say("attainment_axis"))
    foot, top = drawn.axes.get_ylim()
    at = judged["node_code"].astype("str").map(dict(zip(low.index, drawn.places, strict=True)))
    shared = {"x": judged["attainment_share"], "y": at, "orient": "y", "native_scale": True, "ax": drawn.axes}
    nearest = np.diff(drawn.places).min() if len(names) > 1 else 1.0  # what seaborn measures a width in
    box = {"width": BAR / nearest, "fliersize": 0, "color": BOX, "linecolor": INK, "linewidth": 0.8}
    sns.boxplot(**shared, **box)
    _draw_units(drawn.axes, judged["attainment_share"], at)
    said_low, said_high = ([text.share(share) for share in side] for side in (low, high))
    share_axis(drawn.axes.xaxis, low.min(), high.max())
    drawn.axes.set(ylabel="", yticks=[], ylim=(foot, top))
    label_ends(drawn, low, high, said_low, said_high, figure.small, (min(0.0, low.min()), max(1.0, high.max())))
    (_, least), (pillar, most) = pillar_ends(width, view.criteria_set, text.share_change)
    words = {"pillar": pillar, "width": str(most).lstrip("+"), "basis": side_name(view)}
    key = "spread_one" if width.count() == 1 else "spread_equal" if least == most else "spread_title"
    values = [
        (name, f"{text.share(low[each.code])} – {text.share(high[each.code])}")
        for name, each in zip(names, pillars, strict=True)
    ]
    return figure.finish(say(key, **words), source, values)


def _draw_units(axes, shares, at):
    """Draw every unit as a short stroke, all as one path; those that no eye could part as one."""
    strokes = np.unique(np.column_stack([shares.round(3), at]), axis=0)
    x, y = np.repeat(strokes, 3, axis=0).T
    y = y + np.tile([-0.05, 0.05, np.nan], len(strokes))
    axes.plot(x, y, color=UNIT, linewidth=1.4, zorder=3)


def _by_node(view, nodes):
    rows = _judged(view, [node.code for node in nodes])
    wide = rows.astype({"unit_code": "str"}).pivot(
        index="unit_code", columns="node_code", values="attainment_share"
    )
    ordered = view.on().sort_values(["rank", "attainment_share"], ascending=[True, False], na_position="last")
    return wide.reindex(index=ordered["unit_code"], columns=[node.code for node in nodes])


def _written(view, nodes):
    """The heat map's numbers as text, a column a node; its code beside a name that two nodes bear."""
    names = [node.name for node in nodes]
    heads = [node.name if names.count(node.name) == 1 else f"{node.name} ({node.code})" for node in nodes]
    return _by_node(view, nodes).map(text.share, na_action=None).set_axis(heads, axis="columns")


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
    if view.criteria_set.is_without_maximum:
        return "pillars_without_maximum"
    rows = view.totals
    is_pointless = rows["is_complete"].any() and not rows.loc[rows["is_complete"], "max_points"].any()
    return "pillars_pointless" if is_pointless else "pillars_unscored"
