"""One unit over years: totals and pillars, moves between classes, what compares and what does not."""

import pandas as pd

from ..analysis.decomposition import EFFECTS
from ..messages import say
from . import text
from .chart import BLUE, GREY, ORANGE, blank, share_axis, styled, wrapped
from .names import named, names_of
from .notes import classes_note
from .output import Prose, Table


def years_headline(history, compared, unit_code):
    """Return the finding in words: attainment in two years, and how many indicators compare.

    Parameters
    ----------
    history : DataFrame
        As from `trends.over_years`.
    compared : DataFrame
        As from `trends.compare`, for the last two years of `history`.
    """
    before, after = (row for _, row in history[history["unit_code"] == unit_code].tail(2).iterrows())
    both = compared[(compared["code_from"] != "") & (compared["code_to"] != "")]
    lines = [
        say(
            "years_headline",
            before=before["year"],
            after=after["year"],
            share_before=text.share(before["attainment_share"]),
            share_after=text.share(after["attainment_share"]),
            change=text.share_change(after["change_share"]),
        ),
        say(
            "years_compared",
            points=text.of(compared["points_compare"].sum(), len(both)),
            shares=text.count(compared["shares_compare"].sum()),
            new=text.count((compared["why"] == "new").sum()),
            dropped=text.count((compared["why"] == "dropped").sum()),
        ),
    ]
    return Prose("\n".join(lines))


def years_table(history, unit_code):
    """Return a unit's totals year by year, as text."""
    own = history[history["unit_code"] == unit_code]
    table = pd.DataFrame(
        {
            say("year"): own["year"].astype("str"),
            say("points"): own["points"].map(text.points),
            say("maximum"): own["max_points"].map(text.maximum),
            say("attainment"): own["attainment_share"].map(text.share),
            say("change_share"): own["change_share"].map(text.share_change),
            say("indicators"): [
                say("published_year") if row.is_published else text.count(row.n_indicators)
                for row in own.itertuples()
            ],
        }
    )
    return Table(table.set_index(say("year"))).noted(say("years_note"))


@styled
def years_figure(history, unit_code, source):
    """Return the attainment of a unit over years before the lines of the units it is compared with."""
    figure = blank(3.6)
    axes = figure.add_subplot()
    for code, line in history.groupby("unit_code", sort=True):
        if code != unit_code:
            axes.plot(line["year"], line["attainment_share"], color=GREY, linewidth=1, alpha=0.7)
    own = history[history["unit_code"] == unit_code]
    axes.plot(own["year"], own["attainment_share"], color=BLUE, linewidth=2.6, marker="o", zorder=3)
    for row in own.itertuples():
        axes.annotate(
            text.share(row.attainment_share),
            (row.year, row.attainment_share),
            (0, 9),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},  # over others' lines
        )
    axes.set_xticks(sorted(history["year"].unique()))
    axes.margins(x=0.12)
    axes.set_ylim(0, 1)
    share_axis(axes.yaxis)
    axes.set_ylabel(say("attainment_axis"))
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.8)
    axes.plot([], [], color=GREY, label=say("others", units=history["unit_code"].nunique() - 1))
    axes.legend(loc="lower right")
    last, change = own.iloc[-1], own["change_share"].iloc[-1]
    facts = {"year": last["year"], "share": text.share(last["attainment_share"])}
    return figure.finish(say("years_title", change=text.share_change(change), **facts), source)


def pillar_years_table(history, unit_code, criteria_set, explained=None):
    """Return each pillar's attainment in the last two years with the change, and what it did to the unit's.

    Parameters
    ----------
    history : DataFrame
        As from `trends.over_years` with ``by_pillar=True``.
    criteria_set : CriteriaSet
        The later year's: it gives names and order.
    explained : DataFrame, optional
        As from `decomposition.explained` by unit and pillar: each pillar's parts of the unit's change. A pillar
        that the later set no longer has stands last, by its code.
    """
    own = history[history["unit_code"] == unit_code]
    years = sorted(own["year"].unique())[-2:]
    wide = own.pivot(index="pillar_code", columns="year", values="attainment_share")
    change = own[own["year"] == years[-1]].set_index("pillar_code")["change_share"]
    called = names_of(criteria_set.pillars)
    parts = None if explained is None else explained[explained["unit_code"] == unit_code].set_index("pillar_code")
    gone = [] if parts is None else [code for code in parts.index if code not in called]
    ordered = wide.reindex([*called, *gone])
    columns = {str(year): ordered[year].map(text.share) for year in years}
    columns[say("change_share")] = _moved(change, ordered)
    if parts is not None:
        for effect in (*EFFECTS, "basis")[: 5 if parts["basis_share"].any() else 4]:
            columns[say(f"effect_{effect}")] = _moved(parts[f"{effect}_share"], ordered)
        columns[say("effect_sum")] = _moved(parts["change_share"], ordered)
    rows = pd.Index([called.get(code, code) for code in ordered.index], name=say("pillar"))
    table = Table(pd.DataFrame(columns).set_axis(rows, axis="index"))
    if parts is None:
        return table
    whole = parts["change_share"].sum(min_count=1)
    return table.noted(say("pillar_effects_note", change=text.share_change(whole)))


