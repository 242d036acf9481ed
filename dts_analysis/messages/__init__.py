"""Every sentence said to a person, Vietnamese and English, in one table beside this file.

One YAML file per room (``messages/<room>.yml``) holds ``findings`` (a closed list: severity and the
three parts *found*, *expected*, *remedy*) and ``words`` (everything else). All files are merged at
first use; a key given twice, and an entry that lacks a language or a part, is refused.
English has two words for what is counted: ``{n:unit|units}`` prints "1 unit" or "2 units".
"""

import functools
import math
import os
import re
import string
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Writing(NamedTuple):
    """How a language writes a decimal and a day (in Babel's pattern)."""

    decimal: str
    day: str


LANGUAGES = {"vi": Writing(",", "dd/MM/yyyy"), "en": Writing(".", "yyyy-MM-dd")}
SEVERITIES = ("error", "warning", "info")  # the gravest first
PARTS = ("found", "expected", "remedy")
LONGEST_QUOTED = 80
_QUOTED = re.compile(r"«\{(\w+)\}»|\{(value)\}")  # what was typed by others, and may be of any length
_chosen: dict[str, str] = {}  # by `use`; until then the environment speaks


class MessageError(LookupError):
    """A fault in the table of messages itself: a mistake of ours, never of the data."""


def language() -> str:
    """Return the language people are addressed in: ``"vi"`` (default) or ``"en"``.

    >>> language() in LANGUAGES
    True
    """
    found = _chosen.get("language") or os.environ.get("DTS_LANG", "vi")
    if found not in LANGUAGES:
        raise MessageError(f"DTS_LANG is {found!r}; expected one of {tuple(LANGUAGES)}")
    return found


def use(chosen: str) -> str:
    """Set the language for the rest of this process and return it."""
    _chosen["language"] = chosen
    return language()


def number_text(value: float) -> str:
    """Return a number as the current language writes it, with four decimals at most.

    >>> _ = use("vi"); number_text(511.18), number_text(20.0), number_text(11 / 3)
    ('511,18', '20', '3,6667')
    """
    text = "−∞" if value == -math.inf else f"{round(value, 4) or value:.12g}"
    return text.replace(".", LANGUAGES[language()].decimal)


def per_cent(share: float) -> str:
    """Return a share as a per cent, with four decimals at most.

    >>> _ = use("vi"); per_cent(0.8), per_cent(0.125)
    ('80%', '12,5%')
    """
    return f"{number_text(share * 100)}%"


def shortened(text: str) -> str:
    """Return a text as it is quoted: of one beyond `LONGEST_QUOTED` letters both ends.

    >>> shortened("Xã Tân Lập"), len(shortened("x" * 5000))
    ('Xã Tân Lập', 80)
    """
    half = LONGEST_QUOTED // 2
    return text if len(text) <= LONGEST_QUOTED else f"{text[: half - 1]}…{text[-half:]}"


def named(record: Any, part: str = "name", may_be_blank: bool = False) -> Any:
    """Return a part of what comes with the data in the current language, else in English, else in Vietnamese.

    Parameters
    ----------
    record : mapping or object
        With ``name_vi``, ``name_en``, … for the part ``name``.
    may_be_blank : bool
        A text "" is an answer; else the next language is asked.

    Examples
    --------
    >>> _ = use("en"); named({"name_vi": "Xã", "name_en": ""}), named({"name_vi": "Xã", "name_en": "Commune"})
    ('Xã', 'Commune')
    """
    own = record.get if hasattr(record, "get") else functools.partial(getattr, record)
    found = (own(f"{part}_{each}", None) for each in (language(), "en", "vi"))
    return next((each for each in found if each or (may_be_blank and each is not None)), "")


def say(key: str, /, **values: Any) -> str:
    """Return the words filed under `key`, filled with `values`, in the current language.

    Raises
    ------
    MessageError
        Where the table has no such key.
    """
    return _fill(_entry("words", key), key, values)


def finding_text(code: str, part: str, /, **values: Any) -> str:
    """Return one part (``found``, ``expected`` or ``remedy``) of a finding's sentence, long quotes shortened."""
    return _fill(_entry("findings", code), code, values, part)


def severity(code: str) -> str:
    """Return how grave a finding of this code is: ``error``, ``warning`` or ``info``."""
    return _entry("findings", code)["severity"]


