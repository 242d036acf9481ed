"""Points as people type them into a cell: texts that are numbers, texts that are none, numbers that cannot be."""

import datetime

from .paper import BASES, NOT_APPLICABLE, Row
from .registry import XLSX, mutator

_FULL_WIDTH = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
SHAPES = {  # a plain way to write a number, as text
    "comma": lambda number: _comma(number),
    "comma with zeros": lambda number: f"{number:.2f}".replace(".", ","),
    "dot": lambda number: f"{number:.10g}",
    "space before and behind": lambda number: f"  {_comma(number)} ",
    "unbroken space": lambda number: f"\u00a0{_comma(number)}\u00a0",
    "plus": lambda number: f"+{_comma(number)}",
}
ODD_SHAPES = {  # read as the number, or told
    "full-width digits": lambda number: _comma(number).translate(
        {ord(str(n)): chr(0xFF10 + n) for n in range(10)}
    ),
    "unseen mark inside": lambda number: "\u200b".join(_comma(number)),
    "line break behind": lambda number: f"{_comma(number)}\n",
    "apostrophe": lambda number: f"'{_comma(number)}",
    "word": lambda number: f"{_comma(number)} điểm",
    "letter": lambda number: f"{_comma(number)}đ",
    "of the maximum": lambda number: f"{_comma(number)}/2000",
    "brackets": lambda number: f"[{_comma(number)}]",
    "note": lambda number: f"{_comma(number)} (xem giải trình)",
    "zero before": lambda number: f"0{_comma(number)}",
    "about": lambda number: f"khoảng {_comma(number)}",
    "dot behind": lambda number: f"{_comma(number)}.",
}
DATES = [datetime.datetime(2022, 5, 8), datetime.date(2022, 1, 2), datetime.time(8, 5), datetime.date(1900, 1, 8)]
NO_NUMBERS = [
    "Đạt", "khá", "x", "Có", "không", "Không có", "chưa đánh giá", "?", "8;5", "8,5,2", "8..5", "1/2", "5-6", ">8",
    "<5", "≈8", "1O", "l0", "8½", "8²", "1E", "#DIV/0!", "#N/A", "=8+0,5", "8 hoặc 9", "1 2", "1\n2", "0 57",
    "5 5", "5\u00a05", "2 5,5", "Ⅷ", "tám", "10 điểm/15 điểm", "nan", "inf", "1e1", "0x5", "1_0", "True", "٥",
]  # fmt: skip


def _comma(number):
    return f"{number:.10g}".replace(".", ",")


@mutator("points", harmless=True)
def points_as_text(form):
    """All points as text, in one plain way («8,5», « 8,5 »): as before."""
    shape = SHAPES[form.random.choice(["comma", "comma with zeros", "space before and behind", "unbroken space"])]
    for row in form.claims():
        row.cells[form.basis] = shape(row.cells[form.basis])


@mutator("points", harmless=True, criteria=("small_2022",))
def points_as_text_with_dot(form):
    """All points as text with a decimal point («8.5»): as before."""
    for row in form.claims():
        row.cells[form.basis] = SHAPES["dot"](row.cells[form.basis])


@mutator("points")
def some_points_as_text(form):
    """Some points as text, each in its own plain way: as before."""
    for row in form.some():
        row.cells[form.basis] = SHAPES[form.random.choice(list(SHAPES))](row.cells[form.basis])


@mutator("points")
def points_in_an_odd_shape(form):
    """«8,5 điểm», full-width digits, an apostrophe: the number a person sees, or a word about it."""
    for row in form.some():
        row.cells[form.basis] = ODD_SHAPES[form.random.choice(list(ODD_SHAPES))](row.cells[form.basis])


@mutator("points")
def no_number_for_points(form):
    """«Đạt», «1 2», «8,5,2» for points: nobody can tell."""
    for row in form.some():
        row.cells[form.basis] = form.random.choice(NO_NUMBERS)
        form.means(row, told="doubted")


@mutator("points")
def space_inside_a_number(form):
    """A space or line break within the digits («1 2», «970 1260»): nobody can tell."""
    for row in form.some():
        space = form.random.choice((" ", "\n", "\u00a0", "  ", "\t", "\u2009"))
        first, second = form.random.randint(0, 9), form.random.choice((1, 2, 57, 260))
        row.cells[form.basis] = f"{first}{space}{second}"
        form.means(row, told="doubted")


@mutator("points")
def percent_for_points(form):
    """«80%» as text: nobody can tell."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice(("80%", "7,5 %", "100%", "0,5%", "50 phần trăm"))
        form.means(row, told="doubted")


@mutator("points")
def dash_for_nothing(form):
    """A dash: nothing is claimed, and somebody says how it was taken."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice(("-", "–", "—", "--", " - ", "−"))
        form.means(row, None, told="mentioned")


