"""What came in and what is wrong with it: the pages an office above the units works from."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from ..messages import say
from . import text
from .chart import blank, empty, put, styled
from .colours import SEVERITIES, ink_on
from .facts import facts
from .measure import width_of
from .names import level_name
from .output import Prose, Table
from .rows import BAR, rows
from .typed import Cells

if TYPE_CHECKING:
    from ..reference.level_words import Levels
    from .chart import Chart


def quality_headline(
    coverage: pd.DataFrame, findings: pd.DataFrame, unit_code: str, year: int, levels: "Levels | None" = None
) -> Prose:
    """Return the finding in words: how many units sent a form, and how many things are to be asked.

    Parameters
    ----------
    coverage : DataFrame
        As from `coverage.coverage`.
    findings : DataFrame
        As ``RegionView.findings``: of one year.
    levels : Levels, optional
        Says what levels are called; those that come with the package unless told.
    """
    counts = findings["severity"].value_counts()
    by_level = coverage.groupby("level", sort=False)[["n_received", "n_units"]].sum()
    received = [
        say("received_of", level=level_name(levels, level), received=text.of(row.n_received, row.n_units))
        for level, row in by_level.iterrows()
    ]
    numbers = {name: int(counts.get(name, 0)) for name in SEVERITIES}
    words = {name: text.count(number) for name, number in numbers.items()}
    rows = pd.DataFrame([{"unit_code": unit_code, "year": year} | numbers])
    stated = facts(rows, {f"findings_{name}": name for name in numbers})
    headline = say("quality_headline", year=year, **words)
    return Prose("\n".join([headline, *received])).stating(stated)


def coverage_table(coverage: pd.DataFrame, names: dict[str, str], levels: "Levels | None" = None) -> Table:
    """Return received and missing forms per parent, the missing by name under the table.

    Where none came at all, the missing are not listed. `names` maps the units' codes to their
    names; `levels` as above.
    """
    lacking = coverage[(coverage["n_received"] > 0) & (coverage["missing_codes"].map(len) > 0)]
    parts = zip(lacking["parent_code"], lacking["missing_codes"], strict=True)
    listed = [
        say("missing_of", parent=names[parent], names=text.listed(names[code] for code in codes))
        for parent, codes in parts
    ]
    missing = [
        say("none_received") if row.n_received == 0 else text.count(len(row.missing_codes))
        for row in coverage.itertuples()
    ]
    table = pd.DataFrame(
        {
            say("parent"): coverage["parent_code"].map(names),
            say("level"): coverage["level"].map(partial(level_name, levels)),
            say("units"): coverage["n_units"].map(text.count),
            say("received"): coverage["n_received"].map(text.count),
            say("verified"): coverage["n_verified"].map(text.count),
            say("not_received"): missing,
        }
    )
    return Table(table.set_index(say("parent"))).captioned(say("caption_coverage")).noted("\n".join(listed))


def findings_by_unit_table(counts: pd.DataFrame, names: dict[str, str]) -> Table | Prose:
    """Return findings per unit and severity, as text; counts as from `coverage.findings_by_unit`."""
    if counts.empty:
        return Prose(say("no_findings"))
    table = pd.DataFrame(
        {
            say("unit"): counts["unit_code"].map(lambda code: names.get(code, say("no_single_unit"))),
            **{say(f"severity_{name}").capitalize(): counts[f"n_{name}"].map(text.count) for name in SEVERITIES},
        }
    )
    return Table(table.set_index(say("unit"))).captioned(say("caption_findings"))


@styled
def findings_figure(counts: pd.DataFrame, names: dict[str, str], source: str) -> "Chart":
    """Return findings per unit as stacked bars, one colour a severity; most errors on top."""
    counts = counts[counts["unit_code"] != ""].head(30)
    if counts.empty:
        return empty("no_findings", source)
    figure = blank()
    called = [names[code] for code in counts["unit_code"]]
    axes, places, width = rows(figure, called, say("findings_axis"))
    most = counts[[f"n_{name}" for name in SEVERITIES]].sum(axis=1).max()
    start = pd.Series(0, index=counts.index)
    for name, colour in SEVERITIES.items():
        number = counts[f"n_{name}"]
        axes.barh(places, number, left=start, color=colour, height=BAR)
        for at, length, place in zip(start, number, places, strict=True):
            if width_of(text.count(length), figure.small) + 0.06 < length / most * width:  # else the table says it
                middle = (at + length / 2, place)
                put(axes, middle, text.count(length), figure.small, ha="center", color=ink_on(colour))
        start = start + number
    axes.set_xlim(0, most)
    axes.xaxis.get_major_locator().set_params(integer=True, nbins=5)
    square = {"marker": "s", "markersize": 7, "linestyle": "none"}
    figure.key([(square | {"color": colour}, say(f"severity_{name}")) for name, colour in SEVERITIES.items()])
    values = zip(called, map(text.count, start), strict=True)
    words = {"with_errors": text.of((counts["n_error"] > 0).sum(), len(counts))}
    return figure.finish(say("findings_title", **words), source, values)


def findings_by_cause_table(by_cause: pd.DataFrame, names: dict[str, str]) -> Table | Prose:
    """Return every cause in a row, gravest first: what is wrong, how often, whose, where first, what to do.

    Parameters
    ----------
    by_cause : DataFrame
        As from `causes.causes`.
    names : dict
        Units' names by code.
    """
    if by_cause.empty:
        return Prose(say("no_findings"))
    units = [
        text.first([names.get(code, code) for code in codes]) if codes else say("no_single_unit")
        for codes in by_cause["unit_codes"]
    ]
    words = _words(by_cause)
    order = ["severity", "book_found", "book_expected", "n_places", "unit", "first_places", "to_do"]
    table = pd.DataFrame({say(name): words.get(name, units) for name in order})
    return (
        Table(table.set_index(say("severity")))
        .captioned(say("caption_causes_found"))
        .noted(say("causes_found_note") if (by_cause["count"] > by_cause["n_findings"]).any() else "")
    )


def to_ask_table(
    by_unit: pd.DataFrame, names: dict[str, str], severities: Sequence[str] = ("error", "warning"), most: int = 60
) -> Table | Prose:
    """Return what must be asked of each unit, one row a cause, the unit with the most errors first.

    Parameters
    ----------
    by_unit : DataFrame
        As from `causes.causes_by_unit`, of findings from `causes.named`.
    names : dict
        Units' names by code.
    severities : sequence of str
        Which to list.
    most : int
        How many rows at most; what is left out is counted under the table, which says how to have it all.
    """
    chosen = by_unit[by_unit["severity"].isin(severities)]
    if chosen.empty:
        return Prose(say("nothing_to_ask"))
    shown, counted = chosen.head(most), ["indicators", "count", "n_findings"]
    words = _words(shown) | {
        "unit": [names.get(code, code) for code in shown["unit_code"]],
        "indicator": [_indicators(*row) for row in zip(*(shown[name] for name in counted), strict=True)],
    }
    order = ["unit", "severity", "indicator", "book_found", "book_expected", "first_places", "to_do"]
    table = pd.DataFrame({say(name): words[name] for name in order})
    note = say("to_ask_left_out", rest=text.count(len(chosen) - len(shown))) if len(chosen) > most else ""
    return Table(table.set_index(say("unit"))).captioned(say("caption_to_ask")).noted(note)


def _indicators(names, count, n_findings):
    """The indicators named; a finding of many cells names the first one only."""
    if not names:
        return ""
    return say("and_other_rows", names=names[0]) if count > n_findings else text.first(names, joined="; ")


def _words(by_cause):
    """What a row of causes says, by the message that heads the column."""
    found = zip(by_cause["is_example"], by_cause["found"], strict=True)
    places = zip(by_cause["cells"], by_cause["count"], strict=True)
    return {
        "severity": [say(f"severity_{name}") for name in by_cause["severity"]],
        "book_found": [say("such_as", message=said) if example else said for example, said in found],
        "book_expected": list(by_cause["expected"]),
        "n_places": [text.count(number) for number in by_cause["count"]],
        "first_places": [Cells(cells, count) for cells, count in places],
        "to_do": list(by_cause["remedy"]),
    }
