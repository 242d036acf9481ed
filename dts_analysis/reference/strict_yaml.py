"""YAML that refuses a key given twice: the plain safe loader keeps the last one and says nothing."""

from collections.abc import Hashable

import yaml

from ..errors import DtsError, finding


class _Doubled(Exception):
    def __init__(self, key, line):
        self.key, self.line = key, line


class _Loader(yaml.CSafeLoader):
    pass


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
        Where the file is no YAML, or a key stands twice in one mapping; with its line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except _Doubled as fault:
        raise DtsError(finding("yaml_key_doubled", f"{path.name}!{fault.line}", key=fault.key)) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"{path.name}!{mark.line + 1}" if mark else path.name
        reason = getattr(fault, "problem", "") or str(fault)
        raise DtsError(finding("yaml_unreadable", where, reason=reason)) from None
    except UnicodeDecodeError:
        raise DtsError(finding("yaml_unreadable", path.name, reason="UTF-8")) from None
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits, a day 32
        raise DtsError(finding("yaml_unreadable", path.name, reason=str(fault))) from None
