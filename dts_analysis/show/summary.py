"""The one line a unit is remembered by, and the sentences that explain it."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import say
from ..scoring import basis_name
from . import text
from .facts import facts
from .law import bounds_note, passed_line
from .names import judged_mark, named
from .notes import published_mark
from .output import Prose
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView

STATED = ["points", "max_points", "attainment_share", "n_indicators", "n_upper", "n_lower", "n_unclassified"]
SAID = ["points", "max_points", "n_upper", "n_lower"]  # what the line says in figures
LEFT_OUT = ("missing", "invalid", "unread", "unscored")


def headline_text(row: pd.Series | dict[str, float], scored_in: str = "points") -> str:
    """Return points of the maximum, then the indicators in upper and in lower classes, of those classified.

    Parameters
    ----------
    row : Series or dict
        A row of ``dataset.standings``.
    scored_in : {"points", "passes"}
        What the set gives: where it is passes, they are all there is to say.

    Examples
    --------
    >>> counts = {"n_upper": 41, "n_lower": 31, "n_indicators": 72, "n_unread": 0}
    >>> headline_text({"points": 511.18, "max_points": 765.0} | counts)
    '511,18/765 · 41/72 · 31/72'
    >>> nothing = {"n_upper": 0, "n_lower": 0, "n_indicators": 62, "n_unread": 0}
    >>> headline_text({"points": 792.5, "max_points": 960.0} | nothing)
    '792,50/960 · chưa xếp mức'
    """
    if row["n_unread"] == row["n_indicators"] > 0:
        return say("form_unread")
    if scored_in == "passes":
        return say("headline_passes", reached=text.of(row["points"], row["max_points"]))
    reached = f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"
    parts = [reached if row["max_points"] > 0 else say("no_points")]
    known = row["n_upper"] + row["n_lower"]
    parts += [text.of(row["n_upper"], known), text.of(row["n_lower"], known)] if known else [say("not_classified")]
    return " · ".join(map(str, parts))


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
    elif total["n_upper"] + total["n_lower"]:
        lines += [_class_line(total, view.criteria_set, side) for side in (True, False)]
    lines += [*left_out_lines(total, view.criteria_set), *filter(None, [bounds_note(view)])]
    stated = facts(rows[rows.index.isin(sides)], [*STATED, *(f"n_{name}" for name in LEFT_OUT)])
    return Prose("\n".join(lines)).stating(stated)


def left_out_lines(total, criteria_set):
    """Return what a unit's numbers on a basis leave out, each kind in a sentence; none where nothing is."""
    numbers = {name: (total[f"n_{name}"], total["n_indicators"]) for name in (*LEFT_OUT, "unclassified")}
    if total["basis"] == "measured":
        numbers = {"unmeasured" if name == "unscored" else name: each for name, each in numbers.items()}
    basis = basis_name(total["basis"], criteria_set)
    lines = [say(f"headline_{name}", count=text.of(*n), basis=basis) for name, n in numbers.items() if n[0]]
    return lines + ([say("headline_not_done")] if _has_blanks(total) else [])


def _has_blanks(total):
    """Whether blanks are not done: the set gives classes on this basis."""
    return bool(total["n_missing"] + total["n_invalid"]) and bool(total["n_upper"] + total["n_lower"])


def _line(view, row):
    share = "" if pd.isna(row["attainment_share"]) else f" ({text.share(row['attainment_share'])})"
    headline = headline_text(row, view.criteria_set.scored_in)
    words = {"basis": text.begun(side_name(view, row["basis"])), "headline": headline}
    marks = judged_mark(row) + published_mark(view.printed, row, SAID)
    return say("headline_side", share=share + marks, **words)


def _class_line(row, criteria_set, is_upper):
    classes = [named(each) for each in criteria_set.class_scheme.classes if each.is_upper == is_upper]
    reached = text.of(row["n_upper" if is_upper else "n_lower"], row["n_upper"] + row["n_lower"])
    words = {"classes": text.either(classes), "basis": basis_name(row["basis"], criteria_set)}
    return say("headline_classes", reached=reached, **words)
