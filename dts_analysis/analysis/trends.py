"""One unit over years: totals, which indicators compare and why not, and moves between classes."""

import numpy as np
import pandas as pd

from ..scoring import counted, pillars, shares, totals
from .completion import classes_of

WHYS = ("same", "reweighted", "target_moved", "rule_changed", "new", "dropped")
ENDS = ("from", "to")


def links(criteria, earlier_id, later_id):
    """Return how the indicators of two consecutive criteria sets match, and whether their points compare.

    Computed from the rules, not asserted: an indicator's points compare only where the later one
    `continues` the earlier and rule and maximum are the same; its attainment compares where only the
    weight changed, every threshold being the same share of the maximum. Where only a target moved, the
    declared values still compare: what the rule measures is the same.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.
    earlier_id, later_id : str
        The two sets; equal ids match every indicator with itself.

    Returns
    -------
    DataFrame
        One row per indicator of either set: ``code_from``, ``code_to`` ("" where there is none),
        ``why`` (same, reweighted, target_moved, rule_changed, new, dropped), ``measure`` (what the rule
        reads of the declared numbers: share, value, "" for neither), ``points_compare``,
        ``shares_compare``, ``values_compare`` (bool).
    """
    earlier, later = criteria[earlier_id], criteria[later_id]
    before = {each.code: each for each in earlier.indicators}
    rows, carried = [], set()
    for each in later.indicators:
        code = each.code if earlier_id == later_id else _continued(each, earlier_id)
        carried.add(code)
        rows.append((code, each.code, _why(before[code], each) if code in before else "new", _measure(each)))
    rows += [(code, "", "dropped", _measure(each)) for code, each in before.items() if code not in carried]
    table = pd.DataFrame(rows, columns=["code_from", "code_to", "why", "measure"])
    return table.assign(
        points_compare=table["why"] == "same",
        shares_compare=table["why"].isin(["same", "reweighted"]),
        values_compare=table["why"].isin(["same", "reweighted", "target_moved"]) & (table["measure"] != ""),
    )


def compare(scores_from, scores_to, criteria, basis="claimed"):
    """Return units' indicators in two years side by side, with what compares and why.

    Parameters
    ----------
    scores_from, scores_to : DataFrame
        Scores of one or many units in the earlier and the later year, as from `scoring.score`; units that
        are in one of them only are left out.
    criteria : dict
        Criteria sets by id.
    basis : {"claimed", "computed", "verified", "final"}
        Which points count, in both years.

    Returns
    -------
    DataFrame
        The rows of `links` per ``unit_code`` with, for each end (``_from``, ``_to``): ``criteria_id``,
        ``points`` (NaN: none), ``max_points`` (0 where it does not count), ``attainment_share``,
        ``declared`` (the share or value its rule reads), ``class_code``, ``status``
        ("" where the set has no such indicator), ``pillar_code``; ``change_points``,
        ``change_share`` and ``change_declared`` (later - earlier; NaN where they do not compare or one is
        absent).
    """
    sets = [
        scores[["unit_code", "criteria_id"]].drop_duplicates().astype("str") for scores in (scores_from, scores_to)
    ]
    units = sets[0].merge(sets[1], on="unit_code", suffixes=("_from", "_to"))
    sides = [_side(scores, criteria, basis) for scores in (scores_from, scores_to)]
    tables = []
    for ids, group in units.groupby(["criteria_id_from", "criteria_id_to"], sort=False):
        link = links(criteria, *ids).assign(criteria_id_from=ids[0], criteria_id_to=ids[1])
        table = link.iloc[np.tile(np.arange(len(link)), len(group))].reset_index(drop=True)
        number = np.repeat(np.arange(len(group)), len(link))
        table.insert(0, "unit_code", pd.Categorical.from_codes(number, group["unit_code"]))
        for end, side in zip(ENDS, sides, strict=True):
            table = _placed(table, side, pd.Index(group["unit_code"]), link[f"code_{end}"], end)
        tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    names = ("points", "attainment_share", "declared")
    points, attained, declared = (table[f"{name}_to"] - table[f"{name}_from"] for name in names)
    return table.assign(
        change_points=points.where(table["points_compare"]),
        change_share=attained.where(table["shares_compare"]),
        change_declared=declared.where(table["values_compare"]),
    )


