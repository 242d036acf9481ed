"""Headings as people write them, headings that may mean two things, headings nobody understands."""

import unicodedata

from .paper import DOUBT, Column
from .registry import mutator

CLAIMED = [
    "Điểm xã tự chấm", "Tự chấm điểm", "Điểm tự chấm (điểm)", "Kết quả tự chấm", "Điểm tự đánh giá của xã",
    "Điểm tự chấm năm 2022", "ĐIỂM TỰ CHẤM", "Điểm  tự\nchấm", "Điểm tự chấm:", "Điểm tự chấm (*)",
    "Xã tự chấm", "Đơn vị tự chấm", "Điểm UBND xã tự chấm", "Tự đánh giá, chấm điểm", "Số điểm tự chấm",
    "Điểm tự chấm của đơn vị", "Điểm đơn vị tự đánh giá", "Điểm tự cho", "Diem tu cham", "Điểm tự chấm (5)",
    "Kết quả tự đánh giá", "Điểm đánh giá của xã", "Đánh giá của đơn vị", "Điểm tự chấm/Điểm tối đa",
]  # fmt: skip
VERIFIED = [
    "Đoàn chấm", "Điểm Sở KHCN thẩm định", "Điểm thẩm định của tỉnh", "Tổ công tác chấm", "Điểm Tổ công tác chấm",
    "Kết quả thẩm định", "Thẩm định của Tổ công tác", "Điểm thẩm định (điểm)", "ĐIỂM THẨM ĐỊNH",
    "Điểm thẩm định năm 2022", "Sở TTTT thẩm định", "Điểm sau thẩm định", "Điểm thẩm tra, xác minh",
]  # fmt: skip
NAMES = [
    "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Các chỉ số", "Tên tiêu chí", "Nội dung đánh giá",
    "Nội dung tiêu chí", "Tiêu chí đánh giá", "Chỉ số/Tiêu chí", "Tên chỉ số thành phần", "Chỉ tiêu, tiêu chí",
    "Tiêu chí thành phần", "NỘI DUNG", "Chỉ số đánh giá",
]  # fmt: skip
CODES = ["STT", "Số TT", "Mã số", "Mã chỉ số", "TT.", "Stt", "Ký hiệu", "Số thứ tự"]
MAXIMA = [
    "Điểm tối đa (điểm)",
    "Thang điểm",
    "Điểm chuẩn",
    "Tối đa",
    "Điểm chuẩn tối đa",
    "ĐIỂM TỐI ĐA",
    "Điểm TĐ",
]
TWO_MEANINGS = ["Điểm đạt được", "Kết quả", "Điểm", "Điểm số đạt", "Điểm cuối cùng", "Số điểm đạt được"]
NOBODYS = ["XYZ", "Cột 5", "KQ", "…", "?", "Năm 2022", "Ghi", "x"]


def _points(form, names):
    form.column(form.basis).heading = form.random.choice(names)


@mutator("headings", harmless=True, stages=("self", "sheet"))
def claims_heading_as_people_write(form):
    """«Điểm xã tự chấm» and the like: the claims, as before."""
    form.column("claimed").heading = form.random.choice(CLAIMED)


@mutator("headings", harmless=True, stages=("sheet", "verification"))
def verified_heading_as_people_write(form):
    """«Đoàn chấm» and the like: the verified points, as before."""
    form.column("verified").heading = form.random.choice(VERIFIED)


@mutator("headings", harmless=True)
def name_heading_as_people_write(form):
    """«Các chỉ số»: the names, as before."""
    form.column("name").heading = form.random.choice(NAMES)


@mutator("headings", harmless=True)
def code_heading_as_people_write(form):
    """«Số TT»: the codes, as before."""
    form.column("code").heading = form.random.choice(CODES)


@mutator("headings", harmless=True)
def maximum_heading_as_people_write(form):
    """«Điểm chuẩn»: the maxima, as before."""
    form.column("max_points").heading = form.random.choice(MAXIMA)


@mutator("headings", harmless=True)
def every_heading_as_people_write(form):
    """All of them at once: as before."""
    choices = {"code": CODES, "name": NAMES, "max_points": MAXIMA, "claimed": CLAIMED, "verified": VERIFIED}
    for column in form.columns:
        if column.field in choices:
            column.heading = form.random.choice(choices[column.field])


@mutator("headings")
def points_heading_of_two_meanings(form):
    """«Điểm đạt được»: the form's points; whoever is not sure asks, nobody takes them for the council's."""
    _points(form, TWO_MEANINGS)


@mutator("headings")
def points_heading_nobody_understands(form):
    """«XYZ» over the points: by their place the form's points; whoever is not sure asks."""
    _points(form, NOBODYS)


@mutator("headings")
def points_heading_blank(form):
    """Nothing over the points: by their place the form's points; whoever is not sure asks."""
    _points(form, [""])


