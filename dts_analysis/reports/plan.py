"""Which notebook runs for which unit: settled, and refused where it cannot be, before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import reference
from ..analysis import mergers
from ..errors import DtsError, Finding, finding, stop_if
from ..files import part
from ..messages import say
from ..scoring import HELD_AGAINST, common_name
from .contract import Notebook, check_parameters, nearest
from .fingerprint import Fingerprints

if TYPE_CHECKING:
    from ..dataset.tables import Dataset

STANDINGS = ["unit_code", "year", "basis", "unit_id", "unit_name", "parent_code", "points"]


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
    around: str = ""  # what its page has around it; see `around`

    @property
    def place(self):
        """Where the report goes, below ``reports/``, without its ending; refused if it leads elsewhere."""
        return "/".join(part(each) for each in (self.year, self.unit_code, self.notebook.name))


def plan(
    dataset: "Dataset",
    notebooks: dict[str, Notebook],
    year: int,
    units: Sequence[str] = (),
    names: Sequence[Any] = (),
    below: str = "",
    parameters: dict[str, Any] | None = None,
) -> list[Job]:
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
        those parents: a region and the units right below it, these and theirs, the top and the regions.
    names : sequence of str
        Notebook names; none means all that fit each unit.
    below : str
        A unit code: every unit below it that sent a form, those between, and the unit itself; beside those in
        `units`.
    parameters : dict, optional
        Further parameters, given to every notebook that takes them.

    Raises
    ------
    DtsError
        With everything that does not fit: unknown notebooks, units and parameters, a year without forms, a call
        that asks for nothing at all, or for nothing of a unit it names.
    """
    standings = dataset.rows("standings", STANDINGS)
    lives = _lives(standings)
    sent = lives[lives["year"] == year].set_index("unit_code")
    faults = [
        finding(
            "notebook_unknown", "notebooks", name=name, meant=_meant(name, notebooks), known=", ".join(notebooks)
        )
        for name in names
        if name not in notebooks
    ]
    if sent.empty:
        has = ", ".join(str(each) for each in sorted(lives["year"].unique())) or "—"
        raise DtsError(*faults, finding("year_unknown", "manifest.csv", year=year, has=has))
    parents, known = sent["parent_code"].to_dict(), reference.units_in(dataset.units, year).set_index("unit_code")
    wanted, more = _wanted(dataset, year, units, below, parents, known)
    more += _check_basis(standings, year, (parameters or {}).get("basis", ""), dataset.criteria.values())
    chosen = [each for name, each in notebooks.items() if not names or name in names]
    given, faults = _given(chosen, {"year": year} | (parameters or {}), names), faults + more
    for each, arguments in zip(chosen, given, strict=True):
        faults += check_parameters(each, arguments | {"unit_code": ""})
    stop_if(faults)
    order = sorted(zip(chosen, given, strict=True), key=lambda pair: (pair[0].scope, pair[0].order))
    skips, above = _skips(dataset, year, lives), set(parents.values())
    named = {code: dataset.levels.unit_name(code, name) for code, name in known["name"].items()}
    jobs = [
        Job(each, code, named[code], year, arguments | {"unit_code": code}, _first(skips, each.needs, code))
        for code in wanted
        for each, arguments in order
        if code in (parents if each.scope == "unit" else above)
    ]
    _refuse_idle(jobs, units, wanted, chosen)
    fingerprints = Fingerprints(dataset)
    return [fingerprints.marked(job) for job in jobs]


def _meant(name, notebooks):
    near = nearest(name, notebooks)
    return say("notebook_meant", name=near) if near else ""


def _lives(rows):
    """Who sent a form, or was verified or measured, in which year, and what there is of them."""
    is_held = rows["basis"].isin(HELD_AGAINST) & rows["points"].notna()
    verified = rows.loc[is_held, ["unit_code", "year"]].drop_duplicates()
    lives = rows.drop_duplicates(["unit_code", "year"])
    return lives.merge(verified.assign(is_verified=True), how="left", on=["unit_code", "year"]).fillna(
        {"is_verified": False}
    )


