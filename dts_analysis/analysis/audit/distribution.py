"""Do the data tell units apart: what is there, what is the same for nearly all, what lies far out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from ..framework import ABSENT, PRESENT
from .sheet import constant
from .verdicts import FEWEST, Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet

ALL = 1 - 1e-6  # a share of units beyond this is all of them
EDGE = 1e-9  # shares closer than this to 0 or 1 are 0 or 1


def availability(sheet: "Sheet", least: float = 0.65) -> pd.DataFrame:
    """Return what share of the cells that apply hold a value, per indicator and per unit.

    Parameters
    ----------
    sheet : Sheet
    least : float
        The share that should be there.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measures ``of_units`` (per indicator) and ``of_indicators`` (per unit); NaN where
        nothing applies.

    Source
    ------
    65 % for indicators and for units is the Joint Research Centre's rule in its audits of the Global Innovation
    Index; OECD/JRC Handbook (2008), step 3.
    """
    rows = []
    for measure, axis, codes in (("of_units", 0, sheet.tree.indicators), ("of_indicators", 1, sheet.units)):
        there = (sheet.state == PRESENT).sum(axis=axis)
        asked = (sheet.state != ABSENT).sum(axis=axis)
        share = np.divide(there, asked, out=np.full(len(asked), np.nan), where=asked > 0)
        bounds = Bounds(pass_from=least, fail_below=least)
        rows += [
            row(measure, code, each, bounds, n, why="" if n else "audit_no_values")
            for code, each, n in zip(codes, share, asked, strict=True)
        ]
    return table("availability", rows, "OECD/JRC 2008, step 3; JRC audits (65 %)")


def discrimination(sheet: "Sheet", most: float = 0.5, fewest: int = FEWEST) -> pd.DataFrame:
    """Return how many units share one value of an indicator: at zero, at the maximum, at any.

    Parameters
    ----------
    sheet : Sheet
        On the scale ``share`` or ``goalposts``, where 0 and 1 are what they say.
    most : float
        The share of units with one value beyond which an indicator is looked at; one that all share fails.
    fewest : int
        Units with a value that a verdict needs: one alone is like no other.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measures ``at_zero``, ``at_maximum`` and ``one_value`` per indicator.

    Source
    ------
    Our reading: what is the same for most units cannot place them (OECD/JRC Handbook, step 2).
    """
    rows = []
    for code in sheet.indicators:
        values = sheet.indicators[code].dropna().round(9)
        largest = values.value_counts(normalize=True).max() if len(values) else np.nan
        shares = {
            "at_zero": (values <= EDGE).mean(),
            "at_maximum": (values >= 1 - EDGE).mean(),
            "one_value": largest,
        }
        why = "audit_few_units" if len(values) < fewest else ""
        why = why if len(values) else "audit_no_values"
        bounds = Bounds(pass_to=most, fail_above=ALL)
        rows += [
            row(measure, code, np.nan if why else value, bounds, len(values), why=why)
            for measure, value in shares.items()
        ]
    return table("discrimination", rows, "OECD/JRC 2008, step 2")


def outliers(sheet: "Sheet", skewness: float = 2.0, kurtosis: float = 3.5, fewest: int = FEWEST) -> pd.DataFrame:
    """Return skewness and kurtosis per indicator; where both are large, some units lie far out.

    Reported only: an official score is never changed.

    Parameters
    ----------
    sheet : Sheet
    skewness, kurtosis : float
        An indicator is looked at where both are passed.
    fewest : int
        Units needed.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measures ``skewness`` (absolute) and ``kurtosis`` (excess) per indicator, of the
        adjusted kind that spreadsheets give (type 2); one verdict for both.

    Source
    ------
    Groeneveld and Meeden (1984) for the thresholds, as in the Joint Research Centre's audits; Joanes and Gill
    (1998) for type 2.
    """
    rows, alike = [], set(constant(sheet.indicators))
    for code in sheet.indicators:
        values = sheet.indicators[code].dropna().to_numpy()
        why = "audit_few_units" if len(values) < fewest else "audit_constant" if code in alike else ""
        skew, heavy = (
            (np.nan, np.nan) if why else (abs(stats.skew(values, bias=False)), stats.kurtosis(values, bias=False))
        )
        verdict = "" if why else "look" if skew > skewness and heavy > kurtosis else "pass"
        for measure, value, most in (("skewness", skew, skewness), ("kurtosis", heavy, kurtosis)):
            rows.append(row(measure, code, value, Bounds(pass_to=most), len(values), why=why, verdict=verdict))
    return table("outliers", rows, "JRC audits; Joanes and Gill 1998, type 2")
