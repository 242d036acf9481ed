"""Answers to indicators that do not apply by the answer to another one: told, with their cell, and not counted."""

import numpy as np

from ..rules import turns
from .typed_words import NOT_APPLICABLE

_SAID = ("declared_value", "declared_total", "claimed_points", "verified_points", "final_points")


def check_unmet(indicators, unmet, numbers, texts):
    """Return ``(at, code, where, facts)`` of what stands in the rows of indicators that so do not apply.

    Parameters
    ----------
    indicators : sequence of Indicator
        As they stand for the unit.
    unmet : array of bool
        Of each indicator, whether the condition it applies under is not met.
    numbers, texts : dict
        The unit's answers, as `unit_answers` returns them.
    """
    if not unmet.any():
        return []
    is_said = np.isfinite([numbers[name] for name in _SAID]).any(axis=0)
    found = []
    for at, other, condition in turns(indicators):
        if unmet[at] and (is_said[at] or texts["declared_text"][at]):
            facts = {
                "other": f"{indicators[other].printed_as} {indicators[other].name_vi}",
                "answer": texts["declared_text"][other] or NOT_APPLICABLE[0],
                "needed": condition.words(indicators[other].rule),
            }
            where = texts["source"][at] or texts["verified_source"][at]
            found.append((at, "condition_answered", where, facts))
    return found
