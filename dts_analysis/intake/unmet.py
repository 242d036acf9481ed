"""Answers to indicators that do not apply by the answer to another one: told, with their cell, and not counted."""

import numpy as np

from ..rules import turns
from .typed_words import NOT_APPLICABLE

_SAID = ("declared_value", "declared_total", "claimed_points", "verified_points", "final_points")
_JUDGED = _SAID[3:]


def check_unmet(indicators, unmet, ended, numbers, texts):
    """Return ``(at, code, where, facts)`` of what stands in the rows of indicators that so do not apply.

    Parameters
    ----------
    indicators : sequence of Indicator
        As they stand for the unit.
    unmet : array of bool
        Of each indicator, whether the condition it applies under is not met.
    ended : array of bool
        Whether only the verified answer to that other one does not meet it: what was verified of it is told.
    numbers, texts : dict
        The unit's answers, as `unit_answers` returns them.
    """
    if not (unmet | ended).any():
        return []
    is_said, is_judged = (np.isfinite([numbers[name] for name in names]).any(axis=0) for names in (_SAID, _JUDGED))
    found = []
    for at, other, condition in turns(indicators):
        facts = {
            "other": f"{indicators[other].printed_as} {indicators[other].name_vi}",
            "needed": condition.words(indicators[other].rule),
        }
        if unmet[at] and (is_said[at] or texts["declared_text"][at]):
            where = texts["source"][at] or texts["verified_source"][at]
            answer = texts["declared_text"][other] or NOT_APPLICABLE[0]
            found.append((at, "condition_answered", where, facts | {"answer": answer}))
        elif ended[at] and is_judged[at]:
            answer = texts["verified_declared"][other] or NOT_APPLICABLE[0]
            found.append((at, "condition_judged", texts["verified_source"][at], facts | {"answer": answer}))
    return found
