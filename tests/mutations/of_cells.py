"""Cells that show something else than they hold: formats, formulas, errors, words struck out."""

from .paper import Cell
from .registry import XLSX, mutator

PLAIN_FORMATS = ["0.00", "0.0#", "#,##0.00", "@", '0.00" điểm"', "_(* #,##0.00_)", "0.00;[Red]-0.00"]
DATE_FORMATS = ["dd/mm/yyyy", "d-mmm", "[h]:mm", "hh:mm", "mmm-yy", "[$-42A]dd mmmm yyyy"]
ERRORS = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]


@mutator("points", harmless=True, suffixes=XLSX)
def plain_number_formats(form):
    """Two decimals, a thousands sign, «điểm» behind: as before."""
    look = form.random.choice(PLAIN_FORMATS)
    for row in form.claims():
        row.cells[form.basis] = Cell(row.cells[form.basis], format=look)


@mutator("points", suffixes=XLSX)
def percent_format(form):
    """0.8 shown as 80%: nobody can tell."""
    for row in form.some(2):
        look = form.random.choice(("0%", "0.00%", "0.0%;-0.0%", "0 %"))
        row.cells[form.basis] = Cell(form.random.choice((0.8, 1.0, 0.075)), format=look)
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def percent_sign_as_text_in_the_format(form):
    """8 shown as «8%» by a format that does not multiply: nobody can tell."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(row.cells[form.basis], format='0.##"%"')
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def date_format(form):
    """5 shown as 05/01/1900, or as a time: nobody can tell."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(form.random.choice((5.0, 2.5)), format=form.random.choice(DATE_FORMATS))
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def number_shown_rounded(form):
    """3.6667 shown as 3.7 or 4: either, and somebody says so."""
    for row in form.some(2):
        held = min(row.cells["max_points"], 4) - 1 / 3
        look, shown = form.random.choice((("0", round(held)), ("0.0", round(held, 1)), ("#,##0", round(held))))
        row.cells[form.basis] = Cell(held, format=look)
        form.means(row, held, float(shown), told="mentioned")


@mutator("points", suffixes=XLSX)
def number_shown_as_nothing(form):
    """A format that hides what the cell holds: nobody can tell."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(row.cells[form.basis], format=form.random.choice((";;;", '""', '"-"')))
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def number_shown_in_thousands(form):
    """A format that shows thousands only (1500 as 2): a word about it."""
    for row in form.some(2):
        points, look = row.cells[form.basis], form.random.choice(("0,", "0.0,", "#,##0,"))
        row.cells[form.basis] = Cell(points, format=look)
        if points:  # 0 is shown as 0
            form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def zero_shown_as_a_dash(form):
    """0 in an accountant's format, which shows a dash: 0."""
    for row in form.some(2):
        look = form.random.choice(('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', '0.00;-0.00;"-"'))
        row.cells[form.basis] = Cell(0.0, format=look)
        form.means(row, 0.0, None, told="")


@mutator("points", suffixes=XLSX)
def error_for_points(form):
    """#DIV/0!, #N/A: no points."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(form.random.choice(ERRORS), formula="=1/0")
        form.means(row, told="doubted")


@mutator("identity", suffixes=XLSX)
def error_for_a_name_or_code(form):
    """A code or a name that shows #REF!: as before by the other, or a word about it."""
    for row in form.some(2):
        row.cells[form.random.choice(("code", "name"))] = Cell("#REF!", formula="=#REF!")


@mutator("points", harmless=True, suffixes=XLSX)
def points_calculated(form):
    """Formulas that were calculated: as before."""
    for row in form.claims():
        if not row.cells[form.basis]:
            continue  # a formula's 0 may be one never calculated
        row.cells[form.basis] = Cell(row.cells[form.basis], formula=f"={row.cells[form.basis]}+0")


@mutator("points", suffixes=XLSX)
def points_never_calculated(form):
    """A formula that no program calculated: nobody can tell."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(None, formula="=4+1")
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def every_point_never_calculated(form):
    """No formula of the column was calculated: nobody can tell any."""
    for row in form.claims():
        row.cells[form.basis] = Cell(None, formula="=4+1")
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def formula_that_gives_text(form):
    """A formula that gives «8,5»: the number a person sees."""
    for row in form.some(2):
        shown = f"{row.cells[form.basis]:.10g}".replace(".", ",")
        row.cells[form.basis] = Cell(shown, formula=f'="{shown}"')


@mutator("points", suffixes=XLSX)
def formula_that_gives_nothing(form):
    """A formula that gives an empty text: nothing."""
    for row in form.some(2):
        row.cells[form.basis] = Cell("", formula='=""')
        form.means(row, None)


@mutator("points", suffixes=XLSX)
def points_struck_out(form):
    """Points with a line through them: as they are or taken back, and somebody says so."""
    for row in form.some(2):
        form.means(row, row.cells[form.basis], None, told="mentioned")
        row.cells[form.basis] = Cell(row.cells[form.basis], is_struck=True)


@mutator("points", suffixes=XLSX)
def points_corrected_within_the_cell(form):
    """An old digit struck out, the new one beside it in one cell: a word about it."""
    for row in form.some(2):
        row.cells[form.basis] = Cell("x", rich=(("1", True), ("5", False)))
        form.means(row, 5.0, told="mentioned")


@mutator("points", suffixes=XLSX)
def row_struck_out(form):
    """A whole row with a line through it: as it is or taken back, and somebody says so."""
    row = form.some(1)[0]
    form.means(row, row.cells[form.basis], None, told="mentioned")
    for name in ("code", "name", form.basis):
        row.cells[name] = Cell(row.cells[name], is_struck=True)
