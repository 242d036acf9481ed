"""A new dated list of units held against the register: who begins, ends, is renamed; nothing else is concluded.

A list is whole (every unit that is there from its day on: ``code, name, level, parent_code``) or tells renames
only (``code, old_name, new_name``). What went into what no list says: that is a file of changes of its own.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import finding, stop_if
from .changes import COLUMNS as CHANGE_COLUMNS, FILE as CHANGES, check_register, load_unit_changes
from .csv_table import check_filled, check_words, read_table
from .levels import load_levels
from .lifetimes import next_day
from .nearest import nearest_units
from .units import UNIT_COLUMNS, load_units

LISTED, RENAMED = ["code", "name", "level", "parent_code"], ["code", "old_name", "new_name"]
STATED = ["old_code", "new_code", "extent"]  # what a file of changes must say
UNITS = "units.csv"
_SAME = ["name", "level", "parent_code"]


@dataclass(frozen=True)
class Update:
    """A register with a dated list taken in, before anything is written.

    `units` and `changes` are the two files' rows as text; `begun`, `ended` are rows of `units`, `renamed` rows of
    those that began under a code that somebody of the same level and parent bore the day before (``old_name``
    beside the columns), `changed` the new rows of `changes`; `findings` what the list leaves open.
    """

    units: pd.DataFrame
    changes: pd.DataFrame
    begun: pd.DataFrame
    ended: pd.DataFrame
    renamed: pd.DataFrame
    changed: pd.DataFrame
    findings: list

    @property
    def files(self):
        """The bytes of both files by name, units first: changes are sound only with the units they are of."""
        tables = {UNITS: self.units, CHANGES: self.changes}
        return {name: each.to_csv(index=False, lineterminator="\n").encode() for name, each in tables.items()}


def updated(
    raw: str | Path,
    path: Path,
    on: str,
    decision: str = "",
    changes: pd.DataFrame | None = None,
    gone: Sequence[str] = (),
) -> Update:
    """Return the register of a raw folder with a dated list taken in.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.
    path : path
        The list, whole or of renames.
    on : str
        ISO date: the first day on which the list holds.
    decision : str
        What decided it; without, lifetimes are bounded by lists only, as ``dates_basis`` says.
    changes : path, optional
        What went into what on that day: ``old_code, new_code, extent`` and any other column of
        ``unit_changes.csv``. A new unit of that file begins on that day even where the list tells no difference.
    gone : sequence of str
        Levels that a whole list no longer has because they were abolished, not forgotten.

    Returns
    -------
    Update

    Raises
    ------
    DtsError
        With every contradiction: words that are none, a code listed twice, a parent that is not listed, a level
        that is missing, a day that is not after the register's last one, a rename of another unit, changes of
        another day; and whatever `load_units` and `load_unit_changes` refuse of the outcome.
    """
    raw, path, levels = Path(raw), Path(path), load_levels(raw)
    load_unit_changes(raw, load_units(raw, levels))
    units, known = read_table(raw / UNITS, UNIT_COLUMNS), read_table(raw / CHANGES, CHANGE_COLUMNS)
    there = units[(units["valid_to"] == "") & (units["unit_code"] != levels.top.code)]
    listed, renames = _read_list(path, there, on)
    stated = renames if changes is None else pd.concat([renames, _read_changes(Path(changes), on)])
    stated = stated[~_keys(stated).isin(_keys(known))]
    stop_if(_check_listed(listed, there, path.name, gone, levels))
    same = there[["unit_code", *_SAME]].merge(listed, how="inner", on=["unit_code", *_SAME])["unit_code"]
    stays = set(same) - set(stated["new_code"])
    ends, begins = there[~there["unit_code"].isin(stays)], listed[~listed["unit_code"].isin(stays)]
    stop_if(_check_days(ends, on))
    stated = stated.assign(decision=stated["decision"].mask(stated["decision"] == "", decision), source=on[:7])
    basis = "decision" if decision or stated["decision"].any() else "list"
    born = {"valid_from": on, "valid_to": "", "dates_basis": basis, "population": "", "source": on[:7]}
    begun, ended = begins.assign(**born)[UNIT_COLUMNS], ends.assign(valid_to=next_day(on, -1))
    ended = ended.assign(dates_basis=basis) if basis == "decision" else ended
    table = pd.concat([units.drop(index=ends.index), ended, begun])
    table = table.sort_values(["unit_code", "valid_from"], key=lambda each: each.str.zfill(10), kind="stable")
    outcome = table, pd.concat([known, stated])[CHANGE_COLUMNS]
    renamed = begun.merge(ends[["unit_code", *_SAME]].rename(columns={"name": "old_name"}))
    renamed = renamed[renamed["name"] != renamed["old_name"]]
    return Update(*outcome, begun, ended, renamed, stated, _left_open(*outcome, on, levels))


def _read_list(path, there, on):
    """The units that are to be there from the day on, and the changes that a list of renames states."""
    listed = read_table(path)
    if not set(RENAMED) <= set(listed):
        listed = read_table(path, LISTED)[LISTED].rename(columns={"code": "unit_code"})
        return listed, pd.DataFrame(columns=CHANGE_COLUMNS)
    names = there.set_index("unit_code")["name"]
    near = nearest_units(there, listed.loc[~listed["code"].isin(names.index), "code"])
    faults = check_filled(listed, path.name, RENAMED, "…") + _check_day(listed, path.name, on)
    for row in listed.itertuples():
        where = f"{path.name}!{row.Index + 2}"
        if row.code in near:
            faults.append(finding("unit_unknown", where, unit=row.code, near=near[row.code]))
        elif names[row.code] not in (row.old_name, row.new_name):
            facts = {"unit": row.code, "name": names[row.code], "listed": row.old_name}
            faults.append(finding("list_name_differs", where, **facts))
    stop_if(faults)
    moved = listed.set_index("code")["new_name"]
    renames = listed[listed["code"].map(names) != listed["new_name"]].rename(columns={"code": "old_code"})
    renames = renames.assign(
        new_code=renames["old_code"], kind="rename", extent="whole", share="1", effective_on=on
    )
    whole = there.assign(name=there["unit_code"].map(moved).fillna(there["name"]))
    return whole[["unit_code", *_SAME]], renames.reindex(columns=CHANGE_COLUMNS, fill_value="")


def _read_changes(path, on):
    """A file of changes as rows of ``unit_changes.csv``; kinds that it does not state follow from the rows."""
    rows = read_table(path, STATED)
    stop_if(_check_day(rows, path.name, on))
    rows = rows.reindex(columns=CHANGE_COLUMNS, fill_value="").assign(effective_on=on)
    is_alone = rows.groupby("new_code")["new_code"].transform("size") == 1
    kind = pd.Series("merge", index=rows.index).mask(is_alone, "rename").mask(rows["extent"] == "part", "split")
    kind = kind.mask(rows["new_code"] == "", "abolish")
    share = rows["share"].mask((rows["extent"] == "whole") & (rows["share"] == ""), "1")
    return rows.assign(kind=rows["kind"].mask(rows["kind"] == "", kind), share=share)


def _check_day(rows, file, on):
    wrong = rows[rows["effective_on"] != on] if "effective_on" in rows else rows.head(0)
    if wrong.empty:
        return []
    cells = [f"{file}!{at + 2}" for at in wrong.index]
    value = ", ".join(wrong["effective_on"].unique())
    return [finding("table_word", cells[0], cells=cells, column="effective_on", value=value, expected=on)]


def _check_listed(listed, there, file, gone, levels):
    """Findings of a list that contradicts itself, or lacks a level that nobody said is gone."""
    codes, where = listed["unit_code"], f"{file}!"
    faults = check_filled(listed, file, ["unit_code", "name", "level"], "…")
    faults += check_words(listed, file, "level", levels.codes.__contains__, ", ".join(levels.codes))
    faults += [
        finding("list_code_doubled", f"{where}{at + 2}", unit=codes[at]) for at in codes.index[codes.duplicated()]
    ]
    orphans = listed[~listed["parent_code"].isin([*codes, "", levels.top.code])]
    if len(orphans):
        cells = [f"{where}{at + 2}" for at in orphans.index]
        parents = ", ".join(list(dict.fromkeys(orphans["parent_code"]))[:12])
        faults.append(finding("list_parent_absent", cells[0], cells=cells, parents=parents, units=len(orphans)))
    for level in dict.fromkeys(there["level"]):
        n_units = int((there["level"] == level).sum())
        if level not in set(listed["level"]) and level not in gone:
            faults.append(finding("list_level_absent", file, level=level, units=n_units))
    return faults


def _check_days(ends, on):
    """A finding where units would end before they began: the register knows of a later, or the same, day."""
    late = ends.loc[ends["valid_from"] >= on]
    if late.empty:
        return []
    cells = [f"{UNITS}!{row + 2}" for row in late.index]
    return [
        finding("list_too_early", cells[0], cells=cells, on=on, last=late["valid_from"].max(), units=len(late))
    ]


def _left_open(units, changes, on, levels):
    """What the outcome leaves open about that day; it is read back as it will be written, and refused as such."""
    with tempfile.TemporaryDirectory() as folder:
        for name, table in ((UNITS, units), (CHANGES, changes)):
            table.to_csv(Path(folder) / name, index=False, lineterminator="\n")
        read = load_units(folder, levels)
        return [each for each in check_register(read, load_unit_changes(folder, read)) if each.facts["on"] == on]


def _keys(changes):
    return pd.MultiIndex.from_frame(changes[["old_code", "new_code", "effective_on"]])
