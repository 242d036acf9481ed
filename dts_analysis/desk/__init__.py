"""The analyst's desk in JupyterLab: a start notebook that finds a unit, says how it does and opens its notebooks.

``start()`` is what the start notebook shows, ``prepare`` lays that notebook into a workspace, ``copy_for`` writes
a report's notebook with a unit's parameters filled in, for somebody to go on from.
"""

from .copies import FOLDER, copy_for, prepare
from .page import Page, start

__all__ = ["FOLDER", "Page", "copy_for", "prepare", "start"]
