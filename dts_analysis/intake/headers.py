"""Where a table starts in a sheet and what its columns are called, over one to three rows of headings."""

import re
from dataclasses import dataclass, field, replace

from .headings import POINTS, VERIFIED, house
from .text import clean

LOOK_DOWN = 40  # rows in which a heading is looked for

_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2}|[A-Za-z])[)\]]?(\s*=.*)?", re.DOTALL)


@dataclass(frozen=True)
class Header:
    """Where a table starts and which column holds which field; all counted from 0."""

    first_row: int  # of the data
    last_row: int  # of the heading
    columns: dict  # field -> column
    unknown: dict  # column -> heading that nothing fits
    doubled: dict  # column -> heading whose field an earlier column holds already
    asked: dict = field(default_factory=dict)  # column -> heading that may mean several fields
    guessed: frozenset = frozenset()  # fields of which only the words of the heading speak
    passed: frozenset = frozenset()  # columns whose heading is known and not read
    top: int = 0  # the first row of the heading
    repeated: frozenset = frozenset()  # rows below that repeat the heading
    stop: int | None = None  # where another table begins
    meant: dict = field(default_factory=dict)  # doubled column -> the field that its heading means

    def heading(self, rows, column):
        """Return a column's heading as it stands."""
        texts = (_at(rows, row, column) for row in range(self.last_row, self.last_row - 3, -1))
        return next((text for text in texts if text), "")


def find_header(rows, headings=None):
    """Return the `Header` of a sheet's rows, or None where no row looks like one.

    A heading names the indicators (code or name) and at least one kind of points, or their maximum. A second
    heading row below merged cells is taken with it, so is a third one that parts a column of points into several,
    and the row that numbers the columns: (1), (2), (3). A row whose headings are all spelled as the table of
    headings has them goes before one whose words say it.

    Parameters
    ----------
    rows : list of list
        A sheet's cells.
    headings : Headings, optional
        Default: the house's own.

    Examples
    --------
    >>> header = find_header([["PHIẾU TỰ CHẤM"], ["TT", "Chỉ số", "ĐIỂM  tự\\nchấm"], ["1.1", "Họp", 5.0]])
    >>> header.first_row, header.columns
    (2, {'code': 0, 'name': 1, 'claimed_points': 2})
    """
    headings = headings or house()
    return _find(rows, headings, range(min(len(rows), LOOK_DOWN)))


def find_tables(rows, headings=None):
    """Return the `Header` of every table of a sheet; a heading that a further page repeats is no table of its own.

    Examples
    --------
    >>> page = [["TT", "Chỉ số", "Điểm tự chấm"], ["1.1", "Họp", 5.0]]
    >>> first, second = find_tables([*page, *page, ["TT", "Tự chấm", "Chỉ số"], ["2.1", 3.0, "Mạng"]])
    >>> first.columns, sorted(first.repeated), first.stop, second.first_row
    ({'code': 0, 'name': 1, 'claimed_points': 2}, [2], 4, 5)
    """
    headings = headings or house()
    first = find_header(rows, headings)
    tables = [first] if first else []
    start = first.first_row if first else len(rows)
    below = [number for number, row in enumerate(rows) if not any(type(cell) is float for cell in row)]
    while following := _find(rows, headings, (at for at in below if at >= start), ways=(_spelled,)):
        start, last = following.first_row, tables[-1]
        if following.columns == last.columns:
            lines = last.repeated | set(range(following.top, following.first_row))
            tables[-1] = replace(last, repeated=frozenset(lines))
        else:
            tables[-1:] = [replace(last, stop=following.top), following]
    return tables


def _find(rows, headings, numbers, ways=None):
    for way in ways or (_spelled, _by_words):
        for number in numbers:
            header = _header_at(rows, number, headings, way)
            if header:
                return header
    return None


