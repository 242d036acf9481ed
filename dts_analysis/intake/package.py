"""A workbook's package opened safely: sizes looked at first, parts found by relation, XML read as it streams by.

Parts are found through the package's own relations (ECMA-376, part 2), whatever their folders are called; a name
may be written with backslashes. No document type is read, so no entity is ever expanded.
"""

import contextlib
import io
import posixpath
import zipfile
from xml.etree.ElementTree import TreeBuilder, XMLParser
from xml.parsers import expat

from ..errors import DtsError, finding
from ..messages import say
from .sheet import BrokenPart

MOST_BYTES = 64 * 2**20  # a form of a few hundred rows unpacks to well under one megabyte
MOST_RATIO = 500
MOST_AT_ONCE = 2**23  # bytes of XML of one row, or of a part that is read as a whole
CHUNK = 2**14
ENCRYPTED_ENTRY = 1  # this bit among a zip entry's flags
_CONTENT_TYPES = "[content_types].xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACROS = ("vbaproject.bin", "script-lb.xml")  # of Excel, of LibreOffice


class Package:
    """The parts of a zip package by their names, read within limits.

    Parameters
    ----------
    content : bytes
    where : str
        How findings name the file.

    Raises
    ------
    DtsError
        Where it would unpack to too much, has a password or carries macros.
    """

    def __init__(self, content, where):
        self.where = where
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        entries = self._zip.infolist()
        self._left = MOST_BYTES  # a part may be named many times
        size = sum(entry.file_size for entry in entries)
        if size > MOST_BYTES or size > MOST_RATIO * len(content):
            raise self._too_large(size)
        if any(entry.flag_bits & ENCRYPTED_ENTRY for entry in entries):
            raise DtsError(finding("file_encrypted", where))
        self.names = [entry.filename for entry in entries]
        self._entries = {_key(entry.filename): entry for entry in entries}
        if any(name.endswith(_MACROS) for name in self._entries):
            raise DtsError(finding("file_with_macros", where))

    def __contains__(self, part):
        return _key(part) in self._entries

    def root(self, part):
        """Return the root element of a part's XML, which must be a small one; raises as `children`."""
        (root,) = self._trees(part, lambda root, is_whole: [root] if is_whole else [])
        return root

    def children(self, part):
        """Yield the children of the root of a part's XML, each when it is whole, and forget it then.

        Raises
        ------
        BrokenPart
            Where there is no such part, it declares a document type, or one of them does not come to an end.
        DtsError
            Where all that was read of the package is too much.
        """
        return self._trees(part, _whole)

    def grandchildren(self, part):
        """Yield the children of the root's children, such as a worksheet's rows, as `children` does."""
        return self._trees(part, _whole_below)

    def _trees(self, part, whole):
        entry = self._entries.get(_key(part))
        if entry is None:
            raise BrokenPart(say("part_missing", part=part[:80]))
        self._left -= entry.file_size
        if self._left < 0:
            raise self._too_large(MOST_BYTES - self._left)
        builder, held, root = TreeBuilder(), 0, None
        parser, prolog = XMLParser(target=builder), _prolog()
        with self._zip.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                if root is None:
                    with contextlib.suppress(StopIteration):
                        prolog.Parse(chunk, False)
                parser.feed(chunk)
                held += len(chunk)
                root = builder.close()  # what is built of it so far
                if root is not None and (trees := whole(root, False)):
                    held = 0
                    yield from trees
                elif held > MOST_AT_ONCE:
                    raise BrokenPart(say("part_without_end", limit=MOST_AT_ONCE // 2**20))
        yield from whole(parser.close(), True)

    def relations(self, part=""):
        """Return a part's relations, {id: (kind, name of the other part)}; those of the package by default.

        The kind is the last word of the relation's type, which the strict and the usual form share.
        """
        folder, name = posixpath.split(part)
        path, found = posixpath.join(folder, "_rels", f"{name}.rels"), {}

        for each in self.root(path) if path in self else ():
            if each.tag == _RELATION and each.get("TargetMode") != "External":
                kind = each.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, each.get("Target", "").replace("\\", "/"))
                found[each.get("Id")] = (kind, posixpath.normpath(target).lstrip("/"))
        return found

    def part_of_type(self, ending):
        """Return the first part whose declared content type ends so, "" where there is none."""
        types = self.root(_CONTENT_TYPES) if _CONTENT_TYPES in self else ()
        names = [each.get("PartName", "") for each in types if each.get("ContentType", "").endswith(ending)]
        return next(iter(names), "").lstrip("/")

    def _too_large(self, size):
        limit = MOST_BYTES // 2**20
        return DtsError(finding("file_too_large", self.where, size=round(size / 2**20), limit=limit))


def _key(name):
    return name.replace("\\", "/").lstrip("/").lower()


def _prolog():
    """A parser that stops at the first element: a document type, with its entities, could stand before it only."""

    def start(*_):
        raise StopIteration

    def refuse(*_):
        raise BrokenPart(say("part_document_type"))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    return parser


def _whole(root, is_whole):
    """Take out the children of an element that nothing is added to any more, and return them."""
    children = root[:] if is_whole else root[:-1]
    del root[: len(children)]
    return children


def _whole_below(root, is_whole):
    last = len(root) - 1
    children = [each for at, child in enumerate(root) for each in _whole(child, is_whole or at < last)]
    _whole(root, is_whole)
    return children
