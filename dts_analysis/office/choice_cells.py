"""The cells in which an option or the parts done are chosen, by a unit that claims or by those who verify."""

import numpy as np

from ..intake.declared import read_chosen
from ..intake.typed_words import NO, NOT_APPLICABLE, YES, in_form
from ..messages import say
from ..rules import OTHER_ANSWER, Cells, compile_rules, parts_formula
from ..scoring.verdict import is_typed_alike

CHOSEN = ("option", "parts")  # what rules read of which there are such cells


def write_choice(grid, lists, row, rule, field, said):
    """Write the cells of an indicator's row, and of its parts below it; return their `Cells` and the next row.

    Parameters
    ----------
    grid : Grid
    lists : Lists
    row : int
    rule : Rule
        One that reads ``option`` or ``parts``.
    field : str
        The column that is chosen in.
    said : str
        What stands beside a cell of options once it is selected.
    """
    cell = grid.cell(field, row)
    if rule.reads == "option":
        others = [] if rule.otherwise is None else [in_form(OTHER_ANSWER)]
        labels, source = lists.add([*(option.label for option in rule.options), *others])
        labels = labels[: len(rule.options)]
        grid.put(field, row, "", "typed")
        grid.offer(field, row, source, said)
        return Cells(cell, "", tuple(labels)), row + 1
    labels = []
    for number, part in enumerate(rule.parts, row + 1):
        label = say("form_part", label=part.label)
        grid.fill(number, "made", max_points=part.points, rule_text=label)
        grid.put(field, number, "", "typed")
        grid.offer(field, number, [in_form(YES), in_form(NO)], label)
        labels.append(grid.cell(field, number))
    grid.formula(field, row, parts_formula(labels, ticked()), "made")
    return Cells(cell, "", tuple(labels), ticked()), row + 1 + len(labels)


def ticked():
    """Return what the cell of a part that is done holds, as an expression."""
    return f'"{in_form(YES)}"'


def is_odd(rule, cells, points):
    """Return the expression for a choice that stands there and that the form's formulas do not understand."""
    if rule.reads == "option":
        out = f',{points}<>"{in_form(NOT_APPLICABLE[0])}"' if rule.marks else ""
        return f"AND(LEN({cells.value})>0,NOT(ISNUMBER({points})){out})"
    known = "".join(f',{{0}}<>"{in_form(word)}"' for word in (YES, NO))
    return "OR({})".format(",".join(f"AND(LEN({each})>0{known.format(each)})" for each in cells.labels))


class VerifiedChoices:
    """The cells in which a verifier chooses; the verified points follow from them until they are typed over.

    Parameters
    ----------
    grid : Grid
    lists : Lists
    criteria_set : CriteriaSet
    filled : str
        The field of their points.
    """

    def __init__(self, grid, lists, criteria_set, filled):
        self.grid, self.lists, self.set_id, self.filled = grid, lists, criteria_set.id, filled
        self.rules = compile_rules({criteria_set.id: criteria_set})

    def write(self, indicator, judged, ending=None):
        """Write an indicator's choice, and the formula of its points unless they were judged without a choice.

        Parameters
        ----------
        indicator : Indicator
        judged : Judged
        ending : Ending, optional
            When it does not apply by another's answer.
        """
        grid, row, value = self.grid, judged.row, judged.chosen
        rule = indicator.rule
        said = say("form_declare", figures=say("form_figures"), rule=rule.words(indicator.max_points))
        cells, _ = write_choice(grid, self.lists, row, rule, "verified_declared", said)
        if value is not None:
            self._put(row, rule, value)
        is_typed = value is None and (judged.is_out or not np.isnan(judged.points))
        if is_typed and not (ending and ending.is_now):
            return
        earned = rule.formula(indicator.max_points, cells)
        expression = f"ROUND({earned},2)"
        if rule.marks:
            expression = f'IF({earned}="{in_form(NOT_APPLICABLE[0])}",{earned},{expression})'
        again = f'"{say("form_look_again")}"'
        if rule.reads == "option":
            expression = f'IF(LEN({cells.value})=0,"",IFERROR({expression},{again}))'
        else:
            expression = f'IF({is_odd(rule, cells, "")},{again},IFERROR({expression},""))'
        self.follow(judged, expression, ending)

    def follow(self, judged, expression, ending):
        """Write the formula of the points; it says that the indicator does not apply where another ends it."""
        is_out = judged.is_out or bool(ending and ending.is_now)
        if ending:
            expression = f'IF({ending.expression},"{in_form(NOT_APPLICABLE[0])}",{expression})'
        shown = (
            in_form(NOT_APPLICABLE[0]) if is_out else "" if np.isnan(judged.points) else round(judged.points, 2)
        )
        self.grid.formula(self.filled, judged.row, expression, "fill", shown)

    def chosen(self, indicator, words, points):
        """Return the number of what was chosen so far, None where nothing, or where it gives other points.

        Parameters
        ----------
        indicator : Indicator
        words : str
            What was verified so far, in the form's words; "" where nothing, or points alone.
        points : float
            The points verified so far; NaN where none, as of an option that says it does not apply.
        """
        value = read_chosen(indicator.rule, words)[0] if words and indicator.rule.reads in CHOSEN else None
        if value is None:
            return None
        if np.isnan(points):
            return value if indicator.rule.marks.get(value) == "not_applicable" else None
        at = np.array([self.rules.position[self.set_id, indicator.code]])
        earned = self.rules.earned(at, np.array([value]), np.array([np.nan]))[0]
        return value if is_typed_alike(earned[0], points) else None

    def _put(self, row, rule, value):
        if rule.reads == "option":
            self.grid.put("verified_declared", row, in_form(rule.said(value)), "typed")
            return
        done = [int(value) >> place & 1 for place in range(len(rule.parts))]
        for number, is_done in enumerate(done, row + 1):
            self.grid.put("verified_declared", number, in_form(YES if is_done else NO), "typed")
        numbers = "; ".join(str(place) for place, is_done in enumerate(done, 1) if is_done) or "0"
        labels = [self.grid.cell("verified_declared", number) for number in range(row + 1, row + 1 + len(done))]
        self.grid.formula("verified_declared", row, parts_formula(labels, ticked()), "made", numbers)
