"""Many units at a glance: who stands where, and how that moved."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.rank_moves import PARTS
from ..messages import say
from . import text
from .facts import facts
from .law import passed_texts
from .names import few, group_words, judged_mark
from .output import Prose, Table
from .published import Sources, placed
from .sides import side_name
from .sure import ranking_column

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView

RANKED = ["points", "max_points", "attainment_share", "rank", "n_placed"]


def ranking_headline(view: "GroupView") -> Prose:
    """Return the finding in words: who is first, who last, how far apart they lie, and who takes no place yet.

    Parameters
    ----------
    view : GroupView
    """
    rows = view.on()
    placed = rows[rows["rank"].notna()].sort_values(["rank", "unit_code"])
    basis, apart = side_name(view), view.n_units - int(rows["is_complete"].sum())
    lines = []
    if placed.empty:
        lines.append(say("nothing_to_place" if apart < view.n_units else "nobody_placed", basis=basis))
    elif len(placed) == 1:
        lines.append(
            say("one_placed", unit=placed["unit_name"].iloc[0], basis=basis, points=_reached(placed, view))
        )
    else:
        lines += _first_and_last(placed, view)
    if apart:
        lines.append(say("apart", apart=text.of(apart, view.n_units), basis=basis))
    unranked = int((rows["is_complete"] & rows["rank"].isna()).sum())
    if unranked:
        lines.append(say("scored_unranked", units=text.of(unranked, view.n_units)))
    return Prose("\n".join(lines)).stating(facts(placed, RANKED))


def ranking_table(view: "GroupView") -> Table | Prose:
    """Return the ranking as text, the first place first, either side of the verification beside each other.

    Who is not judged on everything stands last, without a place, and who is known by a published total only.

    Parameters
    ----------
    view : GroupView
    """
    if view.on().empty:
        return Prose(say("basis_nobody", basis=side_name(view)))
    by = {"is_published": True, "rank": True, "printed_rank": True, "points": False, "unit_code": True}
    rows = _with_published(view)
    rows["printed_rank"] = rows["published_rank"].where(rows["is_published"])
    rows = rows.sort_values(list(by), ascending=list(by.values()), kind="stable", na_position="last")
    columns = {
        say("rank"): rows["rank"].where(rows["n_placed"] > 1).map(text.count),  # one unit alone is no first
        say("unit"): [_marked(row) for row in rows.itertuples()],
        text.begun(side_name(view)): text.of_maxima(rows, view.criteria_set),
    }
    for side in view.sides:
        if side != view.basis:
            beside = view.on(side).set_index("unit_code")
            said = {row.Index: text.points(row.points) + judged_mark(row) for row in beside.itertuples()}
            columns[text.begun(side_name(view, side))] = rows["unit_code"].map(said).fillna(text.NOTHING)
    columns[say("attainment")] = rows["attainment_share"].map(text.share)
    sure = ranking_column(view, rows["unit_code"])
    if sure:
        columns[say("sure_column")] = sure.cells
    for name in ("missing", "unscored"):
        if rows[f"n_{name}"].any():
            columns[say(name)] = rows[f"n_{name}"].map(text.count)
    if view.criteria_set.passes:
        columns[say("passed")] = passed_texts(rows)
    is_said = rows[["published_points", "published_rank"]].notna().any(axis=1) | rows["is_disputed"].eq(True)
    sources = Sources(rows.loc[is_said, "source"], least=2)  # one source of all needs no number
    columns[say("published")] = [_published(row, sources) for row in rows.itertuples()]
    rule = view.criteria_set.ranking
    words = {"group": group_words(rule.group, view.data.levels), "basis": side_name(view)}
    placed_by = say("ranked_by_points" if view.criteria_set.is_without_maximum else "ranked_by_share")
    notes = [say("ranking_note", precision=rule.precision, by=placed_by, **words)]
    if (rows["band"].fillna("") != "").any():
        columns[say("band")] = rows["band"].fillna("").replace("", text.NOTHING)
        issuers = [each for each in rows["band_issuer"].dropna().unique() if each]
        notes.append(say("bands_by", issuers=", ".join(issuers)))
    notes += [sure.note] if sure else []
    only = int(rows["is_published"].sum())
    notes += [say("published_only", units=text.count(only))] if only else []
    pages = rows["source"].dropna().unique()
    notes += [say("published_at", source=sources.line(source)) for source in pages if source]
    table = Table(pd.DataFrame(columns).set_index(say("rank"))).captioned(say("caption_ranking", **words))
    table = table.keeping(sure.kept) if sure else table
    others = [text.begun(side_name(view, side)) for side in view.sides if side != view.basis][::-1]
    spare = [say("missing"), say("unscored"), *others[:-1], say("published"), *others[-1:]]
    table = table.fitted(*spare)
    told = [view.basis, *(side for side in view.sides if text.begun(side_name(view, side)) in table)]
    stated = [fact for side in told for fact in facts(view.on(side), ["points", "rank"])]
    return table.noted("\n".join(notes)).stating(stated + (sure.facts if sure else []))


def rank_moves_table(view: "GroupView") -> Table | Prose:
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
            say("change_share"): list(map(_moved, moved["change_share"], moved["is_relative_decline"])),
            **{say(name): moved[name].map(text.places) for name in parts},
        }
    )
    note = say("rank_moves_note", units=text.count(len(moved)), basis=side_name(view))
    names = ["rank_before", *parts, "change_share"]
    table = Table(table.set_index(say("unit"))).captioned(say("caption_rank_moves"))
    return table.noted(note).stating(facts(moved, names))


def _moved(change, is_relative_decline):
    """A change of attainment, marked where the place fell all the same."""
    return text.share_change(change) + (f" ({say('relative_decline_short')})" if is_relative_decline else "")


def _with_published(view):
    """The units' standings beside what was published, and the units that are known by that only."""
    printed = view.published
    own = view.on().merge(printed.drop(columns=["points", "max_points", "attainment_share"]), on="unit_code")
    only = printed[printed["is_published"]] if view.basis in ("verified", "final") else printed.head(0)
    return pd.concat([own, only], ignore_index=True) if len(only) else own


