"""A unit's report of the year as an office writes it: what was reached, what is wanting, why, what to do."""

from .. import show
from ..analysis import completion, losses
from ..analysis.tasks import tasks
from ..messages import say
from ..show.notes import basis_note, classes_note
from .sections import lines_of, section, tabled

NOT_IN_CAUSES = ("code", "remedy", "cumulative")  # headings of columns that take room a page has not


def unit_report(view):
    """Return what the template of a unit's report is filled in with, part by part.

    Parameters
    ----------
    view : UnitView

    Returns
    -------
    dict
        ``results``, ``shortcomings``, ``causes``, ``tasks``, ``doubts``, ``annex`` as from `section`; ``method``,
        lines.
    """
    data = view.data
    lost = losses.losses(view.on_basis, view.scores)
    weak = losses.weak(lost)
    causes = losses.by_cause(losses.attributed(weak, data.reasons, data.grounds))
    parts = losses.attributed(lost, data.reasons, data.grounds)
    shown = causes if len(causes) else losses.by_cause(parts)  # a set may class nothing, and points be lost
    called_for = tasks(parts, data.reasons, data.grounds, data.criteria, data.levels)
    ranges = completion.threshold_range(view.on_basis, data.criteria)
    said = show.story_parts(view, causes, data.below(view))
    headline, *published = lines_of(show.story_headline(view))
    first, _, _ = show.weak_headline(view, weak, causes).partition("\n")
    of_causes = tabled(show.cause_table(shown, data), without=map(say, NOT_IN_CAUSES))
    return {
        "results": section(headline, said["results"], tabled(show.pillar_table(view))),
        "shortcomings": section(first, said["shortcomings"], None if weak.empty else say("document_see_annex")),
        "causes": section(said["causes"], of_causes),
        "tasks": section(
            tabled(show.story_tasks(view, called_for, most_own=None, most_above=None), has_below=True)
        ),
        "doubts": section(show.story_doubts(view, causes, ranges)),
        "annex": section(tabled(show.weak_table(view, weak))),
        "method": [
            basis_note(view),
            *published,
            *classes_note(view.criteria_set, ranges).splitlines(),
        ],
    }
