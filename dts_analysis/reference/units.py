"""Units with lifetimes. Codes are re-used, so a unit is a code *and* the time it bore it."""

from pathlib import Path

import pandas as pd

from ..errors import finding, stop_if
from .csv_table import check_filled, check_words, is_code, is_count, is_date, read_table
from .parents import check_units

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
LEVELS = ("country", "province", "department", "district", "commune")
COUNTRY = "00"  # the statistics office's code; provinces are below it, and it is below nothing
COUNTRY_NAME = "Cả nước"


def load_units(raw):
    """Return the country and every unit of ``units.csv``, one row per unit and lifetime.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.

    Returns
    -------
    DataFrame
        `unit_code`, `name`, `level`, `parent_code` (``"00"``, the country's, where the file has none; "" for
        the country alone), `valid_from`, `valid_to` (ISO text; "" = before the first list, or still there),
        `dates_basis` (decision, or list where only the lists' dates bound it), `population` (persons; NaN =
        not stated), `source`. The country comes last, unless the file has it.

    Raises
    ------
    DtsError
        Where columns are missing, a level, date or population is none, a name is missing, code and level
        disagree on which unit is the country, two lifetimes of one code overlap, a parent's code is not borne on
        every day of the unit's life, or a unit's parents lead back to it.
    """
    units = read_table(Path(raw) / "units.csv", UNIT_COLUMNS)[UNIT_COLUMNS]
    stop_if(_check_cells(units))
    units = _below_the_country(units)
    units["population"] = pd.to_numeric(units["population"])
    stop_if(check_units(units))
    return units


def _below_the_country(units):
    """The units with the country among them, and above those that have no parent; rows keep their places."""
    is_top = (units["parent_code"] == "") & (units["unit_code"] != COUNTRY)
    units = units.assign(parent_code=units["parent_code"].mask(is_top, COUNTRY))
    if (units["unit_code"] == COUNTRY).any():
        return units
    country = dict.fromkeys(UNIT_COLUMNS, "") | {"unit_code": COUNTRY, "name": COUNTRY_NAME, "level": "country"}
    return pd.concat([units, pd.DataFrame([country], dtype="str")], ignore_index=True)


def _check_cells(units):
    file = "units.csv"
    faults = check_filled(units, file, ("unit_code", "name", "level"), "…")
    for column in ("valid_from", "valid_to"):
        faults += check_words(units, file, column, is_date, "2025-06-30")
    faults += check_words(units, file, "level", LEVELS.__contains__, ", ".join(LEVELS))
    faults += check_words(units, file, "population", is_count, "154596")
    faults += check_words(units, file, "unit_code", is_code, "00373")
    is_country = units["unit_code"] == COUNTRY
    for column, expected, wrong in (
        ("level", "country", is_country & (units["level"] != "country")),
        ("unit_code", COUNTRY, ~is_country & (units["level"] == "country")),
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
