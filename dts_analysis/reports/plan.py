"""Which notebook runs for which unit: settled, and refused where it cannot be, before anything runs."""

from dataclasses import dataclass

from .. import reference
from ..analysis import mergers
from ..errors import DtsError, Finding, finding, stop_if
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
        Unit codes; none means the units that sent a form and have no other sender's parent above theirs, and
        those parents: a province and its districts, districts and their communes, the country and its provinces.
    names : sequence of str
        Notebook names; none means all that fit each unit.
    below : str
        A unit code: every unit below it that sent a form, and the unit itself.
    parameters : dict, optional
        Further parameters, given to every notebook that takes them.

    Raises
    ------
    DtsError
        With everything that does not fit: unknown notebooks, units and parameters, a year without forms, a call
        that asks for nothing.
    """
    faults = [
        finding("notebook_unknown", "notebooks", name=name, known=", ".join(notebooks))
        for name in names
        if name not in notebooks
    ]
    lives = _lives(dataset)
    sent = lives[lives["year"] == year].set_index("unit_code")
    if sent.empty:
        has = ", ".join(str(each) for each in sorted(lives["year"].unique())) or "—"
        raise DtsError(*faults, finding("year_unknown", "manifest.csv", year=year, has=has))
    parents = sent["parent_code"].to_dict()
    wanted, more = _wanted(dataset, year, units, below, parents)
    chosen = [each for name, each in notebooks.items() if not names or name in names]
    given, faults = _given(chosen, {"year": year} | (parameters or {}), names), faults + more
    for each, arguments in zip(chosen, given, strict=True):
        faults += check_parameters(each, arguments | {"unit_code": ""})
    stop_if(faults)
    named = sent["unit_name"].to_dict()
    named |= {code: dataset.unit(code, year)["name"] for code in wanted if code not in named}
    skips, fingerprints = _skips(dataset, year, lives), Fingerprints(dataset)
    order = sorted(zip(chosen, given, strict=True), key=lambda pair: (pair[0].scope, pair[0].order))
    above = set(parents.values())
    jobs = [
        Job(each, code, named[code], year, arguments | {"unit_code": code}, _first(skips, each.needs, code))
        for code in wanted
        for each, arguments in order
        if code in (parents if each.scope == "unit" else above)
    ]
    if not jobs:
        facts = {"units": ", ".join(wanted) or "—", "notebooks": ", ".join(each.name for each in chosen)}
        raise DtsError(finding("nothing_to_report", "dts report", **facts))
    return [fingerprints.marked(job) for job in jobs]


def _lives(dataset):
    """Who sent a form, or was verified, in which year, and what there is of them."""
    columns = ["unit_code", "year", "basis", "unit_id", "unit_name", "parent_code", "points"]
    rows = dataset.rows("standings", columns)
    verified = rows.loc[(rows["basis"] == "verified") & rows["points"].notna(), ["unit_code", "year"]]
    lives = rows.drop_duplicates(["unit_code", "year"])
    return lives.merge(verified.assign(is_verified=True), how="left", on=["unit_code", "year"]).fillna(
        {"is_verified": False}
    )


def _wanted(dataset, year, units, below, parents):
    if below:
        inside = set(reference.units_below(dataset.units, below, year)["unit_code"])
        codes = [below, *(code for code in parents if code in inside)]
        return codes, [] if len(codes) > 1 else [_not_received(dataset, below, year)]
    if units:
        known = {*parents, *parents.values()}
        return list(dict.fromkeys(units)), [
            _not_received(dataset, code, year) for code in units if code not in known
        ]
    above, of_sender = reference.parents(dataset.units, year), set(parents.values())
    tops = sorted(code for code in of_sender if not of_sender & set(_ancestors(code, above)))
    return [*tops, *(code for code in parents if parents[code] in tops)], []


def _ancestors(code, above):
    while code := above.get(code, ""):
        yield code


def _given(chosen, parameters, names):
    """What each notebook is given: what it does not take only where somebody asked for that very notebook."""
    taken = {name for each in chosen for name in each.parameters}
    return [
        {
            name: value
            for name, value in parameters.items()
            if name in each.parameters or name not in taken or each.name in names
        }
        for each in chosen
    ]


def _not_received(dataset, code, year):
    try:
        dataset.unit(code, year)
    except DtsError as error:
        return error.findings[0]
    has = dataset.rows("standings", ["year"], unit_code=code)["year"].drop_duplicates()
    listed = ", ".join(str(each) for each in sorted(has)) or "—"
    return finding("unit_not_received", "manifest.csv", unit=code, year=year, has=listed)


def _first(skips, needs, code):
    return next((skips[need][code] for need in needs if code in skips[need]), None)


def _skips(dataset, year, lives):
    """Why a need is not met, by need and unit: found for all units at once."""
    now, before = (lives[lives["year"] == each] for each in (year, year - 1))
    new = now[~now["unit_id"].isin(before["unit_id"])]
    unmapped = mergers.check_mapped(dataset.unit_changes, dataset.units, list(new["unit_code"]), year)
    skips = {each.facts["unit"]: each for each in unmapped}
    years = (
        lives[lives["year"] < year].groupby("unit_id")["year"].agg(lambda has: ", ".join(map(str, sorted(has))))
    )
    for row in new.itertuples():
        facts = {"unit": row.unit_code, "name": row.unit_name, "has": years.get(row.unit_id, "—")}
        missing = finding("year_before_missing", "manifest.csv", year=year, **facts)
        skips.setdefault(row.unit_code, missing)
    unverified = {
        row.unit_code: finding(
            "verification_missing", "manifest.csv", unit=row.unit_code, name=row.unit_name, year=year
        )
        for row in now[~now["is_verified"].astype(bool)].itertuples()
    }
    return {"year_before": skips, "verified": unverified}
