"""The values as a grid of units x indicators, beside what each cell is; and what an empty one is taken for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .. import asked

if TYPE_CHECKING:
    from .tree import Tree

PRESENT, BLANK, ABSENT = range(3)  # has a value; none though it applies; does not apply
STATUS = {"answered": PRESENT, "missing": BLANK, "not_applicable": ABSENT}
MISSING_TREATMENTS = ("zero", "shrink", "share", "mean")
NOT_APPLICABLE_TREATMENTS = ("shrink", "share", "zero", "mean", "full")
LONG = {"unit_code", "code", "value"}


@dataclass(frozen=True)
class Cells:
    """Values that fit a tree.

    Attributes
    ----------
    units : tuple of str
    values : array of float, units x indicators
        In the tree's order, NaN where there is none.
    state : array of int, units x indicators
        `PRESENT`, `BLANK` or `ABSENT`.
    """

    units: tuple
    values: np.ndarray
    state: np.ndarray


def cells(values: pd.DataFrame, tree: "Tree") -> Cells:
    """Return a table of values as the grid that a tree asks for.

    Parameters
    ----------
    values : DataFrame
        Wide: a row per unit, named by the index; a column per indicator; NaN is a blank. Long: ``unit_code``,
        ``code``, ``value`` and, where it matters, ``status`` (answered, missing, not_applicable); a unit without a
        row for an indicator left it blank.
    tree : Tree

    Returns
    -------
    Cells

    Raises
    ------
    DtsError
        With every fault: no unit, a row without its unit, a unit or a cell that stands twice, an indicator without
        values, values of no indicator, a value that is no finite number, a status of another name, and an
        indicator that nobody has a value of while neither ``lowest`` nor ``max_points`` says what a blank is
        worth.

    Examples
    --------
    >>> from dts_analysis.analysis.framework import tree
    >>> rows = {"code": ["t", "1.1", "1.2"], "parent": ["", "t", "t"], "max_points": [None, 5.0, 5.0]}
    >>> long = {"unit_code": ["u", "u"], "code": ["1.1", "1.2"], "value": [4.0, None],
    ...     "status": ["answered", "not_applicable"]}
    >>> found = cells(pd.DataFrame(long), tree(pd.DataFrame(rows)))
    >>> found.values.tolist(), found.state.tolist()
    ([[4.0, nan]], [[0, 2]])
    """
    wide, is_absent = _wide(values) if set(values.columns) >= LONG else (values, None)
    faults = [] if len(wide) else [finding("values_none", "values")]
    faults += asked.unit_codes(wide.index, "values")
    units, known = [str(each) for each in wide.index], pd.Index(wide.columns)
    for named, code in ((pd.Series(units), "values_unit_twice"), (known.to_series(), "values_column_twice")):
        faults += [finding(code, f"values!{each}") for each in named[named.duplicated()].unique()]
    faults += [finding("values_indicator_missing", f"values!{c}") for c in tree.indicators if c not in known]
    others = [each for each in known if each not in tree.indicators]
    faults += [finding("values_indicator_unknown", f"values!{each}") for each in others]
    stop_if(faults)
    codes = list(tree.indicators)
    columns = [pd.to_numeric(wide[code], errors="coerce").to_numpy(float, na_value=np.nan) for code in codes]
    grid = np.column_stack(columns)
    absent = np.zeros(grid.shape, dtype=bool) if is_absent is None else is_absent[codes].to_numpy(bool)
    is_text = wide[codes].notna().to_numpy() & ~np.isfinite(grid)
    for row, column in np.argwhere(is_text):
        shown = str(wide[codes[column]].iloc[row])
        faults.append(finding("values_no_number", f"values!{units[row]}!{codes[column]}", value=shown))
    state = np.where(absent, ABSENT, np.where(np.isnan(grid), BLANK, PRESENT))
    is_worthless = (state == BLANK).any(axis=0) & ~(state == PRESENT).any(axis=0) & np.isnan(tree.lowest)
    faults += [finding("values_empty", f"values!{codes[each]}") for each in np.flatnonzero(is_worthless)]
    stop_if(faults)
    return Cells(tuple(units), np.where(absent, np.nan, grid), state.astype(np.int8))


def _wide(table):
    """The long form as the wide one, and where a cell does not apply."""
    stop_if(asked.unit_codes(table["unit_code"], "values"))
    where = table["unit_code"].astype("str") + "!" + table["code"].astype("str")
    faults = [finding("values_cell_twice", f"values!{each}") for each in where[where.duplicated()].unique()]
    status = table["status"].astype("str") if "status" in table else pd.Series("answered", index=table.index)
    odd = ~status.isin(list(STATUS))
    known = ", ".join(STATUS)
    faults += [
        finding("values_status", f"values!{where[row]}", status=status[row], known=known)
        for row in table.index[odd]
    ]
    stop_if(faults)
    named = table.assign(
        unit_code=table["unit_code"].astype("str"),
        code=table["code"].astype("str"),
        is_absent=(status == "not_applicable"),
        value=table["value"].where(status != "missing"),
    )
    wide = named.pivot(index="unit_code", columns="code", values="value")
    return wide, named.pivot(index="unit_code", columns="code", values="is_absent").eq(True)


def treated(
    values: np.ndarray, state: np.ndarray, tree: "Tree", missing: str = "zero", not_applicable: str = "shrink"
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the values with empty cells filled or left out, better always higher.

    Parameters
    ----------
    values : array of float, ... x units x indicators
        As in `Cells`.
    state : array of int, units x indicators
    tree : Tree
    missing, not_applicable : str
        What an empty cell is taken for:

        - ``zero``: the lowest goalpost (what a blank earns by the law), else the worst value of any unit;
        - ``full``: the highest goalpost, else the best value;
        - ``mean``: the mean of the units that have one;
        - ``shrink``: left out, and what lies above weighs as much less (the unit's own applicable maximum);
        - ``share``: left out; its siblings take its weight, what lies above weighs what it did.

    Returns
    -------
    (values, is_left_out, keeps_weight)
        Values times direction, NaN where left out; the flags are units x indicators.

    Examples
    --------
    >>> from dts_analysis.analysis.framework import tree
    >>> rows = {"code": ["t", "a"], "parent": ["", "t"], "max_points": [None, 5.0]}
    >>> one, grid = tree(pd.DataFrame(rows)), np.array([[4.0], [np.nan]])
    >>> for how in ("zero", "full", "mean", "shrink"):
    ...     treated(grid, np.array([[PRESENT], [ABSENT]]), one, not_applicable=how)[0][:, 0].tolist()
    [4.0, 0.0]
    [4.0, 5.0]
    [4.0, 4.0]
    [4.0, nan]
    """
    values = values * tree.direction
    is_left_out, keeps_weight = np.zeros(state.shape, dtype=bool), np.zeros(state.shape, dtype=bool)
    for at, how in ((state == BLANK, missing), (state == ABSENT, not_applicable)):
        if how in ("shrink", "share"):
            is_left_out |= at
            keeps_weight |= at & (how == "share")
            continue
        for column in np.flatnonzero(at.any(axis=0)):
            values[..., at[:, column], column] = _stand_in(values[..., column], how, tree, column, state)
    return values, is_left_out, keeps_weight


def _stand_in(column, how, tree, at, state):
    """What an empty cell of one indicator is taken for, per draw; the lowest goalpost where nobody has a value."""
    seen = np.ascontiguousarray(column[..., state[:, at] == PRESENT])  # a mean's last bit follows its layout
    ends = tree.direction[at] * np.array([tree.lowest[at], tree.highest[at]])
    low, high = ends[:: tree.direction[at]]
    known = {"zero": low, "full": high, "mean": np.nan}[how]
    if not np.isnan(known):
        return known
    if seen.shape[-1] == 0:
        return low if not np.isnan(low) else 0.0
    reduce = {"zero": np.min, "full": np.max, "mean": np.mean}[how]
    return reduce(seen, axis=-1, keepdims=True)
