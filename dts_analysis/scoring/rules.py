"""What each rule is worth, for a whole table of answers at once.

The rules of all criteria sets are compiled into arrays, one row per indicator; an answer is scored by
gathering its indicator's row. Nothing loops over answers.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

TOLERANCE = 1e-9  # 8.4 of 12 must reach a threshold of 0.7 although binary fractions fall short of it
MANUAL, RATIO, STEPS, MATCH, BITS = range(5)


@dataclass(frozen=True)
class RuleTable:
    """Compiled rules; every array has one row per indicator of every set, `wide` ones are padded with NaN."""

    position: dict  # (criteria_id, indicator_code) -> row
    indicators: pd.DataFrame  # criteria_id, indicator_code, pillar_code, max_points, rule_kind, …
    kind: np.ndarray  # one of MANUAL … BITS
    on_share: np.ndarray  # bool: thresholds are held against a/b instead of a
    target: np.ndarray  # share at which a ratio earns everything
    bounds: np.ndarray  # wide: thresholds of steps (rising), or values of options
    gains: np.ndarray  # wide: share of the maximum earned at each bound, or by each part of a checklist


def compile_rules(criteria):
    """Return the `RuleTable` of all indicators of a mapping of criteria sets by id."""
    indicators = pd.concat([each.indicators_table() for each in criteria.values()], ignore_index=True)
    rules = [(each.rule, each.max_points) for one in criteria.values() for each in one.indicators]
    compiled = [_compile(rule, max_points) for rule, max_points in rules]
    width = max((len(bounds) for *_, bounds, _ in compiled), default=0)
    keys = zip(indicators["criteria_id"], indicators["indicator_code"], strict=True)
    return RuleTable(
        position={key: row for row, key in enumerate(keys)},
        indicators=indicators,
        kind=np.array([each[0] for each in compiled], dtype=np.int8),
        on_share=np.array([each[1] for each in compiled], dtype=bool),
        target=np.array([each[2] for each in compiled]),
        bounds=_padded([each[3] for each in compiled], width),
        gains=_padded([each[4] for each in compiled], width),
    )


def attained(table, row, value, total):
    """Return the share of its maximum that each answer earns under its rule.

    Parameters
    ----------
    table : RuleTable
    row : array of int
        Each answer's row in `table`.
    value, total : array of float
        Declared a and b; NaN where nothing is declared.

    Returns
    -------
    array of float
        0..1; NaN where the rule is manual, a needed number is missing or negative, b is 0 (0/0 has no result), a
        chosen option is none of the rule's, or a checklist names a part that does not exist.
    """
    earned = np.full(len(row), np.nan)
    share = shares(value, total)
    kind = table.kind[row]
    at = np.flatnonzero(kind == RATIO)
    earned[at] = np.minimum(share[at] / table.target[row[at]], 1.0)
    at = np.flatnonzero(kind == STEPS)
    counted = np.where(value[at] < 0, np.nan, value[at])
    earned[at] = _steps(table, row[at], np.where(table.on_share[row[at]], share[at], counted))
    at = np.flatnonzero(kind == MATCH)
    earned[at] = _match(table, row[at], value[at])
    at = np.flatnonzero(kind == BITS)
    earned[at] = _bits(table, row[at], value[at])
    return earned


def shares(value, total):
    """Return a/b; a itself where b is not declared and a is a share already; NaN where b is 0 or a negative.

    >>> shares(np.array([3.0, 0.95, 3.0, 0.0]), np.array([4.0, np.nan, np.nan, 0.0])).tolist()
    [0.75, 0.95, nan, nan]
    """
    alone = np.where((value >= 0) & (value <= 1), value, np.nan)
    countable = (total > 0) & (value >= 0)
    with np.errstate(over="ignore"):  # a whole near 0 makes the share infinite, which earns everything
        quotient = np.divide(value, total, out=np.full(len(value), np.nan), where=countable)
    return np.where(np.isnan(total), alone, quotient)


def _steps(table, row, measure):
    earned = np.where(np.isnan(measure), np.nan, 0.0)
    for bounds, gains in zip(table.bounds.T, table.gains.T, strict=True):
        reached = measure >= bounds[row] - TOLERANCE
        earned = np.where(reached, gains[row], earned)
    return earned


def _match(table, row, value):
    earned = np.full(len(row), np.nan)
    for bounds, gains in zip(table.bounds.T, table.gains.T, strict=True):
        earned = np.where(value == bounds[row], gains[row], earned)
    return earned


def _bits(table, row, value):
    whole = np.isfinite(value) & (value >= 0) & (value == np.floor(value))
    bits = np.where(whole, value, 0).astype(np.int64)
    earned = np.zeros(len(row))
    for part, gains in enumerate(table.gains.T):
        has = (bits >> part) & 1 == 1
        earned = np.where(has, earned + gains[row], earned)  # a part beyond the list gains NaN
    return np.where(whole & (bits >> table.gains.shape[1] == 0), earned, np.nan)


def _compile(rule, max_points):
    worth = (lambda points: points / max_points) if max_points > 0 else float
    match rule.kind:
        case "ratio":
            return RATIO, True, rule.target, [], []
        case "tiers":
            rising = rule.tiers[::-1]
            bounds, gains = [each.at_least for each in rising], [worth(each.points) for each in rising]
            return STEPS, rule.of == "share", np.nan, bounds, gains
        case "target":
            return STEPS, rule.of == "share", np.nan, [rule.at_least], [1.0]
        case "choice":
            options = rule.options
            return MATCH, False, np.nan, [o.value for o in options], [worth(o.points) for o in options]
        case "checklist":
            gains = [worth(part.points) for part in rule.parts]
            return BITS, False, np.nan, [np.nan] * len(gains), gains
        case "manual":
            return MANUAL, False, np.nan, [], []
        case unknown:
            raise ValueError(f"rule kind {unknown!r} has no points yet")


def _padded(rows, width):
    wide = np.full((len(rows), width), np.nan)
    for number, row in enumerate(rows):
        wide[number, : len(row)] = row
    return wide
