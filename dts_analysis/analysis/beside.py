"""A unit's nodes beside those of the units under the same criteria set: how far above or below their median."""

LEAST_UNITS = 2  # of one unit there is no median


def beside_median(totals, peers):
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
