"""What stands in a file that says whose form it is: identity cells, head, name, and the shape of its table."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import DtsError, Finding
from ..intake.form_head import read_head
from ..intake.headers import find_header
from ..intake.headings import JUDGED, VERIFIED
from ..intake.identity_sheet import identity_sheet, read_identity
from ..intake.numbers import read_number
from ..intake.text import clean
from ..intake.workbook import read_sheets
from ..intake.years import years_named
from ..reference import fold

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".xlsm", ".xlsb")
HEAD_ROWS = 25
TITLE_CELLS = 3  # a row of more texts is a heading
IS_FORM = 0.15  # how well a table fits some set at least, to be taken for a form
FITS = 0.5  # how well at least, for its shape to say which set it answers
_DATED = re.compile(
    r"(?:ngày|tháng)\W*(?:\d{1,2}|[.…_]+)?\W*(?:tháng\W*(?:\d{1,2}|[.…_]+)?\W*)?năm\W*20\d\d", re.I
)
_COPY = re.compile(r"(\s*\(\d{1,2}\))+$")
_YEAR = re.compile(r"(?<!\w)năm\W{0,3}(20\d\d)\b", re.I)
_NAMED_DATE = re.compile(
    r"(?<!\d)(\d{1,2}[.\-_/ ]\d{1,2}[.\-_/ ]20\d\d|20\d\d[.\-_/ ]\d{1,2}[.\-_/ ]\d{1,2})(?!\d)"
)


@dataclass(frozen=True)
class TableSeen:
    """A sheet: how it fits the sets, what stands above its table, how many points are filled in."""

    name: str
    fits: dict  # set id -> 0..1
    head: tuple = ()
    labelled: dict = field(default_factory=dict)  # "unit", "year" -> texts beside a label
    claimed: int = 0
    verified: int = 0
    unknown: int = 0  # numbers in columns whose heading nobody knows
    has_header: bool = True
    asked: tuple = ()  # headings of points that may mean several
    columns: frozenset = frozenset()  # the fields whose columns are known
    judged: tuple = ()  # headings of filled columns that may hold a verifier's points

    @property
    def fit(self):
        """How well it fits the set it fits best."""
        return max(self.fits.values(), default=0)


@dataclass(frozen=True)
class Seen:
    """A file as found: its name, its content's hash, and what could be read of it."""

    path: Path
    name: str  # as it came
    sha256: str
    folders: tuple = ()  # names of the folders it lay in, the nearest first
    identity: dict = field(default_factory=dict)
    tables: tuple = ()
    problem: Finding | None = None  # why it could not be opened

    @property
    def stem(self):
        """The name without its ending, and without the number of a copy: «(2)» is no part of a unit's name."""
        return _COPY.sub("", Path(self.name).stem)

    @property
    def is_form(self):
        """Whether it is a form as far as can be told; one that cannot be opened may be."""
        return bool(self.problem or self.identity) or self.fit >= IS_FORM

    @property
    def fit(self):
        """How well its best table fits some set."""
        return max((table.fit for table in self.tables), default=0)

    def best(self, year=None):
        """Return the table that fits best, one of another year only if there is no other; None without tables."""
        of_other = lambda table: bool(year and named_years(table.name) and year not in named_years(table.name))  # noqa: E731
        fitting = [table for table in self.tables if table.fit >= IS_FORM]
        return max(fitting, key=lambda table: (not of_other(table), table.fit), default=None)


def see(path, name, folders, shapes, headings=None):
    """Return what is `Seen` of one file.

    Parameters
    ----------
    path : Path
    name : str
        As it came, where it lies under another one now.
    folders : tuple of str
    shapes : SetShapes
    headings : Headings, optional
        The workspace's; default the house's own.

    Raises
    ------
    OSError
        Where the file cannot be read from its disk.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        sheets = read_sheets(path, name)
    except DtsError as error:
        return Seen(path, name, digest, folders, problem=error.findings[0])
    said = identity_sheet(sheets)
    identity = {key: value for key, value in (read_identity(sheets) or {}).items() if value}
    tables = (_table(each, shapes, headings) for each in sheets if not (each is said or each.is_hidden))
    return Seen(path, name, digest, folders, identity, tuple(tables))


def title_years(text):
    """Return the years a title speaks of; that of a date is none of them.

    >>> title_years("BẢNG TỰ ĐÁNH GIÁ NĂM 2025"), title_years("Tân Lập, ngày 05 tháng 01 năm 2026")
    ([2025], [])
    """
    return [int(year) for year in _YEAR.findall(_DATED.sub(" ", text))]


def named_years(text):
    """Return the years in the name of a file, folder or sheet; that of a date is none of them.

    >>> named_years("Tan Bien_CDS_2025"), named_years("phieu 05.01.2026"), named_years("20260105")
    ([2025], [], [])
    """
    return sorted(years_named(_NAMED_DATE.sub(" ", text)))


def _table(sheet, shapes, headings):
    header, fits = find_header(sheet.rows, headings), shapes.fits(sheet.rows)
    depth = header.last_row if header else HEAD_ROWS
    said = dict(zip(("unit", "year"), read_head(sheet, max(depth, HEAD_ROWS)), strict=True))
    labelled = {key: [each.text for each in found if each.is_labelled] for key, found in said.items()}
    head = []
    if header or max(fits.values(), default=0) >= IS_FORM:
        above = sheet.rows[: _first_named(sheet.rows, shapes, depth)]
        head = [text for row in above if len(texts := _texts(row)) <= TITLE_CELLS for text in texts]
    asked = header.asked if header else {}
    counts, judged = {"claimed": 0, "verified": 0, "unknown": 0}, []
    for name, column in _points(header, asked):
        is_filled = _has_text if column == header.columns.get(VERIFIED[0]) else _has_number
        filled = _filled(sheet.rows[header.first_row :], column, header, shapes, is_filled)
        counts[name] += filled
        if name == "verified" and filled:
            judged.append(header.heading(sheet.rows, column))
    return TableSeen(
        sheet.name,
        fits,
        tuple(head),
        labelled,
        **counts,
        has_header=header is not None,
        asked=tuple(asked.values()),
        columns=frozenset(header.columns if header else ()),
        judged=tuple(judged),
    )


def _texts(row):
    return [clean(cell) for cell in row if isinstance(cell, str) and clean(cell)]


def _first_named(rows, shapes, depth):
    """The first row that names an indicator, if that comes before the heading that was found."""
    for number, row in enumerate(rows[:depth]):
        if any(isinstance(cell, str) and fold(cell) in shapes.every_name for cell in row):
            return number
    return depth


def _points(header, asked):
    if header is None:
        return []
    fields = {"claimed_points": "claimed"} | dict.fromkeys((*JUDGED, *VERIFIED), "verified")
    known = [(fields[field], column) for field, column in header.columns.items() if field in fields]
    open_as = "verified" if "claimed_points" in header.columns else "claimed"
    known += [(open_as, column) for column in asked]
    return known + [("unknown", column) for column in header.unknown if column not in asked]


def _filled(rows, column, header, shapes, is_filled):
    """How many rows of an indicator have something in a column; totals and signatures have none that counts."""
    name = header.columns.get("name")
    if name is None:
        return sum(is_filled(row, column) for row in rows)
    named = (row for row in rows if name < len(row) and isinstance(row[name], str))
    return sum(is_filled(row, column) for row in named if fold(row[name]) in shapes.every_name)


def _has_text(row, column):
    return column < len(row) and bool(clean(row[column]))


def _has_number(row, column):
    return column < len(row) and read_number(row[column]).value is not None
