"""YAML that refuses a key given twice: the plain safe loader keeps the last one and says nothing."""

from collections.abc import Hashable

import yaml

from ..errors import DtsError, finding
from . import unreadable


class _Doubled(Exception):
    def __init__(self, key, line):
        self.key, self.line = key, line


class _Unfit(Exception):
    def __init__(self, node, fault):
        self.cause = unreadable.of_value(str(node.value), node.start_mark, fault)


class _Loader(yaml.CSafeLoader):
    def construct_object(self, node, deep=False):
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError) as fault:  # a day 32, a number of thousands of digits
            raise _Unfit(node, fault) from None


def _mapping(loader, node):
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "unhashable key", key_node.start_mark)
        if key in seen:
            raise _Doubled(key, key_node.start_mark.line + 1)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(path):
    """Return the document in a YAML file.

    Raises
    ------
    DtsError
        Where the file is no YAML, or a key stands twice in one mapping; with its line and the cause.
    """
    name = path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _unreadable(name, unreadable.of_encoding(fault)) from None
    try:
        return yaml.load(text, Loader=_Loader)
    except _Doubled as fault:
        raise DtsError(finding("yaml_key_doubled", f"{name}!{fault.line}", key=fault.key)) from None
    except _Unfit as fault:
        raise _unreadable(name, fault.cause) from None
    except (yaml.YAMLError, RecursionError) as fault:
        raise _unreadable(name, unreadable.of_yaml(fault, text)) from None


def _unreadable(name, cause):
    return DtsError(finding("yaml_unreadable", cause.where(name), reason=cause.reason))
