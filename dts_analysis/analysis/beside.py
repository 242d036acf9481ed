"""A unit's nodes beside the median of the units under the same criteria set; units beside each other."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LEAST_UNITS = 2  # of one unit there is no median


def beside_median(totals: "pd.DataFrame", peers: "pd.DataFrame") -> "pd.DataFrame":
    """Return a unit's sums with the median of the compared units, and how far they lie apart.

    Parameters
    ----------
    totals : DataFrame
        Rows of `scoring.totals` of one unit and year, on one basis: of any nodes.
    peers : DataFrame
        As from ``dataset.peers``, of the unit's set and year; its rows of other bases and nodes are passed over.

    Returns
    -------
    DataFrame
        The rows of `totals` with ``n_units`` (compared; 0 for none), ``median_share`` (0..1; NaN of fewer than two
        units) and ``gap_share`` (own attainment - median; NaN where either is missing).

    Examples
    --------
    >>> import pandas as pd
    >>> own = {"node_code": ["A", "B"], "basis": "claimed", "attainment_share": [0.5, 0.75]}
    >>> all_of_them = {"node_code": ["A", "B"], "basis": "claimed", "n_units": [8, 1], "median_share": 0.75}
    >>> found = beside_median(pd.DataFrame(own), pd.DataFrame(all_of_them))
    >>> found[["node_code", "n_units", "gap_share"]].to_numpy().tolist()
    [['A', 8, -0.25], ['B', 1, nan]]
    """
    keys = ["basis", "node_code"]
    known = peers[[*keys, "n_units", "median_share"]].astype(dict.fromkeys(keys, "str"))
    known["median_share"] = known["median_share"].where(known["n_units"] >= LEAST_UNITS)
    table = totals.astype(dict.fromkeys(keys, "str")).merge(known, how="left", on=keys, validate="m:1")
    table["n_units"] = table["n_units"].fillna(0).astype("int64")
    return table.assign(gap_share=table["attainment_share"] - table["median_share"])


def side_by_side(counted: "pd.DataFrame") -> "pd.DataFrame":
    """Return the points of several units in every indicator, those that lie furthest apart first.

    Parameters
    ----------
    counted : DataFrame
        As from `scoring.count`, of one set, year and basis.

    Returns
    -------
    DataFrame
        One row per ``indicator_code``: a column of points per unit (NaN where it has none), and ``range_points``,
        the most less the least of those that have any; NaN where fewer than two do, and these come last.

    Examples
    --------
    >>> import pandas as pd
    >>> counted = pd.DataFrame({"indicator_code": ["A1", "A2"] * 2, "unit_code": ["x", "x", "y", "y"],
    ...     "points": [5.0, 2.0, 4.0, 9.0]})
    >>> side_by_side(counted).reset_index().to_numpy().tolist()
    [['A2', 2.0, 9.0, 7.0], ['A1', 5.0, 4.0, 1.0]]
    """
    rows = counted.astype({"indicator_code": "str", "unit_code": "str"})
    wide = rows.pivot(index="indicator_code", columns="unit_code", values="points")
    wide = wide.reindex(rows["indicator_code"].unique())
    apart = (wide.max(axis=1) - wide.min(axis=1)).where(wide.notna().sum(axis=1) > 1)
    return wide.assign(range_points=apart).sort_values("range_points", ascending=False, kind="stable")
