"""A first draft of a criteria set from a sheet people already have: the common 11 columns."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ..errors import DtsError, finding, stop_if
from ..reference import SCHEMA_FIRST_LINE, shipped_levels
from .headers import find_header
from .headings import spelling
from .numbers import read_number
from .rows import is_total
from .text import clean, fold
from .workbook import read_sheets

if TYPE_CHECKING:
    from ..reference.level_words import Levels

_ID = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[A-Za-z0-9.]+")
NEEDED = ("code", "name", "group", "max_points")
NOTE = "Bản phác thảo từ một bảng có sẵn: cần bổ sung số quyết định, cách chấm, và kiểm tra từng điểm tối đa."
STATUSES = [
    {"code": "not_started", "name_vi": "Chưa thực hiện", "name_en": "Not started", "when": "both_zero"},
    {
        "code": "needs_evidence",
        "name_vi": "Cần bổ sung minh chứng",
        "name_en": "Needs evidence",
        "when": "verified_below_claimed",
    },
    {"code": "completed", "name_vi": "Hoàn thành", "name_en": "Completed", "when": "both_max"},
    {"code": "in_progress", "name_vi": "Đang thực hiện", "name_en": "In progress", "when": "otherwise"},
]


def draft_criteria(path: Path, criteria_id: str, year: int = 2025, levels: "Levels | None" = None) -> str:
    """Return the YAML text of a criteria set drafted from a sheet with one row per indicator.

    Pillars are the sheet's groups in their order, with the codes P1, P2, …; an indicator printed
    ``4.10`` in the fourth group becomes ``P4-4.10``. Rules are `manual`: no such sheet holds a rule.
    Where all maxima are 0 the set counts what passes. Elsewhere no person gives points up to 0, and the draft
    holds a target there, which gives and takes nothing, as undecided: only the decision says what it takes.

    Parameters
    ----------
    path : path
        CSV or Excel with columns for code, name, group (nhóm) and maximum; others are ignored.
    criteria_id : str
        The new set's id.
    year : int
        The assessed year the draft is for.
    levels : Levels, optional
        The set is drafted for the lowest of them; those that come with the package unless told.

    Raises
    ------
    DtsError
        Where the id is none, the file cannot be read, a needed column is absent, a row lacks its code or
        group, a code is doubled, holds odd characters or is stored as a number (``4.10`` became 4.1), or a
        maximum cannot be read or is below 0; every fault at once.
    """
    path = Path(path)
    if not _ID.fullmatch(criteria_id):
        raise DtsError(finding("draft_id", criteria_id))
    sheets = read_sheets(path, path.name)
    found = next(((sheet, header) for sheet in sheets if (header := find_header(sheet.rows))), None)
    if found is None:
        seen = ", ".join(sheet.name for sheet in sheets) or "—"
        raise DtsError(finding("header_missing", path.name, seen=seen))
    sheet, header = found
    missing = [name for name in NEEDED if name not in header.columns]
    stop_if([finding("draft_column_missing", sheet.where, column=spelling(name)) for name in missing])
    indicators, pillars = _read_indicators(sheet, header)
    level = (levels or shipped_levels()).lowest.code
    document = _document(criteria_id, path.stem, year, indicators, pillars, level)
    return SCHEMA_FIRST_LINE + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _read_indicators(sheet, header):
    indicators, pillars, faults, seen = [], {}, [], {}
    for number in range(header.first_row, len(sheet.rows)):
        row = sheet.rows[number]
        cells = {name: row[at] if (at := header.columns[name]) < len(row) else "" for name in NEEDED}
        printed, has_maximum = clean(cells["code"]).rstrip(". "), clean(cells["max_points"]) != ""
        if is_total(fold(clean(cells["name"]))) or is_total(fold(printed)):
            continue
        if not has_maximum and not clean(cells["group"]):
            continue  # a blank row, the heading of a group, a signature
        where = sheet.at(number, header.columns["code"])
        empty = [name for name in ("code", "name", "group") if not clean(cells[name])]
        faults += [
            finding("draft_cell_empty", sheet.at(number, header.columns[name]), column=spelling(name))
            for name in empty
        ]
        if printed and not _CODE.fullmatch(printed):
            faults.append(finding("draft_code_odd", where, code=printed))
        if isinstance(cells["code"], float):
            faults.append(finding("draft_code_number", where, code=cells["code"]))
        if printed and printed in seen:
            faults.append(finding("indicator_doubled", where, code=printed, other=seen[printed]))
        seen[printed] = where
        maximum = read_number(cells["max_points"])
        if maximum.value is None or maximum.code or maximum.value < 0:
            place = sheet.at(number, header.columns["max_points"])
            faults.append(finding("draft_maximum", place, text=clean(cells["max_points"])))
            continue
        group = clean(cells["group"])
        pillar = pillars.setdefault(fold(group), {"code": f"P{len(pillars) + 1}", "name": group, "max": 0.0})
        pillar["max"] += maximum.value
        indicators.append(
            {
                "code": f"{pillar['code']}-{printed}",
                "printed_as": printed,
                "name_vi": clean(cells["name"]),
                "max_points": maximum.value,
                "rule": {"kind": "manual"},
            }
        )
    for each in indicators if any(each["max_points"] for each in indicators) else []:
        if not each["max_points"]:
            each |= {"rule": {"kind": "target", "of": "value", "at_least": 1}, "undecided": ["rule"]}
    if not indicators and not faults:
        faults.append(finding("draft_empty", sheet.where))
    stop_if(faults)
    return indicators, list(pillars.values())


def _document(criteria_id, title, year, indicators, pillars, level):
    return {
        "id": criteria_id,
        "title": title,
        "level": level,
        "issuer": "",
        "decision": "",
        "issued_on": None,
        "source": "",
        "provenance": "transcribed",
        "provenance_note": NOTE,
        "years": [year],
        "total_points": sum(pillar["max"] for pillar in pillars),
        "ranking": {"precision": 2, "method": "competition", "group": "parent"},
        "class_scheme": {
            "kind": "conditions",
            "note": NOTE,
            "classes": [each | {"is_upper": each["when"] == "both_max"} for each in STATUSES],
        },
        "pillars": [
            {
                "code": pillar["code"],
                "printed_as": str(number),
                "name_vi": pillar["name"],
                "name_en": "",
                "group": "",
                "max_points": pillar["max"],
            }
            for number, pillar in enumerate(pillars, 1)
        ],
        "indicators": indicators,
    }
