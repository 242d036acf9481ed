"""Where points were lost: the weak indicators, and their causes in order of weight."""

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..analysis.losses import NOT_GIVEN
from ..messages import named, say
from ..reference.level_words import UNKNOWN
from . import text
from .chart import blank, empty, put, styled
from .colours import PARTIES, UNKNOWN_PARTY, of_place
from .facts import facts
from .law import lost_note
from .names import cause_labels, cause_remedies, names_of, party_name
from .output import Prose, Table
from .rows import BAR, GAP, limits, room_for, rows
from .sides import side_name
from .summary import left_out_lines, n_classless, said_out
from .typed import Cell, Explained

if TYPE_CHECKING:
    from ..dataset.tables import Dataset
    from ..dataset.unit_view import UnitView
    from .chart import Chart

CAUSES = {"lost_by_cause": "lost_points", "n_by_cause": "n_indicators"}


def weak_headline(view: "UnitView", weak: pd.DataFrame, by_cause: pd.DataFrame) -> Prose:
    """Return the finding in words: how many are weak, what they cost, and what the first cause is.

    Parameters
    ----------
    view : UnitView
    weak : DataFrame
        As from `losses.weak`, of the unit, year and basis.
    by_cause : DataFrame
        As from `losses.by_cause`, of the weak ones.
    """
    total = view.total()
    lines = [_weak_line(view, total, weak["lost_points"].sum())]
    for side in view.sides:
        row = view.total(side)
        if side != view.basis and _n_classified(row):
            other = text.of(row["n_lower"], _n_classified(row))
            lines.append(say("weak_other_side", weak=other, basis=side_name(view, side)))
    lines += _reason_lines(view, by_cause)
    lines += [] if total is None else left_out_lines(view)
    stated = facts(
        view.standing[view.standing["basis"].isin([view.basis, *view.sides])], ["n_lower", "lost_points"]
    )
    return Prose("\n".join(lines)).stating(stated)


def weak_table(view: "UnitView", weak: pd.DataFrame) -> Table | Prose:
    """Return the weak indicators, most points lost first, each with its reasons and its cell of origin.

    Parameters
    ----------
    view : UnitView
    weak : DataFrame
        As from `losses.weak`, of the unit, year and basis.
    """
    if weak.empty:
        return Prose(_weak_line(view, view.total(), 0.0))
    classes, pillars = (names_of(records) for records in _named_records(view))
    indicators = [view.criteria_set.indicator(code) for code in weak["indicator_code"]]
    outs = said_out(view)
    is_judged = view.basis in ("verified", "final")
    grounds = weak["ground_code"] if is_judged else [""] * len(weak)
    place = "verified_source" if is_judged else "source"
    cells = weak[place].where(weak[place] != "", weak["source"])
    coded = weak["reason_codes"].str.split(";").map(lambda codes: [code for code in codes if code])
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [Explained(named(each), each.rule_text, say("rule_text")) for each in indicators],
        say("class"): [_class(row, classes, outs) for row in weak.itertuples()],
        say("points"): list(map(text.points_of, weak["points"], weak["max_points"])),
        say("lost"): weak["lost_points"].map(text.points).tolist(),
        say("reasons"): _causes(view.data, coded, grounds),
        say("cell"): list(map(Cell, cells)),
    }
    kept = {say("pillar"): weak["pillar_code"].map(pillars)}
    whose = say("weak_cells", side=side_name(view)) if is_judged else ""
    table = Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_weak", basis=side_name(view)))
    return table.keeping(kept).noted("\n".join(filter(None, [say("weak_note"), whose, _unit_note(view)])))


def cause_table(
    by_cause: pd.DataFrame, data: "Dataset", of_unit: str = "unit_code", note: str = ""
) -> Table | Prose:
    """Return lost points per cause with who can remove it and what usually helps.

    Parameters
    ----------
    by_cause : DataFrame
        As from `losses.by_cause`; with year, basis and whose they are where they are to be stated as facts.
    data : Dataset
        Its ``reasons``, ``grounds`` and ``levels`` give the words.
    of_unit : str
        The column that says whose losses these are; facts are stated where the table has it.
    note : str
        What else is said under the table, such as `judged_note`.
    """
    if by_cause.empty:
        return Prose(say("causes_weak_none" if of_unit == "unit_code" else "causes_none"))
    labels, remedies = cause_labels(data), cause_remedies(data)
    table = pd.DataFrame(
        {
            say("code"): by_cause["cause_code"].replace("", text.NOTHING),
            say("reason"): [labels[code] for code in by_cause["cause_code"]],
            say("who_can_act"): by_cause["removable_by"].map(partial(party_name, data.levels)),
            say("indicators"): by_cause["n_indicators"].map(text.count),
            say("lost"): by_cause["lost_points"].map(text.points),
            say("share"): by_cause["lost_share"].map(text.share),
            say("cumulative"): by_cause["cumulative_share"].map(text.share),
            say("remedy"): [remedies.get(code) or text.NOTHING for code in by_cause["cause_code"]],
        }
    )
    stated = facts(by_cause, CAUSES, of_unit=of_unit, of="cause_code") if of_unit in by_cause else []
    table = Table(table.set_index(say("code"))).captioned(say("caption_causes")).fitted(say("cumulative"))
    return table.noted(say("reason_note")).noted(note).stating(stated)


