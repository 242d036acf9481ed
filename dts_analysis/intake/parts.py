"""The rows of a checklist's parts below their indicator: what is left unsaid beside what is said."""

from ..rules import Checklist
from .text import clean


def check_parts(rows):
    """Return ``(number, code, column, facts)`` of the parts left blank where another part is answered.

    The parts' rows follow their indicator's in the order of its rule, without code or name.

    Parameters
    ----------
    rows : Rows
    """
    found = []
    for field in ("declared_value", "verified_declared"):
        found += _blanks(rows, field) if field in rows else []
    return found


def _blanks(rows, field):
    found, column = [], rows.columns[field]
    for at, (number, indicator) in enumerate(zip(rows.numbers, rows.indicators, strict=True)):
        if not isinstance(indicator.rule, Checklist):
            continue
        numbers = range(number + 1, number + 1 + len(indicator.rule.parts))
        is_filled = [_is_filled(rows, each, field) for each in numbers]
        is_named = (_is_filled(rows, each, name) for each in numbers for name in ("code", "name"))
        if not any(is_filled) or any(is_named):
            continue
        found += [
            (each, "part_blank", column, {"part": part.label, "indicator": rows.label(at)})
            for each, part, is_said in zip(numbers, indicator.rule.parts, is_filled, strict=True)
            if not is_said
        ]
    return found


def _is_filled(rows, number, field):
    """Whether something stands in a field of a row of the sheet, counted from 0."""
    cells, column = rows.sheet.rows[number : number + 1], rows.columns.get(field)
    cell = cells[0][column] if cells and column is not None and column < len(cells[0]) else ""
    return cell not in ("", None) and (not isinstance(cell, str) or bool(clean(cell)))
