"""Claims against what was verified, or measured, as people read it. Every gap is that - claimed and says so."""

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..messages import named, say
from . import text
from .chart import blank, empty, put, styled
from .colours import DOWN, UP
from .compared import class_matrix
from .facts import facts
from .gap_parts import STATED, cuts_line, from_to, is_some, open_line, parts_line, parts_of
from .measured import measured_table
from .names import localized_column, pillar_ends
from .notes import classes_note
from .output import Prose, Table
from .rows import BAR, GAP, limits, room_for, rows, zero_line
from .sides import key_of, said, side_words
from .typed import Cell, Explained

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from ..reference.criteria import CriteriaSet
    from .chart import Chart


def gap_headline(view: "UnitView", basis: str = "verified") -> Prose:
    """Return the finding in words: from how much to how much, what was cut, what was raised, and all else between.

    Parameters
    ----------
    view : UnitView
    basis : {"verified", "measured"}
        Against what claims are held.
    """
    row, judging, of = parts_of(view, basis).loc[""], view.total(basis), (view.criteria_set, basis)
    lines, gaps = [from_to(row, judging, *of), cuts_line(row, *of)], view.gaps_on(basis)
    blank_ones = gaps.loc[gaps["is_blank_claim"], "gap_points"].sum()
    if blank_ones > 0:
        blanks = {"blank": text.count(row["n_blank_claims"]), "points": text.points(blank_ones)}
        lines.append(said("gap_blank", *of, **blanks))
    if judging["n_unscored"]:
        judged = text.of(row["n_judged"], judging["n_indicators"])
        waits = open_line(row, *of)
        left = waits or said("gap_left", *of, left=text.count(judging["n_unscored"]))
        whole = said("gap_whole", *of, claimed=text.points(row["claimed_points"])) if waits else ""
        lines.append(said("gap_partly", *of, judged=judged, left=left, whole=whole))
    lines.append(parts_line(row, *of))
    sides = view.standing[view.standing["basis"].isin({"claimed", basis} & set(view.sides))]
    stated = facts(sides, ["points", "max_points"]) + facts(pd.DataFrame([row]), STATED)
    return Prose("\n".join(line for line in lines if line)).stating(stated)


def gap_pillar_table(view: "UnitView", basis: str = "verified") -> Table:
    """Return claims, what they are held against and what lies between, per pillar.

    Where gaps are all that lies between, cuts and raises apart; else a column for each part there is.
    """
    parts, of = parts_of(view, basis), (view.criteria_set, basis)
    rows = parts.loc[[each.code for each in view.criteria_set.pillars]]
    columns = {
        said("claimed", *of): rows["claimed_points"].map(text.points),
        said("verified_points", *of): rows[f"{basis}_points"].map(text.points),
        said("gap", *of): rows["difference_points"].map(text.change),
    }
    cuts = {
        said("cut", *of): rows["cut_points"].map(text.change),
        said("raised", *of): rows["raised_points"].map(text.change),
        said("cut_indicators", *of): rows["n_cut"].map(text.count),
    }
    beside = _beside(rows, *of)
    names = pd.Index([named(each) for each in view.criteria_set.pillars], name=say("pillar"))
    table = Table(pd.DataFrame(columns | (beside or cuts)).set_axis(names, axis="index"))
    table = table.fitted(said("gap", *of)).keeping(cuts) if beside else table
    notes = [said("gap_note", *of)]
    above = parts.loc["", "difference_points"] - rows["difference_points"].sum()
    if is_some(above):
        notes.append(say("gap_bounds_above", points=text.change(above)))
    caption = say("caption_gap_pillars", **side_words(*of))
    return table.captioned(caption).noted("\n".join(notes)).stating(facts(rows, STATED))


def _beside(rows, *of):
    """The columns of gaps and of each other part that any row has; none where gaps are all there is."""
    parts = {
        said("gap_applies", *of): rows["withdrawn_points"] + rows["added_points"],
        said("gap_unjudged", *of): rows["unjudged_points"],
        say("gap_bounds"): rows["bounds_points"],
    }
    found = {name: points.map(text.change) for name, points in parts.items() if is_some(points).any()}
    return {said("gap_answers", *of): rows["gap_points"].map(text.change)} | found if found else {}


@styled
def gap_figure(view: "UnitView", source: str, basis: str = "verified") -> "Chart":
    """Return points cut to the left and raised to the right of zero, per pillar."""
    of = view.criteria_set, basis
    ordered = parts_of(view, basis).loc[[each.code for each in view.criteria_set.pillars]]
    if not (ordered["cut_points"].any() or ordered["raised_points"].any()):
        return empty(key_of("no_gap", *of), source, **side_words(*of))
    names = [named(each) for each in view.criteria_set.pillars]
    figure = blank()
    drawn = rows(figure, names, said("gap_axis", *of))
    sides = (("raised_points", UP, "raised"), ("cut_points", DOWN, "cut"))
    ends = []
    for column, colour, _ in sides:
        drawn.axes.barh(drawn.places, ordered[column], color=colour, height=BAR)
        ends.append([(value, room_for([text.change(value)], figure.small)) for value in ordered[column] if value])
        for value, place in zip(ordered[column], drawn.places, strict=True):
            out = GAP / 2 if value > 0 else -GAP / 2
            words = text.change(value) if value else ""
            put(drawn.axes, (value, place), words, figure.small, (out, 0), "left" if value > 0 else "right")
    drawn.axes.set_xlim(limits(drawn.width, *([*side, (0.0, 0.0)] for side in ends)))
    zero_line(drawn)
    drawn.axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True))
    drawn.axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: str(text.places(value))))
    shown = [side for side in reversed(sides) if ordered[side[0]].any()]
    square = {"marker": "s", "markersize": 7, "linestyle": "none"}
    figure.key([(square | {"color": colour}, said(word, *of)) for _, colour, word in shown])
    moved = [f"{text.change(row.cut_points)}; {text.change(row.raised_points)}" for row in ordered.itertuples()]
    values = list(zip(names, moved, strict=True))
    cuts = ordered["cut_points"]
    if not cuts.any():
        raised = text.change(ordered["raised_points"].sum())
        return figure.finish(said("gap_title_raised", *of, raised=raised), source, values)
    judged = cuts[ordered["n_judged"] > ordered["n_added"]]
    (pillar, most), (_, least) = pillar_ends(judged, view.criteria_set, text.change)
    key = "gap_title_one" if len(judged) == 1 else "gap_title_equal" if most == least else "gap_title"
    return figure.finish(said(key, *of, pillar=pillar, cut=str(most).lstrip("−")), source, values)


