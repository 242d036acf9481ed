"""Figures published by authorities, each table held to its columns."""

from pathlib import Path

import pandas as pd

from ..errors import DtsError, finding, stop_if
from .csv_table import check_words, is_count, is_number, is_year, read_table
from .nearest import nearest_units

COLUMNS = {
    "districts_published": ("year", "province", "district", "verified_score", "max_score", "rank", "source"),
    "communes_published": ("year", "province", "commune", "verified_score", "max_score", "rank", "source"),
    "provinces_dti_totals": ("year", "province", "dti", "rank", "n_units_ranked", "source"),
    "facts": ("unit_code", "year", "basis", "name", "of", "value", "source"),
}
NUMBERS = (
    {"year": (is_year, "2022")}
    | dict.fromkeys(("rank", "n_units_ranked"), (is_count, "12"))
    | dict.fromkeys(("verified_score", "max_score", "dti", "value"), (is_number, "587.41"))
)
TEXTS = ["unit_code", "of"]  # 001 is no number, and a blank is the whole


def load_published(raw):
    """Return the tables of ``data/raw/published`` by file name; every row names its source page.

    Raises
    ------
    DtsError
        Where a table cannot be read, misses a column of `COLUMNS`, or holds text for a number.
    """
    tables, faults = {}, []
    for path in sorted((Path(raw) / "published").glob("*.csv")):
        columns = COLUMNS.get(path.stem, ())
        try:
            table = read_table(path, columns)
        except DtsError as error:
            faults += error.findings
            continue
        for column in set(columns) & NUMBERS.keys():
            faults += check_words(table, f"published/{path.name}", column, *NUMBERS[column])
        tables[path.stem] = _with_numbers(table)
    stop_if(faults)
    return tables


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
