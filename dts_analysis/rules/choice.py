"""One of several answers, in the form's own words."""

from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import ConfigDict, Field, model_validator

from ..messages import say
from .base import Number, RuleKind, Strict, in_shares, wide
from .cells import NOT_APPLICABLE, OTHER_ANSWER, in_form, number, text
from .levels import levels_of


class Option(Strict):
    """One answer to choose: its label, other spellings of it, and its points, below 0 for a penalty.

    Of an option that says ``not_applicable`` the maximum does not count, and it earns nothing; one that says
    ``unsure`` counts with its points and is told apart. `value` is the number that stands for it, in a form and in
    what is stored; where a set gives none, the number that it is called by («Mức 3»), or its place from 1.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: schema["required"].remove("value"))

    value: Number
    label: str
    also: tuple[str, ...] = ()
    points: Number = 0.0
    counts: Literal["not_applicable", "unsure"] | None = None


class _Compiled(NamedTuple):
    values: np.ndarray  # wide
    points: np.ndarray  # wide
    otherwise: np.ndarray


class Choice(RuleKind):
    """Exactly one of several options; `otherwise` is what any other answer earns, without it that is a fault."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    otherwise: Number | None = None

    @property
    def reads(self):
        """The option chosen."""
        return "option"

    @model_validator(mode="before")
    @classmethod
    def _number_options(cls, given):
        options = given.get("options") if isinstance(given, dict) else None
        if not isinstance(options, list | tuple) or not all(isinstance(each, dict) for each in options):
            return given
        named = [each for each in options if not each.get("counts")]
        called = levels_of([str(each.get("label", "")) for each in named]) if named else None
        values = dict(zip(map(id, named), called[1], strict=True)) if called else {}
        free = iter(range(max(values.values(), default=0) + 1, 10**6))
        numbered = [{"value": values[id(each)] if id(each) in values else next(free)} | each for each in options]
        return given | {"options": numbered}

    @property
    def other_value(self):
        """The number that stands for every other answer: one beyond the options'."""
        return max(option.value for option in self.options) + 1

    @property
    def marks(self):
        """What options say beside their points, by their values."""
        return {option.value: option.counts for option in self.options if option.counts}

    @property
    def is_of_levels(self):
        """Whether its options, but those that say something beside points, are called by one word and numbers.

        >>> options = [{"label": "Mức 2"}, {"label": "Mức 1"}, {"label": "N/A", "counts": "not_applicable"}]
        >>> Choice(kind="choice", options=options).is_of_levels
        True
        """
        found = levels_of([option.label for option in self.options if not option.counts])
        return found is not None and bool(found[0])

    def attainable(self, max_points):
        """Return the points of the best answer, whatever the maximum."""
        earned = [option.points for option in self.options if not _is_out(option)]
        return max([*earned, self.otherwise or 0.0], default=0.0)

    def least(self, max_points):
        """Return the points of the worst answer, 0 where none takes any."""
        return min(0.0, self.otherwise or 0.0, *(option.points for option in self.options))

    @classmethod
    def compiled(cls, rules, maxima):
        """Return the options' values and points, and what other answers earn."""
        return _Compiled(
            wide([[option.value for option in each.options] for each in rules]),
            wide([[np.nan if _is_out(option) else option.points for option in each.options] for each in rules]),
            np.array([np.nan if each.otherwise is None else each.otherwise for each in rules]),
        )

    @classmethod
    def earned(cls, compiled, at, value, total):
        """Return the points of the option chosen; NaN where it says that the indicator does not apply.

        >>> options = [{"label": "Yes", "points": 30}, {"label": "Not applicable", "points": 30}]
        >>> rule = Choice(kind="choice", options=options, otherwise=0)
        >>> compiled = Choice.compiled([rule], np.array([30.0]))
        >>> Choice.earned(compiled, np.zeros(3, int), np.array([1.0, 3.0, np.nan]), np.full(3, np.nan)).tolist()
        [30.0, 0.0, nan]
        """
        earned = np.where(np.isnan(value), np.nan, compiled.otherwise[at])
        for values, points in zip(compiled.values.T, compiled.points.T, strict=True):
            earned = np.where(value == values[at], points[at], earned)
        return earned

    def rungs(self, max_points):
        """Return the points of every answer to choose.

        >>> Choice(kind="choice", options=[{"label": "Yes", "points": 30}, {"label": "No"}]).rungs(30.0)
        [0.0, 30.0]
        """
        return sorted({option.points for option in self.options if not _is_out(option)})

    def least_answer(self, points, max_points):
        """Return the number of the answer that gives the fewest points of those that give so many."""
        reaching = [each for each in self.options if not _is_out(each) and each.points >= points]
        return min(reaching, key=lambda each: each.points).value if reaching else np.nan

    def needs(self, points, max_points):
        """Return the label of the `least_answer`.

        >>> Choice(kind="choice", options=[{"label": "Yes", "points": 30}, {"label": "No"}]).needs(30.0, 30.0)
        '«Yes»'
        """
        label = self.said(self.least_answer(points, max_points))
        return f"«{label}»" if label else ""

    def formula(self, max_points, cells):
        """Return the points of the option whose value or label, in any spelling, is chosen.

        Where any other answer counts it is chosen too: words that the form does not know may be an option's, spelt
        as only `intake` reads it, and give nothing.
        """
        points = '""'
        for chosen in self.other_chosen(cells):
            points = f'IF({chosen},{number(self.otherwise)},"")'
        for option, chosen in reversed(list(zip(self.options, self.chosen(cells), strict=True))):
            gain = text(in_form(NOT_APPLICABLE)) if _is_out(option) else number(option.points)
            points = f"IF({chosen},{gain},{points})"
        return f'IF(LEN({cells.value})=0,"",{points})'

    def chosen(self, cells):
        """Return for each option the expression that it is the one chosen, in any spelling."""
        labels, found = cells.labels or [None] * len(self.options), []
        for option, label in zip(self.options, labels, strict=True):
            meant = [number(option.value), *([label] if label else []), *map(text, option.also)]
            same = [f"{cells.value}={each}" for each in meant]
            found.append(f"OR({','.join(same)})" if len(same) > 1 else same[0])
        return found

    def other_chosen(self, cells):
        """Return the expression that any other answer is chosen, in a list: empty where none counts."""
        either = (f"{cells.value}={each}" for each in (number(self.other_value), text(in_form(OTHER_ANSWER))))
        return [] if self.otherwise is None else [f"OR({','.join(either)})"]

    def words(self, max_points):
        """Return every option and its points."""
        return "; ".join(
            f"{each.label}: {in_form(NOT_APPLICABLE)}"
            if _is_out(each)
            else say("rule_option", label=each.label, points=each.points)
            for each in self.options
        )

    def in_full(self, max_points):
        """Return every option with its points, a line each, and what any other answer earns.

        >>> options = [{"label": "Có", "points": 4}, {"label": "Không rõ", "points": 0, "counts": "unsure"}]
        >>> Choice(kind="choice", options=options, otherwise=1).in_full(4.0)
        ['– Có: 4 điểm', '– Không rõ: 0 điểm, đếm riêng là chưa chắc', '– câu trả lời khác: 1 điểm']
        """
        lines = []
        for each in self.options:
            label = f"– {each.label}"
            if _is_out(each):
                lines.append(say("rule_option_out", label=label))
                continue
            unsure = say("rule_option_unsure") if each.counts else ""
            lines.append(say("rule_option", label=label, points=float(each.points)) + unsure)
        if self.otherwise is None:
            return lines
        return [*lines, say("rule_option", label=f"– {say('rule_otherwise')}", points=float(self.otherwise))]

    def said(self, value):
        """Return the label of the option that a number stands for, or of any other answer; "" where it is none's.

        >>> rule = Choice(kind="choice", options=[{"label": "Có", "points": 4}], otherwise=1)
        >>> rule.said(1.0), rule.said(2.0), rule.said(9.0)
        ('Có', 'Câu trả lời khác', '')
        """
        named = {each.value: each.label for each in self.options}
        return named.get(value, OTHER_ANSWER if self.otherwise is not None and value == self.other_value else "")

    def shape(self, max_points):
        """Return it with the points of each option as a share of the maximum."""
        return (shape := self.model_dump()) | {"options": in_shares(shape["options"], max_points)}


def _is_out(option):
    return option.counts == "not_applicable"
