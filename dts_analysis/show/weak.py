"""Where points were lost: the weak indicators, and their causes in order of weight."""

import pandas as pd

from ..messages import say
from ..scoring import basis_name
from . import text
from .chart import BLUE, GREY, ORANGE, blank, empty, styled, wrapped
from .facts import facts
from .names import cause_labels, cause_remedies, named, names_of
from .output import Prose, Table

PARTY_COLOURS = {
    "unit": BLUE,
    "province": ORANGE,
    "ministry": "#009E73",
    "citizens": "#CC79A7",
    "unknown": GREY,
}
CAUSES = {"lost_by_cause": "lost_points", "n_by_cause": "n_indicators"}


def weak_headline(view, weak, by_cause):
    """Return the finding in words: how many are weak, what they cost, and what the first cause is.

    Parameters
    ----------
    view : UnitView
    weak : DataFrame
        As from `losses.weak`, of the unit, year and basis.
    by_cause : DataFrame
        As from `losses.by_cause`, of the weak ones.
    """
    total, basis = view.total(), basis_name(view.basis)
    if total is None or not total["n_upper"] + total["n_lower"]:
        return Prose(say("weak_unclassified", basis=basis))
    lost = weak["lost_points"].sum()
    share = lost / total["lost_points"] if total["lost_points"] else float("nan")
    known = text.of(total["n_lower"], total["n_upper"] + total["n_lower"])
    lines = [say("weak_headline", weak=known, points=text.points(lost), share=text.share(share), basis=basis)]
    for side in view.sides:
        row = view.total(side)
        if side != view.basis and row["n_upper"] + row["n_lower"]:
            other = text.of(row["n_lower"], row["n_upper"] + row["n_lower"])
            lines.append(say("weak_other_side", weak=other, basis=basis_name(side)))
    if not by_cause.empty and by_cause["lost_points"].iloc[0] > 0:
        first, labels = by_cause.iloc[0], cause_labels(view.data)
        reason = f"{first['cause_code']} – {labels[first['cause_code']]}".lstrip(" –")
        words = {"reason": reason, "points": text.points(first["lost_points"])}
        lines.append(say("weak_first_reason", share=text.share(first["lost_share"]), **words))
    stated = facts(
        view.standing[view.standing["basis"].isin([view.basis, *view.sides])], ["n_lower", "lost_points"]
    )
    return Prose("\n".join(lines)).stating(stated)


def weak_table(view, weak):
    """Return the weak indicators, most points lost first, each with its reasons and its cell of origin.

    Parameters
    ----------
    view : UnitView
    weak : DataFrame
        As from `losses.weak`, of the unit, year and basis.
    """
    classes, pillars = (names_of(records) for records in _named_records(view))
    indicators = [view.criteria_set.indicator(code) for code in weak["indicator_code"]]
    parties = view.data.reasons.set_index("reason_code")["removable_by"]
    place = "verified_source" if view.basis in ("verified", "final") else "source"
    cells = weak[place].where(weak[place] != "", weak["source"])
    coded = weak["reason_codes"].str.split(";").map(lambda codes: [code for code in codes if code])
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("pillar"): weak["pillar_code"].map(pillars).tolist(),
        say("class"): [_class(row, classes) for row in weak.itertuples()],
        say("points"): weak["points"].map(text.points).tolist(),
        say("maximum"): weak["max_points"].map(text.maximum).tolist(),
        say("lost"): weak["lost_points"].map(text.points).tolist(),
        say("reasons"): [text.listed(codes) for codes in coded],
        say("who_can_act"): [_parties(codes, parties) for codes in coded],
        say("cell"): cells.tolist(),
    }
    if view.basis in ("verified", "final"):
        rows[say("ground")] = weak["ground_code"].replace("", text.NOTHING).tolist()
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(say("weak_note"))


def cause_table(by_cause, data, of_unit="unit_code"):
    """Return lost points per cause with who can remove it and what usually helps.

    Parameters
    ----------
    by_cause : DataFrame
        As from `losses.by_cause`; with year, basis and whose they are where they are to be stated as facts.
    data : Dataset
        Its ``reasons`` and ``grounds`` give the words.
    of_unit : str
        The column that says whose losses these are; facts are stated where the table has it.
    """
    labels, remedies = cause_labels(data), cause_remedies(data)
    table = pd.DataFrame(
        {
            say("code"): by_cause["cause_code"].replace("", text.NOTHING),
            say("reason"): [labels[code] for code in by_cause["cause_code"]],
            say("who_can_act"): by_cause["removable_by"].map(lambda party: say(f"party_{party}")),
            say("indicators"): by_cause["n_indicators"].map(text.count),
            say("lost"): by_cause["lost_points"].map(text.points),
            say("share"): by_cause["lost_share"].map(text.share),
            say("cumulative"): by_cause["cumulative_share"].map(text.share),
            say("remedy"): [remedies.get(code) or text.NOTHING for code in by_cause["cause_code"]],
        }
    )
    stated = facts(by_cause, CAUSES, of_unit=of_unit, of="cause_code") if of_unit in by_cause else []
    return Table(table.set_index(say("code"))).noted(say("reason_note")).stating(stated)


@styled
def cause_figure(by_cause, data, source):
    """Return a Pareto chart: lost points per cause, largest first, each with its cumulative share."""
    shown = by_cause[by_cause["lost_points"] > 0].reset_index(drop=True)
    if shown.empty:
        return empty("nothing_lost", source)
    labels = cause_labels(data)
    places = range(len(shown))
    figure = blank(1.9 + 0.5 * len(shown))
    axes = figure.add_subplot()
    colours = [PARTY_COLOURS[party] for party in shown["removable_by"]]
    bars = axes.barh(places, shown["lost_points"], color=colours, height=0.62)
    axes.bar_label(
        bars,
        [
            say("pareto_label", points=text.points(row.lost_points), share=text.share(row.cumulative_share))
            for row in shown.itertuples()
        ],
        padding=4,
        fontsize=9,
    )
    axes.set_yticks(places, [wrapped(f"{code} {labels[code]}", 30) for code in shown["cause_code"]])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, shown["lost_points"].max() * 1.55)
    axes.set_xlabel(say("lost_axis"))
    parties = shown["removable_by"].drop_duplicates()
    handles = [axes.barh([0], [0], color=PARTY_COLOURS[party], label=say(f"party_{party}")) for party in parties]
    axes.figure.legend(handles=handles, title=say("who_can_act"), loc="outside lower center", ncols=3)
    first = shown.iloc[0]
    words = {"reason": labels[first["cause_code"]], "share": text.share(first["lost_share"])}
    return figure.finish(say("pareto_title", **words), source)


def _named_records(view):
    return view.criteria_set.class_scheme.classes, view.criteria_set.pillars


def _class(row, classes):
    """The class in words; a blank has none, and says what it is."""
    if row.class_code:
        return classes[row.class_code]
    return say("status_invalid") if row.status == "invalid" else say("missing")


def _parties(codes, parties):
    return text.listed(dict.fromkeys(say(f"party_{parties[code]}") for code in codes))
