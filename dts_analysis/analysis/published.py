"""Totals that authorities published without indicators: beside ours, and whether they agree with themselves."""

import numpy as np
import pandas as pd

from ..reference import PRINTED_AT, Levels, results_shape, shipped_levels
from ..scoring.status import JUDGED
from .published_lists import list_keys, printed_decimals
from .published_names import Matching

TEXTS = ["region", "parent", "unit_code", "unit_name", "level", "among", "where", "source"]
TYPES = dict.fromkeys(TEXTS, "str") | dict.fromkeys(["points", "max_points"], "float64")
TYPES |= dict.fromkeys(["year", "published_rank", "n_units_ranked", "decimals"], "Int64")
Region = str | None  # its name; None is the whole country
_BINARY = 1e-9  # 587.41 and 587.405 lie 0.005 apart to whoever printed them, and a little more or less in binary


def published_totals(published: dict[str, pd.DataFrame], levels: Levels | None = None) -> pd.DataFrame:
    """Return the published totals of every level in one table.

    Parameters
    ----------
    published : dict
        The tables of ``data/raw/published``, as in ``dataset.published``.
    levels : Levels, optional
        Says which table is whose; those that come with the package unless told.

    Returns
    -------
    DataFrame
        One row per published result: ``year`` (Int64; NA where the page does not say), ``region`` (its own name
        where the unit is one; "" where there are no regions), ``parent`` (of a unit further below; "" otherwise),
        ``unit_code`` ("" where the table states none), ``unit_name``, ``level``, ``points`` (verified; NaN where
        only a rank was published), ``max_points`` (NaN where not printed, or below the score), ``published_rank``
        (Int64), ``n_units_ranked`` (Int64; how many units its list ranks, such as 63 or 34; NA where it does not
        say), ``among`` (which units of the level it ranks; "" for all), ``where`` (file!row), ``source``
        (the page) and ``decimals`` (Int64; the most that its list prints, NA where it prints no points). A share
        counts as points of a maximum of 1.
    """
    levels = levels or shipped_levels()
    shapes = {name: results_shape(name, table, levels) for name, table in published.items() if PRINTED_AT in table}
    parts = [_part(published[name], shape, levels) for name, shape in shapes.items() if shape]
    if not parts:
        return pd.DataFrame(columns=list(TYPES)).astype(TYPES)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(decimals=printed_decimals(table["points"], list_keys(table, levels)))


def beside(
    totals: pd.DataFrame,
    published: pd.DataFrame,
    names: dict[str, str],
    year: int,
    region: Region,
    parent: str | None = None,
    levels: Levels | None = None,
) -> pd.DataFrame:
    """Return computed totals with what was published of the same units, and whether the two agree.

    Parameters
    ----------
    totals : DataFrame
        As from `ranking.ranked`, of one year and basis.
    published : DataFrame
        As from `published_totals`.
    names : dict
        Unit codes to names; published names match when their words agree, as `Matching` has it.
    year : int
    region : str or None
        The name of the region the units lie in; None where they are right below the top.
    parent : str, optional
        The name of the unit right above them, where that is no region: names are not unique within one.
    levels : Levels, optional
        As in `published_totals`.

    Returns
    -------
    DataFrame
        `totals` plus ``published_points``, ``published_decimals`` (how many its list prints), ``published_rank``,
        ``n_units_ranked``, ``source`` ("" where nothing was published), ``is_disputed`` (sources differ) and
        ``agrees`` (ours lie within half of the last digit that the list prints; NA where no points were published,
        where ours are none or not whole, and for points of another basis: what is published was verified).
    """
    matching = Matching(levels)
    own, plain = matching.listed(published, year, region, parent), matching.plain_in(region)
    by_name = own.assign(key=plain(_names(own, names))).drop_duplicates("key").set_index("key")
    # a unit known by its published total only bears its name
    key = plain(totals["unit_code"].astype("str").map(lambda code: names.get(code, code)))
    found = by_name.reindex(key)
    points, own_points = found["points"].to_numpy(float), totals["points"].to_numpy(float)
    half_a_digit = 0.5 * 10.0 ** -found["decimals"].to_numpy(float, na_value=np.nan)
    agrees = pd.array(np.abs(points - own_points) <= half_a_digit + _BINARY, dtype="boolean")
    is_whole = totals["is_complete"].to_numpy(bool) & ~np.isnan(own_points)
    agrees[np.isnan(points) | ~is_whole | ~_is_judged(totals)] = pd.NA
    return totals.assign(
        published_points=points,
        published_decimals=found["decimals"].astype("Int64").array,
        published_rank=found["published_rank"].astype("Int64").array,
        n_units_ranked=found["n_units_ranked"].astype("Int64").array,
        source=found["source"].fillna("").to_numpy(),
        is_disputed=found["is_disputed"].eq(True).to_numpy(bool),
        agrees=agrees,
    )


def _names(printed, names):
    """What published units are called: by their code, where it is one of `names`; as printed elsewhere."""
    pairs = zip(printed["unit_code"], printed["unit_name"], strict=True)
    return pd.Series([names.get(code, name) for code, name in pairs], printed.index, dtype="str")


