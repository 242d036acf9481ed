"""The cells in which one indicator is answered: what is declared, what the rule makes of it, what is claimed."""

from ..intake.typed_words import NO, NOT_APPLICABLE, YES
from ..messages import say
from ..scoring.formulas import parts_formula, points_formula
from .sheets import expected, limit

_DONE = f'"{YES}"'


def reads_total(rule):
    """Return whether a rule reads a whole (b) beside its part (a)."""
    return getattr(rule, "of", rule.kind) in ("share", "ratio")


def rule_words(rule, max_points):
    """Return in a line how a rule gives points, "" of one by which a person does.

    >>> from ..reference.rules import Ratio
    >>> rule_words(Ratio(kind="ratio", target=0.8), 10.0)
    'a/b, đủ 10 điểm từ 80%'
    """
    match rule.kind:
        case "ratio":
            return say("rule_ratio", points=float(max_points), target=_per_cent(rule.target))
        case "tiers":
            steps = [(each.at_least, each.points) for each in rule.tiers]
            return "; ".join(
                say("rule_step", bound=_per_cent(bound) if rule.of == "share" else bound, points=points)
                for bound, points in steps
            )
        case "target":
            bound = _per_cent(rule.at_least) if rule.of == "share" else rule.at_least
            return say("rule_step", bound=bound, points=float(max_points))
        case "choice":
            return "; ".join(say("rule_option", label=each.label, points=each.points) for each in rule.options)
        case "checklist":
            return say("rule_parts")
        case _:
            return ""


def write_answer(grid, lists, row, indicator):
    """Write the cells of an indicator's row that are answered, and the rows of its parts; return the next row."""
    rule, after = indicator.rule, row + 1
    value, total = (
        grid.cell(field, row) if field in grid else "" for field in ("declared_value", "declared_total")
    )
    labels, said = (), say("form_declare", rule=rule_words(rule, indicator.max_points))
    if rule.kind == "choice":
        labels, source = lists.add([option.label for option in rule.options])
        grid.put("declared_value", row, "", "typed")
        grid.offer("declared_value", row, source, said)
    elif rule.kind == "checklist":
        labels = [grid.cell("declared_value", row + number) for number in range(1, len(rule.parts) + 1)]
        after = _write_parts(grid, row, rule)
        grid.formula("declared_value", row, parts_formula(labels, _DONE), "made")
    elif rule.kind != "manual":
        grid.put("declared_value", row, "", "fill")
        grid.at_least_0("declared_value", row, said)
        if reads_total(rule):
            grid.put("declared_total", row, "", "fill")
            grid.at_least_0("declared_total", row, said)
    points = points_formula(rule, indicator.max_points, value, total, labels, _DONE)
    computed = grid.cell("computed_points", row) if "computed_points" in grid else ""
    _write_points(grid, row, indicator.max_points, points, _is_odd(rule, value, total, labels, computed))
    return after


def _is_odd(rule, value, total, cells, points):
    """The expression for an answer that stands there and that the form's formulas do not understand."""
    if rule.kind == "manual":
        return ""
    if rule.kind == "choice":
        return f"AND(LEN({value})>0,NOT(ISNUMBER({points})))"
    if rule.kind == "checklist":
        return "OR({})".format(",".join(f'AND(LEN({cell})>0,{cell}<>"{YES}",{cell}<>"{NO}")' for cell in cells))
    cells = [value, total] if reads_total(rule) else [value]
    return "OR({})".format(",".join(f"ISTEXT({cell}),N({cell})<0" for cell in cells))


def _write_parts(grid, row, rule):
    for number, part in enumerate(rule.parts, row + 1):
        label = say("form_part", label=part.label)
        grid.fill(number, "made", max_points=part.points, rule_text=label)
        grid.put("declared_value", number, "", "typed")
        grid.offer("declared_value", number, [YES, NO], label)
    return row + 1 + len(rule.parts)


def _write_points(grid, row, max_points, points, is_odd):
    claim, out = grid.cell("claimed_points", row), NOT_APPLICABLE[0]
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
    within = expected("over_maximum", max_points=float(max_points))
    allowed = say("form_claim", within=within, out=out)
    rule = f'=OR(AND(ISNUMBER({claim}),N({claim})>=0,N({claim})<={max_points:.15g}),{claim}="{out}")'
    said = say("form_claim_computed", allowed=allowed) if points else allowed
    limit(grid.sheet, row, grid.column("claimed_points"), said, allowed, validate="custom", value=rule)


def _per_cent(share):
    return f"{share * 100:.6g}%".replace(".", ",")
