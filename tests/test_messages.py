"""One table of messages, both languages, closed against the code that uses it."""

import re
import string
from pathlib import Path

import pytest

from dts_analysis import messages

PACKAGE = Path(messages.__file__).parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
NOTEBOOKS = (PACKAGE.parent / "notebooks").glob("*.ipynb")


@pytest.fixture(autouse=True)
def _vietnamese():
    yield messages.use("vi")
    messages.use("vi")


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_finding_has_three_parts_in_both_languages_with_the_same_facts():
    for code, entry in messages.table()["findings"].items():
        assert entry["severity"] in ("error", "warning", "info"), code
        facts = {}
        for language in messages.LANGUAGES:
            parts = entry[language]
            assert set(parts) == {"found", "expected", "remedy"}, code
            assert all(parts.values()), code
            facts[language] = set().union(*(_placeholders(text) for text in parts.values()))
        assert facts["vi"] == facts["en"], code


def test_every_word_stands_in_both_languages_with_the_same_values():
    for key, entry in messages.table()["words"].items():
        assert set(entry) == {"vi", "en"}, key
        assert _placeholders(entry["vi"]) == _placeholders(entry["en"]), key


def test_finding_codes_are_a_closed_list():
    quoted = set(re.findall(r'"([a-z][a-z0-9_]+)"', "\n".join(SOURCES.values())))
    listed = set(messages.table()["findings"])
    assert listed - quoted == set(), "listed but never used"
    called = set()
    for text in SOURCES.values():
        called |= set(re.findall(r'\bfinding\(\s*"([a-z0-9_]+)"', text))
    assert called - listed == set(), "used but not listed"


def test_words_are_all_used_and_all_known():
    code = "\n".join(SOURCES.values()) + "\n".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS)
    code += "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2"))
    words = set(messages.table()["words"])
    said = set(re.findall(r"\bsay\(\s*[\"']([a-z0-9_]+)[\"']", code))
    assert said - words == set(), "said but not in the table"
    prefixes = tuple(re.findall(r"\bsay\(\s*f[\"']([a-z0-9_]+)\{", code))
    quoted = set(re.findall(r"[\"']([a-z][a-z0-9_]+)[\"']", code))
    unused = {word for word in words - quoted if not word.startswith(prefixes)}
    assert unused == set(), "in the table but never said"


def test_numbers_are_written_as_the_language_writes_them():
    assert messages.number_text(511.18) == "511,18"
    assert messages.number_text(0.1 + 0.2) == "0,3"
    messages.use("en")
    assert messages.number_text(511.18) == "511.18"


def test_an_unknown_key_is_our_mistake_and_says_so():
    with pytest.raises(messages.MessageError, match="no message 'nonsense' among the words"):
        messages.say("nonsense")


def test_a_value_that_was_not_given_is_named():
    with pytest.raises(messages.MessageError, match="'error_line' needs a value for 'where'"):
        messages.say("error_line")


def test_an_unknown_language_is_refused():
    with pytest.raises(messages.MessageError, match="DTS_LANG is 'fr'"):
        messages.use("fr")
