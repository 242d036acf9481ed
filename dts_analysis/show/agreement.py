"""How claims and verification go together over all units: agreement, units that stand out, unclear criteria."""

import pandas as pd

from ..messages import say
from . import text
from .facts import facts
from .names import named
from .output import Prose, Table
from .sides import said

MOST_OUTLIERS = 12  # units of a country beside the unit itself; all are among the tables


def agreement_table(agreement, criteria_set, basis="verified"):
    """Return both measures of agreement with their intervals: rows of ``dataset.agreement``, one set and year.

    `basis` is what claims are held against: verified or measured.
    """
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
    stated = facts(agreement.assign(basis=basis), {"agreement": "value"}, of_unit="criteria_id", of="measure")
    table = Table(pd.DataFrame(rows, columns=columns).set_index(columns[0]))
    return table.noted(said("agreement_note", criteria_set, basis)).stating(stated)


def outlier_table(view, outliers, threshold, basis="verified"):
    """Return the units cut most against their maximum, and this unit, with their robust z.

    Parameters
    ----------
    view : UnitView
    outliers : DataFrame
        As from `verification.outliers`, of all units under the set in the year.
    threshold : float
        Units beyond it stand out; printed.
    basis : str
        As above.
    """
    of = view.criteria_set, basis
    ordered = outliers.sort_values("gap_share", kind="stable")
    shown = ordered.head(MOST_OUTLIERS)
    own = ordered[ordered["unit_code"] == view.unit_code]
    shown = pd.concat([shown, own]).drop_duplicates("unit_code")
    table = pd.DataFrame(
        {
            say("unit"): shown["unit_name"],
            said("gap", *of): shown["gap_points"].map(text.change),
            say("gap_share"): shown["gap_share"].map(text.share_change),
            say("robust_z"): shown["robust_z"].map(_measure),
            say("stands_out"): [
                say("said_yes") if z < -threshold else text.NOTHING for z in shown["robust_z"].fillna(0.0)
            ],
        }
    )
    units = text.count(len(outliers))
    note = said("standing_note", *of, threshold=text.maximum(threshold), units=units)
    note = note if outliers["robust_z"].notna().any() else said("standing_none", *of, units=units)
    stated = facts(shown.assign(basis=basis), {"gap_share": "gap_share", "robust_z": "robust_z"})
    return Table(table.set_index(say("unit"))).noted(note).stating(stated)


def unclear_table(table, criteria_set, share, basis="verified"):
    """Return the indicators cut in more than a share of the units; as from `verification.unclear`."""
    of = criteria_set, basis
    if table.empty:
        return Prose(said("unclear_none", *of, share=text.share(share)))
    indicators = [criteria_set.indicator(code) for code in table["indicator_code"]]
    rows = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        said("cut_units", *of): [text.of(row.n_cut, row.n_judged) for row in table.itertuples()],
        said("gap", *of): table["gap_points"].map(text.change).tolist(),
    }
    note = said("unclear_note", *of, share=text.share(share), found=text.count(len(table)))
    return Table(pd.DataFrame(rows).set_index(say("code"))).noted(note)


def _measure(value):
    return text.points(value).replace("-", "−")


def _interval(found):
    return text.NOTHING if pd.isna(found.low) else f"{_measure(found.low)} – {_measure(found.high)}"
