"""Self against verified, as people read it. Every gap is verified - claimed and says so."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..messages import say
from . import text
from .chart import BLUE, ORANGE, blank, empty, styled, wrapped
from .names import localized, named, names_of
from .notes import classes_note
from .output import Prose, Table
from .years import class_matrix


def gap_headline(summary, unit_code):
    """Return the finding in words: from how much to how much, what was cut, what was raised.

    Parameters
    ----------
    summary : DataFrame
        As from `verification.gap_summary`, per unit and year.
    """
    row = summary[summary["unit_code"] == unit_code].iloc[0]
    lines = [
        say(
            "gap_headline",
            claimed=text.points(row["claimed_points"]),
            verified=text.points(row["verified_points"]),
            gap=text.change(row["gap_points"]),
        ),
        say(
            "gap_parts",
            cut=text.points(-row["cut_points"]),
            n_cut=text.of(row["n_cut"], row["n_indicators"]),
            raised=text.points(row["raised_points"]),
            n_raised=text.count(row["n_raised"]),
            zeroed=text.share(row["zeroed_share"]),
        ),
    ]
    return Prose("\n".join(lines))


def gap_pillar_table(summary, criteria_set):
    """Return claimed, verified and gap per pillar; `summary` per unit and pillar, of one unit."""
    ordered = summary.set_index(summary["pillar_code"].astype("str"))
    ordered = ordered.reindex([each.code for each in criteria_set.pillars])
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
    names = pd.Index([named(each) for each in criteria_set.pillars], name=say("pillar"))
    return Table(table.set_axis(names, axis="index")).noted(say("gap_note"))


@styled
def gap_figure(summary, criteria_set, source):
    """Return points cut to the left and raised to the right of zero, per pillar."""
    ordered = summary.set_index(summary["pillar_code"].astype("str"))
    ordered = ordered.reindex([each.code for each in criteria_set.pillars]).fillna(
        {"cut_points": 0.0, "raised_points": 0.0}
    )
    if not (ordered["cut_points"].any() or ordered["raised_points"].any()):
        return empty("no_gap", source)
    places = range(len(ordered))
    figure = blank(1.7 + 0.42 * len(ordered))
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
    axes.set_yticks(places, [wrapped(named(each)) for each in criteria_set.pillars])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say("gap_axis"))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    low = ordered["cut_points"].idxmin()
    facts = {"pillar": named(criteria_set.pillar(low)), "cut": text.change(ordered["cut_points"].min())}
    return figure.finish(say("gap_title", **facts), source)


def gap_table(gap, criteria_set, grounds):
    """Return the indicators whose points were changed, the largest cut first, with ground, method, date and cell.

    Parameters
    ----------
    gap : DataFrame
        As from `verification.gaps`, of one unit and year.
    grounds : DataFrame
        As in ``dataset.grounds``.
    """
    changed = gap[gap["decision"] != "accepted"].sort_values("gap_points", kind="stable")
    indicators = [criteria_set.indicator(code) for code in changed["indicator_code"]]
    labels = localized(grounds.set_index("ground_code"), "label")
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("claimed"): changed["claimed_points"].map(text.points).tolist(),
        say("verified_points"): changed["verified_points"].map(text.points).tolist(),
        say("gap"): changed["gap_points"].map(text.change).tolist(),
        say("decision"): [_decided(row) for row in changed.itertuples()],
        say("ground"): [labels.get(code, text.NOTHING) for code in changed["ground_code"]],
        say("verifier_note"): changed["verifier_note"].replace("", text.NOTHING).tolist(),
        say("cell"): changed["verified_source"].tolist(),
    }
    return Table(pd.DataFrame(rows).set_index(say("code")))


def grounds_table(table, grounds):
    """Return decisions by grounds; `table` as from `verification.grounds_by_decision`."""
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


def transition_table(moves, criteria_set, *ranges):
    """Return how many indicators moved from which class (claimed, rows) to which (verified, columns).

    Parameters
    ----------
    moves : DataFrame
        As from `verification.transitions`.
    ranges : DataFrame
        As from `completion.threshold_range`, on either basis.
    """
    note = classes_note(criteria_set, pd.concat(ranges))
    return class_matrix(moves, criteria_set, say("class_claimed_verified")).noted(note)


def agreement_table(kappa, icc):
    """Return both measures of agreement with their intervals; as from `agreement`."""
    rows = [
        [say(name), _measure(found[value]), _interval(found), text.count(found["n"])]
        for name, found, value in (("kappa", kappa, "kappa"), ("icc", icc, "icc"))
    ]
    columns = [say("measure"), say("value"), say("interval"), say("answers")]
    return Table(pd.DataFrame(rows, columns=columns).set_index(columns[0])).noted(say("agreement_note"))


def standing_table(table, names, threshold):
    """Return the units by gap in attainment with their robust z; as from `verification.standing_out`."""
    ordered = table.sort_values("gap_share", kind="stable")
    shown = pd.DataFrame(
        {
            say("unit"): ordered["unit_code"].astype("str").map(names),
            say("gap"): ordered["gap_points"].map(text.change),
            say("gap_share"): ordered["gap_share"].map(text.share_change),
            say("robust_z"): ordered["robust_z"].map(_measure),
            say("stands_out"): [say("said_yes") if each else text.NOTHING for each in ordered["stands_out"]],
        }
    )
    note = say("standing_note", threshold=text.maximum(threshold))
    return Table(shown.set_index(say("unit"))).noted(note)


def unclear_table(table, criteria_set, units, share):
    """Return the indicators cut in more than a share of the units; as from `verification.unclear`."""
    indicators = [criteria_set.indicator(code) for code in table["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("cut_units"): [text.of(row.n_cut, row.n_indicators) for row in table.itertuples()],
        say("gap"): table["gap_points"].map(text.change).tolist(),
    }
    note = say("unclear_note", share=text.share(share), units=text.count(units), found=text.count(len(table)))
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(note)


def evidence_table(summary, registered, criteria_set, unit_code):
    """Return one unit's claims without evidence or on evidence of another year.

    Parameters
    ----------
    summary, registered : DataFrame
        As from `evidence.register_summary` and `evidence.register`.
    """
    own = registered[registered["unit_code"] == unit_code]
    listed = own[~own["has_evidence"] | own["is_outside"]]
    indicators = [criteria_set.indicator(code) for code in listed["indicator_code"]]
    why = listed["has_evidence"].map({True: say("evidence_outside"), False: say("evidence_none")})
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("claimed"): listed["claimed_points"].map(text.points).tolist(),
        say("evidence"): why.tolist(),
        say("cell"): listed["source"].tolist(),
    }
    row = summary[summary["unit_code"] == unit_code].iloc[0]
    facts = {"without": text.of(row["n_without"], row["n_claimed"]), "points": text.points(row["without_points"])}
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(say("evidence_note", **facts))


def visit_table(proposed, names, seed, criteria_set=None):
    """Return where to check on site and why; as from `visits.proposal`. `names`: codes to names."""
    key = "unit_code" if criteria_set is None else "indicator_code"
    rows = {
        say("unit" if criteria_set is None else "indicator"): proposed[key].astype("str").map(names),
        say("claimed"): proposed["claimed_points"].map(text.points),
        say("at_risk"): proposed["risk_points"].map(text.points),
        say("why_chosen"): [say(f"visit_{why}") for why in proposed["why"]],
    }
    table = pd.DataFrame(rows)
    return Table(table.set_index(table.columns[0])).noted(say("visit_note", seed=seed))


def indicator_names(criteria_set):
    """Return a dict from indicator code to "printed code name"."""
    names = names_of(criteria_set.indicators)
    return {each.code: f"{each.printed_as} {names[each.code]}" for each in criteria_set.indicators}


def _decided(row):
    """The decision, and how and when it was made where the sheet says so."""
    parts = [say(f"decision_{row.decision}"), say(f"method_{row.method}") if row.method else ""]
    parts.append(text.date(row.verified_on) if row.verified_on else "")
    return ", ".join(part for part in parts if part)


def _measure(value):
    return text.points(value).replace("-", "−")


def _interval(found):
    if pd.isna(found["low"]):
        return text.NOTHING
    return f"{_measure(found['low'])} – {_measure(found['high'])}"
