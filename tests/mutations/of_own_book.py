"""What people do to a workbook of ours: its sheets, those nobody sees, how it is saved."""

from dataclasses import replace

from .own import SELF, own, seen, to_values
from .own_sums import ERRORS
from .packed import repacked
from .paper import BASES, Cell, NoPlace, Page
from .registry import own_mutator

IDENTITY, LISTS, GUIDE = "dts", "danh_muc", "Hướng dẫn"


def _page(form, name):
    for page in form.after:
        if page.name == name:
            return page
    raise NoPlace(name)


def _drop(form, *names):
    form.after = [page for page in form.after if page.name not in names]


def _as_page(form, name, state="visible"):
    """The form's own sheet as a sheet of another one."""
    rows = [*form.head, [Cell(column.heading) for column in form.columns]]
    rows += [[row.cells.get(column.field, Cell("")) for column in form.columns] for row in form.rows]
    return Page(name, rows, state)


@own_mutator("file", harmless=True)
def formulas_turned_to_values(form):
    """The whole sheet pasted as values: as before."""
    to_values(form.rows)
    form.head = [[Cell(cell.value, cell.format) for cell in row] for row in form.head]


@own_mutator("file")
def never_calculated(form):
    """Saved by a program that does not calculate: the claims of formulas need an error."""
    if not any(row.cells[form.basis].formula for row in form.answers):
        raise NoPlace("formula")
    _show(form, None)
    for row in form.answers:
        _doubt_parts(form, row)


def _show(form, value):
    """Let every formula show something."""
    for row in form.rows:
        row.cells = {
            field: replace(cell, value=value) if cell.formula else cell for field, cell in row.cells.items()
        }


def _doubt_parts(form, row):
    """What a checklist declares stands in a formula that shows nothing now."""
    is_list = form.indicators[row.code]["rule"]["kind"] == "checklist"
    is_gone = (
        is_list and row.cells.get("a", Cell()).formula and form.meant[row.code, "a"].readings not in ((None,), ())
    )
    if is_gone:
        form.doubt_declared(row)


@own_mutator("file")
def calculated_on_opening(form):
    """Every formula holds 0 until somebody opens it: the claims of formulas need an error."""
    rows = [row for row in seen(form) if row.cells[form.basis].formula]
    if not rows:
        raise NoPlace("formula")
    _show(form, 0.0)
    for row in form.answers:
        _doubt_parts(form, row)

    def asks(name, part):
        return part.replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" ') if name == "xl/workbook.xml" else part

    form.repack.append(lambda content: repacked(content, asks))


@own_mutator("file", harmless=True)
def saved_as_open_document(form):
    """Saved as .ods: as before."""
    form.suffix = ".ods"


@own_mutator("file", harmless=True)
def saved_as_an_old_workbook(form):
    """Saved as .xls: as before."""
    form.suffix = ".xls"


@own_mutator("file", harmless=True)
def saved_as_csv(form):
    """Saved as .csv, which keeps the one sheet: as before."""
    form.suffix, form.csv.delimiter = ".csv", form.random.choice((";", ",", "\t"))
    form.csv.encoding = form.random.choice(("utf-8-sig", "utf-16"))


@own_mutator("file", harmless=True)
def values_copied_into_a_new_book(form):
    """The sheet copied as values into a new workbook: as before."""
    to_values(form.rows)
    form.after, form.sheet = [], "Sheet1"


@own_mutator("identity", harmless=True)
def identity_deleted(form):
    """The sheet that says whose form it is is gone: as before."""
    _drop(form, IDENTITY)


@own_mutator("identity")
def identity_of_another(form):
    """The form of another unit, year, stage or set: the claims as they stand, or an error."""
    key, value = form.random.choice(
        (("unit_code", "99998"), ("year", "2019"), ("stage", "sheet"), ("criteria_id", "bo_khac_2020"))
    )
    _identify(form, key, value)
    form.mention.append("error")


@own_mutator("identity")
def identity_damaged(form):
    """A line of the hidden sheet is gone or garbled: the claims as they stand, and somebody says so."""
    key = form.random.choice(("unit_code", "year", "stage", "criteria_id", "criteria_version"))
    _identify(form, key, "")
    form.mention.append("form")


