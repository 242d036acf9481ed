"""What a schema refuses, said in the reader's language."""

from ..messages import say

_KINDS = {
    "number": ("float_type", "float_parsing", "int_type", "int_parsing", "int_from_float", "finite_number"),
    "text": ("string_type",),
    "pattern": ("string_pattern_mismatch",),
    "range": ("greater_than", "greater_than_equal", "less_than", "less_than_equal"),
    "choice": ("literal_error",),
    "list": ("tuple_type", "too_short", "too_long"),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "keys": ("model_type", "model_attributes_type", "dict_type"),
    "boolean": ("bool_type", "bool_parsing"),
}
_KIND = {each: kind for kind, types in _KINDS.items() for each in types}
_BOUNDS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def reason(fault):
    """Return what would have been right, for one of the faults a `ValidationError` lists.

    >>> reason({"type": "string_type", "msg": "Input should be a valid string"})
    'cần chữ trong ngoặc kép'
    """
    kind, context = _KIND.get(fault["type"]), fault.get("ctx", {})
    if kind is None:
        return fault["msg"]
    bound = " ".join(f"{sign} {context[name]:g}" for name, sign in _BOUNDS.items() if name in context)
    facts = {name: context.get(name, "") for name in ("expected", "pattern")}
    facts["expected"] = facts["expected"].replace("'", "").replace(" or ", ", ")
    return say(f"schema_{kind}", bound=bound, **facts)