def _first_and_last(placed, view):
    first, last = (placed[placed["rank"] == place] for place in (placed["rank"].min(), placed["rank"].max()))
    units = text.of(len(placed), view.n_units)
    if placed["rank"].max() == placed["rank"].min():
        lines = [say("all_share_a_place", units=text.count(len(placed)), points=_reached(placed, view))]
    else:
        ends = {"first": few(first["unit_name"], "n_units"), "first_points": _reached(first, view)}
        ends |= {"last": few(last["unit_name"], "n_units"), "last_points": _reached(last, view)}
        lines = [say("ranking_headline", **ends)]
    is_of_points = view.criteria_set.is_without_maximum
    values, printed = (placed["points"], text.points) if is_of_points else (placed["attainment_share"], text.share)
    spread = {"median": values.median(), "low": values.min(), "high": values.max()}
    spread = {name: printed(value) for name, value in spread.items()}
    key = "ranking_spread_points" if is_of_points else "ranking_spread"
    return [*lines, say(key, units=units, basis=side_name(view), **spread)]


def _reached(rows, view):
    """What units in one place have: points of the maximum; the share, where their maxima differ."""
    if rows["max_points"].min() < rows["max_points"].max():
        return text.share(rows["attainment_share"].iloc[0])
    return text.of_maxima(rows.head(1), view.criteria_set).iloc[0]


def _marked(row):
    """A unit's name, marked where it is known by a published total only, or not judged on everything."""
    if row.is_published:
        return f"{row.unit_code} ({say('published_year')})"
    if row.n_unread == row.n_indicators > 0:
        return f"{row.unit_name} ({say('form_unread')})"
    if row.is_complete and pd.isna(row.rank):
        return f"{row.unit_name} ({say('unranked')})"
    return row.unit_name + judged_mark(row)


def _published(row, sources):
    """What an authority published of this unit, where, and whether ours agrees."""
    if row.is_disputed and pd.isna(row.published_points):
        return sources.marked(say("published_disputed"), row.source)
    if pd.isna(row.published_points) and pd.isna(row.published_rank):
        return text.NOTHING
    rank = placed(row.published_rank, row.n_units_ranked)
    words = say("published_points", points=text.printed(row.published_points, row.published_decimals), rank=rank)
    words = sources.marked(words, row.source)
    return words if pd.isna(row.agrees) or row.agrees else f"{words} – {say('published_differs')}"
