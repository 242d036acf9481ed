"""Write data/raw/units.csv and unit_changes.csv from dated lists of the General Statistics Office.

    python data/generators/units.py FOLDER_OF_LISTS data/raw

The folder holds five files, facts of the statistics office as public packages transcribe them:

- ``units_2023-05.csv``, ``units_2025-01.csv``: every unit; package ``vietnam-provinces`` 0.5.0 and 0.6.0;
- ``units_2025-07.csv``: every unit of Decision 19/2025/QĐ-TTg; thanglequoc/vietnamese-provinces-database v3.0.2
  (MIT). Xã Ba Chẽ bears 06970 as in the office's conversion table (06978 in the other source);
- ``commune_changes_2025-07.csv``: what went into what, whole or in part; the office's conversion table as
  ``vietnam-provinces`` 2026.9.0 has it, checked against ``vietnamadminunits`` 1.0.4 (MIT);
- ``renamed_2026-04.csv``: Đồng Nai becomes a city, ten of its communes wards.

A unit is a code *and* a lifetime: a code that keeps name, level and parent from one list to the next
is one unit; anything else is a new one. Dates come from decisions where one is known (the merger of
Ninh Bình city and Hoa Lư, the reform of 1 July 2025, Đồng Nai); where only the lists bound them, `dates_basis`
says so. No source states which part of a commune went over: there `share` stays blank.
"""

import datetime
import sys
from pathlib import Path

import pandas as pd

LISTS = {"gso_2023-05": "", "gso_2025-01": "2025-01-01", "gso_2025-07": "2025-07-01"}
ENDS = {"gso_2023-05": "2024-12-31", "gso_2025-01": "2025-06-30", "gso_2025-07": ""}
TYPES = ("thành phố", "thị trấn", "thị xã", "tỉnh", "huyện", "quận", "phường", "xã", "đặc khu")
DEFAULT_TYPE = {"province": "Tỉnh", "district": "Huyện", "commune": "Xã"}  # some lists leave the word out
UNMERGED = {"01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"}
POPULATION = {("369", ""): 154596, ("374", ""): 83613, ("374", "2025-01-01"): 238209, ("373", ""): 123552}
MERGER = "Nghị quyết 1318/NQ-UBTVQH15"
MERGER_PAGE = "https://nhandan.vn/ocop/nghi-quyet-ve-sap-xep-don-vi-hanh-chinh-cua-tinh-ninh-binh-post850408.html"
REFORM = "Nghị quyết 202/2025/QH15"
CONVERSION = "2025-07, bảng chuyển đổi"
COLUMNS = ["old_code", "new_code", "effective_on", "kind", "extent", "share", "two_sources", "decision", "source"]
UNSAID = {"extent", "share", "two_sources"}  # of what decisions say in words
PARTS = {  # the 23 provinces made on 1 July 2025, by the code they bear since, and their parts' old codes
    "08": "02 08", "15": "15 10", "19": "06 19", "25": "17 25 26", "24": "24 27", "33": "33 34",
    "31": "30 31", "37": "35 36 37", "44": "44 45", "48": "48 49", "51": "51 62", "52": "52 64",
    "56": "56 58", "68": "60 67 68", "66": "54 66", "79": "74 77 79", "75": "70 75", "80": "72 80",
    "82": "82 87", "86": "83 84 86", "91": "89 91", "92": "92 93 94", "96": "95 96",
}  # fmt: skip


def lifetimes(folder):
    """Return one row per unit and lifetime from the lists."""
    open_units, closed = {}, []
    for number, (key, starts) in enumerate(LISTS.items()):
        listed = _list(folder, f"units_{key[4:]}")
        seen = {}
        for row in listed.itertuples():
            has_type = row.name.casefold().startswith(TYPES)
            name = row.name if has_type else f"{DEFAULT_TYPE[row.level]} {row.name}"
            identity = (row.code, name, row.level, row.parent_code)
            reformed = starts == "2025-07-01" and row.level == "province" and row.code not in UNMERGED
            seen[identity] = None if reformed else open_units.pop(identity, None)
        closed += [_ended(unit, list(LISTS)[number - 1]) for unit in open_units.values()]
        open_units = {identity: kept or _born(identity, key, starts) for identity, kept in seen.items()}
    closed += _renamed(open_units, _list(folder, "renamed_2026-04"))
    table = pd.DataFrame([*closed, *open_units.values()])
    return table.sort_values(["unit_code", "valid_from"], key=lambda c: c.str.zfill(10), kind="stable")


