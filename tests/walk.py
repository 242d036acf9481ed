"""The pages of a root made in this process, cell by cell, without a kernel: what they say and draw."""

import ast
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dts_analysis import reports, show
from dts_analysis.errors import DtsError

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


class Shown(NamedTuple):
    """What one cell of a page ends with."""

    place: str  # as `reports.Job.place`
    source: str  # of its last expression
    value: object

    @property
    def kind(self):
        """Which function of `show` made it."""
        return self.source.partition("(")[0].removeprefix("show.")

    @property
    def text(self):
        """What a reader reads, without the pictures."""
        return self.value._repr_mimebundle_()["text/plain"] if not self.is_chart else self.value.title

    @property
    def is_chart(self):
        """Whether it is a figure."""
        return isinstance(self.value, show.Chart)


def page(name, unit_code, year, processed, **parameters):
    """Yield what each cell of a page shows, in order.

    Parameters
    ----------
    name : str
        The notebook's.
    processed : path
        Where the root was built.
    parameters : dict
        Further ones, as in the notebook's first cell.
    """
    given = {"unit_code": unit_code, "year": year, "processed_dir": str(processed)} | parameters
    names = {}
    for body, last, source, is_parameters in _cells(name):
        exec(body, names)
        if is_parameters:
            names |= given
        elif last is not None:
            value = eval(last, names)
            if value is not None:  # a cell that ends with nothing shows nothing
                yield Shown(f"{year}/{unit_code}/{name}", source, value)


def jobs(data, year):
    """Return every page of a root and year, of all parents and of all units, as `reports.plan` settles them."""
    rows = data.rows("standings", ["parent_code", "year"], year=year)
    notebooks, found = reports.load_notebooks(FOLDER), {}
    planned = [reports.plan(data, notebooks, year)]
    for parent in sorted(set(rows["parent_code"])):
        try:
            planned.append(reports.plan(data, notebooks, year, below=parent))
        except DtsError:  # the country, which no code names
            continue
    for job in [job for some in planned for job in some]:
        found.setdefault(job.place, job)
    return list(found.values())


@cache
def _cells(name):
    """Each code cell compiled: what it does, and what it ends with."""
    document = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    found = []
    for cell in document["cells"]:
        if cell["cell_type"] != "code":
            continue
        body, last, source = ast.parse("".join(cell["source"])), None, ""
        if isinstance(body.body[-1], ast.Expr):
            expression = ast.Expression(body.body.pop().value)
            last, source = compile(expression, name, "eval"), ast.unparse(expression)
        is_parameters = "parameters" in cell["metadata"].get("tags", [])
        found.append((compile(body, name, "exec"), last, source, is_parameters))
    return found
