"""Why one unit's attainment and place changed."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..analysis.decomposition import EFFECTS, bounded_part
from ..analysis.origins import HALF
from ..analysis.rank_moves import PARTS
from ..messages import say
from ..reference import shipped_levels
from . import text
from .chart import blank, empty, put, styled
from .colours import DOWN, QUIET, UP
from .facts import facts
from .merged import ranged
from .output import Prose, Table
from .rows import BAR, GAP, limits, room_for, rows, zero_line
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from ..reference.level_words import Levels
    from .chart import Chart

ROUNDING = 1e-12  # what is left of subtracting binary fractions
ALWAYS = (
    "performance",
    "reweighting",
    "new",
    "dropped",
)  # also where they did nothing; others only where they did


@styled
def waterfall_figure(view: "UnitView", explained: pd.DataFrame, source: str) -> "Chart":
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
    level = sum(step for _, step in steps)
    figure = blank()
    said = _draw_steps(figure, steps, level)
    words = {"before": view.year - 1, "after": view.year, "change": text.share_change(level)}
    words |= {"performance": text.share_change(steps[0][1]), "basis": side_name(view, view.compared_basis)}
    title = say("waterfall_title", **words)
    for name, part in (("unlike", row["unlike_share"] - row["led_share"]), ("led", row["led_share"])):
        if abs(part) > ROUNDING:
            title += say(f"waterfall_{name}", unlike=text.share_change(part))
    return figure.finish(title, source, said)


def rank_move_text(view: "UnitView") -> Prose:
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


def carried_table(
    past: pd.DataFrame, names: dict[str, str], unstated: float = HALF, levels: "Levels | None" = None
) -> Table | Prose:
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


def _draw_steps(figure, steps, level):
    """Draw the steps, each from where the last one ended, and their sum; return what is written."""
    names = [*(name for name, _ in steps), say("effect_sum")]
    moves = np.array([*(step for _, step in steps), level])
    starts = np.array([0.0, *np.cumsum(moves[:-1])[:-1], 0.0])
    drawn = rows(figure, names, say("change_axis"), bold=[len(steps)])
    colours = [*(UP if step >= 0 else DOWN for _, step in steps), QUIET]
    drawn.axes.barh(drawn.places, moves, left=starts, color=colours, height=BAR)
    written, ends = [text.share_change(move) for move in moves], ([(0.0, 0.0)], [(0.0, 0.0)])
    for start, move, place, words in zip(starts, moves, drawn.places, written, strict=True):
        low, high = sorted((start, start + move))
        is_left = int(high < 0)  # else the words would lie over zero
        ends[is_left].append((low if is_left else high, room_for([words], figure.size)))
        out, side = (-GAP / 2, "right") if is_left else (GAP / 2, "left")
        put(drawn.axes, (low if is_left else high, place), words, figure.size, (out, 0), side)
    drawn.axes.set_xlim(limits(drawn.width, ends[0], [*ends[1], *((at, 0.0) for at in starts)]))
    zero_line(drawn)
    is_still = moves == 0
    stays, ends_at = drawn.places[is_still], starts[is_still]
    drawn.axes.vlines(ends_at, stays - BAR / 2, stays + BAR / 2, color=QUIET, linewidth=1)  # where it stays
    drawn.axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    drawn.axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: str(text.share_change(value))))
    return list(zip(names, written, strict=True))
