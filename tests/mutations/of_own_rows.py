"""What people do to rows, columns and the head of a form of ours although its sheet is locked."""

from .own import SELF, parts_of, points_cell, seen, to_values, type_in
from .paper import BASES, DOUBT, Cell, Column, Meant, NoPlace, Row
from .registry import own_mutator

BROKEN = "#REF!"


def _between(form):
    """A place among the rows that have one above and one below."""
    return form.random.randint(1, len(form.rows) - 2)


@own_mutator("rows")
def indicator_row_deleted(form):
    """Its claim is gone, and a warning names it; of a verification, which may be partial, somebody says so."""
    for row in form.random.sample(form.answers, form.random.randint(1, 2)):
        form.rows = [each for each in form.rows if each.code != row.code or each.kind == "total"]
        form.meant[row.code, form.basis] = DOUBT if form.stage == "self" else Meant((None,), "mentioned")
        for basis in {*BASES, "a", "b"} - {form.basis}:
            form.means(row, None, basis=basis)


@own_mutator("rows", stages=SELF, criteria=("thu_quy_tac_2022", "ninhbinh_district_2022"))
def part_row_deleted(form):
    """A checklist without a part shows #REF! as its claim, an error, unless it was turned to values before."""
    lists = [row for row in seen(form) if parts_of(form, row)]
    if not lists:
        raise NoPlace("parts")
    row = lists[0]
    form.rows.remove(form.random.choice(parts_of(form, row)))
    if row.cells["claimed"].formula and form.random.random() < 0.7:
        form.means(row, None, told="refused")
        form.doubt_declared(row)
        for field in ("a", "computed", "claimed"):
            row.cells[field] = Cell(BROKEN, row.cells[field].format, row.cells[field].formula)
    else:
        to_values([row])


@own_mutator("rows", harmless=True)
def blank_rows_inserted(form):
    """Blank rows within the table: as before."""
    for _ in range(form.random.randint(1, 3)):
        form.rows.insert(_between(form), Row("blank", {}))


@own_mutator("rows", harmless=True)
def remarks_inserted(form):
    """Rows of words within the table: as before."""
    for _ in range(form.random.randint(1, 3)):
        text = form.random.choice(("Ghi chú: số liệu đến 30/11", "(Kèm theo phụ lục)", "Trong đó:"))
        form.rows.insert(_between(form), Row("note", {"name": Cell(text)}))


@own_mutator("rows")
def row_of_details_inserted(form):
    """«Trong đó» with points of its own below a claim: the claim, and somebody says there are points."""
    row = seen(form)[0]
    name = form.random.choice(("", "Trong đó: khối Đảng", "- Thôn 1"))
    detail = Row("detail", {"name": Cell(name), form.basis: Cell(0.5)}, {row.code})
    form.add_below(row, detail)
    form.mention.append(detail)


@own_mutator("rows")
def rows_sorted(form):
    """The whole table sorted by claim, name or code, its formulas turned to values: as before."""
    to_values(form.rows)
    field = form.random.choice((form.basis, "name", "max_points", "code"))
    is_down = form.random.random() < 0.5

    def key(row):
        value = row.cells[field].value
        return isinstance(value, str), value if isinstance(value, float | int) else 0, str(value)

    form.rows.sort(key=key, reverse=is_down)


@own_mutator("rows")
def indicators_sorted_within_pillars(form):
    """Rows of indicators sorted by name between those of pillars, their parts left where they were: as before."""
    to_values(form.rows)
    at = [number for number, row in enumerate(form.rows) if row.kind == "indicator"]
    for number, row in zip(at, sorted(form.answers, key=lambda row: row.cells["name"].value), strict=True):
        form.rows[number] = row


@own_mutator("rows", harmless=True)
def pillar_rows_deleted(form):
    """The rows of pillars are gone: as before."""
    if not any(row.kind == "pillar" for row in form.rows):
        raise NoPlace("pillar")
    form.rows = [row for row in form.rows if row.kind != "pillar"]


@own_mutator("rows")
def codes_retyped(form):
    """Codes as numbers, as dates, without their dots: the names decide; as before, or an error."""
    for row in form.random.sample(form.answers, min(4, len(form.answers))):
        code = row.cells["code"].value
        shapes = (
            float(code) if code.count(".") == 1 else code,
            f"{code}.",
            f" {code}",
            code.replace(".", ","),
            "",
            f"'{code}",
        )
        row.cells["code"] = Cell(form.random.choice(shapes))


@own_mutator("claims", stages=SELF, criteria=("thu_quy_tac_2022", "ninhbinh_district_2022"))
def points_beside_the_parts(form):
    """A checklist's points typed part by part, its own cell blank: nobody can tell; a warning."""
    lists = [row for row in form.answers if parts_of(form, row)]
    row = form.random.choice(lists)
    for part in parts_of(form, row):
        type_in(part, "claimed", float(part.cells["max_points"].value))
    points_cell(form, row, "")
    form.meant[row.code, "claimed"] = DOUBT


