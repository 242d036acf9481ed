"""Sums of a form as formulas: of pillars, and of everything above them, within floors and caps."""

from ..intake.typed_words import NOT_APPLICABLE, YES, in_form
from ..messages import named, say
from ..reference.nodes import PILLAR, TOTAL, maxima
from ..rules.cells import number
from .grid import told
from .sheets import in_words_of


def capped(expression, node):
    """Return an expression of points, or of a maximum, within a node's cap."""
    return expression if node.cap is None else f"MIN({expression},{number(node.cap)})"


def bounded(expression, node):
    """Return an expression of points within a node's floor and cap.

    >>> from types import SimpleNamespace as Node
    >>> bounded("SUM(F5:F7)", Node(floor=0.0, cap=10.0)), bounded("SUM(F5:F7)", Node(floor=None, cap=None))
    ('MIN(MAX(SUM(F5:F7),0),10)', 'SUM(F5:F7)')
    """
    return capped(expression if node.floor is None else f"MAX({expression},{number(node.floor)})", node)


def total_of(criteria_set, cells, held=bounded):
    """Return the expression of a set's total.

    Parameters
    ----------
    criteria_set : CriteriaSet
    cells : dict
        The cell, or expression, of the points of each pillar that has any, by its code; or of its maximum.
    held : callable
        What holds an expression to a node's bounds: `bounded`, or of maxima `capped`.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> rows = [("A", "pillar", "G", None), ("B", "pillar", "", None), ("G", "group", "", 5.0)]
    >>> rows.append(("", "total", "", None))
    >>> nodes = [Obj(code=code, level=level, above=above, floor=None, cap=cap) for code, level, above, cap in rows]
    >>> total_of(Obj(nodes=nodes), {"A": "F4", "B": "F9"})
    'SUM(F9,MIN(SUM(F4),5))'
    """
    below = {node.code: [] for node in criteria_set.nodes}
    for node in criteria_set.nodes:
        if node.level == PILLAR:
            expression = cells.get(node.code)
        else:
            expression = held(f"SUM({','.join(below[node.code])})", node) if below[node.code] else None
        if node.level == TOTAL:
            return expression
        if expression and node.level != PILLAR and node.floor is None and node.cap is None:
            below[node.above] += below[node.code]
        elif expression:
            below[node.above].append(expression)


