"""Declared values: what the unit counted, in the shape its indicator's rule reads."""

from functools import lru_cache

from ..messages import say, shortened
from ..rules import ENGLISH, OTHER_ANSWER, in_form
from .chosen import Choices, Named
from .chosen_parts import read_parts
from .numbers import Broken, Formatted, read_number
from .text import clean, fold

BLANK = "dash_is_blank"


def read_declared(rule, row, decimal=""):
    """Return ``(value, total, text, faults)`` of a row's declared cells under a rule.

    Parameters
    ----------
    rule : Rule
        The indicator's rule.
    row : mapping
        Cells by field: ``declared_value`` and ``declared_total``.
    decimal : {"", ",", "."}
        The decimal sign of the file's numbers.

    Returns
    -------
    value, total : float or None
        The numbers the rule reads: a and b; an option's value; a bit set of the parts done.
    text : str
        Both cells as typed, "a | b".
    faults : list of (code, field, facts)
        Findings to be reported at that field's cell.
    """
    cells = [row["declared_value"], row["declared_total"]]
    if cells == ["", ""]:
        return None, None, "", []
    text = " | ".join(clean(cell) for cell in cells).strip(" |")
    if rule.reads in ("option", "parts"):
        read = _read_option if rule.reads == "option" else _read_parts
        *answer, faults = read(rule, cells[0], text)
        for field, cell in zip(("declared_value", "declared_total"), cells, strict=True):
            if isinstance(cell, Broken):
                faults = [*faults, (cell.code, field, {"text": cell.text, "value": None})]
        if clean(cells[1]):
            faults = [*faults, ("second_value_unused", "declared_total", {"text": clean(cells[1])})]
        return *answer, faults
    numbers, faults = [], []
    for field, cell in zip(("declared_value", "declared_total"), cells, strict=True):
        number = read_number(cell, decimal)
        value = number.value
        if number.code and not (rule.reads == "nothing" and number.code == "number_unreadable"):
            faults.append((number.code, field, {"text": number.text, "value": value}))
        if value is not None and value < 0:
            faults.append(("declared_negative", field, {"value": value}))
            value = None
        numbers.append(value)
    value, total = numbers
    is_share = rule.reads == "share"
    if (
        is_share
        and total is None
        and any(field == "declared_total" and code != BLANK for code, field, _ in faults)
    ):
        value = None  # a part of nobody knows what is no share
    if is_share and not faults:
        if value is None:
            faults.append(("share_part_missing", "declared_value", {"total": total}))
        elif total is None and value > 1:
            faults.append(("share_whole_missing", "declared_total", {"value": value}))
    return value, total, text, faults


def _read_option(rule, cell, text):
    if clean(cell) == "" and not text:
        return None, None, text, []
    value, code, facts = read_chosen(rule, cell)
    if code == "option_unknown" and rule.otherwise is not None:
        facts |= {"points": rule.otherwise}
        return rule.other_value, None, text, [("option_otherwise", "declared_value", facts)]
    return value, None, text, [(code, "declared_value", facts)] if code else []


def _read_parts(rule, cell, text):
    if clean(cell) == "":
        return None, None, text, []
    value, code, facts = read_chosen(rule, cell)
    return value, None, text, [(code, "declared_value", facts)] if code else []


def read_chosen(rule, cell):
    """Return what a cell chooses under a rule of options or of parts, as ``(value, code, facts)``.

    Parameters
    ----------
    rule : Rule
        One that reads ``option`` or ``parts``.
    cell
        Not blank.

    Returns
    -------
    value : float or None
        The option's number, or the bit set of the parts done; None where nothing, or several things, may be meant.
    code : str
        "", ``option_unknown`` or ``option_ambiguous``.
    facts : dict
        Of that finding.
    """
    choices, text = _choices(rule), cell.shown if isinstance(cell, Formatted) else clean(cell)
    if rule.reads == "option":
        values, unknown = sorted(choices.read(cell)), []
    else:
        ways, unknown = read_parts(clean(cell), choices)
        values = [float(sum(2 ** (int(part) - 1) for part in way)) for way in ways]
    if len(values) == 1:
        return values[0], "", {}
    options = "; ".join(f"{each.value:g} – {each.label}" for each in choices.named)
    if not values and rule.reads == "option" and rule.otherwise is not None:
        if fold(text) in map(fold, (OTHER_ANSWER, ENGLISH[OTHER_ANSWER])):  # as the list of a form of ours has it
            return rule.other_value, "", {}
        options = f"{options}; {in_form(OTHER_ANSWER)}"
    if not values:
        return None, "option_unknown", {"text": "; ".join(unknown) or text, "options": options}
    meant = f" {say('or')} ".join(f"«{shortened(rule.said(value))}»" for value in values)
    return None, "option_ambiguous", {"text": text, "options": options, "meant": meant}


@lru_cache(maxsize=8192)
def _choices(rule):
    """The `Choices` of a rule: its options, or its parts numbered from 1."""
    if rule.reads == "option":
        named = tuple(Named(each.value, each.label, each.also) for each in rule.options)
        return Choices(named, frozenset(rule.marks))
    return Choices(tuple(Named(at, part.label) for at, part in enumerate(rule.parts, 1)))
