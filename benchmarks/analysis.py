"""Every analysis at the country's size: 10,598 communes x 50 indicators x 3 years.

    python benchmarks/analysis.py

Prints seconds at a sixteenth and at full size, the growth, and the sum, by the clock and by the processor's own
count (cores may be shared); nothing may grow faster than the table does. Every function is given all three years
at once; those that hold one year against another run on both pairs of years.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
from measuring import peak_gigabytes, processor_seconds
from scoring import COMMUNES, RAW, YEARS, answers

from dts_analysis import reference, scoring
from dts_analysis.analysis import (
    agreement,
    completion,
    decomposition,
    evidence,
    losses,
    mergers,
    ranking,
    remedies,
    rollup,
    streaks,
    trends,
    verification,
    visits,
)

REASONS = ["", "R01", "R02", "R02;R03", "R05", "R14"]
BY_PILLAR = ("unit_code", "pillar_code")
GROUNDS = ["", "G01", "G02", "G04"]


def country(criteria_set, communes):
    """Return scores of many communes over three years, verified, with reasons, grounds and evidence."""
    rng = np.random.default_rng(765)
    table = answers(criteria_set, communes, rng)
    n = len(table)
    cut = rng.random(n)
    verified = np.where(cut < 0.1, table["claimed_points"] * 0.7, table["claimed_points"])
    choices = {"reason_codes": REASONS, "ground_code": GROUNDS}
    texts = {
        name: pd.array(values, dtype="str").take(rng.integers(0, len(values), n))
        for name, values in choices.items()
    }
    number = pd.Series(np.arange(n)).astype("str")
    dated = (
        "Số " + number + "/KH-UBND – 05/0" + pd.Series(rng.integers(1, 10, n)).astype("str") + "/2022: kế hoạch"
    )
    texts["evidence"] = dated.where(rng.random(n) > 0.1, "")
    blank = pd.array([""], dtype="str").take(np.zeros(n, dtype=int))
    more = dict.fromkeys(("explanation", "verifier_note", "source", "reason_shares"), blank)
    table = table.assign(verified_points=np.where(cut < 0.03, 0.0, verified), **texts, **more)
    return scoring.score(table, {criteria_set.id: criteria_set})


def sections(scores, criteria, reasons, remedy_table, units, changes):
    """Return (section, name, call) of everything that is measured."""
    years = [scores[scores["year"] == year] for year in YEARS]
    pairs = list(pairwise(years))
    gap = verification.gaps(scores)
    lost = losses.losses(scores, criteria)
    parts = losses.attributed(lost, reasons)
    totals = [scoring.totals(side, "claimed") for side in years]
    whole = scoring.totals(scores, "claimed")
    pillars = scoring.pillars(scores, "claimed")
    return [
        ("verification", "gaps", lambda: verification.gaps(scores)),
        ("verification", "gap_summary", lambda: verification.gap_summary(gap)),
        ("verification", "gap_summary, by pillar", lambda: verification.gap_summary(gap, BY_PILLAR)),
        ("verification", "grounds, transitions", lambda: (
            verification.grounds_by_decision(gap), verification.transitions(gap, criteria))),
        ("verification", "unclear, standing_out", lambda: (
            verification.unclear(gap), verification.standing_out(gap))),
        ("verification", "kappa, icc", lambda: (
            agreement.class_kappa(gap, criteria), agreement.attainment_icc(gap))),
        ("verification", "evidence", lambda: evidence.register_summary(evidence.register(scores))),
        ("verification", "visits", lambda: [
            visits.proposal(after, before, criteria, 50, seed=1) for before, after in pairs]),
        ("losses", "losses", lambda: losses.losses(scores, criteria)),
        ("losses", "attributed, by_reason", lambda: losses.by_reason(losses.attributed(lost, reasons))),
        ("losses", "structural", lambda: remedies.structural(parts, criteria)),
        ("losses", "recommendations", lambda: remedies.recommendations(parts, reasons, remedy_table)),
        ("losses", "persistent", lambda: remedies.persistent(parts)),
        ("communes", "group_counts", lambda: rollup.typical(rollup.group_counts(scores, criteria))),
        ("communes", "by_indicator", lambda: rollup.by_indicator(scores, criteria)),
        ("communes", "weakest", lambda: rollup.weakest(pillars)),
        ("ranking", "ranked", lambda: ranking.ranked(whole, criteria)),
        ("ranking", "rank_moves", lambda: [ranking.rank_moves(*pair) for pair in pairwise(totals)]),
        ("trends", "over_years", lambda: trends.over_years(scores)),
        ("trends", "compare", lambda: [trends.compare(*pair, criteria) for pair in pairs]),
        ("trends", "explained", lambda: [
            decomposition.explained(*pair, criteria, "claimed") for pair in pairs]),
        ("trends", "streaks", lambda: streaks.streaks(scores, criteria)),
        ("trends", "next_class", lambda: streaks.next_class(scores, criteria)),
        ("trends", "threshold_range", lambda: completion.threshold_range(scores, criteria)),
        ("trends", "carried (63 -> 34 provinces)", lambda: _reform(units, changes)),
    ]  # fmt: skip


def _reform(units, changes):
    provinces = units[
        (units["level"] == "province") & ((units["valid_to"] == "") | (units["valid_to"] > "2024-12"))
    ]
    totals = pd.DataFrame({"unit_code": provinces["unit_code"].unique(), "attainment_share": 0.7})
    after = provinces[provinces["valid_to"] == ""]["unit_code"].unique()
    return mergers.carried(totals, changes, units, list(after), "2024-12-31", "2025-07-01")


def main():
    """Measure both sizes and print one line per function."""
    criteria_set = reference.read_criteria(RAW / "criteria" / "ninhbinh_commune_2022.yml")
    criteria = {criteria_set.id: criteria_set}
    units = reference.load_units(RAW)
    facts = (
        reference.load_reasons(RAW),
        reference.load_remedies(RAW),
        units,
        reference.load_unit_changes(RAW, units),
    )
    small = sections(country(criteria_set, COMMUNES // 16), criteria, *facts)
    took = {name: processor_seconds(call) for _, name, call in small}
    full = sections(country(criteria_set, COMMUNES), criteria, *facts)
    total = np.zeros(2)
    for section, name, call in full:
        spent, before = processor_seconds(call), took[name]
        total += spent
        print(
            f"{section:<13} {name:<30} {before[0]:7.3f} s  {spent[0]:7.3f} s   growth {spent[0] / before[0]:5.1f}x"
            f"   processor {spent[1]:7.3f} s   growth {spent[1] / before[1]:5.1f}x"
        )
    print(f"{COMMUNES * 50 * 3:,} answers; sizes differ {COMMUNES / (COMMUNES // 16):.1f}x")
    print(f"peak memory: {peak_gigabytes():.2f} GB")
    print(f"all together: {total[0]:.2f} s; processor {total[1]:.2f} s")


if __name__ == "__main__":
    main()
