"""Claims against what was verified, or measured, of them: gaps both ways, what explains them.

The sign is always verified - claimed, or measured - claimed: a cut is negative.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..scoring import DECISIONS, decisions, grouped

ANSWER = ["unit_code", "year", "criteria_id", "indicator_code"]
UNIT_YEAR = ["unit_code", "year"]
CELLS = ["ground_code", "method", "verified_on", "verifier_note", "source", "verified_source"]
OTHER_CELLS = {  # of a basis that is no verification's
    "measured": [
        *("source", "declared_text", "declared_value", "declared_total"),
        *("measured_text", "measured_value", "measured_total"),
        *("measured_on", "measured_system", "measured_origin", "measured_source"),
    ]
}
ENDS = ["class_code_from", "class_code_to"]
_SIDE = {"points": "points", "attainment_share": "share", "class_code": "class_code", "is_upper": "is_upper"}


def gaps(counted: pd.DataFrame, scores: pd.DataFrame, basis: str = "verified") -> pd.DataFrame:
    """Return every answer that has points on a basis, beside what was claimed of it.

    Parameters
    ----------
    counted : DataFrame
        As from `scoring.count`, with the rows of the claimed basis and of the other one.
    scores : DataFrame
        As from `scoring.score`: the cells of the form.
    basis : {"verified", "measured"}
        Against what claims are held; of measured values ``verified_`` reads ``measured_`` in what follows.

    Returns
    -------
    DataFrame
        One row per unit, year and indicator with verified points:

        - the keys, with ``group_code`` and ``pillar_code``, and ``max_points``;
        - ``claimed_points`` (NaN for a blank claim), ``verified_points``, ``gap_points`` = verified - claimed;
          a blank claim claimed nothing (``is_blank_claim``), so that gaps add up to the difference of the totals;
        - ``decision``: one of `scoring.DECISIONS`;
        - ``claimed_share``, ``verified_share`` of the maximum (NaN where there is none);
        - ``class_code_from``, ``class_code_to``, ``is_upper_from``, ``is_upper_to``: claimed and verified, as in
          `counted`;
        - ``ground_code``, ``method``, ``verified_on``, ``verifier_note``, ``source``, ``verified_source``; of
          measured values the columns of `OTHER_CELLS`: declared and measured side by side, by which system.

        What does not apply on one of the two bases, what nobody verified, and what was verified of a form that
        nobody could read, or that never came, has no row: nothing was claimed, or nobody knows what.

    Raises
    ------
    ValueError
        Where `counted` lacks the claimed row of such an answer.

    Examples
    --------
    A claim of 5 cut to 4, and a blank one of which 2 were found:

    >>> keys = {"unit_code": "u", "year": 2022, "criteria_id": "x", "group_code": "", "pillar_code": "A"}
    >>> counted = pd.DataFrame({"indicator_code": ["A1", "A2"] * 2, "basis": ["claimed"] * 2 + ["verified"] * 2,
    ...     "status": ["answered", "missing", "answered", "answered"], "points": [5.0, None, 4.0, 2.0],
    ...     "max_points": 10.0, "attainment_share": [0.5, None, 0.4, 0.2], "class_code": ["low", "", "low", "low"],
    ...     "is_upper": pd.array([False] * 4, "boolean")}).assign(**keys)
    >>> cells = dict.fromkeys(CELLS, "")
    >>> scores = pd.DataFrame({"indicator_code": ["A1", "A2"]}).assign(**keys, **cells)
    >>> gaps(counted, scores)[["gap_points", "is_blank_claim", "decision"]].to_numpy().tolist()
    [[-1.0, False, 'lowered'], [2.0, True, 'raised']]
    """
    is_judged = (counted["basis"] == basis) & (counted["status"] == "answered")
    if not is_judged.any():  # nothing to be held against millions of claims
        counted, scores, is_judged = counted.head(0), scores.head(0), is_judged.head(0)
    path = [*ANSWER, "group_code", "pillar_code", "max_points"]
    table = counted.loc[is_judged, [*path, *_SIDE]].rename(columns=_side(basis, "to"))
    is_claim = counted["basis"] == "claimed"
    claims = counted.loc[is_claim, [*ANSWER, *_SIDE, "status"]].rename(columns=_side("claimed", "from"))
    found = table.merge(claims, on=ANSWER, validate="1:1")
    if len(found) < len(table):
        raise ValueError(f"counted has {basis} answers without their claimed rows")
    found = found[~found.pop("status").isin(("unread", "not_applicable"))]
    cells = [each for each in OTHER_CELLS.get(basis, CELLS) if each in scores]  # none, of nothing measured
    found = found.merge(scores[[*ANSWER, *cells]], on=ANSWER, how="left", validate="1:1")
    claimed, judged = found["claimed_points"], found[f"{basis}_points"]
    return found.assign(
        gap_points=judged - claimed.fillna(0.0),
        is_blank_claim=claimed.isna(),
        decision=pd.Categorical.from_codes(decisions(claimed, judged), DECISIONS),
    )


def _side(basis, end):
    """What the columns of one basis are called beside those of the other."""
    both = {name: f"{basis}_{short}" for name, short in _SIDE.items() if short in ("points", "share")}
    return both | {name: f"{name}_{end}" for name in ("class_code", "is_upper")}


def cuts(gap: pd.DataFrame) -> np.ndarray:
    """Return the points that verification took away from each answer; 0 where it is equal as typed, or raised.

    >>> gap = pd.DataFrame({"gap_points": [-8.0, -0.004, 2.0], "decision": ["zeroed", "accepted", "raised"]})
    >>> cuts(gap).tolist()
    [8.0, 0.0, 0.0]
    """
    is_cut = gap["decision"].isin(["lowered", "zeroed"])
    return np.where(is_cut, -gap["gap_points"].to_numpy(float), 0.0)


def gap_summary(
    gap: pd.DataFrame, by: Sequence[str] = ("unit_code", "year"), basis: str = "verified"
) -> pd.DataFrame:
    """Return gaps summed per group, cuts and raises apart, and how much of the cuts the zeroed ones explain.

    Parameters
    ----------
    gap : DataFrame
        As from `gaps`.
    by : sequence of str
        The grouping: unit, pillar, indicator.
    basis : str
        That of `gap`.

    Returns
    -------
    DataFrame
        One row per group: ``claimed_points`` (NaN where all are blank), ``verified_points`` (or
        ``measured_points``, as the basis is), ``gap_points`` (net),
        ``cut_points`` (<= 0), ``zeroed_points`` (<= 0, part of the cuts), ``raised_points`` (>= 0),
        ``n_indicators`` (verified answers), ``n_blank_claims``, ``n_cut``, ``n_raised``, ``cut_share``
        (n_cut / n_indicators) and ``zeroed_share`` of the cuts (0..1; NaN where nothing was cut).
    """
    group, table = grouped(gap, list(by))
    claimed, cut = gap["claimed_points"].to_numpy(float), cuts(gap)
    is_zeroed, is_raised = (gap["decision"].eq(name).to_numpy() for name in ("zeroed", "raised"))
    sums = {
        "claimed_points": np.nan_to_num(claimed),
        f"{basis}_points": gap[f"{basis}_points"],
        "gap_points": gap["gap_points"],
        "cut_points": -cut,
        "zeroed_points": np.where(is_zeroed, -cut, 0.0),
        "raised_points": np.where(is_raised, gap["gap_points"], 0.0),
    }
    numbers = {
        "n_indicators": np.ones(len(gap)),
        "n_blank_claims": np.isnan(claimed),
        "n_cut": cut > 0,
        "n_raised": is_raised,
    }
    for name, values in (sums | numbers).items():
        table[name] = np.bincount(group, values, minlength=len(table)) + 0.0  # -0 is 0
    table = table.astype(dict.fromkeys(numbers, "int64"))
    cut = table["cut_points"]
    return table.assign(
        claimed_points=table["claimed_points"].where(table["n_blank_claims"] < table["n_indicators"]),
        cut_share=table["n_cut"] / table["n_indicators"],
        zeroed_share=table["zeroed_points"] / cut.where(cut < 0) + 0.0,
    )


def grounds_by_decision(gap: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many answers, and points, were changed on which ground; none of measured values, which have none.

    Returns
    -------
    DataFrame
        One row per group, ``ground_code`` ("" where none was given) and ``decision`` seen among the changed:
        ``n_indicators``, ``gap_points``.
    """
    gap = gap if "ground_code" in gap else gap.head(0).assign(ground_code="")
    changed = gap[gap["decision"] != "accepted"]
    group, table = grouped(changed, [*by, "ground_code", "decision"])
    return table.assign(
        n_indicators=np.bincount(group, minlength=len(table)),
        gap_points=np.bincount(group, changed["gap_points"], minlength=len(table)),
    )


def transitions(gap: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many indicators moved from which class (claimed) to which (verified).

    Returns
    -------
    DataFrame
        One row per group, ``class_code_from`` and ``class_code_to`` seen: ``n_indicators``. Answers without a
        class on both sides have no row: blank claims, and all claims under a set that gives claims no class.
    """
    both = gap[(gap["class_code_from"] != "") & (gap["class_code_to"] != "")]
    group, table = grouped(both, [*by, *ENDS])
    table = table.assign(n_indicators=np.bincount(group, minlength=len(table)))
    return table.astype(dict.fromkeys(ENDS, "str")).sort_values([*by, *ENDS], kind="stable", ignore_index=True)
