"""A report's notebook with a unit's parameters filled in and nothing run: for somebody to go on from."""

from typing import TYPE_CHECKING, Any

import nbformat
import papermill

from .. import messages
from .contract import source
from .metadata import spoken

if TYPE_CHECKING:
    from .contract import Notebook


def filled(notebook: "Notebook", parameters: dict[str, Any]) -> nbformat.NotebookNode:
    """Return a notebook with these parameters injected, its prose in the current language, without any output.

    Parameters
    ----------
    notebook : Notebook
    parameters : dict
        As of a `Job`; those that it takes.
    """
    bare = nbformat.reads(source(notebook), as_version=4)
    document = papermill.execute_notebook(bare, None, parameters, prepare_only=True, progress_bar=False)
    document.metadata.pop("papermill", None)
    for cell in document.cells:
        cell.metadata.pop("papermill", None)
    return spoken(document, messages.language())