def _side(scores, criteria, basis):
    """One year's answers as `compare` shows them; texts as numbers of a few categories."""
    side = counted(scores, basis).rename(columns={"basis_status": "status"})
    code = classes_of(scores, criteria, side["attainment_share"])
    side = side.assign(class_code=code, pillar_code=scores["pillar_code"])
    value, total = (scores[f"declared_{name}"].to_numpy(float) for name in ("value", "total"))
    side["declared"] = shares(value, total)
    for name in scores["criteria_id"].unique():
        by_value = [each.code for each in criteria[name].indicators if _measure(each) == "value"]
        at = ((scores["criteria_id"] == name) & scores["indicator_code"].isin(by_value)).to_numpy()
        side.loc[at, "declared"] = value[at]
    keys = {key: scores[key].astype("category") for key in ("unit_code", "indicator_code")}
    return side.astype({"pillar_code": "category"}).assign(**keys)


def _placed(table, side, units, codes, end):
    """The grid of units by links with one year's columns filled in where the year has such an answer."""
    has_code = np.flatnonzero(codes != "")
    links_of = pd.Index(codes.to_numpy()[has_code]).get_indexer(side["indicator_code"].cat.categories)
    link = links_of[side["indicator_code"].cat.codes]
    unit = units.get_indexer(side["unit_code"].cat.categories)[side["unit_code"].cat.codes]
    row = np.flatnonzero((unit >= 0) & (link >= 0))
    at = unit[row] * len(codes) + has_code[link[row]]
    for column in ("points", "max_points", "attainment_share", "declared"):
        values = np.full(len(table), 0.0 if column == "max_points" else np.nan)
        values[at] = side[column].to_numpy()[row]
        table[f"{column}_{end}"] = values
    for column in ("status", "class_code", "pillar_code"):
        names = ["", *(name for name in side[column].cat.categories if name != "")]
        numbers = np.array([names.index(name) for name in side[column].cat.categories])
        values = np.zeros(len(table), dtype=np.int8)
        values[at] = numbers[side[column].cat.codes.to_numpy()[row]]
        table[f"{column}_{end}"] = pd.Categorical.from_codes(values, names)
    return table


def over_years(scores, basis="claimed", by_pillar=False):
    """Return totals (or pillars) of every year with the change of attainment on the year before.

    Returns
    -------
    DataFrame
        As `scoring.totals` (or `scoring.pillars`), sorted by year, with ``change_share`` (later -
        earlier attainment; NaN in a first year, and where the year before is not there).
    """
    table = pillars(scores, basis) if by_pillar else totals(scores, basis)
    keys = ["unit_code", "pillar_code"] if by_pillar else ["unit_code"]
    table = table.sort_values([*keys, "year"], kind="stable", ignore_index=True)
    groups = table.groupby(keys, observed=True)
    consecutive = groups["year"].diff() == 1
    return table.assign(change_share=groups["attainment_share"].diff().where(consecutive))


def years_of(scores_from, scores_to):
    """Return the two years of a pair of scores."""
    return tuple(int(scores["year"].iloc[0]) for scores in (scores_from, scores_to))


def last_two(history):
    """Return the totals of the last year but one, and of the last, as `over_years` gave them."""
    last = history["year"].max()
    return history[history["year"] == last - 1], history[history["year"] == last]


def class_moves(compared):
    """Return how many indicators moved from which class to which, among those whose shares compare.

    Returns
    -------
    DataFrame
        One row per ``class_code_from`` and ``class_code_to`` seen: ``n_indicators``.
    """
    both = (compared["class_code_from"] != "") & (compared["class_code_to"] != "")
    moved = compared[both & compared["shares_compare"]]
    groups = moved.astype({"class_code_from": "str", "class_code_to": "str"}).groupby(
        ["class_code_from", "class_code_to"]
    )
    return groups.size().rename("n_indicators").reset_index()


def _measure(indicator):
    """What the rule reads of the declared numbers: a share, a value, or ("") a choice, a list, nothing."""
    rule = indicator.rule
    return "share" if rule.kind == "ratio" else getattr(rule, "of", "")


def _continued(indicator, earlier_id):
    name, _, code = indicator.continues.partition(":")
    return code if name == earlier_id else ""


def _why(earlier, later):
    if earlier.rule == later.rule and earlier.max_points == later.max_points:
        return "same"
    old, new = (_shape(each) for each in (earlier, later))
    if old == new:
        return "reweighted"
    return "target_moved" if _without_targets(old) == _without_targets(new) else "rule_changed"


def _shape(indicator):
    """The rule with points as shares of the maximum: what stays when only the weight changes."""
    shape = indicator.rule.model_dump()
    for steps in ("tiers", "options", "parts"):
        for step in shape.get(steps, ()):
            step["points"] = round(step["points"] / (indicator.max_points or 1.0), 12)
    return shape


def _without_targets(shape):
    """The shape without its thresholds: what stays when only a target moves."""
    rest = {key: value for key, value in shape.items() if key not in ("target", "at_least")}
    if "tiers" in rest:
        rest["tiers"] = [step["points"] for step in rest["tiers"]]
    return rest
