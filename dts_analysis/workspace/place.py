"""Where a project lies: the folders of a workspace, and how the nearest one is found."""

import os
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import DtsError, finding
from ..reference import load_levels

MARKER = "dts.toml"
LOCK = ".receiving.lock"
MANIFEST = "data/raw/manifest.csv"  # a folder of raw data with its manifest is a workspace too, marked or not


@dataclass(frozen=True)
class Workspace:
    """The folders of one project, whether they are there or not."""

    folder: Path

    @property
    def raw(self) -> Path:
        """What was received, and the facts issued by others."""
        return self.folder / "data/raw"

    @property
    def processed(self) -> Path:
        """Where the tables of a build lie; deleting them costs nothing."""
        return self.folder / "data/processed"

    @property
    def reports(self) -> Path:
        """Where pages and documents are written."""
        return self.folder / "reports"

    @property
    def notebooks(self) -> Path:
        """The notebooks that make pages."""
        return self.folder / "notebooks"

    @property
    def templates(self) -> Path:
        """An office's own templates of Word documents, as it edits them."""
        return self.folder / "templates"

    @property
    def inbox(self) -> Path:
        """Where forms may be laid down to be received."""
        return self.folder / "inbox"

    @property
    def waiting(self) -> Path:
        """Copies of the files that a question is open about."""
        return self.inbox / "waiting"

    @property
    def questions(self) -> Path:
        """The table of open questions, to be completed by a person."""
        return self.folder / "inbox.csv"

    @cached_property
    def region(self) -> str:
        """The code of the region whose units send forms; "" where all may. Its level's code is the marker's key.

        Raises
        ------
        DtsError
            Where the marker cannot be read, or holds anything but a code there.
        """
        path = self.folder / MARKER
        if not path.is_file():
            return ""
        key = load_levels(self.raw).region
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(key, "")
        except (ValueError, RecursionError) as fault:
            raise DtsError(finding("marker_unreadable", path.name, key=key, reason=str(fault))) from None
        if not isinstance(found, str):
            reason = f"{key} = {str(found)[:60]}"
            raise DtsError(finding("marker_unreadable", path.name, key=key, reason=reason))
        return found


def find(start: "str | Path") -> "Workspace | None":
    """Return the `Workspace` that a folder lies in: its own, or that of the nearest folder above it; None if none.

    Parameters
    ----------
    start : path
    """
    start = Path(start).absolute()
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file() or (folder / MANIFEST).is_file():
            return Workspace(folder)
    return None


def at_hand(folder: str | Path | None = None) -> Workspace | None:
    """Return the `Workspace` meant: the one named, ``DTS_HOME``'s, or the nearest from here up; None if none.

    Parameters
    ----------
    folder : path, optional

    Raises
    ------
    DtsError
        Where ``DTS_HOME`` names a folder that is not there.
    """
    if folder is None and (named := os.environ.get("DTS_HOME")):
        if not Path(named).is_dir():
            raise DtsError(finding("home_missing", named))
        folder = named
    return find(".") if folder is None else Workspace(Path(folder))


def needed(workspace: Workspace | None) -> Workspace:
    """Return a workspace, as from `at_hand`; raises ``workspace_missing`` where it is None."""
    if workspace is None:
        raise DtsError(finding("workspace_missing", str(Path.cwd()), marker=MARKER))
    return workspace
