"""What is wrong with a framework's table: columns, codes, numbers, goalposts."""

import numpy as np
import pandas as pd

from ...errors import DtsError, finding, stop_if

NUMBERS = ("weight", "max_points", "level", "direction", "lowest", "highest")
SCALES = ("max_points", "direction", "lowest", "highest")  # NaN where the table does not say


def missing_columns(framework, names):
    """Return the findings of columns that a framework lacks."""
    return [
        finding("framework_column_missing", "framework", column=each) for each in names if each not in framework
    ]


def check_columns(framework):
    """Raise where columns or all rows are missing."""
    faults = missing_columns(framework, ("code", "parent"))
    if not {"weight", "max_points"} & set(framework):
        faults += [finding("framework_column_missing", "framework", column="weight / max_points")]
    stop_if(faults)
    if framework.empty:
        raise DtsError(finding("framework_root", "framework", roots="—"))


def unsound_names(codes, parents):
    """Return what is wrong with codes and parents."""
    faults = [
        finding("framework_code_no_text", f"framework!{row + 1}", value=repr(code))
        for row, code in enumerate(codes)
        if not isinstance(code, str) or not code
    ]
    if faults:
        return faults
    seen = pd.Series(codes)
    faults += [finding("framework_code_twice", f"framework!{code}") for code in seen[seen.duplicated()].unique()]
    known = set(codes)
    orphans = [
        (code, parent) for code, parent in zip(codes, parents, strict=True) if parent and parent not in known
    ]
    faults += [finding("framework_parent_unknown", f"framework!{code}", parent=parent) for code, parent in orphans]
    roots = [code for code, parent in zip(codes, parents, strict=True) if not parent]
    if len(roots) != 1 and not faults:
        faults.append(finding("framework_root", "framework", roots=", ".join(roots) or "—"))
    return faults


def numbers(table):
    """Return the columns of numbers, NaN where nothing stands; raises for what is there and no finite number.

    >>> numbers(pd.DataFrame({"code": ["a", "b"], "weight": [1, None]}))["weight"].tolist()
    [1.0, nan]
    """
    found, faults = {name: np.full(len(table), np.nan) for name in SCALES}, []
    for name in (each for each in NUMBERS if each in table):
        found[name] = pd.to_numeric(table[name], errors="coerce").to_numpy(float, na_value=np.nan).copy()
        for row in np.flatnonzero(
            (table[name].astype(object).fillna("") != "").to_numpy() & ~np.isfinite(found[name])
        ):
            facts = {"column": name, "value": str(table[name].iloc[row])}
            faults.append(finding("framework_no_number", f"framework!{table['code'].iloc[row]}", **facts))
    stop_if(faults)
    return found


def unsound_scales(codes, is_leaf, direction, numbers):
    """Return what is wrong with directions, maxima beside weights, and goalposts of indicators."""
    faults = [
        finding("framework_direction", f"framework!{codes[row]}", direction=float(direction[row]))
        for row in np.flatnonzero(is_leaf & (np.abs(direction) != 1))
    ]
    if "weight" in numbers:
        faults += [
            finding("framework_weight", f"framework!{codes[row]}", weight=float(numbers["max_points"][row]))
            for row in np.flatnonzero(is_leaf & (numbers["max_points"] < 0))
        ]
    is_stated = ~np.isnan(numbers["lowest"]) | ~np.isnan(numbers["highest"])
    lowest = np.nan_to_num(numbers["lowest"])
    highest = np.where(np.isnan(numbers["highest"]), numbers["max_points"], numbers["highest"])
    for row in np.flatnonzero(is_leaf & is_stated & (highest < lowest)):
        ends = {"lowest": float(lowest[row]), "highest": float(highest[row])}
        faults.append(finding("framework_goalposts", f"framework!{codes[row]}", **ends))
    return faults
