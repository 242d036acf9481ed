"""What a published table says, told by its columns: results of units of any level, or a table kept beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .csv_table import is_count, is_number, is_year

if TYPE_CHECKING:
    import pandas as pd

    from .level_words import Levels

SCORES = ("verified_score", "max_score")
NAMED = ("level", "unit")  # of a table of results of any level: what a row is of
LEAST_NUMBERS = 4  # columns of numbers beside a unit: fewer may be a table of results that lacks one
FACTS = ("unit_code", "year", "basis", "name", "of", "value", "source")
BESIDE = {  # kept and checked beside the results: no page ranks by them
    "facts": FACTS,
    "single_facts": ("unit", "period", "fact", "value", "source"),
    "averages": ("year", "measure", "value", "source"),
    "weights": ("pillar", "weight", "years", "source"),
    "bands": ("year", "level", "band", "n_units", "n_total", "source"),
    "structures": ("set_id", "level", "year", "pillar", "n_indicators", "max_points", "source"),
}
FILLED = {"facts": ("unit_code", "year", "name")}  # a row without one is told nowhere


@dataclass(frozen=True)
class Shape:
    """How a table is read: `columns` must be there, `names` filled.

    Of results: `level` is that of all rows, "" where the column ``level`` says it; `unit` is the column that names
    the unit, `score` the one of its points, or of its share where `is_share`.
    """

    columns: tuple
    names: tuple = ()
    is_results: bool = False
    level: str = ""
    unit: str = "unit"
    score: str = "score"
    is_share: bool = False

    @property
    def numbers(self):
        """What its cells of numbers must be: column to a check and an example."""
        if self.is_results:
            score = (_is_share, "0.5871") if self.is_share else _POINTS
            ranks = {"rank": (_is_place, "12"), "n_units_ranked": (is_count, "63")}
            return {"year": _YEAR, self.score: score, "max_score": _POINTS} | ranks
        return {"year": _YEAR, "value": (is_number, "587.41")} if self.columns == FACTS else {}


def _is_points(text):
    return is_number(text) and not text.startswith("-")


def _is_share(text):
    return _is_points(text) and float(text) <= 1


def _is_place(text):
    return is_count(text) and int(text) > 0


_POINTS, _YEAR = (_is_points, "587.41"), (is_year, "2022")


def any_level(levels):
    """Return the shape of a table of results of any level: the one that needs no setting."""
    region = (levels.region,) if levels.region else ()
    return Shape(("year", *region, *NAMED, "score", "max_score", "rank", "source"), ("unit",), True)


def own_tables(levels):
    """Return the shapes of the tables that the levels name, by that name."""
    found = {}
    for level in levels.levels:
        if level.published:
            is_inside, share = levels.is_in_region(level.code), level.published_share
            names = (levels.region, level.code) if is_inside else (level.code,)
            more = (*((share,) if share else SCORES), "rank", *(() if is_inside else ("n_units_ranked",)))
            found[level.published] = Shape(
                ("year", *names, *more, "source"),
                names,
                True,
                level.code,
                level.code,
                share or SCORES[0],
                bool(share),
            )
    return found


def results_shape(name: str, columns: "pd.DataFrame | set[str] | Sequence[str]", levels: "Levels") -> Shape | None:
    """Return the shape of a table of results; None where a table is none.

    Parameters
    ----------
    name : str
        Of the file, without its ending: a level's own table is held to its columns.
    columns : collection of str
    levels : Levels

    Examples
    --------
    >>> from .levels import shipped_levels
    >>> columns = ["year", "province", "unit", "level", "score", "max_score", "rank", "source"]
    >>> results_shape("so_2025", columns, shipped_levels()).unit
    'unit'
    >>> results_shape("so_2025", columns[:4], shipped_levels()) is None
    True
    """
    own = own_tables(levels)
    if name in own:
        return own[name]
    order = [
        any_level(levels),
        *sorted(own.values(), key=lambda each: levels.codes.index(each.level), reverse=True),
    ]
    return next((each for each in order if set(each.columns) <= set(columns)), None)


def shape_of(name, table, levels):
    """Return the shape of a table read as text; None where nobody knows what it says.

    A table kept beside the results also is one of at least `LEAST_NUMBERS` numbers for each unit of a level, by
    year: its pillars' indices or places.
    """
    columns = set(table.columns)
    if shape := results_shape(name, columns, levels):
        return shape
    for kind, needed in BESIDE.items():
        if name == kind == "facts" or set(needed) <= columns:
            return Shape(needed, FILLED.get(kind, ()))
    whose = next((code for code in levels.codes if code in columns), "")
    if whose and {"year", "source"} <= columns and _n_numbers(table.drop(columns=["year"])) >= LEAST_NUMBERS:
        return Shape(("year", whose, "source"), (whose,))
    return None


def _n_numbers(table):
    """How many columns hold numbers only, and at least one."""
    filled = [[text for text in table[column].unique() if text] for column in table]
    return sum(bool(texts) and all(map(is_number, texts)) for texts in filled)


def nearest_shape(columns, levels):
    """Return what a table may be meant for and lacks least: its columns, and those that are missing.

    >>> from .levels import shipped_levels
    >>> nearest_shape(["year", "province", "unit", "level", "score", "rank"], shipped_levels())[1]
    ['max_score', 'source']
    """
    shapes = [any_level(levels), *own_tables(levels).values()]
    meant = {name.strip().casefold() for name in columns}  # a capital or a space tells what was meant, and is told
    nearest = min(shapes, key=lambda each: len(set(each.columns) - meant))
    return list(nearest.columns), [name for name in nearest.columns if name not in columns]
