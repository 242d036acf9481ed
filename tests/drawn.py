"""What is wrong with a drawn figure: text outside the canvas, text over text, a legend over the axes."""

import math

from matplotlib.text import Text

SLACK = 1.5  # pixels a letter's box may reach over another's


def faults(chart):
    """Return what a reader would see wrong in a chart, as a list of sentences; draws it, without a picture.

    Parameters
    ----------
    chart : show.Chart
    """
    chart.draw_without_rendering()
    canvas, texts = chart.bbox, _texts(chart)
    boxes = [(each, each.get_window_extent()) for each in texts]
    found = [f"«{_said(each)}» is cut" for each, box in boxes if not _inside(box, canvas)]
    straight = [(each, box) for each, box in boxes if not _is_turned(each)]
    straight.sort(key=lambda pair: pair[1].y0)
    for number, (each, box) in enumerate(straight):
        for other, its in straight[number + 1 :]:
            if its.y0 > box.y1 - SLACK:
                break  # and all that follow lie higher still
            if _meet(box, its):
                found.append(f"«{_said(each)}» lies over «{_said(other)}»")
    for axes in chart.axes:
        found += _turned_faults(axes)
        for legend in chart.legends:
            if _meet(legend.get_window_extent(), axes.get_window_extent()):
                found.append("a legend lies over the axes")
    return found


def _texts(chart):
    """All text that is drawn."""
    found = [*chart.texts]
    for legend in chart.legends:
        found += [*legend.get_texts(), legend.get_title()]
    for axes in chart.axes:
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


def _turned_faults(axes):
    """Slanting names beside each other, closer than a line is high."""
    turned = [each for each in _tick_labels(axes.xaxis) if _is_turned(each) and each.get_text()]
    at = [axes.transData.transform((each.get_position()[0], 0))[0] for each in turned]
    found = []
    for each, left, right in zip(turned, at, at[1:], strict=False):
        apart = (right - left) * math.sin(math.radians(each.get_rotation()))
        if apart < each.get_fontsize() / 72 * axes.figure.dpi:
            found.append(f"«{_said(each)}» lies over its neighbour")
    return found


def _is_turned(text):
    return text.get_rotation() % 90 != 0


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
