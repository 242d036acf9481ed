"""Many units at a glance: who stands where, units by pillars, and how far they lie apart."""

import numpy as np
import pandas as pd
import seaborn as sns

from ..messages import say
from ..scoring import basis_name
from . import text
from .chart import BLUE, INK, blank, empty, rows_height, share_axis, styled, wrapped
from .facts import facts
from .names import few, named, pillar_ends
from .output import Prose, Table

# Rows of a heat map: so many in full height, so many with a number in each cell; all with the unit's name.
MOST_HIGH, MOST_NUMBERED = 40, 70
RANKED = ["points", "max_points", "attainment_share", "rank", "n_placed"]


def ranking_headline(view):
    """Return the finding in words: who is first, who last, how far apart they lie, and who takes no place yet.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.on()
    placed = rows[rows["rank"].notna()].sort_values(["rank", "unit_code"])
    basis, apart = basis_name(view.basis), view.n_units - int(rows["is_complete"].sum())
    lines = []
    if placed.empty:
        lines.append(say("nothing_to_place" if apart < view.n_units else "nobody_placed", basis=basis))
    elif len(placed) == 1:
        row = placed.iloc[0]
        lines.append(say("one_placed", unit=row["unit_name"], basis=basis, points=_of_maximum(row)))
    else:
        lines += _first_and_last(placed, view)
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
        say("rank"): rows["rank"].where(rows["n_placed"] > 1).map(text.count),  # one unit alone is no first
        say("unit"): [_marked(row) for row in rows.itertuples()],
        basis_name(view.basis).capitalize(): rows["points"].map(text.points),
    }
    for side in view.sides:
        if side != view.basis:
            other = view.on(side).set_index("unit_code")
            points = text.with_judged(other["points"].map(text.points), other)
            columns[basis_name(side).capitalize()] = rows["unit_code"].map(points).fillna(text.NOTHING)
    columns[say("maximum")] = text.maxima(rows)
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    for name in ("missing", "unscored"):
        if rows[f"n_{name}"].any():
            columns[say(name)] = rows[f"n_{name}"].map(text.count)
    columns[say("published")] = [_published(row) for row in rows.itertuples()]
    rule = view.criteria_set.ranking
    words = {"group": say(f"among_{rule.group}"), "basis": basis_name(view.basis)}
    notes = [say("ranking_note", precision=rule.precision, **words)]
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
        A pillar that is not judged whole leaves its cell empty.
    """
    wide = _by_pillar(view)
    if wide.isna().all(axis=None):
        return empty(_why_none(view), source)
    height, size = (0.38, 9) if len(wide) <= MOST_HIGH else (0.17, 7.5)
    numbers = wide.mul(100).map(text.count) if len(wide) <= MOST_NUMBERED else False
    pillars = [named(each) for each in view.criteria_set.pillars]
    is_narrow = len(pillars) > 3
    turned = {"rotation": 60, "ha": "left", "rotation_mode": "anchor"} if is_narrow else {}
    pillars = pillars if is_narrow else [wrapped(each) for each in pillars]
    head = 0.07 * max(map(len, pillars)) if is_narrow else 0.5
    body = max(height * len(wide), 1.4)
    figure = blank(0.5 + head + body)
    axes = figure.add_subplot()
    sns.heatmap(
        wide, vmin=0, vmax=1, cmap="cividis", annot=numbers, fmt="", ax=axes,
        linewidths=1 if size == 9 else 0.5, annot_kws={"fontsize": size, "in_layout": False},
        cbar_kws={"label": say("attainment_axis"), "anchor": (0, 1), "shrink": min(1, 3 / body)},
        xticklabels=False, yticklabels=False,
    )  # fmt: skip
    share_axis(axes.collections[0].colorbar.ax.yaxis)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.set_xticks(np.arange(len(pillars)) + 0.5, pillars, **turned)
    axes.set_yticks(np.arange(len(wide)) + 0.5, [view.names[code] for code in wide.index], fontsize=size)
    axes.set(xlabel="", ylabel="")
    return figure.finish(_weakest_pillar(view, wide), source)