def _header_at(rows, number, headings, way):
    row = rows[number]
    named = _named(row, headings, way)
    fields = set(named.values())
    if not fields & {"code", "name"}:
        return None
    below = _named(rows[number + 1], headings, way, row) if number + 1 < len(rows) else {}
    below = {column: each for column, each in below.items() if each not in fields}
    if below and _holds_data(rows[number + 1], named):
        below = {}
    fields |= set(below.values())
    is_of_points = fields & {*POINTS, *VERIFIED}
    if way is _by_words:
        is_of_points = is_of_points or "max_points" in fields or any(headings.meanings(cell) for cell in row)
    if not is_of_points or len(named | below) < 2:
        return None
    last = number + bool(below)
    parts = _parts(rows, number, last, named | below)
    return _header(rows, number, named | below | parts, last + bool(parts), headings)


def _parts(rows, number, last, named):
    """The field of each column that a row of texts below parts a heading of points into; {} where none does."""
    row = rows[last + 1] if last + 1 < len(rows) else []
    if _holds_data(row, named) or any(isinstance(cell, int | float) for cell in row):
        return {}
    found = {}
    for column in (at for at, cell in enumerate(row) if clean(cell)):
        over = next((at for at in range(column, -1, -1) if _at(rows, last, at) or _at(rows, number, at)), None)
        if named.get(over) in POINTS:
            found[column] = named[over]
    return found if len(found) > len(set(found.values())) else {}


def _spelled(headings, cell):
    return headings.field(cell)


def _by_words(headings, cell):
    return headings.field(cell) or headings.by_words(cell)


def _named(row, headings, way, above=None):
    """The field of each column; a heading below another one may need its words to be understood."""
    named = {}
    for column, cell in enumerate(row):
        found = way(headings, cell)
        if found is None and above is not None and isinstance(cell, str) and clean(cell):
            found = way(headings, f"{_over(above, column)} {cell}")
        if found:
            named[column] = found
    return named


def _over(above, column):
    """The heading that stands over a column: its own, or the one that a merged cell stretches from the left."""
    return next(filter(None, map(clean, reversed(above[: column + 1]))), "")


def _header(rows, number, named, last, headings):
    columns, doubled, guessed, asked, unknown, passed = {}, {}, set(), {}, {}, set()
    for column, cell in enumerate(rows[number]):
        if not clean(cell) or column in named or (last > number and _spans(rows[number], column, named)):
            continue
        by_words = headings.by_words(cell)
        if headings.meanings(cell):
            asked[column] = clean(cell)
        elif by_words and by_words not in named.values():
            named = named | {column: by_words}
        else:
            unknown[column] = clean(cell)
    for column in sorted(named, key=lambda each: (not _is_spelled(rows, number, last, each, headings), each)):
        name = named[column]
        if name == "not_read":
            passed.add(column)
            continue
        if name in columns:
            texts = (_at(rows, row, column) for row in range(number, last + 1))
            doubled[column] = next(filter(None, texts), "")
            continue
        columns[name] = column
        if not _is_spelled(rows, number, last, column, headings):
            guessed.add(name)
    columns = dict(sorted(columns.items(), key=lambda each: each[1]))
    first = last + 1 + (last + 1 < len(rows) and _numbers_columns(rows[last + 1], columns))
    meant = {column: named[column] for column in doubled}
    sets = frozenset(guessed), frozenset(passed)
    return Header(first, last, columns, unknown, doubled, asked, *sets, number, meant=meant)


def _is_spelled(rows, number, last, column, headings):
    return any(headings.field(_at(rows, row, column)) for row in range(number, last + 1))


def _at(rows, row, column):
    return clean(rows[row][column]) if 0 <= row < len(rows) and column < len(rows[row]) else ""


def _numbers_columns(row, columns):
    """(1), (2), (3) under the headings; a row of data has a longer name."""
    cells = [text for text in map(clean, row) if text]
    has_name = "name" in columns and columns["name"] < len(row) and clean(row[columns["name"]])
    return bool(has_name) and len(cells) > 2 and all(map(_COLUMN_NUMBER.fullmatch, cells))


def _spans(row, column, named):
    """A merged heading stands over its parts: its cell or the blank ones right of it are named below."""
    right = column + 1
    while right < len(row) and not clean(row[right]):
        right += 1
    return any(at in named for at in range(column, right))


def _holds_data(row, named):
    return any(
        clean(row[column]) for column, each in named.items() if each in ("code", "name") and column < len(row)
    )
