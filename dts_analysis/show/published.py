"""What authorities published of units that sent no form: as it was printed, each number with its source."""

import pandas as pd

from ..messages import say
from . import text
from .names import level_name
from .output import Prose, Table


def published_table(view):
    """Return what was published of units of other levels right below one, such as a province's departments.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.others_published
    if rows.empty:
        return Prose(say("published_others_none"))
    sources = list(dict.fromkeys(rows["source"]))
    columns = {say("rank"): [placed(row.published_rank, row.n_units_ranked) for row in rows.itertuples()]}
    columns[say("unit")] = rows["unit_name"]
    if len(rows["level"].unique()) > 1:
        columns[say("level")] = [level_name(view.data.levels, code) for code in rows["level"]]
    if (rows["among"] != "").any():
        columns[say("published_among")] = rows["among"].replace("", text.NOTHING)
    columns[say("published_score")] = [_score(row) for row in rows.itertuples()]
    columns[say("maximum")] = [
        text.NOTHING if pd.isna(most) else text.maximum(most) for most in rows["max_points"]
    ]
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    if rows[["points_before", "rank_before"]].notna().any(axis=None):
        columns[say("published_before", year=view.year - 1)] = [_before(row) for row in rows.itertuples()]
        columns[say("change_share")] = rows["change_share"].map(text.share_change)
    columns[say("published_source_no")] = [f"[{sources.index(source) + 1}]" for source in rows["source"]]
    notes = [say("published_others_note"), *(f"[{number}] {source}" for number, source in enumerate(sources, 1))]
    return Table(pd.DataFrame(columns).set_index(say("rank"))).noted("\n".join(notes))


def published_years_note(view):
    """Return a line for each year that a unit is known by its published result only; "" where there is none.

    Parameters
    ----------
    view : UnitView
    """
    return "\n".join(
        say("published_of_year", year=str(row.year), said=published_words(row), source=row.source)
        for row in view.published_years.itertuples()
    )


def published_words(row):
    """Return a published result in words: its score of its maximum, as printed, and its place."""
    score = _score(row)
    if pd.notna(row.points) and pd.notna(row.max_points):
        score = f"{score}/{text.maximum(row.max_points)}"
    if row.is_disputed and pd.isna(row.points):
        return score
    return say("published_points", points=score, rank=placed(row.published_rank, row.n_units_ranked))


def placed(rank, of):
    """Return a published place, of how many where that is said.

    >>> placed(6, 63), placed(6, pd.NA), placed(pd.NA, 63)
    ('6/63', '6', '—')
    """
    if pd.isna(rank):
        return text.NOTHING
    return str(rank) if pd.isna(of) else f"{rank}/{of}"


def _score(row):
    if row.is_disputed and pd.isna(row.points):
        return say("published_disputed")
    return text.printed(row.points, row.decimals)


def _before(row):
    if pd.isna(row.points_before) and pd.isna(row.rank_before):
        return text.NOTHING
    points = text.printed(row.points_before, row.decimals_before)
    return say("published_points", points=points, rank=placed(row.rank_before, row.n_units_before))
