"""Totals that authorities published without indicators: beside ours, and whether they agree with themselves."""

import numpy as np
import pandas as pd

from ..errors import finding
from ..reference import shipped_levels
from ..scoring.status import JUDGED
from .published_lists import list_keys, printed_decimals
from .published_names import Matching

TEXTS = ["region", "parent", "unit_name", "level", "where", "source"]
TYPES = dict.fromkeys(TEXTS, "str") | dict.fromkeys(["points", "max_points"], "float64")
TYPES |= dict.fromkeys(["year", "published_rank", "n_units_ranked", "decimals"], "Int64")
_UNSAID = pd.Series(dtype="Int64")  # aligned to any table: NA
_BINARY = 1e-9  # 587.41 and 587.405 lie 0.005 apart to whoever printed them, and a little more or less in binary


def published_totals(published, levels=None):
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
        ``unit_name``, ``level``, ``points`` (verified; NaN where only a rank was published),
        ``max_points`` (NaN where not printed), ``published_rank`` (Int64), ``n_units_ranked`` (Int64; the set of
        units that a list of regions ranks, such as 63 or 34; NA for lists within one), ``where`` (file!row) and
        ``source`` (the page) and ``decimals`` (Int64; the most that its list prints, NA where it prints no
        points). A share counts as points of a maximum of 1.
    """
    levels = levels or shipped_levels()
    inside_first = sorted(levels.of_sets, key=levels.is_in_region, reverse=True)
    parts = [_part(published[table], levels, code) for code in inside_first
             if (table := levels.of(code).published) in published]  # fmt: skip
    if not parts:
        return pd.DataFrame(columns=list(TYPES)).astype(TYPES)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(decimals=printed_decimals(table["points"], list_keys(table, levels)))


def check_published(table, levels=None):
    """Return findings where a published rank contradicts the published scores of its list.

    Of each list (`published_lists.list_keys`) the rows with both count. A row contradicts where a lower score
    stands before a higher one, or an equal rank has another score; the row that fits worst is named, such as the
    ``3331,01`` printed for about 333.

    Parameters
    ----------
    table : DataFrame
        As from `published_totals`.
    levels : Levels, optional
        As there.
    """
    both = table[table["points"].notna() & table["published_rank"].notna()]
    keys = list_keys(both, levels)
    found = []
    for _, rows in both.groupby([keys[name] for name in keys], dropna=False, sort=False):
        found += _contradictions(rows.sort_values("published_rank", kind="stable"))
    return found


def beside(totals, published, names, year, region, parent=None, levels=None):
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
        `totals` plus ``published_points``, ``published_rank``, ``n_units_ranked`` and ``source`` ("" where nothing
        was published); ``agrees`` (ours lie within half of the last digit that the list prints; NA where no points
        were published, where ours are none or not whole, and for points of another basis: what is published was
        verified).
    """
    matching = Matching(levels)
    own, plain = matching.listed(published, year, region, parent), matching.plain_in(region)
    by_name = own.assign(key=plain(own["unit_name"])).drop_duplicates("key").set_index("key")
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
        published_rank=found["published_rank"].astype("Int64").array,
        n_units_ranked=found["n_units_ranked"].astype("Int64").array,
        source=found["source"].fillna("").to_numpy(),
        agrees=agrees,
    )


def added(totals, published, names, year, region, level, parent=None, levels=None):
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
        not print the maximum, ``max_points`` and attainment are NaN and the unit takes no place. What is published
        was verified: to totals of what was claimed or computed nothing is added.
    """
    marked = totals.assign(is_published=False)
    if totals.empty or not _is_judged(totals).all():
        return marked
    matching = Matching(levels)
    plain = matching.plain_in(region)
    ours = set(plain(pd.Series(list(names.values()), dtype="str")))
    own = matching.listed(published, year, region, parent)
    own = own[own["level"] == level]
    more = own[~plain(own["unit_name"]).isin(ours) & own["points"].notna()]
    rows = _as_totals(more, totals).assign(unit_code=more["unit_name"], year=year)
    rows["criteria_id"] = totals["criteria_id"].iloc[0]
    return pd.concat([marked, rows], ignore_index=True) if len(rows) else marked


def earlier(history, published, unit_code, name, region, level, levels=None):
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
    matching = Matching(levels)
    own = matching.of_unit(published, name, region, level)
    own = own[own["points"].notna() & own["max_points"].notna() & ~own["year"].isin(known)].dropna(subset="year")
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


def _part(table, levels, code):
    level, is_inside = levels.of(code), levels.is_in_region(code)
    between = next((each for each in levels.above_level(code) if each in table), None)
    region = levels.region if is_inside else code if code == levels.region else None
    share = level.published_share
    return pd.DataFrame(
        {
            "year": table["year"].astype("Int64"),
            "region": table[region].astype("str") if region else "",
            "parent": table[between].astype("str") if between else "",
            "unit_name": table[code].astype("str"),
            "level": code,
            "points": pd.to_numeric(table[share or "verified_score"], errors="coerce"),
            "max_points": 1.0 if share else pd.to_numeric(table["max_score"], errors="coerce"),
            "published_rank": pd.to_numeric(table["rank"], errors="coerce").astype("Int64"),
            "n_units_ranked": _UNSAID if is_inside else table["n_units_ranked"].astype("Int64"),
            "where": [f"{level.published}.csv!{number + 2}" for number in range(len(table))],
            "source": table["source"].astype("str"),
        }
    )


def _contradictions(rows):
    rank, points = rows["published_rank"].to_numpy(int), rows["points"].to_numpy(float)
    higher = (rank[:, None] < rank[None, :]) & (points[:, None] < points[None, :])
    equal = (rank[:, None] == rank[None, :]) & (points[:, None] != points[None, :])
    clashes = higher | higher.T | equal
    found = []
    while clashes.any():
        worst = int(np.argmax(clashes.sum(axis=1)))
        row = rows.iloc[worst]
        facts = {"unit": row["unit_name"], "rank": int(rank[worst]), "points": float(points[worst])}
        facts["place"] = int((points > points[worst]).sum()) + 1
        found.append(finding("published_rank_contradicts", row["where"], **facts))
        clashes[worst, :] = clashes[:, worst] = False
    return found
