"""A folder of notebooks: those that can run, and what else lies there, named and passed over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DtsError, Finding, finding, stop_if
from .contract import Notebook, read_notebook

STRAY = {"notebook_unreadable", "notebook_foreign", "notebook_without_kernel"}


@dataclass(frozen=True)
class Shelf:
    """The notebooks of a folder by name, in the order they are to be read, and what is wrong with the others."""

    folder: str
    notebooks: dict[str, Notebook]
    refused: dict[str, list[Finding]]  # by name: what keeps it from running
    elsewhere: list[Finding]  # notebooks that are hidden, or lie in folders below

    def chosen(self, names=()):
        """Return the notebooks that can run.

        Raises
        ------
        DtsError
            Where one of `names` cannot run, or, without names, one that says it is a report's notebook; where
            there is none that can.
        """
        stop_if([each for name in self.refused for each in self.refused[name] if self._is_chosen(name, names)])
        if not self.notebooks:
            raise DtsError(finding("notebooks_missing", self.folder), *self.passed_over())
        return self.notebooks

    def passed_over(self, names=()):
        """Return a finding for whatever is not among the notebooks and was not chosen."""
        inside = [each for name in self.refused for each in self.refused[name] if not self._is_chosen(name, names)]
        return inside + self.elsewhere

    def _is_chosen(self, name, names):
        return name in names if names else any(each.code not in STRAY for each in self.refused[name])


def look_over(folder: str | Path) -> Shelf:
    """Return the `Shelf` of a folder, with whatever lies there; nothing is refused yet.

    A file that cannot be read, says nothing of itself or names no Python kernel is a stray: a draft, half a file,
    a notebook of something else. Others break the contract of a report's notebook.
    """
    folder, notebooks, refused = Path(folder), [], {}
    for path in sorted(folder.glob("[!.]*.ipynb")):
        try:
            notebooks.append(read_notebook(path))
        except DtsError as error:
            refused[path.stem] = error.findings
    in_order = sorted(notebooks, key=lambda each: (each.scope, each.order))
    return Shelf(folder.name, {each.name: each for each in in_order}, refused, _elsewhere(folder))


def load_notebooks(folder: str | Path, names: Sequence[Any] = ()) -> dict[str, Notebook]:
    """Return the notebooks of a folder that can run, by name, in the order they are to be read.

    Raises
    ------
    DtsError
        As `Shelf.chosen`.
    """
    return look_over(folder).chosen(names)


def _elsewhere(folder):
    """What lies in folders below, folder by folder, and hidden copies that programs keep for themselves."""
    counts = Counter(f"{path.parent.name}/" for path in folder.glob("*/*.ipynb"))
    counts.update(path.name for path in folder.glob(".*.ipynb"))
    return [
        finding("notebook_copies" if where.startswith(".") else "notebook_below", where, count=count)
        for where, count in sorted(counts.items())
    ]