@own_mutator("claims", stages=SELF)
def points_at_the_pillar_alone(form):
    """Points in the row of a pillar, none at its indicators: nothing, and somebody says so."""
    number = form.random.choice([at for at, row in enumerate(form.rows) if row.kind == "pillar"])
    pillar = form.rows[number]
    for row in form.rows[number + 1 :]:
        if row.kind in ("pillar", "total"):
            break
        if row.kind == "indicator":
            points_cell(form, row, "")
            for basis in BASES:
                form.means(row, None, basis=basis)
    type_in(pillar, "claimed", float(pillar.cells["max_points"].value) / 2)
    form.mention.append(pillar)


@own_mutator("merges", harmless=True)
def code_merged_with_name(form):
    """The cell of a code merged with the name's, which is gone: as before."""
    for row in form.random.sample(form.answers, 2):
        row.cells["name"] = Cell("")
        form.merges.append((row, "code", row, "name"))


@own_mutator("columns")
def column_deleted(form):
    """A column that is no claim is gone: as before; #REF! where a formula needed it, an error."""
    fields = [each.field for each in form.columns if each.field not in ("claimed", "verified", "code")]
    field = form.random.choice(fields)
    form.without(field)
    needed = {"a": ("claimed",), "b": ("claimed",), "computed": ("claimed",)}.get(field, ())
    is_calculated = form.random.random() < 0.5
    for row in form.rows:
        for other in needed if row.kind == "indicator" else ():
            if row.cells[other].formula and is_calculated:
                row.cells[other] = Cell(BROKEN, formula="=#REF!")
                form.means(row, None, told="refused")
        if row.kind == "indicator" and field in ("a", "b"):
            form.means(row, None, basis=field)
    to_values(form.rows)


@own_mutator("columns")
def column_of_points_deleted(form):
    """The column of claims, or of verified points, is gone: an error; a level that was chosen still counts."""
    form.without(form.basis)
    for row in form.answers:
        if "level" in row.cells and row.cells["level"].value:
            continue
        form.means(row, None, told="refused" if form.meant[row.code, form.basis].readings != (None,) else "")


@own_mutator("columns")
def column_inserted(form):
    """A column of words, of another year, or blank, somewhere among the others: as before."""
    heading = form.random.choice(("", "", "Ghi chú", "Điểm năm trước", "Người phụ trách", "Đơn vị tính", "Cột 1"))
    form.columns.insert(form.random.randint(0, len(form.columns)), Column("inserted", heading))
    for row in form.answers if heading else ():
        row.cells["inserted"] = Cell(2.5 if heading == "Điểm năm trước" else "Phòng VH-XH")


@own_mutator("columns")
def column_of_bare_numbers_inserted(form):
    """Numbers in a column without a heading beside the claims: as before, and somebody says so."""
    column = Column("inserted", "")
    form.columns.insert(form.at(form.basis) + form.random.randint(0, 1), column)
    for row in form.answers:
        row.cells["inserted"] = Cell(float(form.random.randint(0, 9)))
    form.mention.append(column)


@own_mutator("columns")
def second_column_of_claims(form):
    """«Điểm tự chấm (lần 2)» with other numbers beside the first: nobody can tell which counts."""
    first = form.column(form.basis)
    heading = form.random.choice((first.heading, f"{first.heading} (lần 2)", f"{first.heading} điều chỉnh"))
    form.columns.insert(form.at(form.basis) + form.random.randint(0, 1), Column("claimed again", heading))
    for row in seen(form):
        row.cells["claimed again"] = Cell(max(0.0, row.cells[form.basis].value - 0.5))
        if row.cells[form.basis].value:
            form.doubt(row)


@own_mutator("columns", harmless=True)
def columns_moved(form):
    """Columns in another order: as before."""
    column = form.columns.pop(form.at(form.basis))
    form.columns.insert(form.random.randint(2, len(form.columns)), column)


@own_mutator("head", harmless=True)
def head_deleted(form):
    """The rows above the table are gone: as before."""
    form.head = form.random.choice(([], form.head[:1], [[]] * 6))


@own_mutator("head")
def head_of_another_unit(form):
    """Another unit's name in the head: somebody says so, and the claims are as they stand or an error is there."""
    row = next(row for row in form.head if row[0].value == "Đơn vị")
    row[1] = Cell(form.random.choice(("Xã Khác", "Phường Bình Minh", "UBND xã Tân Lập")))
    form.mention.append("form")


@own_mutator("head")
def head_of_another_year(form):
    """Another year in the head: somebody says so, and the claims are as they stand or an error is there."""
    row = next(row for row in form.head if row[0].value == "Năm")
    row[1] = Cell(form.random.choice((form.year - 1, form.year + 1)))
    form.mention.append("form")
