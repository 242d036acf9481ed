"""One call at a time receives into a workspace."""

import contextlib

from filelock import FileLock, Timeout

from .. import files
from ..errors import DtsError, finding
from .place import LOCK
from .receiving import Receiving
from .undoing import put_back


def receive_forms(workspace, today, call=None, paths=(), is_dry=False):
    """Receive files while no other call does; return the `Receiving`, and what `Receiving.run` does.

    Raises
    ------
    DtsError
        As `Receiving` and its `run`; and where another call receives into this workspace.
    """
    with contextlib.nullcontext() if is_dry else alone(workspace):
        receiving = Receiving(workspace, today, call)
        return receiving, receiving.run(paths, is_dry)


def undo(workspace, path):
    """Take a received file back while no other call receives; as `put_back`."""
    with alone(workspace):
        return put_back(workspace, path)


@contextlib.contextmanager
def alone(workspace):
    """Hold a workspace against other calls that receive; the lock goes with the process that holds it.

    Raises
    ------
    DtsError
        Where another call holds it, or nothing can be written there.
    """
    with files.sayable(workspace.folder):
        lock = FileLock(workspace.folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise DtsError(finding("receiving_busy", workspace.folder.name)) from None
    try:
        yield
    finally:
        lock.release()
