"""Many units at a glance: who stands where, units by pillars, and how far they lie apart."""

import pandas as pd
import seaborn as sns

from ..messages import say
from ..scoring import basis_name
from . import text
from .chart import BLUE, INK, blank, empty, share_axis, styled, wrapped
from .facts import facts
from .names import named
from .output import Prose, Table

MOST_ROWS = 40  # of a heat map with a number in each cell; more rows are drawn thin, without
RANKED = ["points", "max_points", "attainment_share", "rank", "n_placed"]


def ranking_headline(view):
    """Return the finding in words: who is first, who last, how far apart they lie, and who takes no place yet.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.on()
    placed = rows[rows["rank"].notna()].sort_values(["rank", "unit_code"])
    basis, apart = basis_name(view.basis), view.n_units - len(placed)
    lines = []
    if placed.empty:
        lines.append(say("nobody_placed", basis=basis))
    elif len(placed) == 1:
        row = placed.iloc[0]
        lines.append(say("one_placed", unit=row["unit_name"], basis=basis, points=_of_maximum(row)))
    else:
        lines += _first_and_last(placed, basis)
    if apart:
        lines.append(say("apart", apart=text.of(apart, view.n_units), basis=basis))
    return Prose("\n".join(lines)).stating(facts(placed, RANKED))


def ranking_table(view):
    """Return the ranking as text, the first place first, either side of the verification beside each other.

    Who is not judged on everything stands last, without a place, and who is known by a published total only.

    Parameters
    ----------
    view : GroupView
    """
    order = {"by": ["is_published", "rank", "points", "unit_code"], "ascending": [True, True, False, True]}
    rows = _with_published(view).sort_values(**order, kind="stable", na_position="last")
    columns = {
        say("rank"): rows["rank"].map(lambda place: text.NOTHING if pd.isna(place) else str(place)),
        say("unit"): [_marked(row) for row in rows.itertuples()],
        basis_name(view.basis).capitalize(): rows["points"].map(text.points),
    }
    for side in view.sides:
        if side != view.basis:
            points = rows["unit_code"].map(view.on(side).set_index("unit_code")["points"])
            columns[basis_name(side).capitalize()] = points.map(text.points)
    columns[say("maximum")] = rows["max_points"].map(text.maximum)
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    for name in ("missing", "unscored"):
        if rows[f"n_{name}"].any():
            columns[say(name)] = rows[f"n_{name}"].map(text.count)
    columns[say("published")] = [_published(row) for row in rows.itertuples()]
    notes = [say("ranking_note", precision=view.criteria_set.ranking.precision, units=text.count(view.n_units))]
    if (rows["band"].fillna("") != "").any():
        columns[say("band")] = rows["band"].fillna("").replace("", text.NOTHING)
        issuers = [each for each in rows["band_issuer"].dropna().unique() if each]
        notes.append(say("bands_by", issuers=", ".join(issuers)))
    only = int(rows["is_published"].sum())
    notes += [say("published_only", units=text.count(only))] if only else []
    notes += [say("published_at", source=source) for source in rows["source"].dropna().unique() if source]
    stated = [fact for side in (view.basis, *view.sides) for fact in facts(view.on(side), ["points", "rank"])]
    return Table(pd.DataFrame(columns).set_index(say("rank"))).noted("\n".join(notes)).stating(stated)


def rank_moves_table(view):
    """Return every unit's change of place since the year before, or that there is nothing to compare with.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.on()
    moved = rows[rows["rank_before"].notna()].sort_values(["rank", "unit_code"], kind="stable")
    if len(moved) < 2:
        return Prose(say("rank_moves_none"))
    after = moved["rank_before"] - moved["own_places"] - moved["others_places"]
    table = pd.DataFrame(
        {
            say("unit"): moved["unit_name"],
            say("rank_before"): moved["rank_before"].map(text.count),
            say("rank_after"): after.map(text.count),
            say("change_share"): moved["change_share"].map(text.share_change),
            say("own_places"): moved["own_places"].map(text.places),
            say("others_places"): moved["others_places"].map(text.places),
            say("relative_decline_short"): [
                say("said_yes") if each else text.NOTHING for each in moved["is_relative_decline"]
            ],
        }
    )
    note = say("rank_moves_note", units=text.count(len(moved)), basis=basis_name(view.basis))
    names = ["rank_before", "own_places", "others_places", "change_share"]
    return Table(table.set_index(say("unit"))).noted(note).stating(facts(moved, names))


@styled
def heatmap_figure(view, source):
    """Return units by pillars, each cell its attainment, the first-placed unit on top.

    Parameters
    ----------
    view : GroupView
    """
    wide = _by_pillar(view)
    if wide.isna().all(axis=None):
        return empty("pillars_unscored", source)
    has_room = len(wide) <= MOST_ROWS
    labels = wide.mul(100).map(text.count) if has_room else False
    figure = blank(2.4 + (0.38 * len(wide) if has_room else 0.06 * min(len(wide), 200)))
    axes = figure.add_subplot()
    sns.heatmap(
        wide, vmin=0, vmax=1, cmap="cividis", annot=labels, fmt="", ax=axes, linewidths=1 if has_room else 0,
        annot_kws={"fontsize": 9}, cbar_kws={"label": say("attainment_axis"), "shrink": 0.8}, yticklabels=has_room,
    )  # fmt: skip
    share_axis(axes.collections[0].colorbar.ax.yaxis)
    axes.set_xticklabels([wrapped(named(each), 14) for each in view.criteria_set.pillars], rotation=35, ha="right")
    if has_room:
        axes.set_yticklabels([view.names[code] for code in wide.index], rotation=0)
    axes.set(xlabel="", ylabel="" if has_room else say("units_by_rank", units=text.count(len(wide))))
    axes.tick_params(length=0)
    return figure.finish(_weakest_pillar(view, wide), source)


