"""A unit's tables for a workbook: its indicators on every basis, where its lost points went, what was found."""

import pandas as pd

from ..analysis import causes, losses
from ..messages import named, say
from ..show.names import cause_labels, localized_column, names_of, party_name
from ..show.notes import NOTICES, illustrative
from ..show.sides import side_name
from ..show.text import begun
from .findings_book import findings_tables
from .resources import resource


def unit_tables(view):
    """Return the data resources of a unit's workbook: indicators, losses, findings by cause and one by one.

    Parameters
    ----------
    view : UnitView
    """
    data = view.data
    found = data.rows("findings", unit_code=view.unit_code, year=view.year)
    told = causes.named(found, view.scores, data.criteria, data.units)
    return [indicators(view), lost_points(view), *findings_tables(told)]


def indicators(view):
    """Return a row for every indicator the unit was asked: points and class on every basis, its loss, its cells.

    Attainment, loss and note are those of the page's basis; a column that says nothing at all is left out.

    Parameters
    ----------
    view : UnitView
    """
    rows, fields = _asked(view, view.on_basis["indicator_code"])
    on_sides = {side: _by_code(view.on(side), rows.index) for side in dict.fromkeys([*view.sides, view.basis])}
    classes = names_of(view.criteria_set.class_scheme.classes)
    for side, counted in on_sides.items():
        basis = side_name(view, side)
        rows[f"{side}_points"] = counted["points"]
        rows[f"{side}_class"] = counted["class_code"].astype(object).map(classes)
        fields[f"{side}_points"] = begun(basis), "points"
        fields[f"{side}_class"] = say("book_class_by", basis=basis), "text"
    own, scores = on_sides[view.basis], _by_code(view.scores, rows.index)
    labels = cause_labels(view.data)
    rows = rows.assign(
        max_points=own["max_points"],
        attainment_share=own["attainment_share"],
        lost_points=own["lost_points"],
        reasons=[_labelled(codes, labels) for codes in scores["reason_codes"]],
        ground=scores["ground_code"].map(localized_column(view.data.grounds.set_index("ground_code"), "label")),
        verifier_note=scores["verifier_note"],
        source=scores["source"],
        verified_source=scores["verified_source"],
        note=[_note(*each) for each in zip(own["status"], own["is_unsure"].eq(True), strict=True)],
    )
    fields |= {
        "attainment_share": (say("attainment"), "share"),
        "lost_points": (say("lost"), "points"),
        **{name: (say(name), "text") for name in ("reasons", "ground", "verifier_note")},
        **{
            name: (say(f"book_{name}"), "text")
            for name in ("rule", "lead_agency", "source", "verified_source", "note")
        },
    }
    says = {name: rows[name].replace("", pd.NA).notna().any() for name in fields}
    kept = {name: each for name, each in fields.items() if says[name]}
    return resource(say("book_indicators"), rows, kept, _notes(view))


def lost_points(view):
    """Return a row for every indicator and cause of its loss on the page's basis; they add up to what was lost."""
    data, labels = view.data, cause_labels(view.data)
    parts = losses.attributed(losses.losses(view.on_basis, view.scores), data.reasons, data.grounds)
    parts = parts[parts["lost_points"] != 0]
    rows, fields = _asked(view, parts["indicator_code"])
    rows = rows.assign(
        max_points=parts["max_points"].to_numpy(),
        cause_code=parts["cause_code"].astype("str").to_numpy(),
        cause=[labels[each] for each in parts["cause_code"]],
        party=[party_name(data.levels, each) for each in parts["removable_by"]],
        lost_points=parts["lost_points"].to_numpy(),
    )
    fields |= {
        "cause_code": (say("book_cause_code"), "text"),
        "cause": (say("reasons"), "text"),
        "party": (say("who_can_act"), "text"),
        "lead_agency": (say("book_lead_agency"), "text"),
        "lost_points": (say("lost"), "points"),
    }
    return resource(say("book_losses", basis=side_name(view)), rows, fields, _notes(view))


def _asked(view, codes):
    """What the set says of the indicators of these codes, a row each, and the columns every table begins with."""
    pillars = names_of(view.criteria_set.pillars)
    found = [view.criteria_set.indicator(code) for code in codes]
    rows = [
        (each.printed_as, named(each), pillars[each.pillar_code], each.rule_text, each.lead_agency)
        for each in found
    ]
    table = pd.DataFrame(rows, list(map(str, codes)), ["code", "name", "pillar", "rule", "lead_agency"])
    fields = {"code": (say("code"), "text"), "name": (say("indicator"), "text"), "pillar": (say("pillar"), "text")}
    return table, fields | {"max_points": (say("maximum"), "points")}


def _by_code(rows, codes):
    return rows.set_index(rows["indicator_code"].astype("str")).reindex(codes)


def _labelled(codes, labels):
    named_ones = [] if pd.isna(codes) else [f"{code} – {labels[code]}" for code in codes.split(";") if code]
    return "; ".join(named_ones)


def _note(status, is_unsure):
    """What keeps an answer from being points like others, in words; "" for nothing."""
    said = [] if status == "answered" else [say("status_missing" if pd.isna(status) else f"status_{status}")]
    return "; ".join(said + ([say("book_unsure")] if is_unsure else []))


def _notes(view):
    made_up = illustrative(view)
    whose = say("book_of", unit=view.name, year=view.year, set=view.criteria_set.title)
    return [whose, *([say(NOTICES[made_up])] if made_up else [])]
