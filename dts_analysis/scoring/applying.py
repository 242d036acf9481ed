"""Which indicators do not apply by the answers to others: on any basis, and of answers that are supposed."""

from typing import TYPE_CHECKING

import numpy as np

from ..rules import inapplicable
from .groups import coded, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..reference.criteria import CriteriaSet

_ANSWERED_BY = {"measured": "measured", "verified": "verified", "final": "verified"}
_PARTS = ("value", "total")


def measured_out(scores, measured, criteria):
    """Return where an answer does not apply on the measured basis.

    A condition over another answer goes by the measured one where there is one, else by the declared one. What
    does not apply for another reason (whom the set names, what the unit or the working group says) stays out.

    Parameters
    ----------
    scores : DataFrame
        As from `score`: every indicator of a unit's set at most once.
    measured : dict
        ``value`` and ``total``, as arrays aligned to `scores`; NaN where nothing was measured.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    array of bool
    """
    answers = [_over(measured[part], measured["value"], scores[f"declared_{part}"]) for part in _PARTS]
    return out_by_answers(scores, answers, out_alone(scores, criteria), criteria)


def answer_side(scores: "pd.DataFrame", basis: str) -> str:
    """Return whose answers conditions go by first on a basis: ``declared``, ``verified`` or ``measured``."""
    side = _ANSWERED_BY.get(basis, "declared")
    return side if f"{side}_value" in scores else "declared"


def answers_on(scores: "pd.DataFrame", basis: str) -> list[np.ndarray]:
    """Return the answers, a and b, that conditions go by on a basis: what was measured or verified, else declared.

    Two arrays aligned to `scores`, NaN where nothing is said.

    >>> import pandas as pd
    >>> scores = pd.DataFrame({"declared_value": [1.0, 2.0], "declared_total": [4.0, 4.0]})
    >>> scores = scores.assign(verified_value=[None, 3.0], verified_total=[None, 5.0])
    >>> [each.tolist() for each in answers_on(scores, "verified")]
    [[1.0, 3.0], [4.0, 5.0]]
    """
    given, declared = (
        [scores[f"{side}_{part}"].to_numpy(float) for part in _PARTS]
        for side in (answer_side(scores, basis), "declared")
    )
    return [_over(each, given[0], other) for each, other in zip(given, declared, strict=True)]


def out_alone(scores: "pd.DataFrame", criteria: "dict[str, CriteriaSet]") -> np.ndarray:
    """Return where an indicator does not apply whatever the answer to another is; parameters as `out_by_answers`.

    Where no column says so, and in a set without conditions, that is what does not apply at all.
    """
    is_out = (scores["answer_status"] == "not_applicable").to_numpy(bool, copy=True)
    if "is_out_alone" not in scores:
        return is_out
    sets, names = coded(scores["criteria_id"])
    has_conditions = np.array([_has_conditions(criteria[name]) for name in names], dtype=bool)[sets]
    return np.where(has_conditions, scores["is_out_alone"].to_numpy(bool), is_out)


def out_by_answers(
    scores: "pd.DataFrame",
    answers: "Sequence[np.ndarray]",
    alone: np.ndarray,
    criteria: "dict[str, CriteriaSet]",
) -> np.ndarray:
    """Return where an indicator does not apply by the answers to others, or alone.

    Parameters
    ----------
    scores : DataFrame
        As from `score`: every indicator of a unit's set at most once.
    answers : pair of array of float
        a and b, aligned to `scores`; NaN, nothing said, decides nothing.
    alone : array of bool
        As from `out_alone`.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    array of bool
    """
    is_out = np.array(alone, dtype=bool)
    variants = scores["variant"].to_numpy() if "variant" in scores else np.zeros(len(scores), dtype=np.int8)
    sets, names = coded(scores["criteria_id"])
    for number, name in enumerate(names):
        if _has_conditions(criteria[name]):
            mine = np.flatnonzero(sets == number)
            for indicators, at in _alike(scores.iloc[mine], mine, variants, criteria[name]):
                has = at >= 0
                value, total = (np.where(has, side[at], np.nan) for side in answers)
                out = np.where(has, alone[at], False)
                is_out[at[has]] = (out | inapplicable(indicators, value, total, out))[has]
    return is_out


def _has_conditions(criteria_set):
    return any(each.applies_if for each in criteria_set.indicators)


def _over(given, is_given, other):
    return np.where(np.isnan(is_given), np.asarray(other, dtype=float), given)


def _alike(rows, places, variants, criteria_set):
    """Units whose indicators stand under the same variants: the indicators so, and a row of places for each unit.

    A place is -1 where a unit has no such answer.
    """
    codes, labels = coded(rows["indicator_code"])
    column = {each.code: number for number, each in enumerate(criteria_set.indicators)}
    life, lives = grouped(rows, ["unit_code", "year"])
    at = np.full((len(lives), len(column)), -1)
    at[life, np.array([column[label] for label in labels], dtype=np.intp)[codes]] = places
    kinds, kind = np.unique(np.where(at >= 0, variants[at], 0), axis=0, return_inverse=True)
    for number, ways in enumerate(kinds):
        under = [each.alternatives[way] for each, way in zip(criteria_set.indicators, ways, strict=True)]
        yield under, at[kind.reshape(-1) == number]
