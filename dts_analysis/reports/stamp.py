"""What a page says of itself in its head: what it was made from, what is around it, which files it vouches for."""

import html
import re
from typing import NamedTuple

WITHIN = 16_000  # characters from a page's start
FILES = "files"  # the folder beside a unit's pages where what can be taken along lies
_MADE_FROM = re.compile(r'<meta name="dts-made-from" content="(\w+) (\w*)">')
_AROUND = re.compile(r'<meta name="dts-around" content="(\w*)">')
_FILES = re.compile(r'<meta name="dts-files" content="([^"]*)">')


class Stamp(NamedTuple):
    """What a page was made from, and what it is compared with; what stands around it; its files' names."""

    fingerprint: str = ""
    comparison: str = ""
    around: str = ""
    files: tuple = ()


def stamp(path):
    """Return what a page says of itself; an empty `Stamp` where there is no such page, or a damaged one."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(WITHIN)
    except OSError:
        return Stamp()
    made_from, beside, files = _MADE_FROM.search(head), _AROUND.search(head), _FILES.search(head)
    if not (made_from and beside and files):
        return Stamp()
    names = tuple(name for name in html.unescape(files[1]).split("|") if name)
    return Stamp(*made_from.groups(), beside[1], names)


def is_whole(path, found):
    """Return whether a page is there with every file it vouches for."""
    if not found.fingerprint:
        return False
    return set(found.files) <= names_in(path.parent / FILES)


def names_in(folder):
    """Return the names of what lies in a folder; none where there is no such folder."""
    try:
        return {path.name for path in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return set()
