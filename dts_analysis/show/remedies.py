"""What the lost points call for, as people read it."""

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from ..messages import named, say
from . import text
from .facts import facts
from .law import printer
from .names import cause_labels, localized_column, party_name
from .output import Prose, Table
from .sides import side_name
from .typed import Cell

if TYPE_CHECKING:
    from ..dataset.tables import Dataset
    from ..dataset.unit_view import UnitView
    from ..reference.criteria import CriteriaSet
    from ..reference.level_words import Levels


def structural_table(structural: pd.DataFrame) -> Table | Prose:
    """Return own and structural losses, and both attainments; as from `remedies.structural`, of one unit."""
    if structural.empty:
        return Prose(say("structural_none"))
    row = structural.iloc[0]
    rows = [
        [say("lost"), text.points(row["lost_points"])],
        [
            say("lost_structural"),
            text.points(row["structural_points"]) + _in_brackets(row["structural_share"]),
        ],
        [say("lost_own"), text.points(row["own_points"])],
        [say("attainment_official"), text.share(row["attainment_share"])],
        [say("attainment_rolled_out"), text.share(row["rolled_out_share"])],
    ]
    columns = [say("what"), say("value")]
    names = ["lost_points", "structural_points", "own_points", "rolled_out_share"]
    stated = facts(structural, names) if "basis" in structural else []
    table = Table(pd.DataFrame(rows, columns=columns).set_index(columns[0])).captioned(say("caption_structural"))
    return table.noted(say("structural_note")).stating(stated)


def party_table(by_party: pd.DataFrame, levels: "Levels | None" = None) -> Table | Prose:
    """Return lost points by who can remove their reason, most first; as from `losses.by_party`.

    `levels` say what parties are called; those that come with the package unless told.
    """
    if by_party.empty:
        return Prose(say("causes_none"))
    table = pd.DataFrame(
        {
            say("who_can_act"): by_party["removable_by"].map(partial(party_name, levels)),
            say("indicators"): by_party["n_indicators"].map(text.count),
            say("lost"): by_party["lost_points"].map(text.points),
            say("share"): by_party["lost_share"].map(text.share),
        }
    )
    return Table(table.set_index(say("who_can_act"))).captioned(say("caption_parties"))


def persistent_table(persistent: pd.DataFrame, data: "Dataset") -> Table | Prose:
    """Return the causes that come again in several years running; as from `remedies.persistent`, of one unit."""
    if persistent.empty:
        return Prose(say("persistent_none"))
    labels = cause_labels(data)
    table = pd.DataFrame(
        {
            say("reason"): [labels[code] for code in persistent["cause_code"]],
            say("years_running"): persistent["n_years"].map(text.count),
            say("lost"): persistent["lost_points"].map(text.points),
        }
    )
    return Table(table.set_index(say("reason"))).captioned(say("caption_persistent")).noted(say("of_all_losses"))


def suggestion_table(suggested: pd.DataFrame, criteria_set: "CriteriaSet", reasons: pd.DataFrame) -> Table | Prose:
    """Return codes that explanations hint at, to be reviewed; as from `remedies.suggested`, of one unit."""
    if suggested.empty:
        return Prose(say("suggestion_none"))
    labels = localized_column(reasons.set_index("reason_code"), "label")
    indicators = [criteria_set.indicator(code) for code in suggested["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("suggested"): [f"{code} – {labels[code]}" for code in suggested["suggested_code"]],
        say("phrase"): suggested["phrase"].tolist(),
        say("cell"): list(map(Cell, suggested["source"])),
    }
    table = Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_suggestions"))
    return table.noted(say("suggestion_note", found=len(suggested)))


def next_class_table(view: "UnitView", near: pd.DataFrame, streaks: pd.DataFrame, most: int = 10) -> Table | Prose:
    """Return the weak indicators that lie closest below an upper class, with how long each has been weak.

    Parameters
    ----------
    view : UnitView
    near : DataFrame
        As from `streaks.next_class`, of the unit, year and basis.
    streaks : DataFrame
        As from `streaks.streaks`, on the same basis.
    most : int
        How many at most; printed under the table.
    """
    if view.criteria_set.class_scheme.kind != "thresholds":
        return Prose(say("next_class_none"))
    total = view.total()
    if total is None or not total["n_upper"] + total["n_lower"]:
        return Prose(say("weak_unclassified", basis=side_name(view)))
    classes = {each.code: each for each in view.criteria_set.class_scheme.classes}
    is_upper = near["class_code"].map(lambda code: code in classes and classes[code].is_upper).astype(bool)
    into_upper = near["next_code"].map(lambda code: classes[code].is_upper).astype(bool)
    weak = near[into_upper & ~is_upper]
    if weak.empty:
        return Prose(say("next_class_far", weak=text.count(total["n_lower"])))
    chosen = weak.sort_values("missing_points", kind="stable").head(most)
    indicators = [view.criteria_set.indicator(code) for code in chosen["indicator_code"]]
    years = streaks.set_index("indicator_code")["n_years"]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("next_class"): [named(classes[code]) for code in chosen["next_code"]],
        say(f"missing_{view.criteria_set.scored_in}"): chosen["missing_points"]
        .map(printer(view.criteria_set))
        .tolist(),
        say("weak_years"): [text.count(years.get(code, float("nan"))) for code in chosen["indicator_code"]],
    }
    words = {"shown": len(chosen), "near": text.count(len(weak)), "weak": text.count(total["n_lower"])}
    note = say("next_class_note", rest=text.count(total["n_lower"] - len(weak)), **words)
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(say("caption_next_class")).noted(note)


def _in_brackets(share):
    return "" if pd.isna(share) else f" ({text.share(share)})"
