"""What a notebook cell hands over, charts apart: prose and tables, and the facts they state."""

import html
import re
from typing import ClassVar

import pandas as pd

from .facts import bundle

_CELL = re.compile(r"<(td|th)>(?=(([−+]?\d[\d.,/ –%]*|—)<)?)")


class Prose(str):
    """Text made from tables: paragraphs in lines, the first one set in bold. Shown escaped."""

    facts = ()

    def stating(self, facts):
        """Add facts that the text states; return the text."""
        self.facts = [*self.facts, *facts]
        return self

    def noted(self, note):
        """Add lines; return the text."""
        return type(self)(f"{self}\n{note}").stating(self.facts)

    def __repr__(self):
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self._repr_html_(), "text/plain": repr(self)} | bundle(self.facts, "prose")

    def _repr_html_(self):
        first, *others = [html.escape(line) for line in self.splitlines()]
        return "".join([f"<p><strong>{first}</strong></p>", *(f"<p>{line}</p>" for line in others)])


class Notice(Prose):
    """Prose that must not be overlooked: set off as a quotation, which every code host shows as such."""

    def _repr_html_(self):
        return f"<blockquote>{super()._repr_html_()}</blockquote>"


class Table(pd.DataFrame):
    """A table of finished text, shown whole, never shortened: names to the left, numbers to the right."""

    _metadata: ClassVar = ["note", "facts"]
    note = ""
    facts = ()

    @property
    def _constructor(self):
        return Table

    def noted(self, note):
        """Add lines to be printed under the table; return the table."""
        self.note = "\n".join(line for line in (self.note, note) if line)
        return self

    def stating(self, facts):
        """Add facts that the table states; return the table."""
        self.facts = [*self.facts, *facts]
        return self

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self._repr_html_(), "text/plain": repr(self)} | bundle(self.facts, "table")

    def _repr_html_(self):
        with pd.option_context("display.max_colwidth", None):
            named = self.rename_axis(index=None, columns=self.index.name)
            shown = named.to_html(border=0, max_rows=None, max_cols=None)
        shown = _CELL.sub(_aligned, shown.replace(' style="text-align: right;"', ""))
        return shown + "".join(f"<p>{html.escape(line)}</p>" for line in self.note.splitlines())

    def __repr__(self):
        return "\n".join([self.to_string(), *self.note.splitlines()])


class Several(list):
    """Prose and tables that one cell hands over, one below the other."""

    def __repr__(self):
        return "\n\n".join(map(repr, self))

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = "".join(each._repr_html_() for each in self)
        stated = [fact for each in self for fact in each.facts]
        return {"text/html": shown, "text/plain": repr(self)} | bundle(stated, "several")


def together(*outputs):
    """Return what there is of several outputs, None being none: itself where it is one, else all in a `Several`.

    >>> together(Prose("a"), None), together(None), together(Prose("a"), Prose("b"))
    (a, None, a
    <BLANKLINE>
    b)
    """
    there = [each for each in outputs if each is not None]
    return Several(there) if len(there) > 1 else next(iter(there), None)


def _aligned(match):
    side, nowrap = ("right", "; white-space: nowrap") if match.group(2) else ("left", "")
    return f'<{match.group(1)} style="text-align: {side}{nowrap}">'
