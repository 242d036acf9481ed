"""What is counted, and what belongs to a group of units: each table worked out once a build, from what came in.

``counted``, ``totals``, ``class_counts``: what every answer counts for on every basis, and its sums.
``standings``: one row per unit, year and basis: its totals, its name and parent, its place and how that moved.
``bases``: the basis pages show unless asked, per group of units under one parent.
``place_intervals``: how sure every place is; see `intervals`.
``peers``: median, quartiles and best of all units under one criteria set, per node of its tree.
``gaps``, ``gap_parts``, ``indicator_gaps``, ``agreement``, ``outliers``: claims against what judges.
``majorities``, ``indicator_counts``, ``causes``, ``parties``: what units under one parent have done, and lost.
"""

from functools import partial

import pandas as pd

from .. import reference, scoring
from ..analysis import agreement, continuity, losses, ranking, rollup, screening, trends, verification
from ..analysis.gap_parts import gap_parts
from ..analysis.rank_moves import by_the_set, rank_moves
from .intervals import place_intervals


def of_gaps(name, basis):
    """Return what the table of gaps of this name is called on a basis that claims are held against.

    >>> of_gaps("outliers", "verified"), of_gaps("outliers", "measured")
    ('outliers', 'measured_outliers')
    """
    scoring.check_basis(basis, scoring.HELD_AGAINST, "against")
    return name if basis == "verified" else f"{basis}_{name}"


_GAPS = {  # claims against verification; each is made against measured values too
    "gaps": ("unit_code", "year"),
    "gap_parts": ("unit_code", "year"),
    "indicator_gaps": ("criteria_id", "year"),
    "agreement": ("criteria_id", "year"),
    "outliers": ("criteria_id", "year"),
}
SORTED_BY = {
    "counted": ("unit_code", "year", "basis"),
    "totals": ("unit_code", "year", "basis"),
    "class_counts": ("unit_code", "year", "basis"),
    "standings": ("unit_code", "year", "basis"),
    "bases": ("parent_code",),
    "place_intervals": ("unit_code", "year", "basis"),
    "peers": ("criteria_id", "year", "basis"),
    **_GAPS,
    **{of_gaps(name, "measured"): keys for name, keys in _GAPS.items()},
    "majorities": ("parent_code",),
    "indicator_counts": ("parent_code",),
    "causes": ("parent_code",),
    "parties": ("parent_code",),
}
_LIFE = ["unit_code", "year"]
_GROUP = ["parent_code", "criteria_id", "year", "basis"]


def standings(data):
    """Return every unit's totals with its place in the group its criteria set ranks it in, and how that moved.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year`` and ``basis``: the columns of `scoring.totals` (of the total), those of
        `ranking.ranked`, and

        - ``unit_id`` (who bore the code: `continuity.unit_ids`), ``unit_name``, ``unit_level``, ``parent_code``,
          ``ranked_in`` (the code of the unit whose units are ranked: the parent, the region's, the top);
        - ``change_share``: attainment less that of the same unit in the year before, on the same basis; NaN
          without one;
        - ``rank_before``, ``own_places``, ``others_places``, ``criteria_places``, ``is_relative_decline``: on the
          same unit's place the year before, among the ``n_compared`` units that have both; NaN (the last one NA)
          without; see `rank_moves`.
    """
    totals = data.totals[data.totals["level"] == "total"].drop(columns=["level", "node_code"])
    totals = totals.astype({"unit_code": "str"})
    return with_places(data, totals.merge(_lives(data, totals), on=_LIFE, how="left"))


def with_places(data, rows):
    """Return rows of units' totals with whom they are and where they are ranked, with what `standings` adds."""
    placed = ranking.ranked(rows, data.criteria, by=("ranked_in",)).astype({"basis": "str"})
    placed = placed.merge(_change(placed), on=["unit_id", "year", "basis"], how="left")
    return placed.merge(_moves(data, placed), on=["unit_id", "year", "basis"], how="left")


def _change(placed):
    """Each unit's attainment less that of the same unit in the year before, on the same basis."""
    keys = ["unit_id", "year", "basis"]
    known = placed.loc[placed["attainment_share"].notna(), [*keys, "attainment_share"]]
    before = known.assign(year=known["year"] + 1).rename(columns={"attainment_share": "before"})
    both = known.merge(before, on=keys)
    return both[keys].assign(change_share=both["attainment_share"] - both["before"])


