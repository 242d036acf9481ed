"""Criteria sets as issued (bộ tiêu chí): pillars, indicators, rules, classes."""

import datetime
import hashlib
import json
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BeforeValidator, Field, PlainValidator, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from ..errors import DtsError, finding
from ..rules import Number, Points, Strict
from .class_scheme import ClassScheme, Share
from .csv_table import is_date
from .indicator import Indicator
from .levels import levels_of, one_of
from .nodes import Gate, Group, Pillar, counted_in_passes, nodes
from .schema import UNSOUND, findings_of
from .soundness import check_soundness
from .stages import Stage
from .unreadable import of_json


def _day(value):
    """A day of the calendar, bare or in quotes: a number is none, whatever second it might count from 1970."""
    if type(value) is datetime.date or (isinstance(value, str) and is_date(value)):
        return value
    raise PydanticCustomError("date_type", "a day such as 2022-12-31")


SetId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
CellName = Annotated[str, Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")]
Year = Annotated[int, Field(strict=True, ge=2000, le=2099)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
OfSet = Literal[
    "title", "level", "issuer", "decision", "issued_on", "source", "provenance", "provenance_note",
    "total_points", "ranking", "class_scheme", "form", "groups", "pillars", "indicators", "cap", "floor", "passes",
    "stages",
]  # fmt: skip


class Band(Strict):
    """A band (xếp loại) and the lowest share it starts at: the issuer's own, not comparable elsewhere."""

    name: str
    at_least: Share


class Ranking(Strict):
    """How places are given: decimals that count, the treatment of ties, the group compared.

    Units `unranked` are scored and take no place; `bands` are the issuer's, best first.
    """

    precision: Annotated[int, Field(strict=True, ge=0, le=6)]
    method: Literal["competition"]
    group: Annotated[str, PlainValidator(one_of("groups"))]
    unranked: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()


class Form(Strict):
    """Where the answers stand in a workbook, and what else does.

    `claims` is ``by_rule`` where forms hold no claimed points: what the rules make of the answers is what a unit
    claims. `unscored` names the rows that ask something and earn nothing; `prompts` are how texts begin that stand
    in an answer's cell until somebody answers; `total` is the cell of a total printed outside the table,
    `other_sums` are cells of sums that nobody needs.
    """

    sheet: str = ""
    claims: Literal["typed", "by_rule"] = "typed"
    unscored: tuple[str, ...] = ()
    prompts: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    total: CellName | None = None
    other_sums: tuple[CellName, ...] = ()


class CriteriaSet(Strict):
    """A criteria set as issued (bộ tiêu chí). See ``data/raw/README.md`` for each key.

    The total is at most `cap` and at least `floor` points; `passes` is when a unit passes as a whole. A set that
    gives no points is scored in passes: each indicator counts 1 (`counted_in_passes`).

    `undecided` are those of its keys that a draft took over and nobody has held against the decision yet.
    """

    id: SetId
    title: str
    level: Annotated[str, PlainValidator(one_of("of_sets"))]
    issuer: str
    decision: str
    issued_on: Day | None
    source: str
    provenance: Literal["official", "transcribed", "illustrative"]
    provenance_note: str
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    scored_in: Literal["points", "passes"] = "points"
    total_points: Points
    cap: Number | None = None
    floor: Number | None = None
    passes: Gate | None = None
    ranking: Ranking
    class_scheme: ClassScheme
    form: Form = Form()
    stages: tuple[Stage, ...] = ()
    groups: tuple[Group, ...] = ()
    pillars: Annotated[tuple[Pillar, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]
    undecided: tuple[OfSet, ...] = ()

    def __repr__(self):
        sizes = f"{len(self.indicators)} indicators, {self.total_points:g} points"
        return f"CriteriaSet: {self.id}, {self.title}, {sizes}"

    @model_validator(mode="before")
    @classmethod
    def _in_passes(cls, given):
        return counted_in_passes(given)

    @model_validator(mode="after")
    def _is_sound(self, info):
        found = check_soundness(self, levels_of(info))
        if found:
            said = {"said": str(DtsError(*found)), "findings": found}
            raise PydanticCustomError(UNSOUND, "{said}", said)
        return self

    @classmethod
    def model_validate_json(cls, json_data: Any, **options: Any) -> "CriteriaSet":
        """Return the set that JSON text holds, as `model_dump` in mode "json" gives it.

        ``context={"levels": …}`` names the `Levels` it is held to; those that come with the package without.

        Raises
        ------
        DtsError
            With every fault, as `read_criteria` has it; the file is named after the set's id.
        """
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise DtsError(*_stored_findings(error, json_data)) from None

    @property
    def version(self) -> str:
        """12 hexadecimal digits: others where a form made from this set would ask for, or compute, anything else.

        They stand for the set's id and whatever of its indicators a form shows, or computes by.
        """
        asked = {"code", "printed_as", "name_vi", "max_points", "is_bonus", "rule"}
        asked |= {"applies_to", "applies_if", "variants"}
        options: dict[str, Any] = {
            "mode": "json",
            "include": asked,
            "exclude_defaults": True,
        }  # a key left out changes nothing
        parts = [self.id, *(each.model_dump(**options) for each in self.indicators)]
        parts += [[node.code, node.floor, node.cap] for node in self.nodes if node.is_bounded]
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def with_thresholds(self, **shares: float) -> "CriteriaSet":
        """Return the same set with classes that begin at other shares; see `ClassScheme.with_thresholds`."""
        return self.model_copy(update={"class_scheme": self.class_scheme.with_thresholds(**shares)})

    @property
    def places_undecided(self) -> list[str]:
        """Every place that is still to be decided, in the set's order: ``decision``, ``NT-01.rule``."""
        inside = (f"{each.code}.{key}" for each in self.indicators for key in each.undecided)
        return [*self.undecided, *inside]

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of this code; KeyError if there is none."""
        return _coded(self.indicators, code)

    def pillar(self, code: str) -> Pillar:
        """Return the pillar of this code; KeyError if there is none."""
        return _coded(self.pillars, code)

    def group(self, code: str) -> Group:
        """Return the group of this code; KeyError if there is none."""
        return _coded(self.groups, code)

    def rule_words(self, indicator: Any) -> str:
        """Return in a line how an indicator's points are given; of a set scored in passes, when it passes."""
        return indicator.rule.words(self._worth(indicator))

    def rule_in_full(self, indicator: Any) -> list[str]:
        """Return the same line by line, with every option and part."""
        return indicator.rule.in_full(self._worth(indicator))

    def _worth(self, indicator):
        return 0.0 if self.scored_in == "passes" else indicator.max_points

    def indicators_table(self) -> pd.DataFrame:
        """Return one row per indicator, in the set's order: its scalar keys, `pillar_code`, `rule_kind`."""
        rows = [
            each.model_dump(exclude={"code", "rule", "applies_to", "applies_if", "variants", "undecided"})
            | {"indicator_code": each.code, "pillar_code": each.pillar_code, "rule_kind": each.rule.kind}
            for each in self.indicators
        ]
        return pd.DataFrame(rows).assign(criteria_id=self.id)

    def tree(self) -> pd.DataFrame:
        """Return the path of nodes above each indicator, one row per indicator in the set's order.

        Returns
        -------
        DataFrame
            ``indicator_code``, then one column per level of nodes, from near to far: ``pillar_code``, and
            ``group_code`` ("" where the pillar belongs to no group).
        """
        groups = {each.code: each.group for each in self.pillars}
        rows = [(each.code, each.pillar_code, groups[each.pillar_code]) for each in self.indicators]
        return pd.DataFrame(rows, columns=["indicator_code", "pillar_code", "group_code"], dtype="str")

    @property
    def claims(self) -> str:
        """Where claims come from: ``typed`` in the form, or ``by_rule``, as where a rule says what passes."""
        is_judged = any(each.rule.kind == "manual" for each in self.indicators)
        return "by_rule" if self.scored_in == "passes" and not is_judged else self.form.claims

    @property
    def is_without_maximum(self) -> bool:
        """Whether it has points of no maximum: every indicator takes some, or is a bonus."""
        return all(each.is_bonus or each.only_takes for each in self.indicators)

    @property
    def classless(self) -> set[str]:
        """The codes of indicators that never have a class: bonuses; by thresholds also what only takes points."""
        is_of_shares = self.class_scheme.kind == "thresholds"
        return {each.code for each in self.indicators if each.is_bonus or (is_of_shares and each.only_takes)}

    @property
    def is_bounded(self) -> bool:
        """Whether caps or floors part what its nodes earn from what their indicators do."""
        return any(node.is_bounded for node in self.nodes)

    @property
    def nodes(self) -> tuple[Any, ...]:
        """Every node of its tree, from the pillars up to the total: see `Node`."""
        return nodes(self)


def _stored_findings(error, json_data):
    try:
        document = json.loads(json_data)
    except (ValueError, RecursionError) as fault:
        cause = of_json(fault)
        return [finding("json_unreadable", cause.where("criteria.json"), reason=cause.reason)]
    stated = document.get("id") if isinstance(document, dict) else None
    return findings_of(error, document, f"{stated or 'criteria'}.json")


def _coded(records, code):
    for record in records:
        if record.code == code:
            return record
    raise KeyError(code)
