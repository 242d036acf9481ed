"""What a build wrote, file by file: what is not as it was written is said, or built anew, and never read as ours.

A file is held to its SHA-256 where it is read whole. Of a table only some rows are read: it is held to the SHA-256
of its footer, which says where every row lies, and Parquet holds the rest to a sum for each page.
"""

import hashlib
import json
import os

from ..errors import DtsError, finding

SEAL = "seal.json"
_LENGTH = 8  # of what ends a Parquet file: its footer's length in 4 bytes, and 4 letters


class Sealed:
    """The files of one build, by their path below the folder of processed data.

    Parameters
    ----------
    processed : path
    build : str
    digests : dict
        Path to ``whole`` and, of a table, ``footer``.
    """

    def __init__(self, processed, build, digests):
        self.processed, self.build, self.digests = processed, build, digests

    @classmethod
    def read(cls, processed, build):
        """Return what the seal of a build says; raises as `content`, or whatever reading JSON does."""
        content = (processed / build / SEAL).read_bytes()
        sealed = cls(processed, build, json.loads(content)["files"])
        if sealed.as_bytes() != content:
            raise DtsError(finding("processed_changed", f"{processed.name}/{build}/{SEAL}"))
        return sealed

    def as_bytes(self):
        """Return the seal as a file of JSON that vouches for itself too."""
        files = _as_json(self.digests)
        return _as_json({"sha256": _sha256(files), "files": self.digests})

    def add(self, path, content):
        """Note what was written."""
        self.digests[path] = {"whole": _sha256(content)}
        if path.endswith(".parquet"):
            self.digests[path]["footer"] = _sha256(content[-_footer_length(content[-_LENGTH:]) :])

    def below(self, folder):
        """Return the names of the files in a folder of the build."""
        start = f"{self.build}/{folder}"
        return sorted(path.removeprefix(start) for path in self.digests if path.startswith(start))

    def content(self, path):
        """Return the bytes of a file.

        Raises
        ------
        DtsError
            ``processed_changed``: where they are not those that were written.
        OSError
            Where there is no such file.
        """
        content = (self.processed / path).read_bytes()
        self._hold(path, "whole", content)
        return content

    def check_footer(self, path, file):
        """Hold the footer of a table, open for reading, to what was written; raises as `content`."""
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _LENGTH, 0))
        file.seek(max(size - _footer_length(file.read()), 0))
        self._hold(path, "footer", file.read())
        file.seek(0)

    def is_whole(self):
        """Return whether every file is as it was written."""
        try:
            for path in self.digests:
                self.content(path)
        except (DtsError, OSError):
            return False
        return True

    def _hold(self, path, part, content):
        if self.digests.get(path, {}).get(part) != _sha256(content):
            raise DtsError(finding("processed_changed", f"{self.processed.name}/{path}"))


def _footer_length(end):
    return int.from_bytes(end[:4], "little") + _LENGTH


def _as_json(value):
    return json.dumps(value, indent=1).encode()


def _sha256(content):
    return hashlib.sha256(content).hexdigest()
