"""Indicators of two years side by side: moves between classes, what rose and fell, what does not compare."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import named, say
from . import text
from .names import names_of
from .notes import classes_note
from .output import Prose, Table

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet


def moves_table(moves: pd.DataFrame, criteria_set: "CriteriaSet", ranges: pd.DataFrame) -> Table | Prose:
    """Return how many indicators moved from which class (rows) to which (columns).

    Parameters
    ----------
    moves : DataFrame
        As from `trends.class_moves`.
    ranges : DataFrame
        As from `completion.threshold_range`, of the unit's two years.
    """
    note = "\n".join([say("moves_note"), classes_note(criteria_set, ranges)])
    if moves.empty:
        return Prose(say("moves_none"))
    matrix = class_matrix(moves, criteria_set, say("class_from_to"))
    return matrix.captioned(say("caption_moves")).noted(note)


def class_matrix(moves, criteria_set, corner):
    """Return class moves as a square of counts, classes best first."""
    classes = names_of(criteria_set.class_scheme.classes)
    wide = moves.pivot(index="class_code_from", columns="class_code_to", values="n_indicators")
    wide = wide.reindex(index=list(classes), columns=list(classes)).fillna(0)
    shown = wide.map(text.count)
    shown = shown.set_axis(list(classes.values()), axis="index").set_axis(list(classes.values()), axis="columns")
    return Table(shown.rename_axis(corner))


def changes_table(compared: pd.DataFrame, criteria_set: "CriteriaSet", most: int = 5) -> Table | Prose:
    """Return the biggest gains, then the biggest losses, among indicators whose points compare.

    Parameters
    ----------
    compared : DataFrame
        As from `trends.compare`.
    most : int
        How many of either; printed under the table.
    """
    moved = compared[compared["change_points"].abs() > 0].sort_values("change_points", kind="stable")
    gains, lost = moved[moved["change_points"] > 0], moved[moved["change_points"] < 0]
    if moved.empty:
        return Prose(say("changes_none"))
    chosen = pd.concat([gains.tail(most).iloc[::-1], lost.head(most)])
    indicators = [criteria_set.indicator(code) for code in chosen["code_to"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("points_before"): chosen["points_from"].map(text.points).tolist(),
        say("points_after"): chosen["points_to"].map(text.points).tolist(),
        say("maximum"): chosen["max_points_to"].map(text.maximum).tolist(),
        say("change_points"): chosen["change_points"].map(text.change).tolist(),
    }
    words = {"most": most, "gains": len(gains), "losses": len(lost)}
    table = Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_changes"))
    return table.noted(say("changes_note", **words))


def not_compared_table(compared: pd.DataFrame, criteria: "dict[str, CriteriaSet]") -> Table | Prose:
    """Return the indicators whose points do not compare, and why not.

    Parameters
    ----------
    compared : DataFrame
        As from `trends.compare`.
    criteria : dict
        Criteria sets by id.
    """
    if compared.empty:
        return Prose(say("merged_not_compared"))
    earlier, later = (criteria[compared[f"criteria_id_{end}"].iloc[0]] for end in ("from", "to"))
    counts = (compared[["max_points_from", "max_points_to"]] > 0).any(axis=1)
    one_sided = compared["points_compare"] & counts & compared["change_points"].isna()
    apart = compared[~compared["points_compare"] | one_sided]
    if apart.empty:
        return Prose(say("all_compared" if compared["change_points"].notna().any() else "none_counts"))
    rows = []
    for each in apart.itertuples():
        indicator = later.indicator(each.code_to) if each.code_to else earlier.indicator(each.code_from)
        before = text.maximum(each.max_points_from) if each.code_from else text.NOTHING
        after = text.maximum(each.max_points_to) if each.code_to else text.NOTHING
        change = text.share_change(each.change_share)
        why = _counted_apart(each) if each.points_compare else say(f"why_{each.why}")
        rows.append([indicator.printed_as, named(indicator), why, before, after, change, _declared(each)])
    columns = [say("code"), say("indicator"), say("why"), say("max_before"), say("max_after")]
    table = pd.DataFrame(rows, columns=[*columns, say("change_share"), say("declared")])
    return (
        Table(table.set_index(columns[0])).captioned(say("caption_not_compared")).noted(say("not_compared_note"))
    )


def _counted_apart(row):
    """Why an indicator that compares by its rule does not this time: what its answers are in either year."""
    ends = {end: say(f"status_{getattr(row, f'status_{end}')}") for end in ("from", "to")}
    return say("why_status", before=ends["from"], after=ends["to"])


def _declared(row):
    """The declared values of both years, where the target or the leader moved and they still compare."""
    if row.why not in ("target_moved", "leader_moved") or pd.isna(row.change_declared):
        return text.NOTHING
    written = text.share if row.measure == "share" else text.maximum
    return f"{written(row.declared_from)} → {written(row.declared_to)}"
