"""Codes as people write, number, lose and exchange them; columns of codes or names that are not there."""

import datetime

from .paper import BLANK, Column
from .registry import XLSX, mutator


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
    form.doubt_both(one, two)


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
