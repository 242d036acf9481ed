"""One unit over years: totals, indicators side by side in two years, and moves between classes."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..rules import TOLERANCE, shares
from ..scoring import coded, grouped
from .continuity import comparing, links, measure, why

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

ENDS = ("from", "to")


def compare(
    counted_from: pd.DataFrame,
    counted_to: pd.DataFrame,
    scores_from: pd.DataFrame,
    scores_to: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
) -> pd.DataFrame:
    """Return units' indicators in two years side by side, with what compares and why.

    Parameters
    ----------
    counted_from, counted_to : DataFrame
        One or many units in the earlier and the later year, as from `scoring.count`, each on one basis. Units
        that are in one of them only are left out; equal codes are taken for one unit, so leave out what another
        unit bore (`continuity.unit_ids`).
    scores_from, scores_to : DataFrame
        Scores with the declared numbers of these rows, as from `scoring.score`; they may hold more. Of an
        indicator with variants by unit type, the ones that the unit was under in both years are compared. Where
        points hang on the leader (``leading_value``), they compare only while it declares the same, or the unit
        stays within the target: else ``why`` is leader_moved.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        The rows of `continuity.links` per ``unit_code`` with, for each end (``_from``, ``_to``):
        ``criteria_id``, ``basis``, ``points`` (NaN: none), ``max_points`` (0 where it does not count),
        ``attainment_share``, ``status`` ("" where the set has no such indicator, or the unit no such row),
        ``class_code``, ``pillar_code``, ``declared`` (the share or value that the rule reads; of a changed rule,
        what the later one reads); ``change_points``, ``change_share`` and ``change_declared`` (later - earlier;
        NaN where they do not compare or one is absent). Between two bases neither points nor shares compare.

    Raises
    ------
    ValueError
        Where one side is of several years or on several bases.
    """
    sides = counted_from, counted_to
    ways = [tuple(_only(side, name) for name in ("year", "basis")) for side in sides]
    grid = _Grid([grouped(side, ["unit_code", "criteria_id"])[1] for side in sides], criteria)
    table = _under_variants(grid, (scores_from, scores_to), [year for year, _ in ways], criteria)
    for number, (end, side, scores) in enumerate(zip(ENDS, sides, (scores_from, scores_to), strict=True)):
        year, basis = ways[number]
        table[f"basis_{end}"] = pd.Categorical.from_codes(np.zeros(len(table), dtype=np.int8), [basis])
        for name, column in grid.placed(side, number, ("points", "max_points", "attainment_share")).items():
            table[f"{name}_{end}"] = column
        table[f"max_points_{end}"] = table[f"max_points_{end}"].fillna(0.0)
        for name, column in grid.placed(side, number, ("status", "class_code", "pillar_code")).items():
            table[f"{name}_{end}"] = column
        declared = grid.placed(scores[scores["year"] == year], number, ("declared_value", "declared_total"))
        value, whole = declared.values()
        read = np.where(table["measure"] == "share", shares(value, whole), np.nan)
        table[f"declared_{end}"] = np.where(table["measure"] == "value", value, read)
    table = _under_leaders(table, grid, (scores_from, scores_to), [year for year, _ in ways], criteria)
    if ways[0][1] != ways[1][1]:
        table[["points_compare", "shares_compare"]] = False
    compares = {"points": "points", "share": "shares", "declared": "values"}
    for name, what in compares.items():
        column = "attainment_share" if name == "share" else name
        change = table[f"{column}_to"] - table[f"{column}_from"]
        table[f"change_{name}"] = change.where(table[f"{what}_compare"])
    return table


def _under_variants(grid, scores, years, criteria):
    """The grid's rows, those of indicators with variants linked by the ones each unit was under."""
    table = grid.table
    several = [f"{one.id}:{each.code}" for one in criteria.values() for each in one.indicators if each.variants]
    if not several:
        return table
    is_one, keys = np.zeros(len(table), bool), []
    for number, end in enumerate(ENDS):
        rows = scores[number][scores[number]["year"] == years[number]]
        table[f"variant_{end}"] = np.nan_to_num(grid.placed(rows, number, ("variant",))["variant"]).astype(int)
        names = table[f"criteria_id_{end}"].astype("str") + ":" + table[f"code_{end}"]
        is_one |= names.isin(several).to_numpy()
        keys += [f"criteria_id_{end}", f"code_{end}", f"variant_{end}"]
    is_one &= ((table["code_from"] != "") & (table["code_to"] != "")).to_numpy()
    group, cases = grouped(table[is_one], keys)
    found = []
    for case in cases.itertuples(index=False):
        own = [_indicator(criteria, *case[at : at + 3]) for at in (0, 3)]
        found.append((why(*own), measure(own[1].rule)))
    linked = pd.DataFrame(found, columns=["why", "measure"]).iloc[group]
    table.loc[is_one, ["why", "measure"]] = linked.to_numpy()
    return comparing(table.drop(columns=["variant_from", "variant_to"]))


