"""The data dictionary: every column of every processed table, as a build of the sample has it.

What columns mean is what the docstrings of those that make the table say it returns.
"""

import inspect
import re

from mkdocs.structure.files import File

from dts_analysis import dataset, errors, reference, scoring
from dts_analysis.analysis import agreement, losses, rank_moves, ranking, rollup, screening, verification
from dts_analysis.analysis.robustness import Ranked, intervals
from dts_analysis.dataset import groups
from dts_analysis.dataset.intervals import place_intervals
from dts_analysis.intake import manifest, receive

# Table -> whose docstrings describe its columns, the nearest first. What a table takes over comes last.
TOLD_BY = {
    "scores": (scoring.score, receive.read_raw),
    "received": (manifest.read_manifest,),
    "units": (reference.load_units,),
    "unit_changes": (reference.load_unit_changes,),
    "reasons": (reference.load_reasons,),
    "grounds": (reference.load_grounds, reference.load_reasons),
    "remedies": (reference.load_remedies,),
    "findings": (errors.findings_table,),
    "counted": (scoring.count,),
    "totals": (scoring.totals,),
    "class_counts": (scoring.class_counts,),
    "standings": (groups.standings, ranking.ranked, scoring.totals, rank_moves.rank_moves),
    "bases": (ranking.best_basis, groups.bases),
    "place_intervals": (Ranked.intervals, intervals, place_intervals),
    "peers": (groups.peers,),
    "gaps": (verification.gaps, scoring.score, receive.read_raw, scoring.count),
    "indicator_gaps": (verification.gap_summary, groups.indicator_gaps),
    "agreement": (agreement.agreement, groups.agreement_of_sets),
    "outliers": (screening.outliers, groups.outliers),
    "majorities": (groups.majorities, rollup.typical),
    "indicator_counts": (groups.indicator_counts, rollup.by_indicator),
    "causes": (groups.causes, losses.by_cause),
    "parties": (groups.parties, losses.by_party, losses.by_cause),
}
TOLD_BY |= {
    groups.of_gaps(name, "measured"): TOLD_BY[name] for name in ("gaps", "indicator_gaps", "agreement", "outliers")
}
# what the end of a name says, in every table
SUFFIXES = {
    "_code": "text key",
    "_id": "text key",
    "_points": "points",
    "_share": "share, 1 is all",
    "_on": "day, as 2022-12-31",
    "_rank": "place from 1",
    "_places": "places, up is positive",
    "_vi": "Vietnamese text",
    "_en": "English text",
    "_text": "free text",
    "_name": "name to show",
}
PREFIXES = {"n_": "how many", "is_": "yes or no", "has_": "yes or no"}


def on_files(files, config, **_):
    """Add the page."""
    files.append(
        File.generated(config, "analysts/data_dictionary.md", content=page(dataset.load("data/processed")))
    )
    return files


def page(data):
    """Return the page for the tables of a build: by table its rows, what makes it, and its columns."""
    head = (
        "# Data dictionary\n\nMade from the code and from a build of the sample each time these pages are built."
        " Tables of a build lie in `data/processed/<build>/<table>.parquet`; in a notebook"
        " `data.rows(table, unit_code=…)` or `data.<table>` gives them. **Empty** is how many rows of the sample's"
        ' table hold nothing there: NaN, NA or "". Blank, zero, not applicable and not judged yet are four things:'
        " see [what counts](../methodology/points.md#what-counts).\n"
    )
    return head + "\n".join(_table(name, getattr(data, name)) for name in dataset.TABLES)


def told(maker):
    """Return what a docstring says of the table that is returned, as Markdown.

    >>> told(reference.load_remedies)
    'Return what helps, in the order of its file: `remedy_code`, `label_vi`, `label_en`.'
    >>> told(scoring.class_counts).split("``")[0]
    'One row per '
    """
    text = inspect.getdoc(maker)
    _, found, after = text.partition("Returns\n-------\n")
    if not found:
        return text.split("\n\nParameters\n")[0]
    described = re.split(r"\n\n(?:[A-Z][a-z]+\n-{3,}\n|\S)", after)[0]
    return inspect.cleandoc("\n" + described.partition("\n")[2])


def _table(name, table):
    rows = [_row(column, table[column]) for column in table]
    read = "Read `measured_` where this says `verified_`.\n\n" if name.startswith("measured_") else ""
    said = read + "\n\n".join(f"[`{_called(maker)}`][{_home(maker)}]: {told(maker)}" for maker in TOLD_BY[name])
    return (
        f"\n## {name}\n\n{len(table):,} rows in the sample.\n\n"
        "| column | type | unit | empty | example |\n|---|---|---|---|---|\n" + "\n".join(rows) + f"\n\n{said}\n"
    )


def _row(column, values):
    is_empty = values.isna() | (values.astype("str") == "")
    example = "" if is_empty.all() else f"`{_shortened(values[~is_empty].iloc[0])}`"
    empty = f"{is_empty.mean():.0%}" if len(values) else "—"
    return f"| `{column}` | {_type(values.dtype)} | {_unit(column)} | {empty} | {example} |"


def _type(dtype):
    name = str(dtype).lower()
    kinds = {"category": "text", "str": "text", "object": "list of text", "bool": "yes/no", "boolean": "yes/no/NA"}
    return kinds.get(name) or ("whole number" if "int" in name else "number")


def _unit(column):
    ends = [words for end, words in SUFFIXES.items() if column.endswith(end) or column == end[1:]]
    starts = [words for start, words in PREFIXES.items() if column.startswith(start)]
    return next(iter(starts + ends), "")


def _shortened(value):
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return (text if len(text) <= 32 else text[:31] + "…").replace("|", "¦").replace("`", "'").replace("\n", " ")


def _home(told):
    return f"{told.__module__}.{told.__qualname__}"


def _called(told):
    return ".".join(_home(told).split(".")[-2:])
