"""Many units at a glance: who stands where, units by pillars, and how far they lie apart."""

import pandas as pd
import seaborn as sns

from ..analysis.ranking import check_bands
from ..messages import say
from ..scoring import basis_name
from . import text
from .chart import BLUE, INK, blank, empty, share_axis, styled, wrapped
from .names import named
from .output import Prose, Table


def ranking_headline(totals, names, basis):
    """Return the finding in words: who is first, who last, and how far the middle lies below the top.

    Parameters
    ----------
    totals : DataFrame
        As from `scoring.totals`, with ``rank`` as from `ranking.ranks`.
    names : dict
        Unit codes to names, as from `unit_names`.
    """
    placed = totals[totals["rank"].notna()].sort_values("rank")
    if placed.empty:
        return Prose(say("nobody_placed", basis=basis_name(basis)))
    first, last = placed.iloc[0], placed.iloc[-1]
    return Prose(
        "\n".join(
            [
                say(
                    "ranking_headline",
                    first=names.get(first["unit_code"], first["unit_code"]),
                    first_points=text.points(first["points"]),
                    last=names.get(last["unit_code"], last["unit_code"]),
                    last_points=text.points(last["points"]),
                    maximum=text.maximum(placed["max_points"].max()),
                ),
                say(
                    "ranking_spread",
                    units=text.count(len(placed)),
                    median=text.share(placed["attainment_share"].median()),
                    low=text.share(placed["attainment_share"].min()),
                    high=text.share(placed["attainment_share"].max()),
                    basis=basis_name(basis),
                ),
            ]
        )
    )


def ranking_table(totals, names, criteria_set):
    """Return the ranking as text, the first place first; unplaced units stand last with a dash.

    Parameters
    ----------
    totals : DataFrame
        As from `ranking.ranked`, with what was published as from `published.beside`.
    """
    ordered = totals.sort_values(["rank", "unit_code"], kind="stable", na_position="last")
    rank = ordered["rank"].map(lambda place: text.NOTHING if pd.isna(place) else str(place))
    table = pd.DataFrame(
        {
            say("rank"): rank,
            say("unit"): [_marked(row, names) for row in ordered.itertuples()],
            say("points"): ordered["points"].map(text.points),
            say("maximum"): ordered["max_points"].map(text.maximum),
            say("attainment"): ordered["attainment_share"].map(text.share),
            say("missing"): ordered["n_missing"].map(text.count),
            say("unscored"): ordered["n_unscored"].map(text.count),
            say("published"): [_published(row) for row in ordered.itertuples()],
        }
    )
    notes = [say("ranking_note", precision=criteria_set.ranking.precision, units=text.count(len(totals)))]
    if (ordered["band"] != "").any():
        table[say("band")] = ordered["band"].replace("", text.NOTHING)
        issuers = [each for each in ordered["band_issuer"].unique() if each]
        notes.append(say("bands_by", issuers=", ".join(issuers)))
        notes += [f"{each.message}. {each.remedy}." for each in check_bands(issuers)]
    only = int(ordered["is_published"].sum())
    notes += [say("published_only", units=text.count(only))] if only else []
    notes += [say("published_at", source=source) for source in ordered["source"].unique() if source]
    return Table(table.set_index(say("rank"))).noted("\n".join(notes))


def rank_moves_table(moves, names):
    """Return every unit's change of place since the year before, or that there is nothing to compare with.

    Parameters
    ----------
    moves : DataFrame
        As from `ranking.rank_moves`.
    """
    if moves.empty:
        return Prose(say("rank_moves_none"))
    ordered = moves.sort_values(["rank_to", "unit_code"], kind="stable")
    table = pd.DataFrame(
        {
            say("unit"): ordered["unit_code"].astype("str").map(names),
            say("rank_before"): ordered["rank_from"].map(text.count),
            say("rank_after"): ordered["rank_to"].map(text.count),
            say("change_share"): ordered["change_share"].map(text.share_change),
            say("own_places"): ordered["own_places"].map(text.places),
            say("others_places"): ordered["others_places"].map(text.places),
            say("relative_decline_short"): [
                say("said_yes") if each else text.NOTHING for each in ordered["is_relative_decline"]
            ],
        }
    )
    return Table(table.set_index(say("unit"))).noted(say("rank_moves_note"))


