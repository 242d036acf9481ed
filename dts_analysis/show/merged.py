"""A unit that was made of others: its merged past, with what was assumed and how far that could move it."""

import pandas as pd

from ..messages import say
from . import text
from .sides import side_name


def merged_lines(view, sides):
    """Return in words what a unit's merged past is, and its range on each basis where shares are unstated.

    Parameters
    ----------
    view : UnitView
        Of a unit that is `merged`.
    sides : sequence of str
        Bases.
    """
    past = view.merged
    lines = [say("merged_note", before=past.year, parts=past.name)]
    for side in sides if past.n_unstated else ():
        row = past.results.loc[side] if side in past.results.index else {"mean_share": float("nan")}
        if pd.isna(row["mean_share"]):
            continue
        low, high = row["low_share"], row["high_share"]
        moves = sorted([row["attainment_share"] - high, row["attainment_share"] - low])
        words = {"low": text.share(low), "high": text.share(high), "assumed": text.share(past.unstated)}
        words |= {"least": text.share_change(moves[0]), "most": text.share_change(moves[1])}
        words |= {"unstated": text.of(past.n_unstated, past.n_units), "basis": side_name(view, side)}
        lines.append(say("merged_range", before=past.year, **words))
    return lines


def merged_share(view, side):
    """Return a unit's merged attainment on a basis, with its range where shares are unstated."""
    rows = view.merged.results
    return ranged(rows.loc[side], text.share) if side in rows.index else text.NOTHING


def merged_year(view, year):
    """Return what stands for the number of indicators in a merged year; "" for any other year."""
    past = view.merged
    return say("merged_year", parts=text.count(past.n_units)) if past and past.year == year else ""


def own_rows(view, rows):
    """Return the rows of a unit's history that are its own, not merged of others'."""
    return rows[rows["year"] != view.merged.year] if view.merged else rows


def ranged(row, written, of=lambda share: share, name="mean_share"):
    """Return a number of a row of `mergers.past` with its range, if it has one.

    Parameters
    ----------
    row : Series or dict
    written : callable
        How a number is printed.
    of : callable
        What is told of a share of the year before.
    """
    shown = written(of(row[name]))
    if not row["n_unstated"] or pd.isna(row["low_share"]):
        return shown
    low, high = sorted([of(row["low_share"]), of(row["high_share"])])
    return shown + say("ranged", low=written(low), high=written(high))
