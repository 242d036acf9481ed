"""The data dictionary: every column of every processed table, as a build of the sample has it.

Tables that everybody passes around have a dictionary (``dataset/columns.toml``): what columns mean, and NaN there.
The same names mean the same in the other tables that are counted; the docstrings of who makes them tell the rest.
"""

import inspect
import re
from collections import Counter
from functools import cache

from mkdocs.structure.files import File

from dts_analysis import dataset, messages, reference, scoring
from dts_analysis.analysis import agreement, gap_parts, losses, ranking, rollup, screening, verification
from dts_analysis.analysis.robustness import Ranked, intervals
from dts_analysis.dataset import columns, groups
from dts_analysis.dataset.intervals import place_intervals
from dts_analysis.intake import read_raw

# Table -> whose docstrings describe its columns, the nearest first, as far as no dictionary does.
TOLD_BY = {
    "scores": (scoring.score, read_raw),
    "gaps": (verification.gaps,),
    "unit_changes": (reference.load_unit_changes,),
    "reasons": (reference.load_reasons,),
    "grounds": (reference.load_grounds, reference.load_reasons),
    "remedies": (reference.load_remedies,),
    "class_counts": (scoring.class_counts,),
    "bases": (ranking.best_basis, groups.bases),
    "place_intervals": (Ranked.intervals, intervals, place_intervals),
    "peers": (groups.peers,),
    "gap_parts": (gap_parts.gap_parts, verification.gap_summary),
    "indicator_gaps": (groups.indicator_gaps, verification.gap_summary),
    "agreement": (groups.agreement_of_sets, agreement.agreement),
    "outliers": (groups.outliers, screening.outliers),
    "measured_gaps": (verification.gaps,),
    "majorities": (groups.majorities, rollup.typical),
    "indicator_counts": (groups.indicator_counts, rollup.by_indicator),
    "causes": (groups.causes, losses.by_cause),
    "parties": (groups.parties, losses.by_party, losses.by_cause),
}
_MEASURED = ("gap_parts", "indicator_gaps", "agreement", "outliers")
TOLD_BY |= {groups.of_gaps(name, "measured"): TOLD_BY[name] for name in _MEASURED}
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
    content = page(dataset.load("data/processed"))
    files.append(File.generated(config, "analysts/data_dictionary.md", content=content))
    return files


def page(data):
    """Return the page for the tables of a build: by table its rows, and what its columns are."""
    before = messages.language()
    messages.use("en")
    tables = "\n".join(_table(name, getattr(data, name)) for name in dataset.TABLES)
    messages.use(before)
    return (
        "# Data dictionary\n\nMade from the code and from a build of the sample each time these pages are built."
        " Tables of a build lie in `data/processed/<build>/<table>.parquet`; in a notebook"
        " `data.rows(table, unit_code=…)` or `data.<table>` gives them, `data.dictionary(table)` what follows."
        " **Empty** is how many rows of the sample's table hold nothing there, and what that means: NaN, NA, of a"
        ' text "". Blank, zero, not applicable and not judged yet are four things: see'
        f" [what counts](../methodology/points.md#what-counts).\n{tables}"
    )


def told(maker):
    """Return what a docstring says of the table that is returned, as Markdown.

    >>> told(reference.load_remedies).splitlines()[0]
    'Return what helps, in the order of its file: `remedy_code`, `label_vi`, `label_en` and what it makes.'
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
    shared = _shared() if name in groups.SORTED_BY else {}
    rows = [_row(column, table[column], _own(name), shared) for column in table]
    heading = ["column", "type", "unit", "empty", "example", "meaning"]
    lines = [heading, ["---"] * len(heading), *rows]
    grid = "\n".join("| " + " | ".join(each.replace("|", "¦") for each in line) + " |" for line in lines)
    said = f"{columns.described()[name]}. " if name in columns.described() else ""
    return f"\n## {name}\n\n{said}{len(table):,} rows in the sample.\n\n{grid}\n\n{_told_of(name)}\n"


def _own(name):
    """A table's own dictionary, by column; {} where it has none."""
    return columns.dictionary(name).to_dict("index") if name in columns.described() else {}


@cache
def _shared():
    """What columns mean in most of the tables that have them, by column."""
    found = {}
    for name in columns.described():
        for column, entry in _own(name).items():
            found.setdefault(column, []).append((entry["unit"], entry["meaning"]))
    most = {column: Counter(ways).most_common(1)[0][0] for column, ways in found.items()}
    return {column: {"unit": unit, "meaning": meaning} for column, (unit, meaning) in most.items()}


def _told_of(name):
    read = "Read `measured_` where this says `verified_`.\n\n" if name.startswith("measured_") else ""
    makers = TOLD_BY.get(name, ())
    return read + "\n\n".join(f"[`{_called(maker)}`][{_home(maker)}]: {told(maker)}" for maker in makers)


def _row(column, values, own, shared):
    """What a table says of a column: what it holds, and what its dictionary, or that of others, says it means."""
    entry = own.get(column) or shared.get(column, {"unit": _unit(column), "meaning": "see below"})
    is_empty = values.isna() | (values.astype("str") == "")
    example = "" if is_empty.all() else f"`{_shortened(values[~is_empty].iloc[0])}`"
    empty = f"{is_empty.mean():.0%}" if len(values) else "—"
    empty += f": {own[column]['missing']}" if column in own and own[column]["missing"] else ""
    shown = f"**`{column}`**" if column in own and own[column]["is_key"] else f"`{column}`"
    return [shown, _type(values.dtype), entry["unit"], empty, example, entry["meaning"]]


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
