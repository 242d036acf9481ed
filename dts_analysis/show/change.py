"""Why one unit's attainment and place changed."""

import pandas as pd
from matplotlib.ticker import FuncFormatter

from ..messages import say
from . import text
from .chart import BLUE, GREY, ORANGE, blank, styled, wrapped
from .output import Prose, Table


@styled
def waterfall_figure(explained, unit_code, years, source):
    """Return a waterfall of a unit's change of attainment: performance, weights, new, dropped, basis.

    Parameters
    ----------
    explained : DataFrame
        As from `decomposition.explained`.
    years : tuple of int
        The earlier and the later year.
    """
    row = explained[explained["unit_code"] == unit_code].iloc[0]
    names = ["performance", "reweighting", "new", "dropped", "basis"]
    steps = [
        (say(f"effect_{name}"), row[f"{name}_share"]) for name in names if name != "basis" or row["basis_share"]
    ]
    figure = blank(3.6)
    axes = figure.add_subplot()
    level = 0.0
    for place, (_, step) in enumerate(steps):
        axes.bar(place, step, bottom=level, color=BLUE if step >= 0 else ORANGE, width=0.62)
        axes.annotate(
            text.share_change(step),
            (place, max(level, level + step)),
            (0, 4),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
        )
        level += step
    axes.bar(len(steps), level, color=GREY, width=0.62)
    axes.annotate(
        text.share_change(level), (len(steps), max(level, 0)), (0, 4), textcoords="offset points", ha="center"
    )
    axes.axhline(0, color="#222222", linewidth=1)
    axes.margins(y=0.2)
    axes.set_xticks(range(len(steps) + 1), [wrapped(name, 12) for name, _ in steps] + [say("effect_sum")])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.share_change(value)))
    axes.set_ylabel(say("change_axis"))
    facts = {"before": years[0], "after": years[1], "change": text.share_change(level)}
    title = say("waterfall_title", performance=text.share_change(steps[0][1]), **facts)
    if row["unlike_share"]:
        title += say("waterfall_unlike", unlike=text.share_change(row["unlike_share"]))
    return figure.finish(title, source)


def rank_move_text(moves, unit_code):
    """Return one unit's change of place in words: its own part and the others'; as from `ranking.rank_moves`."""
    own = moves[moves["unit_code"] == unit_code]
    if own.empty:
        return Prose(say("rank_move_none"))
    row = own.iloc[0]
    facts = {name: text.places(row[f"{name}_places"]) for name in ("own", "others")}
    facts |= {"before": row["rank_from"], "after": row["rank_to"], "units": len(moves)}
    lines = [say("rank_move", change=text.share_change(row["change_share"]), **facts)]
    if row["is_relative_decline"]:
        lines.append(say("relative_decline"))
    return Prose("\n".join(lines))


def carried_table(past, names):
    """Return the units that changed, with their past both ways; as from `mergers.past`. In words if none did."""
    if past.empty:
        return Prose(say("carried_none"))
    table = pd.DataFrame(
        {
            say("unit"): past["unit_code"].map(names),
            say("made_of"): past["parts"].replace("", text.NOTHING),
            say("past_mean"): past["mean_share"].map(text.share),
            say("past_sum"): past["sum_share"].map(text.share),
            say("this_year"): past["attainment_share"].map(text.share),
            say("change_share"): past["change_share"].map(text.share_change),
            say("not_told"): past["refused"].replace("", text.NOTHING),
        }
    )
    return Table(table.set_index(say("unit"))).noted(say("carried_note", units=text.count(len(past))))
