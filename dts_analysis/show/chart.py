"""The look of every figure: narrow enough for a phone, colours that colour-blind readers can tell apart."""

import io
from functools import wraps
from textwrap import fill

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from ..messages import say
from . import text
from .facts import bundle

TITLE_LINE, FOOT_LINE, PAD = 0.21, 0.14, 0.06  # inches
WIDTH = 6.0  # inches; with these letter sizes still readable when shrunk to a phone's width
BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#9A9A9A", "#222222"
GROUP_COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # of a set's groups, in their order
_STYLE = {
    "font.family": "DejaVu Sans",  # holds every Vietnamese letter and comes with matplotlib
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.labelsize": 10,
    "axes.grid": False,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
    "text.color": INK,
    "text.parse_math": False,  # a name may hold dollar signs
}


class Chart(Figure):
    """A figure that shows itself without pyplot's state; its title is also its text and its `alt`."""

    def finish(self, title, source):
        """Set the title (what the figure finds) on top, legend and source line at the foot; return the chart.

        None lies over another: the figure grows by every further line of the title, and by its foot.
        """
        self.title, self.source = title, source
        width = self.get_figwidth()
        head, foot = _lines(title, width * 9.2), _lines(source, width * 14.5)
        keys = max((each.get_window_extent().height / self.dpi + PAD for each in self.legends), default=0.0)
        line = FOOT_LINE * (foot.count("\n") + 1) + PAD
        height = self.get_figheight() + TITLE_LINE * head.count("\n") + line + keys
        self.set_figheight(height)
        self.suptitle(head, x=0.01, ha="left", fontsize=12.5, fontweight="bold")
        self.text(0.01, PAD / 2 / height, foot, va="bottom", fontsize=8, color="#555555").set_in_layout(False)
        for legend in self.legends:
            legend.set_bbox_to_anchor((0, line / height, 1, 1), self.transFigure)
        below = (line + keys) / height
        self.get_layout_engine().set(rect=(0, below, 1, 1 - below))
        return self

    def draw(self, renderer):
        """Draw in the house style: what is made only now, such as a tick's label, follows it too."""
        with matplotlib.rc_context(_STYLE):
            super().draw(renderer)

    def key(self, handles=None, **options):
        """Put a legend of all that bears a label between the axes and the source line."""
        self.legend(handles=handles, loc="lower center", **{"ncols": 2} | options)

    def stating(self, facts):
        """Add facts that the title states; return the chart."""
        self.facts = [*getattr(self, "facts", ()), *facts]
        return self

    def _repr_mimebundle_(self, include=None, exclude=None):
        canvas = io.BytesIO()
        self.savefig(canvas, format="png", dpi=120, metadata={"Software": None})
        shown = {"image/png": canvas.getvalue(), "text/plain": f"{self.title}\n{self.source}"}
        return shown | bundle(getattr(self, "facts", ()), "chart"), {"image/png": {"alt": self.title}}


def styled(draw):
    """Return a drawing function that draws in the house style, whatever the session's own settings."""

    @wraps(draw)
    def drawing(*args, **kwargs):
        with matplotlib.rc_context(_STYLE):
            return draw(*args, **kwargs)

    return drawing


def blank(height):
    """Return an empty chart of the house's width."""
    return Chart(figsize=(WIDTH, height), layout="constrained")


def wrapped(name, width=24):
    """Return a long name in lines."""
    return fill(name, width, break_long_words=False)


def rows_height(labels, least):
    """Return the height of horizontal bars in inches: each has at least so much, and room for its label."""
    return len(labels) * max([least, *(0.17 * (label.count("\n") + 1) + 0.1 for label in labels)])


def share_axis(axis, step=0.2):
    """Make an axis run from 0 to 100 %."""
    axis.set_major_locator(MultipleLocator(step))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{text.count(value * 100)}"))


@styled
def empty_chart():
    """Return a chart with nothing in it: drawing it fills the caches of fonts and styles."""
    figure = blank(1.2)
    figure.add_subplot().plot([0, 1], [0, 1])
    return figure.finish("", "")


@styled
def empty(reason_key, source, **words):
    """Return a chart that says why there is nothing to draw."""
    figure = blank(1.2)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.text(0.5, 0.5, say("nothing_to_draw"), ha="center", va="center", color=GREY)
    return figure.finish(say(reason_key, **words), source)


def _lines(text, width):
    """Wrap without parting a number from its per cent sign."""
    return fill(text.replace(" %", "\N{NO-BREAK SPACE}%"), int(width))
