"""Notebooks laid into a workspace for somebody to work in: the start notebook, and copies of reports' notebooks.

They lie in a folder of their own beside ``notebooks/``, where no batch looks.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from .. import messages, reports
from ..files import part, sayable, write
from ..reports.metadata import spoken

if TYPE_CHECKING:
    from ..workspace.place import Workspace

FOLDER, START = "lab", "start.ipynb"
PROCESSED = "../data/processed"


def prepare(workspace: "Workspace") -> Path:
    """Write the start notebook into a workspace, over one that is there, and return its path.

    Raises
    ------
    DtsError
        Where it cannot be written.
    """
    document = nbformat.read(Path(__file__).with_name(START), as_version=4)
    return _written(workspace, START, spoken(document, messages.language()))


def copy_for(workspace: "Workspace", job: reports.Job) -> Path:
    """Write a copy of a notebook with the parameters of a job, and return its path; one that is there stays.

    Whoever worked in a copy finds it again as it was left.

    Parameters
    ----------
    workspace : Workspace
    job : reports.Job

    Raises
    ------
    DtsError
        Where it cannot be written.
    """
    name = part(f"{job.year}_{job.unit_code}_{job.notebook.name}.ipynb")
    path = workspace.folder / FOLDER / name
    if path.is_file():
        return path
    takes = job.notebook.parameters
    given = job.parameters | ({"processed_dir": PROCESSED} if "processed_dir" in takes else {})
    return _written(workspace, name, reports.filled(job.notebook, given))


def _written(workspace, name, document):
    folder = workspace.folder / FOLDER
    with sayable(folder):
        write(folder / name, f"{nbformat.writes(document)}\n".encode())
    return folder / name
