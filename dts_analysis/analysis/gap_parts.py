"""What lies between the claimed total of a unit and the verified, or measured, one: part by part, at each node."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..scoring import Tree, grouped, totals
from .verification import ANSWER, UNIT_YEAR, gap_summary

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

KEYS = [*UNIT_YEAR, "criteria_id"]
NODE = [*KEYS, "level", "node_code"]
PARTS = ["gap_points", "withdrawn_points", "added_points", "unjudged_points", "bounds_points"]
_SUMS = [
    *("gap_points", "cut_points", "zeroed_points", "raised_points", "n_blank_claims", "n_cut", "n_raised"),
    *("withdrawn_points", "added_points", "n_judged", "n_withdrawn", "n_added", "n_unjudged"),
]


def gap_parts(
    counted: pd.DataFrame,
    sums: pd.DataFrame,
    gap: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    basis: str = "verified",
) -> pd.DataFrame:
    """Return both totals of every unit that was looked at, and the parts that add up to their difference.

    Parameters
    ----------
    counted, sums : DataFrame
        As from `scoring.count` and `scoring.totals`.
    gap : DataFrame
        As from `verification.gaps`; units without a row in it were not looked at.
    criteria : dict
        Criteria sets by id.
    basis : {"verified", "measured"}
        That of `gap`; of measured values ``verified_`` reads ``measured_`` in what follows.

    Returns
    -------
    DataFrame
        One row per unit, year and node of the set's tree (``level``, ``node_code`` "" for the total):

        - ``claimed_points``, ``verified_points`` (NaN where no answer has any), ``claimed_max_points``,
          ``verified_max_points``: as `sums` has them; ``difference_points`` = verified - claimed, NaN as 0;
        - ``gap_points``: of answers that have points to hold against what was claimed, as in `gap`: of these
          ``cut_points``, ``zeroed_points``, ``raised_points``, ``n_cut``, ``n_raised``, ``n_blank_claims`` and
          ``zeroed_share`` as in `verification.gap_summary`;
        - ``withdrawn_points``: less what was claimed where the verified answers end a condition
          (``n_withdrawn``); ``added_points``: what was verified where they begin one (``n_added``);
        - ``bounds_points``: what caps and floors did, were all that nobody has judged as it was claimed;
        - ``unjudged_points``: verified total less that one: claims nobody has judged yet (``n_unjudged``);
        - ``moved_points``: the difference without ``unjudged_points``, what verification did up to now;
        - ``n_judged``: answers with verified points, also those that were begun.

        The five of `PARTS` add up to ``difference_points``.

    Examples
    --------
    See ``tests/test_gap_parts.py``: claims of 28 with a penalty at its floor, verified as 18: -3 - 8 + 6 - 5.
    """
    own = counted.merge(gap[UNIT_YEAR].drop_duplicates(), on=UNIT_YEAR)
    claims, judged = (own[own["basis"] == each] for each in ("claimed", basis))
    rows = pd.concat([_beside_gaps(judged, claims, gap), _of_gaps(gap, basis)]).fillna(dict.fromkeys(_SUMS, 0.0))
    found = Tree.of(criteria).climbed(rows.rename(columns={"pillar_code": "node_code"}), KEYS)
    left = totals(_left(judged, claims, basis), criteria)
    ends = {"claimed": sums[sums["basis"] == "claimed"], basis: sums[sums["basis"] == basis], "left": left}
    for name, end in ends.items():
        named = {column: f"{name}_{column}" for column in ("points", "max_points", "capped_points")}
        found = found.merge(end[[*NODE, *named]].rename(columns=named), on=NODE, how="left")
    return _told(found, basis)


def _beside_gaps(judged, claims, gap):
    """The sums per pillar of answers that have no gap: withdrawn, added, not judged; and how many were judged."""
    both = judged[[*ANSWER, "pillar_code", "status", "points"]].merge(
        claims[[*ANSWER, "status", "points"]], on=ANSWER, suffixes=("", "_claimed"), validate="1:1"
    )
    both = both.merge(gap[[*ANSWER, "gap_points"]], on=ANSWER, how="left", validate="1:1")
    is_judged = both["status"] == "answered"
    is_added = is_judged & both["gap_points"].isna()
    is_out = (both["status"] == "not_applicable") & (both["status_claimed"] != "not_applicable")
    group, found = grouped(both, [*KEYS, "pillar_code"])
    columns = {
        "withdrawn_points": -both["points_claimed"].where(is_out),
        "added_points": both["points"].where(is_added),
        "n_judged": is_judged,
        "n_withdrawn": is_out,
        "n_added": is_added,
        "n_unjudged": both["status"] == "unscored",
    }
    return found.assign(**{name: np.bincount(group, each.fillna(0), len(found)) for name, each in columns.items()})


def _of_gaps(gap, basis):
    table = gap_summary(gap, [*KEYS, "pillar_code"], basis)
    return table[[*KEYS, "pillar_code", *(name for name in _SUMS if name in table)]]


def _left(judged, claims, basis):
    """What was judged, and what nobody has judged yet as it was claimed."""
    waits = judged["status"] == "unscored"
    still = claims.merge(judged.loc[waits, ANSWER], on=ANSWER).assign(basis=basis)
    return pd.concat([judged[~waits], still]).astype({"status": judged["status"].dtype})


def _told(found, basis):
    """The columns of the table from what was added up, and from the totals."""
    claimed, verified, left = (found[f"{name}_points"].fillna(0.0) for name in ("claimed", basis, "left"))
    found = found.assign(
        difference_points=verified - claimed,
        bounds_points=found["claimed_capped_points"] - found["left_capped_points"],
        unjudged_points=verified - left,
        moved_points=left - claimed,
        zeroed_share=found["zeroed_points"] / found["cut_points"].where(found["cut_points"] < 0) + 0.0,
    )
    ends = [f"{side}_{name}" for side in ("claimed", basis) for name in ("points", "max_points")]
    told = [*ends, "difference_points", *PARTS, "moved_points", *_SUMS, "zeroed_share"]
    counts = {name: "int64" for name in _SUMS if name.startswith("n_")}
    return found[[*NODE, *dict.fromkeys(told)]].astype(counts)
