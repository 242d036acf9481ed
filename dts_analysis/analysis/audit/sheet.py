"""An index as every check looks at it: worked out once, by the choices as stated."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from ..framework import (
    FLOOR,
    MISSING_TREATMENTS,
    NORMALISATIONS,
    NOT_APPLICABLE_TREATMENTS,
    aggregated,
    cells,
    normalised,
    treated,
    tree,
)
from ..framework.index import unknown_choices
from ..framework.normalisation import unsuited

if TYPE_CHECKING:
    from ..framework.tree import Tree
MEASURABLE = 3  # units: of two all correlations are 1 or -1


@dataclass(frozen=True)
class Sheet:
    """Values on one scale, and what the framework makes of them.

    Attributes
    ----------
    tree : Tree
    units : tuple of str
    state : array of int, units x indicators
        Present, blank or absent, as in `framework.Cells`.
    indicators : DataFrame, units x indicators
        On one scale, better always higher; NaN where a cell is left out.
    nodes : DataFrame, units x nodes
        The index at every node, arithmetic; the whole last.
    left_out, keeps_weight : arrays of bool, units x indicators
        As from `framework.treated`.
    """

    tree: "Tree"
    units: tuple
    state: np.ndarray
    indicators: pd.DataFrame
    nodes: pd.DataFrame
    left_out: np.ndarray
    keeps_weight: np.ndarray
    choices: dict = field(default_factory=dict)

    @property
    def n(self):
        """How many units there are."""
        return len(self.units)

    @property
    def root(self):
        """The code of the whole."""
        return self.tree.codes[-1]

    def children(self, code):
        """Return the codes right below a node."""
        return [self.tree.codes[each] for each in self.tree.children[self.tree.codes.index(code)]]

    @property
    def pillars(self):
        """The codes right above indicators, each with its indicators, in the framework's order."""
        found = {}
        for at, code in enumerate(self.tree.indicators):
            found.setdefault(self.tree.codes[self.tree.parent[at]], []).append(code)
        return found

    def whole(self, without=None, geometric_at=None, floor=FLOOR):
        """Return the index of every unit, without one indicator, or geometric at one level."""
        left_out, keeps = self.left_out.copy(), self.keeps_weight.copy()
        if without is not None:
            at = self.tree.indicators.index(without)
            left_out[:, at], keeps[:, at] = True, False
        is_geometric = np.array([level == geometric_at for level in range(self.tree.level[-1] + 1)])
        values = self.indicators.to_numpy()
        columns = [np.ascontiguousarray(values[None, :, at]) for at in range(values.shape[1])]
        nodes = aggregated(self.tree, columns, None, is_geometric, left_out, keeps, floor)
        return np.broadcast_to(nodes[-1], (1, self.n))[0]


def sheet(
    values: pd.DataFrame,
    framework: pd.DataFrame,
    normalisation: str = "share",
    missing: str = "zero",
    not_applicable: str = "shrink",
) -> Sheet:
    """Return the sheet that every check of an index looks at.

    Parameters
    ----------
    values, framework : DataFrame
        As `framework.cells` and `framework.tree` take them.
    normalisation, missing, not_applicable : str
        As in `framework.index`.

    Returns
    -------
    Sheet

    Raises
    ------
    DtsError
        What `framework.tree` and `framework.cells` raise; a choice that is none of those known.

    Examples
    --------
    >>> rows = {"code": ["t", "p", "a", "b"], "parent": ["", "t", "p", "p"], "max_points": [None, None, 5.0, 20.0]}
    >>> found = sheet(pd.DataFrame({"a": [4.0], "b": [10.0]}, index=["u"]), pd.DataFrame(rows))
    >>> found.pillars, found.nodes.loc["u", "t"].item()
    ({'p': ['a', 'b']}, 0.56)
    """
    choices = {
        "normalisation": (normalisation, NORMALISATIONS),
        "missing": (missing, MISSING_TREATMENTS),
        "not_applicable": (not_applicable, NOT_APPLICABLE_TREATMENTS),
    }
    stop_if(unknown_choices(choices))
    shape = tree(framework)
    grid = cells(values, shape)
    stop_if(unsuited(grid, shape, normalisation))
    filled, left_out, keeps = treated(grid.values, grid.state, shape, missing, not_applicable)
    scaled = normalised(filled, shape, normalisation)
    index = pd.Index(grid.units, name="unit_code")
    columns = [np.ascontiguousarray(scaled[None, :, at]) for at in range(shape.n_indicators)]
    each = aggregated(shape, columns, None, None, left_out, keeps)
    nodes = np.column_stack([np.broadcast_to(one, (1, len(index)))[0] for one in each])
    return Sheet(
        tree=shape,
        units=grid.units,
        state=grid.state,
        indicators=pd.DataFrame(scaled, index=index, columns=list(shape.indicators)),
        nodes=pd.DataFrame(nodes, index=index, columns=list(shape.codes)),
        left_out=left_out,
        keeps_weight=keeps,
        choices={"normalisation": normalisation, "missing": missing, "not_applicable": not_applicable},
    )


def refuse_few(units, fewest, where):
    """Stop where a measure is asked of fewer units than it needs."""
    stop_if([finding("audit_few_units", where, n=units, fewest=fewest)] if units < fewest else [])


def refuse_one(items, where):
    """Stop where a measure of several indicators is asked of one, or of an indicator nobody has a value of.

    And where one stands twice, or holds what is no finite number.
    """
    twice = items.columns[items.columns.duplicated()].unique()
    stop_if([finding("values_column_twice", f"values!{code}") for code in twice] or no_numbers(items))
    stop_if([finding("audit_one_indicator", where)] if items.shape[1] < 2 else [])
    empty = [code for code in items if items[code].isna().all()]
    stop_if([finding("audit_no_values", f"values!{code}") for code in empty])


def no_numbers(items):
    """Return the findings of cells that hold something, and no finite number."""
    found = []
    for code, column in items.items():
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(float)
        bad = column[column.notna().to_numpy() & ~np.isfinite(numbers)]
        found += [
            finding("values_no_number", f"values!{row}!{code}", value=str(each)) for row, each in bad.items()
        ]
    return found


def constant(items):
    """Return the codes of indicators, or of nodes, that are alike for every unit that has one."""
    return [code for code in items if is_constant(items[code])]


def is_constant(values):
    """Return whether numbers are alike but for what binary fractions make of them.

    >>> is_constant(pd.Series([0.3, 0.1 + 0.2, np.nan])), is_constant(pd.Series([0.3, 0.31]))
    (True, False)
    """
    return not values.max() - values.min() > 1e-12 * max(abs(values.max()), 1.0)


def refuse_constant(items):
    """Stop where an indicator is the same for every unit."""
    stop_if([finding("audit_constant", f"values!{code}") for code in constant(items)])
