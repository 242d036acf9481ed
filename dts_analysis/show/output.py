"""What a notebook cell hands over: prose, a table, a chart. All three read well without code and styles."""

import html
import io
import re
from textwrap import fill
from typing import ClassVar

import pandas as pd
from matplotlib.figure import Figure

_CELL = re.compile(r"<(td|th)>(?=(([−+]?\d[\d.,/ –%]*|—)<)?)")


class Prose(str):
    """Text made from tables: paragraphs in lines, the first one set in bold. Shown escaped."""

    def __repr__(self):
        return str(self)

    def _repr_html_(self):
        first, *others = [html.escape(line) for line in self.splitlines()]
        return "".join([f"<p><strong>{first}</strong></p>", *(f"<p>{line}</p>" for line in others)])


class Notice(Prose):
    """Prose that must not be overlooked: set off as a quotation, which every code host shows as such."""

    def _repr_html_(self):
        return f"<blockquote>{super()._repr_html_()}</blockquote>"


class Table(pd.DataFrame):
    """A table of finished text, shown whole, never shortened: names to the left, numbers to the right."""

    _metadata: ClassVar = ["note"]
    note = ""

    @property
    def _constructor(self):
        return Table

    def noted(self, note):
        """Add lines to be printed under the table; return the table."""
        self.note = "\n".join(line for line in (self.note, note) if line)
        return self

    def _repr_html_(self):
        with pd.option_context("display.max_colwidth", None):
            named = self.rename_axis(index=None, columns=self.index.name)
            shown = named.to_html(border=0, max_rows=None, max_cols=None)
        shown = _CELL.sub(_aligned, shown.replace(' style="text-align: right;"', ""))
        return shown + "".join(f"<p>{html.escape(line)}</p>" for line in self.note.splitlines())

    def __repr__(self):
        return "\n".join([self.to_string(), *self.note.splitlines()])


def _aligned(match):
    side, nowrap = ("right", "; white-space: nowrap") if match.group(2) else ("left", "")
    return f'<{match.group(1)} style="text-align: {side}{nowrap}">'


class Chart(Figure):
    """A figure that shows itself without pyplot's state; its title is also its text and its `alt`."""

    def finish(self, title, source):
        """Set the title (what the figure finds) and the source line at the foot; return the chart."""
        self.title, self.source = title, source
        width = self.get_figwidth()
        self.suptitle(_lines(title, width * 9.2), x=0.01, ha="left", fontsize=12.5, fontweight="bold")
        self.supxlabel(_lines(source, width * 14.5), x=0.01, ha="left", fontsize=8, color="#555555")
        return self

    def _repr_mimebundle_(self, include=None, exclude=None):
        canvas = io.BytesIO()
        self.savefig(canvas, format="png", dpi=120, metadata={"Software": None})
        text = f"{self.title}\n{self.source}"
        return {"image/png": canvas.getvalue(), "text/plain": text}, {"image/png": {"alt": self.title}}


def _lines(text, width):
    """Wrap without parting a number from its per cent sign."""
    return fill(text.replace(" %", "\N{NO-BREAK SPACE}%"), int(width))
