"""A notebook is a function: its signature is read, and the arguments are checked, before a kernel starts."""

import ast
import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import papermill

from .. import messages
from ..dataset.parameters import unknown_parameters
from ..errors import DtsError, finding, stop_if
from ..reference import fold, unreadable
from .metadata import read_metadata

if TYPE_CHECKING:
    from ..errors import Finding

LIST = "index"  # the page that lists a unit's units: no notebook may be called so
REQUIRED = ("unit_code", "year")  # without these a notebook would report on whatever its author had last
NAMED_CELLS = 5  # from nbformat 4.5 on


@dataclass(frozen=True)
class Notebook:
    """One parameterized notebook: what it is about (`scope`) and what it takes (`parameters`)."""

    name: str
    path: Path
    scope: str  # "unit": about one unit that sent a form; "parent": about the units below one
    titles: dict  # as its metadata has them: title_vi, title_en
    order: int
    needs: tuple  # without these it says nothing
    is_brief: bool  # on paper one page
    parameters: dict  # name -> default
    digest: str  # of what it does and says, whatever outputs are stored in it
    reads: tuple = ()  # what it is made from beside its own unit

    @property
    def title(self):
        """The title in the current language."""
        return messages.named(self.titles, "title")


def check_parameters(notebook: Notebook, given: dict[str, int | str]) -> "list[Finding]":
    """Return findings where `given` arguments do not fit a notebook's parameters.

    Parameters
    ----------
    given : dict
        Parameter names to values.

    Returns
    -------
    list of Finding
        ``parameter_unknown``, ``parameter_missing``, ``parameter_type``.
    """
    where = notebook.path.name
    findings = unknown_parameters(given, notebook.parameters, where)
    for name, value in given.items():
        if name in notebook.parameters and type(value) is not type(notebook.parameters[name]):
            wanted = type(notebook.parameters[name]).__name__
            findings.append(finding("parameter_type", where, name=name, value=repr(value), wanted=wanted))
    return findings + [finding("parameter_missing", where, name=name) for name in REQUIRED if name not in given]


def read_notebook(path):
    """Return one notebook, nothing of it run.

    Raises
    ------
    DtsError
        Where it cannot be read, says nothing of itself (see `metadata`), is called ``index``, has no cell tagged
        ``parameters``, holds anything but literals there, or lacks a parameter every report needs.
    """
    document = _document(path)
    said = read_metadata(document.metadata, path.name)
    if path.stem.lower() == LIST:
        raise DtsError(finding("notebook_reserved", path.name))
    tagged = [cell for cell in document.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise DtsError(finding("notebook_untagged", path.name, count=len(tagged)))
    parameters = _literals(path, tagged[0].source)
    seen = papermill.inspect_notebook(str(path))
    stop_if(
        [
            finding("parameter_absent", path.name, name=name)
            for name in REQUIRED
            if name not in parameters or name not in seen
        ]
    )
    titles = {key: value for key, value in dict(said).items() if key.startswith("title_")}
    digest = hashlib.sha256(_without_outputs(document).encode()).hexdigest()
    own = (path.stem, path, said.scope, titles, said.order, said.needs, said.is_brief, parameters, digest)
    return Notebook(*own, said.reads)


def nearest(name, notebooks):
    """Return the name of the notebook that somebody may have meant, by name or title; "" where none is near.

    Parameters
    ----------
    notebooks : dict
        As from `load_notebooks`.
    """
    spellings = {fold(title): each.name for each in notebooks.values() for title in each.titles.values()}
    spellings |= {fold(each): each for each in notebooks}
    close = difflib.get_close_matches(fold(name.removesuffix(".ipynb")), spellings, n=1)
    return spellings[close[0]] if close else ""


def _document(path):
    """A file's notebook; one whose cells or metadata are not as the format has them is none."""
    try:
        document = nbformat.read(path, as_version=4, capture_validation_error={})
        if unreadable.is_deep(document):
            raise RecursionError
        nbformat.validate(document, relax_add_props=True)
    except Exception as fault:  # whatever a damaged notebook makes the reader stumble over
        cause = _cause(fault)
        raise DtsError(finding("notebook_unreadable", cause.where(path.name), reason=cause.reason)) from fault
    return document


def _cause(fault):
    """Why nbformat could not read a notebook: the file itself, its text, its JSON, or what the JSON holds."""
    if isinstance(fault, nbformat.reader.NotJSONError):
        return unreadable.of_json(fault.__cause__)
    if isinstance(fault, OSError | UnicodeDecodeError | RecursionError):
        return unreadable.of_json(fault)
    words = unreadable.words_of(fault).partition("\n")[0]
    return unreadable.Cause(messages.say("cause_not_a_notebook", words=words))


def source(notebook):
    """Return a notebook's text without the outputs and counts stored in it.

    Cells of an older format have no names; they get some here, since papermill would draw new ones each time.
    """
    document = nbformat.read(notebook.path, as_version=4)
    if document.nbformat_minor < NAMED_CELLS:
        document = nbformat.v4.upgrade(document)
        for number, cell in enumerate(document.cells):
            cell.id = f"cell-{number}"
    return _without_outputs(document)


def _without_outputs(document):
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(document)


def _literals(path, source):
    try:
        return {each.targets[0].id: ast.literal_eval(each.value) for each in ast.parse(source).body}
    except (SyntaxError, ValueError, AttributeError, TypeError, RecursionError, MemoryError):
        raise DtsError(finding("parameters_not_literal", path.name)) from None
