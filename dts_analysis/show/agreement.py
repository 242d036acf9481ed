"""How claims and verification go together over all units: agreement, units that stand out, unclear criteria."""

import pandas as pd

from ..messages import say
from . import text
from .facts import facts
from .names import named
from .output import Prose, Table

MOST_OUTLIERS = 12  # units of a country beside the unit itself; all are among the tables


def agreement_table(agreement):
    """Return both measures of agreement with their intervals: rows of ``dataset.agreement``, one set and year."""
    rows = [
        [
            say(row.measure),
            _measure(row.value) if row.n else say("agreement_none"),
            _interval(row),
            text.count(row.n),
        ]
        for row in agreement.itertuples()
    ]
    columns = [say("measure"), say("value"), say("interval"), say("answers")]
    stated = facts(agreement.assign(basis="verified"), {"agreement": "value"}, of_unit="criteria_id", of="measure")
    table = Table(pd.DataFrame(rows, columns=columns).set_index(columns[0]))
    return table.noted(say("agreement_note")).stating(stated)


def outlier_table(view, outliers, threshold):
    """Return the units cut most against their maximum, and this unit, with their robust z.

    Parameters
    ----------
    view : UnitView
    outliers : DataFrame
        As from `verification.outliers`, of all units under the set in the year.
    threshold : float
        Units beyond it stand out; printed.
    """
    ordered = outliers.sort_values("gap_share", kind="stable")
    shown = ordered.head(MOST_OUTLIERS)
    own = ordered[ordered["unit_code"] == view.unit_code]
    shown = pd.concat([shown, own]).drop_duplicates("unit_code")
    table = pd.DataFrame(
        {
            say("unit"): shown["unit_name"],
            say("gap"): shown["gap_points"].map(text.change),
            say("gap_share"): shown["gap_share"].map(text.share_change),
            say("robust_z"): shown["robust_z"].map(_measure),
            say("stands_out"): [
                say("said_yes") if z < -threshold else text.NOTHING for z in shown["robust_z"].fillna(0.0)
            ],
        }
    )
    note = say("standing_note", threshold=text.maximum(threshold), units=text.count(len(outliers)))
    note = note if outliers["robust_z"].notna().any() else say("standing_none", units=text.count(len(outliers)))
    stated = facts(shown.assign(basis="verified"), {"gap_share": "gap_share", "robust_z": "robust_z"})
    return Table(table.set_index(say("unit"))).noted(note).stating(stated)


def unclear_table(table, criteria_set, share):
    """Return the indicators cut in more than a share of the units; as from `verification.unclear`."""
    if table.empty:
        return Prose(say("unclear_none", share=text.share(share)))
    indicators = [criteria_set.indicator(code) for code in table["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("cut_units"): [text.of(row.n_cut, row.n_judged) for row in table.itertuples()],
        say("gap"): table["gap_points"].map(text.change).tolist(),
    }
    note = say("unclear_note", share=text.share(share), found=text.count(len(table)))
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(note)


def _measure(value):
    return text.points(value).replace("-", "−")


def _interval(found):
    return text.NOTHING if pd.isna(found.low) else f"{_measure(found.low)} – {_measure(found.high)}"
