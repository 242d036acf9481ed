"""A folder of received files to one table of answers, one row per unit, year and indicator."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import DtsError, Finding, finding
from ..reference import units_on
from ..scoring.verdict import is_typed_alike
from .form_head import check_head
from .forms import FormReader
from .manifest import read_manifest
from .typed_gaps import check_gaps
from .workbook import read_sheets

NUMBERS = ["declared_value", "declared_total", "claimed_points", "verified_points", "final_points"]
JUDGED = ("verified_points", "final_points")
VERDICT = ("ground_code", "method", "verified_on", "verifier_note")
CODES = ["unit_code", "criteria_id", "indicator_code", "answer_status"]  # few values, many rows
ANSWER_COLUMNS = [
    "unit_code",
    "year",
    "criteria_id",
    "indicator_code",
    "answer_status",
    *NUMBERS[:2],
    "declared_text",
    *NUMBERS[2:],
    "reason_codes",
    "reason_shares",
    "reason_basis",
    "explanation",
    "evidence",
    "ground_code",
    "method",
    "verified_on",
    "verifier_note",
    "source",
    "verified_source",
]


@dataclass(frozen=True)
class Intake:
    """What came in: `answers`, the `received` files in force, and every finding on the way."""

    answers: pd.DataFrame
    received: pd.DataFrame
    findings: list


def read_raw(raw, criteria, units, known):
    """Return the answers of every received form, with the findings.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `reference.load_units`.
    known : Codes
        The codes forms may use.

    Returns
    -------
    Intake
        `answers` has one row per unit, year and indicator of its criteria set, also where the form has no
        such row: numbers are NaN and text "" where nothing stands. ``answer_status`` is one of

        - answered: points claimed or values declared;
        - missing: blank, or the form has no such row;
        - invalid: the claimed points cannot be read or be true;
        - unread: nothing of the unit's own form is known, because none was received or not one of its rows
          could be read; what was verified stands beside it;
        - unscored: a manual rule, evidence given, no points;
        - not_applicable: by the set, the working group, or the unit where the group did not judge.

        ``source`` is the cell of the claimed points, ``verified_source`` that of the verified ones;
        ``reason_shares`` says how a loss is split over ``reason_codes`` ("" = equally), ``reason_basis``
        whether form or mapping coded them; ``method`` is desk or on_site, ``verified_on`` an ISO date.

    Raises
    ------
    DtsError
        Where manifest and folder disagree; see `read_manifest`.
    """
    raw = Path(raw)
    received = read_manifest(raw, criteria, units)
    records, findings = [], []
    bearers = units_on(units, received).set_index(["unit_code", "year"], drop=False).to_dict("index")
    for (unit_code, year), files in received.groupby(["unit_code", "year"], sort=True):
        criteria_set = criteria[files["criteria_id"].iloc[0]]
        unit, readers = bearers[unit_code, year], {}
        for row in files.itertuples():
            reader = FormReader(criteria[row.criteria_id], known, unit_code, int(year))
            findings += _read_sheets(raw / row.path, row.path, reader, unit)
            readers[row.stage] = reader
        merged, more = _merge(readers, criteria_set, unit_code, int(year), files["path"].iloc[0])
        records += merged
        findings += more
    answers = pd.DataFrame(records, columns=ANSWER_COLUMNS)
    texts = [column for column in ANSWER_COLUMNS if column not in (*NUMBERS, "year")]
    types = dict.fromkeys(texts, "str") | dict.fromkeys(NUMBERS, "float64") | {"year": "int64"}
    answers = answers.astype(types).astype(dict.fromkeys(CODES, "category"))
    return Intake(answers, received, findings)


def read_form(path, criteria_set, known, unit, year, where=None):
    """Return one file's records by indicator code and its findings, read against one criteria set.

    `known` are the `Codes` a form may use. Nothing raises for a fault in the file: an unreadable workbook
    is one finding and no records.
    """
    reader = FormReader(criteria_set, known, unit["unit_code"], year)
    findings = _read_sheets(Path(path), where or Path(path).name, reader, unit)
    return reader.records, findings


def _read_sheets(path, where, reader, unit):
    try:
        sheets = read_sheets(path, where)
    except DtsError as error:
        of_unit = {"unit_code": reader.unit_code, "year": reader.year}
        return [Finding(each.code, each.where, each.facts, **of_unit) for each in error.findings]
    for code, place, facts in check_head(sheets, unit, reader.year):
        reader.report(code, place, **facts)
    reader.read(sheets, where)
    for code, place, facts in check_gaps(reader.records.values()):
        reader.report(code, place, **facts)
    return reader.findings


def _merge(readers, criteria_set, unit_code, year, path):
    """One record per indicator of the set: the unit's own answers, and what the verifier made of them."""
    own = readers.get("self") or readers.get("sheet")
    judge = readers.get("verification")
    is_read = bool(own and own.records)
    of_unit = {"unit_code": unit_code, "year": year}
    findings = []
    if own is None:
        findings.append(finding("self_form_missing", path, **of_unit))
    merged = []
    for indicator in criteria_set.indicators:
        mine = own.records.get(indicator.code) if own else None
        judged = judge.records.get(indicator.code) if judge else None
        excluded = bool(indicator.applies_to) and unit_code not in indicator.applies_to
        if is_read and mine is None and not excluded:
            facts = {"code": indicator.printed_as, "name": indicator.name_vi}
            findings.append(finding("indicator_absent", path, **of_unit, **facts))
        record = dict(mine or {})
        if judged:
            kept = ("verified_points", "final_points", "verified_source", *VERDICT)
            findings += _check_claim(mine, judged, of_unit)
            record |= {name: judged[name] for name in kept if judged[name] not in (None, "")}
        is_judged_out = any(each["is_judged_out"] for each in (mine, judged) if each)
        status = _status(record, mine, indicator, excluded or is_judged_out)
        if status == "missing" and not is_read:
            status = "unread"
        findings += _check_applies(record, mine, status, excluded, of_unit)
        record |= {"answer_status": status, "indicator_code": indicator.code}
        record |= {"criteria_id": criteria_set.id, **of_unit}
        if status == "not_applicable":
            record |= dict.fromkeys(NUMBERS)
        record["source"] = record.get("source") or path
        merged.append({column: record.get(column, "") for column in ANSWER_COLUMNS} | _nan(record))
    return merged, findings


