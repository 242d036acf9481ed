"""Declared values: what the unit counted, in the shape its indicator's rule reads."""

from functools import lru_cache

from ..messages import say, shortened
from .chosen import Choices, Named
from .chosen_parts import read_parts
from .numbers import Broken, read_number
from .text import clean

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
    found = choices_of(rule).read(cell)
    if len(found) == 1:
        return *found, None, text, []
    if not found and rule.otherwise is not None:
        facts = {"text": text, "options": offered(rule), "points": rule.otherwise}
        return rule.other_value, None, text, [("option_otherwise", "declared_value", facts)]
    return None, None, text, [_unclear(rule, text, [rule.said(value) for value in sorted(found)])]


def _read_parts(rule, cell, text):
    if clean(cell) == "":
        return None, None, text, []
    ways, unknown = read_parts(clean(cell), choices_of(rule))
    values = [float(sum(2 ** (int(part) - 1) for part in way)) for way in ways]
    if len(values) == 1:
        return values[0], None, text, []
    return None, None, text, [_unclear(rule, "; ".join(unknown) or text, list(map(rule.said, values)))]


def _unclear(rule, text, meant):
    facts = {"text": text, "options": offered(rule)}
    if not meant:
        return "option_unknown", "declared_value", facts
    meant = f" {say('or')} ".join(f"«{shortened(each)}»" for each in meant)
    return "option_ambiguous", "declared_value", facts | {"meant": meant}


def offered(rule):
    """Return what can be chosen under a rule, each with its number: "1 – Có; 2 – Không"."""
    return "; ".join(f"{each.value:g} – {each.label}" for each in choices_of(rule).named)


@lru_cache(maxsize=8192)
def choices_of(rule):
    """Return the `Choices` of a rule: its options, or its parts numbered from 1."""
    if rule.reads == "option":
        return Choices(tuple(Named(each.value, each.label, each.also) for each in rule.options))
    return Choices(tuple(Named(at, part.label) for at, part in enumerate(rule.parts, 1)))
