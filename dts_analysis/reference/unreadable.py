"""Why a file of text cannot be read, said in the reader's language, with line and column where they are known.

What has no sentence of its own keeps the words of the library that stumbled.
"""

import json
import re
from typing import NamedTuple

import yaml

from ..messages import say

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_COLON = re.compile(r":\s")


class Cause(NamedTuple):
    """Why a file cannot be read, and the line (counted from 1) where one can be named."""

    reason: str
    line: int | None = None

    def where(self, name):
        """Return the place in the file `name`, such as ``units.csv!3``."""
        return f"{name}!{self.line}" if self.line else name


def words_of(fault):
    """Return what a library said of a fault, with its name for it.

    >>> words_of(KeyError("x")), words_of(EOFError())
    ("'x' (KeyError)", 'EOFError')
    """
    words, name = getattr(fault, "problem", None) or str(fault), type(fault).__name__
    return f"{words} ({name})" if words else name


def unknown(fault):
    """Return the sentence for a fault that has none of its own."""
    return say("cause_unknown", words=words_of(fault))


def of_encoding(fault):
    """Return the cause behind a `UnicodeDecodeError`."""
    content = bytes(fault.object)
    if content.startswith(UTF_16):
        return Cause(say("cause_utf16"))
    before = content[: fault.start].decode(errors="replace")
    return _at(*_place(before), say("cause_not_utf8", byte=f"{content[fault.start]:02X}"))


def of_yaml(fault, text):
    """Return the cause behind a `YAMLError` of either library that a YAML `text` raised."""
    if isinstance(fault, yaml.reader.ReaderError):
        before = text.encode()[: fault.position].decode(errors="ignore")
        return _at(*_place(before), say("cause_control_character", code=f"U+{fault.character:04X}"))
    if getattr(fault, "problem_mark", None) is None:
        return Cause(unknown(fault))
    mark, sentence = _yaml_sentence(fault, text.split("\n"))
    return _at(mark.line + 1, mark.column + 1, sentence)


def of_value(value, mark, fault):
    """Return the cause behind a YAML scalar that looks like a date or a number and is none."""
    sentence = say("cause_yaml_value", value=value[:40], words=words_of(fault))
    return _at(mark.line + 1, mark.column + 1, sentence)


def of_number(value, mark):
    """Return the cause for a YAML scalar that is a number to YAML alone: ``010`` is eight, ``1:30`` is ninety."""
    return _at(mark.line + 1, mark.column + 1, say("cause_yaml_number", value=value[:40]))


def of_depth(mark):
    """Return the cause for what nests too deeply from this mark on."""
    return _at(mark.line + 1, mark.column + 1, say("cause_too_deep"))


def of_count(most, mark):
    """Return the cause for more than `most` values, those counted that aliases stand for."""
    return _at(mark.line + 1, mark.column + 1, say("cause_too_many", most=most))


def of_csv(fault, first_line, last_line):
    """Return the cause behind a `csv.Error`, met at `last_line` in the row that begins at `first_line`."""
    words = str(fault)
    if "unexpected end of data" in words:
        return Cause(say("cause_csv_quote_open"), first_line)
    if "expected after" in words:
        return Cause(say("cause_csv_quote_rest", line=last_line), first_line)
    if "field limit" in words:
        return Cause(say("cause_csv_cell_long"), first_line)
    return Cause(unknown(fault), first_line)


def of_json(fault):
    """Return the cause behind what reading JSON raised: a `JSONDecodeError`, `RecursionError` or other."""
    if isinstance(fault, UnicodeDecodeError):
        return of_encoding(fault)
    if isinstance(fault, RecursionError):
        return Cause(say("cause_too_deep"))
    if not isinstance(fault, json.JSONDecodeError):
        return Cause(unknown(fault))
    if not fault.doc.strip():
        return Cause(say("cause_empty"))
    return _at(fault.lineno, fault.colno, say("cause_not_json", words=fault.msg))


def is_deep(value, most=100):
    """Return whether lists and mappings nest deeper than a reader, of whatever stack, could be sure to follow.

    >>> is_deep([{"a": [1]}]), is_deep([{"a": [1]}], most=2)
    (False, True)
    """
    level = [value]
    for _ in range(most):
        held = [each for each in level if isinstance(each, dict | list)]
        level = [one for each in held for one in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return any(isinstance(each, dict | list) for each in level)


def _at(line, column, sentence):
    return Cause(say("cause_at", line=line, column=column, cause=sentence), line)


def _place(before):
    """The line and column that follow this text, counted from 1."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _yaml_sentence(fault, lines):
    """The mark where the reader should look, and what is wrong there.

    libyaml has one phrase for several mistakes, and its mark is where it gave up; what stands at the mark
    and before it on the line tells the mistakes apart.
    """
    problem, mark = fault.problem, fault.problem_mark
    opened = fault.context_mark or mark
    found, before = _character(lines, mark), _line(lines, mark)[: mark.column]
    if "tab character" in problem or ("cannot start any token" in problem and found == "\t"):
        return mark, say("cause_yaml_tab")
    if "unexpected end of stream" in problem and "quoted" in (fault.context or ""):
        return opened, say("cause_yaml_quote_open", character=_character(lines, opened))
    if "could not find expected ':'" in problem:
        return opened, say("cause_yaml_colon_missing")
    if "mapping values are not allowed" in problem:
        return mark, say("cause_yaml_colon_inside" if _COLON.search(before) else "cause_yaml_indent")
    if "unexpected ':'" in problem:
        return mark, say("cause_yaml_colon_inside")
    if "did not find expected ',' or" in problem:
        if found == ":" and mark.line == opened.line:
            return mark, say("cause_yaml_colon_inside")
        facts = {"line": opened.line + 1, "column": opened.column + 1}
        return mark, say("cause_yaml_bracket_open", character=_character(lines, opened), **facts)
    if "did not find expected key" in problem or "expected <document start>" in problem:
        return mark, say("cause_yaml_rest" if before.strip(" -") else "cause_yaml_indent")
    if "expected '-' indicator" in problem:
        return mark, say("cause_yaml_list_indent")
    if "block sequence entries are not allowed" in problem:
        return mark, say("cause_yaml_dash_inside")
    if "escape character" in problem or "hexdecimal number" in problem:
        return mark, say("cause_yaml_escape")
    if "another document" in problem:
        return mark, say("cause_yaml_documents")
    if problem == "unhashable key":
        return mark, say("cause_yaml_key_list")
    return _first_character(fault, lines, mark, opened)


def _first_character(fault, lines, mark, opened):
    """The sentence for a value whose first character means something to YAML; other faults keep their words."""
    problem, context = fault.problem, fault.context or ""
    if "alphabetic or numeric" in problem or "directive" in problem or "comment or line break" in problem:
        return opened, say("cause_yaml_first_character", character=_character(lines, opened))
    if "flow node" in context:
        return mark, say("cause_yaml_value_missing")
    known = (
        "cannot start any token",
        "mapping keys are not allowed",
        "expected node content",
        "undefined alias",
        "determine a constructor",
    )
    if any(each in problem for each in known):
        return mark, say("cause_yaml_first_character", character=_character(lines, mark))
    return mark, unknown(fault)


def _line(lines, mark):
    return lines[mark.line] if mark.line < len(lines) else ""


def _character(lines, mark):
    return _line(lines, mark)[mark.column : mark.column + 1]