@own_mutator("identity", harmless=True)
def identity_retyped(form):
    """The hidden sheet shown, its values with spaces or as numbers: as before."""
    page = _page(form, IDENTITY)
    page.state = "visible"
    _identify(form, "unit_code", form.random.choice((f" {form.unit_code}", float(form.unit_code))))
    _identify(form, "year", form.random.choice((float(form.year), f"{form.year} ")))


def _identify(form, key, value):
    for row in _page(form, IDENTITY).rows:
        if row[0].value == key:
            row[1] = Cell(value)


@own_mutator("lists", stages=SELF)
def lists_deleted(form):
    """The sheet that drop-downs offer from is gone: claims of choices show #REF!, an error; others as before."""
    _drop(form, LISTS)
    for row in form.answers:
        cell = row.cells["claimed"]
        if form.indicators[row.code]["rule"]["kind"] == "choice" and cell.formula and row.cells["a"].value != "":
            row.cells["computed"] = Cell("#REF!", formula="=#REF!")
            row.cells["claimed"] = Cell("#REF!", formula="=#REF!")
            form.means(row, None, told="refused")


@own_mutator("sheets", harmless=True)
def sheet_renamed(form):
    """Another name for the sheet: as before."""
    names = ("Sheet1", "Phiếu", f"Năm {form.year}", "TU DANH GIA", form.unit_name, "Tự đánh giá (2)")
    form.sheet = form.random.choice(names)


@own_mutator("sheets", harmless=True)
def sheets_in_another_order(form):
    """The guide or the hidden sheets before the form: as before."""
    form.random.shuffle(form.after)
    form.before, form.after = form.after[:2], form.after[2:]


@own_mutator("sheets", harmless=True)
def guide_deleted(form):
    """The sheet of instructions is gone: as before."""
    _drop(form, GUIDE)
    if form.stage != "self":
        return False
    return None


@own_mutator("sheets")
def sheet_copied(form):
    """A copy beside the form, alike: as before."""
    pages = form.random.choice((form.before, form.after))
    pages.append(_as_page(form, f"{form.sheet} (2)", form.random.choice(("visible", "hidden"))))


@own_mutator("sheets")
def sheet_copied_and_changed(form):
    """A copy with other numbers beside the form, both to be seen: nobody can tell which counts."""
    page = _as_page(form, f"{form.sheet} (2)")
    at, top = form.at(form.basis), len(form.head) + 1
    for number, row in enumerate(form.rows, top):
        value = row.cells.get(form.basis, Cell()).value
        if row.kind == "indicator" and isinstance(value, float) and value:
            page.rows[number] = [*page.rows[number]]
            page.rows[number][at] = Cell(value / 2)
            form.doubt(row)
    form.random.choice((form.before, form.after)).append(page)


@own_mutator("sheets")
def blank_copy_before(form):
    """A copy without claims before the form: the form's own."""
    page = _as_page(form, form.random.choice(("Mẫu", f"{form.sheet} (2)", "Phiếu trắng")))
    at = form.at(form.basis)
    page.rows = [[*row[:at], Cell(""), *row[at + 1 :]] for row in page.rows[: len(form.head)]] + [
        page.rows[len(form.head)],
        *([*row[:at], Cell(""), *row[at + 1 :]] for row in page.rows[len(form.head) + 1 :]),
    ]
    form.before.append(page)


@own_mutator("sheets")
def two_units_in_one_book(form):
    """Another unit's sheet beside the form, its head says whose: the form's own, or an error."""
    other = own("88888", form.random, form.criteria_id, form.stage)
    if form.random.random() < 0.5:
        form.sheet, name = form.unit_name, other.unit_name
    else:
        name = form.random.choice(("Sheet2", f"{form.sheet} (2)", "A"))
    form.random.choice((form.before, form.after)).append(_as_page(other, name))


@own_mutator("claims")
def errors_everywhere(form):
    """A sheet whose formulas all point to a book that is not there: an error for every claim."""
    shown = form.random.choice(ERRORS)
    for row in form.answers:
        row.cells[form.basis] = Cell(shown, formula="='[1]Biểu'!H1")
        for basis in BASES:
            form.means(row, None, basis=basis)
        form.means(row, None, told="refused")
