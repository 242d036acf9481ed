"""One figure: a unit's pillars from the strongest to the weakest, beside the compared units' median."""

import math

from ...messages import say
from .. import text
from ..chart import BLUE, INK, blank, rows_height, share_axis, styled, wrapped
from ..sides import side_name
from .points import nodes_beside
from .words import percentage_points

ROW, NAME = 0.27, 40  # inches a bar takes; letters of a name in a line


@styled
def story_figure(view, source):
    """Return the attainment of a unit's pillars, the strongest first, each beside the median of the compared units.

    Of many pillars the groups that one can take in stand for them. None where there are not two to set beside
    each other.

    Parameters
    ----------
    view : UnitView
    """
    rows, names = nodes_beside(view)
    if len(rows) < 2:
        return None
    rows = rows.sort_values("attainment_share", ascending=False, kind="stable")
    labels, shares = [wrapped(names[code], NAME) for code in rows.index], rows["attainment_share"]
    figure, places = blank(0.75 + rows_height(labels, ROW)), range(len(rows))
    axes = figure.add_subplot()
    axes.barh(places, shares, color=BLUE, height=0.62)
    has_median = rows["median_share"].notna().any()
    if has_median:
        mark = {"marker": "|", "markersize": 13, "markeredgewidth": 2.4, "color": INK, "linestyle": "none"}
        axes.plot(rows["median_share"], places, label=say("median"), zorder=3, clip_on=False, **mark)
        figure.key()
    for place, share in zip(places, shares, strict=True):
        across = axes.get_yaxis_transform()
        axes.text(1.02, place, text.share(share), transform=across, va="center", ha="left", fontweight="bold")
    axes.set_yticks(places, labels)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(min(0.0, math.floor(shares.min() * 10) / 10), max(1.0, math.ceil(shares.max() * 10) / 10))
    share_axis(axes.xaxis)
    axes.set_xlabel(say("attainment_axis"))
    return figure.finish(_finding(view, rows, names), source)


def _finding(view, rows, names):
    """Who lies farthest above and below the median; without one, only what is drawn."""
    gaps, basis = rows["gap_share"].dropna(), side_name(view)
    ends = {"above": gaps[gaps > 0].sort_values().tail(1), "below": gaps[gaps < 0].sort_values().head(1)}
    said = [
        say(f"story_{side}", node=names[gap.index[0]], gap=percentage_points(gap.iloc[0]))
        for side, gap in ends.items()
        if len(gap)
    ]
    if not said:
        return say("heatmap_one", basis=basis)
    return say("story_figure", ends="; ".join(said), basis=basis)
