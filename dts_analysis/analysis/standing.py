"""Published lists by the set of units they rank: 63 provinces or 34; two sets never in one ranking or trend."""

from ..errors import finding, stop_if


def standing(published, units, year):
    """Return the published results of the units that stood at the end of a year.

    Results for 2024 were published twice, of the 63 provinces of that year and of the 34 that they became.
    What stood in 2024 is told by lists of 63 only; a trend that ends in 2025 by lists of 34 only.

    Parameters
    ----------
    published : DataFrame
        As from `published.published_totals`.
    units : DataFrame
        As from `reference.load_units`.
    year : int
        Whose units are wanted: of a ranking its year, of a trend its last one.

    Returns
    -------
    DataFrame
        The rows, of any year, of lists that ranked as many units as there were of their level on 31 December of
        `year`, and the rows of lists that do not say how many (those of one province).

    Examples
    --------
    >>> import pandas as pd
    >>> printed = pd.DataFrame({"level": "province", "n_units_ranked": pd.array([2, 1, None], "Int64")})
    >>> lives = pd.DataFrame({"level": "province", "valid_from": ["", "", "2025-07-01"],
    ...     "valid_to": ["2025-06-30", "2025-06-30", ""]})
    >>> [standing(printed, lives, year).index.tolist() for year in (2024, 2025)]
    [[0, 2], [1, 2]]
    """
    day = f"{year}-12-31"
    alive = units[(units["valid_from"] <= day) & ((units["valid_to"] == "") | (units["valid_to"] >= day))]
    stood = published["level"].map(alive["level"].value_counts())
    return published[published["n_units_ranked"].isna() | (published["n_units_ranked"] == stood).fillna(False)]


def check_sets(rows):
    """Refuse published rows that stand in lists of different sets of units: they make no ranking and no trend.

    Raises
    ------
    DtsError
        For every level whose lists rank different numbers of units, with a row of each; `standing` chooses.
    """
    found = []
    for _, own in rows[rows["n_units_ranked"].notna()].groupby("level", sort=False):
        first = own.drop_duplicates("n_units_ranked")
        if len(first) > 1:
            facts = {"units": ", ".join(own["unit_name"].unique())}
            facts["sets"] = ", ".join(str(each) for each in first["n_units_ranked"])
            found.append(finding("published_sets_mixed", ", ".join(first["where"]), **facts))
    stop_if(found)
