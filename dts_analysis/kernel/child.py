"""What a forked child does: become one kernel, and end when its kernel or its client ends."""

import contextlib
import os
import random
import shutil
import threading
from multiprocessing import connection, process

QUIET = "--log-level=CRITICAL"


def serve(connection_file, folder, cwd, environment):
    """Run one kernel until it is shut down.

    Parameters
    ----------
    connection_file : str
        As Jupyter writes it.
    folder : str
        The private directory of this kernel's sockets.
    cwd : str or None
        The directory the kernel starts in.
    environment : dict
        Its whole environment; nothing of the fork server's stays.
    """
    from ipykernel.kernelapp import IPKernelApp

    threading.Thread(target=_end_with_client, args=(connection_file, folder), daemon=True).start()
    os.environ.clear()
    os.environ.update(environment)
    if cwd:
        os.chdir(cwd)
    _reseed()
    IPKernelApp.clear_instance()
    application = IPKernelApp.instance()
    application.initialize(["-f", connection_file, QUIET])
    application.start()


def _reseed():
    """Forked processes share the state of random numbers: give this one its own."""
    import numpy as np

    random.seed()
    np.random.seed()  # noqa: NPY002 - notebooks may use the global generator


def _end_with_client(connection_file, folder):
    """No orphan: a client that was killed leaves no kernel behind, and no sockets."""
    connection.wait([process.parent_process().sentinel])
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.unlink(connection_file)
    os._exit(1)
