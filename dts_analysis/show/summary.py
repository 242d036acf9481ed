"""The one line a notebook is remembered by, and the sentences that explain it."""

from ..messages import say
from ..scoring import basis_name
from . import text
from .names import named
from .output import Prose


def headline_text(total, counts):
    """Return points of the maximum, then the indicators in upper and in lower classes.

    Parameters
    ----------
    total : Series
        A row of `scoring.totals`.
    counts : Series
        The row of `completion.class_counts` for the same unit and year.

    Examples
    --------
    >>> headline_text({"points": 511.18, "max_points": 765.0},
    ...     {"n_upper": 41, "n_lower": 31, "n_indicators": 72})
    '511,18/765 · 41/72 · 31/72'
    """
    indicators = counts["n_indicators"]
    reached = f"{text.points(total['points'])}/{text.maximum(total['max_points'])}"
    return f"{reached} · {text.of(counts['n_upper'], indicators)} · {text.of(counts['n_lower'], indicators)}"


def headline(totals, counts, unit_code, criteria_set, basis):
    """Return the headline of one unit with its explanation, also of what was left out of it.

    Parameters
    ----------
    totals, counts : DataFrame
        As from `scoring.totals` and `completion.class_counts`.
    """
    total = totals[totals["unit_code"] == unit_code].iloc[0]
    count = counts[counts["unit_code"] == unit_code].iloc[0]
    lines = [
        headline_text(total, count),
        say(
            "headline_points",
            basis=basis_name(basis).capitalize(),
            points=text.points(total["points"]),
            maximum=text.maximum(total["max_points"]),
            share=text.share(total["attainment_share"]),
        ),
        _class_line("headline_upper", count["n_upper"], count, criteria_set, True),
        _class_line("headline_lower", count["n_lower"], count, criteria_set, False),
    ]
    left_out = {"missing": total["n_missing"], "unscored": total["n_unscored"]}
    lines += [say(f"headline_{name}", count=text.count(n)) for name, n in left_out.items() if n]
    if count["n_unclassified"]:
        lines.append(say("headline_unclassified", count=text.count(count["n_unclassified"])))
    return Prose("\n".join(lines))


def _class_line(key, reached, count, criteria_set, is_upper):
    classes = [named(each) for each in criteria_set.class_scheme.classes if each.is_upper == is_upper]
    return say(key, reached=text.of(reached, count["n_indicators"]), classes=text.either(classes))
