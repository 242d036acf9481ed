"""Next year's criteria set, drafted from one that is there: layout and comments kept, what to decide marked."""

import io
import re
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from ..errors import DtsError, finding, stop_if
from ..messages import say
from .continuing import newer_of_line
from .criteria import SetId
from .json_schema import FIRST_LINE
from .unreadable import of_yaml

TO_DECIDE = (
    "title", "decision", "issued_on", "source", "provenance", "ranking", "class_scheme", "pillars", "indicators",
)  # fmt: skip
COMMENTS_AT = 20  # the column of the comments beside them
TEXTS = ("name_vi", "name_en", "rule_text", "evidence", "data_provider", "verifier", "lead_agency")


def draft_next(folder, criteria, earlier_id, year, new_id=""):
    """Return the YAML text of the set that follows an earlier one: the same, but for what a year must decide.

    Every indicator keeps its words, rule and maximum and continues its own code in the earlier set. Decision, date
    and source are left blank; ``undecided`` names the keys to look at, of the set and of each indicator: a rule
    with thresholds, a text that names a year of the earlier set, what is not rolled out or not for all units.
    A copy of an illustrative set is illustrative, any other is transcribed.

    Parameters
    ----------
    folder : path
        Where the criteria files lie.
    criteria : dict
        Criteria sets by id, as `load_criteria` gives them from there.
    earlier_id : str
        The set to start from, one of `criteria`.
    year : int
        The assessed year the draft is for.
    new_id : str
        The new set's id; `next_id` unless given.

    Raises
    ------
    DtsError
        ``draft_id``, ``draft_exists``, ``draft_year`` (not after the earlier set's), ``draft_older`` (there is a
        later set of the same line to start from), ``yaml_unreadable`` (where it holds what only a lenient reader
        takes for YAML).
    """
    earlier = criteria[earlier_id]
    new_id = new_id or next_id(earlier_id, earlier.years, year)
    stop_if(_check(criteria, earlier, year, new_id))
    yaml = _round_trip()
    document = _loaded(yaml, Path(folder) / f"{earlier_id}.yml", earlier)
    _renew(document, earlier, year, new_id)
    for entry, indicator in zip(document["indicators"], earlier.indicators, strict=True):
        _renew_indicator(entry, indicator, earlier)
    written = io.StringIO()
    yaml.dump(document, written)
    return _head(earlier_id, new_id, year) + written.getvalue()


def next_id(earlier_id, years, year):
    """Return the id of the set that follows: the same but for the year, which is added where there is none.

    >>> next_id("mau_huyen_2023", (2023,), 2024), next_id("mau_huyen", (2023,), 2024)
    ('mau_huyen_2024', 'mau_huyen_2024')
    """
    stem, _, last = earlier_id.rpartition("_")
    return f"{stem if last in map(str, years) else earlier_id}_{year}"


def _head(earlier_id, new_id, year):
    lines = say("next_year_head", year=year, earlier=earlier_id, id=new_id).splitlines()
    return FIRST_LINE + "".join(f"# {line}\n" for line in lines)


def _loaded(yaml, path, earlier):
    """A set's document, without the lines that a draft begins with, where it was one."""
    text = path.read_text(encoding="utf-8-sig")
    for name in {indicator.continues.partition(":")[0] for indicator in earlier.indicators}:
        text = text.removeprefix(_head(name, earlier.id, earlier.years[0]))
    text = text.removeprefix(FIRST_LINE)
    try:
        return yaml.load(text)
    except YAMLError as fault:  # stricter than what loads sets: a tab after a colon
        cause = of_yaml(fault, text)
        raise DtsError(finding("yaml_unreadable", cause.where(path.name), reason=cause.reason)) from None


def _check(criteria, earlier, year, new_id):
    found = []
    try:
        TypeAdapter(SetId).validate_python(new_id)
    except ValidationError:
        found.append(finding("draft_id", new_id))
    if new_id in criteria:
        found.append(finding("draft_exists", f"{new_id}.yml", id=new_id))
    if year <= max(earlier.years):
        facts = {"years": ", ".join(map(str, earlier.years)), "last": max(earlier.years)}
        found.append(finding("draft_year", f"{earlier.id}.yml", id=earlier.id, year=year, **facts))
    elif between := newer_of_line(criteria, earlier, year):
        facts = {"between": ", ".join(each.id for each in between), "latest": between[-1].id}
        found.append(finding("draft_older", f"{earlier.id}.yml", id=earlier.id, year=year, **facts))
    return found


def _round_trip():
    """A reader and writer that keeps order, comments, quotes and lines as they are."""
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 10**6
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _null)
    return yaml


def _null(representer, _):
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def _renew(document, earlier, year, new_id):
    is_made_up = earlier.provenance == "illustrative"
    note = "next_year_note_illustrative" if is_made_up else "next_year_note"
    document |= {
        "id": new_id,
        "title": Quoted(_of_year(earlier, year)),
        "decision": Quoted(""),
        "issued_on": None,
        "source": Quoted(""),
        "provenance": "illustrative" if is_made_up else "transcribed",
        "provenance_note": Quoted(say(note, year=year, earlier=earlier.id)),
        "years": _in_one_line([year]),
    }
    marks = CommentedSeq(TO_DECIDE)
    for place, key in enumerate(TO_DECIDE):
        marks.yaml_add_eol_comment(say(f"key_{key}"), place, COMMENTS_AT)
    document.pop("undecided", None)
    document.insert(1, "undecided", marks)


def _of_year(earlier, year):
    """The title with its one year exchanged; one that names several years stays as it is."""
    named = _years_in(earlier.title, earlier.years)
    return _year_pattern(named).sub(str(year), earlier.title) if len(named) == 1 else earlier.title


def _renew_indicator(entry, indicator, earlier):
    doubts = [
        key
        for key, is_doubtful in (
            *((key, bool(_years_in(getattr(indicator, key), earlier.years))) for key in TEXTS),
            ("rule", indicator.rule.has_thresholds),
            ("rolled_out", not indicator.rolled_out),
            ("applies_to", bool(indicator.applies_to)),
            ("variants", bool(indicator.variants)),
        )
        if is_doubtful
    ]
    entry.pop("undecided", None)
    place, continued = list(entry).index("rule"), Quoted(f"{earlier.id}:{indicator.code}")
    if "continues" in entry:
        entry["continues"] = continued
    else:
        entry.insert(place, "continues", continued)
    if doubts:
        entry.insert(place, "undecided", _in_one_line(doubts))


def _in_one_line(values):
    listed = CommentedSeq(values)
    listed.fa.set_flow_style()
    return listed


def _years_in(text, years):
    return {found.group() for found in _year_pattern(map(str, years)).finditer(text)}


def _year_pattern(years):
    return re.compile(rf"(?<!\d)(?:{'|'.join(sorted(years))})(?!\d)")
