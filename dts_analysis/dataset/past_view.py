"""The past of a unit that was made of others since the year before: theirs, merged, beside it."""

from functools import cached_property

import pandas as pd

from ..analysis import mergers, origins

RESULTS = ["unit_code", "year", "criteria_id", "basis", "points", "max_points", "attainment_share", "is_complete"]


class MergedPast:
    """The units that one was made of since the year before, and their results as if it had existed then.

    Totals only: indicator by indicator, several units are not one, so nothing of them stands beside its own.

    Parameters
    ----------
    view : UnitView
        The later year's.
    results : DataFrame
        One row per basis, as from `mergers.past`, with ``basis``, ``is_complete`` (of every part).
    codes : sequence of str
        The parts.
    """

    unstated = origins.HALF

    def __init__(self, view, results, codes):
        self.data, self.view, self.year = view.data, view, view.year - 1
        self.results, self.codes = results.set_index("basis"), list(codes)
        self.name = results["parts"].iloc[0]

    @property
    def n_units(self):
        """How many parts there are."""
        return len(self.codes)

    @property
    def n_unstated(self):
        """Of how many parts no source says which part of them went over."""
        return int(self.results["n_unstated"].iloc[0])

    @cached_property
    def files(self):
        """The files in force that were received of the parts for their year."""
        return self.data.rows("received", unit_code=self.codes, year=self.year)

    @property
    def criteria_sets(self):
        """The sets the parts answered."""
        return [self.data.criteria[name] for name in sorted(self.files["criteria_id"].unique())]

    @property
    def on_basis(self):
        """No rows: no indicator of the unit itself."""
        return self.view.counted.head(0)

    @property
    def scores(self):
        """No rows, as `on_basis`."""
        return self.view.scores.head(0)

    def history(self, standing):
        """Return the merged year as rows of a unit's history, one per basis; what is not known of it is NaN or 0.

        Parameters
        ----------
        standing : DataFrame
            The unit's rows of ``standings`` in the later year.
        """
        rows = standing[standing["basis"].isin(self.results.index)].copy()
        counts = rows.select_dtypes("int64").columns
        numbers = rows.select_dtypes("number").columns.difference(counts)
        rows[counts], rows[numbers] = 0, rows[numbers].mask(rows[numbers].notna())
        found = self.results.loc[rows["basis"]]
        sets = self.files["criteria_id"].unique()
        return rows.assign(
            year=self.year,
            criteria_id=sets[0] if len(sets) == 1 else "",
            is_placed=False,
            band="",
            attainment_share=found["mean_share"].to_numpy(),
            is_complete=found["is_complete"].to_numpy(bool),
        )


def merged_past(view):
    """Return the merged past of a unit that was not there the year before, and what keeps it from being told.

    Parameters
    ----------
    view : UnitView

    Returns
    -------
    past : MergedPast or None
        None where the unit was there, where none of its parts sent a form, or where the finding says why.
    fault : Finding or None
    """
    data, code, year = view.data, view.unit_code, view.year
    needed = sorted(origins.ancestry(data.unit_changes, [code], year - 1, year))
    changes, units = origins.about(data.unit_changes, needed), data.rows("units", unit_code=needed)
    rows = data.rows("standings", RESULTS, unit_code=needed, year=[year - 1, year])
    before = rows[rows["year"] == year - 1]
    made = mergers.check_past(set(before["unit_code"]), changes, units, [code], year)
    if before.empty or code not in made or made[code]:
        return None, None if before.empty else made.get(code)
    found = []
    for basis in before["basis"].unique():
        of_basis = rows[rows["basis"] == basis]
        found.append(mergers.past(of_basis, changes, units, [code], year).assign(basis=basis))
    results = pd.concat(found)
    codes = results["part_codes"].iloc[0].split(" + ")
    parts = before[before["unit_code"].isin(codes)].groupby("basis")["is_complete"].all()
    return MergedPast(view, results.assign(is_complete=results["basis"].map(parts)), codes), None
