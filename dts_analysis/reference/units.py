"""Units with lifetimes. Codes are re-used, so a unit is a code *and* the time it bore it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import finding, stop_if
from .csv_table import check_filled, check_words, is_code, is_count, is_date, read_table
from .levels import load_levels
from .parents import check_units

if TYPE_CHECKING:
    from .level_words import Levels

UNIT_COLUMNS = [
    "unit_code",
    "name",
    "level",
    "parent_code",
    "valid_from",
    "valid_to",
    "dates_basis",
    "population",
    "source",
]


def load_units(raw: str | Path, levels: "Levels | None" = None) -> pd.DataFrame:
    """Return the top unit and every unit of ``units.csv``, one row per unit and lifetime.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.
    levels : Levels, optional
        Those of the folder unless told.

    Returns
    -------
    DataFrame
        `unit_code`, `name`, `level`, `parent_code` (the top's, where the file has none; "" for
        the top alone), `valid_from`, `valid_to` (ISO text; "" = before the first list, or still there),
        `dates_basis` (decision, or list where only the lists' dates bound it), `population` (persons; NaN =
        not stated), `source`. The top comes last, unless the file has it.

    Raises
    ------
    DtsError
        Where columns are missing, a level, date or population is none, a name is missing, code and level
        disagree on which unit is the top, two lifetimes of one code overlap, a parent's code is not borne on
        every day of the unit's life, or a unit's parents lead back to it.
    """
    units = read_table(Path(raw) / "units.csv", UNIT_COLUMNS)[UNIT_COLUMNS]
    levels = levels or load_levels(raw)
    stop_if(_check_cells(units, levels))
    units = _below_the_top(units, levels)
    units["population"] = pd.to_numeric(units["population"])
    stop_if(check_units(units))
    return units


def _below_the_top(units, levels):
    """The units with the top among them, and above those that have no parent; rows keep their places."""
    top = levels.top
    is_below = (units["parent_code"] == "") & (units["unit_code"] != top.code)
    units = units.assign(parent_code=units["parent_code"].mask(is_below, top.code))
    if (units["unit_code"] == top.code).any():
        return units
    row = {"unit_code": top.code, "name": top.name_vi, "level": levels.top_level}
    return pd.concat(
        [units, pd.DataFrame([dict.fromkeys(UNIT_COLUMNS, "") | row], dtype="str")], ignore_index=True
    )


def _check_cells(units, levels):
    file, top, codes = "units.csv", levels.top_level, levels.codes
    faults = check_filled(units, file, ("unit_code", "name", "level"), "…")
    for column in ("valid_from", "valid_to"):
        faults += check_words(units, file, column, is_date, "2025-06-30")
    faults += check_words(units, file, "level", codes.__contains__, ", ".join(codes))
    faults += check_words(units, file, "population", is_count, "154596")
    faults += check_words(units, file, "unit_code", is_code, "00373")
    is_top = units["unit_code"] == levels.top.code
    for column, expected, wrong in (
        ("level", top, is_top & (units["level"] != top)),
        ("unit_code", levels.top.code, ~is_top & (units["level"] == top)),
    ):
        faults += [
            finding("table_word", f"{file}!{at + 2}", column=column, value=value, expected=expected)
            for at, value in units.loc[wrong, column].items()
        ]
    reversed_ = units[(units["valid_to"] != "") & (units["valid_from"] > units["valid_to"])]
    return faults + [
        finding("table_word", f"{file}!{at + 2}", column="valid_to", value=end, expected=f"≥ {start}")
        for at, start, end in reversed_[["valid_from", "valid_to"]].itertuples()
    ]