def _by_criteria(data, placed):
    """What another criteria set than the year before did to the attainment of units that take both places."""
    columns = ["unit_id", "unit_code", "year", "basis", "criteria_id"]
    rows = placed.loc[placed["is_placed"], columns]
    both = rows.merge(rows.assign(year=rows["year"] + 1), on=columns[:-1], suffixes=("", "_before"))
    both = both[both["criteria_id"].astype("str") != both["criteria_id_before"].astype("str")]
    found = [both[["unit_code", "year", "basis"]].head(0).assign(criteria_share=0.0)]
    for (year, basis), units in both.groupby(["year", "basis"]):
        codes = units["unit_code"]
        ends = [_counted(data, codes, each, basis) for each in (year - 1, year)]
        compared = trends.compare(*ends, data.scores, data.scores, data.criteria)
        changed = by_the_set(compared).rename("criteria_share").reset_index()
        found.append(changed.assign(year=year, basis=basis))
    return pd.concat(found[1:] or found, ignore_index=True)


def _counted(data, codes, year, basis):
    """What some units' answers of a year count for on a basis."""
    rows = data.counted[(data.counted["year"] == year) & (data.counted["basis"] == basis)]
    return rows[rows["unit_code"].isin(codes)]


def _moves(data, placed):
    """How each unit's place moved since the year before: all years at once, a unit of a year by one name."""
    placed = placed.merge(_by_criteria(data, placed), on=["unit_code", "year", "basis"], how="left")
    placed = placed.fillna({"criteria_share": 0.0})  # under the same set, which does nothing; or not compared
    name, following = (placed["unit_id"] + " " + (placed["year"] + step).astype("str") for step in (0, 1))
    before, after = placed.assign(unit_code=following), placed.assign(unit_code=name)
    moves = rank_moves(before, after, by=("ranked_in", "year"))
    found = moves.rename(columns={"rank_from": "rank_before", "n_units": "n_compared"})
    columns = ["rank_before", "n_compared", "own_places", "others_places", "criteria_places"]
    columns.append("is_relative_decline")
    found = found[["year", "basis", *columns]].astype({"is_relative_decline": "boolean"})
    return found.assign(unit_id=moves["unit_code"].str.rsplit(" ", n=1).str[0].astype("str"))


def _lives(data, totals):
    """Who bore each code in each year it sent a form in, and where that unit is ranked."""
    lives = totals[[*_LIFE, "criteria_id"]].drop_duplicates(_LIFE).astype({"criteria_id": "str"})
    bearers = reference.units_on(data.units, lives).rename(columns={"name": "unit_name", "level": "unit_level"})
    lives = lives.merge(bearers[[*_LIFE, "unit_name", "unit_level", "parent_code"]], on=_LIFE)
    ids = continuity.unit_ids(data.units, lives, data.unit_changes)
    lives = lives.assign(unit_id=ids, ranked_in=reference.ranked_in(data.units, lives, data.criteria, data.levels))
    return lives.drop(columns="criteria_id")


def bases(data):
    """Return the basis that pages show unless asked, per group of units under one parent, set and year.

    See `ranking.best_basis`; ``parent_code`` beside its columns.
    """
    return ranking.best_basis(data.standings, by=("parent_code",))


def peers(data):
    """Return how all units under one criteria set did, per year, basis and node of the set's tree.

    Returns
    -------
    DataFrame
        One row per ``criteria_id``, ``year``, ``basis``, ``level`` and ``node_code``: ``n_units`` (whose answers
        are all judged there: only these are looked at), ``median_share``, ``lower_share`` and ``upper_share``
        (quartiles), ``best_share`` of attainment; ``median_completion``, ``best_completion``.
    """
    is_told = data.totals[["attainment_share", "completion_share"]].notna().any(axis=1)
    complete = data.totals[data.totals["is_complete"] & is_told]  # where nothing applies none compares
    groups = complete.groupby(["criteria_id", "year", "basis", "level", "node_code"], observed=True)
    attained, completion = groups["attainment_share"], groups["completion_share"]
    quartiles = {
        name: attained.quantile(share) for name, share in (("lower", 0.25), ("median", 0.5), ("upper", 0.75))
    }
    columns = {f"{name}_share": found for name, found in quartiles.items()} | {"best_share": attained.max()}
    columns |= {"median_completion": completion.median(), "best_completion": completion.max()}
    return pd.DataFrame({"n_units": groups.size()} | columns).reset_index()


