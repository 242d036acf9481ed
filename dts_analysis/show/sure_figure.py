"""Between which places units lie, drawn: a line per unit, its place on it."""

from typing import TYPE_CHECKING

import numpy as np

from ..messages import say
from . import text
from .chart import blank, empty, styled
from .colours import INK, MEDIAN, PAPER, SEVERITIES
from .nodes import MOST_ROWS
from .rows import label_ends, rows
from .sides import side_name
from .sure import span

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView
    from .chart import Chart

REACH = 0.12  # of a place: so far a line goes on beyond its ends, that one place is seen too


@styled
def place_figure(group: "GroupView", source: str) -> "Chart":
    """Return the places every unit may have as lines, the best unit on top; of a great many units the first.

    Parameters
    ----------
    group : GroupView
    """
    found = group.place_intervals.sort_values(["official_rank", "unit_code"])
    if found.empty:
        return empty("caterpillar_none", source)
    shown, figure = found.head(MOST_ROWS), blank()
    names = [group.names[code] for code in shown["unit_code"]]
    drawn = rows(figure, names, say("place_axis"), thick=0.16)
    low, high, place = (shown[f"{name}_rank"].to_numpy(float) for name in ("low", "high", "official"))
    span_line = {"color": MEDIAN, "linewidth": 4, "solid_capstyle": "butt"}
    drawn.axes.hlines(drawn.places, low - REACH, high + REACH, color=MEDIAN, linewidth=4)
    colours = [SEVERITIES["error"] if alarm else INK for alarm in shown["is_alarm"]]
    drawn.axes.scatter(place, drawn.places, c=colours, edgecolors=PAPER, s=42, zorder=3)
    dot = {"marker": "o", "markersize": 6, "linestyle": "none"}
    key = [(span_line, say("caterpillar_span")), (dot | {"color": INK}, say("caterpillar_place"))]
    if shown["is_alarm"].any():
        key.append((dot | {"color": SEVERITIES["error"]}, say("sure_look")))
    figure.key(key)
    near, far = np.minimum(low - REACH, place), np.maximum(high + REACH, place)
    said_low, said_high = [[str(text.count(each)) for each in side] for side in (low, high)]
    last = int(found["n_ranked"].iloc[0])
    label_ends(drawn, near, far, said_low, said_high, figure.small, (1.0 - REACH, last + REACH))
    step = max(1, -(-last // 8))
    ticks = [1, *(each for each in range(step, last + 1, step) if each > 1)]
    drawn.axes.set_xticks(ticks, [text.count(each) for each in ticks])
    if len(shown) < len(found):
        figure.explain(say("caterpillar_first", shown=text.count(len(shown)), n=text.count(len(found))))
    ends = zip(names, shown["low_rank"], shown["high_rank"], strict=True)
    values = [(name, span(*each)) for name, *each in ends]
    return figure.finish(_finding(group, found), source, values)


def _finding(group, found):
    width = found["high_rank"] - found["low_rank"]
    widest = found.loc[width.idxmax()]
    words = {"fixed": text.of((width == 0).sum(), len(found)), "basis": side_name(group)}
    words |= {"unit": group.names[widest["unit_code"]], "low": widest["low_rank"], "high": widest["high_rank"]}
    return say("caterpillar_title" if width.any() else "caterpillar_title_all", **words)
