"""Where a form of ours asks to look again in place of points: its formula did not understand the answer beside."""

from functools import cache

import numpy as np

from ..messages import LANGUAGES, table
from ..rules import ENGLISH, OTHER_ANSWER
from .text import clean, fold


def asks_again(cell):
    """Return whether a cell holds what a form of ours says, in either language, of an answer it cannot compute.

    >>> asks_again("xem lại"), asks_again("look again"), asks_again("Xem"), asks_again("")
    (True, True, False, False)
    """
    return isinstance(cell, str) and fold(clean(cell)) in _said()


def asking(rows, field):
    """Return the rows whose cell of points asks so: nobody typed any there."""
    return [row for row, cell in rows.filled(field) if asks_again(cell)]


def claims_following(rows, asked, claims, is_invalid, declared, faulty, earned):
    """Fill in the claims that would have followed from options chosen, and return what is told of all that ask.

    An option may be spelt as only a reader knows it («80%» of «Trên 50%»): where it is read without a fault its
    points are claimed, which is told. Of an answer that the form knows, somebody typed the words; figures are
    asked for anew.

    Parameters
    ----------
    rows : Rows
    asked : list of int
        As from `asking`.
    claims : array of float
    is_invalid : array of bool
    declared : (array of float, array of float)
        Declared a and b.
    faulty : set of int
        The rows whose declared answer has a fault.
    earned : callable
        ``earned(indicators, values, totals)`` returns the points of answers, NaN where there are none.

    Returns
    -------
    list of (row, code, field, facts)
    """
    if not asked:
        return []
    points = earned([rows.indicators[row] for row in asked], *(each[asked] for each in declared))
    cells, faults = rows.cells("declared_value"), []
    for row, given in zip(asked, points.tolist(), strict=True):
        rule = rows.indicators[row].rule
        if np.isnan(given) or row in faulty or rule.reads != "option" or _is_known(rule, cells[row]):
            faults.append((row, "form_asks_again", "claimed_points", rows.limits(row)))
            continue
        claims[row], is_invalid[row] = given, False
        facts = {"text": clean(cells[row]), "meant": rule.said(declared[0][row]), "points": given}
        faults.append((row, "claim_follows_answer", "claimed_points", facts))
    return faults


def _is_known(rule, cell):
    """Whether a form's formula knows an answer: an option's value, or how it is written but for capitals."""
    if not isinstance(cell, str):
        return any(cell == each.value for each in rule.options)
    written = (text for each in rule.options for text in (each.label, *each.also))
    return cell.casefold() in {each.casefold() for each in (OTHER_ANSWER, ENGLISH[OTHER_ANSWER], *written)}


@cache
def _said():
    words = table()["words"]["form_look_again"]
    return {fold(words[each]) for each in LANGUAGES}
