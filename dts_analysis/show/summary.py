"""A unit's result in a sentence on each basis, and the sentences that explain it."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import named, say
from ..scoring import basis_name
from . import text
from .facts import facts
from .law import bounds_note, passed_line
from .names import judged_mark
from .notes import published_mark
from .output import Prose
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from ..reference.criteria import CriteriaSet

STATED = ["points", "max_points", "attainment_share", "n_indicators", "n_upper", "n_lower", "n_unclassified"]
SAID = ["points", "max_points", "n_upper", "n_lower"]  # what the line says in figures
LEFT_OUT = ("missing", "invalid", "unread", "unscored")


def reached_text(row: pd.Series | dict[str, float], criteria_set: "CriteriaSet | None" = None) -> str:
    """Return what a unit reached of its maximum; in words where there is no such number.

    Parameters
    ----------
    row : Series or dict
        A row of ``dataset.standings``.
    criteria_set : CriteriaSet, optional
        Where it counts passes, these; where it has no maximum, points stand alone.

    Examples
    --------
    >>> row = {"points": 511.18, "max_points": 765.0, "n_indicators": 72, "n_unread": 0}
    >>> reached_text(row), reached_text(row | {"points": 0.0, "max_points": 0.0})
    ('511,18/765', 'không tính điểm')
    >>> from types import SimpleNamespace as Obj
    >>> reached_text(row | {"points": 2.0, "max_points": 4.0}, Obj(scored_in="passes"))
    'đạt 2/4 chỉ số'
    """
    if row["n_unread"] == row["n_indicators"] > 0:
        return say("form_unread")
    if criteria_set and criteria_set.scored_in == "passes":
        return say("headline_passes", reached=text.of(row["points"], row["max_points"]))
    if row["max_points"] > 0:
        return f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"
    is_counted = criteria_set and criteria_set.is_without_maximum
    return say("points_alone", points=text.points(row["points"])) if is_counted else say("no_points")


def headline(view: "UnitView") -> Prose:
    """Return the headline of one unit, on every basis it has points on, and what was left out of it.

    Parameters
    ----------
    view : UnitView
    """
    sides = list(dict.fromkeys([view.basis, *view.sides]))
    rows = view.standing.set_index("basis", drop=False)
    told = [rows.loc[side] for side in sides if side in rows.index]
    lines = [_line(view, row) for row in told]
    lines += [line for row in told if (line := passed_line(view, row))]
    total = view.total()
    if total is None:
        return Prose("\n".join([say("basis_absent", basis=side_name(view)), *lines]))
    if total["n_missing"] == total["n_indicators"] > 0:
        lines.append(say("form_blank", count=text.count(total["n_indicators"])))
    lines += [*left_out_lines(view), *filter(None, [bounds_note(view)])]
    stated = facts(rows[rows.index.isin(sides)], [*STATED, *(f"n_{name}" for name in LEFT_OUT)])
    return Prose("\n".join(lines)).stating(stated)


def n_classless(row):
    """Return how many indicators never have a class: of a row of totals, or of each of a table."""
    return row["n_indicators"] - row["n_upper"] - row["n_lower"] - row["n_unclassified"]


def said_out(view):
    """Return the codes of indicators that a unit says do not apply, and that were given points all the same.

    They have no claim, and count as if the form had left them blank.
    """
    found = view.data.rows("findings", unit_code=[view.unit_code], code=["not_applicable_contradicted"])
    is_told = view.scores["verified_source"].isin(found["where"]) & (view.scores["verified_source"] != "")
    return set(view.scores.loc[is_told, "indicator_code"])


def left_out_lines(view):
    """Return what a unit's numbers on its basis leave out, each kind in a sentence; none where nothing is."""
    total, criteria_set = view.total(), view.criteria_set
    numbers = {name: (total[f"n_{name}"], total["n_indicators"]) for name in (*LEFT_OUT, "unclassified")}
    if total["n_missing"] and (codes := said_out(view)):
        rows = view.on_basis[view.on_basis["indicator_code"].isin(codes)]
        n_said = int((rows["status"] == "missing").sum())
        numbers["missing"] = (total["n_missing"] - n_said, total["n_indicators"])
        numbers["said_out"] = (n_said, total["n_indicators"])
    if total["basis"] == "measured":
        numbers = {"unmeasured" if name == "unscored" else name: each for name, each in numbers.items()}
    numbers["classless"] = (n_classless(total), total["n_indicators"])
    if criteria_set.is_without_maximum:
        numbers = {"missing_taken" if name == "missing" else name: each for name, each in numbers.items()}
    basis = basis_name(total["basis"], criteria_set)
    lines = [say(f"headline_{name}", count=text.of(*n), basis=basis) for name, n in numbers.items() if n[0]]
    return lines + ([say("headline_not_done")] if _has_blanks(total) else [])


def _has_blanks(total):
    """Whether blanks are not done: the set gives classes on this basis."""
    return bool(total["n_missing"] + total["n_invalid"]) and bool(total["n_upper"] + total["n_lower"])


def _line(view, row):
    of, share = view.criteria_set, row["attainment_share"]
    words = {"basis": text.begun(side_name(view, row["basis"])), "reached": reached_text(row, of)}
    marks = judged_mark(row) + _classes(row, of) + published_mark(view.printed, row, SAID)
    return say("headline_side", share="" if pd.isna(share) else f" ({text.share(share)})", marks=marks, **words)


def _classes(row, criteria_set):
    """How many indicators are in upper and lower classes; "" where passes say it all, or nothing was read."""
    known = row["n_upper"] + row["n_lower"]
    if criteria_set.scored_in == "passes" or row["n_unread"] == row["n_indicators"]:
        return ""
    if not known:
        return say("headline_not_classified") if row["n_unclassified"] else ""
    classes = criteria_set.class_scheme.classes
    sides = {"n_upper": [named(each) for each in classes if each.is_upper]}
    sides["n_lower"] = [named(each) for each in classes if not each.is_upper]
    said = [
        say("headline_classes", reached=text.of(row[name], known), classes=text.either(names))
        for name, names in sides.items()
        if names
    ]
    return "; " + ", ".join(said)
