"""A unit's plan: a target, the moves of least effort that reach it, what they bring, what stays out of reach."""

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..losses import attributed, losses
from .choosing import chosen_moves
from .moves import LEAST_SHARE, moves, out_of_reach
from .targets import Target, check_share, needed_points, next_target
from .what_if import place_with, what_if, with_maximum

if TYPE_CHECKING:
    from ...reference.criteria import CriteriaSet
    from ...reference.level_words import Levels


class Plan(NamedTuple):
    """What a unit may do for a target; points and places on one basis."""

    target: Target | None  # None: it is first already, in the highest class; or has no place and no class above
    needed_points: float  # for the target, the others as they are, of the maximum then; NaN without a target
    moves: pd.DataFrame  # the chosen ones, as from `moves`, the largest gain first; all where it is not reached
    is_reached: bool
    changes: pd.DataFrame  # the chosen moves, as from `what_if`
    totals: pd.DataFrame  # sums before and after, as from `what_if`
    out_of_reach: pd.DataFrame  # as from `out_of_reach`
    places: dict  # "now", "then", and "moved": then, where the others move once more as they last did; NA: none
    switched: pd.DataFrame  # what starts or stops to apply, as from `switched`
    has_switching: bool  # whether some move of the unit would make an indicator start or stop to apply

    @property
    def reached_points(self):
        """The points of the whole with all chosen moves."""
        rows = self.totals[(self.totals["level"] == "total") & self.totals["is_changed"]]
        return float(rows["points"].iloc[0])


def is_silent(scores: pd.DataFrame, counted: pd.DataFrame) -> bool:
    """Return whether a unit has nothing to plan by: no points on a basis, no form read, or all of it inapplicable.

    >>> scores = pd.DataFrame({"final_points": [float("nan")]})
    >>> counted = pd.DataFrame({"basis": ["claimed"], "status": ["missing"]})
    >>> is_silent(scores, counted), is_silent(scores, counted.assign(basis="final"))
    (False, True)
    """
    basis = str(counted["basis"].iloc[0]) if len(counted) else ""
    is_judged = basis == "claimed" or (basis != "" and bool(scores[f"{basis}_points"].notna().any()))
    return not is_judged or bool(counted["status"].isin(("unread", "not_applicable")).all())


def plan(
    scores: pd.DataFrame,
    counted: pd.DataFrame,
    parts: pd.DataFrame,
    standings: pd.DataFrame,
    criteria_set: "CriteriaSet",
    reasons: pd.DataFrame,
    grounds: pd.DataFrame,
    target: Target | None = None,
    efforts: pd.Series | None = None,
    weights: dict[str, float] | None = None,
    least_share: float = LEAST_SHARE,
    levels: "Levels | None" = None,
) -> Plan:
    """Return the `Plan` of a unit for a target.

    Parameters
    ----------
    scores, counted, parts, criteria_set, efforts, weights, least_share, levels
        As `moves` takes them: the unit's, of one year and basis.
    standings : DataFrame
        The units ranked together with it on that basis, itself among them, as from ``dataset.standings``.
    reasons, grounds : DataFrame
        As from `reference.load_reasons` and `load_grounds`.
    target : Target, optional
        Such as from `dataset.read_target`; without one what comes next: see `next_target`.

    Returns
    -------
    Plan
        Where all moves together do not reach the target, all of them, and ``is_reached`` is False.

    Raises
    ------
    DtsError
        Where there is no such class, band or place, or a class of no maximum is asked for.
    """
    basis = str(counted["basis"].iloc[0]) if len(counted) else ""
    if is_silent(scores, counted):
        nothing = {"changes": pd.DataFrame(), "totals": pd.DataFrame(columns=["level", "is_changed"])}
        nothing |= {"switched": pd.DataFrame(), "has_switching": False}
        empty = out_of_reach(scores, counted, parts, criteria_set, levels)
        return Plan(None, float("nan"), pd.DataFrame(), False, **nothing, out_of_reach=empty, places={})
    unit_code = str(counted["unit_code"].iloc[0])
    criteria = {criteria_set.id: criteria_set}
    aim = target or next_target(standings, unit_code, criteria_set)
    if aim is not None:
        check_share(aim, standings, unit_code, criteria_set)

    def moves_of(answers, on_basis):
        given = (answers, on_basis, parts, criteria_set, reasons, grounds, efforts, weights, least_share, levels)
        return moves(*given)

    def needed_of(max_points):
        beside = with_maximum(standings, unit_code, max_points)
        return float("nan") if aim is None else needed_points(aim, beside, unit_code, criteria_set)

    chosen = chosen_moves(scores, criteria_set, basis, moves_of, needed_of)
    taken = chosen.moves
    taken = taken.sort_values("gain_points", ascending=False, kind="stable", ignore_index=True)
    raised = taken[["indicator_code", "reached_points", "declared_value", "declared_total"]]
    raised = raised.rename(columns={"reached_points": "points"})
    changes, sums, applying = what_if(scores, criteria, basis, raised)
    return Plan(
        target=aim,
        needed_points=chosen.needed,
        moves=taken,
        is_reached=chosen.is_reached,
        changes=changes,
        totals=sums,
        out_of_reach=out_of_reach(scores, counted, parts, criteria_set, levels),
        places=_places(sums, standings, criteria, unit_code),
        switched=applying,
        has_switching=chosen.has_switching,
    )


class Supposed(NamedTuple):
    """What changes to a unit's answers would bring; see `what_if`, of `places` see `Plan`."""

    changes: pd.DataFrame
    totals: pd.DataFrame
    switched: pd.DataFrame
    places: dict


def what_if_of(view: Any, changes: pd.DataFrame) -> "Supposed | None":
    """Return what changes of a unit's answers would bring on the view's basis: `Supposed`; None without a change.

    Parameters
    ----------
    view : UnitView
    changes : DataFrame
        As `what_if` takes them, such as from `dataset.read_changes`. Of a unit that `is_silent` nothing can be
        supposed: all is empty.
    """
    if changes.empty:
        return None
    if is_silent(view.scores, view.on_basis):
        return Supposed(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), {})
    criteria = {view.criteria_set.id: view.criteria_set}
    found = what_if(view.scores, criteria, view.basis, changes, view.data.units, view.data.levels)
    return Supposed(*found, _places(found[1], view.ranked_with, criteria, view.unit_code))


def _places(sums, standings, criteria, unit_code):
    """A unit's place as it is, with these sums, and with these where the others move as they last did."""
    whole = sums[(sums["level"] == "total") & sums["is_changed"]].iloc[0]
    reached, most = whole["points"], whole["max_points"]
    own = standings[standings["unit_code"].astype("str") == unit_code].iloc[0]
    then, moved = (place_with(standings, criteria, unit_code, reached, moved, most) for moved in (False, True))
    return {"now": own["rank"], "then": then, "moved": moved}


def plan_of(view: Any, target: Target | None = None, efforts: pd.Series | None = None) -> Plan:
    """Return the `Plan` of a unit as a view of it has it, on the view's basis; else as `plan`.

    Parameters
    ----------
    view : UnitView
    target, efforts
        As `plan` takes them.
    """
    data, counted = view.data, view.on_basis
    parts = attributed(losses(counted, view.scores), data.reasons, data.grounds)
    own = (view.scores, counted, parts, view.ranked_with, view.criteria_set)
    return plan(*own, data.reasons, data.grounds, target, efforts, levels=data.levels)
