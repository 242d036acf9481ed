"""What was received: every file with its hash, unit, year and criteria set, and nothing else."""

import hashlib
import posixpath
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import DtsError, finding, stop_if
from ..messages import shortened
from ..reference import is_code, is_date, is_year, read_table, unit_on, units_on
from ..reference.stages import codes_of, kind_of, turn_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..reference.criteria import CriteriaSet

COLUMNS = [
    "path",
    "sha256",
    "unit_code",
    "year",
    "criteria_id",
    "stage",
    "received_on",
    "provenance",
    "replaces",
    "note",
]
STAGES = ("self", "verification", "sheet")  # of a set that names none of its own
PROVENANCES = ("official", "transcribed", "illustrative")
REFERENCE = {
    "manifest.csv",
    "levels.yml",
    "units.csv",
    "unit_changes.csv",
    "reasons.yml",
    "grounds.yml",
    "remedies.yml",
    "reason_mapping.csv",
    "headings.yml",
    "README.md",
}
REFERENCE_FOLDERS = {"criteria", "published", "measured"}


def read_manifest(raw: "Path", criteria: "dict[str, CriteriaSet]", units: pd.DataFrame) -> pd.DataFrame:
    """Return the received files that are in force: those that no later row replaces.

    Parameters
    ----------
    raw : Path
        The folder ``data/raw``.
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `reference.load_units`.

    Returns
    -------
    DataFrame
        One row per file, the columns of ``manifest.csv`` and ``kind``, what kind of form its stage is: self,
        verification or sheet; `year` is an integer, all else text.

    Raises
    ------
    DtsError
        With every fault at once: a listed file that is absent, differs from its hash or lies outside
        the folder; a file that is not listed; an unknown unit, year, criteria set, stage; a unit that
        did not exist in that year; two files for one unit, year and stage, neither replacing the other;
        a file that replaces another unit's, or itself.
    """
    listed = read_table(raw / "manifest.csv", COLUMNS)
    stop_if(_check_listed(raw, listed, criteria, units) + _check_unlisted(raw, set(listed["path"])))
    in_force = listed[~listed["path"].isin(listed["replaces"])]
    kinds = [kind_of(criteria[name], stage) for name, stage in in_force[["criteria_id", "stage"]].to_numpy()]
    in_force = in_force[COLUMNS].assign(kind=pd.array(kinds, "str"))
    return in_force.astype({"year": "int64"}).reset_index(drop=True)


def read_listed(raw, criteria, units):
    """Return every row of the manifest as text, replaced files too, whatever else lies in the folder.

    Raises
    ------
    DtsError
        As `read_manifest`, but for files that are not listed.
    """
    listed = read_table(raw / "manifest.csv", COLUMNS)
    stop_if(_check_listed(raw, listed, criteria, units))
    return listed


def unlisted(raw, listed):
    """Return the paths of the files below `raw` that are neither listed nor facts issued by others."""
    found = (path.relative_to(raw) for path in sorted(raw.rglob("*")) if path.is_file())
    return [
        path.as_posix()
        for path in found
        if path.as_posix() not in listed
        and path.as_posix() not in REFERENCE
        and path.parts[0] not in REFERENCE_FOLDERS
        and not path.name.startswith((".", "~$"))
    ]


def _check_listed(raw, listed, criteria, units):
    faults, bearers, home = [], _bearers(listed, units), raw.resolve()
    for row in listed.itertuples():
        where = f"manifest.csv!{row.Index + 2}"
        faults += _check_file(home, row, where) + _check_words(row, criteria, units, bearers, where)
    return faults + _check_replaced(listed, criteria)