def is_habit(code: str) -> bool:
    """Return whether a form tends to repeat a finding of this code: then it is told once, with all its cells."""
    return _entry("findings", code).get("is_habit", False)


@functools.cache
def table() -> dict[str, dict[str, dict[Any, Any]]]:
    """Return the merged table ``{"findings": {code: …}, "words": {key: …}}``."""
    return read(Path(__file__).parent)


def read(folder: Path) -> dict[str, dict[str, dict[Any, Any]]]:
    """Return the merged table of a folder's YAML files.

    Raises
    ------
    MessageError
        With every fault: a key given twice in one file or in two, a section of another name, a word or finding
        that lacks a language or a part, or holds one too many.
    """
    merged, faults = {"findings": {}, "words": {}}, []
    for path in sorted(Path(folder).glob("*.yml")):
        loader = _Loader(path.read_text(encoding="utf-8"))
        room = loader.get_single_data() or {}
        faults += [f"{path.name}!{line}: {key!r} is given twice" for key, line in loader.doubled]
        for section, entries in room.items():
            if section not in merged:
                faults.append(f"{path.name}: {section!r} is no section; expected one of {tuple(merged)}")
                continue
            for key, entry in (entries or {}).items():
                if key in merged[section]:
                    faults.append(f"{path.name}: {key!r} stands in another room's table too")
                faults += [f"{path.name}: {key!r}: {words}" for words in _incomplete(section, entry)]
                merged[section][key] = entry
    if faults:
        raise MessageError("\n".join(faults))
    return merged


class _Counted(string.Formatter):
    """Fills ``{n:unit|units}`` with a number and the word for one, or for any other number, of what it counts."""

    def format_field(self, value, format_spec):
        """Return what stands in the place of a field."""
        one, has_words, many = format_spec.partition("|")
        if not has_words:
            return super().format_field(value, format_spec)
        return f"{value} {one if str(value) == '1' else many}"


_COUNTED = _Counted()


class _Loader(yaml.CSafeLoader):
    """Notes the keys given twice, which the plain loader lets pass: the last one would win."""

    def __init__(self, text):
        super().__init__(text)
        self.doubled = []

    def construct_mapping(self, node, deep=False):
        if len({key.value for key, _ in node.value}) < len(node.value):
            names = [key.value for key, _ in node.value]
            lines = [key.start_mark.line + 1 for key, _ in node.value]
            pairs = zip(names, lines, strict=True)
            self.doubled += [(name, line) for at, (name, line) in enumerate(pairs) if name in names[:at]]
        return super().construct_mapping(node, deep)


def _incomplete(section, entry):
    """What a word or finding lacks or has too many of, in words of ours."""
    if section == "words":
        return _unlike(entry, LANGUAGES)
    keys = [*LANGUAGES, "severity", *(["is_habit"] if isinstance(entry, dict) and "is_habit" in entry else [])]
    found = _unlike(entry, keys, has_words=False)
    if found:
        return found
    if entry["severity"] not in SEVERITIES:
        found.append(f"severity {entry['severity']!r}; expected one of {SEVERITIES}")
    return found + [f"{each}: {words}" for each in LANGUAGES for words in _unlike(entry[each], PARTS)]


def _unlike(entry, keys, has_words=True):
    if not isinstance(entry, dict):
        return [f"expected {keys}"]
    found = [f"{key!r} is missing" for key in keys if key not in entry]
    found += [f"{key!r} is unknown" for key in entry if key not in keys]
    if has_words:
        found += [f"{key!r} holds no text" for key, text in entry.items() if not (isinstance(text, str) and text)]
    return found


def _entry(section, key):
    try:
        return table()[section][key]
    except KeyError:
        raise MessageError(f"no message {key!r} among the {section}") from None


def _fill(entry, key, values, part=None):
    text = entry[language()] if part is None else entry[language()][part]
    shown = {name: number_text(v) if isinstance(v, float) else v for name, v in values.items()}
    for name in {each for pair in _QUOTED.findall(text) for each in pair if each} & shown.keys() if part else ():
        shown[name] = shortened(shown[name]) if isinstance(shown[name], str) else shown[name]
    try:
        return _COUNTED.vformat(text, (), shown) if "|" in text else text.format(**shown)
    except KeyError as missing:
        raise MessageError(f"message {key!r} needs a value for {missing}") from None
