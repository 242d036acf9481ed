"""The rules of whole criteria sets at once: an answer is scored by gathering its rule's numbers, not by a loop."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class RuleTable:
    """Compiled rules, one row per indicator of every set, and below them one per variant."""

    position: dict  # (criteria_id, indicator_code) -> row
    variants: dict  # likewise -> [(whom it applies to, row)], of indicators that have any
    indicators: pd.DataFrame  # criteria_id, indicator_code, pillar_code, rule_kind
    maxima: np.ndarray
    on_share: np.ndarray  # bool: the rule looks at a/b
    kind: np.ndarray  # place in `kinds`
    place: np.ndarray  # among the rules of its kind
    kinds: list  # (class, what it compiled)

    @property
    def relative(self):
        """Of each row, whether its answers are held against those of other units."""
        return np.array([kind.is_relative for kind, _ in self.kinds], dtype=bool)[self.kind]

    @property
    def is_relative(self):
        """Whether any of them are."""
        return any(kind.is_relative for kind, _ in self.kinds)

    def earned(self, row, value, total, peers=None):
        """Return points and attainment of answers.

        Parameters
        ----------
        row : array of int
            Each answer's row.
        value, total : array of float
            Declared a and b; NaN where nothing is declared.
        peers : array of int, optional
            Equal for answers to one indicator that are held against one another; without, nobody has peers.

        Returns
        -------
        points, share : array of float
            NaN where the rule is manual, a needed number is missing or negative, b is 0 (0/0 has no result), a
            chosen option is none of the rule's, or a checklist names a part that does not exist. Of an indicator
            without points, ``share`` says whether a target is met (1 or 0), and is NaN under other rules.
        """
        points = np.full(len(row), np.nan)
        peers = np.arange(len(row)) if peers is None else peers
        for number, (kind, compiled) in enumerate(self.kinds):
            at = np.flatnonzero(self.kind[row] == number)
            points[at] = kind.earned_among(compiled, self.place[row[at]], value[at], total[at], peers[at])
        maxima = self.maxima[row]
        has_maximum = maxima > 0
        is_met_or_not = (
            ~has_maximum & np.array([kind.is_worth_its_maximum for kind, _ in self.kinds])[self.kind[row]]
        )
        share = np.divide(points, maxima, out=np.where(is_met_or_not, points, np.nan), where=has_maximum)
        return np.where(is_met_or_not, points * 0.0, points), share

    def leading(self, row, value, total, peers):
        """Return what the leader declares whom each answer's points hang on, NaN where on none; as `earned`."""
        found = np.full(len(row), np.nan)
        for number, (kind, compiled) in enumerate(self.kinds):
            at = np.flatnonzero(self.kind[row] == number)
            found[at] = kind.leading(compiled, self.place[row[at]], value[at], total[at], peers[at])
        return found


def compile_rules(criteria: Any) -> RuleTable:
    """Return the `RuleTable` of all indicators of a mapping of criteria sets by id."""
    own = [(one.id, each) for one in criteria.values() for each in one.indicators]
    position = {(set_id, each.code): row for row, (set_id, each) in enumerate(own)}
    variants, listed = {}, list(own)
    for set_id, each in own:
        for variant in each.variants:
            variants.setdefault((set_id, each.code), []).append((variant.applies_to, len(listed)))
            listed.append((set_id, each.under(variant)))
    facts = [(set_id, each.code, each.pillar_code, each.rule.kind) for set_id, each in listed]
    columns = ["criteria_id", "indicator_code", "pillar_code", "rule_kind"]
    rules, maxima = (
        [each.rule for _, each in listed],
        np.array([each.max_points for _, each in listed], dtype=float),
    )
    classes = list(dict.fromkeys(type(rule) for rule in rules))
    kind = np.array([classes.index(type(rule)) for rule in rules], dtype=np.intp)
    place, kinds = np.zeros(len(rules), dtype=np.intp), []
    for number, each in enumerate(classes):
        at = np.flatnonzero(kind == number)
        place[at] = np.arange(len(at))
        worth = np.where(maxima[at] > 0, maxima[at], 1.0) if each.is_worth_its_maximum else maxima[at]
        kinds.append((each, each.compiled([rules[one] for one in at], worth)))
    return RuleTable(
        position=position,
        variants=variants,
        indicators=pd.DataFrame(facts, columns=columns, dtype="str"),
        maxima=maxima,
        on_share=np.array([rule.reads == "share" for rule in rules], dtype=bool),
        kind=kind,
        place=place,
        kinds=kinds,
    )