def _check_file(raw, row, where):
    path = raw / row.path
    try:
        is_inside, is_there = path.resolve().is_relative_to(raw), path.is_file()
    except (OSError, ValueError):  # no path can be that long, or hold such a character
        is_inside, is_there = True, False
    if not is_inside:
        return [finding("path_outside", where, path=row.path)]
    if not is_there:
        return [finding("file_listed_absent", where, path=row.path)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != row.sha256.lower():
        facts = {"listed": row.sha256[:12] or "—", "found": digest[:12], "received_on": row.received_on or "—"}
        return [finding("file_tampered", row.path, **facts)]
    return []


def _bearers(listed, units):
    """The units that bore the listed codes in the listed years, by code and year as typed."""
    lives = listed.loc[listed["year"].map(lambda year: is_year(year)), ["unit_code", "year"]]
    standing = units_on(units, lives.drop_duplicates())
    return standing.set_index(["unit_code", "year"], drop=False).to_dict("index")


def _check_words(row, criteria, units, bearers, where):
    spelled = posixpath.normpath(row.path) if row.path else ""  # as `unlisted` spells it
    stages = codes_of(criteria[row.criteria_id]) if row.criteria_id in criteria else STAGES
    faults = [
        finding("manifest_word", where, column=column, value=value, expected=expected)
        for column, value, is_right, expected in (
            ("path", row.path, row.path == spelled, shortened(spelled)),
            ("year", row.year, is_year(row.year), "2022"),
            ("stage", row.stage, row.stage in stages, ", ".join(stages)),
            ("provenance", row.provenance, row.provenance in PROVENANCES, ", ".join(PROVENANCES)),
            ("criteria_id", row.criteria_id, row.criteria_id in criteria, ", ".join(criteria)),
            ("unit_code", row.unit_code, is_code(row.unit_code), "373"),
            ("received_on", row.received_on, not row.received_on or is_date(row.received_on), "2022-12-31"),
        )
        if not is_right
    ]
    if faults:
        return faults
    try:
        unit = bearers.get((row.unit_code, row.year)) or unit_on(units, row.unit_code, int(row.year))
    except DtsError as error:
        return [finding(each.code, where, year=each.year, **each.facts) for each in error.findings]
    criteria_set = criteria[row.criteria_id]
    if unit["level"] != criteria_set.level:
        facts = {"level": unit["level"], "expected": criteria_set.level, "criteria": row.criteria_id}
        faults.append(finding("level_differs", where, unit=row.unit_code, **facts))
    if int(row.year) not in criteria_set.years:
        years = ", ".join(str(year) for year in criteria_set.years)
        faults.append(finding("criteria_year", where, year=int(row.year), criteria=row.criteria_id, years=years))
    return faults


def _check_unlisted(raw, listed):
    return [finding("file_unlisted", path) for path in unlisted(raw, listed)] + _check_links(raw)


def _check_links(raw):
    """Links to folders, which are not followed, and to nothing: a form behind one would be passed over."""
    links = (path for path in sorted(raw.rglob("*")) if not path.is_file() and path.is_symlink())
    return [
        finding("link_not_followed", path.relative_to(raw).as_posix())
        for path in links
        if path.relative_to(raw).parts[0] not in REFERENCE_FOLDERS
    ]


def _check_replaced(listed, criteria):
    faults = [
        finding("replaces_unknown", f"manifest.csv!{row.Index + 2}", path=row.replaces)
        for row in listed.itertuples()
        if row.replaces and row.replaces not in set(listed["path"])
    ]
    kinds = pd.Series([_turn(criteria, row) for row in listed.itertuples()], listed.index, dtype="str")
    faults += _check_replaces_its_own(listed, kinds)
    doubled_paths = listed[listed["path"].duplicated()]
    faults += [
        finding("path_doubled", f"manifest.csv!{r.Index + 2}", path=r.path) for r in doubled_paths.itertuples()
    ]
    in_force = listed[~listed["path"].isin(listed["replaces"])]
    kinds = kinds[in_force.index]
    for key in ("unit_code", "year"):
        kinds = kinds + "|" + in_force[key]
    faults += [
        finding(
            "received_twice",
            f"manifest.csv!{row.Index + 2}",
            unit=row.unit_code,
            stage=row.stage,
            year=row.year,
        )
        for row in in_force[kinds.duplicated()].itertuples()
    ]
    first = in_force.groupby(["unit_code", "year"])["criteria_id"].transform("first")
    for row in in_force[in_force["criteria_id"] != first].itertuples():
        facts = {"unit": row.unit_code, "year": row.year, "criteria": row.criteria_id, "other": first[row.Index]}
        faults.append(finding("criteria_differ", f"manifest.csv!{row.Index + 2}", **facts))
    return faults


def _turn(criteria, row):
    """The stage whose turn a file takes; what no set knows stands for itself."""
    known = criteria.get(row.criteria_id)
    return turn_of(known, row.stage) if known else row.stage


def _check_replaces_its_own(listed, kinds):
    """A replaced file is not read: it must be an earlier one of the same unit, year and kind."""
    keys = dict(zip(listed["path"], zip(listed["unit_code"], listed["year"], kinds, strict=True), strict=True))
    replaced = dict(zip(listed["path"], listed["replaces"], strict=True))
    faults = []
    for row in listed.itertuples():
        seen, path = {row.path}, row.replaces
        while path in keys and path not in seen:
            seen.add(path)
            path = replaced[path]
        if row.replaces and row.replaces in keys and (path in seen or keys[row.replaces] != keys[row.path]):
            faults.append(finding("replaces_other", f"manifest.csv!{row.Index + 2}", path=row.replaces))
    return faults
