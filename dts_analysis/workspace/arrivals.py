"""The files that a call of ``dts receive`` is about, wherever they lie."""

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ..errors import Finding, finding
from ..intake.package import MOST_BYTES

UNSAID = {"desktop.ini", "thumbs.db"}


@dataclass(frozen=True)
class Source:
    """A file to be received: where it lies, the name it came under, the folders it lay in, its path if in raw.

    `problem` is why nothing can be received from there, where that is known without opening it.
    """

    path: Path
    name: str
    folders: tuple = ()  # their names, the nearest first
    in_raw: str = ""
    problem: Finding | None = None


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
    found = [_in_raw(workspace.raw, path) for path in unlisted]
    for each in paths or [workspace.inbox]:
        found += [
            source
            for source in _below(each)
            if not (is_below(source.path, workspace.raw) or is_below(source.path, workspace.waiting))
        ]
    return found + _below(workspace.waiting) * workspace.waiting.is_dir()


def is_below(path, folder):
    """Return whether a path lies in a folder, at any depth."""
    return path.resolve().is_relative_to(folder.resolve())


def is_unsaid(path):
    """Return whether a file is a program's own, about which nothing is to be said.

    >>> is_unsaid(Path("inbox/~$phieu.xlsx")), is_unsaid(Path("Thumbs.db")), is_unsaid(Path("phieu.xlsx"))
    (True, True, False)
    """
    return path.name.startswith((".", "~$")) or path.name.casefold() in UNSAID


def printable(name):
    """Return a file's name as it can be written and said: no letters as the sign for that, line ends as spaces.

    >>> printable("phi\\udcffu\\n2.xlsx"), printable("Xã Tân Lập.xlsx")
    ('phi\ufffdu 2.xlsx', 'Xã Tân Lập.xlsx')
    """
    return "".join(_printable(letter) for letter in name)


def unreadable(name, fault):
    """Return the finding for a file or folder that its disk does not give.

    >>> unreadable("a.xlsx", PermissionError(13, "Permission denied")).code
    'source_unreadable'
    """
    return finding("source_unreadable", printable(name), reason=fault.strerror or type(fault).__name__)


def unfit(source):
    """Return the finding for what is no file to be read: a device, a pipe, more than any form holds; else None.

    Raises
    ------
    OSError
        Where its disk does not give it.
    """
    about = source.path.stat()
    if not stat.S_ISREG(about.st_mode):
        return finding("no_plain_file", source.name)
    if about.st_size > MOST_BYTES:
        return finding("file_vast", source.name, size=about.st_size >> 20, most=MOST_BYTES >> 20)
    return None


def _printable(letter):
    kind = unicodedata.category(letter)
    return "\ufffd" if kind == "Cs" else " " if kind in ("Cc", "Zl", "Zp") else letter


def _in_raw(raw, path):
    name = printable(path)
    problem = finding("name_unlistable", name) if name != path else None
    return Source(raw / path, Path(name).name, _folders(Path(name)), path, problem)


def _below(path):
    """Every file of a folder at any depth; and the folders in it that are not looked into, with the reason."""
    if not path.is_dir():
        return [Source(path, printable(path.name))]
    found, faults = [], []
    for folder, folders, names in os.walk(path, onerror=faults.append):
        here = Path(folder)
        found += [
            _of(here / name, path) for name in names if (here / name).is_file() or (here / name).is_symlink()
        ]
        linked = (each for name in folders if (each := here / name).is_symlink())
        found += [_of(each, path, finding("folder_linked", printable(each.name))) for each in linked]
    found += [_of(Path(each.filename), path, unreadable(Path(each.filename).name, each)) for each in faults]
    return sorted(found, key=lambda source: source.path)


def _of(path, top, problem=None):
    folders = tuple(map(printable, _folders(path.relative_to(top))))
    return Source(path, printable(path.name), folders, problem=problem)


def _folders(path):
    return tuple(part for part in reversed(path.parent.parts) if part not in (".", "/"))
