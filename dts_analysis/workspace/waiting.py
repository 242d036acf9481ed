"""Files that a question is open about: copied until it is answered, kept until their content lies elsewhere."""

import hashlib
import json

from .. import files
from .arrivals import is_below
from .questions_file import file_id


def keep(workspace, asked, elsewhere, set_aside):
    """Copy what is asked about, and take away the copies that are not needed any more.

    Parameters
    ----------
    workspace : Workspace
    asked : list of Seen
        Those that lie in the inbox or the raw folder are left there.
    elsewhere : collection of str
        SHA-256 of what lies in the raw folder and its manifest.
    set_aside : collection of str
        SHA-256 of what a person set aside: copies of it go, files laid down by hand stay.

    Raises
    ------
    DtsError
        Where something cannot be written.
    """
    with files.sayable(workspace.waiting):
        for seen in asked:
            copy = workspace.waiting / (file_id(seen.sha256) + seen.path.suffix.lower())
            if not (copy.exists() or is_below(seen.path, workspace.inbox) or is_below(seen.path, workspace.raw)):
                came = {"name": seen.name, "folders": seen.folders}
                files.write(_note(copy), json.dumps(came, ensure_ascii=False).encode())
                files.write(copy, seen.path.read_bytes())
        for path in [
            each for each in workspace.waiting.rglob("[!.]*") if each.is_file() and not each.is_symlink()
        ]:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest in elsewhere or (digest in set_aside and path.stem == file_id(digest)):
                path.unlink()
                _note(path).unlink(missing_ok=True)


def came_as(path):
    """Return the name and the folders, the nearest first, that a copied file came under; None where unknown."""
    try:
        came = json.loads(_note(path).read_text(encoding="utf-8"))
        return str(came["name"]), tuple(map(str, came["folders"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _note(path):
    """Where it is noted what a copy came as; no file that begins with a dot is taken for a form."""
    return path.with_name(f".{path.stem}.json")
