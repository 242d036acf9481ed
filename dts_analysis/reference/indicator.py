"""A component indicator (chỉ số thành phần) of a criteria set: its rule, its maximum, and for whom it holds."""

from typing import Literal

from ..rules import Condition, Points, Rule, Strict
from .level_words import Flag
from .nodes import Code
from .unit_types import Variant

OfIndicator = Literal[
    "printed_as", "name_vi", "name_en", "max_points", "rule", "rule_text", "evidence", "data_provider",
    "verifier", "lead_agency", "rolled_out", "continues", "applies_to", "applies_if", "variants", "is_bonus",
]  # fmt: skip


class Indicator(Strict):
    """A component indicator (chỉ số thành phần) with its rule and where that rule is written.

    A bonus adds to what its pillar earns, and its maximum to nothing.

    `undecided` are those of its keys that a draft took over and nobody has held against the decision yet.
    """

    code: Code
    printed_as: str
    name_vi: str
    name_en: str = ""
    max_points: Points
    is_bonus: Flag = False
    rule: Rule
    rule_text: str = ""
    evidence: str = ""
    data_provider: str = ""
    verifier: str = ""
    lead_agency: str = ""
    rolled_out: Flag = True
    continues: str = ""
    applies_to: tuple[str, ...] = ()
    applies_if: Condition | None = None
    variants: tuple[Variant, ...] = ()
    undecided: tuple[OfIndicator, ...] = ()

    @property
    def printed_name(self):
        """How a form names it: its code as printed, and its name."""
        return f"{self.printed_as} {self.name_vi}"

    @property
    def least_points(self):
        """The fewest points it can give: below 0 where its rule takes some."""
        return self.rule.least(self.max_points)

    @property
    def only_takes(self) -> bool:
        """Whether it takes points and gives none, under every variant."""
        return all(one.max_points == 0 and one.least_points < 0 for one in self.alternatives)

    @property
    def alternatives(self):
        """The indicator by itself, then under each of its variants: at the numbers that scores give these."""
        return tuple(self.under(variant) for variant in (None, *self.variants))

    def under(self, variant):
        """Return the indicator as a variant of it has it; itself without one."""
        given = {"max_points": variant.max_points, "rule": variant.rule} if variant else {}
        changed = {name: value for name, value in given.items() if value is not None}
        return self.model_copy(update=changed) if changed else self

    @property
    def pillar_code(self):
        """The pillar this indicator's code names."""
        return self.code.split("-")[0]
