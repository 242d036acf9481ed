"""Readers that are wrong on purpose: what the verdict is worth is seen in how it treats them."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd

from dts_analysis.errors import finding

from .paper import BASES, HEADINGS, MEANS, SHEETS
from .sets import SETS

_FIELDS = {heading: field for field, heading in HEADINGS.items()}


@dataclass
class Received:
    """As `intake.Intake`, as far as it is looked at."""

    answers: pd.DataFrame
    findings: list = field(default_factory=list)


def reads_nothing(raw, *_, **__):
    """Finds no points anywhere, and says nothing."""
    return _received(raw, lambda *_: {})


def reads_as_the_template(raw, *_, **__):
    """Knows the template's headings, takes the first sheet, believes every number; says nothing."""
    return _received(raw, _by_template)


def reads_by_place(raw, *_, **__):
    """Knows in which row and column the template has each indicator's points; says nothing."""
    return _received(raw, _by_place)


def reads_by_name(raw, *_, **__):
    """Knows the template's sheet, its headings in their spelling, its names in theirs; says nothing."""
    return _received(raw, lambda *form: _by_template(*form, key="name"))


def says_too_much(raw, *_, **__):
    """Reads as the template, and has four things to say of every form."""
    received = reads_as_the_template(raw)
    codes = sorted(set(received.answers["unit_code"]))
    received.findings += [finding("column_ignored", "2022", unit_code=code, heading="x") for code in codes] * 4
    return received


def says_it_of_everything(raw, *_, **__):
    """Finds no points anywhere, and warns of every file as a whole."""
    received = reads_nothing(raw)
    for row in _manifest(raw):
        received.findings.append(finding("sheet_ignored", row["path"], unit_code=row["unit_code"], name="x"))
    return received


def _manifest(raw):
    return list(csv.DictReader(io.StringIO((raw / "manifest.csv").read_text(encoding="utf-8"))))


def _received(raw, read):
    records = []
    for row in _manifest(raw):
        indicators = SETS[row["criteria_id"]]["indicators"]
        content, suffix = (raw / row["path"]).read_bytes(), Path(row["path"]).suffix
        found = read(content, suffix, row["stage"], indicators)
        for code in (each["code"] for each in indicators):
            points = {f"{basis}_points": found.get((code, basis), float("nan")) for basis in BASES}
            keys = {"unit_code": row["unit_code"], "indicator_code": code, "answer_status": "answered"}
            records.append(keys | points)
    return Received(pd.DataFrame(records))


def _by_template(content, suffix, stage, indicators, key="code"):
    try:
        rows = _rows(content, suffix, SHEETS[stage] if key == "name" else "")
    except Exception:
        return {}
    top = next((at for at, row in enumerate(rows) if {HEADINGS["claimed"], HEADINGS[key]} <= set(row)), None)
    if top is None:
        return {}
    columns = {_FIELDS[cell]: at for at, cell in enumerate(rows[top]) if cell in _FIELDS}
    printed = {each["printed_as" if key == "code" else "name_vi"]: each["code"] for each in indicators}
    answers = [(printed.get(row[columns[key]]), row) for row in rows[top + 1 :]]
    places = {basis: columns[basis] for basis in MEANS[stage] if basis in columns}
    return _points(answers, places)


def _by_place(content, suffix, stage, indicators):
    try:
        rows = _rows(content, suffix)
    except Exception:
        return {}
    at, answers, pillar = 4, [], ""
    for each in indicators:
        at, pillar = at + (each["code"][0] != pillar), each["code"][0]
        answers.append((each["code"], rows[at] if at < len(rows) else []))
        at += 1
    first = 5 if stage == "self" and max(map(len, rows)) > 6 else 3
    return _points(answers, {"claimed": first} if stage == "self" else {"claimed": 3, "verified": 4}, MEANS[stage])


def _points(answers, places, bases=("claimed", "verified")):
    found = {}
    for code, row in answers:
        for basis, at in places.items():
            number = _number(row[at]) if at < len(row) else None
            if code and basis in bases and number is not None:
                found[code, basis] = number
    return found


def _rows(content, suffix, name=""):
    if suffix == ".csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheet = book[name] if name else book.worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _number(cell):
    if isinstance(cell, bool):
        return 1.0
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(cell.replace(",", "."))
    except (AttributeError, ValueError):
        return None
