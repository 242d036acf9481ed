"""Do indicators belong where they stand: correlations inside pillars and across them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import finding, stop_if
from .sheet import constant, is_constant
from .verdicts import FEWEST, Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet

METHODS = ("pearson", "spearman", "kendall")
SOURCE = "OECD/JRC 2008, step 4; JRC audits"
INSIDE = Bounds(pass_from=0.3, pass_to=0.9, fail_below=-0.4)
ACROSS = Bounds(pass_from=-0.4, pass_to=0.9)


def correlations(
    sheet: "Sheet", method: str = "pearson", inside: Bounds = INSIDE, across: Bounds = ACROSS, fewest: int = FEWEST
) -> pd.DataFrame:
    """Return the correlation of every two indicators of a pillar, and of every two pillars.

    Parameters
    ----------
    sheet : Sheet
    method : {"pearson", "spearman", "kendall"}
    inside : Bounds
        Of two indicators of one pillar: below 0.3 they hardly share anything, above 0.9 one of them repeats the
        other, below -0.4 what one gains the other loses.
    across : Bounds
        Of two nodes above indicators that stand under one.
    fewest : int
        Units with both values that a correlation needs.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measures ``inside`` and ``across``; ``code`` and ``against`` are the two. NaN where
        one is the same for every unit.

    Raises
    ------
    DtsError
        A method of another name.

    Examples
    --------
    >>> from dts_analysis.analysis.audit import sheet
    >>> rows = {"code": ["t", "a", "b"], "parent": ["", "t", "t"], "max_points": [None, 10.0, 10.0]}
    >>> values = pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 4, 6, 8, 10]})
    >>> correlations(sheet(values, pd.DataFrame(rows)))[["value", "verdict"]].round(9).values.tolist()
    [[1.0, 'look']]
    """
    known = ", ".join(METHODS)
    stop_if([] if method in METHODS else [finding("choice_unknown", "method", value=str(method), known=known)])
    rows = []
    for codes in sheet.pillars.values():
        rows += _pairs(sheet.indicators[codes], "inside", method, inside, fewest)
    above = sheet.tree.codes[sheet.tree.n_indicators :]
    for code in above:
        nodes = [each for each in sheet.children(code) if each in above]
        rows += _pairs(sheet.nodes[nodes], "across", method, across, fewest)
    return table(f"correlation_{method}", rows, SOURCE)


def _pairs(items, measure, method, bounds, fewest):
    if items.shape[1] < 2:
        return []
    there = items.notna().to_numpy(float)
    together, alike = (there.T @ there).astype(int), set(constant(items))
    found = items.corr(method, min_periods=fewest).to_numpy()
    rows = []
    for first, second in zip(*np.triu_indices(len(items.columns), 1), strict=True):
        codes, n = items.columns[[first, second]], together[first, second]
        why = "audit_few_units" if n < fewest else "audit_constant" if alike & set(codes) else ""
        value = np.nan if why else found[first, second]
        why = why or ("audit_constant" if np.isnan(value) else "")  # alike among the units that have both
        rows.append(row(measure, codes[0], value, bounds, n, against=codes[1], why=why))
    return rows


def nearest_pillar(sheet: "Sheet", least: float = 0.0, fewest: int = FEWEST) -> pd.DataFrame:
    """Return whether every indicator is closer to its own pillar than to any other.

    Parameters
    ----------
    sheet : Sheet
    least : float
        By how much its correlation with its own pillar (without itself) should be above that with any other.
    fewest : int
        Units needed.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measure ``own_less_other`` per indicator: the correlation with the rest of its own
        pillar less the largest with another pillar, which is ``against``. NaN where it stands alone in its pillar
        or is the same for every unit.

    Source
    ------
    OECD/JRC Handbook (2008), step 4; own pillar without the indicator, lest it correlate with itself.
    """
    rows, pillars, alike = [], sheet.pillars, set(constant(sheet.indicators))
    for pillar, codes in pillars.items():
        others = sheet.nodes[[each for each in pillars if each != pillar]]
        for code in codes:
            values = sheet.indicators[code]
            n = int(values.notna().sum())
            why = "audit_one_indicator" if len(codes) < 2 else "audit_constant" if code in alike else ""
            why = "audit_few_units" if n < fewest else why
            if others.empty or others.shape[1] == 0:
                continue
            value, nearest = (np.nan, "") if why else _own_less_other(sheet, code, codes, values, others)
            why = why or ("audit_constant" if np.isnan(value) else "")
            rows.append(row("own_less_other", code, value, Bounds(pass_from=least), n, against=nearest, why=why))
    return table("nearest_pillar", rows, SOURCE)


def _own_less_other(sheet, code, codes, values, others):
    rest = [each for each in codes if each != code]
    weights = pd.Series(sheet.tree.weight[: sheet.tree.n_indicators], index=list(sheet.tree.indicators))[rest]
    items = sheet.indicators[rest]
    own = (items * weights).sum(axis=1, min_count=1) / (items.notna() * weights).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        with_others = others.drop(columns=constant(others)).corrwith(values)
        own = np.nan if is_constant(own) else values.corr(own)
    if np.isnan(own) or with_others.isna().all():
        return np.nan, ""
    return own - with_others.max(), with_others.idxmax()
