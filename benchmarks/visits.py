"""Where to check on site: what share of the real gap is found by expected risk, and what at random.

    python benchmarks/visits.py

Many provinces are simulated. In each, indicators and communes differ in how much of a claim verification takes
away, and keep part of that from year to year (``persistence``); the proposal learns from last year only.
The share a random choice of k communes finds is k / n on average; going where most is claimed needs no past. Both
are printed, and where the proposal does not beat the latter its row says so.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from measuring import no_options

from dts_analysis import scoring
from dts_analysis.analysis import visits

COMMUNES, INDICATORS, PILLARS = 120, 50, 8
PROVINCES, SHARE_VISITED = 200, 0.1
CRITERIA = {  # one set for both years
    "one": SimpleNamespace(
        id="one", indicators=[SimpleNamespace(code=f"I{each:02d}", continues="") for each in range(INDICATORS)]
    )
}


def year(rng, unit_effect, indicator_effect):
    """Return one year's claims and what verification made of them: cuts as likely as unit and indicator make them.

    The rows are claims, as from `scoring.score`, and gaps, as from `verification.gaps`, in one.
    """
    unit, indicator = np.divmod(np.arange(COMMUNES * INDICATORS), INDICATORS)
    claimed = rng.uniform(2, 10, len(unit)).round(2)
    odds = np.exp(-2.2 + unit_effect[unit] + indicator_effect[indicator])
    is_cut = rng.random(len(unit)) < odds / (1 + odds)
    verified = np.where(is_cut, (claimed * rng.choice([0.0, 0.5, 0.7, 0.9], len(unit))).round(2), claimed)
    decided = scoring.decisions(claimed, verified)
    return pd.DataFrame(
        {
            "unit_code": pd.Categorical(unit.astype(str)),
            "indicator_code": pd.Categorical([f"I{each:02d}" for each in indicator]),
            "pillar_code": pd.Categorical([f"P{each % PILLARS}" for each in indicator]),
            "criteria_id": "one",
            "answer_status": "answered",
            "claimed_points": claimed,
            "gap_points": verified - claimed,
            "decision": pd.Categorical.from_codes(decided, scoring.DECISIONS),
        }
    )


def found(rng, persistence, random_share):
    """Return the share of this year's real cuts found by the proposal, by largest claims, by chance, at best."""
    k = int(COMMUNES * SHARE_VISITED)
    lasting, fresh = rng.normal(0, 0.8, (2, COMMUNES))
    this = np.sqrt(persistence) * lasting + np.sqrt(1 - persistence) * fresh
    indicators = rng.normal(0, 0.8, INDICATORS)
    past, now = year(rng, lasting, indicators), year(rng, this, indicators)
    chosen = visits.proposal(now, past, CRITERIA, k, seed=int(rng.integers(2**31)), random_share=random_share)
    drawn = rng.choice(now["unit_code"].cat.categories, k, replace=False)
    ceiling = (-now["gap_points"]).groupby(now["unit_code"], observed=True).sum().nlargest(k).index
    largest = now.groupby("unit_code", observed=True)["claimed_points"].sum().nlargest(k).index
    return [visits.found_share(now, choice) for choice in (chosen["unit_code"], largest, drawn, ceiling)]


def main():
    """Print one line per persistence and random share."""
    no_options(__doc__)
    print(
        f"{PROVINCES} provinces of {COMMUNES} communes, {SHARE_VISITED:.0%} visited; share of the real cuts found"
    )
    print("persistence  random share   proposed   largest claims   at random   the best possible")
    for persistence in (0.0, 0.5, 0.9):
        for random_share in (0.0, 0.3):
            rng = np.random.default_rng(765)
            mean = np.mean([found(rng, persistence, random_share) for _ in range(PROVINCES)], axis=0)
            shares = f"{mean[0]:8.1%}   {mean[1]:14.1%}   {mean[2]:9.1%}   {mean[3]:17.1%}"
            note = "" if mean[0] > mean[1] else "   does not beat the largest claims"
            print(f"{persistence:11.1f}  {random_share:12.1f}   {shares}{note}")


if __name__ == "__main__":
    main()
