"""Units with lifetimes. Codes are re-used, so a unit is a code *and* the time it bore it."""

from pathlib import Path

import pandas as pd

from ..errors import finding, stop_if
from .csv_table import check_words, is_date, is_number, read_table
from .lifetimes import check_changes, check_units

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
CHANGE_KINDS = ("merge", "split", "rename", "abolish")
CHANGE_COLUMNS = ["old_code", "new_code", "effective_on", "kind", "share", "decision", "source"]


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


def load_unit_changes(raw, units):
    """Return merges, splits, renames and abolitions of units, one row per old and new unit.

    Returns
    -------
    DataFrame
        `old_code`, `new_code` ("" where abolished), `effective_on` (ISO text), `kind`, `share` (which
        part of the old unit went to the new one, 0..1; NaN where abolished), `decision`, `source`.

    Raises
    ------
    DtsError
        Where an old code is missing, a row stands twice, a kind, a code or a date is unknown, a unit's parts do
        not add up to 1, or `units` says otherwise: the old unit must exist on the day before and end there, unless
        it is a new unit of that day too; the new one must exist from that day.
    """
    changes = read_table(Path(raw) / "unit_changes.csv", CHANGE_COLUMNS)[CHANGE_COLUMNS]
    stop_if(
        check_words(changes, "unit_changes.csv", "effective_on", is_date, "2025-07-01")
        + _check_filled(changes, "unit_changes.csv", ["old_code"], "…")
        + _check_filled(changes, "unit_changes.csv", ["effective_on"], "2025-07-01")
        + check_words(changes, "unit_changes.csv", "share", is_number, "0.5")
    )
    changes["share"] = pd.to_numeric(changes["share"])
    where = "unit_changes.csv!" + (changes.index + 2).astype("str")
    keys = ["old_code", "new_code", "effective_on"]
    faults = [
        finding("change_kind_unknown", where[row.Index], kind=row.kind)
        for row in changes[~changes["kind"].isin(CHANGE_KINDS)].itertuples()
    ]
    first = changes.drop_duplicates(keys).reset_index().set_index(keys)["index"]
    for row in changes[changes.duplicated(keys)].itertuples():
        facts = {"old": row.old_code, "new": row.new_code or "—", "on": row.effective_on}
        other = int(first[row.old_code, row.new_code, row.effective_on]) + 2
        faults.append(finding("change_overlaps", where[row.Index], other=other, **facts))
    known = pd.Index(units["unit_code"].unique())
    for column in ("old_code", "new_code"):
        unknown = changes[(known.get_indexer(changes[column]) < 0) & (changes[column] != "")]
        faults += [finding("change_unit_unknown", where[at], unit=code) for at, code in unknown[column].items()]
    parts = changes[changes["kind"] != "abolish"].drop_duplicates(keys)
    sums = parts.groupby(["old_code", "effective_on"])["share"].sum()
    for (old, on), total in sums[(sums - 1).abs() > 1e-9].items():
        at = parts.index[(parts["old_code"] == old) & (parts["effective_on"] == on)][0]
        faults.append(finding("change_shares_sum", where[at], old=old, on=on, sum=float(total)))
    stop_if(faults + check_changes(changes, units, where))
    return changes


def _below_the_country(units):
    """The units with the country among them, and above those that have no parent; rows keep their places."""
    is_top = (units["parent_code"] == "") & (units["unit_code"] != COUNTRY)
    units = units.assign(parent_code=units["parent_code"].mask(is_top, COUNTRY))
    if (units["unit_code"] == COUNTRY).any():
        return units
    country = dict.fromkeys(UNIT_COLUMNS, "") | {"unit_code": COUNTRY, "name": COUNTRY_NAME, "level": "country"}
    return pd.concat([units, pd.DataFrame([country], dtype="str")], ignore_index=True)


def _check_filled(table, file, columns, expected):
    return [
        finding("table_word", f"{file}!{at + 2}", column=column, value="", expected=expected)
        for column in columns
        for at in table.index[table[column] == ""]
    ]


def _check_cells(units):
    file = "units.csv"
    faults = _check_filled(units, file, ("unit_code", "name", "level"), "…")
    for column in ("valid_from", "valid_to"):
        faults += check_words(units, file, column, is_date, "2025-06-30")
    faults += check_words(units, file, "level", LEVELS.__contains__, ", ".join(LEVELS))
    faults += check_words(units, file, "population", is_number, "154596")
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
