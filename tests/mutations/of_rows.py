"""Rows moved, doubled, deleted, added, hidden; totals and subtotals; what stands below the table."""

from .paper import BLANK, DOUBT, NoPlace, Row, points
from .registry import XLSX, mutator

TOTALS = [
    "TỔNG CỘNG",
    "Tổng điểm",
    "Cộng",
    "Tổng số điểm",
    "TỔNG",
    "Tổng cộng (I+II)",
    "Tổng điểm tự chấm",
    "Tổng:",
]
SIGNED = [
    [], ["", "…, ngày 10 tháng 01 năm 2023"], ["NGƯỜI LẬP BIỂU", "", "", "TM. ỦY BAN NHÂN DÂN"],
    ["(Ký, ghi rõ họ tên)", "", "", "CHỦ TỊCH"], ["Số điện thoại liên hệ:", "", "", "", 900000000.0, 900000000.0],
    ["", "Trang 3", 3.0, 3.0, 3.0, 3.0],
]  # fmt: skip


@mutator("rows", harmless=True)
def rows_in_another_order(form):
    """The indicators of a pillar in chance order: as before."""
    for pillar in "AB":
        places = [at for at, row in enumerate(form.rows) if row.code.startswith(pillar)]
        rows = [form.rows[at] for at in places]
        form.random.shuffle(rows)
        for at, row in zip(places, rows, strict=True):
            form.rows[at] = row


@mutator("rows")
def row_doubled(form):
    """A row stands twice with different points: nobody can tell."""
    row = form.some(1)[0]
    again = Row("indicator", dict(row.cells), set(row.concerns))
    again.cells[form.basis] = row.cells[form.basis] / 2
    _after(form, form.random.choice(form.answers), again)
    form.meant[row.code, form.basis] = DOUBT


@mutator("rows")
def row_doubled_alike(form):
    """A row stands twice, both the same: as before, or asked."""
    row = form.some(1)[0]
    _after(form, form.random.choice(form.answers), Row("indicator", dict(row.cells), set(row.concerns)))


@mutator("rows")
def row_deleted(form):
    """The form lacks an indicator: nothing is read there, and somebody says so."""
    row = form.some(1)[0]
    form.rows.remove(row)
    for basis in form.bases:
        form.meant[row.code, basis] = BLANK
    if form.stage != "verification":  # which may leave an indicator unjudged
        form.mention.append(("indicator", row.code))


@mutator("rows", harmless=True)
def blank_rows_between(form):
    """Blank rows in the table: as before."""
    for _ in range(form.random.randint(1, 4)):
        _after(form, form.random.choice(form.rows), Row("blank", {}))


@mutator("rows", harmless=True)
def notes_between(form):
    """A line of words in the table: as before."""
    text = form.random.choice(
        ("Ghi chú: số liệu đến 31/12", "- Nhóm chỉ số nền tảng", "(Theo hướng dẫn của tỉnh)")
    )
    _after(form, form.random.choice(form.answers), Row("note", {"name": text}))


@mutator("rows")
def breakdown_below_an_indicator(form):
    """«Trong đó: …» with parts of an indicator's points: its own points, and a word about the others."""
    row = form.some(1)[0]
    half = row.cells[form.basis] / 2
    for text in ("- Trong đó: cấp xã", "- Trong đó: cấp thôn")[::-1]:
        part = Row("note", {"name": text, form.basis: half})
        _after(form, row, part)
        form.mention.append(part)


@mutator("rows")
def indicator_of_nobody_added(form):
    """An indicator the set does not know, with points: a word about it; all else as before."""
    cells = {"code": "1.9.9", "name": "Chỉ số riêng của xã", "max_points": 5, form.basis: 4.0}
    row = Row("note", cells)
    _after(form, form.random.choice(form.answers), row)
    form.mention.append(row)


@mutator("rows")
def number_in_a_blank_row(form):
    """Points in a row that says nothing: a word about it; all else as before."""
    row = Row("note", {form.basis: 3.25})
    _after(form, form.answers[0], row)
    form.mention.append(row)


@mutator("rows", suffixes=XLSX)
def rows_hidden(form):
    """Rows with points are hidden: as before, and somebody says so."""
    for row in form.some(3):
        row.is_hidden = True
        form.mention.append(row)


@mutator("rows", suffixes=XLSX)
def blank_row_hidden(form):
    """A hidden blank row: as before."""
    _after(form, form.answers[0], Row("blank", {}, is_hidden=True))


@mutator("rows", harmless=True)
def sums_in_pillar_rows(form):
    """A pillar's row carries the sum of its points: as before."""
    for row in form.rows:
        if row.kind == "pillar":
            pillar = "A" if row.cells["code"] == "I" else "B"
            row.cells["max_points"] = sum(each.cells["max_points"] for each in form.pillar_rows(pillar))
            row.cells |= {basis: form.total(basis, form.pillar_rows(pillar)) for basis in form.bases}


