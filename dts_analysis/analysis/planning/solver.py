"""Which moves to choose: the least effort that reaches so many points, as a mixed-integer linear programme."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from ...files import muted
from ...scoring import node_points

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet

EXACT = {"mip_rel_gap": 0.0}  # else HiGHS ends within 0.01 % of the least cost
_SLACK = 1e-7  # of points: what solvers leave of whole numbers
_FEWEST = 1e-6  # of a point: what one move less is worth among plans of equal effort


def least_effort(
    moves: pd.DataFrame, criteria_set: "CriteriaSet", points: dict[str, float], needed: float
) -> np.ndarray | None:
    """Return which moves reach a number of points at the least cost, at most one of each indicator.

    What nodes of the set's tree earn keeps within their caps and floors. Of plans of the least cost the one that
    gains most is chosen, then the one of fewest moves.

    Parameters
    ----------
    moves : DataFrame
        As from `moves`; needed are ``indicator_code``, ``gain_points`` and ``cost``.
    criteria_set : CriteriaSet
    points : dict
        What the unit's indicators have now, by code; NaN, or no entry, is nothing.
    needed : float
        The points of the whole to reach.

    Returns
    -------
    array of bool, or None
        Aligned to `moves`; None where all of them together do not reach it.

    Source
    ------
    A multiple-choice knapsack, solved exactly by HiGHS through ``scipy.optimize.milp``.

    Examples
    --------
    5 points are missing. "a" brings 4 or 6, "b" 2; the cheapest that reaches 5 is "a" to 6:

    >>> from types import SimpleNamespace as Obj
    >>> import pandas as pd
    >>> nodes = [Obj(code=code, above="", bounds=(-np.inf, np.inf)) for code in ("A", "")]
    >>> one = Obj(nodes=nodes, indicators=[Obj(code=code, pillar_code="A") for code in "ab"])
    >>> table = pd.DataFrame({"indicator_code": ["a", "a", "b"], "gain_points": [4.0, 6.0, 2.0],
    ...     "cost": [1.0, 1.5, 1.0]})
    >>> least_effort(table, one, {"a": 1.0}, 6.0).tolist(), least_effort(table, one, {"a": 1.0}, 10.0)
    ([False, True, False], None)
    """
    gains, costs = moves["gain_points"].to_numpy(float), moves["cost"].to_numpy(float)
    if node_points(criteria_set, points)[""] >= needed - _SLACK:
        return np.zeros(len(moves), dtype=bool)
    if not len(moves):
        return None
    rows, lows, highs, low, high, root, n_floors = _programme(moves, criteria_set, points)
    n, width = len(moves), len(low)
    low[root] = needed - _SLACK
    integrality = np.concatenate([np.ones(n), np.zeros(width - n - n_floors), np.ones(n_floors)])

    def solve(objective, *further):
        constraints = [LinearConstraint(rows, lows, highs), *further]
        bounds = Bounds(low, high)
        with muted():  # HiGHS prints a line of its own for some solutions that presolving found, whatever is asked
            return milp(objective, integrality=integrality, bounds=bounds, constraints=constraints, options=EXACT)

    objective = np.concatenate([costs, np.zeros(width - n)])
    best = solve(objective)
    if best.x is None:
        return None
    limit = LinearConstraint(objective[None, :], -np.inf, best.fun + _SLACK)
    most = solve(np.concatenate([_FEWEST - gains, np.zeros(width - n)]), limit)
    return (best if most.x is None else most).x[:n] > 0.5


def _programme(moves, criteria_set, points):
    """The constraints over moves (0 or 1), the points of nodes, and which floors hold (0 or 1)."""
    nodes = {node.code: number for number, node in enumerate(criteria_set.nodes)}
    floored = [node for node in criteria_set.nodes if np.isfinite(node.bounds[0])]
    n, m = len(moves), len(nodes)
    width = n + m + len(floored)
    pillar = {each.code: each.pillar_code for each in criteria_set.indicators}
    codes = moves["indicator_code"].astype("str").to_numpy()
    gains = moves["gain_points"].to_numpy(float)
    ample = 1.0 + np.abs(gains).sum() + sum(abs(each) for each in points.values() if each == each)
    ample += sum(abs(node.bounds[0]) for node in floored)
    rows, highs = [], []
    for code in dict.fromkeys(codes):
        rows.append(np.concatenate([codes == code, np.zeros(width - n)]))
        highs.append(1.0)
    for node in criteria_set.nodes:
        row = np.zeros(width)
        row[:n] = -gains * np.array([pillar[code] == node.code for code in codes])
        row[n + nodes[node.code]] = 1.0
        for child in criteria_set.nodes:
            if child.code and child.above == node.code:
                row[n + nodes[child.code]] = -1.0
        earned = sum(each for code, each in points.items() if pillar[code] == node.code and each == each)
        if node in floored:
            at = n + m + floored.index(node)
            row[at] = -ample
            held = np.zeros(width)
            held[n + nodes[node.code]], held[at] = 1.0, ample
            rows.append(held)
            highs.append(node.bounds[0] + ample)
        rows.append(row)
        highs.append(float(earned))
    caps = [node.bounds[1] for node in criteria_set.nodes]
    low = np.concatenate([np.zeros(n), np.full(m, -np.inf), np.zeros(len(floored))])
    high = np.concatenate([np.ones(n), caps, np.ones(len(floored))])
    return (
        np.array(rows, float),
        np.full(len(rows), -np.inf),
        np.array(highs),
        low,
        high,
        n + nodes[""],
        len(floored),
    )
