"""The shapes a scoring rule can take, as data. What each is worth is worked out in `scoring`.

Every rule reads at most two declared numbers: *a* (``declared_value``) and *b* (``declared_total``);
the share is a/b, or *a* alone where the form gives a per cent.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Strict(BaseModel):
    """A record that knows all its keys: an unknown one is a typing mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ratio(Strict):
    """a/b of the maximum; with a `target`, full points are reached there already."""

    kind: Literal["ratio"]
    target: Annotated[float, Field(gt=0, le=1)] = 1.0


class Tier(Strict):
    """From `at_least` upwards the answer earns `points`."""

    at_least: Number
    points: Points


class Tiers(Strict):
    """Steps by count or by share, the highest first; below the last step nothing."""

    kind: Literal["tiers"]
    of: Literal["value", "share"] = "value"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]


class Option(Strict):
    """One answer to choose: the number or the label that a form holds, and its points."""

    value: Number
    label: str
    points: Points


class Choice(Strict):
    """Exactly one of several options."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class Part(Strict):
    """One thing on a checklist and what it adds."""

    label: str
    points: Points


class Checklist(Strict):
    """Parts that add up; the declared value is a bit set, part i (from 1) being 2**(i-1)."""

    kind: Literal["checklist"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2, max_length=32)]


class Target(Strict):
    """Full points once the value or share is at least `at_least`, else none; also without points."""

    kind: Literal["target"]
    of: Literal["value", "share"] = "share"
    at_least: Number


class Manual(Strict):
    """A person gives the points; nothing is computed."""

    kind: Literal["manual"]


Rule = Annotated[Ratio | Tiers | Choice | Checklist | Target | Manual, Field(discriminator="kind")]


def attainable(rule, max_points):
    """Return the most points the rule can give, to be held against the indicator's maximum.

    >>> attainable(Tiers(kind="tiers", tiers=[{"at_least": 4, "points": 20}]), 25.0)
    20.0
    """
    match rule:
        case Tiers():
            return max(tier.points for tier in rule.tiers)
        case Choice():
            return max(option.points for option in rule.options)
        case Checklist():
            return sum(part.points for part in rule.parts)
        case _:
            return max_points


def steps_in_order(rule):
    """Return whether a tiered rule falls strictly, in threshold and in points (true of every other rule).

    >>> rising = [{"at_least": 1, "points": 5}, {"at_least": 4, "points": 20}]
    >>> steps_in_order(Tiers(kind="tiers", tiers=rising))
    False
    """
    if not isinstance(rule, Tiers):
        return True
    pairs = list(zip(rule.tiers, rule.tiers[1:], strict=False))
    return all(a.at_least > b.at_least and a.points > b.points for a, b in pairs)
