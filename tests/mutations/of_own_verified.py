"""What those who verify choose instead of counting: levels and parts in words of the form, and of their own."""

from .own import WITH_RULES, choose_level, parts_of, points_cell, type_in
from .own_sums import rounded, verdict_of
from .paper import Meant, NoPlace
from .registry import own_mutator

_JUDGED = ("verification",)


@own_mutator("claims", stages=_JUDGED, criteria=WITH_RULES)
def level_spelled_otherwise(form):
    """An option with spaces, capitals, its number, beside points that were never computed: the option's points."""
    for row, option in _options(form):
        label, number = option["label"], option["value"]
        shapes = (
            f"{label} ",
            label.upper(),
            f"{number} – {label}",
            f"{number}. {label}",
            f"{label}.",
            f"{number}",
        )
        type_in(row, "level", form.random.choice(shapes))
        type_in(row, "verified", "")
        form.means(row, rounded(option["points"]))


@own_mutator("claims", stages=_JUDGED, criteria=WITH_RULES)
def level_where_points_belong(form):
    """An option in the column of points: its points."""
    for row, option in _options(form):
        label = option["label"]
        points_cell(form, row, form.random.choice((label, f" {label}", label.upper(), f"{label}.")), "@")
        form.means(row, rounded(option["points"]))


@own_mutator("claims", stages=_JUDGED, criteria=WITH_RULES)
def level_beside_other_points(form):
    """A level, and other points typed over the formula: these points, and somebody says so."""
    for row, option in _options(form):
        type_in(row, "level", option["label"])
        most = form.indicators[row.code]["max_points"]
        typed = 0.25 if option["points"] != 0.25 and most else form.random.choice([-1.0, -2.0])
        type_in(row, "verified", typed)
        form.meant[row.code, "verified"] = Meant((typed,), "mentioned")


@own_mutator("claims", stages=_JUDGED, criteria=WITH_RULES)
def level_in_free_words(form):
    """Words that are no option, or two of them, in either column: an error."""
    for row, _ in _options(form):
        field = form.random.choice(("level", "verified"))
        other = "verified" if field == "level" else "level"
        first, second, *_ = form.indicators[row.code]["rule"]["options"]
        both = f"{first['label']}; {second['label']}"
        wrong = f"{first['value']} – {second['label']}"
        type_in(row, field, form.random.choice(("đạt một phần", both, wrong, "99 – không rõ", "?")))
        type_in(row, other, "")
        form.means(row, None, told="refused")


@own_mutator("claims", stages=_JUDGED, criteria=WITH_RULES)
def parts_named_instead_of_points(form):
    """The labels of parts, in the column of levels or of points: the points of these parts."""
    rows = [row for row in form.answers if form.indicators[row.code]["rule"]["kind"] == "checklist"]
    for row in form.random.sample(rows, min(len(rows), 2)):
        _plain(form, row)
        choose_level(form, row)
        done = [each for each in parts_of(form, row) if each.cells["level"].value == "Có"]
        labels = [each.cells["rule_text"].value.removeprefix("– ") for each in done] or ["0"]
        points = verdict_of(form, row)
        for part in parts_of(form, row):
            type_in(part, "level", "")
        text = form.random.choice(("; ", "\n", ";\n")).join(labels)
        field = form.random.choice(("level", "verified")) if done else "level"
        type_in(row, "level", "")
        type_in(row, "verified", "")
        type_in(row, field, text)
        form.means(row, rounded(points))
    return bool(rows)


def _options(form):
    """One to three rows under a rule of options, each with the one that is meant."""
    rows = [row for row in form.answers if form.indicators[row.code]["rule"]["kind"] == "choice"]
    if not rows:
        raise NoPlace("choice")
    picked = form.random.sample(rows, min(len(rows), form.random.randint(1, 3)))
    for row in picked:
        _plain(form, row)
    return [(row, form.random.choice(form.indicators[row.code]["rule"]["options"])) for row in picked]


def _plain(form, row):
    """Take back that an indicator does not apply."""
    type_in(row, "claimed", 0.0)
    for basis in ("claimed", "final"):
        form.means(row, None, basis=basis)
