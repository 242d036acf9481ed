"""Who bore a code in a year: the one meaning of "stood in the year", for one unit, for many, for all below one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import DtsError, finding
from .lifetimes import stood, told
from .nearest import nearest_units

if TYPE_CHECKING:
    from ..errors import Finding


def units_in(units: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the unit behind every code that was borne at any time in a year.

    An assessment looks at 1 January to 31 December; where a code changed hands within the year, the
    bearer on 31 December counts, or the last one before it.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.

    Returns
    -------
    DataFrame
        One row of `units` per `unit_code`, in the order of codes, and ``is_ended``: whether the unit ended before
        31 December of that year.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"], "name": ["Huyện Hoa Lư", "Thành phố Hoa Lư"],
    ...     "valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> units_in(units, 2024)[["name", "is_ended"]].to_numpy().tolist()
    [['Huyện Hoa Lư', False]]
    >>> units_in(units, 2025)[["name", "is_ended"]].to_numpy().tolist()
    [['Thành phố Hoa Lư', True]]
    >>> len(units_in(units, 2026))
    0
    """
    last_day = f"{year}-12-31"
    bearers = _last(units[stood(units, f"{year}-01-01", last_day)], ["unit_code"])
    return bearers.assign(is_ended=~stood(bearers, last_day, last_day))


def unknown_codes(units: pd.DataFrame, codes: Sequence[str], where: str) -> "list[Finding]":
    """Return a finding at `where` for each of these codes that no unit has ever borne.

    >>> life = {"level": "district", "parent_code": "37", "valid_from": "", "valid_to": ""}
    >>> units = pd.DataFrame({"unit_code": ["374"], "name": "Huyện Hoa Lư"} | life)
    >>> [each.facts["unit"] for each in unknown_codes(units, ["374", "999"], "--unit")]
    ['999']
    """
    unknown = [code for code in dict.fromkeys(codes) if code not in set(units["unit_code"])]
    near = nearest_units(units, unknown) if unknown else {}
    return [finding("unit_unknown", where, unit=code, near=near[code]) for code in unknown]


def unit_on(units: pd.DataFrame, unit_code: str, year: int) -> pd.Series:
    """Return the unit that bore this code in a year; of several the one that `units_in` returns.

    Returns
    -------
    Series
        A row of `units`.

    Raises
    ------
    DtsError
        Where the code is unknown, or nobody bore it in that year.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"], "name": ["Huyện Hoa Lư", "Thành phố Hoa Lư"],
    ...     "valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> unit_on(units, "374", 2024)["name"], unit_on(units, "374", 2025)["name"]
    ('Huyện Hoa Lư', 'Thành phố Hoa Lư')
    """
    bearers = units[units["unit_code"] == unit_code]
    if bearers.empty:
        near = nearest_units(units, [unit_code])[unit_code]
        raise DtsError(finding("unit_unknown", "units.csv", unit=unit_code, near=near))
    in_year = _last(bearers[stood(bearers, f"{year}-01-01", f"{year}-12-31")], ["unit_code"])
    if in_year.empty:
        facts = {"unit": unit_code, "year": year, "lifetimes": ", ".join(told(bearers))}
        raise DtsError(finding("unit_out_of_time", "units.csv", **facts))
    return in_year.iloc[0]


def units_on(units: pd.DataFrame, lives: pd.DataFrame) -> pd.DataFrame:
    """Return the units that bore codes in years, for many at once; of several those that `units_in` returns.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.
    lives : DataFrame
        `unit_code` and `year`, one row each.

    Returns
    -------
    DataFrame
        `year` and the columns of `units`, one row per life that somebody led.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["374", "374"], "name": ["Huyện Hoa Lư", "Thành phố Hoa Lư"],
    ...     "valid_from": ["", "2025-01-01"], "valid_to": ["2024-12-31", "2025-06-30"]})
    >>> lives = pd.DataFrame({"unit_code": ["374", "374", "999"], "year": [2024, 2025, 2024]})
    >>> units_on(units, lives)["name"].tolist()
    ['Huyện Hoa Lư', 'Thành phố Hoa Lư']
    """
    lives = lives[["unit_code", "year"]].astype({"unit_code": "str"})
    found = lives.merge(units, on="unit_code")
    years = found["year"].astype("str")
    in_year = found[stood(found, years + "-01-01", years + "-12-31")]
    return _last(in_year, ["unit_code", "year"]).reset_index(drop=True)


def units_below(units: pd.DataFrame, unit_code: str, year: int) -> pd.DataFrame:
    """Return every unit of a year below a unit, whatever the depth.

    Parameters
    ----------
    units : DataFrame
        As from `load_units`.

    Returns
    -------
    DataFrame
        Rows as from `units_in`: the children, then their children, each generation in the order of codes.
        Those that ended within the year are there, and ``is_ended`` says so.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["37", "374", "373", "14464"], "parent_code": ["00", "37", "37", "373"],
    ...     "valid_from": "", "valid_to": ["", "2025-06-30", "", ""]})
    >>> units_below(units, "37", 2025)[["unit_code", "is_ended"]].to_numpy().tolist()
    [['373', False], ['374', True], ['14464', False]]
    >>> units_below(units, "37", 2026)["unit_code"].tolist()
    ['373', '14464']
    """
    everyone = units_in(units, year)
    above = pd.Index(everyone["unit_code"]).get_indexer(everyone["parent_code"])
    generation = (everyone["parent_code"] == unit_code).to_numpy()
    is_found, order = np.zeros(len(everyone), dtype="bool"), []
    while generation.any():
        order.append(np.flatnonzero(generation))
        is_found |= generation
        generation = (above >= 0) & generation[above] & ~is_found
    return everyone.iloc[np.concatenate(order)] if order else everyone.head(0)


def _last(bearers, keys):
    """The last bearer of each code (and year), in the order of `keys`."""
    ordered = bearers.sort_values([*keys, "valid_from"], kind="stable")
    return ordered.drop_duplicates(keys, keep="last")
