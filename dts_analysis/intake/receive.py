"""A folder of received files to one table of answers, one row per unit, year and indicator."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ..reference import own_set, units_on
from . import headings
from .forms import FormReader
from .manifest import read_listed, read_manifest
from .reading import Reading, ReceivedUnit, read_file
from .stages import check_order
from .unit_answers import STATUSES
from .workers import read_units

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet
    from .forms import Codes

KEYS = ["unit_code", "year", "criteria_id"]
CODES = ["unit_code", "criteria_id"]  # few values, many rows
ANSWER_COLUMNS = [
    "unit_code",
    "year",
    "criteria_id",
    "indicator_code",
    "answer_status",
    "is_unsure",
    "is_verified_out",
    "is_final_out",
    "is_out_alone",
    "declared_value",
    "declared_total",
    "declared_text",
    "claimed_points",
    "verified_points",
    "final_points",
    "verified_declared",
    "verified_value",
    "verified_total",
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


def read_raw(
    raw: str | Path,
    criteria: "dict[str, CriteriaSet]",
    units: pd.DataFrame,
    known: "Codes",
    workers: int | None = None,
) -> Intake:
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
    workers : int, optional
        Processes that read; the result is the same whatever their number. Default: as many as there are cores,
        where the number of files pays for it.

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

        ``is_verified_out``, ``is_final_out``: it does not apply to what was verified, or to the final verdict;
        conditions follow verified answers there. ``is_out_alone``: it does not apply, whatever the answer is that
        a condition asks for.

        ``source`` is the cell of the claimed points, ``verified_source`` that of the verified ones;
        ``verified_declared`` is what these follow from, where a level or figures were verified: of an option its
        label, in ``verified_value`` and ``verified_total`` the numbers that the rule reads, as of those declared;
        ``reason_shares`` says how a loss is split over ``reason_codes`` ("" = equally), ``reason_basis`` whether
        form or mapping coded them; ``method`` is desk or on_site, ``verified_on`` an ISO date.

    Raises
    ------
    DtsError
        Where manifest and folder disagree; see `read_manifest`.
    """
    raw = Path(raw)
    received = read_manifest(raw, criteria, units)
    listed = _units(received, units)
    parts = read_units(Reading(raw, criteria, known, headings.load(raw)), listed, workers)
    answers = _answers([table for table, _ in parts], listed, criteria)
    findings = [each for _, findings in parts for each in findings]
    if any(each.stages for each in criteria.values()):
        findings += check_order(read_listed(raw, criteria, units), criteria)
    return Intake(answers, received, findings)


def read_form(
    path: Path,
    criteria_set: "CriteriaSet",
    known: "Codes",
    unit: Any,
    year: int,
    where: str | None = None,
    stage: str = "sheet",
) -> Any:
    """Return one file's records by indicator code and its findings, read against one criteria set.

    `known` are the `Codes` a form may use, `stage` is one of the set's: self, verification or sheet. Nothing
    raises for a fault in the file: an unreadable workbook is one finding and no records.
    """
    own = own_set(criteria_set, unit["unit_code"], unit["name"])
    reader = FormReader(own, known, unit["unit_code"], year, stage=stage)
    form = read_file(Path(path), where or Path(path).name, reader, unit["name"])
    return {code: form.record(code) for code in form.rows}, reader.findings


def _units(received, units):
    """What was received of each unit in each year, in the order of their codes and years."""
    bearers = units_on(units, received).set_index(["unit_code", "year"])["name"].to_dict()
    ordered = received.sort_values(["unit_code", "year"], kind="stable")
    rows = zip(*(ordered[name] for name in ("unit_code", "year", "criteria_id", "stage", "path")), strict=True)
    listed = []
    for (unit_code, year), of_unit in groupby(rows, key=lambda row: row[:2]):
        _, _, (criteria_id, *_), stages, paths = zip(*of_unit, strict=True)
        files = dict(zip(stages, paths, strict=True))
        listed.append(ReceivedUnit(unit_code, bearers[unit_code, year], int(year), criteria_id, files))
    return listed


def _answers(tables, listed, criteria):
    """The answers of all units: what was read beside the codes of unit, set and indicator."""
    codes = {each: [indicator.code for indicator in criteria[each].indicators] for each in criteria}
    keys = pd.DataFrame([(unit.unit_code, unit.year, unit.criteria_id) for unit in listed], columns=KEYS)
    keys = keys.astype(dict.fromkeys(CODES, "str") | {"year": "int64"}).astype(dict.fromkeys(CODES, "category"))
    sizes = keys["criteria_id"].map(lambda each: len(codes[each])).to_numpy(int)
    keys = keys.take(np.repeat(np.arange(len(keys)), sizes)).reset_index(drop=True)
    indicators = pd.Series([code for unit in listed for code in codes[unit.criteria_id]], dtype="str")
    read = pa.concat_tables(tables).combine_chunks().to_pandas()
    status = pd.Categorical.from_codes(read.pop("answer_status"), STATUSES).remove_unused_categories()
    facts = {"indicator_code": indicators.astype("category"), "answer_status": status}
    read["verified_declared"] = read["verified_declared"].astype("category")  # mostly ""
    return keys.assign(**facts, **read)[ANSWER_COLUMNS]
