"""What a person reads in a CSV table or a YAML file: text at places, and nothing converted."""

import csv
import io
import re

import yaml

MOST = 50_000
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")  # with a decimal point, in the digits 0 to 9
YAML_NUMBER = re.compile(r"[+-]?((0|[1-9][0-9]*)\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")  # 010 is eight to YAML
BOOLS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
NOTHING = {"", "~", "null"}


class Unreadable(Exception):
    """Nobody could read this without guessing."""


def rows(content):
    """Return a CSV table's rows as dicts of text."""
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Unreadable(fault) from None
    while lines and not lines[-1]:
        lines.pop()
    heading = lines[0] if lines else []
    if not heading or len(set(heading)) < len(heading) or any(len(row) != len(heading) for row in lines):
        raise Unreadable("uneven")
    return [dict(zip(heading, row, strict=True)) for row in lines[1:]]


def leaves(content):
    """Return a YAML file's values by their place: (text, whether it stands in quotes)."""
    try:
        top = yaml.compose(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as fault:
        raise Unreadable(fault) from None
    found, waiting = {}, [((), top)]
    while waiting:
        place, node = waiting.pop()
        if len(found) + len(waiting) > MOST or len(place) > 50:
            raise Unreadable("too much")
        if isinstance(node, yaml.ScalarNode):
            found[place] = (node.value, node.style is not None or node.tag == "tag:yaml.org,2002:str")
        elif isinstance(node, yaml.SequenceNode):
            waiting += [((*place, number), each) for number, each in enumerate(node.value)]
        elif node is not None:
            keys = [key.value for key, _ in node.value]
            if not all(isinstance(key, str) for key in keys) or len(set(keys)) < len(keys):
                raise Unreadable("keys")
            waiting += [((*place, key), each) for key, (_, each) in zip(keys, node.value, strict=True)]
    return found


def is_cell(text, value):
    """Return whether a value is what a CSV cell shows."""
    if isinstance(value, str):
        return value == text
    if value != value or value is None:
        return text == ""
    return not isinstance(value, bool) and bool(NUMBER.fullmatch(text)) and float(text) == float(value)


def is_leaf(text, is_quoted, value):
    """Return whether a value is what a YAML value shows."""
    if isinstance(value, str):
        return value == text
    if is_quoted:
        return False
    if value is None:
        return text.lower() in NOTHING
    if isinstance(value, bool):
        return BOOLS.get(text.lower()) is value
    return bool(YAML_NUMBER.fullmatch(text)) and float(text) == float(value)
