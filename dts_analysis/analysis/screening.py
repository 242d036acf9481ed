"""What verification says of criteria and of units: criteria to review, units that stand out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from ..reference.nodes import TOTAL
from .verification import UNIT_YEAR

MAD_TO_SIGMA = 1.4826  # makes the median absolute deviation estimate a normal's standard deviation
MEAN_TO_SIGMA = np.sqrt(np.pi / 2)  # likewise the mean absolute deviation
NOISE = 1e-9  # shares closer than this are equal: what is left of adding binary fractions


def to_review(
    summary: pd.DataFrame, by: Sequence[str] = ("criteria_id", "year"), level: float = 0.05
) -> pd.DataFrame:
    """Return the indicators cut more often than the overall rate and chance explain: criteria to look at again.

    Parameters
    ----------
    summary : DataFrame
        As from `verification.gap_summary` by ``indicator_code`` (and `by`), of units that are looked at together.
    by : sequence of str
        What has an overall rate: columns of `summary`; those it lacks are not needed.
    level : float
        The share of false alarms borne among those returned; print it with the table.

    Returns
    -------
    DataFrame
        Rows of `summary`, the least explicable first, with ``n_judged`` in place of ``n_indicators`` (the units
        where it was verified), ``overall_share`` (cut of all verified answers), ``p_value`` (of as many cuts or
        more, were it cut at the overall rate; binomial, units independent) and ``adjusted_p`` (for looking at all
        indicators at once). None where fewer than two units were judged: one says nothing of a criterion. An
        indicator of this table is not shown to be unclear: units may truly have fallen short.

    Source
    ------
    Benjamini and Hochberg (1995), the false discovery rate.

    Examples
    --------
    Of nine indicators one was cut in 7 of 8 units, the others in 1 of 8: 15 of 72 cuts.

    >>> summary = pd.DataFrame({"indicator_code": list("abcdefghi"), "n_indicators": 8, "n_cut": [7] + [1] * 8})
    >>> to_review(summary)[["indicator_code", "n_cut", "n_judged"]].to_numpy().tolist()
    [['a', 7, 8]]
    """
    table = summary.rename(columns={"n_indicators": "n_judged"})
    names = [name for name in by if name in table]
    group = table.groupby(names, observed=True).ngroup().to_numpy() if names else np.zeros(len(table), dtype=int)
    cut, judged = (np.bincount(group, table[name]) for name in ("n_cut", "n_judged"))
    rate = np.divide(cut, judged, out=np.zeros(len(judged)), where=judged > 0)[group]
    p_value = stats.binom.sf(table["n_cut"].to_numpy() - 1, table["n_judged"].to_numpy(), rate)
    adjusted = np.ones(len(table))
    for number in range(len(judged)):
        at = (group == number) & (table["n_judged"] > 1).to_numpy()
        adjusted[at] = stats.false_discovery_control(p_value[at]) if at.any() else 1.0
    table = table.assign(overall_share=rate, p_value=p_value, adjusted_p=adjusted)
    return table[adjusted <= level].sort_values("p_value", kind="stable")


def outliers(
    parts: pd.DataFrame, basis: str = "verified", by: Sequence[str] = ("criteria_id", "year"), fewest: int = 5
) -> pd.DataFrame:
    """Return what verification moved of every unit's maximum and how far that lies from the middle of its group.

    Parameters
    ----------
    parts : DataFrame
        As from `gap_parts`.
    basis : str
        That of `parts`.
    by : sequence of str
        Units are compared inside these groups.
    fewest : int
        Units that a group needs to have a middle to lie away from.

    Returns
    -------
    DataFrame
        One row per unit and year: the grouping, ``moved_points``, ``unjudged_points``, ``max_points`` (of what was
        verified), ``moved_share`` (moved over maximum), ``n_units`` (units compared), ``from_median_share``,
        ``spread_of`` (median; mean where most units lie at the median, so that it says nothing; "" without either)
        and ``robust_z``: from_median_share over the spread, scaled to a normal's standard deviation (NaN without).

    Source
    ------
    Iglewicz and Hoaglin (1993), modified z-scores; 0.6745 there is 1 / 1.4826 here. Where the median absolute
    deviation is 0 the mean absolute deviation takes its place, 1.2533 (root of pi / 2) times.
    """
    most = f"{basis}_max_points"
    columns = list(dict.fromkeys([*by, *UNIT_YEAR, "moved_points", "unjudged_points", most]))
    units = parts.loc[parts["level"] == TOTAL, columns].rename(columns={most: "max_points"}).reset_index(drop=True)
    share = units["moved_points"] / units["max_points"].where(units["max_points"] > 0)
    groups = [units[key] for key in by]
    compared = share.groupby(groups, observed=True)
    n_units = compared.transform("count").astype("int64")
    centred = share - compared.transform("median")
    away = centred.abs().groupby(groups, observed=True)
    median, mean = away.transform("median"), away.transform("mean")
    is_enough = n_units >= fewest
    spread_of = np.select([is_enough & (median > NOISE), is_enough & (mean > NOISE)], ["median", "mean"], "")
    spread = np.select([spread_of == "median", spread_of == "mean"],
                       [median * MAD_TO_SIGMA, mean * MEAN_TO_SIGMA], np.nan)  # fmt: skip
    return units.assign(
        moved_share=share,
        n_units=n_units,
        from_median_share=centred,
        spread_of=pd.array(spread_of, "str"),
        robust_z=centred / spread,
    )


def stands_out(outlying: pd.DataFrame, threshold: float = 3.5, least_share: float = 0.01) -> pd.Series:
    """Return which units were cut so much more than the others that it matters.

    Parameters
    ----------
    outlying : DataFrame
        As from `outliers`.
    threshold : float
        Robust z beyond which a unit lies apart; 3.5 as Iglewicz and Hoaglin recommend.
    least_share : float
        How far from the median, as a share of the maximum, is worth a word: among units that are all but alike a
        point or two would lie apart.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> table = pd.DataFrame({"robust_z": [-5.0, -5, -1, None], "from_median_share": [-0.2, -0.001, -0.2, -0.2]})
    >>> stands_out(table).tolist()
    [True, False, False, False]
    """
    return (outlying["robust_z"] < -threshold) & (outlying["from_median_share"] <= -least_share + NOISE)
