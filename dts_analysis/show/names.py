"""What things are called: names in the current language, and words for the codes of our tables."""

from typing import Any

import pandas as pd

from ..messages import named, say
from ..reference import shipped_levels
from ..reference.level_words import PARENT
from . import text


def group_name(criteria_set, code):
    """Return the name of a group after those of the groups it belongs to, "" for the code of none."""
    if not code:
        return ""
    one = criteria_set.group(code)
    above = group_name(criteria_set, one.group)
    return f"{above} › {named(one)}" if above else named(one)


def level_name(levels, code):
    """Return what a level is called; where no `Levels` are given, by those that come with the package."""
    return (levels or shipped_levels()).of(code).name


def group_words(group, levels):
    """Return in words within whom a criteria set ranks its units."""
    if group == PARENT:
        return say("among_parent")
    return say("among_top" if group == levels.top_level else "among_level", level=level_name(levels, group))


def party_name(levels, code):
    """Return what whoever can remove a cause is called; `levels` as above."""
    return (levels or shipped_levels()).party(code).name


def names_of(records):
    """Return a dict from code to name for pillars, indicators or classes."""
    return {each.code: named(each) for each in records}


def few(names, noun, most=3):
    """Return names as one clause, or only how many they are where they are many: `noun` is the words for that.

    >>> few(["A", "B"], "n_units"), few(["A", "B", "C", "D"], "n_units")
    ('A, B', '4 đơn vị')
    """
    names = list(names)
    return text.listed(names) if len(names) <= most else say(noun, count=text.count(len(names)))


def pillar_ends(values, criteria_set, written):
    """Return the lowest and the highest of the pillars, each as (names, number): all that print alike together.

    Parameters
    ----------
    values : Series
        By pillar code; what is NaN is passed over, something else there must be.
    written : callable
        How a number is printed.
    """
    names, printed = names_of(criteria_set.pillars), values.dropna().map(written)
    ends = printed[values.idxmin()], printed[values.idxmax()]
    return [(few([names[code] for code in printed.index[printed == end]], "n_pillars"), end) for end in ends]


def localized_column(table, part):
    """Return the column `part` of a table, each row of it as `messages.named` chooses."""
    spoken = table.filter(regex=rf"^{part}_[a-z]+$").fillna("")
    words = [named(row, part) for row in spoken.to_dict("records")]
    return pd.Series(words, table.index, dtype="str")


def judged_mark(row: Any) -> str:
    """Return in brackets what a row's points do not rest on: answers not judged, cells not read; "" if nothing.

    Parameters
    ----------
    row : Series, dict or named tuple
        Of `scoring.totals` or ``dataset.standings``.
    """
    row = row._asdict() if hasattr(row, "_asdict") else row
    if row["is_complete"] or pd.isna(row["points"]):
        return ""
    n_open = row["n_unread"] + row["n_unscored"]
    key = "measured_of" if row.get("basis") == "measured" else "judged_of"
    mark = say(key, judged=text.of(row["n_indicators"] - n_open, row["n_indicators"])) if n_open else ""
    return mark + (say("unreadable_cells", count=text.count(row["n_invalid"])) if row["n_invalid"] else "")


def cause_labels(data):
    """Return what each cause of a loss is called: a reason, a verifier's ground, "" where none was given."""
    reasons = localized_column(data.reasons.set_index("reason_code"), "label")
    grounds = localized_column(data.grounds.set_index("ground_code"), "label")
    labels = dict(reasons) | {code: say("cause_verification", ground=label) for code, label in grounds.items()}
    return labels | {"": say("cause_verification", ground=say("no_ground"))}


def cause_remedies(data):
    """Return what usually helps against each cause, in words."""
    remedies = localized_column(data.remedies.set_index("remedy_code"), "label")
    found = dict(localized_column(data.reasons.set_index("reason_code"), "remedy"))
    grounds = zip(data.grounds["ground_code"], data.grounds["remedies"], strict=True)
    return found | {code: "; ".join(remedies[each] for each in codes) for code, codes in grounds}
