"""Sums of a form as formulas: of pillars, and of everything above them, within floors and caps."""

from ..reference.nodes import PILLAR, TOTAL
from ..rules.cells import number


def bounded(expression, node):
    """Return an expression of points within a node's floor and cap.

    >>> from types import SimpleNamespace as Node
    >>> bounded("SUM(F5:F7)", Node(floor=0.0, cap=10.0)), bounded("SUM(F5:F7)", Node(floor=None, cap=None))
    ('MIN(MAX(SUM(F5:F7),0),10)', 'SUM(F5:F7)')
    """
    expression = expression if node.floor is None else f"MAX({expression},{number(node.floor)})"
    return expression if node.cap is None else f"MIN({expression},{number(node.cap)})"


def total_of(criteria_set, cells):
    """Return the expression of a set's total.

    Parameters
    ----------
    criteria_set : CriteriaSet
    cells : dict
        The cell with the points of each pillar that has any, by its code.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> rows = [("A", "pillar", "G", None), ("B", "pillar", "", None), ("G", "group", "", 5.0)]
    >>> rows.append(("", "total", "", None))
    >>> nodes = [Obj(code=code, level=level, above=above, floor=None, cap=cap) for code, level, above, cap in rows]
    >>> total_of(Obj(nodes=nodes), {"A": "F4", "B": "F9"})
    'SUM(F9,MIN(SUM(F4),5))'
    """
    held = {node.code: [] for node in criteria_set.nodes}
    for node in criteria_set.nodes:
        if node.level == PILLAR:
            expression = cells.get(node.code)
        else:
            expression = bounded(f"SUM({','.join(held[node.code])})", node) if held[node.code] else None
        if node.level == TOTAL:
            return expression
        if expression and node.level != PILLAR and node.floor is None and node.cap is None:
            held[node.above] += held[node.code]
        elif expression:
            held[node.above].append(expression)
