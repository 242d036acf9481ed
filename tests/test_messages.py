"""One table of messages, every language, closed against the code that uses it."""

import re
import string
from pathlib import Path

import pandas as pd
import pytest

from dts_analysis import messages
from dts_analysis.show.names import localized_column

PACKAGE = Path(messages.__file__).parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
NOTEBOOKS = (PACKAGE.parent / "notebooks").glob("*.ipynb")


@pytest.fixture(autouse=True)
def _vietnamese():
    yield messages.use("vi")
    messages.use("vi")


@pytest.fixture
def two_languages(monkeypatch):
    """What small tables of a test's own are in, whatever the package speaks."""
    monkeypatch.setattr(messages, "LANGUAGES", ("vi", "en"))


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_finding_has_three_parts_in_every_language_with_the_same_facts():
    for code, entry in messages.table()["findings"].items():
        assert entry["severity"] in ("error", "warning", "info"), code
        facts = {}
        for language in messages.LANGUAGES:
            parts = entry[language]
            assert set(parts) == {"found", "expected", "remedy"}, code
            assert all(parts.values()), code
            facts[language] = set().union(*(_placeholders(text) for text in parts.values()))
        assert all(each == facts["vi"] for each in facts.values()), code


def test_every_word_stands_in_every_language_with_the_same_values():
    for key, entry in messages.table()["words"].items():
        assert set(entry) == set(messages.LANGUAGES), key
        assert len({frozenset(_placeholders(text)) for text in entry.values()}) == 1, key


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
    words -= {f"named_{word}" for word in words}  # `show.sides` says these in place of the words without "named_"
    said = set(re.findall(r"\bsa(?:y|id)\(\s*[\"']([a-z0-9_]+)[\"']", code))
    assert said - words == set(), "said but not in the table"
    prefixes = set(re.findall(r"\b(?:say|said|empty)\(\s*f[\"']([a-z0-9_]+)\{", code))
    quoted = set(re.findall(r"[\"']([a-z][a-z0-9_]+)[\"']", code))
    made = {word for word in words for each in prefixes if word.startswith(each) and word[len(each) :] in quoted}
    assert words - quoted - made == set(), "in the table but never said"


ROOM = """\
findings:
  lost:
    severity: error
    vi: {found: a, expected: b, remedy: c}
    en: {found: a, expected: b, remedy: c}
words:
  unit: {vi: đơn vị, en: unit}
  year: {vi: năm, en: year}
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  year:", "  unit:", r"^room\.yml!8: 'unit' is given twice$"),
        ("en: unit}", "vi: unit}", r"^room\.yml!7: 'vi' is given twice\nroom\.yml: 'unit': 'en' is missing$"),
        ("words:\n", "  lost: {}\nwords:\n", r"room\.yml!6: 'lost' is given twice"),
        ("words:\n", "words: {}\nwords:\n", r"room\.yml!7: 'words' is given twice"),
        (", en: unit}", "}", "'unit': 'en' is missing"),
        ("en: unit}", "en: ''}", "'unit': 'en' holds no text"),
        ("en: unit}", "en: unit, fr: unité}", "'unit': 'fr' is unknown"),
        ("{vi: đơn vị, en: unit}", "đơn vị", r"'unit': expected \('vi', 'en'\)"),
        ("    severity: error\n", "", "'lost': 'severity' is missing"),
        ("severity: error", "severity: grave", "'lost': severity 'grave'; expected one of"),
        ("    en: {found: a, expected: b, remedy: c}\n", "", "'lost': 'en' is missing"),
        ("vi: {found: a, ", "vi: {", "'lost': vi: 'found' is missing"),
        ("vi: {found: a, ", "vi: {found: '', ", "'lost': vi: 'found' holds no text"),
        ("vi: {found: a, ", "vi: {find: a, ", "'lost': vi: 'found' is missing\n.*'lost': vi: 'find' is unknown"),
        ("words:", "word:", r"'word' is no section; expected one of \('findings', 'words'\)"),
    ],
)
def test_a_table_with_a_doubled_or_unfinished_entry_is_refused(two_languages, tmp_path, old, new, words):
    assert ROOM.count(old) == 1
    (tmp_path / "room.yml").write_text(ROOM.replace(old, new), encoding="utf-8")
    with pytest.raises(messages.MessageError, match=words):
        messages.read(tmp_path)


def test_a_key_in_two_rooms_is_refused_and_two_rooms_are_one_table(two_languages, tmp_path):
    (tmp_path / "room.yml").write_text(ROOM, encoding="utf-8")
    (tmp_path / "attic.yml").write_text("words:\n  dust: {vi: bụi, en: dust}\n", encoding="utf-8")
    assert list(messages.read(tmp_path)["words"]) == ["dust", "unit", "year"]
    (tmp_path / "attic.yml").write_text("words:\n  unit: {vi: bụi, en: dust}\n", encoding="utf-8")
    with pytest.raises(messages.MessageError, match=r"^room\.yml: 'unit' stands in another room's table too$"):
        messages.read(tmp_path)


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
    with pytest.raises(messages.MessageError, match="DTS_LANG is 'xx'"):
        messages.use("xx")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 error"), (0, "0 errors"), (2, "2 errors"), ("1", "1 error"), ("1/3", "1/3 errors")],
)
def test_one_of_a_kind_is_told_in_the_singular(number, words):
    messages.use("en")
    said = messages.say("quality_headline", year=2022, error=number, warning=1, info=3)
    assert said == f"Forms of 2022: {words}, 1 warning, 3 notes"
    messages.use("vi")
    assert messages.say("quality_headline", year=2022, error=1, warning=1, info=0) == (
        "Phiếu năm 2022: 1 lỗi, 1 cảnh báo, 0 lưu ý"
    )


def test_no_english_message_counts_one_of_a_kind_in_the_plural():
    """Every number of things stands with both words for them: none is followed by the plural alone."""
    counts = r"\{(?:n|count|units|files|error|warning|info|jobs|copies|letters|more|rest|findings)\} "
    plural = re.compile(
        counts + r"(?:\w+ )?(?:units|indicators|rows|errors|warnings|notes|reports|forms|cells|places)\b"
    )
    every = messages.table()
    texts = {key: entry["en"] for key, entry in every["words"].items()}
    texts |= {(key, part): text for key, entry in every["findings"].items() for part, text in entry["en"].items()}
    assert [key for key, text in texts.items() if plural.search(text)] == []


def test_a_language_that_the_data_does_not_speak_is_told_in_english(monkeypatch):
    monkeypatch.setitem(messages.LANGUAGES, "fr", messages.Writing(",", "dd/MM/yyyy"))
    messages.use("fr")
    reasons = pd.DataFrame({"label_vi": ["Thiếu", "Chậm"], "label_en": ["Missing", ""]}, index=["R01", "R02"])
    assert list(localized_column(reasons, "label")) == ["Missing", "Chậm"]
    assert messages.named({"name_vi": "Xã", "name_en": "Commune"}) == "Commune"
    assert messages.named({"letter_vi": "UBND", "letter_en": ""}, "letter", may_be_blank=True) == ""
    assert messages.number_text(2.5) == "2,5"
