"""Shares over years as lines, each named where it ends."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..messages import say
from . import text
from .chart import PAD, put, share_axis
from .colours import MEDIAN
from .measure import height_of, in_lines, width_of
from .placing import apart, beside

HEIGHT = 2.4  # inches of the axes
OUT = 0.1  # inches from a mark to the words beside it


class Line(NamedTuple):
    """One line: what it is called, its years and shares (0..1), and whether it is the one that counts."""

    name: str
    years: pd.Series
    shares: pd.Series
    colour: str
    is_main: bool


def draw_years(figure, years, lines, others):
    """Draw lines before the middle half of others; return every line's name with its shares, as printed.

    The first year's shares stand to the left of their marks, the last one's to the right with the line's name; one
    between stands where there is room, else only in the table.

    Parameters
    ----------
    figure : Chart
    years : sequence of int
        What the axis names.
    lines : sequence of Line
    others : DataFrame
        With ``year``, ``n_units``, ``lower_share``, ``median_share`` and ``upper_share``, in order; may be empty.
    """
    drawn = list(lines)
    if len(others):
        drawn.append(Line(say("median"), others["year"], others["median_share"], MEDIAN, False))
    room = 1.15 if figure.is_narrow else 1.9
    ends = [in_lines(_end(line, years[-1]), room, figure.size, _weight(line)) for line in drawn]
    right = max(
        width_of(part, figure.size, _weight(line)) for line, end in zip(drawn, ends, strict=True) for part in end
    )
    left = width_of("100", figure.small) + 2 * PAD
    axes = figure.block(HEIGHT, left, right + OUT + PAD, x_name=say("year"), y_name=say("attainment_axis"))
    width = figure.inner_width(left, right + OUT + PAD)
    starts = [width_of(text.share(share), figure.size, "bold") for line in lines for share in line.shares[:1]]
    to_inches = _set_limits(axes, years, drawn, others, (width, max(starts) + 2 * OUT))
    for line in drawn:
        style = {"linewidth": 2.4, "marker": "o"} if line.is_main else {"linewidth": 1.4, "marker": "s"}
        axes.plot(line.years, line.shares, color=line.colour, markersize=5, zorder=3 + line.is_main, **style)
    if len(others):
        band = {"color": MEDIAN, "alpha": 0.22, "linewidth": 0}
        axes.fill_between(others["year"], others["lower_share"], others["upper_share"], **band)
        words = say("middle_half", units=text.count(others["n_units"].max()))
        figure.key([({"marker": "s", "markersize": 8, "linestyle": "none"} | band, words)])
    _name_ends(figure, axes, drawn, ends, to_inches)
    _write_starts(figure, axes, lines, years[0], to_inches)
    _write_between(figure, axes, lines, drawn, years, to_inches)
    return [(line.name, _said(line)) for line in drawn]


def _set_limits(axes, years, lines, others, room):
    """Set both axes; return what gives a place in inches."""
    width, start = room
    shares = pd.concat([*(line.shares for line in lines), others["lower_share"], others["upper_share"]])
    low, high = min(0.0, shares.min()), max(1.0, shares.max())
    span = (years[-1] - years[0]) or 1
    first = years[-1] - span * width / max(width - start, 0.3 * width)
    axes.set(xlim=(first, years[-1]), ylim=(low - 0.04, high + 0.04))
    nearest = min(np.diff(years), default=1) * width / (years[-1] - first)
    apart_by = int(np.ceil(1.3 * width_of("0000", axes.figure.small) / nearest))
    named = years[::-apart_by]  # the last one always
    axes.set_xticks(named, [str(year) for year in named])
    share_axis(axes.yaxis, low, high)
    inch = np.array([width / (years[-1] - first), HEIGHT / (high - low + 0.08)])
    return lambda at, share: (np.array([at, share], dtype=float).T - (first, low - 0.04)) * inch


def _name_ends(figure, axes, lines, ends, to_inches):
    at = axes.get_xlim()[1]
    wanted = [to_inches(at, line.shares.iloc[-1])[1] for line in lines]
    heights = [height_of(end, figure.size) + 0.03 for end in ends]
    for line, end, now, middle in zip(lines, ends, wanted, apart(wanted, heights, 0.0, HEIGHT), strict=True):
        style = {"color": line.colour, "fontweight": _weight(line), "annotation_clip": False}
        put(axes, (at, line.shares.iloc[-1]), end, figure.size, (OUT, middle - now), **style)


def _write_starts(figure, axes, lines, first, to_inches):
    shown = {}
    for line in lines:
        if len(line.years) > 1 and line.years.iloc[0] == first:
            shown.setdefault(str(text.share(line.shares.iloc[0])), line)
    wanted = [to_inches(first, line.shares.iloc[0])[1] for line in shown.values()]
    height = height_of([""], figure.size)
    middles = apart(wanted, [height] * len(wanted), 0.0, HEIGHT)
    for (words, line), now, middle in zip(shown.items(), wanted, middles, strict=True):
        style = {"color": line.colour, "fontweight": _weight(line)}
        put(axes, (first, line.shares.iloc[0]), words, figure.size, (-OUT, middle - now), "right", **style)


def _write_between(figure, axes, lines, drawn, years, to_inches):
    joined = [to_inches(line.years, line.shares) for line in drawn]
    (start, _), (end, _) = (to_inches(year, 0.0) for year in (years[0], years[-1]))
    taken = [(-np.inf, -np.inf, start, np.inf), (end, -np.inf, np.inf, np.inf)]  # by the words at both ends
    height = height_of([""], figure.size)
    for line in lines:
        for year, share in zip(line.years, line.shares, strict=True):
            is_end = year == line.years.iloc[-1] or (year == years[0] and len(line.years) > 1)
            if is_end:
                continue
            at, width = to_inches(year, share), width_of(text.share(share), figure.size, _weight(line))
            middle = beside(at, width, height, joined, taken)
            if middle is not None:
                x, y = middle
                taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
                style = {"color": line.colour, "fontweight": _weight(line), "ha": "center"}
                put(axes, (year, share), text.share(share), figure.size, (x - at[0], y - at[1]), **style)


def _end(line, last):
    """The share at a line's end and its name, with the year where that is not the last one."""
    year = "" if line.years.iloc[-1] == last else f" ({line.years.iloc[-1]})"
    return f"{text.share(line.shares.iloc[-1])}{year} {line.name}"


def _said(line):
    pairs = zip(line.years, line.shares, strict=True)
    return ", ".join(f"{year} {text.share(share)}" for year, share in pairs)


def _weight(line):
    return "bold" if line.is_main else "normal"
