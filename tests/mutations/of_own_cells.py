"""What people do to single cells of a form of ours: texts for numbers, words of their own, formulas typed over."""

from itertools import pairwise

from .own import SELF, WITH_RULES, comma, is_option, points_cell, seen, type_in
from .own_sums import AGAIN
from .paper import DOUBT, NOT_APPLICABLE, Cell, Meant, NoPlace
from .registry import own_mutator


def _some(form, most=3):
    return seen(form)[: form.random.randint(1, most)]


@own_mutator("claims")
def claims_pasted_as_text(form):
    """«12,5», «12.5 », a space that does not break: the number."""
    rows = seen(form)
    for row in rows[: form.random.choice((1, 3, len(rows)))]:
        points = row.cells[form.basis].value
        shape = form.random.choice(
            ("{comma}", "{dot} ", " {comma}", "\u00a0{dot}\u00a0", "{comma}\u200b", "'{comma}")
        )
        points_cell(form, row, shape.format(comma=comma(points), dot=f"{points:.10g}"), "@")


@own_mutator("claims")
def claims_with_words(form):
    """«8,5 điểm», «8,5/10», «8,5?»: the number, or an error."""
    for row in _some(form):
        points, most = row.cells[form.basis].value, form.indicators[row.code]["max_points"]
        shape = form.random.choice(
            ("{} điểm", "{}đ", "{}/{}", "{}?", "{} (tạm)", "+{}", "{}.", "{},", "điểm {}", "≈{}")
        )
        points_cell(form, row, shape.format(comma(points), most))


@own_mutator("claims")
def claims_of_two_minds(form):
    """«7-8», «7 hoặc 8», «đã đạt», «tối đa», «…»: no number, and an error."""
    for row in _some(form):
        words = ("7-8", "7 hoặc 8", "đã đạt", "tối đa", "…", "?", "x", "Có", "#REF")
        points_cell(form, row, form.random.choice([each for each in words if not is_option(form, row, each)]))
        form.means(row, None, told="refused", basis=form.basis)


@own_mutator("claims")
def claims_broken(form):
    """#REF!, #VALUE! where a claim stood: an error."""
    for row in _some(form):
        formula = row.cells[form.basis].formula or "=#REF!+1"
        shown = form.random.choice(("#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!"))
        row.cells[form.basis] = Cell(shown, formula=formula)
        form.means(row, None, told="refused")


@own_mutator("claims")
def look_again_left_or_typed(form):
    """«xem lại» as the formula shows it, or typed: an error."""
    for row in _some(form):
        formula = row.cells[form.basis].formula if form.random.random() < 0.6 else ""
        row.cells[form.basis] = Cell(form.random.choice((AGAIN, AGAIN, "Xem lại ")), formula=formula)
        form.means(row, None, told="refused")


@own_mutator("claims", harmless=True, stages=SELF, criteria=WITH_RULES)
def formula_typed_over_with_its_number(form):
    """The same number without the formula: as before."""
    for row in _computed(form):
        type_in(row, "claimed", row.cells["claimed"].value)


@own_mutator("claims", stages=SELF, criteria=WITH_RULES)
def formula_typed_over_with_another_number(form):
    """Another number than the rule gives: what stands there."""
    for row in _computed(form):
        points = form.random.randint(0, int(form.indicators[row.code]["max_points"] * 4)) / 4
        points_cell(form, row, points, formula=form.random.choice(("", "=8.5+0", "='[1]Biểu 2'!H7")))
        form.means(row, points)


def _computed(form):
    rows = [row for row in seen(form) if row.cells["claimed"].formula]
    if not rows:
        raise NoPlace("formula")
    return rows[: form.random.choice((1, 3, len(rows)))]


@own_mutator("claims", stages=SELF)
def claims_beyond_the_maximum(form):
    """More than the maximum, less than nothing: what stands there, or an error."""
    for row in _some(form):
        points = form.random.choice((form.indicators[row.code]["max_points"] + 0.5, -1.0, 1000.0))
        points_cell(form, row, points)
        form.means(row, float(points))


@own_mutator("claims")
def out_in_other_words(form):
    """«KHÔNG ÁP DỤNG », «ko áp dụng»: does not apply, or an error."""
    for row in _some(form):
        words = (
            "KHÔNG ÁP DỤNG ",
            "không  áp dụng",
            "Ko áp dụng",
            "Khong ap dung",
            "KAD",
            "Không thuộc",
            "Không có",
        )
        points_cell(form, row, form.random.choice([each for each in words if not is_option(form, row, each)]))
        for basis in ("claimed", "verified", "final"):
            form.means(row, NOT_APPLICABLE, None, told="mentioned", basis=basis)
        for field in "ab":
            form.meant[row.code, field] = Meant((*form.meant[row.code, field].readings, None))


@own_mutator("claims")
def claims_struck_out(form):
    """A number with a line through it: an error."""
    for row in _some(form):
        cell = row.cells[form.basis]
        row.cells[form.basis] = Cell(cell.value, formula=cell.formula, is_struck=True)
        form.meant[row.code, form.basis] = DOUBT


@own_mutator("claims")
def claims_struck_and_typed_anew(form):
    """«9 7,5» with the 9 struck out: an error."""
    for row in _some(form):
        row.cells[form.basis] = Cell("", rich=(("9", True), (" 7,5", False)))
        form.meant[row.code, form.basis] = DOUBT


@own_mutator("rows")
def claims_merged_downwards(form):
    """A claim over two rows: the first row's, and the second's nobody can tell."""
    rows = form.rows
    pairs = [(one, two) for one, two in pairwise(rows) if one.kind == two.kind == "indicator"]
    if not pairs:
        raise NoPlace("pair")
    one, two = form.random.choice(pairs)
    two.cells[form.basis] = Cell("")
    form.merges.append((one, form.basis, two, form.basis))
    form.doubt(two)


@own_mutator("claims")
def points_in_another_column(form):
    """A number beside the blank cell of points: nobody can tell what it is."""
    fields = ("unsure", "computed", "reasons", "explanation", "evidence", "rule_text", "b")
    fields = fields if form.stage == "self" else ("gap", "decision", "ground", "method", "note")
    field = form.random.choice([each for each in fields if each in {column.field for column in form.columns}])
    read_by = {"computed": {"manual"}, "b": {"choice", "checklist"}}  # the rules for which such a number is none
    rules = {row: form.indicators[row.code]["rule"]["kind"] for row in seen(form)}
    rows = [row for row, kind in rules.items() if kind in read_by.get(field, {kind})]
    if not rows:
        raise NoPlace(field)
    for row in rows[: form.random.choice((1, 3, len(rows)))]:
        type_in(row, field, row.cells[form.basis].value)
        type_in(row, form.basis, "")
        form.doubt(row)


@own_mutator("marks", stages=SELF)
def doubt_in_other_words(form):
    """«chưa chắc lắm», «x», 1 in the column for doubts: the claim as it stands."""
    for row in seen(form):
        type_in(row, "unsure", form.random.choice(("x", "có", "Có, chờ số liệu", "?", "không chắc", "Có ", "v")))
