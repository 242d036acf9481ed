"""Which indicators do not apply by what was measured of another one, or declared of it where nothing was."""

import numpy as np

from ..rules import inapplicable
from .groups import coded, grouped


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
    is_out = (scores["answer_status"] == "not_applicable").to_numpy(copy=True)
    sides = [
        np.where(np.isnan(measured["value"]), scores[f"declared_{part}"].to_numpy(float), measured[part])
        for part in ("value", "total")
    ]
    alone = scores["is_out_alone"].to_numpy(bool) if "is_out_alone" in scores else is_out.copy()
    variants = scores["variant"].to_numpy() if "variant" in scores else np.zeros(len(scores), dtype=np.int8)
    sets, names = coded(scores["criteria_id"])
    for number, name in enumerate(names):
        if any(each.applies_if for each in criteria[name].indicators):
            mine = np.flatnonzero(sets == number)
            for indicators, at in _alike(scores.iloc[mine], mine, variants, criteria[name]):
                has = at >= 0
                values = (np.where(has, side[at], np.nan) for side in sides)
                out = np.where(has, alone[at], False)
                is_out[at[has]] = (out | inapplicable(indicators, *values, out))[has]
    return is_out


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
