"""Self against verified: gaps both ways, what explains them, unclear criteria, units that stand out.

The sign is always verified - claimed: a cut is negative.
"""

import numpy as np
import pandas as pd

from ..scoring import grouped
from .completion import classes

TYPING_TOLERANCE = 0.005  # points are typed with two decimals
DECISIONS = ("accepted", "lowered", "zeroed", "raised")
UNIT_YEAR = ["unit_code", "year"]
MAD_TO_SIGMA = 1.4826  # makes the median absolute deviation estimate a normal's standard deviation


def gaps(scores):
    """Return every answer that was claimed and verified, with the gap and what it amounts to.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`, with ``ground_code`` and ``method``.

    Returns
    -------
    DataFrame
        Rows of `scores` with both points, plus ``gap_points`` = verified - claimed and ``decision``:
        accepted (equal as typed), lowered, zeroed (lowered to 0), raised. What does not apply, and
        what has only one of the two, has no row.

    Examples
    --------
    >>> scores = pd.DataFrame({"claimed_points": [5.0, 5.0, 5.0, 5.0, 5.0],
    ...     "verified_points": [5.0, 4.0, 0.0, 6.0, np.nan], "answer_status": "answered"})
    >>> gaps(scores)[["gap_points", "decision"]].to_numpy().tolist()
    [[0.0, 'accepted'], [-1.0, 'lowered'], [-5.0, 'zeroed'], [1.0, 'raised']]
    """
    both = scores["claimed_points"].notna() & scores["verified_points"].notna()
    table = scores[both & (scores["answer_status"] != "not_applicable")]
    gap = (table["verified_points"] - table["claimed_points"]).to_numpy()
    cut = np.where(table["verified_points"] == 0, 2, 1)
    chosen = np.select([gap < -TYPING_TOLERANCE, gap > TYPING_TOLERANCE], [cut, 3], default=0)
    return table.assign(gap_points=gap, decision=pd.Categorical.from_codes(chosen, DECISIONS))


def gap_summary(gap, by=("unit_code", "year")):
    """Return gaps summed per group, cuts and raises apart, and how much of the cuts the zeroed ones explain.

    Parameters
    ----------
    gap : DataFrame
        As from `gaps`.
    by : sequence of str
        The grouping: unit, pillar, indicator.

    Returns
    -------
    DataFrame
        One row per group: ``claimed_points``, ``verified_points``, ``gap_points`` (net),
        ``cut_points`` (<= 0), ``zeroed_points`` (<= 0, part of the cuts), ``raised_points`` (>= 0),
        ``n_indicators``, ``n_cut``, ``n_raised``, ``cut_share`` (n_cut / n_indicators) and
        ``zeroed_share`` of the cuts (0..1; NaN where nothing was cut).
    """
    points, decision = gap["gap_points"], gap["decision"]
    is_cut = decision.isin(["lowered", "zeroed"])
    parts = pd.DataFrame(
        {
            "claimed_points": gap["claimed_points"],
            "verified_points": gap["verified_points"],
            "gap_points": points,
            "cut_points": points.where(is_cut, 0.0),
            "zeroed_points": points.where(decision == "zeroed", 0.0),
            "raised_points": points.where(decision == "raised", 0.0),
            "n_indicators": 1,
            "n_cut": is_cut.astype("int64"),
            "n_raised": (decision == "raised").astype("int64"),
        }
    )
    table = parts.groupby([gap[key] for key in by], observed=True).sum().reset_index()
    cuts = table["cut_points"].where(table["cut_points"] < 0)
    return table.assign(
        cut_share=table["n_cut"] / table["n_indicators"], zeroed_share=table["zeroed_points"] / cuts + 0.0
    )


def grounds_by_decision(gap):
    """Return how many answers, and points, were changed on which ground.

    Returns
    -------
    DataFrame
        One row per ``ground_code`` ("" where none was given) and ``decision`` seen among the changed:
        ``n_indicators``, ``gap_points``.
    """
    changed = gap[gap["decision"] != "accepted"]
    groups = changed.groupby(["ground_code", "decision"], observed=True)["gap_points"]
    table = groups.agg(n_indicators="size", gap_points="sum").reset_index()
    return table.sort_values(["ground_code", "decision"], kind="stable", ignore_index=True)


def transitions(gap, criteria):
    """Return how many indicators moved from which class (claimed) to which (verified).

    Returns
    -------
    DataFrame
        One row per ``class_code_from`` and ``class_code_to`` seen: ``n_indicators``.
    """
    pair = pd.DataFrame(
        {
            "class_code_from": classes(gap, criteria, "claimed"),
            "class_code_to": classes(gap, criteria, "verified"),
        }
    )
    ends = list(pair.columns)
    table = pair.groupby(ends, observed=True).size().rename("n_indicators").reset_index()
    return table.astype(dict.fromkeys(ends, "str")).sort_values(ends, ignore_index=True)


def unclear(gap, share=0.5):
    """Return the indicators cut in more than a share of the units: an unclear criterion, not dishonest units.

    Parameters
    ----------
    gap : DataFrame
        As from `gaps`, of all units under one criteria set and year.
    share : float
        The share of units above which the criterion itself is in question; print it with the table.

    Returns
    -------
    DataFrame
        As `gap_summary` per ``criteria_id``, ``year`` and ``indicator_code``, most often cut first.
    """
    table = gap_summary(gap, ("criteria_id", "year", "indicator_code"))
    return table[table["cut_share"] > share].sort_values("cut_share", ascending=False, kind="stable")


def standing_out(gap, threshold=3.5, by=("criteria_id", "year")):
    """Return every unit's gap in attainment and how far it lies from the middle of its group.

    Parameters
    ----------
    gap : DataFrame
        As from `gaps`.
    threshold : float
        Units beyond this robust z stand out; 3.5 as Iglewicz and Hoaglin recommend.
    by : sequence of str
        Units are compared inside these groups.

    Returns
    -------
    DataFrame
        One row per unit and year: the grouping, ``gap_points``, ``gap_share`` (gap / maximum),
        ``robust_z`` = (gap_share - median) / (1.4826 MAD) (NaN where the group's MAD is 0) and
        ``stands_out`` (over-claimed beyond the threshold: z below -threshold).

    Source
    ------
    Iglewicz and Hoaglin (1993), modified z-scores; 0.6745 there is 1 / 1.4826 here.
    """
    keys = list(dict.fromkeys([*by, *UNIT_YEAR]))
    group, sums = grouped(gap, keys)
    for name in ("gap_points", "max_points"):
        sums[name] = np.bincount(group, gap[name], minlength=len(sums))
    share = sums["gap_points"] / sums["max_points"].where(sums["max_points"] > 0)
    groups = [sums[key] for key in by]
    centred = share - share.groupby(groups, observed=True).transform("median")
    spread = centred.abs().groupby(groups, observed=True).transform("median") * MAD_TO_SIGMA
    z = centred / spread.where(spread > 0)
    return sums.assign(gap_share=share, robust_z=z, stands_out=z < -threshold)
