"""How far the thresholds of the completion classes could move before any count changes.

No publication defines the classes in numbers: the thresholds are settings of the criteria set. Which class each
answer is in, and how many are, `scoring.count`, `totals` and `class_counts` say.
"""

from typing import TYPE_CHECKING

import pandas as pd

from ..rules import TOLERANCE
from ..scoring import UNIT, grouped

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet


def threshold_range(counted: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> pd.DataFrame:
    """Return how far each threshold of the class scheme could move without moving any count.

    Parameters
    ----------
    counted : DataFrame
        As from `scoring.count`.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``, ``basis`` and class that starts at a share above 0:
        ``class_code``, ``threshold``, ``lowest`` (the highest share below it: the threshold must stay above),
        ``highest`` (the lowest share at or over it: it may rise up to here). NaN where no share lies on that
        side. Schemes of conditions have no thresholds and give no rows.

    Examples
    --------
    Shares 0.2, 0.6, 0.8 around a threshold of 0.7: it can move within (0.6, 0.8].

    >>> from types import SimpleNamespace as Obj
    >>> scheme = Obj(classes=[Obj(code="upper", at_least=0.7), Obj(code="lower", at_least=0.0)])
    >>> counted = pd.DataFrame({"unit_code": "u", "year": 2022, "criteria_id": "s", "basis": "claimed",
    ...     "attainment_share": [0.2, 0.6, 0.8]})
    >>> ranges = threshold_range(counted, {"s": Obj(class_scheme=scheme)})
    >>> ranges[["class_code", "lowest", "highest"]].to_numpy().tolist()
    [['upper', 0.6, 0.8]]
    """
    ranges = []
    for criteria_id in counted["criteria_id"].unique():
        rows = counted[counted["criteria_id"] == criteria_id]
        group, units = grouped(rows, UNIT)
        shares = rows["attainment_share"].reset_index(drop=True)
        for each in criteria[criteria_id].class_scheme.classes:
            if each.at_least is None or each.at_least <= 0:
                continue
            reaches = shares >= each.at_least - TOLERANCE
            lowest, highest = shares.mask(reaches).groupby(group).max(), shares.where(reaches).groupby(group).min()
            found = {"class_code": each.code, "threshold": each.at_least, "lowest": lowest, "highest": highest}
            ranges.append(units.assign(**found))
    columns = [*UNIT, "class_code", "threshold", "lowest", "highest"]
    return pd.concat(ranges, ignore_index=True) if ranges else pd.DataFrame(columns=columns)