def gaps(data, basis="verified"):
    """Return claims against a basis, per answer; see `verification.gaps`."""
    return verification.gaps(data.counted, data.scores, basis)


def parts_of_gaps(data, basis="verified"):
    """Return what lies between both totals of every unit, per node of its set's tree; see `gap_parts`."""
    return gap_parts(data.counted, data.totals, getattr(data, of_gaps("gaps", basis)), data.criteria, basis)


def indicator_gaps(data, basis="verified"):
    """Return `verification.gap_summary` per ``criteria_id``, ``year`` and ``indicator_code``."""
    keys = ("criteria_id", "year", "indicator_code")
    return verification.gap_summary(getattr(data, of_gaps("gaps", basis)), keys, basis)


def agreement_of_sets(data, basis="verified"):
    """Return how far claims and a basis agree, per ``criteria_id`` and ``year``; see `agreement`."""
    gaps_of_all = getattr(data, of_gaps("gaps", basis))
    found = [agreement.agreement(gaps_of_all.head(0), [], basis).head(0).assign(criteria_id="", year=0)]
    for (name, year), gap in gaps_of_all.groupby(["criteria_id", "year"], observed=True):
        codes = [each.code for each in data.criteria[name].class_scheme.classes]
        found += [agreement.agreement(gap, codes, basis).assign(criteria_id=name, year=year)]
    table = pd.concat(found[1:] or found, ignore_index=True).astype({"criteria_id": "str", "measure": "str"})
    return table[["criteria_id", "year", *table.columns[:-2]]]


def outliers(data, basis="verified"):
    """Return `screening.outliers` per ``criteria_id`` and ``year``: by ``unit_code``, with ``unit_name``."""
    names = data.standings.drop_duplicates(_LIFE)[[*_LIFE, "unit_name"]]
    found = screening.outliers(getattr(data, of_gaps("gap_parts", basis)), basis)
    return found.astype({"unit_code": "str"}).merge(names, on=_LIFE)


def _below(data, table):
    """A table's rows of units with the code of the unit above them."""
    parents = data.standings.drop_duplicates(_LIFE).set_index(_LIFE)["parent_code"]
    keys = pd.MultiIndex.from_frame(table[_LIFE].astype({"unit_code": "str"}))
    return table.assign(parent_code=pd.Categorical(parents.reindex(keys)))


def majorities(data):
    """Return what most units under one ``parent_code`` have done, per part of a set; see `rollup.typical`."""
    return rollup.typical(_below(data, data.totals), data.criteria, _GROUP)


def indicator_counts(data):
    """Return `rollup.by_indicator` per ``parent_code``, of the indicators that ever have a class."""
    counted = _below(data, data.counted[~scoring.are_classless(data.counted, data.criteria)])
    return rollup.by_indicator(counted, ("parent_code", "year", "basis"))


def causes(data):
    """Return causes of lost points per ``parent_code``, ``criteria_id``, ``year``; see `losses.by_cause`."""
    return losses.by_cause(_lost_parts(data), by=_GROUP)


def parties(data):
    """Return who can remove the causes, per ``parent_code``, ``criteria_id``, ``year``; see `losses.by_party`."""
    return losses.by_party(_lost_parts(data), by=_GROUP)


def _lost_parts(data):
    return _below(data, losses.attributed(losses.losses(data.counted, data.scores), data.reasons, data.grounds))


_OF_GAPS = {
    "gaps": gaps,
    "gap_parts": parts_of_gaps,
    "indicator_gaps": indicator_gaps,
    "agreement": agreement_of_sets,
    "outliers": outliers,
}
MADE = {
    "counted": lambda data: scoring.count(data.scores, data.criteria),
    "totals": lambda data: scoring.totals(data.counted, data.criteria),
    "class_counts": lambda data: scoring.class_counts(data.counted, data.criteria),
    "standings": standings,
    "bases": bases,
    "place_intervals": place_intervals,
    "peers": peers,
    **_OF_GAPS,
    **{of_gaps(name, "measured"): partial(made, basis="measured") for name, made in _OF_GAPS.items()},
    "majorities": majorities,
    "indicator_counts": indicator_counts,
    "causes": causes,
    "parties": parties,
}
