"""Published lists: what each prints, and which units it ranks: 63 provinces or 34, never both in one ranking."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import finding, stop_if
from ..reference import shipped_levels, units_in

if TYPE_CHECKING:
    from ..reference.level_words import Levels

MOST_DECIMALS = 6
_BINARY = 1e-9  # a printed 0.5064 is a binary fraction beside it


def list_keys(published: pd.DataFrame, levels: "Levels | None" = None) -> pd.DataFrame:
    """Return what keeps published results in lists apart, one column each.

    A list is what one source prints of a year and level: of one region, or, of regions, of one set of units.

    Parameters
    ----------
    published : DataFrame
        With ``source``, ``year``, ``level``, ``n_units_ranked``, ``among`` and ``region``.
    levels : Levels, optional
        Those that come with the package unless told.

    Returns
    -------
    DataFrame
        Those columns, aligned; ``region`` is "" for regions, each of which is the unit itself.
    """
    keys = published[["source", "year", "level", "n_units_ranked", "among", "region"]]
    return keys.assign(region=keys["region"].where(keys["level"] != (levels or shipped_levels()).region, ""))


def printed_decimals(points: pd.Series, keys: pd.DataFrame) -> pd.Series:
    """Return how many decimals the list of each number prints: the most that any of its numbers needs.

    Parameters
    ----------
    points : Series
        Numbers as printed; NaN where there is none.
    keys : DataFrame
        As from `list_keys`, aligned to `points`.

    Returns
    -------
    Series of Int64
        Aligned; NA where the list prints no numbers.

    Examples
    --------
    0.5 in a list beside 0.5064 was printed 0.5000:

    >>> keys = pd.DataFrame({"source": ["a", "a", "b"]})
    >>> printed_decimals(pd.Series([0.5, 0.5064, 587.4]), keys).tolist()
    [4, 4, 1]
    """
    needed = np.full(len(points), np.nan)
    for decimals in range(MOST_DECIMALS, -1, -1):
        is_enough = np.abs(points - points.round(decimals)) < _BINARY
        needed[is_enough] = decimals
    lists = [keys[name] for name in keys]
    return pd.Series(needed, index=points.index).groupby(lists, dropna=False).transform("max").astype("Int64")


def lists_of(
    published: pd.DataFrame, units: pd.DataFrame, year: int, levels: "Levels | None" = None
) -> pd.DataFrame:
    """Return the published results in lists of the units that there were at the end of a year.

    Results for 2024 were published twice, of the 63 provinces of that year and of the 34 that they became.
    2024 is told by lists of 63 only; a trend that ends in 2025 by lists of 34 only.

    Parameters
    ----------
    published : DataFrame
        As from `published.published_totals`.
    units : DataFrame
        As from `reference.load_units`.
    year : int
        Whose units are wanted: of a ranking its year, of a trend its last one.
    levels : Levels, optional
        Those that come with the package unless told.

    Returns
    -------
    DataFrame
        The rows, of any year, of lists that ranked as many units as there were of their level on 31 December of
        `year`, and of lists that cannot be told by that: of one region, of a part of the level, of a level that
        `units` knows no unit of, and those that do not say how many they rank.

    Examples
    --------
    >>> counts = pd.array([2, 1, None], "Int64")
    >>> printed = pd.DataFrame({"level": "province", "among": "", "n_units_ranked": counts})
    >>> lives = pd.DataFrame({"unit_code": ["1", "2", "3"], "level": "province",
    ...     "valid_from": ["", "", "2025-07-01"], "valid_to": ["2025-06-30", "2025-06-30", ""]})
    >>> [lists_of(printed, lives, year).index.tolist() for year in (2024, 2025)]
    [[0, 2], [1, 2]]
    """
    there = units_in(units, year)
    n_units = published["level"].map(there.loc[~there["is_ended"], "level"].value_counts())
    is_told = _of_all(published, levels or shipped_levels()) & published["level"].isin(units["level"])
    return published[~is_told | (published["n_units_ranked"] == n_units).fillna(False)]


def _of_all(published, levels):
    """Which rows stand in a list that ranks all units of a level, and says how many these are."""
    is_inside = published["level"].map(levels.is_in_region).astype(bool)
    return published["n_units_ranked"].notna() & ~is_inside & (published["among"] == "")


def check_sets(rows: pd.DataFrame, levels: "Levels | None" = None) -> None:
    """Refuse published rows that stand in lists of different sets of units: they make no ranking and no trend.

    Lists of one region, and of a part of a level, are no such sets.

    Raises
    ------
    DtsError
        For every level whose lists rank different numbers of units, with a row of each; `lists_of` chooses.
    """
    found = []
    for _, own in rows[_of_all(rows, levels or shipped_levels())].groupby("level", sort=False):
        first = own.drop_duplicates("n_units_ranked")
        if len(first) > 1:
            facts = {"units": ", ".join(own["unit_name"].unique())}
            facts["sets"] = ", ".join(str(each) for each in first["n_units_ranked"])
            found.append(finding("published_sets_mixed", ", ".join(first["where"]), **facts))
    stop_if(found)


def is_disputed(rows: pd.DataFrame) -> bool:
    """Return whether results of one unit and year differ: in points beyond their last digit, maximum or place.

    Examples
    --------
    >>> rows = pd.DataFrame({"points": [0.51, 0.5064, None], "max_points": 1.0, "decimals": [2, 4, None],
    ...     "published_rank": pd.array([None, 6, 6], "Int64")})
    >>> is_disputed(rows), is_disputed(rows.assign(points=[0.52, 0.5064, None]))
    (False, True)
    """
    if any(len(rows[name].dropna().unique()) > 1 for name in ("published_rank", "max_points")):
        return True
    stated = rows[rows["points"].notna()].sort_values("decimals", ascending=False)
    if len(stated) < 2:
        return False
    half_a_digit = 0.5 * 10.0 ** -stated["decimals"].to_numpy(float)
    return bool((np.abs(stated["points"] - stated["points"].iloc[0]) > half_a_digit + _BINARY).any())


def one_each(rows: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return published results with one row per unit, each with all that is published of it.

    Where several places say the same, the longest number counts and all sources are named. Where they differ no
    number is taken for the right one: points and place are those on which all agree, if any.

    Parameters
    ----------
    rows : DataFrame
        As from `published.published_totals`, of one year and set of units.
    keys : DataFrame
        What tells the units apart, aligned.
    """
    if not keys.duplicated().any():
        return rows.assign(is_disputed=False)
    groups = [own for _, own in rows.groupby([keys[name] for name in keys], dropna=False, sort=False)]
    return pd.concat([_merged(own) for own in groups])


def _merged(own):
    disputed = is_disputed(own)
    first = own.sort_values("decimals", ascending=False, kind="stable", na_position="last").head(1)
    for name in ("max_points", "published_rank", *(["points"] if disputed else [])):
        known = own[name].dropna().unique()
        first[name] = pd.array(known[:1] if len(known) == 1 else [None], own[name].dtype)
    joined = {name: " · ".join(own[name].unique()) for name in ("where", "source")}
    return first.assign(**joined, is_disputed=disputed)