@mutator("headings")
def name_heading_nobody_understands(form):
    """«XYZ» over the names: as before by code, or asked."""
    form.column("name").heading = form.random.choice([*NOBODYS, ""])


@mutator("headings")
def code_heading_nobody_understands(form):
    """«XYZ» over the codes: as before by name, or asked."""
    form.column("code").heading = form.random.choice([*NOBODYS, ""])


@mutator("headings")
def every_heading_gone(form):
    """A table without its heading row: the form's points by their place; whoever is not sure asks."""
    for column in form.columns:
        column.heading = ""


@mutator("headings", harmless=True)
def headings_decomposed(form):
    """Letters and their marks apart, as a Mac writes: looks the same."""
    for column in form.columns:
        column.heading = unicodedata.normalize("NFD", column.heading)


@mutator("headings", harmless=True)
def headings_with_odd_spaces(form):
    """Line breaks, unbroken and doubled spaces: looks the same."""
    for column in form.columns:
        column.heading = form.random.choice((" ", "\n", "\u00a0", "  ")).join(column.heading.split()) + " \n"


@mutator("headings", harmless=True, suffixes=(".xlsx",))
def points_under_one_heading(form):
    """«Điểm» over «Tối đa» and «Tự chấm», in two rows: as before."""
    form.column("max_points")
    order = ["code", "name", "max_points", "claimed", "verified"]
    if "a" in {column.field for column in form.columns}:
        form.without("a", "b")
    form.columns.sort(key=lambda column: order.index(column.field) if column.field in order else 9)
    parts = {"max_points": "Tối đa", "claimed": "Tự chấm", "verified": "Thẩm định"}
    for column in form.columns:
        if column.field in parts:
            column.top, column.heading = "Điểm", parts[column.field]
        else:
            column.top, column.heading = column.heading, ""
    top, last = len(form.head), "verified" if form.stage != "self" else "claimed"
    form.merges.append((top, "max_points", top, last))


@mutator("headings", harmless=True)
def columns_numbered_below_heading(form):
    """(1), (2), (3) below the headings: as before."""
    form.numbers_columns = True


@mutator("headings", harmless=True)
def blank_rows_below_heading(form):
    """One to three blank rows between heading and table: as before."""
    form.gap = form.random.randint(1, 3)


@mutator("headings", harmless=True)
def long_head(form):
    """Thirty lines of guidance before the table: as before."""
    form.head += [[f"Hướng dẫn {number}: ghi số điểm vào cột tự chấm của từng chỉ số"] for number in range(30)]


@mutator("headings", harmless=True)
def no_head(form):
    """The heading is the first row: as before."""
    form.head = []


@mutator("columns", stages=("self",))
def unit_verifies_itself(form):
    """A self form brings its own «Điểm thẩm định»: no verified points, and somebody says so."""
    place = form.at("claimed") + 1
    column = Column("own_verdict", "Điểm thẩm định")
    form.columns.insert(place, column)
    for row in form.answers:
        row.cells["own_verdict"] = row.cells.get("claimed", "")
    form.mention.append(column)


@mutator("headings", stages=("self", "sheet"))
def last_years_claims_beside(form):
    """Claims of 2021 before those of 2022: those of 2022."""
    place = form.at("claimed")
    form.columns.insert(place, Column("old", "Điểm tự chấm năm 2021"))
    form.column("claimed").heading = "Điểm tự chấm năm 2022"
    _other_points(form, "old")


@mutator("headings", stages=("self", "sheet"))
def half_years_claims_beside(form):
    """Claims of half the year before those of the year: those of the year."""
    place = form.at("claimed")
    form.columns.insert(place, Column("old", form.random.choice(("Điểm 6 tháng đầu năm", "Tự chấm 6 tháng"))))
    form.column("claimed").heading = "Điểm tự chấm cả năm"
    _other_points(form, "old")


@mutator("headings", stages=("self", "sheet"))
def claims_heading_twice(form):
    """Two columns «Điểm tự chấm» with different points: nobody can tell."""
    place = form.at("claimed") + 1
    form.columns.insert(place, Column("claimed again", form.column("claimed").heading))
    _other_points(form, "claimed again")
    for row in form.answers:
        if isinstance(row.cells.get("claimed"), float):
            form.meant[row.code, "claimed"] = DOUBT


@mutator("headings", stages=("self",))
def headings_of_maximum_and_claims_exchanged(form):
    """The maxima stand under «Điểm tự chấm»: nobody can tell, but where both are equal."""
    claimed, maximum = form.column("claimed"), form.column("max_points")
    claimed.heading, maximum.heading = maximum.heading, claimed.heading
    for row in form.answers:
        if row.cells["claimed"] != row.cells["max_points"]:
            form.doubt(row)


def _other_points(form, field):
    for row in form.answers:
        row.cells[field] = form.random.randint(0, row.cells["max_points"] * 4) / 4
