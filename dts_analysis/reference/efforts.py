"""How hard a unit finds it to raise its indicators: its own word, before that of the taxonomy of causes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import finding, stop_if
from .csv_table import read_table

if TYPE_CHECKING:
    from .criteria import CriteriaSet

EFFORTS = ("1", "2", "3")  # light, medium, heavy


def read_efforts(path: Any, criteria_set: "CriteriaSet") -> "dict[str, int] | None":
    """Return a unit's own efforts by indicator, from a CSV file of ``indicator_code`` and ``effort``; None of "".

    Raises
    ------
    DtsError
        Where a code is not in the set or stands twice, or an effort is none of 1, 2, 3; all of them at once.
    """
    if not path:
        return None
    path = Path(path)
    table = read_table(path, ("indicator_code", "effort"))
    known = {code: each.code for each in criteria_set.indicators for code in (each.code, each.printed_as)}
    faults, found = [], {}
    for row in table.itertuples():
        where, code = f"{path.name}!{row.Index + 2}", known.get(row.indicator_code)
        if code is None:
            faults.append(finding("effort_indicator_unknown", where, code=row.indicator_code, set=criteria_set.id))
        if code in found:
            faults.append(finding("effort_doubled", where, code=row.indicator_code))
        if row.effort not in EFFORTS:
            faults.append(finding("effort_unknown", where, effort=row.effort))
        elif code is not None:
            found[code] = int(row.effort)
    stop_if(faults)
    return pd.Series(found, dtype="int64")
