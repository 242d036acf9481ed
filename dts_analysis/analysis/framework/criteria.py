"""A criteria set and what was counted by it, as the two flat tables."""

from typing import TYPE_CHECKING

import pandas as pd

from ...errors import DtsError, finding
from ...reference.nodes import GROUP, TOTAL
from ...scoring import grouped
from .cells import STATUS

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet


def of_criteria_set(criteria_set: "CriteriaSet") -> pd.DataFrame:
    """Return the framework of a criteria set: its total, its groups where it has some, pillars and indicators.

    Parameters
    ----------
    criteria_set : CriteriaSet

    Returns
    -------
    DataFrame
        ``code``, ``parent``, ``max_points``, one row per node. The whole is called ``set:<id>`` and a group
        ``group:<code>``, which no code of a set can be. A target without points takes no part, nor does a pillar
        that has nothing else. Pillars and groups weigh what lies below them.

    Raises
    ------
    DtsError
        Where no indicator of the set gives points, or these are no shares of maxima: bonuses, penalties, caps and
        floors.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> pillar = Obj(code="A", level="pillar", above="", is_bounded=False)
    >>> whole = Obj(code="", level="total", above="", is_bounded=False)
    >>> points = [Obj(code=code, pillar_code="A", max_points=most, is_bonus=False, least_points=0.0)
    ...     for code, most in (("A-1", 10.0), ("A-2", 0.0))]
    >>> table = of_criteria_set(Obj(id="x", indicators=points, nodes=[pillar, whole]))
    >>> table[["code", "parent"]].to_numpy().tolist()
    [['set:x', ''], ['A', 'set:x'], ['A-1', 'A']]
    """
    nodes = {node.code: node for node in criteria_set.nodes}
    counting = [each for each in criteria_set.indicators if each.max_points > 0]
    if not counting:
        raise DtsError(finding("set_without_points", criteria_set.id))
    beyond = [each.code for each in criteria_set.indicators if each.is_bonus or each.least_points < 0]
    beyond += [node.code or criteria_set.id for node in nodes.values() if node.is_bounded]
    if beyond:
        raise DtsError(finding("set_beyond_maxima", criteria_set.id, codes=", ".join(beyond)))
    rows = {}
    for each in counting:
        path, node = [(each.code, each.pillar_code)], nodes[each.pillar_code]
        while node.level != TOTAL:
            path.append((_name(node, criteria_set), _name(nodes[node.above], criteria_set)))
            node = nodes[node.above]
        rows |= dict.fromkeys([(_name(node, criteria_set), ""), *reversed(path)])
    maxima = {each.code: each.max_points for each in counting}
    table = pd.DataFrame(list(rows), columns=["code", "parent"])
    return table.assign(max_points=table["code"].map(maxima).astype(float))


def _name(node, criteria_set):
    return {TOTAL: f"set:{criteria_set.id}", GROUP: f"group:{node.code}"}.get(node.level, node.code)


def of_counted(counted: pd.DataFrame, framework: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the values of the units that are judged whole, and who is not.

    Parameters
    ----------
    counted : DataFrame
        Rows of `scoring.count` of one criteria set, year and basis.
    framework : DataFrame
        As from `of_criteria_set`.

    Returns
    -------
    (DataFrame, list of str)
        Long: ``unit_code``, ``code``, ``value`` (points), ``status``, for the indicators of the framework. And the
        units left aside, which take no place either: with an answer that is not judged, cannot be read or was
        never sent, or without any points.

    Examples
    --------
    >>> counted = pd.DataFrame({"unit_code": ["u", "u", "v", "v"], "indicator_code": ["A-1", "A-2"] * 2,
    ...     "status": ["answered", "missing", "answered", "unscored"], "points": [4.0, None, 5.0, None]})
    >>> values, aside = of_counted(counted, pd.DataFrame({"code": ["A-1", "A-2"]}))
    >>> values["unit_code"].tolist(), aside
    (['u', 'u'], ['v'])
    """
    rows = pd.DataFrame(
        {
            "unit_code": counted["unit_code"].astype("str"),
            "code": counted["indicator_code"].astype("str"),
            "value": counted["points"].astype(float),
            "status": counted["status"].astype("str"),
        }
    ).reset_index(drop=True)
    group, units = grouped(rows, ["unit_code"])
    is_open = (~rows["status"].isin(list(STATUS))).groupby(group).any()
    has_points = (rows["status"] == "answered").groupby(group).any()
    aside = units.loc[(is_open | ~has_points).to_numpy(), "unit_code"].tolist()
    is_kept = ~rows["unit_code"].isin(aside) & rows["code"].isin(framework["code"])
    return rows[is_kept].reset_index(drop=True), aside
