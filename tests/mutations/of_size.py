"""Workbooks that say they are vast and hold little; read apart, for what they take of memory and time."""

import re

from .packed import in_sheets
from .paper import Cell
from .registry import XLSX, mutator


@mutator("size", harmless=True, suffixes=XLSX)
def formatted_blank_far_below(form):
    """A formatted blank cell in the sheet's last row: looks the same."""
    form.far.append((1_048_575 - 6000, 1_048_575, 3))


@mutator("size", harmless=True, suffixes=XLSX)
def formatted_blank_far_below_and_an_error_cell(form):
    """The same, and an error cell beside the table, for which careful readers are needed: looks the same."""
    form.far.append((1_048_575 - 6000, 1_048_575, 3))
    form.beside.append((form.answers[0], 3, Cell("#DIV/0!", formula="=1/0")))


@mutator("size", harmless=True, suffixes=XLSX)
def thousand_formatted_rows(form):
    """Formatted blank rows below the table: looks the same."""
    form.far.append((40, 40 + form.random.choice((200, 900)), 12))


@mutator("size", harmless=True, suffixes=XLSX)
def sheet_says_it_is_whole(form):
    """The sheet declares that it reaches to XFD1048576: looks the same."""
    form.repack.append(
        in_sheets(lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part))
    )
    if form.random.random() < 0.5:
        form.beside.append((form.answers[0], 3, Cell("#N/A", formula="=1/0")))


@mutator("size", harmless=True, suffixes=XLSX)
def columns_formatted_to_the_last(form):
    """Every column formatted up to XFD: looks the same."""
    form.repack.append(
        in_sheets(
            lambda part: (
                part.replace(b"<sheetData>", b'<cols><col min="1" max="16384" width="9.1"/></cols><sheetData>', 1)
                if b"<cols>" not in part
                else part
            )
        )
    )


@mutator("size", suffixes=XLSX)
def number_far_away(form):
    """A number typed by mistake in a cell far away: as before, or refused."""
    form.far.append((9_000, 9_000, 600))
    form.beside.append((form.answers[0], 700, 1.0))
