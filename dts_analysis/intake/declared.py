"""Declared values: what the unit counted, in the shape its indicator's rule reads."""

import re

from .numbers import Broken, read_number
from .text import clean, fold

BLANK = "dash_is_blank"
_PART_SEPARATORS = re.compile(r"[;,+\s]+")


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
    number = read_number(cell).value
    folded = fold(clean(cell))
    for option in rule.options:
        if number == option.value or (number is None and folded in map(fold, (option.label, *option.also))):
            return option.value, None, text, []
    options = "; ".join(f"{option.value:g} – {option.label}" for option in rule.options)
    if rule.otherwise is None:
        return None, None, text, [("option_unknown", "declared_value", {"text": text, "options": options})]
    facts = {"text": text, "options": options, "points": rule.otherwise}
    return rule.other_value, None, text, [("option_otherwise", "declared_value", facts)]


def _read_parts(rule, cell, text):
    if clean(cell) == "":
        return None, None, text, []
    parts = [part for part in _PART_SEPARATORS.split(clean(cell)) if part]
    known = {str(number) for number in range(1, len(rule.parts) + 1)}
    if parts == ["0"]:
        return 0.0, None, text, []
    if not set(parts) <= known:
        options = "; ".join(f"{number} – {part.label}" for number, part in enumerate(rule.parts, 1))
        return None, None, text, [("option_unknown", "declared_value", {"text": text, "options": options})]
    return float(sum(2 ** (int(part) - 1) for part in set(parts))), None, text, []
