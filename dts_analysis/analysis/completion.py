"""Which completion class each indicator is in, and how complete each pillar is.

No publication defines the classes in numbers: the thresholds are settings of the criteria set, and
`threshold_range` says how far they could move before any count changes.
"""

import numpy as np
import pandas as pd

from ..scoring import attainment, coded, counted

TOLERANCE = 1e-9  # 8.4 of 12 is in the class that starts at 0.7
UNIT_YEAR = ("unit_code", "year")


def classes(scores, criteria, basis="claimed"):
    """Return each answer's completion class under its own criteria set's scheme.

    Parameters
    ----------
    scores : DataFrame
        As from `scoring.score`.
    criteria : dict
        Criteria sets by id.
    basis : {"claimed", "computed", "verified", "final"}
        Which points decide; a scheme of conditions looks at claimed and verified points itself.

    Returns
    -------
    Series of category
        Class codes aligned to `scores`; "" where an answer has none: not applicable, blank, not judged.

    Examples
    --------
    With classes at 1.0, 0.7, above 0 and 0: a share of 0.7 is the second, 0.69 the third.

    >>> from types import SimpleNamespace as Obj
    >>> bounds = {"a": (1.0, None), "b": (0.7, None), "c": (None, 0.0), "d": (0.0, None)}
    >>> scheme = Obj(classes=[Obj(code=c, at_least=low, above=a) for c, (low, a) in bounds.items()])
    >>> _by_thresholds(np.array([1.0, 0.7, 0.69, 0.0, np.nan]), scheme).tolist()
    [0, 1, 2, 3, -1]
    """
    return classes_of(scores, criteria, attainment(scores, basis))


def classes_of(scores, criteria, shares):
    """Return `classes` of attainment shares known already, aligned to `scores`: nothing is counted anew."""
    shares = np.asarray(shares, dtype=float)
    sets, names = coded(scores["criteria_id"])
    schemes = [criteria[name].class_scheme for name in names]
    labels = list(dict.fromkeys(["", *(each.code for scheme in schemes for each in scheme.classes)]))
    chosen = np.zeros(len(scores), dtype=np.int8)
    for number, scheme in enumerate(schemes):
        mine = np.flatnonzero(sets == number)
        if scheme.kind == "thresholds":
            fits = _by_thresholds(shares[mine], scheme)
        else:
            fits = _by_conditions(scores.iloc[mine], scheme)
        chosen[mine] = np.array([*(labels.index(each.code) for each in scheme.classes), 0], dtype=np.int8)[fits]
    return pd.Series(pd.Categorical.from_codes(chosen, labels), index=scores.index)


def class_counts(scores, criteria, basis="claimed", by=UNIT_YEAR):
    """Return how many indicators are in each class, per group.

    Returns
    -------
    DataFrame
        One row per group: ``n_<class>`` for every class of the schemes at hand, ``n_upper`` and
        ``n_lower`` (classes that count as completed or not), ``n_unclassified`` (applicable, but blank
        or not judged), ``n_indicators`` (their sum) and ``completion_share`` (n_upper among those with a
        class, 0..1; NaN where none has).
    """
    schemes = [criteria[name].class_scheme for name in scores["criteria_id"].unique()]
    is_upper = {each.code: each.is_upper for scheme in schemes for each in scheme.classes}
    rows = counted(scores, basis)
    code = classes_of(scores, criteria, rows["attainment_share"])
    applicable = rows["basis_status"] != "not_applicable"
    flags = pd.DataFrame(
        {f"n_{name}": code == name for name in is_upper}
        | {
            "n_upper": code.isin([name for name, upper in is_upper.items() if upper]),
            "n_lower": code.isin([name for name, upper in is_upper.items() if not upper]),
            "n_unclassified": (code == "") & applicable,
            "n_indicators": applicable,
        }
    )
    counts = flags.groupby([scores[key] for key in by], observed=True).sum().reset_index()
    judged = counts["n_upper"] + counts["n_lower"]
    return counts.assign(completion_share=counts["n_upper"] / judged.where(judged > 0))


def threshold_range(scores, criteria, basis="claimed"):
    """Return how far each threshold of the class scheme could move without moving any count.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year`` and class with a lower bound: ``class_code``, ``threshold``,
        ``lowest`` (the highest share below it: the threshold must stay above), ``highest`` (the lowest
        share at or over it: it may rise up to here). NaN where no share lies on that side. Schemes of
        conditions have no thresholds and give no rows.

    Examples
    --------
    Shares 0.2, 0.6, 0.8 around a threshold of 0.7: it can move within (0.6, 0.8].
    """
    shares = counted(scores, basis)["attainment_share"]
    ranges = []
    for criteria_id in scores["criteria_id"].unique():
        scheme = criteria[criteria_id].class_scheme
        mine = scores["criteria_id"] == criteria_id
        keys = [scores.loc[mine, key] for key in UNIT_YEAR]
        for each in scheme.classes:
            if each.at_least is None or each.at_least <= 0:
                continue
            below = shares[mine].where(shares[mine] < each.at_least - TOLERANCE).groupby(keys).max()
            above = shares[mine].where(shares[mine] >= each.at_least - TOLERANCE).groupby(keys).min()
            table = pd.DataFrame({"lowest": below, "highest": above}).reset_index()
            ranges.append(table.assign(class_code=each.code, threshold=each.at_least))
    columns = [*UNIT_YEAR, "class_code", "threshold", "lowest", "highest"]
    return pd.concat(ranges, ignore_index=True)[columns] if ranges else pd.DataFrame(columns=columns)


def _by_thresholds(shares, scheme):
    """The place of the first class each share fits, or -1; classes stand best first."""
    place = np.full(len(shares), -1, dtype=np.int8)
    for number, each in reversed(list(enumerate(scheme.classes))):
        fits = shares >= each.at_least - TOLERANCE if each.above is None else shares > each.above + TOLERANCE
        place[fits] = number
    return place


def _by_conditions(scores, scheme):
    claimed, verified, most = (scores[f"{name}_points"].to_numpy() for name in ("claimed", "verified", "max"))
    judged = ~np.isnan(claimed) & ~np.isnan(verified)
    holds = {
        "both_zero": (claimed == 0) & (verified == 0),
        "verified_below_claimed": verified < claimed - TOLERANCE,
        "both_max": (claimed >= most - TOLERANCE) & (verified >= most - TOLERANCE),
        "otherwise": judged,
    }
    place = np.full(len(scores), -1, dtype=np.int8)
    for number, each in reversed(list(enumerate(scheme.classes))):
        place[holds[each.when] & judged] = number
    return place