def _wanted(dataset, year, units, below, parents, known):
    """The codes a call is about, in order, and what keeps it from being about those it names."""
    senders_above = set(parents.values())
    if not units and not below:
        above = known["parent_code"]
        tops = sorted(code for code in senders_above if not senders_above & set(_ancestors(code, above)))
        return [*tops, *(code for code in parents if parents[code] in tops)], []
    faults = [
        _nothing_of(dataset, code, year, parents, known)
        for code in units
        if code not in parents and code not in senders_above
    ]
    wanted = list(units)
    if below:
        inside = set(reference.units_below(dataset.units, below, year)["unit_code"])
        senders = [code for code in parents if code in inside]
        wanted += [below, *sorted(senders_above & inside), *senders]
        faults += [] if senders else [_nothing_below(dataset, below, year, inside, known)]
    return list(dict.fromkeys(wanted)), faults


def _check_basis(rows, year, basis, sets):
    """A finding where a basis is asked for that nobody has points on in the year."""
    has = rows.loc[(rows["year"] == year) & rows["points"].notna(), "basis"].unique()
    if not basis or basis in has:
        return []
    facts = {"basis": common_name(basis, sets), "has": ", ".join(has) or "—"}
    return [finding("basis_of_nobody", "--basis", year=year, **facts)]


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


def _nothing_of(dataset, code, year, parents, known):
    """Why a unit has no report: nobody bears the code, or neither it nor a unit directly below sent a form."""
    if unborne := _unborne(dataset, code, year):
        return unborne[0]
    inside = set(reference.units_below(dataset.units, code, year)["unit_code"])
    if above := [parent for each, parent in parents.items() if each in inside]:
        facts = {"name": known["name"][code], "count": len(above), "above": ", ".join(sorted(set(above)))}
        return finding("senders_further_below", "manifest.csv", unit=code, year=year, **facts)
    return finding("unit_not_received", "manifest.csv", unit=code, year=year, has=_years_of(dataset, [code]))


def _nothing_below(dataset, code, year, inside, known):
    """Why a call for all units below one asks for nothing."""
    if unborne := _unborne(dataset, code, year):
        return unborne[0]
    facts = {"unit": code, "name": known["name"][code], "has": _years_of(dataset, list(inside))}
    return finding("nothing_below", "manifest.csv", year=year, **facts)


def _unborne(dataset, code, year):
    try:
        dataset.unit(code, year)
    except DtsError as error:
        return error.findings
    return []


def _years_of(dataset, codes):
    years = dataset.rows("standings", ["year"], unit_code=codes)["year"].unique()
    return ", ".join(str(each) for each in sorted(years)) or "—"


def _refuse_idle(jobs, units, wanted, chosen):
    """Refuse a call that makes no report at all, or none of a unit it names."""
    about = {job.unit_code for job in jobs}
    if idle := [code for code in (units if jobs else wanted) if code not in about]:
        facts = {"units": ", ".join(idle), "notebooks": ", ".join(each.name for each in chosen)}
        raise DtsError(finding("nothing_to_report", "dts report", **facts))


def _first(skips, needs, code):
    return next((skips[need][code] for need in needs if code in skips[need]), None)


def _skips(dataset, year, lives):
    """Why a need is not met, by need and unit: found for all units at once."""
    now, before = (lives[lives["year"] == each] for each in (year, year - 1))
    new = now[~now["unit_id"].isin(before["unit_id"])]
    years = (
        lives[lives["year"] < year].groupby("unit_id")["year"].agg(lambda has: ", ".join(map(str, sorted(has))))
    )
    made = _made_of_others(dataset, year, before, new)
    skips = {code: each for code, each in made.items() if each}
    for row in new[~new["unit_code"].isin(list(made))].itertuples():
        facts = {"unit": row.unit_code, "name": row.unit_name, "has": years.get(row.unit_id, "—")}
        skips[row.unit_code] = finding("year_before_missing", "manifest.csv", year=year, **facts)
    unverified = {
        row.unit_code: finding(
            "verification_missing", "manifest.csv", unit=row.unit_code, name=row.unit_name, year=year
        )
        for row in now[~now["is_verified"].astype(bool)].itertuples()
    }
    return {"year_before": skips, "verified": unverified}


def _made_of_others(dataset, year, before, new):
    """Units that began since the year before, of whose parts somebody sent a form; why their past is not told."""
    if before.empty:
        return {}
    known, codes = set(before["unit_code"]), list(new["unit_code"])
    return mergers.check_past(known, dataset.unit_changes, dataset.units, codes, year)
