"""Received files read unit by unit into tables of answers: the same work in one process or in several."""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..errors import DtsError, Finding
from ..reference import own_set, ways
from .forms import Codes, Form, FormReader
from .headings import Headings
from .identity_sheet import MISDIRECTED, check_identity
from .rows import IndicatorIndex
from .stages import sides
from .unit_answers import FLAGS, NUMBERS, TEXTS, unit_answers
from .workbook import read_sheets, without_collections


@dataclass(frozen=True)
class ReceivedUnit:
    """What was received of one unit in one year."""

    unit_code: str
    name: str
    year: int
    criteria_id: str
    files: dict  # stage -> path below the raw folder
    unopened: tuple = ()  # those of the paths that ended a process that read them


@dataclass(frozen=True)
class Reading:
    """What a process needs to know to read units."""

    raw: Path
    criteria: dict  # by id
    known: Codes
    headings: Headings | None = None  # what headings mean; the house's own table where None

    def answers(self, units):
        """Return the answers of some units as an Arrow table, in their order, and the findings."""
        parts, findings, kept = [], [], {}
        with without_collections():
            for unit in units:
                columns, found = self._read(unit, *self._own(unit, kept))
                parts.append(columns)
                findings += found
        types = {"answer_status": np.int8} | dict.fromkeys(FLAGS, bool) | dict.fromkeys(NUMBERS, float)
        table = {
            name: np.concatenate([np.empty(0, kind), *(part[name] for part in parts)])
            for name, kind in types.items()
        }
        for name in TEXTS:
            column = list(chain.from_iterable(part[name] for part in parts))
            table[name] = pa.array(column, pa.large_string())
        return pa.table(table), findings

    def _own(self, unit, kept):
        """The set as it stands for a unit, and its index; `kept` holds them for all for whom they are the same."""
        criteria_set = self.criteria[unit.criteria_id]
        key = unit.criteria_id, ways(criteria_set, unit.unit_code, unit.name)
        if key not in kept:
            own = own_set(criteria_set, unit.unit_code, unit.name)
            kept[key] = own, IndicatorIndex.of(own)
        return kept[key]

    def _read(self, unit, criteria_set, index):
        forms, findings = {}, []
        for stage, path in unit.files.items():
            whose = (unit.unit_code, unit.year, index, stage)
            reader = FormReader(criteria_set, self.known, *whose, self.headings)
            if path in unit.unopened:
                reader.report("file_ends_reader", path)
                forms[stage] = Form()
            else:
                forms[stage] = read_file(self.raw / path, path, reader, unit.name)
            findings += reader.findings
        first = next(iter(unit.files.values()))
        columns, found = unit_answers(*sides(criteria_set, forms), criteria_set, unit.unit_code, unit.year, first)
        return columns, findings + found


def read_file(path, where, reader, unit_name):
    """Return the `Form` in a file; what is wrong with it stands in the reader's findings.

    A form made from our own template says whose it is: of one made for another unit, year, stage or set nothing is
    read. The form's head should say the reader's unit code or `unit_name`. Nothing raises for a fault in the file:
    of one that cannot be opened the form is empty.
    """
    try:
        sheets = read_sheets(path, where)
    except DtsError as error:
        of_unit = {"unit_code": reader.unit_code, "year": reader.year}
        reader.findings += [Finding(each.code, each.where, each.facts, **of_unit) for each in error.findings]
        return Form()
    said = check_identity(sheets, reader.criteria_set, reader.unit_code, unit_name, reader.year, reader.stage)
    for code, place, facts in said:
        reader.report(code, place, **facts)
    if any(code in MISDIRECTED for code, *_ in said):
        return Form()
    return reader.read(sheets, where, unit_name)
