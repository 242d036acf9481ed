"""A form as it lies on a table before it is written into a file, and what a person reads in it.

A `Form` is sound when it is made; mutators change it, and with it what is `meant`. Nothing here is the package's.
"""

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from .sets import SETS

NOT_APPLICABLE = "not applicable"
BASES = ("claimed", "verified", "final")
HEADINGS = {
    "code": "TT", "name": "Chỉ số", "max_points": "Điểm tối đa", "a": "Số thực hiện (a)", "b": "Tổng số (b)",
    "claimed": "Điểm tự chấm", "verified": "Điểm thẩm định", "explanation": "Giải trình", "evidence": "Minh chứng",
    "note": "Lý do điều chỉnh",
}  # fmt: skip
MEANS = {"self": ("claimed",), "sheet": ("claimed", "verified"), "verification": ("verified",)}
SHEETS = {"self": "Tự đánh giá", "sheet": "Tự đánh giá", "verification": "Thẩm định"}


class NoPlace(Exception):
    """A form that has no place for a mutator."""


class Meant(NamedTuple):
    """What a person reads for one indicator: points, None for nothing, `NOT_APPLICABLE`; any of several is right.

    `told` is "" where a right reading needs no word, "mentioned" where some finding must touch the cell, and
    "doubted" where nobody can tell what is meant: whatever is read, a warning or an error must stand at the cell;
    "refused" where an error must.
    """

    readings: tuple
    told: str = ""


BLANK, DOUBT = Meant((None,)), Meant((), "doubted")


@dataclass(eq=False)
class Cell:
    """A cell that is more than its value; `value` None under a formula: never calculated."""

    value: object = ""
    format: str = ""
    formula: str = ""
    comment: str = ""
    is_struck: bool = False
    rich: tuple = ()  # (text, is struck out) one after the other


@dataclass(eq=False)
class Row:
    """A row of the table: an indicator's, or a pillar's, a total's, a note's."""

    kind: str
    cells: dict
    concerns: set = field(default_factory=set)  # codes of the indicators that a person sees in it
    is_hidden: bool = False
    code: str = field(init=False)  # of the indicator it was made for

    def __post_init__(self):
        self.code = min(self.concerns, default="")


@dataclass(eq=False)
class Column:
    """A column: what it holds, its heading, and the heading merged over it and its like."""

    field: str
    heading: str
    top: str = ""
    is_hidden: bool = False


@dataclass(eq=False)
class Page:
    """Another sheet of the workbook, as rows of values."""

    name: str
    rows: list
    state: str = "visible"


@dataclass(eq=False)
class Csv:
    """How a CSV file is written."""

    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    line_end: str = "\r\n"
    is_quoted: bool = True
    first_line: str = ""


@dataclass(eq=False)
class Form:
    """One unit's form of one stage."""

    unit_code: str
    unit_name: str
    stage: str
    criteria_id: str
    random: random.Random
    suffix: str = ".xlsx"
    head: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    tail: list = field(default_factory=list)  # rows below the table, as values from its first column on
    beside: list = field(default_factory=list)  # (row, columns right of the table, value)
    merges: list = field(default_factory=list)  # (row, field, row, field)
    numbers_columns: bool = False
    gap: int = 0  # blank rows below the heading
    left: int = 0  # blank columns before the table
    sheet: str = "Tự đánh giá"
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    far: list = field(default_factory=list)  # ranges of formatted blank cells
    csv: Csv = field(default_factory=Csv)
    respell: object = str  # what is done to every text of the file
    font: str = ""
    repack: list = field(default_factory=list)  # bytes -> bytes, in turn
    meant: dict = field(default_factory=dict)  # (indicator code, basis) -> Meant
    mention: list = field(default_factory=list)  # what some finding must touch: a Row, Column, sheet name, "error"
    done: list = field(default_factory=list)  # names of the mutators

    @property
    def indicators(self):
        """The set's indicators by code."""
        return {each["code"]: each for each in SETS[self.criteria_id]["indicators"]}

    @property
    def year(self):
        """The first year of the set."""
        return SETS[self.criteria_id]["years"][0]

    @property
    def level(self):
        """The level of the set's units."""
        return SETS[self.criteria_id]["level"]

    @property
    def answers(self):
        """The rows of indicators."""
        return [row for row in self.rows if row.kind == "indicator"]

    @property
    def bases(self):
        """The points this stage brings."""
        return MEANS[self.stage]

    @property
    def basis(self):
        """The points this form is about."""
        return self.bases[-1]

    def column(self, name):
        """Return the column of a field; raises `NoPlace` where there is none."""
        return self.columns[self.at(name)]

    def at(self, name):
        """Return the place of a field's column among the columns; raises as `column`."""
        for place, each in enumerate(self.columns):
            if each.field == name:
                return place
        raise NoPlace(name)

    def row(self, code):
        """Return the row of an indicator; raises `NoPlace` where there is none."""
        for each in self.answers:
            if each.code == code:
                return each
        raise NoPlace(code)

    def claims(self, least=2):
        """Return the rows in which a person reads points, in chance order; raises `NoPlace` where too few are."""
        rows = [row for row in self.answers if isinstance(row.cells.get(self.basis), float)]
        if len(rows) < least:
            raise NoPlace(self.basis)
        return self.random.sample(rows, len(rows))

    def some(self, most=3):
        """Return one to `most` rows with points."""
        return self.claims()[: self.random.randint(1, most)]

    def means(self, row, *readings, told="", basis=""):
        """Set what a person reads in a row, unless nobody can tell it already."""
        key = row.code, basis or self.basis
        if self.meant[key] != DOUBT:
            self.meant[key] = Meant(readings, told)

    def doubt(self, row):
        """Nobody can tell what a row says."""
        for basis in self.bases:
            self.meant[row.code, basis] = DOUBT

    def doubt_declared(self, row):
        """Nobody can tell what a row declares."""
        self.meant[row.code, "a"] = DOUBT

    def doubt_both(self, one, two):
        """Nobody can tell which of two rows says what."""
        for row in (one, two):
            self.doubt(row)
        one.concerns.add(two.code)
        two.concerns.add(one.code)

    def without(self, *fields):
        """Drop columns."""
        self.columns = [each for each in self.columns if each.field not in fields]

    def add_below(self, row, new):
        """Put a new row below another."""
        self.rows.insert(self.rows.index(row) + 1, new)

    def total(self, basis, rows=None):
        """Return the sum of points over some rows."""
        cells = (row.cells.get(basis) for row in (rows or self.answers))
        return sum(each for each in cells if isinstance(each, float))

    def pillar_rows(self, pillar):
        """Return the rows of a pillar's indicators."""
        return [row for row in self.answers if row.code.startswith(pillar)]
