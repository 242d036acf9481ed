"""Units beside each other, indicator by indicator; and the losses that somebody picked out."""

from typing import TYPE_CHECKING

import pandas as pd

from ..analysis.beside import side_by_side
from ..messages import named, say
from . import text
from .names import cause_labels, names_of, party_name
from .output import Prose, Table
from .sides import side_name
from .typed import Explained

if TYPE_CHECKING:
    from ..dataset.group_view import GroupView
    from ..dataset.unit_view import UnitView


def side_by_side_table(view: "GroupView") -> Table | Prose:
    """Return what each unit has in every indicator, furthest apart first; of two units also the difference.

    Parameters
    ----------
    view : GroupView
        As from ``data.among(["373", "376"], 2022)``.
    """
    wide = side_by_side(view.counted)
    if wide.empty:
        return Prose(say("basis_nobody", basis=side_name(view)))
    codes, indicators = view.codes, [view.criteria_set.indicator(code) for code in wide.index]
    columns = {say("indicator"): [Explained(named(each), each.rule_text, say("rule_text")) for each in indicators]}
    columns |= {view.names[code]: _points(view, wide, code) for code in codes if code in wide}
    if len(codes) == 2 and set(codes) <= set(wide):
        first, second = codes
        difference = say("first_less_second", first=view.names[first], second=view.names[second])
        columns[difference] = [text.change(each) for each in wide[first] - wide[second]]
    else:
        columns[say("apart_by")] = [text.points(each) for each in wide["range_points"]]
    index = pd.Index([each.printed_as for each in indicators], name=say("code"))
    table = Table(pd.DataFrame(columns, index=index)).captioned(say("caption_side_by_side", basis=side_name(view)))
    table = table.fitted(*reversed([view.names[code] for code in codes]))
    pillars = names_of(view.criteria_set.pillars)
    return table.keeping({say("pillar"): [pillars[each.pillar_code] for each in indicators]})


def _points(view, wide, code):
    own = view.counted[view.counted["unit_code"] == code].set_index("indicator_code")["max_points"]
    return [text.points_of(wide.loc[each, code], own.get(each, float("nan"))) for each in wide.index]


def lost_table(view: "UnitView | GroupView", parts: pd.DataFrame) -> Table | Prose:
    """Return losses that were picked out, one row per indicator and cause, as ``data.losses(view, …)`` has them.

    Parameters
    ----------
    view : UnitView or GroupView
    parts : DataFrame
    """
    if parts.empty:
        return Prose(say("lost_none_such"))
    units = getattr(view, "names", {view.unit_code: view.name})
    classes, causes = names_of(view.criteria_set.class_scheme.classes), cause_labels(view.data)
    sets = view.data.criteria
    of_sets = zip(parts["criteria_id"], parts["indicator_code"], strict=True)
    indicators = [sets[name].indicator(code) for name, code in of_sets]
    columns = {
        say("code"): [each.printed_as for each in indicators],
        say("indicator"): [named(each) for each in indicators],
        say("class"): [classes.get(code, text.NOTHING) for code in parts["class_code"]],
        say("reasons"): [causes[code] for code in parts["cause_code"]],
        say("who_can_act"): [party_name(view.data.levels, code) for code in parts["removable_by"]],
        say("lost"): [text.points(each) for each in parts["lost_points"]],
    }
    of_units = [units[code] for code in parts["unit_code"]]
    table = pd.DataFrame(columns).set_axis(pd.Index(of_units, name=say("unit")), axis="index")
    total = text.points(parts["lost_points"].sum())
    caption = say("caption_lost", basis=side_name(view), count=text.count(len(parts)), points=total)
    return Table(table).captioned(caption)
