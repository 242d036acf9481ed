"""What every form of ours shares: headings, looks, the sheet nobody sees, printing; texts are written as text."""

import datetime
import math
from typing import Any

import xlsxwriter

from ..intake.headings import spelling
from ..intake.identity_sheet import SHEET, identity_rows
from ..intake.typed_words import NOT_APPLICABLE, in_form
from ..messages import finding_text, say
from ..reference.stages import stage_name
from ..rules.cells import number
from ..scoring import basis_name
from ..show.text import begun

CREATED = datetime.datetime(2000, 1, 1)  # one date for all: the same content makes the same bytes
LISTS = "danh_muc"  # the sheet that holds what drop-downs offer
A4 = 9
MESSAGE_LENGTH, TITLE_LENGTH = 255, 32  # what Excel takes
FONT = {"font_name": "Times New Roman", "font_size": 11}
LINE, CHARACTERS = 15.0, 1.25  # points a line of text takes, and how many letters go into a unit of width
_GRID = {"border": 1, "border_color": "#9A9A9A", "text_wrap": True, "valign": "top"}
_TO_FILL = {"bg_color": "#FFF9DB", "locked": False}  # light yellow: to be filled in
LOOKS: dict[str, Any] = {
    "title": {"bold": True, "font_size": 13},
    "label": {"bold": True, "align": "left"},
    "note": {"italic": True, "font_color": "#555555"},
    "progress": {"bold": True, "font_color": "#1F4E79"},
    "heading": _GRID | {"bold": True, "bg_color": "#E8E3D3", "align": "center", "valign": "vcenter"},
    "group": _GRID | {"bold": True, "bg_color": "#DCE6F1"},
    "plain": _GRID,
    "made": _GRID | {"bg_color": "#F0F0F0"},
    "maximum": _GRID | {"align": "center"},
    "points": _GRID | {"bg_color": "#F0F0F0", "num_format": "0.00"},
    "fill": _GRID | _TO_FILL,
    "typed": _GRID | _TO_FILL | {"num_format": "@"},
    "date": _GRID | _TO_FILL | {"num_format": "dd/mm/yyyy"},
    "signature": {"align": "center", "italic": True},
    "guide": {"text_wrap": True, "valign": "top"},
    "differs": {"bg_color": "#F8CBAD"},
}
PROTECTED = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


def heading(field):
    """Return how our own forms head a field: its first spelling in the one table of headings.

    >>> heading("group")
    'Nhóm'
    """
    written = spelling(field)
    return written[:1].upper() + written[1:]


def own_headings(criteria_set):
    """Return how a set's forms head columns of points, by field, where it names its stages: `intake` knows it."""
    bases = {each.basis for each in criteria_set.stages}
    return {f"{basis}_points": begun(basis_name(basis, criteria_set)) for basis in bases}


def own_title(criteria_set, stage, key, **facts):
    """Return a form's title: what a set calls the stage where it names its stages, else the house's words."""
    name = stage_name(criteria_set, stage)
    return say("form_title_own", name=name.upper(), **facts) if name else say(key, **facts)


def new_book(file) -> tuple[Any, dict[str, Any]]:
    """Return a workbook to be written to an open file, and its formats by name of the look."""
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    return book, {name: book.add_format(FONT | look) for name, look in LOOKS.items()}


def put(sheet, row, column, value, look):
    """Write a value as what it is: a date, a number, or text that no spreadsheet takes for a formula."""
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), look)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def write_identity(book, criteria_set, unit_code, year, stage):
    """Write whose form this is into a sheet that only a program sees; `intake` checks it first on return."""
    sheet = book.add_worksheet(SHEET)
    for row, pair in enumerate(identity_rows(criteria_set, unit_code, year, stage)):
        for column, text in enumerate(pair):
            sheet.write_string(row, column, text)
    sheet.protect("")
    sheet.very_hidden()


def in_words_of(criteria_set, points, passes):
    """Return one of two keys of words: of a set that gives points, or of one that is scored in passes."""
    return passes if criteria_set.scored_in == "passes" else points


def points_allowed(cell, criteria_set, indicator):
    """Return in words what a cell of an indicator's points may hold, and the expression that holds it to that."""
    least, most, out = indicator.least_points, indicator.max_points, in_form(NOT_APPLICABLE[0])
    within = expected("over_maximum", least=float(least), max_points=float(most))
    floor = "" if math.isinf(least) else f"N({cell})>={number(least)},"
    rule = f'=OR(AND(ISNUMBER({cell}),{floor}N({cell})<={number(most)}),{cell}="{out}")'
    return say(in_words_of(criteria_set, "form_claim", "form_claim_passes"), within=within, out=out), rule


class Lists:
    """What drop-downs offer, written down a column each of a sheet nobody sees."""

    def __init__(self, book):
        self.book, self.columns = book, []

    def add(self, texts):
        """Return the cells that will hold these texts, and their range as drop-downs name it."""
        texts = list(texts)
        if texts not in self.columns:
            self.columns.append(texts)
        letter = xlsxwriter.utility.xl_col_to_name(self.columns.index(texts))
        cells = [f"{LISTS}!${letter}${row}" for row in range(1, len(texts) + 1)]
        return cells, f"={LISTS}!${letter}$1:${letter}${len(texts)}"

    def write(self):
        """Write the sheet; after the sheets people see, lest one of them is not the first."""
        if not self.columns:
            return
        sheet = self.book.add_worksheet(LISTS)
        for column, texts in enumerate(self.columns):
            for row, text in enumerate(texts):
                sheet.write_string(row, column, text)
        sheet.protect("")
        sheet.very_hidden()


def line_height(texts_and_widths):
    """Return the height of a row in points that shows whole texts in columns of these widths; None for one line.

    A row of one line is left to the spreadsheet, which makes it as high as what is typed into it.

    >>> line_height([("Ban Chỉ đạo chuyển đổi số cấp huyện họp trong năm", 30)]), line_height([("Họp", 32)])
    (30.0, None)
    """
    lines = max(
        sum(-(-max(len(part), 1) // max(int(width * CHARACTERS), 1)) for part in str(text).split("\n"))
        for text, width in texts_and_widths
    )
    return LINE * lines if lines > 1 else None


def limit(sheet, row, column, said, expected, **options):
    """Let a cell take only what is expected; `said` stands beside it once it is chosen."""
    words = {
        "input_title": say("limit_input")[:TITLE_LENGTH],
        "input_message": _cut(said),
        "error_title": say("limit_title")[:TITLE_LENGTH],
        "error_message": _cut(say("limit_error", expected=expected)),
    }
    last = options.pop("last", row)
    sheet.data_validation(row, column, last, column, words | options)


def expected(code, **facts):
    """Return what a finding expects: a form asks for what `intake` will hold it against."""
    return finding_text(code, "expected", **facts)


def _cut(text):
    return text if len(text) <= MESSAGE_LENGTH else f"{text[: MESSAGE_LENGTH - 1]}…"


def print_on_a4(sheet, heading_row, footer):
    """Print on A4 across, as wide as the paper, the heading on every page, pages counted below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(heading_row)
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&R&P/&N")
