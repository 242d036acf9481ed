"""Figures published by authorities: each table recognised by its columns, each row held to what it must say."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import DtsError, finding
from ..messages import say
from .csv_table import is_number, read_table
from .levels import load_levels
from .nearest import nearest_units
from .published_shapes import BESIDE, NAMED, nearest_shape, shape_of

if TYPE_CHECKING:
    from ..errors import Finding
    from .level_words import Levels

FOLDER = "published"
PRINTED_AT = "printed_at"  # the row's place in its file, beside what stands in it
BESIDE_TABLES = {".md", ".txt"}  # files that explain
TEXTS = ("unit_code", "of", "parent", "among", "basis", "note", "source", *NAMED)


def load_published(raw: str | Path, levels: "Levels | None" = None) -> tuple[dict[str, pd.DataFrame], list[Any]]:
    """Return the tables of ``data/raw/published`` by file name, and findings for what in them is not understood.

    A file that nobody can read is not among them; one whose columns say nothing to us is, as it stands. Of a table
    of results, and of single facts, the rows with a cell that cannot be understood are left out.

    Parameters
    ----------
    raw : path
    levels : Levels, optional
        Those of the folder unless told.

    Returns
    -------
    dict, list of Finding
        Cells of numbers are numbers, NaN where nothing is stated; ``printed_at`` is each row's place, file!row.
    """
    tables, found, levels = {}, [], levels or load_levels(raw)
    folder = Path(raw) / FOLDER
    for path in sorted(folder.glob("[!.]*")):
        if path.suffix.lower() in BESIDE_TABLES:
            continue
        if path.suffix.lower() != ".csv":
            found.append(finding("published_not_csv", f"{FOLDER}/{path.name}"))
            continue
        try:
            table = read_table(path)
        except DtsError as error:
            found += [replace(each, where=f"{FOLDER}/{each.where}") for each in error.findings]
            continue
        tables[path.stem], faults = _understood(path, table, levels)
        found += faults
    return tables, found


def structures(published: dict[str, Any]) -> pd.DataFrame:
    """Return what was published of criteria sets' structure: a row per pillar, or total, of a set.

    Parameters
    ----------
    published : dict
        As from `load_published`.

    Returns
    -------
    DataFrame
        ``set_id``, ``level``, ``year``, ``pillar``, ``n_indicators`` and ``max_points`` (NaN where the page states
        none), ``source``.
    """
    columns = list(BESIDE["structures"])
    found = [table[columns] for table in published.values() if set(columns) <= set(table)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _understood(path, table, levels):
    """A table with its numbers, without the rows that are not understood, and the findings for these."""
    where = f"{FOLDER}/{path.name}"
    if "region" in table and levels.region not in table and set(NAMED) <= set(table):
        table = table.rename(columns={"region": levels.region or "region"})
    shape = shape_of(path.stem, table, levels)
    if shape is None:
        needed, missing = nearest_shape(table.columns, levels)
        facts = {"columns": _listed(table.columns), "needed": _listed(needed), "missing": _listed(missing)}
        return _with_numbers(table, TEXTS), [finding("published_unknown", where, **facts)]
    missing = [name for name in shape.columns if name not in table]
    if missing:
        return table.iloc[:0], [finding("column_missing", where, column=name) for name in missing]
    table[PRINTED_AT] = [f"{path.name}!{row}" for row in range(2, len(table) + 2)]
    is_again = (table.drop(columns=PRINTED_AT) == table.columns.drop(PRINTED_AT)).all(axis=1)
    found = [_habit("published_heading_again", table[is_again], shape.columns[0])] if is_again.any() else []
    table = table[~is_again].reset_index(drop=True)
    is_out = pd.Series(False, index=table.index)
    for column, is_wrong, expected in _faults(table, shape, levels):
        if is_wrong.any():
            found.append(_habit("published_row", table[is_wrong], column=column, expected=expected))
            is_out |= is_wrong
    texts = {*TEXTS, PRINTED_AT, *shape.names} - set(shape.numbers)
    table = _with_numbers(table[~is_out].reset_index(drop=True), texts)
    return table, found + (_beyond(table, shape) if shape.is_results else [])


def _listed(columns):
    return ", ".join(name or say("published_no_name") for name in columns)


def _faults(table, shape, levels):
    """Every kind of cell that is not understood: its column, which rows have it, and what should stand there."""
    for column in shape.names:
        yield column, table[column].str.strip() == "", say("published_name")
    if shape.is_results and not shape.level:
        is_level = table["level"].isin(levels.of_sets)
        yield "level", ~is_level, say("published_level", levels=", ".join(levels.of_sets))
        if levels.region:
            is_inside = table["level"].isin([code for code in levels.of_sets if levels.is_in_region(code)])
            yield levels.region, is_inside & (table[levels.region].str.strip() == ""), say("published_name")
    if shape.is_results:
        yield "source", table["source"].str.strip() == "", say("published_source")
    for column, (is_right, example) in shape.numbers.items():
        if column in table:
            wrong = [text for text in table[column].unique() if text and not is_right(text)]
            expected = say("published_place", place=example) if column == "rank" else example
            yield column, table[column].isin(wrong), expected


def _beyond(table, shape):
    """Findings for scores above what could be had, and places beyond the last one."""
    found = []
    for column, most, code in (
        (shape.score, "max_score", "published_above_maximum"),
        ("rank", "n_units_ranked", "published_beyond_last"),
    ):
        if most in table and not (shape.is_share and most == "max_score"):
            is_beyond = pd.to_numeric(table[column]) > pd.to_numeric(table[most])
            if is_beyond.any():
                rows = table[is_beyond]
                facts = {"unit": str(rows[shape.unit].iloc[0]), "most": float(rows[most].iloc[0])}
                found.append(_habit(code, rows, column=column, **facts))
    return found


def _habit(code, rows, column, **facts):
    """What rows do again and again is one finding, with the place of each and the words of the first."""
    places = [f"{FOLDER}/{place}" for place in rows[PRINTED_AT]]
    cells = tuple(places) if len(places) > 1 else ()
    return finding(code, places[0], cells=cells, column=column, value=rows[column].iloc[0], **facts)


def _with_numbers(table, texts):
    """The table with its columns of numbers as numbers; what is blank is not stated."""
    table = table.copy()
    for column in table.columns.difference(list(texts)):
        table[column] = table[column].mask(table[column] == "")
        if table[column].dropna().map(is_number).all():
            table[column] = pd.to_numeric(table[column])
    return table


def check_published_units(published: dict[str, pd.DataFrame], units: pd.DataFrame) -> "list[Finding]":
    """Return findings for codes of units that nobody knows: facts are told nowhere then, results by name.

    Parameters
    ----------
    published : dict
        As from `load_published`.
    units : DataFrame
        As from `load_units`.
    """
    found = []
    for table in published.values():
        if {"unit_code", PRINTED_AT} <= set(table):
            unknown = table[(table["unit_code"] != "") & ~table["unit_code"].isin(units["unit_code"])]
            if len(unknown):
                first = unknown["unit_code"].iloc[0]
                near = nearest_units(units, [first])[first]
                found.append(_habit("published_unit_unknown", unknown, column="unit_code", near=near))
    return found
