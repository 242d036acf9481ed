"""What a notebook cell hands over, charts apart: prose and tables, and the facts they state."""

from typing import Any, ClassVar

import pandas as pd

from ..messages import say
from .facts import bundle
from .markup import linked, table_html
from .resource import MIME as RESOURCE, resource, slug

MOST_COLUMNS = 7  # that a screen shows at once, the rows' names among them


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
        first, *others = map(linked, self.splitlines())
        return "".join([f"<p><strong>{first}</strong></p>", *(f"<p>{line}</p>" for line in others)])


class Notice(Prose):
    """Prose that must not be overlooked: set off as a quotation, which every code host shows as such."""

    def _repr_html_(self):
        return f"<blockquote>{super()._repr_html_()}</blockquote>"


class Table(pd.DataFrame):
    """A table of finished text, shown whole, never shortened: names to the left, numbers to the right.

    Its cells hold words, or something `Typed`: a page shows the words, downloads hold what is under them.
    """

    _metadata: ClassVar = ["note", "facts", "caption", "kept", "most"]
    note = caption = ""
    facts = ()
    kept = most = None

    @property
    def _constructor(self):
        return Table

    def captioned(self, caption):
        """Say what the table holds; return the table."""
        self.caption = str(caption)
        return self

    def noted(self, note):
        """Add lines to be printed under the table; return the table."""
        self.note = "\n".join(line for line in (self.note, note) if line)
        return self

    def stating(self, facts):
        """Add facts that the table states; return the table."""
        self.facts = [*self.facts, *facts]
        return self

    def keeping(self, columns):
        """Add columns that only downloads hold, in the table's order of rows; return the table.

        Parameters
        ----------
        columns : dict or DataFrame
            What they hold, by what they are called.
        """
        added = {name: list(columns[name]) for name in columns}
        self.kept = (self.kept or {}) | added
        return self

    def showing(self, most):
        """Let a page show so many rows, the first ones, and say so; downloads hold all. Return the table."""
        self.most = most if len(self) > most else None
        return self

    def fitted(self, *spare):
        """Return the table without what a screen has no room for: the first of these columns that it has.

        Downloads keep them. At most `MOST_COLUMNS` stay, as long as there are columns to spare.

        Parameters
        ----------
        spare : str
            Columns, the most dispensable first.
        """
        surplus = 1 + len(self.columns) - MOST_COLUMNS
        left_out = [name for name in dict.fromkeys(spare) if name in self.columns][: max(surplus, 0)]
        return self.drop(columns=left_out).keeping({name: self[name] for name in left_out}) if left_out else self

    def resource(self):
        """Return the table as data, all its columns: see `resource.resource`."""
        (heads, columns), kept = self._columns(), self.kept or {}
        every = [*heads, *kept], [*columns, *kept.values()]
        return resource(*every, self.caption, self._slug(), self.note.splitlines())

    def to_excel(self, excel_writer, **options):
        """Write the table's data: numbers unrounded, all columns; ``dts.export`` makes a fair copy."""
        found = self.resource()
        heads = {each["name"]: each["title"] for each in found["schema"]["fields"]}
        data = pd.DataFrame(found["data"], columns=list(heads)).rename(columns=heads)
        data.to_excel(excel_writer, **{"index": False} | options)

    def _columns(self, most=None):
        """What stands above each column, and in it, of the first rows where told; the rows' names first."""
        heads, rows = [self.index.name or "", *self.columns], self.iloc[:most]
        return heads, [list(rows.index), *(list(rows.iloc[:, at]) for at in range(len(self.columns)))]

    def _slug(self):
        return slug(self.caption) or "table"

    def _lines(self):
        kept = [] if not self.kept else [say("columns_kept", columns=", ".join(self.kept))]
        rows = [] if self.most is None else [say("rows_kept", shown=self.most, rows=len(self))]
        return [*self.note.splitlines(), *rows, *kept]

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = {"text/html": self._repr_html_(), "text/plain": repr(self), RESOURCE: self.resource()}
        return shown | bundle(self.facts, "table")

    def _repr_html_(self):
        return table_html(*self._columns(self.most), self.caption, self._slug(), self._lines())

    def __repr__(self):
        return "\n".join([*filter(None, [self.caption]), self.iloc[: self.most].to_string(), *self._lines()])


class Several(list):
    """Prose and tables that one cell hands over, one below the other."""

    @property
    def facts(self):
        """What they state, all of it."""
        return [fact for each in self for fact in each.facts]

    def __repr__(self):
        return "\n\n".join(map(repr, self))

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = {"text/html": "".join(each._repr_html_() for each in self), "text/plain": repr(self)}
        tables = [each.resource() for each in self if isinstance(each, Table)]
        shown |= {RESOURCE: {"resources": tables}} if tables else {}
        return shown | bundle([fact for each in self for fact in each.facts], "several")


def together(*outputs: "Prose | pd.DataFrame | None") -> Any:
    """Return what there is of several outputs, None being none: itself where it is one, else all in a `Several`.

    >>> together(Prose("a"), None), together(None), together(Prose("a"), Prose("b"))
    (a, None, a
    <BLANKLINE>
    b)
    """
    there = [each for each in outputs if each is not None]
    return Several(there) if len(there) > 1 else next(iter(there), None)
