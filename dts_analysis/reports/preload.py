"""What the fork server imports once for every worker, and what of a worker's first report it does once, small.

Importing this module is its effect, as that of `kernel.preload`.
"""

from types import SimpleNamespace

import nbformat

from . import pages, workers  # noqa: F401 - importing is what this module does


def rehearse():
    """Read, write and show a notebook: its schema and the pages' templates are compiled for all workers."""
    table = nbformat.v4.new_output("execute_result", {"text/html": "<p></p>", "text/plain": ""})
    cells = [nbformat.v4.new_markdown_cell("# a\n\n*b*"), nbformat.v4.new_code_cell("c", outputs=[table])]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    book = SimpleNamespace(name="a", title="")
    job = SimpleNamespace(notebook=book, unit_name="", year=0, fingerprint="", comparison="", around="")
    pages.page(nbformat.reads(text, as_version=4), job)


rehearse()
