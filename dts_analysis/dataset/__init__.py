"""The processed tables: built from ``data/raw``, saved, loaded. Deleting them costs nothing."""

import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

from .. import intake, reference, scoring
from ..analysis.published import published_totals
from ..analysis.published_checks import check_published
from ..errors import DtsError, finding, findings_table, stop_if
from ..files import csv_bytes, place, remove, sayable, write
from ..intake.habits import collapsed
from ..messages import language
from ..reference import read_efforts
from ..workspace import Workspace, at_hand, needed
from . import provenance as _provenance
from .changes import read_changes, read_target
from .columns import check_table, described, dictionary
from .group_view import GroupView, RegionView
from .parameters import check_injected
from .seal import SEAL, Sealed
from .store import INPUTS, Store, as_bytes
from .tables import SORTED_BY, Dataset
from .unit_view import UnitView

__all__ = [
    "TABLES",
    "Dataset",
    "GroupView",
    "RegionView",
    "UnitView",
    "build",
    "check_table",
    "described",
    "dictionary",
    "is_current",
    "load",
    "read",
    "read_changes",
    "read_efforts",
    "read_target",
    "save",
    "up_to_date",
]
TABLES = tuple(SORTED_BY)
# what reading raises where there is no file of ours, or half of one
DAMAGED = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
FINDINGS, PROVENANCE, LEVELS = "findings.csv", "provenance.json", "levels.json"
BUILD = re.compile(r"[0-9a-f]{16}")


def read(raw: str | Path = "data/raw", workers: int | None = None) -> Dataset:
    """Return the dataset made from a folder of raw data; nothing is written.

    Parameters
    ----------
    raw : path
    workers : int, optional
        How many processes read forms; as `intake.read_raw` chooses unless told.

    Raises
    ------
    DtsError
        Where the raw data cannot be trusted: unsound criteria, files that differ from the manifest.
    """
    raw = Path(raw)
    levels = reference.load_levels(raw)
    criteria = reference.load_criteria(raw / "criteria", levels)
    stop_if([] if criteria else [finding("criteria_none", "data/raw/criteria")])
    units = reference.load_units(raw, levels)
    stop_if(reference.check_applies_to(criteria, units, levels))
    changes = reference.load_unit_changes(raw, units)
    reasons, grounds = reference.load_reasons(raw), reference.load_grounds(raw)
    mapping = reference.load_reason_mapping(raw, reasons)
    known = intake.Codes.of(reasons, grounds, mapping, levels)
    received = intake.read_raw(raw, criteria, units, known, workers)
    measured, unsound = intake.read_measured(raw, criteria, units)
    more = {"units": units, "levels": levels}
    scores = scoring.score(received.answers, criteria, **more)
    scores, beside = scoring.with_measured(scores, measured, criteria, **more)
    printed, findings = reference.load_published(raw, levels)
    findings += reference.check_published_units(printed, units)
    findings += reference.check_register(units, changes, received.received)
    doubted = scoring.rules_in_doubt(scores, criteria)
    findings += reference.check_sets(criteria) + scoring.check_rules(doubted, criteria) + received.findings
    findings += scoring.check_relative_claims(received.answers, scores)
    findings += collapsed(scoring.check_points(scores, doubted))
    findings += unsound + beside + scoring.check_measured(scores, criteria)
    findings += check_published(published_totals(printed, levels), levels)
    tables = {
        "scores": scores,
        "received": received.received,
        "units": units,
        "unit_changes": changes,
        "reasons": reasons,
        "grounds": grounds,
        "remedies": reference.load_remedies(raw),
        "findings": findings_table(_in_words_of(criteria, received.received, findings)),
    }
    inputs = _provenance.inputs(raw)
    return Dataset(tables, criteria, _provenance.provenance(inputs), inputs, printed, levels=levels)


def _in_words_of(criteria, received, findings):
    """Findings that call claims, verdicts and indicators as the unit's set does."""
    words = {key: scoring.side_names(one) if one.stages else {} for key, one in criteria.items()}
    printed = {key: {each.code: each.printed_name for each in one.indicators} for key, one in criteria.items()}
    lives = zip(received["unit_code"], received["year"], strict=True)
    sets = dict(zip(lives, received["criteria_id"], strict=True))
    told = []
    for each in findings:
        key = sets.get((each.unit_code, each.year))
        facts = words.get(key, {}) | each.facts
        label = printed.get(key, {}).get(facts.get("indicator"))
        told.append(replace(each, facts=facts | ({"indicator": label} if label else {})))
    return told


def build(raw: str | Path = "data/raw", processed: str | Path = "data/processed") -> Dataset:
    """Return the dataset made from a folder of raw data, saved under `processed`; raises as `read`.

    `processed` is a folder, or an address as in `files.place`. Thousands of forms are read by several processes: a
    script that calls this does so below ``if __name__ == "__main__":``, as with every pool of processes.
    """
    dataset = read(raw)
    save(dataset, processed)
    return dataset


