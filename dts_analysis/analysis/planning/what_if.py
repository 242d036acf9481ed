"""What other points, or other declared values, would bring: the law applied once more."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...errors import DtsError, finding
from ...rules import TOLERANCE
from ...scoring import count, score, totals
from ..ranking import ranked
from .supposing import supposed, switched

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet
    from ...reference.level_words import Levels


def recounted(scores, criteria, basis, points=None):
    """Return what answers count for on a basis, or would once they have other points on it.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`; a row may stand in it several times.
    criteria : dict
        Criteria sets by id.
    basis : str
    points : array of float, optional
        Aligned to `scores`.

    Returns
    -------
    DataFrame
        As from `scoring.count`, of this basis alone, row by row as `scores`.
    """
    rows = scores.reset_index(drop=True).astype({"criteria_id": "str"})
    if points is not None:
        rows = rows.assign(**{f"{basis}_points": np.asarray(points, dtype=float)})
    table = count(rows, criteria, (basis,))
    return table[table["basis"] == basis].reset_index(drop=True)


def what_if(
    scores: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    basis: str,
    changes: pd.DataFrame,
    units: pd.DataFrame | None = None,
    levels: "Levels | None" = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return what a unit's answers and sums are, and would be with some of them changed.

    Parameters
    ----------
    scores : DataFrame
        The unit's answers of a year, as from `scoring.score`.
    criteria : dict
        Criteria sets by id.
    basis : str
    changes : DataFrame
        ``indicator_code`` and ``points`` or ``declared_value`` (with ``declared_total`` where the rule looks at a
        share), NaN where not given. What is declared is scored by the indicator's rule, unless points are given
        too, and decides what else applies; points alone leave that as it is.
    units, levels : optional
        As `scoring.score` takes them, for variants by kinds of units.

    Returns
    -------
    (DataFrame, DataFrame, DataFrame)
        One row per changed indicator: ``indicator_code``, ``points``, ``class_code``, ``reached_points``,
        ``reached_class``; the sums as from `scoring.totals`, ``is_changed`` False as they are, True as they would
        be; and what starts or stops to apply: see `switched`.

    Raises
    ------
    DtsError
        Where an indicator is not among the answers, stands twice, gives neither points nor a value that its rule
        can score or that says it does not apply, or would have more points than its maximum, or
        fewer than the least that its rule leaves.

    Examples
    --------
    See ``tests/test_planning.py``: 2 of 4 declared instead of 1 of 4 earn 5 of 10 points instead of 2.5.
    """
    changes = changes.reindex(columns=["indicator_code", "points", "declared_value", "declared_total"])
    at = _places_of(changes["indicator_code"].astype("str").tolist(), scores)
    rows = scores.iloc[at].reset_index(drop=True)
    values = {name: changes[name].to_numpy(float) for name in ("declared_value", "declared_total")}
    earned = score(rows.assign(**values), criteria, units, levels)["computed_points"].to_numpy(float)
    given = changes["points"].to_numpy(float)
    reached = np.where(np.isnan(given), earned, given)
    answers = tuple(values.values())
    then = supposed(scores, criteria, basis, at, reached, answers)
    is_out = ~np.isnan(answers[0]) & (then["answer_status"].iloc[at] == "not_applicable").to_numpy()
    _check_reached(rows, reached, is_out, _least(rows, criteria))
    before, after = (recounted(each, criteria, basis) for each in (scores, then))
    changed = before.iloc[at][["indicator_code", "points", "class_code"]].astype({"class_code": "str"})
    changed = changed.assign(
        reached_points=after["points"].iloc[at], reached_class=after["class_code"].iloc[at].astype("str")
    )
    sums = [
        totals(each, criteria).assign(is_changed=is_changed) for is_changed, each in enumerate((before, after))
    ]
    sums = pd.concat(sums, ignore_index=True)
    sums = sums.assign(is_changed=sums["is_changed"].astype(bool))
    return changed.reset_index(drop=True), sums, switched(before, after)


def _places_of(asked, scores):
    """Where the indicators that are asked for stand among the answers."""
    codes = scores["indicator_code"].astype("str").tolist()
    faults = [finding("what_if_unknown", code, known=", ".join(codes[:3])) for code in asked if code not in codes]
    faults += [
        finding("what_if_doubled", code) for code in sorted({each for each in asked if asked.count(each) > 1})
    ]
    if faults:
        raise DtsError(*faults)
    return [codes.index(code) for code in asked]


def _least(rows, criteria):
    """The fewest points each answer's indicator can give: 0, or below where it takes some."""
    found = []
    for name, code, variant in zip(rows["criteria_id"], rows["indicator_code"], rows["variant"], strict=True):
        found.append(criteria[name].indicator(str(code)).alternatives[variant].least_points)
    return found


def _check_reached(rows, reached, is_out, least):
    """Refuse points that are none, unless the indicator does not apply, or lie outside of what it can give."""
    most = rows["max_points"].to_numpy(float)
    each = list(zip(rows["indicator_code"], reached, least, most, is_out, strict=True))
    faults = [finding("what_if_unscored", code) for code, points, *_, out in each if np.isnan(points) and not out]
    faults += [
        finding("what_if_beyond", code, points=points, least=low, most=high)
        for code, points, low, high, _ in each
        if points > high + TOLERANCE or points < low - TOLERANCE
    ]
    if faults:
        raise DtsError(*faults)


def place_with(
    standings: pd.DataFrame,
    criteria: "dict[str, CriteriaSet]",
    unit_code: str,
    points: float,
    moved: bool = False,
    max_points: float | None = None,
) -> Any:
    """Return the place a unit would take with other points, the others as they are or moving as they last did.

    Parameters
    ----------
    standings : DataFrame
        The units ranked together on one basis, as from ``dataset.standings``.
    criteria : dict
        Criteria sets by id.
    unit_code : str
    points : float
    moved : bool
        Every other unit's attainment changes once more by its ``change_share``; one without stays as it is.
    max_points : float, optional
        The unit's own maximum then; without, what it is.

    Returns
    -------
    int, or NA where it takes none

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> one = Obj(ranking=Obj(precision=2, unranked=[], bands=[]), issuer="", is_without_maximum=False)
    >>> rows = pd.DataFrame({"unit_code": ["a", "b"], "year": 2022, "criteria_id": "x", "basis": "claimed",
    ...     "points": [50.0, 60.0], "max_points": 100.0, "attainment_share": [0.5, 0.6], "is_complete": True,
    ...     "change_share": [None, 0.1]})
    >>> place_with(rows, {"x": one}, "a", 65.0), place_with(rows, {"x": one}, "a", 65.0, moved=True)
    (1, 2)
    """
    rows = with_maximum(standings, unit_code, max_points).reset_index(drop=True)
    is_own = rows["unit_code"].astype("str") == unit_code
    most = share_of(rows["max_points"])
    shares = shares_with(rows, is_own, moved).mask(is_own, points / most)
    columns = ["unit_code", "year", "criteria_id", "basis", "max_points", "is_complete"]
    placed = ranked(rows[columns].assign(points=shares * most, attainment_share=shares), criteria)
    place = placed.loc[is_own, "rank"].iloc[0]
    return place if pd.isna(place) else int(place)


def with_maximum(standings, unit_code, max_points=None):
    """Return standings where a unit has another maximum; as they are without one."""
    if max_points is None:
        return standings
    is_own = standings["unit_code"].astype("str") == unit_code
    return standings.assign(max_points=standings["max_points"].mask(is_own, max_points))


def share_of(max_points):
    """Return what attainment is a share of: the maximum; 1 where there is none, and points are what one goes by.

    >>> share_of(pd.Series([100.0, 0.0])).tolist()
    [100.0, 1.0]
    """
    return np.where(max_points > 0, max_points, 1.0)


def shares_with(standings, is_own, moved):
    """Return the attainment of units ranked together; of the others as they last moved, where that is asked.

    Where there is no maximum it is the points.
    """
    shares = standings["attainment_share"].astype(float)
    shares = shares.fillna(standings["points"].where(standings["max_points"] == 0))
    if not moved:
        return shares
    change = standings["change_share"].astype(float).fillna(0.0).mask(is_own, 0.0)
    return (shares + change).clip(upper=np.maximum(shares, 1.0))