@mutator("points", harmless=True)
def only_spaces_for_nothing(form):
    """Spaces and unseen marks alone: nothing is claimed."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice((" ", "\u00a0", "\n", "\u200b", "\t"))
        form.means(row, None)


@mutator("points")
def not_applicable(form):
    """«Không áp dụng», «KAD»: the indicator does not apply."""
    for row in form.some(2):
        row.cells |= {basis: form.random.choice(("Không áp dụng", "KAD", "N/A")) for basis in form.bases}
        for basis in BASES:
            others = () if basis == form.basis else (None,)
            form.means(row, NOT_APPLICABLE, *others, basis=basis)


@mutator("points")
def zero_for_points(form):
    """0, «0», «0,0»: nothing earned, which is not nothing said."""
    for row in form.some(3):
        row.cells[form.basis] = form.random.choice((0.0, "0", "0,0", "0.0", "00"))
        form.means(row, 0.0)


@mutator("points")
def negative_points(form):
    """-5, «-5», «−5», «(5)»: cannot be."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice((-5.0, "-5", "−5", "-0,5", "(5)", "5-"))
        form.means(row, told="doubted")


@mutator("points")
def points_over_the_maximum(form):
    """A little or ten times over the maximum: cannot be."""
    for row in form.some(2):
        number = row.cells["max_points"] * form.random.choice((1.05, 2, 10, 100)) + form.random.choice((0, 0.25))
        row.cells[form.basis] = number if form.random.random() < 0.5 else _comma(number)
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def truth_for_points(form):
    """TRUE or FALSE: no points."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice((True, False))
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX)
def date_for_points(form):
    """Excel made 8.5 the 8th of May: no points."""
    for row in form.some(2):
        row.cells[form.basis] = form.random.choice(DATES)
        form.means(row, told="doubted")


@mutator("points", suffixes=XLSX, criteria=("large_2022",))
def one_dot_among_decimal_points(form):
    """«1.592» in a column of decimal points («8.25»): 1.592."""
    first, *others = form.claims()
    for row in others:
        row.cells[form.basis] = number = max(1, row.cells[form.basis] // 1) - 0.75
        row.cells[form.basis] = f"{number:.2f}"
        form.means(row, number)
    first.cells[form.basis] = "1.592"
    form.means(first, 1.592)
    _without_total(form)


@mutator("points", suffixes=XLSX, criteria=("large_2022",))
def thousands_dot_among_decimal_commas(form):
    """«1.250» in a column of decimal commas («8,25»): 1250."""
    rows = [row for row in form.claims() if row.cells["max_points"] > 1250]
    others = [row for row in form.claims() if row not in rows]
    if not rows or not others:
        return False
    for row in others:
        number = max(1, row.cells[form.basis] // 1) - 0.75
        row.cells[form.basis] = _comma(number)
        form.means(row, number)
    for row in rows:
        row.cells[form.basis] = "1.250"
        form.means(row, 1250.0)
    _without_total(form)
    return None


@mutator("points", suffixes=XLSX, criteria=("large_2022",))
def one_group_after_a_sign_alone(form):
    """«1.250» or «1,250» beside whole numbers, both within the maximum: nobody can tell."""
    rows = [row for row in form.claims() if row.cells["max_points"] > 1250]
    if not rows:
        return False
    for row in form.claims():
        number = float(max(1, row.cells[form.basis] // 1))
        row.cells[form.basis] = number
        form.means(row, number)
    rows[0].cells[form.basis] = form.random.choice(("1.250", "1,250"))
    form.means(rows[0], told="doubted")
    _without_total(form)
    return None


@mutator("points", suffixes=XLSX, criteria=("small_2022",))
def three_decimals_by_the_maximum(form):
    """«7.125», «7,125» of at most 10: 7.125, for 7125 cannot be."""
    rows = [row for row in form.claims() if row.cells["max_points"] >= 10]
    if not rows:
        return False
    rows[0].cells[form.basis] = form.random.choice(("7.125", "7,125"))
    form.means(rows[0], 7.125)
    _without_total(form)
    return None


@mutator("points", suffixes=XLSX, stages=("self", "sheet"))
def claim_in_the_column_of_maxima(form):
    """A claim typed into the column of maxima, its own cell blank: a word at the row."""
    row = form.some(1)[0]
    row.cells |= {"max_points": row.cells["claimed"], "claimed": "", "verified": ""}
    form.means(row, told="doubted", basis="claimed")
    if form.stage == "sheet":
        form.means(row, None, basis="verified")
    if row.cells["max_points"] == form.indicators[row.code]["max_points"]:
        return False
    _without_total(form)
    return None


def _without_total(form):
    """A total no longer fits; the form has none."""
    form.rows = [row for row in form.rows if row.kind != "total"]
    form.mention = [each for each in form.mention if not isinstance(each, Row) or each in form.rows]
