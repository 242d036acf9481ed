"""Notebooks x units -> ``reports/``: strict parameters, one page a report, one ledger a year."""

from . import light_nbformat  # noqa: F401 - before anything else imports nbformat
from .contract import Notebook, check_parameters, load_notebooks
from .ledger import LEDGER, read_ledger
from .plan import Job, plan
from .runner import Options, is_to_make, run, state

__all__ = [
    "LEDGER",
    "Job",
    "Notebook",
    "Options",
    "check_parameters",
    "is_to_make",
    "load_notebooks",
    "plan",
    "read_ledger",
    "run",
    "state",
]
