"""Many units at a glance: who stands where, and how that moved."""

import pandas as pd

from ..analysis.rank_moves import PARTS
from ..messages import say
from ..reference.level_words import PARENT
from ..scoring import basis_name
from . import text
from .facts import facts
from .names import few, judged_mark, level_name
from .output import Prose, Table

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
    unranked = int((rows["is_complete"] & rows["rank"].isna()).sum())
    if unranked:
        lines.append(say("scored_unranked", units=text.of(unranked, view.n_units)))
    return Prose("\n".join(lines)).stating(facts(placed, RANKED))


def ranking_table(view):
    """Return the ranking as text, the first place first, either side of the verification beside each other.

    Who is not judged on everything stands last, without a place, and who is known by a published total only.

    Parameters
    ----------
    view : GroupView
    """
    if view.on().empty:
        return Prose(say("basis_nobody", basis=basis_name(view.basis)))
    order = {"by": ["is_published", "rank", "points", "unit_code"], "ascending": [True, True, False, True]}
    rows = _with_published(view).sort_values(**order, kind="stable", na_position="last")
    columns = {
        say("rank"): rows["rank"].where(rows["n_placed"] > 1).map(text.count),  # one unit alone is no first
        say("unit"): [_marked(row) for row in rows.itertuples()],
        basis_name(view.basis).capitalize(): rows["points"].map(text.points),
    }
    for side in view.sides:
        if side != view.basis:
            beside = view.on(side).set_index("unit_code")
            said = {row.Index: f"{text.points(row.points)}{judged_mark(row)}" for row in beside.itertuples()}
            columns[basis_name(side).capitalize()] = rows["unit_code"].map(said).fillna(text.NOTHING)
    columns[say("maximum")] = text.maxima(rows)
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    for name in ("missing", "unscored"):
        if rows[f"n_{name}"].any():
            columns[say(name)] = rows[f"n_{name}"].map(text.count)
    columns[say("published")] = [_published(row) for row in rows.itertuples()]
    rule = view.criteria_set.ranking
    words = {"group": _group(rule.group, view.data.levels), "basis": basis_name(view.basis)}
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
    parts = [f"{name}_places" for name in PARTS]
    after = moved["rank_before"] - moved[parts].sum(axis=1)
    table = pd.DataFrame(
        {
            say("unit"): moved["unit_name"],
            say("rank_before"): moved["rank_before"].map(text.count),
            say("rank_after"): after.map(text.count),
            say("change_share"): moved["change_share"].map(text.share_change),
            **{say(name): moved[name].map(text.places) for name in parts},
            say("relative_decline_short"): [
                say("said_yes") if each else text.NOTHING for each in moved["is_relative_decline"]
            ],
        }
    )
    note = say("rank_moves_note", units=text.count(len(moved)), basis=basis_name(view.basis))
    names = ["rank_before", *parts, "change_share"]
    return Table(table.set_index(say("unit"))).noted(note).stating(facts(moved, names))


def _group(group, levels):
    if group == PARENT:
        return say("among_parent")
    return say("among_top" if group == levels.top_level else "among_level", level=level_name(levels, group))


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


def _of_maximum(row):
    return f"{text.points(row['points'])}/{text.maximum(row['max_points'])}"


def _marked(row):
    """A unit's name, marked where it is known by a published total only, or not judged on everything."""
    if row.is_published:
        return f"{row.unit_code} ({say('published_year')})"
    if row.n_unread == row.n_indicators > 0:
        return f"{row.unit_name} ({say('form_unread')})"
    if row.is_complete and pd.isna(row.rank):
        return f"{row.unit_name} ({say('unranked')})"
    return row.unit_name + judged_mark(row)


def _published(row):
    """What an authority published of this unit, and whether ours agrees."""
    if pd.isna(row.published_points) and pd.isna(row.published_rank):
        return text.NOTHING
    rank = text.NOTHING if pd.isna(row.published_rank) else str(row.published_rank)
    rank += "" if pd.isna(row.n_units_ranked) else f"/{row.n_units_ranked}"
    words = say("published_points", points=text.points(row.published_points), rank=rank)
    return words if pd.isna(row.agrees) or row.agrees else f"{words} – {say('published_differs')}"
