"""Do the indicators of a pillar measure one thing: Cronbach's alpha."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...errors import DtsError, finding, stop_if
from ...rules import TOLERANCE
from .sheet import MEASURABLE, constant, refuse_constant, refuse_few, refuse_one
from .verdicts import FEWEST, Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet


def cronbach_alpha(items: pd.DataFrame, standardised: bool = False, where: str = "items") -> float:
    """Return Cronbach's coefficient alpha of a set of indicators.

    Parameters
    ----------
    items : DataFrame, units x indicators
        Units with a value of each take part.
    standardised : bool
        Whether each indicator is first brought to the same spread.
    where : str
        What a refusal names.

    Returns
    -------
    float
        1 where they say the same, 0 where they have nothing in common; negative where they pull apart.

    Raises
    ------
    DtsError
        Of one indicator alone; of one nobody has a value of; of fewer than three units; where nothing varies, nor
        the sum, or, standardised, where one does not.

    Source
    ------
    OECD/JRC Handbook (2008), equation 18; Cronbach (1951).

    Examples
    --------
    Variances 1 and 1, of the sum 3: 2 x (1 - 2/3).

    >>> import pandas as pd
    >>> round(cronbach_alpha(pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 3, 2]})), 4)
    0.6667
    """
    refuse_one(items, where)
    items = items.dropna()
    refuse_few(len(items), MEASURABLE, where)
    alike = constant(items)
    if standardised or len(alike) == items.shape[1]:
        refuse_constant(items)
    values = items.to_numpy(float)
    values = values / values.std(axis=0, ddof=1) if standardised else values
    total, parts, k = values.sum(axis=1).var(ddof=1), values.var(axis=0, ddof=1).sum(), values.shape[1]
    is_opposed = total <= TOLERANCE**2 * parts  # what one gains the others lose: every unit has the same sum
    stop_if([finding("audit_constant", where)] if is_opposed else [])
    return float(k / (k - 1) * (1 - parts / total))


def consistency(
    sheet: "Sheet",
    least: float = 0.7,
    lowest: float = 0.6,
    gain: float = 0.05,
    standardised: bool = False,
    fewest: int = FEWEST,
) -> pd.DataFrame:
    """Return Cronbach's alpha of every pillar, and what it would be without each indicator.

    Parameters
    ----------
    sheet : Sheet
    least, lowest : float
        Alpha from the first on passes, below the second fails; below 0 indicators pull against each other.
    gain : float
        An indicator is looked at where leaving it out lifts alpha by more.
    standardised : bool
        As in `cronbach_alpha`.
    fewest : int
        Units with a value of each that a verdict needs.

    Returns
    -------
    DataFrame
        As `verdicts.table`: measures ``alpha`` per pillar and ``gain_if_deleted`` (alpha without it - alpha) per
        indicator, ``against`` its pillar. NaN for a pillar of one indicator; ``gain_if_deleted`` for one of two.

    Source
    ------
    Nunnally (1978) for 0.7, some authors 0.6: OECD/JRC Handbook (2008), section 4.3 and table 11. A pillar that is
    a list of different duties may be right and have a low alpha.
    """
    rows, bounds = [], Bounds(pass_from=least, fail_below=lowest)
    for pillar, codes in sheet.pillars.items():
        items = sheet.indicators[codes]
        alpha, why = _told(items, standardised, pillar, fewest)
        n = len(items.dropna())
        rows.append(row("alpha", pillar, alpha, bounds, n, why=why))
        for code in codes if not why else ():
            without, why_not = _told(items.drop(columns=code), standardised, pillar, fewest)
            rows.append(
                row("gain_if_deleted", code, without - alpha, Bounds(pass_to=gain), n, against=pillar, why=why_not)
            )
    return table("consistency", rows, "OECD/JRC 2008, section 4.3, equation 18")


def _told(items, standardised, pillar, fewest):
    """Alpha, or why there is none."""
    try:
        refuse_one(items, pillar)
        refuse_few(len(items.dropna()), fewest, pillar)
        return cronbach_alpha(items, standardised, f"framework!{pillar}"), ""
    except DtsError as refused:
        return np.nan, refused.findings[0].code
