"""What was published of units beside those compared: of other levels, and what they had the year before."""

from typing import TYPE_CHECKING

import pandas as pd

from .published_names import Matching

if TYPE_CHECKING:
    from ..reference.level_words import Levels

BEFORE = {"points": "points_before", "published_rank": "rank_before", "n_units_ranked": "n_units_before"}
BEFORE |= {"decimals": "decimals_before", "source": "source_before"}


def others(
    published: pd.DataFrame,
    units: pd.DataFrame,
    year: int,
    region: str | None,
    parent: str | None,
    level: str,
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return the published results of a year of units of other levels right below one, such as its departments.

    Parameters
    ----------
    published : DataFrame
        As from `published.published_totals`.
    units : DataFrame
        The units there are below that one in that year, as from `reference.units_below`: a result of one of them,
        by its code or by its name, bears its code and name; any other the name that was printed.
    year : int
    region, parent : str or None
        As in `published.beside`: the names of the region and of the unit right above; None right below the top.
    level : str
        Of the units that are compared, whose published results stand in their own ranking.
    levels : Levels, optional
        As there.

    Returns
    -------
    DataFrame
        Rows as from `published_totals`, by level, list and place: ``attainment_share`` (0..1; NaN without a
        score or a maximum), ``is_disputed``, and of the year before, in the same list: ``points_before``,
        ``rank_before``, ``n_units_before``, ``decimals_before``, ``source_before`` and ``change_share``; NA where
        nothing was published then.

    Examples
    --------
    >>> row = {"year": 2025, "region": "R", "parent": "", "unit_code": "", "unit_name": "Sở A", "among": "",
    ...     "level": "department", "points": 80.0, "max_points": 100.0, "published_rank": 2,
    ...     "n_units_ranked": pd.NA, "where": "a.csv!2", "source": "s", "decimals": 0}
    >>> printed = pd.DataFrame([row, row | {"year": 2024, "points": 75.0}])
    >>> units = pd.DataFrame({"unit_code": [], "name": [], "level": []}, dtype="str")
    >>> found = others(printed, units, 2025, "R", "R", "commune")
    >>> found[["unit_name", "points", "points_before"]].to_numpy().tolist()
    [['Sở A', 80.0, 75.0]]
    >>> round(found["change_share"].item(), 4)
    0.05
    """
    matching = Matching(levels)
    now, then = (
        _right_below(matching, published, each, region, parent, level).pipe(_with_share)
        for each in (year, year - 1)
    )
    keys = ["level", "among", "key"]
    then = then.assign(key=matching.plain(then["unit_name"])).drop_duplicates(keys)
    then = then.rename(columns=BEFORE | {"attainment_share": "share_before"})
    now = now.assign(key=matching.plain(now["unit_name"]), order=now["level"].map(matching.levels.codes.index))
    now = now.merge(then[[*keys, *BEFORE.values(), "share_before"]], on=keys, how="left")
    now = _linked(now, units, matching).assign(change_share=now["attainment_share"] - now["share_before"])
    by = {"order": True, "among": True, "published_rank": True, "points": False, "unit_name": True}
    now = now.sort_values(list(by), ascending=list(by.values()), kind="stable", ignore_index=True)
    return now.drop(columns=["key", "order", "share_before"])


def _with_share(rows):
    return rows.assign(attainment_share=rows["points"] / rows["max_points"].where(rows["max_points"] > 0))


def _right_below(matching, published, year, region, parent, level):
    """What was published of the units of other levels that stand right below one, and of none between."""
    own = matching.listed(published, year, region, parent)
    own = own[(own["level"] != level) & own[["points", "published_rank"]].notna().any(axis=1)]
    if parent is None or parent != region:
        return own
    is_above = own["level"] == matching.levels.region  # the region's own result
    between = matching.plain(own["parent"])
    return own[~is_above & between.isin(["", *matching.plain(pd.Series([parent]))])]


def _linked(rows, units, matching):
    """Rows with the code and name of the unit they are of, where there is one and no other of its name."""
    known = units[units["level"].isin(rows["level"])]
    named = known.assign(key=matching.plain(known["name"])).drop_duplicates(["level", "key"], keep=False)
    by_name = dict(zip(zip(named["level"], named["key"], strict=True), named["unit_code"], strict=True))
    called = dict(zip(known["unit_code"], known["name"], strict=True))
    codes = [
        row.unit_code if row.unit_code in called else by_name.get((row.level, row.key), "")
        for row in rows.itertuples()
    ]
    names = [called.get(code, name) for code, name in zip(codes, rows["unit_name"], strict=True)]
    return rows.assign(unit_code=codes, unit_name=names)
