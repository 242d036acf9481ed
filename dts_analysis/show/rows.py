"""Figures of rows, one a name: beside its mark where there is room, above it on a phone."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from .chart import PAD, put
from .colours import INK, QUIET
from .measure import height_of, in_lines, width_of

BESIDE = 2.1  # inches for names beside marks; longer ones go on in a second line
BAR = 0.22  # inches a bar is thick
GAP = 0.1  # inches between rows
MANY, SHORT = 12, 1.4  # of more rows a phone has the names beside the marks, where all take no more inches
EDGE = 0.18  # inches beside an axis: half of its first and last number stand there


class Rows(NamedTuple):
    """Axes whose second measure is inches from their top, and where the middle of each row's mark lies in it."""

    axes: Axes
    places: np.ndarray
    width: float  # of the axes, in inches


def rows(figure, names, x_name, thick=BAR, right=EDGE, headings=None, bold=()):
    """Return the rows of a chart.

    Parameters
    ----------
    figure : Chart
    names : sequence of str
        From the top on.
    x_name : str
        What is measured, with its unit.
    thick : float
        How high marks and the words beside them are, in inches.
    right : float
        Room to the right of the axes, in inches.
    headings : dict, optional
        Words above a row, by its number.
    bold : collection of int
        Numbers of the rows whose names are bold.
    """
    weights = ["bold" if number in bold else "normal" for number in range(len(names))]
    is_short = len(names) > MANY and max(width_of(name, figure.size) for name in names) <= SHORT
    is_above = figure.is_narrow and not is_short
    room = figure.inner_width() if is_above else BESIDE
    broken = [in_lines(name, room, figure.size, weight) for name, weight in zip(names, weights, strict=True)]
    widths = [
        width_of(line, figure.size, weight) for each, weight in zip(broken, weights, strict=True) for line in each
    ]
    left = EDGE if is_above else max(widths) + 2 * PAD
    line, top, named, heads, places = height_of([""], figure.size), 0.0, [], [], []
    for number, lines in enumerate(broken):
        if number in (headings or {}):
            heads.append((top + line / 2, headings[number]))
            top += line + GAP / 2
        high = height_of(lines, figure.size)
        if is_above:
            named.append(top + high / 2)
            top += high + 0.04
            places.append(top + thick / 2)
            top += thick + GAP
        else:
            named.append(top + max(high, thick) / 2)
            places.append(named[-1])
            top += max(high, thick) + GAP
    axes = figure.block(top, left, right, x_name=x_name)
    axes.set_ylim(top, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    beside = {"at": (PAD - EDGE if is_above else -PAD, 0), "ha": "left" if is_above else "right"}
    across = {"xycoords": axes.get_yaxis_transform()}
    for middle, lines, weight in zip(named, broken, weights, strict=True):
        put(axes, (0, middle), lines, figure.size, fontweight=weight, **beside, **across)
    for middle, words in heads:
        put(axes, (0, middle), words, figure.small, color=QUIET, **beside, **across)
    return Rows(axes, np.array(places), figure.inner_width(left, right))


def room_for(said, size, weight="normal"):
    """Return how wide the widest of some words is, with the gap to what they stand beside, in inches."""
    return (
        max((width_of(line, size, weight) for each in said for line in str(each).splitlines()), default=0.0) + PAD
    )


def limits(width, to_the_right=(), to_the_left=()):
    """Return the ends of an axis on which words fit beside their marks.

    Parameters
    ----------
    width : float
        Of the axis, in inches.
    to_the_right, to_the_left : sequence of (float, float)
        Where marks lie, and how many inches of words stand to that side of each.

    Examples
    --------
    On three inches a mark at 2 with one inch of words beside it: an inch is 1.

    >>> [float(each) for each in limits(3.0, [(2.0, 1.0)], [(0.0, 0.0)])]
    [0.0, 3.0]
    """
    right, left = (np.array(list(each), dtype=float) for each in (to_the_right, to_the_left))
    apart = right[:, :1] - left[:, 0]
    left_over = np.maximum(width - right[:, 1:] - left[:, 1], 0.2 * width)
    inch = 1 / np.min(left_over[apart > 0] / apart[apart > 0]) if (apart > 0).any() else 1.0
    return (left[:, 0] - left[:, 1] * inch).min(), (right[:, 0] + right[:, 1] * inch).max()


def label_ends(drawn, low, high, said_low, said_high, size, between=(0.0, 1.0)):
    """Write words outside both ends of each row's marks, and set the axis so that they fit; NaN has none.

    `between` are values that the axis shows in any case. Two ends in one place are said once.
    """
    out = GAP  # of a mark's middle
    ends = zip(low, high, said_low, said_high, strict=True)
    said_low = ["" if first == last and said == other else said for first, last, said, other in ends]
    sides = [
        [(at, width_of(words, size) + out) for at, words in zip(ends, said, strict=True) if not np.isnan(at)]
        for ends, said in ((high, said_high), (low, said_low))
    ]
    drawn.axes.set_xlim(
        limits(drawn.width, *([*side, (end, 0.0)] for side, end in zip(sides, between[::-1], strict=True)))
    )
    for at, place, words in zip(low, drawn.places, said_low, strict=True):
        put(drawn.axes, (at, place), words, size, (-out, 0), "right")
    for at, place, words in zip(high, drawn.places, said_high, strict=True):
        put(drawn.axes, (at, place), words, size, (out, 0))


def zero_line(drawn, thick=BAR):
    """Draw where nothing is, row by row: between rows a phone has names."""
    ends = (drawn.places + side * (thick / 2 + 0.03) for side in (-1, 1))
    drawn.axes.vlines(np.zeros(len(drawn.places)), *ends, color=INK, linewidth=1)
