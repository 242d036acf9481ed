"""What headings mean: the house's table of spellings, what a workspace adds to it, and answers remembered."""

import dataclasses
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .. import files
from ..errors import finding, stop_if
from ..messages import language, say
from ..reference import shown, strict_yaml
from ..scoring import basis_name
from .text import clean, fold

TABLE = Path(__file__).with_name("headings.yml")
OWN = "headings.yml"  # a workspace's, beside its manifest
POINTS = ("claimed_points", "verified_points", "final_points")
JUDGED = POINTS[1:]
VERIFIED = ("verified_declared", "verified_value", "verified_total")  # in the form's words, instead of points
FIELDS = (
    *("code", "name", "group", "max_points", "rule_text", "declared_value", "declared_total", *POINTS, "gap"),
    *("class_name", "explanation", "evidence", "reasons", "verifier_note", "person", "deadline"),
    *("decision", "ground", "method", "verified_on", "not_read", "computed_points", "is_unsure", *VERIFIED),
    "measured_value",
)
MOST_KNOWN = 20_000
LONGEST = 80  # a text longer than this is no heading


@dataclass(frozen=True)
class Headings:
    """What folded headings mean: a field, by their words a field, or one of several fields."""

    spelled: dict  # folded heading -> field
    phrases: tuple  # (folded words, field), the first that a heading holds
    several: dict  # folded heading -> fields
    qualifiers: tuple = ()  # folded words beside which no words speak of this form's points
    names: dict = dataclasses.field(default_factory=dict)  # what a set calls fields of points
    _known: dict = dataclasses.field(default_factory=dict, compare=False)  # cell -> field, of cells seen before

    def __getstate__(self):
        return self.__dict__ | {"_known": {}}

    def name(self, field):
        """Return what a field of points is called.

        >>> house().name("claimed_points")
        'điểm tự chấm'
        """
        return self.names.get(field) or say(f"field_{field}")

    def field(self, cell):
        """Return the field whose spelling a cell is, None where it is none's."""
        if not _may_be_heading(cell):
            return None
        if cell not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[cell] = self.spelled.get(fold(clean(cell)))
        return self._known[cell]

    def by_words(self, cell):
        """Return the field that a cell's words name, None where none of them does.

        >>> house().by_words("Điểm Sở KHCN thẩm định"), house().by_words("Huyện Gia Viễn")
        ('verified_points', None)
        >>> house().by_words("Điểm xã tự chấm"), house().by_words("Điểm tự chấm quý I")
        ('claimed_points', None)
        """
        if not _may_be_heading(cell) or self.meanings(cell):
            return None
        padded = f" {fold(clean(cell))} "
        is_other = "%" in cell or any(f" {words} " in padded for words in self.qualifiers)
        named = (field for words, field in self.phrases if f" {words} " in padded)
        return next((field for field in named if not (is_other and field in POINTS)), None)

    def meanings(self, cell):
        """Return the fields that a cell may mean where it may mean several, () where it may not.

        >>> house().meanings("ĐIỂM đạt được")
        ('claimed_points', 'verified_points', 'final_points')
        """
        folded = fold(clean(cell)) if _may_be_heading(cell) else ""
        return () if folded in self.spelled else self.several.get(folded, ())


def _may_be_heading(cell):
    return isinstance(cell, str) and len(cell) <= LONGEST


@cache
def house():
    """Return the `Headings` of the house's own table; raises as `read_table`."""
    table = read_table(TABLE)
    phrases = ((fold(words), field) for each in table["phrases"] for field, held in each.items() for words in held)
    several = {fold(heading): tuple(fields) for heading, fields in table["several"].items()}
    qualifiers = tuple(map(fold, table["qualifiers"]))
    english = {field: [written] for field, written in table["english"].items()}
    return Headings(_spelled(english) | _spelled(table["spellings"]), tuple(phrases), several, qualifiers)


def load(raw):
    """Return the house's `Headings` with what the workspace says in ``headings.yml``, which comes first.

    Raises
    ------
    DtsError
        Where a field is unknown, a spelling is no text, or one heading means two fields.
    """
    path = Path(raw) / OWN
    if not path.exists():
        return house()
    own = _spelled(_own_table(path))
    return dataclasses.replace(house(), spelled=house().spelled | own, _known={})


