"""Why one unit's attainment and place changed."""

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter

from ..analysis.decomposition import EFFECTS, bounded_part
from ..analysis.origins import HALF
from ..analysis.rank_moves import PARTS
from ..messages import say
from ..reference import shipped_levels
from . import text
from .chart import BLUE, GREY, ORANGE, blank, empty, styled, wrapped
from .facts import facts
from .merged import ranged
from .output import Prose, Table
from .sides import side_name

ALWAYS = (
    "performance",
    "reweighting",
    "new",
    "dropped",
)  # also where they did nothing; others only where they did


@styled
def waterfall_figure(view, explained, source):
    """Return a waterfall of a unit's change of attainment, one step an effect.

    Parameters
    ----------
    view : UnitView
    explained : DataFrame
        As from `decomposition.explained`, of the unit.
    """
    if view.merged:
        return empty("merged_not_compared", source)
    row, change = explained.iloc[0].copy(), view.total(view.compared_basis)["change_share"]
    row["adjustment_share"] += bounded_part(explained, change)
    if pd.isna(change) or pd.isna(row["change_share"]):
        words = {"before": view.year - 1, "after": view.year, "basis": side_name(view, view.compared_basis)}
        return empty("change_unknown", source, **words)
    steps = [
        (say(f"effect_{name}"), row[f"{name}_share"])
        for name in (*EFFECTS, "basis")
        if name in ALWAYS or row[f"{name}_share"]
    ]
    figure = blank(3.8)
    axes = figure.add_subplot()
    level = 0.0
    for place, (_, step) in enumerate(steps):
        axes.bar(place, step, bottom=level, color=BLUE if step >= 0 else ORANGE, width=0.62)
        _above(axes, place, max(level, level + step), step, "bold")
        level += step
    axes.bar(len(steps), level, color=GREY, width=0.62)
    _above(axes, len(steps), max(level, 0), level, "normal")
    axes.axhline(0, color="#222222", linewidth=1)
    _make_room(axes, steps)
    width = 60 // (len(steps) + 1)
    names = [*(wrapped(name, width) for name, _ in steps), say("effect_sum")]
    axes.set_xticks(range(len(names)), names)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.share_change(value)))
    axes.set_ylabel(say("change_axis"))
    words = {"before": view.year - 1, "after": view.year, "change": text.share_change(level)}
    words |= {"performance": text.share_change(steps[0][1]), "basis": side_name(view, view.compared_basis)}
    title = say("waterfall_title", **words)
    if row["unlike_share"]:
        title += say("waterfall_unlike", unlike=text.share_change(row["unlike_share"]))
    return figure.finish(title, source)


def rank_move_text(view):
    """Return one unit's change of place in words, part by part; on every basis that both years have.

    Parameters
    ----------
    view : UnitView
    """
    sides = list(dict.fromkeys([view.compared_basis, *view.sides]))
    is_placed = view.standing["rank_before"].notna() & (view.standing["n_compared"] > 1)
    rows = view.standing[view.standing["basis"].isin(sides) & is_placed]
    if rows.empty:
        return Prose(say("rank_move_none"))
    lines = []
    for row in rows.set_index("basis").loc[[side for side in sides if side in set(rows["basis"])]].itertuples():
        words = {name: text.places(getattr(row, f"{name}_places")) for name in PARTS}
        after = row.rank_before - row.own_places - row.others_places - row.criteria_places
        words |= {
            "before": text.count(row.rank_before),
            "after": text.count(after),
            "basis": side_name(view, row.Index),
        }
        lines.append(say("rank_move", change=text.share_change(row.change_share), **words))
        if row.is_relative_decline:
            lines.append(say("relative_decline"))
    lines.append(say("rank_move_orders"))
    names = ["rank_before", *(f"{name}_places" for name in PARTS), "change_share"]
    return Prose("\n".join(lines)).stating(facts(rows, names))


def carried_table(past, names, unstated=HALF, levels=None):
    """Return the units that changed, with their past both ways; as from `mergers.past`. In words if none did.

    Units whose past cannot be told for the same reason stand in one line, with how many they are. Where no source
    says which part of a unit went over, `unstated` is what it was counted for; the range stands beside the number.
    `levels` say who else merges pasts so.
    """
    if past.empty:
        return Prose(say("carried_none"))
    told = past[past["refused_code"] == ""]
    refused = past[past["refused_code"] != ""].groupby("refused_code")
    notes = [
        say("carried_refused", units=text.count(len(rows)), first=rows["refused"].iloc[0]) for _, rows in refused
    ]
    as_others = _as_others(levels or shipped_levels())
    notes.insert(0, say("carried_note", units=text.count(len(past)), as_others=as_others))
    if told.empty:
        return Prose("\n".join(notes))
    rows = told.to_dict("records")
    table = pd.DataFrame(
        {
            say("unit"): told["unit_code"].map(names),
            say("made_of"): told["parts"].replace("", text.NOTHING),
            say("past_mean"): [ranged(row, text.share) for row in rows],
            say("past_sum"): told["sum_share"].map(text.share),
            say("this_year"): told["attainment_share"].map(text.share),
            say("change_share"): [ranged(row, text.share_change, _change_to(row)) for row in rows],
        }
    )
    if told["n_unstated"].any():
        notes.append(say("carried_unstated", assumed=text.share(unstated)))
    return Table(table.set_index(say("unit"))).captioned(say("caption_carried")).noted("\n".join(notes))


def _as_others(levels):
    return f", {levels.merged_as}" if levels.merged_as else ""


def _change_to(row):
    return lambda before: row["attainment_share"] - before


def _make_room(axes, steps):
    """Make room for a label over every bar, and a little under the lowest."""
    levels = np.cumsum([0.0, *(step for _, step in steps)])
    low, high = levels.min(), levels.max()
    room = 0.12 * (high - low) or 0.01
    axes.set_ylim(low - room / 2 if low < 0 else 0.0, high + room)


def _above(axes, place, height, step, weight):
    axes.annotate(
        text.share_change(step),
        (place, height),
        (0, 4),
        textcoords="offset points",
        ha="center",
        fontweight=weight,
    )