def gap_table(view: "UnitView", grounds: pd.DataFrame, basis: str = "verified") -> Table | Prose | None:
    """Return the indicators whose points were changed, the largest cut first, with ground, method, date and cell.

    Of measured values every one, beside what was declared: `measured_table`.

    Parameters
    ----------
    view : UnitView
    grounds : DataFrame
        As in ``dataset.grounds``.
    """
    if basis == "measured":
        return measured_table(view)
    of = view.criteria_set, basis
    changed = view.gaps[view.gaps["decision"] != "accepted"].sort_values("gap_points", kind="stable")
    if changed.empty:
        return Prose(said("no_gap", *of))
    indicators = [view.criteria_set.indicator(code) for code in changed["indicator_code"]]
    labels = localized_column(grounds.set_index("ground_code"), "label")
    claimed, verified = _levels(view, indicators)
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        said("claimed", *of): list(map(_with_level, changed["claimed_points"], claimed)),
        said("verified_points", *of): list(map(_with_level, changed["verified_points"], verified)),
        said("gap", *of): changed["gap_points"].map(text.change).tolist(),
        say("ground"): [_grounded(row, labels) for row in changed.itertuples()],
        say("cell"): list(map(Cell, changed["verified_source"])),
    }
    kept = {say("decision"): [_decided(row, *of) for row in changed.itertuples()]}
    caption = say("caption_gaps", **side_words(*of))
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(caption).keeping(kept)


def _levels(view, indicators):
    """The words for what was claimed and verified of each indicator, "" where no level of this stage is kept."""
    scores = view.scores.set_index("indicator_code")
    is_last = scores["final_points"].isna() & (scores["is_final_out"] == scores["is_verified_out"])
    answers = scores.assign(verified_declared=scores["verified_declared"].where(is_last, ""))
    pairs = [(each.rule, *answers.loc[each.code, ["declared_value", "verified_declared"]]) for each in indicators]
    claimed = [rule.said(value) if level else "" for rule, value, level in pairs]
    return claimed, [level for *_, level in pairs]


def _with_level(points, words):
    """Points, and in brackets the level they follow from.

    >>> _with_level(5.0, "Mức 2")
    '5,00 (Mức 2)'
    """
    return text.points(points) + (f" ({words})" if words else "")


def grounds_table(
    table: pd.DataFrame, grounds: pd.DataFrame, criteria_set: "CriteriaSet", basis: str = "verified"
) -> Table | Prose | None:
    """Return decisions by grounds; as from `verification.grounds_by_decision`; None of measured values."""
    if basis == "measured":
        return None
    of = criteria_set, basis
    if table.empty:
        return Prose(said("no_gap", *of))
    labels = localized_column(grounds.set_index("ground_code"), "label")
    shown = pd.DataFrame(
        {
            say("ground"): [labels.get(code, say("no_ground")) for code in table["ground_code"]],
            say("decision"): [said(f"decision_{each}", *of) for each in table["decision"]],
            say("indicators"): table["n_indicators"].map(text.count),
            said("gap", *of): table["gap_points"].map(text.change),
        }
    )
    table = Table(shown.set_index(say("ground"))).captioned(say("caption_grounds"))
    return table.noted(said("grounds_note", *of))


def transition_table(
    moves: pd.DataFrame, criteria_set: "CriteriaSet", ranges: pd.DataFrame, basis: str = "verified"
) -> Table | Prose:
    """Return how many indicators moved from which class (claimed, rows) to which (the other basis, columns).

    Parameters
    ----------
    moves : DataFrame
        As from `verification.transitions`.
    ranges : DataFrame
        As from `completion.threshold_range`, on either basis.
    """
    if criteria_set.class_scheme.kind == "conditions":
        return Prose(said("transitions_none", criteria_set, basis))
    if moves.empty:
        return Prose(say("transitions_empty"))
    note = classes_note(criteria_set, ranges)
    matrix = class_matrix(moves, criteria_set, said("class_claimed_verified", criteria_set, basis))
    return matrix.captioned(say("caption_transitions", **side_words(criteria_set, basis))).noted(note)


def _grounded(row, labels):
    """The ground of a decision with the verifier's words below it."""
    return Explained(labels.get(row.ground_code, text.NOTHING), row.verifier_note, say("verifier_note"))


def _decided(row, *of):
    """The decision, and how and when it was made where the sheet says so."""
    parts = [said(f"decision_{row.decision}", *of), say(f"method_{row.method}") if row.method else ""]
    parts.append(str(text.date(row.verified_on)) if row.verified_on else "")
    return ", ".join(part for part in parts if part)
