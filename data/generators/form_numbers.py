"""Plausible declared values and points, drawn from a seeded generator and steered to published totals."""

import numpy as np
import pandas as pd

from dts_analysis import scoring

QUALITY = {
    "369": 0.9,
    "370": 0.85,
    "372": 0.79,
    "373": 0.71,
    "374": 0.71,
    "375": 0.71,
    "376": 0.65,
    "377": 0.68,
}
YEAR = {2021: -0.06, 2022: 0.0, 2023: 0.03}
PILLAR = {"NT": 0.10, "TC": 0.08, "HT": 0.06, "NL": 0.03, "AT": 0.0, "CQ": -0.03, "KT": -0.12, "XH": -0.08}
UPPER, LOWER = (0.76, 1.0), (0.05, 0.64)  # away from 0.7, so that no count hangs on a hair


def draw_shares(criteria_set, quality, year, habits, rng):
    """Return the share of its maximum each indicator is meant to reach; `habits` persist over years."""
    shares = []
    for each in criteria_set.indicators:
        habit = habits.setdefault(each.name_vi, rng.normal(0, 0.16))
        share = quality + YEAR[year] + PILLAR[each.pillar_code] + habit + rng.normal(0, 0.06)
        shares.append(float(np.clip(share, 0.0, 1.0)) if each.rolled_out else 0.0)
    return np.array(shares)


def commune_shares(criteria_set, code, year, habits, rng):
    """Return shares of a commune: most have the 25 foundation indicators upper and the 25 others lower."""
    quality = habits.setdefault("", rng.normal(0, 0.5))
    gain = 0.1 if year == 2023 else 0.0
    is_typical = int(code) % 4 != 0 and year == 2022
    shares = []
    for each in criteria_set.indicators:
        is_foundation = criteria_set.pillar(each.pillar_code).group == "foundation"
        habit = habits.setdefault(each.name_vi, rng.normal(0, 0.12)) + 0.08 * quality
        if not each.rolled_out:
            shares.append(0.0)
        elif is_typical:
            low, high = (0.8, 1.0) if is_foundation else (0.05, 0.6)
            shares.append(float(np.clip((0.9 if is_foundation else 0.36) + habit, low, high)))
        else:
            share = (0.86 if is_foundation else 0.4) + habit + gain + rng.normal(0, 0.1)
            shares.append(float(np.clip(share, 0.0, 1.0)))
    return np.array(shares)


def nudge(criteria_set, declared, shares, target, is_manual):
    """Return declared values moved along their ratios until the computed points come near `target`.

    What the manual indicators are meant to give is left to them.
    """
    declared = declared.copy()
    maxima = np.array([each.max_points for each in criteria_set.indicators])
    wanted = target - float(np.sum(np.round(shares * maxima * 4)[is_manual] / 4))
    for at, each in enumerate(criteria_set.indicators):
        missing = wanted - float(np.nansum(computed(criteria_set, declared)))
        a, b = declared[at]
        if each.rule.kind != "ratio" or b < 100 or shares[at] in (0.0, 1.0):
            continue
        low, high = UPPER if shares[at] >= 0.7 else LOWER
        reached = a / b / each.rule.target + missing / each.max_points
        declared[at, 0] = np.floor(np.clip(reached, low + 0.01, high - 0.01) * each.rule.target * b)
    return declared


def declare(indicator, share, size, rng):
    """Return declared ``(a, b)`` that bring an indicator's rule near a share of its maximum."""
    rule = indicator.rule
    match rule.kind:
        case "ratio":
            return float(round(min(share, 1.0) * rule.target * size)), float(size)
        case "tiers" if rule.of == "share":
            bounds = [0.0, *(tier.at_least for tier in rule.tiers[::-1]), 1.0]
            step = _step([0.0, *(tier.points for tier in rule.tiers[::-1])], share, indicator.max_points)
            low, high = bounds[step], bounds[step + 1]
            size = max(size, 2000)
            return float(np.ceil(size * (low + (high - low) * 0.4))), float(size)
        case "tiers":
            steps = [0.0, *(tier.at_least for tier in rule.tiers[::-1])]
            step = _step([0.0, *(tier.points for tier in rule.tiers[::-1])], share, indicator.max_points)
            return float(steps[step]), np.nan
        case "choice":
            step = _step([option.points for option in rule.options], share, indicator.max_points)
            return float(rule.options[step].value), np.nan
        case "checklist":
            done, bits = 0.0, 0
            for number, part in enumerate(rule.parts):
                if done + part.points <= share * indicator.max_points + part.points / 2:
                    done, bits = done + part.points, bits | 1 << number
            return float(bits), np.nan
        case "target" if rule.of == "share":
            reached = share >= 0.7
            return float(round(size * rule.at_least * (1.2 if reached else 0.3 * share))), float(size)
        case "target":
            return (float(rule.at_least) if share >= 0.7 else 0.0), np.nan
        case _:
            return np.nan, np.nan


def computed(criteria_set, declared):
    """Return the points the rules give for declared ``(a, b)`` pairs; NaN under a manual rule."""
    answers = pd.DataFrame(declared, columns=["declared_value", "declared_total"]).assign(
        unit_code="", year=criteria_set.years[0], criteria_id=criteria_set.id
    )
    answers["indicator_code"] = [each.code for each in criteria_set.indicators]
    return scoring.score(answers, {criteria_set.id: criteria_set})["computed_points"].to_numpy()


def banded(shares, n_upper, rng):
    """Return shares moved so that exactly the `n_upper` highest are upper, none near 0.7."""
    order = np.argsort(-shares, kind="stable")
    result = shares.copy()
    result[order[:n_upper]] = np.clip(shares[order[:n_upper]], *UPPER)
    full = order[: n_upper // 2]
    result[full] = 1.0
    low = order[n_upper:]
    result[low] = np.where(shares[low] == 0, 0.0, np.clip(shares[low] * 0.75, *LOWER))
    return result


def steer(points, maxima, target, movable, bands):
    """Return points in whole cents whose sum is `target`, only `movable` ones moved, each inside its band.

    Raises
    ------
    ValueError
        Where the movable ones cannot make up the difference.
    """
    cents = np.round(points * 100).astype(int)
    missing = round(target * 100) - int(cents.sum())
    for at in movable:
        low, high = (round(share * maxima[at] * 100) for share in bands[at])
        moved = int(np.clip(cents[at] + missing, low, high)) - cents[at]
        cents[at] += moved
        missing -= moved
    if missing:
        raise ValueError(f"{missing / 100} points cannot be placed")
    return cents / 100


def verify(claimed, maxima, rng, severity):
    """Return verified points: most accepted, some lowered, a few set to zero, fewer raised."""
    verified = claimed.copy()
    for at in np.flatnonzero(~np.isnan(claimed)):
        chance = rng.random()
        if claimed[at] > 0 and chance < severity:
            verified[at] = round(claimed[at] * rng.choice([0.5, 0.7, 0.8, 0.9]), 2)
        elif claimed[at] > 0 and chance < severity * 1.25:
            verified[at] = 0.0
        elif 0 < claimed[at] < maxima[at] and chance > 0.975:
            verified[at] = round(min(maxima[at], claimed[at] + 0.1 * maxima[at]), 2)
    return verified


def _step(steps, share, most):
    """Return the place of the step nearest to a share, on the same side of the class bound if there is one."""
    reached = np.array(steps, dtype=float) / most
    same_side = reached >= UPPER[0] - 0.01 if share >= 0.7 else reached <= LOWER[1]
    distance = np.abs(reached - share)
    return int(np.argmin(np.where(same_side, distance, distance + 1)))
