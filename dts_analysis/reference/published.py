"""Figures published by authorities, each table held to its columns."""

from pathlib import Path

import pandas as pd

from ..errors import DtsError, finding, stop_if
from .csv_table import check_filled, check_words, is_count, is_number, is_year, read_table
from .levels import load_levels
from .nearest import nearest_units

OWN = {"facts": ("unit_code", "year", "basis", "name", "of", "value", "source")}  # the table of no level
NAMES = {"facts": ("unit_code", "year", "name")}  # a row without one is told nowhere
SCORES = ("verified_score", "max_score")


def columns_of(levels):
    """Return the columns each table must have, by its name: of every level's results, and of single facts."""
    return OWN | {table: ("year", *names, *more, "source") for table, (names, more) in _of_levels(levels).items()}


def names_of(levels):
    """Return the columns that say whose a row is, by the table's name."""
    return NAMES | {table: names for table, (names, _) in _of_levels(levels).items()}


def _of_levels(levels):
    found = {}
    for level in levels.levels:
        if level.published:
            is_inside = levels.is_in_region(level.code)
            names = (levels.region, level.code) if is_inside else (level.code,)
            scores = (level.published_share,) if level.published_share else SCORES
            found[level.published] = names, (*scores, "rank", *(() if is_inside else ("n_units_ranked",)))
    return found


def _is_points(text):
    return is_number(text) and not text.startswith("-")


def _is_share(text):
    return _is_points(text) and float(text) <= 1


NUMBERS = (
    {"year": (is_year, "2022"), "value": (is_number, "587.41")}
    | dict.fromkeys(("rank", "n_units_ranked"), (is_count, "12"))
    | dict.fromkeys(SCORES, (_is_points, "587.41"))
)
TEXTS = ["unit_code", "of"]  # 001 is no number, and a blank is the whole


def load_published(raw, levels=None):
    """Return the tables of ``data/raw/published`` by file name; every row names its source page.

    Parameters
    ----------
    raw : path
    levels : Levels, optional
        Those of the folder unless told.

    Raises
    ------
    DtsError
        Where a table cannot be read, misses a column of `columns_of`, or holds text for a number, a score above
        its maximum, or nothing for what a row is of.
    """
    tables, faults, levels = {}, [], levels or load_levels(raw)
    known, names = columns_of(levels), names_of(levels)
    numbers = NUMBERS | {
        each.published_share: (_is_share, "0.5871") for each in levels.levels if each.published_share
    }
    for path in sorted((Path(raw) / "published").glob("*.csv")):
        columns = known.get(path.stem, ())
        try:
            table = read_table(path, columns)
        except DtsError as error:
            faults += error.findings
            continue
        faults += check_filled(table, f"published/{path.name}", names.get(path.stem, ()), "…")
        faults += _faults(table, f"published/{path.name}", columns, numbers)
        tables[path.stem] = _with_numbers(table)
    stop_if(faults)
    return tables


def _faults(table, name, columns, numbers):
    """Findings for cells that are no such number, and for scores above what could be had."""
    faults = []
    for column in [each for each in columns if each in numbers]:
        faults += check_words(table, name, column, *numbers[column])
    if faults or "max_score" not in columns:
        return faults
    score, most = (pd.to_numeric(table[column]) for column in ("verified_score", "max_score"))
    return [
        finding("table_word", f"{name}!{at + 2}", column="verified_score", value=value, expected=f"≤ {most[at]:g}")
        for at, value in table.loc[score > most, "verified_score"].items()
    ]


def _with_numbers(table):
    """The table with its columns of numbers as numbers; what is blank is not stated."""
    for column in table.columns.difference(TEXTS):
        table[column] = table[column].mask(table[column] == "")
        if table[column].dropna().map(is_number).all():
            table[column] = pd.to_numeric(table[column])
    return table


def check_published_units(published, units):
    """Return findings for facts of units nobody knows: no page would ever tell them.

    Parameters
    ----------
    published : dict
        As from `load_published`.
    units : DataFrame
        As from `load_units`.
    """
    if "facts" not in published:
        return []
    codes = published["facts"]["unit_code"]
    unknown = codes[~codes.isin(units["unit_code"])]
    near = nearest_units(units, unknown.unique())
    return [
        finding("unit_unknown", f"published/facts.csv!{at + 2}", unit=code, near=near[code])
        for at, code in unknown.items()
    ]
