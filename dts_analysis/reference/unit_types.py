"""What a criteria set is for one unit: which indicators apply to it, with what maximum and rule."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
from pydantic import Field

from ..errors import finding
from ..rules import Points, Rule, Strict
from .bearers import units_on
from .folding import fold
from .indicator_soundness import may_meet
from .nearest import nearest_units
from .nodes import maxima

if TYPE_CHECKING:
    from ..errors import Finding
    from .criteria import CriteriaSet
    from .level_words import Levels

Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
_LIFE = ["unit_code", "year"]


class Variant(Strict):
    """Another maximum, another rule, or both, for the units that `applies_to` names by code or by kind."""

    applies_to: Words
    max_points: Points | None = None
    rule: Rule | None = None


def names_unit(words: Sequence[str], unit_code: str, unit_name: str) -> bool:
    """Return whether any of these words is a unit's code, or the kind of unit that its name begins with.

    >>> [names_unit(["Phường", "00803"], *one) for one in (("00801", "Xã Tân Lập"), ("00803", "Xã Tân Hòa"),
    ...     ("00804", "Phường Tân Hòa"))]
    [False, True, True]
    """
    return unit_code in words or any(fold(unit_name).startswith(f"{fold(word)} ") for word in words)


def ways(criteria_set: "CriteriaSet", unit_code: str, unit_name: str) -> tuple[Any, ...]:
    """Return what tells one unit's set from another's, as a key: equal keys, one `own_set`.

    ``()`` where no indicator differs by unit.
    """

    def is_named(words):
        return names_unit(words, unit_code, unit_name)

    return tuple(
        (
            next((number for number, one in enumerate(each.variants) if is_named(one.applies_to)), -1),
            unit_code in each.applies_to,
            is_named(each.applies_to),
        )
        for each in criteria_set.indicators
        if each.variants or each.applies_to
    )


def own_set(criteria_set: "CriteriaSet", unit_code: str, unit_name: str) -> "CriteriaSet":
    """Return the set as it stands for one unit: variants in place, pillars and total with their maxima.

    The first variant that names the unit counts. An indicator that applies to the unit's kind applies to the unit;
    one that does not keeps whom it applies to. Where nothing differs by unit type it is the set itself.

    Parameters
    ----------
    criteria_set : CriteriaSet
    unit_code, unit_name : str
    """
    own = tuple(_own(each, unit_code, unit_name) for each in criteria_set.indicators)
    pairs = list(zip(criteria_set.indicators, own, strict=True))
    if all(mine is each for each, mine in pairs):
        return criteria_set
    most = maxima(criteria_set.nodes, own)
    pillars = tuple(each.model_copy(update={"max_points": most[each.code]}) for each in criteria_set.pillars)
    return criteria_set.model_copy(update={"indicators": own, "pillars": pillars, "total_points": most[""]})


def _own(indicator, unit_code, unit_name):
    fitting = (one for one in indicator.variants if names_unit(one.applies_to, unit_code, unit_name))
    own = indicator.under(next(fitting, None))
    words = own.applies_to
    if unit_code not in words and names_unit(words, unit_code, unit_name):
        return own.model_copy(update={"applies_to": ()})
    return own


def is_relative(criteria_set: "CriteriaSet") -> bool:
    """Return whether some rule of a set holds units' answers against one another."""
    indicators = criteria_set.indicators
    return any(one.rule.is_relative for each in indicators for one in each.alternatives)


def unit_names(units: pd.DataFrame, lives: Any) -> Any:
    """Return what whoever bore each code in each year was called, aligned to `lives`; "" where nobody did."""
    borne = units_on(units, lives.drop_duplicates(_LIFE)).set_index(_LIFE)["name"]
    keys = pd.MultiIndex.from_frame(lives[_LIFE].astype({"unit_code": "str"}))
    return pd.Series(borne.reindex(keys, fill_value="").to_numpy(), index=lives.index, dtype="str")


def check_applies_to(criteria: "dict[str, CriteriaSet]", units: pd.DataFrame, levels: "Levels") -> "list[Finding]":
    """Return findings for words that name neither a unit nor a kind of unit, and variants that no unit can use.

    Nobody would be meant, in silence.

    Parameters
    ----------
    criteria : dict
        Criteria sets by id.
    units : DataFrame
        As from `load_units`.
    levels : Levels
        A set's words may be the kinds of its own level.
    """
    known, unknown = set(units["unit_code"]), []
    for each in criteria.values():
        kinds = levels.of(each.level).kinds
        folded = set(map(fold, kinds))
        unknown += [
            (f"{each.id}.yml!{where}", word, ", ".join(kinds) or "—")
            for indicator in each.indicators
            for where, words in _places(indicator)
            for word in words
            if word not in known and fold(word) not in folded
        ]
    near = nearest_units(units, [word for _, word, _ in unknown])
    return [
        finding("applies_to_unknown", at, unit=word, kinds=kinds, near=near[word]) for at, word, kinds in unknown
    ] or _check_used(criteria, units)


def _check_used(criteria, units):
    """Variants for units by code, where the indicator applies to a kind that they are not of; or the other way."""
    own = ((one.id, each) for one in criteria.values() for each in one.indicators)
    differing = [(set_id, each) for set_id, each in own if each.applies_to and each.variants]
    if not differing:
        return []
    lives, faults = units.groupby("unit_code")["name"].agg(tuple), []
    for set_id, each in differing:
        for number, variant in enumerate(each.variants):
            both = each.applies_to, variant.applies_to
            codes = [word for words in both for word in words if word in lives.index]
            kinds = [[word for word in words if word not in lives.index] for words in both]
            named = [(code, name) for code in codes for name in lives[code]]
            if may_meet(*kinds, ()) or any(all(names_unit(words, *one) for words in both) for one in named):
                continue
            facts = {"words": ", ".join(variant.applies_to), "own": ", ".join(each.applies_to)}
            faults.append(finding("variant_unused", f"{set_id}.yml!{each.code}.variants.{number}", **facts))
    return faults


def _places(indicator):
    yield indicator.code, indicator.applies_to
    for number, each in enumerate(indicator.variants):
        yield f"{indicator.code}.variants.{number}", each.applies_to