@styled
def spread_figure(view, source):
    """Return how far the units lie apart in each pillar: a box, and every unit as a dot.

    Parameters
    ----------
    view : GroupView
    """
    rows = _judged(view)
    if rows.empty or view.n_units < 2:
        return empty("one_unit" if view.n_units == 1 else _why_none(view), source)
    groups = rows.groupby("node_code")["attainment_share"]
    width = (groups.max() - groups.min()).where(groups.size() > 1)
    if width.isna().all():
        return empty("spread_few", source)
    order = [each.code for each in view.criteria_set.pillars]
    shared = {"data": rows, "x": "attainment_share", "y": "node_code", "order": order}
    names = [wrapped(named(each)) for each in view.criteria_set.pillars]
    figure = blank(1.0 + rows_height(names, 0.46))
    axes = figure.add_subplot()
    sns.boxplot(**shared, ax=axes, color="#DCE9F5", width=0.6, fliersize=0, linecolor=INK, linewidth=1)
    sns.stripplot(**shared, ax=axes, color=BLUE, size=5, jitter=False, alpha=0.75)
    axes.set_yticks(range(len(order)), names)
    axes.set_xlim(-0.02, 1.02)
    share_axis(axes.xaxis)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set(xlabel=say("attainment_axis"), ylabel="")
    (_, least), (pillar, most) = pillar_ends(width, view.criteria_set, text.share_change)
    words = {"pillar": pillar, "width": most.lstrip("+"), "basis": basis_name(view.basis)}
    key = "spread_one" if width.count() == 1 else "spread_equal" if least == most else "spread_title"
    return figure.finish(say(key, **words), source)


def _with_published(view):
    """The units' standings beside what was published, and the units that are known by that only."""
    printed = view.published
    own = view.on().merge(printed.drop(columns=["points", "max_points", "attainment_share"]), on="unit_code")
    only = printed[printed["is_published"]] if view.basis in ("verified", "final") else printed.head(0)
    return pd.concat([own, only], ignore_index=True) if len(only) else own


def _first_and_last(placed, view):
    first, last = (placed[placed["rank"] == place] for place in (placed["rank"].min(), placed["rank"].max()))
    shares, units = placed["attainment_share"], text.of(len(placed), view.n_units)
    if placed["rank"].max() == placed["rank"].min():
        lines = [say("all_share_a_place", units=text.count(len(placed)), points=_reached(placed))]
    else:
        ends = {"first": few(first["unit_name"], "n_units"), "first_points": _reached(first)}
        ends |= {"last": few(last["unit_name"], "n_units"), "last_points": _reached(last)}
        lines = [say("ranking_headline", **ends)]
    spread = {
        "median": text.share(shares.median()),
        "low": text.share(shares.min()),
        "high": text.share(shares.max()),
    }
    return [*lines, say("ranking_spread", units=units, basis=basis_name(view.basis), **spread)]


def _reached(rows):
    """What units in one place have: points of the maximum; the share, where their maxima differ."""
    is_alike = rows["max_points"].min() == rows["max_points"].max()
    return _of_maximum(rows.iloc[0]) if is_alike else text.share(rows["attainment_share"].iloc[0])


def _judged(view):
    """The units' pillars that are judged whole and give points."""
    rows = view.totals[(view.totals["level"] == "pillar").to_numpy()]
    return rows[rows["is_complete"] & rows["attainment_share"].notna()]


def _why_none(view):
    """Why no pillar of any unit has an attainment."""
    rows = view.totals
    is_pointless = rows["is_complete"].any() and not rows.loc[rows["is_complete"], "max_points"].any()
    return "pillars_pointless" if is_pointless else "pillars_unscored"


def _by_pillar(view):
    rows = _judged(view)
    wide = rows.astype({"unit_code": "str"}).pivot(
        index="unit_code", columns="node_code", values="attainment_share"
    )
    ordered = view.on().sort_values(["rank", "attainment_share"], ascending=[True, False], na_position="last")
    return wide.reindex(index=ordered["unit_code"], columns=[each.code for each in view.criteria_set.pillars])


def _weakest_pillar(view, wide):
    """Which pillar is weakest in the middle of the units; of one unit, or one pillar, no median."""
    basis = basis_name(view.basis)
    middle = wide.median().where(wide.count() > 1).dropna()
    if middle.empty:
        return say("heatmap_one", basis=basis)
    (pillar, median), (_, highest) = pillar_ends(middle, view.criteria_set, text.share)
    key = "heatmap_one_pillar" if len(middle) == 1 else "heatmap_equal" if median == highest else "heatmap_title"
    return say(key, pillar=pillar, median=median, basis=basis)


def _of_maximum(row):
    return f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"


def _marked(row):
    """A unit's name, marked where it is known by a published total only, or not judged on everything."""
    if row.is_published:
        return f"{row.unit_code} ({say('published_year')})"
    if row.n_unread == row.n_indicators > 0:
        return f"{row.unit_name} ({say('form_unread')})"
    return row.unit_name if row.is_complete or pd.isna(row.points) else f"{row.unit_name} ({say('partly')})"


def _published(row):
    """What an authority published of this unit, and whether ours agrees."""
    if pd.isna(row.published_points) and pd.isna(row.published_rank):
        return text.NOTHING
    rank = text.NOTHING if pd.isna(row.published_rank) else str(row.published_rank)
    rank += "" if pd.isna(row.n_units_ranked) else f"/{row.n_units_ranked}"
    words = say("published_points", points=text.points(row.published_points), rank=rank)
    return words if pd.isna(row.agrees) or row.agrees else f"{words} – {say('published_differs')}"
