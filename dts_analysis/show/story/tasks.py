"""What to do, as tasks: what, who leads, where to begin, and what it would bring at most."""

from typing import TYPE_CHECKING

import pandas as pd

from ...analysis.planning import cut_claims
from ...analysis.tasks import EVIDENCE
from ...messages import named, say
from ...rules import TOLERANCE
from ...scoring import JUDGED
from .. import text
from ..facts import facts
from ..law import printer
from ..names import localized_column, party_name
from ..output import Prose, Table
from ..typed import Explained
from .words import within

if TYPE_CHECKING:
    from ...dataset.unit_view import UnitView

MOST_OWN, MOST_ABOVE, MOST_LEADING = 3, 2, 1


def story_tasks(
    view: "UnitView", tasks: pd.DataFrame, most_own: int | None = MOST_OWN, most_above: int | None = MOST_ABOVE
) -> Table | Prose:
    """Return the largest tasks of a unit, and what it must ask of those above it.

    Parameters
    ----------
    view : UnitView
    tasks : DataFrame
        As from `tasks.tasks`, of the unit on the page's basis.
    most_own, most_above : int or None
        How many to list; None for all.

    Returns
    -------
    Table
        So many tasks of its own and of others at most; the rest is counted under it. Prose where there is none.
    """
    tasks = tasks[tasks["lost_points"] > 0]
    if tasks.empty:
        total = view.total()
        has_points = total is not None and (total["max_points"] > 0 or view.criteria_set.is_without_maximum)
        is_full = has_points and total["is_complete"] and total["lost_points"] <= TOLERANCE
        return Prose(say("story_no_loss" if is_full else "story_no_tasks"))
    shown = pd.concat([tasks[~tasks["is_above"]][:most_own], tasks[tasks["is_above"]][:most_above]])
    remedies, cut = view.data.remedies.set_index("remedy_code"), set()
    if view.basis not in JUDGED:  # what was cut is seen in the judged points alone
        cut = cut_claims(view.scores, view.criteria_set, view.data.reasons, view.data.grounds)
    labels, products = (localized_column(remedies, part) for part in ("label", "product"))
    rows = {
        say("story_task"): [_task(row.remedy_codes, labels, products) for row in shown.itertuples()],
        say("story_leads"): [_leads(view, row) for row in shown.itertuples()],
        say("story_begin"): [_begin(view, row, cut) for row in shown.itertuples()],
        say("indicator"): shown["n_indicators"].map(text.count).tolist(),
        say("story_at_most"): shown["gain_points"].map(printer(view.criteria_set)).tolist(),
    }
    stated = shown.assign(
        unit_code=view.unit_code, year=view.year, basis=view.basis, remedies=shown["remedy_codes"].map("+".join)
    )
    note = say("story_tasks_note_bounded" if view.criteria_set.is_bounded else "story_tasks_note")
    left = len(tasks) - len(shown)
    note += f" {say('story_tasks_more', more=text.count(left))}" if left else ""
    note += f" {say('story_tasks_due', year=view.year + 1)}"
    table = Table(pd.DataFrame(rows).set_index(say("story_task"))).captioned(say("caption_story_tasks"))
    table = table.noted(note)
    sides = ((stated[~stated["is_above"]], "task_points"), (stated[stated["is_above"]], "asked_points"))
    return table.stating(
        [fact for rows, name in sides for fact in facts(rows, {name: "gain_points"}, of="remedies")]
    )


def _task(codes, labels, products):
    """What is to be done, in the order of the remedies' file; below it what that makes."""
    first, *others = [label for code, label in labels.items() if code in codes]
    made = "; ".join(product for code, product in products.items() if code in codes and product)
    told = say("story_product", product=made) if made else ""
    return Explained("; ".join([first, *map(within, others)]), told, say("story_products"))


def _leads(view, row):
    """Who leads: as the criteria set says of its indicators; where it does not, or of others' tasks, the party."""
    parties = [party_name(view.data.levels, each) for each in row.removable_by]
    if row.is_above:
        return say("story_asked_of", party=text.begun(text.listed(parties)))
    agencies = [view.criteria_set.indicator(code).lead_agency for code in row.indicator_codes]
    agencies = list(dict.fromkeys(each for each in agencies if each))
    if not agencies:
        return text.begun(party_name(view.data.levels, "unit"))
    shown, rest = text.listed(agencies[:MOST_LEADING]), len(agencies) - MOST_LEADING
    return say("story_leads_more", agencies=shown, more=text.count(rest)) if rest > 0 else shown


def _begin(view, row, cut):
    """The indicator that lost most for it, and whether evidence comes before; of what others must do, none."""
    if row.is_above:
        return text.NOTHING
    code = row.indicator_codes[0]
    indicator = view.criteria_set.indicator(code)
    name = f"{indicator.printed_as} {named(indicator)}"
    is_first = code in (*row.evidence_first, *cut) and EVIDENCE not in row.remedy_codes
    return say("story_evidence_first", indicator=name) if is_first else name
