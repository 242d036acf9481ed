"""Every analysis at the country's size: 10,598 communes x 50 indicators x 3 years.

    python benchmarks/analysis.py

Prints seconds at a sixteenth and at full size, the growth, and the sum, by the clock and by the processor's own
count (cores may be shared); nothing may grow faster than the table does. Every function is given all three years
at once, on two bases; those that hold one year against another run on both pairs of years, on one basis.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
from measuring import no_options, peak_gigabytes, processor_seconds
from scoring import COMMUNES, RAW, YEARS, answers

from dts_analysis import reference, scoring
from dts_analysis.analysis import (
    agreement,
    completion,
    continuity,
    decomposition,
    evidence,
    losses,
    mergers,
    ranking,
    remedies,
    rollup,
    screening,
    streaks,
    trends,
    verification,
    visits,
)
from dts_analysis.analysis.gap_parts import gap_parts
from dts_analysis.analysis.rank_moves import rank_moves

REASONS = ["", "R01", "R02", "R02;R03", "R05", "R14"]
BASES = ("claimed", "verified")
BY_PILLAR = ("unit_code", "pillar_code")
BY_INDICATOR = ("criteria_id", "year", "indicator_code")
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
    names = ["explanation", "declared_text", "verifier_note", "method", "verified_on", "source", "verified_source"]
    more = dict.fromkeys([*names, "reason_shares", "reason_basis"], blank)
    table = table.assign(verified_points=np.where(cut < 0.03, 0.0, verified), **texts, **more)
    return scoring.score(table, {criteria_set.id: criteria_set})


def sections(scores, criteria, facts):
    """Return (section, name, call) of everything that is measured."""
    reasons, grounds, units, changes = facts
    counted = scoring.count(scores, criteria, BASES)
    totals = scoring.totals(counted, criteria)
    claimed, whole = counted[counted["basis"] == "claimed"], totals[totals["level"] == "total"]
    years = [(claimed[claimed["year"] == year], scores[scores["year"] == year]) for year in YEARS]
    sides = [(before[0], after[0], before[1], after[1]) for before, after in pairwise(years)]
    placed = [whole[(whole["year"] == year) & (whole["basis"] == "claimed")] for year in YEARS]
    placed = [ranking.ranked(each, criteria) for each in placed]
    gap = verification.gaps(counted, scores)
    parted = gap_parts(counted, totals, gap, criteria)
    gaps = [gap[gap["year"] == year] for year in YEARS[:-1]]
    lost = losses.losses(counted, scores)
    parts = losses.attributed(lost, reasons, grounds)
    compared = [trends.compare(*each, criteria) for each in sides]
    classes = [each.code for one in criteria.values() for each in one.class_scheme.classes]
    return [
        ("counting", "count, all bases", lambda: scoring.count(scores, criteria)),
        ("counting", "totals", lambda: scoring.totals(counted, criteria)),
        ("counting", "class_counts", lambda: scoring.class_counts(counted, criteria)),
        ("verification", "gaps", lambda: verification.gaps(counted, scores)),
        ("verification", "gap_summary", lambda: verification.gap_summary(gap)),
        ("verification", "gap_parts", lambda: gap_parts(counted, totals, gap, criteria)),
        ("verification", "grounds, transitions", lambda: (
            verification.grounds_by_decision(gap), verification.transitions(gap))),
        ("verification", "to review, outliers", lambda: (
            screening.to_review(verification.gap_summary(gap, BY_INDICATOR)), screening.outliers(parted))),
        ("verification", "agreement, resampled", lambda: agreement.agreement(gaps[-1], classes)),
        ("verification", "evidence", lambda: evidence.register_summary(evidence.register(scores))),
        ("verification", "visits", lambda: [
            visits.proposal(claims, past, criteria, 50, seed=1)
            for past, (_, claims) in zip(gaps, years[1:], strict=True)]),
        ("losses", "losses", lambda: losses.losses(counted, scores)),
        ("losses", "attributed, by_cause", lambda: losses.by_cause(losses.attributed(lost, reasons, grounds))),
        ("losses", "structural", lambda: remedies.structural(parts, criteria)),
        ("losses", "persistent", lambda: remedies.persistent(parts)),
        ("communes", "typical", lambda: rollup.typical(totals, criteria)),
        ("communes", "by_indicator", lambda: rollup.by_indicator(counted)),
        ("communes", "weakest", lambda: rollup.weakest(totals)),
        ("ranking", "ranked", lambda: ranking.ranked(whole, criteria)),
        ("ranking", "rank_moves", lambda: [rank_moves(*pair) for pair in pairwise(placed)]),
        ("ranking", "best_basis", lambda: ranking.best_basis(whole)),
        ("trends", "unit_ids", lambda: continuity.unit_ids(units, totals, changes)),
        ("trends", "over_years", lambda: [trends.over_years(totals, level) for level in scoring.LEVELS]),
        ("trends", "compare", lambda: [trends.compare(*each, criteria) for each in sides]),
        ("trends", "explained", lambda: [decomposition.explained(each) for each in compared]),
        ("trends", "explained, by pillar", lambda: [
            decomposition.explained(each, BY_PILLAR) for each in compared]),
        ("trends", "streaks", lambda: streaks.streaks(counted, criteria)),
        ("trends", "next_class", lambda: streaks.next_class(counted, criteria)),
        ("trends", "threshold_range", lambda: completion.threshold_range(counted, criteria)),
        ("trends", "carried (63 -> 34 provinces)", lambda: _reform(units, changes)),
        ("trends", "past of every commune of 2025", lambda: _pasts(units, changes)),
    ]  # fmt: skip


def _reform(units, changes):
    before, after = (reference.units_in(units, year) for year in (2024, 2025))
    before, after = (each.loc[each["level"] == "province", "unit_code"] for each in (before, after))
    results = pd.DataFrame({"unit_code": before, "attainment_share": 0.7})
    kept = ~reference.units_in(units, 2025).set_index("unit_code")["is_ended"]
    return mergers.carried(results, changes, units, [code for code in after if kept[code]], 2024, 2025)


def _pasts(units, changes):
    result = {"attainment_share": 0.7, "points": 7.0, "max_points": 10.0}
    there = {year: reference.units_in(units, year) for year in (2024, 2025)}
    codes = {
        year: each.loc[(each["level"] == "commune") & ~each["is_ended"], "unit_code"]
        for year, each in there.items()
    }
    years = [pd.DataFrame({"unit_code": each, "year": year} | result) for year, each in codes.items()]
    return mergers.past(pd.concat(years, ignore_index=True), changes, units, list(codes[2025]), 2025)


def main():
    """Measure both sizes and print one line per function."""
    no_options(__doc__)
    criteria_set = reference.read_criteria(RAW / "criteria" / "ninhbinh_commune_2022.yml")
    criteria = {criteria_set.id: criteria_set}
    units = reference.load_units(RAW)
    taxonomies = reference.load_reasons(RAW), reference.load_grounds(RAW)
    facts = *taxonomies, units, reference.load_unit_changes(RAW, units)
    small = sections(country(criteria_set, COMMUNES // 16), criteria, facts)
    took = {name: processor_seconds(call) for _, name, call in small}
    full = sections(country(criteria_set, COMMUNES), criteria, facts)
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
