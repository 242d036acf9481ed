"""Rows moved, doubled, deleted, added, hidden; points that slipped."""

from .paper import BLANK, DOUBT, NoPlace, Row
from .registry import XLSX, mutator
from .sound import points


@mutator("rows", harmless=True)
def rows_in_another_order(form):
    """The indicators of a pillar in chance order: as before."""
    for pillar in "AB":
        places = [at for at, row in enumerate(form.rows) if row.code.startswith(pillar)]
        rows = [form.rows[at] for at in places]
        form.random.shuffle(rows)
        for at, row in zip(places, rows, strict=True):
            form.rows[at] = row


@mutator("rows")
def row_doubled(form):
    """A row stands twice with different points: nobody can tell."""
    row = form.some(1)[0]
    again = Row("indicator", dict(row.cells), set(row.concerns))
    again.cells[form.basis] = row.cells[form.basis] / 2
    form.add_below(form.random.choice(form.answers), again)
    form.meant[row.code, form.basis] = DOUBT


@mutator("rows")
def row_doubled_alike(form):
    """A row stands twice, both the same: as before, or asked."""
    row = form.some(1)[0]
    form.add_below(form.random.choice(form.answers), Row("indicator", dict(row.cells), set(row.concerns)))


@mutator("rows")
def row_deleted(form):
    """The form lacks an indicator: nothing is read there, and somebody says so."""
    row = form.some(1)[0]
    form.rows.remove(row)
    for basis in form.bases:
        form.meant[row.code, basis] = BLANK
    if form.stage != "verification":  # which may leave an indicator unjudged
        form.mention.append(("indicator", row.code))


@mutator("rows", harmless=True)
def blank_rows_between(form):
    """Blank rows in the table: as before."""
    for _ in range(form.random.randint(1, 4)):
        form.add_below(form.random.choice(form.rows), Row("blank", {}))


@mutator("rows", harmless=True)
def notes_between(form):
    """A line of words in the table: as before."""
    text = form.random.choice(
        ("Ghi chú: số liệu đến 31/12", "- Nhóm chỉ số nền tảng", "(Theo hướng dẫn của tỉnh)")
    )
    form.add_below(form.random.choice(form.answers), Row("note", {"name": text}))


@mutator("rows")
def breakdown_below_an_indicator(form):
    """«Trong đó: …» with parts of an indicator's points: its own points, and a word about the others."""
    row = form.some(1)[0]
    half = row.cells[form.basis] / 2
    for text in ("- Trong đó: cấp xã", "- Trong đó: cấp thôn")[::-1]:
        part = Row("note", {"name": text, form.basis: half})
        form.add_below(row, part)
        form.mention.append(part)


@mutator("rows")
def indicator_of_nobody_added(form):
    """An indicator the set does not know, with points: a word about it; all else as before."""
    cells = {"code": "1.9.9", "name": "Chỉ số riêng của xã", "max_points": 5, form.basis: 4.0}
    row = Row("note", cells)
    form.add_below(form.random.choice(form.answers), row)
    form.mention.append(row)


@mutator("rows")
def number_in_a_blank_row(form):
    """Points in a row that says nothing: a word about it; all else as before."""
    row = Row("note", {form.basis: 3.25})
    form.add_below(form.answers[0], row)
    form.mention.append(row)


@mutator("rows", suffixes=XLSX)
def rows_hidden(form):
    """Rows with points are hidden: as before, and somebody says so."""
    for row in form.some(3):
        row.is_hidden = True
        form.mention.append(row)


@mutator("rows", suffixes=XLSX)
def blank_row_hidden(form):
    """A hidden blank row: as before."""
    form.add_below(form.answers[0], Row("blank", {}, is_hidden=True))


@mutator("rows", harmless=True)
def heading_repeated(form):
    """The heading again in the middle, as at the top of a printed page: as before."""
    headings = {column.field: column.heading for column in form.columns if column.field}
    form.add_below(form.random.choice(form.answers), Row("note", headings))


@mutator("rows", suffixes=XLSX)
def points_merged_over_two_indicators(form):
    """One cell of points over two rows: the first's, and nobody can tell the second's."""
    first, second = _neighbours(form)
    second.cells.pop(form.basis)
    form.merges.append((first, form.basis, second, form.basis))
    form.meant[second.code, form.basis] = DOUBT


@mutator("rows", suffixes=XLSX)
def name_over_two_rows(form):
    """An indicator takes two rows, its points stand in the second: those, or a word about it."""
    row = form.some(1)[0]
    below = Row("part", {form.basis: row.cells.pop(form.basis)}, set(row.concerns))
    form.add_below(row, below)
    form.merges.append((row, "name", below, "name"))
    form.merges.append((row, "code", below, "code"))


@mutator("rows")
def points_one_row_lower(form):
    """A row's points slipped into a blank row below it: a word about it."""
    row = form.some(1)[0]
    below = Row("part", {form.basis: row.cells.pop(form.basis)}, set(row.concerns))
    form.add_below(row, below)
    form.meant[row.code, form.basis] = DOUBT


@mutator("rows")
def points_block_slipped(form):
    """All points one row too low, the last below the table: nobody can tell, a word at some row."""
    rows = form.answers
    values = [row.cells.get(form.basis, "") for row in rows]
    for row, value in zip(rows[1:], values, strict=False):
        row.cells[form.basis] = value
    rows[0].cells[form.basis] = ""
    form.rows = [row for row in form.rows if row.kind != "total"]
    extra = Row("note", {form.basis: points(form.random, 5)})
    form.rows.append(extra)
    for row in rows:
        form.means(row, row.cells[form.basis] if row.cells[form.basis] != "" else None)
    form.mention.append(extra)


def _neighbours(form):
    pairs = [
        (one, two)
        for one, two in zip(form.rows, form.rows[1:], strict=False)
        if all(row.kind == "indicator" and isinstance(row.cells.get(form.basis), float) for row in (one, two))
    ]
    if not pairs:
        raise NoPlace(form.basis)
    return form.random.choice(pairs)
