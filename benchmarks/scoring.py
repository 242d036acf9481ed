"""Scoring at the country's size: 10,598 communes x 50 indicators x 3 years, against a bare NumPy bound.

    python benchmarks/scoring.py

The bound sums the same points into the same pillars and totals, classes the same shares and ranks the same
totals with `bincount`, `digitize` and `argsort`, from arrays that are there already: what no table library
can beat. The last line is the ratio of ours to it, measured in one run.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from measuring import no_options, peak_gigabytes, seconds

from dts_analysis import reference, scoring
from dts_analysis.analysis import ranking

RAW = Path(__file__).parents[1] / "data" / "raw"
COMMUNES, YEARS = 10_598, (2021, 2022, 2023)


def answers(criteria_set, communes, rng):
    """Return made-up answers of many communes, with the types `intake` gives them."""
    indicators = criteria_set.indicators_table()
    n = communes * len(YEARS) * len(indicators)
    code = np.tile(np.arange(len(indicators)), communes * len(YEARS))
    is_ratio = np.isin(indicators["rule_kind"].to_numpy(), ["ratio", "target"])[code]
    total = np.where(is_ratio, rng.integers(20, 5000, n), np.nan)
    value = np.where(is_ratio, np.floor(total * rng.random(n)), rng.integers(0, 4, n))
    maxima = indicators["max_points"].to_numpy()[code]
    claimed = np.round(maxima * rng.random(n), 2)
    unit_names = [f"{number:05d}" for number in range(communes)]
    unit = np.repeat(np.arange(communes), len(YEARS) * len(indicators))
    nothing = np.zeros(n, dtype=int)
    codes = indicators["indicator_code"].to_numpy()
    order = np.argsort(codes)
    return pd.DataFrame(
        {
            "unit_code": pd.Categorical.from_codes(unit, unit_names),
            "year": np.tile(np.repeat(YEARS, len(indicators)), communes),
            "criteria_id": pd.Categorical.from_codes(nothing, [criteria_set.id]),
            "indicator_code": pd.Categorical.from_codes(np.argsort(order)[code], codes[order]),
            "answer_status": pd.Categorical.from_codes(nothing, ["answered"]),
            "declared_value": value,
            "declared_total": total,
            "claimed_points": claimed,
            "verified_points": np.nan,
            "final_points": np.nan,
        }
    )


def ours(table, criteria):
    """Return what the package makes of the answers: what each counts for and its class, pillars, totals, ranks."""
    counted = scoring.count(scoring.score(table, criteria), criteria, ("claimed",))
    sums = scoring.totals(counted, criteria)
    totals = sums[sums["level"] == "total"]
    return counted, sums[sums["level"] == "pillar"], totals.assign(rank=ranking.ranks(totals))


def bound_inputs(table, criteria_set):
    """Return the arrays the bound starts from: points, maxima, and where each answer belongs, as integers."""
    indicators = criteria_set.indicators_table()
    pillar_of = pd.factorize(indicators["pillar_code"])[0]
    n = len(indicators)
    code = np.tile(np.arange(n), len(table) // n)
    group = np.repeat(np.arange(len(table) // n), n)
    value, total, claimed = (
        table[f"{name}"].to_numpy() for name in ("declared_value", "declared_total", "claimed_points")
    )
    return value, total, claimed, indicators["max_points"].to_numpy()[code], group, group * 8 + pillar_of[code]


def bound(value, total, claimed, maxima, group, pillar):
    """Return the same points, sums, classes and ranks with nothing around them, every rule taken for a ratio."""
    points = np.minimum(value / total, 1.0) * maxima
    classes = np.digitize(claimed / maxima, [1e-9, 0.7, 1.0])
    sums = [np.bincount(where, values) for where in (group, pillar) for values in (claimed, maxima)]
    ranks = np.argsort(np.argsort(-sums[0].reshape(-1, len(YEARS)), axis=0), axis=0)
    return points, classes, sums, ranks


def measure(communes, criteria_set):
    """Print one size's line; return seconds of ours and of the bound."""
    table = answers(criteria_set, communes, np.random.default_rng(765))
    our_seconds, (_, pillars, totals) = seconds(lambda: ours(table, {criteria_set.id: criteria_set}))
    inputs = bound_inputs(table, criteria_set)
    bound_seconds, (_, _, sums, _) = seconds(lambda: bound(*inputs))
    assert np.allclose(np.sort(totals["points"].to_numpy()), np.sort(sums[0]))
    assert np.allclose(np.sort(pillars["max_points"].to_numpy()), np.sort(sums[3]))
    ratio = our_seconds / bound_seconds
    print(
        f"{len(table):>9,} answers   ours {our_seconds:7.3f} s   bound {bound_seconds:7.3f} s   ratio {ratio:5.2f}"
    )
    return our_seconds, ratio


def main():
    """Measure a sixteenth, a quarter and the full size."""
    no_options(__doc__)
    criteria_set = reference.read_criteria(RAW / "criteria" / "ninhbinh_commune_2022.yml")
    small, _ = measure(COMMUNES // 16, criteria_set)
    measure(COMMUNES // 4, criteria_set)
    full, ratio = measure(COMMUNES, criteria_set)
    print(f"growth from 1/16 to full size: {full / small:.1f}x for {COMMUNES / (COMMUNES // 16):.1f}x the answers")
    print(f"peak memory: {peak_gigabytes():.2f} GB")
    print(f"ratio to bound: {ratio:.2f}")


if __name__ == "__main__":
    main()
