"""Which indicator a row answers: codes and names as people write, edit, exchange and lose them."""

import datetime
import unicodedata

from .paper import BLANK, Column
from .registry import XLSX, mutator

STRANGE = [
    "Tỷ lệ hộ nghèo được tiếp cận nước sạch", "Số lớp học đạt chuẩn quốc gia", "Diện tích cây xanh đô thị",
    "Tỷ lệ đường ngõ xóm được bê tông hóa", "Số vụ hòa giải thành ở cơ sở", "Tỷ lệ rác thải được thu gom",
    "Số câu lạc bộ thể thao", "Thu nhập bình quân đầu người",
]  # fmt: skip


@mutator("identity", harmless=True, suffixes=XLSX, criteria=("small_2022",))
def codes_as_numbers(form):
    """Codes typed as numbers, so that 1.10 shows as 1.1: each row by its name, as before."""
    for row in form.answers:
        row.cells["code"] = float(row.cells["code"])


@mutator("identity", harmless=True)
def rows_numbered(form):
    """1, 2, 3 … instead of codes: each row by its name, as before."""
    is_text = form.random.random() < 0.3
    for number, row in enumerate(form.answers, 1):
        row.cells["code"] = str(number) if is_text else float(number)


@mutator("identity", harmless=True)
def rows_numbered_in_each_pillar(form):
    """1, 2, 3 … and again from 1 in the next pillar: each row by its name, as before."""
    for pillar in "AB":
        for number, row in enumerate(form.pillar_rows(pillar), 1):
            row.cells["code"] = float(number)


@mutator("identity", harmless=True)
def codes_with_roman_pillar(form):
    """I.1, II.3 instead of 1.1, 2.3: as before."""
    for row in form.answers:
        first, _, rest = row.cells["code"].partition(".")
        row.cells["code"] = f"{'I' * int(first)}.{rest}"


@mutator("identity")
def codes_with_prefix(form):
    """«CS 1.1», «1.1)», «[1.1]»: as before."""
    shape = form.random.choice(("CS {}", "Chỉ số {}", "{})", "[{}]", "CS{}", "{}:", "{}-"))
    for row in form.answers:
        row.cells["code"] = shape.format(row.cells["code"])


@mutator("identity", harmless=True)
def codes_with_dot_behind(form):
    """«1.1.»: as before."""
    for row in form.answers:
        row.cells["code"] += "."


@mutator("identity", harmless=True)
def codes_with_spaces(form):
    """« 1.1 » with plain and unbroken spaces around: as before."""
    for row in form.answers:
        row.cells["code"] = f" {row.cells['code']}\u00a0"


@mutator("identity", harmless=True)
def codes_with_comma(form):
    """«1,1»: as before."""
    for row in form.answers:
        row.cells["code"] = row.cells["code"].replace(".", ",")


@mutator("identity")
def codes_spaced_inside(form):
    """«1. 1»: as before."""
    for row in form.answers:
        row.cells["code"] = row.cells["code"].replace(".", ". ")


@mutator("identity", suffixes=XLSX, criteria=("small_2022",))
def code_became_a_date(form):
    """Excel made 1.2 a date: the row by its name, as before."""
    for row in form.some(2):
        month, day = map(int, row.cells["code"].split("."))
        row.cells["code"] = datetime.datetime(2022, month, day)


@mutator("identity", harmless=True)
def codes_blank(form):
    """A blank column of codes: each row by its name, as before."""
    for row in form.answers:
        row.cells["code"] = ""


@mutator("identity", harmless=True)
def code_column_absent(form):
    """No column of codes: each row by its name, as before."""
    form.without("code")


@mutator("identity")
def code_within_the_name(form):
    """«1.1. Tỷ lệ …» in one cell and no column of codes: as before."""
    form.without("code")
    for row in form.answers:
        row.cells["name"] = f"{row.cells['code']}. {row.cells['name']}"


@mutator("identity")
def name_column_absent(form):
    """No column of names: each row by its code, as before."""
    form.without("name")


@mutator("identity")
def codes_exchanged(form):
    """Two rows bear each other's code: nobody can tell either."""
    one, two = form.claims()[:2]
    one.cells["code"], two.cells["code"] = two.cells["code"], one.cells["code"]
    _both(form, one, two)


@mutator("identity")
def names_exchanged(form):
    """Two rows bear each other's name: nobody can tell either."""
    one, two = form.claims()[:2]
    one.cells["name"], two.cells["name"] = two.cells["name"], one.cells["name"]
    _both(form, one, two)


