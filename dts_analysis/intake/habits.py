"""What a form does again and again is told once, with a count and all its cells."""

import re
from dataclasses import replace

from .. import messages

FEW_ERRORS = 10  # errors of one kind in one column are told one by one up to this number
_CELL = re.compile(r"([A-Z]+)(\d+)")


def collapsed(findings):
    """Return findings in their order, each habit as one: of one kind, in one column of one sheet.

    Parameters
    ----------
    findings : list of Finding
        Of one form.

    Examples
    --------
    >>> from ..errors import finding
    >>> dashes = [finding("dash_is_blank", f"a.xlsx!Phiếu!F{row}", text="-") for row in (7, 8)]
    >>> [(each.code, each.count) for each in collapsed(dashes)]
    [('dash_is_blank', 2)]
    """
    groups = {}
    for each in findings:
        groups.setdefault(_habit(each), []).append(each)
    told, kept = set(), []
    for each in findings:
        habit = _habit(each)
        members = groups[habit]
        if habit is None or len(members) == 1 or (each.severity == "error" and len(members) <= FEW_ERRORS):
            kept.append(each)
        elif habit not in told:
            told.add(habit)
            facts = {name: fact for name, fact in members[0].facts.items() if name != "indicator"}
            cells = tuple(place for member in members for place in member.places)
            kept.append(replace(members[0], facts=facts, cells=cells))
    return kept


def _habit(each):
    """What makes findings one habit, None for one that is none."""
    if not messages.is_habit(each.code):
        return None
    sheet, _, cell = each.where.rpartition("!")
    at = _CELL.fullmatch(cell)
    is_of_columns = at and each.code == "column_ignored"
    return each.code, sheet if at else each.where, "" if is_of_columns or not at else at.group(1)
