"""Which rule an answer is scored by, where that hangs on the unit; and whose answers it is held against."""

from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from ..errors import finding
from .groups import coded, grouped
from .verdict import is_typed_alike

if TYPE_CHECKING:
    import pandas as pd

    from ..errors import Finding

UNIT_YEAR = ["unit_code", "year", "criteria_id"]


def variants_of(answers, row, rules, units):
    """Return each answer's row under the variant that names its unit, and that variant's number.

    Parameters
    ----------
    answers : DataFrame
    row : array of int
        Each answer's row in `rules`, whatever its unit.
    rules : RuleTable
    units : DataFrame or None
        As from `reference.load_units`, for units' names; without, variants name units by code alone.

    Returns
    -------
    row, number : array of int
        The number counts from 1; 0 is the indicator's own rule.
    """
    number = np.zeros(len(row), dtype=np.int8)
    if not rules.variants or not len(row):
        return row, number
    life, lives = grouped(answers, ["unit_code", "year"])
    lives = lives.astype({"unit_code": "str"})
    names = [""] * len(lives) if units is None else reference.unit_names(units, lives)
    named, row = list(zip(lives["unit_code"], names, strict=True)), row.copy()
    of_words = {}
    for key, variants in rules.variants.items():
        mine = np.flatnonzero(row == rules.position[key])
        for place, (words, other) in reversed(list(enumerate(variants, 1))):
            if words not in of_words:
                of_words[words] = np.array([reference.names_unit(words, *one) for one in named])
            at = mine[of_words[words][life[mine]]]
            row[at], number[at] = other, place
    return row, number


def peers_of(answers, criteria, units, levels):
    """Return a number for each answer, equal where answers to one indicator are held against one another.

    That is within one set and year, and within whom the set ranks; without `units` all of a set and year.
    """
    life, lives = grouped(answers, UNIT_YEAR)
    codes, names = coded(answers["indicator_code"])
    lives, within = lives.astype({"unit_code": "str", "criteria_id": "str"}), ["criteria_id", "year"]
    if units is not None:
        above = reference.units_on(units, lives.drop_duplicates(["unit_code", "year"]))
        lives = lives.merge(above[["unit_code", "year", "parent_code"]], on=["unit_code", "year"], how="left")
        lives["ranked_in"] = reference.ranked_in(units, lives, criteria, levels).fillna("")
        within = [*within, "ranked_in"]
    group, _ = grouped(lives, within)
    return group[life] * len(names) + codes


def check_relative_claims(answers: "pd.DataFrame", scores: "pd.DataFrame") -> "list[Finding]":
    """Return a finding for each claim typed beside points that hang on the leading unit, where the two differ.

    Parameters
    ----------
    answers, scores : DataFrame
        As given to, and as from, `score`: row by row the same answers.
    """
    typed, computed = answers["claimed_points"], scores["computed_points"]
    is_other = (scores["rule_kind"] == "relative").to_numpy() & typed.notna() & computed.notna()
    rows = scores[is_other & ~is_typed_alike(typed, computed)]
    return [
        finding(
            "relative_claimed",
            row.source,
            unit_code=row.unit_code,
            year=int(row.year),
            indicator=row.indicator_code,
            claimed=float(typed[row.Index]),
            computed=row.computed_points,
        )
        for row in rows.itertuples()
    ]
