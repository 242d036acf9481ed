"""Many units rolled up: how many are upper in each indicator, and what is weak in most of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..scoring import coded, grouped, half_up

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

MAJORITY = 0.5
SET_YEAR = ["year", "criteria_id", "basis"]  # never added up
_ALIKE = 9  # decimals of a share: what lies beyond is the dust of binary fractions


def parts(criteria_set: "CriteriaSet") -> list[str]:
    """Return the codes of the nodes that a roll-up counts by, in the set's order: each indicator is in one.

    The groups that hold pillars alone, and every pillar that stands in no such group; the total ("") of a set
    without groups.

    >>> from types import SimpleNamespace as Obj
    >>> groups = [Obj(code="D", group=""), Obj(code="D1", group="D")]
    >>> pillars = [Obj(code=code, group=group) for code, group in (("A", "D1"), ("B", "D"), ("C", ""))]
    >>> parts(Obj(groups=groups, pillars=pillars)), parts(Obj(groups=[], pillars=[Obj(code="A", group="")]))
    (['D1', 'B', 'C'], [''])
    """
    if not any(each.group for each in criteria_set.pillars):
        return [""]
    outer = {"", *(each.group for each in criteria_set.groups)}
    return list(dict.fromkeys(each.code if each.group in outer else each.group for each in criteria_set.pillars))


def typical(
    totals: pd.DataFrame, criteria: "dict[str, CriteriaSet] | None" = None, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the counts most units have, per group of pillars: the sentence "most communes have 25 of 50".

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`, of the units compared; its rows of each set's `parts` count.
    criteria : dict, optional
        Criteria sets by id; without them all rows of `totals` count, such as those of the whole.
    by : sequence of str
        Further grouping, for instance a column with each unit's parent.

    Returns
    -------
    DataFrame
        One row per `by`, ``year``, ``criteria_id``, ``basis`` and ``node_code``:

        - ``n_upper`` and ``n_indicators`` (those that have a class): the pair that most units have; only units
          whose every indicator is classified that ever is are looked at. Missing where there is no such pair: none
          or one unit has it, or another pair is as frequent;
        - ``n_units``: how many have the most frequent pair; ``is_tied``: another one is as frequent;
        - ``n_classified``: units with every indicator classified; ``n_all``: all of them;
        - ``is_majority``: more than half of all units have it; one unit is no majority.
    """
    keys = _keys(by, "node_code")
    counting = totals if criteria is None else _of_parts(totals, criteria)
    group, table, n, rows = _grouped(counting, keys)
    rows["n_indicators"] = rows["n_upper"] + rows["n_lower"]
    is_whole = ((rows["n_unclassified"] == 0) & (rows["n_indicators"] > 0)).to_numpy()
    whole = rows[is_whole].assign(group=group[is_whole])
    place, pairs = grouped(whole, ["group", "n_upper", "n_indicators"])
    pairs = pairs.assign(n_units=np.bincount(place, minlength=len(pairs)))
    most = pairs.groupby("group")["n_units"].transform("max")
    first = pairs[pairs["n_units"] == most].drop_duplicates("group").set_index("group").reindex(range(n))
    n_units = first["n_units"].fillna(0).astype("int64")
    is_tied = np.bincount(pairs.loc[pairs["n_units"] == most, "group"], minlength=n) > 1
    is_named = (n_units > 1) & ~is_tied
    table = table.assign(
        **{name: first[name].where(is_named).astype("Int64") for name in ("n_upper", "n_indicators")},
        n_units=n_units,
        is_tied=is_tied,
        n_classified=np.bincount(group[is_whole], minlength=n),
        n_all=np.bincount(group, minlength=n),
    )
    table["is_majority"] = is_named & (table["n_units"] > MAJORITY * table["n_all"])
    return table


