"""What makes places unsure: how far each source moves them, its share in that, what verification leaves open."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis import robustness
from ..messages import per_cent, say
from . import text
from .output import Prose, Table
from .sides import side_name
from .sure import BEST, MOST_NAMED, span, why_none

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView


def moved_table(group: "GroupView") -> Table | Prose:
    """Return how far each source of doubt alone moves the places, and all of them together.

    Parameters
    ----------
    group : GroupView
    """
    if group.ranked_units is None:
        return Prose(why_none(None, group))
    found = group.ranked_units.one_at_a_time()
    within = [name for name in found if name.startswith("share_within_")]
    columns = {
        say("sure_source"): [say(f"factor_{name}") for name in found["factor"]],
        say("sure_mean_shift"): [text.ratio(each) for each in found["mean_rank_shift"]],
        say("sure_largest_shift"): found["largest_shift"].map(text.count),
    }
    columns |= {
        say("sure_within", k=name.removeprefix("share_within_")): found[name].map(text.share) for name in within
    }
    table = Table(pd.DataFrame(columns).set_index(say("sure_source"))).captioned(say("caption_moved"))
    return table.noted(say("sure_moved_note", n=text.count(robustness.DRAWS)))


def sensitivity_table(group: "GroupView") -> Table | Prose:
    """Return which source's doubt makes the places move: Sobol indices, their order where it is known.

    Parameters
    ----------
    group : GroupView
    """
    if group.ranked_units is None:
        return Prose(why_none(None, group))
    found = group.ranked_units.sobol()
    columns = {say("sure_source"): [say(f"factor_{name}") for name in found["factor"]]}
    for name, short in (("first_order", "first"), ("total", "total")):
        columns[say(f"sure_{name}")] = found[name].map(text.ratio)
        ends = zip(found[f"{short}_low"], found[f"{short}_high"], strict=True)
        columns[say("sure_ends", what=say(f"sure_{name}"))] = [
            f"{text.ratio(low)}…{text.ratio(high)}" for low, high in ends
        ]
    columns[say("sure_order")] = [text.count(float("nan") if pd.isna(each) else each) for each in found["order"]]
    table = Table(pd.DataFrame(columns).set_index(say("sure_source"))).captioned(say("caption_sensitivity"))
    runs = {"n": text.count(found["n"].iloc[0]), "runs": text.count(found["n_runs"].iloc[0])}
    widest = text.ratio(robustness.WIDEST)
    order = text.begun(robustness.order_in_words(found))
    return table.noted(f"{order}.\n" + say("sure_sensitivity_note", widest=widest, **runs))


def rank_sets_table(group: "GroupView") -> Table | Prose:
    """Return the places that what is not verified yet leaves open to each unit, alone and all at once.

    Parameters
    ----------
    group : GroupView
    """
    if group.ranked_units is None:
        return Prose(why_none(None, group))
    found = group.ranked_units.rank_sets(group.codes)
    if found is None:
        return Prose(say("sure_sets_none", basis=side_name(group)))
    everybody = found.sort_values(["rank", "unit_code"])
    found = found[found["unit_code"].isin(group.codes)].sort_values(["rank", "unit_code"])
    columns = {
        say("sure_expected_rank"): found["rank"].map(text.count),
        say("unit"): found["unit_code"].map(group.names),
        say("sure_estimate"): found["estimate"].map(text.share),
        say("sure_error"): [text.printed(each * 100, 2) for each in found["standard_error"]],
    }
    for name in ("marginal", "simultaneous"):
        if f"{name}_low" in found:
            ends = zip(found[f"{name}_low"], found[f"{name}_high"], strict=True)
            columns[say(f"sure_{name}")] = [span(*each) for each in ends]
    table = Table(pd.DataFrame(columns).set_index(say("sure_expected_rank"))).captioned(say("caption_rank_sets"))
    n = text.count(group.ranked_units.n_gaps)
    note = say("sure_sets_note", coverage=per_cent(found["coverage"].iloc[0]), n=n)
    return table.noted("\n".join([note, *_best_together(group, everybody)]))


def _best_together(group, sets):
    """Who the best are among, with the sets' coverage, where they were told all at once and leave anybody out."""
    if "simultaneous_low" not in sets or len(sets) <= BEST:
        return []
    may = [group.names[code] for code in robustness.tau_best(sets, BEST) if code in group.names]
    units, coverage = text.first(may, MOST_NAMED), per_cent(sets["coverage"].iloc[0])
    return [say("sure_tau_best", k=text.count(BEST), units=units, coverage=coverage)]
