"""How claims and verification go together over all units: agreement, units that stand out, criteria to review."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.agreement import FEWEST
from ..analysis.screening import stands_out
from ..messages import named, say
from . import text
from .facts import facts
from .gap_parts import is_some
from .output import Prose, Table
from .sides import said, side_words

if TYPE_CHECKING:
    from ..dataset.unit_view import UnitView
    from ..reference.criteria import CriteriaSet

MOST_OUTLIERS = 12  # units of a country beside the unit itself; all are among the tables
_SHARES = ("bias", "limit_low", "limit_high")  # printed in percentage points


def agreement_table(agreement: pd.DataFrame, criteria_set: "CriteriaSet", basis: str = "verified") -> Table:
    """Return bias, its limits, kappa and ICC with intervals: rows of ``dataset.agreement``, one set and year.

    `basis` is what claims are held against: verified or measured.
    """
    rows = []
    for row in agreement.itertuples():
        shown = text.share_change if row.measure in _SHARES else text.ratio
        value = say("agreement_none") if pd.isna(row.value) else shown(row.value)
        interval = text.NOTHING if pd.isna(row.low) else f"{shown(row.low)} – {shown(row.high)}"
        rows.append([say(f"measure_{row.measure}"), value, interval, text.count(row.n), text.count(row.n_units)])
    columns = [say(name) for name in ("measure", "value", "interval", "answers", "units_compared")]
    stated = facts(agreement.assign(basis=basis), {"agreement": "value"}, of_unit="criteria_id", of="measure")
    table = Table(pd.DataFrame(rows, columns=columns).set_index(columns[0])).stating(stated)
    table = table.captioned(say("caption_agreement", **side_words(criteria_set, basis)))
    if agreement.empty:
        return table
    drawn = {name: str(agreement[name].iloc[0]) for name in ("draws", "seed")}
    notes = [said("agreement_note", criteria_set, basis), *_what_was_seen(criteria_set, basis)]
    return table.noted("\n".join([*notes, say("agreement_drawn", fewest=FEWEST, **drawn)]))


def _what_was_seen(criteria_set, basis):
    """What of the claims who judged them had before them; a system that measures has seen none."""
    if basis == "measured":
        return []
    key = "agreement_seen_by_rule" if criteria_set.claims == "by_rule" else "agreement_seen"
    return [said(key, criteria_set, basis)]


def outlier_table(
    view: "UnitView", outliers: pd.DataFrame, threshold: float, least_share: float, basis: str = "verified"
) -> Table:
    """Return the units cut most against their maximum, and this unit, with their robust z.

    Parameters
    ----------
    view : UnitView
    outliers : DataFrame
        As from `screening.outliers`, of all units under the set in the year.
    threshold, least_share : float
        Who stands out, as in `screening.stands_out`; printed.
    basis : str
        As above.
    """
    of = view.criteria_set, basis
    outliers = outliers.assign(stands_out=stands_out(outliers, threshold, least_share))
    ordered = outliers.sort_values("moved_share", kind="stable")
    shown = ordered.head(MOST_OUTLIERS)
    own = ordered[ordered["unit_code"] == view.unit_code]
    shown = pd.concat([shown, own]).drop_duplicates("unit_code")
    heading = (
        "gap_moved" if is_some(shown["unjudged_points"]).any() else "gap"
    )  # a total may be moved by these too
    table = pd.DataFrame(
        {
            say("unit"): shown["unit_name"],
            said(heading, *of): shown["moved_points"].map(text.change),
            say("gap_share"): shown["moved_share"].map(text.share_change),
            say("robust_z"): shown["robust_z"].map(text.ratio),
            say("stands_out"): [say("said_yes") if each else text.NOTHING for each in shown["stands_out"]],
        }
    )
    units = text.count(len(outliers))
    words = {"threshold": text.maximum(threshold), "least": text.share(least_share), "units": units}
    words["points"] = text.points(least_share * outliers["max_points"].max())
    notes = [said("standing_note", *of, **words)]
    if (outliers["spread_of"] == "mean").any():
        notes.append(say("standing_mean"))
    if outliers["robust_z"].isna().all():
        notes = [said("standing_none", *of, units=units)]
    stated = facts(shown.assign(basis=basis), ["moved_share", "robust_z"])
    caption = say("caption_outliers", **side_words(*of))
    return Table(table.set_index(say("unit"))).captioned(caption).noted("\n".join(notes)).stating(stated)


def review_table(
    table: pd.DataFrame, criteria_set: "CriteriaSet", level: float, basis: str = "verified"
) -> Table | Prose:
    """Return the indicators cut more often than chance explains; as from `screening.to_review` at `level`."""
    of = criteria_set, basis
    if table.empty:
        return Prose(said("review_none", *of, level=text.share(level)))
    indicators = [criteria_set.indicator(code) for code in table["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        said("cut_units", *of): [text.of(row.n_cut, row.n_judged) for row in table.itertuples()],
        said("gap", *of): table["gap_points"].map(text.change).tolist(),
        say("adjusted_p"): table["adjusted_p"].map(text.probability).tolist(),
    }
    words = {"overall": text.share(table["overall_share"].iloc[0]), "level": text.share(level)}
    note = said("review_note", *of, found=text.count(len(table)), **words)
    caption = say("caption_review", **side_words(*of))
    return Table(pd.DataFrame(rows).set_index(say("code"))).captioned(caption).noted(note)
