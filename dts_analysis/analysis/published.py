"""Totals that authorities published without indicators: beside ours, and whether they agree with themselves."""

import numpy as np
import pandas as pd

from ..errors import finding
from .standing import check_sets

COLUMNS = ["year", "province", "district", "unit_name", "level", "points", "max_points", "published_rank"]
COLUMNS += ["n_units_ranked", "where", "source"]
PROVINCES = "provinces_dti_totals"
_UNSAID = pd.Series(dtype="Int64")  # aligned to any table: NA
TABLES = {"districts_published": ("district", "district"), "communes_published": ("commune", "commune")}


def published_totals(published):
    """Return published totals of districts, communes and provinces in one table.

    Parameters
    ----------
    published : dict
        The tables of ``data/raw/published``, as in ``dataset.published``.

    Returns
    -------
    DataFrame
        One row per published result: ``year`` (Int64; NA where the page does not say), ``province``,
        ``district`` (of a commune; "" otherwise), ``unit_name``, ``level``, ``points`` (verified; NaN where
        only a rank was published),
        ``max_points`` (NaN where not printed), ``published_rank`` (Int64), ``n_units_ranked`` (Int64; the set of
        units a provincial list ranks, 63 or 34; NA for lists of one province), ``where`` (file!row) and
        ``source`` (the page). The provincial index counts as points of a maximum of 1.
    """
    parts = [
        _part(published[name], name, column, level, "verified_score", "max_score")
        for name, (column, level) in TABLES.items()
        if name in published
    ]
    if PROVINCES in published:
        provinces = published[PROVINCES].assign(max_score=1.0)
        parts.append(_part(provinces, PROVINCES, "province", "province", "dti", "max_score"))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def check_published(table):
    """Return findings where a published rank contradicts the published scores of its list.

    A list is the rows of one source, year, province, level and set of units with both score and rank. A row
    contradicts where a lower score stands before a higher one, or stands after with an equal rank and
    another score; the row that fits worst is named, such as the ``3331,01`` printed for about 333.

    Parameters
    ----------
    table : DataFrame
        As from `published_totals`.
    """
    both = table[table["points"].notna() & table["published_rank"].notna()]
    keys = [
        "source",
        "year",
        "level",
        "n_units_ranked",
        *(["province"] if (both["level"] != "province").any() else []),
    ]
    found = []
    for _, rows in both.groupby(keys, dropna=False, sort=False):
        found += _contradictions(rows.sort_values("published_rank", kind="stable"))
    return found


def beside(totals, published, names, year, province, parent=None):
    """Return computed totals with what was published of the same units, and whether the two agree.

    Parameters
    ----------
    totals : DataFrame
        As from `ranking.ranked`, of one year.
    published : DataFrame
        As from `published_totals`.
    names : dict
        Unit codes to names; published names match when their words agree ("TP. Ninh Bình" is
        "Thành phố Ninh Bình").
    year : int
    province : str
        The name of the province the units lie in.
    parent : str, optional
        The name of the unit right above them, where that is a district: names of communes are not
        unique within a province.

    Returns
    -------
    DataFrame
        `totals` plus ``published_points``, ``published_rank`` and ``source`` ("" where nothing was published);
        ``agrees`` (computed and published points are equal as printed; NA where nothing was published).
    """
    own = _listed(published, year, province, parent)
    by_name = own.assign(key=_plain(own["unit_name"])).drop_duplicates("key").set_index("key")
    codes = totals["unit_code"].astype("str")
    key = _plain(codes.map(names).fillna(codes))  # a unit known by its published total only bears its name
    found = by_name.reindex(key)
    points = found["points"].to_numpy(float)
    agrees = pd.array(np.abs(points - totals["points"].to_numpy(float)) < 0.005, dtype="boolean")
    agrees[np.isnan(points)] = pd.NA
    return totals.assign(
        published_points=points,
        published_rank=found["published_rank"].astype("Int64").array,
        n_units_ranked=found["n_units_ranked"].astype("Int64").array,
        source=found["source"].fillna("").to_numpy(),
        agrees=agrees,
    )


