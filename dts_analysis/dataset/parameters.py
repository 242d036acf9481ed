"""A notebook's parameters as its kernel sees them: what was injected is held against what the notebook takes.

papermill only logs a parameter that a notebook does not take, and lets the notebook's own default stand for a
misspelt one: a clean-looking report of another unit. So the first call of a notebook looks back at the cells run.
"""

import ast
import difflib
import sys

from ..errors import finding, stop_if

INJECTED = "# Parameters"  # how papermill begins the cell that it injects
CELL = "injected-parameters"  # and how it tags it


def unknown_parameters(given, known, where):
    """Return a ``parameter_unknown`` finding for every given name that is not known, with the nearest that is.

    >>> unknown_parameters(["unit_cod", "year"], ["unit_code", "year"], "a.ipynb")[0].facts["meant"]
    'unit_code'
    """
    listed = ", ".join(known) or "—"
    strange = {name: difflib.get_close_matches(name, known, n=1) for name in given if name not in known}
    return [
        finding("parameter_unknown", where, name=name, known=listed, meant=close[0] if close else listed)
        for name, close in strange.items()
    ]


def check_injected(cells=None):
    """Refuse parameters that were injected into a notebook and that no cell before them assigns.

    Parameters
    ----------
    cells : sequence of str, optional
        The source of the cells run so far; those of the running kernel unless told. Outside a notebook: none.

    Raises
    ------
    DtsError
        ``parameter_unknown``, one for each.

    Examples
    --------
    >>> from dts_analysis.errors import DtsError
    >>> try: check_injected(["unit_code = '373'", "# Parameters\\nunit_cod = '369'\\n"])
    ... except DtsError as error: print(error.findings[0].found)
    tham số lạ «unit_cod» (có phải unit_code?)
    """
    cells = _run_so_far() if cells is None else list(cells)
    at = next((number for number, source in enumerate(cells) if source.startswith(INJECTED)), None)
    if at is None:
        return
    known = dict.fromkeys(name for source in cells[:at] for name in _assigned(source))
    injected = [source for source in cells[at:] if source.startswith(INJECTED)]
    stop_if(unknown_parameters(_assigned(injected[-1]), list(known), CELL))


def _run_so_far():
    """The cells given to the kernel that this runs in, the present one included; none where it is no kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    return list(shell.user_ns.get("In", ())) if shell else []


def _assigned(source):
    """The names that a cell's statements assign; none of a cell that is not plain Python, as one with a magic."""
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return []
    targets = [each for statement in statements for each in _targets(statement)]
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _targets(statement):
    if isinstance(statement, ast.Assign):
        return statement.targets
    return [statement.target] if isinstance(statement, ast.AnnAssign) else []