def _under_leaders(table, grid, scores, years, criteria):
    """The table, with what rules relative to others gave beyond the target told apart where the leader moved."""
    targets = {
        f"{one.id}:{each.code}:{number}": own.rule.target
        for one in criteria.values()
        for each in one.indicators
        for number, own in enumerate(each.alternatives)
        if own.rule.is_relative
    }
    if not targets or any("leading_value" not in each for each in scores):
        return table
    rows = [each[each["year"] == year] for each, year in zip(scores, years, strict=True)]
    leaders = [grid.placed(each, number, ("leading_value",))["leading_value"] for number, each in enumerate(rows)]
    variant = np.nan_to_num(grid.placed(rows[1], 1, ("variant",))["variant"]).astype(int).astype(str)
    names = table["criteria_id_to"].astype("str") + ":" + table["code_to"] + ":" + variant
    target = names.map(targets).to_numpy(float)
    is_beyond = (table["declared_from"].to_numpy() > target) | (table["declared_to"].to_numpy() > target)
    has_moved = np.abs(leaders[1] - leaders[0]) > TOLERANCE
    is_led = table["why"].isin(["same", "reweighted"]).to_numpy() & is_beyond & has_moved
    return comparing(table.assign(why=table["why"].mask(is_led, "leader_moved")))


def _indicator(criteria, set_id, code, variant):
    return criteria[set_id].indicator(code).alternatives[variant]


class _Grid:
    """The rows of `compare`: every unit that is on both sides by every link of its two criteria sets."""

    def __init__(self, sides, criteria):
        before, after = (side.astype("str") for side in sides)
        units = before.merge(after, on="unit_code", suffixes=("_from", "_to"))
        self.pair, pairs = grouped(units, ["criteria_id_from", "criteria_id_to"])
        some = next(iter(criteria))
        self.links = [links(criteria, *ids) for ids in pairs.itertuples(index=False)]
        sizes = np.array([len(each) for each in self.links], dtype=np.intp)
        length = sizes[self.pair]
        self.start = np.cumsum(length) - length
        row = np.arange(length.sum()) - np.repeat(self.start - (np.cumsum(sizes) - sizes)[self.pair], length)
        listed = pd.concat(self.links) if self.links else links(criteria, some, some).head(0)
        self.units = pd.Index(units["unit_code"])
        number = np.repeat(np.arange(len(units)), length)
        self.table = listed.take(row).reset_index(drop=True)
        self.table.insert(0, "unit_code", pd.Categorical.from_codes(number, self.units))
        for name in ("criteria_id_from", "criteria_id_to"):
            self.table[name] = pd.Categorical(units[name]).take(number)

    def placed(self, rows, number, columns):
        """Return columns of one side's rows where they belong; NaN or "" where there is no such row."""
        codes, code_names = coded(rows["indicator_code"])
        positions = [dict(zip(each[f"code_{ENDS[number]}"], range(len(each)), strict=True)) for each in self.links]
        grid = np.array([[of_code.get(code, -1) for code in code_names] for of_code in positions], dtype=np.intp)
        numbers, unit_names = coded(rows["unit_code"])
        unit = self.units.get_indexer(unit_names)[numbers]
        known = np.flatnonzero(unit >= 0)
        unit = unit[known]
        position = grid.reshape(len(self.links), len(code_names))[self.pair[unit], codes[known]]
        at = (self.start[unit] + position)[position >= 0]
        return {name: self._column(rows[name], known[position >= 0], at) for name in columns}

    def _column(self, values, row, at):
        if not isinstance(values.dtype, pd.CategoricalDtype):
            found = np.full(len(self.table), np.nan)
            found[at] = values.to_numpy(float)[row]
            return found
        names = ["", *(name for name in values.cat.categories if name != "")]
        numbers = np.array([names.index(name) for name in values.cat.categories], dtype=np.int16)
        found = np.zeros(len(self.table), dtype=np.int16)
        found[at] = numbers[values.cat.codes.to_numpy()[row]]
        return pd.Categorical.from_codes(found, names)


def over_years(totals: pd.DataFrame, level: str = "total", unit: str = "unit_code") -> pd.DataFrame:
    """Return totals of every year with the change of attainment on the year before, on the same basis.

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`.
    level : {"total", "group", "pillar"}
        Which nodes; a pillar is followed by its code.
    unit : str
        The column that tells units apart: ``unit_code``, or the ids of `continuity.unit_ids` where a code may have
        passed to another unit.

    Returns
    -------
    DataFrame
        The rows of that level, sorted by unit, basis, node and year, with ``change_share`` (later - earlier
        attainment; NaN in a first year, and where the year before is not there).
    """
    keys = [unit, "basis", "node_code"]
    table = totals[totals["level"] == level].sort_values([*keys, "year"], kind="stable", ignore_index=True)
    groups = table.groupby(keys, observed=True)
    consecutive = groups["year"].diff() == 1
    return table.assign(change_share=groups["attainment_share"].diff().where(consecutive))


def class_moves(compared: pd.DataFrame) -> pd.DataFrame:
    """Return how many indicators moved from which class to which, among those whose shares compare.

    Returns
    -------
    DataFrame
        One row per ``class_code_from`` and ``class_code_to`` seen: ``n_indicators``. A blank has no class, and is
        in no row.
    """
    both = (compared["class_code_from"] != "") & (compared["class_code_to"] != "")
    group, moves = grouped(compared[both & compared["shares_compare"]], ["class_code_from", "class_code_to"])
    return moves.astype("str").assign(n_indicators=np.bincount(group, minlength=len(moves)))


def _only(rows, name):
    """The one value of a key column."""
    found = rows[name].unique().tolist()
    if len(found) > 1:
        raise ValueError(f"{name} {sorted(found)}; expected one on each side of a comparison")
    return found[0] if found else ""
