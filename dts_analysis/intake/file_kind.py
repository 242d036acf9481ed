"""What a file is that cannot be opened as a workbook, and what is broken in one that can be opened in part."""

import zipfile
import zlib

from ..messages import say
from ..reference import unreadable
from .sheet import BrokenPart

_BEGINNINGS = (
    (b"%PDF", "file_kind_pdf"),
    (b"\x89PNG", "file_kind_image"),
    (b"\xff\xd8\xff", "file_kind_image"),
    (b"Rar!", "file_kind_archive"),
    (b"7z\xbc\xaf", "file_kind_archive"),
    (b"{\\rtf", "file_kind_word"),
    (b"\xd0\xcf\x11\xe0", "file_kind_ole2"),
)
_MARKUP = ((b"<!doctype html", b"<html", b"<head", b"<table"), (b"<?xml",))
_SEEN = 4096


def is_known(content):
    """Return whether bytes begin as a kind of file does that holds no table, such as a picture.

    >>> is_known(b"%PDF-1.7"), is_known(b"TT;x")
    (True, False)
    """
    return not content.strip(b"\0") or any(content.startswith(beginning) for beginning, _ in _BEGINNINGS)


def of_content(content, suffix):
    """Return what a file is whose bytes are neither a workbook's nor, by its name, a CSV file's.

    >>> of_content(b"%PDF-1.7", ".xlsx")
    'tệp là PDF'
    """
    start = content[:_SEEN].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, word in _BEGINNINGS:
        if start.startswith(beginning):
            return say(word)
    for beginnings, word in zip(_MARKUP, ("file_kind_html", "file_kind_xml"), strict=True):
        if start.lower().startswith(beginnings):
            return say(word)
    if not content.strip(b"\0"):
        return say("file_kind_blank")
    if _is_text(content):
        return say("file_kind_text", suffix=suffix)
    return say("file_kind_unknown", bytes=content[:8].hex(" ").upper())


def of_package(names):
    """Return what a zip archive without sheets is, from the names of its entries."""
    if any(name.startswith("word/") for name in names):
        return say("file_kind_word")
    if any(name.startswith("ppt/") for name in names):
        return say("file_kind_slides")
    return say("file_kind_no_sheet", names=", ".join(sorted(names)[:3]) or "—")


def of_fault(fault):
    """Return what is broken in a workbook, from what a reader raised on it."""
    words = unreadable.words_of(fault)
    if isinstance(fault, zipfile.BadZipFile) and "not a zip file" in words:
        return say("file_kind_cut_off")
    if isinstance(fault, zipfile.BadZipFile | zlib.error | EOFError):
        return say("file_kind_damaged", words=words)
    if isinstance(fault, BrokenPart):
        return str(fault)
    return say("file_kind_part_broken", words=words)


def _is_text(content):
    if content.startswith(unreadable.UTF_16):
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in content
