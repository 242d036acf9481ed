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

BEST = 3  # places at the head of which it is told who may hold them
MOST_NAMED = 12  # units in that sentence
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
    return Prose(told[0]).stating(told[1]) if told else Prose(why_none(view.total(), view))


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
    note += _among_best(rows.reset_index(drop=True), view.names, BEST)
    return Column(cells, kept, note, facts(rows, ["low_rank", "high_rank"]))


def _among_best(rows, names, best):
    """Who may be among the best, as a line of its own; nothing of no more units than that."""
    if len(rows) <= best:
        return ""
    may = rows[rows["low_rank"] <= best].sort_values(["official_rank", "unit_code"], kind="stable")
    units = text.first([names[code] for code in may["unit_code"]], MOST_NAMED)
    coverage = per_cent(rows["coverage"].iloc[0])
    return "\n" + say(
        "sure_among_best", k=text.count(best), n=text.count(len(may)), units=units, coverage=coverage
    )


def sure_headline(group: "GroupView", best: int = BEST) -> Prose:
    """Return how sure the group's ranking is: whose place stands, who may be first, what is open or alarming.

    Parameters
    ----------
    group : GroupView
    best : int
        Among how many it is told who may be.
    """
    rows = group.place_intervals.sort_values(["official_rank", "unit_code"])
    if rows.empty:
        return Prose(why_none(None, group))
    width = rows["high_rank"] - rows["low_rank"]
    widest, names = rows.loc[width.idxmax()], group.names
    words = {"fixed": text.of((width == 0).sum(), len(rows)), "coverage": per_cent(rows["coverage"].iloc[0])}
    words |= {"unit": names[widest["unit_code"]], "low": widest["low_rank"], "high": widest["high_rank"]}
    lines = [
        say("sure_headline" if width.any() else "sure_headline_all", **words) + _among_best(rows, names, best)
    ]
    alarming = [names[code] for code in rows.loc[rows["is_alarm"], "unit_code"]]
    lines.append(say("sure_alarms", units=text.first(alarming)) if alarming else say("sure_no_alarm"))
    level = per_cent(rows["tier_level"].iloc[0])
    lines.append(say("sure_tiers", tiers=text.count(rows["tier"].nunique()), level=level))
    moved = robustness.shifts(group.ranked_units.draws)
    within = {"shift": text.printed(moved["mean_rank_shift"], 1), "within": text.share(moved["share_within_2"])}
    lines.append(say("sure_shift", **within))
    return Prose("\n".join(lines)).stating(facts(rows, STATED))


def sure_table(group: "GroupView", best: int = BEST) -> Table | Prose:
    """Return the interval of every unit's place, its chances (of the best, before the next), tier, alarm.

    Parameters
    ----------
    group : GroupView
    best : int
        Among how many.
    """
    rows = group.place_intervals.sort_values(["official_rank", "unit_code"])
    if rows.empty:
        return Prose(why_none(None, group))
    chance = group.ranked_units.among_best(best)
    next_one = robustness.ahead_of_next(group.ranked_units.draws, rows["unit_code"].tolist())
    columns = {
        say("rank"): rows["official_rank"].map(text.count),
        say("unit"): rows["unit_code"].map(group.names),
        say("sure_column"): [span(row.low_rank, row.high_rank) for row in rows.itertuples()],
        say("sure_median"): rows["median_rank"].map(text.count),
        say("sure_best", k=text.count(best)): rows["unit_code"].map(chance).map(text.share),
        say("sure_ahead"): [text.share(each) for each in next_one],
        say("sure_tier"): rows["tier"].map(text.count),
        say("sure_alarm"): [say("sure_look") if alarm else text.NOTHING for alarm in rows["is_alarm"]],
    }
    kept = {say(f"sure_{name}"): rows[name].map(text.count) for name in ("low_rank", "high_rank")}
    first = rows.iloc[0]
    words = {"coverage": per_cent(first["coverage"]), "level": per_cent(first["tier_level"])}
    table = Table(pd.DataFrame(columns).set_index(say("rank")))
    table = table.captioned(say("caption_sure", basis=side_name(group), n=text.count(first["n_ranked"])))
    note = say("sure_table_note", seed=first["seed"], **words, **drawn_words(first))
    return table.keeping(kept).fitted(say("sure_median")).noted(note).stating(facts(rows, STATED))


def _marked(row):
    found = span(row["low_rank"], row["high_rank"])
    return found + f" ({say('sure_look')})" if row["is_alarm"] else found


def why_none(total, view):
    """Return why no place is told: too few take one, this unit takes none, or the set is no share of maxima."""
    n_placed = view.on()["n_placed"].max() if total is None and hasattr(view, "codes") else None
    n_placed = total["n_placed"] if total is not None else n_placed
    if n_placed is None or pd.isna(n_placed) or n_placed < robustness.FEWEST_UNITS:
        return say("sure_few", fewest=text.count(robustness.FEWEST_UNITS), basis=side_name(view))
    if total is not None and not total["is_placed"]:
        return say("sure_unplaced", basis=side_name(view))
    return say("sure_beyond")
