"""Totals, subtotals and sums; what stands below the table: signatures, summaries, last year's table."""

from .paper import Row
from .registry import mutator
from .sound import points

TOTALS = ["TỔNG CỘNG", "Tổng điểm", "Cộng", "Tổng số điểm", "TỔNG", "Tổng cộng (I+II)", "Tổng:"]
SIGNED = [
    [], ["", "…, ngày 10 tháng 01 năm 2023"], ["NGƯỜI LẬP BIỂU", "", "", "TM. ỦY BAN NHÂN DÂN"],
    ["(Ký, ghi rõ họ tên)", "", "", "CHỦ TỊCH"], ["Số điện thoại liên hệ:", "", "", "", 900000000.0, 900000000.0],
    ["", "Trang 3", 3.0, 3.0, 3.0, 3.0],
]  # fmt: skip


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
        if not rows:  # its indicators lie in another sheet
            continue
        total = form.total(form.basis, rows)
        form.add_below(rows[-1], Row("total", {"name": f"{words} {number}", form.basis: total}))


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
    form.tail += [
        [name, form.total(form.basis, form.pillar_rows(code))]
        for code, name in zip("AB", ("I", "II"), strict=True)
    ]


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
