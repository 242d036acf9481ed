"""How long an indicator has stayed where it is, and how far the next class lies."""

import numpy as np
import pandas as pd

from ..scoring import coded, counted, ordered
from .completion import TOLERANCE, classes, classes_of
from .trends import links

KEYS = ["unit_code", "year", "criteria_id", "pillar_code", "indicator_code"]


def streaks(scores, criteria, basis="claimed"):
    """Return, per unit and indicator of the last year, how many years running it has been on its side.

    Indicators are followed back through ``continues``, also where rule or weight changed; a year that is
    missing, or an indicator that was not there, ends the streak.

    Parameters
    ----------
    scores : DataFrame
        One or many units over years, as from `scoring.score`; one criteria set per level and year.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        One row per unit and indicator with a class in the unit's last year: ``unit_code``, ``year``,
        ``criteria_id``, ``indicator_code``, ``class_code``, ``is_upper``, ``n_years`` (at least 1; years running
        on the same side, upper or lower).
    """
    schemes = [criteria[name].class_scheme for name in scores["criteria_id"].unique()]
    uppers = {each.code for scheme in schemes for each in scheme.classes if each.is_upper}
    table = scores[["unit_code", "year", "criteria_id", "indicator_code"]]
    code = classes(scores, criteria, basis)
    table = table.assign(class_code=code, is_upper=code.isin(uppers))[(code != "").to_numpy()]
    unit, root, year = coded(table["unit_code"])[0], _roots(table, criteria), table["year"].to_numpy()
    order = ordered(unit, root, year)
    unit, root, year = unit[order], root[order], year[order]
    side = table["is_upper"].to_numpy()[order]
    goes_on = np.zeros(len(order), dtype=bool)
    same = [values[1:] == values[:-1] for values in (unit, root, side)]
    goes_on[1:] = same[0] & same[1] & same[2] & (year[1:] == year[:-1] + 1)
    place = np.arange(len(order))
    length = place - np.maximum.accumulate(np.where(goes_on, 0, place)) + 1
    n_years = np.empty(len(order), dtype=np.int64)
    n_years[order] = length
    last = table.groupby("unit_code", observed=True)["year"].transform("max")
    return table.assign(n_years=n_years)[table["year"] == last].reset_index(drop=True)


def next_class(scores, criteria, basis="claimed"):
    """Return how many points lie between each answer and the next better class.

    Returns
    -------
    DataFrame
        One row per answer that counts and is not in the best class: ``unit_code``, ``year``,
        ``criteria_id``, ``pillar_code``, ``indicator_code``, ``max_points``, ``class_code``, ``next_code`` and
        ``missing_points`` (> 0): the points at which the next class starts, less the answer's own. A blank
        answer stands at 0 points. A set that classes by conditions gives no rows: there is no distance to a
        condition.
    """
    rows = counted(scores, basis)
    code = classes_of(scores, criteria, rows["attainment_share"])
    maxima, share = rows["max_points"].to_numpy(), rows["points"].fillna(0.0).to_numpy()
    share = np.divide(share, maxima, out=np.full(len(share), np.nan), where=maxima > 0)
    following, start, names = np.zeros(len(scores), dtype=np.int8), np.full(len(scores), np.nan), [""]
    for name in scores["criteria_id"].unique():
        mine = (scores["criteria_id"] == name).to_numpy()
        for each in criteria[name].class_scheme.classes:
            if each.at_least:
                beyond = mine & (share < each.at_least - TOLERANCE)
                following[beyond], start[beyond] = len(names), each.at_least
                names.append(each.code)
    missing = start * maxima - share * maxima
    near = missing > 0
    labels = pd.array(list(code.cat.categories), dtype="str")
    found = {"class_code": labels.take(code.cat.codes.to_numpy()[near])}
    found |= {"next_code": pd.array(names, dtype="str").take(following[near]), "missing_points": missing[near]}
    return scores.loc[near, [*KEYS, "max_points"]].assign(**found)


def _roots(table, criteria):
    """Each answer's indicator as a number that stays through every set that continues it."""
    sets = sorted(table["criteria_id"].unique(), key=lambda name: criteria[name].years)
    root = {}
    for name in sets:
        for each in criteria[name].indicators:
            root[name, each.code] = f"{name}:{each.code}"
        for earlier in sets[: sets.index(name)]:
            for row in links(criteria, earlier, name).itertuples():
                if row.code_from and row.code_to:
                    root[name, row.code_to] = root[earlier, row.code_from]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(root.values()))}
    found = np.zeros(len(table), dtype=np.intp)
    codes, code_names = coded(table["indicator_code"])
    for name in sets:
        mine = np.flatnonzero(table["criteria_id"] == name)
        of_code = np.array([numbers[root[name, code]] if (name, code) in root else -1 for code in code_names])
        found[mine] = of_code[codes[mine]]
    return found