def load(processed: str | Path | None = None) -> Dataset:
    """Return the dataset saved by `build` in a folder, or at an address as in `files.place`.

    Without one: that of the workspace at hand, found as `dts` finds it (``DTS_HOME``, or the nearest folder from
    the working directory up), and built anew where it is not that of its raw data as they stand.

    Only what a build is called and its criteria sets are read now; rows of its tables when they are asked for.

    Raises
    ------
    DtsError
        Where nothing, or only half of it, was saved there, or what was is not as it was written; where a parameter
        was injected into the notebook it is called in that this does not take; where there is no workspace.
    """
    check_injected()
    processed = up_to_date(needed(at_hand())) if processed is None else place(processed)
    processed = processed.absolute() if isinstance(processed, Path) else processed  # whoever changes directory
    try:
        sealed = Sealed.read(processed, _build_of(processed))
        provenance = json.loads(sealed.content(PROVENANCE))
        paths = [f"{sealed.build}/criteria/{name}" for name in sealed.below("criteria/")]
        levels = reference.Levels.model_validate_json(sealed.content(f"{sealed.build}/{LEVELS}"))
        of_sets = partial(reference.CriteriaSet.model_validate_json, context={"levels": levels})
        sets = [of_sets(sealed.content(path)) for path in paths]
        folder = processed / sealed.build
        whole = all((folder / f"{name}.parquet").is_file() for name in TABLES)
    except DAMAGED:
        whole = False
    if not whole:
        raise DtsError(finding("processed_missing", processed.name))
    return Dataset({}, {each.id: each for each in sets}, provenance, store=Store(folder, sealed), levels=levels)


def up_to_date(workspace: Workspace) -> Path:
    """Return a workspace's folder of processed data, built anew where it is old; raises as `build`."""
    if not is_current(workspace.raw, workspace.processed):
        build(workspace.raw, workspace.processed)
    return workspace.processed


def is_current(raw: str | Path = "data/raw", processed: str | Path = "data/processed") -> bool:
    """Return whether `processed` was built of exactly this raw data by exactly this package, and is whole.

    Built in another language it is not: the sentences of its findings are in that one.
    """
    try:
        data = load(processed)
        inputs = data.inputs
    except DtsError:
        return False
    said = data.provenance["code"], data.provenance.get("language"), inputs
    return said == (_provenance.code(), language(), _provenance.inputs(Path(raw))) and data.is_whole()


def save(dataset: Dataset, processed: str | Path) -> None:
    """Write a dataset's tables, each whole, where `load` finds them, in a folder named after the build.

    The folder of the build before stays, for those who read it; earlier ones are taken away.

    Raises
    ------
    DtsError
        Where it cannot be written.
    """
    at = place(processed)
    with sayable(at):
        build = dataset.provenance["build"]
        sealed, before = Sealed(at, build, {}), _build_before(at)
        for name in TABLES:
            check_table(name, getattr(dataset, name))
        for path, content in _files(dataset, build):
            write(at / path, content)
            sealed.add(path, content)
        provenance = _as_json(dataset.provenance)
        sealed.add(PROVENANCE, provenance)
        write(at / build / SEAL, sealed.as_bytes())
        write(at / PROVENANCE, provenance)
        if before != build:  # built again: the one before it is still the one before
            _sweep(at, {before, build})


def _files(dataset, build):
    """Every file of a build but those that say what it is: its path below the processed data, and its bytes."""
    for name, keys in SORTED_BY.items():
        yield f"{build}/{name}.parquet", as_bytes(getattr(dataset, name), keys)
    for name, table in dataset.published.items():
        yield f"{build}/published/{name}.parquet", as_bytes(table, ())
    for key, criteria_set in dataset.criteria.items():
        yield f"{build}/criteria/{key}.json", _as_json(criteria_set.model_dump(mode="json"))
    yield f"{build}/{LEVELS}", _as_json(dataset.levels.model_dump(mode="json"))
    yield f"{build}/{INPUTS}", _as_json(dataset.inputs)
    found = dataset.findings.astype(object)
    rows = found.where(found.notna(), "").to_dict("records")
    yield FINDINGS, csv_bytes(list(found.columns), rows)


def _build_before(processed):
    try:
        return _build_of(processed)
    except DAMAGED:
        return ""


def _sweep(processed, kept):
    """Take away the folders of builds that nobody reads any more."""
    for inputs in list(processed.glob(f"*/{INPUTS}")):
        if inputs.parent.name not in kept:
            remove(inputs.parent)


def _build_of(processed):
    """What the build in force is called; raises one of `DAMAGED` where that cannot be told."""
    build = json.loads((processed / PROVENANCE).read_text(encoding="utf-8"))["build"]
    if not BUILD.fullmatch(build):
        raise ValueError(build)
    return build


def _as_json(value):
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
