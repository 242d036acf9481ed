"""What single parts do to places: each left out in turn, each beside the whole, means that do not compensate."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..robustness import row_ranks
from .verdicts import FEWEST, Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet


def leave_one_out(sheet: "Sheet", most: float = 0.05, fewest: int = FEWEST) -> pd.DataFrame:
    """Return how far places move when an indicator is left out, one after the other.

    Parameters
    ----------
    sheet : Sheet
    most : float
        The mean move, as a share of the number of units, beyond which the ranking hangs on one indicator.
    fewest : int
        Units that a verdict needs.

    Returns
    -------
    DataFrame
        As `verdicts.table`: ``mean_shift`` of places per indicator, and ``max_shift`` (not judged). What is left
        weighs what it did; the pillar is as much lighter.

    Source
    ------
    The average shift of Saisana, Saltelli and Tarantola (2005), equation 2; OECD/JRC Handbook (2008), step 7.
    """
    rows, official = [], _ranks(sheet.whole())
    bounds = Bounds(pass_to=most * sheet.n)
    for code in sheet.tree.indicators:
        why = "audit_one_indicator" if sheet.tree.n_indicators < 2 else ""
        why = why or ("audit_few_units" if sheet.n < fewest else "")
        if why:
            rows.append(row("mean_shift", code, np.nan, bounds, sheet.n, why=why))
            continue
        shift = np.abs(_ranks(sheet.whole(without=code)) - official)
        rows.append(row("mean_shift", code, shift.mean(), bounds, sheet.n))
        rows.append(row("max_shift", code, shift.max(), Bounds(), sheet.n, verdict=""))
    return table("leave_one_out", rows, "Saisana, Saltelli and Tarantola 2005")


def compensation(sheet: "Sheet", most: float = 0.05, fewest: int = FEWEST) -> pd.DataFrame:
    """Return how far each unit's strong parts make up for its weak ones.

    Parameters
    ----------
    sheet : Sheet
    most : float
        Arithmetic less geometric mean of the parts of the whole, beyond which a unit is looked at: its total hides
        a weak part.
    fewest : int
        Units that a verdict needs: of one unit it is no trait of the set.

    Returns
    -------
    DataFrame
        As `verdicts.table`: ``arithmetic_less_geometric`` per unit (0 where all parts are alike), and ``places``
        it would lose (negative: gain) under the geometric mean.

    Source
    ------
    OECD/JRC Handbook (2008), step 6: compensability of arithmetic means.
    """
    plain, strict = sheet.whole(), sheet.whole(geometric_at=int(sheet.tree.level[-1]))
    lost = _ranks(strict) - _ranks(plain)
    few, rows = "audit_few_units" if sheet.n < fewest else "", []
    for unit, gap in zip(sheet.units, plain - strict, strict=True):
        why = "audit_no_values" if np.isnan(gap) else few
        gap = np.nan if why else gap
        rows.append(row("arithmetic_less_geometric", unit, gap, Bounds(pass_to=most), sheet.n, why=why))
    return table("compensation", rows, "OECD/JRC 2008, step 6").assign(places=lost)


def added_value(sheet: "Sheet", apart: float = 0.1, least: float = 0.3, fewest: int = FEWEST) -> pd.DataFrame:
    """Return whether each part of the whole says something that the whole does not.

    Parameters
    ----------
    sheet : Sheet
    apart : float
        How far, as a share of the number of units, a unit's place in a part and in the whole must lie apart; at
        least one place.
    least : float
        The share of units that should lie so far apart; where fewer do, the whole repeats the part.
    fewest : int
        Units that a verdict needs.

    Returns
    -------
    DataFrame
        As `verdicts.table`: ``share_apart`` per node right below the whole.

    Source
    ------
    The Joint Research Centre's audits of the Global Innovation Index ("added value"): ten places of some 130,
    which is our `apart`; `least` is our choice.
    """
    rows, official = [], _ranks(sheet.nodes[sheet.root].to_numpy())
    places = max(1, round(apart * sheet.n))
    for code in sheet.children(sheet.root):
        why = "audit_few_units" if sheet.n < fewest else ""
        away = np.abs(_ranks(sheet.nodes[code].to_numpy()) - official) >= places
        value = np.nan if why else away.mean()
        rows.append(row("share_apart", code, value, Bounds(pass_from=least), sheet.n, against=sheet.root, why=why))
    return table("added_value", rows, "JRC audits of the Global Innovation Index")


def _ranks(values):
    return row_ranks(values[None])[0]
