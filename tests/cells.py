"""What a person reads in the forms of a raw folder, added up. An oracle: it shares nothing with the package.

Forms are opened with openpyxl or csv, criteria sets with yaml. What counts are the numbers in the columns of
claimed and of verified points, in rows that bear an indicator's code. A cell over which a person would have to
think is refused, unless it is listed with what it is to be read as; a listed cell that is not met is refused too.
"""

import csv
import io
import math
import re
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import openpyxl
import yaml
from openpyxl.utils import get_column_letter

BLANK, UNUSABLE, NOT_APPLICABLE = "blank", "unusable", "not applicable"
SAMPLE = {  # the traps of data/raw (data/generators/README.md): the cell, and what a person reads there
    "2021/376.xlsx!Tự đánh giá!G17": UNUSABLE,  # 16.5 points of at most 15
    "2023/374.xlsx!Tự đánh giá!G48": BLANK,  # a dash
    "2023/375.xlsx!Tự đánh giá!A51": "6.1",  # the number 6.1 beside the name of 6.1
    "2023/375.xlsx!Tự đánh giá!A60": "6.10",  # the number 6.1 beside the name of 6.10
    **{  # points for 7.9, which applies to the province's two cities only
        f"2023/{code}{cell}": NOT_APPLICABLE
        for code in ("372", "373", "374", "375", "376", "377")
        for cell in (".xlsx!Tự đánh giá!G75", "_tham_dinh.xlsx!Thẩm định!E74")
    },
}
_HEADS = {
    "code": {"tt", "stt", "mã"},
    "name": {"chỉ số", "chỉ tiêu"},
    "claimed": {"điểm tự chấm", "tự đánh giá"},
    "verified": {"điểm thẩm định", "thẩm định"},
}
_FIELDS = {"self": ["claimed"], "verification": ["verified"], "sheet": ["claimed", "verified"]}
_NUMBER = re.compile(r"\d+(,\d+)?")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Cell(NamedTuple):
    """One indicator of one unit in one year: the numbers that stand in its row; None where there is none."""

    unit_code: str
    year: int
    pillar: str
    indicator: str
    max_points: float
    claimed: float | None
    verified: float | None
    is_applicable: bool
    is_unusable: bool  # something stands there as a claim, and cannot be one


class Sums(NamedTuple):
    """One unit's forms of one year, added up; None where no number stands. Only applicable indicators count."""

    claimed: float | None
    verified: float | None
    max_points: float
    n_claimed: int
    n_blank: int
    n_unusable: int
    n_not_applicable: int
    n_verified: int
    n_not_judged: int
    is_read: bool  # whether the unit's own form could be opened and has a heading
    pillars: dict  # pillar -> (claimed, verified)