def named_by(headings, criteria_set):
    """Return headings that know a set's own words for its stages too; the same where it has none.

    A set that calls the points of its council «Điểm Hội đồng» has them in a column of that name.
    """
    own = {
        fold(name): f"{stage.basis}_points"
        for stage in criteria_set.stages
        for name in (stage.name_vi, stage.name_en)
        if name
    }
    bases = {stage.basis for stage in criteria_set.stages}
    names = {f"{basis}_points": basis_name(basis, criteria_set) for basis in bases}
    return (
        dataclasses.replace(headings, spelled=headings.spelled | own, names=names, _known={}) if own else headings
    )


def remember(raw, heading, field):
    """Add to a workspace's ``headings.yml`` that a heading means a field.

    Parameters
    ----------
    raw : path
        The folder ``data/raw``.
    heading : str
        As it stands in a form.
    field : str
        One of `FIELDS`; ``not_read`` where the column is to be passed over.
    """
    path = Path(raw) / OWN
    table = _own_table(path) if path.exists() else {}
    for spellings in table.values():
        spellings[:] = [each for each in spellings if fold(each) != fold(heading)]
    table.setdefault(field, []).append(clean(heading))
    table = {name: spellings for name, spellings in table.items() if spellings}
    stop_if(_faults(table, path.name))
    files.write(path, yaml.safe_dump(table, allow_unicode=True, sort_keys=False).encode())


def spelling(field):
    """Return how our own forms spell a field's heading: its first spelling; in English the table's own.

    >>> spelling("group")
    'nhóm'
    """
    table = read_table(TABLE)
    first = table["spellings"][field][0]
    return first if language() == "vi" else table["english"].get(field, first)


@cache
def read_table(path):
    """Return the house's own table of headings.

    Parameters
    ----------
    path : Path
        YAML: ``spellings`` (a list for each of `FIELDS`), ``english`` (a spelling each of those that our own forms
        head), ``phrases`` (fields with words, in the order they are tried) and ``several`` (fields by heading).

    Raises
    ------
    DtsError
        Where a field is unknown, absent, there twice or without spellings; where a spelling is no text; where one
        heading, folded, means two fields. Every fault at once.
    """
    table = strict_yaml.read(path)
    table = table if isinstance(table, dict) else {}
    spellings = table.get("spellings")
    spellings = spellings if isinstance(spellings, dict) else {}
    faults = _faults(spellings, path.name)
    faults += [
        finding("heading_field_empty", f"{path.name}!{field}", field=field)
        for field in FIELDS
        if not isinstance(spellings.get(field), list) or not spellings[field]
    ]
    stop_if(faults)
    return {"phrases": [], "several": {}, "qualifiers": [], "english": {}} | table


def _own_table(path):
    table = strict_yaml.read(path)
    table = {} if table is None else table
    if not isinstance(table, dict):
        stop_if([finding("heading_table_shape", path.name)])
    table = {
        field: spellings if isinstance(spellings, list) else [spellings] for field, spellings in table.items()
    }
    stop_if(_faults(table, path.name))
    return table


def _faults(spellings_of, name):
    known, meanings = ", ".join(FIELDS), {}
    faults = [
        finding("heading_field_unknown", name, field=shown(field), known=known)
        for field in spellings_of
        if field not in FIELDS
    ]
    for field, spellings in spellings_of.items():
        if field not in FIELDS or not isinstance(spellings, list):
            continue
        where = f"{name}!{field}"
        for written in spellings:
            heading = fold(written) if isinstance(written, str) else ""
            if isinstance(written, str) and len(written) > LONGEST:
                facts = {"heading": shown(written), "length": len(written), "most": LONGEST}
                faults.append(finding("heading_too_long", where, **facts))
            elif not heading:
                faults.append(finding("heading_no_text", where, text=shown(written)))
            elif meanings.setdefault(heading, field) != field:
                facts = {"heading": shown(written), "first": meanings[heading], "second": field}
                faults.append(finding("heading_of_two_fields", where, **facts))
    return faults


def _spelled(table):
    return {fold(written): field for field, spellings in table.items() for written in spellings}
