"""The completion class of each answer, by its own criteria set's scheme.

No publication defines the classes in numbers: the thresholds are settings of the criteria set
(`analysis.completion.threshold_range` says how far they could move before any count changes).
"""

from typing import TYPE_CHECKING

import numpy as np

from ..rules import TOLERANCE
from .groups import coded
from .status import JUDGED

if TYPE_CHECKING:
    import pandas as pd

    from ..reference.criteria import CriteriaSet


def classes(scores, criteria, basis, points, shares):
    """Return each answer's class on a basis, as a place in the labels returned with it.

    A scheme of thresholds looks at the attainment share. A scheme of conditions looks at what was claimed and
    what was verified of it, so it gives classes on the verified and the final basis only; a blank claim claimed
    nothing.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    criteria : dict
        Criteria sets by id.
    basis : str
    points, shares : array of float
        Points and attainment on this basis, aligned to `scores`; NaN where there are none.

    Returns
    -------
    (array of int, list of str, array of bool)
        Places; class codes, the first "" for an answer without a class; whether each of them is upper.

    Examples
    --------
    With classes at 1.0, 0.7, above 0 and 0: a share of 0.7 is the second, 0.69 the third.

    >>> from types import SimpleNamespace as Obj
    >>> bounds = {"a": (1.0, None), "b": (0.7, None), "c": (None, 0.0), "d": (0.0, None)}
    >>> scheme = Obj(classes=[Obj(code=c, at_least=low, above=a) for c, (low, a) in bounds.items()])
    >>> _by_thresholds(np.array([1.0, 0.7, 0.69, 0.0, np.nan]), scheme).tolist()
    [0, 1, 2, 3, -1]
    """
    sets, names = coded(scores["criteria_id"])
    schemes = [criteria[name].class_scheme for name in names]
    uppers = {each.code: each.is_upper for scheme in schemes for each in scheme.classes}
    labels = ["", *uppers]
    chosen = np.zeros(len(scores), dtype=np.int8)
    for number, scheme in enumerate(schemes):
        mine = np.flatnonzero(sets == number)
        if scheme.kind == "thresholds":
            fits = _by_thresholds(shares[mine], scheme)
        elif basis in JUDGED:
            fits = _by_conditions(scores.iloc[mine], points[mine], scheme)
        else:
            continue
        chosen[mine] = np.array([*(labels.index(each.code) for each in scheme.classes), 0], dtype=np.int8)[fits]
    return chosen, labels, np.array([False, *uppers.values()])


def has_sides(scores, criteria, basis):
    """Return whether each answer's set gives classes on a basis at all."""
    sets, names = coded(scores["criteria_id"])
    gives = [basis in JUDGED or criteria[name].class_scheme.kind == "thresholds" for name in names]
    return np.array(gives, dtype=bool)[sets]


def are_classless(rows: "pd.DataFrame", criteria: "dict[str, CriteriaSet]") -> np.ndarray:
    """Return whether each answer is to an indicator that never has a class; rows as `scores`, or `count`'s."""
    return among(rows, {name: one.classless for name, one in criteria.items()})


def among(rows, chosen):
    """Return whether each answer is to one of its set's chosen indicators: codes by the set's id."""
    sets, names = coded(rows["criteria_id"])
    codes, labels = coded(rows["indicator_code"])
    if not any(chosen[name] for name in names):
        return np.zeros(len(rows), dtype=bool)
    return np.array([[code in chosen[name] for code in labels] for name in names], dtype=bool)[sets, codes]


def _by_thresholds(shares, scheme):
    """The place of the first class each share fits, or -1; classes stand best first, the last has the rest."""
    last = len(scheme.classes) - 1
    place = np.where(np.isnan(shares), -1, last).astype(np.int8)
    for number, each in reversed(list(enumerate(scheme.classes[:last]))):
        fits = shares >= each.at_least - TOLERANCE if each.above is None else shares > each.above + TOLERANCE
        place[fits] = number
    return place


def _by_conditions(scores, judged, scheme):
    claimed, most = (scores[f"{name}_points"].to_numpy(float) for name in ("claimed", "max"))
    claimed = np.where(np.isnan(claimed), 0.0, claimed)
    holds = {
        "both_zero": (claimed == 0) & (judged == 0),
        "verified_below_claimed": judged < claimed - TOLERANCE,
        "both_max": (claimed >= most - TOLERANCE) & (judged >= most - TOLERANCE),
        "otherwise": np.full(len(scores), True),
    }
    place = np.full(len(scores), -1, dtype=np.int8)
    for number, each in reversed(list(enumerate(scheme.classes))):
        place[holds[each.when] & ~np.isnan(judged)] = number
    return place