@mutator("rows", harmless=True)
def subtotals_below_pillars(form):
    """«Cộng mục I» below each pillar: as before."""
    words = form.random.choice(("Cộng mục", "Cộng", "Tổng mục", "Tổng điểm mục"))
    for pillar, number in zip("AB", ("I", "II"), strict=True):
        rows = form.pillar_rows(pillar)
        _after(
            form, rows[-1], Row("total", {"name": f"{words} {number}", form.basis: form.total(form.basis, rows)})
        )


@mutator("rows", harmless=True)
def total_row_as_people_write(form):
    """«TỔNG CỘNG» and the like below the table, and right: as before."""
    _total(form, {"name": form.random.choice(TOTALS)}, form.total(form.basis))


@mutator("rows", harmless=True)
def total_in_the_column_of_codes(form):
    """«Tổng cộng» in the first column: as before."""
    _total(form, {"code": form.random.choice(TOTALS)}, form.total(form.basis))


@mutator("rows", harmless=True)
def total_above_the_indicators(form):
    """The total is the first row: as before."""
    form.rows = [row for row in form.rows if row.kind != "total"]
    form.rows.insert(0, Row("total", {"name": "Tổng cộng", form.basis: form.total(form.basis)}))


@mutator("rows")
def total_wrong(form):
    """A total that is not the sum: as before, and somebody says so."""
    row = _total(form, {"name": "Tổng cộng"}, form.total(form.basis) + 3)
    form.mention.append(row)


@mutator("rows", harmless=True)
def signature_below(form):
    """Place, date, offices, a telephone number and a page number below the table: as before."""
    form.tail += SIGNED


@mutator("rows")
def second_table_below(form):
    """Last year's table below this year's, with its heading: this year's."""
    form.tail += [[], ["Kết quả năm 2021 (để so sánh)"], [column.heading for column in form.columns]]
    form.tail += [_old(form, row) for row in form.answers]


@mutator("rows", harmless=True)
def summary_below(form):
    """A summary by pillar below the table: as before."""
    form.tail += [[], ["TỔNG HỢP"], ["Trụ cột", "Điểm"]]
    form.tail += [[name, form.total(form.basis, form.pillar_rows(code))] for code, name in zip("AB", ("I", "II"))]


@mutator("rows", harmless=True)
def heading_repeated(form):
    """The heading again in the middle, as at the top of a printed page: as before."""
    headings = {column.field: column.heading for column in form.columns if column.field}
    _after(form, form.random.choice(form.answers), Row("note", headings))


@mutator("rows", suffixes=XLSX)
def points_merged_over_two_indicators(form):
    """One cell of points over two rows: the first's, and nobody can tell the second's."""
    first, second = _neighbours(form)
    second.cells.pop(form.basis)
    form.merges.append((first, form.basis, second, form.basis))
    form.doubt(second)
    for basis in form.bases[:-1]:
        form.means(second, second.cells[basis], basis=basis)


@mutator("rows", suffixes=XLSX)
def name_over_two_rows(form):
    """An indicator takes two rows, its points stand in the second: those, or a word about it."""
    row = form.some(1)[0]
    below = Row("part", {form.basis: row.cells.pop(form.basis)}, set(row.concerns))
    _after(form, row, below)
    form.merges.append((row, "name", below, "name"))
    form.merges.append((row, "code", below, "code"))


@mutator("rows")
def points_one_row_lower(form):
    """A row's points slipped into a blank row below it: a word about it."""
    row = form.some(1)[0]
    below = Row("part", {form.basis: row.cells.pop(form.basis)}, set(row.concerns))
    _after(form, row, below)
    form.doubt(row)
    for basis in form.bases[:-1]:
        form.means(row, row.cells[basis], basis=basis)


@mutator("rows")
def points_block_slipped(form):
    """All points one row too low, the last below the table: nobody can tell, a word at some row."""
    rows = form.answers
    values = [row.cells.get(form.basis, "") for row in rows]
    for row, value in zip(rows[1:], values, strict=False):
        row.cells[form.basis] = value
    rows[0].cells[form.basis] = ""
    form.rows = [row for row in form.rows if row.kind != "total"]
    extra = Row("note", {form.basis: points(form.random, 5)})
    form.rows.append(extra)
    for row in rows:
        form.means(row, row.cells[form.basis] if row.cells[form.basis] != "" else None)
    form.mention.append(extra)


def _after(form, row, new):
    form.rows.insert(form.rows.index(row) + 1, new)


def _total(form, labels, printed):
    form.rows = [row for row in form.rows if row.kind != "total"]
    form.rows.append(Row("total", labels | {form.basis: printed}))
    return form.rows[-1]


def _old(form, row):
    cells = dict(row.cells)
    for basis in ("claimed", "verified"):
        if isinstance(cells.get(basis), float):
            cells[basis] = points(form.random, cells["max_points"])
    return [cells.get(column.field, "") for column in form.columns]


def _neighbours(form):
    pairs = [
        (one, two)
        for one, two in zip(form.rows, form.rows[1:], strict=False)
        if all(row.kind == "indicator" and isinstance(row.cells.get(form.basis), float) for row in (one, two))
    ]
    if not pairs:
        raise NoPlace(form.basis)
    return form.random.choice(pairs)
