"""Whether published lists agree with themselves, and one with the other."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import finding
from ..messages import number_text, say
from .published_lists import is_disputed, list_keys
from .published_names import Matching

if TYPE_CHECKING:
    from ..errors import Finding
    from ..reference.level_words import Levels

FEW = 3  # rows of one list that contradict are told one by one up to this number


def check_published(table: pd.DataFrame, levels: "Levels | None" = None) -> "list[Finding]":
    """Return findings where published places and scores contradict each other.

    Of each list (`published_lists.list_keys`) the rows with both count. A row contradicts where a lower score
    stands before a higher one, or an equal rank has another score; the row that fits worst is named, such as the
    ``3331,01`` printed for about 333, with the row it clashes with. A list that goes on counting after a tie
    (1-2-2-3) is told once. Of one unit in two places, both places are named where they differ.

    Parameters
    ----------
    table : DataFrame
        As from `published.published_totals`.
    levels : Levels, optional
        As there.
    """
    found = []
    both = table[table["points"].notna() & table["published_rank"].notna()]
    for rows in _lists(both, levels):
        found += _contradictions(rows.sort_values("published_rank", kind="stable"))
    for rows in _lists(table[table["published_rank"].notna()], levels):
        found += _dense(rows)
    return found + _differing(table, levels)


def _lists(table, levels):
    keys = list_keys(table, levels)
    return [rows for _, rows in table.groupby([keys[name] for name in keys], dropna=False, sort=False)]


def _contradictions(rows):
    rank, points = rows["published_rank"].to_numpy(int), rows["points"].to_numpy(float)
    higher = (rank[:, None] < rank[None, :]) & (points[:, None] < points[None, :])
    clashes = higher | higher.T | ((rank[:, None] == rank[None, :]) & (points[:, None] != points[None, :]))
    left, worst = clashes.sum(axis=1), []
    while left.any():
        worst.append(int(np.argmax(left)))
        left = left - clashes[:, worst[-1]]
        clashes[worst[-1], :] = clashes[:, worst[-1]] = False
        left[worst[-1]] = 0
    alone = [_contradiction(rows, at, rank, points) for at in worst]
    if len(alone) <= FEW:
        return alone
    first = alone[0]
    return [finding(first.code, first.where, cells=[each.where for each in alone], **first.facts)]


def _contradiction(rows, at, rank, points):
    """The finding for one row, with the first of the rows it clashes with."""
    apart = (rank - rank[at]) * (points - points[at])
    other = int(np.argmax((apart > 0) | ((rank == rank[at]) & (points != points[at]))))
    row, beside = rows.iloc[at], rows.iloc[other]
    facts = {"unit": row["unit_name"], "rank": int(rank[at]), "points": float(points[at])}
    facts |= {"place": int((points > points[at]).sum()) + 1, "other": beside["unit_name"]}
    facts |= {"other_rank": int(rank[other]), "other_points": float(points[other]), "other_at": beside["where"]}
    return finding("published_rank_contradicts", row["where"], **facts)


def _dense(rows):
    """The finding for a list that gives the place right after a tie, once; [] for 1-2-2-4 and for no ties."""
    rows = rows.drop_duplicates(["unit_name", "parent"]).sort_values("published_rank", kind="stable")
    before = rows["published_rank"].rank(method="min") - 1  # how many of the list stand higher
    early = rows[(rows["published_rank"] <= before).to_numpy(bool)]
    if early.empty:
        return []
    row = early.iloc[0]
    place = int(before[early.index[0]]) + 1
    facts = {"unit": row["unit_name"], "rank": int(row["published_rank"]), "place": place}
    return [finding("published_rank_dense", row["where"], **facts)]


def _differing(table, levels):
    """Findings for units whose results of one year, published in several places, differ; once for two files."""
    matching, found = Matching(levels), {}
    for rows in matching.repeated(table):
        first = rows.iloc[0]
        for other in rows.iloc[1:].itertuples():
            pair = pd.concat([rows.iloc[:1], rows.loc[[other.Index]]])
            if is_disputed(pair):
                files = (
                    first["where"].partition("!")[0],
                    other.where.partition("!")[0],
                    first["source"],
                    other.source,
                )
                found.setdefault(files, []).append((first, other))
    return [_difference(pairs) for pairs in found.values()]


def _difference(pairs):
    first, other = pairs[0]
    facts = {"unit": first["unit_name"], "other_at": other.where}
    facts |= {"said": _said(first["points"], first["published_rank"])}
    facts |= {"other_said": _said(other.points, other.published_rank)}
    places = [each["where"] for each, _ in pairs]
    cells = places if len(places) > 1 else ()
    return finding("published_sources_differ", places[0], year=int(first["year"]), cells=cells, **facts)


def _said(points, rank):
    """A result as a sentence quotes it: points, maybe none, and place, maybe none."""
    place = "—" if pd.isna(rank) else str(rank)
    return say("published_points", points="—" if pd.isna(points) else number_text(points), rank=place)
