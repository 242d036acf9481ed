"""Which notebook runs for which unit: settled, and refused where it cannot be, before anything runs."""

from dataclasses import dataclass

from ..analysis.completion import class_counts
from ..errors import DtsError, Finding, finding, stop_if
from ..reference import units_below, units_on
from ..scoring import totals
from ..show import headline_text
from .contract import Notebook, check_parameters
from .fingerprint import Fingerprints


@dataclass(frozen=True)
class Job:
    """One report to be made. `skip` says why it could not say anything, or is None."""

    notebook: Notebook
    unit_code: str
    unit_name: str
    year: int
    parameters: dict
    headline: str = ""  # the line the index shows beside the unit
    skip: Finding | None = None
    fingerprint: str = ""  # of all it is made from; see `fingerprint`
    comparison: str = ""  # of the forms it is set beside

    @property
    def place(self):
        """Where the report goes, below ``reports/``, without its ending."""
        return f"{self.year}/{self.unit_code}/{self.notebook.name}"


def plan(dataset, notebooks, year, units=(), names=(), below="", parameters=None):
    """Return the jobs of one call, parents' notebooks first.

    Parameters
    ----------
    dataset : Dataset
    notebooks : dict
        As from `load_notebooks`.
    year : int
        The assessed year.
    units : sequence of str
        Unit codes; none means every unit directly below a province or the country that sent a form, and
        these above.
    names : sequence of str
        Notebook names; none means all that fit each unit.
    below : str
        A unit code: every unit below it that sent a form, and the unit itself.
    parameters : dict, optional
        Further parameters, given to every notebook.

    Raises
    ------
    DtsError
        With everything that does not fit: unknown notebooks, units and parameters, a year without forms.
    """
    faults = [
        finding("notebook_unknown", "notebooks", name=name, known=", ".join(notebooks))
        for name in names
        if name not in notebooks
    ]
    chosen = [each for name, each in notebooks.items() if not names or name in names]
    sent = dataset.received.loc[dataset.received["year"] == year, ["unit_code", "year"]].drop_duplicates()
    if sent.empty:
        has = ", ".join(str(each) for each in sorted(dataset.received["year"].unique())) or "—"
        raise DtsError(*faults, finding("year_unknown", "manifest.csv", year=year, has=has))
    standing = units_on(dataset.units, sent).set_index("unit_code").loc[sent["unit_code"]]
    parents = standing["parent_code"].to_dict()
    wanted, more = _wanted(dataset, year, units, below, parents)
    given = {"year": year} | (parameters or {})
    for each in chosen:
        faults += check_parameters(each, given | {"unit_code": ""})
    stop_if(faults + more)
    headlines, ready = _headlines(dataset, year), dataset.ready(year)
    named = standing["name"].to_dict()
    named |= {code: dataset.unit(code, year)["name"] for code in wanted if code not in named}
    order = sorted(chosen, key=lambda each: (each.scope, each.order))
    fingerprints = Fingerprints(dataset)
    return [
        fingerprints.marked(
            Job(
                notebook=each,
                unit_code=code,
                unit_name=named[code],
                year=year,
                parameters=given | {"unit_code": code},
                headline=headlines.get(code, ""),
                skip=None
                if all(code in ready[need] for need in each.needs)
                else _why_not(dataset, each, code, year),
            )
        )
        for code in wanted
        for each in order
        if code in (parents if each.scope == "unit" else parents.values())
    ]


def _headlines(dataset, year, basis="claimed"):
    scores = dataset.scores[dataset.scores["year"] == year]
    summed = totals(scores, basis).merge(class_counts(scores, dataset.criteria, basis), on="unit_code")
    summed = summed.rename(columns={"n_indicators_x": "n_indicators"})
    return {row["unit_code"]: headline_text(row, row) for _, row in summed.iterrows()}


def _wanted(dataset, year, units, below, parents):
    if below:
        inside = set(units_below(dataset.units, below, year)["unit_code"])
        codes = [below, *(code for code in parents if code in inside)]
        return codes, [] if len(codes) > 1 else [_not_received(dataset, below, year)]
    if units:
        known = {*parents, *parents.values()}
        return list(dict.fromkeys(units)), [
            _not_received(dataset, code, year) for code in units if code not in known
        ]
    tops = ("country", "province")
    above = {code for code in set(parents.values()) if dataset.unit(code, year)["level"] in tops}
    inside = [code for code in parents if parents[code] in above and code not in above]
    return [*sorted(above), *inside], []


def _not_received(dataset, code, year):
    try:
        dataset.unit(code, year)
    except DtsError as error:
        return error.findings[0]
    has = dataset.received.loc[dataset.received["unit_code"] == code, "year"].drop_duplicates()
    listed = ", ".join(str(each) for each in sorted(has)) or "—"
    return finding("unit_not_received", "manifest.csv", unit=code, year=year, has=listed)


def _why_not(dataset, notebook, code, year):
    needed = {"year_before": dataset.pair, "verified": dataset.verified}
    for name in notebook.needs:
        try:
            needed[name](code, year)
        except DtsError as error:
            return error.findings[0]
    return None
