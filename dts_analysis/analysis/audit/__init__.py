"""Is the index itself sound: one function per check, each a table of value, thresholds, verdict and source.

`sheet` works an index in two flat tables out once; checks look at it. What a check cannot tell it says with the
code of a finding: an indicator alone in its pillar has no alpha, one that is the same for all no correlations.
A verdict is a place to look at, not a fault: a pillar may be a list of different duties, and be right.
"""

from collections.abc import Callable

import pandas as pd

from .components import bartlett, components, dimensions, kmo
from .consistency import consistency, cronbach_alpha
from .correlation import METHODS, correlations, nearest_pillar
from .distribution import availability, discrimination, outliers
from .importance import correlation_ratio, importance
from .of_group import Audited, audit_of
from .places import added_value, compensation, leave_one_out
from .sheet import Sheet, sheet
from .structure import framework_sums
from .trust import comparability, verified
from .verdicts import COLUMNS, VERDICTS, Bounds, table

__all__ = [
    "COLUMNS",
    "METHODS",
    "VERDICTS",
    "Audited",
    "Bounds",
    "Sheet",
    "added_value",
    "audit",
    "audit_of",
    "availability",
    "bartlett",
    "comparability",
    "compensation",
    "components",
    "consistency",
    "correlation_ratio",
    "correlations",
    "cronbach_alpha",
    "dimensions",
    "discrimination",
    "framework_sums",
    "importance",
    "kmo",
    "leave_one_out",
    "nearest_pillar",
    "outliers",
    "sheet",
    "table",
    "verified",
]


CHECKS: "tuple[Callable[[Sheet], pd.DataFrame], ...]" = (
    availability, discrimination, outliers, nearest_pillar, consistency, dimensions,
    importance, leave_one_out, compensation, added_value,
)  # fmt: skip


def audit(values: pd.DataFrame, framework: pd.DataFrame, **choices: str) -> pd.DataFrame:
    """Return every check of an index by its usual thresholds, one below the other.

    Parameters
    ----------
    values, framework : DataFrame
        As `framework.cells` and `framework.tree` take them.
    **choices
        As in `sheet`.

    Returns
    -------
    DataFrame
        As `verdicts.table`; `verified` and `comparability`, which need more than an index, are not among them.

    Examples
    --------
    >>> rows = {"code": ["t", "a", "b"], "parent": ["", "t", "t"], "max_points": [None, 10.0, 10.0]}
    >>> found = audit(pd.DataFrame({"a": [5.0], "b": [2.0]}, index=["u"]), pd.DataFrame(rows))
    >>> sorted(found["why"].unique())
    ['', 'audit_few_units']
    """
    index = sheet(values, framework, **choices)
    found = [framework_sums(framework), *(correlations(index, method) for method in METHODS)]
    found += [check(index) for check in CHECKS]
    return pd.concat([each[COLUMNS] for each in found], ignore_index=True)
