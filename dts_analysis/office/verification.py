"""A verification sheet to be filled in by the working group, or printed as it stands: what `intake` reads back."""

import datetime
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..intake.typed_words import NOT_APPLICABLE, first_words, in_form, is_not_applicable
from ..messages import named, say
from ..reference import own_set
from ..reference.stages import basis_of, first_of
from ..scoring.verdict import decision, decision_formula
from ..show.names import localized_column
from .choice_cells import CHOSEN, VerifiedChoices
from .grid import Grid
from .layout import Judged, applies_only, ended, never_applying
from .sheets import (
    PROTECTED,
    Lists,
    expected,
    in_words_of,
    limit,
    new_book,
    own_headings,
    own_title,
    points_allowed,
    print_on_a4,
    write_identity,
)

if TYPE_CHECKING:
    from ..reference.criteria import CriteriaSet

WIDTHS = {
    **{
        "code": 7,
        "name": 40,
        "max_points": 8,
        "rule_text": 26,
        "claimed_points": 9,
        "verified_declared": 16,
        "verified_points": 10,
        "gap": 9,
        "decision": 12,
    },
    **{"ground": 26, "method": 11, "verified_on": 12, "verifier_note": 40},
}
OF_CHOICES = ("rule_text", "verified_declared")  # columns for rules under which an option or parts are chosen
HELP = {"measured_value": 18, "final_points": 10}  # where systems measured anything; of a final verdict
TO_FILL = {"ground": "typed", "method": "typed", "verified_on": "date"}
TO_FILL |= {"verifier_note": "typed"}
HEADING_ROW = 4  # counted from 0


def verification_form(
    scores: pd.DataFrame,
    criteria_set: "CriteriaSet",
    unit: pd.Series,
    year: int,
    grounds: pd.DataFrame,
    stage: str = "",
) -> Any:
    """Return the bytes of a unit's verification sheet, an .xlsx: claims, and whatever was verified so far.

    Cells to fill are yellow and unlocked; gap and decision are formulas, so that they agree with the points. What
    systems measured stands beside the claims and fills in nothing: the verifier judges. So does what the unit says
    of itself: only what the set excludes is fixed, and an indicator that applies by another's answer follows what
    is verified of that one.
    Reading the sheet with `intake` gives back every verified point, ground, method, date and note.

    Parameters
    ----------
    scores : DataFrame
        The unit's scores in the year, as from `scoring.score`.
    criteria_set : CriteriaSet
    unit : Series
        A row of ``dataset.units``.
    year : int
    grounds : DataFrame
        As in ``dataset.grounds``: what the column of grounds may hold.
    stage : str
        Of the set's stages the one that is to be filled in; its first one that judges unless told. One that fills
        the final basis shows what was verified before.
    """
    stage = stage or first_of(criteria_set, "verification")
    filled = f"{basis_of(criteria_set, stage)}_points"
    file, criteria_set = io.BytesIO(), own_set(criteria_set, unit["unit_code"], unit["name"])
    book, looks = new_book(file)
    with book:
        sheet, lists = book.add_worksheet(say("verification_sheet")), Lists(book)
        grid = Grid(sheet, _fields(criteria_set, scores, filled), looks, WIDTHS | HELP)
        choices = VerifiedChoices(grid, lists, criteria_set, filled)
        title = own_title(criteria_set, stage, "sheet_title", unit=unit["name"], year=year)
        sheet.write_string(0, 0, title, looks["title"])
        for row, (label, value) in enumerate(((say("form_unit"), unit["name"]), (say("form_year"), year)), 1):
            grid.put("code", row, label, "label")
            grid.put("name", row, value, "label")
        grid.head(HEADING_ROW, own_headings(criteria_set))
        labels = localized_column(grounds.set_index("ground_code"), "label").to_dict()
        first = HEADING_ROW + 1
        by_code = scores.set_index("indicator_code")
        judged, last = _judged(criteria_set, unit["unit_code"], by_code, choices, first)
        endings = ended(criteria_set, judged, grid, lists, filled)
        for indicator in criteria_set.indicators:
            own = by_code.loc[indicator.code], judged[indicator.code], endings.get(indicator.code)
            _write_row(grid, choices, criteria_set, indicator, *own, labels)
        for field, allowed, said in (
            ("ground", labels.values(), say("form_ground_input")),
            ("method", first_words("method").values(), say("form_method_input")),
        ):
            _, source = lists.add(allowed)
            grid.offer(field, first, source, said, is_free=True, last=last)
        _finish(grid, first, last, say("form_footer", unit=unit["name"], year=year, set=criteria_set.title))
        write_identity(book, criteria_set, unit["unit_code"], year, stage)
        lists.write()
    return file.getvalue()


