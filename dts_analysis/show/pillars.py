"""Pillar by pillar: points, attainment and completion of one unit beside the units it is compared with."""

import numpy as np
import pandas as pd

from ..messages import say
from . import text
from .chart import GROUP_COLOURS, INK, blank, empty, rows_height, share_axis, styled, wrapped
from .facts import facts
from .names import group_name, judged_mark, named, names_of, pillar_ends
from .output import Table
from .sides import side_name

ROW = 0.44  # inches a bar takes, its label wrapped over two lines
COMPARED = ["median_share", "best_share", "median_completion", "best_completion"]


def pillar_table(view):
    """Return points, maximum and attainment per pillar on every basis, beside the compared units' median and best.

    Parameters
    ----------
    view : UnitView

    Returns
    -------
    Table
        One row per pillar, in the criteria set's order, as text; its note says who is compared. Nobody is beside a
        unit that alone has points on the page's basis.
    """
    own, peers = _own(view), _peers(view)
    named_groups = [
        group_name(view.criteria_set, each.group) or text.NOTHING for each in view.criteria_set.pillars
    ]
    columns = {say("group"): named_groups} if _has_groups(view) else {}
    columns |= {
        say("points"): own["points"].map(text.points).to_numpy(),
        say("maximum"): text.maxima(own).to_numpy(),
        say("attainment"): [f"{text.share(row.attainment_share)}{judged_mark(row)}" for row in own.itertuples()],
    }
    others = [side for side in view.sides if side != view.basis]
    for side in others:
        said = [f"{text.share(row.attainment_share)}{judged_mark(row)}" for row in _own(view, side).itertuples()]
        columns[say("attainment_by", basis=side_name(view, side))] = said
    for name in ("unread", "unscored"):
        if own[f"n_{name}"].any():
            columns[say(name)] = own[f"n_{name}"].map(text.count)
    if peers["median_share"].notna().any():
        columns[say("median")] = peers["median_share"].map(text.share)
        columns[say("best")] = peers["best_share"].map(text.share)
    table = pd.DataFrame({name: np.asarray(values) for name, values in columns.items()}, index=_index(view))
    return Table(table).noted(_compared_note(view, peers)).stating(_stated(view, [view.basis, *others]))


def completion_table(view):
    """Return how many indicators of each pillar are in which class, and the share in the upper ones.

    Parameters
    ----------
    view : UnitView
    """
    own, peers, classes = _own(view), _peers(view), names_of(view.criteria_set.class_scheme.classes)
    counts = view.class_counts
    counts = counts[(counts["basis"] == view.basis).to_numpy() & (counts["level"] == "pillar").to_numpy()]
    columns = {}
    for code, name in classes.items():
        of_class = counts[counts["class_code"] == code].set_index("node_code")["n_indicators"]
        columns[name] = of_class.reindex(own.index).fillna(0)
    if own["completion_share"].notna().any():  # else no answer has a class, blank or not
        blank_ones = {say("missing"): own["n_missing"], say("status_invalid"): own["n_invalid"]}
        columns |= {name: column for name, column in blank_ones.items() if column.any()}
    if own["n_unclassified"].any():
        columns[say("unclassified")] = own["n_unclassified"]
    columns[say("indicators")] = own["n_indicators"]
    table = {name: column.map(text.count).to_numpy() for name, column in columns.items()}
    table[say("completion")] = own["completion_share"].map(text.share).to_numpy()
    if peers["median_completion"].notna().any():
        table[say("median")] = peers["median_completion"].map(text.share).to_numpy()
        table[say("best")] = peers["best_completion"].map(text.share).to_numpy()
    upper = [named(each) for each in view.criteria_set.class_scheme.classes if each.is_upper]
    counted = Table(pd.DataFrame(table, index=_index(view))).stating(_stated(view, [view.basis]))
    if own["completion_share"].isna().all():
        return counted
    return counted.noted(say("completion_note", classes=text.listed(upper), basis=side_name(view)))


