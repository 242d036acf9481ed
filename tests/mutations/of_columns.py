"""Columns moved, added, emptied, hidden, merged."""

from .paper import BLANK, Cell, Column
from .registry import XLSX, mutator


@mutator("columns", harmless=True)
def columns_in_another_order(form):
    """The columns in chance order: as before."""
    form.random.shuffle(form.columns)


@mutator("columns", harmless=True)
def column_of_text_added(form):
    """«Đơn vị phối hợp» somewhere: as before."""
    heading = form.random.choice(("Đơn vị phối hợp", "Ghi chú", "Cơ quan chủ trì", "Đường dẫn"))
    _insert(form, Column("extra", heading))
    for row in form.answers:
        row.cells["extra"] = form.random.choice(("", "Phòng Văn hóa", "Văn phòng", "Công an xã"))


@mutator("columns", harmless=True)
def column_of_numbers_added(form):
    """«Số văn bản», «Năm ban hành» with numbers: as before."""
    heading = form.random.choice(("Số văn bản", "Năm ban hành", "Số trang", "Trọng số"))
    _insert(form, Column("extra", heading))
    for row in form.answers:
        row.cells["extra"] = float(form.random.randint(0, 9))


@mutator("columns")
def column_of_other_points_added(form):
    """«Điểm thưởng», «Điểm trừ» with small points: as before; neither is the form's points."""
    heading = form.random.choice(("Điểm thưởng", "Điểm trừ", "Điểm cộng", "Điểm năm trước", "Điểm kế hoạch"))
    _insert(form, Column("extra", heading))
    for row in form.answers:
        row.cells["extra"] = float(form.random.randint(0, 3))


@mutator("columns", harmless=True)
def blank_columns_added(form):
    """Blank columns between the others: as before."""
    for _ in range(form.random.randint(1, 3)):
        _insert(form, Column("", ""))


@mutator("columns", harmless=True)
def table_begins_further_right(form):
    """Two or three blank columns before the table: as before."""
    form.left = form.random.randint(1, 3)


@mutator("columns")
def numbers_in_a_column_without_heading(form):
    """A column of numbers that says nothing, before the points: as before, or asked."""
    place = form.at(form.basis)
    form.columns.insert(place, Column("extra", ""))
    for row in form.answers:
        row.cells["extra"] = float(form.random.randint(0, 5))


@mutator("columns", harmless=True, suffixes=XLSX)
def column_of_text_hidden(form):
    """A hidden column that holds no points: as before."""
    form.column("explanation" if form.stage == "self" else "note").is_hidden = True


@mutator("columns", suffixes=XLSX)
def points_column_hidden(form):
    """The points lie in a hidden column: as before, and somebody says so."""
    column = form.column(form.basis)
    column.is_hidden = True
    form.mention.append(column)


@mutator("columns", stages=("self", "sheet"))
def claims_blank(form):
    """Nobody filled in the claims: nothing is read, and that is an error."""
    for row in form.rows:
        row.cells.pop("claimed", None)
    form.meant |= {key: BLANK for key in form.meant if key[1] == "claimed"}
    form.mention.append("error")


@mutator("columns", stages=("self",))
def claims_column_absent(form):
    """The form has no column of claims: nothing is read, and that is an error."""
    form.without("claimed")
    form.meant |= dict.fromkeys(form.meant, BLANK)
    form.mention.append("error")


@mutator("columns")
def maximum_column_absent(form):
    """The form has no column of maxima: as before."""
    form.without("max_points")


@mutator("columns", suffixes=XLSX)
def points_merged_with_the_column_beside(form):
    """Each cell of points is merged with a blank one right of it (F11:G11): as before."""
    place = form.at(form.basis) + 1
    beside = Column("", "")
    form.columns.insert(place, beside)
    form.merges += [(row, form.basis, row, beside) for row in form.answers]
    form.merges.append((len(form.head), form.basis, len(form.head), beside))


@mutator("columns", suffixes=XLSX)
def points_in_the_second_of_two_merged_headings(form):
    """The heading of the points spans two columns and the points stand in the second: those."""
    column = form.column(form.basis)
    place = form.columns.index(column)
    form.columns.insert(place, Column("", column.heading))
    column.heading = ""
    form.merges.append((len(form.head), form.columns[place], len(form.head), column))


@mutator("columns")
def points_one_column_off(form):
    """In some rows the points stand in a blank column beside theirs: those, or a word about it."""
    place = form.at(form.basis) + 1
    form.columns.insert(place, Column("beside", ""))
    for row in form.some(3):
        row.cells["beside"] = row.cells.pop(form.basis)


@mutator("columns")
def notes_right_of_the_table(form):
    """Numbers and words of a calculation right of the table: as before."""
    for row in form.random.sample(form.rows, 2):
        form.beside.append((row, form.random.randint(2, 4), form.random.choice((7.5, 3.0, "xem lại", "=5+3"))))


@mutator("columns", suffixes=XLSX)
def comments_in_the_table(form):
    """A comment at some points: as before, and somebody says so."""
    for row in form.some(2):
        row.cells[form.basis] = Cell(row.cells[form.basis], comment="Cần xem lại số này")
        form.mention.append((row, form.basis))


def _insert(form, column):
    form.columns.insert(form.random.randint(0, len(form.columns)), column)
