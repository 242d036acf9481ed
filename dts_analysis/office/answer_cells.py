"""The cells in which one indicator is answered: what is declared, what the rule makes of it, what is claimed."""

from ..intake.typed_words import NOT_APPLICABLE, in_form
from ..messages import say
from ..rules import Cells
from . import choice_cells
from .sheets import in_words_of, limit, points_allowed

_BLANK = '""'


def write_answer(grid, lists, row, criteria_set, indicator, fails=""):
    """Write the cells of an indicator's row that are answered, and the rows of its parts.

    `fails` is the expression for when it does not apply by another's answer; "" where it always does.
    """
    rule = indicator.rule
    value, total = (
        grid.cell(field, row) if field in grid else "" for field in ("declared_value", "declared_total")
    )
    cells, said = Cells(value, total), _asked(criteria_set, indicator)
    if rule.reads in choice_cells.CHOSEN:
        cells, _ = choice_cells.write_choice(grid, lists, row, rule, "declared_value", said)
    elif rule.reads != "nothing":
        grid.put("declared_value", row, "", "fill")
        grid.at_least_0("declared_value", row, said)
        if rule.reads == "share":
            grid.put("declared_total", row, "", "fill")
            grid.at_least_0("declared_total", row, said)
    points = rule.formula(indicator.max_points, cells)
    computed = grid.cell("computed_points", row) if "computed_points" in grid else ""
    shown = f'IF({fails},"{in_form(NOT_APPLICABLE[0])}",{points or _BLANK})' if fails else points
    if points is None and fails:
        grid.formula("computed_points", row, shown, "points")
    if not rule.is_relative:  # what hangs on others is left locked
        _write_points(grid, row, criteria_set, indicator, points and shown, _is_odd(rule, cells, computed))


def figures_asked(rule):
    """Return in words what figures a rule reads."""
    return say("form_both_figures" if rule.reads == "share" else "form_figures")


def _asked(criteria_set, indicator):
    """What stands beside the cells of figures: which are asked for, when points follow from them, and how."""
    figures, words = figures_asked(indicator.rule), criteria_set.rule_words(indicator)
    if indicator.rule.is_relative:
        return f"{say('form_relative', figures=figures)} {words}."
    key = in_words_of(criteria_set, "form_declare", "form_declare_passes")
    return say(key, figures=figures, rule=words)


def _is_odd(rule, cells, points):
    """The expression for an answer that stands there and that the form's formulas do not understand."""
    if rule.reads == "nothing":
        return ""
    if rule.reads in choice_cells.CHOSEN:
        return choice_cells.is_odd(rule, cells, points)
    read = [cells.value, cells.total] if rule.reads == "share" else [cells.value]
    return "OR({})".format(",".join(f"ISTEXT({cell}),N({cell})<0" for cell in read))


def _write_points(grid, row, criteria_set, indicator, points, is_odd):
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
    allowed, rule = points_allowed(claim, criteria_set, indicator)
    said = say("form_claim_computed", allowed=allowed) if points else allowed
    limit(grid.sheet, row, grid.column("claimed_points"), said, allowed, validate="custom", value=rule)