@styled
def spread_figure(view, source):
    """Return how far the units lie apart in each pillar: a box, and every unit as a dot.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.totals[(view.totals["level"] == "pillar").to_numpy() & view.totals["attainment_share"].notna()]
    if rows["unit_code"].nunique() < 2:
        return empty("pillars_unscored" if rows.empty else "one_unit", source)
    order = [each.code for each in view.criteria_set.pillars]
    shared = {"data": rows, "x": "attainment_share", "y": "node_code", "order": order}
    figure = blank(1.9 + 0.46 * len(order))
    axes = figure.add_subplot()
    sns.boxplot(**shared, ax=axes, color="#DCE9F5", width=0.6, fliersize=0, linecolor=INK, linewidth=1)
    sns.stripplot(**shared, ax=axes, color=BLUE, size=5, jitter=False, alpha=0.75)
    axes.set_yticks(range(len(order)), [wrapped(named(each)) for each in view.criteria_set.pillars])
    axes.set_xlim(0, 1.02)
    share_axis(axes.xaxis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set(xlabel=say("attainment_axis"), ylabel="")
    groups = rows.groupby("node_code")["attainment_share"]
    width = groups.max() - groups.min()
    widest = width.idxmax()
    words = {"pillar": named(view.criteria_set.pillar(widest)), "basis": basis_name(view.basis)}
    words["width"] = text.share_change(width[widest]).lstrip("+")
    return figure.finish(say("spread_title", **words), source)


def _with_published(view):
    """The units' standings beside what was published, and the units that are known by that only."""
    printed = view.published
    own = view.on().merge(printed.drop(columns=["points", "max_points", "attainment_share"]), on="unit_code")
    only = printed[printed["is_published"]] if view.basis in ("verified", "final") else printed.head(0)
    return pd.concat([own, only], ignore_index=True) if len(only) else own


def _first_and_last(placed, basis):
    first, last = (placed[placed["rank"] == place] for place in (placed["rank"].min(), placed["rank"].max()))
    shares = placed["attainment_share"]
    if placed["rank"].max() == placed["rank"].min():
        lines = [say("all_share_a_place", units=text.count(len(placed)), points=_of_maximum(placed.iloc[0]))]
    else:
        ends = {"first": text.listed(first["unit_name"]), "first_points": _of_maximum(first.iloc[0])}
        ends |= {"last": text.listed(last["unit_name"]), "last_points": text.points(last["points"].iloc[0])}
        lines = [say("ranking_headline", **ends)]
    spread = {
        "median": text.share(shares.median()),
        "low": text.share(shares.min()),
        "high": text.share(shares.max()),
    }
    return [*lines, say("ranking_spread", units=text.count(len(placed)), basis=basis, **spread)]


def _by_pillar(view):
    rows = view.totals[(view.totals["level"] == "pillar").to_numpy()]
    wide = rows.astype({"unit_code": "str"}).pivot(
        index="unit_code", columns="node_code", values="attainment_share"
    )
    ordered = view.on().sort_values(["rank", "attainment_share"], ascending=[True, False], na_position="last")
    return wide.reindex(index=ordered["unit_code"], columns=[each.code for each in view.criteria_set.pillars])


def _weakest_pillar(view, wide):
    """Which pillar is weakest in the middle of the units; of one unit, or one pillar, no median."""
    basis = basis_name(view.basis)
    if len(wide) < 2:
        return say("heatmap_one", basis=basis)
    middle = wide.median()
    low = middle.idxmin()
    words = {"pillar": named(view.criteria_set.pillar(low)), "median": text.share(middle[low]), "basis": basis}
    return say("heatmap_title" if len(middle) > 1 else "heatmap_one_pillar", **words)


def _of_maximum(row):
    return f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"


def _marked(row):
    """A unit's name, marked where it is known by a published total only, or not judged on everything."""
    if row.is_published:
        return f"{row.unit_code} ({say('published_year')})"
    return row.unit_name if not pd.isna(row.rank) or pd.isna(row.points) else f"{row.unit_name} ({say('partly')})"


def _published(row):
    """What an authority published of this unit, and whether ours agrees."""
    if pd.isna(row.published_points) and pd.isna(row.published_rank):
        return text.NOTHING
    rank = text.NOTHING if pd.isna(row.published_rank) else str(row.published_rank)
    rank += "" if pd.isna(row.n_units_ranked) else f"/{row.n_units_ranked}"
    words = say("published_points", points=text.points(row.published_points), rank=rank)
    return words if pd.isna(row.agrees) or row.agrees else f"{words} – {say('published_differs')}"