def read(raw, listed=None):
    """Return the `Cell` of every unit, year and indicator, and the units and years whose own form nobody can read.

    Parameters
    ----------
    raw : path
        A folder as ``data/raw``.
    listed : dict, optional
        ``file!sheet!cell`` to what is to be read there: `BLANK`, `UNUSABLE`, `NOT_APPLICABLE`, a printed code.

    Raises
    ------
    ValueError
        Where a cell is not plain and not listed, or a listed one is not met.
    """
    raw, listed = Path(raw), dict(listed or {})
    criteria = {path.stem: _indicators(path) for path in sorted((raw / "criteria").glob("*.yml"))}
    with (raw / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    replaced = {row["replaces"] for row in rows}
    received = defaultdict(dict)
    for row in rows:
        if row["path"] not in replaced:
            received[row["unit_code"], int(row["year"])][row["stage"]] = row
    cells, unread = [], set()
    for (unit_code, year), files in sorted(received.items()):
        (criteria_id,) = {row["criteria_id"] for row in files.values()}
        reader = _Reader(criteria[criteria_id], unit_code, listed)
        found = {
            stage: reader.form(raw / row["path"], row["path"], _FIELDS[stage]) for stage, row in files.items()
        }
        own = found.get("self", found.get("sheet"))
        if own is None:
            unread.add((unit_code, year))
        judged = found.get("verification", found.get("sheet"))
        for printed, indicator in reader.indicators.items():
            claim = (own or {}).get((printed, "claimed"), BLANK)
            verdict = (judged or {}).get((printed, "verified"), BLANK)
            cells.append(_cell(unit_code, year, indicator, claim, verdict))
    if listed:
        raise ValueError(f"listed and not met: {sorted(listed)}")
    return cells, unread


def sums(raw, listed=None):
    """Return the `Sums` of every unit and year: {(unit code, year): Sums}; raises as `read`."""
    cells, unread = read(raw, listed)
    groups = defaultdict(list)
    for cell in cells:
        groups[cell.unit_code, cell.year].append(cell)
    return {key: _added_up(group, key not in unread) for key, group in groups.items()}


def _added_up(group, is_read):
    applicable = [cell for cell in group if cell.is_applicable]
    by_pillar = defaultdict(list)
    for cell in group:
        by_pillar[cell.pillar].append(cell)
    n_claimed = sum(cell.claimed is not None for cell in applicable)
    n_unusable = sum(cell.is_unusable for cell in applicable)
    n_verified = sum(cell.verified is not None for cell in applicable)
    return Sums(
        claimed=_sum(cell.claimed for cell in applicable),
        verified=_sum(cell.verified for cell in applicable),
        max_points=math.fsum(cell.max_points for cell in applicable),
        n_claimed=n_claimed,
        n_blank=len(applicable) - n_claimed - n_unusable,
        n_unusable=n_unusable,
        n_not_applicable=len(group) - len(applicable),
        n_verified=n_verified,
        n_not_judged=len(applicable) - n_verified,
        is_read=is_read,
        pillars={
            pillar: (_sum(cell.claimed for cell in some), _sum(cell.verified for cell in some))
            for pillar, some in by_pillar.items()
        },
    )


def _sum(numbers):
    there = [number for number in numbers if number is not None]
    return math.fsum(there) if there else None


def _cell(unit_code, year, indicator, claim, verdict):
    """Whoever verifies decides what applies; where they say nothing, the unit itself does."""
    is_judged = isinstance(verdict, float)
    is_out = verdict == NOT_APPLICABLE or (claim == NOT_APPLICABLE and not is_judged)
    is_applicable = not is_out and unit_code in (indicator.get("applies_to") or [unit_code])
    claimed, verified = (each if isinstance(each, float) and is_applicable else None for each in (claim, verdict))
    pillar = indicator["code"].partition("-")[0]
    return Cell(
        unit_code, year, pillar, indicator["code"], float(indicator["max_points"]), claimed, verified,
        is_applicable, claim == UNUSABLE,
    )  # fmt: skip


def _indicators(path):
    """A criteria set's indicators by their printed code, and what its pillars are printed as."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    indicators = {str(each["printed_as"]): each for each in document["indicators"]}
    return indicators, {str(each["printed_as"]) for each in document["pillars"]}


class _Reader:
    """Reads the forms of one unit and year against what its criteria set asks."""

    def __init__(self, criteria_set, unit_code, listed):
        self.indicators, self.pillars = criteria_set
        self.unit_code, self.listed = unit_code, listed

    def form(self, path, where, fields):
        """{(printed code, field): number or word} of one file; None where nobody can read it."""
        for name, rows in _sheets(path):
            for at, row in enumerate(rows[:15]):
                columns = _columns(row)
                if columns.keys() >= {"code", "name", *fields}:
                    return self.table(rows, at + 1, columns, f"{where}!{name}".rstrip("!"), fields)
        return None

    def table(self, rows, first, columns, where, fields):
        found = {}
        for number, row in enumerate(rows[first:], first + 1):
            cells = {
                field: (
                    row[column] if column < len(row) else None,
                    f"{where}!{get_column_letter(column + 1)}{number}",
                )
                for field, column in columns.items()
            }
            code, place, name = self.code(*cells["code"]), cells["code"][1], _words(cells["name"][0])
            if code not in self.indicators:
                is_head = code in self.pillars or name.startswith("tổng")
                if not is_head and (code or any(_words(cells[field][0]) for field in fields)):
                    raise ValueError(f"{place}: {code!r} is no indicator")
                continue
            if name != _words(self.indicators[code]["name_vi"]):
                raise ValueError(f"{place}: {code} is not called {name!r}")
            for field in fields:
                if (code, field) in found:
                    raise ValueError(f"{place}: {code} stands twice")
                found[code, field] = self.points(*cells[field], self.indicators[code])
        return found

    def code(self, cell, where):
        if where in self.listed:
            return self.listed.pop(where)
        if cell is not None and not isinstance(cell, str):
            raise ValueError(f"{where}: the code {cell!r} is a number")
        return (cell or "").strip().rstrip(".")

    def points(self, cell, where, indicator):
        if where in self.listed:
            return self.listed.pop(where)
        if not _words(cell):
            return BLANK
        if _words(cell) == "không áp dụng":
            return NOT_APPLICABLE
        if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
            cell = float(cell.strip().replace(",", "."))
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        if not is_number or not 0 <= cell <= indicator["max_points"]:
            raise ValueError(f"{where}: {cell!r} are no points of at most {indicator['max_points']}")
        if indicator.get("applies_to") and self.unit_code not in indicator["applies_to"]:
            raise ValueError(f"{where}: {cell!r} for an indicator that does not apply to {self.unit_code}")
        return float(cell)


def _sheets(path):
    content = path.read_bytes()
    if path.suffix == ".csv":
        yield "", list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        return
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except zipfile.BadZipFile:
        return
    for sheet in book:
        yield sheet.title, list(sheet.iter_rows(values_only=True))


def _columns(row):
    """Which columns this row heads."""
    return {field: at for at, cell in enumerate(row) for field, words in _HEADS.items() if _words(cell) in words}


def _words(cell):
    text = "" if cell is None else unicodedata.normalize("NFC", str(cell))
    return " ".join(text.split()).casefold()
