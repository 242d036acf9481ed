"""Stages of an assessment, as a criteria set says: which file fills which basis, what its points are called."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from .. import messages
from ..errors import finding
from ..rules import Strict

BASES = ("claimed", "verified", "final")  # in the order they arise
SHEET = "sheet"  # the stage of a file that holds claims and verdicts both
KINDS = {"claimed": "self", "verified": "verification", "final": "verification"}  # of form, by what it fills


class Stage(Strict):
    """One stage: the code its files bear in the manifest, the basis its points fill, and what these are called.

    `reworks` is how many times a file of it may be sent again; without it nobody counts.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]
    basis: Literal["claimed", "verified", "final"]
    name_vi: Annotated[str, Field(min_length=1, max_length=60)]
    name_en: str = ""
    reworks: Annotated[int, Field(strict=True, ge=0, le=99)] | None = None

    @property
    def name(self):
        """What its points are called, in the current language; in Vietnamese where it has no other name."""
        return messages.named(self)


def codes_of(criteria_set):
    """Return the stages a set's files may bear in the manifest, in order; the house's where it has none.

    >>> from types import SimpleNamespace as Obj
    >>> codes_of(Obj(stages=())), codes_of(Obj(stages=[Obj(code="self"), Obj(code="council")]))
    (('self', 'verification', 'sheet'), ('self', 'council', 'sheet'))
    """
    own = tuple(each.code for each in criteria_set.stages)
    return (*(own or ("self", "verification")), SHEET)


def basis_of(criteria_set, code):
    """Return the basis that a stage's file fills first; of a sheet, and of no stage of the set, ``claimed``."""
    own = {each.code: each.basis for each in criteria_set.stages} or {"verification": "verified"}
    return own.get(code, "claimed")


def kind_of(criteria_set, code):
    """Return what kind of form a stage's file is: self, verification or sheet.

    >>> from types import SimpleNamespace as Obj
    >>> own = Obj(stages=[Obj(code="unit", basis="claimed"), Obj(code="council", basis="final")])
    >>> [kind_of(own, code) for code in ("unit", "council", "sheet")], kind_of(Obj(stages=()), "verification")
    (['self', 'verification', 'sheet'], 'verification')
    """
    return SHEET if code == SHEET else KINDS[basis_of(criteria_set, code)]


def turn_of(criteria_set, code):
    """Return the stage whose turn a file takes: a sheet stands for a unit's own form; every other for itself."""
    claims = (each.code for each in criteria_set.stages if each.basis == "claimed")
    return next(claims, "self") if code == SHEET else code


def first_of(criteria_set, kind):
    """Return the first stage whose files are forms of a kind: self or verification.

    >>> from types import SimpleNamespace as Obj
    >>> own = Obj(stages=[Obj(code="unit", basis="claimed"), Obj(code="council", basis="final")])
    >>> first_of(own, "verification"), first_of(Obj(stages=()), "verification")
    ('council', 'verification')
    """
    return next((code for code in codes_of(criteria_set) if kind_of(criteria_set, code) == kind), kind)


def stage_name(criteria_set, code):
    """Return what a set calls a stage; "" where the house's words hold."""
    return next((each.name for each in criteria_set.stages if each.code == code), "")


def check_stages(criteria_set):
    """Return findings about a set's stages that are each valid: codes twice, no claims, verdicts before claims."""
    stages = criteria_set.stages
    if not stages:
        return []
    codes = [each.code for each in stages]
    faults = [
        finding("code_doubled", "stages", code=code) for code in dict.fromkeys(codes) if codes.count(code) > 1
    ]
    faults += [finding("stage_reserved", f"stages.{SHEET}", code=SHEET)] if SHEET in codes else []
    if "claimed" not in [each.basis for each in stages] and criteria_set.form.claims != "by_rule":
        faults.append(finding("stages_without_claims", "stages", known=", ".join(codes)))
    faults += [
        finding("stage_order", f"stages.{after.code}", before=before.code, basis=after.basis, held=before.basis)
        for before, after in pairwise(stages)
        if BASES.index(after.basis) < BASES.index(before.basis)
    ]
    return faults