def by_indicator(counted: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return, per indicator, in how many of the units it is upper, lower or not classified.

    Parameters
    ----------
    counted : DataFrame
        As from `scoring.count`, of the units compared.
    by : sequence of str
        Further grouping, for instance a column with each unit's parent.

    Returns
    -------
    DataFrame
        One row per `by`, ``year``, ``criteria_id``, ``basis``, ``pillar_code`` and ``indicator_code``, the
        weakest of each set first: ``n_upper``, ``n_lower`` (blanks among them), ``n_unclassified``, ``n_units``
        (where it applies: their sum), ``upper_share`` (of those classified; NaN where none is), ``median_share``
        (median attainment; NaN where fewer than two have one), and whether it is upper (``is_upper_in_most``) or
        lower (``is_lower_in_most``) in more than half of all units where it applies: missing where those not
        classified could still decide it, and of one unit.
    """
    keys, names = _keys(by), ["pillar_code", "indicator_code"]
    group, table, n, rows = _grouped(counted[counted["status"] != "not_applicable"], [*keys, *names])
    is_known = rows["is_upper"].notna().to_numpy()
    known = np.bincount(group, is_known, minlength=n).astype(np.int64)
    upper = np.bincount(group, rows["is_upper"].to_numpy(bool, na_value=False), minlength=n).astype(np.int64)
    units, shares = np.bincount(group, minlength=n), rows["attainment_share"].groupby(group)
    table = table.assign(
        n_upper=upper,
        n_lower=known - upper,
        n_unclassified=units - known,
        n_units=units,
        upper_share=np.divide(upper, known, out=np.full(n, np.nan), where=known > 0),
        median_share=shares.median().where(shares.count() > 1),
        is_upper_in_most=_in_most(upper, known, units),
        is_lower_in_most=_in_most(known - upper, known, units),
    )
    return table.sort_values([*keys, "upper_share", "median_share", *names], kind="stable", ignore_index=True)


def majority_by_pillar(
    indicators: pd.DataFrame, by: Sequence[str] = (), node: str = "pillar_code"
) -> pd.DataFrame:
    """Return, per pillar, how many indicators are upper in most units.

    Parameters
    ----------
    indicators : DataFrame
        As from `by_indicator`, with the same `by`.
    node : str
        The column with what each indicator belongs to: its pillar unless told.

    Returns
    -------
    DataFrame
        One row per `by`, ``year``, ``criteria_id``, ``basis`` and `node`: ``n_majority`` (upper in more
        than half of the units), ``n_open`` (not enough units are classified to say) and ``n_indicators``.
    """
    group, table, n, rows = _grouped(indicators, _keys(by, node))
    is_most, is_open = rows["is_upper_in_most"].to_numpy(bool, na_value=False), rows["is_upper_in_most"].isna()
    return table.assign(
        n_majority=np.bincount(group, is_most, minlength=n).astype(np.int64),
        n_open=np.bincount(group, is_open, minlength=n).astype(np.int64),
        n_indicators=np.bincount(group, minlength=n),
    )


def weakest(totals: pd.DataFrame, most: int = 3, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return the weakest units in each pillar, of those that are read and judged in all of it.

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`, of the units compared; its rows of level pillar count.
    most : int
        How many per pillar; units equal to the last one come along.
    by : sequence of str
        Further grouping, for instance a column with each unit's parent.

    Returns
    -------
    DataFrame
        Rows of `totals` with ``place`` (1 = weakest, ties share), ``n_placed`` (units that have a place) and
        ``n_all``, by pillar (``node_code``) and place. A pillar where fewer than two units have a place has no
        rows: nobody is the weakest of one.
    """
    keys = _keys(by, "node_code")
    group, _, n, rows = _grouped(totals[(totals["level"] == "pillar") & (totals["n_indicators"] > 0)], keys)
    shares = rows["attainment_share"].where(rows["is_complete"])
    n_placed = np.bincount(group, shares.notna(), minlength=n).astype(np.int64)[group]
    place = pd.Series(half_up(shares, _ALIKE), index=rows.index).groupby(group).rank(method="min")
    table = rows.assign(place=place, n_placed=n_placed, n_all=np.bincount(group, minlength=n)[group])
    chosen = table[(table["place"] <= most) & (table["n_placed"] > 1)].astype({"place": "int64"})
    return chosen.sort_values([*keys, "place", "unit_code"], kind="stable", ignore_index=True)


def weak_in_most(indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators that are lower in more than half of the units: a matter for the level above."""
    return indicators[indicators["is_lower_in_most"].to_numpy(bool, na_value=False)]


def _keys(by, *nodes):
    return list(dict.fromkeys([*by, *SET_YEAR, *nodes]))


def _grouped(rows, keys):
    rows = rows.reset_index(drop=True)
    group, table = grouped(rows, keys)
    return group, table, len(table), rows


def _of_parts(totals, criteria):
    sets, names = coded(totals["criteria_id"])
    nodes, codes = coded(totals["node_code"])
    wanted = [np.isin(codes, parts(criteria[name])) for name in names]
    return totals[np.array(wanted, dtype=bool).reshape(len(names), len(codes))[sets, nodes]]


def _in_most(n, known, units):
    """Whether so many of the units are more than half; missing while those not known could decide it."""
    is_more, could_be = n > MAJORITY * units, n + units - known > MAJORITY * units
    return pd.arrays.BooleanArray(is_more, (could_be & ~is_more) | (units < 2))
