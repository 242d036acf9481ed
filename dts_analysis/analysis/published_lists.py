"""Published lists: what each prints, and which units it ranks: 63 provinces or 34, never both in one ranking."""

import numpy as np
import pandas as pd

from ..errors import finding, stop_if
from ..reference import shipped_levels, units_in

MOST_DECIMALS = 6
_BINARY = 1e-9  # a printed 0.5064 is a binary fraction beside it


def list_keys(published, levels=None):
    """Return what keeps published results in lists apart, one column each.

    A list is what one source prints of a year and level: of one region, or, of regions, of one set of units.

    Parameters
    ----------
    published : DataFrame
        With ``source``, ``year``, ``level``, ``n_units_ranked`` and ``region``.
    levels : Levels, optional
        Those that come with the package unless told.

    Returns
    -------
    DataFrame
        Those columns, aligned; ``region`` is "" for regions, each of which is the unit itself.
    """
    keys = published[["source", "year", "level", "n_units_ranked", "region"]]
    return keys.assign(region=keys["region"].where(keys["level"] != (levels or shipped_levels()).region, ""))


def printed_decimals(points, keys):
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


def lists_of(published, units, year):
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

    Returns
    -------
    DataFrame
        The rows, of any year, of lists that ranked as many units as there were of their level on 31 December of
        `year`, and the rows of lists that do not say how many (those of one region).

    Examples
    --------
    >>> printed = pd.DataFrame({"level": "province", "n_units_ranked": pd.array([2, 1, None], "Int64")})
    >>> lives = pd.DataFrame({"unit_code": ["1", "2", "3"], "level": "province",
    ...     "valid_from": ["", "", "2025-07-01"], "valid_to": ["2025-06-30", "2025-06-30", ""]})
    >>> [lists_of(printed, lives, year).index.tolist() for year in (2024, 2025)]
    [[0, 2], [1, 2]]
    """
    there = units_in(units, year)
    n_units = published["level"].map(there.loc[~there["is_ended"], "level"].value_counts())
    return published[published["n_units_ranked"].isna() | (published["n_units_ranked"] == n_units).fillna(False)]


def check_sets(rows):
    """Refuse published rows that stand in lists of different sets of units: they make no ranking and no trend.

    Raises
    ------
    DtsError
        For every level whose lists rank different numbers of units, with a row of each; `lists_of` chooses.
    """
    found = []
    for _, own in rows[rows["n_units_ranked"].notna()].groupby("level", sort=False):
        first = own.drop_duplicates("n_units_ranked")
        if len(first) > 1:
            facts = {"units": ", ".join(own["unit_name"].unique())}
            facts["sets"] = ", ".join(str(each) for each in first["n_units_ranked"])
            found.append(finding("published_sets_mixed", ", ".join(first["where"]), **facts))
    stop_if(found)
