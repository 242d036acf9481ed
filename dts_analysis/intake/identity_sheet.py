"""Whose form a workbook is, as our own template wrote it into a sheet nobody sees: checked first on return."""

from ..reference import is_year, stages
from .text import clean, fold

SHEET = "dts"
MISDIRECTED = {f"identity_of_another_{what}" for what in ("unit", "year", "stage", "set")}
KEYS = ("criteria_id", "criteria_version", "unit_code", "year", "stage")


def identity_rows(criteria_set, unit_code, year, stage):
    """Return what `read_identity` reads back: a row of key and value for each of `KEYS`, all text.

    Parameters
    ----------
    criteria_set : CriteriaSet
    unit_code : str
    year : int
    stage : str
        As in ``manifest.csv``: one of the set's.
    """
    values = (criteria_set.id, criteria_set.version, unit_code, str(year), stage)
    return list(zip(KEYS, values, strict=True))


def read_identity(sheets):
    """Return what the template says a workbook is, or None where it was not made from a template of ours.

    Parameters
    ----------
    sheets : list of Sheet
        As from `workbook.read_sheets`.

    Returns
    -------
    dict or None
        Text for each of `KEYS`, "" where the row is missing; `year` is an int, None where it is none. `stage` is a
        word of ``manifest.csv``.

    Examples
    --------
    >>> from .workbook import Sheet
    >>> rows = [["criteria_id", "ninhbinh_2022"], ["unit_code", "001"], ["year", "2022"], ["stage", "self"]]
    >>> read_identity([Sheet("dts", "a.xlsx!dts", rows)])["unit_code"]
    '001'
    >>> read_identity([Sheet("Tự đánh giá", "a.xlsx!Tự đánh giá", rows)])
    """
    sheet = identity_sheet(sheets)
    if sheet is None:
        return None
    said = {clean(row[0]): clean(row[1]) for row in sheet.rows if len(row) > 1}
    identity = {key: said.get(key, "") for key in KEYS}
    identity["year"] = int(identity["year"]) if is_year(identity["year"]) else None
    return identity


def identity_sheet(sheets):
    """Return the `Sheet` that holds the identity, None where there is none."""
    named = (sheet for sheet in sheets if sheet.name == SHEET)
    return next((sheet for sheet in named if any(row and clean(row[0]) in KEYS for row in sheet.rows)), None)


def check_identity(sheets, criteria_set, unit_code, unit_name, year, stage):
    """Return ``(code, where, facts)`` of what the template says against the manifest; none without an identity.

    Parameters
    ----------
    sheets : list of Sheet
    criteria_set : CriteriaSet
    unit_code, unit_name, year, stage
        As the manifest has them; of a sheet, which holds several stages, nothing is said.
    """
    identity = read_identity(sheets)
    if identity is None:
        return []
    where = identity_sheet(sheets).where
    missing = [key for key in KEYS if identity[key] in ("", None)]
    if missing:
        return [("identity_incomplete", where, {"missing": ", ".join(missing)})]
    found = []
    if fold(identity["unit_code"]) != fold(unit_code):
        facts = {"found": identity["unit_code"], "listed": unit_name, "listed_code": unit_code}
        found.append(("identity_of_another_unit", where, facts))
    if identity["year"] != year:
        found.append(("identity_of_another_year", where, {"found": identity["year"], "listed": year}))
    if identity["stage"] != stage and stage != stages.SHEET:
        found.append(("identity_of_another_stage", where, {"found": identity["stage"], "listed": stage}))
    if identity["criteria_id"] != criteria_set.id:
        facts = {"found": identity["criteria_id"], "listed": criteria_set.id}
        found.append(("identity_of_another_set", where, facts))
    elif identity["criteria_version"] != criteria_set.version:
        facts = {"found": identity["criteria_version"], "listed": criteria_set.version}
        found.append(("identity_of_another_version", where, {"criteria": criteria_set.id} | facts))
    return found
