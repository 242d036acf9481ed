"""Write data/raw/units.csv and unit_changes.csv from three dated lists of the General Statistics Office.

    python data/generators/units.py FOLDER_OF_LISTS data/raw

A unit is a code *and* a lifetime: a code that keeps name, level and parent from one list to the next
is one unit; anything else is a new one. Dates come from decisions where one is known (the merger of
Ninh Bình city and Hoa Lư, the reform of 1 July 2025); where only the lists bound them, `dates_basis`
says so.
"""

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
PARTS = {  # the 23 provinces made on 1 July 2025, by the code they bear since, and their parts' old codes
    "08": "02 08", "15": "15 10", "19": "06 19", "25": "17 25 26", "24": "24 27", "33": "33 34",
    "31": "30 31", "37": "35 36 37", "44": "44 45", "48": "48 49", "51": "51 62", "52": "52 64",
    "56": "56 58", "68": "60 67 68", "66": "54 66", "79": "74 77 79", "75": "70 75", "80": "72 80",
    "82": "82 87", "86": "83 84 86", "91": "89 91", "92": "92 93 94", "96": "95 96",
}  # fmt: skip


def lifetimes(folder):
    """Return one row per unit and lifetime from the three lists."""
    open_units, closed = {}, []
    for number, (key, starts) in enumerate(LISTS.items()):
        listed = pd.read_csv(folder / f"units_{key[4:]}.csv", dtype=str, keep_default_na=False)
        seen = {}
        for row in listed.itertuples():
            has_type = row.name.casefold().startswith(TYPES)
            name = row.name if has_type else f"{DEFAULT_TYPE[row.level]} {row.name}"
            identity = (row.code, name, row.level, row.parent_code)
            reformed = starts == "2025-07-01" and row.level == "province" and row.code not in UNMERGED
            seen[identity] = None if reformed else open_units.pop(identity, None)
        closed += [_ended(unit, list(LISTS)[number - 1]) for unit in open_units.values()]
        open_units = {identity: kept or _born(identity, key, starts) for identity, kept in seen.items()}
    table = pd.DataFrame([*closed, *open_units.values()])
    return table.sort_values(["unit_code", "valid_from"], key=lambda c: c.str.zfill(10), kind="stable")


def _born(identity, key, starts):
    code, name, level, parent = identity
    return {
        "unit_code": code,
        "name": name,
        "level": level,
        "parent_code": parent,
        "valid_from": starts,
        "valid_to": "",
        "dates_basis": "decision" if starts == "2025-07-01" or (code, starts) in POPULATION else "list",
        "population": POPULATION.get((code, starts), ""),
        "source": key[4:],  # the month of the statistics office's list
    }


def _ended(unit, last_list):
    decided = ENDS[last_list] == "2025-06-30" or unit["unit_code"] in ("369", "374")
    return unit | {"valid_to": ENDS[last_list], "dates_basis": "decision" if decided else unit["dates_basis"]}


def changes(units):
    """Return what decisions say of merged and abolished units, one row per old and new unit."""
    rows = [
        ("369", "374", "2025-01-01", "merge", 1, MERGER, MERGER_PAGE),
        ("374", "374", "2025-01-01", "merge", 1, MERGER, MERGER_PAGE),
        ("46", "46", "2025-01-01", "rename", 1, "Nghị quyết 175/2024/QH15", "2025-01"),
    ]
    for new, parts in PARTS.items():
        rows += [(old, new, "2025-07-01", "merge", 1, REFORM, "2025-07") for old in parts.split()]
    districts = units[(units["level"] == "district") & (units["valid_to"] == "2025-06-30")]
    rows += [(code, "", "2025-07-01", "abolish", "", REFORM, "2025-07") for code in districts["unit_code"]]
    columns = ["old_code", "new_code", "effective_on", "kind", "share", "decision", "source"]
    return pd.DataFrame(rows, columns=columns)


if __name__ == "__main__":
    units = lifetimes(Path(sys.argv[1]))
    units.to_csv(Path(sys.argv[2]) / "units.csv", index=False, lineterminator="\n")
    changes(units).to_csv(Path(sys.argv[2]) / "unit_changes.csv", index=False, lineterminator="\n")
