"""What a plan is to reach: so many points, a class or band, a place; and how many points that takes."""

import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ...errors import DtsError, finding
from ...reference import fold
from ...rules import TOLERANCE
from .what_if import share_of, shares_with

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet

KINDS = ("points", "class", "rank")  # of targets, as they are written: rank:3


class Target(NamedTuple):
    """What is to be reached: ``points`` (a number), ``class`` (a code or a band's name) or ``rank`` (a place)."""

    kind: str
    value: float | str


def next_target(standings: pd.DataFrame, unit_code: str, criteria_set: "CriteriaSet") -> Target | None:
    """Return what to aim at where nobody says: one place higher; the next class of the whole where it is first.

    Of a set without a maximum, that no point is taken. Parameters as `needed_points`. None where the unit has no
    place and nothing above it.
    """
    own = _own(standings, unit_code)
    if pd.notna(own["rank"]) and own["rank"] > 1:
        return Target("rank", float(own["rank"] - 1))
    if criteria_set.is_without_maximum:
        return Target("points", 0.0) if own["points"] < 0 else None
    if not own["max_points"]:  # a share of nothing is no step
        return None
    attained = 0.0 if pd.isna(own["attainment_share"]) else own["attainment_share"]  # blank: all lies before it
    steps = _steps(criteria_set)
    above = [name for name, share in steps.items() if share > attained + TOLERANCE]
    return Target("class", min(above, key=steps.__getitem__)) if above else None


def needed_points(
    target: Target, standings: pd.DataFrame, unit_code: str, criteria_set: "CriteriaSet", moved: bool = False
) -> float:
    """Return how many points a unit needs for a target.

    Parameters
    ----------
    target : Target
    standings : DataFrame
        The units ranked together on one basis, as from ``dataset.standings``.
    unit_code : str
    criteria_set : CriteriaSet
    moved : bool
        The others move as they last did; see `place_with`.

    Returns
    -------
    float
        Of a place: the points of the unit that holds it now, on this unit's maximum; of a class or a band: the
        share it begins at, of the maximum. In a set that counts passes the smallest whole number that reaches it.

    Raises
    ------
    DtsError
        Where the set has no such class or band, there are fewer units than the place, or the unit takes none.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> rows = pd.DataFrame({"unit_code": ["a", "b", "c"], "points": [50.0, 60.0, 70.0], "max_points": 100.0,
    ...     "attainment_share": [0.5, 0.6, 0.7], "placed_share": [0.5, 0.6, 0.7], "rank": [3, 2, 1]})
    >>> one, passes = Obj(scored_in="points"), Obj(scored_in="passes")
    >>> needed_points(Target("rank", 2.0), rows, "a", one)
    60.0
    >>> needed_points(Target("points", 54.5), rows, "a", passes)
    55.0
    """
    needed = _needed(target, standings, unit_code, criteria_set, moved)
    return float(math.ceil(needed - TOLERANCE)) if criteria_set.scored_in == "passes" else needed


def _needed(target, standings, unit_code, criteria_set, moved):
    own = _own(standings, unit_code)
    if target.kind == "points":
        return float(target.value)
    if target.kind == "class":
        return _steps(criteria_set)[step_meant(str(target.value), criteria_set)] * own["max_points"]
    is_own = standings["unit_code"].astype("str") == unit_code
    shares = shares_with(standings, is_own, moved)
    others = shares[~is_own & standings["placed_share"].notna()].sort_values(ascending=False)
    place = int(target.value)
    if pd.isna(own["placed_share"]) or place > len(others) + 1:
        facts = {"unit": unit_code, "place": place, "most": len(others) + int(pd.notna(own["placed_share"]))}
        raise DtsError(finding("target_place_missing", "target", **facts))
    if place > len(others):
        return float(min(0.0, own["points"]))  # the last place is everybody's
    return float(others.iloc[place - 1] * share_of(own["max_points"]))


def check_share(target: Target, standings: pd.DataFrame, unit_code: str, criteria_set: "CriteriaSet") -> None:
    """Refuse a class or band, which begins at a share, where there is no maximum to take it of.

    Parameters as `needed_points`.
    """
    if target.kind == "class" and not _own(standings, unit_code)["max_points"]:
        raise DtsError(finding("target_class_of_nothing", criteria_set.id, name=target.value, unit=unit_code))


def step_meant(text: str, criteria_set: "CriteriaSet") -> str:
    """Return the band's name or class's code that a text names: either, or the class's name, in any letters.

    Raises
    ------
    DtsError
        Where it names none, or one that begins at no share; says which do.

    Examples
    --------
    >>> from types import SimpleNamespace as Obj
    >>> one = Obj(code="basic", name_vi="Cơ bản hoàn thành", name_en="Largely done", at_least=0.7)
    >>> law = Obj(id="x", ranking=Obj(bands=[Obj(name="Tốt", at_least=0.8)]), class_scheme=Obj(classes=[one]))
    >>> [step_meant(text, law) for text in ("basic", "Tốt", "cơ bản hoàn thành", "tot")]
    ['basic', 'Tốt', 'basic', 'Tốt']
    """
    steps = _steps(criteria_set)
    if text in steps:
        return text
    classes = [each for each in criteria_set.class_scheme.classes if each.code in steps]
    said = {fold(name): each.code for each in classes for name in (each.name_en, each.name_vi) if name}
    said |= {fold(name): name for name in steps}
    if fold(text) not in said:
        known = ", ".join(steps) or "—"
        raise DtsError(finding("target_class_unknown", criteria_set.id, name=text, known=known))
    return said[fold(text)]


def _own(standings, unit_code):
    return standings[standings["unit_code"].astype("str") == unit_code].iloc[0]


def _steps(criteria_set):
    """The shares at which bands and classes of the whole begin, by name and by code; in no order among both."""
    bands = {each.name: each.at_least for each in criteria_set.ranking.bands}
    classes = criteria_set.class_scheme.classes
    return bands | {each.code: each.at_least for each in classes if each.at_least is not None}
