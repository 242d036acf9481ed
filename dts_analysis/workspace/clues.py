"""What a file gives to know of unit, year, set and stage: clues that are put together, never outvoted."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ..messages import say

FIELDS = ("unit_code", "year", "criteria_id", "stage")
SOURCES = ("answer", "identity", "call", "head", "name", "folder", "table", "level", "year", "only")  # as trusted


class Clue(NamedTuple):
    """One source's word on a field: the values it leaves possible, and how it says so."""

    source: str
    values: tuple
    text: str = ""
    is_sure: bool = True


class Doubt(NamedTuple):
    """Why a field is not settled: `kind` is nothing, several, contradiction, near or unfit; and the clues."""

    field: str
    kind: str
    clues: tuple
    text: str = ""


@dataclass
class Settled:
    """The fields that are known, what each is known from, and the doubts about the others."""

    values: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)
    doubts: list = field(default_factory=list)

    def settle(self, name, clues):
        """Put the clues to one field together; return the values that are left possible."""
        values, doubt = combined(name, clues)
        if doubt:
            self.doubts.append(doubt)
        else:
            (self.values[name],) = values
            self.sources[name] = tuple(dict.fromkeys(clue.source for clue in clues if clue.values))
        return values

    @property
    def possible_stages(self):
        """The stages that the doubts about it leave possible."""
        clues = [clue for doubt in self.doubts if doubt.field == "stage" for clue in doubt.clues]
        return tuple(dict.fromkeys(value for clue in clues for value in clue.values))

    def doubt(self, name, kind, clues=(), text=""):
        """Take back what was settled of a field, and say why."""
        self.values.pop(name, None)
        self.doubts.append(Doubt(name, kind, tuple(clues), text))


def combined(name, clues):
    """Return the values of a field that all clues leave possible, and the `Doubt` unless that is one value.

    >>> head, file = Clue("head", ("25489",)), Clue("name", ("25489", "25525"))
    >>> combined("unit_code", [head, file])
    (('25489',), None)
    >>> combined("unit_code", [head, Clue("name", ("25486",))])[1].kind
    'contradiction'
    >>> combined("unit_code", [])[1].kind, combined("unit_code", [file])[1].kind
    ('nothing', 'several')
    """
    clues = sorted((clue for clue in clues if clue.values), key=lambda clue: SOURCES.index(clue.source))
    if not clues:
        return (), Doubt(name, "nothing", ())
    possible = clues[0].values
    for clue in clues[1:]:
        possible = tuple(value for value in possible if value in clue.values)
    if not possible:
        return (), Doubt(name, "contradiction", tuple(clues))
    if len(possible) > 1:
        return possible, Doubt(name, "several", tuple(clues))
    if not any(clue.is_sure for clue in clues):
        return possible, Doubt(name, "near", tuple(clues))
    return possible, None


def told(clue, shown):
    """Return a clue as a reader is told it; `shown` says how a value is shown."""
    values = ", ".join(map(shown, clue.values[:5])) + (", …" if len(clue.values) > 5 else "")
    text = f"«{clue.text}» → {values}" if clue.text and clue.text != values else values
    return f"{say(f'source_{clue.source}')}: {text}"
