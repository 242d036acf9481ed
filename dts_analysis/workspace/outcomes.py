"""What became of each file that was to be received."""

import re
from dataclasses import dataclass, field

from ..errors import Finding, finding
from ..reference import fold
from .clues import Settled
from .questions import Answers
from .testimony import Seen

_TIME = re.compile(r"\blan (\d{1,2})\b")


@dataclass
class Outcome:
    """What became of one file: `kind` is received, in_place, asked, known, set_aside, passed or unreadable."""

    kind: str
    name: str
    seen: Seen | None = None
    settled: Settled | None = None
    answers: Answers = field(default_factory=lambda: Answers({}, {}))
    path: str = ""  # below the raw folder
    replaces: str = ""
    problem: Finding | None = None
    row: dict = field(default_factory=dict)
    also: tuple = ()  # other names the same content came under


def time_sent(text):
    """Which time a name says a form is sent: «lần 2»; 0 where it says nothing.

    >>> time_sent("Xã Thạnh Bình 2025 lần 1.xlsx"), time_sent("Xã Trà Vong.xlsx")
    (1, 0)
    """
    found = _TIME.search(fold(text.replace("_", " ")))
    return int(found[1]) if found else 0


def absent(name):
    """Return the outcome of a file that a question is open about and that lies nowhere any more."""
    return Outcome("unreadable", name, problem=finding("asked_file_absent", name))


def once_each(outcomes):
    """Return one outcome for each content: the other names it came under count as names of it."""
    found, kept = {}, []
    for each in outcomes:
        key = each.seen.sha256 if each.seen else id(each)
        first = found.setdefault(key, each)
        if first is each:
            kept.append(each)
        elif each.name != first.name:
            first.also = (*first.also, each.name)
    return kept