def _check_claim(mine, judged, of_unit):
    """The claim a verifier worked on, held against the one in force: a sheet may stem from an earlier form."""
    own, seen = (record and record["claimed_points"] for record in (mine, judged))
    if own is None or seen is None or is_typed_alike(own, seen):
        return []
    return [finding("claim_differs", judged["source"], claimed=own, seen=seen, **of_unit)]


def _nan(record):
    return {name: record.get(name) if record.get(name) is not None else float("nan") for name in NUMBERS}


def _check_applies(record, mine, status, excluded, of_unit):
    """What is said not to apply, held against what the other side says."""
    points = next((record[name] for name in JUDGED if record.get(name) is not None), None)
    source, judged_at = record.get("source", ""), record.get("verified_source", "")
    says_out = bool(mine) and mine["is_not_applicable"]
    if excluded and (points is not None or (mine and mine["claimed_points"] is not None)):
        return [finding("not_applicable_answered", source or judged_at, **of_unit)]
    if says_out and status != "not_applicable":
        return [finding("not_applicable_contradicted", judged_at, points=points, **of_unit)]
    if status == "not_applicable" and not says_out and not excluded:
        return [finding("not_applicable_verified", judged_at, **of_unit)]
    return []


def _status(record, mine, indicator, is_out):
    is_verified = any(record.get(name) is not None for name in JUDGED)
    if is_out or (mine and mine["is_not_applicable"] and not is_verified):
        return "not_applicable"
    if mine is None:
        return "missing"
    if mine["is_invalid"]:
        return "invalid"
    if mine["claimed_points"] is not None or mine["declared_value"] is not None:
        return "answered"
    has_text = mine["explanation"] or mine["evidence"]
    return "unscored" if indicator.rule.kind == "manual" and has_text else "missing"
