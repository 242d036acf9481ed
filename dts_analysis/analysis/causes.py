"""Findings gathered by their cause: what is to be done once, however many cells it concerns."""

import re
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import SEVERITIES
from ..reference import units_on
from .coverage import findings_by_unit

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

CAUSE_COLUMNS = [
    "severity",
    "code",
    "count",
    "n_findings",
    "unit_codes",
    "indicators",
    "cells",
    "message",
    "found",
    "expected",
    "is_example",
    "remedy",
]
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_FILE = re.compile(r".+?\.(?:xls[xmb]?|ods|csv|tsv|txt|ya?ml|json)(?=!|$)", re.IGNORECASE)


def causes(findings: pd.DataFrame, most_cells: int = 3) -> pd.DataFrame:
    """Return findings by cause: those of one code are one row, the gravest and the most frequent first.

    Parameters
    ----------
    findings : DataFrame
        As from `errors.findings_table`.
    most_cells : int
        How many places a row names.

    Returns
    -------
    DataFrame
        One row per ``severity`` and ``code``: ``count`` of the places it stands at, ``n_findings``, ``unit_codes``
        (tuple, in the order found; those of no single unit left out), ``indicators`` (likewise, as printed),
        ``cells`` (tuple of the first places), and ``message`` and ``remedy`` of the first finding; ``is_example``
        where others say something else.

    Examples
    --------
    >>> from ..errors import finding, findings_table
    >>> found = [finding("dash_is_blank", f"{unit}.xlsx!A!G{row}", unit_code=unit, text="-")
    ...     for unit, row in (("001", 5), ("002", 6), ("002", 7))]
    >>> causes(findings_table(found))[["code", "count", "unit_codes"]].to_numpy().tolist()
    [['dash_is_blank', 3, ('001', '002')]]
    """
    rows = []
    for (severity, code), own in findings.groupby(["severity", "code"], sort=False):
        first = own.iloc[0]
        places = tuple(own["where"].head(most_cells))
        counted = int(own["count"].sum())
        differ = len(set(own["message"])) > 1
        whose = _each_once(own["unit_code"]), _each_once(own["indicator"])
        said = first["message"], first["found"], first["expected"], differ, first["remedy"]
        rows.append((severity, code, counted, len(own), *whose, places, *said))
    table = pd.DataFrame(rows, columns=CAUSE_COLUMNS)
    gravity = table["severity"].map(dict(zip(SEVERITIES, range(3), strict=True)))
    order = table.assign(gravity=gravity).sort_values(["gravity", "count"], ascending=[True, False], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


def causes_by_unit(findings: pd.DataFrame, most_cells: int = 3) -> pd.DataFrame:
    """Return what is to be asked of each unit: its own findings by cause, the unit with the most errors first.

    Parameters
    ----------
    findings, most_cells
        As of `causes`; findings of no single unit are nobody's to answer and left out.

    Returns
    -------
    DataFrame
        As from `causes`, one row per ``unit_code``, ``severity`` and ``code``.

    Examples
    --------
    >>> from ..errors import finding, findings_table
    >>> found = [finding("dash_is_blank", f"{u}.xlsx!A!G5", unit_code=u, text="-") for u in ("001", "002")]
    >>> found.append(finding("file_empty", "002.xlsx", unit_code="002"))
    >>> causes_by_unit(findings_table(found))[["unit_code", "code"]].to_numpy().tolist()
    [['002', 'file_empty'], ['002', 'dash_is_blank'], ['001', 'dash_is_blank']]
    """
    own = findings[findings["unit_code"] != ""]
    order = findings_by_unit(own)["unit_code"]
    groups = dict(list(own.groupby("unit_code", sort=False)))
    tables = [causes(groups[code], most_cells).assign(unit_code=code) for code in order]
    return pd.concat([pd.DataFrame(columns=[*CAUSE_COLUMNS, "unit_code"]), *tables], ignore_index=True)


def named(
    findings: pd.DataFrame, scores: pd.DataFrame, criteria: "dict[str, CriteriaSet]", units: pd.DataFrame
) -> pd.DataFrame:
    """Return findings with the names of what they concern: the unit's, and the indicator's by code and name.

    Parameters
    ----------
    findings : DataFrame
        As from `errors.findings_table`.
    scores : DataFrame
        As from `scoring.score`: the cells of its ``source`` and ``verified_source`` say which row is whose.
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `reference.load_units`.

    Returns
    -------
    DataFrame
        `findings` and ``file``, ``sheet``, ``cell`` (each "" where the place has none), ``unit_name`` and
        ``indicator`` (such as ``1.10 Ban Chỉ đạo họp``; where the place is no indicator's row what the finding
        says itself, or "").
    """
    places = pd.DataFrame([parted(where) for where in findings["where"]], columns=["file", "sheet", "cell"])
    rows = _indicator_rows(scores, criteria) if len(findings) else {}
    told = zip(places.itertuples(index=False), findings["indicator"], strict=True)
    indicators = [rows.get((file, sheet, _row(cell)), said) for (file, sheet, cell), said in told]
    lives = findings.loc[(findings["unit_code"] != "") & findings["year"].notna(), ["unit_code", "year"]]
    standing = units_on(units, lives.drop_duplicates())
    names = dict(zip(zip(standing["unit_code"], standing["year"], strict=True), standing["name"], strict=True))
    keys = zip(findings["unit_code"], findings["year"], strict=True)
    unit_names = [names.get(key, key[0]) for key in keys]
    places.index = findings.index
    return findings.assign(**{name: places[name] for name in places}, unit_name=unit_names, indicator=indicators)


def parted(where: str) -> tuple[str, str, str]:
    """Return file, sheet and cell of a finding's place; "" for what it does not say.

    >>> parted("2022/373.xlsx!Tự đánh giá!G12"), parted("a.csv!!B2"), parted("manifest.csv!3")
    (('2022/373.xlsx', 'Tự đánh giá', 'G12'), ('a.csv', '', 'B2'), ('manifest.csv', '', '3'))
    >>> parted("2025/Gấp! Xã A.xlsx!Biểu!C5")
    ('2025/Gấp! Xã A.xlsx', 'Biểu', 'C5')
    """
    named = _FILE.match(where)
    file, rest = (named.group(), where[named.end() + 1 :]) if named else where.partition("!")[::2]
    sheet, _, cell = rest.rpartition("!")
    if not sheet and not _CELL.fullmatch(cell) and not cell.isdecimal():
        sheet, cell = cell, ""
    return file, sheet, cell


def _each_once(names):
    return tuple(dict.fromkeys(name for name in names if name))


def _row(cell):
    found = _CELL.fullmatch(cell)
    return int(found.group(2)) if found else 0


def _indicator_rows(scores, criteria):
    """The printed code and name of the indicator of each (file, sheet, row)."""
    called = {
        (key, each.code): f"{each.printed_as} {each.name_vi}"
        for key, one in criteria.items()
        for each in one.indicators
    }
    rows = {}
    for column in ("source", "verified_source"):
        for place, key, code in zip(scores[column], scores["criteria_id"], scores["indicator_code"], strict=True):
            file, sheet, cell = parted(place)
            if row := _row(cell):
                rows.setdefault((file, sheet, row), called[key, code])
    return rows
