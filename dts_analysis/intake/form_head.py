"""The head of a form: of which unit and year it says to be. Nothing else of it is carried on."""

import re
from dataclasses import dataclass
from functools import cache

from ..reference import shipped_levels
from .text import clean, fold
from .years import years_named

UNIT_LABELS = (
    "ten don vi",
    "don vi",
    "ma don vi",
    "ubnd huyen",
    "ubnd xa",
    "ubnd phuong",
    "don vi tu danh gia",
    "unit",
)
YEAR_LABELS = ("nam danh gia", "nam", "nam cham diem", "year")
COUNCILS = ("uy ban nhan dan", "ubnd", "hdnd ubnd")
TITLES = ("danh gia", "tu cham", "cham diem", "phieu", "bieu", "bang", "bao cao", "ket qua")
ROWS = 25  # a head is no longer
LONGEST = 80  # of what stands there, this much is quoted


class Kinds:
    """The words that begin units' names, and how high units of that kind stand."""

    def __init__(self, levels):
        heights = zip(levels.codes, range(len(levels.codes), 0, -1), strict=True)
        self.ranks = {kind: height for code, height in heights for kind in levels.kinds(code)}
        kinds = "|".join(map(re.escape, self.ranks)) or "(?!)"
        self._first, self._after = re.compile(f"({kinds}) "), re.compile(rf"(\d|{kinds}|nam|so|v v|ve|lan)\b")

    def of(self, folded):
        """Return the kind that a folded text begins with; "" if none."""
        found = self._first.match(folded)
        return found.group(1) if found else ""

    def ends_name(self, folded):
        """Return whether a folded text goes on with what is no more of a unit's name."""
        return bool(self._after.match(folded))


@cache
def house_kinds():
    """Return the kinds of the levels that come with the package."""
    return Kinds(shipped_levels())


@dataclass(frozen=True)
class Said:
    """What a head says of a unit or a year, and where."""

    text: str
    where: str
    is_labelled: bool  # beside a label, such as ``Tên đơn vị``; else in a title or in the council's name


def read_head(sheet, rows=ROWS, kinds=None):
    """Return what the first rows of a sheet say of unit and year.

    Reads label and value, in two cells or in one (``Tên đơn vị: Huyện Nho Quan``); the name after ``ỦY BAN NHÂN
    DÂN``; the year in a title such as ``BẢNG TỰ ĐÁNH GIÁ NĂM 2025``.

    Parameters
    ----------
    sheet : Sheet
    rows : int
        How many rows are above the table.
    kinds : Kinds, optional
        `house_kinds` unless told.

    Returns
    -------
    units, years : list of Said
    """
    units, years = [], []
    for number, row in enumerate(sheet.rows[:rows]):
        filled = [(column, clean(cell)) for column, cell in enumerate(row) if clean(cell)]
        for at, (column, text) in enumerate(filled):
            place = sheet.at(number, column)
            label, _, value = text.partition(":")
            following = filled[at + 1] if at + 1 < len(filled) else None
            if fold(label) in UNIT_LABELS + YEAR_LABELS and (value.strip() or following):
                after, where = (
                    (value.strip(), place) if value.strip() else (following[1], sheet.at(number, following[0]))
                )
                is_council = fold(label).startswith("ubnd ")
                after = f"{fold(label).removeprefix('ubnd ')} {after}" if is_council else after
                (units if fold(label) in UNIT_LABELS else years).append(Said(after, where, True))
                break
            folded = fold(text)
            council = next((each for each in COUNCILS if folded.startswith(f"{each} ")), "")
            if council and (kinds or house_kinds()).of(folded.removeprefix(council).strip() + " "):
                units.append(Said(text, place, False))
            elif years_named(text) and f" {folded} ".count(" nam 20") and any(word in folded for word in TITLES):
                years.append(Said(text, place, False))
    return units, years


def check_head(sheet, rows, unit_code, unit_name, year, kinds=None):
    """Return ``(code, where, facts)`` of what a sheet's head says against the manifest.

    A form without a head says nothing and makes no finding; the council of a unit above is no contradiction.

    Parameters
    ----------
    sheet : Sheet
    rows : int
        How many rows are above the table.
    unit_code, unit_name, year
        The unit and the year the manifest names.
    kinds : Kinds, optional
        As in `read_head`.
    """
    faults = []
    units, years = read_head(sheet, rows, kinds)
    for said in units:
        if not names_unit(said.text, unit_code, unit_name, kinds) and (
            said.is_labelled or not is_above(said.text, unit_name, kinds)
        ):
            facts = {"found": said.text[:LONGEST], "listed": unit_name}
            faults.append(("form_unit_differs", said.where, facts))
    for said in years:
        named = years_named(said.text)
        if named and year not in named:
            found = ", ".join(str(each) for each in sorted(named))
            faults.append(("form_year_differs", said.where, {"found": found, "listed": year}))
    return faults


def names_unit(text, unit_code, unit_name, kinds=None):
    """Return whether a text names a unit: by code, or by name, with or without type, council or parents.

    >>> [names_unit(text, "25489", "Xã Tân Lập") for text in ("UBND xã Tân Lập, huyện Tân Biên", "Tân Lập")]
    [True, True]
    >>> names_unit("Xã Tân Lập Thạch", "25489", "Xã Tân Lập")
    False
    """
    found, name = fold(text), fold(unit_name)
    for council in COUNCILS:
        found = found.removeprefix(f"{council} ")
    kinds = kinds or house_kinds()
    bare = name.removeprefix(f"{kind} ") if (kind := kinds.of(name)) else name
    if found in (fold(unit_code), name, bare):
        return True
    start, _, after = found.partition(name)
    return name in found and not start.strip() and (not after or (after[0] == " " and kinds.ends_name(after[1:])))


def is_above(text, unit_name, kinds=None):
    """Return whether a council's name is of a type above a unit's: a city's over a school's form."""
    kinds = kinds or house_kinds()
    return _rank(text, kinds) > _rank(unit_name, kinds)


def _rank(text, kinds):
    folded = fold(text)
    for council in COUNCILS:
        folded = folded.removeprefix(f"{council} ")
    return kinds.ranks.get(kinds.of(folded), 0)
