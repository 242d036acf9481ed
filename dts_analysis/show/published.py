"""What authorities published of units that sent no form: as it was printed, each number with its source."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import say
from . import text
from .names import level_name
from .output import Prose, Table

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView


class Sources:
    """The pages that the numbers of a table were printed in, each by its number: beside a cell, and in a line.

    With fewer than `least` of them none bears a number.

    Examples
    --------
    >>> sources = Sources(["https://a.vn", "https://b.vn", "https://a.vn", ""])
    >>> sources.mark("https://b.vn"), sources.marked("12", "https://a.vn"), sources.marked("12", "")
    ('[2]', '12 [1]', '12')
    >>> sources.line("https://b.vn"), Sources(["https://a.vn"], least=2).line("https://a.vn")
    ('[2] https://b.vn', 'https://a.vn')
    """

    def __init__(self, sources, least=1):
        self.all = [source for source in dict.fromkeys(sources) if source]
        self._numbers = {source: at for at, source in enumerate(self.all, 1) if len(self.all) >= least}

    def mark(self, source):
        """Return the number of a source as a cell shows it; "" for none."""
        return f"[{self._numbers[source]}]" if source in self._numbers else ""

    def marked(self, words, source):
        """Return what a cell says with the number of its source."""
        return " ".join(filter(None, [words, self.mark(source)]))

    def line(self, source):
        """Return a source after its number, for the note below the table."""
        return " ".join(filter(None, [self.mark(source), source]))


def published_table(view: "GroupView") -> Table | Prose:
    """Return what was published of units of other levels right below one, such as a province's departments.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.others_published
    if rows.empty:
        return Prose(say("published_others_none"))
    sources = Sources([*rows["source"], *rows["source_before"].dropna()])
    columns = {say("rank"): [placed(row.published_rank, row.n_units_ranked) for row in rows.itertuples()]}
    columns[say("unit")] = rows["unit_name"]
    if len(rows["level"].unique()) > 1:
        columns[say("level")] = [level_name(view.data.levels, code) for code in rows["level"]]
    if (rows["among"] != "").any():
        columns[say("published_among")] = rows["among"].replace("", text.NOTHING)
    columns[say("published_score")] = [_score(row) for row in rows.itertuples()]
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    if rows[["points_before", "rank_before"]].notna().any(axis=None):
        columns[say("published_before", year=view.year - 1)] = [_before(row, sources) for row in rows.itertuples()]
        columns[say("change_share")] = rows["change_share"].map(text.share_change)
    columns[say("published_source_no")] = rows["source"].map(sources.mark)
    notes = [say("published_others_note"), *map(sources.line, sources.all)]
    table = Table(pd.DataFrame(columns).set_index(say("rank"))).captioned(say("caption_published"))
    spare = [say("level"), say("published_before", year=view.year - 1), say("change_share")]
    return table.fitted(*spare).noted("\n".join(notes))


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
    return text.count(rank) if pd.isna(of) else text.of(rank, of)


def _score(row):
    if row.is_disputed and pd.isna(row.points):
        return say("published_disputed")
    return text.printed_of(row.points, row.decimals, row.max_points)


def _before(row, sources):
    if pd.isna(row.points_before) and pd.isna(row.rank_before):
        return text.NOTHING
    points = text.printed(row.points_before, row.decimals_before)
    words = say("published_points", points=points, rank=placed(row.rank_before, row.n_units_before))
    return sources.marked(words, row.source_before)
