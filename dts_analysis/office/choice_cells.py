"""The cells in which an option or the parts done are chosen, by a unit that claims or by those who verify."""

import numpy as np

from ..intake.declared import read_chosen
from ..intake.typed_words import NO, NOT_APPLICABLE, YES
from ..messages import say
from ..rules import Cells, compile_rules, parts_formula
from ..scoring.verdict import is_typed_alike

DONE = f'"{YES}"'
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
        labels, source = lists.add([option.label for option in rule.options])
        grid.put(field, row, "", "typed")
        grid.offer(field, row, source, said)
        return Cells(cell, "", tuple(labels), DONE), row + 1
    labels = []
    for number, part in enumerate(rule.parts, row + 1):
        label = say("form_part", label=part.label)
        grid.fill(number, "made", max_points=part.points, rule_text=label)
        grid.put(field, number, "", "typed")
        grid.offer(field, number, [YES, NO], label)
        labels.append(grid.cell(field, number))
    grid.formula(field, row, parts_formula(labels, DONE), "made")
    return Cells(cell, "", tuple(labels), DONE), row + 1 + len(labels)


def is_odd(rule, cells, points):
    """Return the expression for a choice that stands there and that the form's formulas do not understand."""
    if rule.reads == "option":
        out = f',{points}<>"{NOT_APPLICABLE[0]}"' if rule.marks else ""
        return f"AND(LEN({cells.value})>0,NOT(ISNUMBER({points})){out})"
    return "OR({})".format(",".join(f'AND(LEN({each})>0,{each}<>"{YES}",{each}<>"{NO}")' for each in cells.labels))


class VerifiedChoices:
    """The cells in which a verifier chooses; the verified points follow from them until they are typed over.

    Parameters
    ----------
    grid : Grid
    lists : Lists
    criteria_set : CriteriaSet
    """

    def __init__(self, grid, lists, criteria_set):
        self.grid, self.lists, self.set_id = grid, lists, criteria_set.id
        self.rules = compile_rules({criteria_set.id: criteria_set})

    def write(self, row, indicator, words, points):
        """Write an indicator's choice and the formula of its points; return the next row.

        Parameters
        ----------
        row : int
        indicator : Indicator
        words : str
            What was verified so far, in the form's words; "" where nothing, or points alone.
        points : float
            The points verified so far, NaN where none: where the words give others, these are what is written.
        """
        grid, rule = self.grid, indicator.rule
        said = say("form_declare", rule=rule.words(indicator.max_points))
        cells, after = write_choice(grid, self.lists, row, rule, "verified_declared", said)
        value = self._verified(indicator, words, points)
        if value is not None:
            self._put(row, rule, value)
        if value is None and not np.isnan(points):
            return after
        known = rule.model_copy(update={"otherwise": None}) if rule.reads == "option" else rule
        earned = known.formula(indicator.max_points, cells)
        expression = f"ROUND({earned},2)"
        if rule.marks:
            expression = f'IF({earned}="{NOT_APPLICABLE[0]}",{earned},{expression})'
        again = f'"{say("form_look_again")}"'
        if rule.reads == "option":
            expression = f'IF(LEN({cells.value})=0,"",IFERROR({expression},{again}))'
        else:
            expression = f'IF({is_odd(rule, cells, "")},{again},IFERROR({expression},""))'
        grid.formula("verified_points", row, expression, "fill", "" if value is None else round(points, 2))
        return after

    def _verified(self, indicator, words, points):
        """What the words chose, None where nothing, or where other points are verified than it gives."""
        value = read_chosen(indicator.rule, words)[0] if words else None
        if value is None:
            return None
        at = np.array([self.rules.position[self.set_id, indicator.code]])
        earned = self.rules.earned(at, np.array([value]), np.array([np.nan]))[0]
        return value if is_typed_alike(earned[0], points) else None

    def _put(self, row, rule, value):
        if rule.reads == "option":
            self.grid.put("verified_declared", row, rule.said(value), "typed")
            return
        done = [int(value) >> place & 1 for place in range(len(rule.parts))]
        for number, is_done in enumerate(done, row + 1):
            self.grid.put("verified_declared", number, YES if is_done else NO, "typed")
        numbers = "; ".join(str(place) for place, is_done in enumerate(done, 1) if is_done) or "0"
        labels = [self.grid.cell("verified_declared", number) for number in range(row + 1, row + 1 + len(done))]
        self.grid.formula("verified_declared", row, parts_formula(labels, DONE), "made", numbers)
