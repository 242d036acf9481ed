"""Where points were lost: the weak indicators, and their reasons in order of weight."""

import pandas as pd

from ..messages import say
from . import text
from .chart import BLUE, GREY, ORANGE, blank, empty, styled, wrapped
from .names import localized, named, names_of
from .output import Prose, Table

PARTY_COLOURS = {
    "unit": BLUE,
    "province": ORANGE,
    "ministry": "#009E73",
    "citizens": "#CC79A7",
    "unknown": GREY,
}


def weak_headline(weak, lost, by_reason, reasons):
    """Return the finding in words: how many are weak, what they cost, and what the first reason is.

    Parameters
    ----------
    weak, lost : DataFrame
        As from `losses.weak` and `losses.losses`, of one unit and year.
    by_reason : DataFrame
        As from `losses.by_reason`.
    reasons : DataFrame
        The taxonomy, as in ``dataset.reasons``.
    """
    facts = {"weak": text.of(len(weak), len(lost)), "points": text.points(weak["lost_points"].sum())}
    share = weak["lost_points"].sum() / lost["lost_points"].sum() if lost["lost_points"].any() else float("nan")
    lines = [say("weak_headline", share=text.share(share), **facts)]
    if not by_reason.empty:
        first = by_reason.iloc[0]
        labels = localized(reasons.set_index("reason_code"), "label")
        lines.append(
            say(
                "weak_first_reason",
                reason=f"{first['reason_code']} – {labels[first['reason_code']]}",
                points=text.points(first["lost_points"]),
                share=text.share(first["lost_share"]),
            )
        )
    return Prose("\n".join(lines))


def weak_table(weak, criteria_set, reasons, basis):
    """Return the weak indicators, most points lost first, each with its reasons and its cell of origin.

    Parameters
    ----------
    weak : DataFrame
        As from `losses.weak`, of one unit and year.
    reasons : DataFrame
        The taxonomy, as in ``dataset.reasons``.
    """
    classes = names_of(criteria_set.class_scheme.classes)
    pillars = names_of(criteria_set.pillars)
    indicators = [criteria_set.indicator(code) for code in weak["indicator_code"]]
    parties = reasons.set_index("reason_code")["removable_by"]
    place = "verified_source" if basis in ("verified", "final") else "source"
    cells = weak[place].where(weak[place] != "", weak["source"])
    coded = weak["reason_codes"].str.split(";").map(lambda codes: [code for code in codes if code])
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("pillar"): weak["pillar_code"].map(pillars).tolist(),
        say("class"): [classes.get(code) or say("unclassified") for code in weak["class_code"]],
        say("points"): weak["points"].map(text.points).tolist(),
        say("maximum"): weak["max_points"].map(text.maximum).tolist(),
        say("lost"): weak["lost_points"].map(text.points).tolist(),
        say("reasons"): [text.listed(codes) for codes in coded],
        say("who_can_act"): [_parties(codes, parties) for codes in coded],
        say("cell"): cells.tolist(),
    }
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(say("weak_note"))


def reason_table(by_reason, reasons):
    """Return lost points per reason with who can remove it and what usually helps."""
    taxonomy = reasons.set_index("reason_code")
    labels, remedies = localized(taxonomy, "label"), localized(taxonomy, "remedy")
    table = pd.DataFrame(
        {
            say("code"): by_reason["reason_code"],
            say("reason"): by_reason["reason_code"].map(labels),
            say("who_can_act"): by_reason["removable_by"].map(lambda party: say(f"party_{party}")),
            say("indicators"): by_reason["n_indicators"].map(text.count),
            say("lost"): by_reason["lost_points"].map(text.points),
            say("share"): by_reason["lost_share"].map(text.share),
            say("cumulative"): by_reason["cumulative_share"].map(text.share),
            say("remedy"): by_reason["reason_code"].map(remedies),
        }
    )
    return Table(table.set_index(say("code"))).noted(say("reason_note"))


@styled
def reason_figure(by_reason, reasons, source):
    """Return a Pareto chart: lost points per reason, largest first, each with its cumulative share."""
    if by_reason.empty:
        return empty("nothing_lost", source)
    labels = localized(reasons.set_index("reason_code"), "label")
    places = range(len(by_reason))
    figure = blank(1.7 + 0.5 * len(by_reason))
    axes = figure.add_subplot()
    bars = axes.barh(
        places,
        by_reason["lost_points"],
        color=[PARTY_COLOURS[party] for party in by_reason["removable_by"]],
        height=0.62,
    )
    axes.bar_label(
        bars,
        [
            say("pareto_label", points=text.points(row.lost_points), share=text.share(row.cumulative_share))
            for row in by_reason.itertuples()
        ],
        padding=4,
        fontsize=9,
    )
    names = [wrapped(f"{code} {labels[code]}", 30) for code in by_reason["reason_code"]]
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, by_reason["lost_points"].max() * 1.55)
    axes.set_xlabel(say("lost_axis"))
    parties = by_reason["removable_by"].drop_duplicates()
    handles = [axes.barh([0], [0], color=PARTY_COLOURS[party], label=say(f"party_{party}")) for party in parties]
    axes.legend(handles=handles, title=say("who_can_act"), loc="lower right")
    first = by_reason.iloc[0]
    title = say("pareto_title", reason=labels[first["reason_code"]], share=text.share(first["lost_share"]))
    return figure.finish(title, source)


def _parties(codes, parties):
    named_parties = dict.fromkeys(say(f"party_{parties[code]}") for code in codes)
    return text.listed(named_parties)
