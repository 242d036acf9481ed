"""The cells in which one indicator is answered: what is declared, what the rule makes of it, what is claimed."""

from ..intake.typed_words import NO, NOT_APPLICABLE, YES
from ..messages import say
from ..rules import Cells, parts_formula
from .sheets import limit, points_allowed

_DONE, _BLANK = f'"{YES}"', '""'


def write_answer(grid, lists, row, indicator, fails=""):
    """Write the cells of an indicator's row that are answered, and the rows of its parts.

    `fails` is the expression for when it does not apply by another's answer; "" where it always does.
    """
    rule = indicator.rule
    value, total = (
        grid.cell(field, row) if field in grid else "" for field in ("declared_value", "declared_total")
    )
    labels, said = (), say("form_declare", rule=rule.words(indicator.max_points))
    if rule.reads == "option":
        labels, source = lists.add([option.label for option in rule.options])
        grid.put("declared_value", row, "", "typed")
        grid.offer("declared_value", row, source, said)
    elif rule.reads == "parts":
        labels = [grid.cell("declared_value", row + number) for number in range(1, len(rule.parts) + 1)]
        _write_parts(grid, row, rule)
        grid.formula("declared_value", row, parts_formula(labels, _DONE), "made")
    elif rule.reads != "nothing":
        grid.put("declared_value", row, "", "fill")
        grid.at_least_0("declared_value", row, said)
        if rule.reads == "share":
            grid.put("declared_total", row, "", "fill")
            grid.at_least_0("declared_total", row, said)
    points = rule.formula(indicator.max_points, Cells(value, total, tuple(labels), _DONE))
    computed = grid.cell("computed_points", row) if "computed_points" in grid else ""
    shown = f'IF({fails},"{NOT_APPLICABLE[0]}",{points or _BLANK})' if fails else points
    if points is None and fails:
        grid.formula("computed_points", row, shown, "points")
    if not rule.is_relative:  # what hangs on others is left locked
        is_odd = _is_odd(rule, value, total, labels, computed)
        _write_points(grid, row, indicator, points and shown, is_odd)


def _is_odd(rule, value, total, cells, points):
    """The expression for an answer that stands there and that the form's formulas do not understand."""
    if rule.reads == "nothing":
        return ""
    if rule.reads == "option":
        out = f',{points}<>"{NOT_APPLICABLE[0]}"' if rule.marks else ""
        return f"AND(LEN({value})>0,NOT(ISNUMBER({points})){out})"
    if rule.reads == "parts":
        return "OR({})".format(",".join(f'AND(LEN({cell})>0,{cell}<>"{YES}",{cell}<>"{NO}")' for cell in cells))
    cells = [value, total] if rule.reads == "share" else [value]
    return "OR({})".format(",".join(f"ISTEXT({cell}),N({cell})<0" for cell in cells))


def _write_parts(grid, row, rule):
    for number, part in enumerate(rule.parts, row + 1):
        label = say("form_part", label=part.label)
        grid.fill(number, "made", max_points=part.points, rule_text=label)
        grid.put("declared_value", number, "", "typed")
        grid.offer("declared_value", number, [YES, NO], label)


def _write_points(grid, row, indicator, points, is_odd):
    claim = grid.cell("claimed_points", row)
    if points:
        grid.formula("computed_points", row, points, "points")
        computed = grid.cell("computed_points", row)
        claimed = f'IF(ISNUMBER({computed}),ROUND({computed},2),"")'
        grid.formula("claimed_points", row, f'IF({is_odd},"{say("form_look_again")}",{claimed})', "fill")
        differs = f"=AND(ISNUMBER({claim}),ISNUMBER({computed}),ABS(N({claim})-N({computed}))>0.0051)"
        grid.sheet.conditional_format(
            claim, {"type": "formula", "criteria": differs, "format": grid.looks["differs"]}
        )
    else:
        grid.put("claimed_points", row, "", "fill")
    allowed, rule = points_allowed(claim, indicator)
    said = say("form_claim_computed", allowed=allowed) if points else allowed
    limit(grid.sheet, row, grid.column("claimed_points"), said, allowed, validate="custom", value=rule)
