"""One unit over years: totals and pillars."""

from typing import TYPE_CHECKING

import pandas as pd

from ..messages import say
from ..scoring import half_up
from . import text
from .chart import blank, empty, styled
from .colours import BASES
from .facts import facts
from .merged import merged_lines, merged_share, merged_year, own_rows
from .names import judged_mark
from .output import Prose, Table
from .published import published_years_note
from .sides import side_name
from .years_drawn import Line, draw_years

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from .chart import Chart

CHANGE = ["attainment_share", "change_share"]


def years_headline(view: "UnitView", compared: pd.DataFrame) -> Prose:
    """Return the finding in words: attainment in two years on each basis both have, and how much compares.

    Parameters
    ----------
    view : UnitView
    compared : DataFrame
        As from `trends.compare`, of the unit, on the compared basis.
    """
    sides = [side for side in view.sides if view.is_complete(side, view.year - 1) and view.is_complete(side)]
    sides = list(dict.fromkeys([view.compared_basis, *sides]))
    both = compared[(compared["code_from"] != "") & (compared["code_to"] != "")]
    lines = [_change_line(view, side) for side in sides]
    if view.merged:
        lines += merged_lines(view, sides)
    else:
        lines.append(
            say(
                "years_compared",
                points=text.of(compared["change_points"].notna().sum(), len(both)),
                shares=text.of(compared["change_share"].notna().sum(), len(both)),
                new=text.count((compared["why"] == "new").sum()),
                dropped=text.count((compared["why"] == "dropped").sum()),
            )
        )
    if view.compared_basis != view.basis:
        sides_named = {"basis": side_name(view, view.compared_basis), "best": side_name(view)}
        lines.append(say("years_basis", **sides_named))
    last = own_rows(view, view.history)
    last = last[last["basis"].isin(sides) & (last["year"] >= view.year - 1)]
    return Prose("\n".join(lines)).stating(facts(last, CHANGE))


def years_table(view: "UnitView", whole: pd.DataFrame) -> Table:
    """Return a unit's totals year by year, as text.

    Parameters
    ----------
    view : UnitView
    whole : DataFrame
        The unit's history on the compared basis, with published years as from `published.earlier`.
    """
    columns = {
        say("year"): whole["year"].astype("str"),
        say("points"): text.of_maxima(whole, view.criteria_set),
        say("attainment"): whole["year"]
        .map(_shares(view, view.compared_basis))
        .where(~whole["is_published"], whole["attainment_share"].map(text.share)),
        say("change_share"): whole["change_share"].map(text.share_change),
        say("indicators"): [
            say("published_year")
            if row.is_published
            else merged_year(view, row.year) or text.count(row.n_indicators)
            for row in whole.itertuples()
        ],
    }
    for side in view.sides:
        if side != view.compared_basis:
            columns[say("attainment_by", basis=side_name(view, side))] = whole["year"].map(_shares(view, side))
    table = Table(pd.DataFrame(columns).set_index(say("year"))).captioned(say("caption_years"))
    table = table.fitted(*reversed(table.columns[4:]))  # of the other bases the last ones
    note = say("years_note", basis=side_name(view, view.compared_basis))
    if view.merged:
        note = "\n".join([note, *merged_lines(view, [view.compared_basis])])
    note = "\n".join(filter(None, [note, published_years_note(view)]))
    return table.noted(note).stating(facts(own_rows(view, whole[~whole["is_published"]]), [*CHANGE, "points"]))


@styled
def years_figure(view: "UnitView", peers: pd.DataFrame, source: str) -> "Chart":
    """Return the attainment of a unit over years, before the middle half of the units it is compared with.

    Parameters
    ----------
    view : UnitView
    peers : DataFrame
        Rows of ``dataset.peers`` of the unit's years, on the compared basis.
    """
    is_main = view.history["basis"] == view.compared_basis
    known = view.history[view.history["attainment_share"].notna() & (is_main | view.history["is_complete"])]
    if known.empty:
        return empty("years_none", source)
    figure = blank()
    others = peers[(peers["level"] == "total").to_numpy() & (peers["n_units"] > 1)].sort_values("year")
    sides = list(dict.fromkeys([view.compared_basis, *view.sides]))
    by_side = {side: known[known["basis"] == side] for side in sides}
    lines = [
        Line(side_name(view, side), own["year"], own["attainment_share"], BASES[side], side == view.compared_basis)
        for side, own in by_side.items()
        if len(own)
    ]
    values = draw_years(figure, sorted(view.history["year"].unique()), lines, others)
    return figure.finish(_years_title(view), source, values)


def _shares(view, side):
    """A unit's attainment by year as it is told on a basis, with a mark where not all is judged."""
    rows = view.history[view.history["basis"] == side]
    shares = {row.year: text.share(row.attainment_share) + judged_mark(row) for row in rows.itertuples()}
    return shares | ({view.merged.year: merged_share(view, side)} if view.merged else {})


def _years_title(view):
    last = view.total(view.compared_basis)
    words = {"year": view.year, "share": text.share(last["attainment_share"]) + judged_mark(last)}
    change = view.change(view.compared_basis)
    words |= {"change": text.share_change(change), "basis": side_name(view, view.compared_basis)}
    is_compared = not pd.isna(change)
    alone = "years_title_none" if pd.isna(last["attainment_share"]) else "years_title_alone"
    title = say("years_title" if is_compared else alone, **words)
    return title + say("merged_mark") if view.merged and is_compared else title


def _change_line(view, side):
    rows = view.history[view.history["basis"] == side].set_index("year")["attainment_share"]
    before, after = (rows.get(year, float("nan")) for year in (view.year - 1, view.year))
    change = view.change(side)
    words = {"before": view.year - 1, "after": view.year, "basis": side_name(view, side)}
    words |= {"share_before": text.share(before), "share_after": text.share(after)}
    if pd.isna(change):
        return say("change_unknown", **words)
    printed = half_up(change * 100, 1)
    way = "same" if not printed else "rose" if printed > 0 else "fell"
    return say(f"years_{way}", change=text.percentage_points(change), **words)
