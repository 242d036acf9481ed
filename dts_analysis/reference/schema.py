"""What a schema refuses, said in the reader's language."""

import reprlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..errors import finding
from ..messages import say
from ..rules import KINDS

UNSOUND = "unsound"  # the kind of a fault whose context holds findings: of valid fields that do not fit together

_KINDS = {
    "number": ("float_type", "float_parsing", "int_type", "int_parsing", "int_from_float", "finite_number"),
    "text": ("string_type", "string_too_short"),
    "pattern": ("string_pattern_mismatch",),
    "range": ("greater_than", "greater_than_equal", "less_than", "less_than_equal"),
    "choice": ("literal_error",),
    "list": ("tuple_type", "too_short", "too_long"),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "keys": ("model_type", "model_attributes_type", "dict_type"),
    "boolean": ("bool_type", "bool_parsing"),
    "form_code": ("form_code",),
    "long": ("string_too_long",),
    "letter": ("letter",),
    "gate": ("gate",),
}
_KIND = {each: kind for kind, types in _KINDS.items() for each in types}
_SHOWN = reprlib.Repr()
_SHOWN.maxlevel, _SHOWN.maxlist, _SHOWN.maxstring, _SHOWN.maxother = 2, 4, 60, 60
_BOUNDS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def shown(value: str | Sequence[Any]) -> str:
    """Return a value as a sentence quotes it: text as it is, all else as Python writes it, and never long.

    >>> shown("k" * 100)[-6:], shown([[[1]]]), shown([1, 2, 3, 4, 5, 6])
    ('kkkkk…', '[[[...]]]', '[1, 2, 3, 4, ...]')
    """
    if isinstance(value, str):
        return value if len(value) <= _SHOWN.maxstring else value[: _SHOWN.maxstring - 1] + "…"
    return _SHOWN.repr(value)


def reason(fault):
    """Return what would have been right, for one of the faults a `ValidationError` lists.

    >>> reason({"type": "string_type", "msg": "Input should be a valid string"})
    'cần chữ trong ngoặc kép'
    """
    kind, context = _KIND.get(fault["type"]), fault.get("ctx", {})
    if kind is None:
        return fault["msg"]
    if kind == "range" and context.get("le") == 1 and fault["input"] > 1:  # a share, typed as a per cent
        return say("schema_share", value=float(fault["input"]), share=fault["input"] / 100)
    bound = " ".join(f"{sign} {context[name]:g}" for name, sign in _BOUNDS.items() if name in context)
    facts = {name: context.get(name, "") for name in ("expected", "pattern", "letter", "max_length", "example")}
    facts["expected"] = facts["expected"].replace("'", "").replace(" or ", ", ")
    return say(f"schema_{kind}", bound=bound, **facts)


def findings_of(error, document, name):
    """Return a finding for each fault of a `ValidationError`.

    Parameters
    ----------
    error : ValidationError
    document : dict or list
        What was validated; items of its lists are named by their code where they have one.
    name : str
        How findings name the file, or the entry of a file: ``reasons.yml!1``.
    """
    found = []
    for fault in error.errors(include_url=False):
        if fault["type"] == UNSOUND:
            found += [replace(each, where=_place(name, each.where)) for each in fault["ctx"]["findings"]]
        else:
            found.append(_finding(fault, document, name))
    return found


def _finding(fault, document, name):
    *parents, leaf = fault["loc"] or ("—",)
    leaf, where, kind = shown(leaf), _place(name, ".".join(_steps(document, parents))), fault["type"]
    if kind == "missing":
        return finding("field_missing", where, field=leaf)
    if kind == "extra_forbidden":
        return finding("field_unknown", where, field=leaf)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = fault.get("ctx", {}).get("tag", "")
        return finding("rule_unknown", _place(where, leaf), rule=shown(tag), expected=", ".join(KINDS))
    return finding("field_invalid", where, field=leaf, value=_SHOWN.repr(fault["input"]), reason=reason(fault))


def _place(name, inside):
    return f"{name}{'.' if '!' in name else '!'}{inside}" if inside else name


def _steps(document, parents):
    """Name list items by their code where they have one: people look for NT-01, not for item 0."""
    for step in parents:
        document = document[step] if _holds(document, step) else None
        code = document.get("code") if isinstance(document, dict) else None
        yield shown(code if isinstance(step, int) and code else step)


def _holds(document, step):
    if isinstance(document, dict):
        return step in document
    return isinstance(document, list) and isinstance(step, int) and step < len(document)
