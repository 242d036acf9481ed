"""A sheet addressed by field and row: where a form's cells stand, and what may be typed into them."""

from xlsxwriter.utility import xl_col_to_name

from ..messages import say
from .sheets import expected, heading, limit, line_height, put

SHOWS_NOTHING = " "  # of a formula; with "" it would pass for one that was never calculated


class Grid:
    """A form's table while it is written.

    Parameters
    ----------
    sheet : xlsxwriter worksheet
    fields : list of str
        The columns, from the left.
    looks : dict
        Formats by name, as from `sheets.new_book`.
    widths : dict
        Of the columns, in characters.
    """

    def __init__(self, sheet, fields, looks, widths):
        self.sheet, self.fields, self.looks, self.widths = sheet, fields, looks, widths
        for column, field in enumerate(fields):
            sheet.set_column(column, column, widths[field])

    def __contains__(self, field):
        return field in self.fields

    def column(self, field):
        """Return a field's column, counted from 0."""
        return self.fields.index(field)

    def cell(self, field, row):
        """Return the name of a cell such as ``E7``; rows are counted from 0."""
        return f"{xl_col_to_name(self.column(field))}{row + 1}"

    def cells(self, field, first, last):
        """Return the name of a range of a column, both ends within."""
        return f"{self.cell(field, first)}:{self.cell(field, last)}"

    def put(self, field, row, value, look):
        """Write a value, where the form has such a column."""
        if field in self:
            put(self.sheet, row, self.column(field), value, self.looks[look])

    def head(self, row, own=None):
        """Write the headings, from the one table of headings; `own` holds a set's own words by field."""
        headings = {field: heading(field) for field in self.fields} | (own or {})
        for field in self.fields:
            self.put(field, row, headings[field], "heading")
        self.heighten(row, {field: f"{headings[field]}  " for field in self.fields})

    def fill(self, row, look, **values):
        """Write a whole row: these values by field, and blanks."""
        for field in self.fields:
            self.put(field, row, values.get(field, ""), look)
        self.heighten(row, values)

    def heighten(self, row, texts):
        """Make a row as high as these texts by field need."""
        shown = [(text, self.widths[field]) for field, text in texts.items() if field in self and text != ""]
        if shown:
            self.sheet.set_row(row, line_height(shown))

    def formula(self, field, row, expression, look, shown=""):
        """Write a formula and what it shows while nothing is filled in."""
        self.sheet.write_formula(
            row, self.column(field), f"={expression}", self.looks[look], SHOWS_NOTHING if shown == "" else shown
        )

    def offer(self, field, row, source, said, is_free=False, last=None):
        """Let a cell take what a list or a range offers; `is_free`: other words too, after a question."""
        options = {"validate": "list", "source": source, "error_type": "information" if is_free else "stop"}
        limit(self.sheet, row, self.column(field), said, say("limit_listed"), last=last or row, **options)

    def at_least_0(self, field, row, said):
        """Let a cell take numbers from 0."""
        number, sign = (expected(code) for code in ("number_unreadable", "declared_negative"))
        options = {"validate": "decimal", "criteria": ">=", "value": 0}
        limit(self.sheet, row, self.column(field), said, f"{number}; {sign}", **options)


def told(key, shown, **values):
    """Return a sentence as a formula that goes on computing its numbers, and what it shows at first.

    Parameters
    ----------
    key : str
        Of the messages.
    shown : dict
        For each number that is computed an expression, and what it is at first.
    values
        What else fills the sentence.

    Examples
    --------
    >>> told("form_filled", {"filled": ("COUNT(A1:A3)", 0), "count": ("3-B1", 3)})
    ('"Đã điền "&COUNT(A1:A3)&"/"&3-B1&" chỉ số"', 'Đã điền 0/3 chỉ số')
    """
    text = say(key, **values, **{name: f"\0{name}\0" for name in shown})
    pieces = text.split("\0")
    quoted = ['"{}"'.format(piece.replace('"', '""')) for piece in pieces]
    parts = [shown[piece][0] if at % 2 else quoted[at] for at, piece in enumerate(pieces) if at % 2 or piece]
    return "&".join(parts), say(key, **values, **{name: first for name, (_, first) in shown.items()})
