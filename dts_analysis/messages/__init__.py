"""Every sentence said to a person, Vietnamese and English, in one table beside this file.

One YAML file per room (``messages/<room>.yml``) holds ``findings`` (a closed list: severity and the
three parts *found*, *expected*, *remedy*) and ``words`` (everything else). All files are merged at
first use; a key that stands in two of them is refused.
"""

import os
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("vi", "en")
_chosen = {}  # by `use`; until then the environment speaks


class MessageError(LookupError):
    """A fault in the table of messages itself: a mistake of ours, never of the data."""


def language():
    """Return the language people are addressed in: ``"vi"`` (default) or ``"en"``.

    >>> language() in LANGUAGES
    True
    """
    found = _chosen.get("language") or os.environ.get("DTS_LANG", "vi")
    if found not in LANGUAGES:
        raise MessageError(f"DTS_LANG is {found!r}; expected one of {LANGUAGES}")
    return found


def use(chosen):
    """Set the language for the rest of this process and return it."""
    _chosen["language"] = chosen
    return language()


def number_text(value):
    """Return a number as the current language writes it, unrounded to 12 significant digits.

    >>> _ = use("vi"); number_text(511.18), number_text(20.0)
    ('511,18', '20')
    """
    text = f"{value:.12g}"
    return text.replace(".", ",") if language() == "vi" else text


def say(key, /, **values):
    """Return the words filed under `key`, filled with `values`, in the current language.

    Raises
    ------
    MessageError
        Where the table has no such key.
    """
    return _fill(_entry("words", key), key, values)


def finding_text(code, part, /, **values):
    """Return one part (``found``, ``expected`` or ``remedy``) of a finding's sentence."""
    return _fill(_entry("findings", code), code, values, part)


def severity(code):
    """Return how grave a finding of this code is: ``error``, ``warning`` or ``info``."""
    return _entry("findings", code)["severity"]


@cache
def table():
    """Return the merged table ``{"findings": {code: …}, "words": {key: …}}``."""
    merged = {"findings": {}, "words": {}}
    for path in sorted(Path(__file__).parent.glob("*.yml")):
        room = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
        for section, entries in room.items():
            doubled = merged[section].keys() & (entries or {}).keys()
            if doubled:
                raise MessageError(f"{path.name}: {sorted(doubled)} stand in another room's table too")
            merged[section].update(entries or {})
    return merged


def _entry(section, key):
    try:
        return table()[section][key]
    except KeyError:
        raise MessageError(f"no message {key!r} among the {section}") from None


def _fill(entry, key, values, part=None):
    text = entry[language()] if part is None else entry[language()][part]
    shown = {name: number_text(v) if isinstance(v, float) else v for name, v in values.items()}
    try:
        return text.format(**shown)
    except KeyError as missing:
        raise MessageError(f"message {key!r} needs a value for {missing}") from None