@styled
def pillar_figure(view, source):
    """Return the attainment of every pillar as bars, with the compared units' median and best marked.

    Parameters
    ----------
    view : UnitView
    """
    own, peers = _own(view), _peers(view)
    if own["attainment_share"].isna().all():
        return empty(_why_none(own), source)
    places, headings = _places(view.criteria_set)
    names = [wrapped(named(each)) for each in view.criteria_set.pillars]
    figure = blank(1.0 + rows_height(names, ROW) + ROW * len(headings))
    axes = figure.add_subplot()
    groups = [each.code for each in view.criteria_set.groups]
    place = [groups.index(each.group) if each.group else 0 for each in view.criteria_set.pillars]
    colours = [GROUP_COLOURS[at % len(GROUP_COLOURS)] for at in place]
    axes.barh(places, own["attainment_share"].fillna(0.0), color=colours, height=0.62)
    if peers["median_share"].notna().any():
        _mark(axes, peers, places)
    for place, row in zip(places, own.itertuples(), strict=True):
        axes.text(1.05, place, text.share(row.attainment_share), va="center", ha="left", fontweight="bold")
        axes.text(1.05, place + 0.42, judged_mark(row).strip(), va="center", ha="left", fontsize=8)
    for place, heading in headings:
        axes.text(0, place + 0.1, heading, va="center", ha="left", color="#555555", fontsize=9.5)
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(max(places) + 0.6, -0.5 if headings else -0.6)
    axes.set_xlim(0, 1)
    share_axis(axes.xaxis)
    axes.grid(axis="x", color="#DDDDDD", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(say("attainment_axis"))
    return figure.finish(_finding(own, view), source)


def _mark(axes, peers, places):
    marks = {"zorder": 3, "linestyle": "none", "clip_on": False}
    axes.plot(
        peers["median_share"], places, marker="|", markersize=17, markeredgewidth=2.6, color=INK,
        label=say("median"), **marks,
    )  # fmt: skip
    axes.plot(
        peers["best_share"], places, marker="D", markersize=6.5, color="white", markeredgecolor=INK,
        markeredgewidth=1.3, label=say("best"), **marks,
    )  # fmt: skip
    axes.figure.key()


def _own(view, basis=None):
    """The unit's sums per pillar on a basis, in the set's order."""
    rows = view.totals[(view.totals["level"] == "pillar").to_numpy()]
    return _in_order(rows[(rows["basis"] == (basis or view.basis)).to_numpy()], view)


def _peers(view):
    """The compared units per pillar; no median and no best of one unit."""
    rows = view.peers[(view.peers["level"] == "pillar").to_numpy()]
    found = _in_order(rows[(rows["basis"] == view.basis).to_numpy()], view)
    return found.assign(**{name: found[name].where(found["n_units"] > 1) for name in COMPARED})


def _in_order(rows, view):
    by_pillar = rows.set_index(rows["node_code"].astype("str"))
    found = by_pillar.reindex([each.code for each in view.criteria_set.pillars])
    counts = [name for name in found if name.startswith("n_")]
    return found.fillna(dict.fromkeys(counts, 0))


def _compared_note(view, peers):
    numbers, basis = peers["n_units"], side_name(view)
    if numbers.max() < 2:
        return say("nobody_compared", basis=basis)
    if numbers.min() == numbers.max():
        return say("compared_units", units=text.count(numbers.max()), basis=basis)
    ends = {"fewest": text.count(numbers.min()), "most": text.count(numbers.max())}
    return say("compared_units_apart", basis=basis, **ends)


def _stated(view, sides):
    names = ["points", "max_points", "attainment_share", "n_indicators", "n_upper", "n_lower", "completion_share"]
    rows = view.totals[(view.totals["level"] == "pillar").to_numpy() & view.totals["basis"].isin(sides).to_numpy()]
    found = facts(rows, names)
    peers = view.peers
    compared = (peers["level"] == "pillar") & (peers["basis"] == view.basis) & (peers["n_units"] > 1)
    return found + facts(peers[compared.to_numpy()], COMPARED, of_unit="criteria_id")


def _index(view):
    return pd.Index([named(each) for each in view.criteria_set.pillars], name=say("pillar"))


def _has_groups(view):
    return any(each.group for each in view.criteria_set.pillars)


def _places(criteria_set):
    """Return where each bar stands, and the headings between: a group starts with its own heading."""
    places, headings, row, group = [], [], 0, ""
    for pillar in criteria_set.pillars:
        if pillar.group and pillar.group != group:
            headings.append((row, group_name(criteria_set, pillar.group)))
            row, group = row + 1, pillar.group
        places.append(row)
        row += 1
    return places, headings


def _why_none(own):
    """Why no pillar has an attainment."""
    if own["n_unread"].sum() and (own["n_unread"] == own["n_indicators"]).all():
        return "pillars_unread"
    is_judged = own["n_unread"].sum() + own["n_unscored"].sum() < own["n_indicators"].sum()
    return "pillars_pointless" if is_judged and not own["max_points"].any() else "pillars_unscored"


def _finding(own, view):
    shares, basis = own["attainment_share"].dropna(), side_name(view)
    n_open, n = (own[["n_unread", "n_unscored"]].sum().sum(), own["n_indicators"].sum())
    if n_open:
        return say("pillars_partly", judged=text.of(n - n_open, n), basis=basis)
    if own["n_invalid"].any():
        return say("pillars_unreadable", count=text.count(own["n_invalid"].sum()), basis=basis)
    (low, low_share), (high, high_share) = pillar_ends(shares, view.criteria_set, text.share)
    if len(shares) == 1:
        return say("pillars_one", pillar=low, share=low_share, basis=basis)
    if low_share == high_share:
        return say("pillars_equal", share=low_share, basis=basis)
    return say("pillars_lowest", low=low, low_share=low_share, high=high, high_share=high_share, basis=basis)
