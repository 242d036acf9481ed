"""Names as people write, edit, cut short and exchange them."""

import unicodedata

from .registry import mutator

STRANGE = [
    "Tỷ lệ hộ nghèo được tiếp cận nước sạch", "Số lớp học đạt chuẩn quốc gia", "Diện tích cây xanh đô thị",
    "Tỷ lệ đường ngõ xóm được bê tông hóa", "Số vụ hòa giải thành ở cơ sở", "Tỷ lệ rác thải được thu gom",
    "Số câu lạc bộ thể thao", "Thu nhập bình quân đầu người", "Số cây được trồng mới", "Tỷ lệ hộ có nhà kiên cố",
]  # fmt: skip


@mutator("identity")
def names_exchanged(form):
    """Two rows bear each other's name: nobody can tell either."""
    one, two = form.claims()[:2]
    one.cells["name"], two.cells["name"] = two.cells["name"], one.cells["name"]
    form.doubt_both(one, two)


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


def _names(form, change):
    for row in form.answers:
        row.cells["name"] = change(row.cells["name"])


def _bare(name):
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