def added(
    totals: pd.DataFrame,
    published: pd.DataFrame,
    names: dict[str, str],
    year: int,
    region: Region,
    level: str,
    parent: str | None = None,
    levels: Levels | None = None,
) -> pd.DataFrame:
    """Return totals with the published results of units we have no forms of, each marked.

    Parameters
    ----------
    totals : DataFrame
        Of level total, as from `scoring.totals`, of one year, criteria set and basis.
    published, names, year, region, parent, levels
        As in `beside`.
    level : str
        Of the units compared.

    Returns
    -------
    DataFrame
        `totals` plus ``is_published``; a published unit bears its name as ``unit_code``. Where the page did
        not print the score or the maximum, these and attainment are NaN and the unit takes no place of ours. What
        is published was verified: to totals of what was claimed or computed nothing is added.
    """
    marked = totals.assign(is_published=False)
    if totals.empty or not _is_judged(totals).all():
        return marked
    matching = Matching(levels)
    plain = matching.plain_in(region)
    ours = set(plain(pd.Series(list(names.values()), dtype="str")))
    own = matching.listed(published, year, region, parent)
    own = own[own["level"] == level]
    more = own[~plain(_names(own, names)).isin(ours) & own[["points", "published_rank"]].notna().any(axis=1)]
    rows = _as_totals(more, totals).assign(unit_code=more["unit_name"], year=year)
    rows["criteria_id"] = totals["criteria_id"].iloc[0]
    return pd.concat([marked, rows], ignore_index=True) if len(rows) else marked


def earlier(
    history: pd.DataFrame,
    published: pd.DataFrame,
    unit_code: str,
    name: str,
    region: Region,
    level: str,
    levels: Levels | None = None,
) -> pd.DataFrame:
    """Return a unit's history with published totals of years it sent no form in, each marked.

    Parameters
    ----------
    history : DataFrame
        Of one basis, as from `trends.over_years`.
    published : DataFrame
        As from `published_totals`.

    Returns
    -------
    DataFrame
        `history` plus ``is_published``, by unit and year; ``change_share`` of a published year, and of a year
        after one, is on that published result. It was verified: beside claimed or computed points its ``basis``
        is verified and no change is told. Results without a printed maximum stay out.
    """
    known = set(history.loc[history["unit_code"] == unit_code, "year"])
    own = of_years(published, unit_code, name, region, level, levels)
    own = own[own["points"].notna() & own["max_points"].notna() & ~own["year"].isin(known)]
    rows = _as_totals(own, history).assign(unit_code=unit_code, year=own["year"].astype("int64"))
    marked = history.assign(is_published=False)
    if rows.empty:
        return marked
    table = pd.concat([marked.astype({"unit_code": "str"}), rows])
    table = table.sort_values(["unit_code", "year"], kind="stable", ignore_index=True)
    groups = table.groupby("unit_code")
    follows = groups["year"].diff() == 1
    if "basis" in table:
        follows &= table["basis"].isin(JUDGED) == groups["basis"].shift().isin(JUDGED)
    return table.assign(change_share=groups["attainment_share"].diff().where(follows))


def of_years(
    published: pd.DataFrame, unit_code: str, name: str, region: Region, level: str, levels: Levels | None = None
) -> pd.DataFrame:
    """Return what was published of one unit in any year, by year; also a place without a score.

    Parameters
    ----------
    published, unit_code, name, region, level, levels
        As in `earlier`.
    """
    own = Matching(levels).of_unit(published, name, region, level, unit_code)
    own = own[own[["points", "published_rank"]].notna().any(axis=1)].dropna(subset="year")
    return own.sort_values("year", kind="stable", ignore_index=True)


def _is_judged(totals):
    """Whether each row is of a basis that published results, which were verified, compare with."""
    return np.isin(totals["basis"].astype("str"), JUDGED) if "basis" in totals else np.full(len(totals), True)


def _as_totals(results, beside_of):
    """Published results as rows of totals, on the basis of the totals they stand beside if that is judged."""
    keep = [name for name in ("basis", "level", "node_code") if name in beside_of and len(beside_of)]
    keys = {name: beside_of[name].iloc[0] for name in keep}
    if "basis" in keys and keys["basis"] not in JUDGED:
        keys["basis"] = "verified"
    shares = results["points"] / results["max_points"]
    return results[["points", "max_points"]].assign(
        **keys, attainment_share=shares, is_complete=True, is_published=True
    )


def _part(table, shape, levels):
    of_rows = pd.Series(shape.level, index=table.index) if shape.level else table["level"].astype("str")
    inside = of_rows.map(levels.is_in_region).astype(bool)
    names = table[shape.unit].astype("str")
    between = next((each for each in levels.above_level(shape.level) if each in table), "") if shape.level else ""
    region = _texts(table, levels.region).where(inside, names.where(of_rows == levels.region, ""))
    points = pd.to_numeric(table[shape.score], errors="coerce")
    most = pd.Series(1.0, table.index) if shape.is_share else pd.to_numeric(table["max_score"], errors="coerce")
    ranked = pd.to_numeric(table["n_units_ranked"], errors="coerce") if "n_units_ranked" in table else np.nan
    return pd.DataFrame(
        {
            "year": pd.to_numeric(table["year"]).astype("Int64"),
            "region": region,
            "parent": _texts(table, between or "parent"),
            "unit_code": _texts(table, "unit_code"),
            "unit_name": names,
            "level": of_rows,
            "points": points,
            "max_points": most.mask(points > most),  # a score above it says that one of both is wrong
            "published_rank": pd.to_numeric(table["rank"], errors="coerce").astype("Int64"),
            "n_units_ranked": pd.Series(ranked, table.index).astype("Int64"),
            "among": _texts(table, "among"),
            "where": table[PRINTED_AT].astype("str"),
            "source": table["source"].astype("str"),
        }
    )


def _texts(table, column):
    """A column of texts, "" where nothing stands or there is no such column."""
    if column not in table:
        return pd.Series("", table.index, dtype="str")
    return table[column].astype("str").where(table[column].notna(), "")
