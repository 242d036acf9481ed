"""The annex to a decision that ranks the units below one."""

from .. import show
from ..messages import say
from ..show.notes import basis_note
from .sections import section, tabled


def ranking_annex(group):
    """Return what the template of a ranking annex is filled in with: ``ranking`` as from `section`; ``method``.

    Parameters
    ----------
    group : GroupView
    """
    table = show.ranking_table(group)
    notes = [] if not hasattr(table, "note") else table.note.splitlines()
    ranking = section(show.ranking_headline(group), tabled(table, without=[say("published")]))
    for each in ranking["tables"]:
        each["notes"] = []  # they stand under the method
    return {"ranking": ranking, "method": [basis_note(group), *notes]}
