"""One file's unit, year, set and stage: what its clues settle, and what a person must say."""

from dataclasses import dataclass

from ..errors import finding
from ..intake.manifest import STAGES
from ..reference import fold
from ..reference.stages import codes_of, kind_of
from .clues import Clue, Settled
from .testimony import FITS, named_years, title_years

CLAIMS, VERDICTS = ("tu danh gia", "tu cham"), ("tham dinh", "tham tra", "xac minh")
ALIKE = 1e-9


@dataclass(frozen=True)
class Call:
    """What whoever calls says of all files."""

    year: int | None = None
    criteria: tuple = ()
    stage: str = ""


def place(seen, register, call, answers):
    """Return what is `Settled` of a file's unit, year, set and stage.

    Parameters
    ----------
    seen : Seen
    register : Register
    call : Call
    answers : dict
        Field to what a person answered; it stands above every clue.
    """
    settled, fitting = Settled(), _fitting_sets(seen)
    clues = _year_clues(seen, call, fitting, register)
    year = _first(settled.settle("year", _answered(answers, "year") or clues))
    near = year or max(year for each in (fitting or register.criteria) for year in register.criteria[each].years)
    clues = _set_clues(seen, register, call, fitting, settled.values.get("year"))
    sets = settled.settle("criteria_id", _answered(answers, "criteria_id") or clues)
    levels = {register.criteria[each].level for each in sets if each in register.criteria}
    clues_to_unit = _answered(answers, "unit_code") or _unit_clues(seen, register, near, levels)
    codes = settled.settle("unit_code", clues_to_unit)
    if not codes and (elsewhere := _elsewhere(seen, register, near)) and not any(c.values for c in clues_to_unit):
        settled.doubts.pop()
        settled.doubt("unit_code", "elsewhere", elsewhere)
    if len(sets) != 1 and "unit_code" in settled.values:
        _settle_by_level(settled, clues, register, register.level(codes[0], near))
    if _is_unfit(seen, fitting, call, answers) and "criteria_id" in settled.values:
        settled.doubt("criteria_id", "unfit", [Clue("table", (settled.values["criteria_id"],), f"{seen.fit:.0%}")])
    stage = _answered(answers, "stage") or _stage_clues(seen, call, settled.values.get("year"))
    settled.settle("stage", _own_stages(stage, register.criteria.get(settled.values.get("criteria_id")), seen))
    _check(settled, register)
    return settled


def _answered(answers, name):
    return [Clue("answer", (answers[name],))] if answers.get(name) else []


def _first(values):
    return values[0] if values else None


def _fitting_sets(seen):
    """The sets that some table of the file fits best, and well."""
    best = seen.fit
    found = [each for table in seen.tables for each, fit in table.fits.items() if fit >= best - ALIKE]
    return tuple(dict.fromkeys(found)) if best >= FITS else ()


def _is_unfit(seen, fitting, call, answers):
    return bool(seen.tables) and not (fitting or seen.identity or call.criteria or answers.get("criteria_id"))


def _year_clues(seen, call, fitting, register):
    clues = [_stated(seen, "year"), Clue("call", (call.year,) if call.year else ())]
    head = [year for table in seen.tables for text in table.labelled.get("year", ()) for year in named_years(text)]
    head += [year for table in seen.tables for text in table.head for year in title_years(text)]
    clues += [Clue("head", tuple(dict.fromkeys(head))), Clue("name", tuple(named_years(seen.stem)))]
    if not any(clue.values for clue in clues):
        folder = next((years for each in seen.folders if (years := named_years(each))), [])
        clues.append(Clue("folder", tuple(folder)))
    years = [year for each in fitting for year in register.criteria[each].years]
    return [*clues, Clue("table", tuple(dict.fromkeys(years)))]


def _stated(seen, name):
    value = seen.identity.get(name)
    return Clue("identity", (value,) if value else ())


def _set_clues(seen, register, call, fitting, year):
    clues = [_stated(seen, "criteria_id"), Clue("call", tuple(call.criteria))]
    clues.append(Clue("table", fitting, f"{seen.fit:.0%}" if fitting else ""))
    return [*clues, Clue("year", register.sets_of(year) if year else ())]


def _settle_by_level(settled, clues, register, level):
    settled.doubts = [doubt for doubt in settled.doubts if doubt.field != "criteria_id"]
    settled.settle("criteria_id", [*clues, Clue("level", register.sets_of(level=level))])


def _unit_clues(seen, register, year, levels):
    names = register.names(year)
    clues = [_stated(seen, "unit_code")]
    for table in seen.tables:
        mentions = [each for text in table.labelled["unit"] for each in names.in_text(text, is_bare=True)]
        mentions += [each for text in table.head for each in names.in_text(text)]
        clues += _mentioned("head", mentions, register, year, levels)
    clues += _mentioned("name", names.in_text(seen.stem, is_bare=True), register, year, levels)
    clues += _own_code(seen, register, year, levels)
    if not any(clue.source == "name" for clue in clues):
        for folder in seen.folders:
            found = _mentioned("folder", names.in_text(folder, is_bare=True), register, year, levels)
            if found:
                return clues + found
    return clues