class Sums:
    """The sums of a self-assessment form, while it is filled in.

    A maximum is that of what applies to the unit, and to its answers so far. Sure is what is claimed without the
    gains marked as not sure, within all bounds: a penalty that is not sure may still be taken.

    Parameters
    ----------
    grid : Grid
    criteria_set : CriteriaSet
        As it stands for the unit: `reference.own_set`.
    placed : list of Block
    """

    def __init__(self, grid, criteria_set, placed):
        self.grid, self.criteria_set, self.placed = grid, criteria_set, placed
        self.nodes = {each.code: each for each in criteria_set.nodes}
        applying = [each.indicator for block in placed for each in block.places if each.applies]
        self.most = maxima(criteria_set.nodes, applying)  # before anything is answered
        self.total = total_of(criteria_set, self._cells("{claimed_points}"))
        self.sure = total_of(criteria_set, self._cells("N({claimed_points})-N({is_unsure})"))
        self.maximum = total_of(criteria_set, self._cells("{max_points}"), capped)

    def _cells(self, written):
        fields = ("claimed_points", "is_unsure", "max_points")
        return {
            block.pillar.code: written.format(**{each: self.grid.cell(each, block.at) for each in fields})
            for block in self.placed
        }

    def write_pillar(self, block):
        """Write a pillar's row: maximum and claims within its bounds, what is not sure, how many are filled."""
        grid, pillar, at, node = self.grid, block.pillar, block.at, self.nodes[block.pillar.code]
        claims, marks = (grid.cells(field, at + 1, block.last) for field in ("claimed_points", "is_unsure"))
        grid.fill(at, "group", code=pillar.printed_as, name=named(pillar))
        grid.formula("max_points", at, capped(self._maximum(block), node), "group", self.most[pillar.code])
        claimed = bounded(f"SUM({claims})", node)
        grid.formula("claimed_points", at, f'IF(COUNT({claims})=0,"",ROUND({claimed},2))', "group")
        doubted = f'SUMIFS({claims},{marks},"{in_form(YES)}",{claims},">0")'
        unsure = f"ROUND({claimed}-{bounded(f'(SUM({claims})-{doubted})', node)},2)"
        grid.formula("is_unsure", at, f'IF({unsure}=0,"",{unsure})', "group")
        grid.formula("reasons", at, *self._progress([block], "group"))

    def write_total(self, row):
        """Write the row of the total."""
        self.grid.fill(row, "group", name=say("form_total"))
        self.grid.formula("max_points", row, self.maximum, "group", self.most[""])
        claims = ",".join(self.grid.cell("claimed_points", block.at) for block in self.placed)
        self.grid.formula("claimed_points", row, f'IF(COUNT({claims})=0,"",ROUND({self.total},2))', "group")

    def sentences(self):
        """Return formula, look and first text of both sentences at the head: how many are filled, the sums."""
        sums = {"claimed": self.total, "unsure": f"{self.total}-{self.sure}", "sure": self.sure}
        shown = {name: (f"ROUND({each},2)", 0) for name, each in sums.items()}
        shown["total"] = f"ROUND({self.maximum},2)", number(self.most[""])
        formula, first = told(in_words_of(self.criteria_set, "form_sum", "form_sum_passes"), shown)
        return [self._progress(self.placed, "progress"), (formula, "progress", first)]

    def _progress(self, blocks, look):
        """How many of the indicators that apply so far are filled."""
        count = sum(each.applies for block in blocks for each in block.places)
        out = "".join(f"-SUMPRODUCT(1*{self._is_out(block.at + 1, block.last)})" for block in blocks)
        filled = "+".join(map(self._filled, blocks))
        shown = {"filled": (f"({filled})", 0), "count": (f"({count}{out})", count)}
        formula, first = told("form_filled", shown)
        return formula, look, first

    def _is_out(self, first, last):
        """Whether rows do not apply, by another answer or as the unit says: one truth, or an array of them."""
        fields = [field for field in ("claimed_points", "computed_points") if field in self.grid]
        said = (f'({self.grid.cells(field, first, last)}="{in_form(NOT_APPLICABLE[0])}")' for field in fields)
        return f"(({'+'.join(said)})>0)"

    def _maximum(self, block):
        """What a block's indicators that apply, but for bonuses, are worth together."""
        applying = [each for each in block.places if each.applies]
        worth = sum(each.indicator.max_points for each in applying if not each.indicator.is_bonus)
        points = self.grid.cells("max_points", block.at + 1, block.last)
        bonuses = "".join(
            f"+{number(each.indicator.max_points)}*{self._is_out(each.row, each.row)}"
            for each in applying
            if each.indicator.is_bonus
        )
        return f"{number(worth)}-SUMPRODUCT({self._is_out(block.at + 1, block.last)}*{points}){bonuses}"

    def _filled(self, block):
        """How many of a block's indicators that apply hold a claim or, where it hangs on others, a figure."""
        grid = self.grid
        claims = grid.cells("claimed_points", block.at + 1, block.last)
        claimed = f'(LEN({claims})>0)*({claims}<>"{say("form_look_again")}")'
        figures = "".join(
            f"+(LEN({grid.cell('declared_value', each.row)})>0)"
            f'*({grid.cell("computed_points", each.row)}<>"{in_form(NOT_APPLICABLE[0])}")'
            for each in block.places
            if each.applies and each.indicator.rule.is_relative
        )
        return f"SUMPRODUCT({claimed}*(1-{self._is_out(block.at + 1, block.last)})){figures}"
