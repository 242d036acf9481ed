"""The law: answers to points, and what each answer's status counts for. Pure: no files, no rounding."""

import numpy as np
import pandas as pd

from ..errors import DtsError, finding
from .groups import categories, coded, grouped
from .rules import attained, compile_rules

BASES = ("claimed", "computed", "verified", "final")
TYPING_TOLERANCE = 0.005  # forms are typed with two decimals; a larger difference is no rounding
UNIT_YEAR = ["unit_code", "year", "criteria_id"]

STATUS = pd.DataFrame(
    [
        ("answered", True, True),
        ("missing", True, False),  # blank: its maximum counts, nothing was earned, and it is counted apart
        ("invalid", True, False),  # cannot be read: as blank, until the cell is mended
        ("unread", False, False),  # nothing of the unit's own form is known: nobody can say it is blank
        ("unscored", False, False),  # nobody has judged yet: neither earned nor lost
        ("not_applicable", False, False),  # shrinks this unit's own maximum
    ],
    columns=["status", "counts_max", "counts_points"],
).set_index("status")
_STATUSES = list(STATUS.index)
_ANSWERED, _MISSING, _INVALID, _UNREAD, _UNSCORED, _NOT_APPLICABLE = range(len(_STATUSES))


def score(answers, criteria):
    """Return the answers with their indicator's pillar and maximum, and the points its rule computes.

    Parameters
    ----------
    answers : DataFrame
        One row per unit, year and indicator, as from `intake.read_raw`; needed are ``criteria_id``,
        ``indicator_code``, ``declared_value``, ``declared_total``.
    criteria : dict
        Criteria sets by id.

    Returns
    -------
    DataFrame
        `answers` plus ``pillar_code``, ``rule_kind``, ``measures_share`` (the rule looks at a/b),
        ``max_points``, ``computed_share`` (0..1 of the
        maximum; NaN where the rule is manual or a needed number is missing) and ``computed_points``
        (share x maximum; NaN likewise).

    Raises
    ------
    DtsError
        Where an answer names an indicator or criteria set that does not exist; all of them at once.

    Source
    ------
    Each indicator's rule as issued: ``rule_text`` of its criteria set. A ratio earns a/b of the maximum,
    at most the maximum.
    """
    rules = compile_rules(criteria)
    row = _rows(answers, rules)
    indicators = rules.indicators
    maxima = indicators["max_points"].to_numpy(float)[row]
    value, total = answers["declared_value"].to_numpy(float), answers["declared_total"].to_numpy(float)
    earned = attained(rules, row, value, total)
    return answers.assign(
        pillar_code=categories(indicators["pillar_code"], row),
        rule_kind=categories(indicators["rule_kind"], row),
        measures_share=rules.on_share[row],
        max_points=maxima,
        computed_share=earned,
        computed_points=earned * maxima,
    )


def counted(scores, basis):
    """Return what each answer counts for on one basis.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    basis : {"claimed", "computed", "verified", "final"}
        Which points count.

    Returns
    -------
    DataFrame
        Aligned to `scores`: ``basis_status`` (a key of `STATUS`: what the answer is on this basis),
        ``points`` (NaN where there are none), ``max_points`` (0 where it does not count),
        ``attainment_share`` (points / maximum; for a target without points whether it is met; NaN where
        there is nothing to divide).

    Raises
    ------
    ValueError
        Where `basis` is none of `BASES`.
    """
    status, points, maxima = _counted(scores, basis)
    return pd.DataFrame(
        {
            "basis_status": pd.Categorical.from_codes(status, _STATUSES),
            "points": points,
            "max_points": maxima,
            "attainment_share": _attainment(scores, status, points, maxima),
        },
        index=scores.index,
    )


def attainment(scores, basis):
    """Return the ``attainment_share`` of `counted` alone, as an array: a table costs more than the sum."""
    return _attainment(scores, *_counted(scores, basis))


def totals(scores, basis="final"):
    """Return points, maximum and attainment per unit and year.

    Parameters
    ----------
    scores : DataFrame
        As from `score`.
    basis : {"claimed", "computed", "verified", "final"}
        Which points count.

    Returns
    -------
    DataFrame
        One row per ``unit_code``, ``year``, ``criteria_id``: ``points`` (sum of what counts; NaN, not 0,
        where no answer has points), ``max_points`` (the unit's own applicable maximum),
        ``attainment_share`` (0..1; NaN where nothing counts), ``n_indicators`` (applicable ones),
        ``n_missing``, ``n_invalid``, ``n_unscored``, and ``basis``.
    """
    return _summed(scores, basis, UNIT_YEAR)


def pillars(scores, basis="final"):
    """Return points, maximum and attainment per unit, year and pillar.

    Parameters and columns as `totals`, with ``pillar_code`` beside the unit and year. A pillar nobody
    filled in has NaN points, not 0.
    """
    return _summed(scores, basis, [*UNIT_YEAR, "pillar_code"])


