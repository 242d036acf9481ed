"""How many things does a pillar measure: principal components, and whether the data bear them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from ...errors import DtsError, finding, stop_if
from .sheet import MEASURABLE, constant, refuse_constant, refuse_few, refuse_one
from .verdicts import FEWEST, Bounds, row, table

if TYPE_CHECKING:
    from .sheet import Sheet

SMALLEST = 1e-10  # an eigenvalue below it is 0: some indicators are sums of others


def components(items: pd.DataFrame, where: str = "items") -> tuple[np.ndarray, pd.DataFrame]:
    """Return eigenvalues and loadings of the correlation matrix.

    Parameters
    ----------
    items : DataFrame, units x indicators
        Units with a value of each take part.
    where : str
        What a refusal names.

    Returns
    -------
    (array, DataFrame)
        Eigenvalues, the largest first; loadings, indicators x components (correlations of the two), every
        component turned so that its loadings add up to something positive.

    Raises
    ------
    DtsError
        Of one indicator alone; of one nobody has a value of, or that is the same for all; of fewer than three
        units.

    Source
    ------
    OECD/JRC Handbook (2008), section 4.1, equations 14 to 16.

    Examples
    --------
    >>> values, loadings = components(pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 4, 6, 8]}))
    >>> (values.round(9) + 0.0).tolist(), loadings[0].round(9).tolist()
    ([2.0, 0.0], [1.0, 1.0])
    """
    matrix = _correlations(items, where)
    values, vectors = np.linalg.eigh(matrix.to_numpy())
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    loadings = vectors * np.sqrt(values)
    return values, pd.DataFrame(loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0), index=matrix.index)


def kmo(items: pd.DataFrame, where: str = "items") -> float:
    """Return the Kaiser-Meyer-Olkin measure: how far correlations are more than partial ones, 0..1.

    Parameters, raises as `components`; and where indicators are not fewer than the units allow, or repeat each
    other: then there are no partial correlations.

    Source
    ------
    Kaiser and Rice (1974); OECD/JRC Handbook (2008), box 5.

    Examples
    --------
    Three indicators correlated by 0.5: partial ones are 1/3, and 1/4 / (1/4 + 1/9) = 0.692.

    >>> from dts_analysis.analysis.audit.components import sampling_adequacy
    >>> round(sampling_adequacy(np.full((3, 3), 0.5) + np.eye(3) / 2), 3)
    0.692
    """
    return sampling_adequacy(_invertible(items, where))


def sampling_adequacy(matrix):
    """Return `kmo` of a correlation matrix; 0.5, to which it tends, where nothing correlates."""
    inverse = np.linalg.inv(matrix)
    scale = np.sqrt(np.diag(inverse))
    off = ~np.eye(len(matrix), dtype=bool)
    plain, partial = (matrix[off] ** 2).sum(), ((inverse / np.outer(scale, scale))[off] ** 2).sum()
    return float(plain / (plain + partial)) if plain + partial > 0 else 0.5


def bartlett(items: pd.DataFrame, where: str = "items") -> tuple[float, int, float]:
    """Return Bartlett's test of sphericity: are the indicators uncorrelated? As `kmo`.

    Returns
    -------
    (statistic, degrees of freedom, p)

    Source
    ------
    Bartlett (1951): -(n - 1 - (2k + 5)/6) ln det R, chi-squared with k (k - 1)/2 degrees of freedom.
    """
    matrix, n = _invertible(items, where), len(items.dropna())
    k = len(matrix)
    statistic = -(n - 1 - (2 * k + 5) / 6) * np.linalg.slogdet(matrix)[1]
    freedom = k * (k - 1) // 2
    return float(statistic), freedom, float(stats.chi2.sf(statistic, freedom))


def dimensions(
    sheet: "Sheet",
    first: float = 0.5,
    adequacy: float = 0.6,
    inadequacy: float = 0.5,
    level: float = 0.05,
    loading: float = 0.3,
    fewest: int = FEWEST,
) -> pd.DataFrame:
    """Return what the principal components of every pillar say of it.

    Parameters
    ----------
    sheet : Sheet
    first : float
        The share of variance that the first component should explain.
    adequacy, inadequacy : float
        KMO from the first on passes, below the second fails.
    level : float
        Bartlett's p should be below.
    loading : float
        What each indicator should load on the first component with; one that loads negatively fails.
    fewest : int
        Units with a value of each that a verdict needs.

    Returns
    -------
    DataFrame
        As `verdicts.table`, per pillar: ``first_component`` (share of variance), ``above_one`` (eigenvalues above
        1, Kaiser's number of dimensions; one passes), ``kmo``, ``bartlett_p``; per indicator ``loading``,
        ``against`` its pillar. An indicator that is the same for all takes no part. NaN where nothing can be told;
        KMO and Bartlett need more units than indicators.

    Source
    ------
    OECD/JRC Handbook (2008), section 4.1, boxes 5 and 6.
    """
    rows = []
    for pillar, codes in sheet.pillars.items():
        alike = constant(sheet.indicators[codes])
        items = sheet.indicators[[each for each in codes if each not in alike]]
        n = len(items.dropna())
        few = "audit_few_units" if n < fewest else ""
        untold = codes if few else alike
        rows += [
            row("loading", each, np.nan, Bounds(), n, against=pillar, why=few or "audit_constant")
            for each in untold
        ]
        if few or (alike and len(alike) + 1 >= len(codes)):
            rows.append(
                row("first_component", pillar, np.nan, Bounds(pass_from=first), n, why=few or "audit_constant")
            )
            continue
        (values, loadings), why = _told(components, items, pillar, (np.array([np.nan]), pd.DataFrame()))
        bounds = {"first_component": Bounds(pass_from=first), "above_one": Bounds(pass_to=1)}
        share = values[0] / values.sum() if not why else np.nan
        number = (values > 1 + SMALLEST).sum() if not why else np.nan
        found = {"first_component": (share, why), "above_one": (number, why)}
        found["kmo"] = _told(kmo, items, pillar, np.nan)
        (_, _, p), why = _told(bartlett, items, pillar, (np.nan,) * 3)
        found["bartlett_p"] = (p, why)
        bounds |= {"kmo": Bounds(pass_from=adequacy, fail_below=inadequacy), "bartlett_p": Bounds(pass_to=level)}
        rows += [row(name, pillar, value, bounds[name], n, why=why) for name, (value, why) in found.items()]
        for code in loadings.index:
            held = Bounds(pass_from=loading, fail_below=0)
            rows.append(row("loading", code, loadings.loc[code, 0], held, n, against=pillar))
    return table("dimensions", rows, "OECD/JRC 2008, section 4.1, boxes 5 and 6")


def _correlations(items, where):
    refuse_one(items, where)
    items = items.dropna()
    refuse_few(len(items), MEASURABLE, where)
    refuse_constant(items)
    return items.corr()


def _invertible(items, where):
    matrix = _correlations(items, where).to_numpy()
    facts = {"n": len(items.dropna()), "indicators": len(matrix)}
    is_singular = facts["n"] <= facts["indicators"] or np.linalg.eigvalsh(matrix)[0] <= SMALLEST
    stop_if([finding("audit_singular", where, **facts)] if is_singular else [])
    return matrix


def _told(measure, items, pillar, missing):
    """What a measure says of a pillar, or why it says nothing."""
    try:
        return measure(items, f"framework!{pillar}"), ""
    except DtsError as refused:
        return missing, refused.findings[0].code
