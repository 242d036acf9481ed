"""What units there are and what they are called: the levels from the top down, the unit above all, who can act."""

import string
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from .. import messages
from ..errors import DtsError, finding
from ..rules import Strict
from .folding import fold
from .schema import UNSOUND

UNIT, UNKNOWN = "unit", "unknown"  # parties that are everywhere: the unit itself, and nobody knows who
PARENT = "parent"  # the group of those right under one unit
OTHER_TABLES = ("facts",)  # published, and of no level


def _letter(text):
    """The words before and after a unit's name; "" where the name alone addresses it."""
    try:
        names = [name for _, name, *_ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        names = None
    if text and names != ["unit"]:
        raise PydanticCustomError("letter", "{example}", {"example": "{unit}"})
    return text


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
UnitCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]+$", max_length=40)]
Words = Annotated[str, Field(min_length=1, max_length=80)]
Letter = Annotated[str, Field(max_length=200), AfterValidator(_letter)]
Flag = Annotated[bool, Field(strict=True)]


class Named(Strict):
    """Something with a name in each language."""

    name_vi: Words
    name_en: Words

    @property
    def name(self):
        """The name in the current language."""
        return messages.named(self)


class Top(Named):
    """The unit above all others."""

    code: UnitCode


class Party(Named):
    """Who can remove the cause of a loss; `is_above` is whoever stands above the units."""

    code: Code
    is_above: Flag = False


class Level(Named):
    """A level of units.

    `is_region`: units below are ranked, and published, within one of this level. `kinds` are the words that begin
    its units' names, with their short forms. `letter_vi` and `letter_en` are how a letter addresses a unit. Its
    results are published in the table `published`; `published_share` is that table's column where it prints no
    points but a share.
    """

    code: Code
    plural_vi: Words
    plural_en: Words
    is_region: Flag = False
    kinds: dict[Words, tuple[Words, ...]] = Field(default_factory=dict)
    letter_vi: Letter = ""
    letter_en: Letter = ""
    published: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=80)] = ""
    published_share: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=40)] = ""

    @property
    def plural(self):
        """The name of several in the current language."""
        return messages.named(self, "plural")

    def addressed(self, unit_name):
        """Return whom a letter to a unit of this level is addressed to; a kind of unit is no proper name there."""
        letter = messages.named(self, "letter", may_be_blank=True)
        is_kind = any(fold(unit_name).startswith(f"{fold(kind)} ") for kind in self.kinds)
        name = unit_name[:1].lower() + unit_name[1:] if is_kind else unit_name
        return letter.format(unit=name) if letter else unit_name


class Levels(Strict):
    """The levels from the top down, the unit at the top, and who can act; `merged_as_vi` … say how pasts merge."""

    top: Top
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]
    parties: tuple[Party, ...]
    merged_as_vi: str = ""
    merged_as_en: str = ""

    @model_validator(mode="after")
    def _is_sound(self):
        found = _check(self)
        if found:
            raise PydanticCustomError(UNSOUND, "{said}", {"said": str(DtsError(*found)), "findings": found})
        return self

    @property
    def codes(self):
        """The levels' codes, from the top down."""
        return [each.code for each in self.levels]

    @property
    def of_sets(self):
        """The codes of the levels that criteria sets may be for: all below the top."""
        return self.codes[1:]

    @property
    def lowest(self):
        """The level below all others."""
        return self.levels[-1]

    @property
    def top_level(self):
        """The code of the top unit's level."""
        return self.levels[0].code

    @property
    def region(self):
        """The code of the level within which units are compared; "" where they all are together."""
        return next((each.code for each in self.levels if each.is_region), "")

    @property
    def groups(self):
        """Within what a set may rank its units: the unit right above, that of the region, the top."""
        return [PARENT, *([self.region] if self.region else []), self.top_level]

    @property
    def party_codes(self):
        """The parties' codes, in the file's order."""
        return [each.code for each in self.parties]

    @property
    def above(self):
        """The codes of the parties above the units."""
        return [each.code for each in self.parties if each.is_above]

    @property
    def merged_as(self):
        """Who else merges pasts so, in the current language; "" where nobody is named."""
        return messages.named(self, "merged_as", may_be_blank=True)

    def of(self, code):
        """Return the level of this code; KeyError if there is none."""
        return _coded(self.levels, code)

    def party(self, code):
        """Return the party of this code; KeyError if there is none."""
        return _coded(self.parties, code)

    def above_level(self, code):
        """Return the codes of the levels between one and the region, or the top, the nearest first."""
        codes = self.codes
        start = codes.index(self.region or self.top_level) + 1
        return codes[start : codes.index(code)][::-1]

    def is_in_region(self, code):
        """Return whether units of a level lie in one of the region's."""
        return bool(self.region) and self.codes.index(code) > self.codes.index(self.region)

    def unit_name(self, code, name):
        """Return what a unit is called: the top, where only this file names it, in the current language."""
        return self.top.name if (code, name) == (self.top.code, self.top.name_vi) else name

    def kinds(self, code=""):
        """Return the kinds of units, as `fold` leaves them, with their short forms; of one level or of all."""
        chosen = [self.of(code)] if code else self.levels
        pairs = [(fold(kind), short) for each in chosen for kind, short in each.kinds.items()]
        found = {}
        for kind, short in pairs:
            found.setdefault(kind, []).extend(fold(each) for each in short if fold(each) not in found[kind])
        return found


def _check(levels):
    faults = [
        finding("code_doubled", "", code=code)
        for records in (levels.levels, levels.parties)
        for code in _doubled([each.code for each in records])
    ]
    if PARENT in levels.codes:
        faults.append(finding("level_reserved", PARENT, code=PARENT))
    regions = [each.code for each in levels.levels if each.is_region]
    if len(regions) > 1 or levels.top_level in regions:
        faults.append(finding("level_regions", "levels", regions=", ".join(regions), top=levels.top_level))
    lacking = [each for each in (UNIT, UNKNOWN) if each not in levels.party_codes]
    if lacking:
        faults.append(finding("parties_lacking", "parties", parties=", ".join(lacking)))
    tables = [each.published for each in levels.levels if each.published]
    taken = [*_doubled(tables), *(each for each in tables if each in OTHER_TABLES)]
    return faults + [finding("level_table_taken", "levels", table=each) for each in taken]


def _doubled(values):
    return sorted({each for each in values if values.count(each) > 1})


def _coded(records, code):
    for record in records:
        if record.code == code:
            return record
    raise KeyError(code)