def _list(folder, name):
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def _renamed(open_units, listed):
    """End the units that a later decision renamed, give them their new names, and return those that ended."""
    by_code, ended = {identity[0]: identity for identity in open_units}, []
    for row in listed.itertuples():
        code, name, level, parent = by_code[row.code]
        if name != row.old_name:
            raise SystemExit(f"{code} is {name!r} before {row.effective_on}, not {row.old_name!r}")
        eve = datetime.date.fromisoformat(row.effective_on) - datetime.timedelta(days=1)
        ended.append(open_units.pop(by_code[code]) | {"valid_to": eve.isoformat()})
        identity = (code, row.new_name, level, parent)
        open_units[identity] = _born(identity, f"gso_{row.effective_on[:7]}", row.effective_on)
    return ended


def _born(identity, key, starts):
    code, name, level, parent = identity
    return {
        "unit_code": code,
        "name": name,
        "level": level,
        "parent_code": parent,
        "valid_from": starts,
        "valid_to": "",
        "dates_basis": "decision" if starts >= "2025-07-01" or (code, starts) in POPULATION else "list",
        "population": POPULATION.get((code, starts), ""),
        "source": key[4:],  # the month of the statistics office's list
    }


def _ended(unit, last_list):
    decided = ENDS[last_list] == "2025-06-30" or unit["unit_code"] in ("369", "374")
    return unit | {"valid_to": ENDS[last_list], "dates_basis": "decision" if decided else unit["dates_basis"]}


def changes(units, folder):
    """Return what is known of merged, split, renamed and abolished units, one row per old and new unit."""
    decided = [
        ("369", "374", "2025-01-01", "merge", MERGER, MERGER_PAGE),
        ("374", "374", "2025-01-01", "merge", MERGER, MERGER_PAGE),
        ("46", "46", "2025-01-01", "rename", "Nghị quyết 175/2024/QH15", "2025-01"),
    ]
    for new, parts in PARTS.items():
        decided += [(old, new, "2025-07-01", "merge", REFORM, "2025-07") for old in parts.split()]
    table = pd.DataFrame(decided, columns=[name for name in COLUMNS if name not in UNSAID])
    communes, renamed = _of_communes(folder), _list(folder, "renamed_2026-04")
    districts = units[(units["level"] == "district") & (units["valid_to"] == "2025-06-30")]
    gone = districts.loc[~districts["unit_code"].isin(communes["old_code"]), ["unit_code"]]
    gone = gone.set_axis(["old_code"], axis="columns").assign(
        new_code="", effective_on="2025-07-01", kind="abolish", extent="", decision=REFORM, source="2025-07"
    )
    renamed = renamed.assign(
        old_code=renamed["code"], new_code=renamed["code"], kind="rename", source="2026-04", extent="whole"
    )
    rows = pd.concat([table.assign(extent="whole"), communes, gone, renamed])
    return rows.assign(share=rows["extent"].map({"whole": "1"})).reindex(columns=COLUMNS).fillna("")


def _of_communes(folder):
    """What became of the communes on 1 July 2025: a row of its own each, as the conversion table has them."""
    rows = _list(folder, "commune_changes_2025-07")
    is_alone = rows.groupby("new_code")["new_code"].transform("size") == 1
    kind = pd.Series("merge", index=rows.index).mask(is_alone, "rename").mask(rows["extent"] == "part", "split")
    return rows.assign(kind=kind, source=CONVERSION)


if __name__ == "__main__":
    lists, raw = Path(sys.argv[1]), Path(sys.argv[2])
    units = lifetimes(lists)
    units.to_csv(raw / "units.csv", index=False, lineterminator="\n")
    changes(units, lists).to_csv(raw / "unit_changes.csv", index=False, lineterminator="\n")
