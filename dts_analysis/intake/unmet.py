"""Answers to indicators that do not apply by the answer to another one: told, with their cell, and not counted."""

import numpy as np

from ..rules import turns
from .typed_words import NOT_APPLICABLE

_SAID = ("declared_value", "declared_total", "claimed_points")


def check_unmet(indicators, unmet, numbers, texts, cells):
    """Return ``(at, code, where, facts)`` of what a unit says in the rows of indicators that so do not apply.

    Parameters
    ----------
    indicators : sequence of Indicator
        As they stand for the unit.
    unmet : array of bool
        Of each indicator, whether the unit's own answers do not meet the condition it applies under.
    numbers, texts : dict
        The unit's answers, as `unit_answers` returns them.
    cells : list of str
        Where the unit's own form holds each of its answers.
    """
    is_said = np.isfinite([numbers[name] for name in _SAID]).any(axis=0) | [
        bool(each) for each in texts["declared_text"]
    ]
    return [
        (
            at,
            "condition_answered",
            cells[at],
            facts | {"answer": texts["declared_text"][other] or NOT_APPLICABLE[0]},
        )
        for at, other, facts in _asked(indicators, unmet & is_said)
    ]


def check_judged(indicators, ended, values, texts):
    """Return ``(at, code, where, facts)`` of points that were judged where a verified answer ends an indicator.

    Parameters
    ----------
    indicators : sequence of Indicator
    ended : array of bool
        Of each indicator, whether it is so.
    values : array of float
        The a of each verified answer.
    texts : dict
    """
    found = []
    for at, other, facts in _asked(indicators, ended):
        said = indicators[other].rule.said(values[other])
        answer = said or texts["verified_declared"][other] or NOT_APPLICABLE[0]
        found.append((at, "condition_judged", texts["verified_source"][at], facts | {"answer": answer}))
    return found


def _asked(indicators, is_told):
    """``(at, other, facts)`` of those that are told: which answer each asks, and what that must be."""
    if not is_told.any():
        return []
    return [
        (at, other, {"other": indicators[other].printed_name, "needed": one.words(indicators[other].rule)})
        for at, other, one in turns(indicators)
        if is_told[at]
    ]
