"""What a forked child does: become one kernel, and end when its kernel or its client ends."""

import contextlib
import gc
import multiprocessing
import os
import random
import shutil
import threading
from multiprocessing import connection

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

    from . import module_snapshot, output_pipe, preload

    os.setsid()  # an interrupt from the terminal is for the client to pass on
    settle(lambda: _take_away(connection_file, folder))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    _reseed()
    output_pipe.keep_in(folder)
    application = IPKernelApp.instance()
    with module_snapshot.shown(preload.MODULES):
        application.initialize(["-f", connection_file, QUIET, *arguments])
    _limit_memory(environment.get(MEMORY_LIMIT))
    application.start()


def settle(clean=lambda: None):
    """End this process as soon as the one that had it forked has ended, however it ended; `clean` first.

    What it inherited is never looked at as garbage: its pages stay shared.
    """
    gc.freeze()

    def wait():
        connection.wait([multiprocessing.parent_process().sentinel])
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
