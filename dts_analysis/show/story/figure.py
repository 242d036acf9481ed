"""One figure: a unit's pillars from the strongest to the weakest, beside the compared units' median."""

from typing import TYPE_CHECKING

from ...messages import say
from .. import text
from ..chart import blank, put, share_axis, styled
from ..colours import BASES, INK, PAPER
from ..names import few
from ..rows import BAR, room_for, rows
from ..sides import side_name
from .points import NOUNS, farthest, nodes_beside, noun_key

if TYPE_CHECKING:
    from ...dataset.unit_view import UnitView
    from ..chart import Chart

OUT = 0.14  # inches from the end of the axis to the shares beside it: a mark may stand there


@styled
def story_figure(view: "UnitView", source: str) -> "Chart | None":
    """Return the attainment of a unit's pillars, the strongest first, beside the median of the compared units.

    Of many pillars the groups that one can take in stand for them. None where there are not two to set beside
    each other.

    Parameters
    ----------
    view : UnitView
    """
    shown, names = nodes_beside(view)
    if len(shown) < 2:
        return None
    shown = shown.sort_values("attainment_share", ascending=False, kind="stable")
    written = [text.share(share) for share in shown["attainment_share"]]
    figure, labels = blank(), [names[code] for code in shown.index]
    axes, places, _ = rows(
        figure, labels, say("attainment_axis"), right=OUT + room_for(written, figure.size, "bold")
    )
    axes.barh(places, shown["attainment_share"], color=BASES[view.basis], height=BAR)
    if shown["median_share"].notna().any():
        mark = {"marker": "|", "markersize": 14, "markeredgewidth": 2.6, "color": INK, "linestyle": "none"}
        axes.plot(shown["median_share"], places, zorder=3, **mark | {"color": PAPER, "markeredgewidth": 5.2})
        axes.plot(shown["median_share"], places, zorder=3, **mark)
        figure.key([(mark | {"markersize": 9}, say("median"))])
    for place, said in zip(places, written, strict=True):
        across = {"xycoords": axes.get_yaxis_transform(), "fontweight": "bold"}
        put(axes, (1, place), said, figure.size, (OUT, 0), **across)
    low, high = min(0.0, shown["attainment_share"].min()), max(1.0, shown["attainment_share"].max())
    axes.set_xlim(low, high)
    share_axis(axes.xaxis, low, high)
    return figure.finish(_finding(view, shown, names), source, zip(labels, written, strict=True))


def _finding(view, rows, names):
    """Who lies farthest below the median, or else above it; without one, only what is drawn."""
    gaps = rows["gap_share"].dropna()
    if gaps.empty:
        return say("heatmap_one", basis=side_name(view))
    if not gaps.abs().max():
        return say("story_alike")
    is_below = gaps.min() < 0
    codes = farthest(-gaps if is_below else gaps)
    nodes = few([names[code] for code in codes], NOUNS[noun_key(rows)])
    return say("story_lies_below" if is_below else "story_lies_above", node=nodes)
