"""Shares as a table of coloured cells: a row a unit, a column a node, its number in each cell."""

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..messages import say
from . import text
from .chart import PAD, put
from .colours import EMPTY, FRAME, PAPER, QUIET, attainment, ink_on
from .measure import height_of, in_lines, width_of

MOST_HIGH, MOST_NUMBERED = 40, 70  # rows in full height; rows with a number in each cell
HIGH, LOW = 0.26, 0.17  # inches a row takes at least
NARROWEST = 0.25  # inches of a column that holds "100"
MOST_LINES = 4  # of a name over a column; where it needs more, a short code stands there and the name below


def draw_cells(figure, row_names, shares, nodes):
    """Draw the shares (0..1) of rows by nodes; columns that do not fit beside each other go on below.

    Parameters
    ----------
    figure : Chart
    row_names : sequence of str
    shares : DataFrame
        One row each, one column a node; NaN is an empty cell.
    nodes : sequence of Drawn
        Of the columns, in their order.
    """
    names = [in_lines(name, 1.25 if figure.is_narrow else 2.0, figure.small) for name in row_names]
    left = max(width_of(line, figure.small) for lines in names for line in lines) + 2 * PAD
    parts = -(-len(nodes) // max(int(figure.inner_width(left) / NARROWEST), 1))
    some = np.array_split(np.arange(len(nodes)), parts)
    heads, meant = _heads(nodes, figure.inner_width(left) / max(map(len, some)) - 0.05, figure.small)
    for columns in some:
        _draw_block(figure, names, left, shares.iloc[:, columns], [heads[at] for at in columns])
    figure.explain(meant)
    if len(shares) > MOST_NUMBERED:  # what the cells do not say themselves
        square = {"marker": "s", "markersize": 8, "linestyle": "none", "markeredgecolor": FRAME}
        scale = np.linspace(0, 1, 5)
        figure.key([(square | {"color": attainment(share)}, text.share(share)) for share in scale])


def _draw_block(figure, names, left, shares, heads):
    size = figure.small
    least = HIGH if len(shares) <= MOST_HIGH else LOW
    feet = np.cumsum([max(least, height_of(lines, size) + 0.03) for lines in names])
    middles = feet - np.diff(feet, prepend=0) / 2
    head = max(height_of(lines, size) for lines in heads)
    axes = figure.block(feet[-1], left, above=head + 0.1, x_name=say("attainment_axis"), ticks=0.08)
    axes.set(xlim=(0, len(heads)), ylim=(feet[-1], 0), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    for at, lines in enumerate(heads):
        up = 0.04 + height_of(lines, size) / 2
        put(axes, (at + 0.5, 0), lines, size, (0, up), "center", color=QUIET)
    for lines, middle in zip(names, middles, strict=True):
        put(axes, (0, middle), lines, size, (-PAD, 0), "right")
    _colour(axes, shares.to_numpy(), feet)
    if len(shares) <= MOST_NUMBERED:
        _number(axes, shares.to_numpy(), middles + 0.35 * size / 72, size)


def _heads(nodes, width, size):
    """The lines over each column and, where names do not fit there, what their codes mean."""
    names = [in_lines(node.name, width, size) for node in nodes]
    if all(_fit(lines, width, size) and len(lines) <= MOST_LINES for lines in names):
        return names, ""
    codes = [str(node.code) for node in nodes]
    if not all(_fit([code], width, size) for code in codes):
        codes = [str(number) for number in range(1, len(nodes) + 1)]
    meant = " · ".join(f"{code}: {node.name}" for code, node in zip(codes, nodes, strict=True))
    return [[code] for code in codes], meant


def _fit(lines, width, size):
    return all(width_of(line, size) <= width for line in lines)


def _colour(axes, shares, feet):
    """Draw all cells of one colour as one path: a province of 168 communes stays small."""
    tops = np.concatenate([[0.0], feet[:-1]])
    found = {}
    for (row, column), share in np.ndenumerate(shares):
        corners = [(column, tops[row]), (column + 1, tops[row]), (column + 1, feet[row]), (column, feet[row])]
        found.setdefault(EMPTY if pd.isna(share) else attainment(share), []).append([*corners, corners[0]])
    for colour, cells in found.items():
        path = Path.make_compound_path_from_polys(np.array(cells))
        axes.add_patch(PathPatch(path, facecolor=colour, edgecolor=PAPER, linewidth=0.8))


def _number(axes, shares, feet, size):
    style = {"fontsize": size, "ha": "center", "va": "baseline"}
    for (row, column), share in np.ndenumerate(shares):
        colour = EMPTY if pd.isna(share) else attainment(share)
        axes.text(column + 0.5, feet[row], text.count(share * 100), color=ink_on(colour), **style)
