"""Completion classes (mức độ hoàn thành) of a criteria set: each with what reaches it, best first."""

from typing import Annotated, Literal

from pydantic import Field

from ..rules import Strict
from .level_words import Flag

Share = Annotated[float, Field(strict=True, ge=0, le=1)]


class CompletionClass(Strict):
    """One completion class: reached `at_least` or strictly `above` a share, or `when` a condition holds."""

    code: str
    name_vi: str
    name_en: str
    is_upper: Flag
    at_least: Share | None = None
    above: Share | None = None
    when: Literal["both_zero", "verified_below_claimed", "both_max", "otherwise"] | None = None


class ClassScheme(Strict):
    """The classes of a set, best first; the first that fits wins."""

    kind: Literal["thresholds", "conditions"]
    note: str
    classes: Annotated[tuple[CompletionClass, ...], Field(min_length=2)]
