"""The rules of whole criteria sets at once: an answer is scored by gathering its rule's numbers, not by a loop."""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class RuleTable:
    """Compiled rules, one row per indicator of every set."""

    position: dict  # (criteria_id, indicator_code) -> row
    indicators: pd.DataFrame  # criteria_id, indicator_code, pillar_code, max_points, rule_kind, …
    maxima: np.ndarray
    on_share: np.ndarray  # bool: the rule looks at a/b
    kind: np.ndarray  # place in `kinds`
    place: np.ndarray  # among the rules of its kind
    kinds: list  # (class, what it compiled)

    def earned(self, row, value, total):
        """Return points and attainment of answers.

        Parameters
        ----------
        row : array of int
            Each answer's row.
        value, total : array of float
            Declared a and b; NaN where nothing is declared.

        Returns
        -------
        points, share : array of float
            NaN where the rule is manual, a needed number is missing or negative, b is 0 (0/0 has no result), a
            chosen option is none of the rule's, or a checklist names a part that does not exist. Of an indicator
            without points, ``share`` says whether a target is met (1 or 0), and is NaN under other rules.
        """
        points = np.full(len(row), np.nan)
        for number, (kind, compiled) in enumerate(self.kinds):
            at = np.flatnonzero(self.kind[row] == number)
            points[at] = kind.earned(compiled, self.place[row[at]], value[at], total[at])
        maxima = self.maxima[row]
        has_maximum = maxima > 0
        is_met_or_not = (
            ~has_maximum & np.array([kind.is_worth_its_maximum for kind, _ in self.kinds])[self.kind[row]]
        )
        share = np.divide(points, maxima, out=np.where(is_met_or_not, points, np.nan), where=has_maximum)
        return np.where(is_met_or_not, points * 0.0, points), share


def compile_rules(criteria):
    """Return the `RuleTable` of all indicators of a mapping of criteria sets by id."""
    indicators = pd.concat([each.indicators_table() for each in criteria.values()], ignore_index=True)
    rules = [each.rule for one in criteria.values() for each in one.indicators]
    maxima = indicators["max_points"].to_numpy(float)
    classes = list(dict.fromkeys(type(rule) for rule in rules))
    kind = np.array([classes.index(type(rule)) for rule in rules], dtype=np.intp)
    place, kinds = np.zeros(len(rules), dtype=np.intp), []
    for number, each in enumerate(classes):
        at = np.flatnonzero(kind == number)
        place[at] = np.arange(len(at))
        worth = np.where(maxima[at] > 0, maxima[at], 1.0) if each.is_worth_its_maximum else maxima[at]
        kinds.append((each, each.compiled([rules[one] for one in at], worth)))
    keys = zip(indicators["criteria_id"], indicators["indicator_code"], strict=True)
    return RuleTable(
        position={key: row for row, key in enumerate(keys)},
        indicators=indicators,
        maxima=maxima,
        on_share=np.array([rule.reads == "share" for rule in rules], dtype=bool),
        kind=kind,
        place=place,
        kinds=kinds,
    )
