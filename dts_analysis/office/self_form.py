"""A blank self-assessment form for one unit: it computes while it is filled in, and `intake` reads it back."""

import io
from typing import TYPE_CHECKING, Any

from ..intake.typed_words import NO, YES, in_form
from ..messages import named, say
from ..reference import own_set
from ..reference.stages import first_of
from ..scoring import basis_name
from ..show.names import localized_column
from .answer_cells import figures_asked, write_answer
from .form_sums import Sums
from .grid import Grid
from .layout import applies_only, blocks, failing
from .sheets import (
    LISTS,
    PROTECTED,
    SHEET,
    Lists,
    in_words_of,
    new_book,
    own_headings,
    own_title,
    print_on_a4,
    put,
    write_identity,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..reference.criteria import CriteriaSet

WIDTHS = {
    **{"code": 7, "name": 32, "max_points": 7, "rule_text": 30, "declared_value": 14, "declared_total": 9},
    **{
        "computed_points": 10,
        "claimed_points": 9,
        "is_unsure": 8,
        "reasons": 20,
        "explanation": 26,
        "evidence": 26,
    },
}
TYPED = ("is_unsure", "reasons", "explanation", "evidence")
HEADING_ROW = 3  # counted from 0; what stands above it is what a small screen can spare
NAME_LENGTH, NOT_IN_A_NAME = 31, "[]:*?/\\"  # of a sheet's name: its longest, and what Excel takes none of
GUIDE = (  # line by line: of a set that gives points, and of one that is scored in passes
    ("guide_fill", "guide_fill_passes"), ("guide_choose", "guide_choose"), ("guide_claim", "guide_claim_passes"),
    ("guide_unsure", "guide_unsure_passes"), ("guide_reason", "guide_reason_passes"),
    ("guide_out", "guide_out_passes"), ("guide_save", "guide_save"),
)  # fmt: skip
GUIDE_WIDTH = 100


def self_form(
    criteria_set: "CriteriaSet", unit: "pd.Series", year: int, reasons: "pd.DataFrame", stage: str = ""
) -> Any:
    """Return the bytes of a unit's blank self-assessment form, an .xlsx.

    Points that a rule gives are formulas, as `scoring.score` has them; a claim follows them until typed over.
    Cells to fill are yellow and unlocked, all others locked, without a password. An indicator that does not apply
    to the unit stands there, locked; one that may not apply by another's answer says so once that is given. Points
    that hang on other units' answers are left to be computed when the forms are in.

    Parameters
    ----------
    criteria_set : CriteriaSet
    unit : Series
        A row of ``dataset.units``.
    year : int
    reasons : DataFrame
        As in ``dataset.reasons``: what the column of reasons offers.
    stage : str
        Of the set's stages the one that claims; its first one unless told.
    """
    stage = stage or first_of(criteria_set, "self")
    file, criteria_set = io.BytesIO(), own_set(criteria_set, unit["unit_code"], unit["name"])
    book, looks = new_book(file)
    with book:
        sheet = book.add_worksheet(_sheet_name(criteria_set.form.sheet))
        _write_guide(book, looks, criteria_set)
        lists, grid = Lists(book), Grid(sheet, form_fields(criteria_set), looks, WIDTHS)
        labels = localized_column(reasons.set_index("reason_code"), "label")
        _, offered = lists.add(f"{code} – {label}" for code, label in labels.items())
        grid.head(HEADING_ROW, own_headings(criteria_set))
        placed = blocks(criteria_set, unit["unit_code"], HEADING_ROW + 1)
        fails, sums = failing(criteria_set, placed, grid, lists), Sums(grid, criteria_set, placed)
        for block in placed:
            _write_pillar(grid, lists, block, criteria_set, offered, fails)
            sums.write_pillar(block)
        row = placed[-1].last + 1
        sums.write_total(row)
        _write_signature(grid, row + 2, year)
        _write_head(grid, sums, unit["name"], year, criteria_set, stage)
        _finish(sheet, grid, row, unit["name"], year, criteria_set)
        write_identity(book, criteria_set, unit["unit_code"], year, stage)
        lists.write()
    return file.getvalue()


def _sheet_name(wanted):
    """The name a set gives its form's sheet, as far as Excel takes it and no other sheet of ours bears it."""
    name = "".join(" " if letter in NOT_IN_A_NAME else letter for letter in wanted).strip(" '")[:NAME_LENGTH]
    taken = {each.casefold() for each in (SHEET, LISTS, say("guide_sheet"))}
    return say("form_sheet") if not name or name.casefold() in taken else name


def form_fields(criteria_set):
    """Return the fields that a set's form has columns for: none for what no rule of the set reads or prints."""
    rules = [each.rule for each in criteria_set.indicators]
    is_computed = any(rule.reads != "nothing" for rule in rules)
    is_explained = is_computed or any(each.rule_text or each.evidence for each in criteria_set.indicators)
    left_out = set() if is_computed else {"declared_value", "computed_points"}
    left_out |= set() if any(rule.reads == "share" for rule in rules) else {"declared_total"}
    left_out |= (
        set() if is_explained or any(each.applies_to for each in criteria_set.indicators) else {"rule_text"}
    )
    return [field for field in WIDTHS if field not in left_out]


def _write_pillar(grid, lists, block, criteria_set, reasons, fails):
    for indicator, row, applies in block.places:
        grid.fill(row, "made")
        stated = {"code": indicator.printed_as, "name": named(indicator), "max_points": indicator.max_points}
        stated |= {"rule_text": "\n".join(_explained(criteria_set, indicator, applies))}
        for field, value in stated.items():
            grid.put(field, row, value, "maximum" if field == "max_points" else "plain")
        grid.heighten(row, stated)
        if not applies:
            continue
        for field in TYPED:
            grid.put(field, row, "", "typed")
        grid.offer("is_unsure", row, [in_form(YES), in_form(NO)], say("form_unsure_input"))
        why = say(in_words_of(criteria_set, "form_reason_input", "form_reason_input_passes"))
        grid.offer("reasons", row, reasons, why, is_free=True)
        write_answer(grid, lists, row, criteria_set, indicator, fails.get(indicator.code, ""))


def _explained(criteria_set, indicator, applies):
    """What a row says of how its points are given, line by line."""
    rule = indicator.rule
    key = "form_relative" if rule.is_relative else "form_share" if rule.reads == "share" else ""
    lines = [
        "" if applies else say("form_not_yours"),
        applies_only(criteria_set, indicator) if applies else "",
        indicator.rule_text or criteria_set.rule_words(indicator),
        say(key, figures=figures_asked(rule)) if applies and key else "",
        say("form_evidence", evidence=indicator.evidence) if indicator.evidence else "",
    ]
    return filter(None, lines)


def _write_head(grid, sums, unit_name, year, criteria_set, stage):
    sheet, looks, side = grid.sheet, grid.looks, grid.column("max_points")
    title = own_title(criteria_set, stage, "form_title", unit=unit_name, year=year)
    sheet.write_string(0, 0, title, looks["title"])
    for row, (label, value) in enumerate(((say("form_unit"), unit_name), (say("form_year"), year)), 1):
        put(sheet, row, 0, label, looks["label"])
        put(sheet, row, 1, value, looks["label"])
    sheet.write_string(0, grid.column("reasons"), say("form_legend"), looks["note"])
    for row, (formula, look, first) in enumerate(sums.sentences(), 1):
        sheet.write_formula(row, side, f"={formula}", looks[look], first)


def _write_signature(grid, row, year):
    column = grid.column("explanation")
    for number, key in enumerate(("form_signed_on", "form_signer", "form_signature"), row):
        grid.sheet.write_string(number, column, say(key, year=year), grid.looks["signature"])


def _write_guide(book, looks, criteria_set):
    sheet, claims = book.add_worksheet(say("guide_sheet")), basis_name("claimed", criteria_set)
    sheet.set_column(0, 0, GUIDE_WIDTH)
    sheet.write_string(0, 0, say("guide_sheet"), looks["title"])
    for row, keys in enumerate(GUIDE, 1):
        line = say(in_words_of(criteria_set, *keys), claims=claims)
        sheet.write_string(row, 0, f"{row}. {line}", looks["guide"])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", PROTECTED)


def _finish(sheet, grid, last, unit_name, year, criteria_set):
    sheet.freeze_panes(HEADING_ROW + 1, grid.column("max_points"))
    claims = grid.cells("claimed_points", HEADING_ROW + 1, last)
    texts = f"A{HEADING_ROW + 2}:{grid.cell(grid.fields[-1], last)}"
    sheet.ignore_errors({"formula_unlocked": claims, "number_stored_as_text": texts})
    print_on_a4(sheet, HEADING_ROW, say("form_footer", unit=unit_name, year=year, set=criteria_set.title))
    sheet.protect("", PROTECTED)
    sheet.activate()