def check_points(scores):
    """Return findings where typed points cannot be what the rule gives, each with its cell.

    Returns
    -------
    list of Finding
        ``points_differ``: typed and computed points differ by more than `TYPING_TOLERANCE`;
        ``share_over_one``: a declared part exceeds its whole; ``denominator_zero``: a whole of 0.
    """
    difference = scores["claimed_points"] - scores["computed_points"]
    differing = scores[difference.abs() > TYPING_TOLERANCE + 1e-9]
    value, total = scores["declared_value"], scores["declared_total"]
    on_share = scores["measures_share"]
    over = scores[on_share & (total > 0) & (value > total)]
    zero = scores[on_share & (total == 0)]
    return [
        *(
            _cell(
                "points_differ",
                row,
                claimed=row.claimed_points,
                computed=row.computed_points,
                difference=row.claimed_points - row.computed_points,
            )
            for row in differing.itertuples()
        ),
        *(
            _cell("share_over_one", row, value=row.declared_value, total=row.declared_total)
            for row in over.itertuples()
        ),
        *(_cell("denominator_zero", row, value=row.declared_value) for row in zero.itertuples()),
    ]


def _cell(code, row, **facts):
    return finding(
        code, row.source, unit_code=row.unit_code, year=int(row.year), indicator=row.indicator_code, **facts
    )


def _rows(answers, rules):
    """Each answer's row in the rule table, found through the few distinct codes, not the many answers."""
    sets, set_names = coded(answers["criteria_id"])
    codes, code_names = coded(answers["indicator_code"])
    grid = np.array(
        [[rules.position.get((one, code), -1) for code in code_names] for one in set_names], dtype=np.intp
    ).reshape(len(set_names), len(code_names))
    row = grid[sets, codes]
    if (row < 0).any():
        unknown = answers.loc[row < 0, [*UNIT_YEAR, "indicator_code"]].drop_duplicates()
        raise DtsError(
            *(
                finding(
                    "score_indicator_unknown",
                    f"{each.criteria_id}:{each.indicator_code}",
                    unit_code=each.unit_code,
                    year=int(each.year),
                )
                for each in unknown.itertuples()
            )
        )
    return row


def _basis_status(scores, basis, points):
    seen, names = coded(scores["answer_status"])
    typed = np.array([_STATUSES.index(name) for name in names], dtype=np.int8).take(seen)
    if basis == "claimed":
        without = np.where(typed == _ANSWERED, np.int8(_MISSING), typed)
    elif basis == "computed":
        is_manual = (scores["rule_kind"] == "manual").to_numpy()
        without = np.where(is_manual, np.int8(_UNSCORED), np.int8(_MISSING))
    else:
        without = np.int8(_UNSCORED)
    status = np.where(np.isnan(points), without, np.int8(_ANSWERED))
    return np.where(typed == _NOT_APPLICABLE, np.int8(_NOT_APPLICABLE), status)


def _attainment(scores, status, points, maxima):
    met = np.where(status == _ANSWERED, scores["computed_share"].to_numpy(float), np.nan)
    return np.divide(points, maxima, out=met, where=scores["max_points"].to_numpy() > 0)


def _counted(scores, basis):
    """Each answer's status (its row in `STATUS`), points and maximum on a basis, as arrays."""
    if basis not in BASES:
        raise ValueError(f"basis {basis!r}; expected one of {BASES}")
    points = scores[f"{basis}_points"].to_numpy(float)
    status = _basis_status(scores, basis, points)
    counts = {name: STATUS[f"counts_{name}"].to_numpy()[status] for name in ("points", "max")}
    maxima = scores["max_points"].to_numpy(float)
    return status, np.where(counts["points"], points, np.nan), maxima * counts["max"]


def _summed(scores, basis, keys):
    status, points, maxima = _counted(scores, basis)
    group, groups = grouped(scores, keys)
    cells = len(groups) * len(_STATUSES)
    n_states = np.bincount(group * len(_STATUSES) + status, minlength=cells).reshape(-1, len(_STATUSES))
    counts = STATUS["counts_points"].to_numpy()[status]
    summed = np.bincount(group, np.where(counts, points, 0.0), minlength=len(groups))
    summed = np.where(n_states[:, _ANSWERED] > 0, summed, np.nan)
    maxima = np.bincount(group, maxima, minlength=len(groups))
    return groups.assign(
        points=summed,
        max_points=maxima,
        attainment_share=np.divide(summed, maxima, out=np.full(len(groups), np.nan), where=maxima > 0),
        n_indicators=n_states.sum(axis=1) - n_states[:, _NOT_APPLICABLE],
        n_missing=n_states[:, _MISSING],
        n_invalid=n_states[:, _INVALID],
        n_unscored=n_states[:, _UNSCORED],
        basis=basis,
    )
