"""Mutated forms laid into a raw folder and read by the package, whatever that raises."""

import csv
import hashlib
import io
import shutil
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from dts_analysis import intake, reference

from .paper import BASES, NOT_APPLICABLE
from .sets import SETS
from .sound import unit_name
from .written import write

RAW = Path(__file__).parents[2] / "data" / "raw"
DECLARED = {"a": "declared_value", "b": "declared_total"}
TABLES = ("reasons.yml", "grounds.yml", "remedies.yml")
UNITS = "unit_code,name,level,parent_code,valid_from,valid_to,dates_basis,population,source"
MANIFEST = ["path", "sha256", "unit_code", "year", "criteria_id", "stage"]
MANIFEST += ["received_on", "provenance", "replaces", "note"]


@dataclass
class Outcome:
    """What the package makes of one form: points by (indicator, basis), findings, or the fault it raised."""

    path: str
    read: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    raised: str = ""


def path_of(form):
    """Return the path of a form below the raw folder."""
    return f"{form.year}/{form.unit_code}{form.suffix}"


def outcomes(forms, read_raw=intake.read_raw):
    """Return the `Outcome` of each form and its `Layout`, in their order; nothing raises."""
    written = [write(form) for form in forms]
    contents = [content for content, _ in written]
    return _read(forms, contents, read_raw), [layout for _, layout in written]


def _read(forms, contents, read_raw):
    found, raised = _tried(forms, contents, read_raw)
    if raised and len(forms) == 1:
        return [Outcome(path_of(forms[0]), raised=raised)]
    if raised:
        half = len(forms) // 2
        return _read(forms[:half], contents[:half], read_raw) + _read(forms[half:], contents[half:], read_raw)
    return found


def _tried(forms, contents, read_raw):
    """The outcomes of some forms read together, and the traceback where that raised."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            lay(Path(folder), forms, contents)
            return _outcomes(forms, read(Path(folder), read_raw)), ""
        except Exception:
            return [], traceback.format_exc()


def lay(folder, forms, contents):
    """Write a raw folder of these forms."""
    (folder / "criteria").mkdir()
    for year in {form.year for form in forms}:
        (folder / str(year)).mkdir()
    for table in TABLES:
        shutil.copy(RAW / table, folder / table)
    for set_id in sorted({form.criteria_id for form in forms}):
        text = yaml.dump(SETS[set_id], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        (folder / "criteria" / f"{set_id}.yml").write_text(text, encoding="utf-8")
    units = [f"{form.unit_code},{unit_name(form.unit_code)},{form.level},37,,,list,,thử" for form in forms]
    units = "\n".join([UNITS, "37,Tỉnh Thử,province,,,,list,,thử", *units, ""])
    (folder / "units.csv").write_text(units, encoding="utf-8")
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(MANIFEST)
    for form, content in zip(forms, contents, strict=True):
        (folder / path_of(form)).write_bytes(content)
        digest, of_form = (
            hashlib.sha256(content).hexdigest(),
            [form.unit_code, form.year, form.criteria_id, form.stage],
        )
        writer.writerow([path_of(form), digest, *of_form, f"{form.year + 1}-01-10", "illustrative", "", ""])
    (folder / "manifest.csv").write_text(rows.getvalue(), encoding="utf-8")


def read(folder, read_raw=intake.read_raw):
    """Return what the package reads in a raw folder."""
    reasons, grounds = reference.load_reasons(folder), reference.load_grounds(folder)
    criteria, units = reference.load_criteria(folder / "criteria"), reference.load_units(folder)
    return read_raw(folder, criteria, units, intake.Codes.of(reasons, grounds), workers=1)


def _outcomes(forms, received):
    found = {form.unit_code: Outcome(path_of(form)) for form in forms}
    for row in received.answers.to_dict("records"):
        for basis in BASES:
            number = row[f"{basis}_points"]
            value = None if number != number else float(number)  # NaN differs from itself
            out = row["answer_status"] == "not_applicable"
            found[row["unit_code"]].read[row["indicator_code"], basis] = NOT_APPLICABLE if out else value
        for key, name in DECLARED.items():
            number = row.get(name, float("nan"))
            found[row["unit_code"]].read[row["indicator_code"], key] = None if number != number else float(number)
    for each in received.findings:
        found[each.unit_code or Path(each.where.partition("!")[0]).stem].findings.append(each)
    return list(found.values())
