"""A call's own temporary folder: whatever a kill leaves there, the next call sweeps."""

import contextlib
import os
import shutil
import tempfile
import time
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import DtsError, finding

PREFIX, LOCK = "dts-call-", "call.lock"
LONGEST_SOCKET = 103  # bytes of a socket's path that every system takes
BELOW = 34  # bytes of a socket's path below the temporary folder, ours and Python's
SECONDS = 10.0  # a younger one may be about to be locked
LAST = -1000  # among what multiprocessing takes away at the end: its own folders, at -100, lie within
_held: list = []


def own_temporary():
    """Give this process and those it starts a temporary folder that goes with it; sweep those of killed calls.

    Where its name would make the paths of sockets too long, the temporary folder of the system serves as it is.

    Raises
    ------
    DtsError
        Where even that one's path is too long for a socket.
    """
    if _held:
        return
    system = Path(tempfile.gettempdir())
    sweep(system)
    room = LONGEST_SOCKET - BELOW - len(os.fsencode(system))
    if os.name == "posix" and room < 0:
        raise DtsError(finding("temporary_too_long", system, most=LONGEST_SOCKET - BELOW))
    if room <= len(PREFIX) + len("/12345678"):
        return
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(folder / LOCK)
    lock.acquire()
    _held.append(lock)  # until this process ends, however it ends
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=LAST)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def sweep(system):
    """Take away the temporary folders of calls that were killed: this user's own, whose lock nobody holds."""
    for lock_file in Path(system).glob(f"{PREFIX}*/{LOCK}"):
        folder = lock_file.parent
        with contextlib.suppress(OSError, Timeout):
            young = time.time() - lock_file.lstat().st_mtime < SECONDS
            if young or not _is_own(folder) or not _is_own(lock_file):
                continue
            with FileLock(lock_file, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(path):
    """Whether this user made it; what a link points to may be anybody's."""
    return not path.is_symlink() and (os.name != "posix" or path.lstat().st_uid == os.getuid())
