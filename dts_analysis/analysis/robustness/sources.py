"""What may be otherwise: the stated sources of doubt about an index, checked."""

from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING

from ...errors import finding, stop_if
from .. import asked
from ..framework import (
    AGGREGATIONS,
    FLOOR,
    MISSING_TREATMENTS,
    NORMALISATIONS,
    NOT_APPLICABLE_TREATMENTS,
    THRESHOLD,
)
from ..framework.index import unknown_choices, unknown_levels
from .verified import Verification

if TYPE_CHECKING:
    from ..framework.tree import Tree

FACTORS = ("weights", "normalisation", "aggregation", "missing", "not_applicable", "threshold", "verification")


@dataclass(frozen=True)
class Sources:
    """What may be otherwise. Of each choice the first is the one in force; what has one way only is not in doubt.

    Attributes
    ----------
    weight_range : float
        Weights are drawn between (1 - r) and (1 + r) of their own, independently, all in one draw; below 1.
    weight_levels : int or sequence of int
        At which levels (1: the indicators' weights); nowhere unless told.
    normalisation, missing, not_applicable : sequence of str
        As `framework.index` knows them.
    aggregation : dict
        Level to the choices there (2: how indicators are put together); arithmetic at a level not told.
    threshold : float or (float, float, float)
        Of the normalisation ``completion``: the one in force, the lowest and the highest it may be.
    verification : Verification, optional
    floor : float
        Of geometric means, as in `framework.index`; not drawn.
    """

    weight_range: float = 0.25
    weight_levels: tuple = ()
    normalisation: tuple = ("share",)
    aggregation: dict = field(default_factory=dict)
    missing: tuple = ("zero",)
    not_applicable: tuple = ("shrink",)
    threshold: tuple = (THRESHOLD, THRESHOLD, THRESHOLD)
    verification: Verification | None = None
    floor: float = FLOOR

    def __post_init__(self):
        for name in ("normalisation", "missing", "not_applicable"):
            if isinstance(getattr(self, name), str):  # one way only
                object.__setattr__(self, name, (getattr(self, name),))
        if isinstance(self.aggregation, dict):
            ways = {level: (way,) if isinstance(way, str) else way for level, way in self.aggregation.items()}
            object.__setattr__(self, "aggregation", ways)
        if self.weight_levels is None or isinstance(self.weight_levels, Integral):
            object.__setattr__(self, "weight_levels", () if self.weight_levels is None else (self.weight_levels,))
        if isinstance(self.threshold, Real):
            object.__setattr__(self, "threshold", (self.threshold,) * 3)

    @property
    def active(self):
        """The factors in doubt, in the order of `FACTORS`.

        >>> Sources(weight_levels=(1,), normalisation=("share", "rank")).active
        ('weights', 'normalisation')
        """
        is_drawn = {
            "weights": self.weight_range > 0 and len(self.weight_levels) > 0,
            "normalisation": len(self.normalisation) > 1,
            "aggregation": any(len(choices) > 1 for choices in self.aggregation.values()),
            "missing": len(self.missing) > 1,
            "not_applicable": len(self.not_applicable) > 1,
            "threshold": self.threshold[1] < self.threshold[2],
            "verification": self.verification is not None,
        }
        return tuple(name for name in FACTORS if is_drawn[name])

    def choices(self, tree):
        """Return each level's ways of adding up, from level 0: one way where none is in doubt."""
        return [tuple(self.aggregation.get(level, AGGREGATIONS[:1])) for level in range(tree.level[-1] + 1)]


def usual(tree: "Tree", verification: "Verification | None" = None) -> Sources:
    """Return the sources of doubt that a page asks about unless told otherwise: our choice, to be printed with it.

    Parameters
    ----------
    tree : Tree
    verification : Verification, optional

    Returns
    -------
    Sources
        Weights within 25 % at every level; shares of the maximum, min-max or ranks; arithmetic or geometric means
        at the top; a blank earns nothing or its siblings take its weight; what does not apply shrinks the maximum
        up to the whole or only where it stands; and verification error, where it is given.
    """
    return Sources(
        weight_levels=tree.levels[:-1],
        normalisation=("share", "min_max", "rank"),
        aggregation={tree.levels[-1]: AGGREGATIONS},
        missing=("zero", "share"),
        not_applicable=("shrink", "share"),
        verification=verification,
    )


def check(sources, tree):
    """Raise one `DtsError` with every source that cannot be drawn from."""
    known = {
        "normalisation": NORMALISATIONS,
        "missing": MISSING_TREATMENTS,
        "not_applicable": NOT_APPLICABLE_TREATMENTS,
    }
    if not isinstance(sources.aggregation, dict):  # one way, and nothing says where
        stop_if(unknown_levels("aggregation", [sources.aggregation], tree.levels[1:]))
    faults = []
    listed = {name: (getattr(sources, name), ways) for name, ways in known.items()}
    listed |= {f"aggregation {level}": (ways, AGGREGATIONS) for level, ways in sources.aggregation.items()}
    for name, (chosen, ways) in listed.items():
        faults += [each for way in chosen or ["—"] for each in unknown_choices({name: (way, ways)})]
    faults += unknown_levels("weight_levels", sources.weight_levels, tree.levels[:-1])
    faults += unknown_levels("aggregation", sources.aggregation, tree.levels[1:])
    if asked.shares(weight_range=sources.weight_range) or sources.weight_range == 1:
        faults.append(finding("weight_range", "weight_range", value=str(sources.weight_range)))
    ends = sources.threshold
    ends = ends if isinstance(ends, tuple | list) else [ends]
    is_three = len(ends) == 3 and all(isinstance(each, Real) for each in ends)
    if not is_three or not 0 < ends[1] <= ends[0] <= ends[2] <= 1:
        faults.append(finding("threshold_range", "threshold", value=", ".join(map(str, ends))))
    stop_if(faults + asked.shares(is_open=True, floor=sources.floor))
