"""The shapes a scoring rule can take, as data. What each is worth is worked out in `scoring`.

Every rule reads at most two declared numbers: *a* (``declared_value``) and *b* (``declared_total``);
the share is a/b, or *a* alone where the form gives a per cent.
"""

from abc import ABC, abstractmethod
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Strict(BaseModel):
    """A record that knows all its keys: an unknown one is a typing mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleKind(Strict, ABC):
    """What each shape says of itself; one that leaves something out cannot be made."""

    @abstractmethod
    def attainable(self, max_points):
        """Return the most points the rule can give, to be held against the indicator's maximum."""

    @property
    def falls(self):
        """Whether its steps fall strictly, in threshold and in points; a shape without steps has none to rise."""
        return True

    @property
    def has_thresholds(self):
        """Whether it holds a number that an issuer sets anew from year to year: a target, a step."""
        return False


class Ratio(RuleKind):
    """a/b of the maximum; with a `target`, full points are reached there already."""

    kind: Literal["ratio"]
    target: Annotated[float, Field(strict=True, gt=0, le=1)] = 1.0

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    @property
    def has_thresholds(self):
        """Whether full points are reached before the whole.

        >>> Ratio(kind="ratio").has_thresholds, Ratio(kind="ratio", target=0.8).has_thresholds
        (False, True)
        """
        return self.target < 1


class Tier(Strict):
    """From `at_least` upwards the answer earns `points`."""

    at_least: Number
    points: Points


class Tiers(RuleKind):
    """Steps by count or by share, the highest first; below the last step nothing."""

    kind: Literal["tiers"]
    of: Literal["value", "share"] = "value"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def attainable(self, max_points):
        """Return the points of the best step, whatever the maximum.

        >>> Tiers(kind="tiers", tiers=[{"at_least": 4, "points": 20}]).attainable(25.0)
        20.0
        """
        return max(tier.points for tier in self.tiers)

    @property
    def falls(self):
        """Whether the highest step comes first and earns most, and so on down.

        >>> Tiers(kind="tiers", tiers=[{"at_least": 1, "points": 5}, {"at_least": 4, "points": 20}]).falls
        False
        """
        pairs = zip(self.tiers, self.tiers[1:], strict=False)
        return all(a.at_least > b.at_least and a.points > b.points for a, b in pairs)

    @property
    def has_thresholds(self):
        """Yes: its steps."""
        return True


class Option(Strict):
    """One answer to choose: the number or the label that a form holds, and its points."""

    value: Number
    label: str
    points: Points


class Choice(RuleKind):
    """Exactly one of several options."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    def attainable(self, max_points):
        """Return the points of the best option, whatever the maximum."""
        return max(option.points for option in self.options)


class Part(Strict):
    """One thing on a checklist and what it adds."""

    label: str
    points: Points


class Checklist(RuleKind):
    """Parts that add up; the declared value is a bit set, part i (from 1) being 2**(i-1)."""

    kind: Literal["checklist"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2, max_length=32)]

    def attainable(self, max_points):
        """Return the points of all parts together, whatever the maximum."""
        return sum(part.points for part in self.parts)


class Target(RuleKind):
    """Full points once the value or share is at least `at_least`, else none; also without points."""

    kind: Literal["target"]
    of: Literal["value", "share"] = "share"
    at_least: Number

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points

    @property
    def has_thresholds(self):
        """Yes: `at_least`."""
        return True


class Manual(RuleKind):
    """A person gives the points; nothing is computed."""

    kind: Literal["manual"]

    def attainable(self, max_points):
        """Return the maximum: the rule has no points of its own."""
        return max_points


Rule = Annotated[Ratio | Tiers | Choice | Checklist | Target | Manual, Field(discriminator="kind")]
KINDS = {get_args(each.model_fields["kind"].annotation)[0]: each for each in get_args(get_args(Rule)[0])}
