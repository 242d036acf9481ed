"""Readers that are wrong on purpose: what the verdict is worth is seen in how it treats them."""

import csv
import io
from dataclasses import dataclass, field

import openpyxl
import pandas as pd

from dts_analysis.errors import finding

from .paper import BASES, HEADINGS
from .sets import SETS

_FIELDS = {heading: field for field, heading in HEADINGS.items()}


@dataclass
class Received:
    """As `intake.Intake`, as far as it is looked at."""

    answers: pd.DataFrame
    findings: list = field(default_factory=list)


def reads_nothing(raw, *_, **__):
    """Finds no points anywhere, and says nothing."""
    return _received(raw, lambda content, suffix, stage, codes: {})


def reads_as_the_template(raw, *_, **__):
    """Knows the template's headings, takes the first sheet, believes every number; says nothing."""
    return _received(raw, _by_template)


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
        codes = {each["printed_as"]: each["code"] for each in indicators}
        content, suffix = (raw / row["path"]).read_bytes(), row["path"][-4:]
        found = read(content, suffix, row["stage"], codes)
        for code in codes.values():
            points = {f"{basis}_points": found.get((code, basis), float("nan")) for basis in BASES}
            keys = {"unit_code": row["unit_code"], "indicator_code": code, "answer_status": "answered"}
            records.append(keys | points)
    return Received(pd.DataFrame(records))


def _by_template(content, suffix, stage, codes):
    try:
        rows = _rows(content, suffix)
    except Exception:
        return {}
    top = next((at for at, row in enumerate(rows) if "Điểm tự chấm" in row and "TT" in row), None)
    if top is None:
        return {}
    columns = {_FIELDS[cell]: at for at, cell in enumerate(rows[top]) if cell in _FIELDS}
    wanted = [basis for basis in BASES if basis in columns and (stage != "self" or basis == "claimed")]
    found = {}
    for row in rows[top + 1 :]:
        code = codes.get(row[columns["code"]])
        for basis in wanted:
            number = _number(row[columns[basis]])
            if code and number is not None:
                found[code, basis] = number
    return found


def _rows(content, suffix):
    if suffix == ".csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def _number(cell):
    if isinstance(cell, bool):
        return 1.0
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(cell.replace(",", "."))
    except (AttributeError, ValueError):
        return None
