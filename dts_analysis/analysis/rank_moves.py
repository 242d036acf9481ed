"""Why places moved between two years: by a unit's own doing, by the others', by what the criteria set changed."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ..scoring import grouped, half_up
from .decomposition import decompose
from .ranking import NOISE
from .trends import ENDS

if TYPE_CHECKING:
    import pandas as pd

PARTS = ("own", "others", "criteria")
OF_THE_SET = ("reweighting", "new", "dropped")  # effects of a changed criteria set, whoever the unit
_DIGITS = 9  # of shares compared over years, whose maxima differ


def rank_moves(before: "pd.DataFrame", after: "pd.DataFrame", by: Sequence[str] = ()) -> "pd.DataFrame":
    """Return each unit's change of place between two years: its own part, the others', and the criteria set's.

    What a unit's own score did to its place depends on whether the others moved first. Every part is therefore the
    mean over all orders in which own score, others' scores and criteria set can change, one after the other. A
    weak rank is not a weak score: a unit may rise in points and fall in place.

    Parameters
    ----------
    before, after : DataFrame
        One row per unit (and basis, where both have that column) in each year: ``unit_code``,
        ``attainment_share``, and ``placed_share`` where they come from `ranking.ranked`: units then tie as they
        are published, and who takes no place is left out. Units in both are compared, among themselves; units
        under different criteria sets in either year are not compared. `after` may have ``criteria_share``: how
        much of the unit's change of attainment the criteria set made (see `by_the_set`); else it made none.
    by : sequence of str
        Columns of `after` that keep units apart, as in `ranking.ranked`.

    Returns
    -------
    DataFrame
        One row per unit in both: ``unit_code``, of `after` what there is of ``year``, ``criteria_id``, ``basis``
        and `by`; ``rank_from``, ``rank_to``, ``n_units`` (units compared), ``change_share`` (of attainment; 0
        where the published score is the same), ``own_places``, ``others_places`` and ``criteria_places`` (what it
        did to everybody at once), positive = up, in sixths; they add up to rank_from - rank_to;
        ``is_relative_decline`` (score up, place down).

    Raises
    ------
    ValueError
        Where ``criteria_share`` is not known of a unit that is compared.

    Source
    ------
    The mean over all orders is Shapley's (1953) value, as Shorrocks (2013) uses it for decompositions.

    Examples
    --------
    "a" gains 0.1, but both others gain more and pass it. Before they moved it was first already; after, it would
    have been last with either score:

    >>> import pandas as pd
    >>> before = pd.DataFrame({"unit_code": ["a", "b", "c"], "attainment_share": [0.5, 0.45, 0.4]})
    >>> after = pd.DataFrame({"unit_code": ["a", "b", "c"], "attainment_share": [0.6, 0.7, 0.8]})
    >>> rank_moves(before, after).loc[0, ["own_places", "others_places", "criteria_places"]].tolist()
    [0.0, -2.0, 0.0]
    """
    both, group = _both_years(before, after, by)
    old, new = (half_up(both.pop(f"placed_{end}"), _DIGITS) for end in ("from", "to"))
    by_criteria = both.pop("criteria_share").to_numpy(float)
    if np.isnan(by_criteria).any():
        raise ValueError("criteria_share is not known of every unit that is compared")
    change = (both.pop("attainment_share_to") - both.pop("attainment_share_from")).to_numpy(float)
    change = np.where((old == new) | (np.abs(change) < NOISE), 0.0, change)
    places = _places(group, old, new, by_criteria)
    parts = {f"{name}_places": _mean_over_orders(places, number) for number, name in enumerate(PARTS)}
    rank_from, rank_to = places[0, 0, 0], places[1, 1, 1]
    is_decline = (change > 0) & (rank_to > rank_from)
    found = both.assign(
        rank_from=rank_from, rank_to=rank_to, n_units=np.bincount(group)[group], change_share=change
    )
    return found.assign(**parts, is_relative_decline=is_decline)


def by_the_set(compared: "pd.DataFrame") -> "pd.Series":
    """Return what a changed criteria set did to the attainment of each unit, whatever the unit did.

    Parameters
    ----------
    compared : DataFrame
        As from `trends.compare`.

    Returns
    -------
    Series
        By ``unit_code`` (share, signed): re-weighting, what is new and what was dropped, and the points of a bonus
        or penalty that one of the sets alone has. What caps and floors cut off belongs to no indicator, and not
        here. NaN where nothing counts in one of the years.

    Examples
    --------
    Nothing was done; the later set drops a penalty of 2 on 20 points:

    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"unit_code": "a", "code_from": ["A-1", "A-2"], "code_to": ["A-1", ""],
    ...     "status_from": "answered", "status_to": ["answered", ""], "max_points_from": [20.0, 0.0],
    ...     "max_points_to": [20.0, 0.0], "points_from": [10.0, -2.0], "points_to": [10.0, None]})
    >>> by_the_set(pairs).to_dict()
    {'a': 0.1}
    """
    parts = decompose(compared)
    has = [(parts[f"code_{end}"].astype("str") != "").to_numpy() for end in ENDS]
    parts["beside_share"] = parts["adjustment_share"].where(has[0] != has[1], 0.0)
    columns = [f"{name}_share" for name in (*OF_THE_SET, "beside")]
    units = parts["unit_code"].astype("str")
    return parts[columns].sum(axis=1, skipna=False).groupby(units).sum(min_count=1)


def _places(group, old, new, by_criteria):
    """Every unit's place where its own score, the others' and the criteria set are the old (0) or the new (1)."""
    scores = {
        (0, 0): old,
        (1, 0): half_up(new - by_criteria, _DIGITS),
        (0, 1): half_up(old + by_criteria, _DIGITS),
        (1, 1): new,
    }
    places = {}
    for own, others, criteria in product((0, 1), repeat=3):
        mine, theirs = scores[own, criteria], scores[others, criteria]
        places[own, others, criteria] = 1 + _above(group, mine, theirs) - (theirs > mine)
    return places


def _mean_over_orders(places, player):
    """How many places up a change makes over the six orders; first twice, last twice, between once each."""
    ups = 0
    for rest in product((0, 1), repeat=2):
        off, on = ((*rest[:player], each, *rest[player:]) for each in (0, 1))
        ups = ups + (2 if rest[0] == rest[1] else 1) * (places[off] - places[on])
    return ups / 6


def _both_years(before, after, by):
    """The units that take a place in both years, and the number of each one's group."""
    keys = ["unit_code", *(["basis"] if "basis" in before and "basis" in after else [])]
    told = [*keys, *(name for name in ("year", "criteria_id", "basis") if name in after), *by]
    sets = before["criteria_id"].astype("str") if "criteria_id" in before else ""
    earlier = _placed(before.assign(_set=sets), [*keys, "_set"], keys)
    if "criteria_share" not in after:
        after = after.assign(criteria_share=0.0)
    later = _placed(after, [*dict.fromkeys(told), "criteria_share"], keys)
    both = later.merge(earlier, on=keys, suffixes=("_to", "_from"), validate="1:1")
    apart = dict.fromkeys(name for name in ("criteria_id", "basis", "_set", *by) if name in both)
    group, _ = grouped(both, list(apart))
    return both.drop(columns="_set"), group


def _placed(totals, columns, keys):
    """One year's units that take a place: some columns and the shares; without a maximum the points."""
    table = totals[columns].astype(dict.fromkeys(keys, "str"))
    placed = totals.get("placed_share", totals["attainment_share"])
    return table.assign(attainment_share=totals["attainment_share"].fillna(placed), placed=placed)[placed.notna()]


def _above(group, values, among):
    """How many values `among` those of its own group lie above each value."""
    order, numbers = np.unique(np.concatenate([values, among]), return_inverse=True)
    wanted, listed = numbers[: len(values)], numbers[len(values) :]
    size = len(order) + 1
    listed = np.sort(group * size + listed)
    ends = np.searchsorted(listed, (group + 1) * size)
    return ends - np.searchsorted(listed, group * size + wanted, side="right")
