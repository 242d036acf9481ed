"""What a cell shows, as a file to take along: a table as a workbook or as CSV, a figure as SVG, either as HTML."""

from pathlib import Path
from typing import Any

from ..errors import DtsError, finding
from ..files import sayable, write
from ..workspace import at_hand
from .tables_book import table_csv, tables_book

RESOURCE = "application/vnd.dataresource+json"
AS_IT_IS = {".svg": "image/svg+xml", ".html": "text/html"}


def export(shown: Any, path: str | Path) -> Path:
    """Write what a cell shows to a file, in the form that its ending says; return the path.

    Numbers of tables are not rounded. A file that is there is written over: a cell is run again.

    Parameters
    ----------
    shown : Table, Chart, Prose or several
        What functions of `show` return.
    path : path
        Its ending: ``.xlsx`` (all tables, a sheet each), ``.csv`` (one table), ``.svg`` (a figure), ``.html``.

    Raises
    ------
    DtsError
        Where the ending is none of these, what is shown has no such form, or the file would lie in ``data/raw``;
        where it cannot be written.
    """
    path, held = Path(path), _held(shown)
    resources = held.get(RESOURCE, {})
    resources = resources.get("resources", [resources] if resources else [])
    if len(resources) == 1 and path.suffix == ".csv":
        content = table_csv(resources[0])
    elif resources and path.suffix == ".xlsx":
        content = tables_book(resources, resources[0]["title"] or path.stem)
    elif path.suffix in AS_IT_IS and AS_IT_IS[path.suffix] in held:
        content = held[AS_IT_IS[path.suffix]].encode()
    else:
        has = [ending for ending, mime in AS_IT_IS.items() if mime in held]
        has += [".xlsx", *([".csv"] if len(resources) == 1 else [])] if resources else []
        facts = {"ending": path.suffix or "—", "kind": type(shown).__name__, "known": ", ".join(has) or "—"}
        raise DtsError(finding("not_exported", path.name, **facts))
    workspace = at_hand()
    if workspace and path.absolute().is_relative_to(workspace.raw.absolute()):
        raise DtsError(finding("output_in_raw", path))
    with sayable(path.parent):
        write(path, content)
    return path


def _held(shown):
    """What is shown, by MIME type."""
    bundle = getattr(shown, "_repr_mimebundle_", dict)()
    return bundle[0] if isinstance(bundle, tuple) else bundle
