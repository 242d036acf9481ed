"""What the causes of losses call for, as tasks: each once, whose it is, and what it could bring at most."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..reference import shipped_levels
from ..scoring import UNIT, grouped, within_bounds
from .losses import INDICATOR, NO_GROUND, NOT_GIVEN, bears
from .remedies import NOT_ROLLED_OUT, not_rolled_out

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet
    from ..reference.level_words import Levels

EVIDENCE = "evidence"  # the remedy of a claim that was cut for what was shown
COLUMNS = [
    *("remedy_codes", "is_above", "removable_by", "cause_codes", "indicator_codes", "n_indicators", "lost_points"),
    *("gain_points", "evidence_first"),
]
_TEXT = dict.fromkeys(("unit_code", "criteria_id", "basis"), "str")


def tasks(
    parts: pd.DataFrame,
    reasons: pd.DataFrame,
    grounds: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    levels: "Levels | None" = None,
) -> pd.DataFrame:
    """Return what one unit's losses call for as tasks: its own first, then those of who stands above it.

    Causes that have a remedy in common are one task, so that no remedy stands twice and no loss is split among
    remedies. What nobody rolled out (the set says so, or R01) is a task of whoever rolls it out, whatever cause is
    coded. What has no cause, or a cause without a remedy, calls for nothing: it is a note on the data.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, of one unit and year on one basis, over all indicators that count.
    reasons, grounds : DataFrame
        The taxonomies, as from `reference.load_reasons` and `load_grounds`.
    criteria : dict
        Criteria sets by id.
    levels : Levels, optional
        Says which parties are above; those that come with the package unless told.

    Returns
    -------
    DataFrame
        One row per task, the largest gain first, the unit's own before those above:

        - ``remedy_codes``, ``removable_by``, ``cause_codes`` (tuples, in alphabetical order); ``is_above``;
        - ``indicator_codes`` (tuple, most points lost first) and ``n_indicators``, that bear one of its causes;
        - ``lost_points``, and ``gain_points``: what having them back would add to the unit's total at most: as
          many, or what caps and floors let through; each task by itself;
        - ``evidence_first`` (tuple): those of its indicators whose claim verification cut for want of evidence, or
          on no ground that anybody gave: what is missing there comes before any other work.
    """
    rows = _rolled_out_apart(parts[bears(parts)], reasons, criteria)
    remedies = _remedies(reasons, grounds)
    cut = unsupported(rows, grounds)
    known = [code for code, own in remedies.items() if own and code not in NOT_GIVEN]
    rows = rows[rows["cause_code"].isin(known)]
    above = (levels or shipped_levels()).above
    is_above = rows["removable_by"].isin(above).to_numpy()
    found = [
        side[side["cause_code"].isin(causes)]
        for of_above in (False, True)
        for side in [rows[is_above == of_above]]
        for causes in _joined({code: remedies[code] for code in side["cause_code"].unique()})
    ]
    gains = _gains(parts, found, criteria)
    told = [
        _task(each, remedies, above, cut) | {"gain_points": gain} for each, gain in zip(found, gains, strict=True)
    ]
    table = pd.DataFrame(told, columns=COLUMNS)
    table = table.astype({"is_above": bool, "lost_points": float, "gain_points": float})
    by = ["is_above", "gain_points", "lost_points", "remedy_codes"]
    return table.sort_values(by, ascending=[True, False, False, True], kind="stable", ignore_index=True)


def _gains(parts, found, criteria):
    """What the unit's total would gain within caps and floors from what each task brings back."""
    if not found or not any(criteria[name].is_bounded for name in parts["criteria_id"].unique()):
        return [rows["lost_points"].sum() for rows in found]
    columns = [*UNIT, "pillar_code", "points", "max_points"]
    has = parts.drop_duplicates(["basis", *INDICATOR])[columns].astype(_TEXT)
    back = [rows.assign(points=rows["lost_points"], max_points=0.0)[columns].astype(_TEXT) for rows in found]
    cases = [has, *(pd.concat([has, each]) for each in back)]
    within = pd.concat([rows.assign(case=number) for number, rows in enumerate(cases)], ignore_index=True)
    had, *has_then = within_bounds(within, criteria, ["case", *UNIT]).groupby("case")["points"].sum()
    return [each - had for each in has_then]


def unsupported(parts: pd.DataFrame, grounds: pd.DataFrame) -> set[str]:
    """Return the indicators whose claims were cut for want of evidence, or on no ground that anybody gave.

    Parameters
    ----------
    parts : DataFrame
        As from `losses.attributed`, of one unit and year on one basis.
    grounds : DataFrame
        As from `reference.load_grounds`.

    Returns
    -------
    set of str

    Examples
    --------
    >>> parts = pd.DataFrame({"indicator_code": list("abc"), "cause_code": ["G01", "G04", ""], "lost_points": 1.0})
    >>> grounds = pd.DataFrame({"ground_code": ["G01", "G04"], "remedies": [("evidence",), ("training",)]})
    >>> sorted(unsupported(parts, grounds))
    ['a', 'c']
    """
    asks = grounds.loc[grounds["remedies"].map(lambda remedies: EVIDENCE in remedies).astype(bool), "ground_code"]
    is_cut = parts["cause_code"].isin([*asks, NO_GROUND]) & (parts["lost_points"] > 0)
    return set(parts.loc[is_cut, "indicator_code"].astype("str"))


def _rolled_out_apart(rows, reasons, criteria):
    """The parts with R01, and who can remove it, in place of any cause of what was not rolled out."""
    is_closed = not_rolled_out(rows, criteria)
    party = dict(zip(reasons["reason_code"], reasons["removable_by"], strict=True)).get(NOT_ROLLED_OUT, "")
    return rows.assign(
        cause_code=np.where(is_closed, NOT_ROLLED_OUT, rows["cause_code"].astype("str")),
        removable_by=np.where(is_closed, party, rows["removable_by"].astype("str")),
        indicator_code=rows["indicator_code"].astype("str"),
    )


def _remedies(reasons, grounds):
    """The remedies of every reason and ground, by its code."""
    found = [*zip(reasons["reason_code"], reasons["remedies"], strict=True)]
    found += zip(grounds["ground_code"], grounds["remedies"], strict=True)
    return {code: tuple(remedies) for code, remedies in found}


def _joined(remedies):
    """Causes in groups: those that share a remedy, or share one with a third that does, are together."""
    found = []
    for cause, own in remedies.items():
        near = [each for each in found if each[1] & set(own)]
        found = [each for each in found if each not in near]
        found.append(({cause}.union(*(each[0] for each in near)), set(own).union(*(each[1] for each in near))))
    return [causes for causes, _ in found]


def _task(rows, remedies, above, cut):
    causes = sorted(rows["cause_code"].unique())
    group, indicators = grouped(rows, ["indicator_code"])
    lost = np.bincount(group, rows["lost_points"], minlength=len(indicators))
    codes = indicators["indicator_code"].to_numpy(object)[np.lexsort((indicators["indicator_code"], -lost))]
    return {
        "remedy_codes": tuple(sorted({each for code in causes for each in remedies[code]})),
        "is_above": rows["removable_by"].iloc[0] in above,
        "removable_by": tuple(sorted(rows["removable_by"].unique())),
        "cause_codes": tuple(causes),
        "indicator_codes": tuple(codes),
        "n_indicators": len(codes),
        "lost_points": rows["lost_points"].sum(),
        "evidence_first": tuple(code for code in codes if code in cut),
    }
