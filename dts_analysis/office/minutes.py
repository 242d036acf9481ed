"""The minutes of a unit's verification: what was changed, on what ground, what is to be settled and signed."""

from .. import show
from ..analysis import completion, verification
from ..messages import say
from ..show import text
from ..show.notes import classes_note
from .sections import lines_of, section, tabled

NOT_IN_LIST = ("verifier_note", "cell")  # headings of columns that take room a page has not


def verification_minutes(view):
    """Return what the template of a unit's minutes is filled in with, part by part.

    Parameters
    ----------
    view : UnitView
        Of a unit some of whose claims were verified.

    Returns
    -------
    dict
        ``verified``, ``by_ground``, ``differences``, ``to_settle`` as from `section`; ``method``, lines.
    """
    grounds, gaps = view.data.grounds, view.gaps
    changed = tabled(show.gap_table(view, grounds), without=map(say, NOT_IN_LIST), extra=[say("document_agrees")])
    ranges = completion.threshold_range(view.counted, view.data.criteria)
    headline, *published = lines_of(show.story_headline(view))
    return {
        "verified": section(show.gap_headline(view), headline, tabled(show.gap_pillar_table(view))),
        "by_ground": section(
            tabled(show.grounds_table(verification.grounds_by_decision(gaps), grounds, view.criteria_set))
        ),
        "differences": section(changed),
        "to_settle": section(*_to_settle(view, gaps)),
        "method": published + classes_note(view.criteria_set, ranges).splitlines(),
    }


def _to_settle(view, gaps):
    """What keeps the minutes from being signed as they stand, each kind with its indicators."""
    is_cut = gaps["decision"].isin(["lowered", "zeroed"])
    judged = set(gaps["indicator_code"])
    is_open = (view.on("verified")["status"] == "unscored") & ~view.on("verified")["indicator_code"].isin(judged)
    kinds = {
        "document_without_ground": gaps.loc[is_cut & (gaps["ground_code"] == ""), "indicator_code"],
        "document_not_judged": view.on("verified").loc[is_open, "indicator_code"],
        "document_blank_claims": gaps.loc[gaps["is_blank_claim"], "indicator_code"],
    }
    lines = [
        say(key, count=text.count(len(codes)), indicators=_printed(view, codes))
        for key, codes in kinds.items()
        if len(codes)
    ]
    return lines or [say("document_settled")]


def _printed(view, codes):
    return text.listed(view.criteria_set.indicator(code).printed_as for code in codes)