def _elsewhere(seen, register, year):
    """Clues to units that are named and may not send: of another region, or of no set's level."""
    names = register.names(year)
    found = [("name", each) for each in names.in_text(seen.stem, is_bare=True)]
    found += [("head", each) for table in seen.tables for text in table.head for each in names.in_text(text)]
    return [Clue(source, each.codes, each.text) for source, each in found if not each.is_known]


def _own_code(seen, register, year, levels):
    """The code that a file's name begins with, as files in the raw folder are called."""
    code = seen.stem.split("_")[0]
    level = register.level(code, year)
    return [Clue("name", (code,), code)] if level and (not levels or level in levels) else []


def _mentioned(source, mentions, register, year, levels):
    """A clue for each unit named, without those that are named as what another one lies in."""
    found = {}
    for each in mentions:
        codes = tuple(
            code for code in each.codes if each.is_known and (not levels or register.level(code, year) in levels)
        )
        if codes:
            is_sure = each.is_exact and not all(register.is_ended(code, year) for code in codes)
            found.setdefault(codes, Clue(source, codes, each.text, is_sure))
    above = {register.parent(code, year) for codes in found for code in codes}
    lowest = [clue for codes, clue in found.items() if not set(codes) <= above]
    return lowest or list(found.values())


def _stage_clues(seen, call, year):
    stated = _stated(seen, "stage")
    if stated.values or call.stage:
        return [stated, Clue("call", (call.stage,) if call.stage else ())]
    table = seen.best(year)
    said, source = _words(" ".join(table.head) if table else ""), "head"
    if not said:
        said, source = _words(seen.stem), "name"
    clues = [Clue(source, said)] if said else []
    if table is None:
        return clues or [Clue("only", ("self",))]
    if not table.has_header:  # which columns hold what cannot be told
        return clues or [Clue("table", STAGES)]
    if not table.verified:
        return clues or [Clue("table", ("self",))]
    if len(said) == 1 and said != ("self",):
        return clues
    if not (table.claimed or table.unknown):
        return [*clues, Clue("table", ("verification",))]
    if not said:
        return [Clue("table", STAGES)]
    return [*clues, Clue("table", ("sheet", "verification"))]


def _own_stages(clues, criteria_set, seen):
    """The clues with a set's own stages in place of the house's: all of that kind, fewer where one is named."""
    if criteria_set is None or not criteria_set.stages:
        return clues
    codes = codes_of(criteria_set)

    def own(value):
        return (
            (value,) if value in codes else tuple(code for code in codes if kind_of(criteria_set, code) == value)
        )

    clues = [clue._replace(values=tuple(code for value in clue.values for code in own(value))) for clue in clues]
    head = [text for table in seen.tables for text in table.head]
    for source, text in (("head", " ".join(head)), ("name", seen.stem)):
        plain = fold(text)
        named = [
            e.code for e in criteria_set.stages if any(n and fold(n) in plain for n in (e.name_vi, e.name_en))
        ]
        clues += [Clue(source, tuple(named))] if named else []
    return clues


def _words(text):
    """What a title or name says a form is; of both, a sheet that has both."""
    plain = fold(text)
    claims, verdicts = (any(word in plain for word in words) for words in (CLAIMS, VERDICTS))
    return ("sheet",) if claims and verdicts else ("self",) * claims + ("verification",) * verdicts


def _check(settled, register):
    """Take back what no row of the manifest may hold: an unknown stage, set or unit, a year of another set."""
    values = settled.values
    chosen = register.criteria.get(values.get("criteria_id"))
    stages = codes_of(chosen) if chosen else STAGES
    for name, known in (("stage", stages), ("criteria_id", tuple(register.criteria))):
        if values.get(name, known[0]) not in known:
            settled.doubt(name, "unknown", text=str(values[name]))
    year, chosen = values.get("year"), register.criteria.get(values.get("criteria_id"))
    if year and chosen and year not in chosen.years:
        settled.doubt(
            "year",
            "unknown",
            text=finding(
                "criteria_year", "", year=year, criteria=chosen.id, years=", ".join(map(str, chosen.years))
            ).message,
        )
        year = None
    code = values.get("unit_code")
    if code and year and register.is_ended(code, year) and "answer" not in settled.sources["unit_code"]:
        settled.doubt("unit_code", "ended", [Clue(settled.sources["unit_code"][0], (code,))])
    elif code and year and (not (level := register.level(code, year)) or (chosen and level != chosen.level)):
        settled.doubt("unit_code", "unknown", text=register.shown(code, year))
