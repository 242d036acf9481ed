"""What is wrong with a drawn figure: words cut, turned, small, over other words or lines, half over a bar."""

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle
from matplotlib.text import Text

SLACK = 1.5  # pixels a letter's box may reach over another's
LEAST = 8.25  # points: 11 px on a phone, whose 336 px are 3.5 inches


def faults(chart):
    """Return what a reader would see wrong in a chart, wide and narrow, as a list of sentences; makes no picture.

    Parameters
    ----------
    chart : show.Chart
    """
    return [f"{name}: {fault}" for name, each in _drawings(chart) for fault in _faults(each)]


def _drawings(chart):
    return [("wide", chart), ("narrow", chart.narrow)]


def _faults(figure):
    figure.draw_without_rendering()
    boxes = [(each, each.get_window_extent()) for each in _texts(figure)]
    found = [f"«{_said(each)}» is cut" for each, box in boxes if not _inside(box, figure.bbox)]
    found += [f"«{_said(each)}» is turned" for each, _ in boxes if each.get_rotation()]
    found += [f"«{_said(each)}» is too small" for each, _ in boxes if each.get_fontsize() < LEAST]
    boxes.sort(key=lambda pair: pair[1].y0)
    for number, (each, box) in enumerate(boxes):
        for other, its in boxes[number + 1 :]:
            if its.y0 > box.y1 - SLACK:
                break  # and all that follow lie higher still
            if _meet(box, its):
                found.append(f"«{_said(each)}» lies over «{_said(other)}»")
    for axes in figure.axes:
        lines, bars = _points(axes), _bars(axes)
        for each, box in boxes:
            if lines.size and _holds(box, lines).any():
                found.append(f"«{_said(each)}» lies over a line")
            if any(_meet(box, bar) and not _inside(box, bar) for bar in bars):
                found.append(f"«{_said(each)}» lies half over a bar")
    return found


def _texts(figure):
    """All words that are drawn."""
    found = [*figure.texts]
    for axes in figure.axes:
        found += axes.texts
        if axes.axison:
            for axis in (axes.xaxis, axes.yaxis):
                found += [axis.label, axis.get_offset_text(), *_tick_labels(axis)]
    return [each for each in found if isinstance(each, Text) and each.get_visible() and each.get_text().strip()]


def _tick_labels(axis):
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    ticks = [tick for tick in axis.get_major_ticks() if low - slack <= tick.get_loc() <= high + slack]
    return [label for tick in ticks for label in (tick.label1, tick.label2) if label.get_visible()]


def _points(axes):
    """Where lines and marks are drawn, in pixels: points so close to each other that no word lies between two."""
    joined, marks = [], [np.empty((0, 2))]
    for line in axes.lines:
        at = line.get_transform().transform(line.get_xydata())
        marks.append(_around(at, line.get_markersize() if line.get_marker() != "None" else 0, axes))
        joined += [at] if line.get_linestyle() != "None" else []
    for each in axes.collections:
        if isinstance(each, LineCollection):
            joined += [axes.transData.transform(segment) for segment in each.get_segments()]
        elif isinstance(each, PathCollection):
            at = axes.transData.transform(np.ma.filled(each.get_offsets(), np.nan))
            marks.append(_around(at, each.get_sizes().max() ** 0.5, axes))
    shares = np.linspace(0, 1, 101)[:, None, None]
    pieces = [(part[:-1] + (part[1:] - part[:-1]) * shares).reshape(-1, 2) for part in joined if len(part)]
    return np.concatenate([*marks, *pieces])


def _around(at, size, axes):
    """The middles of marks and their four ends; `size` in points."""
    half = size / 2 / 72 * axes.figure.dpi * np.array([(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)])
    return (at[:, None] + half).reshape(-1, 2)


def _bars(axes):
    return [each.get_window_extent() for each in axes.patches if isinstance(each, Rectangle) and each.get_width()]


def _holds(box, points):
    x, y = points.T
    return (x > box.x0 + SLACK) & (x < box.x1 - SLACK) & (y > box.y0 + SLACK) & (y < box.y1 - SLACK)


def _inside(box, canvas):
    return (
        box.x0 >= canvas.x0 - SLACK
        and box.y0 >= canvas.y0 - SLACK
        and box.x1 <= canvas.x1 + SLACK
        and box.y1 <= canvas.y1 + SLACK
    )


def _meet(one, other):
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > SLACK
        and min(one.y1, other.y1) - max(one.y0, other.y0) > SLACK
    )


def _said(text):
    return text.get_text().replace("\n", " ")
