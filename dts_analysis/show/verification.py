"""Self against verified, as people read it. Every gap is verified - claimed and says so."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..messages import say
from . import text
from .chart import BLUE, ORANGE, blank, empty, rows_height, styled, wrapped
from .compared import class_matrix
from .facts import facts
from .names import localized, named, pillar_ends
from .notes import classes_note
from .output import Prose, Table

GAPS = ["gap_points", "cut_points", "raised_points", "n_cut", "n_raised"]


def gap_headline(view, summary):
    """Return the finding in words: from how much to how much, what was cut, what was raised.

    Parameters
    ----------
    view : UnitView
    summary : DataFrame
        As from `verification.gap_summary` of the unit and year.
    """
    row, verified = summary.iloc[0], view.total("verified")
    points = {"verified": text.points(row["verified_points"]), "gap": text.change(row["gap_points"])}
    lines = [say("gap_headline", claimed=text.points(row["claimed_points"]), **points), _parts_line(row)]
    blank_ones = view.gaps.loc[view.gaps["is_blank_claim"], "gap_points"].sum()
    if blank_ones > 0:
        blanks = {"blank": text.count(row["n_blank_claims"]), "points": text.points(blank_ones)}
        lines.append(say("gap_blank", **blanks))
    if verified["n_unscored"]:
        judged = text.of(row["n_indicators"], verified["n_indicators"])
        lines.append(say("gap_partly", judged=judged, left=text.count(verified["n_unscored"])))
    sides = view.standing[view.standing["basis"].isin(view.sides)]
    stated = facts(sides, ["points", "max_points"]) + facts(summary.assign(basis="verified"), GAPS)
    return Prose("\n".join(lines)).stating(stated)


def gap_pillar_table(view, summary):
    """Return claimed, verified and gap per pillar; `summary` per unit and pillar, of one unit."""
    ordered = _in_order(view, summary)
    table = pd.DataFrame(
        {
            say("claimed"): ordered["claimed_points"].map(text.points),
            say("verified_points"): ordered["verified_points"].map(text.points),
            say("gap"): ordered["gap_points"].map(text.change),
            say("cut"): ordered["cut_points"].map(text.change),
            say("raised"): ordered["raised_points"].map(text.change),
            say("cut_indicators"): ordered["n_cut"].map(text.count),
        }
    )
    names = pd.Index([named(each) for each in view.criteria_set.pillars], name=say("pillar"))
    rows = summary.assign(node_code=summary["pillar_code"].astype("str"), basis="verified")
    return Table(table.set_axis(names, axis="index")).noted(say("gap_note")).stating(facts(rows, GAPS))


def _parts_line(row):
    """What was cut and raised; how much of the cuts was zeroed, where anything was cut."""
    if not row["n_cut"] + row["n_raised"]:
        return say("gap_none", n=text.count(row["n_indicators"]))
    words = {f"n_{name}": text.of(row[f"n_{name}"], row["n_indicators"]) for name in ("cut", "raised")}
    words |= {"cut": text.points(-row["cut_points"]), "raised": text.points(row["raised_points"])}
    zeroed = "" if pd.isna(row["zeroed_share"]) else say("gap_zeroed", zeroed=text.share(row["zeroed_share"]))
    return f"{say('gap_parts', **words)} {zeroed}".rstrip()


@styled
def gap_figure(view, summary, source):
    """Return points cut to the left and raised to the right of zero, per pillar."""
    ordered = _in_order(view, summary).fillna({"cut_points": 0.0, "raised_points": 0.0})
    if not (ordered["cut_points"].any() or ordered["raised_points"].any()):
        return empty("no_gap", source)
    places = range(len(ordered))
    names = [wrapped(named(each)) for each in view.criteria_set.pillars]
    figure = blank(1.0 + rows_height(names, 0.42))
    axes = figure.add_subplot()
    sides = (("cut_points", ORANGE, "cut"), ("raised_points", BLUE, "raised"))
    for column, colour, word in sides:
        bars = axes.barh(places, ordered[column], color=colour, height=0.62, label=say(word))
        labels = [text.change(value) if value else "" for value in ordered[column]]
        axes.bar_label(bars, labels, padding=3, fontsize=9)
    axes.axvline(0, color="#222222", linewidth=1)
    axes.margins(x=0.28)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.places(value)))
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say("gap_axis"))
    figure.key()
    cuts = ordered["cut_points"]
    if not cuts.any():
        return figure.finish(say("gap_title_raised", raised=text.change(ordered["raised_points"].sum())), source)
    judged = summary.set_index(summary["pillar_code"].astype("str"))["cut_points"]
    (pillar, most), (_, least) = pillar_ends(judged, view.criteria_set, text.change)
    key = "gap_title_one" if len(judged) == 1 else "gap_title_equal" if most == least else "gap_title"
    return figure.finish(say(key, pillar=pillar, cut=most.lstrip("−")), source)


def gap_table(view, grounds):
    """Return the indicators whose points were changed, the largest cut first, with ground, method, date and cell.

    Parameters
    ----------
    view : UnitView
    grounds : DataFrame
        As in ``dataset.grounds``.
    """
    changed = view.gaps[view.gaps["decision"] != "accepted"].sort_values("gap_points", kind="stable")
    if changed.empty:
        return Prose(say("no_gap"))
    indicators = [view.criteria_set.indicator(code) for code in changed["indicator_code"]]
    labels = localized(grounds.set_index("ground_code"), "label")
    claimed, verified = _levels(view, indicators)
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("claimed"): list(map(_with_level, changed["claimed_points"], claimed)),
        say("verified_points"): list(map(_with_level, changed["verified_points"], verified)),
        say("gap"): changed["gap_points"].map(text.change).tolist(),
        say("decision"): [_decided(row) for row in changed.itertuples()],
        say("ground"): [labels.get(code, text.NOTHING) for code in changed["ground_code"]],
        say("verifier_note"): changed["verifier_note"].replace("", text.NOTHING).tolist(),
        say("cell"): changed["verified_source"].tolist(),
    }
    return Table(pd.DataFrame(rows).set_index(say("code")))


def _levels(view, indicators):
    """The words for what was claimed and verified of each indicator, "" where no level was verified."""
    answers = view.scores.set_index("indicator_code")[["declared_value", "verified_declared"]]
    pairs = [(each.rule, *answers.loc[each.code]) for each in indicators]
    words = [(rule.said(value) if level else "", level) for rule, value, level in pairs]
    return [claimed for claimed, _ in words], [verified for _, verified in words]


def _with_level(points, words):
    """Points, and in brackets the level they follow from.

    >>> _with_level(5.0, "Mức 2")
    '5,00 (Mức 2)'
    """
    return f"{text.points(points)} ({words})" if words else text.points(points)


def grounds_table(table, grounds):
    """Return decisions by grounds; `table` as from `verification.grounds_by_decision`."""
    if table.empty:
        return Prose(say("no_gap"))
    labels = localized(grounds.set_index("ground_code"), "label")
    shown = pd.DataFrame(
        {
            say("ground"): [labels.get(code, say("no_ground")) for code in table["ground_code"]],
            say("decision"): [say(f"decision_{each}") for each in table["decision"]],
            say("indicators"): table["n_indicators"].map(text.count),
            say("gap"): table["gap_points"].map(text.change),
        }
    )
    return Table(shown.set_index(say("ground"))).noted(say("grounds_note"))


def transition_table(moves, criteria_set, ranges):
    """Return how many indicators moved from which class (claimed, rows) to which (verified, columns).

    Parameters
    ----------
    moves : DataFrame
        As from `verification.transitions`.
    ranges : DataFrame
        As from `completion.threshold_range`, on either basis.
    """
    if criteria_set.class_scheme.kind == "conditions":
        return Prose(say("transitions_none"))
    if moves.empty:
        return Prose(say("transitions_empty"))
    note = classes_note(criteria_set, ranges)
    return class_matrix(moves, criteria_set, say("class_claimed_verified")).noted(note)


def _in_order(view, summary):
    by_pillar = summary.set_index(summary["pillar_code"].astype("str"))
    return by_pillar.reindex([each.code for each in view.criteria_set.pillars])


def _decided(row):
    """The decision, and how and when it was made where the sheet says so."""
    parts = [say(f"decision_{row.decision}"), say(f"method_{row.method}") if row.method else ""]
    parts.append(text.date(row.verified_on) if row.verified_on else "")
    return ", ".join(part for part in parts if part)
