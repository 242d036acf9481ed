"""How long an indicator has stayed where it is, and how far the next class lies."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..rules import TOLERANCE
from ..scoring import coded, ordered
from .continuity import roots

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

_KEYS = ["unit_code", "year", "criteria_id", "basis", "pillar_code", "indicator_code"]


def streaks(counted: pd.DataFrame, criteria: "dict[str, CriteriaSet]", unit: str = "unit_code") -> pd.DataFrame:
    """Return, per unit and indicator of the unit's last year, how many years running it has been on its side.

    Indicators are followed back through ``continues``, also where rule or weight changed; a year that is
    missing or not classified, or an indicator that was not there, ends the streak. A blank is not done.

    Parameters
    ----------
    counted : DataFrame
        One or many units over years, on one or many bases, as from `scoring.count`; one criteria set per level
        and year.
    criteria : dict
        Criteria sets by id.
    unit : str
        The column that tells units apart: ``unit_code``, or the ids of `continuity.unit_ids` where a code may have
        passed to another unit.

    Returns
    -------
    DataFrame
        One row per unit, basis and indicator classified in the unit's last year: ``unit_code``, ``year``,
        ``criteria_id``, ``basis``, ``pillar_code``, ``indicator_code``, ``class_code`` ("" for a blank),
        ``is_upper`` (bool), ``n_years`` (at least 1; years running on the same side, upper or lower).
    """
    last = counted["year"].groupby(counted[unit], observed=True).transform("max")
    is_last = (counted["year"] == last).to_numpy()
    is_classified = counted["is_upper"].notna().to_numpy()
    table, is_last = counted[is_classified], is_last[is_classified]
    side, year = table["is_upper"].to_numpy(bool), table["year"].to_numpy()
    same = [coded(table[unit])[0], coded(table["basis"])[0], roots(table, criteria)]
    order = ordered(*same, year)
    goes_on = np.zeros(len(order), dtype=bool)
    year = year[order]
    goes_on[1:] = year[1:] == year[:-1] + 1
    for values in (*same, side):
        goes_on[1:] &= values[order][1:] == values[order][:-1]
    place = np.arange(len(order))
    n_years = np.empty(len(order), dtype=np.int64)
    n_years[order] = place - np.maximum.accumulate(np.where(goes_on, 0, place)) + 1
    found = table[[*_KEYS, "class_code"]].assign(is_upper=side, n_years=n_years)
    return found[is_last].reset_index(drop=True)


def next_class(counted: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> pd.DataFrame:
    """Return how many points lie between each answer and the next better class.

    Returns
    -------
    DataFrame
        One row per answer that counts and is not in the best class: ``unit_code``, ``year``, ``criteria_id``,
        ``basis``, ``pillar_code``, ``indicator_code``, ``max_points``, ``class_code``, ``next_code`` and
        ``missing_points`` (> 0): the points at which the next class starts, less the answer's own. A blank
        answer stands at 0 points. In a set that counts passes it is a whole pass, and the best class that a pass
        has. An indicator with maximum 0 has no rows, for there are no points to gain; nor
        has a set that classes by conditions: there is no distance to a condition.
    """
    maxima, points = counted["max_points"].to_numpy(), np.nan_to_num(counted["points"].to_numpy())
    share = np.divide(points, maxima, out=np.full(len(points), np.nan), where=maxima > 0)
    following, start, names = np.zeros(len(counted), dtype=np.int16), np.full(len(counted), np.nan), [""]
    sets, set_names = coded(counted["criteria_id"])
    for number, name in enumerate(set_names):
        is_whole = criteria[name].scored_in == "passes"
        classes = [each for each in criteria[name].class_scheme.classes if each.at_least]
        for each in classes[:1] if is_whole else classes:
            begins = 1.0 if is_whole else each.at_least or 0.0
            beyond = (sets == number) & (share < begins - TOLERANCE)
            following[beyond], start[beyond] = len(names), begins
            names.append(each.code)
    missing = start * maxima - points
    near = missing > 0
    found = {"class_code": counted["class_code"].array[near].astype("str")}
    found |= {"next_code": pd.array(names, dtype="str").take(following[near]), "missing_points": missing[near]}
    return counted.loc[near, [*_KEYS, "max_points"]].assign(**found)
