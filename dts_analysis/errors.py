"""What can be wrong and how it is said: findings that are listed, and the error that stops a run.

The rule: if going on could print a wrong number, raise `DtsError`; if it only leaves a hole, record
a `Finding`. Either way all faults are told at once, each with where, found, expected, remedy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from . import messages
from .messages import SEVERITIES, say
from .messages.personal import MASK, masked

MOST_CELLS = 12  # of a habit, so many places are told in its sentence
LEAST_TELEPHONE = 1e8  # smaller numbers have too few digits for one
FINDING_COLUMNS = [
    *("severity", "code", "where", "indicator", "message", "found", "expected", "remedy"),
    *("unit_code", "year", "count", "cells"),
]


@dataclass(frozen=True)
class Finding:
    """One problem with its place. Make it with `finding`; `code` is a key of the messages table.

    A habit that a form repeats is one finding: `where` is the first of its places, `cells` are all of them.
    """

    code: str
    where: str
    facts: dict = field(default_factory=dict)
    unit_code: str = ""
    year: int | None = None
    cells: tuple = ()

    @property
    def places(self) -> tuple[Any, ...]:
        """Every place it stands at, as ``file!sheet!cell``; `where` alone unless it is a habit."""
        return self.cells or (self.where,)

    @property
    def count(self) -> int:
        """At how many places it stands."""
        return len(self.places)

    @property
    def indicator(self) -> str:
        """The indicator it concerns, as printed: "1.3 Tỷ lệ hộ gia đình…"; "" where it is none or several."""
        return self.facts.get("indicator", "")

    @property
    def severity(self) -> str:
        """``error`` (must be mended), ``warning`` (must be looked at) or ``info``."""
        return messages.severity(self.code)

    @property
    def found(self) -> str:
        """What stands there; of a habit the first, and all its places."""
        found = self._text("found")
        if self.count == 1 or not messages.is_habit(self.code):
            return found
        cells = [place.rpartition("!")[2] for place in self.places[:MOST_CELLS]]
        more = "…" if self.count > MOST_CELLS else ""
        return say("finding_habit", found=found, count=self.count, cells=", ".join(cells) + more)

    @property
    def expected(self) -> str:
        """What should stand there."""
        return self._text("expected")

    @property
    def remedy(self) -> str:
        """What the reader can do about it."""
        return self._text("remedy")

    @property
    def message(self) -> str:
        """What stands there and what should, as two sentences."""
        return say("finding_message", found=self.found, expected=self.expected)

    def _text(self, part):
        sides = {"claims": say("basis_claimed"), "verdicts": say("basis_verified")}  # where no set names them
        facts = sides | {"unit_code": self.unit_code, "year": self.year} | self.facts
        return messages.finding_text(self.code, part, **facts)

    def __str__(self):
        parts = {"found": self.found, "expected": self.expected, "remedy": self.remedy}
        return messages.say("error_line", where=self.where, **parts)


def finding(
    code: str, where: object, /, *, unit_code: Any = "", year: Any = None, cells: Any = (), **facts: Any
) -> Finding:
    """Return the `Finding` of this code at this place; `facts`, unit and year fill its sentence.

    What is quoted from a form is masked like any text, a number too: no sentence carries a telephone number.

    >>> finding("number_unreadable", "a.xlsx!Phiếu!F7", text="gọi 0912 345 678").facts
    {'text': 'gọi [đã lược]'}
    """
    facts = {name: _unpersonal(fact) for name, fact in facts.items()}
    return Finding(code, str(where), facts, unit_code, year, tuple(cells))


def _unpersonal(fact):
    """A fact to be quoted, without personal data; a number may be a telephone's, its first 0 dropped."""
    if isinstance(fact, str):
        return masked(fact)[0]
    if isinstance(fact, int | float) and LEAST_TELEPHONE <= abs(fact) < math.inf and fact == int(fact):
        digits = str(int(abs(fact)))
        return MASK if masked(digits)[1] or masked(f"0{digits}")[1] else fact
    return fact


class DtsError(Exception):
    """Going on could print a wrong number. Carries every fault found, not only the first."""

    def __init__(self, *findings: Any) -> None:
        super().__init__(*findings)
        self.findings = list(findings)

    def __str__(self):
        return "\n".join(str(each) for each in self.findings)

    def _render_traceback_(self):
        """What IPython shows for it in a notebook: the sentences, since no line of code is at fault."""
        return str(self).splitlines()


def stop_if(findings: Sequence[Finding]) -> None:
    """Raise one `DtsError` with all of `findings`, if there are any."""
    if findings:
        raise DtsError(*findings)


def findings_table(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return findings as a table, gravest first, otherwise in the order found.

    Returns
    -------
    DataFrame
        One row per finding: severity, code, where (file!sheet!cell, the first), indicator (as printed; "" where
        none or several), message and its two parts, found and expected, remedy, unit_code ("" where it concerns no
        single unit), year (NA where none), count (of its places) and cells (all of them within the sheet of
        `where`, such as "A5 A6"; "" where one).
    """
    rows = [[*(getattr(each, column) for column in FINDING_COLUMNS[:-1]), _cells(each)] for each in findings]
    table = pd.DataFrame(rows, columns=FINDING_COLUMNS).astype(
        dict.fromkeys(FINDING_COLUMNS, "str") | {"year": "Int64", "count": "int64"}
    )
    gravity = table["severity"].map(dict(zip(SEVERITIES, range(3), strict=True)))
    return table.loc[gravity.sort_values(kind="stable").index].reset_index(drop=True)


def _cells(each):
    return " ".join(place.rpartition("!")[2] for place in each.cells)
