"""What people declare in a form of ours that its formulas do not understand: texts, units, words of their own."""

import unicodedata

from .own import SELF, WITH_RULES, comma, declare, parts_of, points_cell, type_in
from .own_sums import AGAIN, claim_of, reads_share
from .paper import Cell, Meant, NoPlace
from .registry import own_mutator


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def declared_as_text(form):
    """«85», «85 » as text: what is declared is read, the claim says «xem lại», an error."""
    for row in _declared(form, "share", "value"):
        field = form.random.choice([each for each in "ab" if isinstance(row.cells[each].value, float)])
        shape = form.random.choice(("{}", "{} ", "\u00a0{}", "{},0", "'{}"))
        type_in(row, field, shape.format(comma(row.cells[field].value)))
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def declared_with_a_unit(form):
    """«85%», «12 máy», «1.234,5», «40/60»: what it says or a warning; the claim says «xem lại», an error."""
    for row in _declared(form, "share", "value"):
        text, value = form.random.choice(
            (("85%", 0.85), ("85 %", 0.85), ("12 máy", 12.0), ("1.234,5", 1234.5), ("40/60", None), ("~40", 40.0))
        )
        type_in(row, "a", text)
        form.means(row, value, basis="a") if value else form.doubt_declared(row)
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def declared_with_a_unit_and_claimed_by_hand(form):
    """The same beside a claim that somebody typed: the claim; what is declared or a warning."""
    declared_with_a_unit(form)
    _claim_by_hand(form)


@own_mutator("declared", harmless=True, stages=SELF, criteria=WITH_RULES)
def declared_per_cent(form):
    """85% as Excel takes it, 0.85 shown as a per cent: 0.85."""
    for row in _declared(form, "share"):
        row.cells["a"], row.cells["b"] = Cell(0.85, "0%"), Cell("")
        form.means(row, 0.85, basis="a")
        form.means(row, None, basis="b")
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def option_spelled_otherwise(form):
    """An option with spaces, capitals, without its marks: that option; the claim as Excel makes it."""
    for row in _declared(form, "choice"):
        label = row.cells["a"].value
        bare = unicodedata.normalize("NFD", label.replace("đ", "d").replace("Đ", "D"))
        bare = "".join(each for each in bare if not unicodedata.combining(each))
        spelled = (f"{label} ", f" {label}", label.upper(), label.casefold(), bare, f"{label}\u00a0", f"{label}\n")
        type_in(row, "a", form.random.choice(spelled))
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def option_by_its_number(form):
    """The number of an option, as number or text: that option; the claim as Excel makes it."""
    for row in _declared(form, "choice"):
        option = form.random.choice(form.indicators[row.code]["rule"]["options"])
        type_in(row, "a", form.random.choice((float(option["value"]), f"{option['value']}")))
        form.means(row, float(option["value"]), basis="a")
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def option_with_its_number(form):
    """«2 – Cấp phó»: that option; «1 – Cấp phó», which is two: a warning; the claim as Excel makes it."""
    for row in _declared(form, "choice"):
        option, other, *_ = form.random.sample(form.indicators[row.code]["rule"]["options"], 2)
        is_plain = form.random.random() < 0.6
        number = (option if is_plain else other)["value"]
        type_in(
            row,
            "a",
            form.random.choice(("{} – {}", "{}. {}", "({}) {}", "{}: {}")).format(number, option["label"]),
        )
        form.means(row, float(option["value"]), basis="a") if is_plain else form.doubt_declared(row)
        claim_of(form, row)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def parts_named_in_one_cell(form):
    """Labels of parts typed over the formula that lists them, beside a claim typed by hand: these parts."""
    for row in _declared(form, "checklist"):
        parts = form.indicators[row.code]["rule"]["parts"]
        done = form.random.sample(range(len(parts)), form.random.randint(1, len(parts)))
        shape = form.random.choice(("{label}", "- {label}", "{number}. {label}"))
        lines = [shape.format(label=parts[each]["label"], number=at) for at, each in enumerate(done, 1)]
        if len(lines) == 1 and "{number}" in shape:
            lines = [parts[done[0]]["label"]]  # the number of a list of one may be that of another part
        for part in parts_of(form, row):
            type_in(part, "a", "")
        row.cells["a"] = Cell(form.random.choice(("\n", ";\n")).join(lines))
        form.means(row, float(sum(2**each for each in done)), basis="a")
        points_cell(form, row, 0.0)
        form.means(row, 0.0)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def option_in_free_words(form):
    """Words that are no option: a warning; the claim says «xem lại», an error, or is typed by hand."""
    for row in _declared(form, "choice"):
        labels = [each["label"] for each in form.indicators[row.code]["rule"]["options"]]
        words = ("Chủ tịch UBND", "Phó Chủ tịch", "Có", "đang xin ý kiến", "99")
        type_in(row, "a", form.random.choice([each for each in words if each not in labels]))
        form.doubt_declared(row)
        claim_of(form, row)
    if form.random.random() < 0.5:
        _claim_by_hand(form)


@own_mutator("declared", stages=SELF, criteria=WITH_RULES)
def part_marked_otherwise(form):
    """«x», «có », «đã làm» beside a part: the claim as Excel makes it, an error where it says «xem lại»."""
    for row in _declared(form, "checklist"):
        for part in parts_of(form, row)[: form.random.randint(1, 3)]:
            type_in(part, "a", form.random.choice(("x", "có ", "CÓ", "không", "đã làm", "v", "Có rồi")))
        claim_of(form, row)


def _declared(form, *kinds):
    """One to three rows that declare a share, a value, a choice or a checklist, their claims computed."""
    rules = {row: form.indicators[row.code]["rule"] for row in form.answers}
    rows = [row for row in form.answers if _kind(rules[row]) in kinds and row.cells["claimed"].formula]
    if not rows:
        raise NoPlace(kinds)
    picked = form.random.sample(rows, min(len(rows), form.random.randint(1, 3)))
    for row in picked:
        declare(form, row)
        claim_of(form, row)
    return picked


def _kind(rule):
    if rule["kind"] in ("choice", "checklist", "manual"):
        return rule["kind"]
    return "share" if reads_share(rule) else "value"


def _claim_by_hand(form):
    for row in form.answers:
        if row.cells["claimed"].value == AGAIN:
            points_cell(form, row, 1.0)
            form.meant[row.code, "claimed"] = Meant((1.0,))
