"""A file that was received as what it is not: taken back into the inbox, as if it had not come yet."""

import csv
import io

from .. import files
from ..errors import DtsError, finding
from .taking import name_in_note


def put_back(workspace, path):
    """Take a received file out of the manifest and put it into the inbox under the name it came with.

    What it replaced is in force again. The file's bytes stay as they are.

    Parameters
    ----------
    workspace : Workspace
    path : str
        As the manifest lists it, such as ``2025/25489_lan_2.xlsx``.

    Returns
    -------
    Path
        Where the file lies now.

    Raises
    ------
    DtsError
        ``undo_unknown``: where the manifest lists no such path; ``undo_replaced``: where another file replaces it,
        which is to be taken back first; and where something cannot be read or written.
    """
    manifest = workspace.raw / "manifest.csv"
    with files.sayable(workspace.folder):
        content = manifest.read_bytes()
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        rows = list(csv.DictReader(io.StringIO("".join(lines))))
        mine = next((row for row in rows if row["path"] == path), None)
        if mine is None or not (workspace.raw / path).is_file():
            raise DtsError(finding("undo_unknown", path))
        later = next((row["path"] for row in rows if row["replaces"] == path), None)
        if later:
            raise DtsError(finding("undo_replaced", path, later=later))
        target = _free(workspace.inbox / _name(mine["note"], path))
        files.write(target, (workspace.raw / path).read_bytes())
        at = next(csv.reader(lines)).index("path")
        kept = [line for line in lines if next(csv.reader([line]), [])[at : at + 1] != [path]]
        files.write(manifest, "".join(kept).encode("utf-8-sig" if content[:3] == b"\xef\xbb\xbf" else "utf-8"))
        (workspace.raw / path).unlink()
    return target


def _name(note, path):
    """The name a file came with, its name in the raw folder where some system would not take that one."""
    try:
        return files.part(name_in_note(note))
    except DtsError:
        return files.part(path.rpartition("/")[2])


def _free(path):
    """The path, or one beside it with a number, where nothing lies yet."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found