def _moved(shares, ordered):
    return shares.reindex(ordered.index).map(text.share_change)


@styled
def pillar_years_figure(history, unit_code, criteria_set, source):
    """Return each pillar's attainment in two years as a pair of dots joined by a line."""
    own = history[history["unit_code"] == unit_code]
    years = sorted(own["year"].unique())[-2:]
    wide = own.pivot(index="pillar_code", columns="year", values="attainment_share")
    ordered = wide.reindex([each.code for each in criteria_set.pillars])
    places = range(len(ordered))
    figure = blank(1.7 + 0.44 * len(ordered))
    axes = figure.add_subplot()
    axes.hlines(places, ordered[years[0]], ordered[years[1]], color=GREY, linewidth=2, zorder=1)
    for year, colour, marker in zip(years, (ORANGE, BLUE), ("o", "D"), strict=True):
        axes.scatter(ordered[year], places, color=colour, marker=marker, s=52, label=str(year), zorder=2)
    axes.set_yticks(places, [wrapped(named(each)) for each in criteria_set.pillars])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.02)
    share_axis(axes.xaxis)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(say("attainment_axis"))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    change = (ordered[years[1]] - ordered[years[0]]).dropna()
    names = names_of(criteria_set.pillars)
    facts = {"up": names[change.idxmax()], "down": names[change.idxmin()]}
    facts |= {"gain": text.share_change(change.max()), "loss": text.share_change(change.min())}
    return figure.finish(say("pillar_years_title", **facts), source)


def moves_table(moves, criteria_set, ranges):
    """Return how many indicators moved from which class (rows) to which (columns).

    Parameters
    ----------
    moves : DataFrame
        As from `trends.class_moves`.
    ranges : DataFrame
        As from `completion.threshold_range`, of the unit's years.
    """
    note = "\n".join([say("moves_note"), classes_note(criteria_set, ranges)])
    return class_matrix(moves, criteria_set, say("class_from_to")).noted(note)


def class_matrix(moves, criteria_set, corner):
    """Return class moves as a square of counts, classes best first."""
    classes = names_of(criteria_set.class_scheme.classes)
    wide = moves.pivot(index="class_code_from", columns="class_code_to", values="n_indicators")
    wide = wide.reindex(index=list(classes), columns=list(classes)).fillna(0)
    shown = wide.map(text.count)
    shown = shown.set_axis(list(classes.values()), axis="index").set_axis(list(classes.values()), axis="columns")
    return Table(shown.rename_axis(corner))


def changes_table(compared, criteria_set, most=5):
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
    facts = {"most": most, "gains": len(gains), "losses": len(lost)}
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(say("changes_note", **facts))


def not_compared_table(compared, criteria):
    """Return the indicators whose points do not compare, and why not.

    Parameters
    ----------
    compared : DataFrame
        As from `trends.compare`.
    criteria : dict
        Criteria sets by id.
    """
    earlier, later = (criteria[compared[f"criteria_id_{end}"].iloc[0]] for end in ("from", "to"))
    apart = compared[~compared["points_compare"]]
    rows = []
    for each in apart.itertuples():
        indicator = later.indicator(each.code_to) if each.code_to else earlier.indicator(each.code_from)
        before = text.maximum(each.max_points_from) if each.code_from else text.NOTHING
        after = text.maximum(each.max_points_to) if each.code_to else text.NOTHING
        change = text.share_change(each.change_share)
        why = say(f"why_{each.why}")
        rows.append([indicator.printed_as, named(indicator), why, before, after, change, _declared(each)])
    columns = [say("code"), say("indicator"), say("why"), say("max_before"), say("max_after")]
    table = pd.DataFrame(rows, columns=[*columns, say("change_share"), say("declared")])
    return Table(table.set_index(columns[0])).noted(say("not_compared_note"))


def _declared(row):
    """The declared values of both years, where the target moved and they still compare."""
    if row.why != "target_moved" or pd.isna(row.change_declared):
        return text.NOTHING
    written = text.share if row.measure == "share" else text.maximum
    return f"{written(row.declared_from)} → {written(row.declared_to)}"
