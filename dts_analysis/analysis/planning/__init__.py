"""What to raise next: moves open to a unit, the least effort that reaches a target, and what it would bring.

`targets` says what must be reached, `moves` what can be raised and at what effort, `solver` which moves to choose,
`what_if` what a change of points or of what is declared brings: points, classes, place. `plan` is all of it, for
one unit.
"""

from .choosing import MOST_TRIED
from .moves import EFFORTS, LEAST_SHARE, cut_claims, moves, out_of_reach
from .plan import Plan, Supposed, plan, plan_of, what_if_of
from .solver import least_effort
from .targets import KINDS, Target, needed_points, next_target, step_meant
from .what_if import place_with, what_if

__all__ = [
    "EFFORTS",
    "KINDS",
    "LEAST_SHARE",
    "MOST_TRIED",
    "Plan",
    "Supposed",
    "Target",
    "cut_claims",
    "least_effort",
    "moves",
    "needed_points",
    "next_target",
    "out_of_reach",
    "place_with",
    "plan",
    "plan_of",
    "step_meant",
    "what_if",
    "what_if_of",
]
