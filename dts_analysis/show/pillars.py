"""Pillar by pillar: points, attainment and completion of one unit beside the units it is compared with."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..messages import named, say
from . import text
from .facts import facts
from .law import has_gates, passed_texts
from .names import group_name, judged_mark, names_of
from .nodes import is_tree, listed
from .output import Table
from .sides import side_name
from .summary import n_classless

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView

DEEPER = "– "  # before a name, once for every node above it
COMPARED = ["median_share", "best_share", "median_completion", "best_completion"]


def pillar_table(view: "UnitView") -> Table:
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
    nodes = listed(view.criteria_set)
    codes = [node.code for node in nodes]
    own, peers = own_rows(view, codes=codes), peer_rows(view, codes)
    columns = {say("group"): _groups(view)} if _has_groups(view) and not is_tree(nodes) else {}
    columns |= {
        say("points"): text.of_maxima(own, view.criteria_set),
        say("attainment"): _attained(own),
    }
    others = [side for side in view.sides if side != view.basis]
    for side in others:
        columns[say("attainment_by", basis=side_name(view, side))] = _attained(own_rows(view, side, codes))
    for name in ("unread", "unscored"):
        if own[f"n_{name}"].any():
            columns[say(name)] = own[f"n_{name}"].map(text.count)
    if peers["median_share"].notna().any():
        columns[say("median")] = peers["median_share"].map(text.share)
        columns[say("best")] = peers["best_share"].map(text.share)
    if has_gates(view.criteria_set):
        columns[say("passed")] = passed_texts(own)
    table = pd.DataFrame({name: np.asarray(values) for name, values in columns.items()}, index=_index(view))
    by_others = [say("attainment_by", basis=side_name(view, side)) for side in others][::-1]
    spare = [say("unread"), say("unscored"), say("group"), *by_others[:-1], say("best"), say("median"), *by_others]
    table = Table(table).captioned(say("caption_pillars", basis=side_name(view))).fitted(*spare)
    return table.noted(_compared_note(view, peers)).stating(_stated(view, [view.basis, *others]))


def completion_table(view: "UnitView") -> Table:
    """Return how many indicators of each pillar are in which class, and the share in the upper ones.

    Parameters
    ----------
    view : UnitView
    """
    codes = [node.code for node in listed(view.criteria_set)]
    own, peers = own_rows(view, codes=codes), peer_rows(view, codes)
    classes = names_of(view.criteria_set.class_scheme.classes)
    counts = view.class_counts[(view.class_counts["basis"] == view.basis).to_numpy()]
    columns = {}
    for code, name in classes.items():
        of_class = counts[counts["class_code"] == code].set_index("node_code")["n_indicators"]
        columns[name] = of_class.reindex(own.index).fillna(0)
    if own["completion_share"].notna().any():  # else no answer has a class, blank or not
        blank_ones = {say("missing"): own["n_missing"], say("status_invalid"): own["n_invalid"]}
        columns |= {name: column for name, column in blank_ones.items() if column.any()}
    if own["n_unclassified"].any():
        columns[say("unclassified")] = own["n_unclassified"]
    classless = n_classless(own)
    if classless.any():
        columns[say("classless")] = classless
    columns[say("indicators")] = own["n_indicators"]
    table = {name: column.map(text.count).to_numpy() for name, column in columns.items()}
    table[say("completion")] = own["completion_share"].map(text.share).to_numpy()
    if peers["median_completion"].notna().any():
        table[say("median")] = peers["median_completion"].map(text.share).to_numpy()
        table[say("best")] = peers["best_completion"].map(text.share).to_numpy()
    upper = [named(each) for each in view.criteria_set.class_scheme.classes if each.is_upper]
    counted = Table(pd.DataFrame(table, index=_index(view))).captioned(
        say("caption_completion", basis=side_name(view))
    )
    spare = ["best", "indicators", "median", "status_invalid", "unclassified", "classless", "missing"]
    counted = counted.fitted(*map(say, spare)).stating(_stated(view, [view.basis]))
    if own["completion_share"].isna().all():
        return counted
    return counted.noted(say("completion_note", classes=text.listed(upper), basis=side_name(view)))


def _attained(rows):
    return [text.share(row.attainment_share) + judged_mark(row) for row in rows.itertuples()]


def own_rows(view, basis=None, codes=None):
    """Return a unit's sums on a basis, by node: of these codes, or of the pillars in the set's order."""
    return _in_order(view.totals[(view.totals["basis"] == (basis or view.basis)).to_numpy()], view, codes)


def peer_rows(view, codes=None):
    """Return how the compared units did, likewise; no median and no best of one unit."""
    found = _in_order(view.peers[(view.peers["basis"] == view.basis).to_numpy()], view, codes)
    return found.assign(**{name: found[name].where(found["n_units"] > 1) for name in COMPARED})


def _in_order(rows, view, codes):
    by_node = rows.set_index(rows["node_code"].astype("str"))
    found = by_node.reindex(codes or [each.code for each in view.criteria_set.pillars])
    counts = [name for name in found if name.startswith("n_")]
    return found.fillna(dict.fromkeys(counts, 0))


def _compared_note(view, peers):
    numbers, basis = peers["n_units"], side_name(view)
    if view.criteria_set.is_without_maximum:
        return say("pillars_without_maximum")
    if numbers.max() < 2:
        return say("nobody_compared", basis=basis)
    if numbers.min() == numbers.max():
        return say("compared_units", units=text.count(numbers.max()), basis=basis)
    ends = {"fewest": text.count(numbers.min()), "most": text.count(numbers.max())}
    return say("compared_units_apart", basis=basis, **ends)


def _stated(view, sides):
    names = ["points", "max_points", "attainment_share", "n_indicators", "n_upper", "n_lower", "completion_share"]
    codes = [node.code for node in listed(view.criteria_set)]
    rows = view.totals[
        view.totals["node_code"].isin(codes).to_numpy() & view.totals["basis"].isin(sides).to_numpy()
    ]
    found = facts(rows, names)
    peers = view.peers
    compared = peers["node_code"].isin(codes) & (peers["basis"] == view.basis) & (peers["n_units"] > 1)
    return found + facts(peers[compared.to_numpy()], COMPARED, of_unit="criteria_id")


def _index(view):
    nodes = listed(view.criteria_set)
    names = [f"{DEEPER * node.depth if is_tree(nodes) else ''}{node.name}" for node in nodes]
    return pd.Index(names, name=say("pillar"))


def _groups(view):
    return [group_name(view.criteria_set, each.group) or text.NOTHING for each in view.criteria_set.pillars]


def _has_groups(view):
    return any(each.group for each in view.criteria_set.pillars)
