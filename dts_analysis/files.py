"""Where tables and reports lie: a folder, a share, a bucket; written whole or not at all."""

import contextlib
import csv
import ctypes
import errno
import io
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .errors import DtsError, finding
from .messages import say

SCRATCH = ".new"
MOST_AT_ONCE = 16  # files that are being written at one time
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of something to compute
LONGEST_PART = 200  # bytes of a name; systems take 255, with an ending and a scratch file's letters
_IN_NO_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_WHY = {
    errno.ENOSPC: "unwritten_full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "unwritten_full",
    errno.EROFS: "unwritten_read_only",
    errno.EACCES: "unwritten_denied",
    errno.EPERM: "unwritten_denied",
    errno.ENOTDIR: "unwritten_no_folder",
    errno.EEXIST: "unwritten_no_folder",
    errno.ENOENT: "unwritten_no_parent",
    errno.EIO: "unwritten_device",
    errno.ENAMETOOLONG: "unwritten_name_long",
}


@contextlib.contextmanager
def muted(descriptor: int = 1) -> Iterator[None]:
    """Drop what compiled code writes past Python to a descriptor meanwhile: its standard output unless told."""
    try:
        kept = os.dup(descriptor)
    except OSError:  # a program without one
        yield
        return
    flush = ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush
    with open(os.devnull, "wb") as nowhere:
        flush(None)  # what was said before this
        os.dup2(nowhere.fileno(), descriptor)
    try:
        yield
    finally:
        flush(None)  # what still lies in the buffers of C
        os.dup2(kept, descriptor)
        os.close(kept)


def place(where: Any) -> Any:
    """Return a path: of this machine, or of any file system that fsspec knows by its address.

    Parameters
    ----------
    where : str or path
        A path, or an address such as ``s3://bucket/processed``.

    Raises
    ------
    DtsError
        Where an address is given that nobody knows, or what reads it is not installed; says how to get it.

    Examples
    --------
    >>> place("data/processed").name
    'processed'
    """
    if not isinstance(where, str) or "://" not in where:
        return Path(where) if isinstance(where, str) else where
    scheme = where.partition("://")[0]
    try:
        from fsspec import get_filesystem_class
        from upath import UPath

        get_filesystem_class(scheme)  # a path alone is made without what reads it
        return UPath(where)
    except ImportError as missing:
        module = missing.name or getattr(missing.__cause__, "name", "")  # fsspec gives the reason as the cause
        facts = {"scheme": scheme, "module": module, "extra": "s3" if module == "s3fs" else "cluster"}
        raise DtsError(finding("extra_missing", where, **facts)) from None
    except ValueError:
        raise DtsError(finding("address_unknown", where, scheme=scheme)) from None


def part(name: str) -> str:
    """Return a name that comes from data as what it may be: one folder or file, and nothing outside its place.

    Raises
    ------
    DtsError
        ``name_no_path``: where it is empty, hidden or too long, leads elsewhere, or some system takes no such.

    Examples
    --------
    >>> part("373"), part("Hạ tầng số")
    ('373', 'Hạ tầng số')
    """
    text = str(name)
    fits = 0 < len(text.encode("utf-8", "replace")) <= LONGEST_PART and text == text.strip().rstrip(".")
    if not fits or text.startswith(".") or _IN_NO_NAME.search(text):
        raise DtsError(finding("name_no_path", ascii(text[:60]), most=LONGEST_PART))
    return text


def write(path: Any, content: bytes) -> None:
    """Write a file whole or not at all, whatever happens meanwhile; folders are made.

    On a file system of this machine: a scratch file beside it, put on the disk, then moved over it, and the
    folder put on the disk. In a bucket: one upload, which stores take whole or not at all.

    Parameters
    ----------
    path : path
        As from `place`.
    content : bytes

    Raises
    ------
    OSError
        Where it cannot be written; what stood there before still does.
    """
    if not isinstance(path, Path):
        path.write_bytes(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}{SCRATCH}")
    try:
        with scratch.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except BaseException:
        with contextlib.suppress(OSError):
            scratch.unlink()
        raise
    _sync(path.parent)


def write_all(folder: Any, contents: dict[str, bytes]) -> None:
    """Write files of one folder, each as `write` does, all at once: a disk confirms many as fast as one.

    Parameters
    ----------
    folder : path
    contents : dict
        Bytes by name.

    Raises
    ------
    OSError
        Where one cannot be written; the others may be there.
    """
    if contents:
        with ThreadPoolExecutor(min(len(contents), MOST_AT_ONCE)) as pool:
            list(pool.map(lambda name: write(folder / name, contents[name]), contents))


@contextlib.contextmanager
def sayable(path: Any) -> Iterator[None]:
    """Turn a fault of the system while writing into a sentence that names the place.

    Raises
    ------
    DtsError
        For every OSError inside.
    """
    try:
        yield
    except OSError as fault:
        raise DtsError(finding("place_unwritable", place(path).name, reason=why_unwritten(fault))) from fault


def why_unwritten(fault: Any) -> str:
    """Return why the system would not write, in the reader's language; what has no sentence keeps its own words.

    >>> why_unwritten(OSError(errno.EROFS, os.strerror(errno.EROFS)))
    'nơi này chỉ đọc được'
    >>> why_unwritten(PermissionError(errno.EACCES, "Access Denied by the store"))
    'không có quyền ghi ở đây: Access Denied by the store'
    """
    words, known = fault.strerror or type(fault).__name__, _WHY.get(fault.errno)
    if known is None:
        return words
    return say(known) if words == os.strerror(fault.errno) else f"{say(known)}: {words}"


def plain(value: str | float) -> str | float:
    """Return a value as a CSV cell that no spreadsheet computes: an apostrophe stands before text such as ``=A1``.

    >>> plain("=1+1"), plain("- chưa thực hiện"), plain("Họp"), plain(-1.5)
    ("'=1+1", "'- chưa thực hiện", 'Họp', -1.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def unplain(text: str) -> str:
    """Return the text that `plain` made a CSV cell of.

    >>> unplain(plain("=1+1")), unplain("'đó là")
    ('=1+1', "'đó là")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def csv_bytes(columns: Sequence[str], rows: Sequence[dict[str, str]]) -> bytes:
    """Return rows as CSV that Excel opens as it is meant: UTF-8 with its mark, and every text as text.

    Parameters
    ----------
    columns : sequence of str
    rows : iterable of dict
        A value for each column.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)  # rows end in CR LF, so that either within a text is quoted
    writer.writeheader()
    writer.writerows({name: plain(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def sweep(folder: Any) -> None:
    """Take away the scratch files that writers killed in the middle left below a folder of this machine."""
    if isinstance(folder, Path):
        for scratch in folder.rglob(f".*{SCRATCH}"):
            scratch.unlink(missing_ok=True)


def remove(folder: Any) -> None:
    """Take away a folder, of this machine or at an address, and all that lies in it."""
    if isinstance(folder, Path):
        shutil.rmtree(folder)
    else:
        folder.fs.rm(folder.path, recursive=True)  # in a bucket there are no folders once their files are gone


def _sync(folder):
    """Put a folder's entries on the disk, where the system lets a folder be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