@styled
def cause_figure(view: "UnitView", by_cause: pd.DataFrame, source: str) -> "Chart":
    """Return a Pareto chart of a unit's weak indicators: lost points per cause, each with its cumulative share.

    Parameters
    ----------
    view : UnitView
    by_cause : DataFrame
        As from `losses.by_cause`, of the weak ones: the largest first.
    """
    shown = by_cause[by_cause["lost_points"] > 0].reset_index(drop=True)
    if shown.empty:
        total = view.total()
        is_known = total is not None and _n_classified(total)
        is_open = total is None or total["n_unclassified"]
        why = ("lossless" if total["n_lower"] else "none") if is_known or not is_open else "unclassified"
        return empty(f"pareto_{why}", source, basis=side_name(view))
    labels = cause_labels(view.data)
    levels = view.data.levels
    names = [f"{code} {labels[code]}".strip() for code in shown["cause_code"]]
    said = [f"{_weighed(row)}\n{party_name(levels, row.removable_by)}" for row in shown.itertuples()]
    figure = blank()
    axes, places, width = rows(figure, names, say("lost_axis"), thick=1.5 * BAR)
    colours = [_colour(levels, party) for party in shown["removable_by"]]
    axes.barh(places, shown["lost_points"], color=colours, height=BAR)
    ends = [room_for([words], figure.small) for words in said]
    axes.set_xlim(limits(width, zip(shown["lost_points"], ends, strict=True), [(0.0, 0.0)]))
    for lost, place, words in zip(shown["lost_points"], places, said, strict=True):
        put(axes, (lost, place), words.splitlines(), figure.small, (GAP / 2, 0))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: str(text.maximum(value))))
    values = zip(names, map(_weighed, shown.itertuples()), strict=True)
    return figure.finish(_pareto_title(view, shown, labels), source, values)


def _weighed(row):
    return say("pareto_label", points=text.points(row.lost_points), share=text.share(row.cumulative_share))


def _colour(levels, party):
    known = [each for each in levels.party_codes if each != UNKNOWN]
    return UNKNOWN_PARTY if party == UNKNOWN else of_place(PARTIES, known.index(party))


def _weak_line(view, total, lost):
    """How many indicators are weak, and what they cost."""
    basis = side_name(view)
    if total is not None and total["n_indicators"] == n_classless(total) > 0:
        return say("weak_classless", basis=basis)
    if total is None or not _n_classified(total):
        return say("weak_unclassified", basis=basis)
    known = text.of(total["n_lower"], _n_classified(total))
    if not total["n_lower"]:
        return say("weak_zero", known=text.count(_n_classified(total)), basis=basis)
    if not lost:
        return say("weak_lossless", weak=known, basis=basis)
    share = text.share(lost / total["lost_points"])
    return say("weak_headline", weak=known, points=text.points(lost), share=share, basis=basis)


def _unit_note(view):
    """What all its losses come to beside its total; "" where that is the same."""
    return lost_note(view.standing[(view.standing["basis"] == view.basis).to_numpy()])


def _reason_lines(view, by_cause):
    """The largest reason that somebody gave, and how much was lost for none."""
    lost = by_cause[by_cause["lost_points"] > 0]
    is_given, lines = ~lost["cause_code"].isin(NOT_GIVEN), []
    if is_given.any():
        first, labels = lost[is_given].iloc[0], cause_labels(view.data)
        words = {"reason": f"{first['cause_code']} – {labels[first['cause_code']]}"}
        words |= {"points": text.points(first["lost_points"]), "share": text.share(first["lost_share"])}
        lines.append(say("weak_first_reason", **words))
    if not is_given.all():
        others = lost.loc[~is_given, ["lost_points", "lost_share"]].sum()
        words = {"points": text.points(others["lost_points"]), "share": text.share(others["lost_share"])}
        lines.append(say("weak_no_reason", **words))
    return lines


def _pareto_title(view, shown, labels):
    basis, given = side_name(view), shown[~shown["cause_code"].isin(NOT_GIVEN)]
    if given.empty:
        return say("pareto_unnamed", points=text.points(shown["lost_points"].sum()), basis=basis)
    first = given.iloc[0]
    words = {"reason": labels[first["cause_code"]], "share": text.share(first["lost_share"])}
    return say("pareto_title", basis=basis, **words)


def _n_classified(row):
    return row["n_upper"] + row["n_lower"]


def _named_records(view):
    return view.criteria_set.class_scheme.classes, view.criteria_set.pillars


def _class(row, classes, outs):
    """The class in words; a blank has none, and says what it is."""
    if row.class_code:
        return classes[row.class_code]
    if row.status == "invalid":
        return say("status_invalid")
    return say("said_out" if row.indicator_code in outs else "missing")


def _causes(data, coded, grounds):
    """Each indicator's reasons and the ground on which verification cut it; below them who can remove these."""
    of_cause = dict(zip(data.reasons["reason_code"], data.reasons["removable_by"], strict=True))
    of_cause |= dict(zip(data.grounds["ground_code"], data.grounds["removable_by"], strict=True))
    causes = [[*codes, *([ground] if ground else [])] for codes, ground in zip(coded, grounds, strict=True)]
    named_party = partial(party_name, data.levels)
    parties = [", ".join(dict.fromkeys(named_party(of_cause[code]) for code in codes)) for codes in causes]
    labels, called = cause_labels(data), say("who_can_act")
    words = ["; ".join(f"{code} {labels[code]}" for code in codes) or text.NOTHING for codes in causes]
    return [Explained(said, who, called) for said, who in zip(words, parties, strict=True)]
