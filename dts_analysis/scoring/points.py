"""The law: answers to points, and what typed points contradict it. Pure: no files, no rounding."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import DtsError, finding
from ..rules import compile_rules
from .groups import categories, coded
from .own_rules import UNIT_YEAR, peers_of, variants_of
from .verdict import is_typed_alike

if TYPE_CHECKING:
    from ..errors import Finding
    from ..reference.criteria import CriteriaSet
    from ..reference.level_words import Levels


def score(
    answers: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    units: pd.DataFrame | None = None,
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return the answers with their indicator's pillar and maximum, and the points its rule computes.

    Parameters
    ----------
    answers : DataFrame
        One row per unit, year and indicator, as from `intake.read_raw`; needed are ``criteria_id``,
        ``indicator_code``, ``declared_value``, ``declared_total``; ``unit_code`` and ``year`` too where a set has
        variants by unit type, or rules relative to others.
    criteria : dict
        Criteria sets by id.
    units : DataFrame, optional
        As from `reference.load_units`: what units are called and where they are ranked. Without, variants name
        units by code alone, and all units of a set and year are ranked together.
    levels : Levels, optional
        With `units`: the levels they are of.

    Returns
    -------
    DataFrame
        `answers` plus ``pillar_code``, ``rule_kind``, ``measures_share`` (the rule looks at a/b),
        ``variant`` (of the indicator, that holds for the unit; 0: none), ``claimed_points`` (what is computed in a
        set whose claims follow by rule, and where a rule is relative to others, which no unit can compute; in one
        that counts passes where nothing is typed), ``max_points``,
        ``computed_points`` (NaN where the rule is manual or a needed number is missing; below 0
        for a penalty), ``computed_share`` (of the maximum, NaN likewise; of a target without points 1 or 0) and,
        where answers say what was verified, ``verified_rule_points``: what the rule gives for that answer (NaN
        where none was verified, or the points hang on others), and ``verified_share``, the same as
        `computed_share` of that answer, else `computed_share`;
        where some rule is relative to others, ``leading_value``: what the leader declares whom the points hang on.

    Raises
    ------
    DtsError
        Where an answer names an indicator or criteria set that does not exist; all of them at once.

    Source
    ------
    Each indicator's rule as issued: ``rule_text`` of its criteria set. A ratio earns a/b of the maximum,
    at most the maximum.
    """
    rules = compile_rules(criteria)
    row, variant = variants_of(answers, _rows(answers, rules), rules, units)
    indicators = rules.indicators
    value, total = answers["declared_value"].to_numpy(float), answers["declared_total"].to_numpy(float)
    peers = peers_of(answers, criteria, units, levels) if rules.is_relative else None
    if peers is not None:
        peers = 2 * peers + rules.on_share[row]  # a share and a number lead nobody on the other's way
    points, share = rules.earned(row, value, total, peers)
    if peers is not None:
        answers = answers.assign(leading_value=rules.leading(row, value, total, peers))
    if "claimed_points" in answers:
        answers = answers.assign(claimed_points=_claims(answers, points, rules.relative[row], criteria))
    if "verified_value" in answers:
        answers = answers.assign(**_verified(answers, share, row, rules))
    return answers.assign(
        variant=variant,
        pillar_code=categories(indicators["pillar_code"], row),
        rule_kind=categories(indicators["rule_kind"], row),
        measures_share=rules.on_share[row],
        max_points=rules.maxima[row],
        computed_share=share,
        computed_points=points,
    )


def _verified(answers, share, row, rules):
    """What the rules make of verified answers: the points, and the attainment, of others the computed one."""
    value, total = (answers[f"verified_{part}"].to_numpy(float) for part in ("value", "total"))
    at, points, found = np.flatnonzero(~np.isnan(value)), np.full(len(row), np.nan), share.copy()
    earned, found[at] = rules.earned(row[at], value[at], total[at])
    points[at] = np.where(rules.relative[row[at]], np.nan, earned)
    return {"verified_rule_points": points, "verified_share": found}


