"""A sheet as every reader hands it on, filled cell by cell within limits."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from ..errors import DtsError, finding
from ..messages import say
from ..messages.personal import masked

MOST_COLUMNS, MOST_ROWS = 702, 9999  # the last cell is ZZ9999: no form reaches further
MOST_CELLS = 1_000_000  # of one file, that hold something
MOST_WRITTEN = 3_000_000  # rows and cells of one file, the blank ones too
LAST_COLUMN = 18278  # ZZZ: what lies further has no name


def name_of(row, column):
    """Return the name of a cell by its row and column, counted from 0.

    >>> name_of(11, 6), name_of(0, 10**9)
    ('G12', '…1')
    """
    return f"{get_column_letter(column + 1) if column < LAST_COLUMN else '…'}{row + 1}"


LAST_CELL = name_of(MOST_ROWS - 1, MOST_COLUMNS - 1)


class BrokenPart(Exception):
    """A part of a file is absent, or holds what no program could have meant; says what, for a person."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of cells, the first row being row 1; `where` is its file and name.

    Each row ends with its last cell that holds something, the sheet with its last such row. `merged` holds the
    merged ranges as ((row, column), (row, column)), counted from 0, both ends within; so are `hidden_rows`,
    `hidden_columns`, and the (row, column) of `commented` and `struck` cells. `notes` are what is to be said of
    how it was read, as (code, where, facts).
    """

    name: str
    where: str
    rows: list
    merged: tuple = ()
    is_hidden: bool = False
    hidden_rows: frozenset = frozenset()
    hidden_columns: frozenset = frozenset()
    commented: frozenset = frozenset()
    struck: frozenset = frozenset()
    notes: tuple = ()

    def at(self, row, column):
        """Return the place of a cell (both counted from 0), such as ``2022/373.xlsx!Tự đánh giá!G12``."""
        return f"{self.where}!{name_of(row, column)}"

    def places(self, rows, column):
        """Return the places of one column's cells in these rows, as `at` does for one."""
        start = f"{self.where}!{get_column_letter(column + 1)}"
        return [f"{start}{row + 1}" for row in rows]


class Budget:
    """How many things a file may still hold before its reading ends."""

    def __init__(self, where):
        self.where, self.left, self.written = where, MOST_CELLS, 0

    def pass_by(self, number):
        """Count rows and cells that a file writes, whether or not they hold something; raises as `take`."""
        self.written += number
        if self.written > MOST_WRITTEN:
            raise DtsError(finding("file_too_full", self.where, limit=MOST_WRITTEN))

    def take(self, number=1):
        """Count things that a file holds; raises `DtsError` where they are more than any form has."""
        self.left -= number
        if self.left < 0:
            raise DtsError(finding("file_too_full", self.where, limit=MOST_CELLS))


class SheetMaker:
    """Takes the cells of one sheet in any order and makes a `Sheet` of them.

    Its size is that of what was put into it: blank cells, however far, are not.
    """

    def __init__(self, name, where, budget):
        self.name, self.where, self.budget = name, f"{where}!{masked(name)[0]}", budget
        self.rows, self.merged, self.struck, self.commented = [], [], set(), set()
        self.hidden_rows, self.hidden_columns, self.is_hidden = set(), set(), False

    def put(self, row, column, value):
        """Set the cell of a row and column, counted from 0, to a value that is no blank."""
        if column >= MOST_COLUMNS or row >= MOST_ROWS:
            facts = {"cell": name_of(row, column), "last": LAST_CELL}
            raise DtsError(finding("cell_too_far", self.budget.where, **facts))
        budget, rows = self.budget, self.rows
        budget.left -= 1
        if budget.left < 0:
            budget.take(0)
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        missing = column - len(cells)
        if missing == 0:
            cells.append(value)
        elif missing > 0:
            cells += [""] * missing
            cells.append(value)
        elif cells[column] in ("", value):
            cells[column] = value
        else:
            raise BrokenPart(say("part_cell_twice", cell=name_of(row, column)))

    def is_new(self, row):
        """Return whether a row, counted from 0, is within reach and nothing was put into it or below."""
        return len(self.rows) <= row < MOST_ROWS

    def add_row(self, row, cells):
        """Set a row that `is_new` to its cells from the first column on, "" for blanks; raises as `put`."""
        if cells:
            self.budget.take(len(cells) - cells.count(""))
            self.rows += [[] for _ in range(row - len(self.rows))]
            self.rows.append(cells)

    def hide_columns(self, first, last):
        """Note that these columns, counted from 0, are hidden; both ends within."""
        columns = range(first, min(last + 1, MOST_COLUMNS))
        self.budget.take(len(columns))
        self.hidden_columns.update(columns)

    def merge(self, first, last):
        """Note a merged range by its first and last (row, column), counted from 0."""
        self.budget.take()
        self.merged.append((first, last))

    def made(self, notes=()):
        """Return the `Sheet`. What stands in a merged range beside its first cell is not shown, and not kept."""
        self._clear_covered()
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        width = max(map(len, self.rows), default=0)
        commented = {(row, column) for row, column in self.commented if row < len(self.rows) and column < width}
        return Sheet(
            self.name, self.where, self.rows, tuple(self.merged), self.is_hidden,
            frozenset(row for row in self.hidden_rows if row < len(self.rows)),
            frozenset(column for column in self.hidden_columns if column < width),
            frozenset(commented), frozenset(self.struck), tuple(notes),
        )  # fmt: skip

    def _clear_covered(self):
        for (top, left), (bottom, right) in self.merged:
            rows = self.rows[top : bottom + 1]
            self.budget.take(len(rows))
            for number, cells in enumerate(rows, top):
                covered = range(left + (number == top), min(right + 1, len(cells)))
                if covered:
                    cells[covered.start : covered.stop] = [""] * len(covered)
                    while cells and cells[-1] == "":
                        cells.pop()
