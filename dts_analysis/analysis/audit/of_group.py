"""The audit of a criteria set as the units of a group answered it in a year."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ...errors import DtsError, finding
from ..continuity import links
from ..framework import of_counted, of_criteria_set
from .sheet import sheet
from .trust import comparability, verified
from .verdicts import COLUMNS


@dataclass(frozen=True)
class Audited:
    """What the checks found, and of whom.

    Attributes
    ----------
    table : DataFrame
        As from `verdicts.table`, of all checks; empty where the index cannot be looked at.
    n_units : int
        Units that were looked at.
    n_aside : int
        Units of the group that were not: not all of them is judged, or they have no points.
    pillars : dict
        Code of what stands right above indicators to its indicators.
    weights : dict
        Code of each of these to its share of all points.
    refused : str
        Why the index cannot be looked at; "" where it can.
    """

    table: pd.DataFrame
    n_units: int = 0
    n_aside: int = 0
    pillars: dict = field(default_factory=dict)
    weights: dict = field(default_factory=dict)
    refused: str = ""


def audit_of(group: Any) -> Audited:
    """Return the audit of a group's criteria set, by its units' points on the page's basis.

    Parameters
    ----------
    group : GroupView

    Returns
    -------
    Audited
        ``refused`` for a set that is no share of maxima (`framework.of_criteria_set`), and where no unit is judged
        whole. Verification is that of the group's units in the year; comparability that with the set that most of
        them answered the year before, without rows where there is none.
    """
    nothing = pd.DataFrame(columns=COLUMNS)
    try:
        framework = of_criteria_set(group.criteria_set)
    except DtsError as refused:
        return Audited(nothing, refused=str(refused))
    values, aside = of_counted(group.counted, framework)
    if values.empty:
        return Audited(nothing, n_aside=len(aside), refused=str(finding("audit_nobody", group.criteria_set.id)))
    from . import audit  # the package's own, which imports this

    found = [audit(values, framework), _verified(group), *_compared(group, framework)]
    index = sheet(values, framework)
    maxima = framework.set_index("code")["max_points"]
    points = {pillar: maxima[codes].sum() for pillar, codes in index.pillars.items()}
    return Audited(
        table=pd.concat([each[COLUMNS] for each in found], ignore_index=True),
        n_units=index.n,
        n_aside=group.n_units - index.n,
        pillars=index.pillars,
        weights={pillar: each / sum(points.values()) for pillar, each in points.items()},
    )


def _verified(group):
    where = {"unit_code": group.codes, "year": group.year}
    gap = group.data.rows("gaps", **where)
    claims = group.data.rows("counted", ["status"], **where, basis="claimed")["status"]
    classes = [each.code for each in group.criteria_set.class_scheme.classes]
    return verified(gap, classes, int((~claims.isin(["not_applicable", "unread"])).sum()))


def _compared(group, framework):
    rows = group.data.rows("standings", ["criteria_id"], unit_code=group.codes, year=group.year - 1)
    if rows.empty:
        return []
    earlier = rows["criteria_id"].astype("str").mode().iloc[0]
    return [comparability(links(group.data.criteria, earlier, group.criteria_set.id), framework)]