def _claims(answers, computed, is_relative, criteria):
    """What is claimed: as typed; by the rule where the set says so, or a rule is relative and gives points."""
    by_rule = [each.id for each in criteria.values() if each.form.claims == "by_rule"]
    in_passes = [each.id for each in criteria.values() if each.scored_in == "passes"]
    claims, sets = answers["claimed_points"], answers["criteria_id"]
    if is_relative.any():
        claims = claims.where(~is_relative | np.isnan(computed), computed)
    if by_rule:
        claims = claims.where(~sets.isin(by_rule), computed)
    if in_passes:
        is_blank = claims.isna() & (answers["answer_status"] != "invalid")
        claims = claims.where(~is_blank | ~sets.isin(in_passes), computed)
    return claims


def check_points(scores: pd.DataFrame, doubted: pd.DataFrame | None = None) -> "list[Finding]":
    """Return findings where typed points cannot be what the rule gives, each with its cell.

    Of an indicator whose rule claims put in doubt (`doubted` as from `rules_in_doubt`) nothing is said of points:
    that is said once, of the rule.

    Returns
    -------
    list of Finding
        ``points_differ``: typed and computed points differ by more than two decimals can; ``claim_unfilled``: none
        are typed where the rule computes some; ``declared_unclaimed``: nor where a person gives them;
        ``share_over_one``: a declared part exceeds its whole; ``denominator_zero``: a whole of 0.
    """
    claimed, computed = scores["claimed_points"], scores["computed_points"]
    is_doubted = _is_doubted(scores, doubted)
    differing = scores[claimed.notna() & computed.notna() & ~is_typed_alike(claimed, computed) & ~is_doubted]
    is_open = claimed.isna() & scores["answer_status"].isin(("answered", "missing"))
    unfilled = scores[
        is_open & computed.notna() & ((scores["max_points"] > 0) | (computed < 0))
    ]  # of nothing no claim
    unclaimed = scores[is_open & (scores["rule_kind"] == "manual") & (scores["declared_text"] != "")]
    value, total = scores["declared_value"], scores["declared_total"]
    on_share = scores["measures_share"]
    over = scores[on_share & (total > 0) & (value > total)]
    zero = scores[on_share & (total == 0) & value.notna()]
    return [
        *(
            _cell(
                "points_differ",
                row,
                claimed=row.claimed_points,
                computed=row.computed_points,
                difference=row.claimed_points - row.computed_points,
            )
            for row in differing.itertuples()
        ),
        *(_cell("claim_unfilled", row, points=row.computed_points) for row in unfilled.itertuples()),
        *(_cell("declared_unclaimed", row, text=row.declared_text) for row in unclaimed.itertuples()),
        *(
            _cell("share_over_one", row, value=row.declared_value, total=row.declared_total)
            for row in over.itertuples()
        ),
        *(_cell("denominator_zero", row, value=row.declared_value) for row in zero.itertuples()),
    ]


def _is_doubted(scores, doubted):
    if doubted is None or doubted.empty:
        return np.full(len(scores), False)
    keys = ["criteria_id", "indicator_code"]
    of_claims = doubted.loc[doubted["basis"] == "claimed", keys].astype("str")
    return pd.MultiIndex.from_frame(scores[keys].astype("str")).isin(pd.MultiIndex.from_frame(of_claims))


def _cell(code, row, **facts):
    return finding(
        code, row.source, unit_code=row.unit_code, year=int(row.year), indicator=row.indicator_code, **facts
    )


def _rows(answers, rules):
    """Each answer's row in the rule table, found through the few distinct codes, not the many answers."""
    sets, set_names = coded(answers["criteria_id"])
    codes, code_names = coded(answers["indicator_code"])
    grid = np.array(
        [[rules.position.get((one, code), -1) for code in code_names] for one in set_names], dtype=np.intp
    ).reshape(len(set_names), len(code_names))
    row = grid[sets, codes]
    if (row < 0).any():
        unknown = answers.loc[row < 0, [*UNIT_YEAR, "indicator_code"]].drop_duplicates()
        raise DtsError(
            *(
                finding(
                    "score_indicator_unknown",
                    f"{each.criteria_id}:{each.indicator_code}",
                    unit_code=each.unit_code,
                    year=int(each.year),
                )
                for each in unknown.itertuples()
            )
        )
    return row
