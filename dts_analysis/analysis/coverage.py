"""What was received and what is missing, and where the findings are: how far an analysis can reach."""

import pandas as pd

from ..errors import SEVERITIES
from ..reference import units_below


def coverage(received: pd.DataFrame, units: pd.DataFrame, unit_code: str, year: int) -> pd.DataFrame:
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
        the units that sent nothing). A unit that ended within the year counts if it sent something.
    """
    of_year = received[received["year"] == year]
    everyone = units_below(units, unit_code, year)
    is_expected = ~everyone["is_ended"] | everyone["unit_code"].isin(of_year["unit_code"])
    expected = everyone.loc[is_expected, ["unit_code", "parent_code", "level"]]
    sent = set(of_year.loc[of_year["kind"].isin(["self", "sheet"]), "unit_code"])
    judged = set(of_year.loc[of_year["kind"].isin(["verification", "sheet"]), "unit_code"])
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


def findings_by_unit(findings: pd.DataFrame) -> pd.DataFrame:
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
