"""A unit's report of the year as an office writes it: what was reached, what is wanting, why, what to do."""

from .. import show
from ..analysis import completion, losses, remedies, verification
from ..messages import say
from ..show import text
from ..show.names import named
from ..show.notes import classes_note
from ..show.pillars import own_rows, peer_rows
from ..show.sides import side_name
from .sections import section, tabled

NOT_CODED = "R99"
NOT_IN_CAUSES = ("code", "remedy", "cumulative")  # headings of columns that take room a page has not


def unit_report(view, group=None):
    """Return what the template of a unit's report is filled in with, part by part.

    Parameters
    ----------
    view : UnitView
    group : GroupView, optional
        The units directly below it, where they sent forms.

    Returns
    -------
    dict
        ``results``, ``shortcomings``, ``causes``, ``tasks``, ``annex`` as from `section`; ``method``, lines.
    """
    data = view.data
    lost = losses.losses(view.on_basis, view.scores)
    weak = losses.weak(lost)
    of_weak = losses.by_cause(losses.attributed(weak, data.reasons, data.grounds))
    parts = losses.attributed(lost, data.reasons, data.grounds)
    headline, first, *others = show.headline(view), *show.weak_headline(view, weak, of_weak).splitlines()
    ranges = completion.threshold_range(view.on_basis, data.criteria)
    causes = tabled(show.cause_table(of_weak, data), say("document_by_cause"), without=map(say, NOT_IN_CAUSES))
    return {
        "results": section(
            headline,
            *_place(view),
            _beside_peers(view, is_above=True),
            show.rollup_headline(group) if group else None,
            tabled(show.pillar_table(view), say("document_by_pillar")),
        ),
        "shortcomings": section(first, _beside_peers(view, is_above=False), _cut(view), say("document_see_annex")),
        "causes": section(*others, causes),
        "tasks": _tasks(view, parts),
        "annex": section(tabled(show.weak_table(view, weak), "", without=[say("who_can_act")])),
        "method": classes_note(view.criteria_set, ranges).splitlines(),
    }


def _place(view):
    """The unit's place, and how its attainment moved, each in a sentence; nothing where it is not known."""
    total, lines = view.total(), []
    basis = side_name(view)
    if total is not None and total["rank"] > 0 and total["n_placed"] > 1:
        place = text.of(total["rank"], total["n_placed"])
        lines.append(say("document_place", place=place, basis=basis))
    change = view.change(view.basis)
    if change == change:  # not NaN
        key = "document_risen" if change > 0 else "document_fallen" if change < 0 else "document_unmoved"
        moved = str(text.share_change(abs(change))).lstrip("+")
        lines.append(say(key, change=moved, year=view.year - 1, basis=basis))
    return lines


def _beside_peers(view, is_above):
    """The pillars above, or below, the middle of the compared units, in a sentence; None where there is none."""
    own, peers = own_rows(view), peer_rows(view)
    names = {each.code: named(each) for each in view.criteria_set.pillars}
    gaps = (own["attainment_share"] - peers["median_share"]).dropna()
    gaps = gaps[gaps > 0].sort_values(ascending=False) if is_above else gaps[gaps < 0].sort_values()
    if gaps.empty:
        return None
    listed = [
        say(
            "document_beside",
            pillar=names[code],
            share=text.share(own.loc[code, "attainment_share"]),
            median=text.share(peers.loc[code, "median_share"]),
        )
        for code in gaps.index
    ]
    return say("document_above" if is_above else "document_below", pillars="; ".join(listed))


def _cut(view):
    """What verification took away and gave, where there was one."""
    if not is_verified(view):
        return None
    return show.gap_headline(view, verification.gap_summary(view.gaps))


def is_verified(view):
    """Return whether any of a unit's claims stands beside a verifier's verdict."""
    return not view.data.rows("gaps", ["unit_code"], unit_code=view.unit_code, year=view.year).empty


def _tasks(view, parts):
    """What the unit has to do, what it asks of those above, and which losses nobody gave a reason for."""
    data = view.data
    found = remedies.recommendations(parts, data.reasons, data.grounds, data.remedies)
    is_note = found["cause_codes"] == NOT_CODED
    is_above = found["removable_by"].isin(data.levels.above)
    outputs = []
    for rows, caption in (
        (~is_note & ~is_above, "document_own_tasks"),
        (~is_note & is_above, "document_requests"),
    ):
        if rows.any():
            table = show.recommendation_table(found[rows], data.remedies, data.levels)
            outputs.append(tabled(table, say(caption), without=[say("reasons")]))
    if is_note.any():
        lost = found.loc[is_note, "lost_points"].sum()
        outputs.insert(0, say("document_not_coded", points=text.points(lost)))
    return section(*(outputs or [say("recommendation_none")]))
