"""A new notebook that runs at once: title, parameters, data, a headline, where the numbers come from."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat

from ..errors import DtsError, finding
from ..files import sayable, write
from ..messages import say
from .contract import LIST
from .metadata import KERNEL, KEY, LANGUAGE, Metadata
from .shelf import look_over

_NAME = re.compile(r"[a-z][a-z0-9_]*")
BASIS = 'basis = ""  # {basis}\n'
PARAMETERS = """\
unit_code = {unit_code}  # {of_unit}
year = {year}  # {of_year}
{of_basis}processed_dir = "../data/processed"  # {of_processed}"""
VIEWS = {
    "unit": ("unit", "data.about(unit_code, year, basis)", "", "show.headline(unit)"),
    "parent": ("group", "data.within(unit_code, year, basis)", "", "show.ranking_headline(group)"),
    "region": (
        "region",
        "data.region(unit_code, year)",
        "from dts_analysis.analysis import coverage\n",
        "received = coverage.coverage(region.files, data.units, unit_code, year)\n"
        "show.quality_headline(received, region.findings, unit_code, year, data.levels)",
    ),
}
LOADING = """\
from dts_analysis import dataset, show
{imports}
data = dataset.load(processed_dir)
{view} = {looked_at}
show.about({view})"""


def write_notebook(
    folder: Path, name: str, scope: Any, unit_code: str, year: int, title: str = "", title_en: str = ""
) -> Path:
    """Return the path of a new notebook, written where none of that name is.

    Parameters
    ----------
    folder : path
        The folder of notebooks, which is there.
    name : str
        Lower-case letters, digits and underscores: it names the file and the report's page.
    scope : {"unit", "parent", "region"}
        What it looks at: one unit; the units directly below one; whatever was received from below one.
    unit_code, year : str, int
        What it shows when it is run by hand.
    title, title_en : str
        As pages have it; made of the name unless given.

    Raises
    ------
    DtsError
        ``notebook_name``, ``notebook_exists``; where it cannot be written.
    """
    path = Path(folder) / f"{name}.ipynb"
    if not _NAME.fullmatch(name) or name == LIST:
        raise DtsError(finding("notebook_name", name))
    if path.exists() or path.is_symlink():
        raise DtsError(finding("notebook_exists", path.name))
    title = " ".join(title.split()) or name.replace("_", " ").capitalize()
    of: Any = "unit" if scope == "unit" else "parent"
    others = [each.order for each in look_over(folder).notebooks.values() if each.scope == of]
    said = Metadata(
        scope=of, title_vi=title, title_en=" ".join(title_en.split()) or title, order=max(others, default=0) + 1
    )
    document = _document(said, scope, unit_code, year)
    with sayable(folder):
        write(path, f"{nbformat.writes(document)}\n".encode())
    return path


def _document(said, scope, unit_code, year):
    view, looked_at, imports, headline = VIEWS[scope]
    parameters = PARAMETERS.format(
        unit_code=json.dumps(unit_code),
        year=year,
        of_unit=say(f"notebook_of_{said.scope}"),
        of_year=say("notebook_of_year"),
        of_basis="" if scope == "region" else BASIS.format(basis=say("notebook_of_basis")),
        of_processed=say("notebook_of_processed"),
    )
    cells = [
        nbformat.v4.new_markdown_cell(f"# {said.title_vi}\n\n{say('notebook_intro')}"),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(LOADING.format(view=view, looked_at=looked_at, imports=imports)),
        nbformat.v4.new_markdown_cell(f"## {say('notebook_headline')}"),
        nbformat.v4.new_code_cell(headline),
        nbformat.v4.new_markdown_cell(f"## {say('notebook_provenance')}"),
        nbformat.v4.new_code_cell(f"show.provenance({view})"),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number:02}"
    described = said.model_dump(mode="json", exclude_defaults=True)
    metadata = {KEY: described, "kernelspec": KERNEL, "language_info": {"name": LANGUAGE}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)
