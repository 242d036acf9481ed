"""One unit's pillars in two years, and what each of them did to the change."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..analysis.decomposition import EFFECTS, bounded_part
from ..messages import named, say
from . import text
from .chart import blank, empty, share_axis, styled
from .colours import FRAME, LAST_YEAR, THIS_YEAR
from .facts import facts
from .names import names_of, pillar_ends
from .output import Table, together
from .rows import label_ends, rows
from .sides import side_name

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from .chart import Chart

CHANGE = ["attainment_share", "change_share"]


def pillar_years_table(view: "UnitView", history: pd.DataFrame, explained: pd.DataFrame) -> Any:
    """Return each pillar's attainment in the last two years with the change; then what it did to the unit's.

    Parameters
    ----------
    view : UnitView
        The later year's: its criteria set gives names and order.
    history : DataFrame
        As from `trends.over_years` by pillar, of the unit, on the compared basis.
    explained : DataFrame
        As from `decomposition.explained` by unit and pillar: each pillar's parts of the unit's change. A pillar
        that the later set no longer has stands last, by its code.
    """
    wide = _two_years(view, history)
    change = history[history["year"] == view.year].set_index("node_code")["change_share"]
    called = names_of(view.criteria_set.pillars)
    parts = explained.set_index("pillar_code")
    ordered = wide.reindex([*called, *(code for code in parts.index if code not in called)])
    columns = {str(year): ordered[year].map(text.share) for year in ordered}
    columns[say("change_share")] = _moved(change, ordered)
    rows = pd.Index([called.get(code, code) for code in ordered.index], name=say("pillar"))
    words = {"before": view.year - 1, "after": view.year, "basis": side_name(view, view.compared_basis)}
    table = Table(pd.DataFrame(columns).set_axis(rows, axis="index")).captioned(
        say("caption_pillar_years", **words)
    )
    table = table.stating(facts(history[history["year"] >= view.year - 1], CHANGE))
    is_whole = not pd.isna(view.total(view.compared_basis)["change_share"])  # there is a change to part
    return together(table, _effects_table(view, parts, ordered, rows) if is_whole else None)


def _effects_table(view, parts, ordered, rows):
    """What each pillar did to the change of the whole, an effect a column; the least ones where they are many."""
    columns, moved = {}, {}
    for effect in (*EFFECTS, "basis"):
        if effect in ("performance", "reweighting", "new", "dropped") or parts[f"{effect}_share"].any():
            columns[say(f"effect_{effect}")] = _moved(parts[f"{effect}_share"], ordered)
            moved[say(f"effect_{effect}")] = parts[f"{effect}_share"].abs().sum()
    columns[say("effect_sum")] = _moved(parts["change_share"], ordered)
    table = Table(pd.DataFrame(columns).set_axis(rows, axis="index")).captioned(say("caption_effects"))
    table = table.fitted(*sorted(moved, key=moved.get))
    bounds = bounded_part(parts, view.total(view.compared_basis)["change_share"])
    if bounds:
        table.noted(say("bounds_note", change=text.share_change(bounds)))
    whole = parts["change_share"].sum(min_count=1)
    return table.noted(say("pillar_effects_note", change=text.share_change(whole)))


@styled
def pillar_years_figure(view: "UnitView", history: pd.DataFrame, source: str) -> "Chart":
    """Return each pillar's attainment in two years as a pair of dots joined by a line."""
    ordered = _two_years(view, history).reindex([each.code for each in view.criteria_set.pillars])
    change = (ordered[view.year] - ordered[view.year - 1]).dropna()
    if change.empty:
        return empty("pillars_not_compared", source)
    names, years = [named(each) for each in view.criteria_set.pillars], [view.year - 1, view.year]
    figure = blank()
    drawn = rows(figure, names, say("attainment_axis"))
    drawn.axes.hlines(drawn.places, ordered[years[0]], ordered[years[1]], color=FRAME, linewidth=2, zorder=1)
    for year, colour, marker in zip(years, (LAST_YEAR, THIS_YEAR), ("o", "D"), strict=True):
        drawn.axes.scatter(ordered[year], drawn.places, color=colour, marker=marker, s=40, zorder=2)
    low, high = ordered.min(axis=1), ordered.max(axis=1)
    said_low, said_high = _ends_said(ordered, years)
    label_ends(drawn, low, high, said_low, said_high, figure.small, (min(0.0, low.min()), max(1.0, high.max())))
    share_axis(drawn.axes.xaxis, low.min(), high.max())
    moves = [" → ".join(str(text.share(row[year])) for year in years) for _, row in ordered.iterrows()]
    return figure.finish(_moved_most(view, change), source, zip(names, moves, strict=True))


def _ends_said(ordered, years):
    """The words at the lower and at the higher end of each pillar: the first that has both names the years."""
    low, high, is_named = [], [], False
    for _, row in ordered.iterrows():
        ends = row.dropna().sort_values(kind="stable")
        is_bare = is_named and len(ends) == len(years)
        said = [f"{'' if is_bare else f'{year}: '}{text.share(share)}" for year, share in ends.items()]
        is_named |= len(ends) == len(years)
        low.append(said[0] if len(said) > 1 else "")
        high.append(said[-1] if said else "")
    return low, high


def _two_years(view, history):
    """Pillars by the last two years, whichever of both have them."""
    return history.pivot(index="node_code", columns="year", values="attainment_share").reindex(
        columns=[view.year - 1, view.year]
    )


def _moved(shares, ordered):
    return shares.reindex(ordered.index).map(text.share_change)


def _moved_most(view, change):
    basis = side_name(view, view.compared_basis)
    (down, loss), (up, gain) = pillar_ends(change, view.criteria_set, text.share_change)
    if len(change) == 1:
        return say("pillar_years_one", pillar=up, change=gain, basis=basis)
    if loss == gain:
        return say("pillar_years_equal", change=gain, basis=basis)
    return say("pillar_years_title", up=up, gain=gain, down=down, loss=loss, basis=basis)
