"""Notebooks x units -> ``reports/``: strict parameters, one page a report, one ledger a year."""

from . import light_nbformat  # noqa: F401 - before anything else imports nbformat
from .contract import Notebook, check_parameters
from .filled import filled
from .ledger import LEDGER, read_ledger
from .new_notebook import write_notebook
from .plan import Job, plan
from .runner import Options, is_to_make, run, state
from .shelf import Shelf, load_notebooks, look_over

__all__ = [
    "LEDGER",
    "Job",
    "Notebook",
    "Options",
    "Shelf",
    "check_parameters",
    "filled",
    "is_to_make",
    "load_notebooks",
    "look_over",
    "plan",
    "read_ledger",
    "run",
    "state",
    "write_notebook",
]