@mutator("identity")
def code_of_another(form):
    """A row bears the code of another one: its name decides or nobody can tell; never the other's points."""
    one, two = form.claims()[:2]
    one.cells["code"] = two.cells["code"]


@mutator("identity", criteria=("small_2022",))
def code_lost_its_zero(form):
    """1.10 became 1.1, its name a little edited, and the form lacks 1.1: the row is 1.10, 1.1 is not there."""
    ten = form.row("A-10")
    one = form.row("A-01")
    form.rows.remove(one)
    for basis in form.bases:
        form.meant[one.code, basis] = BLANK
    ten.cells |= {"code": "1.1" if form.suffix == ".csv" else form.random.choice(("1.1", 1.1))}
    ten.cells["name"] = "Số cuộc họp của Ban Chỉ đạo"


@mutator("identity")
def names_of_nobody(form):
    """Every name is another set's, the codes are this one's: nobody can tell any row."""
    for row, name in zip(form.answers, form.random.sample(STRANGE, len(form.answers)), strict=True):
        row.cells["name"] = name
        form.doubt(row)


@mutator("identity")
def name_of_nobody(form):
    """One name is another set's: nobody can tell this row."""
    row = form.some(1)[0]
    row.cells["name"] = form.random.choice(STRANGE)
    form.doubt(row)


@mutator("identity")
def name_reversed_in_sense(form):
    """«không» put into a name: another question; nobody can tell this row."""
    row = form.some(1)[0]
    words = row.cells["name"].split()
    row.cells["name"] = " ".join([*words[:3], "chưa", "không", *words[3:]])
    row.cells["code"] = ""
    form.means(row, row.cells[form.basis], told="mentioned")


@mutator("identity", harmless=True)
def names_decomposed(form):
    """Letters and their marks apart: looks the same."""
    _names(form, lambda name: unicodedata.normalize("NFD", name))


@mutator("identity", harmless=True)
def names_with_odd_spaces(form):
    """Line breaks, doubled and unbroken spaces, unseen marks: looks the same."""
    space = form.random.choice(("  ", "\n", "\u00a0", " \u200b"))
    _names(form, lambda name: f" {space.join(name.split())} ")


@mutator("identity", harmless=True)
def names_in_capitals(form):
    """ALL CAPITALS: the same."""
    _names(form, str.upper)


@mutator("identity", harmless=True)
def names_with_punctuation(form):
    """A dot, colon or star behind, a dash before: the same."""
    shape = form.random.choice(("{}.", "{}:", "{};", "- {}", "{} (*)"))
    _names(form, shape.format)


@mutator("identity", harmless=True)
def names_without_diacritics(form):
    """«Ty le can bo»: the same."""
    _names(form, _bare)


@mutator("identity")
def names_with_typing_mistakes(form):
    """A letter doubled or dropped in each name: as before by code."""

    def mistyped(name):
        at = form.random.randint(3, len(name) - 3)
        return name[:at] + (name[at] if form.random.random() < 0.5 else "") + name[at + 1 :]

    _names(form, mistyped)


@mutator("identity")
def names_cut_short(form):
    """«Tỷ lệ cán bộ được…»: as before by code."""
    _names(form, lambda name: name[: len(name) * 2 // 3] + "…")


@mutator("identity")
def names_with_their_rule(form):
    """The way of counting behind the name, in one cell: as before."""
    _names(form, lambda name: f"{name}\n(Cách tính: tỷ lệ x điểm tối đa; đạt 100% được điểm tối đa)")


@mutator("identity", suffixes=XLSX)
def code_and_name_exchanged(form):
    """The names stand in the column «TT», the codes under «Chỉ số»: as before, or asked."""
    for row in form.answers:
        row.cells["code"], row.cells["name"] = row.cells["name"], row.cells["code"]


@mutator("identity")
def pillar_column_added(form):
    """«Trụ cột» in a column of its own and no pillar rows: as before."""
    form.rows = [row for row in form.rows if row.kind != "pillar"]
    form.columns.insert(0, Column("group", "Trụ cột"))
    for row in form.answers:
        row.cells["group"] = "Nhận thức số" if row.code[0] == "A" else "Hạ tầng số"


def _names(form, change):
    for row in form.answers:
        row.cells["name"] = change(row.cells["name"])


def _both(form, one, two):
    form.doubt(one)
    form.doubt(two)
    one.concerns.add(two.code)
    two.concerns.add(one.code)


def _bare(name):
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
