"""One figure: a unit's pillars from the strongest to the weakest, beside the compared units' median."""

from ...messages import say
from .. import text
from ..chart import BLUE, INK, blank, rows_height, styled, wrapped
from ..sides import side_name
from .points import nodes_beside

ROW, NAME = 0.24, 40  # inches a bar takes; letters of a name in a line


@styled
def story_figure(view, source):
    """Return the attainment of a unit's pillars, the strongest first, beside the median of the compared units.

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
    figure, places = blank(0.3 + rows_height(labels, ROW)), range(len(rows))
    axes = figure.add_subplot()
    axes.barh(places, shares, color=BLUE, height=0.66, label=say("story_attainment", basis=side_name(view)))
    if rows["median_share"].notna().any():
        mark = {"marker": "|", "markersize": 12, "markeredgewidth": 2.4, "color": INK, "linestyle": "none"}
        axes.plot(rows["median_share"], places, label=say("median"), zorder=3, clip_on=False, **mark)
    for place, share in zip(places, shares, strict=True):
        across = axes.get_yaxis_transform()
        axes.text(1.02, place, text.share(share), transform=across, va="center", ha="left", fontweight="bold")
    axes.set_yticks(places, labels)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(min(0.0, shares.min()), max(1.0, shares.max()))
    figure.key()
    return figure.finish(_finding(view, rows, names), source)


def _finding(view, rows, names):
    """Who lies farthest below the median, or else above it; without one, only what is drawn."""
    gaps = rows["gap_share"].dropna()
    if gaps.empty:
        return say("heatmap_one", basis=side_name(view))
    code = gaps.idxmin() if gaps.min() < 0 else gaps.idxmax()
    if not gaps[code]:
        return say("story_alike")
    key = "story_lies_below" if gaps[code] < 0 else "story_lies_above"
    return say(key, node=names[code])
