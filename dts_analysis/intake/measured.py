"""Values measured by systems, beside what units declare: ``data/raw/measured/*.csv``, read as declared ones."""

import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import DtsError, finding, stop_if
from ..messages.personal import masked
from ..reference import (
    check_filled,
    check_words,
    is_date,
    is_year,
    read_table,
    unit_on,
    units_on,
)
from .measured_values import KEYS, values_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..reference.criteria import CriteriaSet

FOLDER = "measured"
COLUMNS = (
    "year",
    "criteria_id",
    "unit_code",
    "indicator_code",
    "value",
    "total",
    "measured_on",
    "system",
    "source",
)
MONTHS_AFTER = 3  # of the next year: a system reports the year that has ended a while later
_FILLED = ("value", "measured_on", "system", "source")


def read_measured(
    raw: "Path", criteria: "dict[str, CriteriaSet]", units: pd.DataFrame, months_after: int = MONTHS_AFTER
) -> tuple[pd.DataFrame, list[Any]]:
    """Return what systems measured, one row per unit, year and indicator, and what is wrong with the files.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `reference.load_units`.
    months_after : int
        So many months after the year's end a value of the year may still be measured; said with what is refused.

    Returns
    -------
    table : DataFrame
        ``unit_code``, ``year``, ``criteria_id``, ``indicator_code``; ``measured_value`` and ``measured_total`` as
        the indicator's rule reads them (NaN where it reads no number there), ``measured_text`` (as it stands),
        ``measured_on`` (an ISO date), ``measured_system``, ``measured_origin`` (the column ``source``) and
        ``measured_source`` (the row, ``measured/iot.csv!5``). Of several days the latest. Without rows where there
        are no such files.
    findings : list of Finding
        Every row that is not taken in, with its place; a row taken in of which something is to be said.

    Raises
    ------
    DtsError
        Where a file is no table of these columns; all files at once.
    """
    tables, faults, findings = [], [], []
    for path in sorted(each for each in (raw / FOLDER).glob("[!.~]*")):
        name = f"{FOLDER}/{path.name}"
        if path.suffix.lower() != ".csv":
            findings.append(finding("measured_not_csv", name))
            continue
        try:
            table = read_table(path, COLUMNS)
        except DtsError as error:
            faults += error.findings
            continue
        table, found = _sound(table, name, criteria, units, months_after)
        tables.append(table)
        findings += found
    stop_if(faults)
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*COLUMNS, "where"])
    rows, found = _each_once(rows)
    table, unread = values_of(rows, criteria, units)
    return table, findings + found + unread


def _sound(table, name, criteria, units, months_after):
    """The rows of one file of which nothing is wrong but perhaps the value, with their place; and the faults."""
    found = check_filled(table, name, _FILLED, "…")
    for column, is_right, words in (
        ("year", is_year, "2026"),
        ("criteria_id", criteria.__contains__, ", ".join(criteria)),
        ("measured_on", is_date, "2026-12-31"),
    ):
        found += check_words(table, name, column, is_right, words)
        found += check_filled(table, name, [column], words) if column != "measured_on" else []
    found += check_filled(table, name, ["unit_code", "indicator_code"], "…")
    table = table.assign(where=[f"{name}!{at + 2}" for at in table.index])
    sound = table[~table["where"].isin({each.where for each in found})]
    found += _check_units(sound, units) + _check_sets(sound, criteria, units) + _check_days(sound, months_after)
    sound = sound[~sound["where"].isin({each.where for each in found})]
    sound, masks = _unpersonal(sound)
    return sound, sorted(found, key=lambda each: int(each.where.rpartition("!")[2])) + masks


