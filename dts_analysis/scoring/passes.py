"""Which nodes of a criteria set's tree pass: gates over what is done, where not everything is known yet."""

import numpy as np
import pandas as pd

from .groups import coded, grouped, places

APART, UNKNOWN, NO, YES = -2, -1, 0, 1  # does not apply; not known yet; does not pass; passes


def passed(counted, rows, criteria, by):
    """Return whether each node passes: its gate holds, or, without one, all it holds pass.

    An indicator passes where it counts as done (``is_upper``; a blank is not done), a penalty where it takes none.
    Three answers are kept apart: what is not judged or read yet leaves a gate open only while it could decide it.
    What does not apply, and a bonus, is no member: "at least 2 of 3" of which one applies needs that one.

    Parameters
    ----------
    counted : DataFrame
        As from `count`.
    rows : DataFrame
        Nodes: `by` and ``node_code``.
    criteria : dict
        Criteria sets by id.
    by : sequence of str
        What tells one unit's answers on one basis from another's, ``criteria_id`` among them.

    Returns
    -------
    BooleanArray
        Aligned to `rows`; NA where it is not known, nothing applies, or the set has no gate at all.

    Source
    ------
    Kleene's strong logic of three values, as pandas' own ``boolean``; "3 + 1" is the older rule of the Philippine
    Seal of Good Local Governance: all core areas and one essential area.
    """
    found = np.full(len(rows), APART, dtype=np.int8)
    sets, names = coded(rows["criteria_id"])
    for number, name in enumerate(names):
        one = criteria[name]
        if all(node.gate is None for node in one.nodes):
            continue
        mine = counted[(counted["criteria_id"] == name).to_numpy()]
        group, units = grouped(mine, by)
        answers = np.full((len(one.indicators), len(units)), APART, dtype=np.int8)
        at, codes = coded(mine["indicator_code"])
        order = {each.code: place for place, each in enumerate(one.indicators)}
        where = np.array([order.get(code, 0) for code in codes], dtype=np.intp)[at]
        answers[where, group] = _states(mine)
        nothing = np.full(len(units), APART, dtype=np.int8)
        states = _of_nodes(one, dict(zip(order, answers, strict=True)), nothing)
        theirs = np.flatnonzero(sets == number)
        unit = places(rows.iloc[theirs], units, by)
        node, labels = coded(rows["node_code"].iloc[theirs])
        found[theirs] = np.stack([states[label] for label in labels])[node, unit]
    return pd.arrays.BooleanArray(found == YES, found < NO)


def _states(counted):
    is_upper = counted["is_upper"].to_numpy(bool, na_value=False)
    points, is_open = counted["points"].to_numpy(), counted["is_upper"].isna().to_numpy()
    is_beside = is_open & (counted["max_points"] == 0).to_numpy() & ~np.isnan(points)  # a penalty: none is taken
    is_blank = counted["status"].isin(("missing", "invalid")).to_numpy() & (counted["max_points"] == 0).to_numpy()
    state = np.where(is_open, UNKNOWN, np.where(is_upper, YES, NO))
    state = np.where(is_beside, np.where(points < 0, NO, YES), state)
    state = np.where(is_open & is_blank, NO, state)  # it has no class, and is not done either
    is_apart = (counted["status"] == "not_applicable").to_numpy() | counted["is_bonus"].to_numpy()
    return np.where(is_apart, APART, state).astype(np.int8)


def _of_nodes(criteria_set, states, nothing):
    """The state of every node by its code, from those of the indicators; `nothing` is that of an empty one."""
    held = {node.code: [] for node in criteria_set.nodes}
    for each in criteria_set.indicators:
        held[each.pillar_code].append(each.code)
    for node in criteria_set.nodes:  # what is held comes first
        gate = node.gate
        members = [states[code] for code in held[node.code]]
        states[node.code] = _of_gate(gate, states) if gate else of_all(members) if members else nothing
        if node.code:
            held[node.above].append(node.code)
    return states


def _of_gate(gate, states):
    members = [states[each] if isinstance(each, str) else _of_gate(each, states) for each in gate.members]
    return of_all(members) if gate.needed is None else of_some(members, gate.needed)


def of_all(members):
    """Return whether all members pass.

    >>> of_all(np.array([[YES, YES, YES, APART], [YES, UNKNOWN, NO, APART], [APART, YES, YES, APART]])).tolist()
    [1, -1, 0, -2]
    """
    members = np.asarray(members, dtype=np.int8)
    return of_some(members, np.maximum((members != APART).sum(axis=0), 1))


def of_some(members, needed):
    """Return whether so many members pass, or all that apply where those are fewer.

    >>> of_some(np.array([[YES, NO, NO, UNKNOWN], [NO, UNKNOWN, NO, UNKNOWN]]), 1).tolist()
    [1, -1, 0, -1]
    """
    members = np.asarray(members, dtype=np.int8)
    n_yes, n_open, n_apply = ((members == state).sum(axis=0) for state in (YES, UNKNOWN, APART))
    n_apply = len(members) - n_apply
    needed = np.minimum(needed, n_apply)
    state = np.where(n_yes >= needed, YES, np.where(n_yes + n_open < needed, NO, UNKNOWN))
    return np.where(n_apply == 0, APART, state).astype(np.int8)