def _judged(criteria_set, unit_code, by_code, choices, row):
    """The `Judged` of each indicator by its code, from a row on, and the last row."""
    found = {}
    is_seen = choices.filled == "final_points" and "verified" in {each.basis for each in criteria_set.stages}
    excluded = never_applying(criteria_set, unit_code)
    for indicator, is_excluded in zip(criteria_set.indicators, excluded.tolist(), strict=True):
        score = by_code.loc[indicator.code]
        points = float(score[choices.filled])
        own_out = not is_seen or score["is_final_out"] > score["is_verified_out"]
        words = score.get("verified_declared", "") if own_out or not np.isnan(points) else ""
        chosen = choices.chosen(indicator, words, points)
        is_out = is_excluded or (np.isnan(points) and (chosen is not None or is_not_applicable(words)))
        found[indicator.code] = Judged(row, is_excluded, points, chosen, is_out)
        has_parts = "verified_declared" in choices.grid and not is_excluded
        row += 1 + (len(getattr(indicator.rule, "parts", ())) if has_parts else 0)
    return found, row - 1


def _fields(criteria_set, scores, filled):
    """The form's columns: with choices, what systems measured, and what was verified before a final verdict."""
    is_chosen = any(each.rule.reads in CHOSEN for each in criteria_set.indicators)
    is_asked = any(each.applies_if for each in criteria_set.indicators)
    left_out = () if is_chosen else OF_CHOICES[1:] if is_asked else OF_CHOICES
    fields = [field for field in WIDTHS if field not in left_out]
    if filled == "final_points":  # what is chosen stands beside the points that follow from it
        fields.insert(fields.index("verified_points") + 1, filled)
        if is_chosen:
            fields.remove("verified_declared")
            fields.insert(fields.index(filled), "verified_declared")
    if "measured_text" in scores and (scores["measured_text"] != "").any():
        at = fields.index("claimed_points")
        fields.insert(at, "measured_value")
    return fields


def _write_row(grid, choices, criteria_set, indicator, score, judged, ending, labels):
    """Write an indicator's row, and those of its parts."""
    row, filled, claimed, points = judged.row, choices.filled, score["claimed_points"], judged.points
    asked = "" if judged.is_excluded else applies_only(criteria_set, indicator)
    is_seen_out = judged.is_excluded or score.get("is_verified_out", False)
    cells = {
        "code": indicator.printed_as,
        "name": named(indicator),
        "max_points": indicator.max_points,
        "rule_text": "\n".join(filter(None, (asked, criteria_set.rule_words(indicator)))),
        "verified_declared": "",
        "claimed_points": _points(claimed, score["answer_status"] == "not_applicable"),
        "measured_value": _measured(criteria_set, score) if "measured_value" in grid else "",
        "verified_points": _points(score["verified_points"], is_seen_out),
        filled: _points(points, judged.is_out),
        "ground": labels.get(score["ground_code"], ""),
        "method": first_words("method")[score["method"]] if score["method"] else "",
        "verified_on": datetime.date.fromisoformat(score["verified_on"]) if score["verified_on"] else "",
        "verifier_note": score["verifier_note"],
    }
    for field, value in cells.items():
        is_open = field == filled and not judged.is_excluded
        grid.put(field, row, value, "fill" if is_open else TO_FILL.get(field, "plain"))
    grid.heighten(row, {name: cells[name] for name in ("name", "rule_text", "verifier_note")})
    _write_verdict(grid, choices, indicator, judged, ending)
    mine, theirs = grid.cell("claimed_points", row), grid.cell(filled, row)
    has_both = not (judged.is_out or pd.isna(claimed) or pd.isna(points))
    gap = f'IF(AND(ISNUMBER({mine}),ISNUMBER({theirs})),{theirs}-{mine},"")'
    grid.formula("gap", row, gap, "plain", round(points - claimed, 9) if has_both else "")
    words = first_words("decision")
    decided = words[decision(claimed, points)] if has_both else ""
    formula = decision_formula(mine, theirs, words).removeprefix("=")
    grid.formula("decision", row, formula, "plain", decided)
    allowed, rule = points_allowed(theirs, criteria_set, indicator)
    limit(grid.sheet, row, grid.column(filled), allowed, allowed, validate="custom", value=rule)


def _write_verdict(grid, choices, indicator, judged, ending):
    """Write what is chosen, and the points that follow from that or from what is verified of another answer."""
    if judged.is_excluded:
        return
    if indicator.rule.reads in CHOSEN:
        choices.write(indicator, judged, ending)
    elif ending and np.isnan(judged.points) and (ending.is_now or not judged.is_out):
        choices.follow(judged, '""', ending)


def _finish(grid, first, last, footer):
    sheet, day = grid.sheet, datetime.date(2000, 1, 1)
    options = {"validate": "date", "criteria": ">=", "value": day, "last": last}
    limit(sheet, first, grid.column("verified_on"), say("form_date_input"), expected("date_unreadable"), **options)
    sheet.freeze_panes(HEADING_ROW + 1, grid.column("max_points"))
    print_on_a4(sheet, HEADING_ROW, footer)
    sheet.ignore_errors({"number_stored_as_text": grid.cells("code", first, last)})
    sheet.protect("", PROTECTED)


def _measured(criteria_set, score):
    """What a system measured, and its points, or whether that passes, where the rule makes any of it."""
    text, points = score["measured_text"], score["measured_points"]
    if pd.isna(points):
        return text
    passed = "form_measured_passes" if points > 0 else "form_measured_fails"
    return say(in_words_of(criteria_set, "form_measured", passed), text=text, points=float(points))


def _points(points, is_out):
    return in_form(NOT_APPLICABLE[0]) if is_out else "" if pd.isna(points) else float(points)
