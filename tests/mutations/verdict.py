"""What the package read, held against what a person reads: every silent loss, misreading and traceback."""

import re
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

from . import is_harmless
from .paper import NOT_APPLICABLE, Row
from .sets import ISSUED

KINDS = ("traceback", "misreading", "loss", "unmentioned", "refused", "wordy")
MOST_FINDINGS = 3  # of a form that is written by mere habit
OF_THE_FOLDER = {"self_form_missing"}  # said of a verification that comes alone
OF_THE_UNIT = {"not_applicable_claimed", "not_applicable_verified"}  # what it means, not how it writes
NOTHING, SAID, WARNED, BLAMED = range(4)  # how much is said of a cell: BLAMED by an error
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)?")


class Fault(NamedTuple):
    """One thing that went wrong: `kind` of `KINDS`, what was meant and what was read."""

    kind: str
    mutators: tuple
    path: str
    place: str
    meant: object
    read: object
    said: str


def judge(form, layout, outcome):
    """Return the `Fault`s of one form."""
    if outcome.raised:
        return [_fault("traceback", form, outcome, "", "", outcome.raised.strip().splitlines()[-1])]
    findings = [each for each in outcome.findings if each.code not in OF_THE_FOLDER]
    faults, is_habit = [], is_harmless(form)
    for (code, basis), meant in form.meant.items():
        if basis == "claimed" and form.stage == "verification":
            continue  # a claim counts from the unit's own form only
        read = outcome.read[code, basis]
        said = max((_covers(form, layout, outcome.path, each, code, basis) for each in findings), default=0)
        kind = _kind(meant, read, said, is_habit, form.criteria_id in ISSUED and basis in form.bases)
        if kind:
            faults.append(_fault(kind, form, outcome, _place(layout, code, basis), meant, read))
    faults += [
        _fault("unmentioned", form, outcome, _where(layout, each), "", "")
        for each in form.mention
        if not any(_touches(form, layout, outcome.path, found, each) for found in findings)
    ]
    count = sum(each.code not in OF_THE_UNIT for each in findings)
    if is_habit and count > MOST_FINDINGS:
        faults.append(_fault("wordy", form, outcome, "", MOST_FINDINGS, count))
    return faults


def _kind(meant, read, said, is_habit, is_strict):
    """The kind of a fault; `is_strict`: of our own form's points one that is seen and not read needs an error."""
    agrees = any(read == each or _is_near(read, each) for each in meant.readings)
    if agrees and said >= {"": NOTHING, "refused": BLAMED}.get(meant.told, SAID):
        return ""
    is_lost = is_strict and read is None and meant.readings and meant.readings[0] not in (None, NOT_APPLICABLE)
    if said >= (BLAMED if is_lost or meant.told == "refused" else WARNED):
        return "refused" if is_habit and not agrees else ""
    if agrees:
        return "unmentioned"
    return "loss" if read in (None, NOT_APPLICABLE) else "misreading"


def _is_near(read, meant):
    return isinstance(read, float) and isinstance(meant, float) and abs(read - meant) < 1e-9


def _covers(form, layout, path, found, code, basis):
    """How much a finding says of an indicator's points."""
    strength = {"error": BLAMED, "warning": WARNED}.get(found.severity, SAID)
    printed = form.indicators[code]["printed_as"]
    best = NOTHING
    for place in found.places:
        sheet, row, column = _parsed(place, path)
        if row is None and column is None:
            if _names_an_indicator(form, found):
                best = max(best, strength if printed in _named(found) else NOTHING)
            else:  # of the whole file: numbers read all the same need an error
                best = max(best, BLAMED if found.severity == "error" else SAID)
        elif sheet != layout.sheet:
            continue
        elif row in layout.rows_of(code):
            best = max(best, strength)
        elif row is None or row in layout.headings:
            named = layout.columns_of(basis) | layout.columns_of("code") | layout.columns_of("name")
            best = max(best, strength if column in named or strength == BLAMED else NOTHING)
        elif row < layout.headings.start and found.severity == "error":
            best = BLAMED
    return best


def _names_an_indicator(form, found):
    return not _named(found).isdisjoint(each["printed_as"] for each in form.indicators.values())


def _named(found):
    return {found.facts.get("code"), *found.facts.get("codes", "").split(", ")}


def _touches(form, layout, path, found, wanted):
    """Whether a finding mentions a thing."""
    if wanted == "error":
        return found.severity == "error"
    if wanted == "form":
        return True
    places = [_parsed(place, path) for place in found.places]
    if isinstance(wanted, str):
        return any(sheet == wanted for sheet, _, _ in places)
    if isinstance(wanted, tuple) and wanted[0] == "indicator":
        return found.facts.get("code") == form.indicators[wanted[1]]["printed_as"]
    whole = not _names_an_indicator(form, found)
    if isinstance(wanted, tuple):
        wanted = wanted[0]
    at = layout.rows.get(wanted) if isinstance(wanted, Row) else layout.columns.get(wanted)
    for sheet, row, column in places:
        if row is None and column is None and whole:
            return True
        if found.severity == "error" and sheet == layout.sheet and row in layout.headings:
            return True  # the column is asked about as a whole
        if sheet == layout.sheet and at == (row if isinstance(wanted, Row) else column):
            return True
    return False


def _parsed(place, path):
    """``file!sheet!E12`` as sheet, row and column, counted from 0; None where the place does not say."""
    rest = place.removeprefix(path).strip("!")
    sheet, _, cell = rest.rpartition("!")
    found = _CELL.fullmatch(cell)
    if found is None:
        return rest, None, None
    return sheet, int(found[2]) - 1 if found[2] else None, column_index_from_string(found[1]) - 1


def _place(layout, code, basis):
    columns, rows = sorted(layout.columns_of(basis)), sorted(layout.rows_of(code))
    return f"{get_column_letter(columns[0] + 1)}{rows[0] + 1}" if columns and rows else f"{code} {basis}"


def _where(layout, wanted):
    wanted = wanted[0] if isinstance(wanted, tuple) and wanted[0] != "indicator" else wanted
    if wanted in layout.rows:
        return f"row {layout.rows[wanted] + 1}"
    if wanted in layout.columns:
        return f"column {get_column_letter(layout.columns[wanted] + 1)}"
    return str(wanted)


def _fault(kind, form, outcome, place, meant, read):
    said = "; ".join(
        f"{each.severity} {each.code} {each.where.partition('!')[2]}" for each in outcome.findings[:4]
    )
    return Fault(kind, tuple(form.done), outcome.path, place, meant, read, said)
