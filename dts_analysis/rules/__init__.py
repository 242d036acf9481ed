"""How an answer earns points, one module a kind of rule: its schema, points, Excel formula, comparison and words.

A new kind is one class in one module here, and its place in `Rule`; a test walks every kind from a blank form to
next year's comparison.
"""

from typing import Annotated, get_args

from pydantic import Field

from .base import TOLERANCE, Number, Points, Strict
from .cells import ENGLISH, NOT_APPLICABLE, OTHER_ANSWER, Cells, in_form
from .checklist import Checklist, parts_formula
from .choice import Choice
from .conditions import Condition, inapplicable, turns
from .counted import Count
from .levels import level_of, levels_of
from .manual import Manual
from .ratio import Ratio, shares
from .relative import Relative
from .steps import Target, Tiers
from .table import compile_rules

Rule = Annotated[
    Ratio | Tiers | Target | Count | Choice | Checklist | Relative | Manual, Field(discriminator="kind")
]
KINDS = {get_args(each.model_fields["kind"].annotation)[0]: each for each in get_args(get_args(Rule)[0])}

__all__ = [
    "ENGLISH",
    "KINDS",
    "NOT_APPLICABLE",
    "OTHER_ANSWER",
    "TOLERANCE",
    "Cells",
    "Checklist",
    "Choice",
    "Condition",
    "Count",
    "Manual",
    "Number",
    "Points",
    "Ratio",
    "Relative",
    "Rule",
    "Strict",
    "Target",
    "Tiers",
    "compile_rules",
    "in_form",
    "inapplicable",
    "level_of",
    "levels_of",
    "parts_formula",
    "shares",
    "turns",
]
