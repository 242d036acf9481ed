"""What a forked child does: become one kernel, and end when its kernel or its client ends."""

import contextlib
import gc
import importlib
import os
import random
import shutil
import sys
import threading
from multiprocessing import connection, process
from typing import ClassVar

from . import MEMORY_LIMIT

QUIET = "--log-level=CRITICAL"


def serve(connection_file, folder, cwd, environment, arguments):
    """Run one kernel until it is shut down.

    Parameters
    ----------
    connection_file : str
        As Jupyter writes it.
    folder : str
        The private directory of this kernel's sockets.
    cwd : str
        The directory the kernel starts in.
    environment : dict
        Its whole environment; nothing of the fork server's stays.
    arguments : list of str
        Further arguments of ipykernel.
    """
    from ipykernel.kernelapp import IPKernelApp

    from . import preload

    os.setsid()  # an interrupt from the terminal is for the client to pass on
    settle(lambda: _take_away(connection_file, folder))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    _reseed()
    IPKernelApp.clear_instance()
    application = IPKernelApp.instance()
    with _modules_unread():
        application.initialize(["-f", connection_file, QUIET, *arguments])
    if hasattr(application.kernel, "debugger"):
        application.kernel.debugger.kernel_modules = preload.FILES
    application.shell._sys_modules_keys = preload.NAMES
    _limit_memory(environment.get(MEMORY_LIMIT))
    application.start()


@contextlib.contextmanager
def _modules_unread():
    """Keep ipykernel and IPython, as they start, from looking at every module there is.

    To look at 2,000 modules is to copy 11 MB of pages that were shared; the fork server has looked already, for
    what a debugger steps over (`preload.FILES`) and what ``%reset`` keeps (`preload.NAMES`).
    """
    readers = [importlib.import_module(name) for name in ("ipykernel.ipkernel", "IPython.core.shellapp")]
    for reader in readers:
        reader.sys = _NoModules()
    try:
        yield
    finally:
        for reader in readers:
            reader.sys = sys


class _NoModules:
    """``sys``, without modules."""

    modules: ClassVar = {}

    def __getattr__(self, name):
        return getattr(sys, name)


def settle(clean=lambda: None):
    """End this process as soon as the one that had it forked has ended, however it ended; `clean` first.

    What it inherited is never looked at as garbage: its pages stay shared.
    """
    gc.freeze()

    def wait():
        connection.wait([process.parent_process().sentinel])
        clean()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _take_away(connection_file, folder):
    """A client that was killed leaves no sockets behind."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.unlink(connection_file)


def _reseed():
    """Forked processes share the state of random numbers: give this one its own."""
    import numpy as np

    random.seed()
    np.random.seed()  # noqa: NPY002 - notebooks may use the global generator


def _limit_memory(megabytes):
    """Let this process take so much memory on top of what it has; beyond, Python raises MemoryError."""
    if not megabytes:
        return
    import resource

    import psutil

    most = psutil.Process().memory_info().data + int(megabytes) * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