def added(totals, published, names, year, province, level, parent=None):
    """Return totals with the published results of units we have no forms of, each marked.

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`, of one year and criteria set.
    published, names, year, province, parent
        As in `beside`.
    level : str
        Of the units compared.

    Returns
    -------
    DataFrame
        `totals` plus ``is_published``; a published unit bears its name as ``unit_code``. Where the page did
        not print the maximum, ``max_points`` and attainment are NaN and the unit takes no place.
    """
    ours = set(_plain(pd.Series(list(names.values()), dtype="str")))
    own = _listed(published, year, province, parent)
    own = own[own["level"] == level]
    more = own[~_plain(own["unit_name"]).isin(ours) & own["points"].notna()]
    rows = pd.DataFrame(
        {
            "unit_code": more["unit_name"],
            "year": year,
            "criteria_id": totals["criteria_id"].iloc[0],
            "points": more["points"],
            "max_points": more["max_points"],
            "attainment_share": more["points"] / more["max_points"],
        }
    )
    marked = totals.assign(is_published=False)
    return pd.concat([marked, rows.assign(is_published=True)], ignore_index=True) if len(rows) else marked


def earlier(history, published, unit_code, name, province, level):
    """Return a unit's history with published totals of years it sent no form in, each marked.

    Parameters
    ----------
    history : DataFrame
        As from `trends.over_years`.
    published : DataFrame
        As from `published_totals`.

    Returns
    -------
    DataFrame
        `history` plus ``is_published``, by unit and year; ``change_share`` of a published year, and
        of a year after one, is on that published result. Results
        without a printed maximum cannot be compared and stay out.
    """
    known = set(history.loc[history["unit_code"] == unit_code, "year"])
    same = (_bare(published["province"]) == _bare(pd.Series([province]))[0]) & (published["level"] == level)
    plain = (
        _bare if level == "province" else _plain
    )  # pages print "Đà Nẵng" of the province, "TP. Ninh Bình" of a city
    own = published[same & (plain(published["unit_name"]) == plain(pd.Series([name]))[0])]
    check_sets(own)
    own = own[own["points"].notna() & own["max_points"].notna() & ~own["year"].isin(known)].dropna(subset="year")
    rows = pd.DataFrame(
        {
            "unit_code": unit_code,
            "year": own["year"].astype("int64"),
            "points": own["points"],
            "max_points": own["max_points"],
            "attainment_share": own["points"] / own["max_points"],
            "is_published": True,
        }
    )
    marked = history.assign(is_published=False)
    if rows.empty:
        return marked
    table = pd.concat([marked, rows]).sort_values(["unit_code", "year"], kind="stable", ignore_index=True)
    groups = table.groupby("unit_code", observed=True)
    change = groups["attainment_share"].diff().where(groups["year"].diff() == 1)
    return table.assign(change_share=change)


def _listed(published, year, province, parent):
    """What was published of a year's units in a province, or in one district of it."""
    is_own = (_bare(published["province"]) == _bare(pd.Series([province]))[0]) & (published["year"] == year)
    if parent is not None and parent != province:
        is_own &= _plain(published["district"]) == _plain(pd.Series([parent]))[0]
    check_sets(published[is_own])
    return published[is_own]


def _part(table, name, unit_column, level, score, maximum):
    return pd.DataFrame(
        {
            "year": table["year"].astype("Int64"),
            "province": table["province"].astype("str"),
            "district": table["district"].astype("str") if level == "commune" else "",
            "unit_name": table[unit_column].astype("str"),
            "level": level,
            "points": pd.to_numeric(table[score], errors="coerce"),
            "max_points": pd.to_numeric(table[maximum], errors="coerce"),
            "published_rank": pd.to_numeric(table["rank"], errors="coerce").astype("Int64"),
            "n_units_ranked": table["n_units_ranked"].astype("Int64") if level == "province" else _UNSAID,
            "where": [f"{name}.csv!{number + 2}" for number in range(len(table))],
            "source": table["source"].astype("str"),
        }
    )[COLUMNS]


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


def _plain(names):
    """Names to match by: the kind of unit in full, no case, no dots."""
    lower = names.astype("str").str.casefold().str.replace(".", " ", regex=False)
    words = lower.str.replace(r"^tp\s+", "thành phố ", regex=True).str.replace(r"^tx\s+", "thị xã ", regex=True)
    return words.str.split().str.join(" ")


def _bare(names):
    """Names of provinces without the kind of unit: "Tỉnh Ninh Bình" is "Ninh Bình"."""
    return _plain(names).str.replace(r"^(tỉnh|thành phố)\s+", "", regex=True)
