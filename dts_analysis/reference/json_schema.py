"""The JSON Schema of criteria sets, for an editor: keys, kinds of values, the levels there are, what keys mean."""

import re
from typing import TYPE_CHECKING, Any

from ..rules import KINDS
from .criteria import CriteriaSet, Indicator

if TYPE_CHECKING:
    from .level_words import Levels

FILE = "criteria.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={FILE}\n"  # what tells an editor of it
SECTION, OF_SET, OF_INDICATOR, OF_RULE = "## Một bộ tiêu chí", "khóa", "khóa của chỉ số", "dạng quy tắc"
_KEYS, _CELLS = re.compile(r"`(\w+)`"), re.compile(r"(?<!\\)\|")


def criteria_schema(levels: "Levels", guide: str) -> dict[str, Any]:
    """Return the JSON Schema of a criteria set as a dict.

    Parameters
    ----------
    levels : Levels
        What `level` and ``ranking.group`` may be.
    guide : str
        The text of ``data/raw/README.md``: the meanings of keys stand there and nowhere else. A key inside another
        takes the words of the row that tells of it.
    """
    schema, told = CriteriaSet.model_json_schema(), meanings(guide)
    models, words = schema["$defs"], _Words(schema["$defs"])
    for kind, each in KINDS.items():
        words.of_model(each.__name__, told[OF_RULE].get(kind, ""))
    models[Indicator.__name__].pop("description")
    words.of_keys(models[Indicator.__name__], told[OF_INDICATOR])
    words.of_keys(schema, told[OF_SET])
    schema["properties"]["level"] |= {"type": "string", "enum": list(levels.of_sets)}
    models["Ranking"]["properties"]["group"] |= {"type": "string", "enum": list(levels.groups)}
    return schema


def meanings(guide):
    """Return what a guide's tables say of a criteria set's keys: by the table's first heading and the key.

    >>> meanings("## Một bộ tiêu chí\\n| khóa | nghĩa |\\n|---|---|\\n| `id`, `title` | tên |\\n## Phiếu\\n")
    {'khóa': {'id': 'tên', 'title': 'tên'}}
    """
    found, table = {}, None
    for line in guide.partition(SECTION)[2].partition("\n## ")[0].splitlines():
        cells = [each.strip().replace("\\|", "|") for each in _CELLS.split(line)[1:-1]]
        if not cells:
            table = None
        elif table is None:
            table = found.setdefault(cells[0], {})
        else:
            words = " — ".join(cells[1:])
            table |= {} if words.strip("-— ") == "" else dict.fromkeys(_KEYS.findall(cells[0]), words)
    return found


class _Words:
    """Gives keys and models their words, each the first that are said of it."""

    def __init__(self, models):
        self.models, self.told = models, {Indicator.__name__}

    def of_keys(self, model, rows):
        """Give each key of a model the words of its row, and so what lies below it."""
        for key, facts in model["properties"].items():
            self._of_key(facts, rows.get(key, ""))

    def of_model(self, name, words):
        """Give a model, all its keys and what lies below them these words."""
        if name in self.told:
            return
        self.told.add(name)
        self.models[name]["description"] = words
        for facts in self.models[name].get("properties", {}).values():
            self._of_key(facts, words)

    def _of_key(self, facts, words):
        facts.pop("title", None)
        facts["description"] = words
        for name in _named(facts):
            self.of_model(name, words)


def _named(facts):
    """The models that a part of a schema refers to."""
    if isinstance(facts, dict):
        if "$ref" in facts:
            yield facts["$ref"].rpartition("/")[2]
        for key, each in facts.items():
            if key != "discriminator":
                yield from _named(each)
    elif isinstance(facts, list):
        for each in facts:
            yield from _named(each)
