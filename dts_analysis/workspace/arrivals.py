"""The files that a call of ``dts receive`` is about, wherever they lie."""

from dataclasses import dataclass
from pathlib import Path

UNSAID = {"desktop.ini", "thumbs.db"}


@dataclass(frozen=True)
class Source:
    """A file to be received: where it lies, the name it came under, the folders it lay in, its path if in raw."""

    path: Path
    name: str
    folders: tuple = ()  # their names, the nearest first
    in_raw: str = ""


def arrivals(workspace, paths, unlisted):
    """Return the `Source` of every file in question: those of `unlisted`, those of `paths`, those that wait.

    Parameters
    ----------
    workspace : Workspace
    paths : list of Path
        Files and folders; none means the workspace's inbox.
    unlisted : list of str
        Paths below the raw folder that its manifest does not list.
    """
    found = [Source(workspace.raw / path, Path(path).name, _folders(Path(path)), path) for path in unlisted]
    for each in paths or [workspace.inbox]:
        found += [
            source
            for source in _below(each)
            if not (is_below(source.path, workspace.raw) or is_below(source.path, workspace.waiting))
        ]
    return found + [Source(path, path.name) for path in sorted(workspace.waiting.glob("*")) if path.is_file()]


def is_below(path, folder):
    """Return whether a path lies in a folder, at any depth."""
    return path.resolve().is_relative_to(folder.resolve())


def is_unsaid(path):
    """Return whether a file is a program's own, about which nothing is to be said.

    >>> is_unsaid(Path("inbox/~$phieu.xlsx")), is_unsaid(Path("Thumbs.db")), is_unsaid(Path("phieu.xlsx"))
    (True, True, False)
    """
    return path.name.startswith((".", "~$")) or path.name.casefold() in UNSAID


def _below(path):
    if not path.is_dir():
        return [Source(path, path.name)]
    every = sorted(each for each in path.rglob("*") if each.is_file())
    return [Source(each, each.name, _folders(each.relative_to(path))) for each in every]


def _folders(path):
    return tuple(part for part in reversed(path.parent.parts) if part not in (".", "/"))