def _check_units(table, units):
    known = units_on(units, table[["unit_code", "year"]].drop_duplicates())
    borne = pd.MultiIndex.from_frame(known[["unit_code", "year"]].astype("str"))
    strange, said = table[~pd.MultiIndex.from_frame(table[["unit_code", "year"]]).isin(borne)], {}
    for key in strange[["unit_code", "year"]].drop_duplicates().itertuples(index=False):
        try:
            unit_on(units, key.unit_code, int(key.year))
        except DtsError as error:
            said[tuple(key)] = error.findings[0]
    return [
        finding(said[key].code, row.where, year=said[key].year, **said[key].facts)
        for row in strange.itertuples()
        if (key := (row.unit_code, row.year)) in said
    ]


def _check_sets(table, criteria, units):
    """A set of another level or year than the unit's; an indicator that the set does not have."""
    levels = units_on(units, table[["unit_code", "year"]].drop_duplicates()).astype({"year": "str"})
    levels = levels.set_index(["unit_code", "year"])["level"].to_dict()
    codes = {name: {each.code for each in one.indicators} for name, one in criteria.items()}
    found = []
    for row in table.itertuples():
        one, level = criteria[row.criteria_id], levels.get((row.unit_code, row.year))
        facts = {"criteria": one.id, "unit_code": row.unit_code, "year": int(row.year)}
        if row.indicator_code not in codes[one.id]:
            found.append(finding("measured_indicator_unknown", row.where, code=row.indicator_code, **facts))
        if int(row.year) not in one.years:
            years = ", ".join(map(str, one.years))
            found.append(finding("measured_year", row.where, years=years, **facts))
        if level is not None and level != one.level:
            found.append(finding("measured_level", row.where, level=level, expected=one.level, **facts))
    return found


def _check_days(table, months_after):
    found = []
    for (year, day), rows in table.groupby(["year", "measured_on"])["where"]:
        first, last = f"{year}-01-01", _last_day(int(year), months_after)
        if not first <= day <= last:
            window = {"day": day, "first": first, "last": last, "months": months_after, "year": int(year)}
            codes = table.loc[rows.index, "unit_code"]
            found += [
                finding("measured_day", where, unit_code=code, **window)
                for where, code in zip(rows, codes, strict=True)
            ]
    return found


def _last_day(year, months_after):
    """The last day of so many months after a year's end.

    >>> _last_day(2026, 0), _last_day(2026, 3)
    ('2026-12-31', '2027-03-31')
    """
    years, month = divmod(months_after, 12)
    first_after = datetime.date(year + 1 + years, month + 1, 1)
    return (first_after - datetime.timedelta(days=1)).isoformat()


def _unpersonal(table):
    """The table without personal data in what people wrote, and where there was some."""
    found = []
    for column in ("value", "total", "system", "source"):
        texts = {text: masked(text) for text in table[column].unique()}
        hits = table[column].map(lambda text, texts=texts: texts[text][1]).astype("bool")
        found += [
            finding("personal_data_masked", row.where, unit_code=row.unit_code, year=int(row.year))
            for row in table[hits].itertuples()
        ]
        table = table.assign(**{column: table[column].map(lambda text, texts=texts: texts[text][0])})
    return table, found


def _each_once(table):
    """The latest day's row of each answer; of several rows of that day none, as nobody knows which is right."""
    if table.empty:
        return table, []
    ordered = table.sort_values([*KEYS, "measured_on"], kind="stable")
    latest = ordered.groupby(KEYS, sort=False)["measured_on"].transform("max")
    last = ordered[ordered["measured_on"] == latest]
    is_doubled = last.duplicated(KEYS, keep=False)
    found = [
        finding(
            "measured_doubled", rows["where"].iloc[-1], unit_code=unit_code, year=int(year), code=code,
            places=", ".join(rows["where"]), day=rows["measured_on"].iloc[0],
        )
        for (unit_code, year, _, code), rows in last[is_doubled].groupby(KEYS, sort=False)
    ]  # fmt: skip
    earlier = ordered[ordered["measured_on"] != latest]
    if len(earlier):
        found.append(finding("measured_earlier", earlier["where"].iloc[0], count=len(earlier)))
    return last[~is_doubled].sort_index(), found
