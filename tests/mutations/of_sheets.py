"""Other sheets of the workbook: older, hidden, emptier ones, covers and summaries; the form in parts."""

from .paper import BLANK, Column, Page
from .registry import XLSX, mutator
from .sound import points


def _copy(form, name, state="visible", share=1.0, title="BẢNG TỰ ĐÁNH GIÁ"):
    """A sheet like the form's own, with other points in `share` of the rows."""
    rows = [[title], [], [each.heading for each in form.columns]]
    for row in form.rows:
        cells = dict(row.cells)
        for basis in ("claimed", "verified"):
            if isinstance(cells.get(basis), float):
                is_filled = row.kind == "indicator" and form.random.random() < share
                cells[basis] = points(form.random, cells["max_points"]) if is_filled else ""
        rows.append([cells.get(column.field, "") for column in form.columns])
    return Page(name, rows, state)


def _renamed(form):
    form.sheet = form.random.choice(("Tự đánh giá (sửa)", "Sheet1", "Biểu 2022", "Phiếu chính thức"))


@mutator("sheets", suffixes=XLSX)
def hidden_old_sheet(form):
    """A hidden sheet of the right name with other points beside the visible one: the visible one."""
    page = _copy(form, form.sheet, form.random.choice(("hidden", "very hidden")))
    _renamed(form)
    form.before.append(page)


@mutator("sheets", suffixes=XLSX)
def hidden_old_sheet_behind(form):
    """A hidden older sheet after the visible one: the visible one."""
    form.after.append(_copy(form, "Bản cũ", form.random.choice(("hidden", "very hidden"))))


@mutator("sheets", suffixes=XLSX)
def sheet_of_last_year_first(form):
    """«Năm 2021» before «Năm 2022»: that of 2022."""
    form.before.append(_copy(form, "Năm 2021", title="BẢNG TỰ ĐÁNH GIÁ NĂM 2021"))
    form.sheet = "Năm 2022"


@mutator("sheets", suffixes=XLSX)
def title_of_last_year_first(form):
    """Two sheets whose titles name the year, last year's first: that of 2022."""
    form.before.append(_copy(form, "Biểu 1", title="BẢNG TỰ ĐÁNH GIÁ NĂM 2021"))
    form.sheet = "Biểu 2"
    form.head = [["BẢNG TỰ ĐÁNH GIÁ NĂM 2022 (số liệu minh họa)"]]


@mutator("sheets", suffixes=XLSX)
def blank_template_first(form):
    """An unfilled copy before the filled one: the filled one."""
    form.before.append(_copy(form, form.random.choice(("Mẫu", "Biểu mẫu", "Mau")), share=0))
    _renamed(form)


@mutator("sheets", suffixes=XLSX)
def half_filled_draft_first(form):
    """A draft with a third of the points before the whole one: the whole one, or asked."""
    form.before.append(_copy(form, "Nháp", share=0.3))
    _renamed(form)


@mutator("sheets", suffixes=XLSX)
def unfilled_copy_of_the_right_name(form):
    """An unfilled sheet of the right name before the filled one: the filled one."""
    form.before.append(_copy(form, form.sheet, share=0))
    _renamed(form)


@mutator("sheets", suffixes=XLSX)
def two_sheets_alike(form):
    """Two visible filled sheets, nothing says which: nobody can tell."""
    form.after.append(_copy(form, form.random.choice(("Tự đánh giá (2)", "Sheet2", "Bản 2"))))
    form.sheet = form.random.choice(("Sheet1", "Bản 1"))
    for row in form.answers:
        if isinstance(row.cells.get(form.basis), float):
            form.means(row, row.cells[form.basis], told="mentioned")


@mutator("sheets", harmless=True, suffixes=XLSX)
def cover_first(form):
    """A cover before the form: as before."""
    form.before.append(Page("Bìa", [[], ["", "BÁO CÁO"], ["", "Tên đơn vị", form.unit_name], ["", "Năm", 2022.0]]))


