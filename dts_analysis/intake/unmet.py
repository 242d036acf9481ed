"""Answers to indicators that do not apply by the answer to another one: told, with their cell, and not counted."""

import numpy as np

from ..rules import turns
from .typed_words import NOT_APPLICABLE

_SAID, _JUDGED = ("declared_value", "declared_total", "claimed_points"), ("verified_points", "final_points")


def check_unmet(indicators, unmet, ended, numbers, texts, cells):
    """Return ``(at, code, where, facts)`` of what stands in the rows of indicators that so do not apply.

    Parameters
    ----------
    indicators : sequence of Indicator
        As they stand for the unit.
    unmet : array of bool
        Of each indicator, whether the unit's own answers do not meet the condition it applies under: what the unit
        said of it is told.
    ended : array of bool
        Whether the verified answer to that other one does not meet it: what was verified of it is told.
    numbers, texts : dict
        The unit's answers, as `unit_answers` returns them.
    cells : list of str
        Where the unit's own form holds each of its answers.
    """
    if not (unmet | ended).any():
        return []
    is_said, is_judged = (np.isfinite([numbers[name] for name in names]).any(axis=0) for names in (_SAID, _JUDGED))
    found = []
    for at, other, condition in turns(indicators):
        facts = {
            "other": indicators[other].printed_name,
            "needed": condition.words(indicators[other].rule),
        }
        if unmet[at] and (is_said[at] or texts["declared_text"][at]):
            answer = texts["declared_text"][other] or NOT_APPLICABLE[0]
            found.append((at, "condition_answered", cells[at], facts | {"answer": answer}))
        if ended[at] and is_judged[at]:
            judged = indicators[other].rule.said(numbers["verified_value"][other])
            answer = judged or texts["verified_declared"][other] or NOT_APPLICABLE[0]
            found.append((at, "condition_judged", texts["verified_source"][at], facts | {"answer": answer}))
    return found
