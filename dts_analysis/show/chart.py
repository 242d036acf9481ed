"""The look of every figure: drawn twice, wide for a desk and narrow for a phone, as small SVG with words in it.

Nothing is laid out by trial: words are measured in the widest letters that a reader may see them in, so that what
is placed here lies over nothing there.
"""

from contextvars import ContextVar
from functools import wraps
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..messages import say
from . import text
from .colours import FRAME, INK, QUIET
from .facts import bundle
from .measure import LINE, height_of, in_lines, width_of
from .svg import NARROW_MIME, SVG_MIME, written

WIDE, NARROW = 7.2, 3.5  # inches; 3.5 are 336 px, the room on a phone of 360 px
PAD = 0.08  # inches between blocks, and to the edge
MOST_SAID = 8  # values that a figure's alternative text lists; of more it points to the table
_width = ContextVar("width", default=WIDE)
_STYLE = {
    "font.family": "DejaVu Sans",  # holds every Vietnamese letter and comes with matplotlib
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FRAME,
    "axes.grid": False,
    "text.color": INK,
    "text.parse_math": False,  # a name may hold dollar signs
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


class Block(NamedTuple):
    """Axes, their height, and the room around them for words; in inches."""

    axes: Axes
    height: float
    left: float
    right: float
    above: float
    below: float


class Chart(Figure):
    """A figure that shows itself without pyplot's state: blocks one below the other, title on top, source below.

    Its title is what it finds; `alt` is that and its values in words. `narrow` is the same figure for a phone.
    """

    narrow = None
    facts, blocks, marks, notes = (), (), (), ()

    @property
    def is_narrow(self):
        """Whether it is drawn for a phone."""
        return self.get_figwidth() < WIDE

    @property
    def size(self):
        """Of its words, in points: `small`, of lesser ones, is still 11 px on a phone."""
        return 9.0 if self.is_narrow else 10.0

    @property
    def small(self):
        """Of lesser words, in points."""
        return 8.4 if self.is_narrow else 9.0

    def block(self, height, left=PAD, right=PAD, above=0.0, x_name="", y_name="", ticks=0.24):
        """Return axes of a height, with room around them for words; all in inches. No words are turned.

        `ticks` is the room for the numbers of the axis below.
        """
        axes = self.add_axes((0, 0, 1, 1))
        axes.patch.set_visible(False)
        axes.tick_params(labelsize=self.small, labelcolor=QUIET, length=0)
        style = {"fontsize": self.small, "color": QUIET}
        under, over = (in_lines(name, self.inner_width(left), self.small) for name in (x_name, y_name))
        if under:
            axes.set_xlabel("\n".join(under), loc="left", labelpad=2, **style)
        if over:
            axes.set_ylabel("\n".join(over), rotation=0, ha="left", va="bottom", **style)
            axes.yaxis.set_label_coords(-(left - PAD) / self.inner_width(left, right), 1 + PAD / height)
            above += height_of(over, self.small) + 2 * PAD
        below = ticks + height_of(under, self.small) if under else 0.0
        self.blocks = [*self.blocks, Block(axes, height, left, right, above, below)]
        return axes

    def inner_width(self, left=PAD, right=PAD):
        """Return how wide axes are between such margins, in inches."""
        return self.get_figwidth() - left - right

    def key(self, marks):
        """Say below the title what marks mean: pairs of a line's properties and of words."""
        self.marks = list(marks)

    def explain(self, words):
        """Say above the source line what stands in the figure in short."""
        self.notes = [*self.notes, *([words] if words and words not in self.notes else [])]

    def finish(self, title, source, values=()):
        """Set title, key, blocks and source line, none over another; return the chart.

        `values` are what the figure shows: pairs of a name and of a number as printed.
        """
        self.title, self.source, self.values = str(title), str(source), list(values)
        large = self.size + (1.5 if self.is_narrow else 2.5)
        head = in_lines(self.title, self.inner_width(), large, "bold")
        foot = in_lines("\n".join([*self.notes, self.source]), self.inner_width(), self.small)
        rows = self._rows_of_key()
        key_at = PAD + height_of(head, large) + PAD
        start = key_at + height_of(rows, self.small) + (PAD if rows else 0)
        end = start + sum(each.above + each.height + each.below for each in self.blocks)
        height = end + PAD + height_of(foot, self.small) + PAD / 2
        self.set_figheight(height)
        self._write(head, PAD, large, height, fontweight="bold")
        self._write(foot, end + PAD, self.small, height, color=QUIET)
        self._draw_key(rows, key_at, height)
        self._place(start, height)
        return self

    @property
    def alt(self):
        """The figure in words: what it finds, and its values or where they stand."""
        if not self.values:
            return self.title
        if len(self.values) > MOST_SAID:
            return say("figure_see_table", title=self.title)
        said = "; ".join(f"{name}: {value}" for name, value in self.values)
        return say("figure_said", title=self.title, values=said)

    def draw(self, renderer):
        """Draw in the house style: what is made only now, such as a tick's label, follows it too."""
        with matplotlib.rc_context(_STYLE):
            super().draw(renderer)

    def stating(self, facts):
        """Add facts that the title states; return the chart."""
        self.facts = [*self.facts, *facts]
        return self

    def _repr_mimebundle_(self, include=None, exclude=None):
        drawings = {SVG_MIME: self, NARROW_MIME: self.narrow or self}
        shown = {mime: written(each, self.alt) for mime, each in drawings.items()}
        shown["text/plain"] = f"{self.title}\n{self.source}"
        return shown | bundle(self.facts, "chart"), {mime: {"alt": self.alt} for mime in drawings}

    def _write(self, lines, top, size, height, left=PAD, **style):
        """Write lines from an inch below the top on, in a figure of a height."""
        for number, line in enumerate(lines):
            foot = top + (number + 0.5) * LINE * size / 72 + 0.35 * size / 72
            place = (left / self.get_figwidth(), 1 - foot / height)
            self.text(*place, line, fontsize=size, va="baseline", **style)

    def _rows_of_key(self):
        """The marks in rows, each as (inches from the left, properties, words)."""
        rows, left = [], np.inf
        for properties, words in self.marks:
            width = 0.3 + width_of(words, self.small) + 0.15
            if left + width - 0.15 > self.inner_width() + PAD:
                rows.append([])
                left = PAD
            rows[-1].append((left, properties, words))
            left += width
        return rows

    def _draw_key(self, rows, top, height):
        for number, row in enumerate(rows):
            middle = top + (number + 0.5) * LINE * self.small / 72
            for left, properties, words in row:
                at = np.array([left, left + 0.22]) / self.get_figwidth()
                ends = at if "marker" not in properties else at.mean()
                self.add_artist(
                    Line2D(np.atleast_1d(ends), np.full(np.size(ends), 1 - middle / height), **properties)
                )
                self._write([words], top + number * LINE * self.small / 72, self.small, height, left + 0.3)

    def _place(self, top, height):
        width = self.get_figwidth()
        for axes, own, left, right, above, below in self.blocks:
            top += above
            axes.set_position(
                (left / width, 1 - (top + own) / height, (width - left - right) / width, own / height)
            )
            top += own + below


def styled(draw):
    """Return a drawing function that draws in the house style, wide and narrow, whatever the settings.

    One that has nothing to draw may return None.
    """

    @wraps(draw)
    def drawing(*args, **kwargs):
        with matplotlib.rc_context(_STYLE):
            chart, narrow = (_at(width, draw, args, kwargs) for width in (WIDE, NARROW))
        if chart is not None:
            chart.narrow = narrow
        return chart

    return drawing


def _at(width, draw, args, kwargs):
    before = _width.set(width)
    try:
        return draw(*args, **kwargs)
    finally:
        _width.reset(before)


def blank():
    """Return an empty chart of the width that is drawn for."""
    return Chart(figsize=(_width.get(), 1))


def put(axes, place, words, size, at=(0, 0), ha="left", **style):
    """Write lines beside a place in axes, as high as it is in their middle; `at` in inches to the right and up.

    Each line is a text of its own: however wide a reader's letters are, it ends, begins or stands where it should.
    """
    lines = words if isinstance(words, list) else [str(words)]
    for number, line in enumerate(lines):
        up = at[1] * 72 + ((len(lines) - 1) / 2 - number) * LINE * size - 0.35 * size
        options = {"textcoords": "offset points", "ha": ha, "va": "baseline", "fontsize": size}
        axes.annotate(line, place, (at[0] * 72, up), **options | style)


def share_axis(axis, low=0.0, high=1.0):
    """Number an axis of shares in per cent: from nothing to all, and further where penalties or bonuses lead."""
    step = 0.2 if high - low <= 2 else round((high - low) / 5, 1)
    ticks = np.arange(np.ceil(min(low, 0.0) / step - 1e-9) * step, max(high, 1.0) + 1e-9, step)
    axis.set_ticks(ticks, [text.count(tick * 100) for tick in ticks])


@styled
def empty_chart() -> Chart:
    """Return a chart with nothing in it: drawing it fills the caches of fonts and styles."""
    figure = blank()
    figure.block(1).plot([0, 1], [0, 1])
    return figure.finish("A", "b")


def empty(reason_key, source, **words):
    """Return a chart that says why there is nothing to draw."""
    figure = blank()
    axes = figure.block(0.8)
    axes.set_axis_off()
    put(axes, (0.5, 0.5), say("nothing_to_draw"), figure.size, ha="center", color=QUIET)
    return figure.finish(say(reason_key, **words), source)
