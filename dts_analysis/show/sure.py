"""How sure a place is, in words and tables that officials read."""

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..analysis import robustness
from ..messages import per_cent, say
from . import text
from .facts import facts
from .output import Prose, Table
from .sides import side_name
from .typed import Typed

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView
    from ..dataset.unit_view import UnitView

STATED = {"rank": "official_rank"}  # a fact's name to the column
STATED |= {name: name for name in ("low_rank", "high_rank", "median_rank", "tier")}


class Column(NamedTuple):
    """A column of another table: its cells, what downloads hold beside them, its note, the facts it states."""

    cells: list
    kept: dict
    note: str
    facts: list


def sure_line(view: "UnitView") -> Any:
    """Return a unit's place and how sure it is, such as «hạng 12, có thể từ 9 đến 17», and what was drawn anew.

    Parameters
    ----------
    view : UnitView
    """
    told = place_told(view)
    return Prose(told[0]).stating(told[1]) if told else Prose(_why_none(view.total(), view))


def place_told(view):
    """Return that line and the facts it states; None where the unit has no place, or nothing is known of it."""
    row = view.place_interval
    if row is None:
        return None
    line = say("sure_line", place=text.begun(robustness.in_words(row)), **drawn_words(row))
    return line, facts(pd.DataFrame([row]), STATED)


def drawn_words(row):
    """Return of a row of ``place_intervals`` how many draws it comes from, and of what, in words."""
    words = {name: say(f"factor_{name}") for name in row["sources"].split(";")}
    if "weights" in words:
        words["weights"] = say("source_weights", range=per_cent(robustness.Sources().weight_range))
    if "verification" in words:
        words["verification"] = say("source_verification", n=text.count(row["n_gaps"]))
    return {"n": text.count(row["n_draws"]), "sources": text.listed(words.values())}


def span(low, high):
    """Return two places as one reads them, the better first.

    >>> span(9, 17), span(7, 7)
    ('9–17', '7')
    """
    words = str(text.count(low)) if low == high else f"{text.count(low)}–{text.count(high)}"
    return Typed(words, words, "text")


def ranking_column(view, codes):
    """Return the overview's column of possible places.

    Parameters
    ----------
    view : GroupView
    codes : sequence of str
        The table's rows.

    Returns
    -------
    Column or None
        None where no unit of the group has an interval.
    """
    rows = view.place_intervals.set_index("unit_code", drop=False)
    if rows.empty:
        return None
    own = [rows.loc[code] if code in rows.index else None for code in codes]
    cells = [text.NOTHING if row is None else _marked(row) for row in own]
    kept = {
        say(f"sure_{name}"): [text.count(float("nan") if row is None else row[name]) for row in own]
        for name in ("low_rank", "high_rank")
    }
    first = rows.iloc[0]
    note = say("sure_note", coverage=per_cent(first["coverage"]), **drawn_words(first))
    return Column(cells, kept, note, facts(rows, ["low_rank", "high_rank"]))


def sure_headline(group: "GroupView") -> Prose:
    """Return how sure the group's ranking is: whose place stands, whose is widest open, which are alarming.

    Parameters
    ----------
    group : GroupView
    """
    rows = group.place_intervals.sort_values(["official_rank", "unit_code"])
    if rows.empty:
        return Prose(_why_none(None, group))
    width = rows["high_rank"] - rows["low_rank"]
    widest, names = rows.loc[width.idxmax()], group.names
    words = {"fixed": text.of((width == 0).sum(), len(rows)), "coverage": per_cent(rows["coverage"].iloc[0])}
    words |= {"unit": names[widest["unit_code"]], "low": widest["low_rank"], "high": widest["high_rank"]}
    lines = [say("sure_headline" if width.any() else "sure_headline_all", **words)]
    alarming = [names[code] for code in rows.loc[rows["is_alarm"], "unit_code"]]
    lines.append(say("sure_alarms", units=text.first(alarming)) if alarming else say("sure_no_alarm"))
    level = per_cent(rows["tier_level"].iloc[0])
    lines.append(say("sure_tiers", tiers=text.count(rows["tier"].nunique()), level=level))
    moved = robustness.shifts(group.ranked_units.draws)
    within = {"shift": text.printed(moved["mean_rank_shift"], 1), "within": text.share(moved["share_within_2"])}
    lines.append(say("sure_shift", **within))
    return Prose("\n".join(lines)).stating(facts(rows, STATED))


def sure_table(group: "GroupView", best: int = 3) -> Table | Prose:
    """Return the interval of every unit's place, its chance of being among the best, its tier and alarm.

    Parameters
    ----------
    group : GroupView
    best : int
        Among how many.
    """
    rows = group.place_intervals.sort_values(["official_rank", "unit_code"])
    if rows.empty:
        return Prose(_why_none(None, group))
    chance = group.ranked_units.among_best(best)
    columns = {
        say("rank"): rows["official_rank"].map(text.count),
        say("unit"): rows["unit_code"].map(group.names),
        say("sure_column"): [span(row.low_rank, row.high_rank) for row in rows.itertuples()],
        say("sure_median"): rows["median_rank"].map(text.count),
        say("sure_best", k=text.count(best)): rows["unit_code"].map(chance).map(text.share),
        say("sure_tier"): rows["tier"].map(text.count),
        say("sure_alarm"): [say("sure_look") if alarm else text.NOTHING for alarm in rows["is_alarm"]],
    }
    kept = {say(f"sure_{name}"): rows[name].map(text.count) for name in ("low_rank", "high_rank")}
    first = rows.iloc[0]
    words = {"coverage": per_cent(first["coverage"]), "level": per_cent(first["tier_level"])}
    table = Table(pd.DataFrame(columns).set_index(say("rank")))
    table = table.captioned(say("caption_sure", basis=side_name(group), n=text.count(first["n_ranked"])))
    note = say("sure_table_note", seed=first["seed"], **words, **drawn_words(first))
    return table.keeping(kept).noted(note).stating(facts(rows, STATED))


def moved_table(group: "GroupView") -> Table | Prose:
    """Return how far each source of doubt alone moves the places, and all of them together.

    Parameters
    ----------
    group : GroupView
    """
    if group.ranked_units is None:
        return Prose(_why_none(None, group))
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
        return Prose(_why_none(None, group))
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
        return Prose(_why_none(None, group))
    found = group.ranked_units.rank_sets(group.codes)
    if found is None:
        return Prose(say("sure_sets_none", basis=side_name(group)))
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
    return table.noted(say("sure_sets_note", coverage=per_cent(found["coverage"].iloc[0]), n=n))


def _marked(row):
    found = span(row["low_rank"], row["high_rank"])
    return found + f" ({say('sure_look')})" if row["is_alarm"] else found


def _why_none(total, view):
    """Why no place is told: who takes one is too few, this unit takes none, or the set is no share of maxima."""
    n_placed = view.on()["n_placed"].max() if total is None and hasattr(view, "codes") else None
    n_placed = total["n_placed"] if total is not None else n_placed
    if n_placed is None or pd.isna(n_placed) or n_placed < robustness.FEWEST_UNITS:
        return say("sure_few", fewest=text.count(robustness.FEWEST_UNITS), basis=side_name(view))
    if total is not None and not total["is_placed"]:
        return say("sure_unplaced", basis=side_name(view))
    return say("sure_beyond")
