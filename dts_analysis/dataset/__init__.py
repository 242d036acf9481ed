"""The processed tables: built from ``data/raw``, saved, loaded. Deleting them costs nothing."""

import io
import json
from functools import partial
from pathlib import Path

import pandas as pd
from pyarrow import parquet

from .. import intake, reference, scoring
from ..analysis import published
from ..errors import DtsError, finding, findings_table, stop_if
from . import provenance as _provenance
from .places import place, sayable, sweep, why_unwritten, write
from .tables import Dataset
from .unread import Unread

__all__ = [
    "TABLES",
    "Dataset",
    "build",
    "is_current",
    "load",
    "place",
    "read",
    "save",
    "sayable",
    "sweep",
    "why_unwritten",
    "write",
]
TABLES = ("scores", "received", "units", "unit_changes", "reasons", "grounds", "remedies")
FINDINGS, PROVENANCE = "findings.csv", "provenance.json"
_FINDING_TYPES = dict.fromkeys(["severity", "code", "where", "message", "remedy", "unit_code"], "str")


def read(raw="data/raw"):
    """Return the dataset made from a folder of raw data; nothing is written.

    Raises
    ------
    DtsError
        Where the raw data cannot be trusted: unsound criteria, files that differ from the manifest.
    """
    raw = Path(raw)
    criteria = reference.load_criteria(raw / "criteria")
    units = reference.load_units(raw)
    stop_if(reference.check_applies_to(criteria, units))
    changes = reference.load_unit_changes(raw, units)
    reasons, grounds = reference.load_reasons(raw), reference.load_grounds(raw)
    mapping = reference.load_reason_mapping(raw, reasons)
    received = intake.read_raw(raw, criteria, units, intake.Codes.of(reasons, grounds, mapping))
    scores = scoring.score(received.answers, criteria)
    tables = reference.load_published(raw)
    findings = received.findings + scoring.check_points(scores)
    findings += published.check_published(published.published_totals(tables))
    return Dataset(
        scores=scores,
        received=received.received,
        units=units,
        unit_changes=changes,
        reasons=reasons,
        grounds=grounds,
        remedies=reference.load_remedies(raw),
        findings=findings_table(findings),
        criteria=criteria,
        published=tables,
        provenance=_provenance.provenance(raw),
    )


def build(raw="data/raw", processed="data/processed"):
    """Return the dataset made from a folder of raw data, saved under `processed`; raises as `read`.

    `processed` is a folder, or an address as in `place`.
    """
    dataset = read(raw)
    save(dataset, processed)
    return dataset


def load(processed="../data/processed"):
    """Return the dataset saved by `build` in a folder, or at an address as in `place`.

    Its files are read at once, so that it is of one build; each is taken apart when it is first asked for.

    Raises
    ------
    DtsError
        Where nothing, or only half of it, was saved there.
    """
    processed = place(processed)
    try:
        provenance = (processed / PROVENANCE).read_bytes()
        tables = {name: (processed / f"{name}.parquet").read_bytes() for name in TABLES}
        findings = (processed / FINDINGS).read_bytes()
        inputs = json.loads(provenance)["inputs"]
        criteria = {name: (processed / f"criteria/{name}.json").read_bytes() for name in _sets(inputs)}
        printed = {path.stem: path.read_bytes() for path in processed.glob("published/*.parquet")}
        is_of_one_build = (processed / PROVENANCE).read_bytes() == provenance
    except FileNotFoundError:
        is_of_one_build = False
    if not is_of_one_build:
        raise DtsError(finding("processed_missing", processed.name))
    return Dataset.unread(
        **{name: partial(_table, content) for name, content in tables.items()},
        findings=partial(_findings, findings),
        criteria=lambda: Unread(reference.CriteriaSet.model_validate_json, criteria),
        published=lambda: Unread(_table, printed),
        provenance=partial(json.loads, provenance),
    )


def _sets(inputs):
    """The ids of the criteria sets among the files that a dataset was built from."""
    return [Path(path).stem for path in inputs if Path(path).match("criteria/*.yml")]


def is_current(raw="data/raw", processed="data/processed"):
    """Return whether `processed` was built from exactly this raw data by exactly this package."""
    stored = place(processed) / PROVENANCE
    if not stored.is_file():
        return False
    kept = json.loads(stored.read_text(encoding="utf-8"))
    return kept.get("inputs") == _provenance.inputs(Path(raw)) and kept.get("code") == _provenance.code()


def save(dataset, processed):
    """Write a dataset's tables, each whole, where `load` finds them; the provenance goes first and comes last.

    Raises
    ------
    DtsError
        Where it cannot be written.
    """
    processed = place(processed)
    with sayable(processed):
        (processed / PROVENANCE).unlink(missing_ok=True)
        for old in [*processed.glob("published/*.parquet"), *processed.glob("criteria/*.json")]:
            old.unlink()
        for name in TABLES:
            write(processed / f"{name}.parquet", getattr(dataset, name).to_parquet())
        for name, table in dataset.published.items():
            write(processed / "published" / f"{name}.parquet", table.to_parquet())
        write(processed / FINDINGS, dataset.findings.to_csv(index=False).encode())
        for key, criteria_set in dataset.criteria.items():
            write(processed / "criteria" / f"{key}.json", _as_json(criteria_set.model_dump(mode="json")))
        write(processed / PROVENANCE, _as_json(dataset.provenance))


def _table(content):
    file = parquet.ParquetFile(io.BytesIO(content), pre_buffer=False)
    return file.read(use_threads=False).to_pandas(use_threads=False)  # threads cost more here


def _findings(content):
    types = _FINDING_TYPES | {"year": "Int64"}
    return pd.read_csv(io.BytesIO(content), dtype=types, keep_default_na=False, na_values={"year": [""]})


def _as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
