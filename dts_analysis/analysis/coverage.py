"""What was received and what is missing, and where the findings are: how far an analysis can reach."""

import pandas as pd

SEVERITIES = ("error", "warning", "info")


def below(units, unit_code, year):
    """Return every unit below a unit at the end of a year, whatever the depth.

    Parameters
    ----------
    units : DataFrame
        As from `reference.load_units`.

    Returns
    -------
    DataFrame
        Rows of `units`: the children, then their children, in the order of their codes.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["37", "373", "14464"], "parent_code": ["", "37", "373"],
    ...     "valid_from": "", "valid_to": ""})
    >>> below(units, "37", 2022)["unit_code"].tolist()
    ['373', '14464']
    """
    last_day = f"{year}-12-31"
    standing = (units["valid_from"] <= last_day) & ((units["valid_to"] == "") | (units["valid_to"] >= last_day))
    alive = units[standing].sort_values("unit_code", kind="stable")
    generation = alive[alive["parent_code"] == unit_code]
    found = []
    while not generation.empty:
        found.append(generation)
        generation = alive[alive["parent_code"].isin(generation["unit_code"])]
    return pd.concat(found) if found else alive.head(0)


def parents(units, year):
    """Return the parent of every unit that bore a code in a year, by code; of several bearers the last one's.

    >>> units = pd.DataFrame({"unit_code": ["1", "2"], "parent_code": ["", "1"], "valid_from": "", "valid_to": ""})
    >>> parents(units, 2022).to_dict()
    {'1': '', '2': '1'}
    """
    begun = units["valid_from"] <= f"{year}-12-31"
    in_year = units[begun & ((units["valid_to"] == "") | (units["valid_to"] >= f"{year}-01-01"))]
    last = in_year.sort_values("valid_from", kind="stable").drop_duplicates("unit_code", keep="last")
    return last.sort_values("unit_code").set_index("unit_code")["parent_code"]


def coverage(received, units, unit_code, year):
    """Return how many of the units below a unit sent a form, and how many were verified, per parent.

    Parameters
    ----------
    received : DataFrame
        The files in force, as in ``dataset.received``.
    units : DataFrame
        As from `reference.load_units`.

    Returns
    -------
    DataFrame
        One row per ``parent_code`` and ``level``: ``n_units``, ``n_received`` (a self-assessment),
        ``n_verified`` (a verification sheet, or a sheet that holds both) and ``missing_codes`` (tuple of
        the units that sent nothing).
    """
    expected = below(units, unit_code, year)[["unit_code", "parent_code", "level"]]
    of_year = received[received["year"] == year]
    sent = set(of_year.loc[of_year["stage"].isin(["self", "sheet"]), "unit_code"])
    judged = set(of_year.loc[of_year["stage"].isin(["verification", "sheet"]), "unit_code"])
    expected = expected.assign(
        is_received=expected["unit_code"].isin(sent), is_verified=expected["unit_code"].isin(judged)
    )
    groups = expected.groupby(["parent_code", "level"], sort=False)
    table = groups.agg(
        n_units=("unit_code", "size"), n_received=("is_received", "sum"), n_verified=("is_verified", "sum")
    )
    absent = expected[~expected["is_received"]].groupby(["parent_code", "level"])["unit_code"].agg(tuple)
    table["missing_codes"] = [absent.get(key, ()) for key in table.index]
    return table.reset_index()


def findings_below(findings, units, unit_code, year):
    """Return the findings of one year that concern a unit or any unit below it.

    Returns
    -------
    DataFrame
        Rows of `findings`, gravest first; those that concern no single unit come along.
    """
    codes = {"", unit_code, *below(units, unit_code, year)["unit_code"]}
    return findings[findings["unit_code"].isin(codes) & (findings["year"].isna() | (findings["year"] == year))]


def findings_by_unit(findings):
    """Return how many findings of each severity every unit has, the unit with most errors first.

    Returns
    -------
    DataFrame
        One row per ``unit_code``: ``n_error``, ``n_warning``, ``n_info``.

    Examples
    --------
    >>> table = pd.DataFrame({"unit_code": ["a", "a", "b"], "severity": ["info", "error", "warning"]})
    >>> findings_by_unit(table).to_numpy().tolist()
    [['a', 1, 0, 1], ['b', 0, 1, 0]]
    """
    counts = pd.crosstab(findings["unit_code"], findings["severity"]).reindex(columns=SEVERITIES, fill_value=0)
    counts.columns = [f"n_{each}" for each in SEVERITIES]
    ordered = counts.sort_values(list(counts.columns), ascending=False, kind="stable")
    return ordered.rename_axis("unit_code").reset_index()