@mutator("sheets", harmless=True, suffixes=XLSX)
def blank_sheets(form):
    """Blank sheets before and after: as before."""
    form.before.append(Page("Sheet2", []))
    form.after.append(Page("Sheet3", []))


@mutator("sheets", suffixes=XLSX)
def summary_first(form):
    """A summary by pillar before the form: as before."""
    rows = [["TỔNG HỢP"], ["TT", "Nội dung", "Điểm tối đa", "Điểm tự chấm"]]
    for code, number, name in (("A", "I", "Nhận thức số"), ("B", "II", "Hạ tầng số")):
        maximum = sum(row.cells["max_points"] for row in form.pillar_rows(code))
        rows.append([number, name, maximum, form.total(form.basis, form.pillar_rows(code))])
    form.before.append(Page("Tổng hợp", rows))


@mutator("sheets", harmless=True, suffixes=XLSX)
def sheet_of_another_name(form):
    """The form lies in «Sheet1»: as before."""
    form.sheet = form.random.choice(("Sheet1", "Biểu 01", "tu danh gia", "TỰ ĐÁNH GIÁ", "Trang tính1", "CĐS"))


@mutator("sheets", suffixes=XLSX)
def pillars_in_sheets_of_their_own(form):
    """Each pillar in its own sheet: both, or a word about the other."""
    rows = [[column.heading for column in form.columns]]
    rows += [[row.cells.get(column.field, "") for column in form.columns] for row in form.pillar_rows("B")]
    form.rows = [row for row in form.rows if row.kind != "total" and row.cells.get("code") != "II"]
    form.rows = [row for row in form.rows if row.code[:1] != "B"]
    form.after.append(Page("Trụ cột II", rows))
    form.sheet = "Trụ cột I"


@mutator("sheets", suffixes=XLSX)
def form_only_in_a_hidden_sheet(form):
    """The only table lies in a hidden sheet, a blank one is shown: that, and somebody says so."""
    page = _copy(form, form.sheet, "hidden", share=0)
    page.rows[3:] = [
        [row.cells.get(column.field, "") for column in form.columns] for row in form.rows if row.kind != "total"
    ]
    form.rows = [row for row in form.rows if row.kind != "total"]
    form.before.append(page)
    answers = {row.code: row for row in form.answers}
    form.rows, form.sheet = [], "Trang bìa"
    form.columns = [Column("", "Xem trang sau")]
    for code, row in answers.items():
        for basis in form.bases:
            value = row.cells[basis]
            form.meant[code, basis] = BLANK if value == "" else form.meant[code, basis]
    form.mention.append(page.name)


@mutator("head")
def head_names_another_unit(form):
    """The head names another commune: an error."""
    form.head = [["BẢNG TỰ ĐÁNH GIÁ"], ["Tên đơn vị", "Xã Khác Hẳn"]]
    form.mention.append("error")


@mutator("head")
def head_names_another_year(form):
    """The head names another year: an error."""
    form.head = [
        ["BẢNG TỰ ĐÁNH GIÁ"],
        ["Tên đơn vị", form.unit_name],
        ["Năm đánh giá", form.random.choice((2021.0, "2021"))],
    ]
    form.mention.append("error")


@mutator("head")
def title_names_another_year(form):
    """The title alone names another year: somebody says so."""
    form.head = [["BẢNG TỰ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ NĂM 2021"]]
    form.mention.append("form")


@mutator("head", harmless=True)
def head_as_people_write(form):
    """Letterhead, title, a reference to a letter, all naming the right unit and year: as before."""
    name = form.unit_name
    form.head = [
        [f"ỦY BAN NHÂN DÂN {name.upper()}", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [],
        ["BẢNG TỰ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ NĂM 2022"],
        [f"(Kèm theo Công văn số 123/UBND ngày 05/01/2023 của UBND {name})"], [],
    ]  # fmt: skip