@styled
def heatmap_figure(pillars, totals, names, criteria_set, source):
    """Return units by pillars, each cell its attainment, the first-placed unit on top."""
    wide = pillars.pivot(index="unit_code", columns="pillar_code", values="attainment_share")
    if wide.isna().all(axis=None):
        return empty("pillars_unscored", source)
    order = totals.sort_values(["rank", "unit_code"], kind="stable", na_position="last")["unit_code"]
    order = order[order.isin(wide.index)]  # a published total has no pillars
    wide = wide.reindex(index=order, columns=[each.code for each in criteria_set.pillars])
    labels = wide.mul(100).round().map(text.count)
    figure = blank(2.2 + 0.38 * len(wide))
    axes = figure.add_subplot()
    sns.heatmap(
        wide, vmin=0, vmax=1, cmap="cividis", annot=labels, fmt="", ax=axes, linewidths=1,
        annot_kws={"fontsize": 9}, cbar_kws={"label": say("attainment_axis"), "shrink": 0.8},
    )  # fmt: skip
    share_axis(axes.collections[0].colorbar.ax.yaxis)
    axes.set_xticklabels([named(each) for each in criteria_set.pillars], rotation=35, ha="right")
    axes.set_yticklabels([names[code] for code in wide.index], rotation=0)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(length=0)
    middle = wide.median()
    low = middle.idxmin()
    facts = {"pillar": named(criteria_set.pillar(low)), "median": text.share(middle[low])}
    return figure.finish(say("heatmap_title", **facts), source)


@styled
def spread_figure(pillars, criteria_set, source):
    """Return how far the units lie apart in each pillar: a box, and every unit as a dot."""
    known = pillars[pillars["attainment_share"].notna()]
    if known.empty:
        return empty("pillars_unscored", source)
    order = [each.code for each in criteria_set.pillars]
    shared = {"data": known, "x": "attainment_share", "y": "pillar_code", "order": order}
    figure = blank(1.7 + 0.46 * len(order))
    axes = figure.add_subplot()
    sns.boxplot(**shared, ax=axes, color="#DCE9F5", width=0.6, fliersize=0, linecolor=INK, linewidth=1)
    sns.stripplot(**shared, ax=axes, color=BLUE, size=5, jitter=False, alpha=0.75)
    axes.set_yticks(range(len(order)), [wrapped(named(each)) for each in criteria_set.pillars])
    axes.set_xlim(0, 1.02)
    share_axis(axes.xaxis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set(xlabel=say("attainment_axis"), ylabel="")
    groups = known.groupby("pillar_code")["attainment_share"]
    width = groups.max() - groups.min()
    widest = width.idxmax()
    facts = {"pillar": named(criteria_set.pillar(widest)), "width": text.share_change(width[widest]).lstrip("+")}
    return figure.finish(say("spread_title", **facts), source)


def _marked(row, names):
    """A unit's name; whoever is known by a published total only is marked as such."""
    name = names.get(row.unit_code, row.unit_code)
    return f"{name} ({say('published_year')})" if row.is_published else name


def _published(row):
    """What an authority published of this unit, and whether ours agrees."""
    if pd.isna(row.published_points) and pd.isna(row.published_rank):
        return text.NOTHING
    rank = text.NOTHING if pd.isna(row.published_rank) else str(row.published_rank)
    rank += "" if pd.isna(row.n_units_ranked) else f"/{row.n_units_ranked}"
    words = say("published_points", points=text.points(row.published_points), rank=rank)
    return words if pd.isna(row.agrees) or row.agrees else f"{words} – {say('published_differs')}"
