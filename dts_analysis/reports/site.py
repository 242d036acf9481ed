"""The site's own pages: the first one, and, where a year has too many units for it, one per unit above them."""

from ..files import part, write
from ..scoring import common_name
from ..show.text import begun
from .contract import LIST
from .ledger import LEDGER, read_ledger
from .outline import Outline
from .rendering import template
from .scoreboard import Scoreboard, choices, sides, state_words


def write_site(reports, dataset, notebooks):
    """Write ``index.html`` from the ledgers below `reports`: every year, unit and report.

    A year with more than `outline.MANY` units is listed by the units above them, each of which has a page
    ``<year>/<unit>/index.html`` with its own table.
    """
    bases, years = sides(dataset), []
    common = {
        "bases": bases,
        "basis_name": lambda basis: begun(common_name(basis, dataset.criteria.values())),
        "state_words": state_words,
        "choices": choices,
        "is_illustrative": "illustrative" in set(dataset.received["provenance"]),
    }
    for folder in sorted(reports.glob("[0-9]*"), reverse=True):
        rows = read_ledger(folder / LEDGER)
        if rows:
            outline = Outline(int(folder.name), rows, dataset, notebooks)
            board = Scoreboard(outline, dataset, bases)
            years.append({"outline": outline, "board": board})
            _write_lists(folder, outline, board, common)
    write(reports / "index.html", template("index.html.j2").render(years=years, **common).encode())


def _write_lists(folder, outline, board, common):
    """Write the lists of a large year, and take away those that were left by what it was before."""
    groups = {code: each for code, each in outline.groups.items() if code} if outline.is_large else {}
    for code, entries in groups.items():
        text = template("units.html.j2").render(
            outline=outline, board=board, above=code, rows=board.rows(entries), **common
        )
        write(folder / part(code) / f"{LIST}.html", text.encode())
    for page in folder.glob(f"*/{LIST}.html"):
        if page.parent.name not in groups:
            page.unlink()
