"""YAML as a person reads it: no key twice, no number in a spelling of machines, no more than a file could hold.

The plain safe loader keeps the last of two keys and says nothing, reads 010 as eight and 1:30 as ninety, and lets
a few lines of aliases stand for gigabytes.
"""

import re
from collections.abc import Hashable

import yaml

from ..errors import DtsError, finding
from . import unreadable
from .csv_table import content_of
from .schema import shown

MOST_BYTES = 8 * 2**20
MOST_NODES = 100_000  # with everything aliases stand for; a set of hundreds of indicators has a few thousand
MOST_DEPTH = 40
_PLAIN = re.compile(
    r"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?\.(inf|nan)", re.IGNORECASE
)
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Doubled(Exception):
    def __init__(self, key, line):
        self.key, self.line = key, line


class _Refused(Exception):
    def __init__(self, cause):
        self.cause = cause


class _Loader(yaml.CSafeLoader):
    def construct_object(self, node, deep=False):
        if node.tag in _NUMBERS and not _PLAIN.fullmatch(str(node.value)):
            raise _Refused(unreadable.of_number(str(node.value), node.start_mark))
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError) as fault:  # a day 32, a number of thousands of digits
            raise _Refused(unreadable.of_value(str(node.value), node.start_mark, fault)) from None


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
for _kind in ("binary", "set", "omap", "pairs"):  # nothing of ours is of these kinds
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", yaml.constructor.SafeConstructor.construct_undefined)


def read(path):
    """Return the document in a YAML file.

    Raises
    ------
    DtsError
        Where the file is absent, no YAML or too large, nested too deeply, its aliases stand for too much, a number
        is spelled as only YAML reads it, or a key stands twice in one mapping; with its line and the cause.
    """
    name = path.name
    try:
        text = content_of(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _unreadable(name, unreadable.of_encoding(fault)) from None
    try:
        _stop_if_vast(text)
        return yaml.load(text, Loader=_Loader)
    except _Doubled as fault:
        raise DtsError(finding("yaml_key_doubled", f"{name}!{fault.line}", key=shown(fault.key))) from None
    except _Refused as fault:
        raise _unreadable(name, fault.cause) from None
    except yaml.YAMLError as fault:
        raise _unreadable(name, unreadable.of_yaml(fault, text)) from None


def _stop_if_vast(text):
    """Refuse what nests too deeply for the loader, or would be too much with its aliases written out."""
    counts, names, sizes = [0], [None], {}
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            counts.append(1)
            names.append(event.anchor)
            if len(counts) > MOST_DEPTH:
                raise _Refused(unreadable.of_depth(event.start_mark))
        elif isinstance(event, yaml.CollectionEndEvent):
            size = counts.pop()
            counts[-1] += size
            sizes[names.pop()] = size
        elif isinstance(event, yaml.NodeEvent):
            counts[-1] += sizes.get(event.anchor, 1) if isinstance(event, yaml.AliasEvent) else 1
            if sum(counts) > MOST_NODES:
                raise _Refused(unreadable.of_count(MOST_NODES, event.start_mark))


def _unreadable(name, cause):
    return DtsError(finding("yaml_unreadable", cause.where(name), reason=cause.reason))
